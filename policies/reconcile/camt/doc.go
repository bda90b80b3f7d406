// Package camt reads messages of ISO 20022 about payments: statements and notices of
// bookings (camt.052, camt.053, camt.054) and status reports (pain.002).
//
// Elements are known by their local names, so every version of a message is read.
// Only single transactions are news of a payment: a batch total proves nothing about
// one. A document type is refused, and entities that nobody declared with it. Memory
// does not grow with the file.
package camt
