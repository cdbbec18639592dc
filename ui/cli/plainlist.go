package cli

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"nianbao/model"
	"nianbao/ui/backend"
	"nianbao/ui/desk"
)

// reports has the operator choose a report by its number or name, or do something else,
// until they have had enough.
func (p *plain) reports() error {
	if err := p.printf("输入报告的序号或名称打开它；n 新建，i 读入文件，? 看全部命令，q 退出。\n"); err != nil {
		return err
	}
	for {
		list, err := p.tellList()
		if err != nil {
			return err
		}
		answer, err := p.ask("报告列表（输入序号或命令，q 退出）> ")
		if err == nil {
			err = p.atList(list, answer)
		}
		switch {
		case errors.Is(err, errBack):
			return nil
		case backend.Code(err) == model.CodeDamaged:
			return err
		case err != nil:
			if err = p.fail(err); err != nil {
				return err
			}
		}
	}
}

// tellList lists the reports, and what is to be known about them.
func (p *plain) tellList() ([]model.Summary, error) {
	list, err := p.store.List()
	if err != nil {
		return nil, err
	}
	var b strings.Builder
	for _, n := range p.store.Notices() {
		b.WriteString("! " + n + "\n")
	}
	if n := len(desk.RescueFiles(p.RescueDirs, p.User)); n > 0 {
		b.WriteString(fmt.Sprintf("! 上次有 %d 次改动没有保存，已另存：输入 s 找回\n", n))
	}
	if len(list) == 0 {
		b.WriteString("还没有报告。输入 n 新建一份；去年的年报有文件的，先输入 i 读入，新建时会带入结转的数。\n")
	}
	for i, r := range list {
		fmt.Fprintf(&b, "%d  %s  %s，已填 %d/%d，错误 %d\n", i+1, r.Report, r.State.Name(), r.Filled, r.Cells, r.Errors)
	}
	return list, p.printf("%s", b.String())
}

// atList does what was typed at the list: a command, or the report to open.
func (p *plain) atList(list []model.Summary, answer string) error {
	if answer == "" {
		return nil
	}
	if cmd, rest, ok := commandIn(inList, answer); ok {
		return cmd.do(p, rest)
	}
	s, err := p.chosenReport(list, answer)
	if err != nil {
		return err
	}
	return p.open(s.Report, opening{})
}

// chosenReport is the report that a number of the list, or a name, means.
func (p *plain) chosenReport(list []model.Summary, words string) (model.Summary, error) {
	if n := number(words); n >= 1 && n <= len(list) {
		return list[n-1], nil
	}
	s, err := backend.FindIn(list, strings.TrimSpace(words))
	if backend.Hint(err) == backend.ListHint { // the list stands here
		err = backend.Usage("请输入列表里的序号或名称；? 看全部命令", "%v", err)
	}
	return s, err
}

// askReport is the report that a command of the list is about: what follows it, or what is
// answered; errBack for none.
func (p *plain) askReport(words, what string) (s model.Summary, err error) {
	list, err := p.store.List()
	if err != nil {
		return s, err
	}
	if words == "" {
		if words, err = p.ask("%s哪一份（序号或名称，直接回车不做）> ", what); err != nil {
			return s, err
		}
	}
	if words == "" {
		return s, errNothing
	}
	return p.chosenReport(list, words)
}

// lookAt opens a report to look at only.
func (p *plain) lookAt(words string) error {
	s, err := p.askReport(words, "看")
	if err != nil {
		return p.unlessNothing(err)
	}
	return p.open(s.Report, opening{look: true})
}

// remove deletes a report, once that is agreed to.
func (p *plain) remove(words string) error {
	s, err := p.askReport(words, "删除")
	if err != nil {
		return p.unlessNothing(err)
	}
	if s.State == model.Final {
		return p.printf("! 「%s」已定稿，不能删除：先打开它，%s。\n", s.Report, say("{key:finish} 更正"))
	}
	sure, err := p.yes("要删除「%s」吗？已填 %d/%d 格，最后由 %s 改动；删除后可以恢复", s.Report, s.Filled, s.Cells, s.ChangedBy)
	if err != nil || !sure {
		return err
	}
	if err := p.store.Delete(s.ID); err != nil {
		return err
	}
	return p.printf("已删除「%s」；输入 u 可以恢复。\n", s.Report)
}

