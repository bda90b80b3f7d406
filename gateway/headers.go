package gateway

import (
	"bytes"

	"canongate/canonical"
	"canongate/gateway/openapi"
	"canongate/gateway/schema"

	"github.com/gofiber/fiber/v2"
)

// anyCommas is for values that are the caller's own business.
const anyCommas = -1

// singleHeaders may come once, and have at most so many commas. One that comes
// twice has two meanings: a proxy may have added the second, and who reads the
// first alone would pay twice for a request that was repeated.
var singleHeaders = map[string]int{
	openapi.HeaderKey:         0,
	openapi.HeaderConnection:  0,
	openapi.HeaderRequestID:   0,
	openapi.HeaderTimeout:     0,
	fiber.HeaderAuthorization: 0,
	"Customer-Authorization":  0,
	"Client-Ip":               0,
	"Client-Geo":              1, // latitude and longitude
	"Client-Details":          anyCommas,
}

// checkSingleHeaders refuses a request that says something twice. Equal values
// are refused as well: so no two readers of a request can disagree about it.
func checkSingleHeaders(c *fiber.Ctx) error {
	var seen map[string]bool
	for raw, value := range c.Request().Header.All() {
		commas, single := singleHeaders[string(raw)]
		if !single {
			continue
		}
		name := string(raw)
		switch {
		case seen[name]:
			return headerTwice(name, "is given more than once")
		case commas != anyCommas && bytes.Count(value, []byte(",")) > commas:
			return headerTwice(name, "is a list, and must be one value")
		}
		if seen == nil {
			seen = make(map[string]bool, len(singleHeaders))
		}
		seen[name] = true
	}
	return nil
}

func headerTwice(name, detail string) error {
	return schema.InvalidRequest("The header "+name+" must have one value.", canonical.FieldError{
		Pointer: name, Code: canonical.FieldInvalid, Detail: detail,
	})
}
