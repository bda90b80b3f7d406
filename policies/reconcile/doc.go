// Package reconcile compares what a file says of payments with what the journal
// knows of them. Entries go in, verdicts come out: no SQL, no HTTP, no clock.
//
// A file takes this way. Open unpacks it and holds it to its limits; Guess tells its
// format; the reader of the format (nacha, csvfile, camt) hands out an Entry at a time
// and at the end a Summary, which says whether anything of the file may be applied.
// Occurrences gives each entry its Identity. A Matcher gives a Verdict by strong keys,
// K1 to K4, and Groups proposes payments for the entries that have none, by the
// composite key K5, which is never applied without a person.
package reconcile
