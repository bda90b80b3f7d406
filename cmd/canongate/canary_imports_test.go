package main

import (
	"encoding/json"
	"fmt"
	"net/http"
	"path/filepath"
	"strings"
	"testing"
)

// moneyFile is a file about money and the state that its import ends in.
type moneyFile struct{ text, state string }

// canaryFiles are files about money that are full of canaries: good, bad and broken.
func canaryFiles() map[string]moneyFile {
	const columns = "ref,amount,status,customer,account,name\n"
	batch := func(body string) string {
		return "101 091400606 12345678902603021200A094101" + fmt.Sprintf("%-23s%-23s%8s\n", "BANK", "CANARY", "") +
			"5200" + fmt.Sprintf("%-16s%20s", "CANARY", "") + "1234567890PPDPAYMENT         260302   1091000010000001\n" + body
	}
	entry := "62609100001" + "9" + fmt.Sprintf("%-17s%010d%-15s%-22s  1%s%07d\n", canaryAccount, 1050, canaryAadhaar, canaryGiven+canaryFamily, "09100001", 1)
	change := "798C01091000010000001      09100001" + fmt.Sprintf("%-29s%15s%s%07d\n", canaryAccount, "", "09100001", 1)
	back := "799R01091000010000001      09100001" + fmt.Sprintf("%-44s%s%07d\n", canaryText, "09100001", 1)
	control := "820000000200091000010000000010500000000000001234567890" + fmt.Sprintf("%25s%s%07d\n", "", "09100001", 1) +
		"9000001000001000000020009100001000000001050000000000000" + fmt.Sprintf("%39s\n", "")
	return map[string]moneyFile{
		"export": {columns + canaryText + ",10.50,DONE," + canaryMail + "," + canaryAccount + "," + canaryGiven + "\n" +
			canaryText + "," + canaryTax + ",DONE,,," + canaryFamily + "\n" + canaryFamily + ",1," + canaryGiven + ",,,\n", "applied"},
		"header":   {canaryGiven + "," + canaryAccount + "\n", "refused"},
		"returns":  {batch(entry + back + control), "applied"},
		"changes":  {batch(entry + change + control), "applied"},
		"cut":      {batch(entry), "partial"},
		"rubbish":  {batch(canaryGiven + canaryAccount + "\n"), "partial"},
		"document": {"<Document xmlns=\"camt.054\"><" + canaryGiven + ">" + canaryAccount, "refused"},
	}
}

// importFiles hands them in, and keeps what is told about them.
func (a *canaryTestbed) importFiles(t *testing.T) {
	t.Helper()
	for name, file := range canaryFiles() {
		status, _, body := call(t, http.MethodPost, a.admin+"/admin/v1/imports?connection=omnumi", file.text)
		var i importAnswer
		if must(t, json.Unmarshal(body, &i)); status != http.StatusAccepted {
			t.Fatalf("%s: %d %s", name, status, body)
		}
		eventually(t, name+" is read", func() bool {
			_, _, body := call(t, http.MethodGet, a.admin+"/admin/v1/imports/"+i.ID, "")
			must(t, json.Unmarshal(body, &i))
			return i.State != "reading" && i.State != "matched"
		})
		if i.State != file.state {
			t.Errorf("%s is %s, want %s: %s", name, i.State, file.state, i.Refusal)
		}
		for _, path := range []string{"/admin/v1/imports/" + i.ID, "/admin/v1/imports/" + i.ID + "/entries"} {
			_, _, body = call(t, http.MethodGet, a.admin+path, "")
			a.mu.Lock()
			a.problems.Write(body)
			a.mu.Unlock()
		}
	}
	_, _, metrics := call(t, http.MethodGet, a.admin+"/metrics", "")
	for _, name := range []string{"canongate_reconciliation_exceptions_total", "canongate_reconciliation_exceptions_open"} {
		if counted := name + `{connection="omnumi",kind="partial_file"} 2` + "\n"; !strings.Contains(string(metrics), counted) {
			t.Errorf("/metrics has no %s", counted)
		}
	}
	// The gateway lives: it has a folder, and a lock in it.
	eventually(t, "no file is left behind", func() bool {
		files, err := filepath.Glob(filepath.Join(a.dir, "canongate.db-imports", "*", "*"))
		must(t, err)
		return len(files) == 1 && filepath.Base(files[0]) == "alive"
	})
}
