package settings_test

import (
	"errors"
	"strings"
	"testing"
	"time"

	"canongate/adapters/internal/settings"
	"canongate/canonical"
)

type config struct {
	ClientID string                       `mapstructure:"client_id"`
	Password canonical.Secret             `mapstructure:"password"`
	Timeout  time.Duration                `mapstructure:"timeout"`
	Strict   *bool                        `mapstructure:"strict"`
	Max      int                          `mapstructure:"max"`
	Tables   map[string]map[string]string `mapstructure:"tables"`
	Fields   struct {
		OTP string `mapstructure:"otp"`
	} `mapstructure:"fields"`
}

func connection(values map[string]any) canonical.Connection {
	return canonical.Connection{Settings: values, Secret: func(ref string) (canonical.Secret, error) {
		if name, ok := strings.CutPrefix(ref, "env:"); ok {
			return canonical.NewSecret("value of " + name), nil
		}
		return canonical.Secret{}, errors.New("must be a reference, env:NAME or file:PATH")
	}}
}

func TestSettingsFillTheStruct(t *testing.T) {
	t.Parallel()
	var c config
	err := settings.Decode(connection(map[string]any{
		"client_id": "gate", "password": "env:PW", "timeout": "5s", "strict": false, "max": 3,
		"tables": map[string]any{"gender": map[string]any{"1": "male"}}, "fields": map[string]any{"otp": "code"},
	}), &c)
	if err != nil {
		t.Fatal(err)
	}
	if c.ClientID != "gate" || c.Password.Reveal() != "value of PW" || c.Timeout != 5*time.Second || c.Strict == nil || *c.Strict ||
		c.Max != 3 || c.Tables["gender"]["1"] != "male" || c.Fields.OTP != "code" {
		t.Errorf("decoded %+v", c)
	}
}

func TestAnyTextMayBeAReference(t *testing.T) {
	t.Parallel()
	var c config
	values := map[string]any{
		"client_id": "env:ID", "tables": map[string]any{"gender": map[string]any{"1": "env:ONE"}}, "fields": map[string]any{"otp": "env:OTP"},
	}
	if err := settings.Decode(connection(values), &c); err != nil {
		t.Fatal(err)
	}
	if c.ClientID != "value of ID" || c.Tables["gender"]["1"] != "value of ONE" || c.Fields.OTP != "value of OTP" {
		t.Errorf("decoded %+v", c)
	}
	err := settings.Decode(connection(map[string]any{"client_id": "file:missing"}), &c)
	if want := "settings.client_id must be a reference"; err == nil || !strings.Contains(err.Error(), want) {
		t.Errorf("a reference that does not resolve gives %v, want %q", err, want)
	}
}

func TestEveryMistakeIsReportedByItsKeyAndNeverByItsValue(t *testing.T) {
	t.Parallel()
	const canary = "hunter2-canary"
	err := settings.Decode(connection(map[string]any{
		"clientid": canary, "password": canary, "timeout": canary, "strict": canary, "max": canary,
		"tables": canary, "fields": map[string]any{"opt": canary},
	}), &config{})
	if err == nil {
		t.Fatal("seven mistakes were accepted")
	}
	for _, want := range []string{
		"settings.clientid is not a setting of this vendor; did you mean client_id?", "settings.password must be a reference",
		"settings.timeout must be a duration", "settings.strict must be true or false", "settings.max must be a number",
		"settings.tables must be a mapping", "settings.fields.opt is not a setting of this vendor; did you mean otp?",
	} {
		if !strings.Contains(err.Error(), want) {
			t.Errorf("the report lacks %q:\n%v", want, err)
		}
	}
	if strings.Contains(err.Error(), canary) {
		t.Errorf("the report shows a value:\n%v", err)
	}
}

// TestWhatIsRightIsLookedAt wants one problem to hide no other, and none of them
// to be told twice.
func TestWhatIsRightIsLookedAt(t *testing.T) {
	t.Parallel()
	c := config{Max: 7}
	decoding := settings.Decode(connection(map[string]any{
		"client_id": "gate", "password": "literal", "max": "many", "fields": map[string]any{"opt": "x", "otp": "code"},
		"tables": map[string]any{"gender": map[string]any{"1": 1, "2": "female"}}, "timeout": "soon",
	}), &c)
	if c.ClientID != "gate" || c.Max != 7 || c.Fields.OTP != "code" || c.Tables["gender"]["2"] != "female" || c.Timeout != 0 {
		t.Errorf("decoded %+v", c)
	}
	var p settings.Problems
	p.Require(!c.Password.IsZero(), "password")
	p.Check(false, "tables.gender", "lacks 1")
	p.Check(false, "client_id", "must be longer")
	got := settings.Join(decoding, p.Err()).Error()
	if want := "settings.client_id must be longer"; !strings.HasSuffix(got, want) {
		t.Errorf("the report lacks %q:\n%s", want, got)
	}
	if lines := strings.Split(got, "\n"); len(lines) != 6 {
		t.Errorf("%d mistakes, want 6:\n%s", len(lines), got)
	}
	if err := settings.Join(nil, nil); err != nil {
		t.Errorf("nothing is wrong, and %v", err)
	}
}
