package ui

import (
	"fmt"
	"strings"

	tea "charm.land/bubbletea/v2"

	"nianbao/model"
	"nianbao/ui/keymap"
	"nianbao/ui/theme"
	"nianbao/ui/width"
)

// findScreen finds a cell by any words of its label, or by its name, as the
// command line takes it, and goes there or does something else with it.
type findScreen struct {
	prompt
	heading, ask string
	where        keymap.Scope
	chosen       func(a *App, c *model.Cell, act keymap.Action) tea.Cmd
	unsought     []*model.Cell // to choose from while nothing is typed
	sought       string
	found        []*model.Cell // that fit what was sought
	at           int
}

// newFind returns the screen that goes to a cell.
func newFind(*App) *findScreen {
	return &findScreen{prompt: newPrompt("", false), heading: "找一格", ask: " 找哪一格：", where: keymap.InFind,
		chosen: func(a *App, c *model.Cell, _ keymap.Action) tea.Cmd {
			a.pop()
			a.goTo(place{Cell: c.ID})
			return nil
		}}
}

// newFigures returns the screen that inserts a figure of the tables into a text.
func newFigures(a *App, into *textScreen) *findScreen {
	s := &findScreen{prompt: newPrompt("", false), heading: "插入表里的数", ask: " 插入哪个数：", where: keymap.InFigures,
		chosen: func(a *App, c *model.Cell, act keymap.Action) tea.Cmd {
			f := a.sheet.At(c.ID)
			if !f.Filled() {
				a.inform("「" + c.Brief() + "」还没有填，不能插入；请先到表里填上")
				return nil
			}
			a.pop()
			text := f.String()
			if act == keymap.Commit {
				text += c.Column.Unit
			}
			return into.insert(a, text)
		}}
	for _, c := range a.session().Report().Form.Cells() { // what there is to write about
		if f := a.sheet.At(c.ID); f.Filled() && f.Sign() != 0 {
			s.unsought = append(s.unsought, c)
		}
	}
	s.found = s.unsought
	return s
}

func (s *findScreen) title(*App) string      { return s.heading }
func (s *findScreen) scopes() []keymap.Scope { return []keymap.Scope{s.where} }

func (s *findScreen) do(a *App, act keymap.Action) tea.Cmd {
	s.search(a)
	switch act {
	case keymap.Up:
		s.at = max(s.at-1, 0)
	case keymap.Down:
		s.at = max(min(s.at+1, len(s.found)-1), 0)
	case keymap.Commit, keymap.Next:
		if len(s.found) == 0 {
			a.inform("没有找到；写行名或列名里的几个字，如：新收 自然人")
			return nil
		}
		return s.chosen(a, s.found[s.at], act)
	}
	return nil
}

// search finds anew what is typed.
func (s *findScreen) search(a *App) {
	if value := s.value(); value != s.sought {
		s.sought, s.at = value, 0
		s.found = a.session().Report().Form.Search(value)
		if value == "" {
			s.found = s.unsought
		}
	}
}

func (s *findScreen) view(a *App, w, h int) frame {
	s.search(a)
	value, x := s.show(w - 14)
	lines := []string{width.Rule(w), s.ask + value,
		" " + theme.Dim.Render(width.Clip("写行名、列名里的字，用空格或 / 隔开，如：新收 自然人、国家秘密/总计", w-2)), ""}
	room := max(h-len(lines)-1, 1)
	top := max(0, s.at-room+1)
	for i := top; i < min(len(s.found), top+room); i++ {
		c := s.found[i]
		row, _, _ := strings.Cut(width.Safe(c.Label()), " / ")
		right := " / " + width.Pad(width.Safe(c.Column.Label), min(w/3, 20)) + width.PadLeft(a.sheet.At(c.ID).String(), 9) + " "
		if i == s.at {
			lines = append(lines, theme.Cursor.Render(width.Spread(" > "+row, right, w)))
		} else {
			lines = append(lines, width.Spread("   "+row, right, w))
		}
	}
	if len(s.found) == 0 && s.sought != "" {
		lines = append(lines, "   没有找到：写行名或列名里的几个字，如：新收 自然人")
	}
	if len(s.found) > room {
		lines = append(lines, fmt.Sprintf("   共 %d 格，再多写几个字", len(s.found)))
	}
	return frame{lines: lines, cursor: &tea.Position{X: width.Of(s.ask) + x, Y: 1}}
}
