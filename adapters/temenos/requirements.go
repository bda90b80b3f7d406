package temenos

import (
	"cmp"
	"encoding/json"
	"maps"
	"slices"
	"strconv"
	"strings"
	"time"

	"canongate/adapters/internal/lenientjson"
	"canongate/adapters/internal/vendorerr"
	"canongate/canonical"
)

// Canonical names by the vendor's code, in lower case. The lists are open: the document
// shows one of the statuses, public sources show more.
var (
	statuses = map[string]string{
		"created":               canonical.RequirementPending,
		"pending with customer": canonical.RequirementPending,
		"submitted":             canonical.RequirementSubmitted,
		"skipped":               canonical.RequirementSkipped,
		"waive":                 canonical.RequirementWaived,
		"waived":                canonical.RequirementWaived,
		"completed":             canonical.RequirementCompleted,
	}
	kinds = map[string]string{
		"documentupload": canonical.KindDocumentUpload,
		"text":           canonical.KindText,
		"date":           canonical.KindDate,
	}
	levels = map[string]string{
		"applicant": "applicant", "application": "application", "entity": "entity", "facility": "facility",
	}
)

// isPre asks for a phase; the vendor's truth is a text here (TEM-3).
var isPre = map[string]string{canonical.PhasePreSubmission: "true", canonical.PhasePostSubmission: "false"}

// wanted is the message for an answer of the wrong kind, by kind.
var wanted = map[string]string{
	canonical.KindText:           "this requirement wants a text",
	canonical.KindDate:           "this requirement wants a date",
	canonical.KindDocumentUpload: "this requirement wants a document: upload it, then answer with an empty text",
}

func encodePhases(requested string) ([]string, error) {
	var e encoder
	switch _, known := isPre[requested]; {
	case requested == "":
		return []string{canonical.PhasePreSubmission, canonical.PhasePostSubmission}, nil
	case !known:
		e.Invalid("phase", "must be pre_submission or post_submission")
	}
	return []string{requested}, e.Err()
}

// encodeAnswer writes an answer in the form of its requirement's kind. An unknown kind
// takes any answer, a text may be a date, and documents may have a text with them.
func encodeAnswer(a canonical.RequirementAnswer, now time.Time) (response, error) {
	if err := a.Validate(now); err != nil {
		return response{}, err
	}
	var e encoder
	w := response{UserActionIdentifier: a.ID.Key(keyAction), Status: "Submitted"}
	kind := a.ID.Key(keyKind)
	switch {
	case a.Skip != nil:
		w.Status = "Skipped"
	case a.Text != nil:
		w.Response = string(*a.Text)
		blank := trim(*a.Text) == ""
		e.mismatch(kind == canonical.KindDate, "/text", kind)
		e.Require(!blank || kind == canonical.KindDate || kind == canonical.KindDocumentUpload, "/text")
	case a.Choice != nil:
		w.Response = string(*a.Choice)
		e.mismatch(wanted[kind] != "", "/choice", kind)
		e.Require(trim(*a.Choice) != "", "/choice")
	default:
		day, _ := time.Parse(time.DateOnly, string(a.Date)) // Validate knows it is one
		w.Response = day.Format("02/01/2006")               // TEM-14
		e.mismatch(kind == canonical.KindDocumentUpload, "/date", kind)
	}
	return w, e.Err()
}

func (e *encoder) mismatch(is bool, pointer, kind string) {
	if is {
		e.Invalid(pointer, wanted[kind])
	}
}

// decodeAnswered is the requirement as the answer leaves it; the vendor says
// nothing about it but a key of the answer.
func (m *mapper) decodeAnswered(a canonical.RequirementAnswer, w response, answer responded) canonical.Requirement {
	m.drift.ObserveIn(canonical.AnswerRequirement.Name(), answer, m.unmapped)
	action := splitIdentifier(w.UserActionIdentifier)
	r := canonical.Requirement{
		ID: a.ID, Object: "requirement", CustomerID: customerID(a.ID.Key(keyApplication)),
		VendorIDs: canonical.VendorIDs{keyAction: w.UserActionIdentifier},
		Name:      action.name, Kind: a.ID.Key(keyKind), Status: statuses[strings.ToLower(w.Status)],
	}
	if answer.ID != "" {
		r.VendorIDs[keyResponse] = string(answer.ID)
	}
	return r
}

