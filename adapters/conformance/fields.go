package conformance

import (
	"context"
	"encoding/json"
	"maps"
	"net/http"
	"net/http/httptest"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"testing"

	"canongate/canonical"
)

// probe gives the suite an operation and its request without their types.
type probe struct {
	table func(canonical.Adapter) *canonical.FieldTable
	// each gives every leaf of the case's request another value, one at a time; then
	// every leaf of that request with all that it may have besides.
	each func(ctx context.Context, t *testing.T, adapter canonical.Adapter, declared canonical.FieldListView, visit visitor)
	// minimal does the operation with exactly the fields that are required.
	minimal func(ctx context.Context, t *testing.T, adapter canonical.Adapter) error
}

// visitor is given a leaf's pointer, a call with the request as it is, and what
// changes the leaf in it.
type visitor func(pointer string, call func() (any, error), vary func())

func probing[In, Out any](op canonical.Operation[In, Out], in In, prepare func(context.Context, *testing.T, canonical.Adapter) In) probe {
	return probe{
		table: func(a canonical.Adapter) *canonical.FieldTable { return op.FieldTable(a) },
		each: func(ctx context.Context, t *testing.T, adapter canonical.Adapter, declared canonical.FieldListView, visit visitor) {
			t.Helper()
			request, do := in, bound(t, op, adapter)
			call := func() (any, error) { return do(ctx, request) }
			every := func(visit changer) { change(reflect.ValueOf(&request).Elem(), "", declaredMembers(declared), visit) }
			vary := func(pointer string, _ bool, vary func()) bool {
				visit(pointer, call, vary)
				return false
			}
			every(vary)
			every(func(pointer string, empty bool, vary func()) bool {
				if !empty {
					return false
				}
				vary()
				out, err := call()
				return err == nil && !covered(pointer, ignoredOf(out))
			})
			every(vary)
		},
		minimal: func(ctx context.Context, t *testing.T, adapter canonical.Adapter) error {
			t.Helper()
			request := in
			if prepare != nil {
				request = prepare(ctx, t, adapter)
			}
			do, whole := bound(t, op, adapter), request
			view := op.FieldTable(adapter).View(factsOf(reflect.ValueOf(&request).Elem()))
			unconditional := view
			unconditional.Request = slices.DeleteFunc(slices.Clone(view.Request), func(f canonical.FieldView) bool { return !f.Required })
			var missed []string // what is required under a condition that holds here
			for {
				strip(reflect.ValueOf(&request).Elem(), "", func(leaf string) bool {
					return isRequired(unconditional, leaf) || isRequired(view, leaf) && slices.ContainsFunc(missed, func(p string) bool {
						return p == leaf || strings.HasPrefix(leaf, p+"/")
					})
				})
				_, err := do(ctx, request)
				more := missingIn(err, missed)
				if len(more) == 0 {
					return err
				}
				missed, request = append(missed, more...), whole
			}
		},
	}
}

// saysNothing says whether an error is about a request as a whole: a change of nothing.
func saysNothing(err error) bool {
	return err != nil && slices.ContainsFunc(canonical.AsError(err).Fields, func(f canonical.FieldError) bool { return f.Pointer == "" })
}

// missingIn are the patterns of the fields that an error calls missing, without those
// that are known.
func missingIn(err error, known []string) (more []string) {
	if err == nil {
		return nil
	}
	for _, f := range canonical.AsError(err).Fields {
		if p := pattern(f.Pointer); f.Code == canonical.FieldRequired && !slices.Contains(known, p) {
			more = append(more, p)
		}
	}
	return more
}

// fields holds every case to the adapter's field list: what is declared reaches the
// vendor, what does not is named and not echoed, what is answered is declared, and the
// required fields are enough.
func (v Vendor) fields(t *testing.T) {
	t.Parallel()
	base := v.serve(t)
	for _, c := range v.Cases {
		t.Run(c.Operation, func(t *testing.T) {
			t.Parallel()
			adapter := v.adapter(t, base, nil)
			if err := c.probe.minimal(t.Context(), t, adapter); err != nil && !saysNothing(err) {
				t.Errorf("with exactly the required fields: %v (%s)", err, detail(err))
			}
			v.declared(t, c)
		})
	}
}

