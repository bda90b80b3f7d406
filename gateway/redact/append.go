package redact

// Append adds the vendor's answer to a rendered resource, redacted, as a member. A
// vendor's answer that is not JSON adds nothing. It is no part of what the
// journal keeps, so a replay has none.
func Append(resource []byte, member string, answer []byte) []byte {
	redacted, ok := JSON(answer)
	if !ok || len(resource) < 2 || resource[len(resource)-1] != '}' {
		return resource
	}
	out := make([]byte, 0, len(resource)+len(redacted)+len(member)+4)
	out = append(out, resource[:len(resource)-1]...)
	if resource[len(resource)-2] != '{' {
		out = append(out, ',')
	}
	out = append(out, `"`+member+`":`...)
	return append(append(out, redacted...), '}')
}
