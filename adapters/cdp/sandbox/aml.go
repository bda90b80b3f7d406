package sandbox

import (
	"bytes"
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"net/http"
	"net/netip"
	"net/url"
	"time"

	"canongate/adapters/internal/simulator"
)

type amlDecision struct {
	AMLScanStatus  string `json:"aml_scan_status"`
	CustomerStatus string `json:"customer_status"`
	CallbackURL    string `json:"callback_url"`
	Secret         string `json:"secret"`
}

// notification is the documented body of the AML status callback.
type notification struct {
	AMLScanStatus  string `json:"aml_scan_status"`
	ECRN           string `json:"ecrn"`
	CustomerStatus string `json:"customer_status"`
}

// delivery says what became of a decision. CallbackStatus is the HTTP status
// of the receiver, 0 when there was none.
type delivery struct {
	notification
	CallbackStatus int `json:"callback_status"`
}

// decideAML plays CDP's compliance officer: it changes the stored result of
// the screening and tells the callback.
func (s *sandbox) decideAML(r *simulator.Request) simulator.Reply {
	var d amlDecision
	if r.Decode(&d) != nil || d.AMLScanStatus == "" || d.CustomerStatus == "" {
		return refused(http.StatusBadRequest, "want aml_scan_status and customer_status, callback_url and secret are optional")
	}
	if d.CallbackURL != "" && !onLoopback(d.CallbackURL) {
		return refused(http.StatusBadRequest, "callback_url must be http with a loopback address such as 127.0.0.1")
	}
	note := notification{AMLScanStatus: d.AMLScanStatus, ECRN: r.PathValue("ecrn"), CustomerStatus: d.CustomerStatus}
	if !s.applyAML(note) {
		return refused(http.StatusNotFound, "no customer has this ecrn")
	}
	out := delivery{notification: note}
	if d.CallbackURL != "" {
		status, err := notify(r.Context(), d.CallbackURL, d.Secret, note)
		if err != nil {
			return refused(http.StatusBadGateway, "the status was changed, but the callback could not be reached")
		}
		out.CallbackStatus = status
	}
	return simulator.JSON(http.StatusOK, out)
}

func (s *sandbox) applyAML(note notification) bool {
	s.writing.Lock()
	defer s.writing.Unlock()
	c, found := s.customers.Get(note.ECRN)
	if found {
		c.aml, c.status, c.updated = note.AMLScanStatus, note.CustomerStatus, s.now()
		s.customers.Put(c.ecrn, c)
	}
	return found
}

// onLoopback keeps the sandbox from being used to reach anything else. Names
// are refused, since they could resolve to anything.
func onLoopback(raw string) bool {
	u, err := url.Parse(raw)
	if err != nil || u.Scheme != "http" {
		return false
	}
	addr, err := netip.ParseAddr(u.Hostname())
	return err == nil && addr.IsLoopback()
}

// callbacks goes to loopback only: no proxy, no redirect, no kept connection.
var callbacks = &http.Client{
	Timeout:       10 * time.Second,
	Transport:     &http.Transport{DisableKeepAlives: true},
	CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
}

// notify posts the note, signed as CDP's sister product signs its webhooks
// unless the secret is empty (CDP-21).
func notify(ctx context.Context, to, secret string, note notification) (status int, err error) {
	body, err := json.Marshal(note)
	if err != nil {
		return 0, err
	}
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, to, bytes.NewReader(body))
	if err != nil {
		return 0, err
	}
	req.Header.Set("Content-Type", "application/json")
	if secret != "" {
		mac := hmac.New(sha256.New, []byte(secret))
		mac.Write(body)
		req.Header.Set("X-Signature", hex.EncodeToString(mac.Sum(nil)))
	}
	resp, err := callbacks.Do(req)
	if err != nil {
		return 0, err
	}
	return resp.StatusCode, resp.Body.Close()
}

func refused(status int, why string) simulator.Reply {
	return simulator.JSON(status, struct {
		Error string `json:"error"`
	}{why})
}
