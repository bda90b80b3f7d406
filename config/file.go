package config

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"slices"
	"strings"

	"go.yaml.in/yaml/v4"
)

// maxFile bounds a configuration file, in bytes.
const maxFile = 4 << 20

// File is a configuration file as it was read: its values, where each of them
// stands, and what is wrong with them. Those who build from it add what they
// find with Refuse. It is not safe for concurrent use until nobody adds.
type File struct {
	Path   string
	Hash   string // SHA-256 of the content, in hex
	Config Config
	// WithoutSecrets says that every reference is taken for a good one, as where the
	// secrets are not: in a pipeline.
	WithoutSecrets bool

	content []byte
	places  map[string]place // of keys and list items
	texts   map[string]place // of the first character of one-line texts
	dropped map[string]bool  // paths whose value was refused and is not in Config
	// shorthands are the paths of lists that are written as one text.
	shorthands map[string]bool
	references map[string]string // files, by the paths of the keys that name them
	problems   Problems
}

type place struct{ line, column int }

// Load reads and checks the file. It fails only when the file cannot be read;
// what is wrong inside it stands in Problems.
func Load(path string) (*File, error) { return load(path, Parse) }

// LoadWithoutSecrets is Load where the secrets are not: what a reference names is not
// looked for, nor are the files of certificates.
func LoadWithoutSecrets(path string) (*File, error) { return load(path, ParseWithoutSecrets) }

func load(path string, parse func(path string, content []byte) *File) (*File, error) {
	content, err := read(path)
	if err != nil {
		return nil, err
	}
	return parse(path, content), nil
}

func read(path string) ([]byte, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, fmt.Errorf("read configuration %s: %s", path, reason(err))
	}
	defer f.Close()
	content, err := io.ReadAll(io.LimitReader(f, maxFile+1))
	if err != nil {
		return nil, fmt.Errorf("read configuration %s: %s", path, reason(err))
	}
	if len(content) > maxFile {
		return nil, fmt.Errorf("read configuration %s: larger than %d MiB", path, maxFile>>20)
	}
	return content, nil
}

// reason says in our words why a file could not be read.
func reason(err error) string {
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return "no such file"
	case errors.Is(err, fs.ErrPermission):
		return "no permission"
	default:
		return "cannot be read"
	}
}

// Parse reads and checks the content of a file; path is for messages.
func Parse(path string, content []byte) *File { return parse(path, content, false) }

// ParseWithoutSecrets is Parse where the secrets are not: see LoadWithoutSecrets.
func ParseWithoutSecrets(path string, content []byte) *File { return parse(path, content, true) }

func parse(path string, content []byte, withoutSecrets bool) *File {
	f := &File{
		Path: path, Hash: digest(content), WithoutSecrets: withoutSecrets, content: content,
		places: map[string]place{}, texts: map[string]place{}, dropped: map[string]bool{}, shorthands: map[string]bool{}, references: map[string]string{},
	}
	var root yaml.Node
	if err := yaml.Load(content, &root); err != nil {
		f.refuseSyntax(err)
		return f
	}
	if f.decode(&root) {
		f.noteReferences("", root.Content[0])
		f.check()
	}
	return f
}

func digest(content []byte) string {
	sum := sha256.Sum256(content)
	return hex.EncodeToString(sum[:])
}

// refuseSyntax notes text that is not YAML. The library's own words may show
// a part of the text, so only its mark is used.
func (f *File) refuseSyntax(err error) {
	var syntax *yaml.LoadError
	if !errors.As(err, &syntax) || syntax.Mark.Line == 0 {
		f.refuseCount()
		return
	}
	at := place{syntax.Mark.Line, max(1, syntax.Mark.Column)}
	if column := f.tabIn(at); column > 0 {
		f.add(place{at.line, column}, "", "has a tab here: only blanks may indent")
		return
	}
	f.add(at, "", "is not valid YAML from here on")
}

