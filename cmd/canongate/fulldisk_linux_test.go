package main

import (
	"bytes"
	"net/http"
	"net/url"
	"os"
	"os/signal"
	"strings"
	"syscall"
	"testing"

	"canongate/canonical"

	"golang.org/x/sys/unix"
)

// A write past RLIMIT_FSIZE then fails as on a full disk, instead of ending the
// process.
func init() {
	if os.Getenv(asProgram) != "" {
		signal.Ignore(syscall.SIGXFSZ)
	}
}

// fillDisk lets no file of the gateway grow any more, or again.
func (g *daemon) fillDisk(full bool) {
	g.t.Helper()
	limit := unix.Rlimit{Cur: unix.RLIM_INFINITY, Max: unix.RLIM_INFINITY}
	if full {
		limit.Cur = 1
	}
	must(g.t, unix.Prlimit(g.cmd.Process.Pid, unix.RLIMIT_FSIZE, &limit, nil))
}

func TestFullDiskStopsPaymentsBeforeTheVendorAndNothingElse(t *testing.T) {
	t.Parallel()
	s := newSite(t, siteOptions{})
	g := s.serve()
	p := g.payer(bank)
	before := g.mustPay(t, p, "before").decode(t)

	g.fillDisk(true)
	for _, key := range []string{"meanwhile", "meanwhile", "another"} {
		answer := g.mustPay(t, p, key)
		if told := answer.decode(t); answer.status != http.StatusServiceUnavailable || told.Code != "journal_unavailable" || told.Outcome != "not_sent" {
			t.Errorf("on a full disk: %d %s", answer.status, answer.body)
		}
	}
	if got := len(s.executed()); got != 1 {
		t.Errorf("the vendor executed %d payments, want the one before", got)
	}
	if read := g.mustGet(t, "/v1/payments/"+before.ID); read.status() != canonical.PaymentSubmitted {
		t.Errorf("payment reads as %s", read.status())
	}
	g.mustGet(t, "/v1/customers/"+p.customer+"/bank_accounts")
	for _, base := range []string{g.base, g.admin} {
		ready, err := client{base: base}.get(t.Context(), "/readyz")
		must(t, err)
		if ready.status != http.StatusServiceUnavailable || !strings.Contains(string(ready.body), "journal") {
			t.Errorf("readyz: %d %s", ready.status, ready.body)
		}
	}

	g.fillDisk(false)
	if after := g.mustPay(t, p, "meanwhile"); after.status != http.StatusCreated {
		t.Errorf("with room again: %d %s", after.status, after.body)
	}
	if ready, err := g.get(t.Context(), "/readyz"); err != nil || ready.status != http.StatusOK {
		t.Errorf("readyz: %d %s, %v", ready.status, ready.body, err)
	}
	if got := s.executed()["meanwhile"]; got != 1 {
		t.Errorf("executed %d times", got)
	}
}

// The answer is there and cannot be written down for a moment: that makes nothing
// unknown.
func TestAnswerIsWrittenDownWhenTheDiskHasRoomAgain(t *testing.T) {
	t.Parallel()
	s := newSite(t, siteOptions{})
	letGo := s.holdPayments()
	g := s.serve()
	p := g.payer(bank)
	paid := make(chan reply, 1)
	go func() {
		answer, err := g.pay(t.Context(), p, "k")
		if err != nil {
			t.Error(err)
		}
		paid <- answer
	}()
	eventually(t, "the payment is at the vendor", func() bool {
		return len(g.payments(t, url.Values{"status": {canonical.PaymentCreated}})) == 1
	})
	g.fillDisk(true)
	letGo()
	eventually(t, "the answer cannot be written", func() bool { return strings.Contains(g.log.String(), "journal cannot be written") })
	g.fillDisk(false)
	first := <-paid
	again := g.mustPay(t, p, "k")
	if first.status != http.StatusCreated || again.header.Get("Idempotency-Replayed") != "true" || !bytes.Equal(first.body, again.body) {
		t.Errorf("%d %s, and again %d %v %s", first.status, first.body, again.status, again.header, again.body)
	}
	if read := g.mustGet(t, "/v1/payments/"+first.decode(t).ID); read.status() != canonical.PaymentSubmitted || s.executed()["k"] != 1 {
		t.Errorf("payment reads as %s, executed %v", read.status(), s.executed())
	}
}
