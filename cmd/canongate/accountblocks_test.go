package main

import (
	"encoding/json"
	"net/http"
	"os"
	"strings"
	"testing"

	"canongate/canonical"
)

// TestAccountsThatAPaymentCameBackFrom warns of them, and where the connection wants
// that refuses.
func TestAccountsThatAPaymentCameBackFrom(t *testing.T) {
	t.Parallel()
	r := start(t)
	p := r.payerAt(t, "omnumi-us")
	pay := func(key string) (int, []byte) {
		status, _, answer := call(t, http.MethodPost, r.api+"/v1/payments", p.draft(key), "Idempotency-Key", key)
		return status, answer
	}
	status, before := pay("before")
	if status != http.StatusCreated || strings.Contains(string(before), "warnings") {
		t.Fatalf("before: %d %s", status, before)
	}
	gone := r.lose(t, p, "gone", "1099.10") // comes back with R10
	r.importHistory(t)
	status, answer := pay("warned")
	var warned canonical.Payment
	must(t, json.Unmarshal(answer, &warned))
	if status != http.StatusCreated || len(warned.Warnings) != 1 || warned.Warnings[0].Code != canonical.BankAccountBlocked ||
		!strings.Contains(warned.Warnings[0].Detail, gone) || !strings.Contains(warned.Warnings[0].Detail, "R10") {
		t.Errorf("warned: %d %s", status, answer)
	}

	text, err := os.ReadFile(r.file)
	must(t, err)
	r.write(t, strings.Replace(string(text), "      company_ids:", "      after_return: block\n      company_ids:", 1))
	if status, told := r.operate(t, http.MethodPost, "/admin/v1/config/reload", ""); status != http.StatusOK {
		t.Fatalf("reload: %d %s", status, told)
	}
	status, answer = pay("blocked")
	if status != http.StatusUnprocessableEntity || !strings.Contains(string(answer), `"code":"bank_account_blocked"`) ||
		!strings.Contains(string(answer), `"pointer":"/bank_account_id"`) || !strings.Contains(string(answer), `"outcome":"not_sent"`) {
		t.Errorf("blocked: %d %s", status, answer)
	}
	if status, answer := pay("before"); status != http.StatusCreated || string(answer) != string(before) {
		t.Errorf("what was sent before is replayed: %d %s", status, answer)
	}
	_, _, list := call(t, http.MethodGet, r.api+"/v1/payments?reference=order+of+blocked", "")
	if strings.Contains(string(list), "order of blocked") {
		t.Errorf("what was refused is kept: %s", list)
	}
}
