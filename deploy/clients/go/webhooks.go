package canongate

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"errors"
	"net/http"
	"strconv"
	"strings"
	"time"
)

// WebhookTolerance is how far the time of a delivery may be from now.
const WebhookTolerance = 5 * time.Minute

// VerifyWebhook gives the event of a delivery whose signature is right (Standard
// Webhooks). body is the body as it came. secrets are those of the subscriber: several
// while one is being replaced. A delivery may come twice, and this does not notice:
// keep the event's id, and do nothing for one that you have. Its errors quote nothing
// of the delivery.
func VerifyWebhook(body []byte, header http.Header, secrets ...string) (Event, error) {
	return verifyWebhook(time.Now(), body, header, secrets)
}

func verifyWebhook(now time.Time, body []byte, header http.Header, secrets []string) (e Event, err error) {
	values := [3]string{}
	for i, name := range []string{"Webhook-Id", "Webhook-Timestamp", "Webhook-Signature"} {
		if len(header[name]) != 1 || header[name][0] == "" {
			return e, errors.New("verify webhook: the header " + name + " is missing, or comes twice")
		}
		values[i] = header[name][0]
	}
	id, timestamp, signatures := values[0], values[1], values[2]
	seconds, err := strconv.ParseInt(timestamp, 10, 64)
	if err != nil || now.Sub(time.Unix(seconds, 0)).Abs() > WebhookTolerance {
		return e, errors.New("verify webhook: the time of the delivery is too far from now")
	}
	good := false
	for _, secret := range secrets {
		key, err := base64.StdEncoding.DecodeString(strings.TrimPrefix(secret, "whsec_"))
		if err != nil || len(key) == 0 {
			return e, errors.New("verify webhook: a secret is whsec_ and base64")
		}
		mac := hmac.New(sha256.New, key)
		mac.Write([]byte(id + "." + timestamp + "."))
		mac.Write(body)
		wanted := mac.Sum(nil)
		for signature := range strings.SplitSeq(signatures, " ") {
			text, known := strings.CutPrefix(signature, "v1,")
			given, err := base64.StdEncoding.DecodeString(text)
			good = good || known && err == nil && hmac.Equal(given, wanted)
		}
	}
	if !good {
		return e, errors.New("verify webhook: no signature fits")
	}
	if err := json.Unmarshal(body, &e); err != nil {
		return e, errors.New("verify webhook: the body is no event")
	}
	return e, nil
}
