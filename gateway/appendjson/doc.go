// Package appendjson writes answers as encoding/json does, byte for byte, by an encoder
// that is made once for each type and appends to one buffer.
//
// # Decisions
//
// It is a short cut and not another form of JSON: what it does not know (interfaces, a
// struct whose fields compete for a name, a text that needs an escape) it has
// encoding/json write, and an error is that package's own. A differential fuzz test
// holds every byte to it.
//
// A type's MarshalText is called on a pointer to the field, which copies nothing.
// MarshalJSON is left to encoding/json, which checks and compacts what it gives.
package appendjson
