//go:build unix

package main

import (
	"os"
	"path/filepath"
	"syscall"
	"testing"
	"time"
)

// TestCommandsCanBeInterrupted asks a command to end that waits for its file.
func TestCommandsCanBeInterrupted(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	pipe := filepath.Join(dir, "canongate.yaml")
	must(t, syscall.Mkfifo(pipe, 0o600))
	p := launch(t, dir, "check", "--config", pipe)
	writer, err := os.OpenFile(pipe, os.O_WRONLY, 0) // returns when the command reads
	must(t, err)
	defer writer.Close()
	must(t, p.cmd.Process.Signal(syscall.SIGINT))
	select {
	case <-p.ended:
	case <-time.After(time.Minute):
		t.Error("it goes on")
	}
}
