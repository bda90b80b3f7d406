package admin_test

import (
	"bufio"
	"encoding/json"
	"fmt"
	"net/http/httptest"
	"os"
	"os/exec"
	"strings"
	"testing"
	"time"

	"canongate/gateway/auth"
	"canongate/policies/journal"
)

// browser is a page in a real browser, which speaks its DevTools protocol over two
// pipes.
type browser struct {
	t       *testing.T
	to      *os.File
	from    *bufio.Reader
	session string
	calls   int
}

// openBrowser starts a browser with a window of so many pixels, in light or dark.
func openBrowser(t *testing.T, width int, scheme string) *browser {
	t.Helper()
	path, err := exec.LookPath("chromium")
	if err != nil {
		t.Skip("no browser on this machine: the command chromium is not there")
	}
	commands, to, err := os.Pipe()
	fatal(t, err)
	from, answers, err := os.Pipe()
	fatal(t, err)
	profile, err := os.MkdirTemp("", "canongate-browser") //nolint:usetesting // its helpers may still write there when the test ends
	fatal(t, err)
	process := exec.Command(path, "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
		"--disable-background-networking", "--disable-component-update", "--disable-sync", "--user-data-dir="+profile, "--remote-debugging-pipe")
	process.ExtraFiles = []*os.File{commands, answers} // 3 and 4
	fatal(t, process.Start())
	fatal(t, commands.Close())
	fatal(t, answers.Close())
	t.Cleanup(func() {
		_ = to.Close() // which ends it
		late := time.AfterFunc(5*time.Second, func() { _ = process.Process.Kill() })
		_ = process.Wait()
		late.Stop()
		_ = from.Close()
		_ = os.RemoveAll(profile) // its helpers may still write there
	})
	fatal(t, from.SetReadDeadline(time.Now().Add(3*time.Minute)))
	b := &browser{t: t, to: to, from: bufio.NewReader(from)}
	var made struct{ TargetID, SessionID string }
	b.call("Target.createTarget", map[string]any{"url": "about:blank"}, &made)
	b.call("Target.attachToTarget", map[string]any{"targetId": made.TargetID, "flatten": true}, &made)
	b.session = made.SessionID
	b.call("Emulation.setDeviceMetricsOverride", map[string]any{"width": width, "height": 900, "deviceScaleFactor": 1, "mobile": false}, nil)
	b.call("Emulation.setEmulatedMedia", map[string]any{"features": []map[string]string{{"name": "prefers-color-scheme", "value": scheme}}}, nil)
	return b
}

