// Package xlsx writes a report as a workbook: each table as the official form
// prints it, with live totals and checks, the texts, the notes, the findings
// and a comparison with the year before. The same workbook without figures is
// the form for somebody who has no program but a spreadsheet.
//
// Every cell of the form has a defined name, c_ and the cell's name, by which
// a reader finds it again wherever somebody has moved it: c_3.received.total.
// What the texts sheet holds is named the same way: f_unit, f_year, t_1.
//
// Formulas carry their results, so that a preview shows what a spreadsheet
// would compute. The library's stream writer is what can write both; its
// ordinary functions mark the result as text.
package xlsx

import (
	"errors"
	"fmt"
	"io"

	"github.com/xuri/excelize/v2"

	"nianbao/export/paper"
	"nianbao/export/xlsx/cellref"
	"nianbao/model"
	"nianbao/model/check"
)

// Options say what the workbook holds.
type Options struct {
	// Draft marks every table as not finished.
	Draft bool
	// Last is the same unit's report of the year before; nil for none.
	Last *model.Report
	// Checksum is the line of a final report, "" for none; it stands among the properties.
	Checksum string
	// Blank leaves out figures, texts and findings and explains instead what
	// to fill in where.
	Blank bool
}

// Write writes the workbook. The same report gives the same bytes.
func Write(w io.Writer, r *model.Report, o Options) error {
	if o.Blank {
		r = model.NewReport(r.Form, r.Unit, r.Level, r.Year)
	}
	b := newBook(r, o)
	found := make(chan []check.Finding, 1) // while the tables are made
	if o.Blank {
		b.guideSheet()
	} else {
		go func() { found <- check.Sheet(r, b.sheet, o.Last) }()
	}
	for _, t := range b.tables {
		b.tableSheet(t)
	}
	b.textSheet()
	if !o.Blank {
		b.noteSheet()
		b.findingSheet(<-found)
	}
	if o.Last != nil && !o.Blank {
		b.comparisonSheet()
	}
	b.properties(b.title(), line(r.Unit), o.Checksum)
	recalculate := true // a program that changes a figure leaves the totals as they were
	b.try(b.f.SetCalcProps(&excelize.CalcPropsOptions{FullCalcOnLoad: &recalculate}))
	return b.write(w)
}

// write writes the file and ends the book.
func (b *book) write(w io.Writer) error {
	if b.err == nil {
		b.f.SetZipWriter(func(w io.Writer) excelize.ZipWriter { return &packer{w: w} })
		b.try(b.f.Write(w))
	}
	return errors.Join(b.err, b.f.Close())
}

// book is a workbook in the making. Its err is the first that occurred; after
// it nothing that is written counts.
type book struct {
	f      *excelize.File
	report *model.Report
	sheet  *model.Sheet // the report's figures
	opts   Options
	tables []*table
	places map[model.CellID]place
	styles map[look]int
	names  map[string]bool // of sheets
	err    error
}

// place is where a cell of the form stands in the workbook.
type place struct {
	sheet string
	at    cellref.Ref
}

// emptyBook is a book without a sheet and about no report.
func emptyBook() *book {
	b := &book{f: excelize.NewFile(), places: map[model.CellID]place{}, styles: map[look]int{}, names: map[string]bool{}}
	b.try(b.f.SetDefaultFont(fontName))
	return b
}

func newBook(r *model.Report, o Options) *book {
	b := emptyBook()
	b.report, b.sheet, b.opts = r, model.Evaluate(r), o
	for i := range r.Form.Sections {
		if s := &r.Form.Sections[i]; s.Table != nil {
			t := newTable(s, r, o.Draft)
			t.sheet = b.sheetName(s.Name)
			for id, at := range t.at {
				b.places[id] = place{t.sheet, at}
			}
			b.tables = append(b.tables, t)
		}
	}
	return b
}

func (b *book) try(err error) {
	if b.err == nil {
		b.err = err
	}
}

// named gives the cells from one to another, which may be the same, a name that
// holds in the whole workbook. No two are the same, so that the library, which looks
// through all for each, need not be asked once there is one.
func (b *book) named(name, sheet string, from, to cellref.Ref) {
	refers := quoteSheet(sheet) + "!" + from.Absolute()
	if to != from {
		refers += ":" + to.Absolute()
	}
	names := b.f.WorkBook.DefinedNames
	if names == nil {
		b.try(b.f.SetDefinedName(&excelize.DefinedName{Name: name, RefersTo: refers}))
		return
	}
	next := names.DefinedName[0]
	next.Name, next.Data, next.LocalSheetID = name, refers, nil
	names.DefinedName = append(names.DefinedName, next)
}

// cellName is the defined name of a cell. A name must not begin with a digit.
func cellName(id model.CellID) string { return "c_" + string(id) }

// fixedTime stands for every time in the file; see [packer].
const fixedTime = "1980-01-01T00:00:00Z"

func (b *book) properties(title, creator, remark string) {
	if creator == "" {
		creator = "nianbao"
	}
	b.try(b.f.SetDocProps(&excelize.DocProperties{Title: title, Creator: creator, LastModifiedBy: creator, Description: remark,
		Language: "zh-CN", Created: fixedTime, Modified: fixedTime}))
	b.try(b.f.SetAppProps(&excelize.AppProperties{Application: "nianbao"}))
}

// title is the report's title. That of a blank form shows what is open.
func (b *book) title() string {
	r := b.report
	if !b.opts.Blank || r.Unit != "" && r.Year != 0 {
		return line(r.FullTitle())
	}
	unit, year := line(r.Unit), openYear
	if unit == "" {
		unit = openUnit
	}
	if r.Year != 0 {
		year = fmt.Sprint(r.Year)
	}
	return unit + year + r.Form.TitleTail
}

// What stands for unit and year in the title of a form that doesn't say them.
const (
	openUnit = "（单位）"
	openYear = "（年度）"
)

// draftNotice stands above each table of a draft.
func (b *book) draftNotice() string {
	if b.opts.Draft {
		return paper.Mark(b.report)
	}
	return ""
}
