package citi

import (
	"maps"
	"strings"
	"sync"
	"unicode"

	"canongate/canonical"
)

// countryNames are the short names of ISO 3166-1 and others in common use,
// because the vendor names countries instead of coding them (CIT-8): a code,
// then its names with bars between.
const countryNames = `
AD Andorra; AE United Arab Emirates|UAE; AF Afghanistan; AG Antigua and Barbuda; AI Anguilla; AL Albania;
AM Armenia; AO Angola; AQ Antarctica; AR Argentina; AS American Samoa; AT Austria; AU Australia; AW Aruba;
AX Åland Islands; AZ Azerbaijan; BA Bosnia and Herzegovina|Bosnia; BB Barbados; BD Bangladesh; BE Belgium;
BF Burkina Faso; BG Bulgaria; BH Bahrain; BI Burundi; BJ Benin; BL Saint Barthélemy; BM Bermuda;
BN Brunei Darussalam|Brunei; BO Bolivia (Plurinational State of)|Bolivia;
BQ Bonaire, Sint Eustatius and Saba|Bonaire; BR Brazil; BS Bahamas; BT Bhutan; BV Bouvet Island; BW Botswana;
BY Belarus; BZ Belize; CA Canada; CC Cocos (Keeling) Islands|Cocos Islands;
CD Congo, Democratic Republic of the|Democratic Republic of the Congo|Congo Kinshasa;
CF Central African Republic; CG Congo|Congo Brazzaville|Republic of the Congo; CH Switzerland;
CI Côte d'Ivoire|Ivory Coast; CK Cook Islands; CL Chile; CM Cameroon;
CN China|Mainland China|People's Republic of China; CO Colombia; CR Costa Rica; CU Cuba;
CV Cabo Verde|Cape Verde; CW Curaçao; CX Christmas Island; CY Cyprus; CZ Czechia|Czech Republic; DE Germany;
DJ Djibouti; DK Denmark; DM Dominica; DO Dominican Republic; DZ Algeria; EC Ecuador; EE Estonia; EG Egypt;
EH Western Sahara; ER Eritrea; ES Spain; ET Ethiopia; FI Finland; FJ Fiji;
FK Falkland Islands (Malvinas)|Falkland Islands;
FM Micronesia (Federated States of)|Micronesia|Federated States of Micronesia; FO Faroe Islands; FR France;
GA Gabon; GB United Kingdom of Great Britain and Northern Ireland|United Kingdom|Great Britain|UK; GD Grenada;
GE Georgia; GF French Guiana; GG Guernsey; GH Ghana; GI Gibraltar; GL Greenland; GM Gambia; GN Guinea;
GP Guadeloupe; GQ Equatorial Guinea; GR Greece; GS South Georgia and the South Sandwich Islands; GT Guatemala;
GU Guam; GW Guinea-Bissau; GY Guyana; HK Hong Kong|Hong Kong SAR|Hong Kong SAR China|Hongkong;
HM Heard Island and McDonald Islands; HN Honduras; HR Croatia; HT Haiti; HU Hungary; ID Indonesia;
IE Ireland|Republic of Ireland; IL Israel; IM Isle of Man; IN India|Republic of India|Bharat;
IO British Indian Ocean Territory; IQ Iraq; IR Iran (Islamic Republic of)|Iran|Islamic Republic of Iran;
IS Iceland; IT Italy; JE Jersey; JM Jamaica; JO Jordan; JP Japan; KE Kenya; KG Kyrgyzstan; KH Cambodia;
KI Kiribati; KM Comoros; KN Saint Kitts and Nevis;
KP Korea (Democratic People's Republic of)|North Korea|Democratic People's Republic of Korea;
KR Korea, Republic of|South Korea|Republic of Korea|Korea; KW Kuwait; KY Cayman Islands; KZ Kazakhstan;
LA Lao People's Democratic Republic|Laos; LB Lebanon; LC Saint Lucia; LI Liechtenstein; LK Sri Lanka;
LR Liberia; LS Lesotho; LT Lithuania; LU Luxembourg; LV Latvia; LY Libya; MA Morocco; MC Monaco;
MD Moldova, Republic of|Moldova|Republic of Moldova; ME Montenegro; MF Saint Martin (French part)|Saint Martin;
MG Madagascar; MH Marshall Islands; MK North Macedonia|Macedonia; ML Mali; MM Myanmar|Burma; MN Mongolia;
MO Macao|Macau|Macao SAR|Macau SAR; MP Northern Mariana Islands; MQ Martinique; MR Mauritania; MS Montserrat;
MT Malta; MU Mauritius; MV Maldives; MW Malawi; MX Mexico; MY Malaysia; MZ Mozambique; NA Namibia;
NC New Caledonia; NE Niger; NF Norfolk Island; NG Nigeria; NI Nicaragua;
NL Netherlands, Kingdom of the|Netherlands|Holland; NO Norway; NP Nepal; NR Nauru; NU Niue; NZ New Zealand;
OM Oman; PA Panama; PE Peru; PF French Polynesia; PG Papua New Guinea; PH Philippines; PK Pakistan; PL Poland;
PM Saint Pierre and Miquelon; PN Pitcairn; PR Puerto Rico; PS Palestine, State of|Palestine|State of Palestine;
PT Portugal; PW Palau; PY Paraguay; QA Qatar; RE Réunion; RO Romania; RS Serbia; RU Russian Federation|Russia;
RW Rwanda; SA Saudi Arabia|Kingdom of Saudi Arabia|KSA; SB Solomon Islands; SC Seychelles; SD Sudan; SE Sweden;
SG Singapore; SH Saint Helena, Ascension and Tristan da Cunha|Saint Helena; SI Slovenia;
SJ Svalbard and Jan Mayen; SK Slovakia|Slovak Republic; SL Sierra Leone; SM San Marino; SN Senegal; SO Somalia;
SR Suriname; SS South Sudan; ST Sao Tome and Principe; SV El Salvador;
SX Sint Maarten (Dutch part)|Sint Maarten; SY Syrian Arab Republic|Syria; SZ Eswatini|Swaziland;
TC Turks and Caicos Islands; TD Chad; TF French Southern Territories; TG Togo; TH Thailand; TJ Tajikistan;
TK Tokelau; TL Timor-Leste|East Timor; TM Turkmenistan; TN Tunisia; TO Tonga; TR Türkiye|Turkey;
TT Trinidad and Tobago; TV Tuvalu; TW Taiwan, Province of China|Taiwan;
TZ Tanzania, United Republic of|Tanzania|United Republic of Tanzania; UA Ukraine; UG Uganda;
UM United States Minor Outlying Islands; US United States of America|United States|USA; UY Uruguay;
UZ Uzbekistan; VA Holy See|Vatican City|Vatican; VC Saint Vincent and the Grenadines;
VE Venezuela (Bolivarian Republic of)|Venezuela; VG Virgin Islands (British)|British Virgin Islands;
VI Virgin Islands (U.S.)|US Virgin Islands; VN Viet Nam|Vietnam; VU Vanuatu; WF Wallis and Futuna; WS Samoa;
XK Kosovo;
YE Yemen; YT Mayotte; ZA South Africa; ZM Zambia; ZW Zimbabwe
`

