// Package memlimit tells the garbage collector how much memory the control groups
// of this process allow.
package memlimit

import (
	"bytes"
	"context"
	"io/fs"
	"log/slog"
	"os"
	"path"
	"runtime/debug"
	"strconv"
	"strings"
)

// besideBodies is the memory for all but bodies in flight where nothing else limits
// the process; it serves well with half of it.
const besideBodies = 128 << 20

// Set has the collector keep the heap below nine tenths of what the
// control group allows, unless GOMEMLIMIT says something. A process that knows of
// no limit collects too late and is killed. Without a control group's limit the
// collector starts before the garbage of large bodies takes as much again as the
// bodies.
func Set(ctx context.Context, bodyBudget int64, log *slog.Logger) {
	if os.Getenv("GOMEMLIMIT") != "" {
		return
	}
	allowed := cgroupLimit(os.DirFS("/"))
	if allowed <= 0 {
		debug.SetMemoryLimit(bodyBudget + besideBodies)
		return
	}
	limit := allowed / 10 * 9
	debug.SetMemoryLimit(limit)
	log.InfoContext(ctx, "memory limit set from the control group", "limit_bytes", limit, "cgroup_bytes", allowed)
}

// unlimited is where control groups of version 1 begin to mean that there is no
// limit: the largest number of whole pages.
const unlimited = 1 << 62

// cgroupLimit is the least memory that the control groups of this process allow,
// in bytes; 0 when they set none, or there are none.
func cgroupLimit(root fs.FS) int64 {
	groups, err := fs.ReadFile(root, "proc/self/cgroup")
	if err != nil {
		return 0
	}
	var least int64
	for line := range strings.Lines(string(groups)) {
		fields := strings.SplitN(strings.TrimSpace(line), ":", 3) // number:controllers:path
		if len(fields) < 3 {
			continue
		}
		mount, file := "sys/fs/cgroup", "memory.max"
		if fields[0] != "0" || fields[1] != "" {
			if !strings.Contains(","+fields[1]+",", ",memory,") {
				continue
			}
			mount, file = "sys/fs/cgroup/memory", "memory.limit_in_bytes"
		}
		for group := path.Join("/", fields[2]); ; group = path.Dir(group) { // every group above holds as well
			if n := readLimit(root, path.Join(mount, group, file)); n > 0 && (least == 0 || n < least) {
				least = n
			}
			if group == "/" {
				break
			}
		}
	}
	return least
}

// readLimit reads one limit; 0 is none.
func readLimit(root fs.FS, name string) int64 {
	text, err := fs.ReadFile(root, name)
	if err != nil {
		return 0
	}
	n, err := strconv.ParseInt(string(bytes.TrimSpace(text)), 10, 64) // "max" is no number
	if err != nil || n >= unlimited {
		return 0
	}
	return n
}
