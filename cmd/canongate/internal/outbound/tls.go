package outbound

import (
	"crypto/tls"
	"crypto/x509"
	"errors"
	"os"
	"sync/atomic"

	"canongate/canonical"
	"canongate/config"
)

// tlsOf makes the TLS configuration of a connection. The files were checked. When
// the file of authorities is gone since then, no vendor is trusted, not those of
// the system. Sessions are resumed (RFC 8446 §2.2), since each write has a connection
// of its own. Not where we show a certificate: a resumed session stands for the one of
// its first handshake, which may have been replaced.
func tlsOf(o config.VendorTLS) *tls.Config {
	c := &tls.Config{MinVersion: tls.VersionTLS12}
	if o.CAFile != "" {
		c.RootCAs = x509.NewCertPool()
		if pem, err := os.ReadFile(o.CAFile); err == nil {
			c.RootCAs.AppendCertsFromPEM(pem)
		}
	}
	if o.CertFile != "" {
		c.GetClientCertificate = (&clientCertificate{certFile: o.CertFile, keyFile: o.KeyFile}).show
	} else {
		c.ClientSessionCache = tls.NewLRUClientSessionCache(1) // of one server
	}
	return c
}

// clientCertificate is a certificate and its key in files, which are read at each
// handshake. While the two do not match, the last pair that did is shown.
type clientCertificate struct {
	certFile, keyFile string
	last              atomic.Pointer[tls.Certificate]
}

var errNoCertificate = errors.New("show client certificate: cert_file and key_file are not a certificate and its key")

func (c *clientCertificate) show(*tls.CertificateRequestInfo) (*tls.Certificate, error) {
	pair, err := tls.LoadX509KeyPair(c.certFile, c.keyFile)
	if err == nil {
		c.last.Store(&pair)
		return &pair, nil
	}
	if last := c.last.Load(); last != nil {
		return last, nil
	}
	return nil, errNoCertificate // the library's words name the files
}

// NoteAuthorities tells note the content of the file with the vendor's authorities,
// so that a reload notices when it has changed.
func NoteAuthorities(o config.Connection, note func(reference string, content canonical.Secret)) {
	if o.TLS.CAFile == "" {
		return
	}
	reference := "file:" + o.TLS.CAFile
	if authorities, err := o.Secret(reference); err == nil {
		note(reference, authorities)
	}
}