func (v Vendor) declared(t *testing.T, c Case) {
	t.Helper()
	recorder := v.recorder(t, c)
	server := httptest.NewServer(recorder)
	defer server.Close()
	adapter := v.goldenAdapter(t, server.URL)
	view := c.probe.table(adapter).View(canonical.FieldQuery{})
	sent, named := 0, 0
	c.probe.each(t.Context(), t, adapter, view, func(pointer string, call func() (any, error), vary func()) {
		request := func() (string, any, error) {
			before := len(recorder.requests())
			out, err := call()
			raw, _ := json.Marshal(recorder.requests()[before:]) // what was sent was marshalled before
			return string(raw), out, err
		}
		plain, said, refused := request()
		before, leafBefore := answered(said, pointer) // now, as the answer may point into the request
		vary()
		changed, out, err := request()
		after, leaf := answered(out, pointer)
		field, found := declaredAt(view, pattern(pointer))
		left := covered(pointer, ignoredOf(out)) // out of what is sent
		unsent := refused == nil && changed == plain && !c.Local && (field != "" || !mayStay(pointer))
		switch {
		case refusedAt(pointer, err), err != nil && canonical.AsError(err).Code == canonical.OperationNotSupported:
		case err != nil:
			t.Errorf("%s: %v (%s)", pointer, err, detail(err))
		case !found && mayStay(pointer):
		case !left && (unsent || !found):
			t.Errorf("%s (%s) is not sent and not named in ignored: %v", pointer, field, ignoredOf(out))
		case unsent && (!maps.Equal(after, before) || leaf != nil && leaf != leafBefore):
			t.Errorf("%s is not sent, and what is answered changes with it", pointer)
		case left:
			named++
		case field != "":
			sent++
		}
	})
	out, err := c.run(t.Context(), t, adapter, false)
	if err != nil {
		t.Fatalf("%s: %v (%s)", c.Operation, err, detail(err))
	}
	answered := undeclaredAnswers(t, view, out)
	t.Logf("%d leaves of the request reach the vendor, %d are named in ignored, %d leaves of the answer are declared", sent, named, answered)
}

// declaredMembers are the members of maps that a list declares, with values that
// are right for them.
func declaredMembers(view canonical.FieldListView) func(string) map[string]any {
	return func(pointer string) map[string]any {
		members := map[string]any{}
		for _, f := range view.Request {
			if name, below := strings.CutPrefix(f.Pointer, pattern(pointer)+"/"); below {
				members[name] = "x"
			}
		}
		for _, f := range view.SupplementaryData {
			if strings.HasSuffix(pointer, "/supplementary_data") && slices.Contains(f.In, "request") {
				members[f.Name] = valueFor(f)
			}
		}
		return members
	}
}

// valueFor is a value that a supplementary member may have.
func valueFor(f canonical.SupplementaryView) any {
	switch {
	case len(f.Values) > 0:
		return f.Values[0]
	case f.Type == canonical.TypeBoolean:
		return true
	case f.Type == canonical.TypeInteger:
		return 7
	case f.Type == canonical.TypeDate:
		return "2001-02-03"
	case f.Type == canonical.TypeObject:
		return map[string]any{"k": "v"}
	case f.Type == canonical.TypeList:
		return []string{"v"}
	}
	return strings.Repeat("7", min(8, f.MaxLength))
}

var position = regexp.MustCompile(`/\d+(/|$)`)

// pattern is a pointer with * for each position in a list.
func pattern(pointer string) string {
	return position.ReplaceAllString(pointer, "/*$1")
}

// declaredAt finds the declaration of a request's leaf, and the vendor's name of it.
func declaredAt(view canonical.FieldListView, leaf string) (vendorField string, found bool) {
	if name, own := strings.CutPrefix(leaf, "/supplementary_data/"); own {
		i := slices.IndexFunc(view.SupplementaryData, func(f canonical.SupplementaryView) bool {
			return f.Name == name && slices.Contains(f.In, "request")
		})
		return name, i >= 0
	}
	for _, f := range view.Request {
		if standsFor(f.Pointer, leaf, func(p string) bool {
			return slices.ContainsFunc(view.Request, func(f canonical.FieldView) bool { return strings.HasPrefix(f.Pointer, p+"/") })
		}) {
			return f.VendorField, true
		}
	}
	return "", false
}

