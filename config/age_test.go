package config

import (
	"strings"
	"testing"
	"time"
)

func TestAges(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]time.Duration{"30d": 720 * time.Hour, "365d": 8760 * time.Hour, "7y": 7 * 8760 * time.Hour, "100y": 100 * 8760 * time.Hour} {
		var a Age
		if err := a.UnmarshalText([]byte(text)); err != nil || time.Duration(a) != want {
			t.Errorf("%s is %v, %v", text, time.Duration(a), err)
		}
		var again Age
		if written, _ := a.MarshalText(); again.UnmarshalText(written) != nil || again != a {
			t.Errorf("%s is written %s", text, a)
		}
	}
	for _, text := range []string{"", "0d", "-1d", "30", "d", "1.5y", "30h", "101y", "36501d", "99999999999999999999y", "7 y"} {
		if err := new(Age).UnmarshalText([]byte(text)); err == nil {
			t.Errorf("%q is taken", text)
		}
	}
}

func TestRetentionIsNotShorterThanPaymentsMayComeBack(t *testing.T) {
	t.Parallel()
	for members, want := range map[string]string{
		"imports: 180d, payments: 7y, corrections: 1d": "", "payments: 179d": "reconciliation.retention.payments must be at least 180d",
		"imports: 30d": "reconciliation.retention.imports must be at least 180d", "imports: 0": "reconciliation.retention.imports must be",
	} {
		problems := operatorsFile("", "retention: {"+members+"}").Problems()
		if want == "" && len(problems) > 0 || want != "" && (len(problems) != 1 || !strings.Contains(problems[0].String(), want)) {
			t.Errorf("%s: %v", members, problems)
		}
	}
}
