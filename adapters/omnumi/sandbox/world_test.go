package sandbox

import (
	"encoding/csv"
	"encoding/json"
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"canongate/adapters/internal/simulator"
	"canongate/adapters/internal/simulator/simulatortest"
)

// friday is a day after which a weekend comes.
var friday = time.Date(2026, 3, 6, 15, 0, 0, 0, time.UTC)

func boxed(t *testing.T) *client {
	t.Helper()
	c := connect(t, time.Now)
	c.h = simulator.NewBox(func() time.Time { return friday }, newSandbox)
	return c
}

// send makes a payment of an amount and gives its reference.
func (c *client) send(path, value string) string {
	c.t.Helper()
	var made answer[initiated]
	decode(c.t, c.post(path, replaced(pay, "25.10", value)), &made)
	return made.Data.ReferenceID
}

func (c *client) move(status int, format string, parts ...any) map[string]string {
	c.t.Helper()
	w := simulatortest.Call{Method: "POST", Path: "/_sandbox/actions", Body: fmt.Sprintf(format, parts...)}.Do(c.h)
	if w.Code != status {
		c.t.Fatalf("%s: %d %s", fmt.Sprintf(format, parts...), w.Code, w.Body)
	}
	var moved map[string]string
	if err := json.Unmarshal(w.Body.Bytes(), &moved); err != nil {
		c.t.Fatal(err)
	}
	return moved
}

func (c *client) file(name string) string {
	c.t.Helper()
	w := simulatortest.Call{Method: "GET", Path: "/_sandbox/files/" + name}.Do(c.h)
	if w.Code != http.StatusOK {
		c.t.Fatalf("%s: %d %s", name, w.Code, w.Body)
	}
	return w.Body.String()
}

// history gives the rows by reference, each by column.
func (c *client) history() map[string]map[string]string {
	c.t.Helper()
	rows, err := csv.NewReader(strings.NewReader(c.file("history.csv"))).ReadAll()
	if err != nil {
		c.t.Fatal(err)
	}
	all := map[string]map[string]string{}
	for _, row := range rows[1:] {
		named := map[string]string{}
		for i, column := range rows[0] {
			named[column] = row[i]
		}
		all[named["referenceId"]] = named
	}
	return all
}

func TestAmountsDecideWhatBecomesOfAPayment(t *testing.T) {
	t.Parallel()
	c := boxed(t)
	for _, tc := range []struct{ amount, now, nextDay, settled, late, code string }{
		{"25.10", statusPending, statusPending, statusCompleted, statusCompleted, ""},
		{"1001", statusCompleted, statusCompleted, statusCompleted, statusCompleted, ""},
		{"1001.25", statusCompleted, statusCompleted, statusCompleted, statusCompleted, ""},
		{"1099.10", statusReturned, statusReturned, statusReturned, statusReturned, "R10"},
		{"1099", statusReturned, statusReturned, statusReturned, statusReturned, "R01"},
		{"1060.05", statusCompleted, statusCompleted, statusCompleted, statusReturned, "R05"},
		{"1060", statusCompleted, statusCompleted, statusCompleted, statusReturned, "R10"},
		{"1098.03", statusCompleted, statusCompleted, statusCompleted, statusCompleted, ""},
	} {
		reference := c.send("/ach/in", tc.amount)
		for _, step := range []struct{ by, want string }{{"", tc.now}, {"3d", tc.nextDay}, {"1d", tc.settled}, {"56d", tc.late}} {
			if step.by != "" {
				c.move(http.StatusOK, `{"action":"advance_clock","by":%q}`, step.by)
			}
			if got := c.history()[reference]["status"]; got != step.want {
				t.Errorf("%s after another %s: %s, want %s", tc.amount, step.by, got, step.want)
			}
		}
		if got := c.history()[reference]["reasonCode"]; got != tc.code {
			t.Errorf("%s: code %q, want %q", tc.amount, got, tc.code)
		}
		c.move(http.StatusOK, `{"action":"reset"}`)
	}
}

func TestActionsMoveAPayment(t *testing.T) {
	t.Parallel()
	c := boxed(t)
	reference := c.send("/ach/in", "25.10")
	about := `"payment":{"reference":"` + reference + `"}`
	if moved := c.move(http.StatusOK, `{"action":"settle",%s}`, about); moved["status"] != statusCompleted || len(moved["trace_number"]) != 15 {
		t.Errorf("settled: %v", moved)
	}
	c.move(http.StatusConflict, `{"action":"settle",%s}`, about)
	c.move(http.StatusOK, `{"action":"notice_of_change","code":"C02",%s}`, about)
	c.move(http.StatusConflict, `{"action":"notice_of_change",%s}`, about)
	if moved := c.move(http.StatusOK, `{"action":"return",%s}`, about); moved["code"] != "R01" {
		t.Errorf("returned: %v", moved)
	}
	c.move(http.StatusConflict, `{"action":"return",%s}`, about)
	for _, code := range []string{"R1", "r01", "C01", "R001"} {
		c.move(http.StatusUnprocessableEntity, `{"action":"return","code":%q,%s}`, code, about)
	}
	c.move(http.StatusUnprocessableEntity, `{"action":"notice_of_change","code":"R01",%s}`, about)
	c.move(http.StatusUnprocessableEntity, `{"action":"settle"}`)
	c.move(http.StatusNotFound, `{"action":"settle","payment":{"reference":"1"}}`)
}

