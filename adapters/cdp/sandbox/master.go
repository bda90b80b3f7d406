package sandbox

import (
	"fmt"
	"strconv"
	"strings"
)

// The id types that the document and its public clients name.
const (
	passport   = 2
	emiratesID = 4
	myKad      = 28
)

var idTypes = map[string]bool{strconv.Itoa(passport): true, strconv.Itoa(emiratesID): true, strconv.Itoa(myKad): true}

var addressTypes = map[string]bool{"1": true, "2": true}

var genders = map[string]bool{"Male": true, "Female": true}

// unknownID is the one id that no master table has; the tables themselves are
// not part of the document.
const unknownID = 9999

// unknownMaster finds the first value that is in no master table and words
// the refusal, leading space included (CDP-9).
func unknownMaster(o onboarding) (message string, found bool) {
	refuse := func(label, value string) (string, bool) {
		return fmt.Sprintf(" Invalid %s %s!", label, value), true
	}
	for _, c := range countriesOf(o) {
		if c.value != "" && !countries[c.value] {
			return refuse(c.label, c.value)
		}
	}
	if o.Gender != "" && !genders[string(o.Gender)] {
		return refuse("Gender", string(o.Gender))
	}
	for _, id := range o.IDDetails {
		if t := strconv.Itoa(id.IDType); !idTypes[t] {
			return refuse("Id Type", t)
		}
	}
	for _, a := range o.AddressList {
		if !addressTypes[a.AddressTypeID] {
			return refuse("Address Type", a.AddressTypeID)
		}
	}
	for _, id := range []struct {
		label string
		integer
	}{
		{"Occupation", o.OccupationID},
		{"Resident Type", o.ResidentTypeID},
		{"Native Region", o.NativeRegion},
		{"Annual Income Range", o.Classification.AnnualIncomeRangeID},
		{"Risk Rating", o.Classification.RiskRatingID},
		{"Income Type", o.Classification.IncomeType},
	} {
		if id.value == unknownID {
			return refuse(id.label, strconv.Itoa(id.value))
		}
	}
	return "", false
}

type labelled struct{ label, value string }

func countriesOf(o onboarding) []labelled {
	list := []labelled{
		{"Nationality", string(o.Nationality)},
		{"Second Nationality", string(o.SecondNationality)},
		{"Country Of Birth", string(o.CountryOfBirth)},
		{"Country Of Residence", string(o.CountryOfResidence)},
		{"Txn Issued Country", string(o.Classification.TxnIssuedCountry)},
	}
	for _, a := range o.AddressList {
		list = append(list, labelled{"Country", string(a.Country)})
	}
	for _, id := range o.IDDetails {
		list = append(list, labelled{"Issued Country", string(id.IssuedCountry)})
	}
	return list
}

// countries are the ISO 3166-1 alpha-2 codes, in capitals only.
var countries = func() map[string]bool {
	known := map[string]bool{}
	for _, code := range strings.Fields(`
		AD AE AF AG AI AL AM AO AQ AR AS AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ BL BM BN BO BQ BR BS BT
		BV BW BY BZ CA CC CD CF CG CH CI CK CL CM CN CO CR CU CV CW CX CY CZ DE DJ DK DM DO DZ EC EE EG EH
		ER ES ET FI FJ FK FM FO FR GA GB GD GE GF GG GH GI GL GM GN GP GQ GR GS GT GU GW GY HK HM HN HR HT
		HU ID IE IL IM IN IO IQ IR IS IT JE JM JO JP KE KG KH KI KM KN KP KR KW KY KZ LA LB LC LI LK LR LS
		LT LU LV LY MA MC MD ME MF MG MH MK ML MM MN MO MP MQ MR MS MT MU MV MW MX MY MZ NA NC NE NF NG NI
		NL NO NP NR NU NZ OM PA PE PF PG PH PK PL PM PN PR PS PT PW PY QA RE RO RS RU RW SA SB SC SD SE SG
		SH SI SJ SK SL SM SN SO SR SS ST SV SX SY SZ TC TD TF TG TH TJ TK TL TM TN TO TR TT TV TW TZ UA UG
		UM US UY UZ VA VC VE VG VI VN VU WF WS YE YT ZA ZM ZW`) {
		known[code] = true
	}
	return known
}()
