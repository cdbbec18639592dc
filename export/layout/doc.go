// Package layout puts a report on pages as GB/T 9704-2012 has it: A4, a text of 156 ×
// 225 mm, 22 lines of 28 characters to the page, page numbers at the outer side. What
// comes of it are lines of placed characters, rules and boxes in points, which the writers
// of page formats (pdf, ofd) draw each in its own way.
//
// It measures text and breaks lines (text.go, break.go), builds tables (table.go), and
// puts both on pages (layout.go, flow.go).
package layout
