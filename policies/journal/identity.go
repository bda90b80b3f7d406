package journal

import (
	"context"
	"fmt"
	"strings"
)

// readIdentity names the place of a PostgreSQL journal: the cluster, its timeline, the
// database, the table, whether a standby confirms every commit, and whether the server
// was told to recover up to some point. Restoring a dump makes other numbers of the database or
// the table; recovery to a point in time and a failover make another timeline. An
// ordinary role may read all of it.
const readIdentity = `
SELECT (SELECT system_identifier::text FROM pg_control_system()) || '/' ||
       substr(pg_walfile_name(pg_current_wal_lsn()), 1, 8) || '/' ||
       (SELECT oid::text FROM pg_database WHERE datname = current_database()) || '/' ||
       'incarnations'::regclass::oid::text || '/' ||
       CASE WHEN current_setting('synchronous_standby_names') = '' THEN 'alone' ELSE 'standby' END || '/' ||
       CASE WHEN current_setting('recovery_target') || current_setting('recovery_target_time') || current_setting('recovery_target_xid') ||
           current_setting('recovery_target_lsn') || current_setting('recovery_target_name') = '' THEN 'whole' ELSE 'target' END`

// The parts of an identity.
const (
	cluster = iota
	timeline
	database
	table
	standby
	recovery
	identityParts
)

// moved says why a journal that was noted in one place and is in another must have
// been restored; "" where it was not. A failover to a standby that confirmed every
// commit has lost nothing.
func moved(noted, now string) string {
	if noted == "" || noted == now {
		return ""
	}
	before, after := strings.Split(noted, "/"), strings.Split(now, "/")
	if len(before) != identityParts || len(after) != identityParts {
		return "the database does not say where it is as it did before"
	}
	for part, name := range map[int]string{cluster: "PostgreSQL cluster", database: "database", table: "table"} {
		if before[part] != after[part] {
			return "it is in another " + name + " than before"
		}
	}
	switch {
	case before[timeline] == after[timeline]:
		return ""
	case after[recovery] == "target":
		return "the server was recovered to a point in time"
	case before[standby] != "standby":
		return "the server has failed over or was recovered, and no standby confirmed its commits"
	}
	return ""
}

func (s *postgresStore) identity(ctx context.Context, q querier) (string, error) {
	var now string
	if err := q.QueryRowContext(ctx, readIdentity).Scan(&now); err != nil {
		return "", fmt.Errorf("read where the database is: %w", classify(err))
	}
	return now, nil
}

// identity of a SQLite journal is its witness's business.
func (s *sqliteStore) identity(context.Context, querier) (string, error) { return "", nil }