// standsFor says whether a declared pointer means a leaf: its own, or one below it
// where nothing below it is declared.
func standsFor(pointer, leaf string, hasBelow func(string) bool) bool {
	return pointer == leaf || pointer+"/*" == leaf || strings.HasPrefix(leaf, pointer+"/") && !hasBelow(pointer)
}

// isRequired says whether a leaf is required, always or under a condition. An object
// that is required without any of its members needs one of them, and keeps all.
func isRequired(view canonical.FieldListView, leaf string) bool {
	for _, f := range view.Request {
		if !f.Required && f.RequiredWhen == "" {
			continue
		}
		if standsFor(f.Pointer, leaf, func(p string) bool {
			return slices.ContainsFunc(view.Request, func(f canonical.FieldView) bool {
				return strings.HasPrefix(f.Pointer, p+"/") && (f.Required || f.RequiredWhen != "")
			})
		}) {
			return true
		}
	}
	return slices.ContainsFunc(view.SupplementaryData, func(f canonical.SupplementaryView) bool {
		return leaf == "/supplementary_data/"+f.Name && (f.Required || f.RequiredWhen != "")
	})
}

// ignoredOf is what an answer says was ignored.
func ignoredOf(out any) []string {
	raw, err := json.Marshal(reveal(out))
	if err != nil {
		return nil
	}
	var w canonical.Written
	_ = json.Unmarshal(raw, &w) // it was just marshalled
	return w.Ignored
}

// answered are the leaves of an answer but for one, and that one; what was ignored is no
// part of it.
func answered(out any, pointer string) (others map[string]any, leaf any) {
	raw, _ := json.Marshal(reveal(out)) // golden files marshal it as well
	var tree any
	_ = json.Unmarshal(raw, &tree) // it was just marshalled
	others = map[string]any{}
	eachLeaf(tree, "", func(p string, value any, _ func(any)) {
		if !strings.HasPrefix(p, "/ignored/") {
			others[p] = value
		}
	})
	leaf = others[pointer]
	delete(others, pointer)
	return others, leaf
}

// always stands in answers without a declaration: what is ours to say.
var always = regexp.MustCompile(`^(/data/\*)?/(id|object|connection|type)$|^/(has_more|next_cursor)$|^/ignored(/|$)`)

// undeclaredAnswers complains of every leaf of an answer that no list declares, and
// counts the others.
func undeclaredAnswers(t *testing.T, view canonical.FieldListView, out any) (declared int) {
	t.Helper()
	raw, err := json.Marshal(reveal(out))
	if err != nil {
		t.Fatalf("marshalling the answer: %v", err)
	}
	var tree any
	_ = json.Unmarshal(raw, &tree) // it was just marshalled
	eachLeaf(tree, "", func(pointer string, _ any, _ func(any)) {
		leaf := pattern(pointer)
		name, own := strings.CutPrefix(strings.TrimPrefix(leaf, "/data/*"), "/supplementary_data/")
		switch {
		case own && slices.ContainsFunc(view.SupplementaryData, func(f canonical.SupplementaryView) bool {
			return slices.Contains(f.In, "answer") && (f.Name == name || strings.HasPrefix(name, f.Name+"/"))
		}), slices.ContainsFunc(view.Answer, func(f canonical.AnswerFieldView) bool {
			return f.Pointer == leaf || strings.HasPrefix(leaf, f.Pointer+"/")
		}):
			declared++
		case !always.MatchString(leaf):
			t.Errorf("%s is answered and not declared", leaf)
		}
	})
	return declared
}

// eachLeaf visits the leaves of a JSON value. set gives one another value.
func eachLeaf(v any, pointer string, visit func(pointer string, leaf any, set func(any))) {
	switch v := v.(type) {
	case map[string]any:
		for _, name := range slices.Sorted(maps.Keys(v)) {
			below(v[name], canonical.Member(pointer, name), visit, func(value any) { v[name] = value })
		}
	case []any:
		for i := range v {
			below(v[i], canonical.Element(pointer, i), visit, func(value any) { v[i] = value })
		}
	}
}

