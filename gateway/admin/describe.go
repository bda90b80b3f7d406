package admin

import (
	"net/http"
	"reflect"
	"regexp"
	"slices"
	"strings"

	"canongate/gateway"
	"canongate/gateway/openapi"
	"canongate/gateway/reference"
	"canongate/gateway/schema"
	"canongate/policies/scorecard"

	"github.com/danielgtaylor/huma/v2"
)

// description is what the OpenAPI document says of a route, beside its row in the table.
type description struct {
	name, summary, note string
	query               []string // names of parameters
	headers             []string
	body                reflect.Type // nil: none
	required            []string     // members of the body
	bodyMedia           []string     // JSON when nil
	answer              reflect.Type // nil: no JSON
	answerMedia         string       // "": JSON
	// statuses of success; 200 when nil. Accepted has the type of a decision that waits,
	// where the answer is another.
	statuses []int
	waits    bool // 202 is a decision that waits for a second person
}

func of[T any]() reflect.Type { return reflect.TypeFor[T]() }

// paged are the parameters of lists that come in pages.
func paged(names ...string) []string { return append(names, "cursor", "limit") }

// descriptions are those of the table's routes, by method and path. A test holds each to
// the other.
var descriptions = map[string]description{
	"GET /livez":   {name: "livez", summary: "Whether the process lives", answer: of[health]()},
	"GET /readyz":  {name: "readyz", summary: "Whether requests can be served, and which dependency fails", answer: of[health](), statuses: []int{http.StatusOK, http.StatusServiceUnavailable}},
	"GET /metrics": {name: "metrics", summary: "Metrics for Prometheus", answerMedia: "text/plain"},

	"GET /admin/v1/openapi.json": {name: "openapi", summary: "This document", answer: of[map[string]any]()},
	"GET /admin/v1/docs":         {name: "docs", summary: "This document as a page", answerMedia: "text/html"},
	"GET /admin/v1/operator":     {name: "get_operator", summary: "Who has signed in", answer: of[operator]()},

	"GET /admin/v1/changes": {
		name: "list_changes", summary: "What operators changed, and what they were refused, newest first",
		note: "It also lists who looked at personal data (payment.reveal, corrections.reveal). Kept for 400 days. It concerns all tenants, so it takes an operator who sees them all.", query: paged("by", "action", "target", "since"),
		answer: of[list[changeView]](),
	},

	"GET /admin/v1/connections":                  {name: "list_connections", summary: "All connections, with state, breakers, quota, latency and errors of the last minute", answer: of[list[connection]]()},
	"GET /admin/v1/connections/{name}":           {name: "get_connection", summary: "One connection", answer: of[connection]()},
	"GET /admin/v1/connections/{name}/scorecard": {name: "get_scorecard", summary: "What calls to the vendor came to, by operation and hour", query: []string{"window"}, answer: of[scorecard.Card]()},
	"PUT /admin/v1/connections/{name}/state": {
		name: "set_connection_state", summary: "The kill switch: enabled, draining, disabled, or auto for what the file says",
		note: "Holds at all replicas within a second, over the file and restarts, until the time that `until` says.",
		body: of[stateRequest](), required: []string{"state", "reason"}, answer: of[connection](),
	},
	"POST /admin/v1/connections/{name}/breakers/{operation}": {
		name: "set_breaker", summary: "Hold a breaker open or closed, or leave it to itself (auto)",
		body: of[stateRequest](), required: []string{"state", "reason"}, answer: of[connection](),
	},

	"GET /admin/v1/overview":       {name: "get_overview", summary: "Traffic of the operator's tenants, and what somebody should act on", query: []string{"window"}, answer: of[overview]()},
	"GET /admin/v1/tenants":        {name: "list_tenants", summary: "Tenants, with their traffic and payments of unknown outcome", query: []string{"window"}, answer: of[tenantList]()},
	"GET /admin/v1/tenants/{name}": {name: "get_tenant", summary: "One tenant: traffic, credentials, connections, subscribers", query: []string{"window"}, answer: of[tenantPage]()},

	"GET /admin/v1/routes": {name: "list_routes", summary: "The rules in their order, with wanted and measured shares", answer: of[list[rule]]()},
	"POST /admin/v1/routes/{name}/plan": {
		name: "plan_weights", summary: "What other weights of a rule would change", note: "Changes nothing.",
		body: of[weightsRequest](), required: []string{"weights"}, answer: of[map[string]any](),
	},
	"GET /admin/v1/routes/shadows":        {name: "list_shadows", summary: "What comparing with a second connection came to, of all routes that do", answer: of[list[gateway.ShadowReport]]()},
	"GET /admin/v1/routes/{route}/shadow": {name: "get_shadow", summary: "The same of one route", answer: of[gateway.ShadowReport]()},
	"POST /admin/v1/routes/explain": {
		name: "explain_route", summary: "Where a request would go, and why not elsewhere", note: "The tenant must be one that the operator sees.",
		body: of[ExplainRequest](), required: []string{"operation"}, answer: of[Explanation](),
	},
	"GET /admin/v1/routes/{name}/rollout": {name: "get_rollout", summary: "The newest rollout of a route: step, figures, what is next, or why it ended", answer: of[rolloutView]()},
	"POST /admin/v1/routes/{name}/rollout": {
		name: "start_rollout", summary: "Raise a connection's share of a route step by step",
		note: "While the connection does worse than `within` allows, the weights of before come back by themselves. Left out: steps 5, 25, 50, 100, " +
			"every 10m, within error_rate 0.01, p95_ratio 1.5, minimum_calls 50 and p95_floor 20ms.",
		body: of[newRollout](), required: []string{"connection", "reason"}, answer: of[rolloutView](),
	},
	"DELETE /admin/v1/routes/{name}/rollout": {name: "stop_rollout", summary: "Put the weights of before back", body: of[Change](), answer: of[rolloutView]()},

	"GET /admin/v1/config": {name: "get_config", summary: "The configuration in service, without secrets", answer: of[Version]()},
	"POST /admin/v1/config/plan": {
		name: "plan_config", summary: "What a candidate would change, and which of the last requests it would move",
		note: "Without `config` the file on disk. Changes nothing.", body: of[planRequest](), answer: of[map[string]any](),
	},
	"GET /admin/v1/config/generations":                   {name: "list_generations", summary: "What was in service, when, by whom and why", answer: of[list[Generation]]()},
	"GET /admin/v1/config/generations/{generation}/diff": {name: "diff_generations", summary: "How a generation differs from another, or from the one before", query: []string{"against"}, answer: of[GenerationDiff]()},
	"POST /admin/v1/config/reload":                       {name: "reload_config", summary: "Put the file as it is now into service, here", body: of[Change](), answer: of[Version]()},
	"POST /admin/v1/config/rollback":                     {name: "roll_back_config", summary: "Put an earlier generation into service, here; ends all rollouts", note: "Without `generation` it is the last file before this one that nobody went back from, with the weights that stand in it.", body: of[rollbackRequest](), answer: of[Version]()},

	"GET /admin/v1/traces": {
		name: "list_traces", summary: "Recent traces in memory, newest first",
		query:  []string{"operation", "connection", "outcome", "min_ms", "limit", "request_id", "trace_id", "tenant", "credential", "code", "payment_id", "customer_id"},
		answer: of[list[TraceSummary]](),
	},
	"GET /admin/v1/traces/{trace_id}": {name: "get_trace", summary: "One trace with its spans", answer: of[Trace]()},

	"GET /admin/v1/payments": {
		name: "list_payments", summary: "Payments of the operator's tenants, newest first",
		query: paged("id", "reference", "vendor_reference", "customer_id", "amount", "age_over", "tenant", "connection", "status"), answer: of[list[Payment]](),
	},
	"GET /admin/v1/payments.csv": {
		name: "export_payments", summary: "The same as a file",
		query: paged("id", "reference", "vendor_reference", "customer_id", "amount", "age_over", "tenant", "connection", "status"), answerMedia: "text/csv",
	},
	"GET /admin/v1/payments/{id}":         {name: "get_payment", summary: "One payment; with reveal=true (role operator) the keys that the vendor knows it by", query: []string{"reveal"}, answer: of[PaymentDetail]()},
	"GET /admin/v1/payments/{id}/history": {name: "get_payment_history", summary: "How a payment got where it is", answer: of[list[PaymentStep]]()},
	"POST /admin/v1/payments/{id}/resolve": {
		name: "resolve_payment", summary: "Say what became of a payment whose outcome was unknown",
		body: of[resolutionOfOne](), required: []string{"status", "reason"}, answer: of[resolved](), statuses: []int{http.StatusOK, http.StatusAccepted}, waits: true,
	},
	"POST /admin/v1/payments/{id}/correct": {
		name: "correct_payment", summary: "Undo what was final; a second person has to agree",
		body: of[resolutionOfOne](), required: []string{"status", "reason"}, answer: of[resolutionView](), statuses: []int{http.StatusOK, http.StatusAccepted}, waits: true,
	},

	"GET /admin/v1/events":                 {name: "list_events", summary: "Events and their deliveries", query: paged("type", "subject", "subscriber", "state"), answer: of[list[Event]]()},
	"POST /admin/v1/events/{id}/redeliver": {name: "redeliver_event", summary: "Deliver an event once more", body: of[Change](), answer: of[redelivery](), statuses: []int{http.StatusAccepted}},
	"POST /admin/v1/events/redeliver":      {name: "redeliver_events", summary: "Deliver all of a filter once more; refused if there are not as many as expected", body: of[redeliveryRequest](), required: []string{"filter", "expect"}, answer: of[redeliveries](), statuses: []int{http.StatusAccepted}},
	"GET /admin/v1/logs/level":             {name: "get_log_level", summary: "How much is logged, here", answer: of[LogLevel]()},
	"PUT /admin/v1/logs/level":             {name: "set_log_level", summary: "Log more or less, here: debug, info, warn or error", body: of[levelRequest](), required: []string{"level"}, answer: of[LogLevel]()},
	"GET /admin/v1/journal":                {name: "get_journal", summary: "Whether the journal was restored, and what its fence holds up", answer: of[Incarnation]()},
	"POST /admin/v1/journal/accept":        {name: "accept_restore", summary: "Accept a journal that was restored from a backup", body: of[acceptanceRequest](), required: []string{"epoch"}, answer: of[Incarnation]()},
	"POST /admin/v1/journal/unfence": {
		name: "unfence", summary: "Let payments through that a restore may have forgotten: they may be sent a second time",
		note: "key lets one through that was repeated since the restore; its tenant need be named only where several have it. tenant lets all of a tenant through, all everybody's.",
		body: of[unfenceRequest](), required: []string{"reason"}, answer: of[unfenced](),
	},
	"GET /admin/v1/reports/ageing":            {name: "report_ageing", summary: "Payments that are not final, by age in banking days", query: []string{"as_of"}, answer: of[ageingReport]()},
	"GET /admin/v1/reports/returns":           {name: "report_returns", summary: "Returned debits by code, beside Nacha's limits", query: []string{"days"}, answer: of[list[returnRates]]()},
	"GET /admin/v1/exceptions":                {name: "list_exceptions", summary: "News of money that a person has to look at", query: paged("kind", "state", "connection", "import_id"), answer: of[list[exceptionView]]()},
	"POST /admin/v1/exceptions/{id}/close":    {name: "close_exception", summary: "Say that an exception was looked at", body: of[Change](), required: []string{"reason"}, answer: of[exceptionView]()},
	"GET /admin/v1/corrections":               {name: "list_corrections", summary: "Corrected account details that a bank told of; with reveal=true (role pii) the details", query: paged("state", "connection", "reveal"), answer: of[list[correctionView]]()},
	"POST /admin/v1/corrections/{id}/applied": {name: "correction_applied", summary: "Say that a correction was made", body: of[Change](), answer: of[correctionView]()},

	"GET /admin/v1/imports": {name: "list_imports", summary: "Files that were handed in", query: paged("connection"), answer: of[list[importView]]()},
	"POST /admin/v1/imports": {
		name: "take_import", summary: "Hand in a file about money: the body, or the part `file` of a form",
		note:  "202: it is being read. 200: it was handed in before. Headers say for which time it tells everything.",
		query: []string{"connection", "format", "mapping", "dry_run", "by", "reason"}, headers: []string{"Coverage-From", "Coverage-To", "Coverage-Complete"},
		body: of[[]byte](), bodyMedia: []string{"application/octet-stream", "multipart/form-data", "text/csv"}, answer: of[importView](), statuses: []int{http.StatusOK, http.StatusAccepted},
	},
	"GET /admin/v1/imports/{id}":           {name: "get_import", summary: "One import: how far it is, and what it found", answer: of[importView]()},
	"GET /admin/v1/imports/{id}/entries":   {name: "list_import_entries", summary: "Entries of a file, in its order", query: paged("result"), answer: of[list[entryView]]()},
	"POST /admin/v1/imports/{id}/apply":    {name: "apply_import", summary: "Make a dry run real", body: of[Change](), answer: of[importView](), statuses: []int{http.StatusAccepted}},
	"POST /admin/v1/imports/{id}/withdraw": {name: "withdraw_import", summary: "Take a file back of which nothing was applied", body: of[Change](), required: []string{"reason"}, answer: of[importView]()},

	"GET /admin/v1/proposals": {name: "list_proposals", summary: "What files suggest about payments", query: paged("state", "kind", "import_id", "group_id"), answer: of[list[proposalView]]()},
	"POST /admin/v1/proposals/{id}/accept": {
		name: "accept_proposal", summary: "Do what a proposal suggests", body: of[Change](), required: []string{"reason"}, answer: of[resolutionView](),
		statuses: []int{http.StatusOK, http.StatusAccepted}, waits: true,
	},
	"POST /admin/v1/proposals/{id}/reject": {name: "reject_proposal", summary: "Put a proposal aside", body: of[Change](), required: []string{"reason"}, answer: of[proposalView]()},

	"GET /admin/v1/resolutions": {name: "list_resolutions", summary: "Decisions about payments", query: paged("state"), answer: of[list[resolutionView]]()},
	"POST /admin/v1/resolutions": {
		name: "create_resolution", summary: "Decide about many payments at once",
		note: "Names them by payment_ids, proposals, filter or group_id; `expect` is what they must be and add up to.",
		body: of[resolutionRequest](), required: []string{"reason", "expect"}, answer: of[resolutionView](), statuses: []int{http.StatusCreated, http.StatusAccepted},
	},
	"GET /admin/v1/resolutions/{id}":          {name: "get_resolution", summary: "One decision with its payments", answer: of[resolutionView]()},
	"POST /admin/v1/resolutions/{id}/approve": {name: "approve_resolution", summary: "Agree to a decision, as the second person", body: of[approval](), required: []string{"expect"}, answer: of[resolutionView]()},
	"POST /admin/v1/resolutions/{id}/reject":  {name: "reject_resolution", summary: "Turn a decision down", body: of[Change](), required: []string{"reason"}, answer: of[resolutionView]()},
}

