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

	"canongate/canonical"
	"canongate/config"
	"canongate/gateway"
	"canongate/policies/journal"
	"canongate/policies/webhooks"
)

// maintainEvery is how often lost answers are looked for and old rows deleted.
const maintainEvery = 30 * time.Second

// openJournal opens the journal of the file; nil without one. Its maintenance
// and the delivery of events are run by spawn until ctx ends.
func openJournal(ctx context.Context, c config.Config, keyset []byte, logger *slog.Logger, spawn func(func())) (*journal.Journal, error) {
	if c.Journal.Driver == "" {
		return nil, nil //nolint:nilnil // none is a valid choice, and not an error
	}
	keys, err := journalKeys(keyset)
	if err != nil {
		return nil, err
	}
	subscribers, err := subscribersOf(c.Events)
	if err != nil {
		return nil, err
	}
	dsn, err := journalDSN(c.Journal)
	if err != nil {
		return nil, err
	}
	j, err := journal.Open(ctx, journal.Options{
		Driver: c.Journal.Driver, DSN: dsn, Keys: keys, Logger: logger,
		Audience: webhooks.Audience(subscribers), Announce: announcePayment,
	})
	if err != nil {
		return nil, err
	}
	if err := startJournal(ctx, j, subscribers, logger, spawn); err != nil {
		return nil, errors.Join(err, j.Close())
	}
	return j, nil
}

// startJournal recovers before anything is served, then keeps the journal tidy
// and its events moving.
func startJournal(ctx context.Context, j *journal.Journal, subscribers []webhooks.Subscriber, logger *slog.Logger, spawn func(func())) error {
	if _, err := j.Recover(ctx); err != nil {
		return err
	}
	courier, err := webhooks.New(j, subscribers, webhooks.Options{Logger: logger})
	if err != nil {
		return err
	}
	spawn(func() { courier.Run(ctx) })
	spawn(func() {
		ticker := time.NewTicker(maintainEvery)
		defer ticker.Stop()
		j.Maintain(ctx, ticker.C)
	})
	return nil
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

// journeyKey derives the key that names journeys in traces. It comes from the
// oldest key of the id key set, so that a rotation does not cut journeys in two.
func journeyKey(keyset []byte) ([]byte, error) {
	var set tinkKeyset
	if err := json.Unmarshal(keyset, &set); err != nil || len(set.Key) == 0 {
		return nil, errors.New("derive journey key: the id key set is not JSON, or empty")
	}
	material, err := base64.StdEncoding.DecodeString(set.Key[0].KeyData.Value)
	if err != nil {
		return nil, errors.New("derive journey key: the id key set holds a key that is not base64")
	}
	return hkdf.Key(sha256.New, material, nil, "canongate journey", 32)
}

// announcePayment tells subscribers that a payment's status changed.
func announcePayment(p journal.Payment) []journal.Event {
	data, err := json.Marshal(paymentUpdated{PaymentID: p.ID, CustomerID: p.Customer, Status: string(p.Status)})
	if err != nil {
		return nil // three strings always marshal
	}
	return []journal.Event{{
		Type: string(canonical.EventPaymentUpdated), Subject: p.ID, Tenant: p.Tenant, Connection: p.Connection, Data: data,
	}}
}

// paymentUpdated is canonical.EventData with the ids already sealed.
type paymentUpdated struct {
	PaymentID  string `json:"payment_id"`
	CustomerID string `json:"customer_id,omitempty"`
	Status     string `json:"status"`
}

// ledger is the journal as the gateway reads payments and hands over events.
type ledger struct{ journal *journal.Journal }

var (
	_ gateway.Payments  = ledger{}
	_ gateway.EventSink = ledger{}
)

// Payment reads one payment.
func (l ledger) Payment(ctx context.Context, tenant, id string) (gateway.PaymentRecord, error) {
	p, err := l.journal.GetPayment(ctx, tenant, id)
	if err != nil {
		return gateway.PaymentRecord{}, ledgerError(err)
	}
	return recordOf(p), nil
}

// ListPayments reads a page of payments.
func (l ledger) ListPayments(ctx context.Context, tenant string, q gateway.PaymentsFilter) ([]gateway.PaymentRecord, string, error) {
	payments, next, err := l.journal.ListPayments(ctx, tenant,
		journal.PaymentFilter{Status: journal.PaymentStatus(q.Status), Customer: q.Customer},
		journal.Page{Cursor: q.Cursor, Limit: q.Limit})
	if err != nil {
		return nil, "", ledgerError(err)
	}
	records := make([]gateway.PaymentRecord, len(payments))
	for i, p := range payments {
		records[i] = recordOf(p)
	}
	return records, next, nil
}

func recordOf(p journal.Payment) gateway.PaymentRecord {
	return gateway.PaymentRecord{Status: string(p.Status), Body: p.Body, UpdatedAt: p.UpdatedAt}
}

func ledgerError(err error) error {
	switch {
	case errors.Is(err, journal.ErrNotFound):
		return gateway.ErrNoPayment
	case errors.Is(err, journal.ErrBadCursor):
		return gateway.ErrBadCursor
	default:
		return &canonical.Error{Code: canonical.JournalUnavailable, Message: "The journal cannot be read at the moment.", Err: err}
	}
}

// Taken says whether Emit took the notification before.
func (l ledger) Taken(ctx context.Context, from gateway.Notification) (bool, error) {
	once := onceOf(from)
	if once.Key == "" {
		return false, nil
	}
	taken, err := l.journal.Taken(ctx, once.Key)
	if err != nil {
		return false, &canonical.Error{Code: canonical.JournalUnavailable, Err: err}
	}
	return taken, nil
}

func onceOf(from gateway.Notification) journal.Once {
	if from.Digest == nil {
		return journal.Once{}
	}
	return journal.Once{Key: from.Connection + " " + string(from.Digest), Until: from.Until}
}

// Emit keeps notices for the subscribers, each unless the subject was last seen
// in the same state.
func (l ledger) Emit(ctx context.Context, from gateway.Notification, notices ...gateway.InboundNotice) (bool, error) {
	changes := make([]journal.Change, len(notices))
	for i, n := range notices {
		changes[i] = journal.Change{
			Key: string(n.Type) + " " + n.Subject, State: sha256.Sum256([]byte(n.State)), FromKnown: n.FromKnown,
			Event: journal.Event{
				Type: string(n.Type), Subject: n.Subject, Tenant: n.Tenant, Connection: n.Connection, Time: n.Time, Data: n.Data,
			},
		}
	}
	news, err := l.journal.EmitIfChanged(ctx, onceOf(from), changes...)
	if err != nil {
		return false, &canonical.Error{Code: canonical.JournalUnavailable, Err: err}
	}
	return news, nil
}
