package sandbox

import (
	"net/http"
	"net/url"
	"time"

	"canongate/adapters/internal/simulator"
)

type getActionsRequest struct {
	IsPre         string `json:"isPre"` // "true" or "false", a string
	ApplicationID string `json:"Application_id"`
}

type preRequirementsRequest struct {
	ApplicationID string `json:"Application_id"`
}

type updateActionRequest struct {
	UserActionIdentifier string `json:"UserActionIdentifier"`
	Response             string `json:"Response"`
	Status               string `json:"Status"`
}

func (s *sandbox) getActions(r *simulator.Request, c caller) simulator.Reply {
	var req getActionsRequest
	if !decode(r, &req) {
		return s.unreadable()
	}
	if !oneOf(req.IsPre, "true", "false") {
		return s.refuse(malformed("isPre"))
	}
	app, why := s.find(c, req.ApplicationID)
	if why != nil {
		return s.refuse(why)
	}
	var wanted []action
	for _, a := range s.templates.actions(app) {
		if a.ActionMetaData.IsPreRequirement == req.IsPre {
			wanted = append(wanted, a.listed(app))
		}
	}
	count := len(wanted)
	if app.scenario == "count@example.com" {
		count++
	}
	return simulator.JSON(http.StatusOK, group(wanted, count, 0))
}

func (s *sandbox) createPreRequirements(r *simulator.Request, c caller) simulator.Reply {
	req, ok := readPreRequirements(r)
	if !ok {
		return s.unreadable()
	}
	app, why := s.find(c, req.ApplicationID)
	if why != nil {
		return s.refuse(why)
	}
	app, why = s.change(app, func(a application) (application, *refusal) {
		if a.question == "" {
			a.question = "CA" + digits(12)
		}
		return a, nil
	})
	if why != nil {
		return s.refuse(why)
	}
	var requested []action
	for _, a := range s.templates.actions(app) {
		if a.UserActionID != "" {
			requested = append(requested, a)
		}
	}
	answer := group(requested, len(requested), http.StatusOK)
	answer.set("id", app.id)
	return simulator.JSON(http.StatusOK, answer)
}

// readPreRequirements reads the form field jsondata, or a JSON body (TEM-15).
func readPreRequirements(r *simulator.Request) (req preRequirementsRequest, ok bool) {
	if mediaType(r) == "application/x-www-form-urlencoded" {
		form, err := url.ParseQuery(string(r.Body))
		if err != nil || len(form) != 1 || len(form["jsondata"]) != 1 {
			return req, false
		}
		field := simulator.Request{Body: []byte(form.Get("jsondata"))}
		return req, field.Decode(&req) == nil
	}
	return req, decode(r, &req)
}

func (s *sandbox) updateAction(r *simulator.Request, c caller) simulator.Reply {
	var req updateActionRequest
	if !decode(r, &req) {
		return s.unreadable()
	}
	app, found, why := s.findAction(c, req.UserActionIdentifier)
	if why == nil {
		why = found.accepts(req)
	}
	if why == nil {
		_, why = s.change(app, func(a application) (application, *refusal) {
			return a.withStatus(req.UserActionIdentifier, req.Status), nil
		})
	}
	if why != nil {
		return s.refuse(why)
	}
	return s.samples.Reply("answer_requirement.ok", simulator.Field{Name: "id", Value: simulator.RandomHex(12)})
}

// findAction gives the application and the user action of an identifier.
func (s *sandbox) findAction(c caller, identifier string) (application, action, *refusal) {
	if identifier == "" {
		return application{}, action{}, missing("UserActionIdentifier")
	}
	app, why := s.findByAction(c, identifier)
	if why != nil {
		return application{}, action{}, why
	}
	for _, a := range s.templates.actions(app) {
		if a.UserActionIdentifier == identifier {
			return app, a, nil
		}
	}
	return application{}, action{}, &refusal{codeNotFound, "There is no such user action"}
}

// accepts says what is wrong with an answer to the action.
func (a action) accepts(req updateActionRequest) *refusal {
	switch req.Status {
	case "Skipped":
		if a.ActionMetaData.Skippable != "true" {
			return &refusal{codeForbidden, "The action cannot be skipped"}
		}
		return nil
	case "Submitted":
	case "":
		return missing("Status")
	default:
		return malformed("Status")
	}
	switch kind := a.ActionMetaData.UserActionType; kind {
	case "Date":
		if _, err := time.Parse("02/01/2006", req.Response); err != nil {
			return malformed("Response") // TEM-14
		}
	case "Text":
		if req.Response == "" {
			return missing("Response")
		}
	}
	return nil
}
