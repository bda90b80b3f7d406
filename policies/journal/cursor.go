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

// A cursor is the row number of a page's last entry. It is sealed, because the
// number would tell one tenant how many payments the others make, and bound to
// its list.
func (j *Journal) sealCursor(list string, seq int64) (string, error) {
	sealed, err := j.keys.Seal(binary.BigEndian.AppendUint64(nil, uint64(seq)), place("cursor", list)) //nolint:gosec // the same bits, back in openCursor
	if err != nil {
		return "", err
	}
	return base64.RawURLEncoding.EncodeToString(sealed), nil
}

// openCursor returns the row number before which the page begins.
func (j *Journal) openCursor(list, cursor string) (int64, error) {
	if cursor == "" {
		return math.MaxInt64, nil
	}
	sealed, err := base64.RawURLEncoding.DecodeString(cursor)
	if err != nil {
		return 0, ErrBadCursor
	}
	plain, err := j.keys.Open(sealed, place("cursor", list))
	if err != nil || len(plain) != 8 {
		return 0, ErrBadCursor
	}
	return int64(binary.BigEndian.Uint64(plain)), nil //nolint:gosec // the bits that sealCursor wrote
}