// TestAPaymentWhoseAnswerWasLostIsFound names it by what its sender knows.
func TestAPaymentWhoseAnswerWasLostIsFound(t *testing.T) {
	t.Parallel()
	c := boxed(t)
	facts := `"payment":{"direction":"debit","amount":"500.990","customer":{"customer_account_id":"` + customerID + `"},"bank":{"linked_bank_id":"` + bankID + `"}}`
	c.move(http.StatusNotFound, `{"action":"return",%s}`, facts)
	c.post("/ach/in", replaced(pay, "25.10", "500.99"))
	c.post("/ach/out", replaced(pay, "25.10", "500.99"))
	if moved := c.move(http.StatusOK, `{"action":"settle",%s}`, facts); moved["status"] != statusCompleted {
		t.Errorf("moved: %v", moved)
	}
	c.post("/ach/in", replaced(pay, "25.10", "500.99"))
	c.move(http.StatusConflict, `{"action":"return",%s}`, facts)
}

func TestAnOTPExpiresWhenItIsTold(t *testing.T) {
	t.Parallel()
	c := boxed(t)
	var started answer[struct {
		ID string `json:"verification_request_id"`
	}]
	decode(t, c.post(requestPath, `{"email":"odalys@example.com"}`), &started)
	c.move(http.StatusOK, `{"action":"expire_otp","verification":{"verification_request_id":%q}}`, started.Data.ID)
	want := samples.Reply("confirm_verification.expired").Status
	if w := c.post(verifyPath, `{"otp":"123456","verificationRequestId":"`+started.Data.ID+`"}`); w.Code != want {
		t.Errorf("an expired OTP: %d %s", w.Code, w.Body)
	}
	c.move(http.StatusNotFound, `{"action":"expire_otp","verification":{"verification_request_id":"none"}}`)
	c.move(http.StatusUnprocessableEntity, `{"action":"expire_otp"}`)
}

// TestNachaFiles reads the files by the positions of Nacha's format.
func TestNachaFiles(t *testing.T) {
	t.Parallel()
	c := boxed(t)
	returned, credit := c.send("/ach/in", "1099.03"), c.send("/ach/out", "1099.23")
	changed := c.send("/ach/in", "1098.02")
	c.send("/ach/in", "25.10")

	lines := records(t, c.file("returns.ach"))
	if want := "5 6 7 8 5 6 7 8"; kinds(lines) != want {
		t.Fatalf("records %s, want %s", kinds(lines), want)
	}
	first, second := lines[1:5], lines[5:9]
	for name, got := range map[string][2]string{
		"service class":     {first[0][1:4], "225"},
		"class":             {first[0][50:53], "WEB"},
		"code":              {first[1][1:3], "26"},
		"amount":            {first[1][29:39], "0000109903"},
		"individual id":     {strings.TrimSpace(first[1][39:54]), returned},
		"account":           {strings.TrimSpace(first[1][12:29]), "000000007788"},
		"reason":            {first[2][3:6], "R03"},
		"original trace":    {first[2][6:21], originatingBank + returned[4:]},
		"trace":             {first[2][79:94], first[1][79:94]},
		"debits":            {first[3][20:32], "000000109903"},
		"code of a credit":  {second[1][1:3], "21"},
		"class of a credit": {second[0][1:4], "220"},
		"credits":           {second[3][32:44], "000000109923"},
		"trace of a credit": {second[2][6:21], originatingBank + credit[4:]},
	} {
		if got[0] != got[1] {
			t.Errorf("%s: %q, want %q", name, got[0], got[1])
		}
	}
	lines = records(t, c.file("noc.ach"))
	if kinds(lines) != "5 6 7 8" || lines[1][50:53] != "COR" || lines[2][29:39] != "0000000000" {
		t.Fatalf("notifications:\n%s", strings.Join(lines, "\n"))
	}
	if a := lines[3]; a[1:6] != "98C02" || a[6:21] != originatingBank+changed[4:] || !strings.HasPrefix(a[35:64], "876543212 ") {
		t.Errorf("addendum %q", a)
	}
}

// kinds are the record types between header and control of a file.
func kinds(lines []string) string {
	var all []string
	for _, line := range lines[1 : len(lines)-1] {
		all = append(all, line[:1])
	}
	return strings.Join(all, " ")
}

