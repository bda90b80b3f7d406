package simulator

import (
	"encoding/json"
	"net/http"
	"slices"
	"time"
)

// World is what a sandbox shows of itself, and how it can be moved: a product that
// is tried against it waits for no compliance officer and for no bank.
type World struct {
	Values  []Value
	Actions []Action
	Files   []File
}

// Value is one row of what a sandbox answers to what.
type Value struct {
	// Operation and Field name the request as a caller of the gateway knows it: the
	// operation, and the pointer of a member, or a header.
	Operation string `json:"operation"`
	Field     string `json:"field"`
	Value     string `json:"value"`
	// Answer is what the vendor answers, and what becomes of the request.
	Answer string `json:"answer"`
}

// Answers lists values of one field, each with its answer.
func Answers(operation, field string, rows ...[2]string) []Value {
	list := make([]Value, len(rows))
	for i, row := range rows {
		list[i] = Value{Operation: operation, Field: field, Value: row[0], Answer: row[1]}
	}
	return list
}

// Action moves the world.
type Action struct {
	Name  string   `json:"action"`
	Takes []string `json:"takes"` // members of the command; those behind the first may be left out
	Note  string   `json:"note"`
	// Do gives a *Refusal as its error.
	Do func(Command) (Moved, *Refusal) `json:"-"`
}

// File is a file that the vendor would send about what happened in the world.
type File struct {
	Name        string         `json:"name"`
	ContentType string         `json:"content_type"`
	Note        string         `json:"note"`
	Write       func() Content `json:"-"`
}

// Content is a file's bytes, and the time of which it knows everything.
type Content struct {
	Body     []byte
	From, To time.Time
}

// Command asks for an action. Ids are the vendor's, by the names that its vendor_ids
// have.
type Command struct {
	Action       string            `json:"action"`
	Payment      *Payment          `json:"payment"`
	Customer     map[string]string `json:"customer"`
	Verification map[string]string `json:"verification"`
	Code         string            `json:"code"`
	Status       string            `json:"status"`
	By           string            `json:"by"`
}

// Payment is what the sender of a payment knows of it. Reference is the vendor's, ""
// where its answer was lost.
type Payment struct {
	Reference string            `json:"reference"`
	Direction string            `json:"direction"`
	Amount    string            `json:"amount"`
	Customer  map[string]string `json:"customer"`
	Bank      map[string]string `json:"bank"`
}

// Moved says what an action did.
type Moved struct {
	Status      string `json:"status,omitempty"` // of the payment, customer or verification, in the vendor's word
	Code        string `json:"code,omitempty"`
	TraceNumber string `json:"trace_number,omitempty"`
	// Notification is what the vendor would post to its customers about it.
	Notification json.RawMessage `json:"notification,omitempty"`
	Now          time.Time       `json:"now"` // by the sandbox's clock
}

// Refusal is a command that cannot be done. Field is the member that is wrong, or "".
type Refusal struct {
	Status int    `json:"-"` // 404: there is no such thing, 409: it is in another state, 422: Field is wrong
	Field  string `json:"field,omitempty"`
	Detail string `json:"detail"`
}

// NotFound refuses a command about something that the sandbox does not have.
func NotFound(field, detail string) *Refusal { return &Refusal{http.StatusNotFound, field, detail} }

// Conflict refuses a command that the state of things rules out.
func Conflict(detail string) *Refusal { return &Refusal{http.StatusConflict, "", detail} }

// Invalid refuses a member of a command.
func Invalid(field, detail string) *Refusal {
	return &Refusal{http.StatusUnprocessableEntity, field, detail}
}

// view is the world as GET /_sandbox shows it.
type view struct {
	Now     time.Time `json:"now"`
	Values  []Value   `json:"values"`
	Actions []Action  `json:"actions"`
	Files   []File    `json:"files"`
}

// names lists the actions for a refusal.
func names(actions []Action) []string {
	list := make([]string, len(actions))
	for i, a := range actions {
		list[i] = a.Name
	}
	slices.Sort(list)
	return list
}
