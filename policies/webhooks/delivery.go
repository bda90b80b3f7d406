package webhooks

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"strconv"
	"time"

	"canongate/canonical"
	"canongate/policies/journal"

	standardwebhooks "github.com/standard-webhooks/standard-webhooks/libraries/go"
)

// cloudEvent is the CloudEvents 1.0 JSON form (canonical.md §2.9).
type cloudEvent struct {
	SpecVersion     string          `json:"specversion"`
	ID              string          `json:"id"`
	Source          string          `json:"source"`
	Type            string          `json:"type"`
	Time            time.Time       `json:"time"`
	Subject         string          `json:"subject,omitempty"`
	Tenant          string          `json:"tenant,omitempty"`
	DataContentType string          `json:"datacontenttype"`
	Data            json.RawMessage `json:"data"`
}

// Body is an event as subscribers get it.
func Body(e journal.Event) ([]byte, error) {
	body, err := json.Marshal(cloudEvent{
		SpecVersion: "1.0", ID: e.ID, Source: canonical.EventType(e.Type).Source(e.Connection), Type: e.Type,
		Time: e.Time.UTC(), Subject: e.Subject, Tenant: e.Tenant, DataContentType: "application/json", Data: e.Data,
	})
	if err != nil {
		return nil, errors.New("the event's data is not JSON")
	}
	return body, nil
}

// Signer signs deliveries with one secret. Safe for concurrent use.
type Signer struct{ webhook *standardwebhooks.Webhook }

// NewSigner takes whsec_ and base64.
func NewSigner(secret canonical.Secret) (Signer, error) {
	webhook, err := standardwebhooks.NewWebhook(secret.Reveal())
	if err != nil {
		return Signer{}, errors.New("the secret must be whsec_ and base64")
	}
	return Signer{webhook}, nil
}

// Request is the delivery of an event's body. Its error holds no address and no body.
func (s Signer) Request(ctx context.Context, url, id string, at time.Time, body []byte) (*http.Request, error) {
	signature, err := s.webhook.Sign(id, at, body)
	if err != nil {
		return nil, errors.New("the event could not be signed")
	}
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, url, bytes.NewReader(body))
	if err != nil {
		return nil, errors.New("the subscriber's URL cannot be used")
	}
	req.Header.Set("Content-Type", "application/cloudevents+json")
	req.Header.Set(standardwebhooks.HeaderWebhookID, id)
	req.Header.Set(standardwebhooks.HeaderWebhookTimestamp, strconv.FormatInt(at.Unix(), 10))
	req.Header.Set(standardwebhooks.HeaderWebhookSignature, signature)
	return req, nil
}
