package admin

import (
	"context"
	"net/http"
	"slices"
	"time"

	"canongate/canonical"
)

// Events is the outbox. Its errors are *canonical.Error.
type Events interface {
	ListEvents(context.Context, EventFilter) (page []Event, next string, err error)
	// Redeliver makes the event due again for every subscriber that was to get it.
	Redeliver(ctx context.Context, id string) error
}

// EventFilter narrows and pages a list; empty fields do not.
type EventFilter struct {
	Type       string
	Subject    string
	Subscriber string
	State      string // of a delivery
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
		Subscriber: values.Get("subscriber"), State: values.Get("state"),
	}
	if f.State != "" && !slices.Contains(deliveryStates, f.State) {
		return answer{}, invalid("state", canonical.FieldInvalid, "must be pending, delivered or dead")
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
	var body change
	if err := r.read(&body); err != nil {
		return answer{}, err
	}
	by, err := r.who(body.By)
	if err != nil {
		return answer{}, err
	}
	id := r.PathValue("id")
	err = s.Events.Redeliver(r.Context(), id)
	if err := r.audit(audited{id, by, "", "pending"}, err); err != nil {
		return answer{}, err
	}
	return answer{status: http.StatusAccepted, body: redelivery{id, "pending"}}, nil
}
