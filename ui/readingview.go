package ui

import (
	"fmt"
	"strings"

	tea "charm.land/bubbletea/v2"

	"nianbao/model"
	"nianbao/model/check"
	"nianbao/ui/theme"
	"nianbao/ui/width"
)

// The room of the columns of a reading, in columns of the terminal.
const (
	figureWidth = 9
	sureWidth   = 5
	fateWidth   = 8
	wideReading = 70 // from here on the file and what was read stand side by side
)

func (s *readingScreen) title(a *App) string {
	if s.into {
		return a.session().Report().Name() + "  读入「" + s.reading.File + "」"
	}
	return "读入「" + s.reading.File + "」"
}

func (s *readingScreen) view(a *App, w, h int) frame {
	s.compare(a)
	var lines []string
	low := h < 12 // no room for more than the rows and what the one in hand is
	if !low {
		lines = append(lines, width.Rule(w))
		for _, l := range s.summary(w) {
			lines = append(lines, " "+l)
		}
	}
	lines = append(lines, width.Clip(s.tabs(), w))
	if !low {
		lines = append(lines, theme.Title.Render(width.Pad("   "+s.heads(w-3), w)))
	}
	detail := s.detail(w)
	if !low {
		detail = append([]string{width.Rule(w)}, detail...)
	}
	s.page = max(h-len(lines)-len(detail), 1)
	s.at = max(min(s.at, len(s.rows)-1), 0)
	s.top = max(min(s.top, s.at, len(s.rows)-s.page), s.at-s.page+1, 0)
	first := len(lines)
	for i := s.top; i < min(len(s.rows), s.top+s.page); i++ {
		line := width.Pad(s.line(&s.rows[i], w-3), w-3)
		if i == s.at {
			lines = append(lines, theme.Cursor.Render(" > "+line))
		} else {
			lines = append(lines, "   "+line)
		}
	}
	if len(s.rows) == 0 {
		lines = append(lines, "   "+nothing(s.filter))
	}
	for len(lines) < h-len(detail) {
		lines = append(lines, "")
	}
	var cursor *tea.Position
	if s.edit != nil {
		const ask = " 改为："
		value, x := s.edit.show(w - width.Of(ask) - 1)
		if s.edit.proposed {
			value = theme.Cursor.Render(value)
		}
		detail[len(detail)-1] = ask + value
		cursor = &tea.Position{X: width.Of(ask) + x, Y: h - 1}
	}
	lines = append(lines[:min(len(lines), h-len(detail))], detail...)
	return frame{lines: lines, cursor: cursor, pick: func(_, y int, _ bool) bool {
		i := s.top + y - first
		row := first <= y && y < first+s.page && i < len(s.rows)
		if !row || s.edit != nil {
			return false
		}
		again := i == s.at
		s.at = i
		return again
	}}
}

// nothing is what is said where a filter leaves nothing.
func nothing(filter int) string {
	return [filters]string{say("没有拿不准的。按 {key:reading.toggle} 看全部，按 {key:reading.submit} 存入"), "什么也没有读出来", "和报告里没有不同的", "没有漏下的：文件里的都读入了"}[filter]
}

// tabs are the filters and how much each of them has.
func (s *readingScreen) tabs() string {
	line := ""
	for i, name := range filterNames {
		if i == showDiffering && !s.into {
			continue
		}
		name = fmt.Sprintf("%s %d", name, len(s.list(i)))
		if i == s.filter {
			name = "[" + name + "]"
		}
		line += " " + name
	}
	return line
}

// summary is what was read and what taking it over does, in a line or two.
func (s *readingScreen) summary(w int) []string {
	x := s.reading.Report
	if !s.into {
		text := fmt.Sprintf("%s %d年度（%s 年表式）读出 %d 格", x.Unit, x.Year, x.Form.Edition, len(s.reading.Read))
		if n := len(x.UnreadCells("")); n > 0 {
			text += fmt.Sprintf("，%d 格没有读出", n)
		}
		stored := *x
		stored.Headings = nil // the file's, which the report prints rightly
		if counts := counts(check.Report(&stored, nil), false); counts != "" {
			text += "，核对：" + counts + "（没有比上年）"
		}
		lines := width.Wrap(text, w-2)
		return append(lines[:min(len(lines), 2)], s.beside(w)...)
	}
	text := fmt.Sprintf("会填上 %d 处，没有和报告里不同的", s.ad.Filled)
	if n := len(s.ad.Conflicts); n > 0 {
		text = fmt.Sprintf("会填上 %d 处；%d 处和报告里不同，其中 %d 处用文件里的", s.ad.Filled, n, s.ad.Taken)
	}
	if s.ad.Unread > 0 {
		text += fmt.Sprintf("；%d 格没有读出", s.ad.Unread)
	}
	if s.only != "" {
		text += "；只收「" + x.Form.SectionName(s.only) + "」"
	}
	lines := []string{width.Clip(text, w-2)}
	lines = append(lines, s.beside(w)...)
	if s.others() {
		lines = append(lines, theme.Warning.Render(width.Clip("! 文件是 "+width.Safe(x.Name())+" 的，不是这份报告的", w-2)))
	}
	return lines
}

