package admin

import "canongate/gateway/auth"

// operator is who asks, as the console shows it.
type operator struct {
	Name    string      `json:"name"`
	Roles   []auth.Role `json:"roles"`
	Tenants []string    `json:"tenants"`
}

func (s *server) getOperator(r *request) (answer, error) {
	if _, err := r.query(); err != nil {
		return answer{}, err
	}
	o := operator{Name: r.operator.Name, Roles: r.operator.Roles, Tenants: r.operator.Tenants}
	if o.Tenants == nil {
		o.Tenants = []string{auth.AllTenants}
	}
	return ok(o)
}
