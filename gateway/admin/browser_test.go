package admin_test

import (
	"bufio"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"strings"
	"testing"
	"time"
)

// browser is a page in a real browser, which speaks its DevTools protocol over two
// pipes.
type browser struct {
	t       *testing.T
	to      *os.File
	from    *bufio.Reader
	session string
	calls   int
	errors  []string // that the page has told its console
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
	b.call("Runtime.enable", map[string]any{}, nil)
	b.call("Log.enable", map[string]any{}, nil)
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
			Method string
			Params json.RawMessage
			Result json.RawMessage
			Error  *struct{ Message string }
		}
		fatal(b.t, json.Unmarshal(text[:len(text)-1], &m))
		switch {
		case m.ID != b.calls: // an event
			b.hear(m.Method, m.Params)
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

// hear notes what the page tells its console of trouble: errors that nobody caught, what
// the content security policy refused, answers that failed.
func (b *browser) hear(event string, about json.RawMessage) {
	var told struct {
		Type  string
		Entry struct{ Level, Text, URL string }
	}
	fatal(b.t, json.Unmarshal(about, &told))
	switch {
	case event == "Runtime.exceptionThrown", event == "Runtime.consoleAPICalled" && (told.Type == "error" || told.Type == "assert"):
		b.errors = append(b.errors, string(about))
	case event == "Log.entryAdded" && told.Entry.Level == "error":
		b.errors = append(b.errors, told.Entry.Text+" "+told.Entry.URL)
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
	down := map[string]any{"type": "keyDown", "key": key, "code": key, "windowsVirtualKeyCode": map[string]int{"Enter": 13, "Escape": 27, "Tab": 9}[key]}
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

// tabTo presses Tab until the focus is where a condition on the element it is at, e,
// holds.
func (b *browser) tabTo(condition string) {
	b.t.Helper()
	for range 400 {
		b.press("Tab", "")
		if b.eval(`String((e => %s)(document.activeElement))`, condition) == "true" {
			return
		}
	}
	b.t.Fatalf("no way by Tab to where %s in\n%s", condition, b.eval(`document.body.innerText`))
}

// signIn opens a view of the console as somebody.
func (b *browser) signIn(gateway, name, view string) {
	b.t.Helper()
	keep := fmt.Sprintf(`sessionStorage.setItem('canongate.token', %q)`, strings.TrimPrefix(as(name)[1], "Bearer "))
	b.call("Page.enable", map[string]any{}, nil)
	b.call("Page.addScriptToEvaluateOnNewDocument", map[string]any{"source": keep}, nil)
	b.call("Page.navigate", map[string]any{"url": gateway + "/console/#/" + view}, nil)
}
