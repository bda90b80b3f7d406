package omnumi

import (
	"cmp"
	"encoding/json"
	"maps"
	"slices"
	"strings"
	"time"

	"canongate/adapters/internal/lenientjson"
	"canongate/adapters/internal/vendorerr"
	"canongate/canonical"
)

// The vendor's codes of a payment by canonical name.
var (
	paymentPaths = map[string]string{
		canonical.DirectionDebit:  pathACHIn,
		canonical.DirectionCredit: pathACHOut,
	}
	walletTypes = map[string]string{
		canonical.WalletNamespace:       "namespace",
		canonical.WalletCustomNamespace: "customNamespace",
		canonical.WalletAddress:         "walletAddress",
	}
	secCodes = map[string]string{
		"WEB": "WEB", "TEL": "TEL", "PPD": "PPD", "CCD": "CCD", "CTX": "CTX", "IAT": "IAT",
	}
	authorizationMethods = map[string]string{
		canonical.AuthorizationMPIN:               "MPIN",
		canonical.AuthorizationDigitalFingerprint: "DIGITAL_FINGER_PRINT",
	}
	debitTypes = map[string]string{
		canonical.FrequencyOneTime:   "ONE_TIME",
		canonical.FrequencyRecurring: "RECURRING",
	}
	risks = map[string]string{"low": "LOW", "medium": "MEDIUM", "high": "HIGH"}
)

// paymentStatuses has the one status that the vendor documents. Any other is unknown,
// neither a success nor a failure.
var paymentStatuses = map[string]string{"INITIATED": canonical.PaymentSubmitted}

// encodePayment makes the request, or refuses a draft that the vendor has no form for.
func encodePayment(d canonical.PaymentDraft, s Settings) (payment, error) {
	var c canonical.Check
	w := payment{
		Processor:           cmp.Or(trim(d.ACH.Processor), s.Processor),
		CustomerAccountID:   d.CustomerID.Key(keyCustomer),
		LinkedBankID:        d.BankAccountID.Key(keyBank),
		Identifier:          identifier{Type: pick(&c, "/wallet/type", walletTypes, d.Wallet.Type), Value: trim(d.Wallet.Value)},
		AuthorizationText:   trim(d.Authorization.Text),
		SECCode:             pick(&c, "/ach/sec_code", secCodes, d.ACH.SECCode),
		IPAddress:           trim(d.Authorization.IPAddress),
		AuthorizationMethod: pickAny(&c, "/authorization/method", authorizationMethods, d.Authorization.Method),
		Amount:              encodeAmount(d.Amount.Value, s.AmountAs),
		TokenSymbol:         trim(d.Asset.Symbol),
		EffectiveDate:       trim(d.ACH.EffectiveDate),
		DebitType:           pickAny(&c, "/ach/frequency", debitTypes, d.ACH.Frequency), // OMN-21: also on a credit, where it means nothing
	}
	if d.Risk != nil {
		w.UserRisk = pickAny(&c, "/risk/user", risks, d.Risk.User)
		w.TransactionRisk = pickAny(&c, "/risk/transaction", risks, d.Risk.Transaction)
	}
	checkPayment(&c, d, w, s)
	checkEntry(&c, d, s)
	if err := c.Err(); err != nil {
		return payment{}, err
	}
	switch {
	case w.CustomerAccountID == "":
		return payment{}, &canonical.Error{Code: canonical.CustomerNotFound, Origin: canonical.OriginCaller}
	case w.LinkedBankID == "":
		return payment{}, &canonical.Error{Code: canonical.BankAccountNotFound, Origin: canonical.OriginCaller}
	}
	return w, nil
}

func checkPayment(c *canonical.Check, d canonical.PaymentDraft, w payment, s Settings) {
	if d.Wallet.Type == canonical.WalletAddress {
		checkWallet(c, "/wallet/value", d.Wallet.Value, s)
	}
	pick(c, "/direction", paymentPaths, d.Direction)
	if d.Rail != canonical.RailACH {
		c.MustBe("/rail", canonical.RailACH)
	}
	if d.Amount.Currency != s.Currency {
		c.Unsupported("/amount/currency", "must be "+string(s.Currency)+" on this connection") // OMN-20
	}
	if w.Processor != "" && !processors[w.Processor] {
		c.MustBe("/ach/processor", slices.Sorted(maps.Keys(processors))...)
	}
	if owner := d.BankAccountID.Key(keyCustomer); owner != "" && !strings.EqualFold(owner, w.CustomerAccountID) {
		c.Invalid("/bank_account_id", "is an account of another customer")
	}
}

// pick gives the vendor's word; one that is missing or has no word there is
// noted.
func pick(c *canonical.Check, pointer string, table map[string]string, value string) string {
	word, known := table[value]
	switch {
	case value == "":
		c.Required(pointer)
	case !known:
		c.NoEquivalent(pointer)
	}
	return word
}

// pickAny is pick for a field that may be absent.
func pickAny(c *canonical.Check, pointer string, table map[string]string, value string) string {
	if value == "" {
		return ""
	}
	return pick(c, pointer, table, value)
}

// encodeAmount writes the digits as they are, as a JSON number or a text
// (OMN-2); no float has a part in it.
func encodeAmount(d canonical.Decimal, as string) json.RawMessage {
	if as == amountAsString {
		return json.RawMessage(`"` + d.String() + `"`)
	}
	return json.RawMessage(d.String())
}

// decodePayment overlays the answer on the draft. The gateway made the
// payment's id before anything was sent.
func decodePayment(d canonical.PaymentDraft, sent payment, w paid, now time.Time, unmapped func(string)) (canonical.Payment, error) {
	switch {
	case w.Status == "":
		return canonical.Payment{}, vendorerr.Malformed("the answer has no status")
	case !w.isAbout(d, sent):
		return canonical.Payment{}, vendorerr.Malformed("the answer is about another payment")
	}
	p := d.Asked()
	p.Status, p.StatusRaw = lenientjson.Known(lenientjson.Enum(paymentStatuses, w.Status, "payment.status", unmapped))
	p.StatusDetail = string(w.Message)
	p.ACH.Processor, p.ACH.ReasonCode = sent.Processor, string(w.ReasonCode)
	p.ACH.ExpectedSettlementOn = expectedSettlement(d, now)
	if w.ReferenceID != "" {
		p.VendorReference = string(w.ReferenceID)
		p.VendorIDs = canonical.VendorIDs{keyReference: p.VendorReference}
	}
	return p, nil
}

// isAbout says whether what the answer repeats of the request equals what was sent.
func (w paid) isAbout(d canonical.PaymentDraft, sent payment) bool {
	if w.Amount != "" {
		amount, err := canonical.ParseNumber(string(w.Amount))
		if err != nil || !amount.Equal(d.Amount.Value) {
			return false
		}
	}
	same := func(answered, sent string) bool { return answered == "" || strings.EqualFold(answered, sent) }
	return same(string(w.CustomerAccountID), sent.CustomerAccountID) &&
		same(string(w.LinkedBankID), sent.LinkedBankID) &&
		same(string(w.TokenSymbol), sent.TokenSymbol)
}
