package ui

import (
	"cmp"
	"fmt"
	"strings"

	"nianbao/model"
	"nianbao/model/ledger"
	"nianbao/ui/counting"
	"nianbao/ui/keymap"
	"nianbao/ui/theme"
	"nianbao/ui/width"

	tea "charm.land/bubbletea/v2"
)

func (s *tallyScreen) view(_ *App, w, h int) frame {
	lines := []string{width.Rule(w)}
	for _, l := range width.Wrap(s.summary(), w-2) {
		lines = append(lines, " "+l)
	}
	lines = append(lines, s.tabs(w), width.Rule(w))
	first := len(lines)
	foot := s.foot(w, h-first)
	s.page = max(h-first-len(foot), 1)
	n := s.count(s.part)
	s.at = max(min(s.at, n-1), 0)
	s.top = max(min(s.top, s.at, n-s.page), s.at-s.page+1, 0)
	for i := s.top; i < min(s.top+s.page, n); i++ {
		if line := s.line(i, w-3); i == s.at {
			lines = append(lines, theme.Cursor.Render(width.Pad(" > "+line, w)))
		} else {
			lines = append(lines, "   "+line)
		}
	}
	if n == 0 {
		lines = append(lines, "   "+s.nothing())
	}
	for len(lines) < h-len(foot) {
		lines = append(lines, "")
	}
	return frame{lines: append(lines, foot...), pick: pickRow(&s.at, s.top, first, s.page, n)}
}

// summary is what the ledger comes to.
func (s *tallyScreen) summary() string {
	said := fmt.Sprintf("台账 %d 行，计入 %d 件", len(s.Book.Rows), s.Counted())
	if hanging := s.Hanging(); hanging != "" {
		said += "；" + hanging + "（定好以前不能填入报告）"
	}
	if s.Before != nil {
		said += fmt.Sprintf("；上次 %s 读过，这次有 %d 行不同", s.Before.Day(), len(s.since))
	}
	for _, r := range s.Remarks {
		said += "；" + r
	}
	for _, n := range s.Book.Notes {
		said += "；" + n
	}
	return width.Safe(said)
}

// tabs names the lists, the open one in brackets.
func (s *tallyScreen) tabs(w int) string {
	names := [tallyParts]string{"待定", "和报告不同", "不计入", "没有答复", "和上次不同"}
	var out []string
	for p, name := range names[:s.parts()] {
		name = fmt.Sprintf("%s %d", name, s.count(tallyPart(p)))
		if tallyPart(p) == s.part {
			name = theme.Title.Render("[" + name + "]")
		}
		out = append(out, name)
	}
	return " " + width.Clip(strings.Join(out, "  "), w-2)
}

// nothing is what an empty list says.
func (s *tallyScreen) nothing() string {
	switch {
	case s.part == tallyQuestions:
		return "没有待定的了" + say("：按 {key:tally.toggle} 看和报告不同的格，按 {key:tally.submit} 填入报告")
	case s.part == tallyDifferences && s.Whole() == nil:
		return "报告里已经是台账的数"
	}
	return "没有"
}

// narrow is below how many columns a line says less.
const narrow = 60

// line is a line of the open list in w columns.
func (s *tallyScreen) line(i, w int) string {
	switch s.part {
	case tallyQuestions:
		q := &s.Questions[i]
		right := strings.Repeat(" ", 7)
		if n := len(q.Rows); n > 0 { // a printed total hangs on none
			right = width.PadLeft(itoa(n), 4) + " 行"
		}
		if w < narrow {
			return width.Pad(width.Safe(model.CleanLine(q.Text)), max(w-width.Of(right), 8)) + right
		}
		right += "  " + width.Pad(s.proposal(q), min(w/3, 24))
		return width.Pad(q.About.Name(), 13) + width.Pad(width.Safe(model.CleanLine(q.Text)), max(w-13-width.Of(right), 8)) + right
	case tallyDifferences:
		d, zeros := s.difference(i)
		if zeros > 0 {
			return fmt.Sprintf("另有 %d 格：报告里空着，台账里是 0", zeros)
		}
		if w < narrow {
			right := " " + figureOr(d.Report) + " → " + d.Ledger.String()
			return width.Pad(s.Report.Form.Cell(d.Cell).InTable(), max(w-width.Of(right), 10)) + right
		}
		right := "报告 " + width.PadLeft(figureOr(d.Report), 6) + "  台账 " + width.PadLeft(d.Ledger.String(), 6) + " "
		return width.Pad(s.Report.Form.Cell(d.Cell).Brief(), max(w-width.Of(right), 10)) + right
	case tallyAside:
		x := s.skipped(i)
		return width.Clip(width.Safe(strings.TrimSpace(x.Where+" "+model.Cut(x.What, 16)))+"："+width.Safe(x.Why), w)
	}
	if s.part == tallySince {
		return width.Clip(width.Safe(s.otherwise(s.since[i])), w)
	}
	t := s.terms[i]
	return width.Clip(width.Safe(t.String()), w)
}

