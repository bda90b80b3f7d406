package cdp

import (
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"crypto/subtle"
	"encoding/hex"
	"strconv"
	"strings"
	"time"

	"canongate/adapters/internal/flex"
	"canongate/canonical"
)

// skew is how far X-Timestamp may be from now.
const skew = 5 * time.Minute

// firstMilli is the least number that is no time in seconds of these millennia.
const firstMilli = 100_000_000_000

// ReceiveEvent takes the AML status notification (CDP-21). Its word is a hint
// only: unless the operator says otherwise the customer is read again.
func (a *Adapter) ReceiveEvent(ctx context.Context, in canonical.InboundEvent) (canonical.Notice, error) {
	if !a.authentic(in) {
		return canonical.Notice{}, &canonical.Error{Code: canonical.Unauthenticated, Message: "The notification is not signed as this connection wants it."}
	}
	n, err := flex.Decode[notification](in.Body, a.mapper.unmapped)
	if err != nil || !isECRN(string(n.ECRN)) || n.AMLScanStatus == "" && n.CustomerStatus == "" {
		return canonical.Notice{}, canonical.Errorf(canonical.InvalidRequest, "The notification is not one that this vendor documents.")
	}
	customer := a.mapper.decodeProfile(&profile{person: person{ECRN: n.ECRN}, AMLScanStatus: n.AMLScanStatus, CustomerStatus: n.CustomerStatus})
	if a.settings.VerifyByFetch {
		customer, err = a.GetCustomer(ctx, canonical.CustomerQuery{ID: customer.ID})
		if err != nil {
			return canonical.Notice{}, err
		}
	}
	return notice(customer), nil
}

func notice(c canonical.Customer) canonical.Notice {
	s := deref(c.Screening)
	return canonical.Notice{
		Type:    canonical.EventScreeningUpdated,
		Subject: c.ID,
		State:   strings.Join([]string{c.Status, c.StatusRaw, s.Status, s.StatusRaw}, "|"),
		Data:    canonical.EventData{CustomerID: c.ID, Status: c.Status, StatusRaw: c.StatusRaw, Screening: c.Screening},
	}
}

// authentic says whether CDP sent the event: by its client certificate, by a
// signature of the body, or by the secret itself.
func (a *Adapter) authentic(in canonical.InboundEvent) bool {
	secret := []byte(a.settings.CallbackSecret.Reveal())
	switch {
	case in.VerifiedPeer:
		return true
	case len(secret) == 0:
		return false
	case in.Header.Get("X-Signature") != "":
		return a.signed(in, secret)
	default:
		return subtle.ConstantTimeCompare([]byte(in.Header.Get("X-Callback-Secret")), secret) == 1
	}
}

// signed checks X-Signature, the hex HMAC-SHA256 of the body or, with an
// X-Timestamp, of "timestamp.body".
func (a *Adapter) signed(in canonical.InboundEvent, secret []byte) bool {
	signature, err := hex.DecodeString(in.Header.Get("X-Signature"))
	if err != nil {
		return false
	}
	mac := hmac.New(sha256.New, secret)
	if timestamp := in.Header.Get("X-Timestamp"); timestamp != "" {
		if !a.recent(timestamp) {
			return false
		}
		mac.Write([]byte(timestamp + "."))
	}
	mac.Write(in.Body)
	return hmac.Equal(signature, mac.Sum(nil))
}

// recent reads Unix seconds, milliseconds or RFC 3339; CDP does not say which.
func (a *Adapter) recent(timestamp string) bool {
	at, err := time.Parse(time.RFC3339Nano, timestamp)
	if n, numeric := strconv.ParseInt(timestamp, 10, 64); numeric == nil {
		at, err = time.Unix(n, 0), nil
		if n >= firstMilli {
			at = time.UnixMilli(n)
		}
	}
	return err == nil && a.now().Sub(at).Abs() <= skew
}
