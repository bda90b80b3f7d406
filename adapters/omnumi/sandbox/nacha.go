package sandbox

import (
	"fmt"
	"math"
	"math/big"
	"slices"
	"strings"
	"time"
	_ "time/tzdata" // a machine without zones has files as well

	"canongate/adapters/internal/simulator"
)

// The files follow Nacha's format: records of 94 characters, ten to a block. Names
// and account numbers in them are invented; an account keeps its last four digits.
const (
	originatingBank = "98765432"   // that our entries were sent through
	companyID       = "1555000777" // of the vendor, as originator
	companyName     = "SANDBOX WALLET"
	entryPurpose    = "WALLET"
	holderName      = "INVENTED HOLDER"
	odfiName        = "SANDBOX ODFI"
)

// newYork is where banks count the days of ACH.
var newYork = func() *time.Location {
	zone, err := time.LoadLocation("America/New_York")
	if err != nil {
		panic("time/tzdata lacks New York: " + err.Error())
	}
	return zone
}()

// addendum is a return (99) or a notification of change (98) of a payment.
type addendum struct {
	of   executed
	at   time.Time
	code string
	kind string // "98" or "99"
}

// addenda lists what has come by now, oldest first.
func (s *sandbox) addenda(kind string) []addendum {
	var list []addendum
	now := s.now()
	for _, e := range s.payments.Values() {
		a := addendum{of: e, at: e.returns, code: e.returned, kind: kind}
		if kind == "98" {
			a.at, a.code = e.changes, e.change
		}
		if due(a.at, now) && e.cents() <= maxCents {
			list = append(list, a)
		}
	}
	slices.SortStableFunc(list, func(a, b addendum) int { return a.at.Compare(b.at) })
	return list
}

func (s *sandbox) returnsFile() simulator.Content { return s.nachaFile("99") }
func (s *sandbox) changesFile() simulator.Content { return s.nachaFile("98") }

// nachaFile has a batch for each addendum, as each comes from another bank on another
// day. The same file is written until something new comes.
func (s *sandbox) nachaFile(kind string) simulator.Content {
	list := s.addenda(kind)
	created := s.started
	if len(list) > 0 {
		created = list[len(list)-1].at
	}
	f := nachaFile{}
	f.add("1"+"01"+"%10s%10s%s%s", " "+originatingBank+checkDigit(originatingBank), " 123456780", created.In(newYork).Format("0601021504"),
		"A094101"+left(companyName, 23)+left(odfiName, 23)+left("", 8))
	for i, a := range list {
		f.batch(i+1, a)
	}
	f.end(len(list))
	return simulator.Content{Body: f.bytes(), From: s.firstDay(), To: s.now()}
}

// firstDay is the begin of the day on which the sandbox was made, in New York: before
// it was made nothing happened.
func (s *sandbox) firstDay() time.Time {
	year, month, day := s.started.In(newYork).Date()
	return time.Date(year, month, day, 0, 0, 0, 0, newYork)
}

// nachaFile is a file while it is written, with its control sums.
type nachaFile struct {
	lines         []string
	entries       int // entries and addenda
	hash          int64
	debit, credit int64
}

func (f *nachaFile) add(format string, parts ...any) {
	f.lines = append(f.lines, fmt.Sprintf(format, parts...))
}

