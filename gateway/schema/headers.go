package schema

import (
	"bytes"
	"iter"
	"math/rand/v2"
	"slices"
	"strconv"
	"strings"
	"time"

	"canongate/canonical"
)

// Headers of requests.
const (
	HeaderRequestID  = "Request-Id"
	HeaderConnection = "Gateway-Connection"
	HeaderKey        = "Idempotency-Key"
	HeaderTimeout    = "Request-Timeout"
	HeaderEpoch      = "Gateway-Epoch"
)

// MaxKeyLength bounds an Idempotency-Key, in bytes.
const MaxKeyLength = 255

// anyCommas is for values that are the caller's own business.
const anyCommas = -1

// singleHeader is a header that may come once.
type singleHeader struct {
	name   string
	commas int    // at most
	bit    uint16 // of its own
}

// singleHeaders may come once, and have at most so many commas. One that comes
// twice has two meanings: a proxy may have added the second, and who reads the
// first alone would pay twice for a request that was repeated.
var singleHeaders = func() map[string]singleHeader {
	byName := map[string]singleHeader{}
	for i, h := range []singleHeader{
		{name: HeaderKey}, {name: HeaderConnection}, {name: HeaderRequestID}, {name: HeaderTimeout}, {name: HeaderEpoch},
		{name: "Authorization"}, {name: "Customer-Authorization"}, {name: "Client-Ip"},
		{name: "Client-Geo", commas: 1}, // latitude and longitude
		{name: "Client-Details", commas: anyCommas},
	} {
		h.bit = 1 << i
		byName[h.name] = h
	}
	return byName
}()

// CheckHeaders refuses a request that says something twice. Equal values
// are refused as well: so no two readers of a request can disagree about it.
func CheckHeaders(headers iter.Seq2[[]byte, []byte]) error {
	var seen uint16
	for raw, value := range headers {
		h, single := singleHeaders[string(raw)]
		switch {
		case !single:
			continue
		case seen&h.bit != 0:
			return HeaderTwice(h.name)
		case h.commas != anyCommas && bytes.Count(value, []byte(",")) > h.commas:
			return notOneValue(h.name, "is a list, and must be one value")
		}
		seen |= h.bit
	}
	return nil
}

// HeaderTwice is the error of a header that comes more than once.
func HeaderTwice(name string) error { return notOneValue(name, "is given more than once") }

func notOneValue(name, detail string) error {
	return InvalidRequest("The header "+name+" must have one value.", canonical.FieldError{
		Pointer: name, Code: canonical.FieldInvalid, Detail: detail,
	})
}

// unusableHeaders is the error of headers with values that cannot be used.
func unusableHeaders(fields ...canonical.FieldError) error {
	var names []string
	for _, f := range fields {
		if !slices.Contains(names, f.Pointer) {
			names = append(names, f.Pointer)
		}
	}
	which := "The header "
	if len(names) > 1 {
		which = "The headers "
	}
	return InvalidRequest(which+strings.Join(names, " and ")+" cannot be used.", fields...)
}

// CheckKey holds an Idempotency-Key to what every store and log can keep.
func CheckKey(key string) error {
	if key == "" {
		return &canonical.Error{
			Code: canonical.IdempotencyKeyMissing, Origin: canonical.OriginCaller,
			Message: "Send an Idempotency-Key: a fresh random value for each intent, the same for each repetition of it.",
		}
	}
	for i := range len(key) {
		if key[i] < ' ' || key[i] > '~' || len(key) > MaxKeyLength {
			return unusableHeaders(canonical.FieldError{
				Pointer: HeaderKey, Code: canonical.FieldInvalid, Detail: "must be 1 to 255 printable ASCII characters",
			})
		}
	}
	return nil
}

// Epoch reads Gateway-Epoch; 0 where it is absent.
func Epoch(text string) (int64, error) {
	if text == "" {
		return 0, nil
	}
	epoch, err := strconv.ParseInt(text, 10, 64)
	if err != nil || epoch <= 0 {
		return 0, unusableHeaders(canonical.FieldError{
			Pointer: HeaderEpoch, Code: canonical.FieldInvalid, Detail: "must be the number of an earlier answer's header of this name",
		})
	}
	return epoch, nil
}

// Timeout reads Request-Timeout: seconds, or a duration such as 500ms.
func Timeout(text string) (time.Duration, error) {
	d, err := time.ParseDuration(text)
	if err != nil {
		d, err = time.ParseDuration(text + "s")
	}
	if err != nil || d <= 0 {
		return 0, unusableHeaders(canonical.FieldError{
			Pointer: HeaderTimeout, Code: canonical.FieldInvalid, Detail: "must be seconds, or a duration such as 500ms, greater than 0",
		})
	}
	return d, nil
}

// RequestID is the caller's Request-Id, or a new one where it cannot be echoed and
// logged.
func RequestID(given string) string {
	if saneID(given) {
		return given
	}
	return newID()
}

// newID makes 120 random bits in letters and digits. They tell requests apart and keep
// nothing secret, so they need no system call: Go's generator is ChaCha8 with a seed of
// the system's.
func newID() string {
	const letters, prefix, length = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567", "req_", 24
	id := append(make([]byte, 0, len(prefix)+length), prefix...)
	for range length / 12 { // of 64 bits, 60 are used
		bits := rand.Uint64() //nolint:gosec // see above
		for range 12 {
			id = append(id, letters[bits%uint64(len(letters))])
			bits /= uint64(len(letters))
		}
	}
	return string(id)
}

// saneID says whether a caller's Request-Id may be echoed and logged.
func saneID(id string) bool {
	for i := range len(id) {
		b := id[i]
		letter := b >= 'a' && b <= 'z' || b >= 'A' && b <= 'Z' || b >= '0' && b <= '9'
		if !letter && !strings.ContainsRune("-_.~:/+=", rune(b)) {
			return false
		}
	}
	return id != "" && len(id) <= 128
}

// CheckEncoding refuses a Content-Encoding.
func CheckEncoding(encoding string) error {
	if encoding == "" || encoding == "identity" {
		return nil
	}
	return &canonical.Error{
		Code: canonical.UnsupportedMediaType, Origin: canonical.OriginCaller,
		Message: "Send the body without a Content-Encoding.",
	}
}