// decodeRequirements gathers the user actions of all groups in the vendor's order.
// phase is the one that was asked for, or "". An action that cannot be read is left
// out and counted. So is one of another application, which its identifier names:
// only where there is nothing else, the answer is about another subject.
func (m *mapper) decodeRequirements(
	op canonical.Row, customer canonical.CustomerID, w grouped, phase string,
) ([]canonical.Requirement, error) {
	groups, refusal := m.groups(op, w.members())
	var own, others []canonical.Requirement
	for _, g := range groups {
		for _, action := range g.actions {
			if action.UserActionIdentifier == "" {
				m.unmapped("UserActionIdentifier")
				refusal = vendorerr.Malformed("a user action has no identifier")
				continue
			}
			r := m.decodeRequirement(customer, g.name, action, phase)
			if isOf(customer.Key(keyApplication), string(action.UserActionIdentifier)) {
				own = append(own, r)
			} else {
				others = append(others, r)
			}
		}
	}
	if n, ok := integral(w.Count); ok && n != strconv.Itoa(len(own)+len(others)) {
		m.unmapped("count") // TEM-5: the sum is made anew, the difference noted
	}
	switch {
	case len(own) == 0 && len(others) > 0:
		return others, m.anotherSubject(op)
	case len(own) == 0:
		return nil, refusal
	}
	for range others {
		m.unmapped("UserActionIdentifier")
	}
	return own, nil
}

// isOf says whether an identifier names the application, or none at all.
func isOf(application, identifier string) bool {
	return splitIdentifier(identifier).application == "" || strings.HasSuffix(identifier, "_"+application)
}

// group is a list of user actions.
type group struct {
	name    string
	actions lenientjson.OneOrMany[userAction]
}

// groups finds the groups among an answer's members, in their order: each list of
// objects whose name the vendor has not reserved (TEM-4). refusal is why one could
// not be read at all.
func (m *mapper) groups(op canonical.Row, members []member) (groups []group, refusal error) {
	found, others := listing{}, map[string]json.RawMessage{}
	for _, w := range members {
		switch {
		case strings.HasPrefix(w.name, "errmsg_") || strings.HasPrefix(w.name, "dbpErr"):
		case !isActions(w.value):
			others[w.name] = w.value
		default:
			actions, err := lenientjson.Decode[lenientjson.OneOrMany[userAction]](w.value, m.unmapped)
			if err != nil {
				refusal = err
				continue
			}
			groups = append(groups, group{w.name, actions})
			found.Groups = append(found.Groups, actions)
		}
	}
	found.Unknown, _ = json.Marshal(others) // raw JSON always marshals
	m.drift.ObserveIn(op.Name(), found, m.unmapped)
	return groups, refusal
}

// isActions says whether a value is a list that has no element or begins with
// an object, or a single user action in its place.
func isActions(value json.RawMessage) bool {
	text := strings.TrimSpace(string(value))
	if list, is := strings.CutPrefix(text, "["); is {
		first := strings.TrimSpace(list)
		return first != "" && (first[0] == '{' || first[0] == ']')
	}
	return strings.HasPrefix(text, "{") && strings.Contains(text, `"UserActionIdentifier"`)
}

func (m *mapper) decodeRequirement(customer canonical.CustomerID, group string, w userAction, phase string) canonical.Requirement {
	meta := w.ActionMetaData
	if meta.Group != "" && string(meta.Group) != group {
		m.unmapped("ActionMetaData.Group")
	}
	r := canonical.Requirement{
		Object: "requirement", CustomerID: customer, Name: string(w.UserActionName), Group: group,
		Required: not(meta.Skippable), ReviewRequired: meta.NeedsReview.Pointer(), Phase: phaseOf(meta.IsPreRequirement),
		TitleTemplate: string(meta.Title), Title: fillTitle(meta.Title, meta.DynamicData, w.DynamicData), // TEM-11
		Description: string(meta.Description), AssistTitle: string(meta.AssistTitle),
		Instructions: plainText(string(meta.InformationText)), InstructionsHTML: string(meta.InformationText), // TEM-13
		Options: m.options(meta), ProductID: string(w.ProductID),
	}
	if !meta.IsPreRequirement.Unrecognized {
		r.Phase = cmp.Or(r.Phase, phase)
	}
	r.Status, r.StatusRaw = lenientjson.Known(lenientjson.Enum(statuses, w.UserActionStatus, "UserActionStatus", m.unmapped))
	r.Kind, r.KindRaw = lenientjson.Known(lenientjson.Enum(kinds, meta.UserActionType, "ActionMetaData.UserActionType", m.unmapped))
	if r.Kind == canonical.KindDocumentUpload {
		r.Accepts = m.accepts()
	}
	party := cmp.Or(string(w.PartyID), string(w.AppliesToID), splitIdentifier(string(w.UserActionIdentifier)).party) // TEM-11
	r.AppliesTo = m.appliesTo(w, party)
	r.VendorIDs = vendorIDs(keyAction, string(w.UserActionIdentifier), keyParty, party, keyActionID, string(w.UserActionID))
	supplement(&r.SupplementaryData, w)
	if keys := (canonical.MessageKeys{
		Title: string(meta.TitleKey), Description: string(meta.DescriptionKey), Instructions: string(meta.InformationTextKey),
	}); keys != (canonical.MessageKeys{}) {
		r.MessageKeys = &keys
	}
	r.ID = canonical.NewID[canonical.RequirementID](canonical.Keys{
		keyAction: string(w.UserActionIdentifier), keyApplication: customer.Key(keyApplication), keyKind: r.Kind,
	})
	return r
}

