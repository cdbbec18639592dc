package cli

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"nianbao/model"
	"nianbao/model/check"
	"nianbao/ui/backend"
)

// emptied is what somebody types to have nothing stand there.
const emptied = "空"

func (p *plain) goTo(id model.CellID) {
	if i := slices.IndexFunc(p.items, func(x item) bool { return x.cell != nil && x.cell.ID == id }); i >= 0 {
		p.at = i
	}
}

// back goes to the item before.
func (p *plain) back(string) error {
	p.at = max(p.at-1, 0)
	return nil
}

// cover goes to the first field of the cover.
func (p *plain) cover(string) error {
	p.at = 0
	return nil
}

// find goes to the text, or the cell, that the words name; of several one is chosen.
func (p *plain) find(words string) (err error) {
	if words == "" {
		if words, err = p.ask("找哪一格、哪一部分，如 新收 自然人、五、封面（直接回车不找）> "); err != nil || words == "" {
			return err
		}
	}
	if words == "封面" {
		return p.cover("")
	}
	r := p.report()
	if s, err := findText(r.Form, words); err == nil {
		p.at = slices.IndexFunc(p.items, func(x item) bool { return x.text == s })
		return nil
	}
	cell, err := r.Form.FindCell(words)
	if err != nil {
		found := r.Form.Search(words)
		if len(found) == 0 {
			return p.fail(err)
		}
		const most = 20
		var names []string
		for _, c := range found[:min(len(found), most)] {
			names = append(names, c.Brief()+"，现在 "+bare(shown(model.Evaluate(r).At(c.ID))))
		}
		if len(found) > most {
			if err := p.printf("找到 %d 格，列出前 %d 格；多写几个字可以少一些。\n", len(found), most); err != nil {
				return err
			}
		}
		n, err := p.choose(false, names...)
		if err != nil || n < 0 {
			return err
		}
		cell = found[n]
	}
	if cell.Computed() {
		return p.printf("「%s」由程序计算，现在是 %s；要改请改它的分项，纸上的总计输入 d 记下来核对。\n", cell.Brief(), shown(model.Evaluate(r).At(cell.ID)))
	}
	p.goTo(cell.ID)
	return nil
}

// contents tells of each part how far it has come and what stands against it.
func (p *plain) contents(string) error {
	r := p.report()
	findings := p.findingsOf(r)
	for i := range r.Form.Sections {
		s := &r.Form.Sections[i]
		said := fmt.Sprintf("%d 字", model.CountCharacters(r.Text[s.Key]))
		if s.Table != nil {
			filled, cells := r.Progress(s.Key)
			said = fmt.Sprintf("已填 %d/%d 格", filled, cells)
		}
		here := slices.DeleteFunc(slices.Clone(findings), func(f check.Finding) bool { return f.Section != s.Key })
		errors, warnings, hints := check.Count(here)
		for i, n := range []int{errors, warnings, hints} {
			if n > 0 {
				said += fmt.Sprintf("，%s %d", []string{"错误", "警告", "提示"}[i], n)
			}
		}
		if err := p.printf("%s：%s\n", titleOf(s), said); err != nil {
			return err
		}
	}
	return p.stand()
}

// meaning tells what belongs into the item that is asked for.
func (p *plain) meaning(string) error {
	switch x := p.items[p.at]; {
	case x.field == model.FieldLevel:
		return p.printf("级别有：%s。乡镇、县级没有规章制定权，核对时用到。\n", levelWords())
	case x.field == model.FieldDate:
		return p.printf("落款日期，如 2026-01-20 或 2026年1月20日；可以空着。\n")
	case x.field == model.FieldTitle:
		return p.printf("不填就是：单位＋年度＋%s；换行的地方空一格。\n", p.report().Form.TitleTail)
	case x.field != "":
		return p.printf("单位全称，如：某某镇人民政府；年度是四位数。\n")
	case x.cell != nil:
		return p.printf("%s：%s\n", x.cell.Brief(), x.cell.Row.Help+x.cell.Column.Help)
	default:
		return p.printf("%s\n", x.text.Guide)
	}
}

func levelWords() string {
	var names []string
	for _, u := range model.UnitLevels {
		names = append(names, u.Name)
	}
	return strings.Join(names, "、")
}

// lastYear tells what stood here in the year before.
func (p *plain) lastYear(string) error {
	x := p.items[p.at]
	switch {
	case p.last == nil:
		return p.printf("数据文件里没有本单位上年的报告。\n")
	case x.cell != nil:
		return p.printf("%s，%d 年度是 %s\n", x.cell.Brief(), p.last.Year, cmp.Or(p.lastFigure(x.cell), "（空）"))
	case x.text == nil:
		return p.printf("上年的报告：%s\n", p.last.FullTitle())
	case p.last.Text[x.text.Key] == "":
		return p.printf("上年没有写这一部分。\n")
	}
	return p.printf("上年：\n%s\n（输入 ln 取用，年份先改好）\n", p.last.Text[x.text.Key])
}

