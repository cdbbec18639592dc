package ui

import (
	"fmt"
	"slices"
	"strings"

	"nianbao/model"
	"nianbao/model/check"
	"nianbao/ui/theme"
	"nianbao/ui/width"
)

// below is what stands under the rows: the balance line, the whole label of
// the current cell with its help and, where there is room, more findings.
func (s *tableScreen) below(a *App, w, h int) []string {
	var lines []string
	const leastHelp, rulesAndBalance = 2, 3
	room := h - len(s.grid.Rows) - s.grid.HeadLines() - rulesAndBalance // below all rows
	fits := room >= leastHelp
	if s.rule != nil {
		if s.sum >= 0 && h >= 16 && !fits {
			lines = append(lines, s.sums())
		}
		lines = append(lines, s.balance(a))
	}
	c := s.current()
	value := s.value(a, c, w)
	const mostFindings, mostHelp = 6, 6
	help := helpLines(w, h)
	if fits {
		help = min(help, room)
	}
	if spare := h - len(lines) - help - len(s.grid.Rows) - s.grid.HeadLines() - 2; spare > 0 {
		help = min(help+spare, mostHelp)
	}
	lines = append(lines, s.meaning(c, value, w, help)...)
	spare := h - len(lines) - len(s.grid.Rows) - s.grid.HeadLines() - 2
	return append(lines, s.strip(a, w, min(max(spare, 0), mostFindings))...)
}

// value says what the current cell has, with what speaks of it; or what is selected.
func (s *tableScreen) value(a *App, c *model.Cell, w int) string {
	if s.grid.Selected() {
		return s.selected(a)
	}
	value := a.sheet.At(c.ID).String()
	switch {
	case s.typing():
		value = "正在输入 " + width.Safe(s.grid.Input())
	case a.session().Report().IsUnread(c.ID) && value == "":
		value = "本格 没有读出" + quotedRaw(a.session().Report().Unread[c.ID])
	case a.sheet.Unknown(c.ID):
		value = "本格 有分项没有读出"
	case value == "":
		value = "本格 未填"
	default:
		value = "本格 " + value + " " + c.Column.Unit
	}
	if stated, settled := a.session().Report().StatedTotal(c.ID); stated.Filled() {
		source, word := "台账", "相符"
		if settled {
			source = "原件"
		}
		switch diff := stated.Sub(a.sheet.At(c.ID)); {
		case a.sheet.Unknown(c.ID):
			word = "不能核对"
		case diff.Sign() != 0:
			word = "差 " + strings.TrimPrefix(diff.String(), "-")
		}
		value += "（自动计算；" + source + " " + stated.String() + "，" + word + "）"
	} else if c.Computed() {
		value += "（自动计算）"
	}
	value = lastFigure(a, c, w) + value
	if note := a.session().Report().Notes[c.ID]; note != "" && !s.typing() {
		value += "（附注：" + width.Safe(note) + "）"
	}
	return value
}

// selected says how many cells are selected, and what they come to.
func (s *tableScreen) selected(a *App) string {
	n, sum := 0, model.Zero
	for _, c := range slices.Concat(s.block()...) {
		n, sum = n+1, sum.Add(a.sheet.At(c.ID))
	}
	return fmt.Sprintf("选中 %d 格，合计 %s", n, sum)
}

// quotedRaw is what stands in a cell that could not be read, where that is known.
func quotedRaw(raw string) string {
	if raw == model.NotRead {
		return ""
	}
	return "，原件「" + width.Safe(raw) + "」"
}

// lastFigure is the cell's figure of the year before, or of a cell that begins
// with another's the figure that it was carried from, and how much more or less
// it is now; "" where there is none.
func lastFigure(a *App, c *model.Cell, w int) string {
	if a.last == nil {
		return ""
	}
	from, name := a.session().Report().Form.CarriedFrom(c.ID), "上年 "
	switch cell := a.last.report.Form.Cell(from); {
	case cell == nil:
		from = c.ID
	case w < 60:
		name = "上年" + cell.Row.Name + " "
	default:
		name = "上年报告「" + cell.Row.Name + "」"
	}
	was, is := a.last.At(from), a.sheet.At(c.ID)
	if !was.Filled() {
		return ""
	}
	text := name + was.String()
	if diff := is.Sub(was); is.Filled() && diff.Sign() > 0 {
		text += "（+" + diff.String() + "）"
	} else if is.Filled() && diff.Sign() < 0 {
		text += "（" + diff.String() + "）"
	}
	return text + "  "
}

