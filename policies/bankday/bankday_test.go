package bankday

import (
	"bufio"
	"os"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

func day(t *testing.T, text string) time.Time {
	t.Helper()
	d, err := Parse(text)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

// The table is the Federal Reserve's own; a day too much or too few is a payment
// told final on a wrong day.
func TestBanksAreClosedOnTheDaysOfK8(t *testing.T) {
	t.Parallel()
	file, err := os.Open("testdata/k8.txt")
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	years := 0
	for lines := bufio.NewScanner(file); lines.Scan(); {
		words := strings.Fields(lines.Text())
		if words[0] == "#" {
			continue
		}
		year, err := strconv.Atoi(words[0])
		if err != nil {
			t.Fatal(err)
		}
		years++
		var closed []string
		for d := noon(year, time.January, 1); d.Year() == year; d = d.AddDate(0, 0, 1) {
			if !Open(d) && d.Weekday() != time.Saturday && d.Weekday() != time.Sunday {
				closed = append(closed, d.Format("01-02"))
			}
		}
		if diff := cmp.Diff(words[1:], closed); diff != "" {
			t.Errorf("%d (-K.8 +ours):\n%s", year, diff)
		}
	}
	if years != 5 {
		t.Errorf("the table has %d years, want 5", years)
	}
}

func TestAdd(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		from string
		n    int
		want string
	}{
		{"2026-07-02", 1, "2026-07-03"}, // the holiday is a Saturday: Friday is open
		{"2026-07-03", 1, "2026-07-06"},
		{"2027-07-02", 1, "2027-07-06"}, // the holiday is a Sunday: Monday is closed
		{"2026-11-25", 2, "2026-11-30"},
		{"2026-11-28", 0, "2026-11-30"},
		{"2026-11-27", 0, "2026-11-27"},
		{"2026-11-30", -2, "2026-11-25"},
		{"2027-12-31", 1, "2028-01-03"},
	} {
		if got := Add(day(t, c.from), c.n).Format(time.DateOnly); got != c.want {
			t.Errorf("%s and %d banking days is %s, want %s", c.from, c.n, got, c.want)
		}
	}
}

func TestBetween(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		first, last string
		want        int
	}{
		{"2026-11-25", "2026-11-30", 2},
		{"2026-11-30", "2026-11-30", 0},
		{"2026-11-30", "2026-11-25", 0},
		{"2026-07-02", "2026-07-06", 2},
	} {
		if got := Between(day(t, c.first), day(t, c.last)); got != c.want {
			t.Errorf("%s to %s has %d banking days, want %d", c.first, c.last, got, c.want)
		}
	}
}

func TestAfterDays(t *testing.T) {
	t.Parallel()
	// 60 days after 2026-11-02 is Friday, 2027-01-01, when banks are closed.
	if got := AfterDays(day(t, "2026-11-02"), 60).Format(time.DateOnly); got != "2027-01-04" {
		t.Errorf("got %s", got)
	}
	// 60 days after 2026-05-04 is Friday, 2026-07-03, an open day: the day after it counts.
	if got := AfterDays(day(t, "2026-05-04"), 60).Format(time.DateOnly); got != "2026-07-06" {
		t.Errorf("got %s", got)
	}
}

func TestSettlement(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ sent, effective, want string }{
		{"2026-11-24", "2026-11-25", "2026-11-25"},
		{"2026-11-24", "2026-11-26", "2026-11-27"}, // Thanksgiving
		{"2026-11-24", "2026-11-28", "2026-11-30"}, // a Saturday
		{"2026-11-24", "", "2026-11-25"},
		{"2026-11-25", "", "2026-11-27"},
		{"2026-11-28", "", "2026-11-30"},
	} {
		if got := Settlement(day(t, c.sent), c.effective).Format(time.DateOnly); got != c.want {
			t.Errorf("sent on %s for %q: settles on %s, want %s", c.sent, c.effective, got, c.want)
		}
	}
}

func TestADayIsNewYorks(t *testing.T) {
	t.Parallel()
	// It is Sunday evening in New York while it is Monday morning in UTC.
	late := time.Date(2026, time.November, 30, 3, 0, 0, 0, time.UTC)
	if got := Of(late).Format(time.DateOnly); got != "2026-11-29" {
		t.Errorf("the day is %s, want New York's", got)
	}
	if Open(late) {
		t.Error("a Sunday is open")
	}
}

func TestParseSaysNothingOfTheText(t *testing.T) {
	t.Parallel()
	if _, err := Parse("secret"); err == nil || strings.Contains(err.Error(), "secret") {
		t.Errorf("got %v", err)
	}
}

func BenchmarkAfterDays(b *testing.B) {
	d := noon(2026, time.May, 4)
	for b.Loop() {
		AfterDays(d, 60)
	}
}
