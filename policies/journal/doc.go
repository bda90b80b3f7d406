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
// everything that queued up since the last fsync began in one transaction, each
// unit of work in a savepoint, so a refused unit undoes only itself. A storage
// fault fails the whole batch, because nothing in it became durable. A caller
// that gives up while queued takes its unit with it; once a batch holds the unit,
// the caller waits and hears the truth. Refused: synchronous=NORMAL, which is as
// fast and forgets the last commits on a power cut.
//
// States are started → sent → done. A fourth one, lost, is sent whose lease ran
// out without an answer. It is written down rather than computed at each read, so
// that no clock can bring the call back to life: a lost key is never sent again.
//
// A claim is fenced by a random owner token, not by time. A lease only decides
// when somebody else may take a key that was never sent, or call a sent one lost.
// A slow owner whose claim was taken over finds its token gone when it marks the
// record as sent, and must not call the vendor. A late answer of the call itself
// is still accepted, because knowledge beats "unknown"; freeing a lost key is not.
//
// Time. Leases run on a clock that never goes back (see clock): within the
// process a wall clock that is set back is ridden through on the monotonic one.
// Deleting needs the wall clock itself to be past the retention, so a clock that
// was wrong for a while errs towards keeping. Nothing takes time from the
// database; replicas are expected to agree to within a fraction of a lease, and
// a disagreement delays or declares unknown, it never sends twice.
//
// A process that finds itself alone with a SQLite file ends all leases when it
// opens it: whoever held them is dead (see presence). So a gateway that was
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
// The retention of a key counts from its claim. It goes on while the payment it
// was used for is created or unknown: a second use could move the money again.
//
// The status of a payment lives in its column; the sealed body is what the
// gateway rendered at the last change and may show an older status after a
// recovery or a resolution. Readers overlay the column.
//
// Every change of a payment's status is appended to its history and announced
// through Options.Announce in the same transaction. There is one way to announce,
// so that a recovery cannot forget what an update remembers.
//
// A SQLite journal is born whole: made and migrated under another name, then
// linked into place. So an empty, foreign or damaged file, or a log without its
// file, can only be an accident, and is refused instead of being made anew: a new
// journal has forgotten every key.
package journal
