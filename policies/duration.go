package policies

import (
	"errors"
	"strconv"
	"strings"
	"time"
)

// Duration is a length of time in a configuration: "30s", "1m30s".
type Duration time.Duration

// Or gives the duration, or standard where none was set.
func (d Duration) Or(standard time.Duration) time.Duration {
	if d == 0 {
		return standard
	}
	return time.Duration(d)
}

// Wanted says what the text must be.
func (d Duration) Wanted() string { return "a duration such as 30s or 200ms, longer than nothing" }

// MarshalText writes the shortest form.
func (d Duration) MarshalText() ([]byte, error) { return []byte(d.String()), nil }

// String is the shortest form: "1m", not "1m0s".
func (d Duration) String() string {
	s := time.Duration(d).String()
	if strings.HasSuffix(s, "m0s") {
		s = strings.TrimSuffix(s, "0s")
	}
	if strings.HasSuffix(s, "h0m") {
		s = strings.TrimSuffix(s, "0m")
	}
	return s
}

// UnmarshalText reads a duration that is longer than nothing: an absent key is how
// to ask for the standard. Its error never holds the text.
func (d *Duration) UnmarshalText(text []byte) error {
	x, err := time.ParseDuration(string(text))
	if err != nil || x <= 0 {
		return errors.New("read duration: must be " + d.Wanted())
	}
	*d = Duration(x)
	return nil
}

// Bytes is a size in a configuration: "25MB", "512KB", "1048576". A kilobyte
// has 1024 bytes.
type Bytes int64

var units = []struct {
	name string
	size int64
}{{"GB", 1 << 30}, {"MB", 1 << 20}, {"KB", 1 << 10}, {"B", 1}}

// Wanted says what the text must be.
func (b Bytes) Wanted() string { return "a size such as 25MB or 512KB" }

// MarshalText writes the largest unit that keeps the number whole.
func (b Bytes) MarshalText() ([]byte, error) { return []byte(b.String()), nil }

// String is the size in the largest unit that keeps the number whole.
func (b Bytes) String() string {
	for _, u := range units {
		if n := int64(b); n != 0 && n%u.size == 0 {
			return strconv.FormatInt(n/u.size, 10) + u.name
		}
	}
	return "0B"
}

// UnmarshalText reads a size that is not negative. Its error never holds the
// text.
func (b *Bytes) UnmarshalText(text []byte) error {
	digits, size := string(text), int64(1)
	for _, u := range units {
		if cut, ok := strings.CutSuffix(digits, u.name); ok {
			digits, size = cut, u.size
			break
		}
	}
	n, err := strconv.ParseInt(digits, 10, 64)
	if err != nil || n < 0 || n > (1<<62)/size {
		return errors.New("read size: must be " + b.Wanted())
	}
	*b = Bytes(n * size)
	return nil
}
