package main

import (
	"net/http"
	"strings"

	"github.com/valyala/fasthttp"
)

const customerNumber = "7841000000000017"

// The vendor's two answers, of CDP's documented shape: a summary, and a whole customer.
const (
	validated = `{"status":"success","statusCode":200,"data":{"ecrn":"` + customerNumber + `","first_name":"NOOR","last_name":"HADDADIN",` +
		`"date_of_birth":"1991-04-17","nationality":"JO","customer_status":"ACTIVE","aml_scan_status":"CLEAN","id_status":"VALID",` +
		`"id_date_of_expiry":"2031-04-16","primary_mobile_number":"+971500000017","email_id":"noor@example.com","agent_location_id":"1"}}`
	address = `{"address_type_id":"1","building_name":"Harbour House","street_name":"12 Saffron Court","landmark":"near the park","city":"Dubai",` +
		`"district":"Marina","state":"Dubai","country":"AE","zip":12345,"mobile_number":"+971500000017","dateUpdated":"2025-01-02T03:04:05.000+00:00"}`
	document = `{"id_type":4,"id_number":"784199048372157","name_as_per_id":"NOOR HADDADIN","issued_country":"AE","issued_by":"ICP","issued_at":"Dubai",` +
		`"issued_on":"2021-04-17","date_of_expiry":"2031-04-16","default_status":true,"active_status":true,"id_front":{"file_name":"front.jpg",` +
		`"content_type":"image/jpeg","base64_data":""},"dateUpdated":"2025-01-02T03:04:05.000+00:00"}`
)

var profile = `{"ecrn":"` + customerNumber + `","salutation":"MS","first_name":"NOOR","middle_name":null,"last_name":"HADDADIN","date_of_birth":"1991-04-17",` +
	`"gender":"F","nationality":"JO","country_of_birth":"JO","place_of_birth":"AMMAN","country_of_residence":"AE","resident_type_id":100,` +
	`"primary_mobile_number":"+971500000017","email_id":"noor@example.com","occupation_id":4,"political_exposed_person":false,"aml_scan_status":"CLEAN",` +
	`"customer_status":"ACTIVE","agent_location_id":"1","address_list":[` + address + `,` + strings.Replace(address, `"1"`, `"2"`, 1) + `],"id_details":[` + document + `],` +
	`"additional_docs":[],"customer_classification":{"customer_type_id":1,"first_language":"EN","marital_status":1,"dnfbp":false,"dpms":false,` +
	`"annual_income_range_id":2,"annual_income_currency_code":"AED","employer_name":"Example Trading LLC","employer_address":"Dubai",` +
	`"profession_category":"Employee","risk_rating_id":1,"social_links":[{"social_links_id":1,"text_field":"pages.example/noor"}],"subscriptions":[]},` +
	`"customer_relations":[],"communication_consents":[{"allow":true,"communication_type":1}]}`

// What a payment and a linked bank account are answered with, of Omnumi's documented
// shape.
const (
	payerID = "7b1d0c52-3a64-4f0e-8c11-2d9a5e6f4b70"
	bankID  = "c4f7a9e3-58b2-4d6c-9f01-6e3b2a1d7c84"
	paid    = `{"message":"ACH debit taken","data":{"status":"INITIATED","referenceId":"40017735218","message":"Taken; no error","reasonCode":"A00"}}`
	linked  = `{"message":"One bank account linked","data":[{"id":"` + bankID + `","bankLegalName":"First Example Bank","bankAccountHolderName":"Noor Haddadin",` +
		`"bankAccountType":"Checking","bankAccountNumber":"000987650043","bankAccountId":"` + bankID + `","bankAbaRoutingNumber":"021000021",` +
		`"bankAccountHolderEmail":"noor@example.com","bankAccountHolderAddress":"12 Saffron Court, Springfield, KY 40069","status":"ACTIVE",` +
		`"createdAt":"2026-02-11T09:15:00.0000000+00:00","updatedAt":"2026-02-11T09:15:00.0000000+00:00"}]}`
)

// answer is the vendor stand-in.
func answer(ctx *fasthttp.RequestCtx) {
	ctx.SetContentType("application/json")
	switch path := string(ctx.Path()); {
	case strings.HasSuffix(path, "/openid-connect/token"):
		ctx.SetBodyString(`{"access_token":"of-the-stand-in","token_type":"Bearer","expires_in":36000}`)
	case strings.HasSuffix(path, "/validate"):
		ctx.SetBodyString(validated)
	case strings.HasSuffix(path, "/ach/in"):
		ctx.SetStatusCode(http.StatusCreated)
		ctx.SetBodyString(paid)
	case strings.HasSuffix(path, "/link-bank"):
		ctx.SetStatusCode(http.StatusCreated)
		ctx.SetBodyString(linked)
	default:
		ctx.SetBodyString(profile)
	}
}
