package cdp

import (
	"cmp"
	"maps"
	"net/http"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"canongate/adapters/internal/lenientjson"
	"canongate/adapters/internal/rest"
	"canongate/adapters/internal/vendorerr"
	"canongate/canonical"
)

// codes are CDP's error codes (CDP-3: the only part of a failure that tells
// its cause; CDP-6: a number, a text or null).
var codes = map[string]canonical.Code{
	"40002":           canonical.ValidationFailed,
	"45001":           canonical.CustomerNotFound,
	"45003":           canonical.CustomerNotSubscribed,
	codeInvalidLookup: canonical.ValidationFailed,
	"45006":           canonical.VendorError,
	"50203":           canonical.VendorError,
}

const (
	codeInvalidLookup      = "45005"
	codeUnderInvestigation = "45013"
)

var (
	ecrnInText           = regexp.MustCompile(`\b(\d{16})\b`)
	invalidMaster        = regexp.MustCompile(`^Invalid (.+)!$`)
	investigationPattern = vendorerr.Pattern(`under compliance investigation`)
	blockedPattern       = vendorerr.Pattern(`can ?not be accepted|blocked`)
	memberName           = regexp.MustCompile(`^[A-Za-z_]{1,64}$`)
)

// errNoECRN is for an id, or a "me", that holds no ecrn.
func errNoECRN() error {
	return canonical.Errorf(canonical.CustomerNotFound, "This vendor knows customers only by an id that was made for them.")
}

// decodeReply makes a customer, or an error, of a reply. requestedECRN is the one
// that the request named, or "".
func (m *mapper) decodeReply(operation string, reply rest.Reply, requestedECRN string) (canonical.Customer, error) {
	var a answer
	err := lenientjson.DecodeInto(&a, reply.Body, m.unmapped)
	p, err := m.classify(operation, reply, &a, err, requestedECRN)
	if err != nil {
		return canonical.Customer{}, err
	}
	m.answers.ObserveIn(operation, p, m.unmapped)
	return m.decodeProfile(p), nil
}

// classify finds the customer in an answer, or the error that it is. HTTP
// status, envelope and codes contradict each other (CDP-2, CDP-4): 401 and 429
// come first, then the body's own word, then the HTTP status.
func (m *mapper) classify(operation string, reply rest.Reply, a *answer, decoding error, requestedECRN string) (*profile, error) {
	switch {
	case reply.Status == http.StatusUnauthorized || reply.Status == http.StatusForbidden:
		return nil, a.failure(reply, canonical.VendorAuthFailed)
	case reply.Status == http.StatusTooManyRequests:
		return nil, a.failure(reply, canonical.RateLimited)
	case decoding != nil && reply.Status < http.StatusInternalServerError:
		e := *canonical.AsError(decoding)
		e.Vendor.HTTPStatus = reply.Status
		return nil, &e
	case a.failed() || a.code() != "":
		return m.refusal(operation, a, reply, requestedECRN)
	case reply.Status >= http.StatusBadRequest:
		return nil, a.failure(reply, vendorerr.FromStatus(reply.Status))
	}
	p := a.customer()
	if reply.Status >= http.StatusMultipleChoices || !isECRN(string(p.ECRN)) {
		return nil, a.failure(reply, canonical.VendorProtocolError)
	}
	return m.about(operation, p, a, reply, requestedECRN)
}

// about holds a customer to the one that was asked for, if one was. Another is
// counted, and taken for that one where the connection says so.
func (m *mapper) about(operation string, p *profile, a *answer, reply rest.Reply, requestedECRN string) (*profile, error) {
	if requestedECRN == "" || string(p.ECRN) == requestedECRN {
		return p, nil
	}
	if !m.subjects.Takes(operation) {
		e := a.failure(reply, canonical.VendorProtocolError)
		e.Message = vendorerr.AboutAnotherCustomer
		return nil, e
	}
	p.ECRN = text(requestedECRN)
	return p, nil
}

// refusal classifies a body that CDP calls failure or failed (CDP-7). One kind is no
// error: the customer exists and is under investigation (CDP-8).
func (m *mapper) refusal(operation string, a *answer, reply rest.Reply, requestedECRN string) (*profile, error) {
	code, known := codes[a.code()]
	switch {
	case known && code == canonical.ValidationFailed:
		return nil, a.invalid(reply)
	case known:
		return nil, a.failure(reply, code)
	case reply.Status >= http.StatusInternalServerError || a.bodyStatus() >= http.StatusInternalServerError:
		return nil, a.failure(reply, canonical.VendorError)
	case a.code() == codeUnderInvestigation || a.messageMatches(investigationPattern):
		return m.investigation(operation, a, reply, requestedECRN)
	case a.messageMatches(blockedPattern):
		e := a.failure(reply, canonical.CustomerBlocked)
		if ecrn := cmp.Or(a.namedECRN(), requestedECRN); ecrn != "" {
			id := customerID(ecrn)
			e.Customer = &id
		}
		return nil, e
	}
	if complaints := a.complaints(); complaints != nil { // CDP-9
		e := a.failure(reply, canonical.ValidationFailed)
		for _, complaint := range complaints {
			if pointer := pointerIn(complaint); pointer != "" {
				e.Fields = append(e.Fields, refused(pointer)...)
			}
		}
		return nil, e
	}
	return nil, a.failure(reply, canonical.VendorRejected)
}

