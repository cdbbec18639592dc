package cli

import (
	"slices"

	"nianbao/model"
	"nianbao/model/check"
	"nianbao/ui/backend"
)

// check lists what is found.
func (p *plain) check(string) error { return p.printf("%s", p.list()) }

// findings are what is found in the report as it is now.
func (p *plain) findings() []check.Finding { return p.findingsOf(p.report()) }

func (p *plain) findingsOf(r *model.Report) []check.Finding {
	return check.Sum(r, p.last, p.sourcesOf(r))
}

func (p *plain) subject() *subject { return subjectOf(p.report(), p.last, p.sourcesOf(p.report())) }

// sourcesOf are the reports in a sum, read once.
func (p *plain) sourcesOf(r *model.Report) *check.Sources {
	p.sources = backend.SourcesOf(p.store, r, p.sources)
	return p.sources
}

// list is every finding with a number, which chosen takes.
func (p *plain) list() string {
	s := p.subject()
	p.listed = s.findings
	return s.numbered()
}

// chosen is the finding whose number the words begin with, as it stands now, and the other
// words; nil where there is none, which it says.
func (p *plain) chosen(words, what string) (f *check.Finding, rest string, err error) {
	if words == "" {
		if words, err = p.ask("%s第几条（核对列出的编号，直接回车不做）> ", what); err != nil || words == "" {
			return nil, "", err
		}
	}
	n, rest := cutNumber(words)
	switch {
	case p.listed == nil:
		return nil, "", p.printf("! 先输入 c 核对，再写那一条前面的编号。\n")
	case n == 0:
		return nil, "", p.printf("! 先写编号，如 %s 2；编号用 c 看。\n", what)
	}
	for _, now := range p.findings() {
		if n <= len(p.listed) && now.Key() == p.listed[n-1].Key() {
			return &now, rest, nil
		}
	}
	return nil, "", p.printf("! 没有这一条，或者已经改好了；输入 c 再核对一次。\n")
}

// jump goes to the cell, or the text, that a finding is about, and tells its words.
func (p *plain) jump(words string) error {
	f, _, err := p.chosen(words, "跳到")
	if err != nil || f == nil {
		return err
	}
	at := slices.IndexFunc(p.items, func(x item) bool {
		return x.cell != nil && slices.Contains(f.Cells, x.cell.ID)
	})
	if words := f.Words(); at < 0 || words != "" {
		if i := slices.IndexFunc(p.items, func(x item) bool { return x.field == "" && x.section() == f.Section }); i >= 0 && (at < 0 || p.items[i].text != nil) {
			at = i
		}
	}
	if at < 0 {
		at = 0 // the cover
	}
	p.at = at
	return p.printf("%s", findingText(f, ""))
}

// mend does what a finding proposes.
func (p *plain) mend(words string) error {
	f, _, err := p.chosen(words, "改正")
	if err != nil || f == nil {
		return err
	}
	e := check.EditFor(p.report(), f)
	if e.Empty() {
		return p.printf("! 这一条要您自己改：%s\n", f.Fix)
	}
	return p.do(e)
}

// mendAll shows all places that one rule would change in the texts and, once that is
// agreed to, changes them in one step.
func (p *plain) mendAll(words string) error {
	f, _, err := p.chosen(words, "一起改正")
	if err != nil || f == nil {
		return err
	}
	all := check.Together(p.report(), p.findings(), f)
	if all == nil {
		return p.printf("! 这条规则没有几处能一起改的；改这一处用 m。\n")
	}
	for i, x := range all {
		if err := p.printf("%d  %s：%s，%s\n", i+1, p.report().Form.SectionName(x.Section), x.Quote, x.Repair.Label); err != nil {
			return err
		}
	}
	sure, err := p.yes("以上 %d 处全部改正吗", len(all))
	if err != nil || !sure {
		return err
	}
	return p.do(check.EditForAll(p.report(), all))
}

