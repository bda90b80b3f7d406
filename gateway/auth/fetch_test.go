package auth_test

import (
	"bytes"
	"context"
	"log/slog"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"canongate/canonical"
	"canongate/gateway/auth"
)

// TestCaseJWKSOneStrangeKey puts each kind of key that cannot be used beside a
// good one, and spoils what stands beside a good key.
func TestCaseJWKSOneStrangeKey(t *testing.T) {
	t.Parallel()
	good := rsaKey(t, "k1")
	plain := good.public(t)
	const (
		ed448     = `{"kty":"OKP","kid":"e","crv":"Ed448","x":"X9dEm1m0Yf0s54fsYWrUah2hNCSFpw4fig6nXYDpZ3jt8SR2m0bHBhvWeD3x5Q9s0foavq_oJWGA"}`
		secp256k1 = `{"kty":"EC","kid":"s","crv":"secp256k1","x":"eb5mfvncu6xVoGKVzocLBwKb_NstzijZWfKBWxb4F5g","y":"SDradyajxGVdpPv8DhEIqP0XtEimhVQZnEfQj_sQ1Lg"}`
		x25519    = `{"kty":"OKP","kid":"x","crv":"X25519","x":"hSDwCYkwp1R0i33ctD73Wg2_Og0mOBr066SpjqqbTmo"}`
		offCurve  = `{"kty":"EC","kid":"o","crv":"P-256","x":"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAE","y":"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAE"}`
	)
	sets := map[string]string{
		"AKP":                   setOf(`{"kty":"AKP","kid":"pq","alg":"ML-DSA-44","pub":"AAAA"}`, plain),
		"an unknown type":       setOf(`{"kty":"FOO"}`, plain),
		"secp256k1":             setOf(secp256k1, plain),
		"Ed448":                 setOf(ed448, plain),
		"X25519":                setOf(x25519, plain),
		"a point off the curve": setOf(offCurve, plain),
		"RSA without n":         setOf(`{"kty":"RSA","e":"AQAB"}`, plain),
		"RSA of 8 bits":         setOf(`{"kty":"RSA","n":"Cw","e":"AQAB"}`, plain),
		"an empty object":       setOf(`{}`, plain),
		"a text":                setOf(`"x"`, plain),
		"a number, null, list":  setOf(`1`, `null`, `[]`, plain),
		"a secret":              setOf(`{"kty":"oct","k":"AAAA"}`, plain),
		"kty is a number":       setOf(`{"kty":1,"kid":"k1"}`, plain),
		"kid is a number":       setOf(rsaKey(t, "").public(t, "kid", `7`), plain),
		"encryption, same id":   setOf(ecKey(t, "k1").public(t, "use", `"enc"`), plain),
		"the good one first":    setOf(plain, `{"kty":"AKP","kid":"pq","alg":"ML-DSA-44","pub":"AAAA"}`),
		"x5c is no base64":      setOf(good.public(t, "x5c", `["not base64!!"]`)),
		"x5c is null":           setOf(good.public(t, "x5c", `null`)),
		"x5c is a text":         setOf(good.public(t, "x5c", `"MIIB"`)),
		"x5t is an object":      setOf(good.public(t, "x5t", `{}`, "x5t#S256", `9`, "x5u", `[]`)),
		"alg is null":           setOf(good.public(t, "alg", `null`)),
		"use is null":           setOf(good.public(t, "use", `null`, "key_ops", `null`)),
		"an unknown member":     setOf(good.public(t, "iat", `{"deep":[1,2]}`)),
		"with a private part":   setOf(good.public(t, "d", `"not base64!!"`)),
		"key_ops verify":        setOf(good.public(t, "key_ops", `["verify"]`)),
		"more than keys":        `{"version":2,"keys":[` + plain + `],"next":null}`,
		"a byte order mark":     "\xEF\xBB\xBF" + setOf(plain),
		"blanks around":         "\r\n " + setOf(plain) + "\n",
	}
	for name, set := range sets {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			inBubble(t, func(t *testing.T) {
				a := serve(t, &issuer{set: set}, options(), auth.Dependencies{})
				synctest.Wait()
				if caller, err := a.Authenticate(t.Context(), good.token(t, claims())); err != nil || caller.ID != "app-7" {
					t.Errorf("%+v, %v", caller, err)
				}
			})
		})
	}
}

