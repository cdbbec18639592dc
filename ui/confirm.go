package ui

import (
	"cmp"
	"slices"
	"strings"

	tea "charm.land/bubbletea/v2"

	"nianbao/model"
	"nianbao/ui/desk"
	"nianbao/ui/keymap"
	"nianbao/ui/theme"
	"nianbao/ui/width"
)

// confirmScreen asks before something that loses work; Esc always declines.
type confirmScreen struct {
	heading string
	lines   []string
	options []option
	accept  func() tea.Cmd // what Enter does; nil where a letter is asked for
	must    bool           // one of the options has to be chosen
	final   bool           // it is about a report that somebody has made final
	half    bool           // it is about what is being written, which stays so until it is answered
	pasted  string         // what was pasted and is nowhere else
	decline string         // what Esc does; "" for going back
}

// option is an answer, chosen by a letter of its own so that no key still in
// flight gives it; where the question comes up by itself, by a function key.
type option struct {
	key, label string
	run        func() tea.Cmd
}

// askToDrop asks before the screen on top is left with what was filled in there.
func askToDrop(a *App, heading string) {
	a.push(&confirmScreen{
		heading: heading,
		lines:   []string{"刚才填的还没有保存，放弃吗？"},
		options: []option{{"y", "放弃，返回", func() tea.Cmd { a.pop(); return nil }}},
		decline: "接着写，不放弃",
	})
}

func (s *confirmScreen) title(*App) string      { return s.heading }
func (s *confirmScreen) scopes() []keymap.Scope { return []keymap.Scope{keymap.InConfirm} }
func (s *confirmScreen) typing() bool           { return true }
func (s *confirmScreen) do(a *App, act keymap.Action) tea.Cmd {
	if act == keymap.Accept && s.accept != nil {
		a.pop()
		return s.accept()
	}
	return s.text(a, answerKey(act))
}

func (s *confirmScreen) enabled(_ *App, act keymap.Action) bool { return act != keymap.Back || !s.must }

func (s *confirmScreen) back(a *App) tea.Cmd {
	if s.must {
		var names []string
		for _, o := range s.options {
			names = append(names, keymap.Name(o.key))
		}
		a.warn("请先选定：按 " + strings.Join(names, "、"))
		return nil
	}
	a.pop()
	return nil
}

func (s *confirmScreen) text(a *App, t string) tea.Cmd {
	for _, o := range s.options {
		if t == o.key {
			a.pop()
			return o.run()
		}
	}
	return nil
}

func (s *confirmScreen) raw(a *App, k tea.KeyPressMsg) tea.Cmd { return s.text(a, k.String()) }

// answerKey is the key of an answer by function key; "" for other actions.
func answerKey(act keymap.Action) string {
	switch act {
	case keymap.First, keymap.Second, keymap.Third:
		return keys.Keys(keymap.InConfirm, act)[0]
	}
	return ""
}

// answered is the action whose key an option has; [keymap.None] for a letter's.
func answered(key string) keymap.Action {
	return keys.Lookup([]keymap.Scope{keymap.InConfirm}, key, true)
}

func (s *confirmScreen) view(_ *App, w, h int) frame {
	var asks, answers []string
	for _, l := range s.lines {
		for _, part := range width.Wrap(l, w-4) {
			asks = append(asks, "  "+part)
		}
	}
	names, says := []string{}, []string{}
	for _, o := range s.options {
		name := keymap.Name(o.key)
		if all := keys.Keys(keymap.InConfirm, answered(o.key)); len(all) > 1 {
			name += "（或 " + keymap.Name(all[1]) + "）"
		}
		names, says = append(names, name), append(says, o.label)
	}
	if s.accept != nil {
		names, says = append(names, say("{key:confirm.accept}")), append(says, say("同意（可按 {key:undo} 撤销）"))
	}
	if !s.must {
		names, says = append(names, say("{key:back}")), append(says, cmp.Or(s.decline, "返回，不做改动"))
	}
	longest := 0
	for _, name := range names {
		longest = max(longest, width.Of(name))
	}
	for i, name := range names {
		answers = append(answers, "  按 "+theme.Key.Render(name)+width.Pad("", longest+2-width.Of(name))+says[i])
	}
	if 3+len(asks)+len(answers) <= h {
		return frame{lines: slices.Concat([]string{width.Rule(w), ""}, asks, []string{""}, answers)}
	}
	// On a low screen the answers stay in sight.
	room := max(h-1-len(answers), 0)
	return frame{lines: slices.Concat([]string{width.Rule(w)}, asks[:min(len(asks), room)], answers)}
}

