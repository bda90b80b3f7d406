package cdp

import (
	"cmp"
	"encoding/json"
	"slices"
	"strconv"

	"canongate/adapters/internal/lenientjson"
	"canongate/canonical"
)

// CDP's members without a canonical word.
const (
	memberCustomerType    = "customer_type_id"
	memberMohreID         = "personal_mohre_id"
	memberShowRemarks     = "show_remarks_on_txn"
	memberDNFBP           = "dnfbp"
	memberDPMS            = "dpms"
	memberProfileCategory = "profile_category"
	memberGroupCompanies  = "group_companies"
	memberCards           = "customer_cards"
	memberCardNumber      = "card_number"
	memberRelations       = "customer_relations"
	memberAgentLocation   = "agent_location_id"
)

func (m *mapper) decodeSupplementary(p *profile, relations []json.RawMessage) (d canonical.SupplementaryData) {
	c := p.classification()
	for _, member := range [...]struct {
		name  string
		value number
	}{{memberCustomerType, c.CustomerTypeID}, {memberProfileCategory, c.ProfileCategory}} {
		if digits := code(member.value); digits == "" {
			continue
		} else if n, err := strconv.ParseInt(digits, 10, 64); err == nil {
			d.Put(member.name, n)
		} else {
			m.unmapped("customer_classification." + member.name)
			d.Put(member.name, digits)
		}
	}
	for _, member := range [...]struct {
		name  string
		value truth
	}{{memberShowRemarks, c.ShowRemarksOnTxn}, {memberDNFBP, c.DNFBP}, {memberDPMS, c.DPMS}} {
		if member.value.Known {
			d.Put(member.name, member.value.Value)
		}
	}
	for _, member := range [...]struct {
		name  string
		value text
	}{{memberMohreID, c.PersonalMohreID}, {memberCardNumber, c.CardNumber}, {memberAgentLocation, p.AgentLocation}} {
		if member.value != "" {
			d.Put(member.name, member.value)
		}
	}
	for _, member := range [...]struct {
		name  string
		value []json.RawMessage
	}{
		{memberGroupCompanies, m.listOf(memberGroupCompanies, c.GroupCompanies, '"', '{')},
		{memberCards, m.listOf(memberCards, c.CustomerCards, '{')}, {memberRelations, relations},
	} {
		if len(member.value) > 0 {
			d.Put(member.name, member.value)
		}
	}
	return d
}

// listOf gives the elements that begin with one of the bytes and say something. The
// others are left out, and counted unless they are one of CDP's ways to say none
// (CDP-12).
func (m *mapper) listOf(name string, list []lenientjson.Unknown, begin ...byte) (out []json.RawMessage) {
	for _, element := range list {
		switch {
		case saysNothing(element):
		case slices.Contains(begin, element[0]):
			out = append(out, json.RawMessage(element))
		default:
			m.unmapped("customer_classification." + name)
		}
	}
	return out
}

// saysNothing tells null and blank text.
func saysNothing(value lenientjson.Unknown) bool {
	var said text
	return said.UnmarshalJSON(value) == nil && said == ""
}

// decodeRelations are who brought the customer, and the relations as far as they are
// recognisable; rest is what is not.
func (m *mapper) decodeRelations(p *profile) (list []canonical.Relation, rest []json.RawMessage) {
	c := p.classification()
	if by := c.ReferredBy; by != "" {
		list = append(list, canonical.Relation{TypeCode: code(c.ReferredByType), VendorID: string(by)})
	}
	for _, element := range p.Relations {
		if saysNothing(element) {
			continue
		}
		r, err := lenientjson.Decode[relation](element, nil)
		known := canonical.Relation{TypeCode: string(cmp.Or(r.Type, r.TypeB)), Name: canonical.Personal(r.Name), VendorID: string(r.ECRN)}
		if known != (canonical.Relation{}) {
			list = append(list, known)
		}
		if err != nil {
			r.Rest = element
		}
		if len(r.Rest) > 0 {
			m.unmapped(memberRelations)
			rest = append(rest, json.RawMessage(r.Rest))
		}
	}
	return list, rest
}