// TestCaseJWKSOneStrangeKeyAtARotation wants the new key to work though a strange
// one came with it.
func TestCaseJWKSOneStrangeKeyAtARotation(t *testing.T) {
	t.Parallel()
	inBubble(t, func(t *testing.T) {
		old, young := ecKey(t, "k1"), ecKey(t, "k2")
		i := &issuer{set: setOf(old.public(t))}
		a := serve(t, i, options(), auth.Dependencies{})
		synctest.Wait()
		i.change(func(i *issuer) { i.set = setOf(`{"kty":"AKP","pub":"AAAA"}`, old.public(t), young.public(t)) })
		for _, key := range []privateKey{young, old} {
			if _, err := a.Authenticate(t.Context(), key.token(t, claims())); err != nil {
				t.Errorf("%s: %v", key.id, err)
			}
		}
		if state := a.IssuerKeys(); state.InUse != 2 || state.Skipped != 1 {
			t.Errorf("%+v", state)
		}
	})
}

// TestX4NoAnswerReplacesAGoodSet serves what is no set after a good one, and
// wants it noted.
func TestX4NoAnswerReplacesAGoodSet(t *testing.T) {
	t.Parallel()
	good := ecKey(t, "k1")
	for name, c := range map[string]struct {
		change func(*issuer)
		reason auth.FetchFailure
	}{
		"no keys":            {func(i *issuer) { i.set = `{"keys":[]}` }, auth.NoUsableKey},
		"strange keys alone": {func(i *issuer) { i.set = setOf(`{"kty":"AKP"}`, `{}`) }, auth.NoUsableKey},
		"keys is null":       {func(i *issuer) { i.set = `{"keys":null}` }, auth.Unreadable},
		"keys is an object":  {func(i *issuer) { i.set = `{"keys":{}}` }, auth.Unreadable},
		"no member keys":     {func(i *issuer) { i.set = `{}` }, auth.Unreadable},
		"a list":             {func(i *issuer) { i.set = `[]` }, auth.Unreadable},
		"a page":             {func(i *issuer) { i.set = `<html>maintenance</html>` }, auth.Unreadable},
		"nothing":            {func(i *issuer) { i.set = `` }, auth.Unreadable},
		"half a set":         {func(i *issuer) { i.set = i.set[:len(i.set)-5] }, auth.Unreadable},
		"too much":           {func(i *issuer) { i.set += strings.Repeat(" ", 1<<20) }, auth.Unreadable},
		"an error":           {func(i *issuer) { i.status = 500 }, auth.BadStatus},
		"a redirect":         {func(i *issuer) { i.status = 304 }, auth.BadStatus},
		"a reset":            {func(i *issuer) { i.away = true }, auth.Unreachable},
		"silence":            {func(i *issuer) { i.takes = time.Hour }, auth.Unreachable},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			inBubble(t, func(t *testing.T) {
				var noted failures
				i := &issuer{set: setOf(good.public(t))}
				a := serve(t, i, options(), auth.Dependencies{Failed: noted.note})
				synctest.Wait()
				since := a.IssuerKeys().LastSuccess
				i.change(c.change)
				time.Sleep(11 * time.Minute)
				synctest.Wait()
				if all := noted.all(); all[c.reason] == 0 || len(all) != 1 {
					t.Errorf("noted %v, want %s", all, c.reason)
				}
				if _, err := a.Authenticate(t.Context(), good.token(t, claims())); err != nil {
					t.Errorf("the old key: %v", err)
				}
				if state := a.IssuerKeys(); state.InUse != 1 || !state.LastSuccess.Equal(since) {
					t.Errorf("%+v, want the set of %v", state, since)
				}
				// A key that may be new cannot be judged meanwhile.
				_, err := a.Authenticate(t.Context(), ecKey(t, "k2").token(t, claims()))
				if code(err) != canonical.IssuerKeysUnavailable || !strings.Contains(canonical.AsError(err).Message, "at this moment") {
					t.Errorf("another key: %v", err)
				}
			})
		})
	}
}

