package gateway

import (
	"context"
	"encoding/json"
	"errors"
	"net/http"

	"canongate/canonical"
	"canongate/gateway/auth"
	"canongate/policies"
)

// receiveEvent takes a vendor's notification. The adapter authenticates it; the
// ids of what it reports are sealed for the connection's own tenant.
type receiveEvent struct{}

// receipt is what the vendor is answered.
type receipt struct {
	Status string `json:"status" enum:"accepted,known" doc:"known: this state was reported before; nothing was emitted."`
}

func (w *receiveEvent) operation() (string, canonical.Effect) {
	return canonical.ReceiveEvent.Name(), canonical.ReceiveEvent.Effect()
}

func (w *receiveEvent) prepare(*schemas) {}

func (w *receiveEvent) bind(s *Server, _ *endpoint, state *State) handler {
	bound := make(map[string]canonical.Func[canonical.InboundEvent, canonical.Notice], len(state.Connections))
	for name, connection := range state.Connections {
		if f := canonical.ReceiveEvent.Bind(connection.Adapter); f != nil {
			bound[name] = f
		}
	}
	return func(ctx context.Context, x *exchange) (policies.Answer, error) {
		name := x.from.path("connection")
		connection := state.Connections[name]
		if connection == nil {
			return policies.Answer{}, canonical.Errorf(canonical.NotFound, "No connection has this name.")
		}
		receive := bound[name]
		if receive == nil {
			return policies.Answer{}, unsupported("The connection's vendor sends no notifications.")
		}
		if s.options.Events == nil {
			return policies.Answer{}, unsupported("This gateway runs without a journal, so it can keep no notifications.")
		}
		x.caller = &auth.Caller{Tenant: connection.Tenant}
		event := canonical.InboundEvent{Header: x.allHeader(), Body: x.body, VerifiedPeer: x.peerTrusted}
		return s.receive(ctx, x, connection, func(ctx context.Context) (canonical.Notice, error) { return receive(ctx, event) })
	}
}

// receive runs the adapter within the connection's chain and passes on what is
// news.
func (s *Server) receive(ctx context.Context, x *exchange, connection *Connection, do func(context.Context) (canonical.Notice, error)) (policies.Answer, error) {
	x.connection = connection.Name
	call := s.newCall(x, connection)
	call.Render = func(err error) policies.Answer { return s.refuse(x, err) }
	err := connection.policy()(ctx, call, func(ctx context.Context) error {
		return s.guarded(ctx, x, func() error {
			notice, err := do(ctx)
			if err != nil {
				return err
			}
			s.nameJourney(ctx, call, &notice.Data)
			news, err := s.emit(ctx, connection, notice)
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
	x.vendorTime += call.VendorTime
	if err != nil {
		return policies.Answer{}, tagged(err, x.operation(), connection.Name)
	}
	return call.Answer, nil
}

// emit hands a notice over with its ids sealed. One without a type reports
// nothing.
func (s *Server) emit(ctx context.Context, connection *Connection, notice canonical.Notice) (news bool, err error) {
	if notice.Type == "" {
		return false, nil
	}
	seal := sealer{ids: s.ids, tenant: connection.Tenant, connection: connection.Name}
	seal.visit("", &notice.Subject)
	notice.Data.EachID(seal.visit)
	if seal.err != nil {
		return false, seal.err
	}
	told := InboundNotice{
		Connection: connection.Name, Tenant: connection.Tenant, Type: notice.Type, Subject: notice.Subject.Sealed(),
		State: notice.State, Time: s.now().UTC(),
	}
	if told.Data, err = json.Marshal(notice.Data); err != nil {
		return false, errors.New("render event: its data cannot be marshalled")
	}
	if notice.Data.Status == "" {
		return s.options.Events.Emit(ctx, told)
	}
	status, err := statusOf(notice.Data, told)
	if err != nil {
		return false, err
	}
	return s.options.Events.Emit(ctx, told, status)
}

// completed tells that a verification is over. What was verified stays out: it is
// for the caller alone.
func completed(v *canonical.Verification) *policies.News {
	if v.Status == canonical.VerificationPending {
		return nil
	}
	data, err := json.Marshal(canonical.EventData{VerificationID: v.ID, CustomerID: v.CustomerID, Status: v.Status})
	if err != nil {
		return nil // sealed ids and a word always marshal
	}
	return &policies.News{Type: canonical.EventVerificationCompleted, Subject: v.ID.Sealed(), Data: data}
}

// statusOf is what a notice says of the customer's status, for those who wait for
// that alone. The first status that a vendor reports may be no change: only a
// later one is told.
func statusOf(d canonical.EventData, told InboundNotice) (InboundNotice, error) {
	data, err := json.Marshal(canonical.EventData{CustomerID: d.CustomerID, Status: d.Status, StatusRaw: d.StatusRaw})
	if err != nil {
		return InboundNotice{}, errors.New("render event: its data cannot be marshalled")
	}
	told.Type, told.State, told.Data, told.FromKnown = canonical.EventCustomerStatusUpdated, d.Status+"|"+d.StatusRaw, data, true
	return told, nil
}