// supplement keeps what of an action has no field: the level only where the category
// says something else.
func supplement(d *canonical.SupplementaryData, w userAction) {
	data := w.ActionMetaData.DynamicData // TEM-11
	if len(w.DynamicData) > 0 {
		data = maps.Clone(w.DynamicData)
		maps.Copy(data, w.ActionMetaData.DynamicData)
	}
	d.Put(memberDynamicData, data)
	d.Put(memberOptionsType, w.ActionMetaData.OptionsType)
	if meta := w.ActionMetaData; meta.CategoryMetadata.said() && meta.ActionLevel != meta.CategoryMetadata.Type {
		d.Put(memberActionLevel, meta.ActionLevel)
	}
}

// appliesTo is the subject of an action, from either shape (TEM-11).
func (m *mapper) appliesTo(w userAction, party string) *canonical.AppliesTo {
	to := canonical.AppliesTo{Name: canonical.Personal(w.AppliesTo)}
	level, field := w.ActionMetaData.ActionLevel, "ActionMetaData.ActionLevel"
	if c := w.ActionMetaData.CategoryMetadata; c.said() {
		level, field, party = c.Type, "ActionMetaData.CategoryMetadata.type", string(c.Identifier)
	}
	if level == "" && party == "" {
		return nil
	}
	to.Type, to.TypeRaw = lenientjson.Enum(levels, level, field, m.unmapped)
	to.ID = party
	return &to
}

// options is the list of choices. A single text is one option and counted, because the
// vendor documents the empty text only. Values of other types are counted and left
// out.
func (m *mapper) options(meta metaData) []string {
	var options []string
	unknown := false
	for _, o := range meta.Options {
		text, err := lenientjson.Decode[lenientjson.String](o, nil)
		unknown = unknown || err != nil
		if text != "" {
			options = append(options, string(text))
		}
	}
	if unknown || len(options) == 1 {
		m.unmapped("ActionMetaData.Options")
	}
	return options
}

func phaseOf(pre lenientjson.Bool) string {
	switch {
	case !pre.Known:
		return ""
	case pre.Value:
		return canonical.PhasePreSubmission
	default:
		return canonical.PhasePostSubmission
	}
}

func not(v lenientjson.Bool) *bool {
	v.Value = !v.Value
	return v.Pointer()
}

// vendorIDs makes a map of names and values, without the empty ones.
func vendorIDs(pairs ...string) canonical.VendorIDs {
	ids := canonical.VendorIDs{}
	for pair := range slices.Chunk(pairs, 2) {
		if pair[1] != "" {
			ids[pair[0]] = pair[1]
		}
	}
	return ids
}

// actionParts are what a UserActionIdentifier is made of.
type actionParts struct{ name, party, application string }

// splitIdentifier cuts {name}_{party}_{application} at its last two
// underscores; a text of another form, whose party is no number, has no parts.
func splitIdentifier(identifier string) actionParts {
	last := strings.LastIndexByte(identifier, '_')
	if last < 0 {
		return actionParts{}
	}
	second := strings.LastIndexByte(identifier[:last], '_')
	if second < 0 || strings.Trim(identifier[second+1:last], "0123456789") != "" {
		return actionParts{}
	}
	return actionParts{identifier[:second], identifier[second+1 : last], identifier[last+1:]}
}
