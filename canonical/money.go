package canonical

import (
	"errors"
	"math/big"
	"strings"
)

// Limits of a Decimal: canonical.md §1.3 (ISO 20022 allows 18 digits; tokens
// have up to 18 decimals).
const (
	maxWholeDigits    = 18
	maxFractionDigits = 18
)

// errDecimal says what a decimal looks like and never what was given.
var errDecimal = errors.New("must be a decimal such as 100.50: no sign, no exponent, at most 18 digits before and 18 after the point")

var errSignedDecimal = errors.New("must be a decimal such as -100.50: no exponent, at most 18 digits before and 18 after the point")

// Decimal is an exact, unsigned decimal number: coefficient × 10^-scale. The
// scale is kept, so "0.10" stays "0.10". The zero value is 0. Immutable, safe
// for concurrent use.
type Decimal struct {
	coefficient *big.Int
	scale       int
}

// ParseDecimal reads the canonical form ^(0|[1-9]\d{0,17})(\.\d{1,18})?$. Its
// error never holds the text.
func ParseDecimal(s string) (Decimal, error) {
	whole, fraction, point := strings.Cut(s, ".")
	switch {
	case !digits(whole), len(whole) > maxWholeDigits, len(whole) > 1 && whole[0] == '0',
		point && !digits(fraction), len(fraction) > maxFractionDigits:
		return Decimal{}, errDecimal
	}
	n, ok := new(big.Int).SetString(whole+fraction, 10)
	if !ok {
		return Decimal{}, errDecimal
	}
	return Decimal{coefficient: n, scale: len(fraction)}, nil
}

// Whole is a whole number, which must not be negative.
func Whole(n int64) Decimal { return Decimal{coefficient: big.NewInt(n)} }

// Cents is a number of hundredths, which must not be negative.
func Cents(n int64) Decimal { return Decimal{coefficient: big.NewInt(n), scale: 2} }

// ParseNumber reads the text of a JSON number as a vendor may write it, with
// an exponent or leading zeros ("1.62726591323E12"), without ever going
// through a float. A negative number, or one outside Decimal's limits, is an
// error.
func ParseNumber(s string) (Decimal, error) {
	mantissa, exponent := s, 0
	if i := strings.IndexAny(s, "eE"); i >= 0 {
		n, ok := smallInt(s[i+1:])
		if !ok {
			return Decimal{}, errDecimal
		}
		mantissa, exponent = s[:i], n
	}
	whole, fraction, point := strings.Cut(mantissa, ".")
	if !digits(whole) || point && !digits(fraction) {
		return Decimal{}, errDecimal
	}
	all, scale := whole+fraction, len(fraction)-exponent
	if scale < 0 {
		all, scale = all+strings.Repeat("0", -scale), 0
	}
	if pad := scale + 1 - len(all); pad > 0 {
		all = strings.Repeat("0", pad) + all
	}
	text := strings.TrimLeft(all[:len(all)-scale], "0")
	if text == "" {
		text = "0"
	}
	if scale > 0 {
		text += "." + all[len(all)-scale:]
	}
	return ParseDecimal(text)
}

// smallInt reads an exponent of at most two digits: more cannot fit a Decimal.
func smallInt(s string) (int, bool) {
	sign := 1
	if s != "" && (s[0] == '+' || s[0] == '-') {
		if s[0] == '-' {
			sign = -1
		}
		s = s[1:]
	}
	if !digits(s) || len(s) > 2 {
		return 0, false
	}
	n := 0
	for _, c := range s {
		n = n*10 + int(c-'0')
	}
	return sign * n, true
}

// String gives the canonical form.
func (d Decimal) String() string {
	if d.coefficient == nil {
		return "0"
	}
	s := d.coefficient.String()
	if d.scale == 0 {
		return s
	}
	if pad := d.scale + 1 - len(s); pad > 0 {
		s = strings.Repeat("0", pad) + s
	}
	return s[:len(s)-d.scale] + "." + s[len(s)-d.scale:]
}

// IsZero says whether the value is 0, at any scale.
func (d Decimal) IsZero() bool { return d.coefficient == nil || d.coefficient.Sign() == 0 }

