package config

import (
	"strconv"
	"time"

	"canongate/policies"
	"canongate/policies/reconcile"
	"canongate/policies/reconcile/csvfile"
)

// ImportLimits bound files about money.
type ImportLimits struct {
	Bytes policies.Bytes `yaml:"bytes,omitempty" jsonschema_description:"Of a file, packed and unpacked; 50MB, and at most that."`
	Lines int            `yaml:"lines,omitempty" jsonschema:"minimum=1,maximum=1000000" jsonschema_description:"Of a file; 1000000."`
}

// The limits of files.
const (
	DefaultImportBytes = policies.Bytes(50 << 20)
	DefaultImportLines = 1_000_000
	DefaultAbsentAfter = 2
	// DefaultPresumeAfter is in banking days.
	DefaultPresumeAfter = 3
)

// Retention is how long the journal keeps what has ended. What has not is never deleted.
type Retention struct {
	Imports     Age `yaml:"imports,omitempty" jsonschema_description:"What files said, since their last change, once nothing of them is open; 7y, and at least 180d."`
	Payments    Age `yaml:"payments,omitempty" jsonschema_description:"A payment that has ended, since its last change, with its Idempotency-Key; for ever where it is left out, and at least 180d."`
	Corrections Age `yaml:"corrections,omitempty" jsonschema_description:"The corrected details that a bank told, until somebody has used them; 30d."`
}

// The standards of Retention, and the least: so long a payment may come back, be sent
// again and be found by a trace number.
const (
	DefaultImportRetention     = 7 * year
	DefaultCorrectionRetention = 30 * day
	leastRetention             = 180 * day
)

// AfterReturnBlock refuses payments to an account after returns that speak against it.
const AfterReturnBlock = "block"

// ConnectionReconciliation says how files about the payments of a connection are read.
type ConnectionReconciliation struct {
	CompanyIDs []string `yaml:"company_ids,omitempty" jsonschema_description:"Of the originator, in files of Nacha: entries of others are counted and dropped."`
	// AfterReturn is what becomes of a payment to an account that an earlier one came
	// back from.
	AfterReturn string            `yaml:"after_return,omitempty" jsonschema:"enum=warn,enum=block" jsonschema_description:"What becomes of a payment to a bank account after a return that speaks against it (R02, R03, R04, R05, R07, R10, R16, R20, R29) or a change that was not made in time; warn, which sends it and says so in warnings, or block: 422, bank_account_blocked."`
	CSV         []csvfile.Mapping `yaml:"csv,omitempty" jsonschema_description:"How exports of the vendor are read."`
	// ReturnRates are for the report of returns and for the metric beside it.
	ReturnRates reconcile.RateClasses `yaml:"return_rates" jsonschema_description:"Which returns the rates of returned debits count."`
	// Settle says what becomes of payments that nothing is heard of.
	Settle       string      `yaml:"settle,omitempty" jsonschema:"enum=never,enum=presume" jsonschema_description:"presume: an ACH payment that nothing was heard of settles presume_after banking days after it was expected to, with the basis presumed. never, the standard: it waits for news."`
	Poll         PollOptions `yaml:"poll"`
	PresumeAfter *int        `yaml:"presume_after,omitempty" jsonschema:"minimum=2,maximum=60" jsonschema_description:"Banking days, 3. A return may take 2, and one of a payment that nobody authorised 60 days."`
}

// PollOptions say how often the vendor is asked about a payment, where its adapter can
// be.
type PollOptions struct {
	Enabled string                `yaml:"enabled,omitempty" jsonschema:"enum=auto,enum=off" jsonschema_description:"auto, the standard: where the adapter can ask the vendor what became of a payment, it does."`
	First   policies.Duration     `yaml:"first,omitempty" jsonschema_description:"How long after a payment was made the vendor is asked first; 15m. About an unknown one it is asked after 1, 5 and 15 minutes."`
	Every   []policies.Duration   `yaml:"every,omitempty" jsonschema_description:"How long after each answer it is asked again, the last one for ever; 15m, 1h, 6h, 24h."`
	Until   policies.Duration     `yaml:"until,omitempty" jsonschema_description:"How long after a payment was made nobody asks any more; 1488h, 62 days, within which a debit may come back."`
	Rate    *policies.RateOptions `yaml:"rate,omitempty" jsonschema_description:"How often this connection's vendor is asked, by all replicas together; 2 a second."`
}

