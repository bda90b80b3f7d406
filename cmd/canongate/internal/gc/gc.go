// Package gc sets the garbage collector: how often it runs, and how much memory it
// may use.
package gc

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

// percent is how much the heap grows between two collections. The live heap is some
// 10 MiB: with Go's own 100 every few hundred requests would pay for a collection. With
// more the process takes more than 90 MiB, 40 of which are the program's own pages.
const percent = 250

// besideBodies is the memory for all but bodies in flight where nothing else limits
// the process; it serves well with half of it.
const besideBodies = 128 << 20

// Set has the collector run less often than by default, and more often as the heap
// comes near to a limit: nine tenths of what the control group allows, else the
// budget for bodies in flight and what is needed beside them. A process that knows of
// no limit collects too late and is killed. GOGC and GOMEMLIMIT of the environment
// count instead where they are set. Not safe for concurrent use.
func Set(ctx context.Context, bodyBudget int64, log *slog.Logger) {
	set(ctx, os.DirFS("/"), bodyBudget, log)
}

func set(ctx context.Context, root fs.FS, bodyBudget int64, log *slog.Logger) {
	said := []any{"gogc", "as GOGC says", "limit_bytes", "as GOMEMLIMIT says"}
	if os.Getenv("GOGC") == "" {
		debug.SetGCPercent(percent)
		said[1] = percent
	}
	if os.Getenv("GOMEMLIMIT") == "" {
		limit, allowed := bodyBudget+besideBodies, cgroupLimit(root)
		if allowed > 0 {
			limit = allowed / 10 * 9
			said = append(said, "cgroup_bytes", allowed)
		}
		debug.SetMemoryLimit(limit)
		said[3] = limit
	}
	log.InfoContext(ctx, "garbage collector set", said...)
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
