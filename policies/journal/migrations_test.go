package journal

import (
	"context"
	"database/sql"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"
)

// additive are the statements that leave a program working that does not know them.
var additive = []*regexp.Regexp{
	regexp.MustCompile(`(?is)^CREATE TABLE (?:IF NOT EXISTS )?\w+ \(.*\)(?: WITHOUT ROWID| \{\{clustered\}\})?$`),
	regexp.MustCompile(`(?is)^CREATE INDEX (?:IF NOT EXISTS )?\w+ ON \w+ .*$`),
	regexp.MustCompile(`(?is)^ALTER TABLE \w+ ADD COLUMN \w+\s+\S+(?: NOT NULL)? DEFAULT [^,]+$`),
	regexp.MustCompile(`(?is)^ALTER TABLE \w+ ADD COLUMN \w+\s+[A-Z{}a-z]+$`), // NULL where it is not known
	regexp.MustCompile(`(?is)^INSERT INTO \w+ .*$`),
	// A condition of a table in other words, and an index that older programs can do without.
	regexp.MustCompile(`^\{\{sqlite\}\}PRAGMA writable_schema = (?:ON|RESET)$`),
	regexp.MustCompile(`^\{\{sqlite\}\}UPDATE sqlite_schema SET sql = replace\(.*\) WHERE name = '\w+'$`),
	regexp.MustCompile(`^\{\{sqlite\}\}CREATE INDEX \w+ ON \w+ .*$`),
	regexp.MustCompile(`^\{\{sqlite\}\}DROP INDEX \w+$`),
}

var sqlComment = regexp.MustCompile(`(?m)--.*$`)

// notAdditive gives the statements of a migration that an older program may trip over.
func notAdditive(script string) (bad []string) {
	if strings.HasPrefix(script, contractMark) {
		return nil
	}
	for _, statement := range strings.Split(sqlComment.ReplaceAllString(script, ""), ";") {
		statement = strings.TrimSpace(statement)
		fits := func(r *regexp.Regexp) bool { return r.MatchString(statement) }
		if statement != "" && !slices.ContainsFunc(additive, fits) {
			bad = append(bad, statement)
		}
	}
	return bad
}

// A migration that does more than add has to say so in its first line, and the schema
// then refuses programs that do not know it. Those up to compatibleSince came before any release.
func TestMigrationsOnlyAddOrSaySo(t *testing.T) {
	t.Parallel()
	entries, err := migrationFiles.ReadDir("migrations")
	must(t, err)
	for _, entry := range entries[compatibleSince:] {
		text, err := migrationFiles.ReadFile("migrations/" + entry.Name())
		must(t, err)
		for _, statement := range notAdditive(string(text)) {
			t.Errorf("%s: %q does not only add; begin the file with %q and the version whose programs it ends", entry.Name(), statement, contractMark)
		}
	}
}

func TestWhatIsAdditive(t *testing.T) {
	t.Parallel()
	for script, want := range map[string]bool{
		"CREATE TABLE a (b BIGINT NOT NULL);":                          true,
		"-- why\nCREATE INDEX a_b ON a (b) WHERE b > 0;":               true,
		"ALTER TABLE a ADD COLUMN b TEXT NOT NULL DEFAULT '';":         true,
		"ALTER TABLE a ADD COLUMN b {{bytes}};":                        true,
		"INSERT INTO a (b) VALUES (1);":                                true,
		"ALTER TABLE a ADD COLUMN b TEXT NOT NULL;":                    false,
		"ALTER TABLE a DROP COLUMN b;":                                 false,
		"ALTER TABLE a RENAME COLUMN b TO c;":                          false,
		"ALTER TABLE a RENAME TO b;":                                   false,
		"DROP TABLE a;":                                                false,
		"DROP INDEX a;":                                                false,
		"CREATE UNIQUE INDEX a_b ON a (b);":                            false,
		"UPDATE a SET b = 1;":                                          false,
		"DELETE FROM a;":                                               false,
		"CREATE TABLE a (b BIGINT); DROP TABLE c;":                     false,
		"ALTER TABLE a ADD CONSTRAINT c CHECK (b > 0);":                false,
		contractMark + "since v2\nALTER TABLE a DROP COLUMN b;":        true,
		"-- why\n" + contractMark + "not first\nDROP TABLE a;":         false,
		"ALTER TABLE a ADD COLUMN b TEXT NOT NULL CHECK (b IN ('c'));": false,
	} {
		if got := notAdditive(script) == nil; got != want {
			t.Errorf("%q: additive is %v", script, got)
		}
	}
}

