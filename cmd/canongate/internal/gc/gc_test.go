package gc

import (
	"bytes"
	"log/slog"
	"math"
	"runtime/debug"
	"strings"
	"testing"
	"testing/fstest"
)

func TestX1MemoryLimitOfTheControlGroup(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		files map[string]string
		want  int64
	}{
		"no control groups": {nil, 0},
		"version 2 in a container": {map[string]string{
			"proc/self/cgroup": "0::/\n", "sys/fs/cgroup/memory.max": "4294967296\n"}, 4 << 30},
		"version 2, no limit": {map[string]string{
			"proc/self/cgroup": "0::/\n", "sys/fs/cgroup/memory.max": "max\n"}, 0},
		"version 2, a unit below a slice": {map[string]string{
			"proc/self/cgroup":                                   "0::/a.slice/canongate.service\n",
			"sys/fs/cgroup/a.slice/memory.max":                   "1073741824\n",
			"sys/fs/cgroup/a.slice/canongate.service/memory.max": "2147483648\n"}, 1 << 30},
		"version 1": {map[string]string{
			"proc/self/cgroup": "11:cpu,cpuacct:/x\n9:memory:/docker/abc\n",
			"sys/fs/cgroup/memory/docker/abc/memory.limit_in_bytes": "536870912\n",
			"sys/fs/cgroup/memory/memory.limit_in_bytes":            "9223372036854771712\n"}, 512 << 20},
		"version 1 in a container, whose own group is its root": {map[string]string{
			"proc/self/cgroup":                           "9:memory:/docker/abc\n",
			"sys/fs/cgroup/memory/memory.limit_in_bytes": "536870912\n"}, 512 << 20},
		"both, the memory with version 1": {map[string]string{
			"proc/self/cgroup":                           "9:memory:/\n0::/\n",
			"sys/fs/cgroup/memory/memory.limit_in_bytes": "536870912\n"}, 512 << 20},
		"nonsense": {map[string]string{"proc/self/cgroup": "what\n0::/\n", "sys/fs/cgroup/memory.max": "many\n"}, 0},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			root := fstest.MapFS{}
			for file, content := range c.files {
				root[file] = &fstest.MapFile{Data: []byte(content)}
			}
			if got := cgroupLimit(root); got != c.want {
				t.Errorf("%d, want %d", got, c.want)
			}
		})
	}
}

// TestTheEnvironmentCounts sets the collector of this process, so nothing runs beside it.
func TestTheEnvironmentCounts(t *testing.T) {
	percentBefore, limitBefore := debug.SetGCPercent(100), debug.SetMemoryLimit(-1)
	t.Cleanup(func() { debug.SetGCPercent(percentBefore); debug.SetMemoryLimit(limitBefore) })
	limited := fstest.MapFS{
		"proc/self/cgroup": {Data: []byte("0::/\n")}, "sys/fs/cgroup/memory.max": {Data: []byte("1000000000\n")},
	}
	for name, c := range map[string]struct {
		root        fstest.MapFS
		gogc, limit string
		percent     int
		bytes       int64
		logged      string
	}{
		"nothing is said":          {nil, "", "", percent, 1<<20 + besideBodies, "gogc=250 limit_bytes=135266304"},
		"a control group":          {limited, "", "", percent, 900000000, "gogc=250 limit_bytes=900000000 cgroup_bytes=1000000000"},
		"GOGC":                     {limited, "50", "", 77, 900000000, `gogc="as GOGC says"`},
		"GOMEMLIMIT":               {limited, "", "1GiB", percent, math.MaxInt64, `limit_bytes="as GOMEMLIMIT says"`},
		"GOGC=off with GOMEMLIMIT": {nil, "off", "1GiB", 77, math.MaxInt64, `gogc="as GOGC says" limit_bytes="as GOMEMLIMIT says"`},
	} {
		t.Run(name, func(t *testing.T) {
			t.Setenv("GOGC", c.gogc)
			t.Setenv("GOMEMLIMIT", c.limit)
			debug.SetGCPercent(77) // what the runtime made of the environment stays
			debug.SetMemoryLimit(math.MaxInt64)
			var log bytes.Buffer
			set(t.Context(), c.root, 1<<20, slog.New(slog.NewTextHandler(&log, nil)))
			if got := debug.SetGCPercent(77); got != c.percent {
				t.Errorf("collects at %d, want %d", got, c.percent)
			}
			if got := debug.SetMemoryLimit(-1); got != c.bytes {
				t.Errorf("limit %d, want %d", got, c.bytes)
			}
			if !strings.Contains(log.String(), c.logged) {
				t.Errorf("logged %s, want %s", log.String(), c.logged)
			}
		})
	}
}
