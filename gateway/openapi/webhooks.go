package openapi

import (
	"encoding/json"
	"maps"
	"reflect"
	"slices"
	"strings"

	"canongate/canonical"
	"canongate/gateway/schema"

	"github.com/danielgtaylor/huma/v2"
)

// EventMedia is the media type of an event: CloudEvents 1.0 in its JSON form.
const EventMedia = "application/cloudevents+json"

// Headers of events, those of Standard Webhooks.
const (
	HeaderWebhookID        = "webhook-id"
	HeaderWebhookTimestamp = "webhook-timestamp"
	HeaderWebhookSignature = "webhook-signature"
)

// EventText is what the document says of a type of event.
type EventText struct {
	Type    canonical.EventType
	Summary string
	Text    string
	Data    json.RawMessage // of the example
}

// EventTexts are the types in the order of canonical.EventTypes.
func EventTexts() []EventText { return slices.Clone(eventTexts) }

var eventTexts = []EventText{
	{
		canonical.EventScreeningUpdated, "A customer's screening changed", "What the vendor's compliance says of the customer is another than before.",
		json.RawMessage(`{"customer_id":"cus_AZx1","status":"active","screening":{"status":"clear"}}`),
	},
	{
		canonical.EventCustomerStatusUpdated, "A customer's status changed", "The vendor says another status of the customer than before.",
		json.RawMessage(`{"customer_id":"cus_AZx1","status":"active"}`),
	},
	{
		canonical.EventPaymentUpdated, "A payment's status changed",
		"Whoever brought the news: the vendor, a file of a bank, an operator. previous_status and status say from where to where.",
		json.RawMessage(`{"payment_id":"pay_AZx1","customer_id":"cus_AZx2","status":"returned","previous_status":"settled","return_code":"R01",` +
			`"return_class":"funds","reason":"import","occurred_on":"2026-11-24"}`),
	},
	{
		canonical.EventVerificationCompleted, "A verification is over", "What was verified stays out of it: it is for the caller alone.",
		json.RawMessage(`{"verification_id":"ver_AZx1","status":"verified"}`),
	},
	{
		canonical.EventConnectionDegraded, "A connection cannot do an operation well", "Its calls fail so often that the gateway holds them back for a while.",
		json.RawMessage(`{"status":"degraded","operation":"create_payment","reason":"breaker_open"}`),
	},
	{
		canonical.EventPaymentCorrected, "A bank wants an account's details put right",
		"Link the account again with the right details, or have an operator note the change. Payments to it warn, or are refused, until then.",
		json.RawMessage(`{"payment_id":"pay_AZx1","customer_id":"cus_AZx2","bank_account_id":"bac_AZx1","change_code":"C01"}`),
	},
	{
		canonical.EventGatewayRestored, "The gateway was restored from a backup",
		"Once to each subscriber, whatever its tenants. From lost_from to lost_to the gateway has forgotten what happened: events that you have may come again, " +
			"also with a new id where the gateway hears of something once more; a payment that you know may be gone, or have an older status for a while. " +
			"Read again what you depend on, and compare.",
		json.RawMessage(`{"restored":true,"lost_from":"2026-11-24T09:12:40Z","lost_to":"2026-11-24T09:58:00Z"}`),
	},
	{
		canonical.EventReconciliationException, "A file of a bank has what nobody can match",
		"For those who run the gateway: only a subscriber that names this type is told.",
		json.RawMessage(`{"exception_id":"exc_7Q2K5XJ4","exception_kind":"orphan","import_id":"imp_7Q2K5XJ4"}`),
	},
}

// webhooks describe the events that subscribers are told, and give the schemas of
// their payloads.
func webhooks(s *schema.Registry) (hooks map[string]*huma.PathItem, payloads []*huma.Schema) {
	event, data := s.Of(reflect.TypeFor[canonical.Event]()), s.Of(reflect.TypeFor[canonical.EventData]())
	hooks = map[string]*huma.PathItem{}
	for _, t := range eventTexts {
		payload := eventSchema(s, t.Type, s.Resolve(event), s.Resolve(data))
		payloads = append(payloads, payload)
		example := `{"specversion":"1.0","id":"evt_7Q2K5XJ4","source":"` + t.Type.Source("example") + `","type":"` + string(t.Type) +
			`","time":"2026-11-24T10:00:00Z","datacontenttype":"application/json","data":` + string(t.Data) + `}`
		op := &huma.Operation{
			OperationID: "on_" + strings.ReplaceAll(string(t.Type), ".", "_"), Summary: t.Summary, Tags: []string{"events"},
			Description: t.Text + " Delivered at least once and in order for each subject: know an event again by webhook-id.",
			Security:    []map[string][]string{{}},
			RequestBody: &huma.RequestBody{Required: true, Content: map[string]*huma.MediaType{
				EventMedia: {Schema: payload, Example: json.RawMessage(example)},
			}},
			Responses: map[string]*huma.Response{
				"2XX": {Description: "Taken."},
				"4XX": {Description: "Not taken, as with every answer that is none of the 2XX: it is delivered again later."},
			},
		}
		for _, name := range []string{HeaderWebhookID, HeaderWebhookTimestamp, HeaderWebhookSignature} {
			op.Parameters = append(op.Parameters, &huma.Param{Ref: "#/components/parameters/" + name})
		}
		hooks[string(t.Type)] = &huma.PathItem{Post: op}
	}
	return hooks, payloads
}

// eventSchema is the payload of one type: the event, with the members of the data that
// the type has by canonical.EventData's tags.
func eventSchema(s *schema.Registry, of canonical.EventType, event, data *huma.Schema) *huma.Schema {
	name := pascal(string(of)) + "Event"
	part := *data
	part.Properties, part.Required = map[string]*huma.Schema{}, nil
	for _, f := range reflect.VisibleFields(reflect.TypeFor[canonical.EventData]()) {
		member, _, _ := strings.Cut(f.Tag.Get("json"), ",")
		types := strings.Split(f.Tag.Get("events"), ",")
		always := slices.Contains(types, string(of)+"!")
		if always {
			part.Required = append(part.Required, member)
		}
		if always || slices.Contains(types, string(of)) {
			part.Properties[member] = data.Properties[member]
		}
	}
	whole := *event
	whole.Properties = maps.Clone(event.Properties)
	kind := *event.Properties["type"]
	kind.Enum = []any{string(of)}
	whole.Properties["type"] = &kind
	whole.Properties["data"] = &huma.Schema{Ref: schema.RefTo(name + "Data"), Description: event.Properties["data"].Description}
	named := s.Components().Map()
	named[name], named[name+"Data"] = &whole, &part
	return &huma.Schema{Ref: schema.RefTo(name)}
}
