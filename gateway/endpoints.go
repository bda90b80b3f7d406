package gateway

import (
	"context"
	"net/http"

	"canongate/canonical"
	"canongate/gateway/auth"
	"canongate/gateway/openapi"
	"canongate/gateway/schema"
	"canongate/policies"
)

// endpoint is one row of the table: what a method and a path do.
type endpoint struct {
	method, path string // the path in OpenAPI's form
	scope        string // that the caller needs; "": anybody, or the handler sees to it
	success      int    // status of an answer
	summary      string
	note         string // what summary, effect and scope leave open
	documents    bool   // the body may carry documents: body_limit holds, else smallBody
	spec         handlerSpec

	// Of spec, filled in by compiledTable.
	name     string
	effect   canonical.Effect
	compiled compiledSpec
}

// handlerSpec declares what an endpoint does.
type handlerSpec interface {
	operation() (name string, effect canonical.Effect)
	// compile makes it ready. It keeps what reads requests, and not the registry.
	compile(r *schema.Registry) compiledSpec
}

// compiledSpec is a handlerSpec whose types are known.
type compiledSpec interface {
	// bind makes the handler for one configuration.
	bind(s *Server, e *endpoint, state *State) handler
	// describe fills in what the OpenAPI document says of it.
	describe(r *schema.Registry, e *endpoint, o *openapi.Operation)
}

// handler answers one request. It sees no Fiber.
type handler func(ctx context.Context, r *request) (policies.Answer, error)

// compiledTable is the table made ready.
func compiledTable(r *schema.Registry) []*endpoint {
	endpoints := table()
	for _, e := range endpoints {
		e.name, e.effect = e.spec.operation()
		e.compiled = e.spec.compile(r)
	}
	return endpoints
}

