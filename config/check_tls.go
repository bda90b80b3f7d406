package config

import (
	"crypto/tls"
	"crypto/x509"
	"net/url"
	"os"
	"slices"
	"strings"

	"canongate/gateway"
)

func (f *File) checkTLS(t gateway.TLSOptions) {
	f.checkPair("server.tls", t.CertFile, t.KeyFile)
	f.checkAuthorities("server.tls.client_ca_file", t.ClientCAFile)
	if t.ClientCAFile != "" && t.CertFile == "" {
		f.AddProblem("server.tls.client_ca_file", "needs cert_file and key_file: clients show certificates over TLS only")
	}
}

// checkPair wants a certificate and its key, or neither.
func (f *File) checkPair(path, certFile, keyFile string) {
	if (certFile == "") != (keyFile == "") {
		f.AddProblem(path, "needs cert_file and key_file together")
	} else if certFile != "" && !f.WithoutSecrets {
		if _, err := tls.LoadX509KeyPair(certFile, keyFile); err != nil {
			f.AddProblem(path+".cert_file", "cannot be used with key_file: not a readable PEM pair")
		}
	}
}

func (f *File) checkAuthorities(path, file string) {
	if file == "" || f.WithoutSecrets {
		return
	}
	pem, err := os.ReadFile(file)
	if err != nil || !x509.NewCertPool().AppendCertsFromPEM(pem) {
		f.AddProblem(path, "holds no readable PEM certificate")
	}
}

func (f *File) checkVendorTLS(path string, c Connection) {
	switch {
	case c.TLS == VendorTLS{}:
		return
	case c.Sandbox:
		f.AddProblem(path, "must be absent: sandbox is true")
	case strings.HasPrefix(c.BaseURL, "http:"):
		f.AddProblem(path, "needs a base_url with https")
	}
	f.checkPair(path, c.TLS.CertFile, c.TLS.KeyFile)
	f.checkAuthorities(path+".ca_file", c.TLS.CAFile)
}

// proxySchemes are the ways to a proxy that the HTTP client knows.
var proxySchemes = []string{"http", "https", "socks5", "socks5h"}

func (f *File) checkProxy(path, text string) {
	if text == "" {
		return
	}
	u, err := url.Parse(text)
	if err != nil || u.Host == "" || u.User != nil || !slices.Contains(proxySchemes, u.Scheme) {
		f.AddProblem(path, "must be a URL such as http://proxy.example.com:3128, without user and password")
	}
}
