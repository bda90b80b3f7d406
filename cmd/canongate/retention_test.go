package main

import (
	"testing"
	"time"

	"canongate/config"
	"canongate/gateway/ids"
)

func TestRetentionOfTheJournal(t *testing.T) {
	t.Parallel()
	keyset, err := ids.NewKeyset()
	must(t, err)
	const day = 24 * time.Hour
	for members, want := range map[string][3]time.Duration{
		"": {7 * 365 * day, 0, 30 * day}, "imports: 1y, payments: 2y, corrections: 3d": {365 * day, 730 * day, 3 * day},
	} {
		f := config.Parse("canongate.yaml", []byte("reconciliation: {retention: {"+members+"}}\njournal: {driver: sqlite, dsn: \"file:x.db\"}\n"))
		o, err := journalOptions(f.Config, keyset, nil, nil)
		must(t, err)
		if got := [3]time.Duration{o.ImportRetention, o.PaymentRetention, o.CorrectionRetention}; got != want {
			t.Errorf("%q: %v, want %v", members, got, want)
		}
	}
}
