package admin

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"time"

	"canongate/canonical"
	"canongate/gateway/schema"
	"canongate/policies/journal"
)

// Incarnation is what a journal is since its last restore, as operators see it.
type Incarnation struct {
	Epoch       int64     `json:"epoch"`
	Restored    bool      `json:"restored"` // and not accepted
	Reason      string    `json:"reason,omitempty"`
	FenceFrom   time.Time `json:"fence_from,omitzero"`
	FenceTo     time.Time `json:"fence_to,omitzero"`
	FencedUntil time.Time `json:"fenced_until,omitzero"`
	AcceptedBy  string    `json:"accepted_by,omitempty"`
	AcceptedAt  time.Time `json:"accepted_at,omitzero"`
}

// IncarnationOf is one as the journal has it.
func IncarnationOf(i journal.Incarnation) Incarnation {
	return Incarnation{i.Epoch, i.Restored, i.Reason, i.FenceFrom, i.FenceTo, i.FencedUntil, i.AcceptedBy, i.AcceptedAt}
}

func (s *server) getJournal(r *request) (answer, error) {
	if _, err := r.query(); err != nil {
		return answer{}, err
	}
	now, err := s.Money.Journal.Incarnation(r.Context())
	if err != nil {
		return answer{}, journalError(err, canonical.NotFound)
	}
	return ok(IncarnationOf(now))
}

// maxKeep bounds a fence: longer than anybody repeats a request.
const maxKeep = 90 * 24 * time.Hour

// acceptanceRequest accepts a journal that was restored.
type acceptanceRequest struct {
	Change
	Epoch     int64     `json:"epoch"`
	StoppedAt time.Time `json:"stopped_at"`
	Keep      string    `json:"keep"`
	Unnoticed bool      `json:"unnoticed"`
}

// acceptRestore says that a restored journal is to be used. Epoch keeps one who has
// not seen that another was faster from doing it again.
func (s *server) acceptRestore(r *request) (answer, error) {
	var q acceptanceRequest
	if err := r.read(&q); err != nil {
		return answer{}, err
	}
	var keep time.Duration
	var err error
	if q.Keep != "" {
		if keep, err = time.ParseDuration(q.Keep); err != nil || keep < time.Minute || keep > maxKeep {
			return answer{}, invalid("/keep", canonical.FieldInvalid, "must be a duration from 1m to 2160h")
		}
	}
	if time.Until(q.StoppedAt) > time.Hour {
		return answer{}, invalid("/stopped_at", canonical.FieldInvalid, "must not be in the future")
	}
	if q.Epoch <= 0 {
		return answer{}, invalid("/epoch", canonical.FieldRequired, "is required: the one of GET /admin/v1/journal")
	}
	if err = r.sign(&q.Change); err == nil {
		err = r.seesAll()
	}
	var made journal.Incarnation
	if err == nil {
		made, err = s.accept(r, journal.Acceptance{Epoch: q.Epoch, StoppedAt: q.StoppedAt, Keep: keep, Unnoticed: q.Unnoticed, By: q.By})
	}
	if err := r.audit(audited{"journal", q.Change, strconv.FormatInt(q.Epoch, 10), strconv.FormatInt(made.Epoch, 10)}, err); err != nil {
		return answer{}, err
	}
	return ok(IncarnationOf(made))
}

func (s *server) accept(r *request, a journal.Acceptance) (journal.Incarnation, error) {
	made, err := s.Money.Journal.AcceptRestore(r.Context(), a)
	switch {
	case errors.Is(err, journal.ErrConflict):
		return made, Conflict(fmt.Sprintf("Epoch %d of the journal is no restored one: somebody has accepted it, or nothing shows a restore (unnoticed says so all the same). Look at GET /admin/v1/journal.", a.Epoch))
	case err != nil:
		return made, journalError(err, canonical.NotFound)
	}
	return made, nil
}

// unfenced is how many keys were let through.
type unfenced struct {
	Freed int64 `json:"freed"`
}

// unfenceRequest names whose keys are let through, or which one.
type unfenceRequest struct {
	Change
	Tenant string `json:"tenant"`
	Key    string `json:"key"`
	All    bool   `json:"all"`
}

// check wants one way of naming keys.
func (q unfenceRequest) check() error {
	if err := q.checkReason(); err != nil {
		return err
	}
	if q.All == (q.Tenant != "" || q.Key != "") || len(q.Tenant) > maxName {
		return invalid("/tenant", canonical.FieldInvalid, "must be the name of a tenant, or key one of its keys, or all must be true")
	}
	if len(q.Key) > schema.MaxKeyLength {
		return invalid("/key", canonical.FieldInvalid, "must be an Idempotency-Key, which has at most 255 characters")
	}
	return nil
}

// target says whose keys for the audit log, which has no key in it.
func (q unfenceRequest) target() string {
	if q.Key != "" {
		return cmp.Or(q.Tenant, "some tenant") + ", one key"
	}
	return cmp.Or(q.Tenant, "all")
}

// unfence lets keys through that a restore may have forgotten.
func (s *server) unfence(r *request) (answer, error) {
	var q unfenceRequest
	if err := r.read(&q); err != nil {
		return answer{}, err
	}
	if err := q.check(); err != nil {
		return answer{}, err
	}
	err := r.sign(&q.Change)
	if err == nil && !slices.Contains(r.operator.Tenants, q.Tenant) {
		err = r.seesAll()
	}
	var freed int64
	if err == nil {
		freed, err = s.liftFence(r, q)
	}
	if err := r.audit(audited{q.target(), q.Change, "fenced", strconv.FormatInt(freed, 10) + " freed"}, err); err != nil {
		return answer{}, err
	}
	return ok(unfenced{freed})
}

func (s *server) liftFence(r *request, q unfenceRequest) (freed int64, err error) {
	if q.Key == "" {
		if freed, err = s.Money.Journal.Unfence(r.Context(), q.Tenant, q.By, q.Reason); err != nil {
			return 0, journalError(err, canonical.NotFound)
		}
		return freed, nil
	}
	switch err := s.Money.Journal.UnfenceKey(r.Context(), q.Tenant, q.Key, q.By, q.Reason); {
	case errors.Is(err, journal.ErrNotFound):
		return 0, &canonical.Error{Code: canonical.NotFound, Message: "The fence holds up no such key: nobody has repeated it since the restore, or what became of it is known."}
	case errors.Is(err, journal.ErrConflict):
		return 0, Conflict("The fence holds up several keys of this name, of other tenants, callers or connections. Name the tenant; where that is not enough, have the caller send it anew with a key of its own.")
	case err != nil:
		return 0, journalError(err, canonical.NotFound)
	}
	return 1, nil
}

// seesAll refuses who sees some tenants only: the journal is everybody's.
func (r *request) seesAll() error {
	if r.operator.Tenants == nil {
		return nil
	}
	return &canonical.Error{Code: canonical.PermissionDenied, Message: "This concerns all tenants, and you see some of them only."}
}
