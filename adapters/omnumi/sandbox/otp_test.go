package sandbox

import (
	"net/http"
	"testing"
	"time"
)

func TestOTPIsGoodOnce(t *testing.T) {
	t.Parallel()
	c := connect(t, time.Now)
	id := c.verification()
	if w := c.verify(id, "123456"); w.Code != http.StatusCreated {
		t.Fatalf("first: status %d", w.Code)
	}
	if w := c.verify(id, "123456"); w.Code != http.StatusConflict {
		t.Errorf("second: status %d", w.Code)
	}
}

func TestOTPAttempts(t *testing.T) {
	t.Parallel()
	c := connect(t, time.Now)
	id := c.verification()
	for range maxAttempts {
		if w := c.verify(id, "000000"); w.Code != http.StatusUnauthorized {
			t.Fatalf("wrong: status %d", w.Code)
		}
	}
	if w := c.verify(id, "123456"); w.Code != http.StatusTooManyRequests {
		t.Errorf("right, but too late: status %d", w.Code)
	}
}

func TestOTPExpires(t *testing.T) {
	t.Parallel()
	now := time.Date(2026, 1, 15, 8, 30, 0, 0, time.UTC)
	c := connect(t, func() time.Time { return now })
	id := c.verification()
	now = now.Add(otpLife)
	if w := c.verify(id, "123456"); w.Code != http.StatusBadRequest {
		t.Errorf("status %d", w.Code)
	}
}

func TestMagicOTPs(t *testing.T) {
	t.Parallel()
	for otp, sample := range magicOTPs {
		t.Run(otp, func(t *testing.T) {
			t.Parallel()
			c := connect(t, time.Now)
			want := samples.Reply("confirm_verification." + sample)
			w := c.verify(c.verification(), otp)
			if w.Code != want.Status || w.Body.String() != string(want.Body) {
				t.Errorf("status %d, body %s", w.Code, w.Body)
			}
		})
	}
}
