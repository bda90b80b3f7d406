package schema

import (
	"slices"
	"strings"

	"canongate/canonical"
)

// ClientContext reads the headers that stand in for client_context.
func ClientContext(header func(string) string) (client canonical.ClientContext, given bool, err error) {
	ip, geo := header("Client-Ip"), header("Client-Geo")
	if ip == "" && geo == "" {
		return client, false, nil
	}
	var check canonical.Check
	client.IPAddress = canonical.Personal(ip)
	check.IP("Client-Ip", client.IPAddress)
	if geo != "" {
		latitude, longitude, both := strings.Cut(geo, ",")
		client.Latitude = canonical.Personal(strings.TrimSpace(latitude))
		client.Longitude = canonical.Personal(strings.TrimSpace(longitude))
		check.Degrees("Client-Geo", client.Latitude, 90)
		check.Degrees("Client-Geo", client.Longitude, 180)
		if !both || client.Latitude == "" || client.Longitude == "" {
			check.Invalid("Client-Geo", "must be latitude and longitude in decimal degrees with a comma between")
		}
	}
	if err := check.Err(); err != nil {
		return client, false, unusableHeaders(canonical.AsError(err).Fields...)
	}
	return client, true, nil
}

// contextHeaders stand in for the members of client_context.
var contextHeaders = map[string][]string{
	"/client_context":            {"Client-Ip", "Client-Geo"},
	"/client_context/ip_address": {"Client-Ip"},
	"/client_context/latitude":   {"Client-Geo"},
	"/client_context/longitude":  {"Client-Geo"},
}

// withHeaders names headers in place of the members of client_context.
func withHeaders(fields []canonical.FieldError) []canonical.FieldError {
	var named []canonical.FieldError
	for _, f := range fields {
		headers, ok := contextHeaders[f.Pointer]
		if !ok {
			headers = []string{f.Pointer}
		}
		for _, f.Pointer = range headers {
			if !slices.Contains(named, f) { // latitude and longitude share one
				named = append(named, f)
			}
		}
	}
	return named
}
