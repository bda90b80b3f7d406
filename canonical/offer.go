package canonical

import "time"

// Offer is something a vendor offers to a customer (canonical.md §2.8).
// Codes are the vendor's reference data, passed through.
type Offer struct {
	ID             OfferID             `json:"id"`
	Object         string              `json:"object" enum:"offer"`
	Connection     string              `json:"connection"`
	VendorIDs      VendorIDs           `json:"vendor_ids,omitempty"`
	TypeCode       string              `json:"type_code,omitempty" doc:"The vendor's code of the kind of offer."`
	StatusCode     string              `json:"status_code,omitempty" doc:"The vendor's code of the offer's state."`
	CampaignID     string              `json:"campaign_id,omitempty" doc:"The vendor's key of the campaign."`
	WaveID         string              `json:"wave_id,omitempty" doc:"The vendor's key of the campaign's wave."`
	Description    string              `json:"description,omitempty" doc:"The offer in the vendor's words."`
	Product        *OfferProduct       `json:"product,omitempty" doc:"The product on offer."`
	Priority       *int64              `json:"priority,omitempty" doc:"The vendor's order among its offers."`
	PriorityRaw    string              `json:"priority_raw,omitempty"`
	StartsOn       Date                `json:"starts_on,omitempty" format:"date" doc:"The first day of the offer."`
	StartsOnRaw    string              `json:"starts_on_raw,omitempty" doc:"The vendor's text where it is no date; so with each _raw."`
	EndsOn         Date                `json:"ends_on,omitempty" format:"date" doc:"The last day of the offer."`
	EndsOnRaw      string              `json:"ends_on_raw,omitempty"`
	Terms          []OfferTerm         `json:"terms,omitempty" doc:"The ways in which the offer can be taken."`
	Merchant       *OfferMerchant      `json:"merchant,omitempty" doc:"The merchant that is recommended."`
	Relationship   *OfferRelationship  `json:"relationship,omitempty" doc:"The customer's history with the vendor."`
	Reaction       *OfferReaction      `json:"reaction,omitempty" doc:"What the customer did with the offer."`
	TemplateFields map[string]Personal `json:"template_fields,omitempty" doc:"Values for the vendor's own templates, by their names."`
	Supplement
}

// OfferProduct is the product on offer.
type OfferProduct struct {
	Code        string `json:"code,omitempty" doc:"The vendor's code of the product."`
	Description string `json:"description,omitempty" doc:"The product in words."`
}

// OfferTerm is one way to take the offer, with its conditions.
type OfferTerm struct {
	Kind                     string             `json:"kind" enum:"easy_payment_plan,loan_over_phone,balance_transfer,electronic_certificate_of_deposit,generic,segment_change" doc:"Which way of taking the offer it is."`
	PromotionID              string             `json:"promotion_id,omitempty" doc:"The vendor's key of the promotion."`
	IndicatorCode            string             `json:"indicator_code,omitempty" doc:"The vendor's indicator of the term."`
	CreditLimitPercentage    *Decimal           `json:"credit_limit_percentage,omitempty" doc:"Decimal string."`
	CreditLimitPercentageRaw string             `json:"credit_limit_percentage_raw,omitempty"`
	MonthlyFlatRate          *Decimal           `json:"monthly_flat_rate,omitempty" doc:"Decimal string."`
	MonthlyFlatRateRaw       string             `json:"monthly_flat_rate_raw,omitempty"`
	MinimumAmount            *Money             `json:"minimum_amount,omitempty" doc:"The smallest amount."`
	MinimumAmountRaw         string             `json:"minimum_amount_raw,omitempty"`
	MaximumAmount            *Money             `json:"maximum_amount,omitempty" doc:"The largest amount."`
	MaximumAmountRaw         string             `json:"maximum_amount_raw,omitempty"`
	RecommendedAmount        *Money             `json:"recommended_amount,omitempty" doc:"The amount that the vendor recommends."`
	RecommendedAmountRaw     string             `json:"recommended_amount_raw,omitempty"`
	VariantCode              string             `json:"variant_code,omitempty" doc:"The vendor's code of the variant."`
	SecurityCode             string             `json:"security_code,omitempty" doc:"The vendor's code for the customer to quote."`
	Merchant                 *OfferTermMerchant `json:"merchant,omitempty" doc:"The merchant of a payment plan."`
	Segment                  *OfferSegment      `json:"segment,omitempty" doc:"The change of segment that is offered."`
}

// Kinds of a term.
const (
	TermEasyPaymentPlan = "easy_payment_plan"
	TermLoanOverPhone   = "loan_over_phone"
	TermBalanceTransfer = "balance_transfer"
	TermECD             = "electronic_certificate_of_deposit"
	TermGeneric         = "generic"
	TermSegmentChange   = "segment_change"
)

// OfferTermMerchant is the merchant of a payment plan.
type OfferTermMerchant struct {
	Number             string `json:"number,omitempty" doc:"The merchant's number."`
	OrganizationNumber string `json:"organization_number,omitempty" doc:"The number of the merchant's organization."`
}

