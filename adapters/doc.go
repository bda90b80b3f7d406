// Package adapters is the short list above the vendors: which of them this
// program knows, and how each is made. Below it stand the vendors, equal and
// strangers to each other, and what they share (internal/).
//
// # How to add a vendor
//
// You need the vendor's document and an afternoon. The example is a vendor
// called acme; iserveu is the smallest folder to copy from.
//
//  1. adapters/acme/sandbox: write the vendor as its document has it, before you
//     write the adapter. An http.Handler on internal/simulator that checks what it
//     is sent and answers in the vendor's own words. It imports nothing else of
//     ours, so that one misreading cannot cancel another. Its documented answers
//     are samples/<operation>.<case>.json with invented people; samples/index.json
//     gives each its HTTP status, SOURCES.md says where each comes from. Every
//     operation has a samples/<operation>.ok.json.
//  2. adapters/acme/settings.go: `type Settings struct` with mapstructure tags
//     and the comments an operator needs. Credentials are canonical.Secret; what
//     the document leaves open is a setting with a default and a line in Warnings.
//  3. adapters/acme/wire.go: the vendor's JSON, unexported, in the vendor's own
//     nouns. Fields whose type wavers are flex.String, flex.Bool, flex.Many; each
//     struct of an answer ends with `Extra flex.Extra` tagged `json:",embed"`, so
//     that fields the vendor adds later are counted.
//  4. adapters/acme/mapping.go: encodeX (ours → theirs) and decodeX (theirs →
//     ours), pure. Enums are map literals; a value no map knows becomes "unknown",
//     keeps its text in the …_raw field, and is counted by Unmapped. What the
//     vendor has no place for is refused before the call, with a pointer.
//  5. adapters/acme/errors.go: from status, header and body of an answer to a
//     canonical code; verdict holds what is the same for all.
//  6. adapters/acme/adapter.go: New, a `var _` guard for each capability, and a
//     method for each operation: encode, call, decode. Retries, breakers, limits,
//     traces and the journal stand around it already.
//  7. adapters/acme/adapter_test.go: conformance.Run with the settings of the
//     sandbox, the pinned operations and a case for each. The suite names each
//     golden file that is missing; `go test ./adapters/acme -update` writes them
//     and you review them line by line. Then a test for each oddity, by its id.
//  8. One line in Builtin, and one stanza in a configuration.
//
// Nothing changes in gateway, policies, canonical or config. If something has
// to, the page or the house is wrong: mend that first.
//
// # Decisions
//
// The list is a map literal that one can read. Refused: registration in init
// functions and blank imports, which hide what a program contains; a declared
// list of capabilities, which would be a second truth beside the methods.
package adapters