func fatal(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// call sends a command and reads on to its answer.
func (b *browser) call(method string, parameters map[string]any, result any) {
	b.t.Helper()
	b.calls++
	command := map[string]any{"id": b.calls, "method": method, "params": parameters}
	if b.session != "" {
		command["sessionId"] = b.session
	}
	text, err := json.Marshal(command)
	fatal(b.t, err)
	_, err = b.to.Write(append(text, 0))
	fatal(b.t, err)
	for {
		text, err := b.from.ReadBytes(0)
		fatal(b.t, err)
		var m struct {
			ID     int
			Result json.RawMessage
			Error  *struct{ Message string }
		}
		fatal(b.t, json.Unmarshal(text[:len(text)-1], &m))
		switch {
		case m.ID != b.calls: // an event
		case m.Error != nil:
			b.t.Fatalf("%s: %s", method, m.Error.Message)
		default:
			if result != nil {
				fatal(b.t, json.Unmarshal(m.Result, result))
			}
			return
		}
	}
}

// eval runs a script in the page and gives its value as text.
func (b *browser) eval(script string, parts ...any) string {
	b.t.Helper()
	var answer struct {
		Result           struct{ Value any }
		ExceptionDetails *struct{ Exception struct{ Description string } }
	}
	b.call("Runtime.evaluate", map[string]any{"expression": fmt.Sprintf(script, parts...), "returnByValue": true, "awaitPromise": true}, &answer)
	if answer.ExceptionDetails != nil {
		b.t.Fatalf("%s: %s", script, answer.ExceptionDetails.Exception.Description)
	}
	return fmt.Sprint(answer.Result.Value)
}

// see waits until the page, or the dialog over it, shows a text.
func (b *browser) see(text string) {
	b.t.Helper()
	quoted, err := json.Marshal(text)
	fatal(b.t, err)
	b.await(`document.body?.innerText.includes(` + string(quoted) + `)`)
}

// await waits until something is so in the page.
func (b *browser) await(condition string) {
	b.t.Helper()
	for end := time.Now().Add(time.Minute); b.eval(`String(%s)`, condition) != "true"; time.Sleep(20 * time.Millisecond) {
		if time.Now().After(end) {
			b.t.Fatalf("waited in vain for %s in\n%s", condition, b.eval(`document.body.innerText`))
		}
	}
}

// escape leaves a dialog.
func (b *browser) escape() {
	b.t.Helper()
	b.press("Escape", "")
	b.await(`document.querySelector('dialog') === null`)
}

// focus puts the focus on the last control with a text or a name that can be used.
func (b *browser) focus(control string) {
	b.t.Helper()
	if got := b.eval(`(() => {
		const all = [...(document.querySelector('dialog') ?? document).querySelectorAll('button, [name]')];
		const found = all.filter((c) => !c.disabled && (c.name === %[1]q || c.textContent.trim().startsWith(%[1]q))).at(-1);
		found?.focus();
		return String(found !== undefined && document.activeElement === found);
	})()`, control); got != "true" {
		b.t.Fatalf("%s cannot be reached:\n%s", control, b.eval(`document.body.innerText`))
	}
}

// press is a key on the keyboard.
func (b *browser) press(key, text string) {
	b.t.Helper()
	down := map[string]any{"type": "keyDown", "key": key, "code": key, "windowsVirtualKeyCode": map[string]int{"Enter": 13, "Escape": 27}[key]}
	if text != "" {
		down["text"] = text
	}
	b.call("Input.dispatchKeyEvent", down, nil)
	b.call("Input.dispatchKeyEvent", map[string]any{"type": "keyUp", "key": key, "code": key}, nil)
}

// use presses Enter on a control.
func (b *browser) use(control string) {
	b.t.Helper()
	b.focus(control)
	b.press("Enter", "\r")
}

// write types into a control.
func (b *browser) write(control, text string) {
	b.t.Helper()
	b.focus(control)
	b.call("Input.insertText", map[string]any{"text": text}, nil)
}

// signIn opens a view of the console as somebody.
func (b *browser) signIn(gateway, name, view string) {
	b.t.Helper()
	b.call("Page.navigate", map[string]any{"url": gateway + "/console/icon.svg"}, nil)
	token := strings.TrimPrefix(as(name)[1], "Bearer ")
	b.await(`location.pathname === '/console/icon.svg'`)
	b.eval(`sessionStorage.setItem('canongate.token', %q)`, token)
	b.call("Page.navigate", map[string]any{"url": gateway + "/console/#/" + view}, nil)
}

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
	ann.eval(`(() => {
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

	ann.eval(`location.hash = '#/reconciliation/proposals'`)
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
	if ann.eval(`String(document.querySelector('[data-key=approve]').disabled)`) != "true" || r.status(absent) != "unknown" {
		t.Fatal("who asked can approve")
	}

	bob := openBrowser(t, 500, "dark")
	bob.signIn(gateway.URL, "bob", "reconciliation/resolutions")
	bob.see("awaiting approval")
	bob.eval(`location.hash = document.querySelector('main tbody a').hash`)
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
	bob.eval(`location.hash = '#/payments/%s'`, absent)
	bob.see("approved by bob")
	for _, view := range []string{"reconciliation/imports", "reconciliation/proposals", "reconciliation/exceptions", "reconciliation/corrections", "reconciliation/ageing", "payments"} {
		bob.eval(`location.hash = '#/%s'`, view)
		bob.see("current as of")
		if wide := bob.eval(`String(document.documentElement.scrollWidth > innerWidth)`); wide != "false" {
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
		vera.eval(`location.hash = '#/reconciliation/%s'`, view)
		vera.see(want)
	}
	vera.eval(`location.hash = '#/payments/%s'`, id)
	vera.see("none: the answer was lost")
	vera.use("Show its keys")
	vera.see("This takes the role operator")
	vera.use("Resolve…")
	vera.see("What happened")
	vera.eval(`(() => { const s = document.querySelector('dialog select'); s.value = 'settled'; })()`)
	vera.write("reason", "I looked.")
	vera.use("Resolve")
	vera.see("This takes the role operator, which vera does not have.")
	vera.escape()
	gateway.CloseClientConnections()
	gateway.Close()
	vera.eval(`location.hash = '#/reconciliation/imports'`)
	vera.see("The gateway does not answer on this address.")
}
