package gateway

import (
	"context"
	"maps"
	"slices"

	"canongate/canonical"
	"canongate/gateway/schema"
	"canongate/policies"
	"canongate/policies/routing"
)

// connectionView is a connection as callers see it.
type connectionView struct {
	Object     string                   `json:"object" enum:"connection"`
	Name       string                   `json:"name" doc:"For the header Gateway-Connection."`
	Vendor     string                   `json:"vendor" doc:"The vendor behind it."`
	Sandbox    bool                     `json:"sandbox" doc:"Whether it talks to the vendor's simulator."`
	State      policies.ConnectionState `json:"state" enum:"enabled,draining,disabled" doc:"Whether it serves: draining serves the ids that were made there and takes no new customers."`
	Operations []string                 `json:"operations" doc:"What the connection can do."`
}

// listConnections lists the connections that the caller's tenant may use.
type listConnections struct{}

func (w *listConnections) operation() (string, canonical.Effect) {
	return "list_connections", canonical.Safe
}

func (w *listConnections) compile(*schema.Registry) compiledSpec { return w }

func (w *listConnections) bind(_ *Server, e *endpoint, state *State) handler {
	operations := capabilities(state)
	names := slices.Sorted(maps.Keys(state.Connections))
	return func(_ context.Context, r *request) (policies.Answer, error) {
		if err := (&schema.Params{}).Bind(&struct{}{}, r.from); err != nil {
			return policies.Answer{}, err
		}
		list := canonical.NewList[connectionView](nil)
		for _, name := range names {
			if state.mayUse(r.caller.Tenant, name, operations[name]) {
				list.Data = append(list.Data, state.view(name, operations[name]))
			}
		}
		return jsonAnswer(e.success, list)
	}
}

// getConnection reads one connection.
type getConnection struct{}

func (w *getConnection) operation() (string, canonical.Effect) {
	return "get_connection", canonical.Safe
}

func (w *getConnection) compile(*schema.Registry) compiledSpec { return w }

func (w *getConnection) bind(_ *Server, e *endpoint, state *State) handler {
	operations := capabilities(state)
	return func(_ context.Context, r *request) (policies.Answer, error) {
		if err := (&schema.Params{}).Bind(&struct{}{}, r.from); err != nil {
			return policies.Answer{}, err
		}
		name := r.from.Path("name")
		if state.Connections[name] == nil || !state.mayUse(r.caller.Tenant, name, operations[name]) {
			return policies.Answer{}, noSuchConnection()
		}
		r.connection = name
		return jsonAnswer(e.success, state.view(name, operations[name]))
	}
}

// capabilities are the names of what each connection can do.
func capabilities(state *State) map[string][]string {
	all := make(map[string][]string, len(state.Connections))
	for name, connection := range state.Connections {
		can := []string{}
		for _, row := range canonical.Operations() {
			if supports(connection.Adapter, row) {
				can = append(can, row.Name())
			}
		}
		all[name] = can
	}
	return all
}

// supports says whether the operation works on the connection of an adapter. Our
// journal reads what payments the adapter makes.
func supports(adapter canonical.Adapter, row canonical.Row) bool {
	if row.Name() == canonical.GetPayment.Name() && canonical.CreatePayment.Supports(adapter) {
		return true
	}
	return row.Supports(adapter)
}

// mayUse asks the routes, which know the tenants of connections.
func (s *State) mayUse(tenant, connection string, operations []string) bool {
	if len(operations) == 0 {
		return false
	}
	decision := s.Choose(&routing.Query{
		Operation: operations[0], Effect: canonical.Safe, Tenant: tenant, Requested: connection,
	})
	return !slices.ContainsFunc(decision.PassedOver, func(p routing.PassedOver) bool {
		return p.Connection == connection && p.Reason == routing.ReasonTenantNotAllowed
	})
}

func (s *State) view(name string, operations []string) connectionView {
	c := s.Connections[name]
	v := connectionView{
		Object: "connection", Name: name, Vendor: c.Vendor, Sandbox: c.Sandbox,
		State: policies.Enabled, Operations: operations,
	}
	if len(operations) > 0 {
		if state := s.condition(name, operations[0]).State; state != "" {
			v.State = state
		}
	}
	return v
}
