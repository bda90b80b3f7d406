package admin

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"canongate/policies"
	"canongate/policies/journal"
	"canongate/policies/rollout"
)

// toDo is something that an operator should do, or know.
type toDo struct {
	Kind    string `json:"kind"`              // a word of a closed set
	Act     bool   `json:"act"`               // somebody should do something; else it is good to know
	Subject string `json:"subject,omitempty"` // name of a connection, route, subscriber or dependency
	Count   int    `json:"count,omitempty"`
	More    bool   `json:"more,omitempty"` // there are more than Count
	Detail  string `json:"detail"`
}

// putBackFor is how long a rollout that was put back is told of.
const putBackFor = 24 * time.Hour

// toDos are those of what the operator sees, what to act on first.
func (s *server) toDos(r *request) ([]toDo, error) {
	all := s.dependencyToDos(r.Context())
	all = append(all, s.configurationToDos(r.Context())...)
	all = append(all, s.connectionToDos()...)
	all = append(all, s.routeToDos(time.Now())...)
	money, err := s.moneyToDos(r)
	if err != nil {
		return nil, err
	}
	all = append(money, all...)
	slices.SortStableFunc(all, func(a, b toDo) int {
		switch {
		case a.Act == b.Act:
			return 0
		case a.Act:
			return -1
		}
		return 1
	})
	return all, nil
}

// dependencyToDos are about what the gateway stands on: the journal, Redis, issuer
// keys that are late.
func (s *server) dependencyToDos(ctx context.Context) (all []toDo) {
	ctx, cancel := context.WithTimeout(ctx, readyTimeout)
	defer cancel()
	_, dependencies := s.Health(ctx)
	for _, d := range dependencies {
		if !d.Ready || d.Reason != "" {
			reason := d.Reason
			if reason == "" {
				reason = "is not ready"
			}
			all = append(all, toDo{Kind: "dependency", Act: !d.Ready, Subject: d.Name, Detail: reason})
		}
	}
	return all
}

func (s *server) configurationToDos(ctx context.Context) (all []toDo) {
	now := s.Configuration.Current(ctx)
	switch {
	case now.FileRolledBack:
		all = append(all, toDo{Kind: "file_rolled_back", Act: true, Detail: "The file on disk is one that was rolled back; the next start would load it."})
	case now.FileDiffers:
		all = append(all, toDo{Kind: "file_differs", Act: true, Detail: "The file on disk is not the one in service; the next start would load it."})
	}
	if len(now.Refused) > 0 {
		all = append(all, toDo{Kind: "file_refused", Act: true, Count: len(now.Refused), Detail: "The last change of the configuration was refused: " + now.Refused[0]})
	}
	return all
}

func (s *server) connectionToDos() (all []toDo) {
	for _, c := range s.Connections() {
		v := s.view(c)
		since := ""
		if v.Wanted != nil {
			since = ", by " + v.By + ": " + v.Reason
			if !v.Until.IsZero() {
				since += " (until " + v.Until.Format(time.RFC3339) + ")"
			}
		}
		switch v.State {
		case policies.Disabled:
			all = append(all, toDo{Kind: "connection_disabled", Subject: c.Name, Detail: "takes no call" + since})
		case policies.Draining:
			all = append(all, toDo{Kind: "connection_draining", Subject: c.Name, Detail: "takes no new journeys" + since})
		case policies.Enabled:
		}
		if v.Health == failing || v.Health == degraded {
			all = append(all, toDo{Kind: "connection_" + string(v.Health), Act: v.Health == failing, Subject: c.Name, Detail: v.HealthWhy})
		}
		for _, b := range v.Breakers {
			if b.Forced {
				all = append(all, toDo{Kind: "breaker_forced", Subject: c.Name, Detail: fmt.Sprintf("the breaker of %s is held %s", b.Operation, b.State)})
			}
		}
	}
	return all
}

