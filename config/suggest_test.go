package config

import "testing"

func TestNearest(t *testing.T) {
	t.Parallel()
	known := []string{"base_url", "vendor", "settings", "rate", "retry", "timeout", "timeouts"}
	for word, want := range map[string]string{
		"bsae_url": "base_url", // swapped
		"vender":   "vendor",   // replaced
		"setting":  "settings", // missing
		"timeout_": "timeout",  // one too many; ties go to the alphabet
		"raet":     "rate",
		"colour":   "",
		"x":        "",
	} {
		if got := nearest(word, known); got != want {
			t.Errorf("nearest(%q) = %q, want %q", word, got, want)
		}
	}
}

func TestOneOf(t *testing.T) {
	t.Parallel()
	if got := oneOf([]string{"a", "b", "c"}); got != "a, b or c" {
		t.Error(got)
	}
	if got := oneOf([]string{"a"}); got != "a" {
		t.Error(got)
	}
}