// PollOff turns asking off.
const PollOff = "off"

// WithDefaults fills in the standards.
func (o PollOptions) WithDefaults() PollOptions {
	o.First = policies.Duration(o.First.Or(15 * time.Minute))
	o.Until = policies.Duration(o.Until.Or(62 * 24 * time.Hour))
	if len(o.Every) == 0 {
		for _, wait := range []time.Duration{15 * time.Minute, time.Hour, 6 * time.Hour, 24 * time.Hour} {
			o.Every = append(o.Every, policies.Duration(wait))
		}
	}
	if o.Rate == nil {
		o.Rate = &policies.RateOptions{Limit: 2, Per: policies.Duration(time.Second)}
	}
	return o
}

// checkPoll wants waits of a minute at least: a vendor is not to be asked on and on.
func (f *File) checkPoll(path string, o PollOptions) {
	waits := map[string]policies.Duration{".first": o.First, ".until": o.Until}
	for i, wait := range o.Every {
		waits[".every."+strconv.Itoa(i)] = wait
		if wait == 0 {
			f.AddProblem(path+".every."+strconv.Itoa(i), "must be at least 1m")
		}
	}
	for key, wait := range waits {
		if wait != 0 && time.Duration(wait) < time.Minute {
			f.AddProblem(path+key, "must be at least 1m")
		}
	}
}

// What Settle may say.
const (
	SettleNever   = "never"
	SettlePresume = "presume"
)

// Presumes is presume_after, or the standard.
func (c ConnectionReconciliation) Presumes() int {
	if c.PresumeAfter != nil {
		return *c.PresumeAfter
	}
	return DefaultPresumeAfter
}

// ImportLimits are those of the file, or the standard.
func (c Config) ImportLimits() (bytes int64, lines int) {
	bytes, lines = int64(DefaultImportBytes), DefaultImportLines
	if given := c.Reconciliation.Limits.Bytes; given > 0 {
		bytes = int64(given)
	}
	if given := c.Reconciliation.Limits.Lines; given > 0 {
		lines = given
	}
	return bytes, lines
}

// AbsentAfter is that of the file, or the standard.
func (c Config) AbsentAfter() int {
	if given := c.Reconciliation.AbsentAfter; given != nil {
		return *given
	}
	return DefaultAbsentAfter
}

func (f *File) checkReconciliation() {
	if f.Config.Reconciliation.Limits.Bytes > DefaultImportBytes {
		f.AddProblem("reconciliation.limits.bytes", "must be at most 50MB")
	}
	for key, age := range map[string]Age{"imports": f.Config.Reconciliation.Retention.Imports, "payments": f.Config.Reconciliation.Retention.Payments} {
		if age > 0 && age < leastRetention {
			f.AddProblem("reconciliation.retention."+key, "must be at least %s", leastRetention)
		}
	}
	for name, c := range f.Config.Connections {
		path := "connections." + name + ".reconciliation"
		for i, id := range c.Reconciliation.CompanyIDs {
			if len(id) == 0 || len(id) > 10 {
				f.AddProblem(path+".company_ids."+strconv.Itoa(i), "must have 1 to 10 characters")
			}
		}
		if c.Reconciliation.Settle == SettlePresume && f.Config.Journal.Driver == "" {
			f.AddProblem(path+".settle", "needs a journal: it is payments in it that settle")
		}
		if c.Reconciliation.PresumeAfter != nil && c.Reconciliation.Settle != SettlePresume {
			f.AddProblem(path+".presume_after", "means nothing without settle: presume")
		}
		for _, wrong := range c.Reconciliation.ReturnRates.Check() {
			f.AddProblem(path+".return_rates."+wrong, "must be a return code, such as R11")
		}
		f.checkPoll(path+".poll", c.Reconciliation.Poll)
		seen := unique{}
		for i, mapping := range c.Reconciliation.CSV {
			at := path + ".csv." + strconv.Itoa(i)
			f.checkName(at+".name", mapping.Name)
			seen.check(f, at+".name", mapping.Name)
			for _, p := range mapping.Check() {
				f.AddProblem(at+"."+p.Path, "%s", p.Detail)
			}
		}
	}
}
