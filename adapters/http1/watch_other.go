//go:build !unix

package http1

import "syscall"

const watchable = false // all calls are the standard transport's

type watcher struct{}

func newWatcher(syscall.Conn, func() error) *watcher { return nil }

func (*watcher) sendWhenSilent() error { return errStale }
