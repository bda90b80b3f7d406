package sandbox

import (
	"net/http"
	"strings"
	"time"

	"canongate/adapters/internal/simulator"
)

// agreement is one record. The vendor prints it in snake_case, its decision in
// camelCase (OMN-5).
type agreement struct {
	ID             string `json:"id"`
	Content        string `json:"content"`
	Status         string `json:"status"`
	FirstName      string `json:"first_name"`
	LastName       string `json:"last_name"`
	Email          string `json:"email"`
	AccountAddress string `json:"account_address"`
	IP             string `json:"ip"`
	Type           string `json:"agreement_type"`
	CreatedAt      string `json:"created_at"`

	tenant string
	ul     bool
}

const (
	pending  = "PENDING"
	accepted = "ACCEPTED"
)

var contents = map[string]string{
	"US_PATRIOTIC_ACT": "US Patriot Act: a financial institution has to know who opens an account with it",
	"TERMS_CONDITIONS": "Terms and conditions of the wallet, version 4",
	"PRIVACY_POLICY":   "What is kept about the holder of a wallet, and for how long",
}

// getAgreement reads one agreement, or all of the tenant when no id is asked
// for. The answer is a list either way (OMN-26).
func (s *sandbox) getAgreement(tenant string, r *simulator.Request) simulator.Reply {
	if sample, ok := troubledTenants[tenant]; ok {
		return samples.Reply("get_agreement." + sample)
	}
	if id := r.URL.Query().Get("agreementId"); id != "" {
		a, found := s.agreements.Get(key{tenant, strings.ToLower(id)})
		if !found {
			return samples.Reply("get_agreement.not_found")
		}
		if sample := trouble(a.Email, "get"); sample != "" {
			return samples.Reply("get_agreement." + sample)
		}
		return fetched(a)
	}
	var mine []agreement
	for _, a := range s.agreements.Values() {
		if a.tenant == tenant {
			mine = append(mine, a)
		}
	}
	if len(mine) == 0 {
		return samples.Reply("list_agreements.not_found")
	}
	return fetched(mine...)
}

// fetched has the same message for reads and previews, as documented.
func fetched(list ...agreement) simulator.Reply {
	return simulator.JSON(http.StatusOK, answer[[]agreement]{"Agreements fetched successfully", list})
}

func (s *sandbox) previewStandard(tenant string, r *simulator.Request) simulator.Reply {
	var in standardPreview
	if !read(r, &in) {
		return unreadablePreview()
	}
	if faults := in.check(); len(faults) > 0 {
		return refuse(faults...)
	}
	return s.preview(tenant, in.ulPreview, false, "US_PATRIOTIC_ACT", "TERMS_CONDITIONS", "PRIVACY_POLICY")
}

func (s *sandbox) previewUL(tenant string, r *simulator.Request) simulator.Reply {
	var in ulPreview
	if !read(r, &in) {
		return unreadablePreview()
	}
	if faults := in.check(); len(faults) > 0 {
		return refuse(faults...)
	}
	return s.preview(tenant, in, true, "US_PATRIOTIC_ACT")
}

func unreadablePreview() simulator.Reply {
	return refuse(failure{"catch", "The body is not the JSON this API expects"})
}

// preview makes a pending agreement of each type.
func (s *sandbox) preview(tenant string, by ulPreview, ul bool, types ...string) simulator.Reply {
	sample, ok := troubledTenants[tenant]
	if !ok {
		sample = trouble(by.Email, "preview")
	}
	if sample != "" {
		return samples.Reply("create_agreement." + sample)
	}
	made := make([]agreement, 0, len(types))
	for _, t := range types {
		a := agreement{
			ID: newUUID(), Content: contents[t], Status: pending,
			FirstName: by.FirstName, LastName: by.LastName, Email: by.Email,
			AccountAddress: by.AccountAddress, IP: by.IP, Type: t,
			CreatedAt: s.stamp(), tenant: tenant, ul: ul,
		}
		s.agreements.Put(key{tenant, a.ID}, a)
		made = append(made, a)
	}
	return fetched(made...)
}

func (s *sandbox) decideStandard(tenant string, r *simulator.Request) simulator.Reply {
	return s.decide(tenant, r, false)
}

func (s *sandbox) decideUL(tenant string, r *simulator.Request) simulator.Reply {
	return s.decide(tenant, r, true)
}

type decision struct {
	CustomerAccountID string `json:"customerAccountId"`
	ID                string `json:"id"`
	Status            string `json:"status"`
	CreatedAt         string `json:"createdAt"`
	UpdatedAt         string `json:"updatedAt"`
}

// decide records a consent. The answer still says PENDING (OMN-6); the next
// read says ACCEPTED.
func (s *sandbox) decide(tenant string, r *simulator.Request, ul bool) simulator.Reply {
	var in struct {
		Status string `json:"status"`
	}
	if !read(r, &in) || in.Status != accepted {
		return samples.Reply("decide_agreement.catch")
	}
	reply := samples.Reply("decide_agreement.not_updated")
	s.agreements.Update(key{tenant, strings.ToLower(r.PathValue("agreementId"))}, func(a agreement, found bool) (agreement, bool) {
		if !found || a.ul != ul {
			return a, false
		}
		if sample := trouble(a.Email, "put"); sample != "" {
			reply = samples.Reply("decide_agreement." + sample)
			return a, false
		}
		a.Status = accepted
		reply = simulator.JSON(http.StatusOK, answer[decision]{"Agreement successfully updated", decision{
			CustomerAccountID: a.ID, ID: a.ID, Status: pending, CreatedAt: a.CreatedAt, UpdatedAt: s.stamp(),
		}})
		return a, true
	})
	return reply
}

func (s *sandbox) stamp() string { return stamped(s.now()) }

func stamped(t time.Time) string { return t.UTC().Format(omnumiTime) }

type template struct {
	TemplateID string `json:"templateId"`
	HTML       string `json:"html"`
	Type       string `json:"type"`
}

// templates answer a type that is neither of those one can ask for.
var templates = map[string]template{
	"PRIVACY_POLICY": {
		"d1e2f3a4-b5c6-4d7e-8f90-a1b2c3d4e5f6", "<h1>Privacy policy</h1><p>We keep what the law asks for.</p>", "UL_TEMPLATE",
	},
	"TERMS_CONDITIONS": {"d1e2f3a4-b5c6-4d7e-8f90-a1b2c3d4e5f7", "<h1>Terms &amp; conditions</h1><p>The wallet is yours.</p>", "UL_TEMPLATE"},
}

func (s *sandbox) getTemplate(tenant string, r *simulator.Request) simulator.Reply {
	switch sample := troubledTenants[tenant]; sample {
	case "":
	case "errors":
		return samples.Reply("get_agreement_template.errors")
	default:
		return samples.Reply("get_agreement_template.catch")
	}
	in := r.URL.Query().Get("type")
	found, ok := templates[in]
	if !ok {
		return refuse(failure{"Agreement", "No Template with the type " + in})
	}
	return simulator.JSON(http.StatusOK, answer[template]{"Fetched template successfully", found})
}
