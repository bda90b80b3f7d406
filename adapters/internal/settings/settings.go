// Package settings decodes a vendor's own configuration keys strictly: an
// unknown key, a wrong type or a secret that does not resolve is an error that
// names the key and never the value.
package settings

import (
	"errors"
	"fmt"
	"maps"
	"reflect"
	"slices"
	"strings"
	"time"

	"canongate/canonical"

	"github.com/go-viper/mapstructure/v2"
)

// Error is one problem in a vendor's settings. Key is the path below
// `settings`, such as "code_tables.gender".
type Error struct {
	Key    string
	Detail string
}

// Error names the key and what is wrong with it.
func (e *Error) Error() string { return fmt.Sprintf("settings.%s %s", e.Key, e.Detail) }

// Path gives the key, for those who know where it stands in the file.
func (e *Error) Path() string { return e.Key }

// Decode fills config, a pointer to a struct with `mapstructure` tags, from
// the connection's settings. Fields of type canonical.Secret are references
// that the connection resolves; other texts may be references as well, for a
// user name that is deployed beside its password. Fields of type time.Duration
// are texts such as "30s". All problems come back at once, joined; each is an
// *Error. What is right is filled in all the same, so that the vendor can look
// at the values: see Join.
func Decode(c canonical.Connection, config any) error {
	d := &decoder{secret: c.Secret}
	right := d.walk("", c.Settings, reflect.TypeOf(config).Elem())
	md, err := mapstructure.NewDecoder(&mapstructure.DecoderConfig{
		Result:      config,
		ErrorUnused: true,
		DecodeHook:  mapstructure.ComposeDecodeHookFunc(d.referenceHook, mapstructure.StringToTimeDurationHookFunc()),
	})
	if err != nil {
		return fmt.Errorf("preparing to decode settings: %w", err)
	}
	if err := md.Decode(right); err != nil {
		// The walk took out what is wrong, so the library refuses what the walk
		// let through. Its text may hold the value and stays here.
		d.fail("", "does not fit the vendor's settings")
	}
	return errors.Join(d.errs...)
}

// Join puts the problems that Decode found together with those that the vendor
// finds in the values. Of a key that did not decode the latter say nothing new.
func Join(decoding, values error) error {
	refused := problems(decoding)
	var errs []error
	for _, e := range problems(values) {
		if !slices.ContainsFunc(refused, e.concerns) {
			errs = append(errs, e)
		}
	}
	return errors.Join(append([]error{decoding}, errs...)...)
}

// concerns says whether both are about one key, or about a key and its parent.
func (e *Error) concerns(other *Error) bool {
	return e.Key == other.Key || strings.HasPrefix(e.Key, other.Key+".") || strings.HasPrefix(other.Key, e.Key+".")
}

func problems(err error) []*Error {
	var all []*Error
	if joined, ok := err.(interface{ Unwrap() []error }); ok {
		for _, e := range joined.Unwrap() {
			all = append(all, problems(e)...)
		}
		return all
	}
	if one := (*Error)(nil); errors.As(err, &one) {
		all = append(all, one)
	}
	return all
}

type decoder struct {
	secret func(string) (canonical.Secret, error)
	errs   []error
}

var (
	secretType   = reflect.TypeFor[canonical.Secret]()
	durationType = reflect.TypeFor[time.Duration]()
)

// walk checks values against the struct's type before mapstructure does: its
// errors print values, ours name keys. It gives what is right.
func (d *decoder) walk(prefix string, values map[string]any, t reflect.Type) map[string]any {
	fields := map[string]reflect.Type{}
	for i := range t.NumField() {
		name, _, _ := strings.Cut(t.Field(i).Tag.Get("mapstructure"), ",")
		if name != "" && name != "-" {
			fields[name] = t.Field(i).Type
		}
	}
	right := map[string]any{}
	for _, k := range slices.Sorted(maps.Keys(values)) {
		path := join(prefix, k)
		if ft, known := fields[k]; !known {
			d.fail(path, "is not a setting of this vendor"+suggest(k, fields))
		} else if v, ok := d.check(path, values[k], ft); ok {
			right[k] = v
		}
	}
	return right
}

// check gives what is right of a value, and whether anything is.
func (d *decoder) check(path string, v any, t reflect.Type) (any, bool) {
	switch {
	case t == secretType:
		return v, d.checkSecret(path, v)
	case t == durationType:
		text, ok := v.(string)
		if ok {
			_, err := time.ParseDuration(text)
			ok = err == nil
		}
		return v, d.expect(ok, path, "must be a duration such as 30s")
	default:
		return d.checkKind(path, v, t)
	}
}

