// Package browsertest opens pages in a real browser for tests. A package's tests share one
// browser, for its start costs more than most of them, and each page is as if in a browser
// of its own. A Browser is for one goroutine; a test without the command chromium is
// skipped, and what else fails ends it.
package browsertest

import (
	"bufio"
	"encoding/json"
	"errors"
	"fmt"
	"net/url"
	"os"
	"os/exec"
	"sync"
	"testing"
	"time"
)

// Browser is a page with cookies and storage of its own.
type Browser struct {
	t       *testing.T
	in      *chromium
	session string
	Trouble []string // that the page has told its console, and what it asked of other machines
}

// chromium is the browser, which speaks its DevTools protocol over two pipes. One command
// is under way at a time.
type chromium struct {
	process *exec.Cmd
	profile string

	mu     sync.Mutex
	to     *os.File
	pipe   *os.File
	from   *bufio.Reader
	calls  int
	events map[string][]message // by session: what its page has not heard yet
}

// message is an answer or an event.
type message struct {
	ID        int
	SessionID string
	Method    string
	Params    json.RawMessage
	Result    json.RawMessage
	Error     *struct{ Message string }
}

// shared is the browser once a test has asked for one.
var shared struct {
	mu sync.Mutex
	*chromium
}

// Main runs the tests of a package whose TestMain it is, and ends their browser.
func Main(m *testing.M) {
	m.Run()
	if shared.chromium != nil {
		shared.end()
	}
}

// started gives the browser.
func started(path string) (*chromium, error) {
	shared.mu.Lock()
	defer shared.mu.Unlock()
	if shared.chromium == nil {
		c, err := start(path)
		if err != nil {
			return nil, err
		}
		shared.chromium = c
	}
	return shared.chromium, nil
}

func start(path string) (*chromium, error) {
	commands, to, err := os.Pipe()
	if err != nil {
		return nil, err
	}
	from, answers, err := os.Pipe()
	if err != nil {
		return nil, err
	}
	profile, err := os.MkdirTemp("", "canongate-browser")
	if err != nil {
		return nil, err
	}
	process := exec.Command(path, "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", //nolint:gosec // the path is that of the command chromium
		"--disable-background-networking", "--disable-component-update", "--disable-sync",
		// No page is in the background.
		"--disable-background-timer-throttling", "--disable-backgrounding-occluded-windows", "--disable-renderer-backgrounding",
		"--user-data-dir="+profile, "--remote-debugging-pipe")
	process.ExtraFiles = []*os.File{commands, answers} // 3 and 4
	c := &chromium{process: process, profile: profile, to: to, pipe: from, from: bufio.NewReader(from), events: map[string][]message{}}
	return c, errors.Join(process.Start(), commands.Close(), answers.Close())
}

func (c *chromium) end() {
	_ = c.to.Close() // which ends it
	late := time.AfterFunc(5*time.Second, func() { _ = c.process.Process.Kill() })
	_ = c.process.Wait()
	late.Stop()
	_ = os.RemoveAll(c.profile) // its helpers may still write there
}

// call sends a command of a session, or of none, and reads on to its answer.
func (c *chromium) call(session, method string, parameters map[string]any) (json.RawMessage, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.calls++
	command := map[string]any{"id": c.calls, "method": method, "params": parameters}
	if session != "" {
		command["sessionId"] = session
	}
	text, err := json.Marshal(command)
	if err != nil {
		return nil, err
	}
	if _, err := c.to.Write(append(text, 0)); err != nil {
		return nil, err
	}
	if err := c.pipe.SetReadDeadline(time.Now().Add(3 * time.Minute)); err != nil {
		return nil, err
	}
	for {
		text, err := c.from.ReadBytes(0)
		if err != nil {
			return nil, err
		}
		var m message
		if err := json.Unmarshal(text[:len(text)-1], &m); err != nil {
			return nil, err
		}
		switch {
		case m.ID != c.calls: // an event
			c.events[m.SessionID] = append(c.events[m.SessionID], m)
		case m.Error != nil:
			return nil, errors.New(m.Error.Message)
		default:
			return m.Result, nil
		}
	}
}

// heard gives what a page was not told yet.
func (c *chromium) heard(session string) []message {
	c.mu.Lock()
	defer c.mu.Unlock()
	events := c.events[session]
	delete(c.events, session)
	return events
}

// Open opens a page with a window of so many pixels, in light or dark.
func Open(t *testing.T, width int, scheme string) *Browser {
	t.Helper()
	path, err := exec.LookPath("chromium")
	if err != nil {
		t.Skip("no browser on this machine: the command chromium is not there")
	}
	in, err := started(path)
	fatal(t, err)
	b := &Browser{t: t, in: in}
	var made struct{ BrowserContextID, TargetID, SessionID string }
	b.Call("Target.createBrowserContext", map[string]any{}, &made)
	t.Cleanup(func() {
		_, _ = in.call("", "Target.disposeBrowserContext", map[string]any{"browserContextId": made.BrowserContextID})
		in.heard(b.session)
	})
	b.Call("Target.createTarget", map[string]any{"url": "about:blank", "browserContextId": made.BrowserContextID}, &made)
	b.Call("Target.attachToTarget", map[string]any{"targetId": made.TargetID, "flatten": true}, &made)
	b.session = made.SessionID
	b.Call("Runtime.enable", map[string]any{}, nil)
	b.Call("Log.enable", map[string]any{}, nil)
	b.Call("Network.enable", map[string]any{}, nil)
	b.Call("Emulation.setFocusEmulationEnabled", map[string]any{"enabled": true}, nil) // several have the focus
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

// Call sends a command and waits for its answer.
func (b *Browser) Call(method string, parameters map[string]any, result any) {
	b.t.Helper()
	answer, err := b.in.call(b.session, method, parameters)
	if err != nil {
		b.t.Fatalf("%s: %v", method, err)
	}
	for _, event := range b.in.heard(b.session) {
		b.hear(event.Method, event.Params)
	}
	if result != nil {
		fatal(b.t, json.Unmarshal(answer, result))
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
