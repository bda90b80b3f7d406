package canonical

import "time"

// BankAccount is an account at a bank, linked to a customer (canonical.md
// §2.6). Its number is write-only; a caller sees the last four.
type BankAccount struct {
	ID                   BankAccountID  `json:"id"`
	Object               string         `json:"object" enum:"bank_account"`
	Connection           string         `json:"connection"`
	CreatedAt            *time.Time     `json:"created_at,omitempty"`
	CreatedAtRaw         Personal       `json:"created_at_raw,omitempty"`
	UpdatedAt            *time.Time     `json:"updated_at,omitempty"`
	UpdatedAtRaw         Personal       `json:"updated_at_raw,omitempty"`
	VendorIDs            VendorIDs      `json:"vendor_ids,omitempty"`
	CustomerID           CustomerID     `json:"customer_id" doc:"Whose account it is."`
	Status               string         `json:"status" enum:"active,pending,disabled,unknown" doc:"Whether the account can be used."`
	StatusRaw            string         `json:"status_raw,omitempty"`
	LinkMethod           string         `json:"link_method,omitempty" enum:"account_numbers,plaid" doc:"How it was linked."`
	InstitutionName      string         `json:"institution_name,omitempty" doc:"Name of the bank."`
	Holder               *AccountHolder `json:"holder,omitempty" doc:"Who holds the account."`
	AccountType          string         `json:"account_type,omitempty" enum:"checking,savings,other,unknown" doc:"Type of the account."`
	AccountTypeRaw       string         `json:"account_type_raw,omitempty"`
	Last4                Personal       `json:"last4,omitempty" doc:"The last four characters of the account's number."`
	RoutingNumber        string         `json:"routing_number,omitempty" doc:"The bank's routing number."`
	RoutingNumberType    string         `json:"routing_number_type,omitempty" enum:"aba,ifsc,sort_code,bsb" doc:"Which scheme the routing number belongs to."`
	RoutingNumberValid   *bool          `json:"routing_number_valid,omitempty" doc:"Whether the number is right for its type; a vendor may return others."`
	AccountNumberType    string         `json:"account_number_type,omitempty" enum:"local,iban,upi_vpa" doc:"How the account's number is written."`
	AccountNumberTypeRaw string         `json:"account_number_type_raw,omitempty"`
	Supplement
}

// Bank account statuses, link methods, types.
const (
	BankAccountActive   = "active"
	BankAccountPending  = "pending"
	BankAccountDisabled = "disabled"
	LinkAccountNumbers  = "account_numbers"
	LinkPlaid           = "plaid"
	AccountChecking     = "checking"
	AccountSavings      = "savings"
	AccountOther        = "other"
)

// AccountHolder is whose account it is.
type AccountHolder struct {
	Name        Personal `json:"name,omitempty" maxLength:"255" doc:"The holder's name, as the bank has it."`
	Phone       Personal `json:"phone,omitempty" pattern:"^\\+[1-9]\\d{6,14}$" doc:"The holder's phone, E.164."`
	PhoneRaw    Personal `json:"phone_raw,omitempty" readOnly:"true"`
	Email       Personal `json:"email,omitempty" maxLength:"254" doc:"The holder's mail address."`
	AddressText Personal `json:"address_text,omitempty" maxLength:"512" doc:"The holder's address in one line."`
}

// BankAccountDraft links an account by its numbers, or by Plaid one or several
// (link_bank_account). The tag for is that of VerificationDraft.
type BankAccountDraft struct {
	CustomerID      CustomerID     `json:"-" path:"id"`
	LinkMethod      string         `json:"link_method" enum:"account_numbers,plaid" doc:"How the account is linked: by its numbers, or by what the person chose at Plaid." discriminator:"true"`
	InstitutionName string         `json:"institution_name,omitempty" maxLength:"255" doc:"Name of the bank." for:"account_numbers"`
	Holder          *AccountHolder `json:"holder,omitempty" doc:"Who holds the account." for:"account_numbers"`
	AccountType     string         `json:"account_type,omitempty" enum:"checking,savings" doc:"Type of the account." for:"account_numbers"`
	AccountNumber   Secret         `json:"account_number,omitzero" maxLength:"34" writeOnly:"true" doc:"The account's number. It is never answered; last4 is." for:"account_numbers!"`
	// The types say how the numbers are checked; a vendor may take some of them only.
	AccountNumberType string     `json:"account_number_type,omitempty" enum:"local,iban,upi_vpa" doc:"Default local: the number as the bank writes it." for:"account_numbers"`
	RoutingNumber     string     `json:"routing_number,omitempty" maxLength:"11" doc:"The bank's routing number." for:"account_numbers"`
	RoutingNumberType string     `json:"routing_number_type,omitempty" enum:"aba,ifsc,sort_code,bsb" doc:"Default aba." for:"account_numbers"`
	Plaid             *PlaidLink `json:"plaid,omitempty" doc:"What Plaid gave the app." for:"plaid!"`
	Supplement
}

// PlaidLink is a processor token of Plaid, passed through as it is.
type PlaidLink struct {
	Token       Secret     `json:"token" maxLength:"512" writeOnly:"true" doc:"Plaid's processor token, passed through as it is."`
	ConsentedAt *time.Time `json:"consented_at,omitempty" doc:"When the person agreed at Plaid; a vendor may insist on it."`
}

// BankAccountsQuery lists a customer's accounts (list_bank_accounts).
type BankAccountsQuery struct {
	CustomerID CustomerID `json:"-" path:"id"`
}

// EachID visits the account's id and its customer's.
func (b *BankAccount) EachID(visit func(string, Sealable)) {
	visit("/id", &b.ID)
	visit("/customer_id", &b.CustomerID)
}

// EachID visits the customer's id.
func (d *BankAccountDraft) EachID(visit func(string, Sealable)) { visit("/id", &d.CustomerID) }

// EachID visits the customer's id.
func (q *BankAccountsQuery) EachID(visit func(string, Sealable)) { visit("/id", &q.CustomerID) }

// Validate wants either the numbers or Plaid, never both, and numbers
// that are right for their types.
func (d *BankAccountDraft) Validate(now time.Time) error {
	var c Check
	if d.LinkMethod == LinkPlaid {
		c.Require(d.Plaid != nil && !d.Plaid.Token.IsZero(), "/plaid/token")
		if d.Plaid != nil {
			c.Consented("/plaid/consented_at", d.Plaid.ConsentedAt, now)
		}
		if !d.AccountNumber.IsZero() {
			c.Invalid("/account_number", "must be absent when the account is linked by Plaid")
		}
		if d.RoutingNumber != "" {
			c.Invalid("/routing_number", "must be absent when the account is linked by Plaid")
		}
		return c.Err()
	}
	if d.Plaid != nil {
		c.Invalid("/plaid", "must be absent when the account is linked by its numbers")
	}
	d.checkNumbers(&c)
	if d.Holder != nil {
		c.Line("/holder/name", d.Holder.Name)
		c.Phone("/holder/phone", d.Holder.Phone)
		c.Email("/holder/email", d.Holder.Email)
	}
	return c.Err()
}
