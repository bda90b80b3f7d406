// Package gateway is the public HTTP face: it turns a request into a typed
// canonical call, has it done by the connection that a route chose, and renders
// the answer. It is the only room with Fiber.
//
// # The walk
//
// The endpoint table (endpoints.go) matches; handle.go authenticates, decodes
// and validates; dispatch.go picks the connection and runs its policy chain
// around the adapter's function; the answer is sealed, masked and rendered
// inside the chain, so that the journal can keep what the caller is told. Errors
// come back the same way and become problems in problem.go, the one place with
// HTTP statuses.
//
// # Decisions
//
// huma is a library here: its registry makes the JSON Schemas and its structs
// hold the OpenAPI document. The endpoint table drives both. Refused: huma's API
// and router adapters, which would be a second table beside ours.
//
// A body is read once, token by token, against the schema that the document
// shows (schema.go, body.go). Each token knows its JSON Pointer, so a mistake
// names its place exactly, also under keys with dots in them. Refused:
// huma.Validate, which wants the body as a map, matches names without regard to
// case, writes places as dotted paths that such keys break, and puts the refused
// value into its errors.
//
// Which optional methods a request or resource has (Validate, EachID, Mask …) is
// found once, when the table is built, and kept as functions; a request asserts
// nothing. Which adapter can do what is found once per configuration, in Swap.
//
// The journal keeps two forms of an answer that not everybody may see whole: with
// and without what needs a scope (policies.Answer). The one who asks now decides
// which is shown, byte for byte the same each time. Refused: keeping the whole one
// and masking it at the replay, which would need every resource to come out of
// its JSON as it went in.
//
// A span starts when the caller is known, as of the arrival of the request: only
// a known caller's trace is joined. Refused: a link from a trace of our own, which
// would cut the traces of product apps in two.
//
// Headers that have one meaning come once (headers.go). Which of two a proxy, a
// retry layer and this program would read is anybody's guess.
//
// Nothing that comes from Fiber outlives its request: the app runs Immutable,
// and only handle.go, middleware.go and pages.go touch its context.
//
// Fiber does not notice a caller that goes away, so every call ends by its own
// deadline: the connection's, or the caller's Request-Timeout when that is
// shorter.
package gateway
