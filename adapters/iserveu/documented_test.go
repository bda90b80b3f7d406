package iserveu_test

import (
	"canongate/adapters/conformance"
	"canongate/canonical"
)

const (
	getCustomer     = "Get Customer"
	processCustomer = "Process Customer"
	sendOTP         = "Send OTP (public developer pages)"

	ofSettings  = "the connection's username"
	theOutcome  = "says whether the call was a success"
	knownAsSent = "is held against the number that was asked for"
)

// documented are the members of iServeU's document, in its order.
func documented() (list []conformance.Documented) {
	asked := func(operation, member, to, reason string) {
		section := map[string]string{"lookup_customer": getCustomer, "get_customer": getCustomer, "start_verification": sendOTP}[operation]
		if section == "" {
			section = processCustomer
		}
		list = append(list, conformance.Documented{Section: section, Operation: operation, In: canonical.InRequest, Member: member, To: to, Reason: reason})
	}
	said := func(operation, member, to, reason string) {
		asked(operation, member, to, reason)
		list[len(list)-1].In = canonical.InAnswer
	}
	for _, op := range []string{"lookup_customer", "get_customer", "create_customer", "update_customer"} {
		switch op {
		case "lookup_customer":
			asked(op, "mobileNumber", "/phone", "")
		case "create_customer":
			asked(op, "mobileNumber", "/phones/*/number", "")
		default:
			asked(op, "mobileNumber", conformance.ByAdapter, "is what the customer's id holds")
		}
		if op == "create_customer" || op == "update_customer" {
			for member, to := range map[string]string{
				"name": "/name/full_name", "address": "/addresses/*/lines", "pincode": "/addresses/*/postal_code", "ovdType": "/identifiers/*/type",
				"ovdData": "/identifiers/*/number", "otp": "/verification/otp",
				"paramA": "/metadata/param_a", "paramB": "/metadata/param_b", "paramC": "/metadata/param_c",
			} {
				asked(op, member, to, "")
			}
		}
		asked(op, "username", conformance.ByAdapter, ofSettings)
		asked(op, "latlong", "/client_context/latitude", "")
		asked(op, "publicIP", "/client_context/ip_address", "")
		said(op, "status", conformance.ByAdapter, theOutcome)
		said(op, "statusDesc", conformance.ByAdapter, "explains a failure in the problem's vendor.message")
		said(op, "statusCode", "/status", "")
		said(op, "name", "/name/full_name", "")
		said(op, "mobileNumber", "/phones/*/number", knownAsSent)
		said(op, "KYCTypeFlag", "/kyc/document_status", "")
		if op == "create_customer" || op == "update_customer" {
			said(op, "paramA", "/metadata/param_a", "")
			said(op, "paramB", "/metadata/param_b", "")
			said(op, "paramC", "/metadata/param_c", "")
		}
	}
	return append(list, documentedOTP()...)
}

func documentedOTP() (list []conformance.Documented) {
	for _, d := range []struct {
		member, to, reason string
	}{
		{"customerMobileNumber", "/phone", ""},
		{"externalRefNumber", "/supplementary_data/externalRefNumber", ""},
		{"requestedAmount", conformance.Ignored, ""},
		{"username", conformance.ByAdapter, ofSettings},
		{"otpType", conformance.ByAdapter, "is 1, a customer's registration"},
		{"latLong", "/client_context/latitude", ""},
		{"publicIP", "/client_context/ip_address", ""},
		{"ovdType", "/identifier/type", ""},
		{"ovdData", "/identifier/number", ""},
		{"pid", conformance.Ignored, ""},
		{"email", "/supplementary_data/email", ""},
		{"paramA", "/supplementary_data/paramA", ""},
		{"paramB", "/supplementary_data/paramB", ""},
		{"paramC", "/supplementary_data/paramC", ""},
	} {
		list = append(list, conformance.Documented{
			Section: sendOTP, Operation: "start_verification", In: canonical.InRequest, Member: d.member, To: d.to, Reason: d.reason,
		})
	}
	for _, d := range []struct{ member, to, reason string }{
		{"status", conformance.ByAdapter, theOutcome},
		{"statusCode", conformance.ByAdapter, theOutcome},
		{"statusDesc", conformance.ByAdapter, "explains a failure in the problem's vendor.message"},
	} {
		list = append(list, conformance.Documented{
			Section: sendOTP, Operation: "start_verification", In: canonical.InAnswer, Member: d.member, To: d.to, Reason: d.reason,
		})
	}
	return append(list,
		conformance.Documented{Section: getCustomer, Operation: "create_customer_reference", In: canonical.InRequest, Member: "mobileNumber", To: "/vendor_ids"},
		conformance.Documented{Section: getCustomer, Operation: "create_customer_reference", In: canonical.InAnswer, Member: "mobileNumber", To: "/phones/*/number"},
		conformance.Documented{Section: getCustomer, Operation: "create_reference", In: canonical.InRequest, Member: "mobileNumber", To: "/vendor_ids"})
}
