package main

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// TestAKilledImportGoesOn kills the gateway while it reads or applies a file. The next
// one takes it to its end, and each payment moves once.
func TestAKilledImportGoesOn(t *testing.T) {
	t.Parallel()
	const payments, lines = 30, 5_000
	s := newSite(t, siteOptions{Reconciliation: `{csv: [{name: history, columns: {reference: ref, amount: amount, status: {column: status, values: {DONE: settled}}}}]}`})
	g := s.serve()
	p := g.payer(bank)
	file := strings.Builder{}
	file.WriteString("ref,amount,status\n")
	for n := range lines {
		key := fmt.Sprint("k", n)
		fmt.Fprintf(&file, "order of %s,10.50,DONE\n", key) // the reference that a draft has
		if n%(lines/payments) == 0 && n/(lines/payments) < payments {
			if answer := g.mustPay(t, p, key); answer.status != http.StatusCreated {
				t.Fatalf("%d %s", answer.status, answer.body)
			}
		}
	}
	for try := range 3 {
		status, _, body := call(t, http.MethodPost, g.admin+"/admin/v1/imports?connection="+bank, file.String())
		// After a kill the new gateway may be at the file already: 409.
		if status != http.StatusAccepted && status != http.StatusOK && (status != http.StatusConflict || try == 0) {
			t.Fatalf("try %d: %d %s", try, status, body)
		}
		g.kill()
		g = s.serve()
	}
	var imports struct{ Data []importAnswer }
	eventually(t, "the import is done", func() bool {
		_, _, body := call(t, http.MethodGet, g.admin+"/admin/v1/imports", "")
		must(t, json.Unmarshal(body, &imports))
		if len(imports.Data) != 1 || imports.Data[0].State != "reading" && imports.Data[0].State != "matched" && imports.Data[0].State != "applied" {
			t.Fatalf("imports are %s\n%s", body, &g.log)
		}
		return imports.Data[0].State == "applied"
	})
	if c := imports.Data[0].Counts; c.Applied != payments || c.Duplicate+c.Exception > 0 {
		t.Errorf("counts are %+v", c)
	}
	settled := g.payments(t, url.Values{"status": {"settled"}})
	if len(settled) != payments {
		t.Errorf("%d payments are settled", len(settled))
	}
	for id := range settled {
		var history struct{ Data []struct{ Status string } }
		_, _, body := call(t, http.MethodGet, g.admin+"/admin/v1/payments/"+id+"/history", "")
		if must(t, json.Unmarshal(body, &history)); len(history.Data) != 3 {
			t.Errorf("history of %s: %s", id, body)
		}
	}
	folder := filepath.Join(s.dir, sqliteFile+"-imports")
	if engines, err := os.ReadDir(folder); err != nil || len(engines) != 1 {
		t.Errorf("folders of the dead are left behind: %v, %v", engines, err)
	}
	g.stop()
	if files, err := os.ReadDir(folder); err != nil || len(files) > 0 {
		t.Errorf("files are left behind: %v, %v", files, err)
	}
}