// zero fills the blanks of the table that is asked for, zeroAll those of all tables. Both
// say what they leave alone.
func (p *plain) zero(string) error {
	x := p.items[p.at]
	if x.cell == nil {
		return p.printf("! 这里是封面：三张表都填 0 输入 za，只填一张先用 g 到那张表，如 g 新收 自然人。\n")
	}
	return p.fillZero(x.section())
}

func (p *plain) zeroAll(string) error { return p.fillZero("") }

func (p *plain) fillZero(section string) error {
	r := p.report()
	if n := len(r.UnreadCells(section)); n > 0 {
		if err := p.printf("  %d 格没有读出，不填 0，请照原件填\n", n); err != nil {
			return err
		}
	}
	e := model.FillZero(r, section)
	if e.Empty() {
		if err := p.printf("  各格都已填，不用填 0\n"); err != nil {
			return err
		}
	} else if err := p.do(e); err != nil {
		return err
	}
	cells, words := p.report().SaidZero(section)
	if len(cells) == 0 || p.desk.Session().Locked() != nil {
		return nil
	}
	said := "原件写「" + strings.Join(words, "」「") + "」的格"
	sure, err := p.yes("%s有 %d 格，没有当作 0。没有发生的才是 0；不清楚的请照原件问清再填。这 %d 格都填 0 吗", said, len(cells), len(cells))
	if err != nil || !sure {
		return err
	}
	return p.do(model.SetAll(p.report(), said+"当作 0，", model.Zero, cells...))
}

// takeFigure fills a cell and goes on; what is no figure is asked for again.
func (p *plain) takeFigure(cell *model.Cell, line string) error {
	if line == emptied {
		line = ""
	}
	figure, note := model.SplitNote(line)
	f, err := model.ParseFigure(figure, cell.Column)
	if err != nil {
		return p.printf("! %s。要用命令，输入 ? 看有哪些。\n", err)
	}
	r := p.report()
	e := model.SetFigures(r, model.CellFigure{Cell: cell.ID, Figure: f})
	if note != "" {
		e = model.Join("修改 "+cell.Brief(), e, model.SetNote(r, cell.ID, note))
	}
	return p.doAndGoOn(e)
}

// takeField changes a field of the cover and goes on.
func (p *plain) takeField(field, value string) error {
	r := p.report()
	switch {
	case value == emptied:
		value = ""
	case field == model.FieldLevel:
		level, ok := model.ParseUnitLevel(value)
		if !ok {
			return p.printf("! 没有「%s」这个级别。级别有：%s。\n", value, levelWords())
		}
		value = string(level)
	case field == model.FieldYear:
		value = fmt.Sprint(model.ParseYear(value))
	case field == model.FieldDate:
		value = model.TidyDate(value)
	}
	e := model.SetField(r, field, value)
	if name := p.nameAfter(field, value); name != r.Name() {
		if other, err := p.store.Load(name); err == nil && other.ID != r.ID {
			return p.printf("! 已经有「%s」这份报告，没有改。\n", name)
		}
	}
	return p.doAndGoOn(e)
}

// nameAfter is the report's name with a field changed.
func (p *plain) nameAfter(field, value string) string {
	r := p.report()
	switch field {
	case model.FieldUnit:
		return model.ReportName(value, r.Year)
	case model.FieldYear:
		return model.ReportName(r.Unit, model.ParseYear(value))
	}
	return r.Name()
}

// doAndGoOn makes the edit of an item and goes on to the next; where it is refused the
// same is asked for again.
func (p *plain) doAndGoOn(e model.Edit) error {
	if err := p.desk.Session().Locked(); err != nil {
		return p.fail(err)
	}
	before := p.report().Revision
	was := p.at
	p.at++ // where the sitting is when this is stored
	if err := p.do(e); err != nil {
		return err
	}
	if refused := !e.Empty() && p.report().Revision == before && !p.desk.Session().Dirty(); refused {
		p.at = was
	}
	return nil
}

// note writes the note beside the cell's figure.
func (p *plain) note(words string) (err error) {
	x := p.items[p.at]
	if x.cell == nil {
		return p.printf("! 封面没有附注。\n")
	}
	if words == "" {
		now := cmp.Or(p.report().Notes[x.cell.ID], "没有")
		if words, err = p.ask("附注（现在：%s；写在数字后面的括号里，如 其中修订16件；空 是去掉，直接回车不改）> ", now); err != nil || words == "" {
			return err
		}
	}
	if words == emptied {
		words = ""
	}
	return p.do(model.SetNote(p.report(), x.cell.ID, words))
}

// totals has the totals of the paper be typed, to compare with those that are computed.
func (p *plain) totals(string) error {
	x := p.items[p.at]
	if x.cell == nil {
		return p.printf("! 封面没有总计；先用 g 到要填的表。\n")
	}
	if err := p.desk.Session().Locked(); err != nil {
		return p.fail(err)
	}
	if err := p.printf("照纸上填总计，只用来核对：和计算的不同时一直提示差多少，不印出来。空 是去掉。\n"); err != nil {
		return err
	}
	for _, c := range p.report().Form.Cells() {
		if c.Section != x.cell.Section || !c.Computed() {
			continue
		}
		if err := p.total(c); err != nil {
			return p.unlessNothing(err)
		}
	}
	return p.printf("总计问完了，接着填各格。\n")
}

