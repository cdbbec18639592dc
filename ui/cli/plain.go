package cli

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"nianbao/model"
	"nianbao/model/check"
	"nianbao/ui/backend"
	"nianbao/ui/desk"
)

// plain is the program question by question on standard input and output: for screen
// readers and terminals that can't move the cursor. The report at work is a desk's, as
// on the screens, but everything is done at once: no question comes up while somebody
// writes, and what was answered is stored before the next one is asked.
type plain struct {
	*call
	desk    *desk.Desk
	last    *model.Report  // the year before's; nil for none
	sources *check.Sources // the reports in a collector's sum; nil for others
	items   []item
	at      int
	told    string          // the section that was announced last
	listed  []check.Finding // as they were numbered last
	left    bool            // the report has been saved to be left
	greeted bool            // the most useful commands have been told

	writing   bool // paragraphs are coming: no question may take one for its answer
	overtaken bool // somebody else has written in the same place meanwhile

	settings   backend.Settings
	formats    []string // exported last
	from, into string   // the folders that files were read from and exported to last
}

// item is one thing to ask for: a field of the cover, a typed cell, or else a text.
type item struct {
	field string
	cell  *model.Cell
	text  *model.Section
}

// What ends a conversation: the input is over, or somebody goes back.
var (
	errEnd  = errors.New("the input is over")
	errBack = errors.New("back")
)

func newPlain(c *call) *plain {
	c.store = warned{c.store, c.Stderr}
	p := &plain{call: c, formats: []string{"docx"}}
	p.desk = desk.New(roundPlain{p})
	if found, err := backend.ReadSettings(c.store); err == nil {
		p.settings = found
		if len(found.Formats) > 0 {
			p.formats = found.Formats
		}
	}
	return p
}

func (p *plain) report() *model.Report { return p.desk.Session().Report() }

// ask prints a question and returns the answer, trimmed; errEnd where the input is over.
func (p *plain) ask(format string, args ...any) (string, error) {
	answer, ok, err := p.call.ask(format, args...)
	if err == nil && !ok {
		err = errEnd
	}
	return answer, err
}

// yes asks whether to do something; nothing is done for anything but yes.
func (p *plain) yes(format string, args ...any) (bool, error) {
	answer, err := p.ask(format+"（输入 y 是，直接回车不做）> ", args...)
	if err != nil {
		return false, err
	}
	switch fold(answer) {
	case "y", "yes", "是", "好", "确定":
		return true, nil
	}
	return false, p.printf("没有做。\n")
}

// askReason asks for the reason of what is about to be done; "" where somebody goes back.
func (p *plain) askReason(format string, args ...any) (string, error) {
	reason, err := p.ask(format, args...)
	if fold(reason) == "q" || reason == "返回" {
		return "", err
	}
	return reason, err
}

// choose has one of several be chosen by its number; -1 where somebody just goes back,
// which must forbids.
func (p *plain) choose(must bool, options ...string) (int, error) {
	for i, o := range options {
		if err := p.printf("%d  %s\n", i+1, o); err != nil {
			return 0, err
		}
	}
	leave := "，直接回车不做"
	if must {
		leave = ""
	}
	for {
		answer, err := p.ask("输入编号%s> ", leave)
		if err != nil {
			return 0, err
		}
		if n := number(answer); n >= 1 && n <= len(options) {
			return n - 1, nil
		}
		if (answer == "" || fold(answer) == "q") && !must {
			return -1, nil
		}
		if err := p.printf("! 请输入 1 到 %d。\n", len(options)); err != nil {
			return 0, err
		}
	}
}

// fail says why something was not done, and what to do; the conversation goes on.
func (p *plain) fail(err error) error {
	switch {
	case err == nil || errors.Is(err, errEnd) || errors.Is(err, errBack):
		return err
	case errors.Is(err, model.ErrFinal):
		return p.printf("! %s。%s。\n", err, say("要改：{key:finish} 更正，说明原因"))
	case errors.Is(err, model.ErrLook):
		return p.printf("! %s。要改：返回报告列表，输入它的序号打开。\n", err)
	case errors.Is(err, model.ErrStale):
		return p.printf("! %s。%s。\n", err, say("要看是谁改的：{key:history}"))
	}
	return p.printf("! %s。\n", strings.TrimSuffix(backend.Message(err), "。"))
}

// opening is how a report is opened.
type opening struct {
	cell model.CellID // to go to; "" for where it was left
	look bool         // to look only
	then func() error // to go on with; nil for nothing
}

