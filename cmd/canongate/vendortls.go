package main

import (
	"crypto/tls"
	"crypto/x509"
	"errors"
	"os"
	"sync/atomic"

	"canongate/config"
)

// tlsOf is how a connection shows itself to its vendor, and whom it takes for
// the vendor. The files were checked; authorities that are gone since then are
// nobody, not the system's.
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
	}
	return c
}

// clientCertificate is a certificate and its key in files, which are read with
// each handshake: that costs little beside one. While they do not fit each other,
// the last pair that did is shown.
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

// noteAuthorities remembers whom the vendor's certificate must be signed by, so
// that a reload finds out when they are others.
func (s *vendorSide) noteAuthorities(o config.Connection) {
	if o.TLS.CAFile == "" {
		return
	}
	reference := "file:" + o.TLS.CAFile
	if authorities, err := o.Secret(reference); err == nil {
		s.secrets[reference] = authorities
	}
}
