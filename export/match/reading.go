package match

import (
	"fmt"
	"strings"

	"nianbao/model"
)

// reading collects what is found.
type reading struct {
	form    *model.Form
	report  *model.Report
	cells   map[model.CellID]*model.ReadCell
	times   map[model.CellID]int // how often each was found
	rows    map[string]bool      // of the form that the file has, by section and key
	lost    map[string]int       // rows and figures that belong to none of the form's, by section
	leftOut []model.LeftOut
	more    int    // that were left out beyond maxLeftOut
	seal    string // on the last line of a final report
	ours    bool   // this program has added up the totals
	unitHow string // why the unit's name has to be looked at
}

// maxLeftOut bounds the list of what was left out: nobody reads on.
const maxLeftOut = 300

func newReading(f *model.Form) *reading {
	return &reading{form: f, cells: map[model.CellID]*model.ReadCell{}, times: map[model.CellID]int{}, rows: map[string]bool{}, lost: map[string]int{}}
}

// conflicting is the confidence of a cell that the file has twice, with
// different content.
const conflicting = 0.4

// Touched is the confidence of a cell of whose text something was left out, or is
// not certain to be what a person sees.
const Touched = 0.6

// touch makes the cells of a table doubtful.
func (o *reading) touch(table, why string) {
	for _, c := range o.cells {
		if strings.HasPrefix(c.Where, table) {
			o.doubt(c, why)
		}
	}
}

// doubt makes a cell that was read one that has to be looked at.
func (o *reading) doubt(c *model.ReadCell, why string) {
	if c != nil && !strings.Contains(c.How, why) {
		c.Confidence, c.How = min(c.Confidence, Touched), c.How+"；"+why
	}
}

// notRead makes a cell such as could not be read, unless it was.
func (o *reading) notRead(cell *model.Cell) {
	if !cell.Computed() && o.cells[cell.ID] == nil {
		o.report.Unread[cell.ID] = model.NotRead
	}
}

// put gives a cell its content. What comes first stays; another content that
// comes later makes it doubtful.
func (o *reading) put(id model.CellID, c content, label, where, how string, sure float64) {
	cell := o.form.Cell(id)
	if cell == nil || c.kind == blank {
		return
	}
	o.times[id]++
	if len(c.doubts) > 0 {
		why := strings.Join(c.doubts, "；")
		if sure, how = min(sure, Touched), how+"；"+why; c.text == model.NotRead {
			o.leave(where, cell.Brief(), why)
			o.notRead(cell)
			return
		}
	}
	if had := o.cells[id]; had != nil {
		if had.Source != c.text {
			had.Confidence = min(had.Confidence, conflicting)
			had.How += fmt.Sprintf("；%s又写着「%s」", where, shorten(c.text, 12))
			o.leave(where, cell.Brief()+" "+c.text, "前面已经有这一格，数不一样，取前面的")
		}
		return
	}
	x := &model.ReadCell{Cell: id, Source: c.text, Label: shorten(label, 40), Where: where, How: how, Confidence: sure}
	switch c.kind {
	case figure:
		x.Value = c.figure
		delete(o.report.Unread, id) // what could not be read elsewhere
		if cell.Computed() {
			o.report.Stated[id] = c.figure
		} else {
			o.report.Figures[id] = c.figure
		}
		if c.note != "" {
			o.report.Notes[id] = shorten(c.note, model.MaxNote)
		}
	default:
		o.report.Unread[id] = shorten(c.text, 12)
		x.How += "；不是数字，照原样记下"
		if c.figure.Filled() { // an amount that had to be rounded
			x.Value, o.report.Figures[id] = c.figure, c.figure
			x.How = how + "；小数超过 4 位，已四舍五入"
		}
		x.Confidence = min(sure, unequal)
	}
	o.cells[id] = x
}

// leave notes what does not come into the report.
func (o *reading) leave(where, what, why string) {
	if len(o.leftOut) >= maxLeftOut {
		o.more++
		return
	}
	o.leftOut = append(o.leftOut, model.LeftOut{Where: where, What: shorten(strings.TrimSpace(what), 40), Why: why})
}

// finish is the reading, its cells in the form's order.
func (o *reading) finish() *model.Reading {
	out := &model.Reading{Report: o.report, LeftOut: o.leftOut, Seal: o.seal, UnitHow: o.unitHow}
	if o.more > 0 {
		out.LeftOut = append(out.LeftOut, model.LeftOut{Where: "全文", What: fmt.Sprintf("还有 %d 处", o.more), Why: "太多，没有列出"})
	}
	for _, c := range o.form.Cells() {
		if x := o.cells[c.ID]; x != nil {
			out.Read = append(out.Read, *x)
		}
	}
	if o.ours {
		o.report.DropStated()
	} else {
		o.report.SettleStated()
	}
	return out
}

// shorten cuts a text to n characters.
func shorten(s string, n int) string {
	s = strings.ReplaceAll(model.CleanText(s), "\n", " ")
	return model.Cut(s, n)
}
