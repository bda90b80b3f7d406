// Package reference shows the API to people: a page for each operation, resource and
// guide, made of the OpenAPI document by templates of our own. Pages read whole without
// a script; one adds search and copying, another trying an operation out.
package reference

import (
	"bytes"
	"context"
	"embed"
	"errors"
	"html/template"
	"net/http"
	"regexp"
	"strings"
	"sync"

	"canongate/canonical"
	"canongate/gateway/openapi"
	"canongate/gateway/schema"
)

// Policy is the content security policy of every page and asset: nothing inline,
// nothing from elsewhere. Images in the style sheet of the embedded console are data.
const Policy = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; " +
	"form-action 'self'; base-uri 'none'; frame-ancestors 'none'"

// Root is the path of the first page; every other stands below it.
const Root = "/docs"

// Vendor is a vendor of the running configuration, for the pages about fields and
// sandboxes.
type Vendor struct {
	Name    string
	Adapter any
	// Values are what the vendor's sandbox answers to what; nil where it is none.
	Values func(context.Context) ([]SandboxValue, error)
}

// SandboxValue is a row of what a sandbox answers to what.
type SandboxValue struct{ Operation, Field, Value, Answer string }

// Live is what pages say of the configuration in service.
type Live struct {
	Vendors []Vendor
	// Key is an API key that everybody knows; "" anywhere but in a quickstart.
	Key string
}

// Answer is a page or a file.
type Answer struct {
	Type, Encoding string
	Body           []byte
	Forever        bool // the address changes with the content
}

// Site is the reference of one document. Safe for concurrent use.
type Site struct {
	document   *openapi.Document
	shower     shower
	nav        []navGroup
	operations map[string]*openapi.Described
	guides     map[string]guide
	search     func() []byte
	mu         sync.Mutex
	rendered   map[string][]byte // by path: what does not change with the configuration
}

//go:embed templates/*.html
var templateFiles embed.FS

var templates = template.Must(template.New("").Funcs(template.FuncMap{
	"inline": Inline, "asset": assetURL, "lower": strings.ToLower, "has": strings.HasPrefix,
}).ParseFS(templateFiles, "templates/*.html"))

// New makes the reference of a document. Pages are rendered when they are first asked for.
func New(d *openapi.Document) *Site {
	s := &Site{
		document: d, shower: shower{d.Schemas}, operations: map[string]*openapi.Described{}, guides: guidesOf(d), rendered: map[string][]byte{},
	}
	for i := range d.Operations {
		s.operations[d.Operations[i].Name] = &d.Operations[i]
	}
	s.nav = s.navigation()
	s.search = sync.OnceValue(s.searchIndex)
	return s
}

// hostPattern is what may stand as the gateway's own address in samples.
var hostPattern = regexp.MustCompile(`^https?://[A-Za-z0-9.\-:\[\]]{1,255}$`)

// Get is the page or file at a path below Root, without its slash. query is the words
// that were searched for; origin the gateway's own address. ok is false where nothing
// stands there.
func (s *Site) Get(ctx context.Context, path, query, origin string, live Live) (a Answer, ok bool, err error) {
	if name, is := strings.CutPrefix(path, "assets/"); is {
		a, ok = asset(name)
		return a, ok, nil
	}
	if path == "search.json" {
		return Answer{Type: schema.JSON, Body: s.search()}, true, nil
	}
	body, ok, err := s.page(ctx, path, query, live)
	if err != nil || !ok {
		return a, ok, err
	}
	if !hostPattern.MatchString(origin) {
		origin = "https://gateway.example.com"
	}
	return Answer{Type: "text/html; charset=utf-8", Body: bytes.ReplaceAll(body, []byte(originMark), []byte(origin))}, true, nil
}

