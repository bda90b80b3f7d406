package openapi

import (
	"strings"

	"github.com/danielgtaylor/huma/v2"
)

// sharedWords describe the members that mean the same wherever they stand and whose
// types say nothing more of them. A member's own doc tag wins.
var sharedWords = map[string]string{
	"id":             "The id to use with this API. Opaque.",
	"object":         "The kind of resource: always this word.",
	"connection":     "The connection through which it came.",
	"created_at":     "When it was made, where that is known: RFC 3339, in UTC.",
	"updated_at":     "When it last changed, where that is known: RFC 3339, in UTC.",
	"vendor_ids":     "The vendor's own keys, for those who talk to the vendor too.",
	"vendor_key":     "The vendor's own key of this element.",
	"client_context": "Where the end user is. The headers Client-Ip and Client-Geo stand in for it.",
}

const rawSuffix = "_raw"

// describeMembers gives every member without words of its own the shared ones.
func describeMembers(of *huma.Schema) {
	for name, p := range of.Properties {
		if p.Description != "" {
			continue
		}
		if words, ok := sharedWords[name]; ok {
			p.Description = words
		} else if read, raw := strings.CutSuffix(name, rawSuffix); raw {
			p.Description = "The vendor's own text for " + read + ", where no table knows it or it cannot be read."
		}
	}
}
