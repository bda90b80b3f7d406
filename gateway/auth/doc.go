// Package auth says who calls: by an API key, or by a token of one issuer. It
// knows no HTTP server, so that a configuration can be read without one.
//
// # Decisions
//
// A caller is the credential, not the tenant. Caller.Key tells callers apart for
// idempotency keys and rate limits: the id of an API key as it stands in the
// file, or issuer and subject of a token with a mark that no id of a key can
// have. So the subject of a token that equals the id of a key is another caller.
//
// An API key has an id and any number of hashes, each with an optional end.
// Renewing adds a hash and keeps the id, and with it every idempotency key.
//
// Keys of the issuer are read one by one, and of each only the members that name
// a public key: one that cannot be read, or is of an unknown type, costs itself
// and not the set (RFC 7517 §5). A set without a usable key never replaces one
// with keys.
//
// One goroutine fetches, so there is one fetch at a time. A token that no known
// key verifies makes it fetch at once, and its request waits: a rotation refuses
// nobody. A fetch that brought no new key is not repeated within ten seconds,
// whatever strangers send; one that brought one counts for nothing, since only
// the issuer can cause it. Refused: waiting for those ten seconds, which would let strangers
// hold places of the server.
//
// Claims are looked at before the signature, so that a token which is expired or
// for somebody else asks the issuer for nothing.
//
// A signature is tried with the algorithms of the key, which follow from its type
// alone; the header of a token only picks among them. Extensions named in `crit`
// are not known here, so a token with one is refused (RFC 7515 §4.1.11).
package auth
