package fernleigh

import (
	"maps"
	"slices"

	"canongate/adapters/internal/lenientjson"
	"canongate/adapters/internal/vendorerr"
	"canongate/canonical"
)

// keyAccount is the key that ids of accounts are made of, with keyPerson.
const keyAccount = "account_id"

// accountKinds are the vendor's words for ours, accountNumberTypes ours for the
// vendor's.
var (
	accountKinds = map[string]string{
		canonical.AccountLocal:  "NUMBER",
		canonical.AccountUPIVPA: "UPI",
	}
	accountNumberTypes = map[string]string{
		"NUMBER": canonical.AccountLocal,
		"UPI":    canonical.AccountUPIVPA,
	}
)

var accountStates = map[string]string{
	"LINKED":   canonical.BankAccountActive,
	"CHECKING": canonical.BankAccountPending,
	"CLOSED":   canonical.BankAccountDisabled,
}

// encodeAccount sends the IFSC of a number; a UPI address has none (FER-3).
func encodeAccount(d *canonical.BankAccountDraft) (newAccount, error) {
	var c canonical.Check
	if d.LinkMethod != canonical.LinkAccountNumbers {
		c.MustBe("/link_method", canonical.LinkAccountNumbers)
	}
	w := newAccount{Kind: accountKinds[d.AccountNumberType], Value: d.AccountNumber.Reveal()}
	if w.Kind == "" {
		c.MustBe("/account_number_type", slices.Sorted(maps.Keys(accountKinds))...)
	}
	if d.Holder != nil {
		w.Holder = string(d.Holder.Name)
	}
	if d.AccountNumberType == canonical.AccountLocal {
		w.IFSC = d.RoutingNumber
		if d.RoutingNumberType != canonical.RoutingIFSC {
			c.MustBe("/routing_number_type", canonical.RoutingIFSC)
		}
	}
	return w, c.Err()
}

// besidesUPI are pointers to what a UPI address leaves without a place.
func besidesUPI(d *canonical.BankAccountDraft) (ignored []string) {
	if d.AccountNumberType != canonical.AccountUPIVPA {
		return nil
	}
	if d.RoutingNumber != "" {
		ignored = append(ignored, "/routing_number")
	}
	if d.RoutingNumberType != "" {
		ignored = append(ignored, "/routing_number_type")
	}
	return ignored
}

// decodeAccount is the list of the one account that was linked.
func decodeAccount(d *canonical.BankAccountDraft, w account, unmapped func(string)) (canonical.List[canonical.BankAccount], error) {
	if w.AccountID == "" {
		return canonical.List[canonical.BankAccount]{}, vendorerr.Malformed("the answer has no account_id")
	}
	id := string(w.AccountID)
	b := canonical.BankAccount{
		ID:     canonical.NewID[canonical.BankAccountID](canonical.Keys{keyPerson: d.CustomerID.Key(keyPerson), keyAccount: id}),
		Object: "bank_account", VendorIDs: canonical.VendorIDs{keyAccount: id},
		CustomerID: d.CustomerID, LinkMethod: d.LinkMethod,
		InstitutionName: string(w.Bank), Last4: canonical.Personal(w.Tail),
	}
	b.Status, b.StatusRaw = lenientjson.Known(lenientjson.Enum(accountStates, w.State, "state", unmapped))
	if w.Holder != "" {
		b.Holder = &canonical.AccountHolder{Name: canonical.Personal(w.Holder)}
	}
	if known := accountNumberTypes[string(w.Kind)]; known != "" {
		b.AccountNumberType = known
	} else if w.Kind != "" {
		unmapped("kind")
		b.AccountNumberTypeRaw = string(w.Kind)
	}
	if w.IFSC != "" {
		b.RoutingNumber, b.RoutingNumberType = string(w.IFSC), canonical.RoutingIFSC
	}
	return canonical.NewList([]canonical.BankAccount{b}), nil
}
