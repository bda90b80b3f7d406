// Package schema reads requests: headers, parameters, bodies and forms, held to the
// JSON Schemas that the OpenAPI document shows.
//
// # Decisions
//
// A body is read once, token by token. Each token knows its JSON Pointer, so a
// violation names its place exactly, also under keys with dots in them. Refused:
// huma.Validate, which wants the body as a map, matches names without regard to
// case, writes places as dotted paths that such keys break, and puts the refused
// value into its errors.
//
// The same pass fills the typed request (fill.go). Where a type has its own reading, or
// the body holds null or does not fit, encoding/json makes the request instead, so that
// there is one idea of what a body means; a differential fuzz test holds the two
// together.
//
// Headers that have one meaning come once. Which of two a proxy, a retry layer and
// this program would read is anybody's guess.
package schema
