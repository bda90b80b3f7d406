package sandbox

import (
	"encoding/json"
	"net/url"

	"canongate/adapters/internal/simulator"
)

var addressTypes = map[string]bool{"HOME_ADDRESS": true, "MAILING_ADDRESS": true, "OFFICE_ADDRESS": true}

func (s *sandbox) retrieveProfile(r *simulator.Request, customer string) simulator.Reply {
	query, location := parameters(r, "addressType")
	if location != "" {
		return s.invalid("get_customer", location)
	}
	kind := query.Get("addressType")
	if kind != "" && !addressTypes[kind] {
		return s.invalid("get_customer", "addressType")
	}
	if customer == "" {
		return s.samples.Reply("get_customer.forbidden")
	}
	reply := s.samples.Reply("get_customer." + customerTokens[customer])
	if kind == "" || reply.Status >= 300 {
		return reply
	}
	return s.samples.Reply("get_customer."+customerTokens[customer],
		simulator.Field{Name: "addressList", Value: addressesOf(reply.Body, kind)})
}

// addressesOf leaves the addresses of one type. A single object stays one, or
// becomes null.
func addressesOf(profile []byte, kind string) any {
	var p struct {
		AddressList json.RawMessage `json:"addressList"`
	}
	mustDecode(profile, &p)
	var list []json.RawMessage
	if json.Unmarshal(p.AddressList, &list) != nil {
		if addressType(p.AddressList) == kind {
			return p.AddressList
		}
		return nil
	}
	kept := []json.RawMessage{}
	for _, address := range list {
		if addressType(address) == kind {
			kept = append(kept, address)
		}
	}
	return kept
}

func addressType(address json.RawMessage) string {
	var a struct {
		AddressType string `json:"addressType"`
	}
	mustDecode(address, &a)
	return a.AddressType
}

// parameters reads the query and names the first parameter that is unknown,
// empty or given twice.
func parameters(r *simulator.Request, known ...string) (query url.Values, location string) {
	query, err := url.ParseQuery(r.URL.RawQuery)
	if err != nil {
		return nil, "query"
	}
	allowed := map[string]bool{}
	for _, name := range known {
		allowed[name] = true
	}
	for name, values := range query {
		if !allowed[name] || len(values) != 1 || values[0] == "" {
			return nil, name
		}
	}
	return query, ""
}
