package simulator

import (
	"crypto/rand"
	"encoding/hex"
	"slices"
	"sync"
	"time"
)

// Store keeps a sandbox's records and forgets the oldest past its capacity,
// so that a sandbox left running does not grow. Safe for concurrent use.
type Store[K comparable, V any] struct {
	mu       sync.Mutex
	capacity int
	values   map[K]V
	order    []K
}

// NewStore makes a store of at most capacity records.
func NewStore[K comparable, V any](capacity int) *Store[K, V] {
	return &Store[K, V]{capacity: capacity, values: map[K]V{}}
}

// Put stores or replaces a record.
func (s *Store[K, V]) Put(k K, v V) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.put(k, v)
}

func (s *Store[K, V]) put(k K, v V) {
	if _, ok := s.values[k]; !ok {
		if len(s.order) >= s.capacity {
			delete(s.values, s.order[0])
			s.order = s.order[1:]
		}
		s.order = append(s.order, k)
	}
	s.values[k] = v
}

// Get reads a record.
func (s *Store[K, V]) Get(k K) (V, bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	v, ok := s.values[k]
	return v, ok
}

// Update changes a record in place under the store's lock; change says
// whether the result is to be kept. It gets the zero value and false when
// there is none yet.
func (s *Store[K, V]) Update(k K, change func(v V, found bool) (V, bool)) {
	s.mu.Lock()
	defer s.mu.Unlock()
	v, ok := s.values[k]
	if next, keep := change(v, ok); keep {
		s.put(k, next)
	}
}

// Values lists the records, oldest first.
func (s *Store[K, V]) Values() []V {
	s.mu.Lock()
	defer s.mu.Unlock()
	out := make([]V, 0, len(s.order))
	for _, k := range s.order {
		out = append(out, s.values[k])
	}
	return out
}

// Keys lists the keys of the records, oldest first.
func (s *Store[K, V]) Keys() []K {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Clone(s.order)
}

// Tokens issues opaque bearer tokens and knows until when they are good.
// Safe for concurrent use.
type Tokens struct {
	now   func() time.Time
	store *Store[string, time.Time]
}

// NewTokens makes an issuer that reads the time from now.
func NewTokens(now func() time.Time) *Tokens {
	return &Tokens{now: now, store: NewStore[string, time.Time](10_000)}
}

// Issue makes a token that is good for ttl.
func (t *Tokens) Issue(ttl time.Duration) string {
	token := RandomHex(16)
	t.store.Put(token, t.now().Add(ttl))
	return token
}

// Valid says whether the token was issued here and has not expired.
func (t *Tokens) Valid(token string) bool {
	until, ok := t.store.Get(token)
	return ok && t.now().Before(until)
}

// RandomHex gives n random bytes as hex digits.
func RandomHex(n int) string {
	b := make([]byte, n)
	_, _ = rand.Read(b) // never fails: crypto/rand ends the program instead
	return hex.EncodeToString(b)
}
