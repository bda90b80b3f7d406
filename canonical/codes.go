package canonical

import "strings"

// Currency is an ISO 4217 alphabetic code, upper case.
type Currency string

// Country is an ISO 3166-1 alpha-2 code, upper case.
type Country string

// countries lists ISO 3166-1 alpha-2, and the user-assigned XK by which the
// European Union, SWIFT and the numbering plans know Kosovo.
const countries = " AD AE AF AG AI AL AM AO AQ AR AS AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ BL BM BN BO BQ BR BS BT BV BW BY BZ" +
	" CA CC CD CF CG CH CI CK CL CM CN CO CR CU CV CW CX CY CZ DE DJ DK DM DO DZ EC EE EG EH ER ES ET FI FJ FK FM FO FR" +
	" GA GB GD GE GF GG GH GI GL GM GN GP GQ GR GS GT GU GW GY HK HM HN HR HT HU ID IE IL IM IN IO IQ IR IS IT JE JM JO JP" +
	" KE KG KH KI KM KN KP KR KW KY KZ LA LB LC LI LK LR LS LT LU LV LY MA MC MD ME MF MG MH MK ML MM MN MO MP MQ MR MS MT MU MV MW MX MY MZ" +
	" NA NC NE NF NG NI NL NO NP NR NU NZ OM PA PE PF PG PH PK PL PM PN PR PS PT PW PY QA RE RO RS RU RW" +
	" SA SB SC SD SE SG SH SI SJ SK SL SM SN SO SR SS ST SV SX SY SZ TC TD TF TG TH TJ TK TL TM TN TO TR TT TV TW TZ" +
	" UA UG UM US UY UZ VA VC VE VG VI VN VU WF WS XK YE YT ZA ZM ZW "

// withoutPostalCodes are the countries whose addresses have no postal code (UPU,
// CLDR).
const withoutPostalCodes = "" +
	" AE AG AO AW BF BI BJ BO BQ BS BW BZ CD CF CG CI CK CM CW DJ DM ER FJ GA GD GH GM GQ GY HK KI KM KN KP LY ML MO MR" +
	" MW" +
	" NR NU QA RW SB SC SL SR SS ST SX SY TD TF TG TK TL TO TV UG VU YE ZW "

// CountriesWithoutPostalCodes are the codes of those whose addresses have none.
func CountriesWithoutPostalCodes() []string { return strings.Fields(withoutPostalCodes) }

// HasPostalCodes says whether addresses in the country have a postal code.
func (c Country) HasPostalCodes() bool {
	return !strings.Contains(withoutPostalCodes, " "+string(c)+" ")
}

// Valid says whether the code is known. Lower case is not: it is
// refused, never fixed silently, because a vendor may refuse it later.
func (c Country) Valid() bool { return len(c) == 2 && strings.Contains(countries, " "+string(c)+" ") }

// The active currencies of ISO 4217 by the exponent of their minor unit.
var currencies = map[int]string{
	0: " BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF ",
	2: " AED AFN ALL AMD ANG AOA ARS AUD AWG AZN BAM BBD BDT BGN BMD BND BOB BOV BRL BSD BTN BWP BYN BZD CAD CDF CHE CHF" +
		" CHW CNY COP COU CRC CUP CVE CZK DKK DOP DZD" +
		" EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GTQ GYD HKD HNL HTG HUF IDR ILS INR IRR JMD KES KGS KHR KPW KYD KZT" +
		" LAK LBP LKR LRD LSL MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN MXV MYR MZN" +
		" NAD NGN NIO NOK NPR NZD PAB PEN PGK PHP PKR PLN QAR RON RSD RUB SAR SBD SCR SDG SEK SGD SHP SLE SOS SRD SSP STN" +
		" SVC SYP SZL THB TJS TMT TOP TRY TTD TWD TZS UAH USD USN UYU UZS VED VES WST XCD XCG YER ZAR ZMW ZWG ",
	3: " BHD IQD JOD KWD LYD OMR TND ",
	4: " CLF UYW ",
}

// Exponent is the number of decimals of the currency's minor unit; known is
// false for a code that ISO 4217 does not have.
func (c Currency) Exponent() (exponent int, known bool) {
	if len(c) != 3 {
		return 0, false
	}
	for exponent, codes := range currencies {
		if strings.Contains(codes, " "+string(c)+" ") {
			return exponent, true
		}
	}
	return 0, false
}
