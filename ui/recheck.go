package ui

import (
	"fmt"

	tea "charm.land/bubbletea/v2"

	"nianbao/model"
	"nianbao/ui/keymap"
	"nianbao/ui/theme"
	"nianbao/ui/width"
)

// recheckScreen has the cells that are not 0 entered a second time, without showing what
// stands there; of each that differs it asks which is right.
type recheckScreen struct {
	prompt
	*model.SecondEntry
}

// recheck begins a second entry.
func recheck(a *App) tea.Cmd {
	second := model.NewSecondEntry(a.session().Report())
	if second.Cell() == nil {
		a.inform("没有不是 0 的格，不用复核")
		return nil
	}
	a.push(&recheckScreen{newPrompt("", false), second})
	return nil
}

func (s *recheckScreen) title(*App) string {
	at, all := s.Progress()
	return fmt.Sprintf("复核  第 %d/%d 格", at, all)
}
func (s *recheckScreen) scopes() []keymap.Scope { return []keymap.Scope{keymap.InRecheck} }

func (s *recheckScreen) back(a *App) tea.Cmd {
	if begun := s.Begun() || s.value() != ""; begun {
		askToDrop(a, "复核还没有完")
		return nil
	}
	a.pop()
	return nil
}

func (s *recheckScreen) do(a *App, act keymap.Action) tea.Cmd {
	if act != keymap.Commit {
		return nil
	}
	c := s.Cell()
	now := a.session().Report().Figures[c.ID]
	f, same, err := s.Enter(s.value(), now)
	switch {
	case err != nil:
		a.fail(err)
		return nil
	case same:
		return s.next(a)
	}
	a.push(&confirmScreen{
		heading: "两遍不一样", must: true,
		lines: []string{"「" + c.Brief() + "」原来是 " + model.ShowValue(model.Target{Kind: model.TargetCell}, now.String()) + "，这一遍是 " + f.String() + "。请看纸上是哪一个："},
		options: []option{
			{answerKey(keymap.First), "用这一遍的 " + f.String(), func() tea.Cmd { return s.put(a, f) }},
			{answerKey(keymap.Second), "留原来的", func() tea.Cmd { s.Keep(); return s.next(a) }},
			{answerKey(keymap.Third), "这一格再录一遍", func() tea.Cmd { s.prompt = newPrompt("", false); return nil }},
		},
	})
	return nil
}

// put gives the cell the second figure.
func (s *recheckScreen) put(a *App, f model.Figure) tea.Cmd {
	e := s.Put(a.session().Report(), f)
	return tea.Batch(a.apply(e), s.next(a))
}

// next goes to the next cell, and after the last one keeps how it came out.
func (s *recheckScreen) next(a *App) tea.Cmd {
	s.prompt = newPrompt("", false)
	if s.Cell() != nil {
		return nil
	}
	a.pop()
	e, said, err := s.End(a.session().Report(), a.deps.User, a.deps.Now())
	if err != nil {
		a.fail(err)
		return nil
	}
	return a.applied(e, said)
}

func (s *recheckScreen) view(_ *App, w, _ int) frame {
	c := s.Cell()
	lines := []string{" 照纸上的数再录一遍，不看原来填的；两遍不一样的再问。", width.Rule(w)}
	for _, l := range width.Wrap(c.Section.Name+"  "+c.Label(), w-2) {
		lines = append(lines, theme.Title.Render(" "+l))
	}
	value, x := s.show(w - 10)
	const label = " 这一遍："
	cursor := &tea.Position{X: width.Of(label) + x, Y: len(lines)}
	lines = append(lines, label+value+" "+c.Column.Unit, "")
	for _, l := range width.Wrap(c.Row.Help+c.Column.Help, w-2) {
		lines = append(lines, " "+l)
	}
	return frame{lines: lines, cursor: cursor}
}
