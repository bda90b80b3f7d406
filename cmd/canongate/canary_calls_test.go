package main

import (
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"net/http"
	"strings"
	"testing"
)

// step is a call that has canaries in it. Path and body name ids of earlier
// steps as ${name}.
type step struct {
	vendor, operation string
	connection        string // asked for; "": the id says it
	method, path      string
	body              string
	header            map[string]string
	gives             string // name of the id of what the step makes
	find              string // in a list: the id of the first item that holds this text
	// echoed says that the canary is a path or a name in the request: an answer
	// says to its caller where the mistake is, in the caller's own words.
	echoed bool
}

func (s step) key() string {
	return s.vendor + "-" + s.operation + "-" + strings.NewReplacer("/", "-", "$", "", "{", "", "}", "").Replace(s.path) + hash(s.body)
}

func hash(text string) string {
	sum := sha256.Sum256([]byte(text))
	return hex.EncodeToString(sum[:4])
}

// hurried is the step of a caller who does not wait.
func (s step) hurried() step {
	header := map[string]string{"Request-Timeout": "300ms"}
	for name, value := range s.header {
		header[name] = value
	}
	s.header = header
	return s
}

// learn keeps the id that the step gave.
func (s step) learn(t *testing.T, known map[string]string, body []byte) {
	t.Helper()
	if s.gives == "" {
		return
	}
	var answer struct {
		ID   string `json:"id"`
		Data []json.RawMessage
	}
	must(t, json.Unmarshal(body, &answer))
	for _, item := range answer.Data {
		if answer.ID == "" && strings.Contains(string(item), s.find) {
			must(t, json.Unmarshal(item, &answer))
		}
	}
	if answer.ID == "" {
		t.Fatalf("%s: no id in %s", s.key(), body)
	}
	known[s.gives] = answer.ID
}

func post(vendor, operation, path, body string) step {
	return step{vendor: vendor, operation: operation, connection: vendor, method: http.MethodPost, path: path, body: body}
}

func get(vendor, operation, path string) step {
	return step{vendor: vendor, operation: operation, connection: vendor, method: http.MethodGet, path: path}
}

// byID leaves the choice of the connection to the id in the path.
func (s step) byID() step { s.connection = ""; return s }

func (s step) giving(name string) step { s.gives = name; return s }

func (s step) giving1st(name, find string) step { s.gives, s.find = name, find; return s }

func (s step) with(name, value string) step {
	header := map[string]string{name: value}
	for name, value := range s.header {
		header[name] = value
	}
	s.header = header
	return s
}

func (s step) echo() step { s.echoed = true; return s }

func (s step) as(method string) step { s.method = method; return s }

var canaryContent = base64.StdEncoding.EncodeToString([]byte(canaryBytes))

const (
	canaryName     = `"name": {"given_name": "` + canaryGiven + `", "family_name": "` + canaryFamily + `"}`
	canaryEmails   = `"emails": [{"address": "` + canaryMail + `", "primary": true}]`
	canaryIdentity = `"birthdate": "1987-03-02", "gender": "female", "nationalities": ["AE"], "country_of_residence": "AE"`
)

// canaryCalls calls every operation of every vendor, so that each of them
// succeeds.
func canaryCalls() []step {
	var all []step
	for _, calls := range [][]step{callsByReference(), callsOfCDP(), callsOfCiti(), callsOfIServeU(), callsOfOmnumi(), callsOfTemenos()} {
		all = append(all, calls...)
	}
	return append(all,
		get("omnumi", "get_payment", "/v1/payments/${payment}").byID(),
		step{operation: "list_payments", method: http.MethodGet, path: "/v1/payments?reference=" + canaryText},
		step{operation: "list_connections", method: http.MethodGet, path: "/v1/connections"},
		step{operation: "get_connection", method: http.MethodGet, path: "/v1/connections/cdp"},
		step{operation: "get_connection_fields", method: http.MethodGet, path: "/v1/connections/iserveu/fields?operation=start_verification"},
		step{operation: "list_fields", method: http.MethodGet, path: "/v1/fields?operation=create_customer&country=AE"},
	)
}

