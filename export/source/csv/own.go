package csv

import (
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"

	written "nianbao/export/csv"
	"nianbao/model"
)

// ErrForeign says that a file's first row is not [written.Head].
var ErrForeign = errors.New("第一行不是「" + strings.Join(written.Head, "、") + "」，不是本程序导出的表格（csv）")

// Read reads a file that Write wrote, filled in or changed by somebody since, in
// whatever encoding and with whatever separator a spreadsheet has saved it. The
// error is for the operator.
func Read(data []byte) (*model.Report, error) {
	rows, note, err := Rows(data)
	if err != nil {
		return nil, err
	}
	if len(rows) == 0 || !isHead(rows[0]) {
		return nil, ErrForeign
	}
	if note != "" {
		return nil, errors.New(note)
	}
	f := &fields{form: formOf(rows[1:]), seen: map[string]int{}, cover: map[string]string{}, text: map[string]string{}, figures: map[string]any{}, notes: map[string]string{}}
	for i, row := range rows[1:] {
		if err := f.take(i+2, row); err != nil {
			return nil, err
		}
	}
	return f.report()
}

func isHead(row []string) bool {
	for len(row) > len(written.Head) && strings.TrimSpace(row[len(row)-1]) == "" {
		row = row[:len(row)-1]
	}
	return slices.EqualFunc(row, written.Head, func(a, b string) bool { return strings.TrimSpace(a) == b })
}

// formOf is the edition that a row names, else the one in force in the report's
// year. Rows may have been put in another order.
func formOf(rows [][]string) *model.Form {
	cover := func(name string) string {
		i := slices.IndexFunc(rows, func(row []string) bool { return len(row) > 4 && strings.TrimSpace(row[0]) == name })
		if i < 0 {
			return ""
		}
		return strings.TrimSpace(unneutral(rows[i][4]))
	}
	if form := model.FormOf(cover("form")); form != nil {
		return form
	}
	year, err := strconv.Atoi(cover(model.FieldYear))
	if err != nil { // which is said of the row
		year = 0
	}
	return model.FormFor(year)
}

// fields are what the rows say.
type fields struct {
	form               *model.Form
	seen               map[string]int // row by name
	cover, text, notes map[string]string
	figures            map[string]any
}

// take takes row n, counted from 1.
func (f *fields) take(n int, row []string) error {
	row = append(slices.Clone(row), make([]string, len(written.Head))...)
	name, content, note := strings.TrimSpace(row[0]), unneutral(row[4]), strings.TrimSpace(unneutral(row[5]))
	if strings.TrimSpace(strings.Join(row, "")) == "" || name == "draft" {
		return nil
	}
	if was := f.seen[name]; was > 0 {
		return fmt.Errorf("编号「%s」出现了两次，在第 %d 行和第 %d 行，请删掉一行再读", name, was, n)
	}
	f.seen[name] = n
	section := f.form.Section(name)
	cell := f.form.Cell(model.CellID(name))
	switch {
	case slices.Contains([]string{"form", model.FieldUnit, model.FieldLevel, model.FieldYear, model.FieldTitle, model.FieldDate}, name):
		f.cover[name] = strings.TrimSpace(content)
	case section != nil && section.Table == nil:
		f.text[name] = content
	case cell != nil:
		if content = strings.TrimSpace(content); content != "" {
			f.figures[name] = model.FigureValue(content, cell)
		}
		if note != "" {
			f.notes[name] = note
		}
	default:
		return fmt.Errorf("第 %d 行的编号「%s」无法识别，请照导出的文件改回来；多出来的行请删掉", n, name)
	}
	return nil
}

// report reads the rows as an exchange file.
func (f *fields) report() (*model.Report, error) {
	year, err := strconv.Atoi(f.cover[model.FieldYear])
	if err != nil {
		return nil, fmt.Errorf("「%s」那一行的年度「%s」不是四位数，请改成像 2024 这样", model.FieldYear, f.cover[model.FieldYear])
	}
	level, ok := model.ParseUnitLevel(f.cover[model.FieldLevel])
	if !ok {
		level = model.GuessUnitLevel(f.cover[model.FieldUnit])
	}
	edition := f.cover["form"]
	if edition == "" {
		edition = f.form.Edition
	}
	data, err := json.Marshal(map[string]any{"schema": model.Schema, "form": edition, "unit": f.cover[model.FieldUnit], "level": level, "year": year,
		"title": f.cover[model.FieldTitle], "date": model.TidyDate(f.cover[model.FieldDate]), "text": f.text, "figures": f.figures, "notes": f.notes})
	if err != nil {
		return nil, err
	}
	return model.Decode(data)
}

// unneutral takes the apostrophe away that Neutral puts before a text.
func unneutral(s string) string {
	if rest, ok := strings.CutPrefix(s, "'"); ok && written.Neutral(rest) == s {
		return rest
	}
	return s
}

// Relabelled are the cells whose row or column is called something else than it was
// written, and what; a blank says nothing.
func Relabelled(data []byte, form *model.Form) map[model.CellID]string {
	rows, _, err := Rows(data)
	if err != nil {
		return nil
	}
	tidy := func(s string) string { return strings.Join(strings.Fields(unneutral(s)), "") }
	out := map[model.CellID]string{}
	for _, row := range rows[min(1, len(rows)):] {
		if len(row) < len(written.Head) {
			continue
		}
		cell := form.Cell(model.CellID(strings.TrimSpace(row[0])))
		if cell == nil {
			continue
		}
		label, column, _ := strings.Cut(cell.Label(), " / ")
		for i, want := range []string{label, column} {
			if got := tidy(row[2+i]); got != "" && got != tidy(want) {
				out[cell.ID] = model.Cut(got, 20)
			}
		}
	}
	return out
}
