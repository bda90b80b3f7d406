package nacha

import (
	"bufio"
	"fmt"
	"strings"
	"testing"

	"canongate/policies/reconcile"
)

// sample builds files as banks send them; its people and accounts are invented.
type sample struct {
	lines   []string
	batch   sums
	file    sums
	batches int
}

func (s *sample) line(format string, args ...any) *sample {
	text := fmt.Sprintf(format, args...)
	if n := len([]rune(text)); n > recordLength {
		panic(fmt.Sprintf("a record of %d characters", n))
	}
	s.lines = append(s.lines, text+strings.Repeat(" ", recordLength-len([]rune(text))))
	return s
}

func (s *sample) header(created string) *sample {
	return s.line("101 091400606 691000134%s0306A094101%-23s%-23s", created[2:4]+created[5:7]+created[8:10], "INVENTED BANK", "INVENTED SERVICE")
}

// begin begins a batch; settled is the number of a day.
func (s *sample) begin(sec, company, settled string) *sample {
	s.batches++
	s.batch = sums{}
	return s.line("5200%-16s%-20s%-10s%-3s%-10s%-6s%-6s%3s1%8s%07d", "INVENTED CO", "", company, sec, "TRANSFER", "", "261102", settled, "09100001", s.batches)
}

func (s *sample) entry(code int, cents int64, account, individual string) *sample {
	moved := sums{records: 1, hash: 9140060}
	if code%10 > 4 {
		moved.debit = cents
	} else {
		moved.credit = cents
	}
	s.batch.add(moved)
	return s.line("6%02d091400606%-17s%010d%-15s%-22s  1%015d", code, account, cents, individual, "Paula Jonas", 91000017611242)
}

func (s *sample) returned(code, trace string) *sample {
	s.batch.add(sums{records: 1})
	return s.line("799%-3s%-15s%6s%8s%-44s%015d", code, trace, "", "09100001", "", 91000017611242)
}

func (s *sample) changed(code, trace, data string) *sample {
	s.batch.add(sums{records: 1})
	return s.line("798%-3s%-15s%6s%8s%-29s%15s%015d", code, trace, "", "09100001", data, "", 91000017611242)
}

func (s *sample) end() *sample {
	s.file.add(s.batch)
	b := s.batch
	s.batch = sums{}
	return s.line("8200%06d%010d%012d%012d%-10s%-25s%8s%07d", b.records, b.hash, b.debit, b.credit, "1234567890", "", "09100001", s.batches)
}

func (s *sample) control() *sample {
	return s.line("9%06d%06d%08d%010d%012d%012d", s.batches, 1, s.file.records, s.file.hash, s.file.debit, s.file.credit)
}

func (s *sample) String() string { return strings.Join(s.lines, "\n") + "\n" }

// returns is a file with two returns and a change.
func returns() *sample {
	return new(sample).header("2026-11-10").
		begin("WEB", "1234567890", "314").
		entry(26, 12_354, "123456789", "CG00000001").returned("R01", "091000010000001").
		entry(21, 4_565, "867530999", "").returned("R03", "       10000002").
		end().
		begin("COR", "1234567890", "314").
		entry(26, 0, "55500011", "CG00000003").changed("C01", "091000010000003", "1918171614").
		end().
		control()
}

// read reads a text as a file.
func read(t testing.TB, text string, options Options) ([]reconcile.Entry, reconcile.Summary) {
	t.Helper()
	b, err := reconcile.Open(strings.NewReader(text), reconcile.Limits{})
	if err != nil {
		t.Fatal(err)
	}
	var entries []reconcile.Entry
	summary, err := Read(bufio.NewReader(b), options, func(e reconcile.Entry) error {
		entries = append(entries, e)
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return entries, summary
}