func (s *Site) page(ctx context.Context, path, query string, live Live) ([]byte, bool, error) {
	kind, name, _ := strings.Cut(path, "/")
	switch {
	case path == "search":
		return s.render("search.html", s.searchPage(query))
	case kind == "try":
		return s.tryPage(name, live)
	case kind == "fields" && name != "", kind == "sandboxes" && name != "":
		return s.vendorPage(ctx, kind, name, live)
	case path == "fields", path == "sandboxes":
		return s.guidePage(path, live)
	}
	s.mu.Lock()
	body, done := s.rendered[path]
	s.mu.Unlock()
	if done {
		return body, true, nil
	}
	body, ok, err := s.fixedPage(kind, name, path)
	if ok && err == nil {
		s.mu.Lock()
		s.rendered[path] = body
		s.mu.Unlock()
	}
	return body, ok, err
}

// fixedPage is a page that is the same in every configuration.
func (s *Site) fixedPage(kind, name, path string) ([]byte, bool, error) {
	switch kind {
	case "operations":
		if o := s.operations[name]; o != nil {
			return s.render("operation.html", s.operationPage(o))
		}
	case "resources":
		for _, t := range openapi.Tags {
			if t.Name == name && t.Group != openapi.Tags[0].Group {
				return s.render("resource.html", s.resourcePage(t))
			}
		}
	default:
		return s.guidePage(path, Live{})
	}
	return nil, false, nil
}

func (s *Site) render(name string, page any) ([]byte, bool, error) {
	var b bytes.Buffer
	if err := templates.ExecuteTemplate(&b, name, page); err != nil {
		return nil, false, errors.New("render page: its template does not fit")
	}
	return b.Bytes(), true, nil
}

// layout is what every page has.
type layout struct {
	Title, Path string
	Nav         []navGroup
	Wide        bool // no column of samples
}

// Current says whether a link leads to the page itself.
func (l layout) Current(path string) bool { return l.Path == path }

// Within says whether the page stands among those of a link in the navigation.
func (l layout) Within(item navItem) bool {
	for _, below := range item.Items {
		if below.Path == l.Path {
			return true
		}
	}
	return item.Path == l.Path
}

type navGroup struct {
	Title string
	Items []navItem
}

type navItem struct {
	Title, Path, Method string
	Items               []navItem
}

// navigation is the list of all pages: guides, then resources with their operations.
func (s *Site) navigation() []navGroup {
	groups := []navGroup{{Title: "Guides"}}
	for _, name := range guideOrder {
		groups[0].Items = append(groups[0].Items, navItem{Title: s.guides[name].Title, Path: guidePath(name)})
	}
	for _, t := range openapi.Tags[1:] {
		if last := groups[len(groups)-1].Title; last != t.Group {
			groups = append(groups, navGroup{Title: t.Group})
		}
		item := navItem{Title: t.Title, Path: Root + "/resources/" + t.Name}
		for _, o := range s.document.Operations {
			if o.Tag == t.Name {
				item.Items = append(item.Items, navItem{Title: o.Summary, Path: operationPath(o.Name), Method: o.Method})
			}
		}
		group := &groups[len(groups)-1]
		group.Items = append(group.Items, item)
	}
	return groups
}

func operationPath(name string) string { return Root + "/operations/" + name }

func guidePath(name string) string {
	if name == "" {
		return Root
	}
	return Root + "/" + name
}

// codeRow is an error code on a page.
type codeRow struct {
	canonical.CodeInfo
	Help template.HTML
	Wait string
}

var retries = map[canonical.Retry]string{
	canonical.RetryNever: "no", canonical.RetryIfSafe: "if nothing was sent", canonical.RetryLater: "yes, after Retry-After",
}

func codeRows(codes []canonical.CodeInfo) []codeRow {
	rows := make([]codeRow, len(codes))
	for i, c := range codes {
		rows[i] = codeRow{c, Inline(c.Help), retries[c.Retry]}
	}
	return rows
}

// Header are the headers of an answer.
func (a Answer) Header() http.Header {
	h := http.Header{"Content-Type": {a.Type}, "Content-Security-Policy": {Policy}, "Cache-Control": {"public, max-age=300"}, "X-Content-Type-Options": {"nosniff"}}
	if a.Forever {
		h.Set("Cache-Control", "public, max-age=31536000, immutable")
	}
	if a.Encoding != "" {
		h.Set("Content-Encoding", a.Encoding)
	}
	return h
}