// clashScreen asks about targets that somebody else changed at the same time,
// one after the other.
type clashScreen struct {
	desk.Clashed
	mine []bool // the answers so far
}

func (s *clashScreen) title(*App) string      { return "两边改了同一处" }
func (s *clashScreen) scopes() []keymap.Scope { return []keymap.Scope{keymap.InClash} }
func (s *clashScreen) typing() bool           { return true }

func (s *clashScreen) enabled(_ *App, act keymap.Action) bool { return act != keymap.Back }

func (s *clashScreen) back(a *App) tea.Cmd {
	a.warn(say("请先选定用哪一边的：按 {key:clash.mine} 用我的，按 {key:clash.theirs} 用对方的"))
	return nil
}

// text answers nothing: what is still being typed is no choice.
func (s *clashScreen) text(a *App, _ string) tea.Cmd { return s.back(a) }

func (s *clashScreen) do(a *App, act keymap.Action) tea.Cmd {
	if act != keymap.Mine && act != keymap.Theirs {
		return s.back(a)
	}
	if s.mine = append(s.mine, act == keymap.Mine); len(s.mine) < len(s.Clashes) {
		return nil
	}
	a.pop()
	cmd := a.carry(a.desk.Keep(a.deps.Now(), s.Clashed, func(c model.Clash) bool {
		i := slices.Index(s.Clashes, c)
		return i >= 0 && s.mine[i]
	}))
	if a.session().Report().Revision >= s.Latest.Revision {
		a.inform("已按您的选择合并；未采用的留在修改记录里")
		if a.session().Report().State == model.Correcting {
			a.inform(say("已按您的选择合并；未采用的留在修改记录里。报告现在是更正中，改好后再按 {key:finish} 定稿"))
		}
	} else {
		a.warn("对方又改了，请再选定一次")
	}
	return cmd
}

func (s *clashScreen) view(a *App, w, h int) frame {
	at := min(len(s.mine), len(s.Clashes)-1)
	c := s.Clashes[at]
	lines := []string{width.Rule(w)}
	add := func(most int, indent, text string) {
		parts := width.Wrap(text, w-2-width.Of(indent))
		for i, part := range parts[:min(len(parts), most)] {
			if i == most-1 && len(parts) > most {
				part = width.Clip(part, w-6-width.Of(indent)) + "……"
			}
			lines = append(lines, indent+part)
		}
	}
	value := func(keys, v string) {
		add(h, "  ", keys+model.ShowValue(c.Target, v)+s.wrote(a, c, v))
		if c.Kind == model.TargetText && v != "" {
			add(max((h-8)/2, 1), "      ", width.Safe(strings.ReplaceAll(v, "\n", "↵")))
		}
	}
	name := a.session().Report().TargetName(c.Target)
	if c.Kind == model.TargetText {
		name += "，同一段"
	} else {
		name += "    原来：" + model.ShowValue(c.Target, c.Before)
	}
	add(h, "  ", name)
	value(say("按 {key:clash.mine}（或 {key:clash.mine/2}）用我的："), c.Mine)
	value(say("按 {key:clash.theirs}（或 {key:clash.theirs/2}）用对方的："), c.Theirs)
	who := s.By.Of(c.Target)
	if e := s.By.Clashing(c); e != nil {
		who = desk.NameOf(e.Actor)
	}
	add(h, "  ", who+"在您填写的同时改了同一处，请选定用哪一边的（第 "+itoa(at+1)+" 处，共 "+itoa(len(s.Clashes))+say(" 处）。未采用的记入修改记录，可按 {key:undo} 换回。"))
	return frame{lines: lines}
}

// wrote says who gave the other side's value, and when.
func (s *clashScreen) wrote(a *App, c model.Clash, v string) string {
	if e := s.By.Clashing(c); e != nil && v == c.Theirs {
		return "（" + desk.NameOf(e.Actor) + "，" + when(e.At, a.deps.Now()) + "）"
	}
	return ""
}
