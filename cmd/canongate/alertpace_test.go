package main

import (
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"
)

// ruleDuration is a time in the shipped rules: how long an alert waits, how often a
// group is judged, a range, or an offset.
var ruleDuration = regexp.MustCompile(`(\[|\boffset |\bfor: |\binterval: )(\d+)([smhd])\b`)

var ruleUnits = map[string]time.Duration{"s": time.Second, "m": time.Minute, "h": time.Hour, "d": 24 * time.Hour}

// hastened are the rules with every time divided by a factor, so that a test with calls
// and scrapes as much closer together need not wait. Thresholds stay: shares and counts
// mean the same then. A threshold in seconds or per second does not, so what has one
// (CanongateVendorSlow, CanongateOutboxLate, CanongateCallersLimited,
// CanongateNotificationsRefused) is for alerts_test.yml alone.
func hastened(rules string, factor int) string {
	return ruleDuration.ReplaceAllStringFunc(rules, func(found string) string {
		parts := ruleDuration.FindStringSubmatch(found)
		n, _ := strconv.Atoi(parts[2]) // digits
		d := time.Duration(n) * ruleUnits[parts[3]] / time.Duration(factor)
		return fmt.Sprintf("%s%dms", parts[1], d.Milliseconds())
	})
}

// TestHastenedRules holds the copy that tests use to the shipped rules: each time is a
// tenth, and nothing else differs.
func TestHastenedRules(t *testing.T) {
	t.Parallel()
	const factor = 10
	rules := shipped(t, "alerts.yml")
	quick := hastened(rules, factor)
	quickDuration := regexp.MustCompile(`(\[|\boffset |\bfor: |\binterval: )(\d+)ms\b`)
	if a, b := ruleDuration.ReplaceAllString(rules, "$1"), quickDuration.ReplaceAllString(quick, "$1"); a != b {
		t.Error("the copy differs by more than its times")
	}
	was, is := ruleDuration.FindAllStringSubmatch(rules, -1), quickDuration.FindAllStringSubmatch(quick, -1)
	if len(was) < 80 || len(was) != len(is) {
		t.Fatalf("%d times became %d", len(was), len(is))
	}
	for i := range was {
		n, err := strconv.Atoi(was[i][2])
		must(t, err)
		ms, err := strconv.Atoi(is[i][2])
		must(t, err)
		if full := time.Duration(n) * ruleUnits[was[i][3]]; time.Duration(ms)*time.Millisecond*factor != full {
			t.Errorf("%s became %s", was[i][0], is[i][0])
		}
	}
	// No time is written in another way, which would have stayed as it was.
	any := regexp.MustCompile(`\b\d+(ms|[smhdwy])\b`)
	for line := range strings.Lines(ruleDuration.ReplaceAllString(rules, "")) {
		words := strings.TrimSpace(line)
		if slices.ContainsFunc([]string{"#", "summary:", "description:", "runbook_url:"}, func(p string) bool { return strings.HasPrefix(words, p) }) {
			continue
		}
		if left := any.FindString(line); left != "" {
			t.Errorf("the time %s is not hastened: %s", left, words)
		}
	}
}
