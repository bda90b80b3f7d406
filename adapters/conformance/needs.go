package conformance

import (
	"context"
	"net/http"
	"net/http/httptest"
	"reflect"
	"testing"

	"canongate/canonical"
)

// emptied does an operation with a request that says nothing; nil for one that has
// nothing to say.
func emptied[In, Out any](op canonical.Operation[In, Out]) func(context.Context, *testing.T, canonical.Adapter) error {
	if reflect.TypeFor[In]().NumField() == 0 {
		return nil
	}
	return func(ctx context.Context, t *testing.T, adapter canonical.Adapter) error {
		var in In
		_, err := bound(t, op, adapter)(ctx, in)
		return err
	}
}

// needs wants a request that says nothing to be refused before the vendor is
// called, and one for a customer to be told everything that is missing.
func (v Vendor) needs(t *testing.T) {
	t.Parallel()
	server := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		t.Errorf("an empty request reached the vendor: %s %s", r.Method, r.URL.Path)
	}))
	defer server.Close()
	adapter := v.adapter(t, server.URL, nil)
	for _, c := range v.Cases {
		if c.empty == nil {
			continue
		}
		err := c.empty(t.Context(), t, adapter)
		e := canonical.AsError(err)
		if err == nil || e.HowFar() != canonical.NotSent {
			t.Errorf("%s: an empty request gives %v", c.Operation, err)
			continue
		}
		if c.Operation != canonical.CreateCustomer.Name() {
			continue
		}
		if e.Code != canonical.ValidationFailed || len(e.Fields) < 2 {
			t.Errorf("%s: an empty draft gives %s", c.Operation, detail(err))
		}
		for _, f := range e.Fields {
			if f.Code != canonical.FieldRequired {
				t.Errorf("%s: of an empty draft %s is %s", c.Operation, f.Pointer, f.Code)
			}
		}
	}
}