// records holds a file to its form and to its own controls, and leaves out what only
// fills its last block.
func records(t *testing.T, file string) []string {
	t.Helper()
	lines := strings.Split(strings.TrimSuffix(file, "\n"), "\n")
	if len(lines)%10 != 0 {
		t.Errorf("%d records fill no blocks", len(lines))
	}
	blocks := len(lines) / 10
	lines = slices.DeleteFunc(lines, func(line string) bool { return line == strings.Repeat("9", 94) })
	var batches, entries, hash, debit, credit int
	for _, line := range lines {
		if len(line) != 94 {
			t.Fatalf("a record of %d characters: %q", len(line), line)
		}
		switch line[:1] {
		case "5":
			batches++
		case "6":
			entries++
			hash += number(t, line[3:11])
			if line[2:3] == "1" {
				credit += number(t, line[29:39])
			} else {
				debit += number(t, line[29:39])
			}
		case "7":
			entries++
		}
	}
	want := fmt.Sprintf("9%06d%06d%08d%010d%012d%012d", batches, blocks, entries, hash, debit, credit)
	if last := lines[len(lines)-1]; strings.TrimRight(last, " ") != want {
		t.Errorf("control %q, want %q", last, want)
	}
	return lines
}

func number(t *testing.T, digits string) int {
	t.Helper()
	n, err := strconv.Atoi(digits)
	if err != nil {
		t.Fatal(err)
	}
	return n
}

// TestFilesStayUntilSomethingHappens compares by bytes, as imports do.
func TestFilesStayUntilSomethingHappens(t *testing.T) {
	t.Parallel()
	c := boxed(t)
	c.send("/ach/in", "1099.03")
	before := c.file("returns.ach")
	c.move(http.StatusOK, `{"action":"advance_clock","by":"10d"}`)
	if c.file("returns.ach") != before {
		t.Error("the file changed though nothing came")
	}
	c.send("/ach/in", "1099.04")
	if after := c.file("returns.ach"); after == before || len(records(t, after)) != len(records(t, before))+4 {
		t.Error("the new return is not in the file")
	}
}

func TestFilesHoldInventedPeopleOnly(t *testing.T) {
	t.Parallel()
	c := boxed(t)
	var linked answer[[]bank]
	decode(t, c.post(linkPath, strings.ReplaceAll(replaced(link, "Sb11224455", "998877665544"), strangerID, customerID)), &linked)
	for _, amount := range []string{"1099.03", "1098.02"} {
		c.post("/ach/in", strings.ReplaceAll(replaced(pay, "25.10", amount), bankID, linked.Data[0].ID))
	}
	for _, name := range []string{"returns.ach", "noc.ach", "history.csv"} {
		file := c.file(name)
		if !strings.Contains(file, "5544") {
			t.Errorf("%s does not have the account's last digits:\n%s", name, file)
		}
		for _, secret := range []string{"998877665544", "Ferrante", "Odalys", "I authorize"} {
			if strings.Contains(file, secret) {
				t.Errorf("%s holds %s", name, secret)
			}
		}
	}
}

// TestAnAmountThatNachaHasNoPlaceForBreaksNoFile moves one of a thousand million.
func TestAnAmountThatNachaHasNoPlaceForBreaksNoFile(t *testing.T) {
	t.Parallel()
	c := boxed(t)
	reference := c.send("/ach/in", "1000000000000000")
	c.move(http.StatusConflict, `{"action":"return","payment":{"reference":%q}}`, reference)
	if lines := records(t, c.file("returns.ach")); len(lines) != 2 {
		t.Errorf("returns:\n%s", strings.Join(lines, "\n"))
	}
}

// TestWorldsAreMovedAtOnce has the race detector look.
func TestWorldsAreMovedAtOnce(t *testing.T) {
	t.Parallel()
	c := boxed(t)
	var left atomic.Int32
	left.Store(8)
	done := make(chan struct{})
	for i := range 8 {
		go func() {
			simulatortest.Call{Method: "POST", Path: "/ach/in", Header: c.header, Body: replaced(pay, "25.10", "1099."+strconv.Itoa(10+i))}.Do(c.h)
			for _, name := range []string{"returns.ach", "history.csv"} {
				simulatortest.Call{Method: "GET", Path: "/_sandbox/files/" + name}.Do(c.h)
			}
			simulatortest.Call{Method: "POST", Path: "/_sandbox/actions", Body: `{"action":"advance_clock","by":"1h"}`}.Do(c.h)
			if left.Add(-1) == 0 {
				close(done)
			}
		}()
	}
	<-done
	if lines := records(t, c.file("returns.ach")); len(lines) != 2+8*4 {
		t.Errorf("%d records", len(lines))
	}
}
