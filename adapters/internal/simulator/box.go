package simulator

import (
	"cmp"
	"net/http"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync/atomic"
	"time"
)

// Box is a sandbox with its world: what it shows of itself stands below /_sandbox,
//
//	GET  /_sandbox               its clock, values, actions and files
//	POST /_sandbox/actions       a Command
//	GET  /_sandbox/files/{name}  a File, with Coverage-From and Coverage-To
//
// and everything else is the vendor's. Its clock can be turned forward, and a reset
// makes it new. Safe for concurrent use.
type Box struct {
	base    func() time.Time
	build   func(now func() time.Time) *Simulator
	turned  atomic.Int64 // nanoseconds that the clock is ahead of base
	current atomic.Pointer[Simulator]
	control *http.ServeMux
}

// maxTurn is how far the clock can be ahead.
const maxTurn = 10 * 365 * 24 * time.Hour

// NewBox makes a sandbox by build, which is called again for each reset. The clock
// that it is given is base until somebody turns it.
func NewBox(base func() time.Time, build func(now func() time.Time) *Simulator) *Box {
	b := &Box{base: base, build: build, control: http.NewServeMux()}
	b.current.Store(build(b.now))
	b.control.Handle("GET /_sandbox", serve(b.show))
	b.control.Handle("POST /_sandbox/actions", serve(b.act))
	b.control.Handle("GET /_sandbox/files/{name}", serve(b.file))
	return b
}

func (b *Box) now() time.Time { return b.base().Add(time.Duration(b.turned.Load())) }

// ServeHTTP answers a request.
func (b *Box) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if _, pattern := b.control.Handler(r); pattern != "" {
		b.control.ServeHTTP(w, r)
		return
	}
	b.current.Load().ServeHTTP(w, r)
}

// world is that of the sandbox, with what every box can do.
func (b *Box) world() World {
	w := b.current.Load().world
	w.Actions = append(slices.Clone(w.Actions),
		Action{Name: "advance_clock", Takes: []string{"by"}, Note: "Turns the sandbox's clock forward, by 61d, 36h or P61D.", Do: b.advance},
		Action{Name: "reset", Takes: []string{}, Note: "Forgets everything that was sent, and sets the clock right.", Do: b.reset})
	return w
}

func (b *Box) show(*Request) Reply {
	w := b.world()
	files := append([]File{}, w.Files...)
	return JSON(http.StatusOK, view{Now: b.now().UTC(), Values: append([]Value{}, w.Values...), Actions: w.Actions, Files: files})
}

func (b *Box) act(r *Request) Reply {
	var c Command
	if err := r.Decode(&c); err != nil {
		return refuse(Invalid("", "is no command"))
	}
	actions := b.world().Actions
	i := slices.IndexFunc(actions, func(a Action) bool { return a.Name == c.Action })
	if i < 0 {
		return refuse(Invalid("action", "is none that this sandbox has; it has "+strings.Join(names(actions), ", ")))
	}
	moved, refusal := actions[i].Do(c)
	if refusal != nil {
		return refuse(refusal)
	}
	moved.Now = b.now().UTC()
	return JSON(http.StatusOK, moved)
}

func refuse(r *Refusal) Reply { return JSON(r.Status, r) }

func (b *Box) file(r *Request) Reply {
	files := b.world().Files
	i := slices.IndexFunc(files, func(f File) bool { return f.Name == r.PathValue("name") })
	if i < 0 {
		return refuse(NotFound("", "the sandbox writes no such file"))
	}
	content := files[i].Write()
	reply := Raw(http.StatusOK, files[i].ContentType, content.Body)
	reply.Header.Set("Coverage-From", content.From.UTC().Format(time.RFC3339))
	reply.Header.Set("Coverage-To", content.To.UTC().Format(time.RFC3339))
	return reply
}

func (b *Box) reset(Command) (Moved, *Refusal) {
	b.turned.Store(0)
	b.current.Store(b.build(b.now))
	return Moved{}, nil
}

func (b *Box) advance(c Command) (Moved, *Refusal) {
	by, ok := parseSpan(c.By)
	if !ok || by <= 0 {
		return Moved{}, Invalid("by", "must be a time such as 61d, 36h, 1d12h or P61D")
	}
	for {
		before := b.turned.Load()
		after := time.Duration(before) + by
		if by > maxTurn || after > maxTurn {
			return Moved{}, Invalid("by", "must leave the clock within ten years of the true time")
		}
		if b.turned.CompareAndSwap(before, int64(after)) {
			return Moved{}, nil
		}
	}
}

// spans are the forms of a time: 1d12h30m10s, and that of ISO 8601 without years and
// months, which have no fixed length.
var spans = []*regexp.Regexp{
	regexp.MustCompile(`^(?:(\d{1,5})d)?(?:(\d{1,5})h)?(?:(\d{1,6})m)?(?:(\d{1,8})s)?$`),
	regexp.MustCompile(`^P(?:(\d{1,5})D)?(?:T(?:(\d{1,5})H)?(?:(\d{1,6})M)?(?:(\d{1,8})S)?)?$`),
}

func parseSpan(text string) (span time.Duration, ok bool) {
	for _, form := range spans {
		parts := form.FindStringSubmatch(text)
		if parts == nil {
			continue
		}
		for i, unit := range []time.Duration{24 * time.Hour, time.Hour, time.Minute, time.Second} {
			n, err := strconv.Atoi(cmp.Or(parts[i+1], "0"))
			if err != nil {
				return 0, false
			}
			span += time.Duration(n) * unit
		}
		return span, true
	}
	return 0, false
}