// Scale is the number of digits after the point.
func (d Decimal) Scale() int { return d.scale }

// Cmp compares by value: -1, 0 or +1; "1.0" equals "1.00".
func (d Decimal) Cmp(o Decimal) int {
	a, b := d.at(max(d.scale, o.scale)), o.at(max(d.scale, o.scale))
	return a.Cmp(b)
}

// Equal compares by value, so that go-cmp does too.
func (d Decimal) Equal(o Decimal) bool { return d.Cmp(o) == 0 }

// Plus adds. The sum may have more digits than ParseDecimal takes: it never wraps.
func (d Decimal) Plus(o Decimal) Decimal {
	scale := max(d.scale, o.scale)
	return Decimal{coefficient: new(big.Int).Add(d.at(scale), o.at(scale)), scale: scale}
}

func (d Decimal) at(scale int) *big.Int {
	if d.coefficient == nil {
		return new(big.Int)
	}
	factor := new(big.Int).Exp(big.NewInt(10), big.NewInt(int64(scale-d.scale)), nil)
	return factor.Mul(factor, d.coefficient)
}

// significantScale is the number of digits after the point that are not
// trailing zeros.
func (d Decimal) significantScale() int {
	_, fraction, _ := strings.Cut(d.String(), ".")
	return len(strings.TrimRight(fraction, "0"))
}

// MarshalText gives the canonical form.
func (d Decimal) MarshalText() ([]byte, error) { return []byte(d.String()), nil }

// UnmarshalText reads the canonical form.
func (d *Decimal) UnmarshalText(b []byte) error {
	v, err := ParseDecimal(string(b))
	if err != nil {
		return err
	}
	*d = v
	return nil
}

// Money is an amount in a currency, as ISO 20022 ActiveCurrencyAndAmount has
// it; the value is a decimal string so that no digit is lost on the way.
type Money struct {
	Value    Decimal  `json:"value" pattern:"^(0|[1-9]\\d{0,17})(\\.\\d{1,18})?$" example:"100.50" doc:"Decimal string; no sign, no exponent."`
	Currency Currency `json:"currency" pattern:"^[A-Z]{3}$" example:"USD" doc:"ISO 4217 alphabetic code."`
}

// SignedMoney is an amount that a vendor states and that may be negative: a return, a
// balance, a difference. Amounts of payments are Money.
type SignedMoney struct {
	Value    SignedDecimal `json:"value" pattern:"^-?(0|[1-9]\\d{0,17})(\\.\\d{1,18})?$" example:"-100.50" doc:"Decimal string with a minus where it is negative; no exponent."`
	Currency Currency      `json:"currency" pattern:"^[A-Z]{3}$" example:"USD" doc:"ISO 4217 alphabetic code."`
}

// SignedDecimal is an exact decimal number in its canonical form.
type SignedDecimal string

// ParseSignedNumber is ParseNumber for a number that may be negative.
func ParseSignedNumber(s string) (SignedDecimal, error) {
	digits, negative := strings.CutPrefix(s, "-")
	d, err := ParseNumber(digits)
	if err != nil {
		return "", errSignedDecimal
	}
	if negative && !d.IsZero() {
		return SignedDecimal("-" + d.String()), nil
	}
	return SignedDecimal(d.String()), nil
}

// Equal compares value and currency.
func (m Money) Equal(o Money) bool { return m.Currency == o.Currency && m.Value.Equal(o.Value) }

// validatePayment holds an amount to what a payment's must be: greater than
// zero, and with no more decimals than its currency has.
func (m Money) validatePayment(c *Check, pointer string) {
	exponent, known := m.Currency.Exponent()
	switch {
	case !known:
		c.Invalid(pointer+"/currency", "must be an ISO 4217 currency code in upper case")
	case m.Value.significantScale() > exponent:
		c.Invalid(pointer+"/value", "has more decimals than the currency allows")
	}
	if m.Value.IsZero() {
		c.Invalid(pointer+"/value", "must be greater than 0")
	}
}

func digits(s string) bool {
	for i := range len(s) {
		if s[i] < '0' || s[i] > '9' {
			return false
		}
	}
	return s != ""
}