// parameterTexts say what parameters mean, wherever they stand.
var parameterTexts = map[string]string{
	"action": "Its name, such as connection.state.", "age_over": "Made longer ago than this, such as 24h.", "against": "The other generation.", "amount": "Exactly this amount, such as 10.50.",
	"as_of": "The day for which ages are counted.", "by": "An operator's name; of an import it must be who signed in.", "code": "Of the problem.", "connection": "Its name.",
	"credential": "Id of the caller's API key, or jwt.", "cursor": "next_cursor of the page before.", "customer_id": "A customer's id.",
	"days": "Of how many days.", "dry_run": "true: nothing moves.", "format": "auto, nacha, csv, camt or pain002.", "generation": "Its number.",
	"group_id": "Of proposals that are decided together.", "id": "An id.", "import_id": "Of a file.", "kind": "Its kind.", "limit": "At most so many.",
	"mapping": "Which CSV mapping of the connection.", "min_ms": "That took at least so many milliseconds.", "name": "A connection's or a route's name.",
	"operation": "Its name, such as create_customer.", "outcome": "answered, not_sent, unknown, ok or error.", "payment_id": "A payment's id.",
	"reason": "Why, in at most 2000 bytes.", "reference": "The caller's reference.", "request_id": "Of the request.", "result": "What an entry came to.", "reveal": "true: show what is personal.",
	"route": "A route's name.", "since": "Not before, such as 2030-01-31T18:00:00Z.", "state": "Its state.", "status": "Its status.", "subject": "What the event is about.", "subscriber": "A subscriber's name.",
	"target": "The name or id that was changed.", "tenant": "A tenant's name.", "trace_id": "Of the trace.", "type": "Type of the event.", "vendor_reference": "The vendor's reference.",
	"window": "How far back: of a scorecard 1h to 168h or 7d, of traffic 60m or 7d.", "Coverage-From": "The file tells everything from this day or instant on.",
	"Coverage-To": "Up to this one.", "Coverage-Complete": "true: what it lacks did not happen.",
}

