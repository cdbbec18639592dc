package cli

import (
	"encoding/json"
	"fmt"
	"strings"
	"time"

	"nianbao/model"
	"nianbao/model/check"
	"nianbao/ui/backend"
	"nianbao/ui/desk"
)

// roundPlain is what stands round the desk of a plain sitting.
type roundPlain struct{ *plain }

func (r roundPlain) Store() backend.Store                  { return r.store }
func (r roundPlain) Files() desk.Files                     { return r.call.Files }
func (r roundPlain) SessionID() string                     { return r.call.SessionID() }
func (r roundPlain) User() string                          { return r.call.User }
func (r roundPlain) RescueDirs() []string                  { return r.call.RescueDirs }
func (r roundPlain) Half() bool                            { return false } // a line is there whole, or not at all
func (r roundPlain) Asking() bool                          { return false } // nothing happens while a question stands
func (r roundPlain) Say(format string, args ...any) string { return say(format, args...) }
func (r roundPlain) Limit() <-chan time.Time               { return time.After(10 * time.Second) }

// Place is the item that is being asked for, as the screens keep it.
func (r roundPlain) Place() string {
	if r.at >= len(r.items) || r.desk.Looking() {
		return ""
	}
	var at desk.Place
	switch x := r.items[r.at]; {
	case x.cell != nil:
		at = desk.Place{Section: x.cell.Section.Key, Cell: x.cell.ID}
	case x.text != nil:
		at.Section = x.text.Key
	}
	text, err := json.Marshal(at)
	if err != nil { // strings and a number: can't happen
		return ""
	}
	return string(text)
}

// goBack goes where the report was left, or to a cell, and tells what had been begun on
// the screen and not entered: here it is to be typed anew.
func (p *plain) goBack(where string, cell model.CellID) error {
	var at desk.Place
	if where != "" && json.Unmarshal([]byte(where), &at) != nil {
		at = desk.Place{} // that is no reason not to go on
	}
	p.at = p.firstUndone()
	for i, x := range p.items {
		if hit := x.cell != nil && x.cell.ID == at.Cell || x.text != nil && x.text.Key == at.Section; hit {
			p.at = i
		}
	}
	p.goTo(cell)
	return p.tellHalf(at)
}

// tellHalf tells what was half written when the report was left.
func (p *plain) tellHalf(at desk.Place) error {
	name := ""
	if c := p.report().Form.Cell(at.Cell); c != nil {
		name = "「" + c.Brief() + "」"
	}
	for _, half := range []struct{ what, words string }{
		{name + "的数", at.Typing}, {name + "的附注", at.Note}, {"一条说明", at.Words}, {"更正的原因", at.Reason},
		{"封面", at.Cover}, {"选定前接着输入的", at.Queued},
	} {
		if half.words == "" {
			continue
		}
		if err := p.printf("! 上次写了一半、没有确定：%s「%s」；要用请现在输入。\n", half.what, half.words); err != nil {
			return err
		}
	}
	return nil
}

// save stores what is unsaved. Nobody is writing: what has to be asked is asked at once.
func (p *plain) save() error {
	p.desk.Pressed(p.Now().Add(-time.Minute))
	return p.carry(p.desk.Save(p.Now()))
}

// leave stores what is unsaved and closes the report; where that can't be done it asks.
func (p *plain) leave() error {
	p.desk.Pressed(p.Now().Add(-time.Minute))
	if err := p.carry(p.desk.Leave(p.Now())); err != nil {
		return err
	}
	if !p.left {
		return nil
	}
	return p.carry([]desk.Effect{p.desk.PutAway()})
}

// end stores what is unsaved where the input is over, and says where it is.
func (p *plain) end(err error) error {
	if farewell := p.desk.Close(p.Now()); farewell != "" {
		return backend.Unsaved(farewell)
	}
	return err
}

// carry does what the desk wants done, at once. Its timers need none: what has failed is
// tried again before the next question, and at the end.
func (p *plain) carry(effects []desk.Effect) error {
	for _, e := range effects {
		if err := p.carryOne(e); err != nil {
			return err
		}
	}
	return nil
}