// foldedCountries are the names as fold writes them.
var foldedCountries = sync.OnceValue(func() map[string]canonical.Country {
	folded := map[string]canonical.Country{}
	for country := range strings.SplitSeq(countryNames, ";") {
		code, names, _ := strings.Cut(strings.TrimSpace(country), " ")
		for name := range strings.SplitSeq(names, "|") {
			folded[fold(name)] = canonical.Country(code)
		}
	}
	return folded
})

// countriesWith are the known names and the operator's, whose word counts more.
func countriesWith(own map[string]canonical.Country) map[string]canonical.Country {
	if len(own) == 0 {
		return foldedCountries()
	}
	all := maps.Clone(foldedCountries())
	for name, code := range own {
		all[fold(name)] = code
	}
	return all
}

var plainLetters = strings.NewReplacer(
	"å", "a", "ã", "a", "ç", "c", "é", "e", "í", "i", "ô", "o", "ü", "u", "&", " and ", "'", "", "’", "", ".", "")

// fold makes names equal that differ in case, accents, punctuation or articles.
func fold(name string) string {
	words := strings.FieldsFunc(plainLetters.Replace(strings.ToLower(name)), func(r rune) bool {
		return !unicode.IsLetter(r) && !unicode.IsDigit(r)
	})
	kept := words[:0]
	for _, word := range words {
		switch word {
		case "the":
		case "st":
			kept = append(kept, "saint")
		default:
			kept = append(kept, word)
		}
	}
	return strings.Join(kept, " ")
}
