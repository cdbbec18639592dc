package ui

import (
	"strings"

	tea "charm.land/bubbletea/v2"

	"nianbao/model"
	"nianbao/model/check"
	"nianbao/ui/keymap"
	"nianbao/ui/theme"
	"nianbao/ui/width"
)

// findingsScreen lists everything that a reviewer would find, to go there, to
// mend it or to say why it stands.
type findingsScreen struct {
	by      grouping
	at, top int // in the order of the screen
	page    int
}

func newFindings() *findingsScreen { return &findingsScreen{page: 1} }

func (s *findingsScreen) title(a *App) string {
	return a.session().Report().Unit + " " + itoa(a.session().Report().Year) + "年度  核对结果（" + s.by.name() + "）"
}

func (s *findingsScreen) scopes() []keymap.Scope {
	return []keymap.Scope{keymap.InFindings, keymap.InReport}
}
func (s *findingsScreen) typing() bool { return false }

// current is the finding at the cursor; nil where there is none.
func (s *findingsScreen) current(a *App) *check.Finding {
	order := s.order(a)
	if len(order) == 0 {
		return nil
	}
	s.at = max(min(s.at, len(order)-1), 0)
	return &a.findings[order[s.at]]
}

func (s *findingsScreen) enabled(a *App, act keymap.Action) bool {
	f := s.current(a)
	switch act {
	case keymap.Findings:
		return false
	case keymap.Open, keymap.Toggle:
		return f != nil
	case keymap.Repair:
		return f != nil && f.Repair != nil
	case keymap.RepairAll:
		return f != nil && check.Together(a.session().Report(), a.findings, f) != nil
	case keymap.OtherSide:
		return f != nil && otherSide(a.session().Report(), f) != ""
	case keymap.Explain:
		return f != nil && f.CanExplain(a.session().Report().Form) == nil
	case keymap.SwitchOff:
		return f != nil && (a.session().Report().SwitchedOff(f.Rule) != nil || canSwitchOff(a, f))
	}
	return true
}

// word is the footer's for what differs from finding to finding.
func (s *findingsScreen) word(a *App, act keymap.Action) string {
	switch f := s.current(a); {
	case f == nil:
	case act == keymap.Repair && a.w >= 60:
		return " " + width.Clip(width.Safe(f.Repair.Label), 20)
	case act == keymap.OtherSide && f.Other != "":
		return "看另一边"
	case act == keymap.Explain && f.Because != nil && !f.Because.Unit:
		return "改说明"
	case act == keymap.SwitchOff && a.session().Report().SwitchedOff(f.Rule) != nil:
		return "恢复这条"
	}
	return ""
}

func (s *findingsScreen) text(a *App, _ string) tea.Cmd {
	a.inform(say("{key:findings.open} 跳到这一处，{key:findings.repair} 一键改正，{key:findings.explain} 写说明，{key:findings.toggle} 换分组，{key:back} 返回"))
	return nil
}

func (s *findingsScreen) do(a *App, act keymap.Action) tea.Cmd {
	f := s.current(a)
	last := len(a.findings) - 1
	switch act {
	case keymap.Up:
		s.at--
	case keymap.Down:
		s.at++
	case keymap.PageUp:
		s.at -= s.page
	case keymap.PageDown:
		s.at += s.page
	case keymap.Top:
		s.at = 0
	case keymap.Bottom:
		s.at = last
	case keymap.Toggle:
		s.regroup(a, f)
	default:
		if f == nil {
			a.inform("没有发现问题")
			return nil
		}
		return s.act(a, act, *f)
	}
	s.at = max(min(s.at, last), 0)
	return nil
}

// ahead are the findings from the cursor's on, as the screen lists them.
func (s *findingsScreen) ahead(a *App) (ids []string) {
	order := s.order(a)
	for _, i := range order[min(s.at, len(order)):] {
		ids = append(ids, identity(&a.findings[i]))
	}
	return ids
}

