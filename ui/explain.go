package ui

import (
	tea "charm.land/bubbletea/v2"

	"nianbao/model"
	"nianbao/model/check"
	"nianbao/ui/keymap"
	"nianbao/ui/theme"
	"nianbao/ui/width"
)

// explainScreen writes why a finding stands, or why the unit does without the
// finding's rule.
type explainScreen struct {
	keptPrompt
	finding check.Finding
	unit    bool // the rule is switched off
	grounds []ground
}

// newExplain begins with the words that stand.
func newExplain(a *App, f check.Finding, words string, unit bool) *explainScreen {
	s := &explainScreen{keptPrompt: keptPrompt{newPrompt(words, false)}, finding: f, unit: unit}
	for _, key := range f.ExplanationKeys(unit) {
		s.grounds = append(s.grounds, groundOf(a, model.TargetExplanation, key))
	}
	return s
}

// explain asks why a finding stands, where that can be said.
func explain(a *App, f check.Finding) {
	if err := f.CanExplain(a.session().Report().Form); err != nil {
		a.warn(err.Error())
		return
	}
	text := ""
	switch {
	case f.Because != nil && f.Because.Unit:
		a.inform(say("本单位已停用这条规则，无须说明；要恢复按 {key:findings.switch-off}"))
		return
	case f.Because != nil:
		text = f.Because.Text
	case f.Lapsed != nil:
		text = f.Lapsed.Text
	}
	a.push(newExplain(a, f, text, false))
}

// switchOff asks why the unit does without a finding's rule, or offers to use
// the rule again.
func switchOff(a *App, f check.Finding) {
	r := a.session().Report()
	if off := r.SwitchedOff(f.Rule); off != nil {
		a.push(&confirmScreen{
			heading: "恢复规则",
			lines: []string{"本单位停用这条规则（" + signature(off, a.w) + "）：" + off.Text,
				"恢复以后，这条规则查出的问题重新计数。"},
			accept: func() tea.Cmd {
				e, err := model.SwitchOff(a.session().Report(), f.Rule, "", a.deps.User, a.deps.Now())
				if err != nil {
					a.fail(err)
					return nil
				}
				return a.applied(e, say("已恢复这条规则；按 {key:undo} 撤销"))
			},
		})
		return
	}
	if !canSwitchOff(a, &f) {
		a.warn(say("这条规则不能停用：确实无误的，按 {key:findings.explain} 逐条写说明"))
		if f.CanExplain(r.Form) != nil {
			a.warn("这条规则不能不用，也不能用说明代替")
		}
		return
	}
	a.push(newExplain(a, f, "", true))
}

func canSwitchOff(a *App, f *check.Finding) bool {
	return f.RuleIn(a.session().Report().Form).CanSwitchOff()
}

func (s *explainScreen) title(*App) string {
	if s.unit {
		return "本单位停用这条规则"
	}
	return "写说明"
}

func (s *explainScreen) scopes() []keymap.Scope { return []keymap.Scope{keymap.InExplain} }

// place keeps what is being written: a line may drop.
func (s *explainScreen) place() place {
	return place{Finding: identity(&s.finding), Words: s.value(), Unit: s.unit, Was: s.grounds[0].was}
}

// goOnExplaining opens the explanation that was being written when the report
// was left, where its finding still stands.
func goOnExplaining(a *App, p place) {
	if p.Words == "" {
		return
	}
	for i := range a.findings {
		if f := a.findings[i]; identity(&f) == p.Finding {
			a.push(newFindings())
			s := newExplain(a, f, p.Words, p.Unit)
			s.grounds[0].was = p.Was
			a.push(s)
			a.warn(say("上次的说明写到这里，还没有确定：按 {key:explain.commit} 确定，{key:back} 不要"))
		}
	}
}

// back asks before it drops what was written.
func (s *explainScreen) back(a *App) tea.Cmd {
	was := ""
	if e := s.finding.Because; e != nil {
		was = e.Text
	} else if e := s.finding.Lapsed; e != nil {
		was = e.Text
	}
	text := s.value()
	return dropUnless(a, text != "" && (text != was || s.unit))
}