// TestX4UnknownKeysAreAskedForAtOnce rotates and wants the first tokens to wait
// for the new keys, all for one fetch.
func TestX4UnknownKeysAreAskedForAtOnce(t *testing.T) {
	t.Parallel()
	inBubble(t, func(t *testing.T) {
		i := &issuer{set: setOf(ecKey(t, "k0").public(t)), takes: 700 * time.Millisecond}
		a := serve(t, i, options(), auth.Dependencies{})
		time.Sleep(time.Second) // at once after the start
		for round, id := range []string{"k1", "k2", "k3"} {
			key := ecKey(t, id)
			i.change(func(i *issuer) { i.set = setOf(key.public(t)) })
			text, began := key.token(t, claims()), time.Now()
			var refused atomic.Int32
			var group sync.WaitGroup
			for range 40 {
				group.Go(func() {
					if _, err := a.Authenticate(t.Context(), text); err != nil {
						refused.Add(1)
					}
				})
			}
			group.Wait()
			if refused.Load() != 0 || time.Since(began) != 700*time.Millisecond {
				t.Errorf("rotation to %s: %d of 40 refused after %v", id, refused.Load(), time.Since(began))
			}
			if i.count() != round+2 {
				t.Errorf("rotation to %s: %d fetches", id, i.count())
			}
		}
	})
}

// TestStrangersCauseFewFetches sends tokens of unknown keys for a minute.
func TestStrangersCauseFewFetches(t *testing.T) {
	t.Parallel()
	inBubble(t, func(t *testing.T) {
		good := ecKey(t, "k1")
		i := &issuer{set: setOf(good.public(t))}
		a := serve(t, i, options(), auth.Dependencies{})
		synctest.Wait()
		strange := ecKey(t, "no-such-key").token(t, claims())
		unmeant := ecKey(t, "other-key").token(t, claims("aud", "other"))
		for range 600 {
			for _, text := range []string{strange, unmeant} {
				if _, err := a.Authenticate(t.Context(), text); code(err) != canonical.Unauthenticated {
					t.Fatal(err)
				}
			}
			if _, err := a.Authenticate(t.Context(), good.token(t, claims())); err != nil {
				t.Fatal(err)
			}
			time.Sleep(100 * time.Millisecond)
		}
		if n := i.count(); n < 2 || n > 7 {
			t.Errorf("%d fetches in a minute, want one at the start and at most one in ten seconds", n)
		}
	})
}

// TestX5KeysThatAreLate wants a good token to be told whose fault it is, and a bad
// one to be refused all the same.
func TestX5KeysThatAreLate(t *testing.T) {
	t.Parallel()
	inBubble(t, func(t *testing.T) {
		key := ecKey(t, "k1")
		i := &issuer{set: setOf(key.public(t)), away: true}
		a := serve(t, i, options(), auth.Dependencies{})
		synctest.Wait()
		good := key.token(t, claims())
		_, err := a.Authenticate(t.Context(), good)
		e := canonical.AsError(err)
		if e == nil || e.Code != canonical.IssuerKeysUnavailable || e.WhoseFault() != canonical.OriginGateway || e.HowFar() != canonical.NotSent ||
			!e.Retryable(canonical.MovesMoney) || e.RetryAfter <= 0 || e.Info().Status != 503 || !strings.Contains(e.Message, "could not be fetched yet") {
			t.Fatalf("%+v", e)
		}
		for name, text := range map[string]string{
			"expired": key.token(t, claims("exp", time.Now().Add(-time.Hour).Unix())), "no token": "Bearer abc", "nothing": "",
		} {
			if _, err := a.Authenticate(t.Context(), text); code(err) != canonical.Unauthenticated {
				t.Errorf("%s: %v", name, err)
			}
		}
		if caller, err := a.Authenticate(t.Context(), "Bearer "+apiKey); err != nil || caller.ID != "app-7" {
			t.Errorf("an API key: %v", err)
		}
		i.change(func(i *issuer) { i.away = false })
		time.Sleep(2 * time.Second) // the first retries come soon
		synctest.Wait()
		if _, err := a.Authenticate(t.Context(), good); err != nil {
			t.Errorf("when the keys are there: %v", err)
		}
	})
}

