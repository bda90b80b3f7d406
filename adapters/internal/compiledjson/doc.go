// Package compiledjson reads vendors' answers in one pass, by a decoder that is made
// once for each wire type.
//
// # Decisions
//
// It is a short cut of package json (github.com/go-json-experiment/json) and not
// another reader of JSON: where it succeeds the value is what that package makes of
// the same text. At anything odd it gives up, and the caller asks the package, which
// alone says what is wrong. Odd are mistakes of syntax and of shape, invalid UTF-8,
// escapes in names, surrogates, a field that comes twice, and deep nesting. A
// differential fuzz test holds it to that.
//
// A member that nothing reads may come twice: see lenientjson.Decode.
//
// Texts are copied out of the answer. A string that shared its bytes would keep one
// customer's whole answer in memory for as long as itself.
//
// It reflects, without unsafe. Refused: generated code for each vendor, which every
// change of a wire type would have to write anew; a JIT, for one architecture.
package compiledjson
