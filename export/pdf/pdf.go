// Package pdf writes a report as a PDF file that looks as the docx file does in
// a word processor, by GB/T 9704-2012, on a machine without one: A4, a text of
// 156 × 225 mm with 22 lines to the page, page numbers at the outer side. The
// fonts are embedded, only the characters used of them; what is copied out of
// the file or searched in it is exactly the text; headings are bookmarks, and
// the structure (headings, paragraphs, tables with their head cells) is marked
// for readers that speak it.
//
// The file is written by hand, with the standard library alone. Tried instead:
// signintech/gopdf v0.33.0 turns a character beyond the first plane into
// another one in what is copied (𠅤 became ‖), and go-pdf/fpdf v0.12.0 panics
// on it; both number glyphs as the font does, so that two characters with one
// glyph can't be told apart; neither marks any structure, takes collections
// (.ttc), or places the characters of a justified line in one piece of text. A
// page with 130 lines takes them 27 and 32 ms, ten pages of a county's report
// take this package 10. What they would have saved is object.go, font.go and
// the fonts' subset.go.
//
// What stands where on which page is export/layout's; this package writes what was
// placed there.
package pdf

import (
	"io"
	"nianbao/export/layout"

	"nianbao/export/paper"
)

// Write writes the document and returns what the operator should know about it, as
// [layout.Draw] does. An error is a *[fonts.FileError] about Options.Font, or w's.
func Write(w io.Writer, d *paper.Document, o layout.Options) (notices []string, err error) {
	return layout.Draw(d, o, func(placed *layout.Document) error {
		data, err := encode(placed, d)
		if err != nil {
			return err
		}
		_, err = w.Write(data)
		return err
	})
}
