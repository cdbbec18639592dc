package ui

import (
	"strings"

	tea "charm.land/bubbletea/v2"

	"nianbao/model"
	"nianbao/model/rollup"
	"nianbao/ui/keymap"
	"nianbao/ui/width"
)

// unitFormScreen changes what the list has of a unit.
type unitFormScreen struct {
	unit   model.ListedUnit
	fields []formField
	at     int
}

func editUnit(a *App, u model.ListedUnit) {
	if a.locked() {
		return
	}
	s := &unitFormScreen{unit: u}
	for _, f := range rollup.Fields(u) {
		field := newField(f.Name, f.Name, f.Help, f.Value)
		field.initial = f.Value
		s.fields = append(s.fields, field)
	}
	a.push(s)
}

func (s *unitFormScreen) title(*App) string      { return s.unit.Name + "  在名单上的各项" }
func (s *unitFormScreen) scopes() []keymap.Scope { return []keymap.Scope{keymap.InForm} }
func (s *unitFormScreen) typing() bool           { return true }
func (s *unitFormScreen) back(a *App) tea.Cmd    { return dropUnless(a, s.changed()) }
func (s *unitFormScreen) field() *formField      { return &s.fields[s.at] }

func (s *unitFormScreen) changed() bool {
	for i := range s.fields {
		if s.fields[i].value() != s.fields[i].initial {
			return true
		}
	}
	return false
}

func (s *unitFormScreen) text(a *App, t string) tea.Cmd {
	s.field().err = nil
	return s.field().prompt.text(a, t)
}

func (s *unitFormScreen) raw(a *App, k tea.KeyPressMsg) tea.Cmd {
	s.field().err = nil
	return s.field().prompt.raw(a, k)
}

func (s *unitFormScreen) do(a *App, act keymap.Action) tea.Cmd {
	s.field().proposed = false
	switch act {
	case keymap.Up:
		s.at = max(s.at-1, 0)
	case keymap.Down:
		s.at = min(s.at+1, len(s.fields)-1)
	case keymap.Commit:
		if s.at < len(s.fields)-1 {
			s.at++
			return nil
		}
		return s.submit(a)
	case keymap.Submit, keymap.Save:
		return s.submit(a)
	}
	return nil
}

// submit makes the fields those of the unit, or goes to the first that is wrong.
func (s *unitFormScreen) submit(a *App) tea.Cmd {
	u, listed := a.session().Report().Units[s.unit.Name] // as others have made it meanwhile
	if !listed {
		u = s.unit
	}
	for i := range s.fields {
		f := &s.fields[i]
		if f.value() == f.initial {
			continue
		}
		if f.err = rollup.SetField(&u, f.name, f.value()); f.err != nil {
			s.at = i
			return nil
		}
	}
	e := model.SetListed(a.session().Report(), "改名单："+u.Name, u)
	if e.Empty() {
		a.pop()
		return nil
	}
	if err := a.session().Apply(e); err != nil {
		s.field().err = err
		return nil
	}
	a.pop()
	a.inform(say("名单上「%s」的各项已改；按 {key:undo} 撤销", u.Name))
	return a.edited()
}

func (s *unitFormScreen) view(_ *App, w, h int) frame {
	lines := []string{width.Rule(w)}
	if h > 2*len(s.fields)+3 {
		lines = append(lines, "", "  "+strings.TrimSpace(s.unit.Name), "")
	}
	return drawFields(lines, s.fields, s.at, w, h)
}