// settle puts the cursor on the first of what was ahead that is still to do,
// when the finding that it was on may have gone from there.
func (s *findingsScreen) settle(a *App, ahead []string) {
	live := map[string]int{}
	last := 0
	for at, i := range s.order(a) {
		if f := &a.findings[i]; !f.Explained {
			live[identity(f)], last = at, at
		}
	}
	for _, id := range ahead {
		if at, ok := live[id]; ok {
			s.at = at
			return
		}
	}
	s.at = last
}

// act does what concerns the finding at the cursor.
func (s *findingsScreen) act(a *App, act keymap.Action, f check.Finding) tea.Cmd {
	switch act {
	case keymap.Open:
		if f.AboutUnits() {
			a.selected = f
			return openUnits(a, f.Units[0])
		}
		jump(a, f)
	case keymap.OtherSide:
		cell := otherSide(a.session().Report(), &f)
		if cell == "" {
			a.inform(say("这一条只说这一处：按 {key:findings.open} 跳过去"))
			return nil
		}
		a.selected = f
		to := typedFor(a.session().Report(), cell)
		a.goTo(place{Cell: to})
		if to != cell { // where nothing else says it
			a.warn("「" + a.session().Report().Form.Cell(cell).Brief() + "」是合计，从这一格起核对：" + f.Message)
		}
	case keymap.Repair:
		ahead := s.ahead(a)
		cmd := repair(a, f)
		s.settle(a, ahead)
		return cmd
	case keymap.RepairAll:
		askTogether(a, s, f)
	case keymap.Explain:
		explain(a, f)
	case keymap.SwitchOff:
		switchOff(a, f)
	}
	return nil
}

// repair does a finding's repair.
func repair(a *App, f check.Finding) tea.Cmd {
	if f.Repair == nil {
		a.inform("这一条要看了再改，不能一键改正：" + f.Fix)
		return nil
	}
	e := check.EditFor(a.session().Report(), &f)
	if e.Empty() {
		a.warn(say("没有改：那里的字或数已经变了，按 {key:findings.open} 去看看"))
		return nil
	}
	cmd := a.applied(e, "已改正："+f.Repair.Label+say("；按 {key:undo} 撤销"))
	a.showChanged(e) // a text that lies open below takes it anew
	return cmd
}

func (s *findingsScreen) view(a *App, w, h int) frame {
	f := s.current(a)
	if f == nil {
		return frame{lines: []string{width.Rule(w), "", "  " + theme.Good.Render(say("没有发现问题。按 {key:export} 导出正式文件。"))}}
	}
	low := h < 12
	foot := s.detail(a, f, w, h)
	var lines []string
	of := map[int]int{}       // place in the order by line
	first, last, n := 0, 0, 0 // lines that belong together in sight: the cursor's, with its group's head above it
	for _, g := range s.groups(a) {
		head := len(lines)
		lines = append(lines, theme.Title.Render(width.Clip(" "+g.head, w)))
		for k, i := range g.findings {
			text := s.line(a, &a.findings[i], g.explained, w)
			look := lookOf(a.findings[i].Severity)
			if g.explained {
				look = theme.Dim
			}
			text = look.Render(width.Clip("  "+text, w))
			if n == s.at {
				first, last = len(lines), len(lines)
				if k == 0 {
					first = head
				}
				text = theme.Cursor.Render(width.Pad("> "+s.line(a, &a.findings[i], g.explained, w), w))
			}
			of[len(lines)] = n
			lines = append(lines, text)
			n++
		}
	}
	var out []string
	if !low {
		out = append(out, width.Rule(w))
	}
	above := len(out)
	s.page = max(h-len(foot)-above, 1)
	s.top = max(min(s.top, first), last+1-s.page)
	s.top = max(min(s.top, len(lines)-s.page), 0)
	out = append(out, lines[s.top:min(s.top+s.page, len(lines))]...)
	for len(out) < h-len(foot) {
		out = append(out, "")
	}
	return frame{lines: append(out, foot...), pick: func(_, y int, _ bool) bool {
		i, ok := of[s.top+y-above]
		again := i == s.at
		if ok && y >= above && y-above < s.page {
			s.at = i
		}
		return ok && again
	}}
}

