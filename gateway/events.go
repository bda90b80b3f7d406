package gateway

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"maps"
	"net/http"
	"slices"
	"time"

	"canongate/canonical"
	"canongate/gateway/auth"
	"canongate/gateway/schema"
	"canongate/policies"
)

// EventSink takes what a vendor reported. Its errors are *canonical.Error.
type EventSink interface {
	// Taken says whether Emit took the notification before.
	Taken(ctx context.Context, from Notification) (bool, error)
	// Emit takes all notices of a notification, or none. It says whether any was
	// news: false when the subject was last seen in the same states, or the
	// notification was taken before.
	Emit(ctx context.Context, from Notification, notices ...InboundNotice) (news bool, err error)
}

// Notification tells one notification of a connection from others. Digest is nil
// where that cannot be told; after Until it is not authentic any more.
type Notification struct {
	Connection string
	Digest     []byte
	Until      time.Time
}

// InboundNotice is a notice with its ids sealed for the connection's tenant.
type InboundNotice struct {
	Connection string
	Tenant     string
	Type       canonical.EventType
	Subject    string // sealed customer id
	State      string // what is compared with the last one seen for type and subject
	// FromKnown says that the first state of all is no news.
	FromKnown bool
	Data      []byte // canonical.EventData in JSON
	Time      time.Time
}

// DefaultInboundRate is how often the vendor of a connection may notify.
var DefaultInboundRate = policies.RateOptions{Limit: 50, Per: policies.Duration(time.Second)}

// Why a notification was refused, besides what an adapter says of it.
const (
	refusedUnknown     = "unknown_connection"
	refusedUnsupported = "not_supported"
	refusedRate        = "rate_limited"
)

// receiveEvent takes a vendor's notification. Until the adapter has found it
// authentic, nothing of the connection is touched, and the answer is the same
// whatever connection is named. The ids of what it reports are sealed for the
// connection's own tenant.
type receiveEvent struct{}

// receipt is what the vendor is answered.
type receipt struct {
	Status string `json:"status" enum:"accepted,known" doc:"known: the notification was taken before, or reports nothing new; nothing was emitted."`
}

func (w *receiveEvent) operation() (string, canonical.Effect) {
	return canonical.ReceiveEvent.Name(), canonical.ReceiveEvent.Effect()
}

func (w *receiveEvent) compile(*schema.Registry) compiledSpec { return w }

func (w *receiveEvent) bind(s *Server, _ *endpoint, state *State) handler {
	receivers := make(map[string]canonical.EventReceiver, len(state.Connections))
	for name, connection := range state.Connections {
		if receiver, ok := connection.Adapter.(canonical.EventReceiver); ok {
			receivers[name] = receiver
		}
	}
	// What cannot be authentic is checked as if it was meant for this one, so that
	// it takes as long.
	var standIn canonical.EventReceiver
	if len(receivers) > 0 {
		standIn = receivers[slices.Min(slices.Collect(maps.Keys(receivers)))]
	}
	return func(ctx context.Context, r *request) (policies.Answer, error) {
		name := r.from.Path("connection")
		event := canonical.InboundEvent{Header: r.allHeader(), Body: r.body, VerifiedPeer: r.peerTrusted}
		receiver := receivers[name]
		proof, refused := canonical.Authenticity{}, refusedUnsupported
		if checker := cmp.Or(receiver, standIn); checker != nil {
			proof = checker.AuthenticateEvent(event)
		}
		switch {
		case state.Connections[name] == nil:
			refused = refusedUnknown
		case receiver != nil:
			refused = string(proof.Forgery)
		}
		if refused != "" {
			s.noteRefused(name, refused)
			r.path = "" // the answer is the same whatever was named
			return policies.Answer{}, unauthenticatedEvent()
		}
		return s.takeEvent(ctx, r, state.Connections[name], receiver, event, proof)
	}
}

func (s *Server) noteRefused(connection, reason string) {
	if s.options.EventRefused != nil {
		s.options.EventRefused(connection, reason)
	}
}

func unauthenticatedEvent() error {
	return &canonical.Error{
		Code: canonical.Unauthenticated, Origin: canonical.OriginCaller,
		Message: "The notification is not signed as its connection wants it.",
	}
}

// takeEvent takes a notification that is authentic: at the rate of its connection,
// and once if it can be told from others.
func (s *Server) takeEvent(
	ctx context.Context, r *request, connection *Connection, receiver canonical.EventReceiver,
	event canonical.InboundEvent, proof canonical.Authenticity,
) (policies.Answer, error) {
	r.caller, r.connection = &auth.Caller{Tenant: connection.Tenant}, connection.Name
	if s.options.Events == nil {
		return policies.Answer{}, unsupported("This gateway runs without a journal, so it can keep no notifications.")
	}
	if err := s.limitEvents(ctx, r); err != nil {
		return policies.Answer{}, err
	}
	from := Notification{Connection: connection.Name, Digest: proof.Digest, Until: proof.Until}
	taken, err := s.options.Events.Taken(ctx, from)
	switch {
	case err != nil:
		return policies.Answer{}, tagged(err, r.operation(), connection.Name)
	case taken:
		return jsonAnswer(http.StatusOK, receipt{Status: "known"})
	}
	return s.receive(ctx, r, connection, from, func(ctx context.Context) (canonical.Notice, error) {
		return receiver.ReceiveEvent(ctx, event)
	})
}

