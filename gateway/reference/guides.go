package reference

import (
	"bytes"
	"embed"
	"html/template"
	"strings"
	texttemplate "text/template"

	"canongate/canonical"
	"canongate/gateway/openapi"
)

//go:embed guides/*.md
var guideFiles embed.FS

// guideOrder are the guides as a reader meets them; the first is the page at Root.
var guideOrder = []string{"", "authentication", "idempotency", "errors", "webhooks", "money", "sandboxes", "fields", "versions"}

// firstGuide is the file of the page at Root.
const firstGuide = "start"

// guide is a page of text.
type guide struct {
	Title, Lead string // text without marks
	HTML        template.HTML
	Headings    []heading
}

// guideData is what a guide's template can say of the document.
type guideData struct {
	Version    string
	Operations []openapi.Described
	Events     []openapi.EventText
}

// guidesOf renders the guides of a document. A guide that does not fit its template is
// a defect of the program, found by every test of it.
func guidesOf(d *openapi.Document) map[string]guide {
	data := guideData{Version: openapi.Version, Operations: d.Operations, Events: openapi.EventTexts()}
	guides := map[string]guide{}
	for _, name := range guideOrder {
		file := name
		if name == "" {
			file = firstGuide
		}
		text := texttemplate.Must(texttemplate.ParseFS(guideFiles, "guides/"+file+".md"))
		var b bytes.Buffer
		if err := text.Execute(&b, data); err != nil {
			panic("render guide " + file + ": " + err.Error())
		}
		guides[name] = guideOf(b.String())
	}
	return guides
}

// guideOf renders a text whose first line is its title and whose next paragraph leads
// into it.
func guideOf(text string) guide {
	title, rest, _ := strings.Cut(text, "\n")
	lead, _, _ := strings.Cut(strings.TrimSpace(rest), "\n\n")
	g := guide{Title: strings.TrimSpace(strings.TrimLeft(title, "#")), Lead: inlinePattern.ReplaceAllString(strings.ReplaceAll(lead, "\n", " "), "$1$2$3")}
	g.HTML, g.Headings = Markdown(rest)
	return g
}

type guidePage struct {
	layout
	HTML  template.HTML
	Links []navItem
	Codes []codeEntry
}

// codeEntry is a code in the guide to errors, with the operations that give it; none
// where all do.
type codeEntry struct {
	codeRow
	Links []navItem
}

func (s *Site) guidePage(path string, live Live) ([]byte, bool, error) {
	g, ok := s.guides[path]
	if !ok {
		return nil, false, nil
	}
	p := guidePage{layout: layout{Title: g.Title, Path: guidePath(path), Nav: s.nav, Wide: true}, HTML: g.HTML}
	if path == "fields" || path == "sandboxes" {
		p.Links = vendorLinks(path, live)
	}
	if path == "errors" {
		p.Codes = s.codeEntries()
	}
	return s.render("guide.html", p)
}

func (s *Site) codeEntries() []codeEntry {
	var list []codeEntry
	for _, row := range codeRows(canonical.Codes()) {
		e := codeEntry{codeRow: row}
		for _, o := range s.document.Operations {
			for _, given := range o.Codes {
				if given.Code == row.Code {
					e.Links = append(e.Links, navItem{Title: o.Name, Path: operationPath(o.Name)})
				}
			}
		}
		if len(e.Links) == len(s.document.Operations) {
			e.Links = nil
		}
		list = append(list, e)
	}
	return list
}

// vendorLinks are the pages of the vendors in service.
func vendorLinks(kind string, live Live) []navItem {
	var links []navItem
	for _, v := range live.Vendors {
		if kind == "fields" || v.Values != nil {
			links = append(links, navItem{Title: v.Name, Path: Root + "/" + kind + "/" + v.Name})
		}
	}
	return links
}
