package gateway

import (
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"slices"
	"strings"

	"canongate/canonical"
	"canongate/policies"
)

// bind makes the handler of one configuration: which connections can do the
// operation is found here, once.
func (c *call[In, Out]) bind(s *Server, e *endpoint, state *State) handler {
	bound := make(map[string]canonical.Func[In, Out], len(state.Connections))
	for name, connection := range state.Connections {
		if f := c.op.Bind(connection.Adapter); f != nil {
			bound[name] = f
		}
	}
	d := &dispatcher[In, Out]{call: c, server: s, endpoint: e, bound: bound}
	return func(ctx context.Context, x *exchange) (policies.Answer, error) {
		if c.draft != nil && s.options.Payments == nil {
			return policies.Answer{}, noJournal()
		}
		ctx, kept, err := x.include(ctx)
		if err != nil {
			return policies.Answer{}, err
		}
		in, digest, err := c.decode(x)
		if err != nil {
			if sealed, openErr := c.open(s.ids, x, &in); openErr == nil { // the path may have an id
				x.meant(sealed)
			}
			return policies.Answer{}, err
		}
		sealed, err := c.open(s.ids, x, &in)
		if err != nil {
			return policies.Answer{}, err
		}
		if c.request.validate != nil {
			if err := c.request.validate(&in).Validate(); err != nil {
				x.meant(sealed)
				return policies.Answer{}, err
			}
		}
		answer, err := d.dispatch(ctx, x, in, sealed, digest)
		if err == nil && kept != nil && !x.replayed {
			answer.Body = withVendorData(answer.Body, kept.Body())
		}
		return answer, err
	}
}

// decode makes the typed request of its parts, and the digest of its body.
func (c *call[In, Out]) decode(x *exchange) (in In, digest bodyDigest, err error) {
	if err := c.params.bind(&in, x.from); err != nil {
		if errors.Is(err, errPathParam{}) {
			return in, digest, &canonical.Error{Code: c.absent, Origin: canonical.OriginCaller, Message: c.absentText()}
		}
		return in, digest, err
	}
	if c.shape != nil {
		if digest, err = c.decodeBody(x, &in); err != nil {
			return in, digest, err
		}
	}
	if c.request.context != nil {
		client, given, err := clientContext(x.from.header)
		if err != nil {
			return in, digest, err
		}
		if given {
			c.request.context(&in).SetClientContext(client)
		}
	}
	return in, digest, nil
}

// decodeBody reads the body into the typed request: JSON, or a multipart form
// with the JSON in one of its parts.
func (c *call[In, Out]) decodeBody(x *exchange, in *In) (bodyDigest, error) {
	body, file, shape := x.body, []byte(nil), c.shape
	switch media, parameters, err := mediaType(x.contentType); {
	case len(body) == 0 && len(c.shape.properties) == 0:
		body = []byte("{}")
	case err != nil:
		return bodyDigest{}, c.wrongMediaType()
	case media == formType && c.upload:
		shape = c.formShape
		if body, file, err = readForm(body, parameters["boundary"]); err != nil {
			return bodyDigest{}, err
		}
	case media != jsonType && (media != mergePatchType || !c.patch):
		return bodyDigest{}, c.wrongMediaType()
	}
	cleared, err := readBody(body, shape, c.patch)
	if err != nil {
		return bodyDigest{}, err
	}
	digest, err := digestOf(body, file)
	if err != nil {
		return bodyDigest{}, err
	}
	if err := json.Unmarshal(body, in); err != nil {
		// readBody holds to what the types take; a difference is ours, and still
		// better told as a bad request than as a defect.
		return bodyDigest{}, invalidRequest("The body does not fit this operation.")
	}
	x.forgetBody()
	if c.request.cleared != nil {
		c.request.cleared(in).SetCleared(cleared)
	}
	if file != nil {
		c.request.content(in).SetContent(file)
	}
	return digest, nil
}

