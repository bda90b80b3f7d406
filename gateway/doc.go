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
// The head of a request is looked at before its body: credential, rate, scope and
// the endpoint's limit come first (requestbody.go). fasthttp reads the first bytes
// of a body by itself, so headReceived hides the length from it until then. A body
// that is not read to its end ends the connection.
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
// Nothing that comes from Fiber outlives its request: the app runs Immutable,
// and only handle.go, middleware.go and pages.go touch its context.
//
// Fiber does not notice a caller that goes away, so every call ends by its own
// deadline: the connection's, or the caller's Request-Timeout when that is
// shorter.
package gateway
