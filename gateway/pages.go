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
	"canongate/policies"

	"github.com/gofiber/fiber/v2"
)

// What is served beside the table: probes, and pages for people.

//go:embed pages/style.css
var style string

//go:embed pages/problem.html
var problemPage string

//go:embed pages/docs.html
var docsPage string

// pagePolicy allows a page its own style and nothing else.
var pagePolicy = func() string {
	sum := sha256.Sum256([]byte(style))
	return "default-src 'none'; style-src 'sha256-" + base64.StdEncoding.EncodeToString(sum[:]) + "'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
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
	help := codeHelp{Code: info.Code, Status: info.Status, Title: info.Title, Help: info.Help, Retry: info.Retry, Origin: info.Origin, Meaning: retryMeanings[info.Retry]}
	c.Set(fiber.HeaderVary, fiber.HeaderAccept)
	if c.Accepts(jsonType, "text/html") != "text/html" {
		return respond(c, http.StatusOK, help)
	}
	body, err := fill("problem", problemPage, struct {
		Style template.CSS
		codeHelp
	}{template.CSS(style), help}) // #nosec G203 -- the style is ours
	if err != nil {
		return err
	}
	return page(c, body)
}

func fill(name, text string, data any) ([]byte, error) {
	t, err := template.New(name).Parse(text)
	if err != nil {
		return nil, errors.New("render page: its template is broken")
	}
	var b bytes.Buffer
	if err := t.Execute(&b, data); err != nil {
		return nil, errors.New("render page: its template does not fit")
	}
	return b.Bytes(), nil
}

func (s *Server) openAPI(c *fiber.Ctx) error {
	c.Set(fiber.HeaderCacheControl, pageCaching)
	c.Set(fiber.HeaderVary, fiber.HeaderAcceptEncoding)
	answer := policies.Answer{Status: http.StatusOK, Body: s.document.json, Header: http.Header{"Content-Type": {jsonType}}}
	if strings.Contains(c.Get(fiber.HeaderAcceptEncoding), "gzip") {
		answer.Body = s.document.gzipped
		answer.Header.Set("Content-Encoding", "gzip")
	}
	write(c, answer)
	return nil
}
