package reconcile

import (
	"bufio"
	"bytes"
	"regexp"
)

// Format of a file.
type Format string

// The formats of files.
const (
	FormatNacha   Format = "nacha"
	FormatCSV     Format = "csv"
	FormatCamt    Format = "camt"
	FormatPain002 Format = "pain002"
)

// nachaStart is how a file of Nacha begins: with a file header, or with a batch or
// an entry where a bank has left the header out.
var nachaStart = regexp.MustCompile(`^(101[ 0-9]{10}|5(200|220|225|280)[^,;\t|"]{40}|6[2-5][0-9]{10})`)

// Guess tells the format by how the file begins, and reads nothing of it. What looks
// like no other format is CSV.
func Guess(b *bufio.Reader) (Format, error) {
	head, err := peek(b, b.Size())
	if err != nil {
		return "", err
	}
	head = bytes.TrimLeft(head, " \t\r\n")
	switch {
	case bytes.HasPrefix(head, []byte("<")) && bytes.Contains(head, []byte("pain.002")):
		return FormatPain002, nil
	case bytes.HasPrefix(head, []byte("<")):
		return FormatCamt, nil
	case nachaStart.Match(head):
		return FormatNacha, nil
	}
	return FormatCSV, nil
}
