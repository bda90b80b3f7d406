package sandbox

import "strings"

const unknownTenant = "00000000-0000-4000-8000-000000000404"

// troubledTenants get one answer to every read and preview of agreements: the
// sample of that name.
var troubledTenants = map[string]string{
	"00000000-0000-4000-8000-000000000001": "errors",
	"00000000-0000-4000-8000-000000000002": "catch",
	"00000000-0000-4000-8000-000000000003": "message",
	"00000000-0000-4000-8000-000000000004": "token",
	"00000000-0000-4000-8000-000000000005": "no_data",
	"00000000-0000-4000-8000-000000000006": "not_found",
}

// troubles are the answers an e-mail address can ask for, by the call.
var troubles = map[string][]string{
	"preview": {"errors", "catch", "message", "token", "no_data", "not_found"},
	"get":     {"errors", "catch", "message", "token", "no_data", "not_found"},
	"put":     {"errors", "catch", "message", "not_updated"},
	"otp":     {"errors", "generation_failed"},
}

// trouble reads CALL.SAMPLE@example.com and gives the sample that the address
// asks of this call, or "".
func trouble(email, call string) string {
	local, domain, _ := strings.Cut(email, "@")
	if domain != "example.com" {
		return ""
	}
	for _, sample := range troubles[call] {
		if local == call+"."+sample {
			return sample
		}
	}
	return ""
}