// open asks for every field, cell and text of a report, until it is left.
func (p *plain) open(name string, how opening) error {
	stamp, err := p.store.Stamp() // before loading: a change in between is seen later
	if err != nil {
		return err
	}
	r, err := p.store.Load(name)
	if err != nil {
		return err
	}
	place, err := p.store.Place(r.ID)
	if err != nil {
		return err
	}
	var log []model.LogEntry
	if !how.look {
		if log, err = backend.Lately(p.store, r.ID, p.User); err != nil {
			return err
		}
	}
	last, lastErr := backend.LastYear(p.store, r)
	p.last, p.left, p.listed, p.told = last, false, nil, ""
	p.desk.Open(p.Now(), desk.Opening{Report: r, Look: how.look, Log: log, Stamp: stamp, Place: place})
	p.arrange()
	if err := p.greet(); err != nil {
		return err
	}
	if lastErr != nil {
		if err := p.printf("! 无法读取上年的报告，不能和上年核对：%s\n", backend.Message(lastErr)); err != nil {
			return err
		}
	}
	if err := p.goBack(place, how.cell); err != nil {
		return err
	}
	if err := p.carry(p.desk.Tell(p.Now())); err != nil {
		return err
	}
	if how.then != nil {
		if err := how.then(); err != nil {
			return err
		}
	}
	return p.run()
}

// greet says what has been opened and how it stands and, once, the most useful commands.
func (p *plain) greet() error {
	if err := p.printf("%s\n", p.report().FullTitle()); err != nil {
		return err
	}
	if err := p.stand(); err != nil {
		return err
	}
	if p.greeted {
		return nil
	}
	p.greeted = true // whoever listens need not hear it again
	return p.printf("%s", shortHelp())
}

// arrange lists what is asked for, in the order that the settings say.
func (p *plain) arrange() {
	r := p.report()
	p.items = nil
	for _, field := range []string{model.FieldUnit, model.FieldLevel, model.FieldYear, model.FieldDate, model.FieldTitle} {
		p.items = append(p.items, item{field: field})
	}
	for i := range r.Form.Sections {
		s := &r.Form.Sections[i]
		if s.Table == nil {
			p.items = append(p.items, item{text: s})
			continue
		}
		p.items = append(p.items, cellsOf(r.Form, s, p.settings.Columns)...)
	}
}

// cellsOf are the typed cells of a table, row by row or column by column.
func cellsOf(form *model.Form, s *model.Section, columns bool) (items []item) {
	type column struct {
		block *model.Block
		*model.Column
	}
	var order []column
	of := map[column][]item{}
	for _, c := range form.Cells() {
		if c.Section != s || c.Computed() {
			continue
		}
		at := column{c.Block, c.Column}
		if of[at] == nil {
			order = append(order, at)
		}
		of[at] = append(of[at], item{cell: c})
		items = append(items, item{cell: c})
	}
	if !columns {
		return items
	}
	items = nil
	for _, at := range order {
		items = append(items, of[at]...)
	}
	return items
}

// run asks until the items end or somebody goes back, and stores what could not be
// stored before.
func (p *plain) run() error {
	for {
		err := p.look()
		if err == nil && p.at >= len(p.items) {
			err = p.atEnd()
		}
		var line string
		if err == nil {
			err = p.announce()
		}
		if err == nil {
			line, err = p.ask("%s", p.prompt())
		}
		if err == nil {
			err = p.answer(line)
		}
		if errors.Is(err, errBack) {
			err = p.leave()
			if err == nil && p.left {
				return nil
			}
		}
		if err != nil {
			return err
		}
	}
}

// look is the desk's look at what others have done meanwhile.
func (p *plain) look() error { return p.carry(p.desk.Tick(p.Now())) }

// atEnd says what is found, and begins again at the first that lacks something.
func (p *plain) atEnd() error {
	p.at = p.firstUndone()
	return p.printf("\n到最后一项了。\n%s%s\n", p.list(), say("{key:export} 导出，{key:finish} 定稿，q 返回；直接回车从还没有填的一项接着问。"))
}

// firstUndone is the first item that is not filled in; the first one of the tables and
// texts where all are.
func (p *plain) firstUndone() int {
	r, first := p.report(), 0
	for i, x := range p.items {
		switch {
		case x.field != "":
			first = i + 1
		case x.cell != nil && !r.Figures[x.cell.ID].Filled(), x.text != nil && x.text.Required && r.Text[x.text.Key] == "":
			return i
		}
	}
	return first
}

