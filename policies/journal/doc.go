// Package journal remembers, in SQL, what must not be forgotten while money
// moves: which idempotency keys were used and what was answered, which payments
// exist, and which events still have to be told to whom.
//
// It is the ground under one promise: for every keyed write at most one call
// reaches a vendor, whatever is retried, duplicated, killed or restarted, and an
// outcome that cannot be known is called unknown.
//
// # Decisions
//
// One set of statements, two drivers. SQLite is embedded and the default, for one
// process (a second one beside it, during a restart, is safe but slow);
// PostgreSQL serves several replicas. Statements use only what both speak
// ($1 parameters, ON CONFLICT, RETURNING); the store interface holds what
// differs: how a unit of work is committed. Refused: an ORM or two dialects of
// every statement, because the second dialect is the one nobody tests.
//
// Group commit on SQLite. One goroutine owns the writing connection and commits
// everything that queued up since the last fsync began in one transaction. Where the
// batch before had several units it waits a millisecond for others (PostgreSQL's
// commit_delay, with the batch before for commit_siblings): a commit writes every page
// that was touched, and thirty units share most of them. A refused
// unit undoes only itself: by its savepoint, or where all are repeatable by running
// the others again, since nearly none is refused after it has written. A storage
// fault fails the whole batch, because nothing in it became durable. A caller
// that gives up while queued takes its unit with it; once a batch holds the unit,
// the caller waits and hears the truth. Refused: synchronous=NORMAL, which is as
// fast and forgets the last commits on a power cut.
//
// A keyed write costs two durable steps: sent, with the payment, before the vendor is
// called, and done, with the answer and the payment's new state. To claim a key is none. A
// claim promised nothing that outlives its process: one whose owner died before it sent
// anything was free again. What it was for, that of two calls with one key one is sent, is
// kept by the row of the key, which only one transaction can make, and within a process by
// calls, where the second one hears that the first is under way before it costs anything.
// Across replicas the second hears so when it is about to send (see Taken). So a claim only
// reads: what became of the key, whether a restore may have forgotten it, whose place it
// is. All of it is looked at again where it counts, in the transaction that marks the key
// as sent: the place of a routed key, the fence of a restore, the reference of a person.
// Refused: to join sent and done, because then a crash at the vendor would forget that the
// money may be on its way.
//
// States are sent → done. Programs from before wrote started first, and their records are
// understood. A third one, lost, is sent whose lease ran out without an answer. It is written down rather than computed at each read, so
// that no clock can bring the call back to life: a lost key is never sent again.
//
// A claim is fenced by a random owner token, not by time. A lease only decides
// when somebody else may take a key that was never sent, or call a sent one lost.
// A slow owner whose claim was taken over finds another token in the record when it marks
// it as sent, and must not call the vendor. What the owner itself learns late
// is still accepted, because knowledge beats "unknown": an answer, which moves the
// payment from unknown to what the vendor said, and also that nothing happened.
// That frees the key, but not a payment's that is lost: somebody may have been told
// that the payment is not sent again. They read that it was canceled. So nobody is told
// before it is written down; until then the key is in progress. Where people have said
// otherwise meanwhile, the payment stays as they have it and a contradiction is raised, as
// wherever a change is judged that cannot be true, whoever brings it.
//
// What a vendor answered is never forgotten by a process that lives. From the
// moment that a key is marked as sent the process remembers the call (see calls),
// and goes on trying to write its end for as long as the store is away. Whoever
// asks here for such a key, or reads its payment, hears what is true, though the
// store says less; nor does a recovery here call it lost, whatever the clock says.
// Another replica may say unknown when the lease is over, and is corrected. The
// first caller waits a while for its answer to be durable and then hears it all
// the same. Refused: to hold it back until it is written, because the vendor's
// answer is true; only a crash in the same outage can make it unknown later. What
// waits is bounded: beyond mostWaiting nothing new is sent. At a shutdown Settle
// waits, and Close names the payments whose answer is lost for good.
//
// A COMMIT whose answer is lost may have been done. Each write is made for that:
// a sent mark that may stand forbids the call and is freed as if the call had failed
// before the first byte, and insisted on; finishing and freeing are repeated, and
// find by the owner's token that they were done; a change of a payment to the
// status it has changes nothing; an operator who repeats a resolution hears a
// conflict, and the history shows that it stands.
//
// A vendor's refusal at its door (401, 403, 429, or a tenant it does not know) frees
// the key, a payment's too: the vendor answered that it did not begin, and the
// same request may be sent again once our credentials or its limits allow. A 401
// about a one-time password is no such refusal: the attempt counts. Any
// other refusal is the answer of the key. A replay is the first answer to the
// byte, with the request_id of the call that made it: that is the one to ask
// about.
//
// Time. Leases run on a clock that never goes back (see clock): within the
// process a wall clock that is set back is ridden through on the monotonic one.
// Replicas are expected to agree to within a fraction of a lease, and a
// disagreement delays or declares unknown, it never sends twice.
//
// Deleting goes by the database's clock, since all replicas share it; with SQLite
// that is the host's. It is compared with the monotonic clock, and after a restart
// with the last look at it that the journal holds (see ages). After a jump, forward
// or back, or a time when nobody looked, nothing is deleted until the clock is
// right again or has stood for a whole retention; expiries are counted by the
// later of the two times meanwhile. So a wrong clock can only keep too much.
//
// A process that finds itself alone with a SQLite file ends all leases when it
// opens it: whoever held them is dead (see lockExclusive). So a gateway that was
// killed says "unknown" as soon as it is back. On PostgreSQL the other replicas
// may be alive, and leases run their time.
//
// The connection is a part of a key's scope where the caller named it, by an id or
// in the header: the same key at two connections is two intents. Where the routes
// chose it, the key stays with the connection that it was sent to first
// (routed_keys), since routes change under callers that repeat a request.
//
// The fingerprint and the answer are sealed like every body, since a digest of a
// request with an account number in it can be guessed offline. The scope of a key
// is stored as a SHA-256 digest: a caller's key may say more than it should.
// Sealing binds each value to its row, so values cannot be swapped in the file.
//
// The retention of a key counts from its claim. The key of a payment is kept as long
// as the payment's row, which by default is for ever: a second use would move the
// money again.
//
// The keys of the set are known again by check values in the journal (key_checks),
// so that a process with a foreign set cannot seal what its siblings cannot open.
// Who shares no key with the journal does not start; of several that make a
// journal at once, the first decides. To rotate, give every replica a set with the
// new key and the old ones, one after the other: while they share a key all of
// them are taken. A key may leave the set when nothing is sealed with it any more;
// payments never expire, so keep it. A restored backup wants the set that was in
// use when it was made, or a later one that still has its keys.
//
// A tenant's own id of a person (customer_references) means one record at each
// connection. It is stored as a keyed hash, so that nobody can guess it offline, and
// the record's id is sealed. A call that creates a person holds the place of the
// record with its key, in the same transaction, before anything is sent; the record
// comes with the answer. A place has a lease of its own in its row, so that taking it
// over is one statement about one row, at any isolation. Where nobody was created, or
// nobody knows, the place is free: an unknown creation links nothing, and the next
// one under another key goes through. A late answer links what it created while the
// place is free, and never takes it from somebody. The key of the hashes comes from
// the oldest key of the id key set, and a journal refuses another one: references
// would not be found, and each person would be created once more. Refused: a hash
// for each key of the set, which would have to find all of them in one lookup.
//
// The status of a payment lives in its column; the sealed body is what the
// gateway rendered at the last change and may show an older status after a
// recovery or a resolution. Readers overlay the column.
//
// Every change of a payment's status is appended to its history and announced
// through Options.EventsOfPayment in the same transaction. There is one way to announce,
// so that a recovery cannot forget what an update remembers. An exception is told to
// Options.Raised as well, after the commit: a metric counts it, and alerts go by that.
//
// What operators change, and are refused, is kept for itself (operator_changes): records of
// what was changed show the last change only, and some changes have no record. Reasons are
// sealed, since people write them.
//
// A journal that was restored from a backup has forgotten keys, and cannot know which.
// So it notices (see Incarnation), takes no new key until an operator accepts it, and
// then calls unknown what may have been sent: whatever payment's key it does not know, unless the
// caller proves that the key is younger. Other writes go through; a second record of a
// person is worse than none, but no money. It is noticed by what lies outside of the
// database: SQLite by a witness file that hears of every commit before its caller does,
// PostgreSQL by the numbers of cluster, timeline, database and table. A copy that
// BackUp made is marked inside. What was noticed is written down, since the restored
// journal soon holds as many commits as its witness has seen. Each new key looks
// again, in the transaction that marks it as sent, so nobody relies on having been told. Epochs are no count: two restores
// of one backup would count alike, and a key of the first would prove itself in the
// second. Refused: a digest of each sent key in the witness, which would tell
// forgotten keys from new ones and costs another durable write for every payment. Refused
// too: to ask the vendor for a forgotten key before it is called unknown. That takes a
// vendor that finds payments by our reference and is sure of what it does not have, and of
// those here that make payments none reads one; and it takes a reference that follows
// from the key, where a key that was freed makes another payment with another reference.
//
// To accept a restore is one transaction: the new epoch, its fence, the ends of all leases
// and the event that tells subscribers. Who dies before its commit has accepted nothing;
// after it, what is left to do is what every start does.
//
// The fence is lifted for a tenant, for all, or for one key. A key is found by its keyed
// digest among those that the fence itself holds up (held_keys), so one that is known to
// have been sent can never be freed so; and it is let through for the one meaning that its
// caller gave it, until the next restore. A key that several intents share is not, since
// nobody knows which of them was looked up.
//
// A SQLite journal is born whole: made and migrated under another name, then
// linked into place. So an empty, foreign or damaged file, or a log without its
// file, can only be an accident, and is refused instead of being made anew: a new
// journal has forgotten every key. The lock file beside it remembers which journal
// was there (see readMark), so that one that was deleted or exchanged for another is
// refused too. A running process looks at its files (see
// files) when it writes, after each commit and several times a second: SQLite goes
// on writing into files that were deleted, and their keys would be unknown to the
// next start. Once lost, a journal stays lost until a restart, since nobody can
// tell what happened to the files meanwhile. Nothing new is taken then. What has
// happened is still written where the files are only elsewhere, so that it is
// found when they are moved back, and is remembered otherwise. The commit comes
// before the look: what was in place after it was durable where the next start
// finds it. A log that shrank lost something only if its index, in the shared memory,
// counts frames that are not there: checkpoints truncate it. Connections to lost files are not closed, because SQLite would delete,
// by name, the log of the files that took their place.
package journal
