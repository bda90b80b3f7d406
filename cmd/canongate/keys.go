package main

import (
	"crypto/rand"
	"encoding/base64"
	"fmt"
	"io"
	"os"

	"canongate/config"
	"canongate/gateway/ids"

	"github.com/spf13/cobra"
)

func keysCommand() *cobra.Command {
	var write, rotate string
	c := &cobra.Command{
		Use:   "keys",
		Short: "Make an API key with its hash, an id key set and a webhook secret",
		Args:  cobra.NoArgs,
		RunE: func(c *cobra.Command, _ []string) error {
			if rotate != "" {
				return rotateKeyset(rotate)
			}
			return makeKeys(c.OutOrStdout(), write)
		},
	}
	c.Flags().StringVar(&write, "keyset", "", "write the id key set to this new file instead of printing it")
	c.Flags().StringVar(&rotate, "rotate", "", "add a fresh primary key to the id key set in this file; old ids still open")
	c.MarkFlagsMutuallyExclusive("keyset", "rotate")
	return c
}

func makeKeys(out io.Writer, path string) error {
	keyset, err := ids.NewKeyset()
	if err != nil {
		return err
	}
	if path != "" {
		if err := writeSecret(path, keyset); err != nil {
			return err
		}
		keyset = []byte("written to " + path)
	}
	key := "cg_" + rand.Text()
	_, err = fmt.Fprintf(out, "api_key:        %s\nsha256:         %s\nwebhook_secret: %s\nid_keyset:      %s\n"+stanza,
		key, config.HashKey(key), webhookSecret(), keyset, config.HashKey(key))
	return err
}

// stanza is what a new API key is in the file. Its id outlives the key.
const stanza = `
# Paste below auth.api_keys for a new caller. To renew the key of a caller, keep its entry and
# add the item of sha256 to its list: the idempotency keys of both keys are the same then.
    - id: my-app
      tenant: my-tenant
      sha256:
        - sha256: %s
          # expires_at: 2027-01-31T00:00:00Z
      scopes: ["*"]
# Or below server.operators, for somebody who signs in at the admin listener with it:
#   - {name: my-name, sha256: %[5]s, roles: [operator], tenants: ["*"]}
`

// webhookSecret makes a secret in the form of Standard Webhooks.
func webhookSecret() string {
	raw := make([]byte, 32)
	_, _ = rand.Read(raw) // never fails: crypto/rand ends the program instead
	return "whsec_" + base64.StdEncoding.EncodeToString(raw)
}

// writeSecret makes a file that only its owner can read; it never overwrites.
func writeSecret(path string, content []byte) error {
	f, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return fmt.Errorf("write key set: %w", err)
	}
	if _, err := f.Write(content); err != nil {
		f.Close()
		return fmt.Errorf("write key set: %w", err)
	}
	if err := f.Close(); err != nil {
		return fmt.Errorf("write key set: %w", err)
	}
	return nil
}

// rotateKeyset replaces the file in one step, so that a crash leaves either
// key set and never half of one.
func rotateKeyset(path string) error {
	old, err := os.ReadFile(path)
	if err != nil {
		return fmt.Errorf("read key set: %w", err)
	}
	rotated, err := ids.RotateKeyset(old)
	if err != nil {
		return err
	}
	next := path + ".next"
	if err := writeSecret(next, rotated); err != nil {
		return err
	}
	if err := os.Rename(next, path); err != nil {
		return fmt.Errorf("replace key set: %w", err)
	}
	return nil
}
