// Command image writes canongate's OCI image from a built program: from scratch, the
// same bytes every time, without a daemon and without a registry.
//
//	go run . -program ../../bin/canongate -out ../../bin/image
//
// The image holds the program and a list of what it was made from. It runs as uid 65532
// and needs nothing but a configuration at /etc/canongate/canongate.yaml; only /data is
// its own, for a journal in a file. Certificate authorities are in the program.
package main

import (
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"time"

	"github.com/google/go-containerregistry/pkg/v1/empty"
	"github.com/google/go-containerregistry/pkg/v1/layout"
)

func main() {
	if err := run(); err != nil {
		fmt.Fprintln(os.Stderr, "image:", err)
		os.Exit(1)
	}
}

func run() error {
	program := flag.String("program", "", "the built program; its platform is that of the image")
	out := flag.String("out", "", "where to write the OCI layout; must not be there yet")
	sbom := flag.String("sbom", "", "where to write the list of what the program was made from (CycloneDX)")
	flag.Parse()
	if *program == "" || *out == "" && *sbom == "" {
		return fmt.Errorf("-program and one of -out and -sbom are needed")
	}
	p, err := openProgram(*program)
	if err != nil {
		return err
	}
	list, err := json.MarshalIndent(p.bom(), "", "  ")
	if err != nil {
		return err
	}
	list = append(list, '\n')
	if *sbom != "" {
		if err := os.WriteFile(*sbom, list, 0o644); err != nil {
			return err
		}
	}
	if *out == "" {
		return nil
	}
	return write(p, list, *out)
}

// write makes the image and says what came of it.
func write(p *program, sbom []byte, out string) error {
	if _, err := os.Stat(out); err == nil {
		return fmt.Errorf("%s is there already", out)
	}
	img, err := p.image(sbom)
	if err != nil {
		return err
	}
	platform := p.platform()
	index, err := layout.Write(out, empty.Index)
	if err != nil {
		return err
	}
	if err := index.AppendImage(img, layout.WithPlatform(platform), layout.WithAnnotations(map[string]string{
		"org.opencontainers.image.ref.name": p.version,
	})); err != nil {
		return err
	}
	digest, err := img.Digest()
	if err != nil {
		return err
	}
	layers, err := img.Layers()
	if err != nil {
		return err
	}
	var size int64
	for _, l := range layers {
		n, err := l.Size()
		if err != nil {
			return err
		}
		size += n
	}
	fmt.Printf("%s %s %s, %.1f MB compressed, made %s\n", digest, platform.String(), p.version, float64(size)/1e6, p.made.Format(time.RFC3339))
	return nil
}
