package reference

import (
	"encoding/json"
	"slices"
	"strings"

	"canongate/canonical"
	"canongate/gateway/openapi"
)

// entry is something that search finds.
type entry struct {
	Kind  string `json:"k"` // operation, guide, field, code, resource or event
	Title string `json:"t"`
	Path  string `json:"p"`
	Words string `json:"w,omitempty"` // what else it is found by
}

// entries are all of them, the ones that readers want most first.
func (s *Site) entries() []entry {
	var list []entry
	for _, o := range s.document.Operations {
		list = append(list, entry{"operation", o.Summary, operationPath(o.Name), o.Name + " " + o.Method + " " + o.Path})
	}
	for _, name := range guideOrder {
		g := s.guides[name]
		list = append(list, entry{"guide", g.Title, guidePath(name), g.Lead})
		for _, h := range g.Headings {
			if h.Level > 1 {
				list = append(list, entry{"guide", g.Title + ": " + h.Text, guidePath(name) + "#" + h.ID, ""})
			}
		}
	}
	for _, t := range openapi.Tags[1:] {
		list = append(list, entry{"resource", t.Title, Root + "/resources/" + t.Name, ""})
	}
	for _, c := range canonical.Codes() {
		list = append(list, entry{"code", string(c.Code), Root + "/errors#" + string(c.Code), c.Title})
	}
	for _, t := range openapi.EventTexts() {
		list = append(list, entry{"event", string(t.Type), Root + "/resources/events#" + string(t.Type), t.Summary})
	}
	return append(list, s.fieldEntries()...)
}

// fieldEntries are the fields of every body and answer, each once a page.
func (s *Site) fieldEntries() []entry {
	var list []entry
	seen := map[string]bool{}
	var add func(where, path string, members []member)
	add = func(where, path string, members []member) {
		for _, m := range members {
			if key := path + " " + m.Name; !seen[key] {
				seen[key] = true
				list = append(list, entry{"field", m.Name, path + "#" + m.ID, where})
			}
			add(where, path, m.Members)
		}
	}
	for _, t := range openapi.Tags[1:] {
		for _, o := range s.resourcePage(t).Objects {
			add(o.Name, Root+"/resources/"+t.Name, o.Members)
		}
	}
	for i := range s.document.Operations {
		o := &s.document.Operations[i]
		p := s.operationPage(o)
		add(o.Name, p.layout.Path, slices.Concat(p.Path, p.Query, p.Body))
		for _, v := range p.BodyVariants {
			add(o.Name, p.layout.Path, v.Members)
		}
	}
	return list
}

func (s *Site) searchIndex() []byte {
	text, _ := json.Marshal(s.entries()) // texts always marshal
	return text
}

type searchPage struct {
	layout
	Query   string
	Results []entry
}

// mostResults is how many a page shows.
const mostResults = 40

// searchPage is what search finds without a script.
func (s *Site) searchPage(query string) searchPage {
	p := searchPage{layout: layout{Title: "Search", Path: Root + "/search", Nav: s.nav, Wide: true}, Query: query}
	words := strings.Fields(strings.ToLower(query))
	if len(words) == 0 || len(query) > 200 {
		return p
	}
	for _, e := range s.entries() {
		text := strings.ToLower(e.Title + " " + e.Words)
		if !slices.ContainsFunc(words, func(w string) bool { return !strings.Contains(text, w) }) && len(p.Results) < mostResults {
			p.Results = append(p.Results, e)
		}
	}
	return p
}
