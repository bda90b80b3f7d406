package policies_test

import (
	"context"
	"fmt"
	"sync"
	"sync/atomic"
	"testing"

	"canongate/canonical"
	"canongate/policies"
)

// BenchmarkJournaledPayment is a payment's way through the chain with a vendor
// that answers at once, without a journal and with one: the difference is what
// the journal costs a request.
func BenchmarkJournaledPayment(b *testing.B) {
	for _, callers := range []int{1, 16} {
		for name, journaled := range map[string]policies.Policy{"without": nil, "with": policies.Idempotency(openJournal(b))} {
			b.Run(fmt.Sprintf("callers=%d/%s", callers, name), func(b *testing.B) {
				policy := policies.Standard(policies.Options{Connection: "one", Vendor: "bank", Journal: journaled}).Policy()
				payTogether(b, callers, policy)
			})
		}
	}
}

func payTogether(b *testing.B, callers int, policy policies.Policy) {
	var next atomic.Int64
	var all sync.WaitGroup
	for range callers {
		all.Go(func() {
			for n := next.Add(1); n <= int64(b.N); n = next.Add(1) {
				call := keyed(canonical.MovesMoney, fmt.Sprint(b.Name(), b.N, "-", n))
				if err := policy(b.Context(), call, func(context.Context) error { return nil }); err != nil {
					b.Error(err)
				}
			}
		})
	}
	all.Wait()
}
