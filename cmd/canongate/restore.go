package main

import (
	"errors"
	"fmt"
	"io"
	"time"

	"canongate/gateway/admin"
	"canongate/policies/journal"

	"github.com/spf13/cobra"
)

// journalCommand has what is done about the journal as a whole.
func journalCommand() *cobra.Command {
	c := &cobra.Command{Use: "journal", Short: "Look at the journal, accept one that was restored, and lift its fence"}
	c.AddCommand(journalStatusCommand(), journalRestoreCommand(), journalUnfenceCommand())
	return c
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