func (c *call[In, Out]) wrongMediaType() error {
	want := jsonType
	if c.patch {
		want += " or " + mergePatchType
	}
	if c.upload {
		want += " or " + formType
	}
	return &canonical.Error{Code: canonical.UnsupportedMediaType, Origin: canonical.OriginCaller, Message: "Send the body as " + want + "."}
}

// open opens the ids of the request and gives the connection they belong to.
func (c *call[In, Out]) open(ids *IDs, x *exchange, in *In) (connection string, err error) {
	if c.request.ids == nil {
		return "", nil
	}
	o := opener{ids: ids, tenant: x.caller.Tenant}
	c.request.ids(in).EachID(o.visit)
	return o.result()
}

// clientContext reads the headers that stand in for client_context.
func clientContext(header func(string) string) (client canonical.ClientContext, given bool, err error) {
	ip, geo := header("Client-Ip"), header("Client-Geo")
	if ip == "" && geo == "" {
		return client, false, nil
	}
	var check canonical.Check
	client.IPAddress = canonical.Personal(ip)
	check.IP("Client-Ip", client.IPAddress)
	if geo != "" {
		latitude, longitude, both := strings.Cut(geo, ",")
		client.Latitude = canonical.Personal(strings.TrimSpace(latitude))
		client.Longitude = canonical.Personal(strings.TrimSpace(longitude))
		check.Degrees("Client-Geo", client.Latitude, 90)
		check.Degrees("Client-Geo", client.Longitude, 180)
		if !both || client.Latitude == "" || client.Longitude == "" {
			check.Invalid("Client-Geo", "must be latitude and longitude in decimal degrees with a comma between")
		}
	}
	if err := check.Err(); err != nil {
		return client, false, invalidRequest("A header cannot be used.", canonical.AsError(err).Fields...)
	}
	return client, true, nil
}

// contextHeaders stand in for the members of client_context.
var contextHeaders = map[string][]string{
	"/client_context":            {"Client-Ip", "Client-Geo"},
	"/client_context/ip_address": {"Client-Ip"},
	"/client_context/latitude":   {"Client-Geo"},
	"/client_context/longitude":  {"Client-Geo"},
}

// inHeaders names the headers where a mistake is about the client context of a
// request that has no body to hold one.
func inHeaders(fields []canonical.FieldError) []canonical.FieldError {
	var named []canonical.FieldError
	for _, f := range fields {
		headers, ok := contextHeaders[f.Pointer]
		if !ok {
			headers = []string{f.Pointer}
		}
		for _, f.Pointer = range headers {
			if !slices.Contains(named, f) { // latitude and longitude share one
				named = append(named, f)
			}
		}
	}
	return named
}

// render makes the answer of a resource: the connection named, the ids sealed,
// what the caller may not see removed.
func (c *call[In, Out]) render(s *Server, e *endpoint, x *exchange, connection string, out *Out) (policies.Answer, error) {
	if c.resource.origin != nil {
		c.resource.origin(out).SetConnection(connection)
	}
	if c.resource.ids != nil {
		seal := sealer{ids: s.ids, tenant: x.caller.Tenant, connection: connection}
		c.resource.ids(out).EachID(seal.visit)
		if seal.err != nil {
			return policies.Answer{}, seal.err
		}
	}
	if c.resource.mask != nil && !x.caller.May(ScopeReadPII) {
		c.resource.mask(out).Mask()
	}
	answer, err := jsonAnswer(e.success, out)
	if err != nil {
		return answer, err
	}
	if c.pending != nil && c.pending(out) {
		answer.Status = statusPending
	}
	if location := c.locate(x, out); location != "" {
		answer.Header.Set("Location", location)
	}
	return answer, nil
}

// locate is where a new resource is; "" for what is not new, or has no id.
func (c *call[In, Out]) locate(x *exchange, out *Out) string {
	switch {
	case !c.creates:
		return ""
	case c.id == nil:
		return x.path
	}
	if id := c.id(out).Sealed(); id != "" {
		return c.location + id
	}
	return ""
}

// statusPending is that of a new resource which the vendor keeps under review.
const statusPending = http.StatusAccepted
