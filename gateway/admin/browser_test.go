package admin_test

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"canongate/gateway/browsertest"
)

func TestMain(m *testing.M) { browsertest.Main(m) }

// browser is a page that is used as an operator would, by keyboard.
type browser struct {
	*browsertest.Browser
	t *testing.T
}

// openBrowser opens a page with a window of so many pixels, in light or dark.
func openBrowser(t *testing.T, width int, scheme string) *browser {
	t.Helper()
	return &browser{Browser: browsertest.Open(t, width, scheme), t: t}
}

func fatal(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// see waits until the page, or the dialog over it, shows a text.
func (b *browser) see(text string) {
	b.t.Helper()
	quoted, err := json.Marshal(text)
	fatal(b.t, err)
	b.Await(`document.body?.innerText.includes(` + string(quoted) + `)`)
}

// escape leaves a dialog.
func (b *browser) escape() {
	b.t.Helper()
	b.press("Escape", "")
	b.Await(`document.querySelector('dialog') === null`)
}

// focus puts the focus on the last control with a text or a name that can be used.
func (b *browser) focus(control string) {
	b.t.Helper()
	if got := b.Eval(`(() => {
		const all = [...(document.querySelector('dialog') ?? document).querySelectorAll('button, [name]')];
		const found = all.filter((c) => !c.disabled && (c.name === %[1]q || c.textContent.trim().startsWith(%[1]q))).at(-1);
		found?.focus();
		return String(found !== undefined && document.activeElement === found);
	})()`, control); got != "true" {
		b.t.Fatalf("%s cannot be reached:\n%s", control, b.Eval(`document.body.innerText`))
	}
}

// press is a key on the keyboard.
func (b *browser) press(key, text string) {
	b.t.Helper()
	down := map[string]any{"type": "keyDown", "key": key, "code": key, "windowsVirtualKeyCode": map[string]int{"Enter": 13, "Escape": 27, "Tab": 9}[key]}
	if text != "" {
		down["text"] = text
	}
	b.Call("Input.dispatchKeyEvent", down, nil)
	if key == "Tab" {
		return // it has moved the focus by now
	}
	b.Call("Input.dispatchKeyEvent", map[string]any{"type": "keyUp", "key": key, "code": key}, nil)
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
	b.Call("Input.insertText", map[string]any{"text": text}, nil)
}

// tabTo presses Tab until the focus is where a condition on the element it is at, e,
// holds.
func (b *browser) tabTo(condition string) {
	b.t.Helper()
	for range 400 {
		b.press("Tab", "")
		if b.Eval(`String((e => %s)(document.activeElement))`, condition) == "true" {
			return
		}
	}
	b.t.Fatalf("no way by Tab to where %s in\n%s", condition, b.Eval(`document.body.innerText`))
}

// signIn opens a view of the console as somebody.
func (b *browser) signIn(gateway, name, view string) {
	b.t.Helper()
	keep := fmt.Sprintf(`sessionStorage.setItem('canongate.token', %q)`, strings.TrimPrefix(as(name)[1], "Bearer "))
	b.Call("Page.enable", map[string]any{}, nil)
	b.Call("Page.addScriptToEvaluateOnNewDocument", map[string]any{"source": keep}, nil)
	b.Call("Page.navigate", map[string]any{"url": gateway + "/console/#/" + view}, nil)
}
