package omnumi_test

import (
	"net/http"
	"strings"
	"testing"

	"canongate/canonical"
)

func TestOMN5OneKeyTwoSpellings(t *testing.T) {
	t.Parallel()
	const id = "31f7c0de-9a24-4e8b-b6d5-02c8f1a97e43"
	a, _ := answering(t, http.StatusCreated, `{"data":{"verification_request_id":"`+id+`"},"message":"OTP has been sent on provided email."}`)
	started := do(t, a, canonical.StartVerification, mailDraft())
	b, v := answering(t, http.StatusCreated, `{"type":"Email Verification","message":"Email verified successfully."}`)
	do(t, b, canonical.ConfirmVerification, canonical.VerificationConfirmation{ID: started.ID, OTP: canonical.NewSecret("731904")})
	if got := v.last(t).field(t, "verificationRequestId"); got != `"`+id+`"` {
		t.Errorf("verificationRequestId is %s, want the id of the answer", got)
	}
}

func TestVerificationByMailOnly(t *testing.T) {
	t.Parallel()
	other, _ := answering(t, http.StatusCreated, `{"data":{"verification_request_id":"r-1"}}`)
	d := mailDraft()
	d.Phone, d.Identifier, d.Consent = "+12025550118", &canonical.SecretIdentifier{Type: canonical.IdentifierSSN}, &canonical.Consent{Granted: true}
	got := do(t, other, canonical.StartVerification, d)
	if strings.Join(got.Ignored, " ") != "/consent /identifier /phone" || got.Consent != nil {
		t.Errorf("ignored %v, consent %v", got.Ignored, got.Consent)
	}
	a, v := answering(t, http.StatusCreated, `{}`)
	if e := refused(t, a, canonical.StartVerification, canonical.VerificationDraft{Method: canonical.MethodSMSOTP}); e.Code != canonical.OperationNotSupported {
		t.Errorf("another method gives %v", e)
	}
	wantPointers(t, refused(t, a, canonical.StartVerification, canonical.VerificationDraft{Method: canonical.MethodEmailOTP, Email: " "}), "/email")
	if len(v.seen) != 0 {
		t.Error("a draft that was refused has been sent")
	}
	if e := refused(t, a, canonical.StartVerification, mailDraft()); e.Code != canonical.VendorProtocolError {
		t.Errorf("an answer without an id gives %s", e.Code)
	}
}
