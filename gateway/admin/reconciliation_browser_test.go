package admin_test

import (
	"net/http/httptest"
	"testing"
	"time"

	"canongate/gateway/auth"
	"canongate/policies/journal"
)

// TestAnOutageIsClearedInABrowser is the drill by keyboard: a file, a decision about
// what it suggests, and a second person who agrees on a small screen in the dark.
func TestAnOutageIsClearedInABrowser(t *testing.T) {
	t.Parallel()
	r := newMoneyRig(t, auth.FourEyesFailedOnly)
	moved := r.pay(journal.Unknown, "10.25", "", "c1")
	absent := r.pay(journal.Unknown, "30", "", "c3")
	gateway := httptest.NewServer(r.handler)
	t.Cleanup(gateway.Close)

	ann := openBrowser(t, 1280, "light")
	ann.signIn(gateway.URL, "ann", "reconciliation")
	ann.see("No file was imported yet.")
	ann.Eval(`(() => {
		const files = new DataTransfer();
		files.items.add(new File([%q], 'november.csv'));
		document.querySelector('input[type=file]').files = files.files;
		document.querySelector('input[name=complete]').checked = true;
	})()`, historyHeader+"v1,10.25,IN,DONE,,c1,b-c1,"+today()+"\n")
	ann.write("from", time.Now().AddDate(0, 0, -3).Format(time.DateOnly))
	ann.write("to", time.Now().AddDate(0, 0, 9).Format(time.DateOnly))
	ann.use("Dry run")
	ann.see("november.csv")
	ann.see("1 moved")
	ann.see("1 absent")
	if got := r.status(moved); got != "unknown" {
		t.Fatalf("a dry run made it %s", got)
	}
	ann.use("Apply")
	ann.see("Apply november.csv?")
	ann.use("Apply")
	ann.see("Withdraw…") // nothing of it was applied by itself

	ann.Eval(`location.hash = '#/reconciliation/proposals'`)
	ann.see("does not list it")
	for _, want := range []string{"10.25 USD", "equal", "one payment, one line", "a complete file without it"} {
		ann.see(want)
	}
	ann.use("Decide about all of these")
	ann.see("2 payments of 40.25 USD")
	ann.escape()
	ann.use("Decide about all of these")
	ann.see("2 payments of 40.25 USD")
	ann.write("reason", "The export of November lists one and not the other.")
	ann.use("Decide about 40.25 USD")
	ann.see("You asked for it, so a second person has to approve it")
	if ann.Eval(`String(document.querySelector('[data-key=approve]').disabled)`) != "true" || r.status(absent) != "unknown" {
		t.Fatal("who asked can approve")
	}

	bob := openBrowser(t, 500, "dark")
	bob.signIn(gateway.URL, "bob", "reconciliation/resolutions")
	bob.see("awaiting approval")
	bob.Eval(`location.hash = document.querySelector('main tbody a').hash`)
	bob.see("Approve…")
	bob.use("Approve…")
	bob.see("Approve this decision?")
	bob.escape()
	bob.use("Approve…")
	bob.see("Approve this decision?")
	bob.use("Approve 40.25 USD")
	bob.see("2 of 2")
	if r.status(moved) != "settled" || r.status(absent) != "failed" {
		t.Errorf("the payments are %s and %s", r.status(moved), r.status(absent))
	}
	bob.Eval(`location.hash = '#/payments/%s'`, absent)
	bob.see("approved by bob")
	for _, view := range []string{"reconciliation/imports", "reconciliation/proposals", "reconciliation/exceptions", "reconciliation/corrections", "reconciliation/ageing", "payments"} {
		bob.Eval(`location.hash = '#/%s'`, view)
		bob.see("current as of")
		if wide := bob.Eval(`String(document.documentElement.scrollWidth > innerWidth)`); wide != "false" {
			t.Errorf("%s is wider than the window", view)
		}
	}
}

// TestReconciliationSaysWhatIsMissing looks at views without rows, without the right
// to, and without a gateway.
func TestReconciliationSaysWhatIsMissing(t *testing.T) {
	t.Parallel()
	r := newMoneyRig(t, auth.FourEyesFailedOnly)
	id := r.pay(journal.Unknown, "10.00", "", "c1")
	gateway := httptest.NewServer(r.handler)
	t.Cleanup(gateway.Close)
	vera := openBrowser(t, 1280, "light")
	vera.signIn(gateway.URL, "vera", "reconciliation/proposals")
	vera.see("No proposal is like that.")
	for view, want := range map[string]string{
		"resolutions": "Nothing was decided yet.", "exceptions": "Nothing has to be looked at.", "corrections": "No correction is open.", "ageing": "Banking days",
	} {
		vera.Eval(`location.hash = '#/reconciliation/%s'`, view)
		vera.see(want)
	}
	vera.Eval(`location.hash = '#/payments/%s'`, id)
	vera.see("none: the answer was lost")
	if offered := vera.Eval(`document.querySelectorAll('main button').length`); offered != "0" {
		t.Errorf("who may change nothing is offered %s buttons", offered)
	}
	gateway.CloseClientConnections()
	gateway.Close()
	vera.Eval(`location.hash = '#/reconciliation/imports'`)
	vera.see("The gateway does not answer on this address.")
}
