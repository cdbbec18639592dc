package ui

import (
	tea "charm.land/bubbletea/v2"

	"nianbao/model"
	"nianbao/ui/keymap"
	"nianbao/ui/width"
)

// noteScreen writes the note beside a figure: 其中修订16件.
type noteScreen struct {
	keptPrompt
	cell *model.Cell
	ground
}

func newNote(a *App, c *model.Cell) *noteScreen {
	g := groundOf(a, model.TargetNote, string(c.ID))
	return &noteScreen{keptPrompt{newPrompt(g.was, false)}, c, g}
}

func (s *noteScreen) title(*App) string      { return "附注" }
func (s *noteScreen) scopes() []keymap.Scope { return []keymap.Scope{keymap.InNote} }

func (s *noteScreen) place() place {
	p := place{Section: s.cell.Section.Key, Cell: s.cell.ID}
	if s.value() != s.was {
		p.Note, p.Was = s.value(), s.was
	}
	return p
}

func (s *noteScreen) back(a *App) tea.Cmd { return dropUnless(a, s.value() != s.was) }

func (s *noteScreen) do(a *App, act keymap.Action) tea.Cmd {
	if act != keymap.Commit {
		return nil
	}
	if s.ground.overtaken(a, model.CleanLine(s.value()), func() tea.Cmd { return s.do(a, keymap.Commit) }, func() tea.Cmd { a.pop(); return nil }) {
		return nil
	}
	e := model.SetNote(a.session().Report(), s.cell.ID, s.value())
	if err := a.session().Apply(e); err != nil {
		a.fail(err)
		return nil
	}
	a.pop()
	return a.edited()
}

func (s *noteScreen) view(a *App, w, _ int) frame {
	lines := []string{width.Rule(w)}
	for _, l := range width.Wrap(s.cell.Label(), w-2) {
		lines = append(lines, " "+l)
	}
	value, x := s.show(w - 10)
	cursor := &tea.Position{X: 7 + x, Y: len(lines)}
	lines = append(lines, " 附注："+value, "",
		" 写在数字后面的括号里，如：其中修订16件、含自然失效29件。导出时印在数字后面。")
	return frame{lines: lines, cursor: cursor}
}
