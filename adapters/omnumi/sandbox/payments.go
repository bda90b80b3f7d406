package sandbox

import (
	"crypto/rand"
	"encoding/json"
	"errors"
	"math/big"
	"net/http"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"canongate/adapters/internal/simulator"
)

// payment is an executed one, as GET /_sandbox/payments lists it. Debit pulls
// from the bank account, credit pushes to it.
type payment struct {
	Direction         string `json:"direction"`
	CustomerAccountID string `json:"customerAccountId"`
	LinkedBankID      string `json:"linkedBankId"`
	Amount            string `json:"amount"`
	AuthorizationText string `json:"authorizationText"`
	ReferenceID       string `json:"referenceId"`
}

type achRequest struct {
	Processor         string `json:"processor"`
	CustomerAccountID string `json:"customerAccountId"`
	LinkedBankID      string `json:"linkedBankId"`
	Identifier        struct {
		Type  string `json:"type"`
		Value string `json:"value"`
	} `json:"identifier"`
	AuthorizationText   string `json:"authorizationText"`
	SECCode             string `json:"secCode"`
	IPAddress           string `json:"ipAddress"`
	AuthorizationMethod string `json:"authorizationMethod"`
	Amount              amount `json:"amount"`
	TokenSymbol         string `json:"tokenSymbol"`
	EffectiveDate       string `json:"effectiveDate"`
	DebitType           string `json:"debitType"`
	UserRisk            string `json:"userRisk"`
	TransactionRisk     string `json:"transactionRisk"`
}

// amount is a JSON number, as the document's table says, or a string, as its
// sample has it (OMN-2). The digits stay as they were sent.
type amount string

var decimal = regexp.MustCompile(`^(0|[1-9]\d{0,17})(\.\d{1,18})?$`)

func (a *amount) UnmarshalJSON(raw []byte) error {
	text := string(raw)
	if strings.HasPrefix(text, `"`) {
		if err := json.Unmarshal(raw, &text); err != nil {
			return err
		}
	}
	if !decimal.MatchString(text) {
		return errors.New("read an amount: not a plain decimal")
	}
	*a = amount(text)
	return nil
}

func (a amount) rat() *big.Rat {
	r, ok := new(big.Rat).SetString(string(a))
	if !ok {
		return new(big.Rat)
	}
	return r
}

// magicAmounts decide the answer of an otherwise good payment, and whether it
// is executed in spite of it (OMN-18).
var magicAmounts = []struct {
	amount   amount
	sample   string
	executed bool
}{
	{"400.99", "validation_error", false},
	{"404.99", "record_not_found", false},
	{"500.98", "storing_failed", false},
	{"500.99", "storing_failed", true},
	{"502.98", "bank_details_failed", true},
	{"502.99", "bank_details_failed", false},
}

func (s *sandbox) achIn(tenant string, r *simulator.Request) simulator.Reply {
	return s.ach(tenant, r, "debit")
}

func (s *sandbox) achOut(tenant string, r *simulator.Request) simulator.Reply {
	return s.ach(tenant, r, "credit")
}

// ach executes a payment. The same request twice is two payments: there is no
// idempotency (OMN-19).
func (s *sandbox) ach(tenant string, r *simulator.Request, direction string) simulator.Reply {
	var in achRequest
	if !read(r, &in) || !in.complete() {
		return samples.Reply("create_payment.validation_error")
	}
	banks, _ := s.banksOf(tenant, in.CustomerAccountID)
	i := slices.IndexFunc(banks, func(b bank) bool { return strings.EqualFold(b.ID, in.LinkedBankID) })
	if i < 0 {
		return samples.Reply("create_payment.record_not_found")
	}
	for _, m := range magicAmounts {
		if in.Amount.rat().Cmp(m.amount.rat()) != 0 {
			continue
		}
		if m.executed {
			s.execute(direction, in, banks[i])
		}
		return samples.Reply("create_payment." + m.sample)
	}
	return triggered(direction, s.execute(direction, in, banks[i]))
}

type initiated struct {
	Status      string `json:"status"`
	ReferenceID string `json:"referenceId"`
	Message     string `json:"message"`
	ReasonCode  string `json:"reasonCode"`
}

// triggered words the two directions differently, semicolon included.
func triggered(direction, reference string) simulator.Reply {
	data := initiated{Status: "INITIATED", ReferenceID: reference, Message: "Successfully processed; no error", ReasonCode: "A00"}
	sample := "create_payment.ok"
	if direction == "credit" {
		data.Message = "Successfully processed no error"
		sample = "create_payment.credit_ok"
	}
	return samples.Reply(sample, simulator.Field{Name: "data", Value: data})
}

func (s *sandbox) execute(direction string, in achRequest, from bank) (reference string) {
	reference = strconv.FormatInt(s.references.Add(1), 10)
	e := executed{
		payment: payment{
			Direction: direction, CustomerAccountID: in.CustomerAccountID, LinkedBankID: in.LinkedBankID,
			Amount: string(in.Amount), AuthorizationText: in.AuthorizationText, ReferenceID: reference,
		},
		sec: in.SECCode, bank: from, at: s.now(), trace: originatingBank + reference[len(reference)-7:],
	}
	e.decide()
	s.payments.Put(reference, e)
	return reference
}

// firstReference gives eleven digits by chance: neither a restarted sandbox nor
// another one repeats them.
func firstReference() int64 {
	const low, span = 10_000_000_000, 80_000_000_000
	n, err := rand.Int(rand.Reader, big.NewInt(span))
	if err != nil {
		panic("crypto/rand gave no number") // it ends the program before
	}
	return low + n.Int64()
}

func (s *sandbox) listPayments(*simulator.Request) simulator.Reply {
	list := []payment{}
	for _, e := range s.payments.Values() {
		list = append(list, e.payment)
	}
	return simulator.JSON(http.StatusOK, list)
}

var (
	identifierTypes = regexp.MustCompile(`^(namespace|customNamespace|walletAddress)$`)
	secCode         = regexp.MustCompile(`^[A-Z]{3}$`)
	symbol          = regexp.MustCompile(`^[A-Z][A-Z0-9]{1,11}$`)
	processors      = regexp.MustCompile(`^(CLIQ|CORE)?$`)
	methods         = regexp.MustCompile(`^(MPIN|DIGITAL_FINGER_PRINT)?$`)
	debitTypes      = regexp.MustCompile(`^(ONE_TIME|RECURRING)?$`)
	risks           = regexp.MustCompile(`^(LOW|MEDIUM|HIGH)?$`)
)

// complete says whether every required field is there and every field has one
// of its documented values. The vendor has one message for all of it.
func (a achRequest) complete() bool {
	_, err := time.Parse(time.DateOnly, a.EffectiveDate)
	return uuid.MatchString(a.CustomerAccountID) &&
		uuid.MatchString(a.LinkedBankID) &&
		identifierTypes.MatchString(a.Identifier.Type) &&
		a.Identifier.Value != "" &&
		a.AuthorizationText != "" &&
		secCode.MatchString(a.SECCode) &&
		isIP(a.IPAddress) &&
		a.Amount.rat().Sign() > 0 &&
		symbol.MatchString(a.TokenSymbol) &&
		(a.EffectiveDate == "" || err == nil) &&
		processors.MatchString(a.Processor) &&
		methods.MatchString(a.AuthorizationMethod) &&
		debitTypes.MatchString(a.DebitType) &&
		risks.MatchString(a.UserRisk) &&
		risks.MatchString(a.TransactionRisk)
}
