package imports

import (
	"crypto/sha256"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"canongate/policies/reconcile"
)

// spool is the folder where files lie while they are read.
type spool struct{ dir string }

// openSpool makes the folder for its owner only. Somebody else's is refused: it
// could be read by them.
func openSpool(dir string) (spool, error) {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return spool{}, fmt.Errorf("make the folder for imports: %w", bare(err))
	}
	info, err := os.Lstat(dir)
	if err != nil {
		return spool{}, fmt.Errorf("look at the folder for imports: %w", bare(err))
	}
	if !info.IsDir() || info.Mode().Perm()&0o077 != 0 {
		return spool{}, errors.New("the folder for imports is open to others; it must have the mode 700")
	}
	return spool{dir}, nil
}

// bare is a file error without the path, which the caller names.
func bare(err error) error {
	var path *fs.PathError
	if errors.As(err, &path) {
		return path.Err
	}
	return err
}

// draft is the beginning of names of files that are not whole yet.
const draft = "draft-"

// take writes what comes to a file, at most limit bytes, and says its digest. Whoever
// gets a name has to call keep or drop with it.
func (s spool) take(r io.Reader, limit int64) (name string, digest [32]byte, err error) {
	file, err := os.CreateTemp(s.dir, draft+"*") // with the mode 600
	if err != nil {
		return "", digest, fmt.Errorf("keep file: %w", bare(err))
	}
	name = filepath.Base(file.Name())
	hash := sha256.New()
	n, err := io.Copy(io.MultiWriter(file, hash), coming{io.LimitReader(r, limit+1)})
	switch {
	case err == nil && n > limit:
		err = reconcile.ErrTooLarge
	case err == nil && n == 0:
		err = ErrEmpty
	case err != nil && !errors.Is(err, ErrUpload):
		err = fmt.Errorf("keep file: %w", bare(err))
	}
	if err == nil {
		err = file.Sync() // the import that follows promises to go on after a crash
	}
	if closed := file.Close(); err == nil {
		err = closed
	}
	if err != nil {
		s.drop(name)
		return "", digest, err
	}
	return name, [32]byte(hash.Sum(nil)), nil
}

// coming tells a file that breaks off on its way from one that cannot be written.
type coming struct{ io.Reader }

func (c coming) Read(p []byte) (int, error) {
	n, err := c.Reader.Read(p)
	if err != nil && !errors.Is(err, io.EOF) {
		err = fmt.Errorf("%w: %w", ErrUpload, err)
	}
	return n, err
}

// keep gives a draft the id of its import.
func (s spool) keep(name, id string) error {
	return os.Rename(filepath.Join(s.dir, name), filepath.Join(s.dir, id))
}

// drop deletes a file; one that is gone is no error.
func (s spool) drop(name string) {
	_ = os.Remove(filepath.Join(s.dir, name)) // clean finds it at the next start
}

func (s spool) open(id string) (*os.File, error) { return os.Open(filepath.Join(s.dir, id)) }

// clean deletes what lies there and is not named.
func (s spool) clean(kept map[string]bool) error {
	files, err := os.ReadDir(s.dir)
	if err != nil {
		return fmt.Errorf("clean the folder for imports: %w", bare(err))
	}
	for _, f := range files {
		if ours := strings.HasPrefix(f.Name(), draft) || strings.HasPrefix(f.Name(), "imp_"); ours && !kept[f.Name()] {
			s.drop(f.Name())
		}
	}
	return nil
}

func (s spool) has(id string) bool {
	_, err := os.Lstat(filepath.Join(s.dir, id))
	return err == nil
}
