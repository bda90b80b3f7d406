package rest_test

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"encoding/binary"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"sync/atomic"
	"testing"
	"time"

	"canongate/adapters/internal/rest"
	"canongate/canonical"
)

// HTTP/2 lets a client send a request again when its stream is refused, and Go's
// does. Of a payment that would be a second one at any vendor, or proxy before it,
// that acted first.
func TestAPaymentIsSentOnceThoughTheStreamIsRefused(t *testing.T) {
	t.Parallel()
	for name, r := range map[string]rest.Request{
		"payment": {Method: "POST", Path: "/ach/in", Body: []byte(`{"amount":1}`), Write: true},
		"write":   {Method: "POST", Path: "/customers", Body: []byte(`{"name":1}`)},
		"lookup":  {Method: "POST", Path: "/validate", Body: []byte(`{"id":1}`)},
		"read":    {Method: "GET", Path: "/customers/1"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			sentOnce(t, r)
		})
	}
}

func sentOnce(t *testing.T, r rest.Request) {
	t.Helper()
	certificate := httptest.NewTLSServer(nil)
	t.Cleanup(certificate.Close)
	listener, err := tls.Listen("tcp", "127.0.0.1:0", &tls.Config{
		Certificates: certificate.TLS.Certificates, NextProtos: []string{"h2"}, MinVersion: tls.VersionTLS12,
	})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { listener.Close() })
	var bodies atomic.Int64
	go refuseStreams(listener, &bodies)

	pool := x509.NewCertPool()
	pool.AddCert(certificate.Certificate())
	transport := &http.Transport{
		ForceAttemptHTTP2: true, DisableKeepAlives: true,
		TLSClientConfig: &tls.Config{RootCAs: pool, ServerName: "example.com", MinVersion: tls.VersionTLS12},
	}
	c, err := rest.New(canonical.Connection{BaseURL: "https://" + listener.Addr().String(), Transport: transport, FreshTransport: transport})
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithTimeout(t.Context(), 5*time.Second) // it would go on for ever
	defer cancel()
	_, err = c.Do(ctx, r)
	if e := canonical.AsError(err); err == nil || e.HowFar() != canonical.Unknown {
		t.Errorf("%v, want an unknown outcome", err)
	}
	if n := bodies.Load(); n != 1 {
		t.Errorf("the vendor got the request %d times", n)
	}
}

// The frames of RFC 9113 that are needed here.
const (
	prefaceLength = 24
	frameHeader   = 9
	frameData     = 0
	frameReset    = 3
	frameSettings = 4
	flagAck       = 1
	flagEndStream = 1
	refusedStream = 7
)

// refuseStreams takes every request with its body, and then refuses its stream.
func refuseStreams(listener net.Listener, bodies *atomic.Int64) {
	for {
		conn, err := listener.Accept()
		if err != nil {
			return
		}
		go func() {
			defer conn.Close()
			_, _ = conn.Write(frame(frameSettings, 0, 0, nil))
			_, _ = io.CopyN(io.Discard, conn, prefaceLength)
			head := make([]byte, frameHeader)
			for {
				if _, err := io.ReadFull(conn, head); err != nil {
					return
				}
				length := int64(head[0])<<16 | int64(head[1])<<8 | int64(head[2])
				_, _ = io.CopyN(io.Discard, conn, length)
				switch stream := binary.BigEndian.Uint32(head[5:]); {
				case head[3] == frameSettings && head[4] != flagAck:
					_, _ = conn.Write(frame(frameSettings, flagAck, 0, nil))
				case head[3] == frameData && head[4] == flagEndStream:
					bodies.Add(1)
					_, _ = conn.Write(frame(frameReset, 0, stream, []byte{0, 0, 0, refusedStream}))
				}
			}
		}()
	}
}

func frame(kind, flags byte, stream uint32, payload []byte) []byte {
	f := []byte{0, 0, byte(len(payload)), kind, flags}
	return append(binary.BigEndian.AppendUint32(f, stream), payload...)
}
