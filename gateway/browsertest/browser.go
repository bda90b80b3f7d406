// Package browsertest opens pages in a real browser for tests. A Browser is for one
// goroutine; a test without the command chromium is skipped, and what else fails ends it.
package browsertest

import (
	"bufio"
	"encoding/json"
	"fmt"
	"net/url"
	"os"
	"os/exec"
	"testing"
	"time"
)

// Browser is a page in a real browser, which speaks its DevTools protocol over two
// pipes.
type Browser struct {
	t       *testing.T
	to      *os.File
	from    *bufio.Reader
	session string
	calls   int
	Trouble []string // that the page has told its console, and what it asked of other machines
}

// Open starts a browser with a window of so many pixels, in light or dark.
func Open(t *testing.T, width int, scheme string) *Browser {
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
	process := exec.Command(path, "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", //nolint:gosec // the path is that of the command chromium
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
	b := &Browser{t: t, to: to, from: bufio.NewReader(from)}
	var made struct{ TargetID, SessionID string }
	b.Call("Target.createTarget", map[string]any{"url": "about:blank"}, &made)
	b.Call("Target.attachToTarget", map[string]any{"targetId": made.TargetID, "flatten": true}, &made)
	b.session = made.SessionID
	b.Call("Runtime.enable", map[string]any{}, nil)
	b.Call("Log.enable", map[string]any{}, nil)
	b.Call("Network.enable", map[string]any{}, nil)
	b.Look(width, scheme)
	return b
}

// Look gives the window so many pixels, in light or dark.
func (b *Browser) Look(width int, scheme string) {
	b.t.Helper()
	b.Call("Emulation.setDeviceMetricsOverride", map[string]any{"width": width, "height": 900, "deviceScaleFactor": 1, "mobile": false}, nil)
	b.Call("Emulation.setEmulatedMedia", map[string]any{"features": []map[string]string{{"name": "prefers-color-scheme", "value": scheme}}}, nil)
}

func fatal(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// Call sends a command and reads on to its answer.
func (b *Browser) Call(method string, parameters map[string]any, result any) {
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
// the content security policy refused, answers that failed, requests that leave the machine.
func (b *Browser) hear(event string, about json.RawMessage) {
	var told struct {
		Type  string
		Entry struct{ Level, Text, URL string }

		Request struct{ URL string }
	}
	fatal(b.t, json.Unmarshal(about, &told))
	switch {
	case event == "Runtime.exceptionThrown", event == "Runtime.consoleAPICalled" && (told.Type == "error" || told.Type == "assert"):
		b.Trouble = append(b.Trouble, string(about))
	case event == "Network.requestWillBeSent" && !local(told.Request.URL):
		b.Trouble = append(b.Trouble, "a request to "+told.Request.URL)
	case event == "Log.entryAdded" && told.Entry.Level == "error":
		b.Trouble = append(b.Trouble, told.Entry.Text+" "+told.Entry.URL)
	}
}

// local says whether what is asked for is at this machine or in the page itself.
func local(address string) bool {
	u, err := url.Parse(address)
	return err == nil && (u.Hostname() == "127.0.0.1" || u.Scheme == "data" || u.Scheme == "blob" || u.Scheme == "about")
}

// Eval runs a script in the page and gives its value as text.
func (b *Browser) Eval(script string, parts ...any) string {
	b.t.Helper()
	var answer struct {
		Result           struct{ Value any }
		ExceptionDetails *struct{ Exception struct{ Description string } }
	}
	b.Call("Runtime.evaluate", map[string]any{"expression": fmt.Sprintf(script, parts...), "returnByValue": true, "awaitPromise": true}, &answer)
	if answer.ExceptionDetails != nil {
		b.t.Fatalf("%s: %s", script, answer.ExceptionDetails.Exception.Description)
	}
	return fmt.Sprint(answer.Result.Value)
}

// Await waits until something is so in the page.
func (b *Browser) Await(condition string) {
	b.t.Helper()
	for end := time.Now().Add(time.Minute); b.Eval(`String(%s)`, condition) != "true"; time.Sleep(20 * time.Millisecond) { //nolint:forbidigo // the page tells of no change, and a navigation ends what waits in it
		if time.Now().After(end) {
			b.t.Fatalf("waited in vain for %s in\n%s", condition, b.Eval(`document.body.innerText`))
		}
	}
}
