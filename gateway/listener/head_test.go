package listener_test

import (
	"errors"
	"testing"

	"canongate/gateway/listener"
)

// TestX18HeadsAreReadOneWay has the heads of which public reports say that two
// parsers read them differently.
func TestX18HeadsAreReadOneWay(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		lines string
		old   bool // HTTP/1.0
		want  listener.Head
		bad   bool
	}{
		"nothing":               {lines: ""},
		"no header":             {lines: "\r\n"},
		"length":                {lines: "Host: a\r\ncontent-length: 17\r\n\r\n", want: listener.Head{Length: 17}},
		"length with blanks":    {lines: "Content-Length: \t17 \r\n\r\n", want: listener.Head{Length: 17}},
		"chunked":               {lines: "Transfer-Encoding: Chunked\r\n\r\n", want: listener.Head{Length: listener.Chunked}},
		"expect":                {lines: "Content-Length: 1\r\nExpect: 100-Continue\r\n\r\n", want: listener.Head{Length: 1, Continue: true}},
		"expect of HTTP/1.0":    {lines: "Content-Length: 1\r\nExpect: 100-continue\r\n\r\n", old: true, want: listener.Head{Length: 1}},
		"every byte of a token": {lines: "!#$%&'*+-.^_`|~09azAZ: \xe9\t~\r\n\r\n"},
		"empty value":           {lines: "A:\r\n\r\n"},
		"close":                 {lines: "Connection: close\r\n\r\n", want: listener.Head{Close: true}},
		"close in capitals":     {lines: "CONNECTION:Close\r\n\r\n", want: listener.Head{Close: true}},
		"close, and more":       {lines: "Connection: close, TE\r\n\r\n", want: listener.Head{Close: true}},
		"close, last":           {lines: "Connection: TE ,,\tclose\r\n\r\n", want: listener.Head{Close: true}},
		"close in a second":     {lines: "Connection: TE\r\nConnection: close\r\n\r\n", want: listener.Head{Close: true}},
		"close, then another":   {lines: "Connection: close\r\nConnection: TE\r\n\r\n", want: listener.Head{Close: true}},
		"no close":              {lines: "Connection: keep-alive, closed, x-close\r\n\r\n"},

		"both lengths":           {lines: "Content-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n", bad: true},
		"both lengths, reversed": {lines: "Transfer-Encoding: chunked\r\nContent-Length: 4\r\n\r\n", bad: true},
		"two lengths":            {lines: "Content-Length: 4\r\nContent-Length: 5\r\n\r\n", bad: true},
		"two equal lengths":      {lines: "Content-Length: 4\r\nContent-Length: 4\r\n\r\n", bad: true},
		"list of lengths":        {lines: "Content-Length: 4, 4\r\n\r\n", bad: true},
		"signed length":          {lines: "Content-Length: +4\r\n\r\n", bad: true},
		"negative length":        {lines: "Content-Length: -4\r\n\r\n", bad: true},
		"hexadecimal length":     {lines: "Content-Length: 0x4\r\n\r\n", bad: true},
		"length of nothing":      {lines: "Content-Length: \r\n\r\n", bad: true},
		"length beyond numbers":  {lines: "Content-Length: 99999999999999999999\r\n\r\n", bad: true},
		"other coding":           {lines: "Transfer-Encoding: gzip, chunked\r\n\r\n", bad: true},
		"identity":               {lines: "Transfer-Encoding: identity\r\n\r\n", bad: true},
		"chunked twice":          {lines: "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n\r\n", bad: true},
		"chunked, and a letter":  {lines: "Transfer-Encoding: xchunked\r\n\r\n", bad: true},
		"chunked in HTTP/1.0":    {lines: "Transfer-Encoding: chunked\r\n\r\n", old: true, bad: true},
		"blank in a name":        {lines: "X A: b\r\n\r\n", bad: true},
		"blank before the colon": {lines: "A : b\r\n\r\n", bad: true},
		"tab before the colon":   {lines: "A\t: b\r\n\r\n", bad: true},
		"no name":                {lines: ": b\r\n\r\n", bad: true},
		"no colon":               {lines: "A\r\n\r\n", bad: true},
		"name in another script": {lines: "\xc3\xa9: b\r\n\r\n", bad: true},
		"name in brackets":       {lines: "A[0]: b\r\n\r\n", bad: true},
		"folded":                 {lines: "A: b\r\n c\r\n\r\n", bad: true},
		"folded by a tab":        {lines: "A: b\r\n\tc\r\n\r\n", bad: true},
		"first line folded":      {lines: " A: b\r\n\r\n", bad: true},
		"bare line feed":         {lines: "A: b\nC: d\r\n\r\n", bad: true},
		"bare carriage return":   {lines: "A: b\rC: d\r\n\r\n", bad: true},
		"NUL":                    {lines: "A: b\x00\r\n\r\n", bad: true},
		"DEL":                    {lines: "A: b\x7f\r\n\r\n", bad: true},
		"cut":                    {lines: "A: b", bad: true},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got, err := listener.ReadHead([]byte(c.lines), !c.old)
			if got != c.want || errors.Is(err, listener.ErrHead) != c.bad {
				t.Errorf("%+v, %v", got, err)
			}
		})
	}
}
