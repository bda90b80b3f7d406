package canonical

import "time"

// BankAccount is an account at a bank, linked to a customer (canonical.md
// §2.6). Its number is write-only; a caller sees the last four.
type BankAccount struct {
	ID                 BankAccountID  `json:"id"`
	Object             string         `json:"object" enum:"bank_account"`
	Connection         string         `json:"connection"`
	CreatedAt          *time.Time     `json:"created_at,omitempty"`
	UpdatedAt          *time.Time     `json:"updated_at,omitempty"`
	VendorIDs          VendorIDs      `json:"vendor_ids,omitempty"`
	CustomerID         CustomerID     `json:"customer_id"`
	Status             string         `json:"status" enum:"active,pending,disabled,unknown"`
	StatusRaw          string         `json:"status_raw,omitempty"`
	LinkMethod         string         `json:"link_method,omitempty" enum:"account_numbers,plaid"`
	InstitutionName    string         `json:"institution_name,omitempty"`
	Holder             *AccountHolder `json:"holder,omitempty"`
	AccountType        string         `json:"account_type,omitempty" enum:"checking,savings,other,unknown"`
	AccountTypeRaw     string         `json:"account_type_raw,omitempty"`
	Last4              Personal       `json:"last4,omitempty"`
	RoutingNumber      string         `json:"routing_number,omitempty"`
	RoutingNumberType  string         `json:"routing_number_type,omitempty" enum:"aba,ifsc,sort_code,bsb"`
	RoutingNumberValid *bool          `json:"routing_number_valid,omitempty" doc:"Whether the number is right for its type; a vendor may return others."`
	AccountNumberType  string         `json:"account_number_type,omitempty" enum:"local,iban,upi_vpa"`
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
	Name        Personal `json:"name,omitempty" maxLength:"255"`
	Phone       Personal `json:"phone,omitempty" pattern:"^\\+[1-9]\\d{6,14}$"`
	Email       Personal `json:"email,omitempty" maxLength:"254"`
	AddressText Personal `json:"address_text,omitempty" maxLength:"512"`
}

// BankAccountDraft links an account by its numbers, or by Plaid one or several
// (link_bank_account).
type BankAccountDraft struct {
	CustomerID      CustomerID     `json:"-" path:"id"`
	LinkMethod      string         `json:"link_method" enum:"account_numbers,plaid"`
	InstitutionName string         `json:"institution_name,omitempty" maxLength:"255"`
	Holder          *AccountHolder `json:"holder,omitempty"`
	AccountType     string         `json:"account_type,omitempty" enum:"checking,savings"`
	AccountNumber   Secret         `json:"account_number,omitzero" maxLength:"34" writeOnly:"true"`
	// The types say how the numbers are checked; a vendor may take some of them only.
	AccountNumberType string     `json:"account_number_type,omitempty" enum:"local,iban,upi_vpa" doc:"Default local: the number as the bank writes it."`
	RoutingNumber     string     `json:"routing_number,omitempty" maxLength:"11"`
	RoutingNumberType string     `json:"routing_number_type,omitempty" enum:"aba,ifsc,sort_code,bsb" doc:"Default aba."`
	Plaid             *PlaidLink `json:"plaid,omitempty"`
	Supplement
}

// PlaidLink is a processor token of Plaid, passed through as it is.
type PlaidLink struct {
	Token       Secret     `json:"token" maxLength:"512" writeOnly:"true"`
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
