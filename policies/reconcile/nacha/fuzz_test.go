package nacha

import (
	"bytes"
	"testing"

	"canongate/policies/reconcile"
)

func FuzzRead(f *testing.F) {
	f.Add([]byte(returns().String()))
	f.Add([]byte(returns().String()[:400]))
	f.Add([]byte("6\n7\n7"))
	f.Add([]byte("101\x00\n5\n799\n8\n9"))
	f.Fuzz(func(t *testing.T, text []byte) {
		b, err := reconcile.Open(bytes.NewReader(text), reconcile.Limits{Bytes: 1 << 20, Lines: 10_000})
		if err != nil {
			return
		}
		n := 0
		summary, err := Read(b, Options{}, func(e reconcile.Entry) error {
			if n++; e.Direction == "" || e.Amount.Currency != "USD" || len(e.Last4) > 4 {
				t.Errorf("entry of line %d is not whole", e.Line)
			}
			return nil
		})
		if err == nil && (n != summary.Entries || summary.Controls == "" || summary.Partial == (summary.Controls == reconcile.ControlsOK)) {
			t.Errorf("%d entries and summary %+v", n, summary)
		}
	})
}