// line is a finding in the list, w columns wide.
func (s *findingsScreen) line(a *App, f *check.Finding, explained bool, w int) string {
	section := f.PartName(a.session().Report().Form)
	where, _, _ := strings.Cut(section, "、")
	text := width.Pad(width.Safe(where), 5)
	switch {
	case s.by == bySection && !explained:
		text = width.Pad(f.Severity.Name(), 5)
	case explained && f.Because.Unit:
		text += "[停用] "
	case explained:
		text += "[说明] "
	}
	if f.Lapsed != nil {
		text += "[失效] "
	}
	if whole := text + width.Safe(f.Message); width.Of(whole) <= w-2 {
		return whole
	}
	return text + width.Safe(strings.TrimPrefix(f.Message, "「"+section+"」")) // the line begins with it
}

// byKey is the key that helps with what a finding says to do; "" for none.
func byKey(f *check.Finding) string {
	switch f.Kind {
	case model.KindFilled:
		return say("在表里按 {key:table.fill-zero} 一次填成 0。")
	case model.KindAspects:
		return say("按 {key:findings.open} 跳过去，再按 {key:text.outline} 插入提纲。")
	case model.KindSimilar:
		return say("按 {key:findings.open} 跳过去，再按 {key:text.last-year} 把上年的文字放在旁边看。")
	}
	return ""
}

// detail says in full what is wrong and what would put it right, what has been said
// of it, and by which rule, with the name that it goes by on the telephone. What is wrong
// and the mend are whole on a screen of 24 lines, if it takes some of the list's; what has
// been said of it is whole where it is changed.
func (s *findingsScreen) detail(a *App, f *check.Finding, w, h int) []string {
	const (
		usual = 6 // lines kept for it, so that the list does not jump
		list  = 4 // kept for the list: a rule, a heading, the finding and the next
		said  = 2 // of an explanation
	)
	lines := []string{width.Rule(w)}
	first := func(most int, look theme.Look, text string) {
		wrapped := width.Wrap(text, w-2)
		if len(wrapped) > most {
			wrapped = append(wrapped[:most-1:most-1], width.Clip(strings.Join(wrapped[most-1:], ""), w-2))
		}
		for _, l := range wrapped {
			lines = append(lines, " "+look.Render(l))
		}
	}
	add := func(look theme.Look, text string) { first(len(text), look, text) }
	add(theme.Plain, f.Message+"。")
	low := h < 12
	more := f.Repair != nil || f.Because != nil || f.Lapsed != nil
	if most := 3; more && low && len(lines) > most {
		lines = lines[:most] // they matter more than the sentence's end
	}
	if x := f.Because; x != nil {
		says := "说明（" + signature(x, w) + "）："
		if x.Unit {
			says = "本单位停用这条规则（" + signature(x, w) + "）："
		}
		first(said, theme.Good, says+x.Text)
	}
	if x := f.Lapsed; x != nil {
		first(said, theme.Warning, "原来的说明（"+signature(x, w)+"）因数字已变而失效："+x.Text)
	}
	if f.Repair != nil {
		add(theme.Title, say("按 {key:findings.repair}：")+f.Repair.Label)
	}
	if all := check.Together(a.session().Report(), a.findings, f); all != nil {
		add(theme.Title, say("按 {key:findings.repair-all}：列出要改的 %d 处，看过以后一起改", len(all)))
	}
	if f.Fix != "" && !low {
		add(theme.Plain, f.Fix+byKey(f))
	}
	whole := len(lines)
	if words := f.Words(); words != "" {
		add(theme.Plain, "原文：「"+words+"」")
	}
	if f.Fix != "" && low {
		add(theme.Plain, f.Fix+byKey(f))
	}
	add(theme.Dim, f.Rule+"  "+f.RuleIn(a.session().Report().Form).Says)
	if low {
		return lines[:min(len(lines), h/2+1)]
	}
	for len(lines) < min(usual+1, h/2) {
		lines = append(lines, "")
	}
	return lines[:min(len(lines), max(h/2, min(whole, h-list)))]
}

// signature is who gave an explanation and, where there is room, when.
func signature(x *model.Explanation, w int) string {
	by := x.By
	if by == "" {
		by = "没有署名"
	}
	if x.At.IsZero() || w < 60 {
		return by
	}
	return by + " " + x.At.Local().Format("2006-01-02 15:04")
}
