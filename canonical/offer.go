package canonical

import "time"

// Offer is something a vendor offers to a customer (canonical.md §2.8).
// Codes are the vendor's reference data, passed through.
type Offer struct {
	ID             OfferID             `json:"id"`
	Object         string              `json:"object" enum:"offer"`
	Connection     string              `json:"connection"`
	VendorIDs      VendorIDs           `json:"vendor_ids,omitempty"`
	TypeCode       string              `json:"type_code,omitempty"`
	StatusCode     string              `json:"status_code,omitempty"`
	CampaignID     string              `json:"campaign_id,omitempty"`
	WaveID         string              `json:"wave_id,omitempty"`
	Description    string              `json:"description,omitempty"`
	Product        *OfferProduct       `json:"product,omitempty"`
	Priority       *int64              `json:"priority,omitempty"`
	PriorityRaw    string              `json:"priority_raw,omitempty"`
	StartsOn       Date                `json:"starts_on,omitempty" format:"date"`
	StartsOnRaw    string              `json:"starts_on_raw,omitempty" doc:"The vendor's text where it is no date; so with each _raw."`
	EndsOn         Date                `json:"ends_on,omitempty" format:"date"`
	EndsOnRaw      string              `json:"ends_on_raw,omitempty"`
	Terms          []OfferTerm         `json:"terms,omitempty"`
	Merchant       *OfferMerchant      `json:"merchant,omitempty"`
	Relationship   *OfferRelationship  `json:"relationship,omitempty"`
	Reaction       *OfferReaction      `json:"reaction,omitempty"`
	TemplateFields map[string]Personal `json:"template_fields,omitempty"`
	Supplement
}

// OfferProduct is the product on offer.
type OfferProduct struct {
	Code        string `json:"code,omitempty"`
	Description string `json:"description,omitempty"`
}

// OfferTerm is one way to take the offer, with its conditions.
type OfferTerm struct {
	Kind                     string             `json:"kind" enum:"easy_payment_plan,loan_over_phone,balance_transfer,electronic_certificate_of_deposit,generic,segment_change"`
	PromotionID              string             `json:"promotion_id,omitempty"`
	IndicatorCode            string             `json:"indicator_code,omitempty"`
	CreditLimitPercentage    *Decimal           `json:"credit_limit_percentage,omitempty" doc:"Decimal string."`
	CreditLimitPercentageRaw string             `json:"credit_limit_percentage_raw,omitempty"`
	MonthlyFlatRate          *Decimal           `json:"monthly_flat_rate,omitempty" doc:"Decimal string."`
	MonthlyFlatRateRaw       string             `json:"monthly_flat_rate_raw,omitempty"`
	MinimumAmount            *Money             `json:"minimum_amount,omitempty"`
	MinimumAmountRaw         string             `json:"minimum_amount_raw,omitempty"`
	MaximumAmount            *Money             `json:"maximum_amount,omitempty"`
	MaximumAmountRaw         string             `json:"maximum_amount_raw,omitempty"`
	RecommendedAmount        *Money             `json:"recommended_amount,omitempty"`
	RecommendedAmountRaw     string             `json:"recommended_amount_raw,omitempty"`
	VariantCode              string             `json:"variant_code,omitempty"`
	SecurityCode             string             `json:"security_code,omitempty"`
	Merchant                 *OfferTermMerchant `json:"merchant,omitempty"`
	Segment                  *OfferSegment      `json:"segment,omitempty"`
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
	Number             string `json:"number,omitempty"`
	OrganizationNumber string `json:"organization_number,omitempty"`
}

// OfferSegment is a change of customer segment.
type OfferSegment struct {
	Current         string       `json:"current,omitempty"`
	Previous        string       `json:"previous,omitempty"`
	ChangedOn       Date         `json:"changed_on,omitempty" format:"date"`
	ChangedOnRaw    string       `json:"changed_on_raw,omitempty"`
	AmountToNext    *SignedMoney `json:"amount_to_next,omitempty"`
	AmountToNextRaw string       `json:"amount_to_next_raw,omitempty"`
	OfferCode       string       `json:"offer_code,omitempty"`
}

// OfferMerchant is a recommended merchant.
type OfferMerchant struct {
	SegmentCategory string `json:"segment_category_code,omitempty"`
	SegmentScore    *int64 `json:"segment_score,omitempty" doc:"1 to 100."`
	SegmentScoreRaw string `json:"segment_score_raw,omitempty"`
	Rank            *int64 `json:"rank,omitempty"`
	RankRaw         string `json:"rank_raw,omitempty"`
	ModeCode        string `json:"mode_code,omitempty"`
	LocalityCode    string `json:"locality_code,omitempty"`
	CategoryCode    string `json:"category_code,omitempty"`
}

// OfferRelationship is the customer's history with the vendor.
type OfferRelationship struct {
	Years                   *int64        `json:"years,omitempty"`
	YearsRaw                string        `json:"years_raw,omitempty"`
	Language                string        `json:"language,omitempty"`
	LanguageRaw             string        `json:"language_raw,omitempty"`
	CurrentSegmentCode      string        `json:"current_segment_code,omitempty"`
	LastUpgradedSegmentCode string        `json:"last_upgraded_segment_code,omitempty"`
	Returns                 *OfferReturns `json:"returns,omitempty"`
	GoalSubmitted           *bool         `json:"goal_submitted,omitempty"`
	GoalSubmittedRaw        string        `json:"goal_submitted_raw,omitempty"`
}

// OfferReturns is what the relationship earned; the vendor rounds down to tens.
type OfferReturns struct {
	NetSavings       *SignedMoney `json:"net_savings,omitempty"`
	NetSavingsRaw    string       `json:"net_savings_raw,omitempty"`
	NewInvestment    *SignedMoney `json:"new_investment,omitempty"`
	NewInvestmentRaw string       `json:"new_investment_raw,omitempty"`
	Dividends        *SignedMoney `json:"dividends,omitempty"`
	DividendsRaw     string       `json:"dividends_raw,omitempty"`
	TotalGain        *SignedMoney `json:"total_gain,omitempty"`
	TotalGainRaw     string       `json:"total_gain_raw,omitempty"`
}

// OfferReaction is what the customer did with the offer.
type OfferReaction struct {
	Code  string     `json:"code,omitempty"`
	At    *time.Time `json:"at,omitempty"`
	AtRaw string     `json:"at_raw,omitempty"`
}

// OfferQuery lists offers (list_offers).
type OfferQuery struct {
	CustomerID            CustomerID `json:"-" path:"id"`
	Me                    bool       `json:"-"`
	CustomerAuthorization Secret     `json:"-" header:"Customer-Authorization" doc:"The customer's own token at the vendor."`
	ClientDetails         Secret     `json:"-" header:"Client-Details" maxLength:"8192" doc:"What the vendor wants to know of the end user's device, in the vendor's own form. Passed through, never logged or kept."`
	CampaignID            string     `json:"-" query:"campaign_id" maxLength:"255"`
	WaveID                string     `json:"-" query:"wave_id" maxLength:"255"`
	AccountRef            string     `json:"-" query:"account_ref" maxLength:"1024" doc:"The vendor's encrypted account id, opaque."`
	CardRef               string     `json:"-" query:"card_ref" maxLength:"1024" doc:"The vendor's encrypted card id, opaque."`
	OfferID               string     `json:"-" query:"offer_id" maxLength:"255"`
	SegmentCategory       string     `json:"-" query:"segment_category" maxLength:"255"`
	Virtual               string     `json:"-" query:"virtual" enum:"true,false"`
	ProductCode           string     `json:"-" query:"product_code" maxLength:"255"`
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
