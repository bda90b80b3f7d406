package omnumi

import (
	"cmp"
	"slices"
	"strings"
	"time"

	"canongate/adapters/internal/lenientjson"
	"canongate/adapters/internal/vendorerr"
	"canongate/canonical"
)

// onlyOneWay takes from a draft what belongs to the other way of linking (OMN-24),
// and gives the pointers of what it took.
func onlyOneWay(d *canonical.BankAccountDraft) (taken []string) {
	others := map[string]bool{"/plaid": d.Plaid != nil}
	if d.LinkMethod == canonical.LinkPlaid {
		others = map[string]bool{
			"/institution_name": d.InstitutionName != "", "/holder": d.Holder != nil, "/account_type": d.AccountType != "",
			"/account_number": !d.AccountNumber.IsZero(), "/routing_number": d.RoutingNumber != "",
			"/account_number_type": d.AccountNumberType != "", "/routing_number_type": d.RoutingNumberType != "",
		}
		*d = canonical.BankAccountDraft{CustomerID: d.CustomerID, LinkMethod: d.LinkMethod, Plaid: d.Plaid}
	}
	for pointer, given := range others {
		if given {
			taken = append(taken, pointer)
		}
	}
	return taken
}

// encodeBankAccount sends one of the two objects, never both (OMN-24).
func encodeBankAccount(d canonical.BankAccountDraft) (linkBank, error) {
	var c canonical.Check
	w := linkBank{CustomerAccountID: d.CustomerID.Key(keyCustomer)}
	if d.LinkMethod != canonical.LinkAccountNumbers && d.LinkMethod != canonical.LinkPlaid {
		c.MustBe("/link_method", canonical.LinkAccountNumbers, canonical.LinkPlaid)
		return w, c.Err()
	}
	if d.LinkMethod == canonical.LinkPlaid && d.Plaid != nil {
		w.PlaidDetails = &plaidDetails{PlaidToken: strings.TrimSpace(d.Plaid.Token.Reveal())}
		if at := d.Plaid.ConsentedAt; at != nil {
			w.PlaidDetails.PlaidConsentTimestamp = at.UTC().Format(time.RFC3339Nano)
		}
		return w, nil
	}
	if d.RoutingNumberType != "" && d.RoutingNumberType != canonical.RoutingABA {
		c.MustBe("/routing_number_type", canonical.RoutingABA)
	}
	if d.AccountNumberType != "" && d.AccountNumberType != canonical.AccountLocal {
		c.MustBe("/account_number_type", canonical.AccountLocal)
	}
	w.BankAccountDetails = &bankDetails{
		BankLegalName:        trim(d.InstitutionName),
		BankAccountType:      pick(&c, "/account_type", accountTypes, d.AccountType),
		BankAccountNumber:    strings.TrimSpace(d.AccountNumber.Reveal()),
		BankABARoutingNumber: trim(d.RoutingNumber),
	}
	if h := d.Holder; h != nil {
		w.BankAccountDetails.BankAccountHolderName = trim(h.Name)
		w.BankAccountDetails.BankAccountHolderPhoneNumber = trim(h.Phone)
		w.BankAccountDetails.BankAccountHolderEmail = trim(h.Email)
		w.BankAccountDetails.BankAccountHolderAddress = trim(h.AddressText)
	}
	return w, c.Err()
}

// decodeLinked are the accounts that were linked, overlaid on the draft. Linked by its
// numbers it is one: a single account is taken whatever its number, because the vendor
// may show a token instead; of several, the one with the same last digits.
func decodeLinked(d canonical.BankAccountDraft, list []bankAccount, unmapped func(string)) (canonical.List[canonical.BankAccount], error) {
	byNumber := d.AccountNumber.Last4()
	if len(list) > 1 && byNumber != "" {
		list = slices.DeleteFunc(slices.Clone(list), func(w bankAccount) bool {
			answered := lastFour(w.BankAccountNumber)
			return answered != "" && !strings.EqualFold(answered, byNumber)
		})
	}
	linked, err := decodeBankAccounts(d.CustomerID, list, unmapped)
	if err == nil && len(linked.Data) == 0 {
		err = vendorerr.Malformed("the answer does not have the account that was linked")
	}
	if byNumber != "" && len(linked.Data) > 1 {
		linked.Data = linked.Data[:1]
	}
	for i := range linked.Data {
		linked.Data[i] = overlay(d, linked.Data[i])
	}
	return linked, err
}

