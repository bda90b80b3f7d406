package records

import (
	"context"
	"errors"

	"canongate/canonical"
	"canongate/gateway"
	"canongate/policies/journal"
)

var _ gateway.References = Journal{}

// CustomerRecords are those of a person.
func (j Journal) CustomerRecords(ctx context.Context, tenant, reference string) ([]gateway.CustomerRecord, error) {
	kept, err := j.journal.CustomerRecords(ctx, journal.Reference{Tenant: tenant, Text: reference})
	if err != nil {
		return nil, journalError(err)
	}
	records := make([]gateway.CustomerRecord, len(kept))
	for i, k := range kept {
		records[i] = recordOf(k)
	}
	return records, nil
}

// LinkCustomer makes a reference mean a record, unless it means one already.
func (j Journal) LinkCustomer(ctx context.Context, tenant, reference string, r gateway.CustomerRecord) (gateway.CustomerRecord, error) {
	standing, err := j.journal.LinkCustomer(ctx, journal.Reference{Tenant: tenant, Text: reference}, journal.CustomerRecord{
		Connection: r.Connection, Vendor: r.Vendor, ID: r.ID, MadeBy: r.MadeBy,
	})
	if errors.Is(err, journal.ErrHeld) {
		return gateway.CustomerRecord{}, gateway.ErrReferenceHeld
	}
	if err != nil {
		return gateway.CustomerRecord{}, unwritten(err)
	}
	return recordOf(standing), nil
}

// ForgetCustomer makes a reference mean nothing.
func (j Journal) ForgetCustomer(ctx context.Context, tenant, reference string) (int64, error) {
	forgotten, err := j.journal.ForgetCustomer(ctx, journal.Reference{Tenant: tenant, Text: reference})
	if err != nil {
		return 0, unwritten(err)
	}
	return forgotten, nil
}

func unwritten(err error) error {
	return &canonical.Error{Code: canonical.JournalUnavailable, Message: "The journal did not take the change of the reference; nothing was changed.", Err: err}
}

func recordOf(r journal.CustomerRecord) gateway.CustomerRecord {
	return gateway.CustomerRecord{
		Object: "customer_reference", ID: r.ID, Connection: r.Connection, Vendor: r.Vendor, CreatedAt: r.CreatedAt.UTC(), MadeBy: r.MadeBy,
	}
}
