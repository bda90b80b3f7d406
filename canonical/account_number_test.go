package canonical_test

import (
	"strings"
	"testing"
	"time"

	"canongate/canonical"
)

// TestA13NumbersAreHeldToTheirTypes: as the bank prints them; the absent type is that of
// a domestic account in the United States.
func TestA13NumbersAreHeldToTheirTypes(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		pointer, kind, number, sent string // sent: "" where it is refused
	}{
		{"/routing_number", "", "021000021", "021000021"},
		{"/routing_number", "aba", "021000022", ""},
		{"/routing_number", "aba", "SBIN0001234", ""},
		{"/routing_number", "ifsc", "sbin0001234", "SBIN0001234"},
		{"/routing_number", "ifsc", "SBIN1001234", ""},
		{"/routing_number", "ifsc", "021000021", ""},
		{"/routing_number", "sort_code", "20-00-00", "200000"},
		{"/routing_number", "sort_code", "2000", ""},
		{"/routing_number", "bsb", "062-000", "062000"},
		{"/routing_number", "bsb", "06200A", ""},
		{"/account_number", "", "Ul22440412", "Ul22440412"},
		{"/account_number", "local", "GB82WEST12345698765432", ""},
		{"/account_number", "iban", "gb82 west 1234 5698 7654 32", "GB82WEST12345698765432"},
		{"/account_number", "iban", "MT84MALT011000012345MTLCAST001S", "MT84MALT011000012345MTLCAST001S"},
		{"/account_number", "iban", "GB83WEST12345698765432", ""},
		{"/account_number", "iban", "ZZ82WEST12345698765432", ""},
		{"/account_number", "iban", "12345678", ""},
		{"/account_number", "upi_vpa", "mira.k-1@okbank", "mira.k-1@okbank"},
		{"/account_number", "upi_vpa", "mira", ""},
		{"/account_number", "upi_vpa", "mira@", ""},
	} {
		d := canonical.BankAccountDraft{LinkMethod: canonical.LinkAccountNumbers}
		if tt.pointer == "/routing_number" {
			d.RoutingNumberType, d.RoutingNumber = tt.kind, tt.number
		} else {
			d.AccountNumberType, d.AccountNumber = tt.kind, canonical.NewSecret(tt.number)
		}
		d.Normalize()
		got := strings.Join(pointersOf(d.Validate(time.Now())), " ")
		sent := d.RoutingNumber + d.AccountNumber.Reveal()
		if tt.sent == "" && got != tt.pointer+" invalid" || tt.sent != "" && (got != "" || sent != tt.sent) {
			t.Errorf("%s %q: sent %q, mistakes %q; want %q", tt.kind, tt.number, sent, got, tt.sent)
		}
	}
}