// TestCaseJWKSFailureIsSilent wants a line for each failed fetch, without what the
// issuer said, and one when it is over.
func TestCaseJWKSFailureIsSilent(t *testing.T) {
	t.Parallel()
	inBubble(t, func(t *testing.T) {
		var out bytes.Buffer
		var noted failures
		key := ecKey(t, "k1")
		i := &issuer{set: "secret-of-the-answer"}
		a := serve(t, i, options(), auth.Dependencies{Logger: slog.New(slog.NewTextHandler(&out, nil)), Failed: noted.note})
		time.Sleep(22 * time.Second)
		synctest.Wait()
		lines := strings.Count(out.String(), "level=WARN msg=\"issuer keys could not be fetched\" reason=unreadable keys_in_use=0")
		if lines < 5 || noted.all()[auth.Unreadable] != lines || i.count() != lines {
			t.Errorf("%d lines, %v counted, %d fetches:\n%s", lines, noted.all(), i.count(), out.String())
		}
		if strings.Contains(out.String(), "secret-of-the-answer") {
			t.Errorf("the log shows the answer:\n%s", out.String())
		}
		if state := a.IssuerKeys(); state.InUse != 0 || !state.LastSuccess.IsZero() || state.OnlyWayIn {
			t.Errorf("%+v", state)
		}
		i.change(func(i *issuer) { i.set = setOf(key.public(t)) })
		time.Sleep(11 * time.Second)
		synctest.Wait()
		if !strings.Contains(out.String(), `level=INFO msg="issuer keys fetched" keys_in_use=1`) || a.IssuerKeys().LastSuccess.IsZero() {
			t.Errorf("the end is not told: %+v\n%s", a.IssuerKeys(), out.String())
		}
	})
}

// TestReloadsKeepTheKeys makes the authenticator anew, with the issuer away.
func TestReloadsKeepTheKeys(t *testing.T) {
	t.Parallel()
	inBubble(t, func(t *testing.T) {
		key := ecKey(t, "k1")
		i := &issuer{set: setOf(key.public(t))}
		before := serve(t, i, options(), auth.Dependencies{})
		synctest.Wait()
		i.change(func(i *issuer) { i.away = true })
		other := options()
		other.JWT.Audience = "elsewhere"
		after, err := auth.New(other, auth.Dependencies{}, before)
		if err != nil {
			t.Fatal(err)
		}
		start(t, after)
		if _, err := after.Authenticate(t.Context(), key.token(t, claims("aud", "elsewhere"))); err != nil {
			t.Errorf("after the reload: %v", err)
		}
		if _, err := before.Authenticate(t.Context(), key.token(t, claims())); err != nil {
			t.Errorf("a request on the generation before: %v", err)
		}
		moved := options()
		moved.JWT.JWKSURL += "/moved"
		elsewhere, err := auth.New(moved, auth.Dependencies{}, after)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := elsewhere.Authenticate(t.Context(), key.token(t, claims())); code(err) != canonical.IssuerKeysUnavailable {
			t.Errorf("keys of another place are used: %v", err)
		}
	})
}

// TestX4RotationUnderLoad rotates ten times while callers go on without a pause,
// over connections of their own and with the machine's clock.
func TestX4RotationUnderLoad(t *testing.T) {
	t.Parallel()
	const callers, rotations, calls = 16, 10, 200
	first := ecKey(t, "k0")
	i := &issuer{set: setOf(first.public(t)), takes: time.Millisecond}
	a := serve(t, i, options(), auth.Dependencies{})
	var current atomic.Pointer[string]
	sign := func(key privateKey) { text := key.token(t, claims()); current.Store(&text) }
	sign(first)
	for {
		if _, err := a.Authenticate(t.Context(), *current.Load()); err == nil {
			break
		}
	}
	var served, refused atomic.Int64
	var group sync.WaitGroup
	enough := make(chan struct{})
	for range callers {
		group.Go(func() {
			for {
				select {
				case <-enough:
					return
				default:
				}
				if _, err := a.Authenticate(context.Background(), *current.Load()); err != nil {
					refused.Add(1)
				}
				served.Add(1)
			}
		})
	}
	published := []string{first.public(t)}
	for n := range rotations {
		key := ecKey(t, "k"+string(rune('a'+n)))
		// As issuers do: the new key is published beside those whose tokens are
		// still good, and signs from then on.
		published = append(published, key.public(t))
		i.change(func(i *issuer) { i.set = setOf(published...) })
		sign(key)
		for until := served.Load() + calls; served.Load() < until; {
			time.Sleep(time.Millisecond)
		}
	}
	close(enough)
	group.Wait()
	t.Logf("%d tokens, %d refused, %d fetches for %d rotations", served.Load(), refused.Load(), i.count(), rotations)
	if refused.Load() != 0 || i.count() > 2*rotations+2 {
		t.Errorf("%d of %d tokens refused, %d fetches", refused.Load(), served.Load(), i.count())
	}
}
