package check

import (
	"strings"

	"nianbao/model"
)

// Repair is a change that puts a finding right and takes no thought, so that one key can do it.
type Repair struct {
	Label string // what it does, in a few Chinese words: 改成 749

	zeroes  string             // section whose blanks become 0
	figures []model.CellFigure // to put in cells
	stated  model.CellID       // a total whose sum holds
	at      Span               // of a text, to replace by put
	old     string
	put     string
	field   string // to empty, so that the form's own holds
}

// Span is a part of a text, in bytes; End is 0 for none.
type Span struct{ Start, End int }

// EditFor is the edit that a finding's repair makes of the report; it is empty
// where there is none, or where the words have changed since.
func EditFor(r *model.Report, f *Finding) model.Edit {
	p := f.Repair
	if p == nil {
		return model.Edit{}
	}
	var e model.Edit
	switch {
	case p.zeroes != "":
		e = model.FillZero(r, p.zeroes)
	case p.stated != "":
		e = model.Settle(r, p.stated)
	case p.field != "":
		e = model.SetField(r, p.field, "")
	case p.at.End > 0:
		text := r.Text[f.Section]
		if p.at.End > len(text) || text[p.at.Start:p.at.End] != p.old {
			return model.Edit{}
		}
		e = model.SetText(r, f.Section, text[:p.at.Start]+p.put+text[p.at.End:])
	default:
		e = model.SetFigures(r, p.figures...)
	}
	e.Label = "改正：" + strings.TrimSuffix(p.Label, "。") + "（" + f.Rule + "）"
	return e
}

// ofFigures reports whether a repair puts figures in cells.
func (p *Repair) ofFigures() bool { return p != nil && (p.zeroes != "" || len(p.figures) > 0) }

// putFigure offers a figure for a cell.
func putFigure(cell model.CellID, f model.Figure) *Repair {
	return &Repair{Label: "改为 " + f.String(), figures: []model.CellFigure{{Cell: cell, Figure: f}}}
}

// putWords offers other words for a part of a text.
func putWords(text string, at Span, put string) *Repair {
	label := "改成「" + put + "」"
	if put == "" {
		label = "删去「" + model.Shorten(text[at.Start:at.End]) + "」"
	}
	return &Repair{Label: label, at: at, old: text[at.Start:at.End], put: put}
}
