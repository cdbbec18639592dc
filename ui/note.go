package ui

import (
	tea "charm.land/bubbletea/v2"

	"nianbao/model"
	"nianbao/ui/width"
)

// noteScreen writes the note beside a figure: 其中修订16件.
type noteScreen struct {
	prompt
	cell *model.Cell
}

func newNote(a *App, c *model.Cell) *noteScreen {
	return &noteScreen{newPrompt(a.session.Report().Notes[c.ID], false), c}
}

func (s *noteScreen) title(*App) string { return "附注" }
func (s *noteScreen) scopes() []scope   { return []scope{inNote} }

func (s *noteScreen) place() place {
	return place{Section: s.cell.Section.Key, Cell: s.cell.ID, Note: s.value()}
}

func (s *noteScreen) text(a *App, t string) tea.Cmd {
	return tea.Batch(s.prompt.text(a, t), a.saveSoon())
}

func (s *noteScreen) raw(a *App, k tea.KeyPressMsg) tea.Cmd {
	return tea.Batch(s.prompt.raw(a, k), a.saveSoon())
}

// back asks before it drops what was written.
func (s *noteScreen) back(a *App) tea.Cmd {
	if !s.written(a) {
		a.pop()
		return nil
	}
	a.askToDrop(s.title(a))
	return nil
}

func (s *noteScreen) written(a *App) bool { return s.value() != a.session.Report().Notes[s.cell.ID] }

func (s *noteScreen) do(a *App, act action) tea.Cmd {
	if act != actCommit {
		return nil
	}
	e := model.SetNote(a.session.Report(), s.cell.ID, s.value())
	if err := a.session.Apply(e); err != nil {
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
