// Package http1 is the HTTP/1.1 client for calls to a vendor. It writes the request and
// reads the answer in the goroutine of its caller.
//
// # Why not net/http's Transport alone
//
// The Transport has two goroutines for each connection, and a call passes from one
// to the other four times. That is a third of what a small call costs the gateway.
// Here a call needs no other goroutine, no channel and no timer of its own.
//
// # What is net/http's all the same
//
// Answers are read by http.ReadResponse, the function that the Transport reads with:
// framing, chunks, trailers, odd and repeated headers mean the same in both clients.
// Only a head that has come whole, in plain text, with one Content-Length and nothing
// else about the body, is read here; FuzzHead holds that to ReadResponse.
// The bytes of a request are those that the Transport writes. Dialler, TLS
// configuration, limits and idle time are taken from a Transport, and that Transport
// sends whatever this package leaves alone: what goes through a proxy, to another
// host, with an unusual header or a large body. fasthttp's HostClient was measured
// beside it and is not faster once its answer is an http.Response; it also keeps
// connections unwatched, ends no read with the context, and takes a 103 for final.
//
// # Decisions
//
// A vendor is asked over TLS only when its server agrees to HTTP/1.1 in the
// handshake (ALPN). With any other server, one that speaks only HTTP/2 among them,
// nothing is sent: the Transport gets that call and those after it.
//
// Nothing is repeated. A call on a kept connection that breaks is an error, and the
// policies decide what follows. A kept connection is looked at before it is used: one
// that the vendor has closed meanwhile, or on which it has said something unasked, is
// dropped. An answer that nobody asked for would otherwise become that of the next
// customer. For the same reason a connection is not kept when anything follows the
// end of an answer, or when the answer was not read to its end.
//
// A kept connection is looked at, written to and waited for in one step of the poller.
// That misses nothing that comes after the look, and spares a read that would find
// nothing. On a connection that was just opened the answer is read as usual, because its
// server may have spoken before the request.
//
// The end of the context, by deadline or cancellation, ends each read and write. Where
// only time ends it (package deadline), that time is set on the connection, and taken off
// before the connection is kept. Otherwise the context is watched.
//
// Buffers belong to one connection, and a body is copied out of them by whoever
// reads it. Unpacking gzip shares no memory between calls.
//
// Which calls may share connections is what the caller says. Logins, writes and payments
// may not: adapters mark them, and rest sends them over a transport that keeps none.
package http1
