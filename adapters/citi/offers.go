package citi

import (
	"cmp"
	"maps"
	"net/url"
	"regexp"
	"strings"

	"canongate/adapters/internal/lenientjson"
	"canongate/adapters/internal/vendorerr"
	"canongate/canonical"
)

// languageTag is the form of a BCP 47 tag, as far as the vendor can need it.
var languageTag = regexp.MustCompile(`^[a-z]{2,3}(-[a-z0-9]{2,8})*$`)

// encodeOfferQuery passes the encrypted references of account and card on as
// they are (CIT-19).
func encodeOfferQuery(q canonical.OfferQuery) url.Values {
	return encodeQuery(map[string]string{
		"campaignId": q.CampaignID, "waveId": q.WaveID, "accountId": q.AccountRef, "cardId": q.CardRef, "offerId": q.OfferID,
		"offerSegmentCategory": q.SegmentCategory, "virtualOfferFlag": q.Virtual, "productCode": q.ProductCode,
	})
}

func (m mapper) decodeOffers(list offers) (canonical.List[canonical.Offer], error) {
	decoded := make([]canonical.Offer, 0, len(list))
	for _, w := range readable(m, many[offer](list), "offers") {
		if o := m.decodeOffer(w); o.ID.IsZero() { // it says nothing that tells it from another
			m.unmapped("offers")
		} else {
			decoded = append(decoded, o)
		}
	}
	if len(decoded) == 0 && len(list) > 0 {
		return canonical.List[canonical.Offer]{}, vendorerr.Malformed("no offer of the answer can be read")
	}
	return canonical.NewList(decoded), nil
}

func (m mapper) decodeOffer(w offer) canonical.Offer {
	o := canonical.Offer{
		Object:      "offer",
		TypeCode:    string(w.OfferType),
		StatusCode:  string(w.OfferStatus),
		CampaignID:  string(w.CampaignID),
		WaveID:      string(w.WaveID),
		Description: string(w.WaveDescription),
		Terms:       m.decodeTerms(w),
		Merchant:    m.decodeMerchant(first(m, w.MerchantRecommendationOffer, "merchantRecommendationOffer")),
	}
	o.StartsOn, o.StartsOnRaw = m.date(w.OfferStartDate, "offerStartDate")
	o.EndsOn, o.EndsOnRaw = m.date(w.OfferExpiryDate, "offerExpiryDate")
	if w.OfferProductCode != "" || w.OfferProductDescription != "" {
		o.Product = &canonical.OfferProduct{Code: string(w.OfferProductCode), Description: string(w.OfferProductDescription)}
	}
	o.Priority, o.PriorityRaw = m.integer(w.OfferPriority, "offerPriority")
	o.Relationship = m.decodeRelationship(first(m, w.YearsWithCitiRelationship, "yearsWithCitiRelationship"))
	if g := first(m, w.CustomerActionGroup, "customerActionGroup"); g != nil {
		o.Reaction = &canonical.OfferReaction{Code: string(g.CustomerAction)}
		o.Reaction.At, o.Reaction.AtRaw = m.instant(g.CustomerActionDateTime, "customerActionGroup.customerActionDateTime")
	}
	o.TemplateFields = m.decodeTemplateFields(w.TemplateFields)
	o.ID = offerID(o)
	return o
}

// offerID is made of what tells one offer from another: the vendor gives none.
// Nothing of that is required of it, so an offer without any goes by what it is
// about; the id is zero when even that is missing.
func offerID(o canonical.Offer) canonical.OfferID {
	var promotions []string
	for _, t := range o.Terms {
		if t.PromotionID != "" {
			promotions = append(promotions, t.PromotionID)
		}
	}
	named := canonical.Keys{"campaign_id": o.CampaignID, "wave_id": o.WaveID, "promotion_ids": strings.Join(promotions, " ")}
	if o.Product != nil {
		named["product_code"] = o.Product.Code
	}
	about := canonical.Keys{"type_code": o.TypeCode, "description": o.Description}
	if m := o.Merchant; m != nil {
		about["segment_category_code"], about["category_code"] = m.SegmentCategory, m.CategoryCode
	}
	for _, keys := range []canonical.Keys{named, about} {
		maps.DeleteFunc(keys, func(_, value string) bool { return value == "" })
		if len(keys) > 0 {
			return canonical.NewID[canonical.OfferID](keys)
		}
	}
	return canonical.OfferID{}
}

