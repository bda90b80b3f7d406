package citi

import (
	"encoding/json"
	"testing"
	"time"

	"canongate/adapters/citi/sandbox"
	"canongate/adapters/internal/lenientjson"
	"canongate/canonical"
)

func seed(f *testing.F) {
	f.Helper()
	entries, err := sandbox.Samples.ReadDir("samples")
	if err != nil {
		f.Fatal(err)
	}
	for _, e := range entries {
		f.Add([]byte(read(f, e.Name())))
	}
}

func FuzzProfile(f *testing.F) {
	seed(f)
	f.Fuzz(func(t *testing.T, body []byte) {
		m, _ := counted(t, nil)
		w, err := lenientjson.Decode[profile](body, m.unmapped)
		if err != nil {
			return
		}
		lenientjson.ReportDrift(w, m.unmapped)
		c, err := m.decodeProfile(w)
		if err != nil {
			return
		}
		wantCanonical(t, &c)
	})
}

func FuzzOffers(f *testing.F) {
	seed(f)
	f.Fuzz(func(t *testing.T, body []byte) {
		m, _ := counted(t, nil)
		w, err := lenientjson.Decode[offers](body, m.unmapped)
		if err != nil {
			return
		}
		lenientjson.ReportDrift(w, m.unmapped)
		list, err := m.decodeOffers(w)
		for i := range list.Data {
			wantCanonical(t, &list.Data[i])
		}
		if err == nil && len(list.Data) > len(w) {
			t.Errorf("%d offers of %d", len(list.Data), len(w))
		}
	})
}

func FuzzKYC(f *testing.F) {
	seed(f)
	c := canonical.VerificationConfirmation{
		ID:         canonical.NewID[canonical.VerificationID](canonical.Keys{keyTransaction: "5c0e4a7b91d2486fb3a6c8d7e0f1923a", keyMethod: canonical.MethodAadhaarOTP}),
		Identifier: &canonical.SecretIdentifier{Type: canonical.IdentifierAadhaar, Number: canonical.NewSecret("234567890124")},
	}
	f.Fuzz(func(t *testing.T, body []byte) {
		m, _ := counted(t, nil)
		w, err := lenientjson.Decode[kycAnswer](body, m.unmapped)
		if err != nil {
			return
		}
		lenientjson.ReportDrift(w, m.unmapped)
		v, err := m.decodeKYC(c, w, time.Unix(0, 0))
		if err != nil {
			return
		}
		if d := v.VerifiedClaims.Claims.Birthdate; d != "" && !d.Valid() {
			t.Error("a birth date is no date")
		}
		v.ID.Seal("ver_x")
		if _, err := json.Marshal(v); err != nil {
			t.Errorf("a verification does not marshal: %v", err)
		}
	})
}

func FuzzFault(f *testing.F) {
	seed(f)
	f.Fuzz(func(t *testing.T, body []byte) {
		w := faultOf(body)
		_ = w.message()
		for _, status := range []int{200, 400, 401, 403, 404, 422, 500} {
			if code := codeOf("list_offers", status, w, false); code.Info().Code != code {
				t.Errorf("%q is no code", code)
			}
		}
	})
}

// wantCanonical holds a decoded resource to the contract.
func wantCanonical(t *testing.T, r interface {
	canonical.Identified
	Validate() error
}) {
	t.Helper()
	if err := r.Validate(); err != nil {
		t.Errorf("a decoded resource is not canonical: %v", canonical.AsError(err).Fields)
	}
	r.EachID(func(_ string, id canonical.Sealable) {
		if id.Sealed() == "" && len(id.Keys()) == 0 {
			t.Error("a resource has no id")
		}
		id.Seal("sealed")
	})
	if _, err := json.Marshal(r); err != nil {
		t.Errorf("a resource does not marshal: %v", err)
	}
}
