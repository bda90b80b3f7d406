package memlimit

import (
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
