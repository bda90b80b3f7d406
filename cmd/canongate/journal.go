package main

import (
	"context"
	"crypto/hkdf"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"time"

	"canongate/config"
	"canongate/gateway/records"
	"canongate/policies/journal"
	"canongate/policies/webhooks"
)

// maintainEvery is how often lost answers are looked for and old rows deleted.
const maintainEvery = 30 * time.Second

// lookForRestoreEvery is how often a replica looks whether its journal was restored, or
// accepted by another. Each new key looks itself.
const lookForRestoreEvery = 10 * time.Second

// openJournal opens the journal of the file; nil without one. Its maintenance
// and the delivery of events run in the background until ctx ends.
func (p *program) openJournal(ctx context.Context, c config.Config, keyset []byte) (*journal.Journal, error) {
	if c.Journal.Driver == "" {
		return nil, nil //nolint:nilnil // none is a valid choice, and not an error
	}
	subscribers, err := subscribersOf(c.Events)
	if err != nil {
		return nil, err
	}
	o, err := journalOptions(c, keyset, subscribers, p.telemetry.logger)
	if err != nil {
		return nil, err
	}
	o.PollAfter, o.Raised = p.pollAfter, p.telemetry.metrics.ExceptionRaised
	j, err := journal.Open(ctx, o)
	if err != nil {
		return nil, err
	}
	if err := startJournal(ctx, j, subscribers, p.telemetry.logger, p.background.Go); err != nil {
		return nil, errors.Join(err, j.Close())
	}
	return j, nil
}

// journalOptions are those of the file's journal, which it has.
func journalOptions(c config.Config, keyset []byte, subscribers []webhooks.Subscriber, logger *slog.Logger) (o journal.Options, err error) {
	keys, err := journalKeys(keyset)
	if err != nil {
		return o, err
	}
	references, err := referenceKey(keyset)
	if err != nil {
		return o, err
	}
	dsn, err := journalDSN(c.Journal)
	if err != nil {
		return o, err
	}
	matchKey, err := oldestKey(keyset, "canongate match keys")
	if err != nil {
		return o, err
	}
	reader, err := records.NewReader(keyset)
	if err != nil {
		return o, err
	}
	kept := retentionsOf(c)
	return journal.Options{
		Driver: c.Journal.Driver, DSN: dsn, Keys: keys, ReferenceKey: references, Logger: logger,
		Recipients: webhooks.RecipientsOf(subscribers), EventsOfPayment: records.EventsOfPayment,
		EventsOfCorrection: records.EventsOfCorrection, EventsOfException: records.EventsOfException, EventsOfRestore: records.EventsOfRestore,
		CheckSchema: c.Journal.Migrate == config.MigrateCheck, FactsOf: reader.Facts, MayRepresent: reader.MayRepresent,
		UpgradeBody: records.UpgradeBody, MatchKey: matchKey,
		PaymentRetention: kept.Payments, ImportRetention: kept.Imports, CorrectionRetention: kept.Corrections,
	}, nil
}

// retentionsOf is how long a file wants things kept.
func retentionsOf(c config.Config) journal.Retentions {
	kept := c.Reconciliation.Retention
	return journal.Retentions{
		Payments: kept.Payments.Or(0), Imports: kept.Imports.Or(config.DefaultImportRetention),
		Corrections: kept.Corrections.Or(config.DefaultCorrectionRetention),
	}
}

// startJournal recovers before anything is served. Then it keeps up maintenance
// and the delivery of events.
func startJournal(
	ctx context.Context, j *journal.Journal, subscribers []webhooks.Subscriber, logger *slog.Logger, spawn func(func()),
) error {
	if _, err := j.Recover(ctx); err != nil {
		return err
	}
	deliverer, err := webhooks.New(j, subscribers, webhooks.Options{Logger: logger})
	if err != nil {
		return err
	}
	spawn(func() { deliverer.Run(ctx) })
	spawn(func() { fillKeys(ctx, j, logger) })
	spawn(func() {
		ticker := time.NewTicker(lookForRestoreEvery)
		defer ticker.Stop()
		j.WatchIncarnation(ctx, ticker.C)
	})
	spawn(func() {
		ticker := time.NewTicker(maintainEvery)
		defer ticker.Stop()
		j.Maintain(ctx, ticker.C)
	})
	return nil
}

// fillAgain is how long the index of payments waits when the store is away.
const fillAgain = 5 * time.Second

