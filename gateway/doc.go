// Package gateway is the public HTTP server: it turns a request into a typed
// canonical call, has the connection do it that a route chose, and renders the
// answer. It is the only package that imports Fiber.
//
// # Rooms
//
// Below this package, and without knowledge of it:
//
//   - listener limits connections and reads heads and bodies off them.
//   - auth knows callers by their API keys and tokens, and their rates.
//   - ids seals and opens the ids of the public API.
//   - schema reads headers, parameters, bodies and forms against JSON Schemas.
//   - appendjson writes answers as encoding/json does.
//   - openapi makes the OpenAPI document and its page from the endpoints.
//   - problem is an error as callers see it, and the page about each code.
//   - redact removes what may be personal from a vendor's words.
//   - telemetry is the span, the log line and the numbers of a request.
//
// Above it:
//
//   - records keeps payments and events in the journal.
//   - admin is the operators' HTTP server, beside this one.
//
// # A request
//
//  1. middleware.go gives every request its id, headers, log line and problem.
//  2. server.go matches a row of the table in endpoints.go, and copies what the
//     handlers need out of Fiber.
//  3. admit.go authenticates the caller; ratelimit.go counts its rates.
//  4. requestbody.go reads the body; handle.go decodes and validates the request,
//     and opens its ids.
//  5. dispatch.go has the routes choose, and runs the connection's policy chain
//     around the adapter's function.
//     person.go finds whom the caller's own id means, for the routes and in the
//     place of the customer's id, and links it to whom the vendor answers with.
//  6. render.go makes the answer, inside the chain, so that the journal can keep
//     it. problem.go makes the answer of a failure.
//
// Payments are read from the journal (payments.go), connections from the
// configuration (connections.go); events.go takes vendors' notifications.
//
// # Decisions
//
// huma is a library here: its registry makes the JSON Schemas and its structs
// hold the OpenAPI document. The endpoint table drives both. Refused: huma's API
// and router adapters, which would be a second table beside ours.
//
// The head of a request is looked at before its body: credential, rate, scope and
// the endpoint's limit come first. fasthttp reads the first bytes of a body by
// itself, so headReceived hides the length from it until then. A body that is not
// read to its end ends the connection.
//
// An endpoint is declared by a handlerSpec, compiled once by New, and bound to
// each configuration by Swap. Which optional methods a request or resource has
// (Validate, EachID, Mask …) is found when it is compiled, which adapter can do it
// when it is bound; a request asserts nothing.
//
// The journal keeps two forms of an answer that not everybody may see whole: with
// and without what needs a scope (policies.Answer). The one who asks now decides
// which is shown, byte for byte the same each time. Refused: keeping the whole one
// and masking it at the replay, which would need every resource to come out of
// its JSON as it went in.
//
// A shadow (shadow.go) starts when the answer is made and the request is counted, from
// a copy of the request without what was Fiber's. Refused: a queue, in which requests
// would wait with their bodies; beyond a few at once, and while no processor is free,
// none is asked.
//
// Nothing that comes from Fiber outlives its request: the app runs Immutable, and
// handlers see a request, which holds no Fiber. Fiber does not notice a caller that
// goes away, so every call ends by its own deadline: the connection's, or the
// caller's Request-Timeout when that is shorter.
package gateway
