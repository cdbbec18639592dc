// Package csv reads tables that a spreadsheet or this program has written as text.
package csv

import (
	"errors"
	"io"
	"strings"

	"nianbao/export/source"
)

// maxFields bounds a file: a report has some hundred.
const maxFields = 1_000_000

// Source reads a file of fields that commas, semicolons or tabs separate as one
// table. An error is for the operator.
func Source(data []byte) (*source.Document, error) {
	rows, note, err := Rows(data)
	if err != nil {
		return nil, err
	}
	d := &source.Document{}
	if note != "" {
		d.Notes = append(d.Notes, note)
	}
	if len(rows) > source.MaxRows {
		d.Notes = append(d.Notes, "表格太大，第 20000 行以后的没有读")
		rows = rows[:source.MaxRows]
	}
	filled := false
	for _, row := range rows {
		for k, field := range row {
			row[k] = source.Tidy(field)
			filled = filled || row[k] != ""
		}
	}
	if filled {
		d.Blocks = []source.Block{{Where: "表格", Table: source.FromRows("表格", rows)}}
	}
	return d, nil
}

// Rows are the rows of a file, blank ones too, and what its text lacks.
func Rows(data []byte) (rows [][]string, note string, err error) {
	text, note := source.Decode(data)
	comma, _ := source.Separator(text)
	if rest, ok := strings.CutPrefix(text, "sep="); ok && len(rest) > 1 && rest[1] == '\n' { // a line of Excel's own
		text = rest[2:]
		if strings.IndexByte(source.Separators, rest[0]) >= 0 {
			comma = rest[0]
		}
	}
	if strings.Count(text, string(comma))+strings.Count(text, "\n") > maxFields {
		return nil, "", source.ErrTooLong
	}
	// A blank line is a row; package csv leaves it out.
	last := 0
	r := source.NewFieldReader(text, comma)
	for {
		fields, err := r.Read()
		if errors.Is(err, io.EOF) {
			return rows, note, nil
		}
		if err != nil {
			return nil, "", errors.New("表格文件（csv）的引号不配对，请在 Excel 或 WPS 里打开它，另存为 csv 或 xlsx 再试")
		}
		line, _ := r.FieldPos(0)
		for ; last+1 < line; last++ {
			rows = append(rows, nil)
		}
		rows = append(rows, fields)
		last = line + strings.Count(strings.Join(fields, ""), "\n")
	}
}