// fillKeys indexes the payments from before the index.
func fillKeys(ctx context.Context, j *journal.Journal, logger *slog.Logger) {
	for {
		filled, err := j.FillKeys(ctx)
		switch {
		case err == nil && filled > 0:
			logger.InfoContext(ctx, "payments from before can be found by their keys", "payments", filled)
			return
		case err == nil || ctx.Err() != nil:
			return
		}
		logger.WarnContext(ctx, "payments from before cannot be indexed now", "reason", err.Error())
		select {
		case <-ctx.Done():
			return
		case <-time.After(fillAgain):
		}
	}
}

// journalDSN resolves a reference; SQLite's own file: is none. It makes the
// folder of a SQLite file.
func journalDSN(o config.JournalOptions) (string, error) {
	if o.Driver != "sqlite" {
		secret, err := config.Secret(o.DSN)
		if err != nil {
			return "", fmt.Errorf("resolve journal.dsn: %w", err)
		}
		return secret.Reveal(), nil
	}
	path, _, _ := strings.Cut(strings.TrimPrefix(o.DSN, "file:"), "?")
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return "", errors.New("make the folder of the journal: " + filepath.Dir(path) + " cannot be made")
	}
	return o.DSN, nil
}

func subscribersOf(o config.EventsOptions) ([]webhooks.Subscriber, error) {
	all := make([]webhooks.Subscriber, len(o.Subscribers))
	for i, s := range o.Subscribers {
		secret, err := config.Secret(s.Secret)
		if err != nil {
			return nil, fmt.Errorf("resolve secret of subscriber %s: %w", s.Name, err)
		}
		all[i] = webhooks.Subscriber{Name: s.Name, URL: s.URL, Secret: secret, Types: s.Types, Tenants: s.Tenants}
	}
	return all, nil
}

// tinkKeyset is the part of the id key set that the journal's keys come from.
type tinkKeyset struct {
	PrimaryKeyID uint32 `json:"primaryKeyId"`
	Key          []struct {
		KeyID   uint32 `json:"keyId"`
		KeyData struct {
			Value string `json:"value"`
		} `json:"keyData"`
	} `json:"key"`
}

// journalKeys derives a key for the journal from each key of the id key set, so
// that there is one secret to keep and one to rotate. Derivation keeps the two
// uses apart: neither key tells the other.
func journalKeys(keyset []byte) (*journal.KeySet, error) {
	var set tinkKeyset
	if err := json.Unmarshal(keyset, &set); err != nil {
		return nil, errors.New("derive journal keys: the id key set is not JSON")
	}
	var primary journal.Key
	var old []journal.Key
	for _, k := range set.Key {
		material, err := base64.StdEncoding.DecodeString(k.KeyData.Value)
		if err != nil {
			return nil, errors.New("derive journal keys: the id key set holds a key that is not base64")
		}
		derived, err := hkdf.Key(sha256.New, material, nil, "canongate journal", 32)
		if err != nil {
			return nil, fmt.Errorf("derive journal keys: %w", err)
		}
		key := journal.Key{ID: k.KeyID, Secret: [32]byte(derived)}
		if k.KeyID == set.PrimaryKeyID {
			primary = key
		} else {
			old = append(old, key)
		}
	}
	return journal.NewKeySet(primary, old...)
}

// journeyKey derives the key that names journeys in traces, so that a rotation does
// not cut journeys in two.
func journeyKey(keyset []byte) ([]byte, error) { return oldestKey(keyset, "canongate journey") }

// referenceKey derives the key that hashes callers' own ids of persons, so that a
// rotation forgets nobody.
func referenceKey(keyset []byte) ([]byte, error) { return oldestKey(keyset, "canongate reference") }

// oldestKey derives a key for a use from the oldest key of the id key set, which a
// rotation leaves in place.
func oldestKey(keyset []byte, use string) ([]byte, error) {
	var set tinkKeyset
	if err := json.Unmarshal(keyset, &set); err != nil || len(set.Key) == 0 {
		return nil, errors.New("derive key for " + use + ": the id key set is not JSON, or empty")
	}
	material, err := base64.StdEncoding.DecodeString(set.Key[0].KeyData.Value)
	if err != nil {
		return nil, errors.New("derive key for " + use + ": the id key set holds a key that is not base64")
	}
	return hkdf.Key(sha256.New, material, nil, use, 32)
}
