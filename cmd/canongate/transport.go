package main

import (
	"crypto/tls"
	"net"
	"net/http"
	"net/url"
	"time"

	"canongate/config"
)

// connectTimeout bounds dialling and, again, the TLS handshake.
const connectTimeout = 5 * time.Second

// newTransport makes the HTTP transport of one connection. It follows no
// redirects, as no transport does. A transport that is not shared opens a
// connection for each request.
func newTransport(c config.Connection, shared bool) *http.Transport {
	return &http.Transport{
		Proxy:                  proxyOf(c),
		DialContext:            (&net.Dialer{Timeout: connectTimeout, KeepAlive: 30 * time.Second}).DialContext,
		TLSClientConfig:        &tls.Config{MinVersion: tls.VersionTLS12},
		TLSHandshakeTimeout:    connectTimeout,
		ForceAttemptHTTP2:      true,
		DisableKeepAlives:      !shared,
		MaxIdleConns:           256,
		MaxIdleConnsPerHost:    256,
		IdleConnTimeout:        60 * time.Second,
		MaxResponseHeaderBytes: 64 << 10,
	}
}

// proxyOf gives the connection's own proxy, or the environment's. The file was
// checked, so its URL parses.
func proxyOf(c config.Connection) func(*http.Request) (*url.URL, error) {
	if proxy, err := url.Parse(c.ProxyURL); c.ProxyURL != "" && err == nil {
		return http.ProxyURL(proxy)
	}
	return http.ProxyFromEnvironment
}