// newerSchema is a schema that a later version has made.
func newerSchema(t *testing.T, j *Journal, compatibleFrom int) {
	t.Helper()
	must(t, j.store.write(ctx, func(ctx context.Context, q querier) error {
		for _, statement := range []string{
			`ALTER TABLE payments ADD COLUMN of_later TEXT NOT NULL DEFAULT ''`,
			`ALTER TABLE idempotency ADD COLUMN of_later BIGINT NOT NULL DEFAULT 0`,
			`ALTER TABLE incarnations ADD COLUMN of_later BIGINT`,
			`CREATE TABLE of_later (id BIGINT PRIMARY KEY)`,
		} {
			if _, err := q.ExecContext(ctx, statement); err != nil {
				return err
			}
		}
		_, err := q.ExecContext(ctx, `INSERT INTO journal_schema (version, applied_at, compatible_from) VALUES (999, 0, $1)`, compatibleFrom)
		return err
	}))
}

func knownVersions(t *testing.T) int {
	t.Helper()
	all, err := migrations(sqliteDialect)
	must(t, err)
	return len(all)
}

// An old program that runs, or starts again, on a journal that a newer one has
// migrated, as in the middle of an upgrade or after a rollback.
func TestNewerSchemaThatOnlyAddsIsUsed(t *testing.T) {
	everywhere(t, func(t *testing.T, b *bench) {
		runs := b.open()
		paid(t, runs, 1, Settled)
		newerSchema(t, runs, knownVersions(t))
		paid(t, runs, 2, Settled)
		starts := b.open()
		paid(t, starts, 3, Settled)
		sent(t, starts, "sent", paymentNumber(4))
		must(t, runs.Close())
		must(t, starts.Close())
		again := b.open()
		claim(t, again, "key of pay_0003", Replay)
		if got := statusOf(t, again, "pay_0002"); got != Settled {
			t.Errorf("is %s", got)
		}
		if s, err := Migrate(ctx, b.opened(), MigrateOptions{}); err != nil || s.Version != 999 || s.CompatibleFrom != knownVersions(t) || s.Applied != nil {
			t.Errorf("%+v %v", s, err)
		}
	})
}

// opened are the options that open uses.
func (b *bench) opened() Options {
	return Options{Driver: b.driver, DSN: b.dsn, Keys: testKeys, Now: b.clock.Now, Elapsed: b.clock.Elapsed}
}

func TestNewerSchemaThatChangesIsRefused(t *testing.T) {
	everywhere(t, func(t *testing.T, b *bench) {
		j := b.open()
		newerSchema(t, j, knownVersions(t)+1)
		if _, err := b.tryOpen(); err == nil || !strings.Contains(err.Error(), "newer") {
			t.Errorf("opened with %v", err)
		}
		claim(t, j, "of the one that runs", Fresh)
	})
}

