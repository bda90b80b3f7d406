package journal

import (
	"encoding/base64"
	"encoding/binary"
	"math"
)

const (
	defaultPage = 50
	largestPage = 200
)

func (p Page) limit() int {
	if p.Limit <= 0 {
		return defaultPage
	}
	return min(p.Limit, largestPage)
}

// A cursor is where a page ended, mostly the row number of its last entry. It is
// sealed, because the number would tell one tenant how many payments the others
// make, and bound to its list.
func (j *Journal) sealPosition(list string, position []byte) (string, error) {
	sealed, err := j.keys.Seal(position, place("cursor", list))
	if err != nil {
		return "", err
	}
	return base64.RawURLEncoding.EncodeToString(sealed), nil
}

// openPosition returns where the page begins; nil at the beginning.
func (j *Journal) openPosition(list, cursor string) ([]byte, error) {
	if cursor == "" {
		return nil, nil
	}
	sealed, err := base64.RawURLEncoding.DecodeString(cursor)
	if err != nil {
		return nil, ErrBadCursor
	}
	position, err := j.keys.Open(sealed, place("cursor", list))
	if err != nil {
		return nil, ErrBadCursor
	}
	return position, nil
}

func (j *Journal) sealCursor(list string, seq int64) (string, error) {
	return j.sealPosition(list, binary.BigEndian.AppendUint64(nil, uint64(seq))) //nolint:gosec // the same bits, back in openCursor
}

// openCursor returns the row number before which the page begins.
func (j *Journal) openCursor(list, cursor string) (int64, error) {
	position, err := j.openPosition(list, cursor)
	switch {
	case err != nil:
		return 0, err
	case position == nil:
		return math.MaxInt64, nil
	case len(position) != 8:
		return 0, ErrBadCursor
	}
	return int64(binary.BigEndian.Uint64(position)), nil //nolint:gosec // the bits that sealCursor wrote
}