// beside warns of a file that has other reports, too.
func (s *readingScreen) beside(w int) []string {
	if len(s.reading.Others) == 0 {
		return nil
	}
	return []string{theme.Warning.Render(width.Clip("! 文件里还有别的报告，没有读："+width.Safe(strings.Join(s.reading.Others, "、")), w-2))}
}

// name is what a row is called.
func (s *readingScreen) name(row *readRow) string {
	if row.target.Kind == model.TargetStated { // beside the file's figures a total is a total
		return s.reading.Report.Form.Cell(model.CellID(row.target.Key)).Brief()
	}
	return width.Safe(s.reading.Report.TargetName(row.target))
}

// value is what was read for a row, or put in its place.
func (s *readingScreen) value(row *readRow) string {
	return width.Safe(model.ShowValue(row.target, s.stored(row.target)))
}

// source is what stands in the file for a row.
func (s *readingScreen) source(row *readRow) string {
	if row.cell < 0 {
		return ""
	}
	return width.Safe(strings.ReplaceAll(s.reading.Read[row.cell].Source, "\n", " "))
}

// sure is how sure a row is, or what somebody has made of it.
func (s *readingScreen) sure(row *readRow) string {
	switch {
	case s.asked(row.target):
		return "!要填"
	case s.unsureUnit(row.target):
		return "!核对"
	case s.seen[row.target]:
		asRead := row.cell >= 0 && s.value(row) == s.reading.Read[row.cell].Value.String()
		if asRead || row.target == fieldTarget(model.FieldUnit) && s.session.Report().Unit == s.unit {
			return "看过"
		}
		return "已改"
	case row.cell < 0:
		return ""
	}
	c := s.reading.Read[row.cell].Confidence
	if c < model.Sure {
		return fmt.Sprintf("!%d%%", percent(c))
	}
	return fmt.Sprintf("%d%%", percent(c))
}

func percent(c float64) int { return int(c*100 + 0.5) }

// becomes is what becomes of a row in the report in hand.
func (s *readingScreen) becomes(row *readRow) string {
	x := s.reading.Report
	switch {
	case s.fate[row.target] != "":
		return s.fate[row.target]
	case s.only != "" && sectionIn(x, row.target) != s.only:
		return fateSkip
	case row.cell >= 0 && s.report.Form.Cell(s.reading.Read[row.cell].Cell) == nil:
		return fateNone
	case row.target.Kind == model.TargetStated:
		return fateSum
	case s.stored(row.target) == "":
		return ""
	}
	return fateSame
}

// present is what the report in hand has for a row.
func (s *readingScreen) present(row *readRow) string {
	value := s.report.Get(row.target)
	if row.target.Kind == model.TargetStated && value == "" {
		value = s.sheet.At(model.CellID(row.target.Key)).String()
	}
	return width.Safe(model.ShowValue(row.target, value))
}

// column is a column of the rows: its head and its room.
type column struct {
	head string
	room int
	left bool
}

// columns are those of the rows in w columns of the terminal. What a cell is
// called has what is left over.
func (s *readingScreen) columns(w int) []column {
	name := column{"读成", 0, true}
	figure := func(head string) column { return column{head, figureWidth, false} }
	var out []column
	switch {
	case s.into && w >= wideReading:
		out = []column{name, figure("原文"), figure("读成"), figure("报告里"), {"处理", fateWidth, true}, {"把握", sureWidth, false}}
		out[0].head = "格"
	case s.into:
		out = []column{name, {"读成", 6, false}, {"报告里", 6, false}, {"处理", fateWidth, true}}
		out[0].head = "格"
	case w >= wideReading:
		out = []column{{"原件上", 0, true}, figure("原文"), name, figure(""), {"把握", sureWidth, false}}
	default:
		out = []column{name, figure(""), {"把握", sureWidth, false}}
	}
	rest, free := w-len(out)+1, 0
	for _, c := range out {
		rest -= c.room
		if c.room == 0 {
			free++
		}
	}
	for i := range out {
		if out[i].room == 0 {
			out[i].room = max(rest/free, 4)
		}
	}
	return out
}

