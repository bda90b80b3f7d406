package main

import (
	"encoding/json"
	"net/http"
	"testing"
	"time"
)

// shownConnection is what operators see of a connection.
type shownConnection struct {
	State, By, Reason string
	Until             time.Time
	Kept              bool
}

func (g *daemon) operatorSays(t *testing.T, body string) shownConnection {
	t.Helper()
	answer := g.operatorTries(t, body)
	if answer.status != http.StatusOK {
		t.Fatalf("%s: %d %s", body, answer.status, answer.body)
	}
	return decodeShown(t, answer.body)
}

func (g *daemon) operatorTries(t *testing.T, body string) reply {
	t.Helper()
	answer, err := client{base: g.admin}.do(t.Context(), http.MethodPut, "/admin/v1/connections/"+bank+"/state", nil, []byte(body))
	must(t, err)
	return answer
}

func (g *daemon) shown(t *testing.T) shownConnection {
	t.Helper()
	answer, err := client{base: g.admin}.get(t.Context(), "/admin/v1/connections/"+bank)
	must(t, err)
	return decodeShown(t, answer.body)
}

func decodeShown(t *testing.T, body []byte) (c shownConnection) {
	t.Helper()
	must(t, json.Unmarshal(body, &c))
	return c
}

// refuses says whether calls to the connection are.
func (g *daemon) refuses(t *testing.T, p payer) bool {
	t.Helper()
	answer, err := g.get(t.Context(), "/v1/customers/"+p.customer+"/bank_accounts")
	must(t, err)
	return answer.status == http.StatusServiceUnavailable
}

var byIda = shownConnection{State: "disabled", By: "local", Reason: "they answer for others", Kept: true}

const disableByIda = `{"state":"disabled","reason":"they answer for others","by":"local"}`

func TestOperatorStatesOutliveARestart(t *testing.T) {
	t.Parallel()
	s := newSite(t, siteOptions{})
	g := s.serve()
	p := g.payer(bank)
	if got := g.operatorSays(t, disableByIda); got != byIda {
		t.Errorf("it is shown as %+v", got)
	}
	g.kill()
	g = s.serve()
	if got := g.shown(t); got != byIda || !g.refuses(t, p) {
		t.Errorf("after a restart it is shown as %+v", got)
	}
	g.operatorSays(t, `{"state":"auto","reason":"mended","by":"local"}`)
	if got := g.shown(t); got != (shownConnection{State: "enabled"}) || g.refuses(t, p) {
		t.Errorf("given back it is shown as %+v", got)
	}
	moment := time.Second
	eventually(t, "it is disabled for a moment", func() bool {
		until := time.Now().Add(moment).Format(time.RFC3339Nano)
		moment *= 2 // what arrives when it is over is refused
		return g.operatorTries(t, `{"state":"disabled","reason":"a moment","by":"local","until":"`+until+`"}`).status == http.StatusOK
	})
	eventually(t, "its time is over", func() bool { return !g.refuses(t, p) })
}
