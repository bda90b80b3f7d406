package gateway_test

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/pem"
	"math/big"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"canongate/canonical"
	"canongate/gateway"
)

// certificate makes one that signs itself, and gives the files.
func certificate(t *testing.T, name string) (certFile, keyFile string) {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	template := &x509.Certificate{
		SerialNumber: big.NewInt(17), Subject: pkix.Name{CommonName: name}, NotAfter: time.Now().Add(time.Hour),
		IsCA: true, BasicConstraintsValid: true, KeyUsage: x509.KeyUsageCertSign | x509.KeyUsageDigitalSignature,
		ExtKeyUsage: []x509.ExtKeyUsage{x509.ExtKeyUsageServerAuth, x509.ExtKeyUsageClientAuth},
		IPAddresses: []net.IP{net.IPv4(127, 0, 0, 1)},
	}
	der, err := x509.CreateCertificate(rand.Reader, template, template, &key.PublicKey, key)
	if err != nil {
		t.Fatal(err)
	}
	private, err := x509.MarshalPKCS8PrivateKey(key)
	if err != nil {
		t.Fatal(err)
	}
	certFile, keyFile = filepath.Join(t.TempDir(), "cert.pem"), filepath.Join(t.TempDir(), "key.pem")
	for file, block := range map[string]*pem.Block{certFile: {Type: "CERTIFICATE", Bytes: der}, keyFile: {Type: "PRIVATE KEY", Bytes: private}} {
		if err := os.WriteFile(file, pem.EncodeToMemory(block), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return certFile, keyFile
}

func TestTLSKnowsItsPeers(t *testing.T) {
	t.Parallel()
	serverCert, serverKey := certificate(t, "gateway")
	peerCert, peerKey := certificate(t, "vendor")
	r := newRig(t, func(_ *rig, o *gateway.Options) {
		o.Server.BodyLimit = 64 << 10
		o.Server.TLS = gateway.TLSOptions{CertFile: serverCert, KeyFile: serverKey, ClientCAFile: peerCert}
	})
	url := strings.Replace(serve(t, r), "http:", "https:", 1)
	roots := x509.NewCertPool()
	trusted, err := os.ReadFile(serverCert)
	if err != nil || !roots.AppendCertsFromPEM(trusted) {
		t.Fatal(err)
	}
	peer, err := tls.LoadX509KeyPair(peerCert, peerKey)
	if err != nil {
		t.Fatal(err)
	}
	for name, c := range map[string]struct {
		certificates []tls.Certificate
		verified     bool
	}{"without a certificate": {nil, false}, "with a trusted one": {[]tls.Certificate{peer}, true}} {
		client := &http.Client{Transport: &http.Transport{DisableKeepAlives: true, TLSClientConfig: &tls.Config{RootCAs: roots, Certificates: c.certificates}}}
		for body, want := range map[string]int{"{}": http.StatusOK, strings.Repeat("x", 8<<20): http.StatusRequestEntityTooLarge} {
			request, err := http.NewRequestWithContext(t.Context(), http.MethodPost, url+"/v1/inbound/"+bank+"/events", strings.NewReader(body))
			if err != nil {
				t.Fatal(err)
			}
			response, err := client.Do(request)
			if err != nil {
				t.Fatal(err)
			}
			response.Body.Close()
			if response.StatusCode != want {
				t.Errorf("%s: %d for %d bytes", name, response.StatusCode, len(body))
			}
			if response.Header.Get("Strict-Transport-Security") == "" {
				t.Errorf("%s: no Strict-Transport-Security", name)
			}
		}
		if e, ok := r.vendor.last().(canonical.InboundEvent); !ok || e.VerifiedPeer != c.verified {
			t.Errorf("%s: the adapter is told %v", name, e.VerifiedPeer)
		}
	}
}

func TestTLSFilesThatCannotBeUsed(t *testing.T) {
	t.Parallel()
	cert, key := certificate(t, "gateway")
	for name, files := range map[string]gateway.TLSOptions{
		"no key":         {CertFile: cert},
		"key as its own": {CertFile: cert, KeyFile: cert},
		"no such file":   {CertFile: cert, KeyFile: key, ClientCAFile: filepath.Join(t.TempDir(), "none.pem")},
		"no certificate": {CertFile: cert, KeyFile: key, ClientCAFile: key},
	} {
		r := newRig(t, func(_ *rig, o *gateway.Options) { o.Server.TLS = files })
		ln, err := net.Listen("tcp", "127.0.0.1:0")
		if err != nil {
			t.Fatal(err)
		}
		if err := r.server.Serve(ln); err == nil || !strings.HasPrefix(err.Error(), "serve: ") {
			t.Errorf("%s: %v", name, err)
		}
		ln.Close()
	}
}
