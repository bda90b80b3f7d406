package canonical

import (
	"maps"
	"slices"
	"strings"
)

// What more than one vendor refuses has its words here, so that the same mistake reads
// the same at each.

const atThisVendor = " at this vendor"

// MustBe notes a value that is not one of those that the vendor takes.
func (c *Check) MustBe(pointer string, taken ...string) {
	c.Unsupported(pointer, "must be "+oneOf(taken)+atThisVendor)
}

// NoEquivalent notes a value that the vendor has no word for, in a field that it keeps.
func (c *Check) NoEquivalent(pointer string) {
	c.Unsupported(pointer, "has no equivalent"+atThisVendor)
}

// NotCleared notes a field that a merge patch empties and the vendor cannot.
func (c *Check) NotCleared(pointer string) { c.Unsupported(pointer, "cannot be cleared"+atThisVendor) }

// NotFoundBy notes a fact by which the vendor finds nobody; give is the field that it
// goes by instead.
func (c *Check) NotFoundBy(pointer, give string) {
	c.Unsupported(pointer, "does not find a customer"+atThisVendor+": give "+give)
}

// OnlyKeys notes every key of vendor_ids that is not one of those that the vendor takes.
func (c *Check) OnlyKeys(given VendorIDs, taken ...string) {
	known := make(map[string]bool, len(taken))
	for _, key := range taken {
		known[key] = true
	}
	takes := "none"
	if len(taken) > 0 {
		takes = strings.Join(taken, ", ")
	}
	for _, key := range slices.Sorted(maps.Keys(given)) {
		if !known[key] {
			c.Unsupported(Member("/vendor_ids", key), "is not a key that this vendor takes here; it takes "+takes)
		}
	}
}

// NotOwnKey notes a key of vendor_ids that is not that of the customer of the path.
func (c *Check) NotOwnKey(key string) {
	c.Unsupported(Member("/vendor_ids", key), "is not that of this customer")
}

// oneOf names values as people do: a, b or c.
func oneOf(values []string) string {
	if len(values) < 2 {
		return strings.Join(values, "")
	}
	return strings.Join(values[:len(values)-1], ", ") + " or " + values[len(values)-1]
}
