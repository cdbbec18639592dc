package ui

import (
	"slices"
	"strings"

	tea "charm.land/bubbletea/v2"

	"nianbao/model"
	"nianbao/ui/keymap"
)

// others are who has changed what of the report, as the log tells it.
type others struct {
	entries  []model.LogEntry // the oldest first
	revision int              // the newest that is not news any more
}

// since are the others after a revision.
func since(entries []model.LogEntry, revision int) others { return others{entries, revision} }

// stateTarget is how far the report has come.
var stateTarget = model.Target{Kind: model.TargetField, Key: model.FieldState}

// of names who has changed a target last; where the log has nothing of that, who
// has saved last.
func (o others) of(t model.Target) string {
	if e := o.last(func(c model.Change) bool { return c.Target == t }); e != nil {
		return nameOf(e.Actor)
	}
	for _, e := range slices.Backward(o.entries) {
		if e.Revision > o.revision && e.User != "" {
			return nameOf(e.Actor)
		}
	}
	return "别人"
}

// clashing is the entry that brought the other side of a clash; nil for none.
func (o others) clashing(c model.Clash) *model.LogEntry {
	here := func(x model.Change) bool { return x.Target == c.Target }
	if c.Kind == model.TargetText { // of a text, who wrote or took out these paragraphs
		e := o.last(func(x model.Change) bool {
			wrote := c.Theirs != "" && strings.Contains(x.After, c.Theirs) && !strings.Contains(x.Before, c.Theirs)
			gone := c.Theirs == "" && strings.Contains(x.Before, c.Before) && !strings.Contains(x.After, c.Before)
			return here(x) && (wrote || gone)
		})
		if e != nil {
			return e
		}
	}
	return o.last(here)
}

// last is the newest entry with such a change; nil for none.
func (o others) last(has func(model.Change) bool) *model.LogEntry {
	for i := len(o.entries) - 1; i >= 0; i-- {
		if e := &o.entries[i]; e.Revision > o.revision && e.User != "" && slices.ContainsFunc(e.Changes, has) {
			return e
		}
	}
	return nil
}

// ground is what something half typed was opened on.
type ground struct {
	target model.Target
	was    string // its value then
}

// ground is a target as it stands.
func (a *App) ground(kind model.TargetKind, key string) ground {
	t := model.Target{Kind: kind, Key: key}
	return ground{t, a.session.Report().Get(t)}
}

// overtaken asks before what is written takes the place of what somebody else has
// put there since it was opened; mine enters it all the same, theirs gives it up.
// Whoever goes on typing answers nothing. It reports whether it had to ask.
func (a *App) overtaken(g *ground, written string, mine, theirs func() tea.Cmd) bool {
	now := a.session.Report().Get(g.target)
	if now == g.was || model.ShowValue(g.target, now) == model.ShowValue(g.target, written) {
		return false
	}
	g.was = now // asked once
	who := a.changedBy[g.target]
	if who == "" {
		who = "别人"
	}
	a.push(&confirmScreen{
		heading: "两边改了同一处",
		must:    true,
		half:    true,
		lines: []string{"「" + a.session.Report().TargetName(g.target) + "」在您填写的时候被" + who + "改了。",
			"现在是：" + model.ShowValue(g.target, now), "您写的是：" + model.ShowValue(g.target, written)},
		options: []option{{answerKey(keymap.First), "用我的", mine}, {answerKey(keymap.Second), "用对方的", theirs}},
	})
	return true
}
