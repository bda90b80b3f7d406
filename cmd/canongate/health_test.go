package main

import (
	"net/http/httptest"
	"os"
	"path/filepath"
	"runtime/debug"
	"strings"
	"testing"
)

// TestHealth asks a gateway that serves, that shuts down, and that is gone.
func TestHealth(t *testing.T) {
	t.Parallel()
	text, err := os.ReadFile(quickstart)
	must(t, err)
	dir := t.TempDir()
	keys := filepath.Join(dir, "ids.json")
	must(t, os.WriteFile(keys, newKeyset(t), 0o600))
	file := strings.ReplaceAll(string(text), "file:data/canongate.db", "file:"+filepath.Join(dir, "canongate.db")) +
		"ids: {keyset: \"file:" + keys + "\"}\n"
	p, err := newProgram(t.Context(), parsed(t, file), newLines())
	must(t, err)
	t.Cleanup(func() { must(t, p.close(t.Context())) })
	admin := httptest.NewServer(p.admin.Handler)
	defer admin.Close()
	path := written(t, "canongate.yaml", strings.Replace(file, "admin_listen: 127.0.0.1:9090", "admin_listen: "+strings.TrimPrefix(admin.URL, "http://"), 1))
	wants := func(code int, words string, args ...string) {
		t.Helper()
		if got, out := command(t, append([]string{"health", "--config", path}, args...)...); got != code || !strings.Contains(out, words) {
			t.Errorf("health %v: exit code %d, want %d with %q: %s", args, got, code, words, out)
		}
	}
	wants(0, "live")
	wants(0, "ready", "--ready")
	p.stopping.Store(true)
	wants(0, "live")
	wants(1, "gateway shutting down", "--ready")
	admin.Close()
	wants(1, "ask the admin listener")
	must(t, os.Remove(path))
	wants(1, "no such file")
}

// TestVersionOfABuildWithoutLinkerFlags wants what go install leaves to be told.
func TestVersionOfABuildWithoutLinkerFlags(t *testing.T) {
	t.Parallel()
	made := &debug.BuildInfo{Main: debug.Module{Version: "v1.2.3"}, Settings: []debug.BuildSetting{{Key: "vcs.revision", Value: "c0ffee"}}}
	if version, commit := versionIn(made, unknown, unknown); version != "v1.2.3" || commit != "c0ffee" {
		t.Errorf("%s, %s", version, commit)
	}
	if version, commit := versionIn(made, "v9", "beef"); version != "v9" || commit != "beef" {
		t.Errorf("what the linker was told does not count: %s, %s", version, commit)
	}
}
