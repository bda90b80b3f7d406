package listener

import (
	"crypto/tls"
	"crypto/x509"
	"errors"
	"os"
)

// TLSOptions are the files of the public listener's certificate, and of the
// authorities whose client certificates are taken.
type TLSOptions struct {
	CertFile     string `yaml:"cert_file,omitempty"`
	KeyFile      string `yaml:"key_file,omitempty"`
	ClientCAFile string `yaml:"client_ca_file,omitempty"`
}

// config reads the files. A client certificate may be absent; one that is there
// must be signed by the authorities of client_ca_file.
func (o TLSOptions) config() (*tls.Config, error) {
	pair, err := tls.LoadX509KeyPair(o.CertFile, o.KeyFile)
	if err != nil {
		return nil, errors.New("serve: cert_file and key_file are not a certificate and its key")
	}
	config := &tls.Config{MinVersion: tls.VersionTLS12, Certificates: []tls.Certificate{pair}, NextProtos: []string{"http/1.1"}}
	if o.ClientCAFile == "" {
		return config, nil
	}
	pem, err := os.ReadFile(o.ClientCAFile)
	if err != nil {
		return nil, errors.New("serve: client_ca_file cannot be read")
	}
	config.ClientCAs = x509.NewCertPool()
	if !config.ClientCAs.AppendCertsFromPEM(pem) {
		return nil, errors.New("serve: client_ca_file holds no certificate")
	}
	config.ClientAuth = tls.VerifyClientCertIfGiven
	return config, nil
}
