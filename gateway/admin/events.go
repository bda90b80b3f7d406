package admin

import (
	"context"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"

	"canongate/canonical"
)

// Events is the outbox. Its errors are *canonical.Error.
type Events interface {
	ListEvents(context.Context, EventFilter) (page []Event, next string, err error)
	// Redeliver makes the event due again for every subscriber that was to get it,
	// if it is of one of the tenants; nil: of any.
	Redeliver(ctx context.Context, id string, tenants []string) error
	// RedeliverAll makes all deliveries of the filter due again, and says how many.
	// It changes nothing, and its error is a Conflict, if there are not expected.
	RedeliverAll(ctx context.Context, f RedeliveryFilter, expected int64) (count int64, err error)
}

// RedeliveryFilter says which deliveries to make again; empty fields do not narrow.
type RedeliveryFilter struct {
	Subscriber   string    `json:"subscriber,omitempty"`
	Type         string    `json:"type,omitempty"`
	Tenant       string    `json:"tenant,omitempty"`
	State        string    `json:"state,omitempty"` // of a delivery
	CreatedAfter time.Time `json:"created_after,omitzero"`
	Tenants      []string  `json:"-"` // that the operator sees; nil: all
}

// EventFilter narrows and pages a list; empty fields do not.
type EventFilter struct {
	Type       string
	Subject    string
	Subscriber string
	State      string   // of a delivery
	Tenants    []string // that the operator sees; nil: all
	Page       Page
}

// Event is an event with how far its deliveries are, without its data.
type Event struct {
	ID         string     `json:"id"`
	Type       string     `json:"type"`
	Subject    string     `json:"subject"`
	Tenant     string     `json:"tenant"`
	Connection string     `json:"connection"`
	Time       time.Time  `json:"time"`
	Deliveries []Delivery `json:"deliveries"`
}

// Delivery is the standing of one subscriber.
type Delivery struct {
	Subscriber string    `json:"subscriber"`
	State      string    `json:"state"`
	Attempts   int       `json:"attempts"`
	NextAt     time.Time `json:"next_at,omitzero"` // of a pending one
}

var deliveryStates = []string{"pending", "delivered", "dead"}

func (s *server) listEvents(r *request) (answer, error) {
	if s.Events == nil {
		return answer{}, errNoJournal
	}
	values, err := r.query("type", "subject", "subscriber", "state", "cursor", "limit")
	if err != nil {
		return answer{}, err
	}
	f := EventFilter{
		Type: values.Get("type"), Subject: values.Get("subject"),
		Subscriber: values.Get("subscriber"), State: values.Get("state"), Tenants: r.operator.Tenants,
	}
	if err := checkState("state", f.State); err != nil {
		return answer{}, err
	}
	if f.Page, err = pageOf(values); err != nil {
		return answer{}, err
	}
	page, next, err := s.Events.ListEvents(r.Context(), f)
	if err != nil {
		return answer{}, err
	}
	return ok(newList(page, next))
}

// redelivery is an event that will be delivered again.
type redelivery struct {
	ID    string `json:"id"`
	State string `json:"state"`
}

func (s *server) redeliverEvent(r *request) (answer, error) {
	if s.Events == nil {
		return answer{}, errNoJournal
	}
	why, err := r.change()
	if err != nil {
		return answer{}, err
	}
	id := r.PathValue("id")
	err = s.Events.Redeliver(r.Context(), id, r.operator.Tenants)
	if err := r.audit(audited{id, why, "", "pending"}, err); err != nil {
		return answer{}, err
	}
	return answer{status: http.StatusAccepted, body: redelivery{id, "pending"}}, nil
}

func checkState(pointer, state string) error {
	if state != "" && !slices.Contains(deliveryStates, state) {
		return invalid(pointer, canonical.FieldInvalid, "must be pending, delivered or dead")
	}
	return nil
}

// redeliveryRequest asks for all deliveries of a filter. Expect keeps a filter that
// takes more than was thought from doing so.
type redeliveryRequest struct {
	Change
	Filter *RedeliveryFilter `json:"filter"`
	Expect struct {
		Count *int64 `json:"count"`
	} `json:"expect"`
}

func (q *redeliveryRequest) check() error {
	switch {
	case q.Filter == nil:
		return invalid("/filter", canonical.FieldRequired, "is required; an empty one takes every delivery")
	case q.Expect.Count == nil:
		return invalid("/expect/count", canonical.FieldRequired, "is required: how many deliveries the filter takes")
	}
	for member, value := range map[string]string{"subscriber": q.Filter.Subscriber, "type": q.Filter.Type, "tenant": q.Filter.Tenant} {
		if len(value) > maxName {
			return invalid("/filter/"+member, canonical.FieldInvalid, "must have at most 128 bytes")
		}
	}
	return checkState("/filter/state", q.Filter.State)
}

// maxName bounds a name of a filter, in bytes.
const maxName = 128

// String is the filter as the audit log shows it.
func (f *RedeliveryFilter) String() string {
	var parts []string
	for _, part := range [][2]string{{"subscriber", f.Subscriber}, {"type", f.Type}, {"tenant", f.Tenant}, {"state", f.State}} {
		if part[1] != "" {
			parts = append(parts, part[0]+"="+part[1])
		}
	}
	if !f.CreatedAfter.IsZero() {
		parts = append(parts, "created_after="+f.CreatedAfter.Format(time.RFC3339Nano))
	}
	return strings.Join(parts, " ")
}

// redeliveries are deliveries that will be made again.
type redeliveries struct {
	Count int64  `json:"count"`
	State string `json:"state"`
}

func (s *server) redeliverEvents(r *request) (answer, error) {
	if s.Events == nil {
		return answer{}, errNoJournal
	}
	var body redeliveryRequest
	if err := r.read(&body); err != nil {
		return answer{}, err
	}
	err := r.sign(&body.Change)
	if err == nil {
		err = body.check()
	}
	if err != nil {
		return answer{}, err
	}
	body.Filter.Tenants = r.operator.Tenants
	count, err := s.Events.RedeliverAll(r.Context(), *body.Filter, *body.Expect.Count)
	change := audited{body.Filter.String(), body.Change, "", strconv.FormatInt(count, 10) + " pending"}
	if err != nil {
		change.to = "pending"
	}
	if err := r.audit(change, err); err != nil {
		return answer{}, err
	}
	return answer{status: http.StatusAccepted, body: redeliveries{count, "pending"}}, nil
}
