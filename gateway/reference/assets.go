package reference

import (
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"io"
	"path"
	"strings"
	"sync"

	"github.com/swaggest/swgui/v5/static"
)

//go:embed assets/*
var assetFiles embed.FS

// consoleFiles are those of the embedded console that pages load. The module has them
// compressed.
var consoleFiles = map[string]string{"swagger-ui-bundle.js": "text/javascript", "swagger-ui.css": "text/css"}

var assetTypes = map[string]string{".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml"}

// hashes are of the contents of our own files, by name.
var hashes = sync.OnceValue(func() map[string]string {
	all := map[string]string{}
	files, _ := assetFiles.ReadDir("assets") // it is in the program
	for _, f := range files {
		text, _ := assetFiles.ReadFile("assets/" + f.Name())
		sum := sha256.Sum256(text)
		all[f.Name()] = hex.EncodeToString(sum[:6])
	}
	return all
})

// assetURL is the address of a file: with its hash, so that it can be kept for ever.
func assetURL(name string) string {
	if hash := hashes()[name]; hash != "" {
		ext := path.Ext(name)
		return Root + "/assets/" + strings.TrimSuffix(name, ext) + "." + hash + ext
	}
	return Root + "/assets/" + name
}

// asset is a file by the last part of its address.
func asset(name string) (Answer, bool) {
	if kind, ok := consoleFiles[name]; ok {
		body, err := static.FS.ReadFile(name + ".gz")
		return Answer{Type: kind, Encoding: "gzip", Body: body}, err == nil
	}
	for known, hash := range hashes() {
		ext := path.Ext(known)
		if name == strings.TrimSuffix(known, ext)+"."+hash+ext {
			body, err := assetFiles.ReadFile("assets/" + known)
			return Answer{Type: assetTypes[ext] + "; charset=utf-8", Body: body, Forever: true}, err == nil
		}
	}
	return Answer{}, false
}

// Plain is the answer for a client that takes no compression.
func (a Answer) Plain() (Answer, error) {
	if a.Encoding == "" {
		return a, nil
	}
	z, err := gzip.NewReader(bytes.NewReader(a.Body))
	if err != nil {
		return a, err
	}
	a.Body, err = io.ReadAll(z)
	a.Encoding = ""
	return a, err
}