// table is the public API. The order is that of canonical.md §3; a path with a
// fixed last part stands before one with a parameter there, because the first
// match wins.
func table() []*endpoint {
	const (
		get, post, patch, put, remove = http.MethodGet, http.MethodPost, http.MethodPatch, http.MethodPut, http.MethodDelete
		ok, created                   = http.StatusOK, http.StatusCreated
	)
	return []*endpoint{
		{method: post, path: "/v1/customers", scope: "customers:write", documents: true, success: created,
			summary: "Create a customer",
			note:    "What the vendor needs beyond the body is named by the answer 422; what it has no place for, by `ignored`.",
			spec: operation(canonical.CreateCustomer).createdAt("/v1/customers/", customerID).pendingIf(underReview).existingIf(existing).
				links(madeByCreation, func(d *canonical.CustomerDraft) string { return d.ExternalReference }, customerID)},
		{method: post, path: "/v1/customers/lookup", scope: "customers:read", success: ok,
			summary: "Find a customer by an identifier or a phone number",
			spec: operation(canonical.LookupCustomer).
				links(madeByLookup, func(l *canonical.CustomerLookup) string { return l.ExternalReference }, customerID)},
		{method: get, path: "/v1/customers", scope: "customers:read", success: ok,
			summary: "List the records of a person, by the caller's own id",
			note:    "No vendor is called. A reference that nobody gave has an empty list.",
			spec:    &listCustomerReferences{}},
		{method: post, path: "/v1/customers/references", scope: auth.ScopeReference, success: created,
			summary: "Make a customer id of a key known from the vendor",
			spec: operation(canonical.CreateCustomerReference).createdAt("/v1/customers/", customerID).
				links(madeByReference, func(c *canonical.CustomerReference) string { return c.ExternalReference }, customerID)},
		{method: remove, path: "/v1/customers/references", scope: "customers:write", success: http.StatusNoContent,
			summary: "Forget what the caller's own id of a person means",
			note:    "The vendors' records stay, and so do the customers' ids.",
			spec:    &forgetCustomerReferences{}},
		{method: post, path: "/v1/references", scope: auth.ScopeReference, success: created,
			summary: "Make an id of a bank account, agreement, verification, requirement or customer known from the vendor",
			spec: operation(canonical.CreateReference).createdAt("", nil).
				links(madeByReference, func(d *canonical.ReferenceDraft) string { return d.ExternalReference },
					func(r *canonical.Reference) canonical.Sealable { return &r.ID })},
		{method: patch, path: "/v1/customers/{id}", scope: "customers:write", documents: true, success: ok,
			summary: "Change a customer: absent fields are kept, null clears",
			note:    "A vendor may know this for co-applicants only: then the id of an applicant is refused.",
			spec:    operation(canonical.UpdateCustomer).notFound(canonical.CustomerNotFound).mergePatch()},
		{method: get, path: "/v1/customers/{id}", scope: "customers:read", success: ok,
			summary: "Read a customer; `me` with the customer's own token",
			spec:    operation(canonical.GetCustomer).notFound(canonical.CustomerNotFound)},

		{method: post, path: "/v1/verifications", scope: "verifications:write", success: created,
			summary: "Send a one-time password",
			spec:    operation(canonical.StartVerification).createdAt("/v1/verifications/", verificationID)},
		{method: post, path: "/v1/verifications/{id}/confirm", scope: "verifications:write", success: ok,
			summary: "Give the one-time password back",
			note: "A connection whose operations lack confirm_verification takes the password with POST /v1/customers " +
				"instead, as `verification.otp`.",
			spec: operation(canonical.ConfirmVerification).notFound(canonical.VerificationNotFound).emits(completed)},

		{method: get, path: "/v1/customers/{id}/requirements", scope: "requirements:read", success: ok,
			summary: "List what the vendor still wants of a customer",
			spec:    operation(canonical.ListRequirements).notFound(canonical.CustomerNotFound)},
		{method: post, path: "/v1/customers/{id}/requirements", scope: "requirements:write", success: created,
			summary: "Let the vendor make its additional questions",
			spec:    operation(canonical.CreateRequirements).createdAt("", nil).notFound(canonical.CustomerNotFound)},
		{method: post, path: "/v1/requirements/{id}/response", scope: "requirements:write", success: ok,
			summary: "Answer a requirement",
			spec:    operation(canonical.AnswerRequirement).notFound(canonical.RequirementNotFound)},
		{method: post, path: "/v1/documents", scope: "documents:write", documents: true, success: created,
			summary: "Upload a document",
			note:    "Also as multipart/form-data: a part `document` with the JSON, without content, and a part `file` with the bytes.",
			spec:    operation(canonical.UploadDocument).createdAt("/v1/documents/", documentID).multipart()},

		{method: get, path: "/v1/agreement_templates/{type}", scope: "agreements:read", success: ok,
			summary: "Read a legal text that is the same for everybody",
			spec:    operation(canonical.GetAgreementTemplate).notFound(canonical.TemplateNotFound)},
		{method: post, path: "/v1/agreements", scope: "agreements:write", success: created,
			summary: "Put agreements to a person",
			spec:    operation(canonical.CreateAgreement).createdAt("", nil)},
		{method: get, path: "/v1/agreements", scope: "agreements:read", success: ok,
			summary: "List agreements",
			spec:    operation(canonical.ListAgreements)},
		{method: get, path: "/v1/agreements/{id}", scope: "agreements:read", success: ok,
			summary: "Read an agreement",
			spec:    operation(canonical.GetAgreement).notFound(canonical.AgreementNotFound)},
		{method: put, path: "/v1/agreements/{id}/decision", scope: "agreements:write", success: ok,
			summary: "Record what the person decided",
			spec:    operation(canonical.DecideAgreement).notFound(canonical.AgreementNotFound)},

		{method: post, path: "/v1/customers/{id}/bank_accounts", scope: "bank_accounts:write", success: created,
			summary: "Link a bank account by its numbers, or what a person chose at Plaid: a list",
			spec:    operation(canonical.LinkBankAccount).createdAt("", nil).notFound(canonical.CustomerNotFound)},
		{method: get, path: "/v1/customers/{id}/bank_accounts", scope: "bank_accounts:read", success: ok,
			summary: "List a customer's bank accounts",
			spec:    operation(canonical.ListBankAccounts).notFound(canonical.CustomerNotFound)},

		{method: post, path: "/v1/payments", scope: "payments:write", success: created,
			summary: "Move money",
			spec:    operation(canonical.CreatePayment).createdAt("/v1/payments/", paymentID).journaled(paymentDraft, payment)},
		{method: get, path: "/v1/payments", scope: "payments:read", success: ok,
			summary: "List payments, newest first",
			spec:    &listPayments{}},
		{method: get, path: "/v1/payments/{id}", scope: "payments:read", success: ok,
			summary: "Read a payment",
			spec:    &getPayment{}},

		{method: get, path: "/v1/customers/{id}/offers", scope: "offers:read", success: ok,
			summary: "List what a vendor offers to a customer; `me` with the customer's own token",
			spec:    operation(canonical.ListOffers).notFound(canonical.CustomerNotFound)},

		{method: post, path: "/v1/inbound/{connection}/events", success: ok,
			summary: "Take a vendor's notification; the vendor's own signature authenticates it",
			spec:    &receiveEvent{}},
		{method: get, path: "/v1/connections", scope: "connections:read", success: ok,
			summary: "List connections and what each can do",
			spec:    &listConnections{}},
		{method: get, path: "/v1/connections/{name}", scope: "connections:read", success: ok,
			summary: "Read a connection and what it can do",
			spec:    &getConnection{}},
		{method: get, path: "/v1/connections/{name}/fields", scope: "connections:read", success: ok,
			summary: "List what a connection takes and says in an operation",
			spec:    &getConnectionFields{}},
		{method: get, path: "/v1/connections/{name}/sandbox", scope: "connections:read", success: ok,
			summary: "List what value makes what answer in a sandbox, and how its world can be moved",
			note:    "A connection that is no sandbox has none.",
			spec:    &getSandbox{}},
		{method: post, path: "/v1/connections/{name}/sandbox/actions", scope: auth.ScopeControlSandbox, success: ok,
			summary: "Move a sandbox's world",
			note:    "Turns of the clock add up. A connection that is no sandbox has no world to move.",
			spec:    &moveSandbox{}},
		{method: get, path: "/v1/connections/{name}/sandbox/files/{file}", scope: auth.ScopeControlSandbox, success: ok,
			summary: "Read a file that the vendor would send about the payments of a sandbox",
			note: "The headers Coverage-From, Coverage-To and Coverage-Complete say of which time the file knows everything, " +
				"as imports take them. Names and account numbers in it are invented.",
			spec: &getSandboxFile{}},
		{method: get, path: "/v1/connections/{name}/sandbox/events", scope: auth.ScopeControlSandbox, success: ok,
			summary: "List what subscribers would be told of a sandbox, oldest first",
			note: "`has_more` is false on every page; ask again with `next_cursor` after a while. `canongate listen` does so, and " +
				"forwards the events, signed, to a program under development. Elsewhere events are delivered to the subscribers of the configuration.",
			spec: &listSandboxEvents{}},
		{method: get, path: "/v1/fields", scope: "connections:read", success: ok,
			summary: "List the fields of a request, at the connections that the routes would choose for it",
			note:    "Of several connections a field is required when any of them needs it.",
			spec:    &listFields{}},
	}
}

// Operations are the names of everything that a request can ask for.
func Operations() []string {
	var names []string
	for _, e := range table() {
		name, _ := e.spec.operation()
		names = append(names, name)
	}
	return names
}

func customerID(c *canonical.Customer) canonical.Sealable         { return &c.ID }
func verificationID(v *canonical.Verification) canonical.Sealable { return &v.ID }
func documentID(d *canonical.Document) canonical.Sealable         { return &d.ID }
func paymentID(p *canonical.Payment) canonical.Sealable           { return &p.ID }

func paymentDraft(d *canonical.PaymentDraft) canonical.Payment { return d.Asked() }
func payment(p *canonical.Payment) *canonical.Payment          { return p }

// underReview is a customer that the vendor keeps and has not accepted yet
// (CDP-8): 202 instead of 201.
func underReview(c *canonical.Customer) bool { return c.Status == canonical.CustomerPendingReview }

// existing is a customer whom the vendor had before.
func existing(c *canonical.Customer) bool { return c.Existing }