var pathParameter = regexp.MustCompile(`\{([a-z_]+)\}`)

// describe makes the OpenAPI document of the table.
func describe(table []route, version string) (*openapi.Document, error) {
	schemas := schema.NewRegistry()
	var operations []openapi.AdminOperation
	for _, r := range table {
		if d, described := descriptions[r.method+" "+r.path]; described {
			operations = append(operations, d.operation(schemas, r))
		}
	}
	return openapi.NewAdmin(schemas, schemas.Of(of[problem]()), version, operations)
}

func (d description) operation(schemas *schema.Registry, r route) openapi.AdminOperation {
	o := openapi.AdminOperation{
		Method: r.method, Path: r.path, Name: d.name, Tag: tagOf(r.path), Summary: d.summary, Note: d.note, Changes: r.action,
		BodyMedia: d.bodyMedia, AnswerMedia: d.answerMedia, Answers: map[int]*huma.Schema{},
	}
	if r.access == operators {
		o.Role = string(r.needs())
	}
	add := func(in, name string, required bool) {
		o.Params = append(o.Params, schema.Param{In: in, Name: name, Required: required, Schema: &huma.Schema{Type: huma.TypeString}, Doc: parameterTexts[name]})
	}
	for _, found := range pathParameter.FindAllStringSubmatch(r.path, -1) {
		add(schema.InPath, found[1], true)
	}
	for _, name := range d.query {
		add(schema.InQuery, name, name == "connection" && d.bodyMedia != nil)
	}
	for _, name := range d.headers {
		add(schema.InHeader, name, false)
	}
	switch {
	case d.bodyMedia != nil:
		o.Body = &huma.Schema{Type: huma.TypeString, Format: "binary"}
	case d.body != nil:
		o.Body = bodySchema(schemas, d)
	}
	statuses := d.statuses
	if statuses == nil {
		statuses = []int{http.StatusOK}
	}
	for _, status := range statuses {
		switch {
		case d.waits && status == http.StatusAccepted:
			o.Answers[status] = schemas.Of(of[pending]())
		case d.answer != nil:
			o.Answers[status] = schemas.Of(d.answer)
		case d.answerMedia != "":
			o.Answers[status] = &huma.Schema{Type: huma.TypeString}
		}
	}
	return o
}

