package journal

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

func TestScorecardsAreKeptByReplicaForSevenDays(t *testing.T) {
	everywhere(t, func(t *testing.T, b *bench) {
		one, other := b.open(), b.open()
		hour := b.clock.Now().UTC().Truncate(time.Hour)
		row := func(hour time.Time, replica, figures string) ScorecardHour {
			return ScorecardHour{Hour: hour, Connection: "cdp-uae", Operation: "get_customer", Replica: replica, Figures: figures}
		}
		elsewhere := row(hour, "one", `{}`)
		elsewhere.Connection = "citi-in"
		old := row(hour.Add(-ScorecardRetention-2*time.Hour), "one", `{"fallbacks":1}`)
		for _, rows := range [][]ScorecardHour{
			{row(hour, "one", `{"fallbacks":2}`), elsewhere, old}, {row(hour, "one", `{"fallbacks":3}`)}, {row(hour, "other", `{}`)},
		} {
			if err := one.KeepScorecards(t.Context(), rows); err != nil {
				t.Fatal(err)
			}
		}
		now := []ScorecardHour{row(hour, "one", `{"fallbacks":3}`), row(hour, "other", `{}`)}
		wantScorecards(t, other, hour, now...)
		wantScorecards(t, other, old.Hour, append([]ScorecardHour{old}, now...)...)

		purged, err := other.Purge(t.Context())
		if err != nil || purged.Scorecards != 1 {
			t.Errorf("purge of scorecards: %d, %v; want the one that is too old", purged.Scorecards, err)
		}
		wantScorecards(t, one, old.Hour, now...)
	})
}

func wantScorecards(t *testing.T, j *Journal, since time.Time, want ...ScorecardHour) {
	t.Helper()
	got, err := j.Scorecards(t.Context(), "cdp-uae", since)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("scorecards (-want +got):\n%s", diff)
	}
}
