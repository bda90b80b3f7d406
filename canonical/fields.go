package canonical

import (
	"slices"
	"strings"
)

// FieldLister is an adapter that declares what its vendor takes and says. From the
// list follow the check before the call, what is named in `ignored`, discovery and
// the documents: see FieldTable.
type FieldLister interface {
	// Fields is the list of one operation; it may depend on the connection's
	// settings. The zero FieldList takes nothing.
	Fields(operation string) FieldList
}

// FieldList is what a vendor takes and says in one operation. A field that stands
// in none of it does not reach the vendor, and the answer names it in `ignored`.
// What a field may hold is never declared: the canonical type says it.
type FieldList struct {
	Request       []Field
	Answer        []Field
	Supplementary []SupplementaryField
	NotCarried    []NotCarried
}

// Field is a member of a request or an answer that the vendor has a place for.
type Field struct {
	// Pointer is the field's JSON Pointer, with * for each element of a list. It
	// stands for all that is below it, unless fields below it stand in the list.
	// Of a query parameter or a header it is the name.
	Pointer string
	// VendorField is the vendor's own name of it; "" for what only decides, such as
	// `primary`.
	VendorField string
	// Required says that the vendor cannot do without it. One below an object that
	// is required as well is missed only where the object is there and its own
	// condition holds.
	Required bool
	// When limits Required; the zero Condition always holds.
	When Condition
	// Instead are fields that will do in its place.
	Instead []string
	// Hint says in the complaint where the value comes from.
	Hint string
	// Note is for those who read the list.
	Note string
}

// Condition is one on a field of the same request. Below a list that both stand in,
// it is asked for each element.
type Condition struct {
	Pointer string
	// Is are the values under which it holds, IsNot those under which it does not;
	// with neither it holds where the field is given.
	Is, IsNot []string
}

// When is the condition that a field has one of some values.
func When(pointer string, is ...string) Condition { return Condition{Pointer: pointer, Is: is} }

// String says the condition in words.
func (c Condition) String() string {
	switch {
	case c.Pointer == "":
		return ""
	case len(c.Is) > 0:
		return c.Pointer + " is " + strings.Join(c.Is, " or ")
	case len(c.IsNot) > 0:
		return c.Pointer + " is given and not " + strings.Join(c.IsNot, " or ")
	}
	return c.Pointer + " is given"
}

// SupplementaryField is a member of supplementary_data that one vendor has.
type SupplementaryField struct {
	Name      string // the vendor's own
	Type      string // TypeString and so on
	MaxLength int    // characters, or elements of a list; 0: 255 characters, any number of elements
	Values    []string
	Personal  bool
	In        Direction
	Required  bool
	When      Condition // limits Required
	Note      string    // what it is for
}

// Direction says where a member stands.
type Direction string

// The directions.
const (
	InRequest Direction = "request"
	InAnswer  Direction = "answer"
	InBoth    Direction = "both"
)

func (d Direction) includes(other Direction) bool { return d == other || d == InBoth }

// NotCarried is a member of the vendor's document that cannot be said or heard
// here, and why.
type NotCarried struct {
	VendorField string
	In          Direction
	Reason      string
}

// Fields are those that have a place in the vendor's member of the name.
func Fields(vendorField string, pointers ...string) (list []Field) {
	for _, p := range pointers {
		list = append(list, Field{Pointer: p, VendorField: vendorField})
	}
	return list
}

// Written is embedded by every answer of an operation that has a body.
type Written struct {
	Ignored []string `json:"ignored,omitempty" doc:"JSON Pointers into the request: what this vendor has no place for. It was not sent."`
}

// SetIgnored names what was not sent.
func (w *Written) SetIgnored(pointers []string) { w.Ignored = pointers }

// AddIgnored names one more.
func (w *Written) AddIgnored(pointer string) {
	w.Ignored = append(slices.Clone(w.Ignored), pointer)
	slices.Sort(w.Ignored)
}
