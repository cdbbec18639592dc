package ui

import (
	"strings"

	tea "charm.land/bubbletea/v2"

	"nianbao/model"
	"nianbao/ui/theme"
	"nianbao/ui/width"
)

// findingsScreen lists everything that a reviewer would find; Enter goes there.
type findingsScreen struct {
	at, top int
	page    int
}

func newFindings(a *App) *findingsScreen { return &findingsScreen{page: 1} }

func (s *findingsScreen) title(a *App) string {
	return a.session.Report().Unit + " " + itoa(a.session.Report().Year) + "年度  核对结果"
}

func (s *findingsScreen) scopes() []scope { return []scope{inFindings, inReport} }
func (s *findingsScreen) typing() bool    { return false }

func (s *findingsScreen) enabled(a *App, act action) bool {
	return act != actFindings && (act != actOpen || len(a.findings) > 0)
}

func (s *findingsScreen) text(a *App, _ string) tea.Cmd {
	a.inform("Enter 跳到这一处，Esc 返回")
	return nil
}

func (s *findingsScreen) do(a *App, act action) tea.Cmd {
	last := len(a.findings) - 1
	switch act {
	case actUp:
		s.at--
	case actDown:
		s.at++
	case actPageUp:
		s.at -= s.page
	case actPageDown:
		s.at += s.page
	case actTop:
		s.at = 0
	case actBottom:
		s.at = last
	case actOpen:
		if last >= 0 {
			a.jump(a.findings[min(s.at, last)])
		}
		return nil
	}
	s.at = max(min(s.at, last), 0)
	return nil
}

// jump goes to the cell or text that a finding is about: of several cells the
// first that can be typed.
func (a *App) jump(f model.Finding) {
	a.goTo(place{Section: f.Section, Cell: a.cellOf(f)})
}

// cellOf is the cell that a finding is about; "" for a text.
func (a *App) cellOf(f model.Finding) (cell model.CellID) {
	form := a.session.Report().Form
	for _, id := range f.Cells {
		if _, ledger := a.session.Report().Stated[id]; ledger { // a total that was typed is put right there
			return id
		}
		if cell == "" || form.Cell(cell).Computed() && !form.Cell(id).Computed() {
			cell = id
		}
	}
	return cell
}

func (s *findingsScreen) view(a *App, w, h int) frame {
	if len(a.findings) == 0 {
		return frame{lines: []string{width.Rule(w), "", "  " + theme.Good.Render("没有发现问题。按 F9 导出成品文件。")}}
	}
	s.at = min(s.at, len(a.findings)-1)
	foot := s.explain(a, a.findings[s.at], w, h)
	var lines []string
	of := map[int]int{} // finding by line
	first, last := 0, 0 // lines of the current finding
	var severity model.Severity
	for i, f := range a.findings {
		if f.Severity != severity {
			severity = f.Severity
			head := severity.Name()
			if severity == model.Error {
				head += "（改正以后才能导出正式文件）"
			}
			lines = append(lines, theme.Title.Render(" "+head))
		}
		if i == s.at {
			first = len(lines)
		}
		of[len(lines)] = i
		numeral, _, _ := strings.Cut(a.session.Report().Form.Section(f.Section).Name, "、")
		text := width.Pad(numeral, 4) + width.Safe(f.Message)
		if i == s.at {
			lines = append(lines, theme.Cursor.Render(width.Pad("> "+text, w)))
			last = len(lines)
		} else {
			lines = append(lines, lookOf(f.Severity).Render(width.Clip("  "+text, w)))
		}
	}
	s.page = max(h-len(foot)-1, 1)
	if first <= 1 {
		first = 0
	}
	s.top = min(s.top, first)
	s.top = max(s.top, last-s.page)
	s.top = max(min(s.top, len(lines)-s.page), 0)
	out := append([]string{width.Rule(w)}, lines[s.top:min(s.top+s.page, len(lines))]...)
	for len(out) < h-len(foot) {
		out = append(out, "")
	}
	return frame{lines: append(out, foot...), pick: func(_, y int, _ bool) bool {
		i, ok := of[s.top+y-1]
		again := i == s.at
		if ok && y-1 < s.page {
			s.at = i
		}
		return ok && again
	}}
}

// explain says in full what is wrong, what would mend it, and by which rule,
// with the name that it goes by on the telephone.
func (s *findingsScreen) explain(a *App, f model.Finding, w, h int) []string {
	lines := []string{width.Rule(w)}
	for _, t := range []string{f.Message + "。", f.Fix, f.Rule + "  " + a.session.Report().Form.Rule(f.Rule).Says} {
		for _, l := range width.Wrap(t, w-2) {
			lines = append(lines, " "+l)
		}
	}
	return lines[:min(len(lines), max(h/2, 2))]
}
