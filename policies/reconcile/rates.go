package reconcile

import (
	"slices"
	"strconv"
)

// RateClasses are the return codes that the rates of Nacha count. Companies differ
// in whether R11 is unauthorized, so they are configuration.
type RateClasses struct {
	Unauthorized   []string `yaml:"unauthorized,omitempty" jsonschema_description:"Return codes; R05 R07 R10 R29 R51 when absent. Some processors count R11 as well."`
	Administrative []string `yaml:"administrative,omitempty" jsonschema_description:"Return codes; R02 R03 R04 when absent."`
}

// Check names the entries that are no return code, as paths below the classes.
func (c RateClasses) Check() (wrong []string) {
	for name, codes := range map[string][]string{"unauthorized": c.Unauthorized, "administrative": c.Administrative} {
		for i, text := range codes {
			if code, known := LookupCode(text); !known || code.Class == "" {
				wrong = append(wrong, name+"."+strconv.Itoa(i))
			}
		}
	}
	return wrong
}

// Rate is a share of the debits of 60 days.
type Rate struct {
	Name             string `json:"name"`
	Returns          int    `json:"returns"`
	Debits           int    `json:"debits"`
	BasisPoints      int    `json:"basis_points"`
	LimitBasisPoints int    `json:"limit_basis_points"`
	Alert            bool   `json:"alert"` // four fifths of the limit are reached
}

// Rates of returns.
const (
	RateUnauthorized   = "unauthorized"
	RateAdministrative = "administrative"
	RateAll            = "all"
)

// The limits of the rates, in basis points.
const (
	limitUnauthorized   = 50
	limitAdministrative = 300
	limitAll            = 1500
)

// RatesOf gives the three rates: returns of debits by their code, and all debits.
func RatesOf(returns map[string]int, debits int, classes RateClasses) []Rate {
	if len(classes.Unauthorized) == 0 {
		classes.Unauthorized = []string{"R05", "R07", "R10", "R29", "R51"}
	}
	if len(classes.Administrative) == 0 {
		classes.Administrative = []string{"R02", "R03", "R04"}
	}
	var unauthorized, administrative, all int
	for code, n := range returns {
		all += n
		if slices.Contains(classes.Unauthorized, code) {
			unauthorized += n
		}
		if slices.Contains(classes.Administrative, code) {
			administrative += n
		}
	}
	return []Rate{
		rate(RateUnauthorized, unauthorized, debits, limitUnauthorized),
		rate(RateAdministrative, administrative, debits, limitAdministrative),
		rate(RateAll, all, debits, limitAll),
	}
}

func rate(name string, returns, debits, limit int) Rate {
	r := Rate{Name: name, Returns: returns, Debits: debits, LimitBasisPoints: limit}
	if debits > 0 {
		r.BasisPoints = returns * 10_000 / debits
		r.Alert = returns*10_000*5 >= limit*debits*4
	}
	return r
}
