package main

import (
	"context"
	"errors"
	"io"
	"log/slog"
	"net/http"

	"canongate/config"
	"canongate/gateway/admin"
	"canongate/policies/journal"
	"canongate/policies/webhooks"

	"github.com/spf13/cobra"
)

// journalFlags say which journal is meant: the one that a running gateway has open, or
// that of a file.
type journalFlags struct {
	adminFlags
	by string
}

func (f *journalFlags) add(c *cobra.Command) {
	f.adminFlags.add(c)
	c.Flags().Lookup("config").Usage = "configuration file; its journal is opened directly, unless --admin is given"
	c.Flags().Lookup("admin").Usage = "URL of the admin API of a running gateway, which does it instead"
	c.Flags().StringVar(&f.by, "by", "", "who does it; with --admin it must be who signs in")
}

// unfencing names the keys that are let through: one, those of a tenant, or with neither
// everybody's.
type unfencing struct{ tenant, key, reason string }

// journalDoor is where the commands reach a journal: itself, or a gateway that has it.
type journalDoor interface {
	state(ctx context.Context) (admin.Incarnation, error)
	// accept is refused where somebody else has accepted the epoch.
	accept(ctx context.Context, a journal.Acceptance) (admin.Incarnation, error)
	unfence(ctx context.Context, keys unfencing) (freed int64, err error)
	close() error
}

func (f *journalFlags) open(ctx context.Context, logs io.Writer) (journalDoor, error) {
	if f.admin != "" {
		client, err := f.client()
		return adminJournal{client, f.by}, err
	}
	if f.config == "" {
		return nil, configurationError{errors.New("--config must name the file whose journal is meant, or --admin a running gateway")}
	}
	file, err := config.Load(f.config)
	if err != nil {
		return nil, configurationError{err}
	}
	j, err := openFileJournal(ctx, file.Config, logs)
	return fileJournal{j, f.by}, err
}

// openFileJournal opens the journal of a file, beside gateways that may have it open.
func openFileJournal(ctx context.Context, c config.Config, logs io.Writer) (*journal.Journal, error) {
	o, _, err := fileJournalOptions(c, logs)
	if err != nil {
		return nil, err
	}
	subscribers, err := subscribersOf(c.Events)
	if err != nil {
		return nil, err
	}
	o.Recipients = webhooks.RecipientsOf(subscribers)
	return journal.Open(ctx, o)
}

// fileJournalOptions are those of a command that uses the journal of a file without a
// gateway, with the id key set. Nobody is told of events.
func fileJournalOptions(c config.Config, logs io.Writer) (o journal.Options, keyset []byte, err error) {
	if c.Journal.Driver == "" {
		return o, nil, configurationError{errors.New("the file has no journal")}
	}
	if keyset, err = openKeyset(c); err != nil {
		return o, nil, err
	}
	o, err = journalOptions(c, keyset, nil, slog.New(slog.NewTextHandler(logs, nil)))
	return o, keyset, err
}

// fileJournal is a journal that this process has opened.
type fileJournal struct {
	journal *journal.Journal
	by      string
}

func (j fileJournal) state(ctx context.Context) (admin.Incarnation, error) {
	now, err := j.journal.Incarnation(ctx)
	return admin.IncarnationOf(now), err
}

func (j fileJournal) accept(ctx context.Context, a journal.Acceptance) (admin.Incarnation, error) {
	a.By = j.by
	made, err := j.journal.AcceptRestore(ctx, a)
	return admin.IncarnationOf(made), err
}

func (j fileJournal) unfence(ctx context.Context, u unfencing) (int64, error) {
	if u.key == "" {
		return j.journal.Unfence(ctx, u.tenant, j.by, u.reason)
	}
	switch err := j.journal.UnfenceKey(ctx, u.tenant, u.key, j.by, u.reason); {
	case errors.Is(err, journal.ErrNotFound):
		return 0, errors.New("the fence holds up no such key: nobody has repeated it since the restore, or what became of it is known")
	case errors.Is(err, journal.ErrConflict):
		return 0, errors.New("the fence holds up several keys of this name: name the tenant with --tenant, or have the caller send it anew with a key of its own")
	case err != nil:
		return 0, err
	}
	return 1, nil
}

func (j fileJournal) close() error { return j.journal.Close() }

// adminJournal is the journal of a running gateway.
type adminJournal struct {
	client adminClient
	by     string
}

func (j adminJournal) state(ctx context.Context) (now admin.Incarnation, err error) {
	_, err = j.client.call(ctx, http.MethodGet, "/admin/v1/journal", nil, nil, &now)
	return now, asConfiguration(err)
}

func (j adminJournal) accept(ctx context.Context, a journal.Acceptance) (made admin.Incarnation, err error) {
	body := map[string]any{"epoch": a.Epoch, "by": j.by, "keep": a.Keep.String(), "unnoticed": a.Unnoticed}
	if !a.StoppedAt.IsZero() {
		body["stopped_at"] = a.StoppedAt
	}
	_, err = j.client.call(ctx, http.MethodPost, "/admin/v1/journal/accept", nil, body, &made)
	return made, asConfiguration(err)
}

func (j adminJournal) unfence(ctx context.Context, u unfencing) (int64, error) {
	body := map[string]any{"reason": u.reason, "by": j.by, "tenant": u.tenant, "key": u.key, "all": u.tenant == "" && u.key == ""}
	var lifted struct {
		Freed int64 `json:"freed"`
	}
	_, err := j.client.call(ctx, http.MethodPost, "/admin/v1/journal/unfence", nil, body, &lifted)
	return lifted.Freed, asConfiguration(err)
}

func (j adminJournal) close() error { return nil }

// with opens the journal that is meant, and closes it again.
func (f *journalFlags) with(c *cobra.Command, do func(journalDoor) error) (err error) {
	door, err := f.open(c.Context(), c.ErrOrStderr())
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, door.close()) }()
	return do(door)
}
