package citi

import (
	"slices"
	"strings"
	"testing"

	"canongate/adapters/internal/lenientjson"
	"canongate/canonical"
)

func TestCIT9AmountsAreExactAndInTheConnectionsCurrency(t *testing.T) {
	t.Parallel()
	for said, want := range map[string]string{
		"2500.0": "2500.0", "1.5E7": "15000000", "150000.5": "150000.5", "0.10": "0.10", `"75000.25"`: "75000.25", "null": "", `""`: "", "60000.1000": "60000.1000",
		"60000.125": "60000.125", "60000.100000000006": "60000.100000000006", "-1": "", "1e99": "", `"a lot"`: "",
	} {
		m, fields := counted(t, nil)
		o := offersOf(t, m, `{"campaignId":"C","balanceTransferOffer":{"eligibleLoanAmount":`+said+`}}`)[0]
		got, amount := "", o.Terms[0].RecommendedAmount
		if amount != nil {
			got = amount.Value.String()
		}
		none := said == "null" || said == `""`
		if kept := o.Terms[0].RecommendedAmountRaw; (kept != "") != (want == "" && !none) || kept != "" && kept != strings.Trim(said, `"`) {
			t.Errorf("%s is kept as %q", said, kept)
		}
		if got != want || amount != nil && amount.Currency != "INR" || (len(*fields) > 0) != (want == "" && !none) || o.Validate() != nil {
			t.Errorf("%s gives %q, counted %v, %v", said, got, *fields, o.Validate())
		}
	}
}

// TestA9FactsMayBeNegative: what was earned, and the distance to the next segment.
func TestA9FactsMayBeNegative(t *testing.T) {
	t.Parallel()
	for said, want := range map[string][2]string{ // value and raw
		"-1": {"-1"}, "-0.50": {"-0.50"}, "-1.5E3": {"-1500"}, "0": {"0"}, "-0.0": {"0.0"}, "12.5": {"12.5"}, `"-7"`: {"-7"}, `"--7"`: {"", "--7"},
		`"+7"`: {"", "+7"}, "-1e99": {"", "-1e99"}, `"(12)"`: {"", "(12)"}, `"- 7"`: {"", "- 7"}, "null": {},
	} {
		m, fields := counted(t, nil)
		o := offersOf(t, m, `{"campaignId":"C","yearsWithCitiRelationship":{"returnsNetSavingsAmount":`+said+`,"returnsNewInvestmentAmount":`+said+
			`,"returnsDividendsEarnedAmount":`+said+`,"returnsTotalGainAmount":`+said+`},"customerSegmentChangeOffer":{"targetTrbDifferentAmount":`+said+`}}`)[0]
		r, s := o.Relationship.Returns, o.Terms[0].Segment
		if r == nil {
			r = &canonical.OfferReturns{}
		}
		for i, amount := range []*canonical.SignedMoney{r.NetSavings, r.NewInvestment, r.Dividends, r.TotalGain, s.AmountToNext} {
			raw := []string{r.NetSavingsRaw, r.NewInvestmentRaw, r.DividendsRaw, r.TotalGainRaw, s.AmountToNextRaw}[i]
			got := ""
			if amount != nil {
				got = string(amount.Value)
			}
			if got != want[0] || raw != want[1] || amount != nil && amount.Currency != "INR" {
				t.Errorf("%s, amount %d: %q, raw %q, want %q", said, i, got, raw, want)
			}
		}
		if (len(*fields) == 5) != (want[1] != "") {
			t.Errorf("%s: counted %v", said, *fields)
		}
	}
}

// TestA8EveryGroupOfAnOfferOneOrMany: each group of conditions is a term, and of what
// an offer has once the first is taken and others are counted.
func TestA8EveryGroupOfAnOfferOneOrMany(t *testing.T) {
	t.Parallel()
	for group, member := range map[string]string{
		"easyPaymentPlan": `"promotionId":"P"`, "loanOverPhoneOffer": `"promotionId":"P"`, "balanceTransferOffer": `"promotionId":"P"`,
		"ecdOffer": `"productSecurityCode":"P"`, "genericOffer": "", "customerSegmentChangeOffer": `"segmentChangeOfferCode":"P"`,
	} {
		for form, want := range map[string]int{"{%}": 1, "[{%}]": 1, "[{%},{%}]": 2, `[{%},"x",{%}]`: 2, "[]": 0, "null": 0, "7": 0, `{"promotionId":{},"productSecurityCode":[],"segmentChangeOfferCode":{}}`: 0} {
			if group == "genericOffer" && strings.Contains(form, "promotionId") {
				continue // it has no member that could be wrong
			}
			m, fields := counted(t, nil)
			list := offersOf(t, m, `[{"campaignId":"C","`+group+`":`+strings.ReplaceAll(form, "%", member)+`},{"campaignId":"D"}]`)
			unreadable := strings.Contains(form, "x") || form == "7" || strings.Contains(form, "promotionId")
			if len(list) != 2 || len(list[0].Terms) != want || (len(*fields) == 1) != unreadable {
				t.Errorf("%s as %s: %d offers, %d terms, counted %v", group, form, len(list), len(list[0].Terms), *fields)
			}
		}
	}
	m, fields := counted(t, nil)
	o := offersOf(t, m, `{"campaignId":"C","yearsWithCitiRelationship":[{"languageCode":"EN"},{"languageCode":"HI"}],`+
		`"merchantRecommendationOffer":["x",{"offerMode":"Geo"}],"customerActionGroup":[{"customerAction":"like"}]}`)[0]
	if o.Relationship.Language != "en" || o.Merchant.ModeCode != "Geo" || o.Reaction.Code != "like" {
		t.Error("a group that comes as a list is not read")
	}
	if want := []string{"merchantRecommendationOffer", "yearsWithCitiRelationship"}; !slices.Equal(slices.Sorted(slices.Values(*fields)), want) {
		t.Errorf("counted %v, want %v", *fields, want)
	}
}

