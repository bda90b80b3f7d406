package simulator_test

import (
	"encoding/json"
	"net/http"
	"strings"
	"testing"
	"time"

	"canongate/adapters/internal/simulator"
	"canongate/adapters/internal/simulator/simulatortest"
)

var noon = time.Date(2026, 3, 2, 12, 0, 0, 0, time.UTC)

// counting is a sandbox that counts its calls and knows one action and one file.
func counting() *simulator.Box {
	return simulator.NewBox(func() time.Time { return noon }, func(now func() time.Time) *simulator.Simulator {
		calls := 0
		sim := simulator.New()
		sim.Handle("POST /count", func(*simulator.Request) simulator.Reply {
			calls++
			return simulator.JSON(http.StatusOK, calls)
		})
		sim.Show(simulator.World{
			Values: simulator.Answers("count", "/n", [2]string{"1", "one"}),
			Actions: []simulator.Action{{Name: "settle", Takes: []string{"payment_id"}, Do: func(c simulator.Command) (simulator.Moved, *simulator.Refusal) {
				if c.Payment == nil {
					return simulator.Moved{}, simulator.Invalid("payment_id", "is required")
				}
				return simulator.Moved{Status: "settled"}, nil
			}}},
			Files: []simulator.File{{Name: "a.csv", ContentType: "text/csv", Write: func() simulator.Content {
				return simulator.Content{Body: []byte("x\n"), From: noon, To: now()}
			}}},
		})
		return sim
	})
}

func act(t *testing.T, b *simulator.Box, body string) (status int, answer struct{ Now, Status, Field, Detail string }) {
	t.Helper()
	w := simulatortest.Call{Method: http.MethodPost, Path: "/_sandbox/actions", Body: body}.Do(b)
	if err := json.Unmarshal(w.Body.Bytes(), &answer); err != nil {
		t.Fatalf("%s: %d %s", body, w.Code, w.Body)
	}
	return w.Code, answer
}

func TestBoxTurnsItsClock(t *testing.T) {
	t.Parallel()
	for by, want := range map[string]time.Duration{
		"61d": 61 * 24 * time.Hour, "36h": 36 * time.Hour, "1d12h": 36 * time.Hour, "90s": 90 * time.Second, "P2DT1H": 49 * time.Hour,
		"PT5M": 5 * time.Minute, "3650d": 3650 * 24 * time.Hour,
		"": 0, "0d": 0, "-1d": 0, "soon": 0, "P1M": 0, "1.5h": 0, "3651d": 0, "99999d": 0, "P": 0, "12": 0,
	} {
		status, answer := act(t, counting(), `{"action":"advance_clock","by":"`+by+`"}`)
		switch {
		case want > 0 && (status != http.StatusOK || answer.Now != noon.Add(want).Format(time.RFC3339)):
			t.Errorf("by %s: %d, now %s", by, status, answer.Now)
		case want == 0 && (status != http.StatusUnprocessableEntity || answer.Field != "by"):
			t.Errorf("by %q is taken: %d %+v", by, status, answer)
		}
	}
	b := counting()
	act(t, b, `{"action":"advance_clock","by":"2000d"}`)
	if status, _ := act(t, b, `{"action":"advance_clock","by":"2000d"}`); status != http.StatusUnprocessableEntity {
		t.Errorf("turned by more than ten years: %d", status)
	}
}

func TestBoxResets(t *testing.T) {
	t.Parallel()
	b := counting()
	count := func() string {
		return simulatortest.Call{Method: http.MethodPost, Path: "/count"}.Do(b).Body.String()
	}
	count()
	act(t, b, `{"action":"advance_clock","by":"1d"}`)
	if got := count(); got != "2" {
		t.Fatalf("counted %s", got)
	}
	if _, answer := act(t, b, `{"action":"reset"}`); answer.Now != noon.Format(time.RFC3339) || count() != "1" {
		t.Errorf("not new after the reset: %+v", answer)
	}
}

func TestBoxShowsItsWorld(t *testing.T) {
	t.Parallel()
	b := counting()
	shown := simulatortest.Call{Method: http.MethodGet, Path: "/_sandbox"}.Do(b).Body.String()
	for _, want := range []string{`"value":"1"`, `"action":"settle"`, `"action":"advance_clock"`, `"action":"reset"`, `"name":"a.csv"`} {
		if !strings.Contains(shown, want) {
			t.Errorf("%s is not shown: %s", want, shown)
		}
	}
	file := simulatortest.Call{Method: http.MethodGet, Path: "/_sandbox/files/a.csv"}.Do(b)
	if file.Code != http.StatusOK || file.Body.String() != "x\n" || file.Header().Get("Coverage-To") != noon.Format(time.RFC3339) {
		t.Errorf("file: %d %s %v", file.Code, file.Body, file.Header())
	}
	if w := (simulatortest.Call{Method: http.MethodGet, Path: "/_sandbox/files/b.csv"}).Do(b); w.Code != http.StatusNotFound {
		t.Errorf("a file that nobody writes: %d", w.Code)
	}
}

func TestBoxRefusesWhatItCannotDo(t *testing.T) {
	t.Parallel()
	for body, field := range map[string]string{
		`{"action":"finish_screening"}`: "action", `{}`: "action", `{"action":"settle"}`: "payment_id", `{"verb":"settle"}`: "", `[]`: "",
	} {
		status, answer := act(t, counting(), body)
		if status != http.StatusUnprocessableEntity || answer.Field != field {
			t.Errorf("%s: %d %+v", body, status, answer)
		}
		if field == "action" && !strings.Contains(answer.Detail, "advance_clock, reset, settle") {
			t.Errorf("%s: the actions are not named: %s", body, answer.Detail)
		}
	}
}