func (m mapper) decodeTemplateFields(list many[templateField]) map[string]canonical.Personal {
	var fields map[string]canonical.Personal
	for _, w := range readable(m, list, "templateFields") {
		if w.TemplateFieldKey == "" {
			continue
		}
		if fields == nil {
			fields = map[string]canonical.Personal{}
		}
		fields[string(w.TemplateFieldKey)] = canonical.Personal(w.TemplateFieldValue)
	}
	return fields
}

func (m mapper) decodeMerchant(w *merchantOffer) *canonical.OfferMerchant {
	if w == nil {
		return nil
	}
	o := &canonical.OfferMerchant{
		SegmentCategory: string(w.OfferSegmentCategory),
		ModeCode:        string(w.OfferMode),
		LocalityCode:    string(w.LocalOverseasIndicator),
		CategoryCode:    string(cmp.Or(w.MerchantCatagory, w.MerchantCategory)),
	}
	o.SegmentScore, o.SegmentScoreRaw = m.integer(w.OfferSegmentScore, "merchantRecommendationOffer.offerSegmentScore")
	o.Rank, o.RankRaw = m.integer(w.OfferRank, "merchantRecommendationOffer.offerRank")
	return o
}

func (m mapper) decodeRelationship(w *relationship) *canonical.OfferRelationship {
	if w == nil {
		return nil
	}
	const group = "yearsWithCitiRelationship."
	r := &canonical.OfferRelationship{
		CurrentSegmentCode:      string(w.CurrentCustomerSegment),
		LastUpgradedSegmentCode: string(w.LastUpgradedCustomerSegment),
	}
	r.GoalSubmitted, r.GoalSubmittedRaw = m.truth(w.GoalSubmissionFlag, group+"goalSubmissionFlag")
	r.Language, r.LanguageRaw = m.language(w.LanguageCode)
	r.Years, r.YearsRaw = m.integer(w.RelationshipWithCitiInYears, group+"relationshipWithCitiInYears")
	var returns canonical.OfferReturns
	returns.NetSavings, returns.NetSavingsRaw = m.signed(w.ReturnsNetSavingsAmount, group+"returnsNetSavingsAmount")
	returns.NewInvestment, returns.NewInvestmentRaw = m.signed(w.ReturnsNewInvestmentAmount, group+"returnsNewInvestmentAmount")
	returns.Dividends, returns.DividendsRaw = m.signed(w.ReturnsDividendsEarnedAmount, group+"returnsDividendsEarnedAmount")
	returns.TotalGain, returns.TotalGainRaw = m.signed(w.ReturnsTotalGainAmount, group+"returnsTotalGainAmount")
	if returns != (canonical.OfferReturns{}) {
		r.Returns = &returns
	}
	return r
}

// language is a BCP 47 tag, written as RFC 5646 §2.1.1 recommends: a region in
// upper case, a script capitalised. Anything else is kept in raw and counted.
func (m mapper) language(text lenientjson.String) (tag, raw string) {
	tag = strings.ToLower(strings.ReplaceAll(string(text), "_", "-"))
	if tag != "" && !languageTag.MatchString(tag) {
		m.unmapped("yearsWithCitiRelationship.languageCode")
		return "", string(text)
	}
	parts := strings.Split(tag, "-")
	for i, part := range parts[1:] {
		switch len(part) {
		case 2:
			parts[i+1] = strings.ToUpper(part)
		case 4:
			parts[i+1] = strings.ToUpper(part[:1]) + part[1:]
		}
	}
	return strings.Join(parts, "-"), ""
}

// decodeTerms makes a term of each group of conditions that is there, even
// where it is empty: the vendor offers it.
func (m mapper) decodeTerms(w offer) []canonical.OfferTerm {
	var terms []canonical.OfferTerm
	for _, p := range readable(m, w.EasyPaymentPlan, "easyPaymentPlan") {
		terms = append(terms, m.decodePlan(p))
	}
	for _, l := range readable(m, w.LoanOverPhoneOffer, "loanOverPhoneOffer") {
		terms = append(terms, m.decodeLoan(l))
	}
	for _, b := range readable(m, w.BalanceTransferOffer, "balanceTransferOffer") {
		terms = append(terms, m.decodeTransfer(b))
	}
	for _, e := range readable(m, w.ECDOffer, "ecdOffer") {
		terms = append(terms, canonical.OfferTerm{Kind: canonical.TermECD, SecurityCode: string(e.ProductSecurityCode)})
	}
	for range readable(m, w.GenericOffer, "genericOffer") {
		terms = append(terms, canonical.OfferTerm{Kind: canonical.TermGeneric})
	}
	for _, s := range readable(m, w.CustomerSegmentChangeOffer, "customerSegmentChangeOffer") {
		terms = append(terms, canonical.OfferTerm{Kind: canonical.TermSegmentChange, Segment: m.decodeSegment(s)})
	}
	return terms
}

