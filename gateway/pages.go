package gateway

import (
	"context"
	"crypto/sha256"
	_ "embed"
	"encoding/base64"
	"maps"
	"net/http"
	"slices"
	"strings"

	"canongate/canonical"
	"canongate/gateway/problem"
	"canongate/gateway/reference"
	"canongate/gateway/schema"
	"canongate/policies"

	"github.com/gofiber/fiber/v2"
)

// Probes, the OpenAPI document, and pages for people are served beside the table.

// PageStyle is the style sheet of the pages for people.
//
//go:embed style.css
var PageStyle string

// PagePolicy is the Content-Security-Policy of such a page: its own style and nothing else.
var PagePolicy = func() string {
	sum := sha256.Sum256([]byte(PageStyle))
	return "default-src 'none'; style-src 'sha256-" + base64.StdEncoding.EncodeToString(sum[:]) + "'; " +
		"base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
}()

const (
	pageCaching = "public, max-age=300"
	htmlType    = "text/html; charset=utf-8"
)

// pages are the paths beside the table.
func (s *Server) pages() map[string]fiber.Handler {
	return map[string]fiber.Handler{
		"/livez":           s.livez,
		"/readyz":          s.readyz,
		"/problems/:code":  s.problemPage,
		"/v1/openapi.json": s.openAPI,
		"/problems":        s.problems,
		"/docs":            s.docs,
		"/docs/*":          s.docs,
		"/":                s.front,
	}
}

func (s *Server) addPages(app *fiber.App) {
	for path, page := range s.pages() {
		app.Add(http.MethodGet, path, page)
		app.Add(http.MethodHead, path, page)
	}
}

func respond(c *fiber.Ctx, status int, resource any) error {
	answer, err := jsonAnswer(status, resource)
	if err != nil {
		return err
	}
	write(c, answer)
	return nil
}

func page(c *fiber.Ctx, body []byte) error {
	write(c, policies.Answer{Status: http.StatusOK, Body: body, Header: http.Header{
		"Content-Type": {htmlType}, "Content-Security-Policy": {PagePolicy}, "Cache-Control": {pageCaching},
	}})
	return nil
}

func (s *Server) problemPage(c *fiber.Ctx) error {
	help, known := problem.HelpFor(canonical.Code(c.Params("code")))
	if !known {
		return &canonical.Error{Code: canonical.NotFound, Message: "No problem has this code."}
	}
	c.Set(fiber.HeaderVary, fiber.HeaderAccept)
	if c.Accepts(schema.JSON, "text/html") != "text/html" {
		return respond(c, http.StatusOK, help)
	}
	body, err := help.Page(PageStyle)
	if err != nil {
		return err
	}
	return page(c, body)
}

func (s *Server) openAPI(c *fiber.Ctx) error {
	c.Set(fiber.HeaderCacheControl, pageCaching)
	c.Set(fiber.HeaderVary, fiber.HeaderAcceptEncoding)
	document := s.described().document
	answer := policies.Answer{Status: http.StatusOK, Body: document.JSON, Header: http.Header{"Content-Type": {schema.JSON}}}
	if strings.Contains(c.Get(fiber.HeaderAcceptEncoding), "gzip") {
		answer.Body = document.Gzipped
		answer.Header.Set("Content-Encoding", "gzip")
	}
	write(c, answer)
	return nil
}

// problems is the table of codes, for programs.
func (s *Server) problems(c *fiber.Ctx) error {
	c.Set(fiber.HeaderCacheControl, pageCaching)
	return respond(c, http.StatusOK, canonical.NewList(problem.All()))
}

// front leads who knows the address alone to the reference.
func (s *Server) front(c *fiber.Ctx) error {
	write(c, policies.Answer{Status: http.StatusFound, Header: http.Header{"Location": {reference.Root}}})
	return nil
}

// docs is the reference.
func (s *Server) docs(c *fiber.Ctx) error {
	path := strings.TrimPrefix(strings.TrimPrefix(c.Path(), reference.Root), "/")
	a, found, err := s.described().reference.Get(c.UserContext(), path, c.Query("q"), c.BaseURL(), s.current.Load().state.live())
	switch {
	case err != nil:
		return err
	case !found:
		return &canonical.Error{Code: canonical.NotFound, Origin: canonical.OriginCaller, Message: "The reference has no such page."}
	}
	if a.Encoding != "" {
		c.Set(fiber.HeaderVary, fiber.HeaderAcceptEncoding)
		if !strings.Contains(c.Get(fiber.HeaderAcceptEncoding), a.Encoding) {
			if a, err = a.Plain(); err != nil {
				return err
			}
		}
	}
	write(c, policies.Answer{Status: http.StatusOK, Body: a.Body, Header: a.Header()})
	return nil
}

// live is what the reference says of the configuration in service: each vendor once,
// and what its sandbox answers where it is one.
func (s *State) live() reference.Live {
	live := reference.Live{Key: s.DemoKey}
	for _, name := range slices.Sorted(maps.Keys(s.Connections)) {
		c := s.Connections[name]
		i := slices.IndexFunc(live.Vendors, func(v reference.Vendor) bool { return v.Name == c.Vendor })
		if i < 0 {
			i = len(live.Vendors)
			live.Vendors = append(live.Vendors, reference.Vendor{Name: c.Vendor, Adapter: c.Adapter})
		}
		if c.Simulator != nil && live.Vendors[i].Values == nil {
			live.Vendors[i].Values = valuesOf(c.Simulator)
		}
	}
	slices.SortFunc(live.Vendors, func(a, b reference.Vendor) int { return strings.Compare(a.Name, b.Name) })
	return live
}

func valuesOf(sandbox Sandbox) func(context.Context) ([]reference.SandboxValue, error) {
	return func(ctx context.Context) ([]reference.SandboxValue, error) {
		view, err := sandbox.Show(ctx)
		if err != nil {
			return nil, fromSandbox(err)
		}
		values := make([]reference.SandboxValue, len(view.Values))
		for i, v := range view.Values {
			values[i] = reference.SandboxValue(v)
		}
		return values, nil
	}
}
