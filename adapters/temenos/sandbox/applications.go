package sandbox

import (
	"crypto/rand"
	"fmt"
	"maps"
	"math/big"
	"slices"
	"strings"

	"canongate/adapters/internal/simulator"
)

// maxParties bounds the people of one application.
const maxParties = 4

type party struct {
	id, entity          string
	firstName, lastName string
}

// application is one journey. Its values are never changed in place: they are
// shared with calls in flight.
type application struct {
	id       string
	parties  []party           // the applicant first
	statuses map[string]string // by UserActionIdentifier, where an answer changed it
	question string            // UserActionId once createPreRequirements has asked
	standing bool              // asks the question as a Text until then
	scenario string            // the magic email it was made with
}

// newApplication makes an application for one applicant.
func newApplication(email string, applicant party) application {
	return application{id: rand.Text()[:7], parties: []party{applicant}, scenario: email}
}

func newPartyID() string { return "1" + digits(9) }

func digits(n int) string {
	limit := new(big.Int).Exp(big.NewInt(10), big.NewInt(int64(n)), nil)
	v, _ := rand.Int(rand.Reader, limit) // never fails: crypto/rand ends the program instead
	return fmt.Sprintf("%0*d", n, v)
}

func (a application) withStatus(identifier, status string) application {
	a.statuses = maps.Clone(a.statuses)
	if a.statuses == nil {
		a.statuses = map[string]string{}
	}
	a.statuses[identifier] = status
	return a
}

// withCoApplicant lays the given names over the co-applicant of that entity,
// or over the first one when entity is empty; a new one joins when there is
// none.
func (a application) withCoApplicant(entity, first, last string) (application, *refusal) {
	a.parties = slices.Clone(a.parties)
	i := 1
	for i < len(a.parties) && entity != "" && a.parties[i].entity != entity {
		i++
	}
	if i >= maxParties {
		return a, &refusal{codeForbidden, "The application has too many applicants"}
	}
	if i == len(a.parties) {
		if entity == "" {
			entity = simulator.RandomHex(12)
		}
		a.parties = append(a.parties, party{id: newPartyID(), entity: entity})
	}
	if first != "" {
		a.parties[i].firstName = first
	}
	if last != "" {
		a.parties[i].lastName = last
	}
	return a, nil
}

// find gives the application of a session, by the name it gives or by what it
// is bound to; doc.go has the rule.
func (s *sandbox) find(c caller, named string) (application, *refusal) {
	switch {
	case named == "" && c.application == "":
		return s.get(demoApplication)
	case named == "":
		return s.get(c.application)
	case c.application != "" && c.application != named:
		return application{}, &refusal{codeForbidden, "The session belongs to another application"}
	}
	app, why := s.get(named)
	if why == nil {
		s.bind(c, named)
	}
	return app, why
}

// findByAction gives the application that the last part of a
// UserActionIdentifier names.
func (s *sandbox) findByAction(c caller, identifier string) (application, *refusal) {
	app, why := s.get(identifier[strings.LastIndex(identifier, "_")+1:])
	if why == nil && c.application == "" {
		s.bind(c, app.id)
	}
	return app, why
}

func (s *sandbox) get(id string) (application, *refusal) {
	app, ok := s.applications.Get(id)
	switch {
	case ok && app.scenario == "broken@example.com":
		return application{}, broken
	case ok:
		return app, nil
	case id == demoApplication:
		return s.demo, nil
	}
	return application{}, &refusal{codeNotFound, "There is no such application"}
}

// change stores what edit makes of an application. The standing one is stored
// from its first change on.
func (s *sandbox) change(app application, edit func(application) (application, *refusal)) (changed application, why *refusal) {
	s.applications.Update(app.id, func(current application, found bool) (application, bool) {
		if !found {
			current = app
		}
		changed, why = edit(current)
		return changed, why == nil
	})
	return changed, why
}
