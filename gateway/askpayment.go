package gateway

import (
	"context"
	"crypto/rand"
	"maps"

	"canongate/canonical"
	"canongate/gateway/auth"
	"canongate/policies"
)

// pollCaller is who asks, as traces and logs name it.
const pollCaller = "poll"

// AskPayment asks the vendor what became of a payment, through the chain of the
// payment's connection as any call goes. The answer has none of our ids. vendorIDs are
// those that the vendor has told of it. The error is a *canonical.Error.
func (s *Server) AskPayment(ctx context.Context, tenant, id string, vendorIDs canonical.VendorIDs) (canonical.Payment, error) {
	state := s.current.Load().state
	name, keys, err := s.ids.Open(canonical.KindPayment, tenant, id)
	connection := state.Connections[name]
	if err != nil || connection == nil {
		return canonical.Payment{}, unsupported("The payment has no connection any more.")
	}
	do := canonical.GetPayment.Bind(connection.Adapter)
	if do == nil {
		return canonical.Payment{}, unsupported("The connection cannot do the operation.")
	}
	asked := canonical.Keys{}
	maps.Copy(asked, keys)
	maps.Copy(asked, vendorIDs)
	query := canonical.PaymentQuery{ID: canonical.NewID[canonical.PaymentID](asked)}
	r := &request{id: "req_" + rand.Text(), caller: &auth.Caller{ID: pollCaller, Tenant: tenant}}
	call := &policies.Call{
		Operation: canonical.GetPayment.Name(), Effect: canonical.GetPayment.Effect(), Connection: name, Vendor: connection.Vendor,
		Tenant: tenant, Caller: r.caller.Key(), RequestID: r.id, Generation: state.Generation,
	}
	said := new(canonical.Payment)
	err = connection.policy()(ctx, call, func(ctx context.Context) error {
		return s.guarded(ctx, r, call, func() (err error) {
			said, err = do(ctx, query)
			return err
		})
	})
	if err != nil {
		return canonical.Payment{}, tagged(err, call.Operation, name)
	}
	return *said, nil
}
