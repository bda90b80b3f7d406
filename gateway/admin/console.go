package admin

import (
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"io/fs"
	"net/http"
	"path"
)

//go:embed console
var consoleFiles embed.FS

var contentTypes = map[string]string{
	".html": "text/html; charset=utf-8",
	".js":   "text/javascript; charset=utf-8",
	".css":  "text/css; charset=utf-8",
	".svg":  "image/svg+xml",
}

// asset is one file of the console, as it is sent.
type asset struct {
	body []byte
	kind string
	etag string
}

// assets are the console's files by their path below /console/.
var assets = func() map[string]asset {
	all := map[string]asset{}
	root, err := fs.Sub(consoleFiles, "console")
	if err == nil {
		err = fs.WalkDir(root, ".", func(name string, entry fs.DirEntry, err error) error {
			if err != nil || entry.IsDir() {
				return err
			}
			body, err := fs.ReadFile(root, name)
			sum := sha256.Sum256(body)
			all[name] = asset{body, contentTypes[path.Ext(name)], `"` + hex.EncodeToString(sum[:8]) + `"`}
			return err
		})
	}
	if err != nil {
		panic(err) // the files are part of the program
	}
	return all
}()

var toConsole = http.RedirectHandler("/console/", http.StatusSeeOther)

// consoleFile sends a file of the console. A browser asks every time whether its
// copy is still good, so that a new version never runs half.
func (s *server) consoleFile(r *request) (answer, error) {
	name := r.PathValue("file")
	if name == "" {
		name = "index.html"
	}
	file, known := assets[name]
	if !known {
		return answer{}, notFound("The console has no such file.")
	}
	header := http.Header{"Etag": {file.etag}, "Cache-Control": {"no-cache"}}
	if r.Header.Get("If-None-Match") == file.etag {
		return answer{status: http.StatusNotModified, header: header, body: []byte(nil)}, nil
	}
	header.Set("Content-Type", file.kind)
	return answer{status: http.StatusOK, header: header, body: file.body}, nil
}