func (p *plain) carryOne(e desk.Effect) error {
	switch e := e.(type) {
	case desk.Work:
		return p.carry(p.desk.On(p.Now(), e.Do()))
	case desk.Said:
		return p.printf("  %s\n", e.Text)
	case desk.Failed:
		return p.printf("  ! 没有保存：%s。下一次再试\n", strings.TrimSuffix(backend.Message(e.Err), "。"))
	case desk.Kept:
		return p.printf("  您写的都在，另存在 %s；可以接着填\n", e.Path)
	case desk.LastYear:
		p.last = e.Report
	case desk.Joined:
		return p.joined(e)
	case desk.Ask:
		return p.question(e.Question)
	case desk.Withdraw:
		return p.carry(p.desk.On(p.Now(), e.Then))
	case desk.Left:
		p.left = true
	case desk.SeenTo:
		return p.fail(desk.SetAside(e.Path))
	case desk.Met:
		return p.met(e)
	}
	return nil
}

// joined tells what others have changed.
func (p *plain) joined(j desk.Joined) error {
	var said []string
	if len(j.Changed) > 0 && !p.writing {
		said = append(said, j.News(p.report(), say))
	}
	if j.Undone && p.report().State != model.Final {
		said = append(said, "您定稿的同时"+j.By.Of(desk.StateTarget)+"存了新的一稿，所以没有定稿：请看过再定稿")
	}
	if j.Locked {
		said = append(said, j.By.Of(desk.StateTarget)+"把这份报告定稿了")
	}
	for _, s := range said {
		if err := p.printf("  ! %s\n", s); err != nil {
			return err
		}
	}
	return nil
}

// met tells who has come to the report and who has gone.
func (p *plain) met(m desk.Met) error {
	for _, x := range m.Come {
		if err := p.printf("  %s 也打开着这份报告；改动会自动合并\n", desk.NameOf(x.Actor)); err != nil {
			return err
		}
	}
	for _, x := range m.Gone {
		if err := p.printf("  %s 已经关了这份报告\n", desk.NameOf(x.Actor)); err != nil {
			return err
		}
	}
	return nil
}

// question puts one of the desk's questions.
func (p *plain) question(q desk.Question) error {
	switch q := q.(type) {
	case desk.Clashed:
		return p.clashed(q)
	case desk.MadeFinal:
		return p.madeFinal(q)
	case desk.Older:
		return p.older(q)
	case desk.NotSaved:
		return p.notSaved(q)
	}
	return nil
}

// clashed asks, of each place that two have changed, whose is to stand. While somebody
// writes paragraphs theirs stands, and what is being written goes behind it.
func (p *plain) clashed(q desk.Clashed) error {
	mine := map[model.Clash]bool{}
	p.overtaken = true
	for i, c := range q.Clashes {
		if p.writing {
			break
		}
		who := q.By.Of(c.Target)
		if e := q.By.Clashing(c); e != nil {
			who = desk.NameOf(e.Actor)
		}
		if err := p.printf("! %s（第 %d 处，共 %d 处）刚被%s改为 %s，您写的是 %s。未采用的记入修改记录。用哪一个：\n", p.report().TargetName(c.Target), i+1, len(q.Clashes),
			who, fully(c.Target, c.Theirs), fully(c.Target, c.Mine)); err != nil {
			return err
		}
		n, err := p.choose(true, "用我的", "用对方的")
		if err != nil {
			return err
		}
		mine[c] = n == 0
	}
	return p.carry(p.desk.Keep(p.Now(), q, func(c model.Clash) bool { return mine[c] }))
}

// fully is a value in words, a text's whole.
func fully(t model.Target, value string) string {
	if t.Kind == model.TargetText && value != "" {
		return "「" + strings.ReplaceAll(value, "\n", " ") + "」"
	}
	return model.ShowValue(t, value)
}

