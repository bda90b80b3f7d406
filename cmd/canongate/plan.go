package main

import (
	"canongate/config/plan"
	"canongate/policies"

	"github.com/spf13/cobra"
)

func planCommand() *cobra.Command {
	var from source
	var against string
	var asJSON bool
	c := &cobra.Command{
		Use:   "plan",
		Short: "Say what a configuration changes against another",
		Long: `Say what a configuration changes against another.

The requests that would go elsewhere are found by asking both configurations about
every operation, tenant, country, currency, method and amount that a rule of either
names, for many invented customers. How many real requests that is, only a running
gateway knows: POST /admin/v1/config/plan with {"config":"…"} replays its last ones as well.

The exit code is 0 when nothing changes, 3 when something does, 2 for mistakes.`,
		Args: cobra.NoArgs,
		RunE: func(c *cobra.Command, _ []string) error {
			p, err := planFiles(source{against, from.withoutSecrets}, from)
			if err != nil {
				return err
			}
			if asJSON {
				err = printJSON(c.OutOrStdout(), p)
			} else {
				err = p.Print(c.OutOrStdout())
			}
			if err != nil || p.Empty() {
				return err
			}
			return exit(exitDiffers)
		},
	}
	from.flags(c)
	c.Flags().StringVar(&against, "against", "", "configuration to compare with")
	c.Flags().BoolVar(&asJSON, "json", false, "print what the admin API would answer")
	if err := c.MarkFlagRequired("against"); err != nil {
		panic(err) // the flag was added above
	}
	return c
}

func planFiles(against, from source) (plan.Diff, error) {
	_, was, err := against.generation()
	if err != nil {
		return plan.Diff{}, err
	}
	_, will, err := from.generation()
	if err != nil {
		return plan.Diff{}, err
	}
	return plan.Compare(was.side(), will.side()), nil
}

// side is the generation as a plan looks at it.
func (b *generation) side() plan.Side {
	return plan.Side{
		Config: b.config,
		Choose: b.state.Routes.Choose,
		State: func(name string) policies.ConnectionState {
			if c := b.connection(name); c != nil {
				return c.policies.State()
			}
			return ""
		},
	}
}