func callsOfCDP() []step {
	const customer = `{` + canaryName + `,` + canaryIdentity + `,` + canaryEmails + `,
		"phones": [{"number": "` + canaryPhoneAE + `", "type": "mobile", "primary": true}],
		"employment": {"employer": {"name": "` + canaryEmployer + `"}},
		"addresses": [{"type": "residence", "building_name": "` + canaryStreet + `", "city": "Dubai", "country": "AE"}],
		"identifiers": [{"type": "emirates_id", "number": "` + canaryEmirates + `", "issuing_country": "AE", "expires_on": "2031-04-16", "primary": true, "name_on_document": "` + canaryGiven + `"},
			{"type": "ssn", "number": "` + canaryText + `"}, {"type": "tax_id", "number": "` + canaryEmirates + `", "issuing_country": "AE"}],
		"websites": [{"type_code": "1", "url": "` + canaryText + `"}],
		"supplementary_data": {"personal_mohre_id": "` + canaryText + `", "agent_location_id": "1", "dnfbp": false},
		"metadata": {"remarks": "` + canaryText + `"}}`
	return []step{
		post("cdp", "create_customer", "/v1/customers", customer).giving("cdp"),
		post("cdp", "lookup_customer", "/v1/customers/lookup", `{"identifier": {"type": "emirates_id", "number": "`+canaryEmirates+`"}}`),
		get("cdp", "get_customer", "/v1/customers/${cdp}").byID(),
		post("cdp", "update_customer", "/v1/customers/${cdp}", `{`+canaryEmails+`, "employment": null}`).as(http.MethodPatch).byID(),
		post("cdp", "create_customer_reference", "/v1/customers/references", `{"vendor_ids": {"ecrn": "7841000000000001"}}`),
		post("cdp", "create_reference", "/v1/references", `{"type": "customer", "vendor_ids": {"ecrn": "7841000000000001"}}`),
		event("7841000000000001"),
	}
}

// callsByReference are those of a person who has an id of the app's own. It stands in
// paths, so an answer may name it to its caller.
func callsByReference() []step {
	const person = `"external_reference": "` + canaryPerson + `"`
	return []step{
		post("cdp", "create_customer", "/v1/customers", `{`+canaryName+`,`+canaryIdentity+`,`+person+`,
			"identifiers": [{"type": "emirates_id", "number": "`+canaryEmirates+`", "issuing_country": "AE"}]}`),
		post("cdp", "lookup_customer", "/v1/customers/lookup", `{"identifier": {"type": "emirates_id", "number": "`+canaryEmirates+`"},`+person+`}`),
		get("cdp", "get_customer", "/v1/customers/ref:"+canaryPerson).echo(),
		get("cdp", "get_customer", "/v1/customers/ref:"+canaryPerson).byID().echo(),
		post("omnumi", "create_customer_reference", "/v1/customers/references",
			`{"vendor_ids": {"customer_account_id": "c0000000-0000-4000-8000-000000000001"},`+person+`}`),
		post("omnumi", "start_verification", "/v1/verifications",
			`{"method": "email_otp", "email": "`+canaryMail+`", "customer_id": "ref:`+canaryPerson+`"}`),
		get("omnumi", "list_bank_accounts", "/v1/customers/ref:"+canaryPerson+"/bank_accounts").echo(),
		{operation: "list_payments", method: http.MethodGet, path: "/v1/payments?customer_id=ref:" + canaryPerson},
		{operation: "list_customer_references", method: http.MethodGet, path: "/v1/customers?external_reference=" + canaryPerson},
		{operation: "forget_customer_references", method: http.MethodDelete, path: "/v1/customers/references?external_reference=of-" + canaryPerson},
	}
}

