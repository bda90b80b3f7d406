package gateway

import (
	"bytes"
	"crypto/sha256"
	_ "embed"
	"encoding/base64"
	"errors"
	"html/template"
	"net/http"
	"strings"

	"canongate/canonical"
	"canongate/gateway/schema"
	"canongate/policies"

	"github.com/gofiber/fiber/v2"
)

// Probes, the OpenAPI document, and pages for people are served beside the table.

//go:embed pages/style.css
var style string

//go:embed pages/problem.html
var problemPage string

var problemTemplate = template.Must(template.New("problem").Parse(problemPage))

// pagePolicy allows a page its own style and nothing else.
var pagePolicy = func() string {
	sum := sha256.Sum256([]byte(style))
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
		"Content-Type": {htmlType}, "Content-Security-Policy": {pagePolicy}, "Cache-Control": {pageCaching},
	}})
	return nil
}

// codeHelp is a row of the table of codes, for people and programs.
type codeHelp struct {
	Code    canonical.Code   `json:"code"`
	Status  int              `json:"status"`
	Title   string           `json:"title"`
	Help    string           `json:"help"`
	Retry   canonical.Retry  `json:"retry"`
	Origin  canonical.Origin `json:"origin"`
	Meaning string           `json:"-"`
}

var retryMeanings = map[canonical.Retry]string{
	canonical.RetryNever:  "Sending the same request again does not help.",
	canonical.RetryIfSafe: "The same request may be sent again when the operation is safe, or when outcome says not_sent.",
	canonical.RetryLater:  "The same request may succeed later; wait for Retry-After.",
}

func (s *Server) problemPage(c *fiber.Ctx) error {
	code := canonical.Code(c.Params("code"))
	info := code.Info()
	if info.Code != code {
		return &canonical.Error{Code: canonical.NotFound, Message: "No problem has this code."}
	}
	help := codeHelp{
		Code: info.Code, Status: info.Status, Title: info.Title, Help: info.Help,
		Retry: info.Retry, Origin: info.Origin, Meaning: retryMeanings[info.Retry],
	}
	c.Set(fiber.HeaderVary, fiber.HeaderAccept)
	if c.Accepts(schema.JSON, "text/html") != "text/html" {
		return respond(c, http.StatusOK, help)
	}
	var body bytes.Buffer
	err := problemTemplate.Execute(&body, struct {
		Style template.CSS
		codeHelp
	}{template.CSS(style), help}) // #nosec G203 -- the style is ours
	if err != nil {
		return errors.New("render page: its template does not fit")
	}
	return page(c, body.Bytes())
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