// fill puts texts into columns.
func fill(columns []column, texts ...string) string {
	cells := make([]string, len(columns))
	for i, c := range columns {
		if c.left {
			cells[i] = width.Pad(texts[i], c.room)
		} else {
			cells[i] = width.PadLeft(texts[i], c.room)
		}
	}
	return strings.Join(cells, " ")
}

// heads stand over the rows.
func (s *readingScreen) heads(w int) string {
	if s.filter == showLeftOut {
		return "位置、内容、原因"
	}
	columns := s.columns(w)
	var texts []string
	for _, c := range columns {
		texts = append(texts, c.head)
	}
	return fill(columns, texts...)
}

// line is a row in w columns.
func (s *readingScreen) line(row *readRow, w int) string {
	if row.left != nil {
		var parts []string
		for _, p := range []string{row.left.Where, row.left.What, row.left.Why} {
			if p != "" {
				parts = append(parts, width.Safe(strings.ReplaceAll(p, "\n", " ")))
			}
		}
		return width.Clip(strings.Join(parts, "  "), w)
	}
	name, value, sure := s.name(row), s.value(row), s.sure(row)
	columns := s.columns(w)
	long := row.target.Kind == model.TargetField || row.target.Kind == model.TargetNote // longer than figures
	switch {
	case long && s.into:
		return width.Spread(name+"  "+value+"（报告里 "+s.present(row)+"）", width.Pad(s.becomes(row), fateWidth+1+sureWidth), w)
	case long:
		return width.Spread(name+"  "+value, sure, w)
	}
	if s.into {
		if len(columns) > 4 {
			return fill(columns, name, s.source(row), value, s.present(row), s.becomes(row), sure)
		}
		return fill(columns, name, value, s.present(row), s.becomes(row))
	}
	if len(columns) > 3 {
		return fill(columns, s.original(row), s.source(row), name, value, sure)
	}
	return fill(columns, name, value, sure)
}

// original is what the row is called in the file; of a text, how it begins.
func (s *readingScreen) original(row *readRow) string {
	if row.cell >= 0 {
		return width.Safe(s.reading.Read[row.cell].Label)
	}
	text, _, _ := strings.Cut(s.reading.Report.Text[row.target.Key], "\n")
	return width.Safe(text)
}

// detail is where the row was found and why it was taken for that, in two lines.
func (s *readingScreen) detail(w int) []string {
	out := []string{"", ""}
	row, ok := s.current()
	switch {
	case !ok:
	case row.left != nil:
		out[0] = row.left.Where + " " + row.left.What
		out[1] = row.left.Why
	case row.cell >= 0:
		c := &s.reading.Read[row.cell]
		out[0] = c.Where + "「" + c.Source + "」"
		if c.Label != "" {
			out[0] += "，行名「" + c.Label + "」"
		}
		out[1] = fmt.Sprintf("依据：%s（把握 %d%%）", c.How, percent(c.Confidence))
		if s.seen[row.target] && s.value(&row) != c.Value.String() {
			out[1] = "您改过；原来读成 " + model.ShowValue(row.target, c.Value.String())
		}
	case s.asked(row.target):
		out[0] = "文件里没有写明" + s.name(&row) + say("：按 {key:reading.edit} 填上")
	case row.target == fieldTarget(model.FieldUnit) && s.reading.UnitHow != "":
		out[0] = s.reading.UnitHow
		if s.unsureUnit(row.target) {
			out[1] = say("对的按{key:reading.accept}，不对的按 {key:reading.edit} 改")
		}
	case row.target.Kind == model.TargetText:
		out[0] = s.reading.Report.Text[row.target.Key]
		out[1] = say("按 {key:reading.edit} 看全部文字；存入以后在报告里改")
		if _, differs := s.mine[row.target]; differs {
			out[1] = say("按 {key:reading.edit} 看哪几段不同；按{key:reading.accept}选用哪一边的")
		}
	}
	for i := range out {
		out[i] = width.Clip(" "+width.Safe(strings.ReplaceAll(strings.TrimSpace(out[i]), "\n", " ")), w)
	}
	return out
}