// event is what CDP tells about a customer, signed.
func event(ecrn string) step {
	body := `{"ecrn": "` + ecrn + `", "aml_scan_status": "Accepted", "customer_status": "ACTIVE"}`
	return post("cdp", "receive_event", "/v1/inbound/cdp/events", body).with("X-Signature", signature(canaryCallback, body)).byID()
}

func callsOfCiti() []step {
	const (
		subject = `"identifier": {"type": "aadhaar", "number": "` + canaryAadhaar + `"}, "consent": {"granted": true, "text_id": "aadhaar-v1", "granted_at": "2026-03-01T10:00:00Z"}`
		token   = "Customer-Authorization"
		device  = "Client-Details"
	)
	return []step{
		post("citi", "start_verification", "/v1/verifications", `{"method": "aadhaar_otp", `+subject+`}`).with(device, canaryText).giving("aadhaar"),
		post("citi", "confirm_verification", "/v1/verifications/${aadhaar}/confirm", `{"otp": "`+canaryOTP+`", `+subject+`}`).with(device, canaryText).byID(),
		get("citi", "get_customer", "/v1/customers/me").with(token, "sandbox-customer-token").with(device, canaryText),
		get("citi", "list_offers", "/v1/customers/me/offers").with(token, "sandbox-customer-token").with(device, canaryText),
	}
}

func callsOfIServeU() []step {
	const customer = `{"name": {"full_name": "` + canaryGiven + ` ` + canaryFamily + `"},
		"phones": [{"number": "+91` + canaryPhoneIN + `", "primary": true}],
		"addresses": [{"lines": ["` + canaryStreet + `"], "postal_code": "570001"}],
		"identifiers": [{"type": "aadhaar", "number": "` + canaryAadhaar + `"}],
		"verification": {"otp": "` + canaryOTP + `"}}`
	return []step{
		post("iserveu", "start_verification", "/v1/verifications", `{"method": "sms_otp", "phone": "+91`+canaryPhoneIN+`", "identifier": {"type": "aadhaar", "number": "`+canaryAadhaar+`"},
			"supplementary_data": {"email": "`+canaryMail+`", "paramA": "`+canaryText+`", "undeclared": "`+canaryText+`"}}`),
		post("iserveu", "create_customer", "/v1/customers", customer).giving("iserveu"),
		post("iserveu", "lookup_customer", "/v1/customers/lookup", `{"phone": "+91`+canaryPhoneIN+`"}`),
		get("iserveu", "get_customer", "/v1/customers/${iserveu}").byID(),
		post("iserveu", "update_customer", "/v1/customers/${iserveu}", customer).as(http.MethodPatch).byID(),
		post("iserveu", "create_customer_reference", "/v1/customers/references", `{"vendor_ids": {"phone": "+91`+canaryPhoneIN+`"}}`),
		post("iserveu", "create_reference", "/v1/references", `{"type": "customer", "vendor_ids": {"phone": "+91`+canaryPhoneIN+`"}}`),
	}
}

