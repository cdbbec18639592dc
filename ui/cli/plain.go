package cli

import (
	"errors"
	"fmt"
	"strconv"
	"strings"

	"nianbao/model"
	"nianbao/model/check"
	"nianbao/ui/backend"
)

// plain goes through a report question by question on standard input and
// output: for screen readers and terminals that can't move the cursor. The
// session, the checks and the store are the screens' own.
type plain struct {
	*call
	session *model.Session
	last    *model.Report // the year before's; nil for none
	items   []item
	at      int
	listed  []check.Finding // as they were numbered last
}

// item is one thing to ask for: a typed cell, or else a text.
type item struct {
	cell *model.Cell
	text *model.Section
}

const plainHelp = `直接回车：不改，到下一项。输入数字：填这一格。输入 空：清除这一格。
? 这一格的说明   b 上一项   u 撤销   z 本表没有填的格填 0   g 词 找一格或一段，如 g 新收 自然人、g 五
c 核对   m 编号 照办法改核对的第几条   s 编号 说明 写明第几条为什么不改（至少 6 个字），如 s 2 清理后重新计数；说明写 空 是去掉
e 导出 Word 文件   ed 导出草稿   q 退出
文字：t 看现在的全文。一行一段，单独一行 . 结束，单独一行 ! 不要了；直接回车不改。每改一项、每写一段就保存。
`

// editPlain asks for every cell and text of a report, from a cell on.
func (c *call) editPlain(report string, from model.CellID) error {
	r, err := c.store.Load(report)
	if err != nil {
		return err
	}
	last, err := backend.LastYear(c.store, r)
	if err != nil {
		return err
	}
	p := &plain{call: c, session: model.NewSession(r, c.SessionID()), last: last}
	for i := range r.Form.Sections {
		s := &r.Form.Sections[i]
		if s.Table == nil {
			p.items = append(p.items, item{text: s})
		}
		for _, cell := range r.Form.Cells() {
			if cell.Section == s && !cell.Computed() {
				p.items = append(p.items, item{cell: cell})
			}
		}
	}
	p.goTo(from)
	if err := c.printf("%s\n%s\n", r.FullTitle(), plainHelp); err != nil {
		return err
	}
	return p.run()
}

func (p *plain) goTo(id model.CellID) {
	for i, x := range p.items {
		if x.cell != nil && x.cell.ID == id {
			p.at = i
		}
	}
}

// goToText goes to the text that the words name: 五, 问题, 其他需要报告.
func (p *plain) goToText(words string) bool {
	for i, x := range p.items {
		if x.text == nil || words == "" {
			continue
		}
		if words == x.text.Key || strings.Contains(x.text.Heading+" "+x.text.Name, words) {
			p.at = i
			return true
		}
	}
	return false
}

// run asks until the items, the input or the patience end.
func (p *plain) run() error {
	for p.at < len(p.items) {
		if err := p.printf("%s", p.prompt()); err != nil {
			return err
		}
		line, ok := p.line()
		if !ok {
			break
		}
		stop, err := p.answer(strings.TrimSpace(line))
		if err != nil {
			return err
		}
		if stop {
			return p.end()
		}
	}
	if err := p.printf("\n%s", p.list()); err != nil {
		return err
	}
	return p.end()
}

// end stores what could not be stored before, and fails if it still can't be.
func (p *plain) end() error {
	if !p.session.Dirty() {
		return nil
	}
	_, err := p.commit(p.session)
	return err
}

func (p *plain) prompt() string {
	x := p.items[p.at]
	r := p.session.Report()
	if x.cell != nil {
		return fmt.Sprintf("%s（现在：%s，单位：%s）> ", x.cell.Label(), shownIn(r, x.cell.ID, r.Figures[x.cell.ID]), x.cell.Column.Unit)
	}
	heading := x.text.Heading
	if heading == "" {
		heading = x.text.Name
	}
	return fmt.Sprintf("%s（现在：%d 字）> ", heading, model.CountCharacters(r.Text[x.text.Key]))
}

// answer does what was typed; stop ends the questions.
func (p *plain) answer(line string) (stop bool, err error) {
	x := p.items[p.at]
	word, rest, _ := strings.Cut(line, " ")
	switch word {
	case "":
		p.at++
		return false, nil
	case "q":
		return true, nil
	case "b":
		p.at = max(p.at-1, 0)
		return false, nil
	case "?", "？":
		return false, p.printf("%s%s\n", plainHelp, x.help())
	case "c":
		return false, p.printf("%s", p.list())
	case "u":
		e, err := p.session.Undo()
		if err != nil {
			return false, p.printf("%s。\n", err)
		}
		return false, p.keep(e.Label)
	case "e", "ed":
		return false, p.exportWord(word == "ed")
	case "t":
		if x.text != nil {
			return false, p.printf("%s\n", p.session.Report().Text[x.text.Key])
		}
	case "z":
		return false, p.zero(x.section())
	case "s", "m":
		if f, words, ok := p.chosen(rest); ok {
			return false, p.settle(word, f, words)
		}
		if x.text == nil {
			return false, p.printf("! 写成 m 编号，或 s 编号 说明；编号用 c 看。\n")
		}
	case "g":
		if p.goToText(strings.TrimSpace(rest)) {
			return false, nil
		}
		cell, err := p.session.Report().Form.FindCell(rest)
		if err != nil {
			return false, p.printf("%s。\n", err)
		}
		if cell.Computed() {
			return false, p.printf("「%s」由程序计算，现在是 %s；改它的分项\n", cell.Brief(), shown(model.Evaluate(p.session.Report()).At(cell.ID)))
		}
		p.goTo(cell.ID)
		return false, nil
	}
	if x.text != nil {
		return false, p.takeText(x.text, line)
	}
	return false, p.takeFigure(x.cell, line)
}

