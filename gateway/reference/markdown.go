package reference

import (
	"fmt"
	"html"
	"html/template"
	"regexp"
	"strings"
)

// The guides and the document's descriptions are written in a part of Markdown:
// headings, paragraphs, lists, tables, fenced code, `code`, **strong** and [links](/).
// Everything else is text, and is escaped.

// heading is a part of a guide, for its table of contents and for search.
type heading struct {
	Level    int
	ID, Text string
}

// inlinePattern finds code, strong text and links.
var inlinePattern = regexp.MustCompile("`([^`]+)`|\\*\\*([^*]+)\\*\\*|\\[([^\\]]+)\\]\\(([^)\\s]+)\\)")

// inline renders the text of one line.
func inline(text string) string {
	var b strings.Builder
	at := 0
	for _, m := range inlinePattern.FindAllStringSubmatchIndex(text, -1) {
		b.WriteString(plain(text[at:m[0]]))
		at = m[1]
		part := func(i int) string { return text[m[2*i]:m[2*i+1]] }
		switch {
		case m[2] >= 0:
			b.WriteString("<code>" + html.EscapeString(part(1)) + "</code>")
		case m[4] >= 0:
			b.WriteString("<strong>" + inline(part(2)) + "</strong>")
		default:
			b.WriteString(`<a href="` + html.EscapeString(part(4)) + `">` + inline(part(3)) + "</a>")
		}
	}
	b.WriteString(plain(text[at:]))
	return b.String()
}

// namePattern finds the names of fields and codes, which the doc tags of canonical types
// cannot mark.
var namePattern = regexp.MustCompile(`\b[a-z][a-z0-9]*(?:_[a-z0-9]+)+\b`)

// plain is text without marks, with the names in it as code.
func plain(text string) string {
	return namePattern.ReplaceAllString(html.EscapeString(text), "<code>$0</code>")
}

// Inline is one line of Markdown as HTML.
func Inline(text string) template.HTML {
	return template.HTML(inline(text)) // #nosec G203 -- inline escapes every part
}

// Markdown renders a text, and lists its headings.
func Markdown(text string) (template.HTML, []heading) {
	w := &markdown{lines: strings.Split(strings.TrimSpace(text), "\n")}
	for w.at < len(w.lines) {
		w.block()
	}
	return template.HTML(w.out.String()), w.headings // #nosec G203 -- every block escapes its text
}

type markdown struct {
	lines    []string
	at       int
	out      strings.Builder
	headings []heading
	tabs     int // of code that stands in several languages
}

func (w *markdown) line() string { return w.lines[w.at] }

// run takes the lines from here on that belong together.
func (w *markdown) run(belongs func(string) bool) []string {
	from := w.at
	for w.at < len(w.lines) && belongs(w.lines[w.at]) {
		w.at++
	}
	return w.lines[from:w.at]
}

var listItem = regexp.MustCompile(`^(- |\d+\. )`)

func (w *markdown) block() {
	line := w.line()
	switch {
	case strings.TrimSpace(line) == "":
		w.at++
	case strings.HasPrefix(line, "#"):
		w.at++
		w.heading(line)
	case strings.HasPrefix(line, "```"):
		w.code()
	case strings.HasPrefix(line, "|"):
		w.table(w.run(func(l string) bool { return strings.HasPrefix(l, "|") }))
	case listItem.MatchString(line):
		w.list(w.run(func(l string) bool { return listItem.MatchString(l) || strings.HasPrefix(l, "  ") }))
	default:
		lines := w.run(func(l string) bool {
			return strings.TrimSpace(l) != "" && !strings.HasPrefix(l, "```") && !strings.HasPrefix(l, "|") && !strings.HasPrefix(l, "#") && !listItem.MatchString(l)
		})
		w.out.WriteString("<p>" + inline(strings.Join(lines, " ")) + "</p>\n")
	}
}

var notInID = regexp.MustCompile(`[^a-z0-9]+`)

func idOf(text string) string {
	return strings.Trim(notInID.ReplaceAllString(strings.ToLower(text), "-"), "-")
}

func (w *markdown) heading(line string) {
	text := strings.TrimLeft(line, "#")
	h := heading{Level: len(line) - len(text), Text: strings.TrimSpace(text)}
	h.ID = idOf(h.Text)
	w.headings = append(w.headings, h)
	fmt.Fprintf(&w.out, "<h%d id=%q>%s</h%d>\n", h.Level, h.ID, inline(h.Text), h.Level)
}

func (w *markdown) list(lines []string) {
	kind := "ul"
	if lines[0][0] != '-' {
		kind = "ol"
	}
	var items []string
	for _, l := range lines {
		if mark := listItem.FindString(l); mark != "" {
			items = append(items, l[len(mark):])
			continue
		}
		items[len(items)-1] += " " + strings.TrimSpace(l)
	}
	w.out.WriteString("<" + kind + ">")
	for _, item := range items {
		w.out.WriteString("<li>" + inline(item) + "</li>")
	}
	w.out.WriteString("</" + kind + ">\n")
}

func (w *markdown) table(lines []string) {
	w.out.WriteString(`<div class="scroll"><table>`)
	for i, l := range lines {
		cell := "td"
		switch i {
		case 0:
			cell = "th"
		case 1:
			continue // the rule between head and body
		}
		w.out.WriteString("<tr>")
		for c := range strings.SplitSeq(strings.Trim(strings.TrimSpace(l), "|"), "|") {
			w.out.WriteString("<" + cell + ">" + inline(strings.TrimSpace(c)) + "</" + cell + ">")
		}
		w.out.WriteString("</tr>")
	}
	w.out.WriteString("</table></div>\n")
}

// code takes fenced code; blocks that follow each other at once are the same in
// several languages, and become tabs.
func (w *markdown) code() {
	var samples []Sample
	for w.at < len(w.lines) && strings.HasPrefix(w.line(), "```") {
		language := strings.TrimPrefix(w.line(), "```")
		w.at++
		body := w.run(func(l string) bool { return !strings.HasPrefix(l, "```") })
		w.at++
		samples = append(samples, Sample{Language: language, Text: strings.Join(body, "\n")})
	}
	w.tabs++
	w.out.WriteString(string(tabs(fmt.Sprintf("code-%d", w.tabs), samples)))
}
