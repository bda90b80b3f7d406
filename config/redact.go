package config

import (
	"net/url"
	"strings"

	"go.yaml.in/yaml/v4"
)

// redactedMark stands where a value was.
const redactedMark = "[redacted]"

// Redacted is the file's content for operators to read: the same keys, without
// comments and without anything that may be a secret. References stay, they are
// names. It is empty when the content is not YAML.
func (f *File) Redacted() string {
	var root yaml.Node
	if err := yaml.Load(f.content, &root); err != nil {
		return ""
	}
	redact(&root, "")
	text, err := yaml.Dump(&root)
	if err != nil {
		return ""
	}
	return string(text)
}

func redact(n *yaml.Node, path string) {
	n.HeadComment, n.LineComment, n.FootComment = "", "", ""
	switch n.Kind {
	case yaml.MappingNode:
		for i := 0; i+1 < len(n.Content); i += 2 {
			redact(n.Content[i], "") // a key is a name, and may have a comment
			redact(n.Content[i+1], join(path, n.Content[i].Value))
		}
	case yaml.ScalarNode:
		n.Value = redactText(path, n.Value, n.ShortTag())
	default: // items have the path of their list
		for _, item := range n.Content {
			redact(item, path)
		}
	}
}

// redactText is what may be shown of a value. Which of a vendor's settings are
// secret is for the vendor to know, so of those only references, numbers and
// switches are shown.
func redactText(path, value, tag string) string {
	keys := strings.Split(path, ".")
	last := keys[len(keys)-1]
	free := len(keys) > 3 && keys[0] == "connections" && (keys[2] == "settings" || keys[2] == "extra_headers")
	switch {
	case tag != "!!str" || IsReference(value):
		return value
	case free, last == "sha256", last == "secret", last == "admin_token", last == "keyset":
		return redactedMark
	default:
		return redactURL(value)
	}
}

// redactURL keeps scheme, host and path of a URL; the rest may be a credential.
func redactURL(value string) string {
	u, err := url.Parse(value)
	if err != nil && strings.Contains(value, "://") {
		return redactedMark
	}
	if err != nil || u.Host == "" || u.User == nil && u.RawQuery == "" && u.Fragment == "" {
		return value
	}
	return u.Scheme + "://" + u.Host + u.EscapedPath()
}