// difference is a line of the differences; the last one may be cells that are blank and 0.
func (s *tallyScreen) difference(i int) (d counting.Difference, zeros int) {
	if i < len(s.telling) {
		return s.telling[i], 0
	}
	return d, s.zeros
}

// otherwise is a row that counts otherwise than when the ledger was counted last.
func (s *tallyScreen) otherwise(c ledger.Changed) string {
	cells := func(k *ledger.Kept) string {
		if k == nil {
			return "没有"
		}
		var out []string
		for _, id := range k.Cells {
			out = append(out, s.Report.Form.Cell(id).InTable())
		}
		return strings.Join(out, "、")
	}
	k := c.After
	if k == nil {
		k = c.Before
	}
	return cmp.Or(k.Number, k.Where) + "  " + cells(c.Before) + " → " + cells(c.After)
}

// skipped is one of what doesn't count.
func (s *tallyScreen) skipped(i int) ledger.Skipped {
	if i < len(s.Aside) {
		return s.Aside[i]
	}
	return s.Book.Skipped[i-len(s.Aside)]
}

func (s *tallyScreen) proposal(q *ledger.Question) string {
	if q.Proposal == "" {
		return ""
	}
	return "建议 " + s.Words.AnswerName(q.Proposal)
}

func figureOr(f model.Figure) string {
	if !f.Filled() {
		return "空"
	}
	return f.String()
}

// foot says why the question at the cursor is asked, and of which rows.
func (s *tallyScreen) foot(w, room int) []string {
	q := s.question()
	if q == nil || room < 6 {
		return nil
	}
	said := q.Why
	if q.Proposal != "" {
		said += "。建议计入「" + s.Words.AnswerName(q.Proposal) + "」"
	}
	said += s.places(q)
	lines := []string{width.Rule(w)}
	const most = 3
	for i, l := range width.Wrap(width.Safe(said), w-2) {
		if i == most {
			break
		}
		lines = append(lines, " "+l)
	}
	return lines
}

// places are where the first rows of a question are.
func (s *tallyScreen) places(q *ledger.Question) string {
	const most = 3
	var where []string
	for _, i := range q.Rows[:min(len(q.Rows), most)] {
		where = append(where, s.Book.Rows[i].Where)
	}
	if len(where) == 0 {
		return ""
	}
	said := "。在" + strings.Join(where, "、")
	if n := len(q.Rows); n > most {
		said += fmt.Sprintf("等 %d 行", n)
	}
	return said
}

func (s *answerScreen) view(_ *App, w, h int) frame {
	const ask = " 找："
	lines := []string{width.Rule(w)}
	for _, l := range width.Wrap(width.Safe("「"+s.question.Text+"」："+s.question.Why+s.tally.places(&s.question)), w-2) {
		lines = append(lines, " "+l)
	}
	value, x := s.show(w - width.Of(ask) - 1)
	lines = append(lines, ask+value)
	cursor := &tea.Position{X: width.Of(ask) + x, Y: len(lines) - 1}
	first := len(lines)
	s.page = max(h-first, 1)
	shown := s.shown()
	s.at = max(min(s.at, len(shown)-1), 0)
	s.top = max(min(s.top, s.at, len(shown)-s.page), s.at-s.page+1, 0)
	for i := s.top; i < min(s.top+s.page, len(shown)); i++ {
		line := s.tally.Words.AnswerName(shown[i])
		if ledger.WantsDay(shown[i]) {
			line += "……"
		}
		if shown[i] == s.question.Proposal {
			line += "（建议）"
		}
		if i == s.at {
			lines = append(lines, theme.Cursor.Render(width.Pad(" > "+line, w)))
		} else {
			lines = append(lines, "   "+line)
		}
	}
	return frame{lines: lines, cursor: cursor, pick: pickRow(&s.at, s.top, first, s.page, len(shown))}
}