// batch writes one returned entry, or one entry without money about a change.
func (f *nachaFile) batch(number int, a addendum) {
	bank := a.of.bank.routing()
	class, cents := a.of.sec, a.of.cents()
	if a.kind == "98" {
		class, cents = "COR", 0
	}
	service, debit, credit := "225", cents, int64(0)
	if a.of.Direction == "credit" {
		service, debit, credit = "220", 0, cents
	}
	settlement := fmt.Sprintf("%03d", a.at.In(newYork).YearDay())
	f.add("5%s%s%s%s%s%s%s%s%s1%s%07d", service, left(companyName, 16), left("", 20), companyID, left(class, 3), left(entryPurpose, 10),
		a.of.at.In(newYork).Format("060102"), a.at.In(newYork).Format("060102"), settlement, bank, number)
	trace := fmt.Sprintf("%s%07d", bank, number)
	f.add("6%s%s%s%s%010d%s%s  1%s", a.transactionCode(), originatingBank, checkDigit(originatingBank),
		left(a.of.bank.maskedNumber(), 17), cents, left(a.of.ReferenceID, 15), left(holderName, 22), trace)
	f.add("7%s%s%s%s%s%s%s", a.kind, a.code, a.of.trace, left("", 6), bank, left(a.information(), 44), trace)
	hash := number64(originatingBank)
	f.add("8%s%06d%010d%012d%012d%s%s%s%s%07d", service, 2, hash%1e10, debit, credit, companyID, left("", 19), left("", 6), bank, number)
	f.entries, f.hash, f.debit, f.credit = f.entries+2, f.hash+hash, f.debit+debit, f.credit+credit
}

func (f *nachaFile) end(batches int) {
	blocks := (len(f.lines) + 1 + 9) / 10
	f.add("9%06d%06d%08d%010d%012d%012d%s", batches, blocks, f.entries, f.hash%1e10, f.debit, f.credit, left("", 39))
	for len(f.lines)%10 != 0 {
		f.lines = append(f.lines, strings.Repeat("9", 94))
	}
}

func (f *nachaFile) bytes() []byte { return []byte(strings.Join(f.lines, "\n") + "\n") }

// transactionCode is that of returns and notifications: 21 or 26 for checking, 31 or
// 36 for savings.
func (a addendum) transactionCode() string {
	code := map[string]string{"credit": "21", "debit": "26"}
	if a.of.bank.Type == "Savings" {
		code = map[string]string{"credit": "31", "debit": "36"}
	}
	return code[a.of.Direction]
}

// corrections are the corrected data of each change, in 29 characters, all invented.
var corrections = map[string]string{
	"C01": "000900900901",
	"C02": "876543212",
	"C03": "876543212   000900900901",
	"C04": holderName,
	"C05": "37",
	"C06": "000900900901" + "     " + "   37",
	"C07": "876543212000900900901     37",
	"C08": "876543212",
	"C09": "CG00000001",
}

// information is the text of the addendum: in a notification the corrected data.
func (a addendum) information() string {
	if a.kind == "98" {
		return corrections[a.code]
	}
	return ""
}

// routing is the bank's number without its check digit. The samples of the document
// have eight digits (OMN-13).
func (b bank) routing() string { return b.Routing[:8] }

// maskedNumber is an account number of which the last four digits are true.
func (b bank) maskedNumber() string { return "00000000" + b.Number[len(b.Number)-4:] }

// maxCents is what the amount of an entry has place for.
const maxCents = 9_999_999_999

// cents is the amount in cents; what is below a cent no file has a place for.
func (e *executed) cents() int64 {
	hundredfold := new(big.Rat).Mul(amount(e.Amount).rat(), big.NewRat(100, 1))
	cents := new(big.Int).Quo(hundredfold.Num(), hundredfold.Denom())
	if !cents.IsInt64() {
		return math.MaxInt64
	}
	return cents.Int64()
}

// checkDigit is the ninth digit of a routing number.
func checkDigit(bank string) string {
	sum := 0
	for i, c := range bank {
		sum += int(c-'0') * []int{3, 7, 1}[i%3]
	}
	return fmt.Sprint((10 - sum%10) % 10)
}

func number64(digits string) int64 {
	var n int64
	for _, c := range digits {
		n = n*10 + int64(c-'0')
	}
	return n
}

// left cuts or pads a text to its field.
func left(text string, width int) string {
	return fmt.Sprintf("%-*s", width, text[:min(width, len(text))])
}