func callsOfOmnumi() []step {
	const (
		party = `"given_name": "` + canaryGiven + `", "family_name": "` + canaryFamily + `", "email": "` + canaryMail + `", "ip_address": "` + canaryIP + `", "wallet_address": "` + canaryWallet + `"`
		full  = party + `, "birthdate": "1987-03-02", "tax": {"country": "US", "id": "` + canaryTax + `"}, "phone": {"number": "` + canaryPhoneUS + `", "sms_allowed": true},
			"address": {"lines": ["` + canaryStreet + `"], "city": "Bowling Green", "state": "KY", "postal_code": "42101", "country": "US"}`
		account = `{"link_method": "account_numbers", "institution_name": "First Canary Bank", "holder": {"name": "` + canaryGiven + `", "email": "` + canaryMail + `", "phone": "` + canaryPhoneUS + `"},
			"account_type": "checking", "account_number": "` + canaryAccount + `", "routing_number": "123456780"}`
		payment = `{"direction": "debit", "rail": "ach", "amount": {"value": "100.50", "currency": "USD"}, "asset": {"symbol": "USBC"},
			"customer_id": "${omnumi}", "bank_account_id": "${account}", "wallet": {"type": "namespace", "value": "quistormeyer73"},
			"ach": {"sec_code": "WEB"}, "authorization": {"text": "` + canaryText + `", "ip_address": "` + canaryIP + `"}, "reference": "` + canaryText + `"}`
	)
	return []step{
		post("omnumi", "create_customer_reference", "/v1/customers/references", `{"vendor_ids": {"customer_account_id": "c0000000-0000-4000-8000-000000000001"}}`).giving("omnumi"),
		post("omnumi", "start_verification", "/v1/verifications", `{"method": "email_otp", "email": "`+canaryMail+`"}`).giving("mail"),
		post("omnumi", "confirm_verification", "/v1/verifications/${mail}/confirm", `{"otp": "`+canaryOTP+`"}`).byID(),
		post("omnumi", "create_reference", "/v1/references", `{"type": "agreement", "vendor_ids": {"agreement_id": "a6f0c1d2-3b4e-4c5d-8e9f-102132435465"}}`),
		get("omnumi", "get_agreement_template", "/v1/agreement_templates/privacy_policy"),
		post("omnumi", "create_agreement", "/v1/agreements", `{"kind": "standard", "party": {`+full+`}}`),
		post("omnumi", "create_agreement", "/v1/agreements", `{"kind": "ul", "party": {`+party+`}}`).giving1st("agreement", `"id"`),
		get("omnumi", "list_agreements", "/v1/agreements"),
		get("omnumi", "get_agreement", "/v1/agreements/${agreement}").byID(),
		post("omnumi", "decide_agreement", "/v1/agreements/${agreement}/decision", `{"decision": "accepted"}`).as(http.MethodPut).byID(),
		post("omnumi", "link_bank_account", "/v1/customers/${omnumi}/bank_accounts", account).byID(),
		post("omnumi", "link_bank_account", "/v1/customers/${omnumi}/bank_accounts", `{"link_method": "plaid", "plaid": {"token": "`+canaryPlaid+`", "consented_at": "2026-03-01T10:00:00Z"}}`).byID(),
		get("omnumi", "list_bank_accounts", "/v1/customers/${omnumi}/bank_accounts").byID().giving1st("account", `"id"`),
		post("omnumi", "create_payment", "/v1/payments", payment).byID().giving("payment"),
	}
}

func callsOfTemenos() []step {
	const customer = `{` + canaryName + `, "birthdate": "1987-03-02", ` + canaryEmails + `, "phones": [{"number": "` + canaryPhoneAE + `", "primary": true}],
		"role": "%", "consents": [{"text_id": "Create_PersonalInfo_Consent", "granted": true}]}`
	document := `{"requirement_id": "${upload}", "file": {"name": "` + canaryFile + `", "content_type": "application/pdf"}, "content": "` + canaryContent + `",
		"supplementary_data": {"fileInfo": "` + canaryText + `", "undeclared": "` + canaryText + `"}}`
	return []step{
		post("temenos", "create_customer", "/v1/customers", strings.Replace(customer, "%", "applicant", 1)).giving("temenos"),
		post("temenos", "create_customer", "/v1/customers",
			strings.Replace(customer, "%", `co_applicant", "customer_id": "${temenos}`, 1)).byID().giving("joined"),
		post("temenos", "update_customer", "/v1/customers/${joined}", strings.Replace(customer, "%", "co_applicant", 1)).as(http.MethodPatch).byID(),
		post("temenos", "create_requirements", "/v1/customers/${temenos}/requirements", `{}`).byID(),
		get("temenos", "list_requirements", "/v1/customers/${temenos}/requirements").byID().giving1st("question", `"kind":"date"`),
		get("temenos", "list_requirements", "/v1/customers/${temenos}/requirements?phase=pre_submission").byID().giving1st("upload", `"kind":"document_upload"`),
		post("temenos", "upload_document", "/v1/documents", document).byID(),
		post("temenos", "answer_requirement", "/v1/requirements/${question}/response", `{"date": "`+canaryMoved+`"}`).byID(),
		post("temenos", "create_customer_reference", "/v1/customers/references", `{"vendor_ids": {"application_id": "7QX2MKD"}}`),
		post("temenos", "create_reference", "/v1/references",
			`{"type": "requirement", "vendor_ids": {"application_id": "7QX2MKD", "user_action_identifier": "Proof_1730046281_7QX2MKD"}}`),
	}
}

