package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"
	"time"

	"canongate/config"
	"canongate/gateway"
	"canongate/policies/journal"

	"github.com/spf13/cobra"
)

// healthTimeout is longer than readyz itself takes.
const healthTimeout = 3 * time.Second

// healthCommand asks a running gateway at its admin listener, where an image has no
// other program that could. Whatever keeps it from a good answer is exit code 1: container
// runtimes know no other.
func healthCommand() *cobra.Command {
	var path string
	var ready bool
	c := &cobra.Command{
		Use:   "health",
		Short: "Ask the gateway of a configuration file, on this machine, whether it is alive",
		Args:  cobra.NoArgs,
		RunE: func(c *cobra.Command, _ []string) error {
			file, err := config.Load(path)
			if err != nil {
				return err
			}
			probe := "/livez"
			if ready {
				probe = "/readyz"
			}
			status, err := askHealth(c.Context(), "http://"+reachable(file.Config.Server.AdminListen)+probe)
			if err == nil {
				_, err = fmt.Fprintln(c.OutOrStdout(), status)
			}
			return err
		},
	}
	configFlag(c, &path)
	c.Flags().BoolVar(&ready, "ready", false, "ask whether it can serve, which needs its journal, instead")
	return c
}

// askHealth gives the status that a probe answers with; an error names what keeps the
// gateway from a good one.
func askHealth(ctx context.Context, probe string) (string, error) {
	ctx, cancel := context.WithTimeout(ctx, healthTimeout)
	defer cancel()
	q, err := http.NewRequestWithContext(ctx, http.MethodGet, probe, nil)
	if err != nil {
		return "", err
	}
	answer, err := http.DefaultClient.Do(q)
	if err != nil {
		return "", fmt.Errorf("ask the admin listener: %w", bareURL(err))
	}
	defer answer.Body.Close() // it was read
	var told struct {
		Status       string               `json:"status"`
		Dependencies []gateway.Dependency `json:"dependencies"`
	}
	if err := json.NewDecoder(io.LimitReader(answer.Body, 1<<20)).Decode(&told); err != nil || told.Status == "" {
		return "", fmt.Errorf("the admin listener answers %s, and not as a gateway's", answer.Status)
	}
	if answer.StatusCode != http.StatusOK {
		reasons := told.Status
		for _, d := range told.Dependencies {
			if !d.Ready {
				reasons += ", " + strings.TrimSpace(d.Name+" "+d.Reason)
			}
		}
		return "", errors.New(reasons)
	}
	return told.Status, nil
}

// ready tells what the gateway stands on.
func (p *program) ready(ctx context.Context) []gateway.Dependency {
	all := []gateway.Dependency{dependency("gateway", !p.stopping.Load(), "shutting down")}
	if p.journal != nil {
		all = append(all, p.journalDependency(ctx))
	}
	if p.redis != nil && p.closedWithoutRedis {
		all = append(all, dependency("redis", !p.redis.Away(), "does not answer, and on_store_failure is closed"))
	}
	if keys := p.issuerKeys(); keys != nil && keys.InUse == 0 {
		all = append(all, gateway.Dependency{Name: "issuer_keys", Ready: !keys.OnlyWayIn, Reason: "late"})
	} else if keys != nil {
		all = append(all, dependency("issuer_keys", true, ""))
	}
	return all
}

// journalDependency says what an operator has to do about a journal that fails.
func (p *program) journalDependency(ctx context.Context) gateway.Dependency {
	err := p.journal.Writable(ctx)
	reason := "cannot be written"
	if err == nil {
		var now journal.Incarnation
		if now, err = p.journal.Incarnation(ctx); err == nil && now.Restored { // reads go on
			return gateway.Dependency{Name: "journal", Ready: true, Reason: "restored, not accepted: run canongate journal restore --accept"}
		}
	}
	if errors.Is(err, journal.ErrLost) {
		reason = "files were deleted, replaced or cut short: restore them and restart the gateway"
	}
	return dependency("journal", err == nil, reason)
}

func dependency(name string, ready bool, otherwise string) gateway.Dependency {
	if ready {
		otherwise = ""
	}
	return gateway.Dependency{Name: name, Ready: ready, Reason: otherwise}
}
