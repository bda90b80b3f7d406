package omnumi

import (
	"net/http"
	"regexp"
	"strings"

	"canongate/adapters/internal/settings"
	"canongate/adapters/internal/subject"
	"canongate/canonical"
)

const (
	// customerPlaceholder stands in linked_banks_path for the customer's key.
	customerPlaceholder = "{customerAccountId}"
	// defaultLinkedBanksPath is a guess: the noun of link-bank (OMN-1).
	defaultLinkedBanksPath = "/tenant/customer/link-bank/" + customerPlaceholder

	amountAsNumber = "number"
	amountAsString = "string"
	dobISO         = "iso"
	dobDMY         = "dmy"

	secRulesEnforce = "enforce"
	secRulesOff     = "off"

	effectiveDatesRoll   = "roll"
	effectiveDatesRefuse = "refuse"
)

// processors are those the vendor documents.
var processors = map[string]bool{"CLIQ": true, "CORE": true}

// Settings are the vendor's own keys of a connection.
type Settings struct {
	// TenantID, APIKey and AccessToken are sent as tenant-id, api-key and a
	// bearer token when set.
	TenantID    string           `mapstructure:"tenant_id"`
	APIKey      canonical.Secret `mapstructure:"api_key"`
	AccessToken canonical.Secret `mapstructure:"access_token"`
	// LinkedBanksPath lists a customer's accounts; it holds {customerAccountId}.
	LinkedBanksPath string `mapstructure:"linked_banks_path"`
	// AmountAs is how a payment's amount is written: number (default) or string.
	AmountAs string `mapstructure:"amount_as"`
	// DOBFormat is how a birthdate is written: iso (default, YYYY-MM-DD) or
	// dmy (DD-MM-YYYY).
	DOBFormat string `mapstructure:"dob_format"`
	// WalletPattern is a regular expression for addresses of wallets beside the
	// forms that the vendor documents; it must match the whole address.
	WalletPattern string `mapstructure:"wallet_pattern"`
	// NoPostalCode is written for an address in a country that has no postal
	// codes; default 00000. Empty: such an address is refused, as the vendor's
	// table has the field as mandatory.
	NoPostalCode string `mapstructure:"no_postal_code"`
	// Currency is that of every amount (default USD): the vendor has no field
	// for it (OMN-20).
	Currency canonical.Currency `mapstructure:"currency"`
	// Processor is used for payments that name none: CLIQ, CORE or empty, for
	// the vendor to choose.
	Processor string `mapstructure:"processor"`
	// SECRules is whether a class of entries must fit the direction: enforce (default)
	// or off.
	SECRules string `mapstructure:"sec_rules"`
	// AllowWebCredit lets credits go out under WEB, which Nacha has for payments
	// between persons only; the vendor's own sample does. A connection to the sandbox
	// has it on.
	AllowWebCredit bool `mapstructure:"allow_web_credit"`
	// EffectiveDates is what becomes of a weekend or a holiday: roll (default), banks
	// settle on the next banking day; or refuse.
	EffectiveDates string `mapstructure:"effective_dates"`
	// OtherSubjects says what becomes of an answer about another agreement than the one
	// asked for: refuse (default), or warn, for test systems that replay samples. Either
	// is counted. An answer about another payment is always refused.
	OtherSubjects subject.Others `mapstructure:"other_subjects"`
}

func decodeSettings(c canonical.Connection) (Settings, error) {
	s := Settings{
		LinkedBanksPath: defaultLinkedBanksPath,
		AmountAs:        amountAsNumber,
		DOBFormat:       dobISO,
		NoPostalCode:    "00000",
		Currency:        "USD",
		SECRules:        secRulesEnforce,
		EffectiveDates:  effectiveDatesRoll,
		OtherSubjects:   subject.Refuse,
	}
	err := settings.Decode(c, &s)
	return s, settings.Join(err, s.check())
}

func (s Settings) check() error {
	var p settings.Problems
	s.OtherSubjects.Check(&p)
	p.Check(strings.HasPrefix(s.LinkedBanksPath, "/") && strings.Contains(s.LinkedBanksPath, customerPlaceholder),
		"linked_banks_path", "must begin with / and contain "+customerPlaceholder)
	p.Check(s.AmountAs == amountAsNumber || s.AmountAs == amountAsString, "amount_as", "must be number or string")
	p.Check(s.DOBFormat == dobISO || s.DOBFormat == dobDMY, "dob_format", "must be iso or dmy")
	_, wrong := s.walletPattern()
	p.Check(wrong == nil, "wallet_pattern", "must be a regular expression (RE2)")
	_, known := s.Currency.Exponent()
	p.Check(known, "currency", "must be an ISO 4217 currency code in upper case")
	p.Check(s.Processor == "" || processors[s.Processor], "processor", "must be CLIQ or CORE")
	p.Check(s.SECRules == secRulesEnforce || s.SECRules == secRulesOff, "sec_rules", "must be enforce or off")
	p.Check(s.EffectiveDates == effectiveDatesRoll || s.EffectiveDates == effectiveDatesRefuse, "effective_dates", "must be roll or refuse")
	return p.Err()
}

func (s Settings) walletPattern() (*regexp.Regexp, error) {
	return regexp.Compile(`^(?:` + s.WalletPattern + `)$`)
}

func (s Settings) header() http.Header {
	h := http.Header{}
	if s.TenantID != "" {
		h["tenant-id"] = []string{s.TenantID}
	}
	if !s.APIKey.IsZero() {
		h["api-key"] = []string{s.APIKey.Reveal()}
	}
	if !s.AccessToken.IsZero() {
		h.Set("Authorization", "Bearer "+s.AccessToken.Reveal())
	}
	return h
}

func (s Settings) warnings() []string {
	var w []string
	if s.TenantID == "" {
		w = append(w, "tenant_id is not set: the vendor refuses calls that it cannot place at a tenant")
	}
	if s.APIKey.IsZero() {
		w = append(w, "api_key is not set: the vendor's document leaves open whether it can be left out")
	}
	if s.LinkedBanksPath == defaultLinkedBanksPath {
		w = append(w, "linked_banks_path has its default, which is unverified: "+
			"the vendor's document has lost the path of list_bank_accounts (OMN-1)")
	}
	return append(w, s.OtherSubjects.Warnings()...)
}
