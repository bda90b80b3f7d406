package sandbox

import (
	"net/http"
	"regexp"
	"slices"
	"strings"
	"time"

	"canongate/adapters/internal/simulator"
)

// maxBanks bounds the accounts of one customer; the oldest is forgotten.
const maxBanks = 200

// bank is a linked account as link-bank answers it: with the whole account
// number (OMN-12).
type bank struct {
	ID          string `json:"id"`
	LegalName   string `json:"bankLegalName"`
	HolderName  string `json:"bankAccountHolderName"`
	Type        string `json:"bankAccountType"`
	Number      string `json:"bankAccountNumber"`
	AccountID   string `json:"bankAccountId"`
	Routing     string `json:"bankAbaRoutingNumber"`
	HolderPhone string `json:"bankAccountHolderPhoneNumber"`
	HolderEmail string `json:"bankAccountHolderEmail"`
	HolderAddr  string `json:"bankAccountHolderAddress"`
	Status      string `json:"status"`
	CreatedAt   string `json:"createdAt"`
	UpdatedAt   string `json:"updatedAt"`
}

// knownBanks are the customers every tenant has from the start, so that a
// payment can be tried at once.
var knownBanks = map[string][]bank{
	"c0000000-0000-4000-8000-000000000001": {{
		ID: "b0000000-0000-4000-8000-000000000001", AccountID: "b0000000-0000-4000-8000-000000000001",
		LegalName: "First Sandbox Bank", HolderName: "Odalys Ferrante", Type: "Checking",
		Number: "Sb55667788", Routing: "123456780", Status: "ACTIVE",
	}},
	"c0000000-0000-4000-8000-000000000002": {},
}

type accountDetails struct {
	LegalName   string `json:"bankLegalName"`
	HolderName  string `json:"bankAccountHolderName"`
	Type        string `json:"bankAccountType"`
	Number      string `json:"bankAccountNumber"`
	Routing     string `json:"bankAbaRoutingNumber"`
	HolderPhone string `json:"bankAccountHolderPhoneNumber"`
	HolderEmail string `json:"bankAccountHolderEmail"`
	HolderAddr  string `json:"bankAccountHolderAddress"`
}

// plaidAccount is what every Plaid token stands for.
var plaidAccount = accountDetails{
	LegalName: "Sandbox Plaid Bank", HolderName: "Plaid Account Holder", Type: "Checking",
	Number: "000123450099", Routing: "123456780",
}

type linkRequest struct {
	CustomerAccountID string          `json:"customerAccountId"`
	Account           *accountDetails `json:"bankAccountDetails"`
	Plaid             *struct {
		Token     string `json:"plaidToken"`
		ConsentAt string `json:"plaidConsentTimestamp"`
	} `json:"plaidDetails"`
}

// linkBank links the account that is described, or the one behind the Plaid
// token. With both, as in the document's example, the description counts.
func (s *sandbox) linkBank(tenant string, r *simulator.Request) simulator.Reply {
	var in linkRequest
	if !read(r, &in) {
		return refuse(failure{"link-bank", "The body is not the JSON this API expects"})
	}
	if faults := in.check(); len(faults) > 0 {
		return refuse(faults...)
	}
	account := plaidAccount
	if in.Account != nil {
		account = *in.Account
	}
	id, at := newUUID(), s.stamp()
	linked := bank{
		ID: id, AccountID: id, LegalName: account.LegalName, HolderName: account.HolderName,
		Type: account.Type, Number: account.Number, Routing: account.Routing,
		HolderPhone: account.HolderPhone, HolderEmail: account.HolderEmail, HolderAddr: account.HolderAddr,
		Status: "ACTIVE", CreatedAt: at, UpdatedAt: at,
	}
	customer := strings.ToLower(in.CustomerAccountID)
	s.banks.Update(key{tenant, customer}, func(list []bank, found bool) ([]bank, bool) {
		if !found {
			list = knownBanks[customer]
		}
		list = append(slices.Clone(list), linked)
		return list[max(0, len(list)-maxBanks):], true
	})
	return simulator.JSON(http.StatusCreated, answer[[]bank]{"1 Bank Account Linked Successfully", []bank{linked}})
}

