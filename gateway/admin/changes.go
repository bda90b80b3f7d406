package admin

import (
	"context"
	"time"

	"canongate/canonical"
	"canongate/policies/journal"
)

// Changes is the record of what operators did; a journal.Journal is one.
type Changes interface {
	KeepOperatorChange(context.Context, journal.OperatorChange) error
	ListOperatorChanges(context.Context, journal.OperatorChangeFilter, journal.Page) (page []journal.OperatorChange, next string, err error)
}

// changeView is a change as operators see it.
type changeView struct {
	ID        string    `json:"id"`
	At        time.Time `json:"at"`
	By        string    `json:"by"`
	Action    string    `json:"action"`
	Target    string    `json:"target"`
	Result    string    `json:"result"` // done, or the code of the refusal
	Reason    string    `json:"reason,omitempty"`
	From      string    `json:"from,omitempty"`
	To        string    `json:"to,omitempty"` // of a refused one what was wanted
	RequestID string    `json:"request_id"`
}

func viewOfChange(c journal.OperatorChange) changeView {
	return changeView{
		ID: c.ID, At: c.At.UTC(), By: c.By, Action: c.Action, Target: c.Target, Result: c.Result, Reason: c.Reason, From: c.From, To: c.To,
		RequestID: c.RequestID,
	}
}

// listChanges is for who sees all tenants, since targets and reasons may be about any.
func (s *server) listChanges(r *request) (answer, error) {
	if s.Changes == nil {
		return answer{}, errNoJournal
	}
	values, err := r.query("by", "action", "target", "since", "cursor", "limit")
	if err == nil {
		err = r.seesAll()
	}
	if err != nil {
		return answer{}, err
	}
	f := journal.OperatorChangeFilter{By: values.Get("by"), Action: values.Get("action"), Target: values.Get("target")}
	if since := values.Get("since"); since != "" {
		if f.Since, err = time.Parse(time.RFC3339, since); err != nil {
			return answer{}, invalid("since", canonical.FieldInvalid, "must be a time such as 2030-01-31T18:00:00Z")
		}
	}
	page, err := pageOf(values)
	if err != nil {
		return answer{}, err
	}
	found, next, err := s.Changes.ListOperatorChanges(r.Context(), f, journalPage(page))
	if err != nil {
		return answer{}, journalError(err, "")
	}
	return ok(newList(each(found, viewOfChange), next))
}
