package config

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
)

// Mistake is one thing wrong with a configuration file. It names the place and
// the key and never shows a value: a value may be a secret in the wrong spot.
type Mistake struct {
	File    string `json:"file"`
	Line    int    `json:"line,omitempty"`
	Column  int    `json:"column,omitempty"`
	Path    string `json:"path,omitempty"`
	Message string `json:"message"`
}

// String gives file:line:column, the key path and what is wrong.
func (m Mistake) String() string {
	place := fmt.Sprintf("%s:%d:%d", m.File, m.Line, m.Column)
	if m.Path == "" {
		return place + ": " + m.Message
	}
	return place + ": " + m.Path + " " + m.Message
}

// Mistakes are all that is wrong with a file, in the order of the file.
type Mistakes []Mistake

// Error gives one line a mistake.
func (ms Mistakes) Error() string {
	lines := make([]string, len(ms))
	for i, m := range ms {
		lines[i] = m.String()
	}
	return strings.Join(lines, "\n")
}

func (ms Mistakes) sorted() Mistakes {
	sorted := slices.Clone(ms)
	slices.SortStableFunc(sorted, func(a, b Mistake) int {
		return cmp.Or(cmp.Compare(a.Line, b.Line), cmp.Compare(a.Column, b.Column), cmp.Compare(a.Path, b.Path))
	})
	return sorted
}