// undelete lists the deleted reports and brings one back.
func (p *plain) undelete(words string) error {
	deleted, err := p.store.Deleted()
	if err != nil {
		return err
	}
	if len(deleted) == 0 {
		return p.printf("没有已删除的报告。\n")
	}
	n := number(words)
	if n == 0 && words == "" {
		if err := p.printf("已删除的报告，最后删除的在前：\n"); err != nil {
			return err
		}
		var lines []string
		for _, d := range deleted {
			lines = append(lines, fmt.Sprintf("%s（%s %s删除）", d.Report, d.At.Local().Format("2006-01-02 15:04"), desk.NameOf(d.Actor)))
		}
		if n, err = p.choose(false, lines...); err != nil || n < 0 {
			return err
		}
		n++
	}
	if n < 1 || n > len(deleted) {
		return backend.Usage("输入 u 看有哪些", "已删除的报告里没有第「%s」份", words)
	}
	d := deleted[n-1]
	name, err := p.store.Undelete(d.ID)
	switch {
	case err != nil:
		return err
	case name != d.Report:
		return p.printf("已恢复为「%s」：原来的名称已有另一份；改名在封面里改。\n", name)
	}
	return p.printf("已恢复「%s」。\n", name)
}

// errNothing: what was asked about was not answered.
var errNothing = errors.New("nothing")

func (p *plain) unlessNothing(err error) error {
	if errors.Is(err, errNothing) {
		return nil
	}
	return err
}

// begin asks for a new report's unit and year, begins it with what last year's leaves
// behind, and goes on with the rest of the cover.
func (p *plain) begin(string) error {
	unit, year, err := p.askWhose()
	if err != nil || unit == "" {
		return err
	}
	last, err := backend.LastYear(p.store, &model.Report{Unit: unit, Year: year})
	if err != nil {
		return err
	}
	made := model.NewReport(model.FormFor(year), unit, model.GuessUnitLevel(unit), year)
	if last != nil {
		made.Level = last.Level
	}
	made.Date = model.ProposeDate(year, p.Now())
	r, label, took, err := p.call.begin(made, last)
	if err != nil {
		return err
	}
	text := fmt.Sprintf("%s：%s\n", r.Name(), label)
	if last != nil {
		text += carriedText(r, last, took)
	} else {
		text += fmt.Sprintf("没有本单位 %d 年度的报告，没有数可以带入；有文件的，可以返回列表用 i 读入，再新建。\n", year-1)
	}
	if err := p.printf("%s", text); err != nil {
		return err
	}
	return p.open(r.Name(), opening{then: func() error {
		p.at = slices.IndexFunc(p.items, func(x item) bool { return x.field == model.FieldLevel })
		return nil
	}})
}

// askWhose asks for the unit and the year of a new report; "" where somebody goes back.
func (p *plain) askWhose() (unit string, year int, err error) {
	list, err := p.store.List()
	if err != nil {
		return "", 0, err
	}
	proposed, leave := "", "直接回车返回"
	if len(list) > 0 {
		proposed = list[0].Unit // a clerk's next report is mostly the same unit's
		leave = "直接回车是 " + proposed + "，q 返回"
	}
	for unit == "" {
		if unit, err = p.ask("单位全称，如 某某镇人民政府（%s）> ", leave); err != nil {
			return "", 0, err
		}
		if unit == "" {
			unit = proposed
		}
		if unit == "" || fold(unit) == "q" || unit == "返回" {
			return "", 0, nil
		}
		if wrong := model.CheckUnit(unit); wrong != nil {
			if err := p.printf("! %v。\n", wrong); err != nil {
				return "", 0, err
			}
			unit = ""
		}
	}
	last := 0
	for _, s := range list {
		if s.Unit == unit {
			last = max(last, s.Year)
		}
	}
	for proposed := model.ProposeYear(last, p.Now()); year == 0; {
		answer, err := p.ask("年度（直接回车是 %d，q 返回）> ", proposed)
		switch {
		case err != nil:
			return "", 0, err
		case fold(answer) == "q" || answer == "返回":
			return "", 0, nil
		case answer == "":
			return unit, proposed, nil
		}
		year = model.ParseYear(answer)
		if wrong := model.CheckYear(year); wrong != nil {
			if err := p.printf("! %v。\n", wrong); err != nil {
				return "", 0, err
			}
			year = 0
		}
	}
	return unit, year, nil
}