// bodySchema is the schema of a body. Members may be left out unless they are required,
// whatever their type says.
func bodySchema(schemas *schema.Registry, d description) *huma.Schema {
	named := schemas.Resolve(schemas.Of(d.body))
	own := *named
	own.Required = d.required
	return &own
}

// tagOf groups operations by the first word of their path.
func tagOf(path string) string {
	word, _, _ := strings.Cut(strings.TrimPrefix(strings.TrimPrefix(path, "/admin/v1"), "/"), "/")
	word, _, _ = strings.Cut(word, ".")
	if slices.Contains([]string{"livez", "readyz", "metrics", "openapi", "docs"}, word) {
		return "service"
	}
	return word
}

// document is the OpenAPI document, and page the same for people.
type document struct {
	api, page []byte
}

// makeDocument panics where a description fits no type: it is part of the program.
func makeDocument(table []route, version string) document {
	api, err := describe(table, version)
	if err == nil {
		var page []byte
		if page, err = reference.Page(api, gateway.PageStyle); err == nil {
			return document{api.JSON, page}
		}
	}
	panic(err)
}

func (s *server) openAPI(*request) (answer, error) {
	return answer{status: http.StatusOK, header: http.Header{"Content-Type": {schema.JSON}}, body: s.document().api}, nil
}

func (s *server) docs(*request) (answer, error) {
	return answer{status: http.StatusOK, header: http.Header{
		"Content-Type": {"text/html; charset=utf-8"}, "Content-Security-Policy": {gateway.PagePolicy},
	}, body: s.document().page}, nil
}