// canaryRefusals are calls that the gateway itself refuses.
func canaryRefusals() []step {
	return []step{
		post("cdp", "create_customer", "/v1/customers", `{"`+canaryMail+`": "`+canaryText+`"}`).echo(),
		post("cdp", "create_customer", "/v1/customers", `{"name": "`+canaryGiven+`", "birthdate": "`+canaryText+`", "phones": [{"number": "`+canaryText+`"}]}`),
		post("cdp", "create_customer", "/v1/customers", `{"name": `+canaryGiven+`}`),
		post("cdp", "lookup_customer", "/v1/customers/lookup", `{"phone": "`+canaryEmirates+`"}`),
		post("iserveu", "start_verification", "/v1/verifications", `{"method": "sms_otp", "phone": "+91`+canaryPhoneIN+`",
			"supplementary_data": {"email": {"at": "`+canaryMail+`"}, "externalRefNumber": "`+strings.Repeat(canaryText, 2)+`"}}`),
		get("cdp", "get_customer", "/v1/customers/cus_"+canaryEmirates).echo(),
		get("cdp", "get_customer", "/v1/customers/${omnumi}?"+canaryText+"="+canaryEmirates).echo(),
		get("temenos", "list_requirements", "/v1/customers/ref:"+canaryPerson+"/requirements").echo(),
		post("omnumi", "start_verification", "/v1/verifications", `{"method": "email_otp", "email": "`+canaryMail+`", "customer_id": "ref:no-`+canaryPerson+`"}`),
		post("omnumi", "create_customer_reference", "/v1/customers/references",
			`{"vendor_ids": {"customer_account_id": "c0000000-0000-4000-8000-000000000002"}, "external_reference": "`+canaryPerson+`"}`),
		post("cdp", "create_customer", "/v1/customers", `{`+canaryName+`,`+canaryIdentity+`, "external_reference": "`+canaryPerson+`"}`),
		get("cdp", "none", "/v1/people/"+canaryEmirates).echo(),
		get(canaryText, "list_agreements", "/v1/agreements"),
		post("omnumi", "confirm_verification", "/v1/verifications/${mail}/confirm", `{"otp": "`+canaryWrongOTP+`"}`).byID(),
		post("citi", "start_verification", "/v1/verifications", `{"method": "aadhaar_otp", "identifier": {"type": "aadhaar", "number": "`+canaryText+`"}}`),
		get("citi", "get_customer", "/v1/customers/me").with("Customer-Authorization", canarySecret),
		get("citi", "get_customer", "/v1/customers/me").with("Authorization", "Bearer "+canarySecret),
		get("cdp", "list_connections", "/v1/connections").as(canaryText),
		get("cdp", "list_connections", "/v1/connections").with("Request-Timeout", canaryText),
		get("cdp", "list_connections", "/v1/connections").with("Traceparent", canaryText),
		get("cdp", "list_connections", "/v1/connections").with("Request-Id", canaryMail),
		event("784-"+canaryTax).with("X-Signature", canarySecret),
	}
}
