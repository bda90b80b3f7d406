package fernleigh

import (
	"canongate/adapters/internal/settings"
	"canongate/canonical"
)

// Settings are the vendor's own keys of a connection.
type Settings struct {
	// APIKey comes from Fernleigh and is sent with every request.
	APIKey canonical.Secret `mapstructure:"api_key"`
}

func decodeSettings(c canonical.Connection) (Settings, error) {
	var s Settings
	err := settings.Decode(c, &s)
	var p settings.Problems
	p.Require(!s.APIKey.IsZero(), "api_key")
	return s, settings.Join(err, p.Err())
}
