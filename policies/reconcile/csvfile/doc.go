// Package csvfile reads a vendor's export by a mapping of its columns.
//
// A line that can't be read is invalid, told and passed over: a file of lines has no
// totals of its own, so one bad line says nothing of the others. A file that lacks a
// mapped column is refused. Memory does not grow with the file.
package csvfile
