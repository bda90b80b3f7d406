package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
)

// canaryModes are all the ways in which vendors misbehave.
func canaryModes() []mode {
	modes := []mode{
		{name: "well"},
		{name: "strings", change: flood(canaryAnswer)},
		{name: "numbers", change: flood(json.Number(canaryEmirates))},
		{name: "objects", change: flood(map[string]any{canaryMail: canaryAnswer})},
		{name: "lists", change: flood([]any{canaryAnswer, json.Number(canaryEmirates)})},
		{name: "empty strings", change: flood("")},
		{name: "new members", change: extend},
		{name: "words", change: func(r *httptest.ResponseRecorder) { replace(r, "text/plain", canaryAnswer+" "+canaryMail) }},
		{name: "page", change: func(r *httptest.ResponseRecorder) { replace(r, "text/html", "<html>"+canaryAnswer+"</html>") }},
		{name: "cut json", change: func(r *httptest.ResponseRecorder) { r.Body.Truncate(r.Body.Len() * 2 / 3) }},
		{name: "headers", change: func(r *httptest.ResponseRecorder) {
			for _, name := range []string{"Retry-After", "Location", "Www-Authenticate", "X-Request-Id", "Set-Cookie", "Traceparent", "Server"} {
				r.Header().Set(name, canaryAnswer)
			}
			r.Code = http.StatusServiceUnavailable
		}},
	}
	for _, status := range []int{301, 400, 401, 403, 404, 406, 409, 422, 429, 500, 503} {
		modes = append(modes,
			mode{name: fmt.Sprintf("flooded %d", status), change: func(r *httptest.ResponseRecorder) { flood(canaryAnswer)(r); r.Code = status }},
			mode{name: fmt.Sprintf("error %d", status), change: func(r *httptest.ResponseRecorder) { replace(r, "application/json", errorsOfVendors); r.Code = status }})
	}
	for _, fault := range []string{
		"status=302", "status=401", "status=404", "status=500", "status=503", "retry_after=1", "html", "empty", "rubbish", "cut", "huge",
		"reset_before", "reset_after", "hang", "hang_after", "delay=10ms",
		"status=500; on=token", "status=401; on=token", "html; on=token", "reset_before; on=token",
	} {
		modes = append(modes, mode{name: fault, fault: fault, hangs: strings.HasPrefix(fault, "hang")})
	}
	return modes
}

// errorsOfVendors has the members in which the five vendors say what is wrong.
const errorsOfVendors = `{
	"error": "` + canaryAnswer + `", "error_description": "` + canaryMail + ` ` + canaryAnswer + `",
	"errorCode": "` + canaryAnswer + `", "error_code": "` + canaryAnswer + `", "code": "` + canaryAnswer + `", "message": "` + canaryAnswer + ` ` + canaryEmirates + `",
	"details": "` + canaryAnswer + `", "type": "` + canaryAnswer + `", "moreInfo": "` + canaryAnswer + `", "location": "` + canaryAnswer + `",
	"errors": [{"field": "` + canaryAnswer + `", "message": "` + canaryAnswer + `"}],
	"status": "FAILED", "statusCode": "-1", "statusDesc": "` + canaryAnswer + `",
	"opstatus": 8009, "httpStatusCode": 500, "errmsg": "` + canaryAnswer + `", "dbpErrCode": "` + canaryAnswer + `", "dbpErrMsg": "` + canaryAnswer + `"
}`

// isLogin says whether the answer gives a token: with that spoilt, nothing else
// would be reached.
func isLogin(r *httptest.ResponseRecorder) bool { return tokenMember.Match(r.Body.Bytes()) }

func replace(r *httptest.ResponseRecorder, contentType, body string) {
	if isLogin(r) {
		return
	}
	r.Header().Set("Content-Type", contentType)
	r.Body = bytes.NewBufferString(body)
}

// flood puts a value in the place of every text and number of an answer.
func flood(value any) func(*httptest.ResponseRecorder) {
	return func(r *httptest.ResponseRecorder) {
		if !isLogin(r) {
			rewrite(r, func(leaf any) any { return value }, nil)
		}
	}
}

// extend adds members whose names are data.
func extend(r *httptest.ResponseRecorder) {
	rewrite(r, nil, map[string]any{canaryMail: 1, canaryEmirates: 1, "for " + canaryGiven: 1, canaryTax: 1})
}

func rewrite(r *httptest.ResponseRecorder, leaf func(any) any, more map[string]any) {
	var content any
	decoder := json.NewDecoder(bytes.NewReader(r.Body.Bytes()))
	decoder.UseNumber()
	if decoder.Decode(&content) != nil {
		return
	}
	changed, err := json.Marshal(rewritten(content, leaf, more))
	if err == nil {
		r.Body = bytes.NewBuffer(changed)
	}
}

func rewritten(v any, leaf func(any) any, more map[string]any) any {
	switch v := v.(type) {
	case map[string]any:
		for name, member := range v {
			v[name] = rewritten(member, leaf, more)
		}
		for name, member := range more {
			v[name] = member
		}
		return v
	case []any:
		for i := range v {
			v[i] = rewritten(v[i], leaf, more)
		}
		return v
	case string, json.Number:
		if leaf != nil {
			return leaf(v)
		}
	}
	return v
}
