package gateway

import (
	"context"
	"time"

	"canongate/canonical"
)

// EventSink takes what a vendor reported, all of it or nothing. Emit says whether
// any was news: false when the subject was last seen in the same states. Its
// error is a *canonical.Error.
type EventSink interface {
	Emit(ctx context.Context, notices ...InboundNotice) (news bool, err error)
}

// InboundNotice is a notice with its ids sealed for the connection's tenant.
type InboundNotice struct {
	Connection string
	Tenant     string
	Type       canonical.EventType
	Subject    string // sealed customer id
	State      string // what is compared with the last one seen for type and subject
	// FromKnown says that the first state of all is no news.
	FromKnown bool
	Data      []byte // canonical.EventData in JSON
	Time      time.Time
}
