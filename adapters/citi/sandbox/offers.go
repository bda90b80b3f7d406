package sandbox

import (
	"encoding/json"
	"net/http"
	"net/url"

	"canongate/adapters/internal/simulator"
)

// offer is an offer as the sample wrote it, with the values that can be
// filtered by. The text is kept because a double must stay as it is printed.
type offer struct {
	text                                     json.RawMessage
	campaign, wave, product, segmentCategory string
}

var campaignFailures = map[string]string{
	"SB-FORBIDDEN": "list_offers.forbidden",
	"SB-REJECTED":  "list_offers.rejected",
	"SB-DOWN":      "list_offers.unavailable",
}

func readOffers(samples simulator.Samples) []offer {
	var many []json.RawMessage
	mustDecode(samples.Reply("list_offers.many").Body, &many)
	offers := []offer{newOffer(samples.Reply("list_offers.ok").Body)}
	for _, text := range many {
		offers = append(offers, newOffer(text))
	}
	return offers
}

func newOffer(text json.RawMessage) offer {
	var o struct {
		CampaignID       string `json:"campaignId"`
		WaveID           string `json:"waveId"`
		OfferProductCode string `json:"offerProductCode"`
		Merchant         struct {
			OfferSegmentCategory string `json:"offerSegmentCategory"`
		} `json:"merchantRecommendationOffer"`
	}
	mustDecode(text, &o)
	return offer{
		text: text, campaign: o.CampaignID, wave: o.WaveID, product: o.OfferProductCode,
		segmentCategory: o.Merchant.OfferSegmentCategory,
	}
}

func (s *sandbox) retrieveOffers(r *simulator.Request, customer string) simulator.Reply {
	query, location := parameters(r, "campaignId", "waveId", "accountId", "cardId", "offerId",
		"offerSegmentCategory", "virtualOfferFlag", "productCode")
	if location != "" {
		return s.invalid("list_offers", location)
	}
	if flag := query.Get("virtualOfferFlag"); flag != "" && flag != "true" && flag != "false" {
		return s.invalid("list_offers", "virtualOfferFlag")
	}
	if sample, ok := campaignFailures[query.Get("campaignId")]; ok {
		return s.samples.Reply(sample)
	}
	switch kind := customerTokens[customer]; kind {
	case "forbidden", "rejected", "unavailable":
		return s.samples.Reply("list_offers." + kind)
	case "not_found":
		return answerOffers(nil)
	case "single":
		return answerOffers(filter(s.offers[:1], query))
	}
	return answerOffers(filter(s.offers, query))
}

func filter(offers []offer, query url.Values) []json.RawMessage {
	fits := func(name, value string) bool { return !query.Has(name) || query.Get(name) == value }
	var kept []json.RawMessage
	for _, o := range offers {
		if fits("campaignId", o.campaign) && fits("waveId", o.wave) &&
			fits("productCode", o.product) && fits("offerSegmentCategory", o.segmentCategory) {
			kept = append(kept, o.text)
		}
	}
	return kept
}

// answerOffers gives one offer as an object and several as a list (CIT-3).
func answerOffers(offers []json.RawMessage) simulator.Reply {
	switch len(offers) {
	case 0:
		return simulator.Reply{Status: http.StatusNoContent}
	case 1:
		return simulator.JSON(http.StatusOK, offers[0])
	}
	return simulator.JSON(http.StatusOK, offers)
}
