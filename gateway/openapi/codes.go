package openapi

import (
	"slices"
	"strings"

	"canongate/canonical"
	"canongate/gateway/schema"
)

// Names of operations, by what they have to do with.
var (
	aboutCustomer = []string{
		"create_customer", "update_customer", "lookup_customer", "get_customer", "start_verification", "list_requirements", "create_requirements",
		"create_agreement", "link_bank_account", "list_bank_accounts", "create_payment", "list_payments", "list_offers", "create_reference",
		"move_sandbox",
	}
	takesDocuments = []string{"create_customer", "update_customer", "upload_document"}
	takesPassword  = []string{"create_customer", "update_customer", "confirm_verification"}
	makesReference = []string{"create_customer", "create_customer_reference", "create_reference"}
	// needsJournal need it without an Idempotency-Key, for what it keeps or for what a
	// ref: means.
	needsJournal = []string{
		"get_customer", "list_requirements", "list_bank_accounts", "list_payments", "get_payment", "list_offers",
		"list_customer_references", "forget_customer_references", "create_customer_reference", "create_reference",
		"receive_event", "list_sandbox_events", "move_sandbox",
	}
)

// givenBy says which operations give a code that does not follow from the operation's
// kind. What vendors refuse differs by vendor; this is what all of them together do.
var givenBy = map[canonical.Code][]string{
	canonical.CustomerAuthorizationNeeded:  {"get_customer", "list_offers"},
	canonical.ConsentRequired:              {"start_verification", "confirm_verification"},
	canonical.CustomerNotFound:             aboutCustomer,
	canonical.CustomerNotAtConnection:      aboutCustomer,
	canonical.VerificationNotFound:         {"confirm_verification", "move_sandbox"},
	canonical.RequirementNotFound:          {"answer_requirement", "upload_document"},
	canonical.AgreementNotFound:            {"get_agreement", "decide_agreement"},
	canonical.TemplateNotFound:             {"get_agreement_template"},
	canonical.BankAccountNotFound:          {"link_bank_account", "list_bank_accounts", "create_payment", "list_payments"},
	canonical.PaymentNotFound:              {"create_payment", "get_payment", "move_sandbox"},
	canonical.AlreadyExists:                makesReference,
	canonical.VerificationAlreadyCompleted: {"confirm_verification"},
	canonical.CustomerNotSubscribed:        {"lookup_customer", "get_customer", "update_customer"},
	canonical.DocumentTooLarge:             takesDocuments,
	canonical.UnsupportedDocumentType:      takesDocuments,
	canonical.BankAccountBlocked:           {"create_payment"},
	canonical.OTPInvalid:                   takesPassword,
	canonical.OTPExpired:                   takesPassword,
	canonical.OTPAttemptsExceeded:          append([]string{"start_verification"}, takesPassword...),
	canonical.VerificationFailed:           {"start_verification", "confirm_verification"},
	canonical.CustomerBlocked:              {"create_customer", "update_customer", "lookup_customer", "get_customer"},
	canonical.PreconditionFailedByVendor:   {"create_payment"},
	canonical.IdempotencyInProgress:        makesReference,
	canonical.JournalUnavailable:           needsJournal,
	canonical.OperationNotSupported: {
		"get_connection_fields", "list_fields", "list_customer_references", "forget_customer_references", "list_payments", "get_payment",
		"receive_event", "list_sandbox_events", "move_sandbox",
	},
}

// codesOf are the codes that an operation can give, in the order of the table of codes.
func codesOf(o Operation) []canonical.CodeInfo {
	gives := map[canonical.Code]bool{}
	give := func(when bool, codes ...canonical.Code) {
		for _, code := range codes {
			gives[code] = gives[code] || when
		}
	}
	give(true, canonical.InvalidRequest, canonical.Unauthenticated, canonical.RateLimited, canonical.VendorUnavailable, canonical.InternalError)
	give(o.Scope != "", canonical.PermissionDenied, canonical.IssuerKeysUnavailable)
	give(strings.Contains(o.Path, "{") && o.Scope != "", canonical.NotFound)
	give(o.Body != nil, canonical.RequestTooLarge, canonical.UnsupportedMediaType)
	give(o.Body != nil && o.Scope != "" || takesQuery(o), canonical.ValidationFailed)
	give(o.Effect.NeedsKey(), canonical.IdempotencyKeyMissing, canonical.IdempotencyInProgress, canonical.IdempotencyKeyReused,
		canonical.JournalUnavailable, canonical.JournalRestored)
	give(o.Effect == canonical.MovesMoney, canonical.PaymentOutcomeUnknown, canonical.OutcomeUnknownAfterRestore)
	give(o.CallsVendor || o.Scope == "", canonical.OperationNotSupported, canonical.VendorAuthFailed, canonical.VendorConfigurationError,
		canonical.VendorError, canonical.VendorProtocolError, canonical.VendorTimeout, canonical.VendorRejected)
	give(o.CallsVendor, canonical.ValidationFailed)
	var codes []canonical.CodeInfo
	for _, info := range canonical.Codes() {
		if gives[info.Code] || slices.Contains(givenBy[info.Code], o.Name) {
			codes = append(codes, info)
		}
	}
	return codes
}

func takesQuery(o Operation) bool {
	return slices.ContainsFunc(o.Params, func(p schema.Param) bool { return p.In == schema.InQuery })
}

func codeNames(codes []canonical.CodeInfo) []string {
	names := make([]string, len(codes))
	for i, c := range codes {
		names[i] = string(c.Code)
	}
	return names
}

func codesText(codes []canonical.CodeInfo) string {
	return "Codes: `" + strings.Join(codeNames(codes), "`, `") + "`."
}
