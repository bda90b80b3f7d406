package csvfile

import (
	"fmt"
	"maps"
	"slices"
	"strconv"
	"time"
	"unicode/utf8"

	"canongate/canonical"
)

// Mapping says what the columns of a vendor's export mean. It is configuration.
type Mapping struct {
	Name      string             `yaml:"name" mapstructure:"name" jsonschema:"required" jsonschema_description:"Chosen with ?mapping= when a connection has several."`
	Header    string             `yaml:"header,omitempty" mapstructure:"header" jsonschema:"enum=required,enum=none" jsonschema_description:"required (default): the first line names the columns. none: columns are numbers from 1."`
	Delimiter string             `yaml:"delimiter,omitempty" mapstructure:"delimiter" jsonschema_description:"One character, comma when absent."`
	Encoding  string             `yaml:"encoding,omitempty" mapstructure:"encoding" jsonschema:"enum=utf-8,enum=windows-1252" jsonschema_description:"Absent: UTF-8, and windows-1252 for lines that are none."`
	TimeZone  string             `yaml:"time_zone,omitempty" mapstructure:"time_zone" jsonschema_description:"Whose days the dates are, America/New_York when absent."`
	Date      string             `yaml:"date,omitempty" mapstructure:"date" jsonschema_description:"How 2 January 2006 is written: 01/02/2006, or 2006-01-02T15:04:05Z07:00; 2006-01-02 when absent."`
	Currency  canonical.Currency `yaml:"currency,omitempty" mapstructure:"currency" jsonschema_description:"Of amounts without a currency column, USD when absent."`
	Columns   Columns            `yaml:"columns" mapstructure:"columns" jsonschema:"required"`
}

// Columns are the columns of a file by what they mean. Amount is needed, and one by
// which a payment can be found.
type Columns struct {
	Reference       Column `yaml:"reference,omitempty" mapstructure:"reference" jsonschema_description:"The caller's; or the vendor's where there is no vendor_reference."`
	VendorReference Column `yaml:"vendor_reference,omitempty" mapstructure:"vendor_reference"`
	IndividualID    Column `yaml:"individual_id,omitempty" mapstructure:"individual_id"`
	Trace           Column `yaml:"trace,omitempty" mapstructure:"trace"`
	Amount          Column `yaml:"amount" mapstructure:"amount" jsonschema:"required"`
	Currency        Column `yaml:"currency,omitempty" mapstructure:"currency"`
	Direction       Column `yaml:"direction,omitempty" mapstructure:"direction" jsonschema_description:"Values become debit or credit."`
	Status          Column `yaml:"status,omitempty" mapstructure:"status" jsonschema_description:"Values become submitted, processing, settled, returned, failed or canceled."`
	Code            Column `yaml:"code,omitempty" mapstructure:"code" jsonschema_description:"A return or change code of Nacha, or the vendor's own."`
	Customer        Column `yaml:"customer,omitempty" mapstructure:"customer" jsonschema_description:"The vendor's id of the customer."`
	Bank            Column `yaml:"bank,omitempty" mapstructure:"bank" jsonschema_description:"The vendor's id of the bank account."`
	Last4           Column `yaml:"last4,omitempty" mapstructure:"last4"`
	Company         Column `yaml:"company,omitempty" mapstructure:"company"`
	Occurred        Column `yaml:"occurred,omitempty" mapstructure:"occurred" jsonschema_description:"The day on which it happened."`
	Settled         Column `yaml:"settled,omitempty" mapstructure:"settled" jsonschema_description:"The day of settlement."`
}

// Column is where a value stands and how it is read. In a file of configuration the
// name of the column alone will do.
type Column struct {
	Column string            `yaml:"column" mapstructure:"column" jsonschema:"required"`
	Values map[string]string `yaml:"values,omitempty" mapstructure:"values" jsonschema_description:"Our words by the file's."`
	Last   int               `yaml:"last,omitempty" mapstructure:"last" jsonschema:"minimum=1,maximum=4" jsonschema_description:"Only so many characters at the end are read."`
}

// Shorthand is what a text alone stands for.
func (Column) Shorthand() string { return "column" }

func (c Column) given() bool { return c.Column != "" }

// Header of a mapping.
const (
	HeaderRequired = "required"
	HeaderNone     = "none"
)

// Encodings of a mapping.
const (
	EncodingUTF8        = "utf-8"
	EncodingWindows1252 = "windows-1252"
)

// Problem is a mistake of a mapping: where, as columns.amount, and what.
type Problem struct{ Path, Detail string }