// TestAnOfferWithoutCampaignOrProduct: the vendor requires no member of an
// offer, so one that names neither must not hide the others.
func TestAnOfferWithoutCampaignOrProduct(t *testing.T) {
	t.Parallel()
	m, _ := counted(t, nil)
	list := offersOf(t, m, `[{"campaignId":"C"},{"offerType":"T"},{"waveDescription":"Less to pay"},{"merchantRecommendationOffer":{"offerSegmentCategory":"DINE"}}]`)
	for i, key := range []string{"campaign_id", "type_code", "description", "segment_category_code"} {
		if i >= len(list) || list[i].ID.Key(key) == "" || len(list[i].ID.Keys()) != 1 {
			t.Errorf("offer %d of %d does not go by its %s alone", i, len(list), key)
		}
	}
}

func TestLanguageIsATag(t *testing.T) {
	t.Parallel()
	m, fields := counted(t, nil)
	for said, want := range map[lenientjson.String]string{"EN": "en", "en_in": "en-IN", "zh-hant-hk": "zh-Hant-HK", "es-419": "es-419", "": ""} {
		if got, raw := m.language(said); got != want || raw != "" {
			t.Errorf("%q is %q, want %q, raw %q", said, got, want, raw)
		}
	}
	if len(*fields) != 0 {
		t.Errorf("counted %v", *fields)
	}
}

func TestCIT10BothSpellings(t *testing.T) {
	t.Parallel()
	m, _ := counted(t, nil)
	for _, spelt := range []struct{ category, percentage string }{{"merchantCatagory", "creditLimitPercantage"}, {"merchantCategory", "creditLimitPercentage"}} {
		o := offersOf(t, m, `{"campaignId":"C","merchantRecommendationOffer":{"`+spelt.category+`":"M"},`+
			`"easyPaymentPlan":{"`+spelt.percentage+`":1.5},"loanOverPhoneOffer":{"`+spelt.percentage+`":2.5},"balanceTransferOffer":{"`+spelt.percentage+`":3.5}}`)[0]
		if o.Merchant.CategoryCode != "M" || len(o.Terms) != 3 {
			t.Fatalf("%+v: category %q, %d terms", spelt, o.Merchant.CategoryCode, len(o.Terms))
		}
		for i, want := range []string{"1.5", "2.5", "3.5"} {
			if got := o.Terms[i].CreditLimitPercentage; got == nil || got.String() != want {
				t.Errorf("%+v: percentage of %s is %v, want %s", spelt, o.Terms[i].Kind, got, want)
			}
		}
	}
}

func TestCIT12IndicatorIsACode(t *testing.T) {
	t.Parallel()
	m, _ := counted(t, nil)
	for said, want := range map[string]string{"1.0": "1", "1": "1", `"1"`: "1", `"ALOP"`: "ALOP", `"007"`: "007", "1.5": "1.5", "null": "", `"1."`: "1.", `".0"`: ".0"} {
		if got := offersOf(t, m, `{"campaignId":"C","loanOverPhoneOffer":{"lopIndicator":`+said+`}}`)[0].Terms[0].VariantCode; got != want {
			t.Errorf("lopIndicator %s gives %q, want %q", said, got, want)
		}
	}
}

func TestCIT20NumbersAsText(t *testing.T) {
	t.Parallel()
	m, fields := counted(t, nil)
	list := offersOf(t, m, read(t, "list_offers.many.json"))
	if o := list[0]; o.Priority == nil || *o.Priority != 2 || o.PriorityRaw != "" {
		t.Errorf("priority %v, raw %q", o.Priority, o.PriorityRaw)
	}
	o := list[1]
	if o.Priority != nil || o.PriorityRaw != "high" || o.Merchant.Rank != nil || o.Merchant.RankRaw != "first" || *o.Merchant.SegmentScore != 42 {
		t.Errorf("priority raw %q, rank raw %q", o.PriorityRaw, o.Merchant.RankRaw)
	}
	if want := []string{"merchantRecommendationOffer.offerRank", "offerPriority"}; !slices.Equal(slices.Sorted(slices.Values(*fields)), want) {
		t.Errorf("counted %v, want %v", *fields, want)
	}
}
