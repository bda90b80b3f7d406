package temenos

import (
	"cmp"
	"context"
	"encoding/json"
	"net/http"
	"net/url"
	"sync/atomic"
	"time"

	"canongate/adapters/internal/rest"
	"canongate/adapters/internal/subject"
	"canongate/adapters/internal/token"
	"canongate/adapters/internal/vendorerr"
	"canongate/canonical"
)

// What Temenos can do.
var (
	_ canonical.CustomerCreator          = (*Adapter)(nil)
	_ canonical.CustomerUpdater          = (*Adapter)(nil)
	_ canonical.RequirementLister        = (*Adapter)(nil)
	_ canonical.RequirementCreator       = (*Adapter)(nil)
	_ canonical.RequirementAnswerer      = (*Adapter)(nil)
	_ canonical.DocumentUploader         = (*Adapter)(nil)
	_ canonical.CustomerReferenceCreator = (*Adapter)(nil)
	_ canonical.ReferenceCreator         = (*Adapter)(nil)
	_ canonical.Warner                   = (*Adapter)(nil)
	_ canonical.FieldLister              = (*Adapter)(nil)
	_ canonical.Reloader                 = (*Adapter)(nil)
)

// The vendor's operations, below the paths of the settings. Every one is a
// POST, reads included. updateUserAction is the one whose title and index say
// updateUserActionBulk (TEM-7).
const (
	createProspectProfile = "createProspectProfile"
	updateProspectProfile = "updateProspectProfile"
	getUserActions        = "getUserActions"
	createPreRequirements = "createPreRequirements"
	updateUserAction      = "updateUserAction"
	uploadDocument        = "uploadDocument"
)

const (
	jsonType = "application/json"
	formType = "application/x-www-form-urlencoded"

	defaultLoginTimeout = 30 * time.Second
)

// Adapter is one Temenos installation. Safe for concurrent use.
type Adapter struct {
	client   *rest.Client
	sessions *token.Source
	mapper   *mapper
	created  atomic.Uint64 // fresh sessions so far
}

// New makes an adapter from a connection. Its error names every setting that
// is wrong.
func New(c canonical.Connection) (canonical.Adapter, error) {
	s, err := decodeSettings(c)
	if err != nil {
		return nil, err
	}
	client, err := rest.New(c)
	if err != nil {
		return nil, err
	}
	a := &Adapter{client: client, mapper: &mapper{
		settings: s, now: c.Now, unmapped: c.Unmapped, subjects: subject.Guard{Others: s.OtherSubjects, Count: c.OtherSubject},
	}}
	if a.mapper.now == nil {
		a.mapper.now = time.Now
	}
	if a.mapper.unmapped == nil {
		a.mapper.unmapped = func(string) {}
	}
	a.sessions = token.NewSource(a.login, a.mapper.now, cmp.Or(c.Timeout, defaultLoginTimeout))
	return a, nil
}

// Vendor is "temenos".
func (a *Adapter) Vendor() string { return "temenos" }

// Warnings says what the settings leave open.
func (a *Adapter) Warnings() []string { return a.mapper.settings.warnings() }

// CreateCustomer makes a prospect and with it an application, in a session of
// its own (TEM-19), or goes on with a known application. A co-applicant joins the
// application of an applicant.
func (a *Adapter) CreateCustomer(ctx context.Context, d canonical.CustomerDraft) (canonical.Customer, error) {
	known, err := applicationOf(d)
	if err != nil {
		return canonical.Customer{}, err
	}
	if d.Role == roleCoApplicant {
		return a.change(ctx, canonical.CreateCustomer, canonical.CustomerUpdate{ID: coApplicantID(known, ""), CustomerDraft: d})
	}
	body, kept, err := a.mapper.encodeDraft(d)
	if err != nil {
		return canonical.Customer{}, err
	}
	canonical.Ignore(ctx, kept.others(d)...)
	session := cmp.Or(known, a.freshSession())
	answer, err := call[created](ctx, a, canonical.CreateCustomer, session, always(a.profile(createProspectProfile, body)))
	if known == "" {
		a.settle(session, string(answer.ApplicationID))
	}
	if err != nil {
		return canonical.Customer{}, err
	}
	d.Profile = kept.of(d.Profile)
	return a.mapper.decodeCreated(d, answer)
}

// UpdateCustomer changes a co-applicant. The vendor documents no call that changes
// an applicant.
func (a *Adapter) UpdateCustomer(ctx context.Context, u canonical.CustomerUpdate) (canonical.Customer, error) {
	if u.ID.Key(keyApplication) != "" && u.ID.Key(keyRole) != roleCoApplicant {
		return canonical.Customer{}, &canonical.Error{Code: canonical.ValidationFailed,
			Message: "The id in the path names an applicant, and this vendor changes co-applicants only. POST /v1/customers with the role co_applicant adds one."}
	}
	var c canonical.Check
	if !u.CustomerID.IsZero() {
		c.Unsupported("/customer_id", "cannot be changed")
	}
	if err := c.Err(); err != nil {
		return canonical.Customer{}, err
	}
	return a.change(ctx, canonical.UpdateCustomer, u)
}

// change writes a co-applicant of an application, a new one or a known.
func (a *Adapter) change(ctx context.Context, op canonical.Row, u canonical.CustomerUpdate) (canonical.Customer, error) {
	application := u.ID.Key(keyApplication)
	if application == "" {
		return canonical.Customer{}, vendorerr.UnknownKey(canonical.CustomerNotFound)
	}
	body, kept, err := a.mapper.encodeUpdate(u)
	if err != nil {
		return canonical.Customer{}, err
	}
	canonical.Ignore(ctx, kept.others(u.CustomerDraft)...)
	answer, err := call[changed](ctx, a, op, application, always(a.profile(updateProspectProfile, body)))
	if err != nil {
		return canonical.Customer{}, err
	}
	u.Profile = kept.of(u.Profile)
	return a.mapper.decodeChanged(op, u, answer)
}