func (d *decoder) checkKind(path string, v any, t reflect.Type) (any, bool) {
	got := reflect.ValueOf(v)
	switch t.Kind() {
	case reflect.Pointer:
		return d.check(path, v, t.Elem())
	case reflect.Struct, reflect.Map:
		return d.checkMapping(path, v, t)
	case reflect.Slice:
		list, ok := v.([]any)
		d.expect(ok, path, "must be a list")
		for i, e := range list {
			_, whole := d.check(fmt.Sprintf("%s.%d", path, i), e, t.Elem())
			ok = ok && whole
		}
		return v, ok
	case reflect.String:
		text, ok := v.(string)
		if ok && isReference(text) {
			return v, d.checkSecret(path, text)
		}
		return v, d.expect(ok, path, "must be text")
	case reflect.Bool:
		return v, d.expect(got.IsValid() && got.Kind() == reflect.Bool, path, "must be true or false")
	default:
		return v, d.expect(got.IsValid() && got.CanConvert(t) && got.Kind() != reflect.String, path, "must be a number")
	}
}

func (d *decoder) checkMapping(path string, v any, t reflect.Type) (any, bool) {
	values, ok := v.(map[string]any)
	if !ok {
		return nil, d.expect(false, path, "must be a mapping")
	}
	if t.Kind() == reflect.Struct {
		return d.walk(path, values, t), true
	}
	right := map[string]any{}
	for _, k := range slices.Sorted(maps.Keys(values)) {
		if e, ok := d.check(join(path, k), values[k], t.Elem()); ok {
			right[k] = e
		}
	}
	return right, true
}

func (d *decoder) checkSecret(path string, v any) bool {
	ref, ok := v.(string)
	if !ok {
		return d.expect(false, path, "must be a reference, env:NAME or file:PATH")
	}
	_, err := d.secret(ref)
	if err != nil {
		d.fail(path, err.Error())
	}
	return err == nil
}

// referenceHook turns a reference into what it names.
func (d *decoder) referenceHook(_, to reflect.Type, v any) (any, error) {
	text, ok := v.(string)
	switch {
	case ok && to == secretType:
		return d.secret(text)
	case ok && to.Kind() == reflect.String && isReference(text):
		secret, err := d.secret(text)
		return secret.Reveal(), err
	}
	return v, nil
}

func isReference(text string) bool {
	return strings.HasPrefix(text, "env:") || strings.HasPrefix(text, "file:")
}

func (d *decoder) expect(ok bool, path, detail string) bool {
	if !ok {
		d.fail(path, detail)
	}
	return ok
}

func (d *decoder) fail(path, detail string) {
	d.errs = append(d.errs, &Error{Key: path, Detail: detail})
}

func join(prefix, key string) string {
	if prefix == "" {
		return key
	}
	return prefix + "." + key
}

// suggest names the settings whose spelling is near.
func suggest(key string, fields map[string]reflect.Type) string {
	var near []string
	for name := range fields {
		if distance(key, name) <= 2 {
			near = append(near, name)
		}
	}
	if len(near) == 0 {
		return ""
	}
	slices.Sort(near)
	return "; did you mean " + strings.Join(near, " or ") + "?"
}

// distance is the Levenshtein distance.
func distance(a, b string) int {
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := range len(a) {
		diagonal := row[0]
		row[0] = i + 1
		for j := range len(b) {
			cost := diagonal
			if a[i] != b[j] {
				cost++
			}
			diagonal = row[j+1]
			row[j+1] = min(cost, row[j+1]+1, row[j]+1)
		}
	}
	return row[len(b)]
}

// Problems gathers what is wrong with settings that decoded well: a value
// outside its set, a key that must be there. The zero value is ready.
type Problems struct{ errs []error }

// Check notes a problem unless ok holds.
func (p *Problems) Check(ok bool, key, detail string) {
	if !ok {
		p.errs = append(p.errs, &Error{Key: key, Detail: detail})
	}
}

// Require notes a key that is missing.
func (p *Problems) Require(present bool, key string) { p.Check(present, key, "is required") }

// OneOf notes a value outside the set.
func (p *Problems) OneOf(value, key string, set ...string) {
	p.Check(slices.Contains(set, value), key, "must be one of "+strings.Join(set, ", "))
}

// Err is nil when nothing was noted, else all problems joined.
func (p *Problems) Err() error { return errors.Join(p.errs...) }