func (s *explainScreen) do(a *App, act keymap.Action) tea.Cmd {
	if act != keymap.Commit {
		return nil
	}
	text := s.value()
	if s.unit {
		if text == "" {
			a.inform(say("写几个字说明为什么不用，或按 {key:back} 返回"))
			return nil
		}
		e, err := model.SwitchOff(a.session().Report(), s.finding.Rule, text, a.deps.User, a.deps.Now())
		return s.give(a, e, err, say("本单位已停用这条规则，查出的问题不再计数；按 {key:undo} 撤销，要恢复，在 [停用] 的一条上按 {key:findings.switch-off}"))
	}
	now, ok := a.finding(&s.finding)
	switch {
	case !ok:
		a.pop()
		a.inform("这一条已经没有了，不用说明")
		return nil
	case now.Message != s.finding.Message: // somebody has changed the figures meanwhile
		s.finding = now
		a.warn(say("数字刚刚变了：请看新的这一句，说明还对就再按 {key:explain.commit}"))
		return nil
	case text == "" && now.Because == nil && now.Lapsed == nil:
		a.inform(say("写几个字说明为什么没有错，或按 {key:back} 返回"))
		return nil
	}
	done := "已说明，不再计数；数字一变，说明就失效"
	if text == "" {
		done = "已去掉说明"
	}
	e, err := check.Explain(a.session().Report(), &now, text, a.deps.User, a.deps.Now())
	return s.give(a, e, err, done+say("；按 {key:undo} 撤销"))
}

// give applies the edit and leaves the screen; where there is none for an error, it is
// refused, or somebody else has explained the same meanwhile, writing goes on.
func (s *explainScreen) give(a *App, e model.Edit, err error, done string) tea.Cmd {
	if err != nil {
		a.fail(err)
		return nil
	}
	for i := range s.grounds {
		g := &s.grounds[i]
		mine := a.session().Report().Get(g.target)
		for _, c := range e.Changes {
			if c.Target == g.target {
				mine = c.After
			}
		}
		if g.overtaken(a, mine, func() tea.Cmd { return s.do(a, keymap.Commit) }, func() tea.Cmd { a.pop(); return nil }) {
			return nil
		}
	}
	if err := a.session().Apply(e); err != nil {
		a.fail(err)
		return nil
	}
	a.pop()
	list, ok := a.top().(*findingsScreen)
	var ahead []string
	if ok {
		ahead = list.ahead(a) // before what was found is found anew
	}
	a.inform(done)
	cmd := a.edited()
	if ok {
		list.settle(a, ahead)
	}
	return cmd
}

func (s *explainScreen) view(a *App, w, h int) frame {
	ask, hint := " 说明：", "写明为什么没有错、依据什么，如：表是全县汇总数。数字变了，说明就失效。"
	if s.finding.Because != nil {
		hint = say("清空（Ctrl+U）再按 {key:explain.commit} 就是去掉说明，重新计数。")
	}
	about := s.finding.Message + "。"
	if s.unit {
		ask, hint = " 原因：", "停用后，这条规则查出的问题不再计数，下一年的报告也一样；随时可以恢复。"
		about = s.finding.Rule + "  " + s.finding.RuleIn(a.session().Report().Form).Says
	}
	var lines []string
	if h > 9 {
		lines = append(lines, width.Rule(w))
	}
	wrapped := width.Wrap(about, w-2)
	if s.finding.Quote != "" && !s.unit {
		wrapped = append(wrapped, width.Wrap("原文：「"+s.finding.Quote+"」", w-2)...)
	}
	for _, l := range wrapped[:min(len(wrapped), max(h-4, 2))] { // what is typed stays in sight
		lines = append(lines, " "+l)
	}
	if h > 9 {
		lines = append(lines, "")
	}
	value, x := s.show(w - 10)
	cursor := &tea.Position{X: width.Of(ask) + x, Y: len(lines)}
	lines = append(lines, ask+value)
	if h > 9 {
		lines = append(lines, "")
	}
	for _, l := range width.Wrap(hint, w-2) {
		lines = append(lines, " "+theme.Dim.Render(l))
	}
	return frame{lines: lines[:min(len(lines), h)], cursor: cursor}
}