// messageMatches says whether a text of the vendor's message matches a pattern.
func (a *answer) messageMatches(pattern *regexp.Regexp) bool {
	return slices.ContainsFunc(a.Message, func(text string) bool { return pattern.MatchString(vendorerr.Plain(text)) })
}

// complaints are what the message calls invalid.
func (a *answer) complaints() (all []string) {
	for _, text := range a.Message {
		if complaint := invalidMaster.FindStringSubmatch(text); complaint != nil {
			all = append(all, complaint[1])
		}
	}
	return all
}

// investigation makes a customer of CDP's 406. The documented one has its ecrn
// in the message only, and a later release of CDP may leave it out.
func (m *mapper) investigation(operation string, a *answer, reply rest.Reply, requestedECRN string) (*profile, error) {
	named := a.namedECRN()
	if named == "" && requestedECRN == "" {
		e := a.failure(reply, canonical.VendorRejected)
		e.Message = "The vendor has this customer under compliance investigation and does not say under which key."
		return nil, e
	}
	p := a.customer()
	p.ECRN, p.AMLScanStatus = text(cmp.Or(named, requestedECRN)), underInvestigation
	return m.about(operation, p, a, reply, requestedECRN)
}

// customer is the customer that the answer is about, in its envelope or without
// one.
func (a *answer) customer() *profile {
	if len(a.Data) > 0 {
		return &a.Data[0]
	}
	return &a.profile
}

// namedECRN is the ecrn of a failure: in its message (CDP-8), or where a success has
// it.
func (a *answer) namedECRN() string {
	if ecrn := string(a.customer().ECRN); isECRN(ecrn) {
		return ecrn
	}
	return ecrnInText.FindString(a.Message.String())
}

// failed says whether the body calls itself a failure (CDP-7).
func (a *answer) failed() bool {
	return strings.EqualFold(string(a.Status), "failure") || strings.EqualFold(string(a.Status), "failed")
}

func (a *answer) code() string { return code(number(cmp.Or(a.ErrorCode, a.ErrorCodeB))) }

// bodyStatus is the status in the body, which in one of its two spellings has
// a phrase behind it (CDP-5).
func (a *answer) bodyStatus() int {
	digits, _, _ := strings.Cut(string(cmp.Or(a.StatusCode, a.StatusText)), " ")
	n, _ := strconv.Atoi(digits) // what is no number is no status
	return n
}

// failure is an error with the vendor's own code and message as vendor detail.
func (a *answer) failure(reply rest.Reply, code canonical.Code) *canonical.Error {
	e := vendorerr.New(reply, code, time.Now())
	e.Vendor.Code, e.Vendor.Message, e.Vendor.RequestID = a.code(), canonical.Personal(a.Message.String()), string(a.RequestID)
	return e
}

// invalid is an error with the canonical fields of the names in details. CDP's texts
// about them may repeat values and are not used. A name without a canonical field
// goes into the message if it looks like a name (CDP-10).
func (a *answer) invalid(reply rest.Reply) *canonical.Error {
	e := a.failure(reply, canonical.ValidationFailed)
	if a.code() == codeInvalidLookup {
		e.Fields = refused("/identifier")
	}
	details, err := lenientjson.Decode[map[string]lenientjson.Unknown](a.Details, nil)
	if err != nil {
		return e // absent, or no object: it names no field
	}
	var strange []string
	for _, name := range slices.Sorted(maps.Keys(details)) {
		if pointer := pointerTo(name); pointer != "" {
			e.Fields = append(e.Fields, refused(pointer)...)
		} else if memberName.MatchString(name) {
			strange = append(strange, name)
		}
	}
	if len(strange) > 0 {
		e.Message = "The vendor refused a field that has no place here: " + strings.Join(strange, ", ") + "."
	}
	return e
}

func refused(pointer string) []canonical.FieldError {
	return []canonical.FieldError{{Pointer: pointer, Code: canonical.FieldInvalid, Detail: "is missing, or is not what the vendor takes"}}
}