func below(v any, pointer string, visit func(string, any, func(any)), set func(any)) {
	switch v.(type) {
	case map[string]any, []any:
		eachLeaf(v, pointer, visit)
	default:
		visit(pointer, v, set)
	}
}

// factsOf reads country, currency and method of a request.
func factsOf(v reflect.Value) (q canonical.FieldQuery) {
	strip(v, "", func(pattern string) bool {
		for _, fact := range []struct {
			field    *string
			pointers []string
		}{{&q.Country, canonical.Facts.Country}, {&q.Currency, canonical.Facts.Currency}, {&q.Method, canonical.Facts.Method}} {
			if slices.Contains(fact.pointers, pattern) {
				*fact.field = textAt(v, pattern)
			}
		}
		return true
	})
	return q
}

// textAt is the text of a member that is no list's.
func textAt(v reflect.Value, pointer string) string {
	for name := range strings.SplitSeq(strings.TrimPrefix(pointer, "/"), "/") {
		if v.Kind() == reflect.Pointer {
			v = v.Elem()
		}
		i := slices.IndexFunc(reflect.VisibleFields(v.Type()), func(f reflect.StructField) bool {
			member, _, _ := strings.Cut(f.Tag.Get("json"), ",")
			return member == name
		})
		v = v.FieldByIndex(reflect.VisibleFields(v.Type())[i].Index)
	}
	return v.String()
}

// strip empties every leaf of a request's body that is not kept. It copies what it
// changes, and says whether anything is left.
func strip(v reflect.Value, pointer string, keep func(pattern string) bool) (left bool) {
	switch {
	case v.Kind() == reflect.Pointer && v.Type().Elem().Kind() == reflect.Struct:
		if v.IsNil() {
			return false
		}
		fresh := reflect.New(v.Type().Elem())
		fresh.Elem().Set(v.Elem())
		if left = strip(fresh.Elem(), pointer, keep); left {
			v.Set(fresh)
		} else {
			v.SetZero()
		}
	case v.Kind() == reflect.Slice && v.Type().Elem().Kind() == reflect.Struct:
		elements := reflect.MakeSlice(v.Type(), v.Len(), v.Len())
		reflect.Copy(elements, v)
		for i := range v.Len() {
			left = strip(elements.Index(i), pointer+"/*", keep) || left
		}
		if v.SetZero(); left {
			v.Set(elements)
		}
	case v.Kind() == reflect.Map:
		fresh := reflect.MakeMap(v.Type())
		for _, key := range v.MapKeys() {
			if keep(canonical.Member(pointer, key.String())) {
				fresh.SetMapIndex(key, v.MapIndex(key))
			}
		}
		v.Set(fresh)
		return fresh.Len() > 0
	case v.Kind() == reflect.Struct && hasMembers(v.Type()):
		for _, f := range reflect.VisibleFields(v.Type()) {
			name, _, _ := strings.Cut(f.Tag.Get("json"), ",")
			if name != "" && name != "-" {
				left = strip(v.FieldByIndex(f.Index), pointer+"/"+name, keep) || left
			}
		}
	case !keep(pointer):
		v.SetZero()
	default:
		return !v.IsZero()
	}
	return left
}

// hasMembers tells an object from a value that is a struct in Go only.
func hasMembers(t reflect.Type) bool {
	return slices.ContainsFunc(reflect.VisibleFields(t), func(f reflect.StructField) bool { return f.Tag.Get("json") != "" })
}

// answering is a vendor whose every answer is one body.
func (v Vendor) answering(t *testing.T, c Case, unmapped func(string)) (adapter canonical.Adapter, say func([]byte)) {
	t.Helper()
	r := v.recorder(t, c)
	server := httptest.NewServer(http.HandlerFunc(r.ServeHTTP))
	t.Cleanup(server.Close)
	adapter = v.adapterAtGoldenTime(t, server.URL, unmapped)
	return adapter, func(body []byte) { r.body = body }
}
