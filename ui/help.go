package ui

import (
	"strings"

	"charm.land/bubbles/v2/viewport"
	tea "charm.land/bubbletea/v2"

	"nianbao/ui/keymap"
	"nianbao/ui/manual"
	"nianbao/ui/theme"
	"nianbao/ui/width"
)

// helpScreen shows the keys of the screen that one stands on, and the manual below
// them.
type helpScreen struct {
	present []keymap.Scope
	port    viewport.Model
	drawn   int // the width that the lines were made for
	lines   []manual.Line
	starts  []helpPart
	sought  string // words that are looked for, "" before any are
	found   int    // the line where they were found, -1 for nowhere
}

// helpPart is a part of help: the keys, or a page of the manual.
type helpPart struct {
	title string
	at    int // the line that it begins on
}

// helpMargin is how far in help stands.
const helpMargin = 1

func newHelp(present []keymap.Scope) *helpScreen {
	return &helpScreen{present: present, port: viewport.New(), found: -1}
}

func (s *helpScreen) title(*App) string         { return s.starts[s.part()].title }
func (s *helpScreen) scopes() []keymap.Scope    { return []keymap.Scope{keymap.InHelp} }
func (s *helpScreen) typing() bool              { return false }
func (s *helpScreen) text(*App, string) tea.Cmd { return nil }
func (s *helpScreen) enabled(_ *App, act keymap.Action) bool {
	return act != keymap.Help && (act != keymap.Commit || s.sought != "")
}

func (s *helpScreen) do(a *App, act keymap.Action) tea.Cmd {
	switch act {
	case keymap.Up:
		s.port.ScrollUp(1)
	case keymap.Down:
		s.port.ScrollDown(1)
	case keymap.PageUp:
		s.port.PageUp()
	case keymap.PageDown:
		s.port.PageDown()
	case keymap.Top:
		s.port.GotoTop()
	case keymap.Bottom:
		s.port.GotoBottom()
	case keymap.Next:
		s.port.SetYOffset(s.starts[min(s.part()+1, len(s.starts)-1)].at)
	case keymap.Previous:
		s.previous()
	case keymap.Find:
		a.push(newHelpSeek(s))
	case keymap.Commit:
		if s.sought != "" {
			a.inform(s.seek(s.sought))
		}
	}
	return nil
}

// part is the one that the first line in sight belongs to.
func (s *helpScreen) part() int {
	s.draw(max(s.drawn, minWidth))
	for i := len(s.starts) - 1; i > 0; i-- {
		if s.starts[i].at <= s.port.YOffset() {
			return i
		}
	}
	return 0
}

// previous goes to where the part in sight begins, or from there to the one before.
func (s *helpScreen) previous() {
	i := s.part()
	if s.port.YOffset() == s.starts[i].at {
		i = max(i-1, 0)
	}
	s.port.SetYOffset(s.starts[i].at)
}

func (s *helpScreen) view(_ *App, w, h int) frame {
	s.port.SetHeight(h)
	s.draw(w)
	return frame{lines: strings.Split(s.port.View(), "\n")}
}

// draw makes the lines for a width.
func (s *helpScreen) draw(w int) {
	if s.drawn == w {
		return
	}
	s.drawn, s.found = w, -1
	s.lines, s.starts = s.keyLines(w-helpMargin), []helpPart{{"帮助", 0}}
	for _, p := range manual.Pages() {
		s.lines = append(s.lines, manual.Line{})
		s.starts = append(s.starts, helpPart{"手册：" + p.Title, len(s.lines)})
		s.lines = append(s.lines, p.Draw(w-2*helpMargin)...)
	}
	s.port.SetWidth(w)
	s.show()
}

// show gives the lines to the viewport, the passage that was found marked.
func (s *helpScreen) show() {
	var shown []string
	marked := false
	for i, l := range s.lines {
		margin := strings.Repeat(" ", helpMargin)
		marked = i == s.found || marked && l.Says == "" && l.Text != ""
		switch {
		case marked:
			shown = append(shown, theme.Pointed.Render(">"+l.Text))
		case l.Head:
			shown = append(shown, theme.Title.Render(margin+l.Text))
		default:
			shown = append(shown, margin+l.Text)
		}
	}
	s.port.SetContentLines(shown)
}

