package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"time"

	"canongate/config"
	"canongate/gateway/admin"
	"canongate/policies/journal"
	"canongate/policies/webhooks"

	"github.com/spf13/cobra"
)

// journalCommand has what is done about the journal as a whole.
func journalCommand() *cobra.Command {
	c := &cobra.Command{Use: "journal", Short: "Look at the journal, accept one that was restored, and lift its fence"}
	c.AddCommand(journalStatusCommand(), journalRestoreCommand(), journalUnfenceCommand())
	return c
}

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

// printIncarnation tells people what a journal is.
func printIncarnation(out io.Writer, s admin.Incarnation) {
	fmt.Fprintf(out, "epoch %d\n", s.Epoch)
	if s.Restored {
		fmt.Fprintf(out, "restored, not accepted: %s\nno new key is taken until canongate journal restore --accept\n", s.Reason)
	}
	if !s.AcceptedAt.IsZero() {
		fmt.Fprintf(out, "accepted by %s at %s\n", s.AcceptedBy, s.AcceptedAt.Format(time.RFC3339))
	}
	if time.Now().Before(s.FencedUntil) {
		from := "its beginning"
		if !s.FenceFrom.IsZero() {
			from = s.FenceFrom.Format(time.RFC3339)
		}
		fmt.Fprintf(out, "nothing is known of what was sent from %s to %s\npayments whose keys may be from before are held up until %s\n",
			from, s.FenceTo.Format(time.RFC3339), s.FencedUntil.Format(time.RFC3339))
	}
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

func journalStatusCommand() *cobra.Command {
	var f journalFlags
	c := &cobra.Command{
		Use:   "status",
		Short: "Say whether the journal was restored, and what its fence holds up",
		Args:  cobra.NoArgs,
		RunE: func(c *cobra.Command, _ []string) error {
			return f.with(c, func(door journalDoor) error {
				now, err := door.state(c.Context())
				if err == nil {
					printIncarnation(c.OutOrStdout(), now)
				}
				return err
			})
		},
	}
	f.add(c)
	return c
}

func journalRestoreCommand() *cobra.Command {
	var f journalFlags
	var accepted bool
	var stopped string
	var a journal.Acceptance
	c := &cobra.Command{
		Use:   "restore",
		Short: "Accept a journal that was restored from a backup",
		Long: `Accept a journal that was restored from a backup.

A restored journal has forgotten keys, and takes no new one until this is done. Then
payments whose keys may be forgotten ones are answered 409 outcome_unknown_after_restore
for as long as --keep says, and are not sent; calls that were sent without an answer are
unknown. All gateways of the journal follow. The rollback of a whole disk shows nowhere:
then --unnoticed says that it happened.`,
		Args: cobra.NoArgs,
		RunE: func(c *cobra.Command, _ []string) error {
			if stopped != "" {
				var err error
				if a.StoppedAt, err = time.Parse(time.RFC3339, stopped); err != nil {
					return configurationError{errors.New("--stopped-at must be a time such as 2026-11-28T22:00:00Z")}
				}
			}
			if time.Until(a.StoppedAt) > time.Hour {
				return configurationError{errors.New("--stopped-at must not be in the future")}
			}
			if !accepted {
				return configurationError{errors.New("--accept is needed: it says that you have found out what was lost; canongate journal status tells how it stands")}
			}
			if f.by == "" && f.admin == "" {
				return configurationError{errors.New("--by must say who accepts it")}
			}
			return f.with(c, func(door journalDoor) error {
				before, err := door.state(c.Context())
				if err != nil {
					return err
				}
				if !before.Restored && !a.Unnoticed {
					printIncarnation(c.OutOrStdout(), before)
					return errors.New("nothing shows that this journal was restored; if it was all the same, add --unnoticed")
				}
				a.Epoch = before.Epoch
				made, err := door.accept(c.Context(), a)
				if err == nil {
					printIncarnation(c.OutOrStdout(), made)
				}
				return err
			})
		},
	}
	f.add(c)
	c.Flags().BoolVar(&accepted, "accept", false, "accept it")
	c.Flags().StringVar(&stopped, "stopped-at", "", "until when the lost journal may have sent payments, such as 2026-11-28T22:00:00Z; now, if that is later")
	c.Flags().DurationVar(&a.Keep, "keep", 24*time.Hour, "for how long callers may repeat requests from before")
	c.Flags().BoolVar(&a.Unnoticed, "unnoticed", false, "the journal was restored, though nothing shows it")
	return c
}

func journalUnfenceCommand() *cobra.Command {
	var f journalFlags
	var u unfencing
	var all bool
	c := &cobra.Command{
		Use:   "unfence",
		Short: "Let payments through that a restore may have forgotten: they may be sent a second time",
		Long: `Let payments through that a restore may have forgotten: they may be sent a second time.

--key lets one through that was repeated since the restore and answered 409
outcome_unknown_after_restore: its caller's next try is sent. Whatever else is known of
a key, such as that it was sent, stands. --tenant lets all of a tenant through, also
those that nobody has repeated yet.`,
		Args: cobra.NoArgs,
		RunE: func(c *cobra.Command, _ []string) error {
			if f.by == "" && f.admin == "" {
				return configurationError{errors.New("--by must say who does it")}
			}
			if all == (u.tenant != "" || u.key != "") {
				return configurationError{errors.New("--key must name a key or --tenant a tenant, unless --all is given")}
			}
			return f.with(c, func(door journalDoor) error {
				freed, err := door.unfence(c.Context(), u)
				if err == nil {
					fmt.Fprintf(c.OutOrStdout(), "fence lifted; %d keys that it held up are free\n", freed)
				}
				return err
			})
		},
	}
	f.add(c)
	c.Flags().StringVar(&u.key, "key", "", "one Idempotency-Key that is held up")
	c.Flags().StringVar(&u.tenant, "tenant", "", "whose keys")
	c.Flags().BoolVar(&all, "all", false, "everybody's keys")
	c.Flags().StringVar(&u.reason, "reason", "", "how it was made sure that the vendors do not have them")
	if err := c.MarkFlagRequired("reason"); err != nil {
		panic(err) // the flag was added above
	}
	c.MarkFlagsOneRequired("tenant", "key", "all")
	c.MarkFlagsMutuallyExclusive("tenant", "all")
	c.MarkFlagsMutuallyExclusive("key", "all")
	return c
}