// helpLines is how many lines the meaning of the current cell takes.
func helpLines(w, h int) int {
	switch {
	case h < 10:
		return 1
	case h < 14:
		return 2
	case w < 78 && h >= 18:
		return 5
	}
	return 3
}

// meaning is the current cell's whole label with its value, and what it counts,
// in n lines; the column's part of the help gives way to the label.
func (s *tableScreen) meaning(c *model.Cell, value string, w, n int) []string {
	label := width.Wrap(c.Label(), w-width.Of(value)-4)
	lines := []string{theme.Title.Render(width.Spread(" "+label[0], value+" ", w))}
	for _, l := range label[1:] {
		lines = append(lines, theme.Title.Render(" "+l))
	}
	help := width.Wrap(c.Row.Help+c.Column.Help, w-2)
	if len(lines)+len(help) > n {
		help = width.Wrap(c.Row.Help, w-2)
	}
	for _, l := range help {
		lines = append(lines, " "+l)
	}
	for len(lines) < n {
		lines = append(lines, "")
	}
	return lines[:n]
}

// sums repeats the row of totals, which may be scrolled away.
func (s *tableScreen) sums() string {
	var texts []string
	for _, c := range s.grid.Rows[s.sum].Cells {
		texts = append(texts, c.Text)
	}
	return s.grid.Foot(" ", strings.TrimSpace(s.grid.Rows[s.sum].Label), texts, theme.Sum)
}

// balance says for each column whether the rule holds, and by how much not.
func (s *tableScreen) balance(a *App) string {
	byColumn := map[string]model.Balance{}
	mark, look := " ", theme.Plain
	for _, b := range a.sheet.Balances(s.rule.ID) {
		byColumn[b.Column] = b
		if b.Difference().Sign() != 0 {
			mark, look = "!", theme.Error
		}
	}
	var texts []string
	for i, c := range s.sec.Table.Blocks[0].Columns {
		b := byColumn[c.Key]
		switch d := b.Difference(); {
		case d.Sign() != 0:
			text := "差" + strings.TrimPrefix(d.String(), "-")
			if width.Of(text) >= s.grid.Columns[i].Width {
				text = "不平"
			}
			texts = append(texts, text)
		case d.Filled():
			texts = append(texts, "平")
		default:
			texts = append(texts, "")
		}
	}
	label := s.rule.Short
	if at := s.suspect(a); at != "" && mark != " " { // where there is room to point at it
		if pointing := label + " 看" + at; width.Of(pointing) <= s.grid.LabelWidth() {
			label = pointing
		}
	}
	return s.grid.Foot(mark, width.Safe(label), texts, look)
}

// suspect names the cell of this table that is wrong, or likely to be; "" for none.
func (s *tableScreen) suspect(a *App) string {
	for i := range a.findings {
		f := &a.findings[i]
		id := f.Suspect
		if len(f.Candidates) > 0 {
			id = f.Candidates[0].Cell
		}
		if c := a.session().Report().Form.Cell(id); c != nil && c.Section == s.sec && !f.Explained {
			return c.InTable()
		}
	}
	return ""
}

// strip lists further findings about this table, gravest first.
func (s *tableScreen) strip(a *App, w, most int) []string {
	var lines []string
	first := worst(a) // stands on the message line
	for i := range a.findings {
		f := &a.findings[i]
		if len(lines) == most {
			break
		}
		if open := f != first && !f.Explained; open && s.concerns(a, f) {
			lines = append(lines, lookOf(f.Severity).Render(width.Clip(" "+f.Severity.Name()+" "+width.Safe(f.Message), w-1)))
		}
	}
	for len(lines) < most {
		lines = append(lines, "")
	}
	return lines
}

// concerns reports whether a finding is about this table, or about words that
// it contradicts.
func (s *tableScreen) concerns(a *App, f *check.Finding) bool {
	return f.Section == s.sec.Key || slices.ContainsFunc(f.Cells, func(id model.CellID) bool {
		return a.session().Report().Form.Cell(id).Section == s.sec
	})
}