// behindScreen shows which rows of a ledger a cell counts.
type behindScreen struct {
	cell    *model.Cell
	taken   *ledger.Taken
	words   *ledger.Words
	at, top int
	page    int
}

// openBehind shows where a cell comes from: the rows of a ledger, or for a sum the units.
func openBehind(a *App, cell *model.Cell) tea.Cmd {
	r := a.session().Report().Clone()
	if r.IsSum() {
		return openParts(a, cell, "")
	}
	store := a.deps.Store
	return a.wait(func() func() tea.Cmd {
		taken, err := counting.Taken(store, r)
		return func() tea.Cmd {
			switch {
			case err != nil:
				a.fail(err)
			case taken == nil:
				a.inform(say("这份报告不是按台账填的：在目录里按 {key:contents.import} 读入台账，就能看一格是台账里的哪几行"))
			default:
				a.push(&behindScreen{cell: cell, taken: taken, words: ledger.NewWords(r.Form)})
			}
			return nil
		}
	})
}

func (s *behindScreen) title(a *App) string {
	r := a.session().Report()
	return r.Unit + " " + itoa(r.Year) + "年度  台账里的行：" + s.cell.Brief()
}
func (s *behindScreen) scopes() []keymap.Scope {
	return []keymap.Scope{keymap.InBehind, keymap.InReport}
}
func (s *behindScreen) typing() bool              { return false }
func (s *behindScreen) text(*App, string) tea.Cmd { return nil }

func (s *behindScreen) rows(a *App) []ledger.Kept {
	return s.taken.Behind(a.session().Report().Form, s.cell.ID)
}

func (s *behindScreen) do(a *App, act keymap.Action) tea.Cmd {
	n := len(s.rows(a))
	if by, ok := step(act, s.page, n); ok {
		s.at = max(min(s.at+by, n-1), 0)
	}
	return nil
}

func (s *behindScreen) view(a *App, w, h int) frame {
	rows := s.rows(a)
	said := fmt.Sprintf("%s：报告里 %s，台账里 %d 行", s.cell.Brief(), figureOr(a.sheet.At(s.cell.ID)), len(rows))
	if s.taken.At != "" {
		said += "（" + string(s.taken.Day()) + " " + s.taken.By + " 读）"
	}
	lines := []string{width.Rule(w)}
	for _, l := range width.Wrap(width.Safe(said), w-2) {
		lines = append(lines, " "+l)
	}
	row := func(number, received, answered, applicant, outcome, where string) string {
		line := width.Pad(number, 16) + " " + width.Pad(received, 11) + width.Pad(answered, 11)
		if w >= 60 {
			line += width.Pad(applicant, 13) + width.Pad(outcome, max(w-56-22, 8))
		}
		if w >= 76 {
			line += " " + where
		}
		return line
	}
	lines = append(lines, theme.Title.Render(width.Clip("   "+row("编号", "收到", "答复", "申请人", "结果", "位置"), w)))
	first := len(lines)
	s.page = max(h-first, 1)
	s.top = max(min(s.top, s.at, len(rows)-s.page), s.at-s.page+1, 0)
	for i := s.top; i < min(s.top+s.page, len(rows)); i++ {
		k := &rows[i]
		answered := string(k.Answered)
		if answered == "" {
			answered = "—"
		}
		line := width.Clip(row(width.Safe(k.Number), string(k.Received), answered, s.words.Name(k.Applicant), s.words.Name(k.Outcome), width.Safe(k.Where)), w-3)
		if i == s.at {
			lines = append(lines, theme.Cursor.Render(width.Pad(" > "+line, w)))
		} else {
			lines = append(lines, "   "+line)
		}
	}
	return frame{lines: lines, pick: pickRow(&s.at, s.top, first, s.page, len(rows))}
}