// ListRequirements lists what the application wants in a phase. The vendor
// has no list of both phases: without one, this is two calls.
func (a *Adapter) ListRequirements(ctx context.Context, q canonical.RequirementQuery) (canonical.List[canonical.Requirement], error) {
	application := q.CustomerID.Key(keyApplication)
	if application == "" {
		return canonical.List[canonical.Requirement]{}, vendorerr.UnknownKey(canonical.CustomerNotFound)
	}
	phases, err := encodePhases(q.Phase)
	if err != nil {
		return canonical.List[canonical.Requirement]{}, err
	}
	var all []canonical.Requirement
	listed := map[string]bool{}
	for _, phase := range phases {
		answer, err := call[grouped](ctx, a, canonical.ListRequirements, application, func(named string) rest.Request {
			return a.action(getUserActions, actionsQuery{IsPre: isPre[phase], ApplicationID: named})
		})
		if err != nil {
			return canonical.List[canonical.Requirement]{}, err
		}
		found, err := a.mapper.decodeRequirements(canonical.ListRequirements, q.CustomerID, answer, phase)
		if err != nil {
			return canonical.List[canonical.Requirement]{}, err
		}
		for _, r := range found {
			if action := r.ID.Key(keyAction); !listed[action] { // it may stand in both phases
				listed[action] = true
				all = append(all, r)
			}
		}
	}
	return canonical.NewList(all), nil
}

// CreateRequirements has the vendor make its additional questions.
func (a *Adapter) CreateRequirements(ctx context.Context, d canonical.RequirementsDraft) (canonical.List[canonical.Requirement], error) {
	application := d.CustomerID.Key(keyApplication)
	if application == "" {
		return canonical.List[canonical.Requirement]{}, vendorerr.UnknownKey(canonical.CustomerNotFound)
	}
	answer, err := call[grouped](ctx, a, canonical.CreateRequirements, application, func(named string) rest.Request {
		r := a.action(createPreRequirements, preRequirements{ApplicationID: named})
		if a.mapper.settings.PreRequirementsBody == bodyForm { // TEM-15
			r.ContentType, r.Body = formType, []byte(url.Values{"jsondata": {string(r.Body)}}.Encode())
		}
		return r
	})
	if err != nil {
		return canonical.List[canonical.Requirement]{}, err
	}
	found, err := a.mapper.decodeRequirements(canonical.CreateRequirements, d.CustomerID, answer, "")
	if err != nil {
		return canonical.List[canonical.Requirement]{}, err
	}
	return canonical.NewList(found), nil
}

// AnswerRequirement answers or skips a requirement. The same answer twice has
// the effect of one.
func (a *Adapter) AnswerRequirement(ctx context.Context, r canonical.RequirementAnswer) (canonical.Requirement, error) {
	application := r.ID.Key(keyApplication)
	if application == "" || r.ID.Key(keyAction) == "" {
		return canonical.Requirement{}, vendorerr.UnknownKey(canonical.RequirementNotFound)
	}
	body, err := encodeAnswer(r, a.mapper.now())
	if err != nil {
		return canonical.Requirement{}, err
	}
	answer, err := call[responded](ctx, a, canonical.AnswerRequirement, application, always(a.action(updateUserAction, body)))
	if err != nil {
		return canonical.Requirement{}, err
	}
	return a.mapper.decodeAnswered(r, body, answer), nil
}

// UploadDocument gives one document for a requirement. The requirement stays
// open until it is answered.
func (a *Adapter) UploadDocument(ctx context.Context, d canonical.DocumentDraft) (canonical.Document, error) {
	application := d.RequirementID.Key(keyApplication)
	if application == "" || d.RequirementID.Key(keyAction) == "" {
		return canonical.Document{}, vendorerr.UnknownKey(canonical.RequirementNotFound)
	}
	body, err := a.mapper.encodeUpload(d)
	if err != nil {
		return canonical.Document{}, err
	}
	answer, err := call[uploaded](ctx, a, canonical.UploadDocument, application, always(a.action(uploadDocument, body)))
	if err != nil {
		return canonical.Document{}, err
	}
	return a.mapper.decodeUploaded(d, body, answer)
}

// CreateCustomerReference makes an id of an Application_id that is known from
// elsewhere. The vendor is not called.
func (a *Adapter) CreateCustomerReference(_ context.Context, r canonical.CustomerReference) (canonical.Customer, error) {
	return referCustomer(r)
}

// CreateReference makes an id of a requirement or a customer that the caller knows
// from the vendor. The vendor is not called.
func (a *Adapter) CreateReference(ctx context.Context, d canonical.ReferenceDraft) (canonical.Reference, error) {
	if d.Type == canonical.ReferenceCustomer {
		return canonical.ReferToCustomer(ctx, d, a.CreateCustomerReference)
	}
	return refer(ctx, d)
}

func (a *Adapter) profile(operation string, body any) rest.Request {
	return post(a.mapper.settings.PersonalInfoPath+"/"+operation, body)
}

func (a *Adapter) action(operation string, body any) rest.Request {
	return post(a.mapper.settings.UserActionPath+"/"+operation, body)
}

// post encodes a body of this package's wire types. They always marshal; a
// body that did not would be empty, and refused by the vendor.
func post(path string, body any) rest.Request {
	b, _ := json.Marshal(body)
	return rest.Request{Method: http.MethodPost, Path: path, ContentType: jsonType, Body: b}
}