// keyLines are the keys of the present screen in groups, one action a line, and where
// the rest is.
func (s *helpScreen) keyLines(w int) []manual.Line {
	var lines []manual.Line
	for i, where := range append(s.present[:len(s.present):len(s.present)], keymap.Anywhere) {
		head := where.Title()
		if i == 0 && where != keymap.Anywhere {
			head += "（您刚才所在的界面）"
		}
		lines = append(lines, manual.Line{Text: head, Head: true, Says: head})
		for _, b := range keys.Told(where) {
			names := strings.Join(b.Names(), " ")
			says := names + "　" + b.Says
			for _, line := range width.Wrap(b.Says, w-21) {
				lines = append(lines, manual.Line{Text: "  " + width.Pad(names, 18) + line, Says: says})
				names, says = "", ""
			}
		}
		lines = append(lines, manual.Line{})
	}
	titles := []string{}
	for _, p := range manual.Pages() {
		titles = append(titles, p.Title)
	}
	lines = append(lines, manual.Line{Text: "手册", Head: true, Says: "手册"})
	says := say("下面是操作手册：%s。按 {key:help.next} 到下一篇，按 {key:help.find} 找字。", strings.Join(titles, "、"))
	for i, line := range width.Wrap(says, w-3) {
		if i > 0 {
			says = ""
		}
		lines = append(lines, manual.Line{Text: "  " + line, Says: says})
	}
	return lines
}

// seek goes to the next passage that has the words, from the end on to the beginning
// again, and says which of how many it is.
func (s *helpScreen) seek(words string) string {
	from := s.found
	if words != s.sought || from < 0 {
		from = s.port.YOffset() - 1
	}
	s.sought, s.found = words, -1
	count, at := 0, 0
	first := -1
	for i, l := range s.lines {
		if !manual.Has(l.Says, words) {
			continue
		}
		if count++; first < 0 {
			first = i
		}
		if i > from && s.found < 0 {
			s.found, at = i, count
		}
	}
	if s.found < 0 && first >= 0 {
		s.found, at = first, 1
	}
	s.show()
	if s.found < 0 {
		return "没有找到；少写几个字，或换个说法"
	}
	s.port.SetYOffset(max(s.found-s.port.Height()/3, 0))
	return say("第 %d 处，共 %d 处", at, count)
}

// helpSeekScreen looks for words in help, which stays in sight.
type helpSeekScreen struct {
	prompt
	below  *helpScreen
	result string
}

func newHelpSeek(s *helpScreen) *helpSeekScreen {
	return &helpSeekScreen{prompt: newPrompt(s.sought, true), below: s}
}

func (s *helpSeekScreen) title(a *App) string    { return s.below.title(a) }
func (s *helpSeekScreen) scopes() []keymap.Scope { return []keymap.Scope{keymap.InHelpSeek} }

func (s *helpSeekScreen) enabled(_ *App, act keymap.Action) bool { return act != keymap.Help }

func (s *helpSeekScreen) do(a *App, act keymap.Action) tea.Cmd {
	if act != keymap.Commit {
		return s.below.do(a, act)
	}
	s.proposed, s.result = false, ""
	if words := s.value(); words != "" {
		s.result = s.below.seek(words)
	}
	return nil
}

// view is help's with a line for the words below it.
func (s *helpSeekScreen) view(a *App, w, h int) frame {
	const asks = " 找："
	f := s.below.view(a, w, h-2)
	result := width.Clip(s.result, w-width.Of(asks)-10)
	value, x := s.show(w - width.Of(asks) - width.Of(result) - 2)
	return frame{lines: append(f.lines[:len(f.lines):len(f.lines)], width.Rule(w), width.Spread(theme.Title.Render(asks)+value, result+" ", w)),
		cursor: &tea.Position{X: width.Of(asks) + x, Y: len(f.lines) + 1}}
}
