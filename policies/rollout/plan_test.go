package rollout

import (
	"reflect"
	"strings"
	"testing"
	"time"

	"canongate/policies"
)

var start = time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)

func planOf(before ...Share) Plan {
	return Plan{
		Route: "uae", Connection: "second", Steps: []int{5, 50, 100}, Every: policies.Duration(10 * time.Minute),
		Within: Usual(), Before: before, State: Running, StepSince: start,
	}
}

func TestWeights(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		before []Share
		want   [3][]int
	}{
		"nothing yet": {[]Share{{"first", 1}, {"second", 0}}, [3][]int{{19, 1}, {1, 1}, {0, 1}}},
		"some":        {[]Share{{"first", 95}, {"second", 5}}, [3][]int{{19, 1}, {1, 1}, {0, 1}}},
		"three":       {[]Share{{"second", 0}, {"first", 60}, {"third", 20}}, [3][]int{{4, 57, 19}, {4, 3, 1}, {1, 0, 0}}},
	} {
		p := planOf(c.before...)
		for p.Step = range p.Steps {
			var got []int
			for _, s := range p.Weights() {
				got = append(got, s.Weight)
			}
			if !reflect.DeepEqual(got, c.want[p.Step]) {
				t.Errorf("%s, step %d: %v, want %v", name, p.Step, got, c.want[p.Step])
			}
		}
	}
}

func TestJudge(t *testing.T) {
	t.Parallel()
	const early, late = 9 * time.Minute, 10 * time.Minute
	for name, c := range map[string]struct {
		its, rest, last Sample
		after           time.Duration
		want            Verdict
		why             string
	}{
		"too early":                     {Sample{500, 0, 10}, Sample{900, 0, 100}, Sample{}, early, Stay, ""},
		"too few calls":                 {Sample{49, 0, 10}, Sample{900, 0, 100}, Sample{}, late, Stay, ""},
		"as good":                       {Sample{50, 0, 149}, Sample{900, 0, 100}, Sample{}, late, Next, ""},
		"errors of both":                {Sample{100, 10, 10}, Sample{900, 90, 10}, Sample{}, late, Next, ""},
		"errors":                        {Sample{100, 2, 10}, Sample{900, 0, 100}, Sample{}, early, Back, "2 of 100 calls of second failed, and 0.0 %"},
		"errors before enough calls":    {Sample{3, 3, 10}, Sample{900, 0, 100}, Sample{}, 0, Back, "3 of 3"},
		"slow":                          {Sample{50, 0, 160}, Sample{900, 0, 100}, Sample{}, early, Back, "the 95th percentile of second is 160 ms"},
		"slow, within noise":            {Sample{50, 0, 22}, Sample{900, 0, 3}, Sample{}, late, Next, ""},
		"slow, by too few calls":        {Sample{49, 0, 160}, Sample{900, 0, 100}, Sample{}, late, Stay, ""},
		"slow, and nothing to compare":  {Sample{50, 0, 160}, Sample{3, 0, 100}, Sample{}, late, Next, ""},
		"slow, against the step before": {Sample{50, 0, 160}, Sample{3, 0, 99}, Sample{900, 0, 100}, late, Back, "that of the rest of the route 100 ms"},
	} {
		p := planOf()
		p.Figures, p.LastRest = Figures{c.its, c.rest}, c.last
		got, why := p.Judge(start.Add(c.after))
		if got != c.want || !strings.Contains(why, c.why) || (why == "") != (c.why == "") {
			t.Errorf("%s: %d, %q", name, got, why)
		}
	}
}

// TestTheFloorIsSaid holds Judge to the floor of the plan, whatever the ratio.
func TestTheFloorIsSaid(t *testing.T) {
	t.Parallel()
	for floor, want := range map[time.Duration]Verdict{20 * time.Millisecond: Next, 19 * time.Millisecond: Next, 18 * time.Millisecond: Back} {
		p := planOf()
		p.Within.P95Floor = policies.Duration(floor)
		p.Figures = Figures{Sample{50, 0, 22}, Sample{900, 0, 3}}
		if got, why := p.Judge(start.Add(10 * time.Minute)); got != want {
			t.Errorf("floor %v: %d, %q", floor, got, why)
		}
	}
}

func TestAdvance(t *testing.T) {
	t.Parallel()
	p := planOf()
	for i, want := range []int{50, 100, 100} {
		p.Figures = Figures{Sample{50, 0, 10}, Sample{[]int{100, 40, 0}[i], 0, 10}}
		p.Advance(start.Add(time.Duration(i) * time.Hour))
		if p.Percent() != want || p.LastRest.Calls != 100 || (p.State == Done) != (i == 2) {
			t.Errorf("after %d: %+v", i, p)
		}
	}
}

func TestMeter(t *testing.T) {
	t.Parallel()
	var m Meter
	m.Count("uae", "first", false, time.Second)
	m.Watch("uae")
	for i := range 2 * mostTimes {
		m.Count("uae", "first", i%4 == 0, time.Duration(i%100)*time.Millisecond)
		m.Count("other", "second", true, time.Second)
	}
	m.Count("uae", "second", true, 7*time.Millisecond)
	want := Figures{Sample{1, 1, 7}, Sample{2 * mostTimes, mostTimes / 2, 94}}
	if got := m.Read("uae", "second"); got != want {
		t.Errorf("counted %+v, want %+v", got, want)
	}
	m.Watch("uae")
	if got := m.Read("uae", "second"); got != (Figures{}) {
		t.Errorf("anew: %+v", got)
	}
	m.Forget("uae")
	m.Count("uae", "first", false, time.Second)
	if got := m.Read("uae", "second"); got != (Figures{}) || m.watched.Load() != 0 {
		t.Errorf("forgotten: %+v", got)
	}
}

// TestChangedBy names whoever made the last change, and nobody where it came by itself.
func TestChangedBy(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		state    State
		by, want string
	}{
		"running":  {Running, "", "ada"},
		"stopped":  {Ended, "bo", "bo"},
		"put back": {PutBack, "", ""},
	} {
		p := planOf()
		p.By = "ada"
		if p.End(c.state, "", c.by, start); p.ChangedBy() != c.want {
			t.Errorf("%s: %q, want %q", name, p.ChangedBy(), c.want)
		}
	}
}
