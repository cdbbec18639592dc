package ui

import (
	"fmt"
	"strings"

	tea "charm.land/bubbletea/v2"

	"nianbao/model/check"
	"nianbao/ui/keymap"
	"nianbao/ui/theme"
	"nianbao/ui/width"
)

const noLast = "没有上年的这段文字：数据文件里没有本单位上年的报告，或者上年没有写"

// toggleLast shows or hides last year's text.
func (s *textScreen) toggleLast(a *App) {
	s.beside, s.from = !s.beside, 0
	switch {
	case s.beside && s.lastText(a) == "":
		s.beside = false
		a.inform(noLast)
	case s.beside && s.low:
		a.inform(say("窗口太矮，放不下上年的文字：拉高些就看得到；{key:text.take-last} 取用上年的文字"))
	}
}

// lastText is last year's text while it is to be shown, else "".
func (s *textScreen) lastText(a *App) string {
	if !s.beside || a.last == nil {
		return ""
	}
	return a.last.report.Text[s.sec.Key]
}

// lastLines are the lines of last year's text in sight, n at most.
func (s *textScreen) lastLines(text string, w, n int) []string {
	lines := append([]string{"上年："}, width.Wrap(text, w)...)
	s.from = max(min(s.from, len(lines)-n), 0)
	return lines[s.from:min(s.from+n, len(lines))]
}

// takeLast shows last year's text with its years moved on, to take over.
func (s *textScreen) takeLast(a *App) {
	if a.last == nil || strings.TrimSpace(a.last.report.Text[s.sec.Key]) == "" {
		a.inform(noLast)
		return
	}
	last := a.last.report
	t := &lastScreen{into: s}
	for _, p := range strings.Split(last.Text[s.sec.Key], "\n") {
		if strings.TrimSpace(p) == "" {
			continue
		}
		this := a.session().Report().Year
		words, n := check.MoveYears(p, last.Year, this, func(y string) string { return y })
		shown, _ := check.MoveYears(p, last.Year, this, func(y string) string { return "【" + y + "】" })
		t.paragraphs, t.shown, t.changed = append(t.paragraphs, words), append(t.shown, shown), t.changed+n
	}
	a.push(t)
}

// lastScreen takes last year's text over, whole or a paragraph, its years moved on.
type lastScreen struct {
	into       *textScreen
	paragraphs []string
	shown      []string // the same, with the years that were moved marked
	changed    int      // years
	at         int
}

func (s *lastScreen) title(*App) string         { return "取用上年的文字" }
func (s *lastScreen) scopes() []keymap.Scope    { return []keymap.Scope{keymap.InLast} }
func (s *lastScreen) typing() bool              { return false }
func (s *lastScreen) text(*App, string) tea.Cmd { return nil }

func (s *lastScreen) do(a *App, act keymap.Action) tea.Cmd {
	switch act {
	case keymap.Up:
		s.at = max(s.at-1, 0)
	case keymap.Down:
		s.at = min(s.at+1, len(s.paragraphs)-1)
	case keymap.Commit:
		return s.take(a, s.paragraphs[s.at])
	case keymap.SelectAll:
		return s.take(a, strings.Join(s.paragraphs, "\n"))
	}
	return nil
}

// take inserts words of last year's in paragraphs of their own, as one step.
func (s *lastScreen) take(a *App, words string) tea.Cmd {
	a.pop()
	cmd := s.into.insertParagraphs(a, words)
	a.inform(say("已取用上年的文字：数字还是上年的，请逐个改；按 {key:undo} 撤销"))
	return cmd
}

func (s *lastScreen) view(_ *App, w, h int) frame {
	lines := []string{width.Rule(w)}
	said := fmt.Sprintf("年份已改 %d 处（标着【】），其他数字没有改。%s", s.changed, say("按 {key:last.commit} 取用这一段，按 {key:last.select-all} 取用全部。"))
	for _, l := range width.Wrap(said, w-2) {
		lines = append(lines, " "+theme.Dim.Render(l))
	}
	lines = append(lines, width.Rule(w))
	var rows []string
	at := 0 // of rows, the first of the paragraph at the cursor
	for i, p := range s.shown {
		mark, look := "  ", theme.Plain
		if i == s.at {
			mark, look, at = "> ", theme.Cursor, len(rows)
		}
		for _, l := range width.Wrap(p, w-4) {
			rows = append(rows, mark+look.Render(l))
			mark = "  "
		}
	}
	room := max(h-len(lines), 1)
	top := max(min(at, len(rows)-room), 0)
	return frame{lines: append(lines, rows[top:min(top+room, len(rows))]...)}
}
