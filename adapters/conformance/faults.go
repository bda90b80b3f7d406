package conformance

import (
	"context"
	"fmt"
	"net"
	"net/http"
	"regexp"
	"strings"
	"testing"
	"time"

	"canongate/canonical"
)

// fault is something that goes wrong at the vendor, and what every adapter
// must make of it, whatever the vendor.
type fault struct {
	name    string // of the sandbox's fault header, or "refused"
	code    canonical.Code
	origin  canonical.Origin
	outcome canonical.Outcome
	token   bool // goes wrong at the credential endpoint
	hangs   bool
}

var faults = []fault{
	{name: "refused", code: canonical.VendorUnavailable, origin: canonical.OriginNetwork, outcome: canonical.NotSent},
	{name: "status=500", code: canonical.VendorError, origin: canonical.OriginVendor, outcome: canonical.Answered},
	{name: "status=502", code: canonical.VendorError, origin: canonical.OriginVendor, outcome: canonical.Answered},
	{name: "status=503", code: canonical.VendorError, origin: canonical.OriginVendor, outcome: canonical.Answered},
	{name: "status=504", code: canonical.VendorError, origin: canonical.OriginVendor, outcome: canonical.Answered},
	{name: "status=401", code: canonical.VendorAuthFailed, origin: canonical.OriginGateway, outcome: canonical.Answered},
	{name: "retry_after=7", code: canonical.RateLimited, origin: canonical.OriginVendor, outcome: canonical.Answered},
	{name: "status=302", code: canonical.VendorProtocolError, origin: canonical.OriginVendor, outcome: canonical.Answered},
	{name: "html", code: canonical.VendorProtocolError, origin: canonical.OriginVendor, outcome: canonical.Answered},
	{name: "empty", code: canonical.VendorProtocolError, origin: canonical.OriginVendor, outcome: canonical.Answered},
	{name: "rubbish", code: canonical.VendorProtocolError, origin: canonical.OriginVendor, outcome: canonical.Answered},
	{name: "cut", code: canonical.VendorProtocolError, origin: canonical.OriginVendor, outcome: canonical.Unknown},
	{name: "huge", code: canonical.VendorProtocolError, origin: canonical.OriginVendor, outcome: canonical.Unknown},
	{name: "hang", code: canonical.VendorTimeout, origin: canonical.OriginNetwork, outcome: canonical.Unknown, hangs: true},
	{name: "reset_before", code: canonical.VendorUnavailable, origin: canonical.OriginNetwork, outcome: canonical.Unknown},
	{name: "reset_after", code: canonical.VendorUnavailable, origin: canonical.OriginNetwork, outcome: canonical.Unknown},
	{name: "status=500; on=token", code: canonical.VendorError, origin: canonical.OriginVendor, outcome: canonical.NotSent, token: true},
	{name: "status=401; on=token", code: canonical.VendorAuthFailed, origin: canonical.OriginGateway, outcome: canonical.NotSent, token: true},
	{name: "html; on=token", code: canonical.VendorProtocolError, origin: canonical.OriginVendor, outcome: canonical.NotSent, token: true},
	{name: "reset_before; on=token", code: canonical.VendorUnavailable, origin: canonical.OriginNetwork, outcome: canonical.NotSent, token: true},
}

// hangDeadline is what a call gets when the vendor hangs.
const hangDeadline = 300 * time.Millisecond

func (v Vendor) faults(t *testing.T) {
	t.Parallel()
	base := v.serve(t)
	for _, f := range faults {
		if f.token && v.TokenPath == "" {
			continue
		}
		for _, c := range v.Cases {
			if c.Local || f.token && c.CustomerToken {
				continue
			}
			t.Run(f.name+"/"+c.Operation, func(t *testing.T) {
				t.Parallel()
				v.fault(t, base, f, c)
			})
		}
	}
}

func (v Vendor) fault(t *testing.T, base string, f fault, c Case) {
	t.Helper()
	header := http.Header{"Sandbox-Fault": {f.name}}
	if f.name == "refused" {
		base, header = closedPort(t), nil
	}
	ctx := t.Context()
	if f.hangs {
		var cancel context.CancelFunc
		ctx, cancel = context.WithTimeout(ctx, hangDeadline)
		defer cancel()
	}
	_, err := c.run(ctx, t, v.adapter(t, base, header), false)
	if err == nil {
		t.Fatal("the call succeeded")
	}
	e := canonical.AsError(err)
	code, origin, outcome := f.expected(c)
	if e.Code != code {
		t.Errorf("code %s, want %s: %v (%s)", e.Code, code, err, detail(err))
	}
	if c.Except[f.name] == "" && e.Code == code && (e.WhoseFault() != origin || e.HowFar() != outcome) {
		t.Errorf("origin %s and outcome %s, want %s and %s", e.WhoseFault(), e.HowFar(), origin, outcome)
	}
	if strings.HasPrefix(f.name, "retry_after") && e.RetryAfter != 7*time.Second {
		t.Errorf("Retry-After is %s, want 7s", e.RetryAfter)
	}
	v.leaks(t, err)
}

// expected is what a fault means for a case: for a payment that may have
// reached the vendor, that its outcome is unknown.
func (f fault) expected(c Case) (canonical.Code, canonical.Origin, canonical.Outcome) {
	if code, ok := c.Except[f.name]; ok {
		return code, f.origin, f.outcome
	}
	if c.Effect != canonical.MovesMoney || f.outcome == canonical.NotSent {
		return f.code, f.origin, f.outcome
	}
	switch f.code {
	case canonical.VendorError, canonical.VendorProtocolError, canonical.VendorTimeout, canonical.VendorUnavailable:
		return canonical.PaymentOutcomeUnknown, f.origin, canonical.Unknown
	default:
		return f.code, f.origin, f.outcome
	}
}

// leaks looks for secrets and personal values in everything that an error
// could print.
func (v Vendor) leaks(t *testing.T, err error) {
	t.Helper()
	text := printed(err)
	for name, secret := range v.Secrets {
		if secret != "" && strings.Contains(text, secret) {
			t.Errorf("the error shows the secret %s", name)
		}
	}
	for i, canary := range v.Canaries {
		if strings.Contains(text, canary) {
			t.Errorf("the error shows personal value %d of the case's canaries", i)
		}
	}
}

// ofThisRun are addresses in memory and ports of sockets: random digits, among
// which a short personal value is found now and then.
var ofThisRun = regexp.MustCompile(`0x[0-9a-f]+|(127\.0\.0\.1|\[::1\]):[0-9]+`)

// printed is everything that an error could print, without what is of this run.
func printed(err error) string {
	e := canonical.AsError(err)
	text := fmt.Sprintf("%s %+v %#v %s %v %v", err, err, *e, e.Message, e.Fields, e.Vendor.Code)
	return ofThisRun.ReplaceAllString(text, "(of this run)")
}

// closedPort gives a base URL at which nobody listens.
func closedPort(t *testing.T) string {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatalf("finding a closed port: %v", err)
	}
	if err := l.Close(); err != nil {
		t.Fatalf("finding a closed port: %v", err)
	}
	return "http://" + l.Addr().String()
}
