package cdp

import (
	"bytes"
	"net/http"
	"testing"

	"canongate/adapters/internal/rest"
	"canongate/canonical"
)

func FuzzDecodeProfile(f *testing.F) {
	for _, body := range samples(f) {
		f.Add(body)
	}
	f.Fuzz(func(t *testing.T, body []byte) {
		m := newMapper(t, nil)
		customer, err := m.decodeReply("get_customer", rest.Reply{Status: http.StatusOK, Body: body}, "")
		if err != nil {
			return
		}
		if err := customer.Validate(); err != nil {
			t.Errorf("decoded to what is not canonical: %v", canonical.AsError(err).Fields)
		}
		if !isECRN(customer.ID.Key(keyECRN)) {
			t.Error("a customer without a key")
		}
	})
}

func FuzzClassify(f *testing.F) {
	for _, body := range samples(f) {
		for _, status := range []int{200, 400, 406, 502} {
			f.Add(status, body, ecrn)
		}
	}
	f.Fuzz(func(t *testing.T, status int, body []byte, asked string) {
		customer, err := newMapper(t, nil).decodeReply("get_customer", rest.Reply{Status: status, Body: body}, asked)
		if err == nil {
			if asked != "" && customer.ID.Key(keyECRN) != asked {
				t.Error("the answer is about another customer")
			}
			return
		}
		e := canonical.AsError(err)
		if e.Code == canonical.InternalError || e.HowFar() != canonical.Answered {
			t.Errorf("code %s, outcome %s", e.Code, e.HowFar())
		}
		if e.Err != nil && len(body) > 12 && bytes.Contains([]byte(e.Error()), body) {
			t.Error("the error shows the body")
		}
	})
}
