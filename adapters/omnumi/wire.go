package omnumi

import (
	"encoding/json"

	"canongate/adapters/internal/lenientjson"
)

// The vendor's words are snake_case in some answers and camelCase in others
// (OMN-5), so each operation has its own shapes. Section numbers are those of
// the inventory of Omnumi's Partner API v4.0.0.

// envelope is every answer: {message, data} on success, {errors} on failure,
// {type, message} after an OTP was verified. Some operations document a list as
// data and some a single value; each is read either way.
type envelope[T any] struct {
	Type    lenientjson.String           `json:"type"`
	Message lenientjson.String           `json:"message"`
	Data    lenientjson.OneOrMany[T]     `json:"data"`
	Errors  lenientjson.OneOrMany[fault] `json:"errors"`
	Unknown lenientjson.Unknown          `json:",embed"`
}

// one is the single value that data holds; the zero value when there is none,
// or more than one to choose from.
func (e envelope[T]) one() T {
	if len(e.Data) != 1 {
		var none T
		return none
	}
	return e.Data[0]
}

// fault is one entry of errors (§5.3); one documented entry has no type.
type fault struct {
	Type    lenientjson.String   `json:"type"`
	Message lenientjson.Messages `json:"message"`
}

// failure is the body of an error: several faults, or one by itself.
type failure struct {
	fault
	Errors lenientjson.OneOrMany[fault] `json:"errors"`
}

// otpRequest asks for an OTP (#8).
type otpRequest struct {
	Email string `json:"email"`
}

// otpRequested answers it; the same key is camelCase in otpVerify.
type otpRequested struct {
	VerificationRequestID lenientjson.String  `json:"verification_request_id"`
	Unknown               lenientjson.Unknown `json:",embed"`
}

// otpVerify gives the OTP back (#9).
type otpVerify struct {
	OTP                   string `json:"otp"`
	VerificationRequestID string `json:"verificationRequestId"`
}

// template answers #2.
type template struct {
	TemplateID lenientjson.String  `json:"templateId"`
	HTML       lenientjson.String  `json:"html"`
	Type       lenientjson.String  `json:"type"`
	Unknown    lenientjson.Unknown `json:",embed"`
}

// ulParty asks for a UL agreement (#6).
type ulParty struct {
	FirstName      string `json:"firstName"`
	LastName       string `json:"lastName"`
	Email          string `json:"email"`
	IP             string `json:"ip"`
	AccountAddress string `json:"accountAddress"`
}

// standardParty asks for a standard agreement (#7).
type standardParty struct {
	ulParty
	MiddleName  string       `json:"middleName,omitempty"`
	DateOfBirth string       `json:"dateOfBirth"`
	TaxCountry  string       `json:"taxCountry"`
	TaxIDNumber string       `json:"taxIdNumber"`
	PhoneNumber partyPhone   `json:"phoneNumber"`
	Address     partyAddress `json:"address"`
}

type partyPhone struct {
	Country string `json:"country"`
	Number  string `json:"number"`
	SMS     bool   `json:"sms"`
}

type partyAddress struct {
	Address1   string `json:"address1"`
	Address2   string `json:"address2"`
	PostalCode string `json:"postalCode"`
	City       string `json:"city"`
	State      string `json:"state"`
	Country    string `json:"country"`
}

// agreement answers #1, #6 and #7, always in a list.
type agreement struct {
	ID             lenientjson.String  `json:"id"`
	Content        lenientjson.String  `json:"content"`
	Status         lenientjson.String  `json:"status"`
	FirstName      lenientjson.String  `json:"first_name"`
	LastName       lenientjson.String  `json:"last_name"`
	Email          lenientjson.String  `json:"email"`
	AccountAddress lenientjson.String  `json:"account_address"`
	IP             lenientjson.String  `json:"ip"`
	AgreementType  lenientjson.String  `json:"agreement_type"`
	CreatedAt      lenientjson.String  `json:"created_at"`
	Unknown        lenientjson.Unknown `json:",embed"`
}

// consent records a decision (#11, #12).
type consent struct {
	Status string `json:"status"`
}

// consented answers it.
type consented struct {
	ID                lenientjson.String  `json:"id"`
	CustomerAccountID lenientjson.String  `json:"customerAccountId"`
	Status            lenientjson.String  `json:"status"`
	CreatedAt         lenientjson.String  `json:"createdAt"`
	UpdatedAt         lenientjson.String  `json:"updatedAt"`
	Unknown           lenientjson.Unknown `json:",embed"`
}