// day is the day that layouts are written with.
var day = time.Date(2006, time.January, 2, 15, 4, 5, 0, time.UTC)

// Check gives the mistakes of a mapping.
func (m Mapping) Check() []Problem {
	var p problems
	p.check(m.Name != "", "name", "is missing")
	p.check(m.Header == "" || m.Header == HeaderRequired || m.Header == HeaderNone, "header", "must be required or none")
	p.check(m.Encoding == "" || m.Encoding == EncodingUTF8 || m.Encoding == EncodingWindows1252, "encoding", "must be utf-8 or windows-1252")
	_, err := m.delimiter()
	p.check(err == nil, "delimiter", "must be one character other than a quote or a line end")
	_, err = m.zone()
	p.check(err == nil, "time_zone", "must be a zone such as America/New_York")
	read, err := time.Parse(m.layout(), day.Format(m.layout()))
	p.check(err == nil && read.Format(time.DateOnly) == day.Format(time.DateOnly), "date", "must say how 2 January 2006 is written")
	if m.Currency != "" {
		_, known := m.Currency.Exponent()
		p.check(known, "currency", "must be an ISO 4217 currency code in upper case")
	}
	m.checkColumns(&p)
	return p
}

func (m Mapping) checkColumns(p *problems) {
	c := m.Columns
	p.check(c.Amount.given(), "columns.amount", "is missing")
	p.check(c.Reference.given() || c.VendorReference.given() || c.IndividualID.given() || c.Trace.given() || c.Customer.given() || c.Bank.given() || c.Last4.given(),
		"columns", "need one by which a payment can be found: reference, vendor_reference, individual_id, trace, customer, bank or last4")
	p.check(c.Status.given() || c.Code.given(), "columns", "need status or code: else a line says nothing")
	p.values("columns.direction", c.Direction, canonical.DirectionDebit, canonical.DirectionCredit)
	p.values("columns.status", c.Status, canonical.PaymentSubmitted, canonical.PaymentProcessing, canonical.PaymentSettled,
		canonical.PaymentReturned, canonical.PaymentFailed, canonical.PaymentCanceled)
	columns := c.byName()
	for _, name := range slices.Sorted(maps.Keys(columns)) {
		path, column := "columns."+name, columns[name]
		p.check(column.given() || len(column.Values) == 0 && column.Last == 0, path+".column", "is missing")
		p.check(column.Last >= 0 && column.Last <= 4, path+".last", "must be from 1 to 4")
		if n, err := strconv.Atoi(column.Column); m.Header == HeaderNone && column.given() {
			p.check(err == nil && n > 0, path, "must be the number of a column, as the file has no header")
		}
	}
}

type problems []Problem

func (p *problems) check(ok bool, path, detail string) {
	if !ok {
		*p = append(*p, Problem{Path: path, Detail: detail})
	}
}

func (p *problems) values(path string, c Column, allowed ...string) {
	for _, word := range slices.Sorted(maps.Keys(c.Values)) {
		p.check(slices.Contains(allowed, c.Values[word]), path+".values", fmt.Sprintf("must become one of %v", allowed))
	}
}

// byName gives the columns by their keys.
func (c Columns) byName() map[string]Column {
	return map[string]Column{
		"reference": c.Reference, "vendor_reference": c.VendorReference, "individual_id": c.IndividualID, "trace": c.Trace,
		"amount": c.Amount, "currency": c.Currency, "direction": c.Direction, "status": c.Status, "code": c.Code,
		"customer": c.Customer, "bank": c.Bank, "last4": c.Last4, "company": c.Company, "occurred": c.Occurred, "settled": c.Settled,
	}
}

func (m Mapping) delimiter() (rune, error) {
	if m.Delimiter == "" {
		return ',', nil
	}
	r, size := utf8.DecodeRuneInString(m.Delimiter)
	if size != len(m.Delimiter) || r == utf8.RuneError || r == '"' || r == '\r' || r == '\n' || r == 0 {
		return 0, fmt.Errorf("read delimiter: must be one character")
	}
	return r, nil
}

func (m Mapping) layout() string {
	if m.Date == "" {
		return time.DateOnly
	}
	return m.Date
}

func (m Mapping) zone() (*time.Location, error) {
	if m.TimeZone == "" {
		return time.LoadLocation("America/New_York")
	}
	return time.LoadLocation(m.TimeZone)
}

func (m Mapping) currency() canonical.Currency {
	if m.Currency == "" {
		return "USD"
	}
	return m.Currency
}
