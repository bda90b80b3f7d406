package reference

import (
	"context"
	"html/template"
	"strings"

	"canongate/canonical"
)

type vendorPage struct {
	layout
	Vendor, Kind string
	Sections     []vendorSection
}

// vendorSection is what a vendor takes and says in one operation.
type vendorSection struct {
	Operation  string
	Path       string
	Request    []fieldRow
	Answer     []fieldRow
	Extra      []fieldRow
	NotCarried []fieldRow
	Values     []SandboxValue
}

// fieldRow is a row of one of the tables.
type fieldRow struct {
	Name, Required, Type, Vendor, In string
	Personal                         bool
	Note                             template.HTML
}

// vendorPage is what a vendor of the running configuration takes, or what its sandbox
// answers to what.
func (s *Site) vendorPage(ctx context.Context, kind, name string, live Live) ([]byte, bool, error) {
	for _, v := range live.Vendors {
		if v.Name != name {
			continue
		}
		p := vendorPage{Vendor: name, Kind: kind}
		var err error
		switch {
		case kind == "fields":
			p.layout = s.vendorLayout("What "+name+" takes and says", kind, name)
			p.Sections = s.fieldSections(v.Adapter)
		case v.Values == nil:
			return nil, false, nil
		default:
			p.layout = s.vendorLayout("What the sandbox of "+name+" answers", kind, name)
			p.Sections, err = s.valueSections(ctx, v)
		}
		if err != nil {
			return nil, false, err
		}
		return s.render("vendor.html", p)
	}
	return nil, false, nil
}

func (s *Site) vendorLayout(title, kind, name string) layout {
	return layout{Title: title, Path: Root + "/" + kind + "/" + name, Nav: s.nav, Wide: true}
}

func (s *Site) fieldSections(adapter any) []vendorSection {
	var list []vendorSection
	for _, row := range canonical.Operations() {
		table := row.FieldTable(adapter)
		if table == nil {
			continue
		}
		v := table.View(canonical.FieldQuery{})
		section := vendorSection{Operation: row.Name(), Path: operationPath(row.Name())}
		for _, f := range v.Request {
			section.Request = append(section.Request, fieldRow{
				Name: f.Pointer, Required: requiredWords(f.Required, f.RequiredWhen), Type: f.Type, Vendor: f.VendorField, Personal: f.Personal, Note: Inline(f.Note),
			})
		}
		for _, f := range v.Answer {
			section.Answer = append(section.Answer, fieldRow{Name: f.Pointer, Type: f.Type, Vendor: f.VendorField, Personal: f.Personal, Note: Inline(f.Note)})
		}
		for _, f := range v.SupplementaryData {
			section.Extra = append(section.Extra, fieldRow{
				Name: f.Name, Required: requiredWords(f.Required, f.RequiredWhen), Type: f.Type, In: strings.Join(f.In, " and "), Personal: f.Personal, Note: Inline(f.Note),
			})
		}
		for _, n := range v.NotCarried {
			section.NotCarried = append(section.NotCarried, fieldRow{Name: n.VendorField, In: n.In, Note: Inline(n.Reason)})
		}
		list = append(list, section)
	}
	return list
}

func requiredWords(always bool, when string) string {
	switch {
	case always:
		return "required"
	case when != "":
		return "when " + when
	}
	return ""
}

func (s *Site) valueSections(ctx context.Context, v Vendor) ([]vendorSection, error) {
	values, err := v.Values(ctx)
	if err != nil {
		return nil, err
	}
	var list []vendorSection
	for _, value := range values {
		if n := len(list); n == 0 || list[n-1].Operation != value.Operation {
			list = append(list, vendorSection{Operation: value.Operation, Path: operationPath(value.Operation)})
		}
		last := &list[len(list)-1]
		last.Values = append(last.Values, value)
	}
	return list, nil
}

type tryPage struct {
	layout
	Name, Summary, Key string
}

// tryPage has the embedded console for one operation.
func (s *Site) tryPage(name string, live Live) ([]byte, bool, error) {
	o := s.operations[name]
	if o == nil {
		return nil, false, nil
	}
	return s.render("try.html", tryPage{
		layout: layout{Title: "Try: " + o.Summary, Path: operationPath(name), Nav: s.nav, Wide: true}, Name: name, Summary: o.Summary, Key: live.Key,
	})
}
