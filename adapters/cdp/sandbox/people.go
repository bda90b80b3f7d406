package sandbox

import "time"

// people are known from the start, so that a lookup has somebody to find.
// Their last names decide what is found, as for everybody else.
func people(now time.Time) []customer {
	rows := []struct{ ecrn, emiratesID, first, last string }{
		{"7841000000000001", "784199155000013", "MARISOL", "OKONJO BRANDT"},
		{"7841000000000002", "784198455000020", "TADEO", "INVESTIGATION"},
		{"7841000000000003", "784197955000035", "WENDELIN", "BLOCKED"},
		{"7841000000000004", "784199655000042", "ISAURA", "UNSUBSCRIBED"},
		{"7841000000000005", "784198855000059", "CASIMIR", "SEARCHERROR"},
		{"7841000000000006", "784199055000063", "PRISCA", "INVESTIGATION LATER"},
	}
	list := make([]customer, 0, len(rows))
	for _, p := range rows {
		c := customer{ecrn: p.ecrn, updated: now}.concluded(outcomeOf(nullText(p.last)))
		c.ECRN = p.ecrn
		c.person = person{
			FirstName: nullText(p.first), LastName: nullText(p.last), Gender: "Female",
			Nationality: "PT", CountryOfBirth: "PT", PlaceOfBirth: "PORTUGAL", CountryOfResidence: "AE",
			DateOfBirth:         nullText(p.emiratesID[3:7] + "-11-04"), // an Emirates ID holds the year
			PrimaryMobileNumber: nullText("+97150000010" + p.ecrn[len(p.ecrn)-1:]),
			EmailID:             "somebody@example.com",
			ResidentTypeID:      integer{value: 101, known: true},
		}
		c.AddressList = []address{{AddressTypeID: "1", BuildingName: "JASMINE TOWER", City: "EMIRATE OF DUBAI", Country: "AE"}}
		c.IDDetails = []idDetail{{identity: identity{
			IDType: emiratesID, IDNumber: p.emiratesID, IssuedCountry: "AE", IssuedBy: "EIDA",
			IssuedOn: "2021-04-19", DateOfExpiry: "2031-04-18", DefaultStatus: true, ActiveStatus: true,
		}}}
		list = append(list, c)
	}
	list[0].dossier = dossier{
		LastReviewDate: "2026-01-10", NextReviewDate: "2027-01-10", GroupCompanies: []string{"HERON HOLDING", "HERON SHIPPING"},
		EKYCProvider: "UAE PASS", EKYCRefNo: "EKYC-000451", CardNumber: "5300000000000017",
		CustomerCards: []card{{Type: "PREPAID", Number: "5300000000000017"}},
	}
	list[0].relations = []relation{{ECRN: list[1].ecrn, Name: "TADEO INVESTIGATION", Type: 3, Since: "2024-06-01"}}
	return list
}
