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

	"canongate/policies/filelock"
	"canongate/policies/reconcile"
)

// spool is the folder where an engine's files lie while they are read.
type spool struct {
	dir  string
	lock *filelock.Lock // says that the engine is alive; nil where there are no such locks
}

// openSpool makes a folder of its own below one that several engines of a machine may
// share, and takes over what dead ones left there. The shared one is for its owner only.
// Somebody else's is refused: it could be read by them.
func openSpool(shared string) (spool, error) {
	if err := os.MkdirAll(shared, 0o700); err != nil {
		return spool{}, fmt.Errorf("make the folder for imports: %w", bare(err))
	}
	info, err := os.Lstat(shared)
	if err != nil {
		return spool{}, fmt.Errorf("look at the folder for imports: %w", bare(err))
	}
	if !info.IsDir() || info.Mode().Perm()&0o077 != 0 {
		return spool{}, errors.New("the folder for imports is open to others; it must have the mode 700")
	}
	if !filelock.Supported {
		return spool{dir: shared}, nil
	}
	s, err := ownSpool(shared)
	if err != nil {
		return spool{}, err
	}
	return s, s.inherit(shared)
}

const (
	// owned is the beginning of names of engines' folders.
	owned = "engine-"
	// aliveFile is what an engine keeps locked in its folder.
	aliveFile = "alive"
)

// ownSpool makes a folder and locks it. Another engine may take it for a dead one's
// before it is locked; then a second one is made.
func ownSpool(shared string) (spool, error) {
	for {
		dir, err := os.MkdirTemp(shared, owned+"*") // with the mode 700
		if err != nil {
			return spool{}, fmt.Errorf("make the folder for imports: %w", bare(err))
		}
		lock, err := filelock.Open(filepath.Join(dir, aliveFile))
		if err == nil && lock.Exclusive() {
			return spool{dir, lock}, nil
		}
		lock.Close()
		if err != nil && !errors.Is(err, fs.ErrNotExist) {
			return spool{}, fmt.Errorf("lock the folder for imports: %w", bare(err))
		}
	}
}

// inherit moves the files of dead engines here: an import that they were reading goes on.
func (s spool) inherit(shared string) error {
	others, err := filepath.Glob(filepath.Join(shared, owned+"*"))
	if err != nil {
		return err
	}
	for _, dir := range others {
		if dir == s.dir {
			continue
		}
		if _, err := os.Lstat(filepath.Join(dir, aliveFile)); err != nil {
			_ = os.Remove(dir) // if it is empty: its engine died before it locked it, or makes another
			continue
		}
		lock, err := filelock.Open(filepath.Join(dir, aliveFile))
		if err != nil {
			continue // another took it over meanwhile
		}
		if lock.Exclusive() {
			err = s.takeOver(dir)
		}
		lock.Close()
		if err != nil {
			return fmt.Errorf("take over files of imports: %w", bare(err))
		}
	}
	return nil
}

func (s spool) takeOver(dir string) error {
	files, err := os.ReadDir(dir)
	if err != nil {
		return err
	}
	for _, f := range files {
		if f.Name() == aliveFile {
			continue
		}
		if err := os.Rename(filepath.Join(dir, f.Name()), filepath.Join(s.dir, f.Name())); err != nil {
			return err
		}
	}
	return os.RemoveAll(dir)
}

// close deletes the engine's own folder, or lets the next engine take over what is left
// in it.
func (s spool) close() error {
	defer s.lock.Close()
	if s.lock == nil {
		return nil // the folder is the shared one
	}
	files, err := os.ReadDir(s.dir)
	switch {
	case errors.Is(err, fs.ErrNotExist): // somebody tidied up
		return nil
	case err != nil, len(files) > 1: // an import goes on with them
		return bare(err)
	}
	if err := os.Remove(filepath.Join(s.dir, aliveFile)); err != nil {
		return bare(err)
	}
	return bare(os.Remove(s.dir))
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

// clean deletes what lies in the engine's own folder and is not named.
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