// tabIn gives the column of the tab that a line is indented with, as far as the
// place; 0 without one.
func (f *File) tabIn(at place) int {
	lines := bytes.Split(f.content, []byte("\n"))
	if at.line > len(lines) {
		return 0
	}
	line := lines[at.line-1]
	indent := line[:len(line)-len(bytes.TrimLeft(line, " \t"))]
	return bytes.IndexByte(indent, '\t') + 1
}

// refuseCount notes a file that holds no YAML document, or several.
func (f *File) refuseCount() {
	var first, second yaml.Node
	documents := yaml.NewDecoder(bytes.NewReader(f.content))
	switch {
	case documents.Decode(&first) != nil:
		f.add(place{1, 1}, "", emptyFile)
	case documents.Decode(&second) != nil:
		f.add(place{1, 1}, "", "is not one YAML document")
	default:
		f.add(place{max(1, second.Line), max(1, second.Column)}, "", "begins a second YAML document: a file holds one")
	}
}

const emptyFile = "is empty: there is no configuration in it"

// AddProblem adds a problem at a key path such as "routes.0.use.1.connection". Its
// place is that of the path, or of the nearest parent in the file. A value that was
// refused already, as a whole or in part, gets no second problem.
func (f *File) AddProblem(path, format string, args ...any) {
	if f.wasDropped(path) || f.lostPart(path) {
		return
	}
	f.note(path, fmt.Sprintf(format, args...))
}

// AddProblemInside adds a problem in the text of a value, such as an expression.
// Line and column count from 1 in that text.
func (f *File) AddProblemInside(path string, line, column int, message string) {
	at, known := f.texts[path]
	switch {
	case f.wasDropped(path):
	case known && line == 1:
		f.add(place{at.line, at.column + column - 1}, path, message)
	default:
		f.note(path, fmt.Sprintf("%s (its line %d, column %d)", message, line, column))
	}
}

func (f *File) note(path, message string) {
	f.add(f.where(f.asWritten(path)), path, message)
}

func (f *File) add(at place, path, message string) {
	f.problems = append(f.problems, Problem{File: f.Path, Line: at.line, Column: at.column, Path: f.asWritten(path), Message: message})
}

// asWritten is the path of what stands in the file: of a shorthand the text, and
// not the list that it stands for.
func (f *File) asWritten(path string) string {
	for p := path; p != ""; p = parent(p) {
		if f.shorthands[p] {
			return p
		}
	}
	return path
}

// drop notes a problem and that the value under path is not in Config.
func (f *File) drop(path, format string, args ...any) {
	f.note(path, fmt.Sprintf(format, args...))
	f.dropped[path] = true
}

func (f *File) wasDropped(path string) bool {
	for ; path != ""; path = parent(path) {
		if f.dropped[path] {
			return true
		}
	}
	return false
}

// lostPart says whether something below path was refused and is not in Config.
func (f *File) lostPart(path string) bool {
	for dropped := range f.dropped {
		if strings.HasPrefix(dropped, path+".") {
			return true
		}
	}
	return false
}

// Sound says whether nothing at or below path has been refused.
func (f *File) Sound(path string) bool {
	return !slices.ContainsFunc(f.problems, func(m Problem) bool {
		return m.Path == path || strings.HasPrefix(m.Path, path+".")
	})
}

// HasProblem says whether a problem was added at exactly this path.
func (f *File) HasProblem(path string) bool {
	return slices.ContainsFunc(f.problems, func(m Problem) bool { return m.Path == path })
}

// Problems are all problems so far, in the order of the file; empty when
// the file may be used.
func (f *File) Problems() Problems { return f.problems.sorted() }

// where gives the place of a path, or of its nearest parent in the file.
func (f *File) where(path string) place {
	for ; path != ""; path = parent(path) {
		if at, ok := f.places[path]; ok {
			return at
		}
	}
	return place{1, 1}
}

func parent(path string) string {
	return path[:max(0, strings.LastIndexByte(path, '.'))]
}

func join(path, key string) string {
	if path == "" {
		return key
	}
	return path + "." + key
}
