package canonical_test

import (
	"fmt"
	"testing"
	"time"

	"canongate/canonical"
)

func TestDatesAreThoseOfTheCalendar(t *testing.T) {
	t.Parallel()
	same := func(text string) {
		_, err := time.Parse(time.DateOnly, text)
		if got := canonical.Date(text).Valid(); got != (err == nil) {
			t.Errorf("%q is valid: %v, which time.Parse calls %v", text, got, err)
		}
	}
	for _, year := range []string{"0000", "0001", "1900", "1999", "2000", "2023", "2024", "9999"} {
		for month := range 15 {
			for day := range 34 {
				same(year + "-" + twoDigits(month) + "-" + twoDigits(day))
			}
		}
	}
	for _, text := range []string{
		"", "2024", "2024-02-2", "2024-2-29", "2024-02-29 ", " 2024-02-29", "2024/02/29", "2024-02-29T", "+024-02-29", "-024-02-29",
		"2024-+2-29", "2024-02-+9", "2024-02--1", "20x4-02-29", "2024-02-29T00:00:00Z", "٢٠٢٤-02-29", "2024-02-\x00\x00", "10000-01-01",
	} {
		same(text)
	}
}

func twoDigits(n int) string { return fmt.Sprintf("%02d", n) }
