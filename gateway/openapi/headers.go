package openapi

import (
	"canongate/gateway/schema"

	"github.com/danielgtaylor/huma/v2"
)

// Headers of answers. Those of requests are the schema's.
const (
	HeaderGeneration  = "Gateway-Generation"
	HeaderReplayed    = "Idempotency-Replayed"
	HeaderTiming      = "Server-Timing"
	HeaderLimit       = "RateLimit"
	HeaderLimitPolicy = "RateLimit-Policy"

	HeaderRetryAfter   = "Retry-After"
	HeaderAuthenticate = "WWW-Authenticate"
)

// ProblemType is the media type of every failure.
const ProblemType = "application/problem+json"

func sharedHeaders() map[string]*huma.Header {
	text := func(description string) *huma.Header {
		return &huma.Header{Description: description, Schema: &huma.Schema{Type: huma.TypeString}}
	}
	return map[string]*huma.Header{
		schema.HeaderConnection: text("The connection that served the request."),
		HeaderReplayed:          text("true: this answer was given before, nothing was done now."),
		HeaderRetryAfter:        text("Seconds to wait before the request is sent again."),
		"Location":              text("Where the new resource is."),
	}
}

func sharedParameters() map[string]*huma.Param {
	header := func(name, description string) *huma.Param {
		one := 1
		return &huma.Param{
			Name: name, In: schema.InHeader, Description: description, Schema: &huma.Schema{Type: huma.TypeString, MinLength: &one},
		}
	}
	event := func(name, description string) *huma.Param {
		p := header(name, description)
		p.Required = true
		return p
	}
	key := header(schema.HeaderKey, "A fresh random value for each intent, the same for each repetition of it: "+
		"1 to 255 printable ASCII characters. It belongs to the caller, the operation and the connection that the request names. "+
		"The first answer is given again, byte for byte and with the request_id of the first call. "+
		"A call that never reached the vendor, or that the vendor turned away with 401, 403 or 429, frees the key; a wrong one-time password (otp_invalid) does not.")
	key.Required = true
	key.Example = "5f1d0c3e-8a52-4b7e-9d61-2c4f7a90be13"
	longest := schema.MaxKeyLength
	key.Schema.MaxLength = &longest
	return map[string]*huma.Param{
		schema.HeaderKey:        key,
		schema.HeaderConnection: header(schema.HeaderConnection, "The connection to use; needs the scope connection:choose. An id of the request wins."),
		schema.HeaderEpoch: header(schema.HeaderEpoch, "The Gateway-Epoch of which you had heard when you made the Idempotency-Key. It proves, after a "+
			"restore of the gateway's journal, that the key is younger. Never send a later one with an older key: it could pay twice."),
		schema.HeaderRequestID: header(schema.HeaderRequestID, "Echoed and logged; up to 128 letters, digits and -_.~:/+=."),
		schema.HeaderTimeout:   header(schema.HeaderTimeout, "Seconds, or a duration such as 500ms, after which the caller gives up. Only shortens."),
		"traceparent":          header("traceparent", "W3C Trace Context; joined and passed on, where the credential is known."),
		schema.ParamInclude: {
			Name: schema.ParamInclude, In: schema.InQuery, Schema: &huma.Schema{Type: huma.TypeString, Enum: []any{schema.IncludeVendorData}},
			Description: "vendor_data adds a member of that name: the vendor's answer, redacted. Needs the scope vendor:read.",
		},
		"Client-Ip": header("Client-Ip", "The end user's address; stands in for client_context."),
		"Client-Geo": header("Client-Geo", "The end user's latitude and longitude, in decimal degrees with a comma between; "+
			"stands in for client_context."),
		HeaderWebhookID:        event(HeaderWebhookID, "The event's id: the same for every delivery of it."),
		HeaderWebhookTimestamp: event(HeaderWebhookTimestamp, "When it was sent, in seconds since 1970. Refuse what is older than five minutes."),
		HeaderWebhookSignature: event(HeaderWebhookSignature, "v1, and the base64 of HMAC-SHA256 over id.timestamp.body with the secret behind whsec_; "+
			"several are separated by a blank while the secret is being changed."),
	}
}
