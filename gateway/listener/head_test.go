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
		err   error
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

		"both lengths":           {lines: "Content-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n", err: listener.ErrHead},
		"both lengths, reversed": {lines: "Transfer-Encoding: chunked\r\nContent-Length: 4\r\n\r\n", err: listener.ErrHead},
		"two lengths":            {lines: "Content-Length: 4\r\nContent-Length: 5\r\n\r\n", err: listener.ErrHead},
		"two equal lengths":      {lines: "Content-Length: 4\r\nContent-Length: 4\r\n\r\n", err: listener.ErrHead},
		"list of lengths":        {lines: "Content-Length: 4, 4\r\n\r\n", err: listener.ErrHead},
		"signed length":          {lines: "Content-Length: +4\r\n\r\n", err: listener.ErrHead},
		"negative length":        {lines: "Content-Length: -4\r\n\r\n", err: listener.ErrHead},
		"hexadecimal length":     {lines: "Content-Length: 0x4\r\n\r\n", err: listener.ErrHead},
		"length of nothing":      {lines: "Content-Length: \r\n\r\n", err: listener.ErrHead},
		"length beyond numbers":  {lines: "Content-Length: 99999999999999999999\r\n\r\n", err: listener.ErrHead},
		"two types":              {lines: "Content-Type: a/b\r\nContent-Type: a/b\r\n\r\n", err: listener.ErrTwoTypes},
		"other coding":           {lines: "Transfer-Encoding: gzip, chunked\r\n\r\n", err: listener.ErrHead},
		"identity":               {lines: "Transfer-Encoding: identity\r\n\r\n", err: listener.ErrHead},
		"chunked twice":          {lines: "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n\r\n", err: listener.ErrHead},
		"chunked, and a letter":  {lines: "Transfer-Encoding: xchunked\r\n\r\n", err: listener.ErrHead},
		"chunked in HTTP/1.0":    {lines: "Transfer-Encoding: chunked\r\n\r\n", old: true, err: listener.ErrHead},
		"blank in a name":        {lines: "X A: b\r\n\r\n", err: listener.ErrHead},
		"blank before the colon": {lines: "A : b\r\n\r\n", err: listener.ErrHead},
		"tab before the colon":   {lines: "A\t: b\r\n\r\n", err: listener.ErrHead},
		"no name":                {lines: ": b\r\n\r\n", err: listener.ErrHead},
		"no colon":               {lines: "A\r\n\r\n", err: listener.ErrHead},
		"name in another script": {lines: "\xc3\xa9: b\r\n\r\n", err: listener.ErrHead},
		"name in brackets":       {lines: "A[0]: b\r\n\r\n", err: listener.ErrHead},
		"folded":                 {lines: "A: b\r\n c\r\n\r\n", err: listener.ErrHead},
		"folded by a tab":        {lines: "A: b\r\n\tc\r\n\r\n", err: listener.ErrHead},
		"first line folded":      {lines: " A: b\r\n\r\n", err: listener.ErrHead},
		"bare line feed":         {lines: "A: b\nC: d\r\n\r\n", err: listener.ErrHead},
		"bare carriage return":   {lines: "A: b\rC: d\r\n\r\n", err: listener.ErrHead},
		"NUL":                    {lines: "A: b\x00\r\n\r\n", err: listener.ErrHead},
		"DEL":                    {lines: "A: b\x7f\r\n\r\n", err: listener.ErrHead},
		"cut":                    {lines: "A: b", err: listener.ErrHead},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got, err := listener.ReadHead([]byte(c.lines), !c.old)
			if got != c.want || !errors.Is(err, c.err) {
				t.Errorf("%+v, %v", got, err)
			}
		})
	}
}