var (
	accountNumber = regexp.MustCompile(`^[0-9A-Za-z-]{4,17}$`)
	accountTypes  = regexp.MustCompile(`^(Checking|Savings)$`)
)

func (l linkRequest) check() []failure {
	var list []failure
	if l.CustomerAccountID == "" {
		list = append(list, failure{"link-bank", "customerAccountId should not be empty"})
	} else if !uuid.MatchString(l.CustomerAccountID) {
		list = append(list, failure{"link-bank", "customerAccountId is not valid"})
	}
	byPlaid := l.Plaid != nil && l.Plaid.Token != ""
	if byPlaid {
		if !simulator.LetsIn(l.Plaid.Token) {
			list = append(list, failure{"link-bank", "plaidToken is not valid"})
		}
		if _, err := time.Parse(time.RFC3339, l.Plaid.ConsentAt); err != nil {
			list = append(list, failure{"link-bank", "plaidConsentTimestamp is not valid"})
		}
	}
	if l.Account == nil && byPlaid {
		return list
	}
	var account accountDetails
	if l.Account != nil {
		account = *l.Account
	}
	return append(list, account.check()...)
}

func (a accountDetails) check() []failure {
	var list []failure
	for _, r := range []rule{
		{"bankLegalName", a.LegalName, anyText},
		{"bankAccountHolderName", a.HolderName, anyText},
		{"bankAccountType", a.Type, accountTypes.MatchString},
		{"bankAccountNumber", a.Number, accountNumber.MatchString},
		{"bankAbaRoutingNumber", a.Routing, isRouting},
	} {
		switch {
		case strings.TrimSpace(r.value) == "":
			list = append(list, failure{"link-bank", r.field + " should not be empty when plaidToken is not provided"})
		case !r.valid(r.value):
			list = append(list, failure{"link-bank", r.field + " is not valid"})
		}
	}
	return list
}

// isRouting takes nine digits with a good check digit, and eight as in the
// document's samples (OMN-13).
func isRouting(s string) bool {
	sum := 0
	for i, c := range s {
		if c < '0' || c > '9' {
			return false
		}
		sum += int(c-'0') * []int{3, 7, 1}[i%3]
	}
	return len(s) == 8 || len(s) == 9 && sum%10 == 0
}

type linkedBank struct {
	LinkedBankID string `json:"linkedBankId"`
	LegalName    string `json:"bankLegalName"`
	HolderName   string `json:"bankAccountHolderName"`
	Number       string `json:"bankAccountNumber"`
	Routing      string `json:"bankAbaRoutingNumber"`
	Type         string `json:"bankAccountType"`
}

// linkedBanks lists a customer's accounts. The document has lost its method
// and path (OMN-1).
func (s *sandbox) linkedBanks(tenant string, r *simulator.Request) simulator.Reply {
	list, known := s.banksOf(tenant, r.PathValue("customerAccountId"))
	switch {
	case !known:
		return samples.Reply("list_bank_accounts.customer_not_found")
	case len(list) == 0:
		return samples.Reply("list_bank_accounts.none")
	}
	out := make([]linkedBank, 0, len(list))
	for _, b := range list {
		out = append(out, linkedBank{
			LinkedBankID: b.ID, LegalName: b.LegalName, HolderName: b.HolderName,
			Number: "XXXXXX" + b.Number[len(b.Number)-4:], Routing: b.Routing, Type: b.Type,
		})
	}
	return samples.Reply("list_bank_accounts.ok", simulator.Field{Name: "data", Value: out})
}

func (s *sandbox) banksOf(tenant, customer string) (list []bank, known bool) {
	customer = strings.ToLower(customer)
	if list, known = s.banks.Get(key{tenant, customer}); known {
		return list, true
	}
	list, known = knownBanks[customer]
	return list, known
}
