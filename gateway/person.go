package gateway

import (
	"context"
	"errors"
	"slices"
	"time"

	"canongate/canonical"
	"canongate/gateway/ids"
	"canongate/policies"

	"go.opentelemetry.io/otel/attribute"
)

// References keeps which record of a person a tenant's own id means, at each
// connection. Its errors are ErrReferenceHeld or *canonical.Error
// (journal_unavailable).
type References interface {
	// CustomerRecords are those of a person, the oldest first; none when nobody gave the
	// reference.
	CustomerRecords(ctx context.Context, tenant, reference string) ([]CustomerRecord, error)
	// LinkCustomer makes the reference mean the record, unless it means one at that
	// connection: then it answers with that one.
	LinkCustomer(ctx context.Context, tenant, reference string, record CustomerRecord) (standing CustomerRecord, err error)
	// ForgetCustomer makes it mean nothing, and says how many records it meant.
	ForgetCustomer(ctx context.Context, tenant, reference string) (records int64, err error)
}

// ErrReferenceHeld says that a customer is being created under the reference.
var ErrReferenceHeld = errors.New("link customer: one is being created under this reference")

// heldFor is how long whoever meets one is told to wait.
const heldFor = 2 * time.Second

// CustomerRecord is the record of a person at one connection.
type CustomerRecord struct {
	Object     string    `json:"object" enum:"customer_reference"`
	ID         string    `json:"id" doc:"The customer's id."`
	Connection string    `json:"connection" doc:"The connection where the person has the record."`
	Vendor     string    `json:"vendor" doc:"The vendor behind the connection."`
	CreatedAt  time.Time `json:"created_at" doc:"From when on the reference means this record."`
	MadeBy     string    `json:"made_by" enum:"created,referenced,looked_up" doc:"What made the reference: a creation, a reference to a known key, or a lookup."`
}

// By what a reference came to mean a record.
const (
	madeByCreation  = "created"
	madeByReference = "referenced"
	madeByLookup    = "looked_up"
)

func noReferences() error {
	return unsupported("This gateway runs without a journal, so it keeps no external_reference. Use the customer's id.")
}

// person is whom the references of a request mean.
type person struct {
	references []ids.Reference
	records    [][]CustomerRecord // of each reference
	knownAt    []string           // connections where each of them has a record
}

// referenceKey says in a trace that a request means its customer by reference.
var referenceKey = attribute.Key("canongate.by_reference")

// find looks up whom the references of a request mean.
func (s *Server) find(ctx context.Context, r *request, references []ids.Reference) (*person, error) {
	r.span.SetAttributes(referenceKey.Bool(true))
	if s.options.References == nil {
		return nil, noReferences()
	}
	texts := make([]string, len(references))
	for i, reference := range references {
		texts[i] = reference.Text
	}
	records, err := recordsOf(ctx, s.options.References, r.caller.Tenant, texts)
	if err != nil {
		return nil, err
	}
	return &person{references: references, records: records, knownAt: knownAt(records)}, nil
}

// KnownAt are the connections where each of a tenant's references means a record. At
// least one must be given.
func KnownAt(ctx context.Context, kept References, tenant string, references ...string) ([]string, error) {
	records, err := recordsOf(ctx, kept, tenant, references)
	if err != nil {
		return nil, err
	}
	return knownAt(records), nil
}

func recordsOf(ctx context.Context, kept References, tenant string, references []string) ([][]CustomerRecord, error) {
	all := make([][]CustomerRecord, len(references))
	for i, reference := range references {
		var err error
		if all[i], err = kept.CustomerRecords(ctx, tenant, reference); err != nil {
			return nil, err
		}
	}
	return all, nil
}

// knownAt are the connections that are in every list.
func knownAt(lists [][]CustomerRecord) (connections []string) {
	for _, record := range lists[0] {
		elsewhere := slices.ContainsFunc(lists[1:], func(list []CustomerRecord) bool {
			return !slices.ContainsFunc(list, func(r CustomerRecord) bool { return r.Connection == record.Connection })
		})
		if !elsewhere {
			connections = append(connections, record.Connection)
		}
	}
	return connections
}

// resolve puts the ids of the records at the connection in the places of the
// references. A nil person has none.
func (p *person) resolve(codec *ids.Codec, tenant, connection string) error {
	if p == nil {
		return nil
	}
	for i, reference := range p.references {
		at := slices.IndexFunc(p.records[i], func(r CustomerRecord) bool { return r.Connection == connection })
		if err := codec.Resolve(tenant, reference, p.records[i][at].ID); err != nil {
			return err
		}
	}
	return nil
}

// linkSpec says how an operation makes the caller's own id mean a customer.
type linkSpec[In, Out any] struct {
	madeBy    string
	reference func(*In) string
	customer  func(*Out) canonical.Sealable
}

// nameCustomer notes the caller's own id of the customer of the answer. The journal
// holds the place of one that is created; the others are linked once the vendor has
// answered.
func (a *attempt[In, Out]) nameCustomer() {
	if a.spec.link == nil {
		return
	}
	reference := a.spec.link.reference(&a.in.value)
	switch {
	case a.r.effect().NeedsKey() && a.server.options.References != nil:
		a.call.Creates = canonical.Personal(reference)
	default:
		a.reference = reference
	}
}

// noteCustomer tells the journal whom the call has created. Without a journal the
// caller is told that its id means nobody.
func (a *attempt[In, Out]) noteCustomer(out *Out) {
	switch {
	case a.call.Creates != "":
		a.call.CreatedID = a.spec.link.customer(out).Sealed()
	case a.reference != "":
		a.ignoreReference(out)
	}
}

// link makes the caller's own id mean the customer whom the vendor found or the caller
// referred to, and renders the answer. It is after the chain, since no vendor has a
// part in it.
func (a *attempt[In, Out]) link(ctx context.Context) error {
	if err := a.linkCustomer(ctx, a.found); err != nil {
		return err
	}
	var err error
	if a.call.Answer, err = a.render(a.found); err != nil {
		return answered(err)
	}
	return nil
}

func (a *attempt[In, Out]) linkCustomer(ctx context.Context, out *Out) error {
	link, tenant, id := a.spec.link, a.r.caller.Tenant, a.spec.link.customer(out).Sealed()
	if a.server.options.References == nil || id == "" {
		a.ignoreReference(out)
		return nil
	}
	standing, err := a.server.options.References.LinkCustomer(ctx, tenant, a.reference, CustomerRecord{
		ID: id, Connection: a.connection.Name, Vendor: a.connection.Vendor, MadeBy: link.madeBy,
	})
	switch {
	case err == nil && a.server.ids.Same(tenant, standing.ID, id):
		a.resource.echo(out).EchoReference(a.reference)
		return nil
	case link.madeBy == madeByLookup: // what was found is the answer all the same
		a.ignoreReference(out)
		return nil
	case errors.Is(err, ErrReferenceHeld):
		return policies.BeingCreated(heldFor)
	case err != nil:
		return err
	}
	return policies.AlreadyLinked(a.connection.Name, standing.ID)
}

// ignoreReference names the caller's own id among what is not kept, unless the vendor
// keeps it.
func (a *attempt[In, Out]) ignoreReference(out *Out) {
	if !a.tables[a.connection.Name].Takes(referencePointer) {
		a.resource.ignored(out).AddIgnored(referencePointer)
	}
}

const referencePointer = "/external_reference"
