package temenos

import (
	"maps"
	"slices"
	"strings"

	"canongate/adapters/internal/settings"
	"canongate/adapters/internal/subject"
	"canongate/canonical"
)

// The paths and the service as documented (TEM-8: other installations have
// other names), and TEM-16's stricter reading of "2MB".
const (
	operationsPath      = "/services/data/v1/CustomerActionsManagement/operations"
	defaultPersonalInfo = operationsPath + "/PersonalInfo"
	defaultUserAction   = operationsPath + "/UserAction"
	defaultServiceID    = "100000002" // of an installation on premise
	defaultMaxDocument  = 2_000_000

	bodyForm = "form"
	bodyJSON = "json"
)

// Settings are the vendor's own keys of a connection.
type Settings struct {
	// AppKey and AppSecret name the application at Temenos' platform: references.
	AppKey    canonical.Secret `mapstructure:"app_key"`
	AppSecret canonical.Secret `mapstructure:"app_secret"`
	// Username and Password log a user in; without both, sessions are anonymous.
	Username string           `mapstructure:"username"`
	Password canonical.Secret `mapstructure:"password"`
	// ServiceID is the identity service, /authService/{service_id}/login.
	ServiceID string `mapstructure:"service_id"`
	// PersonalInfoPath and UserActionPath are the objects that operations are
	// called on.
	PersonalInfoPath string `mapstructure:"personal_info_path"`
	UserActionPath   string `mapstructure:"user_action_path"`
	// BranchReference is used for customers whose request names none.
	BranchReference string `mapstructure:"branch_reference"`
	// FormCode is sent with a new customer when set (TEM-9).
	FormCode string `mapstructure:"form_code"`
	// MaxDocumentBytes bounds a document, decoded.
	MaxDocumentBytes int64 `mapstructure:"max_document_bytes"`
	// PreRequirementsBody is form (default, as documented) or json (TEM-15).
	PreRequirementsBody string `mapstructure:"pre_requirements_body"`
	// OtherSubjects is what happens to an answer about another application than the
	// one asked for: refuse (default), or warn for test systems that replay samples.
	OtherSubjects subject.Others `mapstructure:"other_subjects"`
	// ErrorCodes give the vendor's dbpErrCode a canonical code; one that is
	// not listed is vendor_rejected.
	ErrorCodes map[string]canonical.Code `mapstructure:"error_codes"`
}

func decodeSettings(c canonical.Connection) (Settings, error) {
	s := Settings{
		ServiceID: defaultServiceID, PersonalInfoPath: defaultPersonalInfo, UserActionPath: defaultUserAction,
		MaxDocumentBytes: defaultMaxDocument, PreRequirementsBody: bodyForm,
		OtherSubjects: subject.Refuse,
	}
	err := settings.Decode(c, &s)
	return s, settings.Join(err, s.check())
}

func (s Settings) check() error {
	var p settings.Problems
	p.Check(!s.AppKey.IsZero(), "app_key", "is required")
	p.Check(!s.AppSecret.IsZero(), "app_secret", "is required")
	p.Check(s.Username == "" || !s.Password.IsZero(), "password", "is required with username")
	p.Check(s.Username != "" || s.Password.IsZero(), "username", "is required with password")
	p.Check(s.ServiceID != "", "service_id", "must not be empty")
	p.Check(strings.HasPrefix(s.PersonalInfoPath, "/"), "personal_info_path", "must begin with /")
	p.Check(strings.HasPrefix(s.UserActionPath, "/"), "user_action_path", "must begin with /")
	p.Check(s.MaxDocumentBytes > 0, "max_document_bytes", "must be greater than 0")
	p.Check(s.PreRequirementsBody == bodyForm || s.PreRequirementsBody == bodyJSON, "pre_requirements_body", "must be form or json")
	s.OtherSubjects.Check(&p)
	for _, vendors := range slices.Sorted(maps.Keys(s.ErrorCodes)) {
		p.Check(mayBeVendors(s.ErrorCodes[vendors]), "error_codes."+vendors, "must be a code that a vendor's answer can have")
	}
	return p.Err()
}

// mayBeVendors says whether a vendor's refusal can be what the code means.
func mayBeVendors(code canonical.Code) bool {
	switch code {
	case canonical.ValidationFailed, canonical.VendorConfigurationError, canonical.UnsupportedDocumentType, canonical.DocumentTooLarge:
		return true
	default:
		info := code.Info()
		return info.Code == code && info.Origin == canonical.OriginVendor
	}
}

func (s Settings) anonymous() bool { return s.Username == "" }

func (s Settings) warnings() []string {
	var w []string
	if s.anonymous() {
		w = append(w, "username is not set: sessions are anonymous, and the vendor documents createProspectProfile for authenticated users only")
	}
	if s.PersonalInfoPath == defaultPersonalInfo || s.UserActionPath == defaultUserAction {
		w = append(w, "personal_info_path and user_action_path: a default is in use, and installations differ from the vendor's document (TEM-8)")
	}
	w = append(w, s.OtherSubjects.Warnings()...)
	if len(s.ErrorCodes) == 0 {
		w = append(w, "error_codes is not set: the vendor publishes no list of dbpErrCode, so every business error is vendor_rejected")
	}
	return w
}
