package main

import (
	"bytes"
	"encoding/json"
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"canongate/config"

	"github.com/google/go-cmp/cmp"
)

var update = flag.Bool("update", false, "write the golden files instead of comparing")

// command runs the program and gives its exit code and what it printed.
func command(t *testing.T, args ...string) (code int, out string) {
	t.Helper()
	var stdout, stderr bytes.Buffer
	code = run(t.Context(), args, &stdout, &stderr)
	return code, stdout.String() + stderr.String()
}

// golden compares with a file, or writes it with -update.
func golden(t *testing.T, path, got string) {
	t.Helper()
	if *update {
		if err := os.WriteFile(path, []byte(got), 0o600); err != nil {
			t.Fatal(err)
		}
		return
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatalf("%v; `make golden` writes it", err)
	}
	if diff := cmp.Diff(string(want), got); diff != "" {
		t.Errorf("%s is stale; `make golden` writes it anew (-want +got):\n%s", path, diff)
	}
}

// TestCheck shows the words for each documented mistake, with its place.
func TestCheck(t *testing.T) {
	t.Parallel()
	files, err := filepath.Glob(filepath.Join("testdata", "check", "*.yaml"))
	if err != nil || len(files) < 5 {
		t.Fatalf("found %d files: %v", len(files), err)
	}
	for _, file := range files {
		t.Run(filepath.Base(file), func(t *testing.T) {
			t.Parallel()
			code, out := command(t, "check", "--config", file)
			want := exitConfiguration
			if filepath.Base(file) == "ok.yaml" {
				want = 0
			}
			if code != want {
				t.Errorf("exit code %d, want %d", code, want)
			}
			if strings.Contains(out, "hunter2") {
				t.Error("a message shows a secret")
			}
			golden(t, strings.TrimSuffix(file, "yaml")+"txt", out)
		})
	}
}

// TestTenMistakes holds the program to reporting all of them at once.
func TestTenMistakes(t *testing.T) {
	t.Parallel()
	code, out := command(t, "check", "--json", "--config", filepath.Join("testdata", "check", "ten.yaml"))
	var report struct {
		OK       bool `json:"ok"`
		Problems []struct {
			File, Path, Message string
			Line, Column        int
		} `json:"mistakes"`
	}
	if err := json.Unmarshal([]byte(out), &report); err != nil {
		t.Fatal(err)
	}
	if code != exitConfiguration || report.OK || len(report.Problems) != 10 {
		t.Errorf("exit code %d, ok %v, %d mistakes", code, report.OK, len(report.Problems))
	}
	for _, m := range report.Problems {
		if m.File == "" || m.Path == "" || m.Message == "" || m.Line < 1 || m.Column < 1 {
			t.Errorf("a mistake without its place: %+v", m)
		}
	}
}

func TestServeRefusesWhatCheckRefuses(t *testing.T) {
	t.Parallel()
	code, out := command(t, "serve", "--config", filepath.Join("testdata", "check", "ten.yaml"))
	if code != exitConfiguration || strings.Count(out, "\n") != 10 {
		t.Errorf("exit code %d:\n%s", code, out)
	}
}

func TestUnreadableConfiguration(t *testing.T) {
	t.Parallel()
	for _, name := range []string{"check", "serve", "explain", "plan"} {
		args := map[string][]string{"explain": {"--operation", "create_customer"}, "plan": {"--against", "absent.yaml"}}[name]
		code, out := command(t, append([]string{name, "--config", "absent.yaml"}, args...)...)
		if code != exitConfiguration || !strings.Contains(out, "absent.yaml: no such file") {
			t.Errorf("%s: exit code %d: %s", name, code, out)
		}
	}
	code, out := command(t, "check", "--json", "--config", "absent.yaml")
	var report struct {
		OK       bool
		Problems config.Problems `json:"mistakes"`
	}
	if err := json.Unmarshal([]byte(out), &report); err != nil || code != exitConfiguration {
		t.Fatalf("check --json: %v, exit code %d: %s", err, code, out)
	}
	if report.OK || len(report.Problems) != 1 || !strings.Contains(report.Problems[0].Message, "absent.yaml: no such file") {
		t.Errorf("check --json: %s", out)
	}
}

// TestMisused wants the codes of the commands to hold for command lines that
// cannot be followed as well.
func TestMisused(t *testing.T) {
	t.Parallel()
	for line, want := range map[string]int{
		"serve": exitConfiguration, "check --confg x": exitConfiguration, "check --config": exitConfiguration,
		"explain --config " + quickstart: exitConfiguration, "plan --config " + quickstart: exitConfiguration,
		"check --config x y": exitConfiguration, "sandbox --listen": exitRuntime, "keys --x": exitRuntime, "srve": exitRuntime,
	} {
		if code, out := command(t, strings.Fields(line)...); code != want || out == "" {
			t.Errorf("%s: exit code %d: %s", line, code, out)
		}
	}
}
