package policies_test

import (
	"strings"
	"testing"
	"time"

	"canongate/policies"
)

func TestDurations(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]time.Duration{
		"30s": 30 * time.Second, "200ms": 200 * time.Millisecond, "1m30s": 90 * time.Second, "2m": 2 * time.Minute, "1h": time.Hour,
	} {
		var d policies.Duration
		if err := d.UnmarshalText([]byte(text)); err != nil || time.Duration(d) != want {
			t.Errorf("%q reads as %v, %v", text, time.Duration(d), err)
		}
		if back, err := d.MarshalText(); err != nil || string(back) != text {
			t.Errorf("%q is written as %q, %v", text, back, err)
		}
	}
	for _, text := range []string{"", "30", "-1s", "0s", "0", "-0ms", "s", "hunter2", "1d", "1e3s"} {
		var d policies.Duration
		err := d.UnmarshalText([]byte(text))
		if err == nil || len(text) > 3 && strings.Contains(err.Error(), text) {
			t.Errorf("%q gives %v, want an error that does not show it", text, err)
		}
	}
}

func TestSizes(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]int64{"25MB": 25 << 20, "512KB": 512 << 10, "1GB": 1 << 30, "7B": 7, "0B": 0} {
		var b policies.Bytes
		if err := b.UnmarshalText([]byte(text)); err != nil || int64(b) != want {
			t.Errorf("%q reads as %d, %v", text, int64(b), err)
		}
		if back, err := b.MarshalText(); err != nil || string(back) != text {
			t.Errorf("%q is written as %q, %v", text, back, err)
		}
	}
	var plain policies.Bytes
	if err := plain.UnmarshalText([]byte("1048576")); err != nil || plain.String() != "1MB" {
		t.Errorf("1048576 is %v, %v", plain, err)
	}
	for _, text := range []string{"", "MB", "-1MB", "1.5MB", "25 MB", "9999999999GB", "hunter2"} {
		var b policies.Bytes
		if err := b.UnmarshalText([]byte(text)); err == nil || len(text) > 5 && strings.Contains(err.Error(), text) {
			t.Errorf("%q gives %v, want an error that does not show it", text, err)
		}
	}
}
