package gateway

import (
	"context"
	"encoding/json"
	"time"

	"canongate/canonical"
)

// Sandbox is the simulator behind a sandbox connection, as callers may see and move
// it. Its errors are *SandboxRefusal where the simulator answered. Safe for concurrent
// use.
type Sandbox interface {
	Show(context.Context) (SandboxView, error)
	Move(context.Context, SandboxCommand) (SandboxMoved, error)
	File(ctx context.Context, name string) (SandboxFile, error)
}

// SandboxView is what a sandbox shows of itself.
type SandboxView struct {
	Object     string            `json:"object" enum:"sandbox"`
	Connection string            `json:"connection" doc:"The sandbox."`
	Vendor     string            `json:"vendor" doc:"The vendor that it stands in for."`
	Now        time.Time         `json:"now" doc:"By the sandbox's clock, which advance_clock turns."`
	Values     []SandboxValue    `json:"values" doc:"What value makes what answer."`
	Actions    []SandboxAction   `json:"actions" doc:"How its world can be moved."`
	Files      []SandboxFileView `json:"files" doc:"What the vendor would send about the payments."`
}

// SandboxValue is one row of what a sandbox answers to what.
type SandboxValue struct {
	Operation string `json:"operation" doc:"Of this API, such as create_payment."`
	Field     string `json:"field" doc:"A JSON Pointer into the body, a query parameter or a header."`
	Value     string `json:"value" doc:"The value that makes it."`
	Answer    string `json:"answer" doc:"What the vendor answers, and what becomes of it."`
}

// SandboxAction is one way to move a sandbox's world.
type SandboxAction struct {
	Action string   `json:"action" doc:"Name of the action."`
	Takes  []string `json:"takes" doc:"Members of the body beside action; the first is required."`
	Note   string   `json:"note" doc:"What it does."`
}

// SandboxFileView names a file.
type SandboxFileView struct {
	Name        string `json:"name" doc:"Name of the file, for the path."`
	ContentType string `json:"content_type" doc:"Media type of the file."`
	Note        string `json:"note" doc:"What it holds."`
}

// SandboxMoved says what an action did. Notification is what the vendor tells of it;
// empty: nothing.
type SandboxMoved struct {
	Object       string          `json:"object" enum:"sandbox_action"`
	Connection   string          `json:"connection" doc:"The sandbox."`
	Action       string          `json:"action" doc:"The action that was done."`
	Status       string          `json:"status,omitempty" doc:"What became of it, in the vendor's word."`
	Code         string          `json:"code,omitempty" doc:"Of a return or a change."`
	TraceNumber  string          `json:"trace_number,omitempty" doc:"Of the payment, as files name it."`
	Now          time.Time       `json:"now" doc:"By the sandbox's clock."`
	Notification json.RawMessage `json:"-"`
}

// SandboxCommand is an action, with what the vendor knows its subject by; nil where
// the caller named none.
type SandboxCommand struct {
	Action           string
	Payment          *canonical.Payment
	Customer         canonical.Keys
	Verification     canonical.Keys
	Code, Status, By string
}

// SandboxFile is a file that the vendor would send. It knows everything of the time
// of its coverage, in RFC 3339.
type SandboxFile struct {
	ContentType              string
	CoverageFrom, CoverageTo string
	Body                     []byte
}

// SandboxRefusal is what the sandbox cannot do.
type SandboxRefusal struct {
	Status int    // 404: it has no such thing, 409: it is in another state, 422: Field is wrong
	Field  string // member of the body, or ""
	Detail string
}

func (r *SandboxRefusal) Error() string { return "the sandbox refuses: " + r.Detail }
