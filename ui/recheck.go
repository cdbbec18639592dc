package ui

import (
	"fmt"
	"maps"
	"strings"

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
	cells         []*model.Cell
	at            int
	changed, kept int                           // of those that differed
	figures       map[model.CellID]model.Figure // as this sitting knows them
}

// recheck begins a second entry.
func recheck(a *App) tea.Cmd {
	cells := a.session().Report().NotZero()
	if len(cells) == 0 {
		a.inform("没有不是 0 的格，不用复核")
		return nil
	}
	a.push(&recheckScreen{prompt: newPrompt("", false), cells: cells, figures: maps.Clone(a.session().Report().Figures)})
	return nil
}

func (s *recheckScreen) title(*App) string {
	return fmt.Sprintf("复核  第 %d/%d 格", s.at+1, len(s.cells))
}
func (s *recheckScreen) scopes() []keymap.Scope { return []keymap.Scope{keymap.InRecheck} }

func (s *recheckScreen) back(a *App) tea.Cmd {
	if begun := s.at > 0 || s.value() != ""; begun {
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
	c := s.cells[s.at]
	f, err := model.ParseFigure(s.value(), c.Column)
	switch {
	case err != nil:
		a.fail(err)
		return nil
	case !f.Filled():
		a.warn("请照纸上的数填；没有的填 0")
		return nil
	}
	now := a.session().Report().Figures[c.ID]
	if f == now {
		return s.next(a)
	}
	a.push(&confirmScreen{
		heading: "两遍不一样", must: true,
		lines: []string{"「" + c.Brief() + "」原来是 " + model.ShowValue(model.Target{Kind: model.TargetCell}, now.String()) + "，这一遍是 " + f.String() + "。请看纸上是哪一个："},
		options: []option{
			{answerKey(keymap.First), "用这一遍的 " + f.String(), func() tea.Cmd { return s.put(a, f) }},
			{answerKey(keymap.Second), "留原来的", func() tea.Cmd { s.kept++; return s.next(a) }},
			{answerKey(keymap.Third), "这一格再录一遍", func() tea.Cmd { s.prompt = newPrompt("", false); return nil }},
		},
	})
	return nil
}

// put gives the cell the second figure.
func (s *recheckScreen) put(a *App, f model.Figure) tea.Cmd {
	e := model.SetFigures(a.session().Report(), model.CellFigure{Cell: s.cells[s.at].ID, Figure: f})
	e.Reason = "复核"
	s.changed++
	s.figures[s.cells[s.at].ID] = f
	return tea.Batch(a.apply(e), s.next(a))
}

// next goes to the next cell, and after the last one keeps how it came out.
func (s *recheckScreen) next(a *App) tea.Cmd {
	s.prompt = newPrompt("", false)
	if s.at++; s.at < len(s.cells) {
		return nil
	}
	a.pop()
	if others := s.others(a); others != "" {
		a.warn("复核的时候" + others + "被改动了，没有记作复核过：请再复核一遍")
		return nil
	}
	said := fmt.Sprintf("复核 %d 格：%d 格相同，改了 %d 格，两遍不同而留原数 %d 格", len(s.cells), len(s.cells)-s.changed-s.kept, s.changed, s.kept)
	e, err := model.Recheck(a.session().Report(), said, a.deps.User, a.deps.Now())
	if err != nil {
		a.fail(err)
		return nil
	}
	return a.applied(e, said+"；谁在什么时候复核的，记在修改记录里")
}

// others names the cells whose figures somebody else has changed meanwhile; "" for none.
func (s *recheckScreen) others(a *App) string {
	var names []string
	r := a.session().Report()
	for _, c := range r.Form.Cells() {
		if !c.Computed() && r.Figures[c.ID] != s.figures[c.ID] {
			names = append(names, "「"+c.Brief()+"」")
		}
	}
	const most = 3
	if len(names) > most {
		names = append(names[:most], "等格")
	}
	return strings.Join(names, "")
}

func (s *recheckScreen) view(_ *App, w, _ int) frame {
	c := s.cells[min(s.at, len(s.cells)-1)]
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
