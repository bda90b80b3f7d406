// Package outbound makes the HTTP clients with which the program calls vendors and
// an issuer of tokens.
//
// # Decisions
//
// A vendor's transport leads to the host of its base URL and to no other, so that
// no mistake of an adapter can send credentials elsewhere. It follows no
// redirects, for the same reason.
//
// A connection has two transports: a shared one, which keeps connections for
// reads, and a fresh one for writes. A write on a kept connection may meet one
// that the vendor has just closed, and then nobody knows whether it arrived. A fresh
// one resumes the TLS session of another. Refused: kept connections for writes once
// reads have shown that the vendor keeps them, because it closes them all the same when
// its servers are replaced.
//
// Both are the client of adapters/http1 unless http_client says standard; that client
// takes dialler, TLS, proxy and limits from the transport made here.
package outbound
