package sandbox

import (
	"maps"
	"slices"

	"canongate/adapters/internal/simulator"
)

// values is what value makes what answer, as a caller of the gateway gives it.
func (s *sandbox) values() []simulator.Value {
	var list []simulator.Value
	add := func(operation, field string, cases map[string]string) {
		for _, value := range slices.Sorted(maps.Keys(cases)) {
			list = append(list, simulator.Answers(operation, field, [2]string{value, s.samples.Says(cases[value])})...)
		}
	}
	add("start_verification", "/identifier/number", otpCases)
	list = append(list, simulator.Answers("confirm_verification", "/otp", [2]string{goodOTP, "right, for ten minutes and once; the third wrong one is the last"})...)
	add("confirm_verification", "/identifier/number", kycCases)
	add("confirm_verification", "/identifier/number", kycFailures)
	for _, token := range slices.Sorted(maps.Keys(customerTokens)) {
		kind := customerTokens[token]
		list = append(list, simulator.Answers("get_customer", "Customer-Authorization", [2]string{token, s.samples.Says("get_customer." + kind)})...)
		list = append(list, simulator.Answers("list_offers", "Customer-Authorization", [2]string{token, s.offersText(kind)})...)
	}
	list = append(list, simulator.Answers("get_customer", "Customer-Authorization", [2]string{"any other", s.samples.Says("get_customer.unauthorized")})...)
	add("list_offers", "campaign_id", campaignFailures)
	return list
}

// offersText is what the offers of a token's case are.
func (s *sandbox) offersText(kind string) string {
	switch kind {
	case "forbidden", "rejected", "unavailable":
		return s.samples.Says("list_offers." + kind)
	case "not_found":
		return "204 none"
	case "single":
		return "200 one offer"
	}
	return "200 several offers"
}

// world is what the sandbox shows of itself.
func (s *sandbox) world() simulator.World {
	return simulator.World{Values: s.values(), Actions: []simulator.Action{{
		Name: "expire_otp", Takes: []string{"verification_id"}, Note: "The verification's transaction is over.", Do: s.expireOTP,
	}}}
}

func (s *sandbox) expireOTP(c simulator.Command) (simulator.Moved, *simulator.Refusal) {
	id := c.Verification["transaction_id"]
	if id == "" {
		return simulator.Moved{}, simulator.Invalid("verification_id", "is required")
	}
	known := false
	s.transactions.Update(id, func(t transaction, found bool) (transaction, bool) {
		known = found
		t.sent = s.now().Add(-transactionLife)
		return t, found
	})
	if !known {
		return simulator.Moved{}, simulator.NotFound("verification_id", "the sandbox knows no such verification; it forgets all when it stops or is reset")
	}
	return simulator.Moved{Status: "expired"}, nil
}
