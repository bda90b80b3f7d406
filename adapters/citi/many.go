package citi

import (
	"slices"
	"strings"

	"canongate/adapters/internal/lenientjson"
)

// many is a list that the vendor may write as a list, a single value or null (CIT-3).
// An element that cannot be read does not spoil the others: it is marked, and readable
// leaves it out.
type many[T any] []T

// UnmarshalJSONFrom reads a list, a single value or null.
func (m *many[T]) UnmarshalJSONFrom(in *lenientjson.Decoder) error {
	*m = nil
	switch in.PeekKind() {
	case 'n':
		return in.SkipValue()
	case '[':
		if _, err := in.ReadToken(); err != nil {
			return err
		}
		if in.PeekKind() != ']' {
			*m = make(many[T], 0, 2)
		}
		for in.PeekKind() != ']' {
			if err := m.readElement(in); err != nil {
				return err
			}
		}
		_, err := in.ReadToken()
		return err
	default:
		return m.readElement(in)
	}
}

// readElement reads one value. Its error is of what is no JSON.
func (m *many[T]) readElement(in *lenientjson.Decoder) error {
	*m = append(*m, *new(T))
	last := &(*m)[len(*m)-1]
	misfit, err := lenientjson.ReadElement(in, last)
	if misfit != "" {
		*last = *new(T)
		any(last).(interface{ mark(path string) }).mark(misfit)
	}
	return err
}

// element is embedded, tagged "-", by what stands in a many.
type element struct{ unread string } // the member that cannot be read, * for all; "" when it could be read

func (e *element) mark(path string)  { e.unread = path }
func (e element) unreadable() string { return e.unread }

// readable leaves the elements that could be read, and counts the others.
func readable[T interface{ unreadable() string }](m mapper, list many[T], field string) []T {
	return slices.DeleteFunc(list, func(e T) bool {
		path := e.unreadable()
		if path != "" {
			m.unmapped(strings.TrimSuffix(field+"."+path, ".*"))
		}
		return path != ""
	})
}

// first is the first element that can be read, for a place that takes one; nil
// without any. Others are counted.
func first[T interface{ unreadable() string }](m mapper, list many[T], field string) *T {
	elements := readable(m, list, field)
	if len(elements) == 0 {
		return nil
	}
	if len(elements) > 1 {
		m.unmapped(field)
	}
	return &elements[0]
}