// OfferSegment is a change of customer segment.
type OfferSegment struct {
	Current         string       `json:"current,omitempty" doc:"The segment after the change."`
	Previous        string       `json:"previous,omitempty" doc:"The segment before the change."`
	ChangedOn       Date         `json:"changed_on,omitempty" format:"date" doc:"The day of the change."`
	ChangedOnRaw    string       `json:"changed_on_raw,omitempty"`
	AmountToNext    *SignedMoney `json:"amount_to_next,omitempty" doc:"What is missing for the next segment."`
	AmountToNextRaw string       `json:"amount_to_next_raw,omitempty"`
	OfferCode       string       `json:"offer_code,omitempty" doc:"The vendor's code of the offer that goes with it."`
}

// OfferMerchant is a recommended merchant.
type OfferMerchant struct {
	SegmentCategory string `json:"segment_category_code,omitempty" doc:"The vendor's code of the merchant's segment."`
	SegmentScore    *int64 `json:"segment_score,omitempty" doc:"1 to 100."`
	SegmentScoreRaw string `json:"segment_score_raw,omitempty"`
	Rank            *int64 `json:"rank,omitempty" doc:"The merchant's rank among those recommended."`
	RankRaw         string `json:"rank_raw,omitempty"`
	ModeCode        string `json:"mode_code,omitempty" doc:"The vendor's code of how the merchant sells."`
	LocalityCode    string `json:"locality_code,omitempty" doc:"The vendor's code of where the merchant is."`
	CategoryCode    string `json:"category_code,omitempty" doc:"The vendor's code of the merchant's category."`
}

// OfferRelationship is the customer's history with the vendor.
type OfferRelationship struct {
	Years                   *int64        `json:"years,omitempty" doc:"Years since the relationship began."`
	YearsRaw                string        `json:"years_raw,omitempty"`
	Language                string        `json:"language,omitempty" doc:"The customer's language, a BCP 47 tag."`
	LanguageRaw             string        `json:"language_raw,omitempty"`
	CurrentSegmentCode      string        `json:"current_segment_code,omitempty" doc:"The vendor's code of the segment now."`
	LastUpgradedSegmentCode string        `json:"last_upgraded_segment_code,omitempty" doc:"The vendor's code of the segment before the last change."`
	Returns                 *OfferReturns `json:"returns,omitempty" doc:"What the relationship earned."`
	GoalSubmitted           *bool         `json:"goal_submitted,omitempty" doc:"Whether the customer has named a savings goal."`
	GoalSubmittedRaw        string        `json:"goal_submitted_raw,omitempty"`
}

// OfferReturns is what the relationship earned; the vendor rounds down to tens.
type OfferReturns struct {
	NetSavings       *SignedMoney `json:"net_savings,omitempty" doc:"What was saved."`
	NetSavingsRaw    string       `json:"net_savings_raw,omitempty"`
	NewInvestment    *SignedMoney `json:"new_investment,omitempty" doc:"What was newly invested."`
	NewInvestmentRaw string       `json:"new_investment_raw,omitempty"`
	Dividends        *SignedMoney `json:"dividends,omitempty" doc:"Dividends."`
	DividendsRaw     string       `json:"dividends_raw,omitempty"`
	TotalGain        *SignedMoney `json:"total_gain,omitempty" doc:"The gain in all."`
	TotalGainRaw     string       `json:"total_gain_raw,omitempty"`
}

// OfferReaction is what the customer did with the offer.
type OfferReaction struct {
	Code  string     `json:"code,omitempty" doc:"The vendor's code of the reaction."`
	At    *time.Time `json:"at,omitempty" doc:"When the customer reacted."`
	AtRaw string     `json:"at_raw,omitempty"`
}

// OfferQuery lists offers (list_offers).
type OfferQuery struct {
	CustomerID            CustomerID `json:"-" path:"id"`
	Me                    bool       `json:"-"`
	CustomerAuthorization Secret     `json:"-" header:"Customer-Authorization" doc:"The customer's own token at the vendor."`
	ClientDetails         Secret     `json:"-" header:"Client-Details" maxLength:"8192" doc:"What the vendor wants to know of the end user's device, in the vendor's own form. Passed through, never logged or kept."`
	CampaignID            string     `json:"-" query:"campaign_id" maxLength:"255" doc:"Only offers of this campaign."`
	WaveID                string     `json:"-" query:"wave_id" maxLength:"255" doc:"Only offers of this wave."`
	AccountRef            string     `json:"-" query:"account_ref" maxLength:"1024" doc:"The vendor's encrypted account id, opaque."`
	CardRef               string     `json:"-" query:"card_ref" maxLength:"1024" doc:"The vendor's encrypted card id, opaque."`
	OfferID               string     `json:"-" query:"offer_id" maxLength:"255" doc:"Only the offer with this key of the vendor's."`
	SegmentCategory       string     `json:"-" query:"segment_category" maxLength:"255" doc:"Only offers for this segment."`
	Virtual               string     `json:"-" query:"virtual" enum:"true,false" doc:"Whether virtual products are offered too."`
	ProductCode           string     `json:"-" query:"product_code" maxLength:"255" doc:"Only offers of this product."`
}

// EachID visits the offer's id.
func (o *Offer) EachID(visit func(string, Sealable)) { visit("/id", &o.ID) }

// EachID visits the customer's id.
func (q *OfferQuery) EachID(visit func(string, Sealable)) { visit("/id", &q.CustomerID) }

// Validate holds an offer that a vendor answered to the formats of §1.1. Its
// amounts may have more decimals than their currency: only a payment's may not.
func (o *Offer) Validate() error {
	var c Check
	c.Date("/starts_on", o.StartsOn)
	c.Date("/ends_on", o.EndsOn)
	return c.Err()
}
