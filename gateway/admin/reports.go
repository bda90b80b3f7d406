package admin

import (
	"cmp"
	"slices"
	"time"

	"canongate/canonical"
	"canongate/policies/bankday"
	"canongate/policies/journal"
	"canongate/policies/reconcile"
)

// ageing is how many payments of a kind are open for how long.
type ageing struct {
	Connection string `json:"connection"`
	Currency   string `json:"currency"`
	Status     string `json:"status"`
	Days       string `json:"banking_days"`
	Count      int    `json:"count"`
	Total      string `json:"total"`
	OldestID   string `json:"oldest_id"`
}

// buckets are ages in banking days, each up to a last day.
var buckets = []struct {
	last int
	name string
}{{1, "0-1"}, {3, "2-3"}, {5, "4-5"}, {60, "6-60"}}

const oldBucket = ">60"

func bucketOf(days int) string {
	for _, b := range buckets {
		if days <= b.last {
			return b.name
		}
	}
	return oldBucket
}

// ageingReport is what a report of ages says.
type ageingReport struct {
	AsOf time.Time `json:"as_of"`
	Data []ageing  `json:"data"`
}

func (s *server) reportAgeing(r *request) (answer, error) {
	values, err := r.query("as_of")
	if err != nil {
		return answer{}, err
	}
	asOf := time.Now().UTC()
	if text := values.Get("as_of"); text != "" {
		if asOf, err = dayOrTime(text); err != nil {
			return answer{}, invalid("as_of", canonical.FieldInvalid, "must be a date or an RFC 3339 time")
		}
	}
	a := ages{asOf: asOf, days: map[time.Time]int{}, of: map[[4]string]*ageing{}, sums: map[[4]string]canonical.Decimal{}}
	if err := s.Money.Journal.EachOpenPayment(r.Context(), r.operator.Tenants, asOf, a.add); err != nil {
		return answer{}, journalError(err, "")
	}
	return ok(ageingReport{AsOf: asOf, Data: a.rows()})
}

func dayOrTime(text string) (time.Time, error) {
	if day, err := bankday.Parse(text); err == nil {
		return day, nil
	}
	return time.Parse(time.RFC3339, text)
}

// ages adds up open payments.
type ages struct {
	asOf time.Time
	days map[time.Time]int
	of   map[[4]string]*ageing
	sums map[[4]string]canonical.Decimal
}

func (a *ages) add(p journal.OpenPayment) error {
	day := bankday.Of(p.CreatedAt)
	days, known := a.days[day]
	if !known {
		days = bankday.Between(day, a.asOf)
		a.days[day] = days
	}
	key := [4]string{p.Connection, p.Currency, string(p.Status), bucketOf(days)}
	row := a.of[key]
	if row == nil {
		row = &ageing{Connection: key[0], Currency: key[1], Status: key[2], Days: key[3], OldestID: p.ID}
		a.of[key] = row
	}
	row.Count++
	amount, err := canonical.ParseDecimal(p.Amount)
	a.sums[key] = a.sums[key].Plus(amount)
	return err
}

func (a *ages) rows() []ageing {
	rows := make([]ageing, 0, len(a.of))
	for key, row := range a.of {
		row.Total = a.sums[key].String()
		rows = append(rows, *row)
	}
	slices.SortFunc(rows, func(a, b ageing) int {
		return cmp.Or(cmp.Compare(a.Connection, b.Connection), cmp.Compare(a.Currency, b.Currency), cmp.Compare(a.Status, b.Status),
			cmp.Compare(a.Days, b.Days))
	})
	return rows
}

// returnRates are the rates of returned debits.
type returnRates struct {
	Connection string           `json:"connection"`
	Tenant     string           `json:"tenant,omitempty"`
	Debits     int              `json:"debits"`
	Returns    map[string]int   `json:"returns"`
	Rates      []reconcile.Rate `json:"rates"`
}

// returnDays is for how many days Nacha counts.
const returnDays = 60

func (s *server) reportReturns(r *request) (answer, error) {
	values, err := r.query("days")
	if err != nil {
		return answer{}, err
	}
	days, err := number(values, "days", 1, 400)
	if err != nil {
		return answer{}, err
	}
	since := time.Now().AddDate(0, 0, -cmp.Or(days, returnDays))
	counted, err := s.Money.Journal.CountReturns(r.Context(), r.operator.Tenants, since)
	if err != nil {
		return answer{}, journalError(err, "")
	}
	rows := make([]returnRates, len(counted))
	for k, c := range counted {
		rows[k] = returnRates{c.Connection, c.Tenant, c.Debits, c.Returns, reconcile.RatesOf(c.Returns, c.Debits, s.Money.rateClasses(c.Connection))}
	}
	return ok(newList(rows, ""))
}
