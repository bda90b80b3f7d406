package temenos

import (
	"cmp"
	"strconv"
	"strings"

	"canongate/adapters/internal/lenientjson"
	"canongate/adapters/internal/rest"
	"canongate/adapters/internal/vendorerr"
	"canongate/canonical"
)

// decodeReply reads the answer of a success, or makes an error of a failure.
func decodeReply[T any](m *mapper, reply rest.Reply) (T, error) {
	var none T
	body := trimNames(reply.Body)
	if !successful(reply.Status) {
		answer, _ := lenientjson.Decode[status](body, nil) // without a body that fits, the HTTP status decides alone
		code := vendorerr.FromStatus(reply.Status)
		if code == canonical.VendorRejected {
			code = m.businessCode(answer)
		}
		return none, m.failure(reply, code, answer)
	}
	answer, err := lenientjson.Decode[status](body, m.unmapped)
	if err != nil {
		return none, err
	}
	if code := m.verdict(answer); code != "" {
		return none, m.failure(reply, code, answer)
	}
	return lenientjson.Decode[T](body, m.unmapped)
}

// verdict is "" for a success. A 200 may be a failure in four ways (TEM-1).
func (m *mapper) verdict(answer status) canonical.Code {
	inner, known := integral(answer.HTTPStatusCode)
	code, _ := strconv.Atoi(inner)
	switch {
	case answer.DBPErrCode != "":
		return m.businessCode(answer)
	case code != 0 && !successful(code) && vendorerr.FromStatus(code) == canonical.VendorAuthFailed:
		return canonical.VendorAuthFailed
	case len(answer.ErrMsg) > 0:
		return canonical.VendorError
	case answer.OpStatus == "", answer.HTTPStatusCode != "" && !known:
		return canonical.VendorProtocolError
	case opStatus(answer) != "":
		return canonical.VendorError
	case code != 0 && !successful(code):
		return vendorerr.FromStatus(code)
	default:
		return ""
	}
}

// businessCode is the operator's code of a dbpErrCode, because the vendor publishes no
// list.
func (m *mapper) businessCode(answer status) canonical.Code {
	return cmp.Or(m.settings.ErrorCodes[string(answer.DBPErrCode)], canonical.VendorRejected)
}

// failure is an error with the vendor's own code and message as vendor detail.
func (m *mapper) failure(reply rest.Reply, code canonical.Code, answer status) error {
	e := vendorerr.New(reply, code, m.now())
	e.Vendor.Code = string(cmp.Or(answer.DBPErrCode, opStatus(answer)))
	e.Vendor.Message = canonical.Personal(cmp.Or(answer.DBPErrMsg.String(), answer.ErrMsg.String()))
	return e
}

// opStatus is the vendor's code of a failure; "" for 0, which is none.
func opStatus(answer status) lenientjson.String {
	if n, ok := integral(answer.OpStatus); ok && n == "0" {
		return ""
	}
	return lenientjson.String(answer.OpStatus)
}

func successful(status int) bool { return status >= 200 && status <= 299 }

// integral reads a whole number in any of JSON's forms, such as the vendor's
// 1.62726591323E12 (TEM-2), without a digit lost.
func integral(n lenientjson.Number) (digits string, ok bool) {
	d, err := canonical.ParseNumber(string(n))
	if err != nil {
		return "", false
	}
	whole, fraction, _ := strings.Cut(d.String(), ".")
	return whole, strings.Trim(fraction, "0") == ""
}
