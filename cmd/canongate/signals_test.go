package main

import (
	"net"
	"net/http"
	"strings"
	"syscall"
	"testing"
	"time"

	"canongate/config"
	"canongate/policies"
)

// TestSignals hangs up on a gateway as soon as it says that it is there, and asks
// it to end while somebody is connected who says nothing.
func TestSignals(t *testing.T) {
	t.Parallel()
	p := launch(t, newSite(t, siteOptions{}).dir, "serve", "--config", "canongate.yaml")
	api := p.await("api")
	must(t, p.cmd.Process.Signal(syscall.SIGHUP))
	eventually(t, "the hangup is heard", func() bool { return strings.Contains(p.log.String(), `"cause":"SIGHUP"`) })
	address, _, _ := strings.Cut(strings.TrimPrefix(api, "http://"), "/")
	silent, err := net.Dial("tcp", address)
	must(t, err)
	defer silent.Close()
	must(t, p.cmd.Process.Signal(syscall.SIGTERM))
	<-p.ended
	if code := p.cmd.ProcessState.ExitCode(); code != 0 {
		t.Errorf("exit code %d:\n%s", code, &p.log)
	}
}

// TestShutdownNotice stops a gateway that has to be seen leaving first: it says so, goes
// on serving on old and new connections, and asks every caller to close.
func TestShutdownNotice(t *testing.T) {
	t.Parallel()
	for told := 1500 * time.Millisecond; !leavesInSight(t, told); told *= 2 { // a busy machine may look too late
		if told > 20*time.Second {
			t.Fatal("it was never seen leaving")
		}
	}
}

// leavesInSight stops a gateway with a notice of that time, and says whether it was looked
// at before that was over.
func leavesInSight(t *testing.T, told time.Duration) (seen bool) {
	t.Helper()
	g := serveTraced(t, "", "recent: 0", `"127.0.0.1:0"}`, `"127.0.0.1:0", shutdown_notice: `+told.String()+`}`)
	client := &http.Client{Transport: &http.Transport{}}
	defer client.CloseIdleConnections()
	began := time.Now()
	g.stop()
	look := func(path string) (status int, closes bool) {
		answer, err := client.Get(g.api + path)
		if err != nil {
			if time.Since(began) < told {
				t.Error(err)
			}
			return 0, false
		}
		answer.Body.Close()
		return answer.StatusCode, answer.Close
	}
	ready := http.StatusOK
	for ready == http.StatusOK && time.Since(began) < told {
		ready, _ = look("/readyz")
	}
	live, closes := look("/livez")
	seen = time.Since(began) < told
	if seen && (ready != http.StatusServiceUnavailable || live != http.StatusOK || !closes) {
		t.Errorf("while it leaves: readyz %d, livez %d, connection kept: %t", ready, live, !closes)
	}
	if code := <-g.code; code != 0 {
		t.Errorf("exit code %d: %s", code, g.logs)
	}
	if took := time.Since(began); took < told {
		t.Errorf("it left after %s, before its notice of %s was over", took, told)
	}
	return seen
}

func TestNoticeLeavesTimeForCalls(t *testing.T) {
	t.Parallel()
	for timeout, want := range map[time.Duration]time.Duration{
		time.Minute: notice, 20 * time.Second: notice, 2 * time.Second: 500 * time.Millisecond,
	} {
		c := config.Config{Connections: map[string]config.Connection{"real": {}}}
		c.Server.ShutdownTimeout = policies.Duration(timeout)
		if got := noticeOf(c); got != want {
			t.Errorf("of %s: %s, want %s", timeout, got, want)
		}
		c.Connections["real"] = config.Connection{Sandbox: true}
		if got := noticeOf(c); got != 0 {
			t.Errorf("of a quickstart: %s", got)
		}
	}
}
