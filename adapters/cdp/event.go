package cdp

import (
	"context"
	"time"

	"canongate/adapters/internal/lenientjson"
	"canongate/adapters/internal/settings"
	"canongate/adapters/internal/signature"
	"canongate/canonical"
)

// The values of the setting callback_auth.
const (
	callbackSignature = "signature"
	callbackSecret    = "shared_secret"
)

// callbackProblems are those in the settings of notifications. A secret without a
// time can be replayed, which only reading the customer again makes harmless.
func callbackProblems(s Settings) error {
	var p settings.Problems
	if s.CallbackAuth != "" {
		p.OneOf(s.CallbackAuth, "callback_auth", callbackSignature, callbackSecret)
	}
	p.Check(s.VerifyByFetch || s.CallbackAuth != callbackSecret, "verify_by_fetch",
		"must stay on while callback_auth is "+callbackSecret+": a secret without a signed time can be replayed")
	return p.Err()
}

// newVerifier knows how CDP may sign a notification; its document does not say
// (CDP-21).
func newVerifier(s Settings, now func() time.Time) *signature.Verifier {
	v := &signature.Verifier{ //nolint:gosec // names of headers, no credential
		Secret: s.CallbackSecret, Now: now,
		SignatureHeader: "X-Signature", TimeHeader: "X-Timestamp", SecretHeader: "X-Callback-Secret",
	}
	switch {
	case !s.VerifyByFetch:
		v.Accepts = signature.Timed
	case s.CallbackAuth == callbackSecret:
		v.Accepts = signature.Secret
	case s.CallbackAuth == callbackSignature:
		v.Accepts = signature.Signature
	}
	return v
}

// AuthenticateEvent says whether CDP sent the notification (CDP-21).
func (a *Adapter) AuthenticateEvent(in canonical.InboundEvent) canonical.Authenticity {
	return a.callbacks.Verify(in)
}

// ReceiveEvent handles the AML status notification (CDP-21). It reads the customer
// again, unless verify_by_fetch is off.
func (a *Adapter) ReceiveEvent(ctx context.Context, in canonical.InboundEvent) (canonical.Notice, error) {
	n, err := lenientjson.Decode[notification](in.Body, a.mapper.unmapped)
	if err != nil || !isECRN(string(n.ECRN)) || n.AMLScanStatus == "" && n.CustomerStatus == "" {
		return canonical.Notice{}, canonical.Errorf(canonical.InvalidRequest, "The notification is not one that this vendor documents.")
	}
	customer := a.mapper.decodeProfile(&profile{
		person: person{ECRN: n.ECRN}, AMLScanStatus: n.AMLScanStatus, CustomerStatus: n.CustomerStatus,
	})
	if a.settings.VerifyByFetch {
		customer, err = a.GetCustomer(ctx, canonical.CustomerQuery{ID: customer.ID})
		if err != nil {
			return canonical.Notice{}, err
		}
	}
	told := canonical.EventScreeningUpdated
	if n.AMLScanStatus == "" {
		told = canonical.EventCustomerStatusUpdated
	}
	return notice(told, customer), nil
}

func notice(told canonical.EventType, c canonical.Customer) canonical.Notice {
	n := canonical.Notice{
		Type: told, Subject: c.ID,
		Data: canonical.EventData{CustomerID: c.ID, Status: c.Status, StatusRaw: c.StatusRaw, Screening: c.Screening},
	}
	if s := deref(c.Screening); s.Status != "" {
		n.State = s.Status + "|" + s.StatusRaw
	}
	return n
}
