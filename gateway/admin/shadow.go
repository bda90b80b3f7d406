package admin

import (
	"slices"

	"canongate/gateway"
)

// getShadow is what comparing the answers of a rule came to, in this process.
func (s *server) getShadow(r *request) (answer, error) {
	if _, err := r.query(); err != nil {
		return answer{}, err
	}
	all := s.Shadows()
	i := slices.IndexFunc(all, func(report gateway.ShadowReport) bool { return report.Route == r.PathValue("route") })
	if i < 0 {
		return answer{}, notFound("No route of this name has a shadow.")
	}
	return ok(all[i])
}

// listShadows are those of all rules that have one.
func (s *server) listShadows(r *request) (answer, error) {
	if _, err := r.query(); err != nil {
		return answer{}, err
	}
	return ok(newList(s.Shadows(), ""))
}
