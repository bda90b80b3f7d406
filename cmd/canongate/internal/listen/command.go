package listen

import (
	"context"
	"fmt"
	"time"

	"canongate/canonical"
	"canongate/config"

	"github.com/spf13/cobra"
)

// pollEvery is how often the command asks for news.
const pollEvery = 500 * time.Millisecond

// Command is `canongate listen`. untilAsked gives a context that ends when the program
// is asked to stop.
func Command(untilAsked func(context.Context) (context.Context, context.CancelFunc)) *cobra.Command {
	o := Options{Every: pollEvery}
	var key, secret string
	c := &cobra.Command{
		Use:   "listen",
		Short: "Print the events of a gateway's sandboxes, and forward them, signed, to a program",
		Long: `Print the events of a gateway's sandboxes, and forward them, signed, to a program.

It begins with what happens from now on. Each delivery has the headers webhook-id,
webhook-timestamp and webhook-signature of a real one, and is made once. Without flags
it listens to the quickstart.`,
		Args: cobra.NoArgs,
		RunE: func(c *cobra.Command, _ []string) (err error) {
			ctx, stop := untilAsked(c.Context())
			defer stop()
			o.Out, o.Key = c.OutOrStdout(), canonical.NewSecret(config.DemoKey)
			if key != "" {
				if o.Key, err = config.Secret(key); err != nil {
					return fmt.Errorf("--key: %w", err)
				}
			}
			if secret != "" {
				if o.Secret, err = config.Secret(secret); err != nil {
					return fmt.Errorf("--secret: %w", err)
				}
			}
			return Run(ctx, o)
		},
	}
	c.Flags().StringVar(&o.API, "api", "http://127.0.0.1:8080", "URL of the gateway")
	c.Flags().StringVar(&key, "key", "", "reference to an API key with the scopes connections:read and sandbox:control, such as env:NAME, instead of the quickstart's")
	c.Flags().StringSliceVar(&o.Connections, "connection", nil, "sandbox to listen to; without it all that the key may use")
	c.Flags().StringVar(&o.Forward, "forward", "", "URL that each event is posted to")
	c.Flags().StringVar(&secret, "secret", "", "reference to a whsec_ secret to sign with, instead of a fresh one that is printed")
	return c
}