// explain writes down why a finding stands.
func (p *plain) explain(words string) error {
	f, text, err := p.chosen(words, "说明")
	if err != nil || f == nil {
		return err
	}
	if err := f.CanExplain(p.report().Form); err != nil {
		return p.printf("! %s。\n", err)
	}
	if f.Because != nil && f.Because.Unit {
		return p.printf("! 本单位已停用这条规则，无须说明；要恢复输入 ty。\n")
	}
	if text == "" {
		if text, err = p.askReason("为什么可以不改（直接回车不写）> "); err != nil || text == "" {
			return err
		}
	}
	if text == emptied {
		text = ""
	}
	e, err := check.Explain(p.report(), f, text, p.User, p.Now())
	if err != nil {
		return p.printf("! %s。\n", err)
	}
	return p.do(e)
}

// switchOff has the unit do without a finding's rule, or use it again.
func (p *plain) switchOff(words string) error {
	f, reason, err := p.chosen(words, "停用规则")
	if err != nil || f == nil {
		return err
	}
	r := p.report()
	off := r.SwitchedOff(f.Rule)
	switch {
	case off != nil:
		sure, err := p.yes("本单位停用这条规则%s：%s。恢复以后，这条规则查出的问题重新计数。恢复吗", by(off), off.Text)
		if err != nil || !sure {
			return err
		}
		reason = ""
	case !f.RuleIn(r.Form).CanSwitchOff():
		if f.CanExplain(r.Form) != nil {
			return p.printf("! 这条规则不能停用，也不能用说明代替。\n")
		}
		return p.printf("! 这条规则不能停用：确实无误的，用 s 逐条说明。\n")
	case reason == "":
		if reason, err = p.askReason("%s停用后，这条规则查出的问题不再计数，下一年的报告也一样；随时可以恢复。原因（直接回车不停用）> ", f.RuleIn(r.Form).Says); err != nil || reason == "" {
			return err
		}
	}
	e, err := model.SwitchOff(r, f.Rule, reason, p.User, p.Now())
	if err != nil {
		return p.printf("! %s。\n", err)
	}
	return p.do(e)
}

// finish makes the report final, once that is agreed to; a final one it opens again.
func (p *plain) finish(reason string) error {
	r := p.report()
	if r.State == model.Final {
		return p.reopen(reason)
	}
	findings := p.findingsOf(r)
	if _, err := check.Finish(r, findings); err != nil {
		return p.printf("! %s。输入 c 看是哪些。\n", err)
	}
	if _, warnings, _ := check.Count(findings); warnings > 0 {
		if err := p.printf("还有 %d 条警告没有说明，可以定稿；要看输入 c。\n", warnings); err != nil {
			return err
		}
	}
	seal := r.Seal()
	sure, err := p.yes("定稿后锁定，不能修改；要改须先更正并说明原因。校验码 %s，印在导出文件的末尾。定稿吗", seal)
	if err != nil || !sure {
		return err
	}
	if err := p.look(); err != nil { // somebody may have changed it meanwhile
		return err
	}
	if r = p.report(); r.Seal() != seal {
		return p.printf("! 刚才报告又改了，没有定稿：请看过再定稿。\n")
	}
	e, err := check.Finish(r, p.findingsOf(r))
	if err != nil {
		return p.fail(err)
	}
	return p.ofState(e, "已定稿，校验码 "+seal+say("；{key:export} 导出"))
}

// reopen opens a final report again, to correct it.
func (p *plain) reopen(reason string) (err error) {
	if p.report().State != model.Final {
		return p.printf("! 这份报告没有定稿，可以直接改。\n")
	}
	if reason == "" {
		if reason, err = p.askReason("更正的原因，如 漏登两件申请；记入修改记录（直接回车不更正）> "); err != nil || reason == "" {
			return err
		}
	}
	e, err := model.Reopen(p.report(), reason)
	if err != nil {
		return p.fail(err)
	}
	return p.ofState(e, say("已解除锁定，可以更正；改好后再{key:finish} 定稿"))
}

// ofState makes an edit of the report's state, and says so once it is stored.
func (p *plain) ofState(e model.Edit, said string) error {
	if err := p.desk.Session().Apply(e); err != nil {
		return p.fail(err)
	}
	if err := p.save(); err != nil {
		return err
	}
	if p.desk.Session().Dirty() || p.report().Get(e.Changes[0].Target) != e.Changes[0].After {
		return nil // why not has been said
	}
	return p.printf("%s。\n", said)
}
