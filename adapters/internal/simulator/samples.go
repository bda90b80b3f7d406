package simulator

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io/fs"
	"net/http"
	"strings"
)

// Sample is one row of a sandbox's samples/index.json: an answer the vendor
// documents, and the operation it answers. A status of 0 marks a message the
// vendor sends by itself.
type Sample struct {
	File      string            `json:"file"`
	Operation string            `json:"operation"`
	Status    int               `json:"status"`
	Headers   map[string]string `json:"headers"`
}

// Samples serves a vendor's documented answers from its samples folder.
type Samples struct {
	index []Sample
	rows  map[string]Sample
	body  map[string][]byte
}

// Field replaces one top-level field of a sample by Value, as JSON.
type Field struct {
	Name  string
	Value any
}

// ReadSamples reads samples/index.json and the files it names. The samples
// are compiled in, so a broken one is a bug and panics.
func ReadSamples(fsys fs.FS) Samples {
	s := Samples{rows: map[string]Sample{}, body: map[string][]byte{}}
	raw, err := fs.ReadFile(fsys, "samples/index.json")
	if err != nil {
		panic(fmt.Sprintf("read the sample index: %v", err))
	}
	if err := json.Unmarshal(raw, &s.index); err != nil {
		panic(fmt.Sprintf("decode the sample index: %v", err))
	}
	for _, row := range s.index {
		raw, err := fs.ReadFile(fsys, "samples/"+row.File)
		if err != nil {
			panic(fmt.Sprintf("read a sample: %v", err))
		}
		var compact bytes.Buffer
		if err := json.Compact(&compact, raw); err != nil {
			panic(fmt.Sprintf("decode sample %s: %v", row.File, err))
		}
		name := strings.TrimSuffix(row.File, ".json")
		s.rows[name], s.body[name] = row, compact.Bytes()
	}
	return s
}

// Index lists the samples in the order of index.json.
func (s Samples) Index() []Sample { return s.index }

// Reply answers the sample called name (its file without .json) with some
// fields replaced. A name or field that does not exist is a bug and panics.
func (s Samples) Reply(name string, changes ...Field) Reply {
	row, ok := s.rows[name]
	if !ok {
		panic(fmt.Sprintf("no sample is called %q", name))
	}
	reply := Raw(row.Status, "application/json", s.body[name])
	if len(changes) > 0 {
		reply.Body = change(name, s.body[name], changes)
	}
	for k, v := range row.Headers {
		reply.Header[http.CanonicalHeaderKey(k)] = []string{v}
	}
	return reply
}

// Says tells in short what the sample answers: its status and its case, as in "404
// not found".
func (s Samples) Says(name string) string {
	_, words, _ := strings.Cut(name, ".")
	return fmt.Sprintf("%d %s", s.Reply(name).Status, strings.ReplaceAll(words, "_", " "))
}

func change(name string, body []byte, changes []Field) []byte {
	var fields map[string]json.RawMessage
	if err := json.Unmarshal(body, &fields); err != nil {
		panic(fmt.Sprintf("sample %q is not an object", name))
	}
	for _, c := range changes {
		if _, ok := fields[c.Name]; !ok {
			panic(fmt.Sprintf("sample %q has no field %q", name, c.Name))
		}
		fields[c.Name] = marshal(c.Value)
	}
	return marshal(fields)
}
