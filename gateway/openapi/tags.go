package openapi

import (
	"strings"

	"github.com/danielgtaylor/huma/v2"
)

// Tag is a resource of the reference: the operations on it stand together.
type Tag struct {
	Name  string
	Title string
	Group string
	Text  string // Markdown
}

// Groups of tags, in the order in which a reader meets them.
const (
	groupGuides     = "Guides"
	groupPeople     = "People"
	groupMoney      = "Money"
	groupOperations = "Operations"
)

// guideTag is the tag without operations: what holds for all of them.
const guideTag = "guides"

// Tags are the resources in the order of the document. The last part of a path that is
// no parameter and no verb names its tag; see tagOf.
var Tags = []Tag{
	{guideTag, "Guides", groupGuides, "What holds for every operation: getting started, authentication, idempotency and retries, errors, webhooks, " +
		"money, sandboxes, fields and versions. They stand as pages at [/docs](/docs)."},
	{"customers", "Customers", groupPeople, "A person as a vendor knows them. One draft serves every vendor: what a vendor has no place for is named in `ignored`. " +
		"Give your own id as `external_reference`, and take `ref:` and that id wherever a customer's id is taken."},
	{"references", "References", groupPeople, "Ids of what a vendor has already, made from keys that you know from the vendor. No vendor is called."},
	{"verifications", "Verifications", groupPeople, "A proof that a person holds a phone, a mailbox or an Aadhaar number, by a one-time password."},
	{"requirements", "Requirements", groupPeople, "What a vendor still wants of a customer: a question, a date, a choice or a document."},
	{"documents", "Documents", groupPeople, "Files that answer a requirement."},
	{"agreements", "Agreements", groupPeople, "Legal texts, and what a person decided about them."},
	{"offers", "Offers", groupPeople, "What a vendor offers to a customer."},
	{"bank_accounts", "Bank accounts", groupMoney, "Accounts at a bank, linked to a customer by their numbers or by Plaid. The number is never answered."},
	{"payments", "Payments", groupMoney, "Money between a bank account and a wallet. A payment is sent at most once for each Idempotency-Key; one whose " +
		"answer was lost is `unknown`, and is never sent again by itself."},
	{"connections", "Connections", groupOperations, "The vendors that you may use, and what each can do."},
	{"fields", "Fields", groupOperations, "What a request needs and an answer has, at a connection or wherever the routes lead."},
	{"sandbox", "Sandbox", groupOperations, "Which value makes which answer, and how the world of a sandbox is moved."},
	{"inbound", "Notifications", groupOperations, "What vendors report. Not for callers: the vendor's own signature authenticates it."},
	{"events", "Events", groupOperations, "What this API reports to you, signed as Standard Webhooks has it."},
}

// otherTags are the paths whose tag is not their own last word.
var otherTags = map[string]string{
	"agreement_templates": "agreements", "lookup": "customers", "confirm": "verifications", "response": "requirements",
	"decision": "agreements", "actions": "sandbox", "files": "sandbox",
}

// tagOf is the tag of a path: its last word that names a resource.
func tagOf(path string) string {
	words := strings.Split(strings.TrimPrefix(path, "/v1/"), "/")
	if words[0] == "inbound" {
		return words[0]
	}
	if strings.HasPrefix(path, "/v1/customers/references") {
		return "references"
	}
	for i := len(words) - 1; i > 0; i-- {
		if strings.HasPrefix(words[i], "{") {
			continue
		}
		if other, ok := otherTags[words[i]]; ok {
			return other
		}
		return words[i]
	}
	if other, ok := otherTags[words[0]]; ok {
		return other
	}
	return words[0]
}

// tagList is Tags as the document has them, and x-tagGroups beside it.
func tagList() (tags []*huma.Tag, groups []map[string]any) {
	for _, t := range Tags {
		tags = append(tags, &huma.Tag{Name: t.Name, Description: t.Text, Extensions: map[string]any{"x-displayName": t.Title}})
		if n := len(groups); n == 0 || groups[n-1]["name"] != t.Group {
			groups = append(groups, map[string]any{"name": t.Group, "tags": []string{}})
		}
		last := groups[len(groups)-1]
		last["tags"] = append(last["tags"].([]string), t.Name)
	}
	return tags, groups
}