// limitEvents counts a notification against the rate of its connection.
func (s *Server) limitEvents(ctx context.Context, r *request) error {
	if s.options.Limiter == nil {
		return nil
	}
	result, err := s.options.Limiter.Allow(ctx, "inbound:"+r.connection, cmp.Or(r.state.InboundRate, DefaultInboundRate))
	if err != nil {
		s.logOf(r).WarnContext(ctx, "limit of notifications runs without its store", "connection", r.connection)
	}
	switch {
	case result.Allowed:
		return nil
	case err != nil: // on_store_failure is closed
		return &canonical.Error{
			Code: canonical.VendorUnavailable, Origin: canonical.OriginGateway, Outcome: canonical.NotSent,
			RetryAfter: time.Second, Message: "The gateway cannot count notifications at this moment.",
		}
	}
	s.noteRefused(r.connection, refusedRate)
	return &canonical.Error{
		Code: canonical.RateLimited, Origin: canonical.OriginCaller, Outcome: canonical.NotSent,
		RetryAfter: max(result.RetryAfter, time.Second), Message: "The connection takes no more notifications at this moment.",
	}
}

// receive runs the adapter within the connection's chain and passes on what is
// news.
func (s *Server) receive(
	ctx context.Context, r *request, connection *Connection, from Notification, do func(context.Context) (canonical.Notice, error),
) (policies.Answer, error) {
	call := s.newCall(r, connection)
	call.Render = func(err error) policies.Answer { return s.refuse(r, err) }
	err := connection.policy()(ctx, call, func(ctx context.Context) error {
		return s.guarded(ctx, r, call, func() error {
			notice, err := do(ctx)
			if err != nil {
				return err
			}
			s.correlate(ctx, call, &notice.Data)
			news, err := s.emit(ctx, connection, from, notice)
			if err != nil {
				return err
			}
			taken := receipt{Status: "known"}
			if news {
				taken.Status = "accepted"
			}
			call.Answer, err = jsonAnswer(http.StatusOK, taken)
			return err
		})
	})
	r.vendorTime += call.VendorTime
	if err != nil {
		return policies.Answer{}, tagged(err, r.operation(), connection.Name)
	}
	return call.Answer, nil
}

// emit hands over what a notice says of the screening and of the status, with its
// ids sealed. One without a type reports nothing.
func (s *Server) emit(ctx context.Context, connection *Connection, from Notification, notice canonical.Notice) (news bool, err error) {
	seal := s.ids.NewEncoder(connection.Tenant, connection.Name)
	seal.Visit("", &notice.Subject)
	notice.Data.EachID(seal.Visit)
	if seal.Err() != nil {
		return false, seal.Err()
	}
	status := notice.Data
	status.Screening = nil
	var told []InboundNotice
	for _, part := range []struct {
		kind  canonical.EventType
		state string
		known bool
		data  canonical.EventData
	}{
		{canonical.EventScreeningUpdated, notice.State, notice.State != "", notice.Data},
		{canonical.EventCustomerStatusUpdated, notice.Data.Status + "|" + notice.Data.StatusRaw, notice.Data.Status != "", status},
	} {
		if notice.Type == "" || !part.known {
			continue
		}
		data, err := json.Marshal(part.data)
		if err != nil {
			return false, errors.New("render event: its data cannot be marshalled")
		}
		told = append(told, InboundNotice{
			Connection: connection.Name, Tenant: connection.Tenant, Type: part.kind, Subject: notice.Subject.Sealed(),
			State: part.state, FromKnown: notice.Type != part.kind, Data: data, Time: s.now().UTC(),
		})
	}
	return s.options.Events.Emit(ctx, from, told...)
}

// completed tells that a verification is over. What was verified stays out: it is
// for the caller alone.
func completed(v *canonical.Verification) *policies.OutboxEvent {
	if v.Status == canonical.VerificationPending {
		return nil
	}
	data, err := json.Marshal(canonical.EventData{VerificationID: v.ID, CustomerID: v.CustomerID, Status: v.Status})
	if err != nil {
		return nil // sealed ids and a word always marshal
	}
	return &policies.OutboxEvent{Type: canonical.EventVerificationCompleted, Subject: v.ID.Sealed(), Data: data}
}