func TestMigrationInStepsAndOnTrial(t *testing.T) {
	everywhere(t, func(t *testing.T, b *bench) {
		newest := knownVersions(t)
		if b.driver == "sqlite" { // serve makes the file
			must(t, b.open().Close())
			if s, err := Migrate(ctx, b.opened(), MigrateOptions{DryRun: true}); err != nil || s.Version != newest || s.Applied != nil {
				t.Errorf("%+v %v", s, err)
			}
			return
		}
		b.options.CheckSchema = true
		if _, err := b.tryOpen(); err == nil || !strings.Contains(err.Error(), "run canongate migrate") {
			t.Errorf("opened with %v", err)
		}
		if s, err := Migrate(ctx, b.opened(), MigrateOptions{DryRun: true}); err != nil || s.Version != 0 || len(s.Applied) != newest {
			t.Errorf("on trial: %+v %v", s, err)
		}
		if s, err := Migrate(ctx, b.opened(), MigrateOptions{List: true}); err != nil || s.Version != 0 || len(s.Applied) != newest {
			t.Errorf("listed: %+v %v", s, err)
		}
		if s, err := Migrate(ctx, b.opened(), MigrateOptions{To: newest - 1}); err != nil || len(s.Applied) != newest-1 {
			t.Errorf("first step: %+v %v", s, err)
		}
		if _, err := b.tryOpen(); err == nil || !strings.Contains(err.Error(), "run canongate migrate") {
			t.Errorf("opened half migrated with %v", err)
		}
		if s, err := Migrate(ctx, b.opened(), MigrateOptions{}); err != nil || s.Version != newest-1 || len(s.Applied) != 1 {
			t.Errorf("last step: %+v %v", s, err)
		}
		claim(t, b.open(), "k", Fresh)
		if _, err := Migrate(ctx, b.opened(), MigrateOptions{To: newest + 1}); err == nil {
			t.Error("went beyond what it knows")
		}
	})
}

// A journal with payments in it, and a program from before beside the migration that puts
// the conditions of its tables in other words.
func TestConditionsInOtherWords(t *testing.T) {
	t.Parallel()
	const plain = 19
	open := func(path string) *sql.DB {
		db, err := sql.Open("sqlite", sqliteURI(path, [2]string{"_journal_mode", "WAL"}))
		must(t, err)
		t.Cleanup(func() { _ = db.Close() })
		db.SetMaxOpenConns(1)
		return db
	}
	path := filepath.Join(t.TempDir(), "journal.db")
	must(t, os.WriteFile(path, nil, 0o600))
	before, after := open(path), open(path)
	insert := func(db *sql.DB, id, status string) error {
		_, err := db.ExecContext(ctx, `INSERT INTO payments (id, tenant, connection, customer, status, amount, currency, body, generation, created_at, updated_at)
			VALUES ($1, 'acme', 'bank-us', '', $2, '1', 'USD', x'00', 0, 0, 0)`, id, status)
		return err
	}
	_, err := migrate(ctx, before, sqliteDialect, time.Now(), migrating{to: plain - 1})
	must(t, err)
	must(t, insert(before, "pay_1", "settled"))
	if _, err := migrate(ctx, after, sqliteDialect, time.Now(), migrating{}); err != nil {
		t.Fatal(err)
	}
	must(t, insert(before, "pay_2", "failed"))
	must(t, insert(after, "pay_3", "created"))
	_, err = after.ExecContext(ctx, `ALTER TABLE payments ADD COLUMN of_later TEXT NOT NULL DEFAULT 'x'`) // it relies on where the text of the table ends
	must(t, err)
	for name, db := range map[string]*sql.DB{"before": before, "after": after, "anew": open(path)} {
		if insert(db, "pay_4", "paid") == nil {
			t.Errorf("%s: took a status that there is not", name)
		}
		var verdict, text string
		var count int
		must(t, db.QueryRowContext(ctx, `PRAGMA integrity_check`).Scan(&verdict))
		must(t, db.QueryRowContext(ctx, `SELECT COUNT(*) FROM payments WHERE of_later = 'x' AND `+strings.ReplaceAll(hasEnded, "p.", "")).Scan(&count))
		must(t, db.QueryRowContext(ctx, `SELECT group_concat(sql) FROM sqlite_schema WHERE tbl_name IN ('payments', 'idempotency', 'deliveries')`).Scan(&text))
		if verdict != "ok" || count != 2 || strings.Contains(strings.ReplaceAll(text, "IN ('sent', 'lost')", ""), " IN (") || strings.Contains(text, " IN\n") {
			t.Errorf("%s: %s, %d, %s", name, verdict, count, text)
		}
	}
}
