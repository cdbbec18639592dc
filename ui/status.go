package ui

import (
	"slices"
	"strings"

	"nianbao/model"
	"nianbao/model/check"
	"nianbao/ui/keymap"
	"nianbao/ui/theme"
	"nianbao/ui/width"
)

// headline is the top line: whose report, where in it, how it stands. Where not
// all of it fits, the unit's name gives way before the place, and the count and
// the state of saving never do.
func (a *App) headline(s screen) string {
	title, state := width.Safe(s.title(a)), a.status()
	room := a.w - width.Of(state) - 2
	if unit, place, ok := strings.Cut(title, "  "); ok && width.Of(title) > room {
		title = place
		if left := room - width.Of(place) - 2; left >= 8 {
			title = width.Clip(unit, left) + "  " + place
		}
	}
	return theme.Title.Render(width.Spread(" "+title, state, a.w))
}

// counts is how the findings stand, in a few words: 错1 警2 提3. Explained ones
// do not count.
func counts(findings []check.Finding, zeros bool) string {
	errors, warnings, hints := check.Count(findings)
	var parts []string
	for i, n := range []int{errors, warnings, hints} {
		if n > 0 || zeros {
			parts = append(parts, []string{"错", "警", "提"}[i]+itoa(n))
		}
	}
	return strings.Join(parts, " ")
}

// message is what stands above the footer: the last message, in up to three
// lines, else, in a part of the report, the finding that matters most there.
func (a *App) message() []string {
	if lines := a.lines(a.w); lines != nil {
		return lines
	}
	f := worst(a)
	if f == nil {
		return []string{""}
	}
	return []string{lookOf(f.Severity).Render(width.Clip(" ! "+width.Safe(f.Message), a.w-1))}
}

// worst is the finding to show on one line in a part of the report, nil for
// none: about what is at the cursor before the one gone to last before the rest,
// and what is wrong before what is merely not filled in yet; the gravest of
// these.
func worst(a *App) *check.Finding {
	part, ok := a.top().(parted)
	if !ok {
		return nil
	}
	cell, at := model.CellID(""), -1
	switch s := a.top().(type) {
	case *tableScreen:
		cell = s.current().ID
	case *textScreen:
		at = s.at(a)
	}
	selected := a.pointed()
	var best *check.Finding
	most := 0
	for i := range a.findings {
		f := &a.findings[i]
		score := 0
		here, blank := slices.Contains(f.Cells, cell), f.Kind == model.KindFilled
		if f.Section == part.section() || here && !blank {
			score = 1
		}
		if hint := f.Severity == model.Info; hint || score == 0 {
			continue
		}
		if f.Explained && f != selected {
			continue
		}
		if !blank {
			score += 4
			if here {
				score += 8
			}
		}
		if under := f.At.Start <= at && at <= f.At.End; under && f.At.End > 0 {
			score += 8
		}
		if f == selected {
			score += 2
		}
		if score > most {
			best, most = f, score
		}
	}
	return best
}

// isOpen reports whether a finding waits for a mend or an explanation.
func isOpen(f *check.Finding) bool { return !f.Explained && f.Severity != model.Info }

func lookOf(s model.Severity) theme.Look {
	switch s {
	case model.Error:
		return theme.Error
	case model.Warning:
		return theme.Warning
	}
	return theme.Plain
}

// word is what the footer says of a key; "" where it would do nothing.
func (a *App) word(b keymap.Binding) string {
	switch {
	case !a.enabled(b.Do):
		return ""
	case b.Where == keymap.InTable && b.Do == keymap.Commit && a.settings.EnterRight:
		return "右一格"
	case b.Where == keymap.InTable && b.Do == keymap.Next && a.settings.EnterRight:
		return ""
	case b.Do == keymap.Finish && a.session().Report().State == model.Final:
		return "更正"
	case b.Do == keymap.Finish && a.session().Report().State == model.Correcting:
		return "重新定稿"
	}
	if s, ok := a.top().(worder); ok {
		if word := s.word(a, b.Do); word != "" {
			return word
		}
	}
	return b.Short
}

// enabled keeps actions that would do nothing out of the footer.
func (a *App) enabled(act keymap.Action) bool {
	s := a.top()
	where := s.scopes()[0]
	switch {
	case where.Stops(act), where.TakesForBack(act):
		return false
	case where.Apart():
	case a.session() != nil && a.session().Locked() != nil && act.Changes():
		return false
	case act == keymap.Undo:
		if a.session() != nil {
			return a.session().UndoLabel() != ""
		}
	case act == keymap.Back && len(a.stack) == 1:
		return a.example != nil
	}
	if s, ok := s.(enabler); ok {
		return s.enabled(a, act)
	}
	return true
}
