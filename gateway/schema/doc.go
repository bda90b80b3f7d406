// Package schema reads requests: bodies, forms and parameters, held to the JSON
// Schemas that the OpenAPI document shows.
//
// A body is read once, token by token. Each token knows its JSON Pointer, so a
// violation names its place exactly, also under keys with dots in them. Refused:
// huma.Validate, which wants the body as a map, matches names without regard to
// case, writes places as dotted paths that such keys break, and puts the refused
// value into its errors.
package schema