// announce says once which part of the report the questions have come to.
func (p *plain) announce() error {
	x := p.items[p.at]
	key := x.section()
	if key == p.told {
		return nil
	}
	p.told = key
	switch r := p.report(); {
	case x.field != "":
		return p.printf("封面：单位、级别、年度、日期、标题\n")
	case x.text != nil:
		return p.printf("%s\n  %s\n", titleOf(x.text), x.text.Guide)
	default:
		filled, cells := r.Progress(key)
		zeros := ""
		if blanks := len(r.Blanks(key)); blanks > 0 {
			zeros = fmt.Sprintf("；没有发生的，输入 z 把没有填的 %d 格一次填 0", blanks)
		}
		return p.printf("%s：已填 %d/%d 格%s\n", titleOf(x.cell.Section), filled, cells, zeros)
	}
}

// titleOf is a section's heading, or its name where none is printed.
func titleOf(s *model.Section) string {
	if s.Heading == "" {
		return s.Name
	}
	return s.Heading
}

// prompt is what is asked, what is there now, and how to go on.
func (p *plain) prompt() string {
	const on = "回车下一项，q 返回）> "
	x, r := p.items[p.at], p.report()
	switch {
	case x.field != "":
		t := model.Target{Kind: model.TargetField, Key: x.field}
		now := bare(model.ShowValue(t, r.Get(t)))
		if x.field == model.FieldTitle && r.Title == "" {
			now = "按规定的样式"
		}
		return fmt.Sprintf("封面 %s（现在：%s；%s", model.FieldName(x.field), now, on)
	case x.cell != nil:
		now := bare(shownIn(r, x.cell.ID, r.Figures[x.cell.ID]))
		if note := r.Notes[x.cell.ID]; note != "" {
			now += "，附注：" + note
		}
		if last := p.lastFigure(x.cell); last != "" {
			now += "，上年：" + last
		}
		return fmt.Sprintf("%s（现在：%s，单位：%s；%s", x.cell.Label(), now, x.cell.Column.Unit, on)
	}
	return fmt.Sprintf("%s（现在：%d 字；直接写，一行一段；%s", titleOf(x.text), model.CountCharacters(r.Text[x.text.Key]), on)
}

// bare is a value that stands in brackets anyway: a blank in words without its own.
func bare(shown string) string {
	if inner, ok := strings.CutPrefix(shown, "（"); ok {
		shown = strings.TrimSuffix(inner, "）")
	}
	if shown == emptied {
		return "没有填"
	}
	return shown
}

// lastFigure is what a cell held in the year before; "" where nobody knows.
func (p *plain) lastFigure(c *model.Cell) string {
	if p.last == nil {
		return ""
	}
	return model.EvaluateAs(p.last, p.report().Form).At(c.ID).String()
}

// answer does what was typed.
func (p *plain) answer(line string) error {
	x := p.items[p.at]
	where := inCell
	if x.text != nil {
		where = inText
	}
	if line == "" {
		p.at++
		return nil
	}
	if cmd, rest, ok := commandIn(where, line); ok {
		return p.fail(cmd.do(p, rest))
	}
	switch {
	case x.text != nil && isMark(line):
		return p.printf("! 还没有写。直接写，一行一段，写完单独一行 . 结束。\n")
	case x.text != nil:
		return p.takeText(x.text, line)
	case x.cell != nil:
		return p.takeFigure(x.cell, line)
	}
	return p.takeField(x.field, line)
}

func (x item) section() string {
	switch {
	case x.field != "":
		return "cover"
	case x.cell != nil:
		return x.cell.Section.Key
	}
	return x.text.Key
}

// do makes an edit, stores it, and says so and which findings came and went.
func (p *plain) do(e model.Edit) error {
	if e.Empty() {
		return p.printf("  没有改动：本来就是这样\n")
	}
	before := p.findings()
	if err := p.desk.Session().Apply(e); err != nil {
		return p.fail(err)
	}
	return p.stored(before, e.Label)
}

// stored stores what was done, says so, and which findings did since before.
func (p *plain) stored(before []check.Finding, label string) error {
	if err := p.save(); err != nil {
		return err
	}
	if !p.desk.Session().Dirty() {
		if err := p.printf("  %s：已保存\n", label); err != nil {
			return err
		}
	}
	after := p.findings()
	news := check.Missing(after, before)
	for _, now := range after { // the same by another difference
		if slices.ContainsFunc(before, func(f check.Finding) bool { return f.Key() == now.Key() && f.Difference != now.Difference }) {
			news = append(news, now)
		}
	}
	if err := p.tellFindings("  ! ", news); err != nil {
		return err
	}
	return p.tellFindings("  已消除：", check.Missing(before, after))
}

// tellFindings tells of a few findings, and how many more there are.
func (p *plain) tellFindings(head string, list []check.Finding) error {
	const most = 4
	for i, f := range list {
		if i == most {
			return p.printf("%s还有 %d 条，输入 c 看全部\n", head, len(list)-most)
		}
		if err := p.printf("%s%s\n", head, f.Message); err != nil {
			return err
		}
	}
	return nil
}
