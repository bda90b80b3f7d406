package config

import (
	"context"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"github.com/fsnotify/fsnotify"
	"go.yaml.in/yaml/v4"
)

// How a secret that was changed in its file comes into service: the files that the
// configuration refers to are watched as it is itself.

// noteReferences keeps which files the document refers to, by their keys.
func (f *File) noteReferences(path string, n *yaml.Node) {
	switch n.Kind {
	case yaml.MappingNode:
		for i := 0; i+1 < len(n.Content); i += 2 {
			f.noteReferences(join(path, n.Content[i].Value), n.Content[i+1])
		}
	case yaml.SequenceNode:
		for i, item := range n.Content {
			f.noteReferences(join(path, strconv.Itoa(i)), item)
		}
	case yaml.ScalarNode:
		name, ok := strings.CutPrefix(n.Value, filePrefix)
		if strings.HasPrefix(path, "connections.") && strings.HasSuffix(path, ".tls.ca_file") {
			name, ok = n.Value, true
		}
		if ok && name != "" && (path != "journal.dsn" || f.Config.Journal.Driver == "postgres") {
			f.references[path] = name
		}
	}
}

// SecretDigests are the SHA-256 of the files that the configuration refers to, in hex, by
// the paths of their keys; "" of one that cannot be read.
func (f *File) SecretDigests() map[string]string {
	digests := map[string]string{}
	for path, name := range f.references {
		digests[path] = fileDigest(name)
	}
	return digests
}

func fileDigest(name string) string {
	info, err := os.Stat(name)
	if err != nil || !info.Mode().IsRegular() || info.Size() > maxSecret {
		return "" // nor can it be a secret
	}
	content, err := os.ReadFile(name)
	if err != nil {
		return ""
	}
	return digest(content)
}

// noteSecrets keeps what the files of f hold, before they are read for service.
func (r *Reloader) noteSecrets(f *File) {
	for _, name := range f.references {
		r.secrets[name] = fileDigest(name)
	}
}

// secretsChanged says whether a file that f refers to holds something else than when it
// was last read for service. One that is away is being replaced; the next event tells.
func (r *Reloader) secretsChanged(f *File) (changed bool) {
	for _, name := range f.references {
		now := fileDigest(name)
		if now == "" && f == r.base {
			return false
		}
		changed = changed || now != r.secrets[name]
	}
	return changed
}

// reloadSecrets puts what serves into service anew when one of its secrets has changed,
// or the file on disk that was refused, which may have waited for one.
func (r *Reloader) reloadSecrets(ctx context.Context) {
	if r.refused != nil && r.secretsChanged(r.refused) {
		version, err := r.reload(ctx, Why{Cause: CauseSecret})
		Report(ctx, r.logger, CauseSecret, version, err)
	}
	if r.base == nil || !r.secretsChanged(r.base) {
		return
	}
	refusal := r.refusal
	version, err := r.put(ctx, Parse(r.path, r.base.content), r.current.FileHash, Why{Cause: CauseSecret})
	if err == nil && r.refused != nil {
		r.refusal = refusal // the file on disk is as bad as before
	}
	Report(ctx, r.logger, CauseSecret, version, err)
}

// watched are the files whose change may ask for a reload.
func (r *Reloader) watched() []string {
	r.mu.Lock()
	defer r.mu.Unlock()
	names := []string{filepath.Clean(r.path)}
	for _, f := range []*File{r.base, r.refused} {
		if f == nil {
			continue
		}
		for _, name := range f.references {
			names = append(names, filepath.Clean(name))
		}
	}
	return names
}

// watchDirectories has the watcher watch the directories of the files, and of what they
// are linked to, and no others. It says whether some are new, and which it could not.
func watchDirectories(watcher *fsnotify.Watcher, files []string) (added bool, failed []string) {
	wanted := map[string]bool{}
	for _, name := range files {
		wanted[filepath.Dir(name)] = true
		if target, err := filepath.EvalSymlinks(name); err == nil {
			wanted[filepath.Dir(target)] = true
		}
	}
	watched := watcher.WatchList()
	for _, directory := range watched {
		if !wanted[directory] {
			_ = watcher.Remove(directory) // fails for one that is gone
		}
	}
	for directory := range wanted {
		switch {
		case slices.Contains(watched, directory):
		case watcher.Add(directory) != nil:
			failed = append(failed, directory)
		default:
			added = true
		}
	}
	slices.Sort(failed)
	return added, failed
}
