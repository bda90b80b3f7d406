package gateway

import (
	"crypto/sha256"
	_ "embed"
	"encoding/base64"
	"net/http"
	"strings"

	"canongate/canonical"
	"canongate/gateway/problem"
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
		"/docs":            s.docs,
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
	answer := policies.Answer{Status: http.StatusOK, Body: s.document.JSON, Header: http.Header{"Content-Type": {schema.JSON}}}
	if strings.Contains(c.Get(fiber.HeaderAcceptEncoding), "gzip") {
		answer.Body = s.document.Gzipped
		answer.Header.Set("Content-Encoding", "gzip")
	}
	write(c, answer)
	return nil
}

func (s *Server) docs(c *fiber.Ctx) error { return page(c, s.reference) }
