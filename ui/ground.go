package ui

import (
	tea "charm.land/bubbletea/v2"

	"nianbao/model"
	"nianbao/ui/keymap"
)

// ground is what something half typed was opened on.
type ground struct {
	target model.Target
	was    string // its value then
}

// groundOf is a target as it stands.
func groundOf(a *App, kind model.TargetKind, key string) ground {
	t := model.Target{Kind: kind, Key: key}
	return ground{t, a.session().Report().Get(t)}
}

// overtaken asks before what is written takes the place of what somebody else has
// put there since it was opened; mine enters it all the same, theirs gives it up.
// Whoever goes on typing answers nothing. It reports whether it had to ask.
func (g *ground) overtaken(a *App, written string, mine, theirs func() tea.Cmd) bool {
	now := a.session().Report().Get(g.target)
	if now == g.was || model.ShowValue(g.target, now) == model.ShowValue(g.target, written) {
		return false
	}
	g.was = now // asked once
	who := a.changedBy[g.target]
	if who == "" {
		who = "其他人"
	}
	a.push(&confirmScreen{
		heading: "两边改了同一处",
		must:    true,
		half:    true,
		lines: []string{"「" + a.session().Report().TargetName(g.target) + "」在您填写的时候被" + who + "改了。",
			"现在是：" + model.ShowValue(g.target, now), "您写的是：" + model.ShowValue(g.target, written)},
		options: []option{{answerKey(keymap.First), "用我的", mine}, {answerKey(keymap.Second), "用对方的", theirs}},
	})
	return true
}
