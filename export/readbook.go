package export

import (
	"fmt"
	"slices"
	"strings"

	"nianbao/export/match"
	"nianbao/export/source/xlsx"
	"nianbao/model"
)

// A workbook of our own names its cells; but people sort rows, exchange labels, hide and
// strike out. So it is read by its names and, where its tables are not as they were
// written, as somebody else's too. Where the two differ, the cell is doubtful.

// agreed is the confidence from which on a place that was found by labels agrees with
// the name that says so, too.
const agreed = 0.8

// apart is the confidence of a cell of which names and labels say different things.
const apart = 0.4

// ownBook is the reading of our own workbook.
func ownBook(b *xlsx.Own, o ReadOptions) *model.Reading {
	x := own(b.Report, o)
	x.Seal = model.FindSeal(b.Remark)
	x.Read = slices.DeleteFunc(x.Read, func(c model.ReadCell) bool { return b.Cells[c.Cell].Lost })
	for i := range x.Read {
		c := &x.Read[i]
		if doubts := b.Cells[c.Cell].Doubts; len(doubts) > 0 {
			doubt(c, match.Touched, strings.Join(doubts, "；"))
		}
		totalShown(x, c, b.Cells[c.Cell])
	}
	x.LeftOut = append(x.LeftOut, b.Left...)
	if b.Page != nil {
		compare(x, b)
	}
	for _, n := range b.Notes {
		x.LeftOut = append(x.LeftOut, model.LeftOut{Why: n})
	}
	return x
}

// doubt lowers the confidence of a cell.
func doubt(c *model.ReadCell, sure float64, why string) {
	c.Confidence, c.How = min(c.Confidence, sure), c.How+"；"+why
}

// totalShown compares a total with what its formula shows.
func totalShown(x *model.Reading, c *model.ReadCell, named xlsx.OwnCell) {
	cell := x.Report.Form.Cell(c.Cell)
	if named.Shown == "" || !cell.Computed() {
		return
	}
	if f, err := model.ParseFigure(named.Shown, cell.Column); err == nil && f != c.Value {
		why := fmt.Sprintf("公式显示 %s，各格加起来是 %s", named.Shown, c.Value)
		doubt(c, match.Touched, why)
		x.LeftOut = append(x.LeftOut, model.LeftOut{Where: named.Where, What: cell.Brief() + " " + named.Shown, Why: why})
	}
}

// compare reads the sheets as anybody's and compares each cell with what its name says.
func compare(x *model.Reading, b *xlsx.Own) {
	const anyYear = 2024 // a blank form says none
	r := x.Report
	o := model.ReadOptions{Unit: r.Unit, Year: r.Year}
	if o.Year == 0 {
		o.Year = anyYear
	}
	page, err := match.Read(b.Page, o)
	if err != nil || page.Report.Form != r.Form {
		for i := range x.Read {
			doubt(&x.Read[i], match.Touched, "表头和行名无法识别，只按格名读")
		}
		return
	}
	byName, byLabel, whose := map[model.CellID]model.ReadCell{}, map[model.CellID]model.ReadCell{}, map[string]model.CellID{}
	for _, c := range x.Read {
		byName[c.Cell] = c
	}
	for _, c := range page.Read {
		byLabel[c.Cell], whose[c.Where] = c, c.Cell
	}
	x.Read = nil
	for _, cell := range r.Form.Cells() {
		named, is := byName[cell.ID]
		seen, also := byLabel[cell.ID]
		switch {
		case cell.Computed() && b.Cells[cell.ID].Shown != "" && !is: // nothing to add up
		case is && also:
			both(x, &named, seen, b.Cells[cell.ID])
		case is && whose[b.Cells[cell.ID].Where] != "" && !cell.Computed():
			is = false
			strayed(x, cell, named, r.Form.Cell(whose[b.Cells[cell.ID].Where]), b.Cells[cell.ID].Where)
		case is:
			doubt(&named, match.Touched, "表里无法识别这一格的行名或列名，只按格名读")
		case also:
			named, is = seen, true
			doubt(&named, apart, "格名指的格里没有数，按行名和列名取 "+seen.Where)
			take(r, cell, seen)
		case page.Report.IsUnread(cell.ID) && !cell.Computed():
			r.Unread[cell.ID] = model.NotRead
		}
		if is {
			x.Read = append(x.Read, named)
		}
	}
	for _, l := range slices.Concat(page.LeftOut, b.Beside) {
		told := l.Where != "" && slices.ContainsFunc(x.LeftOut, func(had model.LeftOut) bool { return had.Where == l.Where })
		if texts := strings.Contains(l.What, "五、六"); !told && !texts { // these stand on a sheet of their own
			x.LeftOut = append(x.LeftOut, l)
		}
	}
	r.DropStated()
}

