// Package nacha reads return files and notifications of change as banks send them.
//
// The fields of a record and the codes are those of github.com/moov-io/ach. Its
// Reader keeps whole files and drops entries with unknown codes, and its Iterator
// panics on short lines and tells entries twice, so lines, order and totals are
// read here. Banks bend the format: a line is read as far as it can be, and what is
// wrong with it is told by line, never with its text.
package nacha