// madeFinal asks what to do with unsaved edits of a report that was made final meanwhile.
func (p *plain) madeFinal(q desk.MadeFinal) error {
	if err := p.printf("! %s把这份报告定稿了；您有改动还没有保存，请选定怎么办：\n", q.By.Of(desk.StateTarget)); err != nil {
		return err
	}
	n, err := p.choose(true, "解除锁定（更正），把我的改动存进去", "报告照定稿的，我的改动另存为救援文件")
	if err != nil {
		return err
	}
	if n == 1 {
		return p.setAside(q)
	}
	for {
		reason, err := p.ask("更正的原因（至少几个字，记入修改记录）> ")
		if err != nil {
			return err
		}
		e, err := model.Reopen(q.Latest, reason)
		if err == nil {
			return p.carry([]desk.Effect{p.desk.ReopenAndSave(q.Latest, e)})
		}
		if err := p.fail(err); err != nil {
			return err
		}
	}
}

// older asks what to do where the store's report is older than the one at work.
func (p *plain) older(q desk.Older) error {
	if err := p.printf("! 数据文件里现在是第 %d 稿，您打开的是第 %d 稿以后的：数据文件好像被换成了较早的备份。请选定用哪一边的：\n", q.Latest.Revision, p.report().Revision); err != nil {
		return err
	}
	n, err := p.choose(true, "把我这里的全部内容存成新的一稿", "照数据文件里的，我这里的另存为救援文件")
	if err != nil {
		return err
	}
	if n == 1 {
		return p.setAside(q)
	}
	effects, err := p.desk.KeepScreen(p.Now(), q)
	if err != nil {
		return p.fail(err)
	}
	return p.carry(effects)
}

// setAside has a rescue file take what is unsaved, and goes on with what the store has.
func (p *plain) setAside(q desk.Yielding) error {
	path, effects, err := p.desk.SetAside(p.Now(), q)
	if err != nil {
		if err := p.fail(err); err != nil {
			return err
		}
		return p.question(q)
	}
	if err := p.printf("  您的改动已另存为 %s；%s\n", path, say("以后在报告列表里 {key:rescue} 找回")); err != nil {
		return err
	}
	return p.carry(effects)
}

// notSaved asks what to do when a report is left with unsaved work.
func (p *plain) notSaved(q desk.NotSaved) error {
	if err := p.printf("! 还没有保存：%s。您的改动还没有丢。\n", strings.TrimSuffix(backend.Message(q.Err), "。")); err != nil {
		return err
	}
	again := "再保存一次，然后返回"
	gone := backend.Code(q.Err) == model.CodeNotFound
	if gone {
		again = "恢复这份报告，保存，然后返回"
	}
	n, err := p.choose(false, again, "另存为救援文件，然后返回", "放弃没有保存的改动，然后返回（已写的救援文件改名留着）")
	switch {
	case err != nil || n < 0:
		return err
	case n == 0 && gone:
		return p.carry([]desk.Effect{p.desk.UndeleteAndLeave()})
	case n == 0:
		return p.carry(p.desk.Leave(p.Now()))
	case n == 1:
		path, err := p.desk.Rescue(p.Now())
		if err != nil {
			return p.fail(err)
		}
		p.left = true
		return p.printf("已另存为 %s；%s\n", path, say("在报告列表里 {key:rescue} 找回"))
	}
	p.left = true
	return p.carry(p.desk.GiveUp())
}

// stand says how far the report has come and what is left to do.
func (p *plain) stand() error {
	r := p.report()
	sum := check.Summarize(r, p.last)
	said := fmt.Sprintf("%s，已填 %d/%d，错误 %d，警告 %d，提示 %d。", sum.State.Name(), sum.Filled, sum.Cells, sum.Errors, sum.Warnings, sum.Hints)
	switch {
	case r.State == model.Final:
		said = "已定稿，不能修改，校验码 " + r.Seal() + say("。{key:export} 导出；要改，{key:finish} 更正，说明原因。")
	case p.desk.Looking():
		said += "现在只是看，不会改动。"
	case sum.Errors == 0:
		said += say("没有错误：要报送的，先{key:finish} 定稿，再{key:export} 导出。")
	}
	if n := len(r.UnreadCells("")); n > 0 {
		said += fmt.Sprintf("还有 %d 格没有读出，请照原件填。", n)
	}
	return p.printf("%s\n", said)
}
