// Package csv writes a report as a table that a spreadsheet opens and a program
// reads: a row for each fact of the cover, each text and each of the form's
// cells, with the names of FORMAT's exchange file.
package csv

import (
	"encoding/csv"
	"io"
	"strconv"
	"strings"

	"nianbao/export/paper"
	"nianbao/model"
)

// Head names the columns. A cell's row has its name, its section, row and column
// in words, the figure and the note; a text's or the cover's has name, section
// and content.
var Head = []string{"编号", "部分", "行", "列", "内容", "附注"}

// Write writes the rows in UTF-8 with CRLF, as RFC 4180 has them. It fails only
// where w does. A draft has a row that says so.
func Write(w io.Writer, r *model.Report, draft bool) error {
	c := csv.NewWriter(w)
	c.UseCRLF = true
	rows := [][]string{Head}
	if draft {
		rows = append(rows, []string{"draft", "封面", "", "", Neutral(paper.Mark(r)), ""})
	}
	for _, f := range [][3]string{{"form", "表式", r.Form.Edition}, {model.FieldUnit, "单位", r.Unit}, {model.FieldLevel, "级别（" + r.Level.Name() + "）", string(r.Level)},
		{model.FieldYear, "年度", strconv.Itoa(r.Year)}, {model.FieldTitle, "标题", r.FullTitle()}, {model.FieldDate, "日期", r.Date}} {
		rows = append(rows, []string{f[0], "封面", f[1], "", Neutral(f[2]), ""})
	}
	sheet := model.Evaluate(r)
	for i := range r.Form.Sections {
		s := &r.Form.Sections[i]
		heading := s.Heading
		if heading == "" {
			heading = s.Name
		}
		if s.Table == nil {
			rows = append(rows, []string{s.Key, heading, "", "", Neutral(r.Text[s.Key]), ""})
		}
		for _, cell := range r.Form.Cells() {
			if cell.Section == s {
				row, column, _ := strings.Cut(cell.Label(), " / ")
				value := sheet.At(cell.ID).String()
				if r.IsUnread(cell.ID) && value == "" {
					value = model.UnreadMark
				}
				rows = append(rows, []string{string(cell.ID), heading, row, column, value, Neutral(r.Notes[cell.ID])})
			}
		}
	}
	return c.WriteAll(rows)
}

// Neutral takes control characters out, and keeps a spreadsheet from taking a text for a formula: an apostrophe
// goes before one that begins with = + - @, a tab or a line end, and before one
// that begins with apostrophes and then does.
func Neutral(s string) string {
	s = model.CleanText(strings.ToValidUTF8(s, ""))
	if rest := strings.TrimLeft(s, "'"); rest != "" && strings.ContainsAny(rest[:1], "=+-@\t\r\n") {
		return "'" + s
	}
	return s
}
