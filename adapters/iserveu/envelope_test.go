package iserveu_test

import (
	"errors"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"canongate/adapters/iserveu/sandbox"
	"canongate/canonical"
)

func encrypted(more map[string]any) map[string]any {
	s := map[string]any{"client_id": sandbox.ClientID, "client_secret": "env:SECRET", "username": sandbox.Username,
		"auth_mode": "encrypted", "pass_key": "env:PASS", "payload_key": "env:PAYLOAD"}
	for k, v := range more {
		s[k] = v
	}
	return s
}

func TestISU8EncryptedModeWorksLikePlain(t *testing.T) {
	t.Parallel()
	server := httptest.NewServer(sandbox.New())
	defer server.Close()
	a := adapterAt(t, server.URL, encrypted(nil))
	created, err := a.CreateCustomer(t.Context(), draft())
	if err != nil {
		t.Fatal(err)
	}
	read, err := a.GetCustomer(t.Context(), canonical.CustomerQuery{ID: created.ID, ClientContext: &here})
	if err != nil || read.Name == nil || read.Name.FullName != "Leela Narayanan" {
		t.Errorf("read back with %v", err)
	}
}

func TestISU8NothingReadableLeavesInEncryptedMode(t *testing.T) {
	t.Parallel()
	a, requests := answering(t, encrypted(nil), `{"status":"FAILED","statusCode":"4"}`)
	_, _ = a.CreateCustomer(t.Context(), draft())
	r := (*requests)[0]
	wire := r.header.Get("header_secrets") + r.body["RequestData"].(string)
	if r.header.Get("client_secret") != "" || strings.Contains(wire, sandbox.ClientSecret) || len(r.body) != 1 || r.header.Get("pass_key") != sandbox.PassKey {
		t.Errorf("sent header %v and %d members", r.header, len(r.body))
	}
}

func TestISU9AFailureInsideAnEncryptedSessionIsPlain(t *testing.T) {
	t.Parallel()
	server := httptest.NewServer(sandbox.New())
	defer server.Close()
	a := adapterAt(t, server.URL, encrypted(nil))
	d := draft()
	d.Verification.OTP = canonical.NewSecret("111111")
	if _, err := a.CreateCustomer(t.Context(), d); code(err) != canonical.OTPExpired {
		t.Errorf("an expired OTP gives %v", err)
	}
}

func TestISU9WhatDoesNotDecryptIsAProtocolError(t *testing.T) {
	t.Parallel()
	for _, sealed := range []string{"AAAA", "not base64!", strings.Repeat("AAAA", 16)} {
		a, _ := answering(t, encrypted(nil), `{"ResponseData":"`+sealed+`"}`)
		if _, err := lookup(t, a); code(err) != canonical.VendorProtocolError {
			t.Errorf("ResponseData %q gives %v", sealed, err)
		}
	}
}

func TestISU10EpochUnitAndKeysAreSettings(t *testing.T) {
	t.Parallel()
	server := httptest.NewServer(sandbox.New())
	defer server.Close()
	for name, more := range map[string]map[string]any{
		"milliseconds": {"epoch_unit": "ms"}, "two keys": {"pass_key": "env:PASS2", "header_key": "env:HEADER"},
	} {
		a := adapterAt(t, server.URL, encrypted(more))
		if _, err := a.LookupCustomer(t.Context(), canonical.CustomerLookup{Phone: "+919000000002", ClientContext: &here}); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// Header names are the same in any case to HTTP, but not to all that is written
// for one vendor.
func TestISU8HeadersAreSpelledAsDocumented(t *testing.T) {
	t.Parallel()
	for mode, c := range map[string]struct {
		settings map[string]any
		names    []string
	}{
		"plain":     {plainSettings, []string{"client_id", "client_secret"}},
		"encrypted": {encrypted(nil), []string{"pass_key", "header_secrets"}},
	} {
		connection := connectionTo("http://vendor.example", c.settings)
		connection.Transport = transport(func(r *http.Request) (*http.Response, error) {
			for _, name := range c.names {
				if len(r.Header[name]) != 1 {
					t.Errorf("%s: no header is spelled %s", mode, name)
				}
			}
			return nil, errors.New("nobody is there")
		})
		_, _ = lookup(t, adapterOf(t, connection))
	}
}

// transport answers in place of the network.
type transport func(*http.Request) (*http.Response, error)

func (f transport) RoundTrip(r *http.Request) (*http.Response, error) { return f(r) }

// Whoever asks for vendor_data wants what was said, not the envelope.
func TestISU8TheAnswerIsKeptWithoutItsEnvelope(t *testing.T) {
	t.Parallel()
	server := httptest.NewServer(sandbox.New())
	defer server.Close()
	ctx, kept := canonical.KeepVendorAnswer(t.Context())
	a := adapterAt(t, server.URL, encrypted(nil))
	if _, err := a.LookupCustomer(ctx, canonical.CustomerLookup{Phone: "+919000000002", ClientContext: &here}); err != nil || !strings.Contains(string(kept.Body()), `"SUCCESS"`) {
		t.Errorf("%d bytes are kept: %v", len(kept.Body()), err)
	}
}
