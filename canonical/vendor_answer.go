package canonical

import (
	"context"
	"sync"
)

// VendorAnswer holds the body of the vendor's last answer to a call whose
// caller asked for vendor_data (canonical.md D11). Nobody keeps a body
// otherwise. Safe for concurrent use.
type VendorAnswer struct {
	mu   sync.Mutex
	body []byte
}

type vendorAnswerKey struct{}

// KeepVendorAnswer gives a context under which the vendor's answer is kept,
// and what keeps it.
func KeepVendorAnswer(ctx context.Context) (context.Context, *VendorAnswer) {
	kept := &VendorAnswer{}
	return context.WithValue(ctx, vendorAnswerKey{}, kept), kept
}

// ForgetVendorAnswer gives a context under which nothing is kept: calls for
// credentials are nobody's data.
func ForgetVendorAnswer(ctx context.Context) context.Context {
	return context.WithValue(ctx, vendorAnswerKey{}, (*VendorAnswer)(nil))
}

// NoteVendorAnswer keeps an answer's body if the caller asked for it.
func NoteVendorAnswer(ctx context.Context, body []byte) {
	kept, _ := ctx.Value(vendorAnswerKey{}).(*VendorAnswer)
	if kept == nil {
		return
	}
	kept.mu.Lock()
	defer kept.mu.Unlock()
	kept.body = body
}

// Body is the last answer's body, or nil.
func (a *VendorAnswer) Body() []byte {
	a.mu.Lock()
	defer a.mu.Unlock()
	return a.body
}
