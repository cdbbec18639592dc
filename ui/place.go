package ui

import (
	"encoding/json"
	"strings"

	tea "charm.land/bubbletea/v2"

	"nianbao/model"
	"nianbao/ui/backend"
	"nianbao/ui/desk"
	"nianbao/ui/keymap"
)

// place is where an operator left a report.
type place = desk.Place

// placeString is the present place as the store keeps it; "" where that which it has is
// to stay.
func (a *App) placeString() string {
	if a.visiting {
		return ""
	}
	p := a.here()
	p.Queued = pending(a)
	if c, ok := a.top().(*confirmScreen); ok && c.pasted != "" {
		p.Queued = model.CleanText(c.pasted)
	}
	b, err := json.Marshal(p)
	if err != nil { // strings and a number: can't happen
		return ""
	}
	return string(b)
}

// keyed writes keys and pastes out, for people: keys without text by their names.
func keyed(msgs []tea.Msg) string {
	var b strings.Builder
	for _, msg := range msgs {
		if l, waited := msg.(late); waited {
			msg = l.Msg
		}
		switch msg := msg.(type) {
		case tea.PasteMsg:
			b.WriteString(msg.Content)
		case tea.KeyPressMsg:
			if msg.Text != "" {
				b.WriteString(msg.Text)
			} else {
				b.WriteString("[" + keymap.Name(msg.String()) + "]")
			}
		}
	}
	return model.CleanText(b.String())
}

// goBack goes where a place says.
func (a *App) goBack(where string) {
	var p place
	if where == "" || json.Unmarshal([]byte(where), &p) != nil {
		return // that is no reason not to go on
	}
	a.goTo(p)
	goOnWriting(a, p)
}

// goOnWriting opens what was being written when the report was left.
func goOnWriting(a *App, p place) {
	goOnExplaining(a, p)
	if c := a.session().Report().Form.Cell(p.Cell); c != nil && p.Note != "" && a.session().Locked() == nil {
		n := newNote(a, c)
		n.prompt, n.was = newPrompt(p.Note, false), p.Was
		a.push(n)
		a.warn(say("上次的附注写到这里，还没有确定：按 {key:note.commit} 确定，{key:back} 不要"))
	}
	if p.Cover != "" && a.session().Locked() == nil {
		if form := newForm(a, a.session().Report()); form.goOn(p) == nil {
			a.push(form)
			a.warn(say("上次封面填到这里，还没有确定：按 {key:form.submit} 完成，按 {key:back} 放弃"))
		}
	}
	if p.Reason != "" && !a.desk.Looking() && a.session().Report().State == model.Final {
		a.push(&reopenScreen{keptPrompt: keptPrompt{newPrompt(p.Reason, false)}})
		a.warn(say("上次更正的原因写到这里，还没有确定：按 {key:reopen.commit} 确定，{key:back} 不要"))
	}
	if a.session().Locked() == nil {
		a.desk.SetReason(p.Reason) // it may be asked for yet
	}
	if p.Queued != "" {
		lines := []string{"上次选定前粘贴的、输入的没有填入，请照此重填（[…] 是按键）：", ""}
		a.push(newPage("接着输入的，没有填入", append(lines, strings.Split(p.Queued, "\n")...)...))
	}
}

// opening is how a report is opened.
type opening struct {
	cell model.CellID   // to go to; "" for where it was left
	look bool           // to look only
	then func() tea.Cmd // to go on with; may be nil
	// place is where it was left, where something knows better than the store; nil else.
	place *string
}

