// Package listener is what stands between the network and the HTTP server:
// connections are limited, watched while idle and closed kindly; requests are
// held to the form of HTTP, to what may be in flight, and their bodies to a
// budget of memory.
//
// # Decisions
//
// Limits on connections are kept before anything is read, so that a stranger
// costs an accept and a close. The source is the address of the peer; an IPv6
// address counts with its /64, which is what one customer gets of a provider.
//
// The budget of bodies is reserved as bytes arrive, never as they are announced:
// who holds a share of it has sent at least an eighth of that. A budget that
// counts announcements lets one caller shut out the others with a few headers.
// It counts what bodies cost: twice their bytes while they are read, since the
// collector lets about as much again lie, and four times while they are worked
// on. A body that finds the budget used up is refused at once and gives back what
// it holds, so bodies never wait for one another.
//
// Lines of a head end with CR LF and names are tokens (RFC 9112 §2.2, §5.1),
// although HTTP lets a server be more lenient: what two parsers read differently
// is how requests are smuggled.
package listener