func (m mapper) decodeSegment(w segmentChange) *canonical.OfferSegment {
	const group = "customerSegmentChangeOffer."
	s := &canonical.OfferSegment{
		Current: string(w.CurrentCustomerSegment), Previous: string(w.PreviousCustomerSegment), OfferCode: string(w.SegmentChangeOfferCode),
	}
	s.ChangedOn, s.ChangedOnRaw = m.date(w.CustomerSegmentChangeDate, group+"customerSegmentChangeDate")
	s.AmountToNext, s.AmountToNextRaw = m.signed(w.TargetTRBDifferentAmount, group+"targetTrbDifferentAmount")
	return s
}

func (m mapper) decodePlan(w easyPaymentPlan) canonical.OfferTerm {
	const group = "easyPaymentPlan."
	t := canonical.OfferTerm{
		Kind: canonical.TermEasyPaymentPlan, PromotionID: string(w.PromotionID), IndicatorCode: string(w.OfferIndicator),
	}
	t.CreditLimitPercentage, t.CreditLimitPercentageRaw = m.percentage(w.creditLimit, group)
	t.MinimumAmount, t.MinimumAmountRaw = m.money(w.EPPMinimumEligibleAmount, group+"eppMinimumEligibleAmount")
	t.MaximumAmount, t.MaximumAmountRaw = m.money(w.EPPMaximumEligibleAmount, group+"eppMaximumEligibleAmount")
	if w.MerchantNumber != "" || w.MerchantOrganizationNumber != "" {
		t.Merchant = &canonical.OfferTermMerchant{
			Number: string(w.MerchantNumber), OrganizationNumber: string(w.MerchantOrganizationNumber),
		}
	}
	return t
}

func (m mapper) decodeLoan(w loanOverPhone) canonical.OfferTerm {
	const group = "loanOverPhoneOffer."
	t := canonical.OfferTerm{
		Kind: canonical.TermLoanOverPhone, PromotionID: string(w.PromotionID), IndicatorCode: string(w.OfferIndicator), VariantCode: code(w.LOPIndicator),
	}
	t.CreditLimitPercentage, t.CreditLimitPercentageRaw = m.percentage(w.creditLimit, group)
	t.MonthlyFlatRate, t.MonthlyFlatRateRaw = m.decimal(w.MonthlyFlatRate, group+"monthlyFlatRate")
	t.MinimumAmount, t.MinimumAmountRaw = m.money(w.LOPMinimumEligibleAmount, group+"lopMinimumEligibleAmount")
	t.MaximumAmount, t.MaximumAmountRaw = m.money(w.LOPMaximumEligibleAmount, group+"lopMaximumEligibleAmount")
	return t
}

func (m mapper) decodeTransfer(w balanceTransfer) canonical.OfferTerm {
	const group = "balanceTransferOffer."
	t := canonical.OfferTerm{
		Kind: canonical.TermBalanceTransfer, PromotionID: string(w.PromotionID), IndicatorCode: string(w.OfferIndicator),
	}
	t.CreditLimitPercentage, t.CreditLimitPercentageRaw = m.percentage(w.creditLimit, group)
	t.RecommendedAmount, t.RecommendedAmountRaw = m.money(w.EligibleLoanAmount, group+"eligibleLoanAmount")
	t.MinimumAmount, t.MinimumAmountRaw = m.money(w.BTMinimumEligibleAmount, group+"btMinimumEligibleAmount")
	t.MaximumAmount, t.MaximumAmountRaw = m.money(w.BTMaximumEligibleAmount, group+"btMaximumEligibleAmount")
	return t
}

// percentage reads either spelling (CIT-10).
func (m mapper) percentage(w creditLimit, group string) (*canonical.Decimal, string) {
	return m.decimal(cmp.Or(w.Percentage, w.Percantage), group+"creditLimitPercentage")
}

// code is reference data that the vendor types as a double: 1.0 is code 1
// (CIT-12).
func code(text lenientjson.String) string {
	whole, fraction, point := strings.Cut(string(text), ".")
	if point && whole != "" && fraction != "" && strings.Trim(fraction, "0") == "" {
		return whole
	}
	return string(text)
}
