package sandbox

import (
	"crypto/rand"
	"crypto/sha256"
	"encoding/binary"
	"fmt"
	"math/big"
	"slices"
	"strconv"
	"strings"
	"time"
)

const (
	accepted           = "Accepted"
	underInvestigation = "Under Investigation"
	blocked            = "Blocked"
	rejected           = "Rejected"
)

// customer is one record: what was onboarded and what CDP concluded.
type customer struct {
	onboarding
	ecrn    string
	aml     string
	status  string
	outcome outcome
	updated time.Time
	dossier
	relations []relation
}

// outcome is what a magic last name makes of a customer.
type outcome struct {
	aml, status  string
	later        bool // answer in the shapes of the document's later release
	unsubscribed bool
	searchFails  bool
	backendFails bool // nothing is stored
}

// outcomes by last name, in capitals. The package's documentation lists them
// for users.
var outcomes = map[string]outcome{
	"INVESTIGATION":       {aml: underInvestigation, status: "ACTIVE"},
	"INVESTIGATION LATER": {aml: underInvestigation, status: "ACTIVE", later: true},
	"BLOCKED":             {aml: blocked, status: "BLOCKED"},
	"BLOCKED LATER":       {aml: blocked, status: "BLOCKED", later: true},
	"UNSUBSCRIBED":        {aml: accepted, status: "ACTIVE", unsubscribed: true},
	"SEARCHERROR":         {aml: accepted, status: "ACTIVE", searchFails: true},
	"BACKEND":             {backendFails: true},
}

func outcomeOf(lastName nullText) outcome {
	if o, ok := outcomes[strings.ToUpper(string(lastName))]; ok {
		return o
	}
	return outcome{aml: accepted, status: "ACTIVE"}
}

// concluded gives c the result of a new screening.
func (c customer) concluded(o outcome) customer {
	c.outcome, c.aml, c.status = o, o.aml, o.status
	return c
}

// put stores the customer and the documents it is found by. The caller keeps
// other writers out.
func (s *sandbox) put(c customer) {
	s.customers.Put(c.ecrn, c)
	for _, id := range c.IDDetails {
		s.documents.Put(id.document(), c.ecrn)
	}
}

// find looks a customer up by document; one that the customer has given up
// since no longer counts.
func (s *sandbox) find(d document) (customer, bool) {
	ecrn, ok := s.documents.Get(d)
	if !ok {
		return customer{}, false
	}
	c, ok := s.customers.Get(ecrn)
	return c, ok && c.holds(d)
}

func (c customer) holds(d document) bool {
	return slices.ContainsFunc(c.IDDetails, func(id idDetail) bool { return id.document() == d })
}

func (i identity) document() document {
	return document{idType: strconv.Itoa(i.IDType), number: i.IDNumber}
}

// ecrnFor gives the holder of the first document, or a free number. It is derived
// from the document, or random without one, so that a restarted sandbox never gives
// one person's number to another.
func (s *sandbox) ecrnFor(ids []idDetail) string {
	key := rand.Text()
	if len(ids) > 0 {
		d := ids[0].document()
		if c, ok := s.find(d); ok {
			return c.ecrn
		}
		key = d.idType + "/" + d.number
	}
	sum := sha256.Sum256([]byte(key))
	for n := binary.BigEndian.Uint64(sum[:8]); ; n++ {
		ecrn := fmt.Sprintf("784100%010d", n%10_000_000_000)
		if _, taken := s.customers.Get(ecrn); !taken {
			return ecrn
		}
	}
}

// iban is the customer's account number: bank 314 and the ecrn, with check
// digits as ISO 13616 asks.
func iban(ecrn string) string {
	const bank, countryAsDigits = "314", "1014"
	n, _ := new(big.Int).SetString(bank+ecrn+countryAsDigits+"00", 10)
	check := 98 - new(big.Int).Mod(n, big.NewInt(97)).Int64()
	return fmt.Sprintf("AE%02d%s%s", check, bank, ecrn)
}
