// Package imports takes files about money from the door to the journal: it keeps a
// file while it is read, matches its entries with payments, and applies what they
// prove.
//
// # Decisions
//
// A file is read to its end before anything moves, because only its end tells
// whether it is whole. So an import has two halves. The first reads the file and
// keeps those entries that concern us as rows; the file is deleted after it. The
// second goes through the rows and moves payments. Either half can be interrupted:
// the first begins anew, because it changed nothing but its own rows, and the second
// goes on, because an entry that was applied is marked so in the transaction that
// moved the payment.
//
// The half that applies is also what a dry run does, without moving anything, so a
// dry run says what would happen. When it is made real its rows are judged again,
// against the payments as they are then.
//
// A file lies below Options.Dir while it is read, for its owner only, under the id
// of its import, in a folder of its engine's own. That of a dead engine is taken over by
// the next one to start: a lock of the kernel's says who is alive. What lies there
// without an import that is being read is deleted then.
//
// Whoever reads or applies an import has its lease in the journal. So of two replicas that
// get one file at the same moment one reads it, and one that dies is followed within a
// lease.
//
// Rows are written a few hundred at a time, so that a payment never waits long for
// the one writer of SQLite. An import of a million lines keeps a few megabytes in
// memory: what concerns nobody here leaves nothing but a count.
//
// No row holds a name or an account number, and no error text a part of a line.
package imports