// linkBank links an account (#10) by one of its two objects.
type linkBank struct {
	CustomerAccountID  string        `json:"customerAccountId"`
	BankAccountDetails *bankDetails  `json:"bankAccountDetails,omitempty"`
	PlaidDetails       *plaidDetails `json:"plaidDetails,omitempty"`
}

type bankDetails struct {
	BankLegalName                string `json:"bankLegalName"`
	BankAccountHolderName        string `json:"bankAccountHolderName"`
	BankAccountType              string `json:"bankAccountType"`
	BankAccountNumber            string `json:"bankAccountNumber"`
	BankABARoutingNumber         string `json:"bankAbaRoutingNumber"`
	BankAccountHolderPhoneNumber string `json:"bankAccountHolderPhoneNumber,omitempty"`
	BankAccountHolderEmail       string `json:"bankAccountHolderEmail,omitempty"`
	BankAccountHolderAddress     string `json:"bankAccountHolderAddress,omitempty"`
}

type plaidDetails struct {
	PlaidToken            string `json:"plaidToken"`
	PlaidConsentTimestamp string `json:"plaidConsentTimestamp,omitempty"`
}

// bankAccount answers #10 (id, bankAccountId, the number in full) and #3
// (linkedBankId, the number masked, no status).
type bankAccount struct {
	ID                           lenientjson.String  `json:"id"`
	BankAccountID                lenientjson.String  `json:"bankAccountId"`
	LinkedBankID                 lenientjson.String  `json:"linkedBankId"`
	BankLegalName                lenientjson.String  `json:"bankLegalName"`
	BankAccountHolderName        lenientjson.String  `json:"bankAccountHolderName"`
	BankAccountType              lenientjson.String  `json:"bankAccountType"`
	BankAccountNumber            lenientjson.String  `json:"bankAccountNumber"`
	BankABARoutingNumber         lenientjson.String  `json:"bankAbaRoutingNumber"`
	BankAccountHolderPhoneNumber lenientjson.String  `json:"bankAccountHolderPhoneNumber"`
	BankAccountHolderEmail       lenientjson.String  `json:"bankAccountHolderEmail"`
	BankAccountHolderAddress     lenientjson.String  `json:"bankAccountHolderAddress"`
	Status                       lenientjson.String  `json:"status"`
	CreatedAt                    lenientjson.String  `json:"createdAt"`
	UpdatedAt                    lenientjson.String  `json:"updatedAt"`
	Unknown                      lenientjson.Unknown `json:",embed"`
}

// payment asks for an ACH transfer (#4 in, #5 out). Amount is raw because the
// vendor documents both a number and a text (OMN-2).
type payment struct {
	Processor           string          `json:"processor,omitempty"`
	CustomerAccountID   string          `json:"customerAccountId"`
	LinkedBankID        string          `json:"linkedBankId"`
	Identifier          identifier      `json:"identifier"`
	AuthorizationText   string          `json:"authorizationText"`
	SECCode             string          `json:"secCode"`
	IPAddress           string          `json:"ipAddress"`
	AuthorizationMethod string          `json:"authorizationMethod,omitempty"`
	Amount              json.RawMessage `json:"amount"`
	TokenSymbol         string          `json:"tokenSymbol"`
	EffectiveDate       string          `json:"effectiveDate,omitempty"`
	DebitType           string          `json:"debitType,omitempty"`
	UserRisk            string          `json:"userRisk,omitempty"`
	TransactionRisk     string          `json:"transactionRisk,omitempty"`
}

type identifier struct {
	Type  string `json:"type"`
	Value string `json:"value"`
}

// paid answers it. The first four are documented; the others are what an
// answer about another payment would betray itself by.
type paid struct {
	Status            lenientjson.String  `json:"status"`
	ReferenceID       lenientjson.String  `json:"referenceId"`
	Message           lenientjson.String  `json:"message"`
	ReasonCode        lenientjson.String  `json:"reasonCode"`
	Amount            lenientjson.Number  `json:"amount"`
	TokenSymbol       lenientjson.String  `json:"tokenSymbol"`
	CustomerAccountID lenientjson.String  `json:"customerAccountId"`
	LinkedBankID      lenientjson.String  `json:"linkedBankId"`
	Unknown           lenientjson.Unknown `json:",embed"`
}
