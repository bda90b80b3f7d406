package gateway_test

import (
	"bytes"
	"context"
	"net/http"
	"strings"
	"testing"
	"time"

	"canongate/canonical"
	"canongate/gateway"
	"canongate/gateway/ids"
	"canongate/policies"
)

// A defect that shows once the vendor has answered must not read as "nothing was
// sent": whoever believes that sends again.
func TestAPanicAfterTheVendorsAnswerLeavesTheOutcomeOpen(t *testing.T) {
	t.Parallel()
	told := make(chan error, 1)
	r := newRig(t, func(r *rig, o *gateway.Options) {
		o.IDs = &ids.Codec{} // cannot seal the new customer's id
		r.state.Connections[bank].Policy = func(ctx context.Context, _ *policies.Call, next policies.Next) error {
			err := next(ctx)
			told <- err
			return err
		}
	})
	a := r.call(t, http.MethodPost, "/v1/customers", "{}")
	if p := a.problem(t); a.status != 500 || p.Code != "internal_error" || p.Outcome != "unknown" || r.vendor.count("create_customer") != 1 {
		t.Errorf("%d %s", a.status, a.body)
	}
	select {
	case err := <-told:
		if canonical.AsError(err).HowFar() != canonical.Unknown {
			t.Errorf("the chain is told %v", err)
		}
	default:
		t.Error("the chain never learns how the call ended")
	}
}

// A duplicate may overtake a request between its first choice and the fallback;
// then its caller is told of that, and not that nothing was sent.
func TestAFallbackThatIsOnItsWayAlreadyIsTold(t *testing.T) {
	t.Parallel()
	r := newRig(t, func(r *rig, _ *gateway.Options) {
		r.state.Connections[otherBank].Policy = func(context.Context, *policies.Call, policies.Next) error {
			return &canonical.Error{Code: canonical.IdempotencyInProgress, RetryAfter: time.Second}
		}
	})
	r.vendor.fail = &canonical.Error{Code: canonical.VendorUnavailable, Origin: canonical.OriginNetwork}
	if a := r.call(t, http.MethodPost, "/v1/customers", "{}"); a.status != http.StatusConflict || a.header.Get("Retry-After") != "1" {
		t.Errorf("%d %s", a.status, a.body)
	}
}

// Out of service, a connection still owes the answer to those who repeat a
// request: "not sent" would have them move the money elsewhere.
func TestARepeatedRequestIsAnsweredThoughItsConnectionIsOutOfService(t *testing.T) {
	t.Parallel()
	for name, known := range map[string]bool{"repeated": true, "new": false} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var asked []policies.Call
			var log bytes.Buffer
			r := newRig(t, func(r *rig, o *gateway.Options) {
				o.Logger = logger(&log)
				off := func(string) policies.Condition { return policies.Condition{State: policies.Disabled} }
				r.state.Connections[bank].Condition, r.state.Connections[otherBank].Condition = off, off
				o.ReplayStored = func(_ context.Context, call *policies.Call) (bool, error) {
					asked = append(asked, *call)
					call.Answer = policies.Answer{Status: 201, Body: []byte(`{}`), Header: http.Header{policies.ConnectionHeader: {bank}}}
					return known, nil
				}
			})
			for header, connection := range map[string]string{"Request-Id: 1": "", "Gateway-Connection: " + otherBank: otherBank} {
				a := r.call(t, http.MethodPost, "/v1/customers", "{}", header)
				switch {
				case known && (a.status != 201 || a.header.Get("Idempotency-Replayed") != "true" || a.header.Get("Gateway-Connection") != bank):
					t.Errorf("%s: %d %v %s", header, a.status, a.header, a.body)
				case !known && (a.status != 503 || a.problem(t).Outcome != "not_sent" || a.header.Get("Gateway-Connection") != connection):
					t.Errorf("%s: %d %v %s", header, a.status, a.header, a.body)
				}
				last := asked[len(asked)-1]
				if last.Key == "" || last.Fingerprint == [32]byte{} || last.Connection != connection || last.Route != "" || last.Caller != "all" {
					t.Errorf("%s: asked for %+v", header, last)
				}
			}
			line, cause := log.String(), `"cause":"The operator has taken the connection out of service."`
			if strings.Contains(line, `"replayed":true`) != known || strings.Contains(line, cause) == known {
				t.Errorf("the log says %s", line)
			}
			if a := r.call(t, http.MethodPost, "/v1/customers/lookup", lookupBody); a.status != 503 || len(asked) != 2 {
				t.Errorf("a read: %d, asked %d times", a.status, len(asked))
			}
		})
	}
}
