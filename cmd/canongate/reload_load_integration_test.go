//go:build integration

package main

import "testing"

func TestManyReloadsUnderHeavyLoad(t *testing.T) {
	reroutes{perSecond: 500, every: 500, reloads: 20, rollbacks: 2, bursts: 20}.run(t)
}
