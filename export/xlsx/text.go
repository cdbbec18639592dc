package xlsx

import (
	"fmt"
	"math"
	"strconv"
	"strings"
	"time"

	"github.com/xuri/excelize/v2"

	"nianbao/export/xlsx/cellref"
	"nianbao/model"
)

const textSheetName = "文字"

// The columns of the sheet of texts, in points.
var textWidths = []float64{96, 480}

// fieldName is the defined name of a field that says whose report it is.
func fieldName(key string) string { return "f_" + key }

// textName is the defined name of a section's text.
func textName(section string) string { return "t_" + section }

// field is a line of the report's head.
type field struct {
	key, label string
	value      any // a string, an int, nil for what is open
	formula    string
}

func (b *book) fields() []field {
	r := b.report
	fs := []field{
		{key: "unit", label: "单位", value: line(r.Unit)},
		{key: "level", label: "级别", value: r.Level.Name()},
		{key: "year", label: "年度"},
		{key: "title", label: "标题", value: b.title()},
		{key: "date", label: "日期", value: dayOf(r.Date)},
	}
	if r.Year != 0 {
		fs[2].value = r.Year
	}
	if b.opts.Blank {
		fs[3].formula = fmt.Sprintf(`IF(%[1]s="","%[2]s",%[1]s)&IF(%[3]s="","%[4]s",%[3]s)&"%[5]s"`,
			fieldName("unit"), openUnit, fieldName("year"), openYear, r.Form.TitleTail)
	}
	return fs
}

// firstDay is where the format's days are counted from; it has one too many in 1900.
var firstDay = time.Date(1899, 12, 30, 0, 0, 0, 0, time.UTC)

// The years whose days are written as such.
const earliest, latest = 1980, 2099

// dayOf is a date as the format counts days, or a text where it can be none.
func dayOf(s string) any {
	t, err := time.Parse(time.DateOnly, s)
	if err != nil || t.Year() < earliest || t.Year() > latest {
		return line(s)
	}
	return int(t.Sub(firstDay) / (24 * time.Hour))
}

// Date is the date, 2021-12-31, that the cell of a date holds; a text stays.
func Date(stored string) string {
	days, err := strconv.Atoi(stored)
	if t := firstDay.AddDate(0, 0, days); err == nil && t.Year() >= earliest && t.Year() <= latest {
		return t.Format(time.DateOnly)
	}
	return stored
}

// dateFormat shows a date as reports do.
const dateFormat = `yyyy"年"m"月"d"日"`

// textSheet holds what is no figure: whose report it is, and the texts, each in
// one cell, or in several below each other where one can't hold it. A text's
// name refers to all of these, and reading them downwards gives the text.
func (b *book) textSheet() {
	widths := textWidths
	if b.opts.Blank {
		widths = []float64{widths[0], 380, 200}
	}
	s := b.newSheet(b.sheetName(textSheetName), widths, page{gridlines: true})
	if b.opts.Draft {
		s.line(b.draftNotice(), draftLook, 2)
	}
	head := s.put(minHeight, s.cell("项目", headingLook), s.cell("内容", headingLook))
	s.repeat(head.Row, head.Row)
	for _, f := range b.fields() {
		s.field(f)
	}
	for i := range b.report.Form.Sections {
		if section := &b.report.Form.Sections[i]; section.Table == nil {
			s.text(section)
		}
	}
	if b.opts.Blank && b.err == nil {
		s.levels()
	}
	s.close()
}

func (s *sheet) field(f field) {
	l := literalLook
	_, isText := f.value.(string)
	switch {
	case f.key == model.FieldDate && !isText:
		l = listLook
		l.format = dateFormat
	case !isText || f.formula != "":
		l = listLook
	case s.opts.Blank:
		l = listLook
		l.format = "@" // a date stays as it is typed
	}
	if s.opts.Blank && f.formula == "" {
		l.fill = entryFill
	}
	cell := excelize.Cell{StyleID: s.style(l), Value: f.value, Formula: f.formula}
	if f.value == "" {
		cell.Value = nil
	}
	at := s.put(max(minHeight, height(fmt.Sprint(f.value), cellSize, s.widths[1])), s.cell(f.label, headingLook), cell)
	s.named(fieldName(f.key), s.name, cellref.At(at.Row, 2), cellref.At(at.Row, 2))
}

// text writes a section's text; what goes on in a second cell is marked. A cell
// higher than a row can be is merged out of several.
func (s *sheet) text(section *model.Section) {
	label := section.Heading
	if label == "" {
		label = section.Name
	}
	l := literalLook
	l.top = true
	if s.opts.Blank {
		l.literal, l.fill = false, entryFill
	}
	from, to := cellref.At(s.row+1, 2), cellref.Ref{}
	for i, piece := range pieces(Clean(s.report.Text[section.Key])) {
		if i > 0 {
			label = fmt.Sprintf("%s（续 %d）", strings.TrimSpace(section.Name), i)
		}
		high := max(height(piece, cellSize, s.widths[1]), minHeight*2)
		head := headingLook
		head.top = l.top
		row := []any{s.cell(label, head), s.cell(piece, l)}
		if s.opts.Blank {
			row = append(row, s.cell(section.Guide, look{size: cellSize, color: checkText, left: true, top: true, wrap: true}))
			high = max(high, minHeight*6)
		}
		to = s.tall(high, row...)
	}
	s.named(textName(section.Key), s.name, from, cellref.At(to.Row, from.Col))
}

// tall writes cells as high as they need to be, and returns where they begin.
func (s *sheet) tall(high float64, cells ...any) cellref.Ref {
	rows := math.Ceil(high / maxHeight)
	at := s.put(high/rows, cells...)
	for range int(rows) - 1 {
		covered := make([]any, len(cells))
		for i := range cells {
			covered[i] = excelize.Cell{StyleID: cells[i].(excelize.Cell).StyleID}
		}
		s.put(high/rows, covered...)
	}
	for i := range cells {
		s.merge(cellref.Between(cellref.At(at.Row, 1+i), cellref.At(s.row, 1+i)))
	}
	return at
}

// levels offers the names of the levels where one is to be filled in.
func (s *sheet) levels() {
	var names []string
	for _, l := range model.UnitLevels {
		names = append(names, l.Name)
	}
	dv := excelize.NewDataValidation(true)
	for i, f := range s.fields() {
		if f.key == "level" {
			dv.Sqref = cellref.At(s.fieldRow(i), 2).String()
		}
	}
	s.try(dv.SetDropList(names))
	s.refuse(dv, "请从列出的级别里选一个。")
}

// fieldRow is the row of a field, counted from 0: they follow the heads.
func (s *sheet) fieldRow(i int) int {
	if s.opts.Draft {
		return 3 + i
	}
	return 2 + i
}