func (x item) help() string {
	if x.cell != nil {
		return x.cell.Row.Help + x.cell.Column.Help
	}
	return x.text.Guide
}

func (x item) section() string {
	if x.cell != nil {
		return x.cell.Section.Key
	}
	return x.text.Key
}

// zero fills the blanks of a section, and says what it leaves alone.
func (p *plain) zero(section string) error {
	r := p.session.Report()
	if n := len(r.UnreadCells(section)); n > 0 {
		if err := p.printf("  %d 格没有读出，不填 0，请照原件填\n", n); err != nil {
			return err
		}
	}
	return p.do(model.FillZero(r, section))
}

// takeFigure fills a cell and goes on; what is no figure is asked for again.
func (p *plain) takeFigure(cell *model.Cell, line string) error {
	if line == "空" {
		line = ""
	}
	figure, note := model.SplitNote(line)
	f, err := model.ParseFigure(figure, cell.Column)
	if err != nil {
		return p.printf("! %s。\n", err)
	}
	r := p.session.Report()
	e := model.SetFigures(r, model.CellFigure{Cell: cell.ID, Figure: f})
	if note != "" {
		e = model.Join("修改 "+cell.Brief(), e, model.SetNote(r, cell.ID, note))
	}
	p.at++
	return p.do(e)
}

// list is every finding with a number, which chosen takes.
func (p *plain) list() string {
	s := subjectOf(p.session.Report(), p.last)
	p.listed = s.findings
	return s.numbered()
}

// chosen reads the number of a finding off the words: ok where they begin with
// a number, nil where it is none that was listed, or is settled meanwhile.
func (p *plain) chosen(words string) (f *check.Finding, rest string, ok bool) {
	number, rest, _ := strings.Cut(strings.TrimSpace(words), " ")
	n, err := strconv.Atoi(number)
	if err != nil {
		return nil, "", false
	}
	for _, now := range check.Report(p.session.Report(), p.last) {
		if n >= 1 && n <= len(p.listed) && now.Key() == p.listed[n-1].Key() {
			return &now, strings.TrimSpace(rest), true
		}
	}
	return nil, "", true
}

// settle repairs a finding (m), or writes down why it stands (s).
func (p *plain) settle(word string, f *check.Finding, words string) error {
	r := p.session.Report()
	if f == nil {
		if p.listed == nil {
			return p.printf("! 先用 c 核对，再写那一条前面的编号。\n")
		}
		return p.printf("! 没有这一条，或者已经改好了；用 c 再核对一次。\n")
	}
	if word == "m" {
		e := check.EditFor(r, f)
		if len(e.Changes) == 0 {
			return p.printf("! 这一条要您自己改：%s\n", f.Fix)
		}
		return p.do(e)
	}
	if err := f.CanExplain(r.Form); err != nil {
		return p.printf("! %s。\n", err)
	}
	if words == "" {
		var ok bool
		var err error
		if words, ok, err = p.ask("为什么可以不改（直接回车不写）> "); err != nil || !ok || words == "" {
			return err
		}
	}
	if words == "空" {
		words = ""
	}
	e, err := check.Explain(r, f, words, p.User, p.Now())
	if err != nil {
		return p.printf("! %s。\n", err)
	}
	return p.do(e)
}

// exportWord writes the finished file, or says what keeps it from that.
func (p *plain) exportWord(draft bool) error {
	c := output{call: p.call, formats: []string{"docx"}, draft: draft}
	s := subjectOf(p.session.Report(), p.last)
	err := c.refuse(s)
	var files []file
	if err == nil {
		files, err = c.exportFiles([]*subject{s})
	}
	if errors.Is(err, errFindings) {
		return nil // it has said which
	}
	if err != nil {
		return p.printf("! %s。\n", backend.Message(err))
	}
	c.warn(s)
	return p.printFiles(files)
}

// do makes an edit, stores it and says which findings came and went.
func (p *plain) do(e model.Edit) error {
	before := check.Report(p.session.Report(), p.last)
	if err := p.session.Apply(e); err != nil {
		return p.printf("! %s。\n", err)
	}
	return p.cameAndWent(before, p.keep(e.Label))
}

// cameAndWent says which findings did since before, unless there is an error.
func (p *plain) cameAndWent(before []check.Finding, err error) error {
	if err != nil {
		return err
	}
	after := check.Report(p.session.Report(), p.last)
	for _, f := range missing(after, before) {
		if err := p.printf("  ! %s\n", f.Message); err != nil {
			return err
		}
	}
	for _, f := range missing(before, after) {
		if err := p.printf("  已消除：%s\n", f.Message); err != nil {
			return err
		}
	}
	return nil
}

// keep stores what the session has not stored yet. Where somebody else has
// changed the same thing meanwhile theirs stays, and it is asked for again. A
// store that can't take it is tried again with the next edit and at the end.
func (p *plain) keep(label string) error {
	if !p.session.Dirty() {
		return nil
	}
	clashes, err := p.commit(p.session)
	if len(clashes) == 0 {
		if err != nil {
			return p.printf("  ! 没有保存：%s。下一次改动时再试\n", backend.Message(err))
		}
		return p.printf("  %s：已保存\n", label)
	}
	for _, c := range clashes {
		if err := p.printf("  ! %s 刚被其他人改为 %s，您的 %s 没有保存；要用您的，请再输入一次\n", p.session.Report().TargetName(c.Target),
			model.ShowValue(c.Target, c.Theirs), model.ShowValue(c.Target, c.Mine)); err != nil {
			return err
		}
	}
	p.at = max(p.at-1, 0)
	_, err = p.commit(p.session) // what did not clash; what did is noted in the log
	return err
}
