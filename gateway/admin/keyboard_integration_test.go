//go:build integration

package admin_test

import (
	"strconv"
	"testing"
)

var everyView = []consoleView{
	{"connections", ""}, {"connections", "connections/bank-us"}, {"routes", ""}, {"routes", "routes/uae"}, {"routes", "routes/reading"},
	{"tenants", ""}, {"tenants", "tenants/acme"}, {"traces", ""}, {"traces", "traces/"}, {"payments", ""}, {"payments", "payments/pay_"},
	{"reconciliation", ""}, {"reconciliation", "reconciliation/proposals"}, {"reconciliation", "reconciliation/resolutions"},
	{"reconciliation", "reconciliation/exceptions"}, {"reconciliation", "reconciliation/corrections"}, {"reconciliation", "reconciliation/ageing"},
	{"events", ""}, {"changes", ""}, {"config", ""}, {"overview", ""},
}

// TestEveryViewByKeyboard walks every view on both screens, in light and dark.
func TestEveryViewByKeyboard(t *testing.T) {
	t.Parallel()
	for _, width := range []int{1400, 500} {
		for _, scheme := range []string{"light", "dark"} {
			t.Run(strconv.Itoa(width)+" "+scheme, func(t *testing.T) { walkByKeyboard(t, everyView, width, scheme) })
		}
	}
}
