package reconcile

import (
	"regexp"
	"strings"
)

// Class groups return codes by what they mean for the payee.
type Class string

// The classes of return codes.
const (
	ClassFunds        Class = "funds"        // there was too little money: may be tried again
	ClassStop         Class = "stop"         // the payer stopped this payment
	ClassAccount      Class = "account"      // the account's data are wrong, or it takes no payments
	ClassUnauthorized Class = "unauthorized" // the payer says that nobody had allowed it
	ClassOther        Class = "other"
)

// Window is the time within which a bank may return with a code.
type Window string

// The windows of return codes.
const (
	WindowNextFile  Window = "next_file"         // at once: the entry could not be processed
	WindowOrdinary  Window = "two_banking_days"  // of settlement
	WindowDishonor  Window = "five_banking_days" // of the return's settlement (memory)
	WindowExtended  Window = "sixty_days"        // of settlement, and the banking day after
	WindowUnlimited Window = "any_time"          // by consent, or counted from something that we don't see
	WindowCorrect   Window = "six_banking_days"  // of receipt, to correct what a change says
)

// Advice is what the originator is to do about a code.
type Advice string

// What there is to do.
const (
	AdviceRepresent   Advice = "represent"       // may be sent again, twice, within 180 days
	AdviceAskPayer    Advice = "new_consent"     // send nothing more of it until the payer says so
	AdviceCorrect     Advice = "correct_account" // a new payment after the account was corrected
	AdviceReauthorize Advice = "reauthorize"     // send nothing without a new authorization, and find out why
	AdviceResubmit    Advice = "correct_entry"   // a corrected new payment within 60 days
	AdviceLook        Advice = "look"            // a person decides
	AdviceNone        Advice = "none"
	AdviceChange      Advice = "change_details" // before the next payment
)

// Code is a return code or a change code of Nacha. Sources are the tables of Nacha's
// rules as published by banks; the reasons of ISO 20022 are ours and informative.
type Code struct {
	Code      string
	Title     string
	Class     Class // empty for changes
	Window    Window
	Advice    Advice
	ISOReason string // ISO 20022, external status reason; empty for changes
	// Blocks: nothing should be sent to the account until a person has seen it.
	Blocks bool
	// only is what the code fits: on another entry it is odd, and the money came back
	// all the same.
	only only
	// Changes are the details that a notification of change corrects.
	Changes []string
}

// only is what kind of entry a code is for.
type only int

const (
	onAny       only = iota
	onDebits         // of any class
	onCredits        // of any class
	onConsumer       // WEB, TEL, PPD and other entries of consumers
	onCorporate      // CCD, CTX
	onIAT            // international entries
)

// LookupCode gives a code of the tables.
func LookupCode(code string) (Code, bool) {
	c, known := codes[code]
	return c, known
}

// nachaCode is how Nacha writes a code.
var nachaCode = regexp.MustCompile(`^[RCrc][0-9]{2}$`)

// UnknownCode says whether a code is written as Nacha's are, and no table has it.
func UnknownCode(code string) bool {
	_, known := LookupCode(strings.ToUpper(code))
	return !known && nachaCode.MatchString(code)
}

// Codes gives all codes in their order, for tables of documents.
func Codes() []Code {
	return append([]Code(nil), table...)
}

var codes = func() map[string]Code {
	byCode := make(map[string]Code, len(table))
	for _, c := range table {
		byCode[c.Code] = c
	}
	return byCode
}()

// Disputed says whether a return code is one of a dishonored return, R61 to R70, or
// of the answer to it, R71 to R77.
func Disputed(code string) bool { return code >= "R61" && code <= "R77" }

// ReturnClass gives the class of a return code; of one that no table has, other.
func ReturnClass(code string) Class {
	if c, known := codes[code]; known && c.Class != "" {
		return c.Class
	}
	return ClassOther
}

// ISOReason gives the reason of ISO 20022 for a return code: MS03, not specified,
// where there is no nearer one.
func ISOReason(code string) string {
	if c, known := codes[code]; known && c.ISOReason != "" {
		return c.ISOReason
	}
	return isoUnspecified
}

const isoUnspecified = "MS03"
