package plan

import (
	"strings"
	"testing"
)

func TestUnified(t *testing.T) {
	t.Parallel()
	const before = "a\nb\nc\nd\ne\nf\ng\nh\ni\nj\nk\n"
	for name, c := range map[string]struct{ after, want string }{
		"the same":    {before, ""},
		"one line":    {strings.Replace(before, "f\n", "F\n", 1), "@@ -3,7 +3,7 @@\n c\n d\n e\n-f\n+F\n g\n h\n i\n"},
		"two places":  {strings.NewReplacer("a\n", "", "k\n", "k\nl\n").Replace(before), "@@ -1,4 +1,3 @@\n-a\n b\n c\n d\n@@ -9,3 +8,4 @@\n i\n j\n k\n+l\n"},
		"a line more": {strings.Replace(before, "b\n", "b\nb\n", 1), "@@ -1,5 +1,6 @@\n a\n b\n+b\n c\n d\n e\n"},
	} {
		if got := Unified(before, c.after); got != c.want {
			t.Errorf("%s:\n%s", name, got)
		}
	}
	if got := Unified("", "a\n"); got != "@@ -1,0 +1,1 @@\n+a\n" {
		t.Errorf("from nothing:\n%s", got)
	}
	// Two large texts with nothing in common are one block, and take no table.
	if got := Unified(strings.Repeat("a\n", 10_000), strings.Repeat("b\n", 10_000)); strings.Count(got, "@@ -") != 1 || strings.Count(got, "\n+b") != 10_000 {
		t.Error("large texts are not one block")
	}
}
