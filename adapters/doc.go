// Package adapters is the short list above the vendors: which of them this
// program knows, and how each is made. Below it stand the vendors, equal and
// strangers to each other, and what they share (internal/).
//
// # How to add a vendor
//
// You need the vendor's document and an afternoon. The example is a vendor
// called acme. Copy from conformance/fernleigh, a vendor that does not exist: it
// is this page followed to the letter, and tests hold it to what is said here.
// The others are there for what it does not have, such as tokens of ours
// (internal/token) and failures inside a 200 (iserveu).
//
//  1. adapters/acme/sandbox: write the vendor as its document has it, before you
//     write the adapter. New makes an http.Handler on internal/simulator that
//     checks what it is sent and answers in the vendor's own words; it knows
//     somebody from the start, so that reads find them. It imports nothing else
//     of ours, so that one misreading cannot cancel another. Its documented
//     answers are samples/<operation>.<case>.json with invented people, embedded
//     as Samples; samples/index.json gives each its HTTP status, SOURCES.md says
//     where each comes from. Every operation that calls the vendor has a
//     samples/<operation>.ok.json; a call for credentials is an operation called
//     token, registered with HandleToken, and the TokenPath of step 8. Credentials
//     is a func that gives settings which the simulator lets in: any are good but
//     "wrong" (simulator.LetsIn). values.go lists what value makes what answer, and
//     what moves its world: New puts it into a simulator.Box, which shows both to
//     callers, turns the clock and resets.
//  2. adapters/acme/settings.go: `type Settings struct` with mapstructure tags
//     and the comments an operator needs. decodeSettings gives the defaults, reads
//     with settings.Decode and gathers what is wrong in settings.Problems.
//     Credentials are canonical.Secret; what the document leaves open is a setting
//     with a default and a line in the adapter's Warnings (canonical.Warner).
//  3. adapters/acme/wire.go: the vendor's JSON, unexported, in the vendor's own
//     nouns. Fields of answers whose type wavers are lenientjson.String,
//     lenientjson.Bool, lenientjson.OneOrMany; each struct of an answer ends with
//     `Unknown lenientjson.Unknown` tagged `json:",embed"`. Give what
//     lenientjson.Decode reads to a lenientjson.DriftSampler, with the operation: it
//     counts the fields that the vendor added since.
//  4. adapters/acme/mapping.go: encodeX (ours → theirs) and decodeX (theirs →
//     ours), pure. Enums are map literals; a value no map knows becomes "unknown",
//     keeps its text in the …_raw field, and is counted by Unmapped; so does a date,
//     a country, an amount or a phone that cannot be read. Of a list of which the
//     vendor keeps one element, canonical.Ignore names the others. A value that the
//     vendor has no word for, in a field that it keeps, is refused before the call,
//     with a pointer.
//  5. adapters/acme/errors.go: from status, header and body of an answer to a
//     canonical code. The vendor's words come first, but not those of a 5xx; where
//     they say nothing, vendorerr.FromStatus does. vendorerr.New makes the error and
//     vendorerr.Malformed that of a success that cannot be one. The vendor's
//     words go into Vendor, never into Message. Where only words tell, they are
//     vendorerr.Rules, matched whole; a text that may come as a list is a lenientjson.Messages.
//  6. adapters/acme/adapter.go: the package comment, New, Vendor (the name that
//     step 9 lists), a `var _` guard for each capability, and a method for each
//     operation: encode, one call by internal/rest, decode. Request.For(operation) gives a write a connection of its own; token.Do
//     renews a session that the vendor refuses, and internal/oauth asks token
//     endpoints. Retries, breakers,
//     limits, traces and the journal stand around it already; they also name
//     operation and connection in its errors.
//  7. adapters/acme/fields.go: Fields (canonical.FieldLister), the list of each
//     operation: pointer, the vendor's name, whether it is required and when; the
//     vendor's own members (supplementary_data); what is not carried and why.
//     Declare no type, length or value: the canonical type has them. A pointer that
//     it has not stops the program at the start. See "The field list" below.
//  8. adapters/acme/adapter_test.go: conformance.Run with the settings of the
//     sandbox, the pinned operations and a case for each. A case is run 32 times
//     at once: where the vendor refuses a second time, conformance.Prepared makes
//     a fresh request for each. The suite names each golden file that is missing;
//     `go test ./adapters/acme -update` writes them and you review them line by
//     line. Then a test for each oddity, by its id, and a fuzz target for what
//     reads answers, with the samples as its seeds. documented_test.go lists the
//     members of the vendor's document by section, written from the document and not
//     from the adapter.
//  9. One line in Builtin; a stanza in config/quickstart.yaml, where every vendor
//     is a sandbox, and one in config/example.yaml, with every setting. `make
//     docs` writes the README's matrix and the configuration's schema anew. README
//     and CHANGELOG name the vendor to those who wait for it.
//
// No code changes in gateway, policies, canonical, config or cmd. If some has to,
// the page or the house is wrong: mend that first.
//
// # The field list
//
// From it follow, around every operation and before the adapter sees the request:
// a 422 that names everything required that is missing and every supplementary
// member that is not as declared; the removal of what has no place, so that it can
// neither be sent nor echoed; `ignored` in the answer; what of supplementary_data
// needs the scope pii:read; GET /v1/connections/{name}/fields, GET /v1/fields and
// the tables in deploy/docs/fields. Tests call an operation as the gateway does,
// canonical.CreateCustomer.Bind(adapter), since a bare method has none of it.
//
// A pointer stands for all that is below it, unless fields below it stand in the list
// too. A condition on the same list is asked for each element. What only decides
// (primary, method, kind) is a Field without a vendor's name. Encoders call
// canonical.Ignore(ctx, ...) with the elements that were not chosen (canonical.Others),
// and with what this request leaves out of the chosen one, and echo neither
// (canonical.Only). Members without a canonical word are Supplementary: read with
// d.SupplementaryData.Text or Raw, answered with c.SupplementaryData.Put. What cannot be
// said stands in NotCarried with its reason, for users to read. documented_test.go lists
// the members of the vendor's document, and the suite names what reaches nobody.
//
// # Decisions
//
// Refused: generating encoders from the list, as tags on the wire types could. The
// odd half of every vendor stays code; what its list claims is held to that code by
// changing each leaf of a request and of an answer in turn. Refused as well:
// `ignored` made by the adapters themselves, which each did for customers alone.
//
// The list is a map literal that one can read. Refused: registration in init
// functions and blank imports, which hide what a program contains; a declared
// list of capabilities, which would be a second truth beside the methods.
//
// The example stands below conformance, whose packages no program may import
// (cmd/canongate/layers_test.go), and is compiled, vetted and run as any vendor
// is. Refused: testdata, which the tools pass over, so that it would rot; and a
// folder beside the vendors, where Builtin would have to list it.
package adapters
