package adapters

import (
	"errors"
	"net/http"

	"canongate/adapters/cdp"
	cdpsandbox "canongate/adapters/cdp/sandbox"
	"canongate/adapters/citi"
	citisandbox "canongate/adapters/citi/sandbox"
	"canongate/adapters/internal/settings"
	"canongate/adapters/iserveu"
	iserveusandbox "canongate/adapters/iserveu/sandbox"
	"canongate/adapters/omnumi"
	omnumisandbox "canongate/adapters/omnumi/sandbox"
	"canongate/adapters/temenos"
	temenossandbox "canongate/adapters/temenos/sandbox"
	"canongate/canonical"
)

// Vendor is how one vendor's adapter and simulator are made.
type Vendor struct {
	// New makes an adapter. SettingsProblems explains its error.
	New func(canonical.Connection) (canonical.Adapter, error)
	// Sandbox makes a simulator with a state of its own.
	Sandbox func() http.Handler
	// Credentials are settings that the simulator lets in.
	Credentials func() map[string]any
	// Able is a nil pointer of the adapter's type: what the vendor can do shows
	// without an adapter, while a connection's settings are wrong. nil: unknown.
	Able canonical.Adapter
	// Settings is the zero value of what the vendor's settings are decoded into;
	// its mapstructure tags name the keys.
	Settings any
}

// Builtin lists the vendors by the names they have in configurations.
func Builtin() map[string]Vendor {
	return map[string]Vendor{
		"cdp": {
			New: cdp.New, Able: (*cdp.Adapter)(nil), Settings: cdp.Settings{},
			Sandbox: cdpsandbox.New, Credentials: cdpsandbox.Credentials,
		},
		"citi": {
			New: citi.New, Able: (*citi.Adapter)(nil), Settings: citi.Settings{},
			Sandbox: citisandbox.New, Credentials: citisandbox.Credentials,
		},
		"iserveu": {
			New: iserveu.New, Able: (*iserveu.Adapter)(nil), Settings: iserveu.Settings{},
			Sandbox: iserveusandbox.New, Credentials: iserveusandbox.Credentials,
		},
		"omnumi": {
			New: omnumi.New, Able: (*omnumi.Adapter)(nil), Settings: omnumi.Settings{},
			Sandbox: omnumisandbox.New, Credentials: omnumisandbox.Credentials,
		},
		"temenos": {
			New: temenos.New, Able: (*temenos.Adapter)(nil), Settings: temenos.Settings{},
			Sandbox: temenossandbox.New, Credentials: temenossandbox.Credentials,
		},
	}
}

// SettingsProblem is one thing wrong with a vendor's settings. Key is the path
// below `settings`; "" when the problem is none of a single key.
type SettingsProblem struct {
	Key    string
	Detail string
}

// SettingsProblems lists what is wrong with the settings that New refused.
func SettingsProblems(err error) []SettingsProblem {
	if joined, ok := err.(interface{ Unwrap() []error }); ok {
		var all []SettingsProblem
		for _, e := range joined.Unwrap() {
			all = append(all, SettingsProblems(e)...)
		}
		return all
	}
	var problem *settings.Error
	if errors.As(err, &problem) {
		return []SettingsProblem{{Key: problem.Key, Detail: problem.Detail}}
	}
	return []SettingsProblem{{Detail: err.Error()}}
}