// openReport loads a report and goes where it was left, or where the opening says.
func openReport(a *App, name string, how opening) tea.Cmd {
	cell := how.cell
	store, user := a.deps.Store, a.deps.User
	return a.wait(func() func() tea.Cmd {
		stamp, err := store.Stamp() // before loading: a change in between is seen later
		var r *model.Report
		if err == nil {
			r, err = store.Load(name)
		}
		where := ""
		if err == nil {
			where, err = store.Place(r.ID)
		}
		if how.place != nil {
			where = *how.place
		}
		var last *lastReport
		var lastErr error
		if err == nil {
			last, lastErr = lastYear(store, r)
		}
		var log []model.LogEntry
		if err == nil && !how.look {
			log, err = backend.Lately(store, r.ID, user)
		}
		rows := ""
		if err == nil {
			rows, _ = store.Ledger(r.ID) // what is wrong with it is said when it is looked at
		}
		return func() tea.Cmd {
			switch {
			case backend.Code(err) == model.CodeDamaged:
				return openTrouble(a, err)
			case err != nil:
				a.fail(err)
				return nil
			}
			var p place
			if known := where != "" && json.Unmarshal([]byte(where), &p) == nil && p != (place{}); known {
				a.inform("回到上次的位置")
			} else {
				where = ""
			}
			a.use(desk.Opening{Report: r, Look: how.look, Log: log, Stamp: stamp, Place: where}, last)
			a.tallied = rows != ""
			if cell != "" && cell != p.Cell {
				if c := r.Form.Cell(p.Cell); c != nil && p.Typing != "" {
					a.warn("上次在「" + c.Brief() + "」输入了「" + p.Typing + "」，没有确定，也没有填进去")
				}
				p.Section, p.Cell, p.Typing, p.Note = "", cell, "", ""
			}
			a.goTo(p)
			goOnWriting(a, p)
			cmd := a.carry(a.desk.Tell(a.deps.Now()))
			if how.then != nil {
				cmd = tea.Batch(cmd, how.then())
			}
			warnLast(a, lastErr)
			return cmd
		}
	})
}

// warnLast says that last year's report is there and can't be read; this year's
// can be worked on without.
func warnLast(a *App, err error) {
	if err != nil {
		a.warn("读不到上年的报告，不能和上年核对：" + backend.Message(err))
	}
}

// lastReport is what is at hand of the year before.
type lastReport struct {
	*model.Sheet
	report *model.Report
}

// lastYear is the same unit's report of the year before; nil where the store
// has none.
func lastYear(store backend.Store, r *model.Report) (*lastReport, error) {
	last, err := backend.LastYear(store, r)
	return asLast(last, r.Form), err
}

// asLast is a report as the year before's of one of a form; nil for none.
func asLast(last *model.Report, form *model.Form) *lastReport {
	if last == nil {
		return nil
	}
	return &lastReport{model.EvaluateAs(last, form), last}
}

// use makes a report the one in hand and shows its contents.
func (a *App) use(o desk.Opening, last *lastReport) {
	a.desk.Open(a.deps.Now(), o)
	a.opened = opened{last: last, changedBy: map[model.Target]string{}}
	a.refresh()
	a.stack = append(a.stack[:1], newContents(a))
}

// unwind leaves the contents open, with the findings over them where they led
// here: the way back.
func (a *App) unwind() {
	a.visiting = false
	var back []screen
	for _, s := range a.stack[2:] {
		if f, ok := s.(*findingsScreen); ok {
			back = []screen{f}
		}
	}
	a.stack = append(a.stack[:2], back...)
}

// goTo opens the table or text of a place over the contents.
func (a *App) goTo(p place) {
	form := a.session().Report().Form
	key := p.Section
	if c := form.Cell(p.Cell); c != nil {
		key = c.Section.Key
	}
	s := form.Section(key)
	if s == nil {
		return
	}
	a.unwind()
	a.stack[1].(*contentsScreen).moveTo(key)
	if s.Table == nil {
		text := newText(a, s)
		if p.Offset > 0 {
			text.editor.SetOffset(p.Offset)
		}
		a.push(text)
		return
	}
	table := newTable(a, s)
	a.push(table)
	if p.Cell != "" {
		table.moveTo(p.Cell)
		switch {
		case p.Typing == "" || a.desk.Looking():
		case a.session().Locked() != nil:
			a.warn("上次在这一格输入了「" + p.Typing + "」，没有填进去：这份报告已经定稿")
		default:
			table.grid.Begin(p.Typing, true)
			table.leftover = true
			table.stand(a)
			now := table.base.was
			if table.base.was = p.Was; now != p.Was {
				a.warn("上次在这一格输入了「" + p.Typing + "」，还没有确定；这一格后来改成了 " + model.ShowValue(table.base.target, now) + say("：按 {key:cell.commit} 会再问，{key:cell.cancel} 不要"))
				return
			}
			a.warn("上次在这一格输入了「" + p.Typing + say("」，还没有确定：按 {key:cell.commit} 确定，{key:cell.cancel} 不要"))
		}
	}
}
