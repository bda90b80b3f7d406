package journal

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"os"
	"path/filepath"
	"time"
)

// witness remembers, outside of a SQLite journal, how many commits it has seen. Nobody
// hears of a commit before the witness has. So a journal with fewer commits than its
// witness was restored, and so was one that has commits and no witness.
type witness struct {
	path   string
	id     journalID
	file   *os.File // nil: it cannot be written
	synced time.Time
	failed bool
	log    *slog.Logger
}

// witnessForm has the journal and its count. Its length never changes, so that it is
// overwritten in place, also on a full disk.
const witnessForm = "canongate witness %08x %020d\n"

// syncWitnessEvery is how often the witness is synced. In between it outlives the
// process, and not a power cut: then a backup from the same second, restored
// before the gateway has written again, passes for the journal itself.
const syncWitnessEvery = time.Second

func witnessFile(path string) string { return path + ".witness" }

// readWitness gives the count of a journal, and whether there is one.
func readWitness(path string, id journalID) (writes int64, known bool, err error) {
	content, err := os.ReadFile(witnessFile(path))
	if errors.Is(err, fs.ErrNotExist) {
		return 0, false, nil
	}
	if err != nil {
		return 0, false, errors.New("the witness beside the journal cannot be read: " + reasonOf(err))
	}
	var of journalID
	if _, err := fmt.Sscanf(string(content), witnessForm, &of, &writes); err != nil ||
		!bytes.Equal(content, fmt.Appendf(nil, witnessForm, uint32(of), writes)) {
		return 0, false, nil // half of one says nothing, so the journal counts as restored
	}
	return writes, of == id, nil
}

// openWitness makes or opens the witness.
func openWitness(path string, id journalID, writes int64, log *slog.Logger) *witness {
	w := &witness{path: path, id: id, log: log}
	file, err := os.OpenFile(witnessFile(path), os.O_RDWR|os.O_CREATE, 0o600)
	if err != nil {
		w.complain(err)
		return w
	}
	w.file = file
	if err := errors.Join(w.write(writes), file.Truncate(int64(len(w.text(writes)))), file.Sync(), syncDir(filepath.Dir(path))); err != nil {
		w.complain(err)
	}
	return w
}

func (w *witness) text(writes int64) []byte {
	return fmt.Appendf(nil, witnessForm, uint32(w.id), writes)
}

func (w *witness) write(writes int64) error {
	_, err := w.file.WriteAt(w.text(writes), 0)
	return err
}

// saw notes a commit.
func (w *witness) saw(writes int64) {
	if w.file == nil || writes == 0 {
		return
	}
	err := w.write(writes)
	if now := time.Now(); err == nil && now.Sub(w.synced) >= syncWitnessEvery {
		w.synced = now
		err = w.file.Sync()
	}
	if err != nil {
		w.complain(err)
	}
}

func (w *witness) complain(err error) {
	if !w.failed {
		w.failed = true
		w.log.Error("the witness beside the journal cannot be written: a backup that is restored by hand may pass for the journal itself",
			"file", witnessFile(w.path), "reason", reasonOf(err))
	}
}

func (w *witness) close() {
	if w.file != nil {
		_ = w.file.Sync() // at worst it is a second old
		w.file.Close()    // likewise
	}
}

const (
	readWrites = `SELECT epoch, writes FROM incarnations WHERE ended_at = 0`

	noteWrites = `UPDATE incarnations SET writes = $2 WHERE epoch = $1`
)

// meetWitness notes in the journal that it was restored, where the witness says so.
func meetWitness(ctx context.Context, conn *writerConn, path string, id journalID, now time.Time, log *slog.Logger) (*witness, error) {
	seen, known, err := readWitness(path, id) // first: another process may be writing
	if err != nil {
		return nil, err
	}
	var epoch, writes int64
	if err := conn.QueryRowContext(ctx, readWrites).Scan(&epoch, &writes); err != nil {
		return nil, err
	}
	reason := ""
	switch {
	case known && seen > writes:
		reason = "it holds less than the witness beside it has seen"
	case !known && writes > 0:
		reason = "there is no witness of it beside it"
	}
	if reason != "" {
		if _, err := conn.ExecContext(ctx, noteRestored, stamp(now), reason); err != nil {
			return nil, err
		}
	}
	return openWitness(path, id, writes, log), nil
}
