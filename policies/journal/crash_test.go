package journal

import (
	"bufio"
	"fmt"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"
)

// crashFile names the journal for the process that is going to be killed.
const crashFile = "CANONGATE_TEST_CRASH_FILE"

func TestMain(m *testing.M) {
	if path := os.Getenv(crashFile); path != "" {
		payUntilKilled(path)
	}
	if point := os.Getenv(crashPoint); point != "" {
		acceptUntilKilled(point)
	}
	os.Exit(m.Run())
}

// payUntilKilled makes payments from many goroutines and says each step only
// after the journal has called it durable.
func payUntilKilled(path string) {
	j, err := Open(ctx, Options{Driver: "sqlite", DSN: path, Keys: testKeys})
	if err != nil {
		fmt.Println("error", err)
		os.Exit(1)
	}
	var all sync.WaitGroup
	for writer := range 16 {
		all.Go(func() {
			for n := writer; ; n += 16 {
				if err := pay(j, n); err != nil {
					fmt.Println("error", err)
					os.Exit(1)
				}
			}
		})
	}
	all.Wait()
}

func pay(j *Journal, n int) error {
	c, err := j.Claim(ctx, scopeOf(strconv.Itoa(n)), fingerprint, time.Millisecond)
	if err != nil || c.Outcome != Fresh {
		return fmt.Errorf("claim: %v %w", c.Outcome, err)
	}
	s := sending(paymentNumber(n))
	s.Lease = time.Millisecond // so that the survivor need not wait
	if err := j.MarkSent(ctx, c.Ticket, s); err != nil {
		return err
	}
	fmt.Println("sent", n)
	err = j.Finish(ctx, c.Ticket, Finishing{Answer: Answer{Status: 201, Body: strconv.AppendInt(nil, int64(n), 10)}, Status: Submitted})
	fmt.Println("done", n)
	return err
}

func TestKilledProcessForgetsNothing(t *testing.T) {
	t.Parallel()
	b := sqliteBench(t)
	b.options.Now = time.Now
	sentKeys, doneKeys := map[int]bool{}, map[int]bool{}
	for range 3 {
		killAfter(t, b, 400, sentKeys, doneKeys)
		j := b.open()
		_, err := j.Recover(ctx)
		must(t, err)
		for n := range sentKeys {
			checkSurvivor(t, j, n, doneKeys[n])
		}
		must(t, j.Close())
		must(t, os.Rename(b.path(), b.path()+".used")) // the next process numbers its keys from 0 again
		must(t, os.Remove(lockFile(b.path())))
		clear(sentKeys)
		clear(doneKeys)
	}
}

func checkSurvivor(t *testing.T, j *Journal, n int, done bool) {
	t.Helper()
	c, err := j.Claim(ctx, scopeOf(strconv.Itoa(n)), fingerprint, lease)
	must(t, err)
	status := statusOf(t, j, paymentNumber(n).ID)
	switch c.Outcome {
	case Replay: // the answer may have become durable without having been said
		if string(c.Answer.Body) != strconv.Itoa(n) || status != Submitted {
			t.Errorf("key %d replays %q, payment %v", n, c.Answer.Body, status)
		}
	case SentWithoutAnswer:
		if done || status != Unknown {
			t.Errorf("key %d lost its answer (said to be done: %v), payment %v", n, done, status)
		}
	default:
		t.Errorf("key %d was sent and is %v after the crash", n, c.Outcome)
	}
}

// killAfter runs the process, kills it while it works and notes what it said.
func killAfter(t *testing.T, b *bench, lines int, sentKeys, doneKeys map[int]bool) {
	t.Helper()
	victim := exec.Command(os.Args[0])
	victim.Env = append(os.Environ(), crashFile+"="+b.path())
	said, err := victim.StdoutPipe()
	must(t, err)
	must(t, victim.Start())
	scanner := bufio.NewScanner(said)
	for line := 1; scanner.Scan(); line++ { // to the end of the pipe, which is after its death
		word, number, _ := strings.Cut(scanner.Text(), " ")
		n, err := strconv.Atoi(number)
		if err != nil {
			t.Errorf("the process says %q", scanner.Text())
		}
		switch word {
		case "sent":
			sentKeys[n] = true
		case "done":
			doneKeys[n] = true
		}
		if line == lines {
			must(t, victim.Process.Kill())
		}
	}
	if err := victim.Wait(); err == nil || len(sentKeys) == 0 {
		t.Errorf("the process ended by itself: %v", err)
	}
}