func decodeBankAccounts(
	customer canonical.CustomerID, list []bankAccount, unmapped func(string),
) (canonical.List[canonical.BankAccount], error) {
	return readable(list, "bank_account", unmapped, func(w bankAccount) (canonical.BankAccount, error) {
		return decodeBankAccount(customer, w, unmapped)
	})
}

// decodeBankAccount reads an account of either answer. The list has no
// status, so an account in it has status unknown.
func decodeBankAccount(customer canonical.CustomerID, w bankAccount, unmapped func(string)) (canonical.BankAccount, error) {
	id := string(cmp.Or(w.BankAccountID, w.LinkedBankID, w.ID))
	if id == "" {
		return canonical.BankAccount{}, vendorerr.Malformed("an account in the answer has no id")
	}
	b := canonical.BankAccount{
		ID:              canonical.NewID[canonical.BankAccountID](canonical.Keys{keyCustomer: customer.Key(keyCustomer), keyBank: id}),
		Object:          "bank_account",
		VendorIDs:       canonical.VendorIDs{keyBank: id},
		CustomerID:      customer,
		InstitutionName: string(w.BankLegalName),
		Holder:          decodeHolder(w, unmapped),
		Last4:           canonical.Personal(lastFour(w.BankAccountNumber)), // OMN-12: the number itself goes no further
	}
	b.CreatedAt, b.CreatedAtRaw = instant(w.CreatedAt, "bank_account.createdAt", unmapped)
	b.UpdatedAt, b.UpdatedAtRaw = instant(w.UpdatedAt, "bank_account.updatedAt", unmapped)
	b.Status, b.StatusRaw = lenientjson.Known(lenientjson.Enum(bankAccountStatuses, w.Status, "bank_account.status", unmapped))
	if w.BankAccountType != "" {
		b.AccountType, b.AccountTypeRaw = lenientjson.Enum(bankAccountTypes, w.BankAccountType, "bank_account.bankAccountType", unmapped)
	}
	setRouting(&b, string(w.BankABARoutingNumber))
	return b, nil
}

func decodeHolder(w bankAccount, unmapped func(string)) *canonical.AccountHolder {
	h := canonical.AccountHolder{
		Name:        canonical.Personal(w.BankAccountHolderName),
		Phone:       canonical.Personal(w.BankAccountHolderPhoneNumber),
		Email:       canonical.Personal(w.BankAccountHolderEmail),
		AddressText: canonical.Personal(w.BankAccountHolderAddress),
	}
	if h.Phone != "" && !canonical.ValidPhone(h.Phone) {
		unmapped("bank_account.bankAccountHolderPhoneNumber")
		h.Phone, h.PhoneRaw = "", h.Phone
	}
	if h == (canonical.AccountHolder{}) {
		return nil
	}
	return &h
}

// setRouting keeps a routing number as the vendor has it and says whether it
// can be one: the vendor's own have eight digits (OMN-13).
func setRouting(b *canonical.BankAccount, number string) {
	if number == "" {
		return
	}
	valid := canonical.ValidABA(number)
	b.RoutingNumber, b.RoutingNumberType, b.RoutingNumberValid = number, canonical.RoutingABA, &valid
}

// overlay fills in from the draft what the answer left out.
func overlay(d canonical.BankAccountDraft, b canonical.BankAccount) canonical.BankAccount {
	b.LinkMethod = d.LinkMethod
	if b.InstitutionName == "" {
		b.InstitutionName = d.InstitutionName
	}
	if b.AccountType == "" {
		b.AccountType = d.AccountType
	}
	if b.Last4 == "" {
		b.Last4 = canonical.Personal(d.AccountNumber.Last4())
	}
	if b.RoutingNumber == "" {
		setRouting(&b, d.RoutingNumber)
	}
	b.AccountNumberType = d.AccountNumberType
	if d.Holder != nil {
		h := *d.Holder
		if answered := b.Holder; answered != nil {
			h.Name, h.Phone, h.PhoneRaw = answeredOr(answered.Name, h.Name), answeredOr(answered.Phone, h.Phone), answered.PhoneRaw
			h.Email, h.AddressText = answeredOr(answered.Email, h.Email), answeredOr(answered.AddressText, h.AddressText)
		}
		b.Holder = &h
	}
	return b
}

// lastFour is the end of an account number. One that comes masked shows its
// last four however short it is; any other must be long enough to hide most.
func lastFour(number lenientjson.String) string {
	s := string(number)
	if shown := strings.TrimLeft(s, "Xx*•"); len(shown) == 4 && len(shown) < len(s) {
		return shown
	}
	return canonical.NewSecret(s).Last4()
}
