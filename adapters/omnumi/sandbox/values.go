package sandbox

import (
	"maps"
	"slices"

	"canongate/adapters/internal/simulator"
)

// values is what value makes what answer, as a caller of the gateway gives it.
func values() []simulator.Value {
	list := []simulator.Value{
		{Operation: "create_customer_reference", Field: "/vendor_ids/customer_account_id", Value: "c0000000-0000-4000-8000-000000000001", Answer: "a customer with one linked bank account"},
		{Operation: "create_customer_reference", Field: "/vendor_ids/customer_account_id", Value: "c0000000-0000-4000-8000-000000000002", Answer: "a customer without bank accounts"},
		{Operation: "link_bank_account", Field: "/plaid/token", Value: "wrong", Answer: "400 plaidToken is not valid"},
		{Operation: "confirm_verification", Field: "/otp", Value: rightOTP, Answer: "right, for ten minutes and once; the fifth wrong one is the last"},
	}
	for _, otp := range slices.Sorted(maps.Keys(magicOTPs)) {
		list = append(list, simulator.Value{Operation: "confirm_verification", Field: "/otp", Value: otp, Answer: samples.Says("confirm_verification." + magicOTPs[otp])})
	}
	for _, m := range magicAmounts {
		executed := "not executed"
		if m.executed {
			executed = "executed all the same"
		}
		list = append(list, simulator.Value{
			Operation: "create_payment", Field: "/amount/value", Value: string(m.amount), Answer: samples.Says("create_payment."+m.sample) + "; " + executed,
		})
	}
	for _, whole := range slices.Sorted(maps.Keys(fates)) {
		list = append(list, simulator.Answers("create_payment", "/amount/value", [2]string{whole + ".00", fates[whole].answer})...)
	}
	list = append(list, simulator.Value{
		Operation: "create_payment", Field: "/amount/value", Value: "any other", Answer: "201; settles on the second weekday after, by the sandbox's clock",
	})
	return append(list, mailValues()...)
}

// mailCalls are the operations that an e-mail address can make fail, and where it
// stands.
var mailCalls = []struct{ call, operation, sample, field string }{
	{"preview", "create_agreement", "create_agreement", "/party/email"},
	{"get", "get_agreement", "get_agreement", "/party/email"},
	{"put", "decide_agreement", "decide_agreement", "/party/email"},
	{"otp", "start_verification", "start_verification", "/email"},
}

func mailValues() []simulator.Value {
	var list []simulator.Value
	for _, c := range mailCalls {
		for _, sample := range troubles[c.call] {
			list = append(list, simulator.Value{
				Operation: c.operation, Field: c.field, Value: c.call + "." + sample + "@example.com", Answer: samples.Says(c.sample + "." + sample),
			})
		}
	}
	return list
}
