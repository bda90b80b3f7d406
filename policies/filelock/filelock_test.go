package filelock_test

import (
	"path/filepath"
	"testing"

	"canongate/policies/filelock"
)

// TestOneIsAlone has two owners, as two open files are for the kernel.
func TestOneIsAlone(t *testing.T) {
	t.Parallel()
	if !filelock.Supported {
		t.Skip("this system has no such locks")
	}
	open := func() *filelock.Lock {
		l, err := filelock.Open(filepath.Join(t.TempDir(), "..", filepath.Base(t.Name())+".lock"))
		if err != nil {
			t.Fatal(err)
		}
		return l
	}
	first, second := open(), open()
	if !first.Exclusive() || second.Exclusive() {
		t.Error("both are alone, or neither")
	}
	first.Share()
	if second.Exclusive() {
		t.Error("the second is alone beside one that shares")
	}
	second.Share()
	first.Close()
	if !second.Exclusive() {
		t.Error("the second is not alone after the first has gone")
	}
	second.Close()
	var none *filelock.Lock
	none.Share()
	none.Close()
	if none.Exclusive() {
		t.Error("nothing is locked")
	}
}
