// Package shadow compares the answer that a caller got with what another connection
// says, and counts where they differ.
//
// # Decisions
//
// What is compared are the two answers in canonical form, as the caller may see them:
// without the scope pii:read, identity numbers are compared by their last four digits.
// "Nobody was found" is an answer, too.
//
// Left out is what names the record and not the person: ids, the vendor's own keys,
// words and supplementary data, who answered, and when the record was made or changed.
//
// Counted are paths of fields, and nothing of their values. A path is made of names
// that the schema of the answer has; any other key is written as *, because free-form
// keys may be somebody's data.
//
// The order in a list means nothing: equal elements belong together, then those of
// one type, then the rest as they come.
//
// The counts live in the process, as long as the rule names the same connection.
// Prometheus adds up replicas.
package shadow
