package iserveu

import (
	"encoding/base64"

	"canongate/adapters/internal/settings"
	"canongate/adapters/internal/subject"
	"canongate/canonical"
)

const (
	modePlain     = "plain"
	modeEncrypted = "encrypted"
	unitSeconds   = "s"
	unitMillis    = "ms"
)

// Settings are the vendor's own keys of a connection.
type Settings struct {
	// ClientID and ClientSecret come from iServeU during integration.
	ClientID     string           `mapstructure:"client_id"`
	ClientSecret canonical.Secret `mapstructure:"client_secret"`
	// Username is the partner's API user, sent with every request (ISU-16).
	Username string `mapstructure:"username"`
	// AuthMode is plain (default) or encrypted (ISU-8).
	AuthMode string `mapstructure:"auth_mode"`
	// PassKey, PayloadKey and HeaderKey belong to the encrypted mode. The keys
	// are base64 of 32 bytes; HeaderKey defaults to PayloadKey (ISU-10).
	PassKey    canonical.Secret `mapstructure:"pass_key"`
	PayloadKey canonical.Secret `mapstructure:"payload_key"`
	HeaderKey  canonical.Secret `mapstructure:"header_key"`
	// EpochUnit is s (default) or ms (ISU-10).
	EpochUnit string `mapstructure:"epoch_unit"`
	// LatlongSeparator stands between latitude and longitude; default a comma
	// (ISU-11).
	LatlongSeparator string `mapstructure:"latlong_separator"`
	// VirtualID takes the 16 digits of a virtual id in place of an Aadhaar number.
	// Default false: the vendor documents 12 digits.
	VirtualID bool `mapstructure:"virtual_id"`
	// StrictAadhaar refuses Aadhaar numbers whose Verhoeff digit is wrong
	// (ISU-13).
	StrictAadhaar bool `mapstructure:"strict_aadhaar"`
	// OtherSubjects says what becomes of an answer about another mobile number than
	// the one asked for: refuse (default), or warn, for test systems that replay
	// samples: it is taken and counted.
	OtherSubjects subject.Others `mapstructure:"other_subjects"`
}

func decodeSettings(c canonical.Connection) (Settings, error) {
	s := Settings{AuthMode: modePlain, EpochUnit: unitSeconds, LatlongSeparator: ",", OtherSubjects: subject.Refuse}
	err := settings.Decode(c, &s)
	if s.HeaderKey.IsZero() {
		s.HeaderKey = s.PayloadKey
	}
	return s, settings.Join(err, s.check())
}

func (s Settings) check() error {
	var p settings.Problems
	p.Require(s.ClientID != "", "client_id")
	p.Require(!s.ClientSecret.IsZero(), "client_secret")
	p.Require(s.Username != "", "username")
	p.OneOf(s.AuthMode, "auth_mode", modePlain, modeEncrypted)
	p.OneOf(s.EpochUnit, "epoch_unit", unitSeconds, unitMillis)
	s.OtherSubjects.Check(&p)
	if s.AuthMode == modeEncrypted {
		p.Require(!s.PassKey.IsZero(), "pass_key")
		p.Require(!s.PayloadKey.IsZero(), "payload_key")
		p.Check(s.PayloadKey.IsZero() || validKey(s.PayloadKey), "payload_key", "must be base64 of exactly 32 bytes")
		p.Check(s.HeaderKey.IsZero() || validKey(s.HeaderKey), "header_key", "must be base64 of exactly 32 bytes")
	}
	return p.Err()
}

func validKey(key canonical.Secret) bool {
	raw, err := base64.StdEncoding.DecodeString(key.Reveal())
	return err == nil && len(raw) == 32
}

func (s Settings) warnings() (list []string) {
	if s.AuthMode == modeEncrypted {
		list = append(list, "iServeU documents the encrypted envelope for its newer products only: "+
			"confirm auth_mode, epoch_unit and whether header and payload share a key (ISU-10)")
	}
	return append(list, s.OtherSubjects.Warnings()...)
}