func (s *server) routeToDos(now time.Time) (all []toDo) {
	for _, rule := range s.Rules() {
		p, known := s.Rollouts.Of(rule.Name)
		switch {
		case !known:
		case p.State == rollout.Running:
			all = append(all, toDo{Kind: "rollout_running", Subject: rule.Name, Detail: fmt.Sprintf("%s has %d %% of it", p.Connection, p.Percent())})
		case p.State == rollout.Done && !slices.Equal(p.Weights(), p.Before):
			all = append(all, toDo{Kind: "rollout_done", Subject: rule.Name, Detail: "every step held; write the weights into the file"})
		case p.State == rollout.PutBack && now.Sub(p.EndedAt) < putBackFor:
			all = append(all, toDo{Kind: "rollout_put_back", Act: true, Subject: rule.Name, Detail: p.Why})
		}
	}
	for _, report := range s.Shadows() {
		if report.Compared > 0 && report.Equal < report.Compared {
			all = append(all, toDo{Kind: "shadow_differs", Subject: report.Route, Count: int(report.Compared - report.Equal),
				Detail: fmt.Sprintf("answers of %s differ, of %d compared", report.Connection, report.Compared)})
		}
	}
	return all
}

// countUpTo is how many rows a to-do counts.
const countUpTo = maxPage

// moneyToDos are about payments and events of the tenants that the operator sees.
func (s *server) moneyToDos(r *request) (all []toDo, err error) {
	note := func(t toDo, count int, next string) {
		if t.Count, t.More = count, next != ""; count > 0 {
			all = append(all, t)
		}
	}
	page := Page{Limit: countUpTo}
	if s.Payments != nil {
		found, next, err := s.Payments.ListPayments(r.Context(), PaymentFilter{Status: string(journal.Unknown), Tenants: r.operator.Tenants, Page: page})
		if err != nil {
			return nil, err
		}
		note(toDo{Kind: "payments_unknown", Act: true, Detail: "Nobody knows whether their money moved."}, len(found), next)
	}
	if s.Events != nil {
		found, next, err := s.Events.ListEvents(r.Context(), EventFilter{State: string(journal.DeliveryDead), Tenants: r.operator.Tenants, Page: page})
		if err != nil {
			return nil, err
		}
		note(toDo{Kind: "events_dead", Act: true, Detail: "Delivery was given up: " + strings.Join(deadAt(found), ", ")}, len(found), next)
	}
	if s.Money == nil {
		return all, nil
	}
	of, limit := r.operator.Tenants, journal.Page{Limit: countUpTo}
	exceptions, next, err := s.Money.Journal.ListExceptions(r.Context(), journal.ExceptionFilter{State: "open", Tenants: of}, limit)
	if err != nil {
		return nil, journalError(err, "")
	}
	note(toDo{Kind: "exceptions_open", Act: true, Detail: "News of money that a person has to look at."}, len(exceptions), next)
	waiting, next, err := s.Money.Journal.ListResolutions(r.Context(), journal.AwaitingApproval, of, limit)
	if err != nil {
		return nil, journalError(err, "")
	}
	note(toDo{Kind: "resolutions_waiting", Act: true, Detail: "They wait for a second person."}, len(waiting), next)
	corrections, next, err := s.Money.Journal.ListCorrections(r.Context(), journal.CorrectionFilter{State: "open", Tenants: of}, limit)
	if err != nil {
		return nil, journalError(err, "")
	}
	note(toDo{Kind: "corrections_open", Detail: "The bank asks to change what is sent."}, len(corrections), next)
	return all, nil
}

// deadAt are the subscribers that got none of some events.
func deadAt(events []Event) (names []string) {
	for _, e := range events {
		for _, d := range e.Deliveries {
			if d.State == string(journal.DeliveryDead) && !slices.Contains(names, d.Subscriber) {
				names = append(names, d.Subscriber)
			}
		}
	}
	slices.Sort(names)
	return names
}