// both compares what a cell's name and its labels say.
func both(x *model.Reading, named *model.ReadCell, seen model.ReadCell, at xlsx.OwnCell) {
	cell := x.Report.Form.Cell(named.Cell)
	if named.Value == seen.Value && (named.Value.Filled() || named.Source == seen.Source) {
		if seen.Where == at.Where && seen.Confidence < agreed && named.Confidence >= model.Sure {
			doubt(named, seen.Confidence, seen.How)
		}
		return
	}
	if cell.Computed() && at.Shown != "" { // said already
		return
	}
	other, where, old := named.Source, at.Where, named.Source
	why := fmt.Sprintf("格名在 %s（%s），行名、列名在 %s（%s）", inSheet(at.Where, seen.Where), old, inSheet(seen.Where, at.Where), seen.Source)
	sure := apart
	if seen.Where == at.Where {
		why, sure = "格里存的是 "+old, match.Touched
	}
	if seen.Confidence >= model.Sure || seen.Where == at.Where {
		*named = seen
		take(x.Report, cell, seen)
	} else {
		other, where = seen.Source, seen.Where
	}
	named.Confidence, named.How = min(named.Confidence, sure), why+"；"+named.How // the end is cut on the screen
	x.LeftOut = append(x.LeftOut, model.LeftOut{Where: where, What: cell.Brief() + " " + other, Why: "格名和行名、列名指的不是同一个数"})
}

// inSheet is a place without the sheet where another is on the same one.
func inSheet(place, other string) string {
	sheet, cell, ok := strings.Cut(place, "」")
	if ok && strings.HasPrefix(other, sheet+"」") {
		return cell
	}
	return place
}

// take puts what the labels say into the report.
func take(r *model.Report, cell *model.Cell, seen model.ReadCell) {
	delete(r.Unread, cell.ID)
	switch {
	case cell.Computed():
		r.Stated[cell.ID] = seen.Value
	case seen.Value.Filled():
		r.Figures[cell.ID] = seen.Value
	default:
		delete(r.Figures, cell.ID)
		r.Unread[cell.ID] = model.Cut(seen.Source, 12)
	}
}

// strayed leaves a cell unread whose name has come to point to another one.
func strayed(x *model.Reading, cell *model.Cell, named model.ReadCell, other *model.Cell, where string) {
	delete(x.Report.Figures, cell.ID)
	x.Report.Unread[cell.ID] = model.NotRead
	x.LeftOut = append(x.LeftOut, model.LeftOut{Where: where, What: cell.Brief() + " " + named.Source, Why: "格名指的是「" + other.Brief() + "」的格，表里没有这一格"})
}

// relabelled makes the cells doubtful beside whose names somebody has written another label.
func relabelled(x *model.Reading, as map[model.CellID]string) {
	for i := range x.Read {
		if label := as[x.Read[i].Cell]; label != "" {
			doubt(&x.Read[i], apart, "旁边的行名或列名写的是「"+label+"」，和编号不是一格")
		}
	}
}
