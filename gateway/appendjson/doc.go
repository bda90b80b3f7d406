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
// A type's methods are called on a pointer to the field, which copies nothing. What a
// MarshalJSON gives is left to encoding/json, which checks and compacts it, unless it is
// one word, such as true, 12 or a text without escapes.
package appendjson