// total asks for one total until it is one; errNothing where somebody has had enough.
func (p *plain) total(c *model.Cell) error {
	for {
		stated, _ := p.report().StatedTotal(c.ID)
		typed, err := p.ask("%s（纸上的现在记：%s，计算的：%s；回车下一个，q 返回）> ", c.Label(), bare(shown(stated)), bare(shown(model.Evaluate(p.report()).At(c.ID))))
		switch {
		case err != nil:
			return err
		case typed == "":
			return nil
		case fold(typed) == "q" || typed == "返回":
			return errNothing
		case typed == emptied:
			typed = ""
		}
		f, err := model.ParseFigure(typed, c.Column)
		if err == nil {
			return p.do(model.SetStated(p.report(), c.ID, f))
		}
		if err := p.printf("! %s。\n", err); err != nil {
			return err
		}
	}
}

// recheck has the figures be entered a second time.
func (p *plain) recheck(string) error {
	if err := p.desk.Session().Locked(); err != nil {
		return p.fail(err)
	}
	second := model.NewSecondEntry(p.report())
	if second.Cell() == nil {
		return p.printf("没有不是 0 的格，不用复核。\n")
	}
	if err := p.printf("照纸上的数再录一遍，不看原来填的；两遍不一样的再问。输入 q 返回，没有复核完的不记。\n"); err != nil {
		return err
	}
	for c := second.Cell(); c != nil; c = second.Cell() {
		at, all := second.Progress()
		typed, err := p.ask("复核 %d/%d %s（单位：%s）> ", at, all, c.Label(), c.Column.Unit)
		if err != nil {
			return err
		}
		if fold(typed) == "q" || typed == "返回" {
			return p.printf("复核没有完，没有记作复核过。\n")
		}
		now := p.report().Figures[c.ID]
		f, same, err := second.Enter(typed, now)
		if err == nil && !same {
			err = p.secondDiffers(second, c, now, f)
		} else if err != nil {
			err = p.fail(err)
		}
		if err != nil {
			return err
		}
	}
	e, said, err := second.End(p.report(), p.User, p.Now())
	if err != nil {
		return p.fail(err)
	}
	if err := p.printf("%s。\n", said); err != nil {
		return err
	}
	return p.do(e)
}

// secondDiffers asks which of two figures is right.
func (p *plain) secondDiffers(second *model.SecondEntry, c *model.Cell, now, f model.Figure) error {
	if err := p.printf("! 「%s」原来是 %s，这一遍是 %s。请看纸上是哪一个：\n", c.Brief(), shown(now), f); err != nil {
		return err
	}
	n, err := p.choose(true, "用这一遍的 "+f.String(), "留原来的", "这一格再录一遍")
	switch {
	case err != nil:
		return err
	case n == 0:
		return p.do(second.Put(p.report(), f))
	case n == 1:
		second.Keep()
	}
	return nil
}

// undo takes the last step back and goes where it was; redo does it again.
func (p *plain) undo(string) error { return p.turn((*model.Session).Undo) }
func (p *plain) redo(string) error { return p.turn((*model.Session).Redo) }

func (p *plain) turn(step func(*model.Session) (model.Edit, error)) error {
	before := p.findings()
	e, err := step(p.desk.Session())
	if err != nil {
		return p.fail(err)
	}
	for _, c := range e.Changes {
		switch c.Kind {
		case model.TargetCell, model.TargetNote:
			p.goTo(model.CellID(c.Key))
		case model.TargetText:
			p.at = slices.IndexFunc(p.items, func(x item) bool { return x.text != nil && x.text.Key == c.Key })
		}
	}
	return p.stored(before, e.Label)
}

// set changes how plain mode asks.
func (p *plain) set(string) error {
	ways := []string{"一行一行问（照着一行一行的表填）", "一列一列问（照着一列一列的台账填）"}
	now := 0
	if p.settings.Columns {
		now = 1
	}
	if err := p.printf("表里的格，现在是%s。改成：\n", ways[now]); err != nil {
		return err
	}
	n, err := p.choose(false, ways...)
	if err != nil || n < 0 {
		return err
	}
	p.settings.Columns = n == 1
	if p.desk.Session() != nil {
		at := p.items[min(p.at, len(p.items)-1)]
		p.arrange()
		p.at = slices.Index(p.items, at)
	}
	if err := backend.ChangeSettings(p.store, func(s *backend.Settings) { s.Columns = n == 1 }); err != nil {
		return p.printf("! 设置这次有效，但没有保存：%s\n", backend.Message(err))
	}
	return p.printf("以后%s。\n", ways[n])
}
