package main

import (
	"crypto/sha256"
	"debug/buildinfo"
	"debug/elf"
	"encoding/hex"
	"errors"
	"fmt"
	"os"
	"strings"
	"time"

	v1 "github.com/google/go-containerregistry/pkg/v1"
)

// program is a built canongate, and what the Go tool has noted in it.
type program struct {
	content  []byte
	info     *buildinfo.BuildInfo
	settings map[string]string
	version  string
	revision string
	made     time.Time // of the commit: a build at another time is the same
}

// openProgram reads a program, and refuses one that would not start from scratch or
// does not say which commit it is.
func openProgram(path string) (*program, error) {
	content, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	info, err := buildinfo.ReadFile(path)
	if err != nil {
		return nil, err
	}
	p := &program{content: content, info: info, settings: map[string]string{}, version: info.Main.Version}
	for _, s := range info.Settings {
		p.settings[s.Key] = s.Value
	}
	p.revision = p.settings["vcs.revision"]
	if p.revision == "" {
		return nil, errors.New("the program does not know its commit: build it with -buildvcs=true")
	}
	if p.made, err = time.Parse(time.RFC3339, p.settings["vcs.time"]); err != nil {
		return nil, fmt.Errorf("the time of the program's commit: %w", err)
	}
	if linked := linked(p.settings["-ldflags"], "main.version"); linked != "" {
		p.version = linked
	}
	if p.settings["GOOS"] == "linux" {
		return p, p.static(path)
	}
	return p, nil
}

// linked is the value of a variable that the linker was told.
func linked(flags, variable string) string {
	_, rest, found := strings.Cut(flags, variable+"=")
	if !found {
		return ""
	}
	value, _, _ := strings.Cut(rest, " ")
	return strings.Trim(value, `"'`)
}

// static refuses a program that needs a loader, which an image from scratch has not.
func (p *program) static(path string) error {
	file, err := elf.Open(path)
	if err != nil {
		return err
	}
	defer file.Close()
	for _, segment := range file.Progs {
		if segment.Type == elf.PT_INTERP || segment.Type == elf.PT_DYNAMIC {
			return errors.New("the program is not statically linked: build it with CGO_ENABLED=0")
		}
	}
	return nil
}

func (p *program) platform() v1.Platform {
	return v1.Platform{OS: p.settings["GOOS"], Architecture: p.settings["GOARCH"]}
}

func (p *program) sha256() string {
	sum := sha256.Sum256(p.content)
	return hex.EncodeToString(sum[:])
}
