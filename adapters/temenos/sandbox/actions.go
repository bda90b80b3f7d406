package sandbox

import (
	"net/http"
	"slices"

	"canongate/adapters/internal/simulator"
)

// action is a user action in either of the vendor's two shapes:
// getUserActions fills PartyId, ProductId and CategoryMetadata,
// createPreRequirements fills UserActionId, appliesTo and the outer
// DynamicData (TEM-11).
type action struct {
	UserActionName       string   `json:"UserActionName"`
	UserActionID         string   `json:"UserActionId,omitempty"`
	UserActionStatus     string   `json:"UserActionStatus"`
	PartyID              string   `json:"PartyId,omitempty"`
	ActionMetaData       metaData `json:"ActionMetaData"`
	UserActionIdentifier string   `json:"UserActionIdentifier"`
	ProductID            string   `json:"ProductId,omitempty"`
	AppliesTo            string   `json:"appliesTo,omitempty"`
	AppliesToID          string   `json:"appliesToId,omitempty"`
	DynamicData          *names   `json:"DynamicData,omitempty"`
}

type metaData struct {
	Group              string    `json:"Group"`
	Options            string    `json:"Options"`
	InformationText    string    `json:"InformationText,omitempty"`
	Description        string    `json:"Description"`
	DescriptionKey     string    `json:"Description_Key"`
	NeedsReview        string    `json:"NeedsReview"`
	Title              string    `json:"Title"`
	InformationTextKey string    `json:"InformationText_Key,omitempty"`
	OptionsType        string    `json:"OptionsType"`
	TitleKey           string    `json:"Title_Key"`
	ActionLevel        string    `json:"ActionLevel"`
	AssistTitle        string    `json:"AssistTitle,omitempty"`
	CategoryMetadata   *category `json:"CategoryMetadata,omitempty"`
	Skippable          string    `json:"Skippable"`
	UserActionType     string    `json:"UserActionType"`
	DynamicData        *names    `json:"DynamicData,omitempty"`
	IsPreRequirement   string    `json:"isPreRequirement"`
}

type category struct {
	Identifier string `json:"identifier"`
	Type       string `json:"type"`
}

type names struct {
	FirstName string `json:"FirstName"`
	LastName  string `json:"LastName"`
}

// oddStatuses are handed out in turn to the actions of statuses@example.com.
var oddStatuses = []string{"Pending With Customer", "Waived", "Completed", "Escalated"}

// templates are the actions of the samples, to be filled in for each
// application.
type templates struct {
	applicant, coApplicant []action
	textQuestion           action // as the standing application shows it
	dateQuestion           action // as createPreRequirements asks it
	applicantNames         names
	coApplicantNames       names
}

func readTemplates(samples simulator.Samples) templates {
	var listed struct{ Income, Documents, Verification []action }
	var later struct{ Offer []action }
	var created struct{ Verification []action }
	mustDecode(samples.Reply("list_requirements.ok").Body, &listed)
	mustDecode(samples.Reply("list_requirements.post_submission").Body, &later)
	mustDecode(samples.Reply("create_requirements.ok").Body, &created)
	t := templates{textQuestion: listed.Verification[0], dateQuestion: created.Verification[0]}
	for _, a := range slices.Concat(listed.Income, listed.Documents, later.Offer) {
		data := a.ActionMetaData.DynamicData
		switch {
		case a.PartyID == demoCoApplicant:
			t.coApplicant, t.coApplicantNames = append(t.coApplicant, a), *data
		case data != nil:
			t.applicant, t.applicantNames = append(t.applicant, a), *data
		default:
			t.applicant = append(t.applicant, a)
		}
	}
	return t
}

// demo is the standing application.
func (t templates) demo() application {
	return application{id: demoApplication, standing: true, parties: []party{
		{id: demoApplicant, entity: simulator.RandomHex(12), firstName: t.applicantNames.FirstName, lastName: t.applicantNames.LastName},
		{id: demoCoApplicant, entity: demoEntity, firstName: t.coApplicantNames.FirstName, lastName: t.coApplicantNames.LastName},
	}}
}

// actions lists all user actions of an application. The question of
// createPreRequirements has that operation's shape.
func (t templates) actions(app application) []action {
	if app.scenario == "none@example.com" {
		return nil
	}
	var all []action
	for i, p := range app.parties {
		own := t.applicant
		if i > 0 {
			own = t.coApplicant
		}
		for _, a := range own {
			all = append(all, a.fill(app, p))
		}
	}
	switch {
	case app.question != "":
		all = append(all, t.dateQuestion.fill(app, app.parties[0]))
	case app.standing:
		all = append(all, t.textQuestion.fill(app, app.parties[0]))
	}
	for i := range all {
		if app.scenario == "statuses@example.com" {
			all[i].UserActionStatus = oddStatuses[i%len(oddStatuses)]
		}
		if status, ok := app.statuses[all[i].UserActionIdentifier]; ok {
			all[i].UserActionStatus = status
		}
	}
	return all
}

// fill makes a template the action of one party of an application.
func (a action) fill(app application, p party) action {
	a.UserActionIdentifier = a.UserActionName + "_" + p.id + "_" + app.id
	if a.UserActionID != "" {
		a.UserActionID = app.question
		a.AppliesTo, a.AppliesToID = p.firstName, p.id
		a.DynamicData = &names{p.firstName, p.lastName}
		return a
	}
	a.PartyID = p.id
	if c := a.ActionMetaData.CategoryMetadata; c.Type == "Applicant" {
		a.ActionMetaData.CategoryMetadata = &category{p.id, c.Type}
	} else {
		a.ActionMetaData.CategoryMetadata = &category{app.id, c.Type}
	}
	if a.ActionMetaData.DynamicData != nil {
		a.ActionMetaData.DynamicData = &names{p.firstName, p.lastName}
	}
	return a
}

// listed gives an action the shape of getUserActions.
func (a action) listed(app application) action {
	if a.UserActionID == "" {
		return a
	}
	a.PartyID, a.ProductID = a.AppliesToID, "ALL"
	a.ActionMetaData.CategoryMetadata = &category{app.id, "Application"}
	a.ActionMetaData.DynamicData = a.DynamicData
	a.UserActionID, a.AppliesTo, a.AppliesToID, a.DynamicData = "", "", "", nil
	return a
}

// grouped is an answer that has a key for each group of its actions, next to
// the fixed ones (TEM-4), in the order in which they were set.
type grouped []simulator.Field

func group(actions []action, count, httpStatusCode int) grouped {
	var names []string
	groups := map[string][]action{}
	for _, a := range actions {
		name := a.ActionMetaData.Group
		if groups[name] == nil {
			names = append(names, name)
		}
		groups[name] = append(groups[name], a)
	}
	var g grouped
	for _, name := range names {
		g.set(name, groups[name])
	}
	g.set("count", count)
	g.set("opstatus", 0)
	g.set("httpStatusCode", httpStatusCode)
	return g
}

func (g *grouped) set(name string, value any) {
	*g = append(*g, simulator.Field{Name: name, Value: value})
}

// MarshalJSON writes an object.
func (g grouped) MarshalJSON() ([]byte, error) {
	out := []byte{'{'}
	for i, f := range g {
		if i > 0 {
			out = append(out, ',')
		}
		out = append(out, simulator.JSON(http.StatusOK, f.Name).Body...)
		out = append(append(out, ':'), simulator.JSON(http.StatusOK, f.Value).Body...)
	}
	return append(out, '}'), nil
}
