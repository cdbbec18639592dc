package ui

import (
	"slices"
	"strings"
	"time"

	tea "charm.land/bubbletea/v2"

	"nianbao/model"
	"nianbao/ui/keymap"
)

// How close keys come. A hand that types fast needs 80 ms for each; two fingers
// may be nearer to each other, but not over and over.
const (
	fastGap = 30 * time.Millisecond  // a Tab or an Enter that comes sooner waits for what follows
	holdFor = 60 * time.Millisecond  // without a key, before what waits is looked at
	joinGap = 150 * time.Millisecond // what comes sooner may belong to the same block
)

// burst is keys in a table that may be a block: consoles that put no brackets
// round a paste hand it on as keys. A slow line brings keys that were typed by hand
// all at once, too: what they hold decides.
type burst struct {
	last     time.Time // when the last key came
	table    *tableScreen
	row, col int    // the cell that the first field falls on
	at       int    // the column in which the held keys begin
	first    string // what had been typed there before them
	held     []tea.Msg
	timing   bool
}

// burstMsg comes when keys have been held for a while.
type burstMsg struct{}

// late is a key that had to wait, with when it came.
type late struct {
	tea.Msg
	at time.Time
}

// hold keeps keys in a table that come faster than hands type, to see what they
// are; done is false for the others.
func (b *burst) hold(a *App, msg tea.Msg, at time.Time) (cmd tea.Cmd, done bool) {
	k, pressed := msg.(tea.KeyPressMsg)
	if q, ok := a.top().(*burstScreen); ok {
		if pressed {
			return q.key(a, k), true
		}
		return q.insist(a), true
	}
	gap := at.Sub(b.last)
	b.last = at
	s, ok := a.top().(*tableScreen)
	switch {
	case len(b.held) > 0 && inBlock(msg) && gap < holdFor:
		b.held = append(b.held, msg)
		return nil, true
	case len(b.held) > 0:
		cmd = b.settle(a)
		if q, asks := a.top().(*burstScreen); !asks {
			return tea.Batch(cmd, a.input(late{msg, at})), true
		} else if inBlock(msg) {
			return tea.Batch(cmd, q.key(a, k)), true
		}
		return cmd, true // it was meant for what was there before, and answers nothing
	case !ok || !pressed || !takesFigures(a):
		b.table = nil
		return nil, false
	case b.table != s || gap >= joinGap:
		b.table = s
		b.row, b.col = s.grid.Cursor()
	case b.holds(a, k, gap):
		return b.start(a, k), true
	}
	if tab := k.Code == tea.KeyTab && k.Mod == 0; k.Text == "" && !tab {
		b.table = nil // what follows begins elsewhere
	}
	return nil, false
}

// takesFigures reports whether a table that is shown can be typed into.
func takesFigures(a *App) bool { return !a.tooSmall() && a.session().Locked() == nil }

// inBlock reports a key that a block has when it comes as keys.
func inBlock(msg tea.Msg) bool {
	k, ok := msg.(tea.KeyPressMsg)
	if !ok {
		return false
	}
	between := k.Mod == 0 && (k.Code == tea.KeyTab || k.Code == tea.KeyEnter)
	return k.Text != "" || between || isLineFeed(k)
}

// isLineFeed reports the line end that some terminals leave in a paste, which no
// hand types.
func isLineFeed(k tea.KeyPressMsg) bool { return k.String() == "ctrl+j" }

// holds reports whether a key in a table waits for what follows: a line feed, a Tab
// and an Enter that would go where a block's does not, so soon after the one
// before. A Tab held down comes again and again, but not as fast as a paste.
func (b *burst) holds(a *App, k tea.KeyPressMsg, gap time.Duration) bool {
	switch {
	case isLineFeed(k):
		return true
	case k.Mod != 0 || gap >= fastGap:
		return false
	case k.Code == tea.KeyTab:
		return b.table.typing() || gap < fastGap/4
	}
	enters := k.Code == tea.KeyEnter && b.table.typing()
	return enters && (a.settings.EnterRight || b.table.passes())
}

// start begins to hold keys.
func (b *burst) start(a *App, k tea.KeyPressMsg) tea.Cmd {
	row, col := b.table.grid.Cursor()
	if row != b.row || col < b.col {
		b.row, b.col = row, col
	}
	b.at, b.first, b.held = col, b.table.grid.Input(), []tea.Msg{k}
	if b.timing {
		return nil
	}
	b.timing = true
	return a.deps.Tick(holdFor, burstMsg{})
}

// over looks at what was held once nothing more comes.
func (b *burst) over(a *App) tea.Cmd {
	b.timing = false
	if wait := holdFor - a.deps.Now().Sub(b.last); len(b.held) > 0 && wait > 0 {
		b.timing = true
		return a.deps.Tick(wait, burstMsg{})
	}
	return b.settle(a)
}

// settle asks about the keys that are held where they are a block, and does
// them where they are not.
func (b *burst) settle(a *App) tea.Cmd {
	q := &burstScreen{*b}
	b.held, b.table = nil, nil
	switch {
	case len(q.held) == 0:
		return nil
	case a.busy() || a.top() != q.table: // another screen has come up
		var waiting []tea.Msg
		for _, msg := range q.held {
			waiting = append(waiting, late{msg, q.last})
		}
		a.queue = append(waiting, a.queue...)
		return a.replay()
	case !q.doubtful(a):
		return q.asTyped(a)
	}
	q.table.grid.MoveTo(q.row, q.col)
	a.push(q)
	return a.saveSoon()
}

// pending is what waits for an answer and is in no place yet, for people.
func pending(a *App) string {
	msgs := a.burst.all()
	for _, s := range a.stack {
		if q, ok := s.(*burstScreen); ok {
			msgs = append(msgs, q.all()...)
		}
	}
	if a.questioned() {
		msgs = append(msgs, a.queue...)
	}
	line := "[" + keymap.Name("enter") + "]"
	return strings.TrimSpace(strings.ReplaceAll(keyed(msgs), line, line+"\n"))
}

// all are the keys held, with what had been typed before them.
func (b *burst) all() []tea.Msg {
	if len(b.held) == 0 {
		return nil
	}
	return append([]tea.Msg{tea.PasteMsg{Content: b.first}}, b.held...)
}

// block is what the keys are as a block.
func (b *burst) block() [][]string {
	var text strings.Builder
	text.WriteString(strings.Repeat("\t", b.at-b.col) + b.first)
	for _, msg := range b.held {
		switch k := msg.(tea.KeyPressMsg); {
		case k.Text != "":
			text.WriteString(k.Text)
		case k.Code == tea.KeyTab:
			text.WriteString("\t")
		case isLineFeed(k):
			text.WriteString("\n")
		default:
			text.WriteString("\r")
		}
	}
	rows := model.ParseBlock(text.String())
	for len(rows) > 1 && len(rows[len(rows)-1]) == 1 && emptyField(rows[len(rows)-1][0]) {
		rows = rows[:len(rows)-1]
	}
	return rows
}

func emptyField(s string) bool { return strings.TrimSpace(s) == "" }

// doubtful reports whether keys that came too fast are to be asked about: they have
// the shape of a block, or as keys they would go elsewhere than as a block.
func (q *burstScreen) doubtful(a *App) bool {
	rows := q.block()
	fields := slices.DeleteFunc(slices.Concat(rows...), emptyField)
	if len(fields) < 2 {
		return false
	}
	feed := slices.ContainsFunc(q.held, func(msg tea.Msg) bool { return isLineFeed(msg.(tea.KeyPressMsg)) })
	column := a.settings.EnterRight && len(rows) > 5 && len(rows[0]) == 1
	if feed || column || rectangle(rows) {
		return true
	}
	if names := q.names(a, rows); names.RowsKnown() || names.ColumnsKnown() {
		return true
	}
	targets := q.targets(rows)
	for i, row := range rows {
		for k, field := range row {
			if !emptyField(field) && (k >= len(targets[i]) || targets[i][k].Computed()) {
				return true
			}
		}
	}
	return len(model.Paste(a.session().Report(), targets, rows).Unread) > 0
}

// rectangle reports at least two rows of as many fields, two and more; the last of
// several may be shorter.
func rectangle(rows [][]string) bool {
	full := 0
	for full < len(rows) && len(rows[full]) == len(rows[0]) {
		full++
	}
	return len(rows[0]) > 1 && full > 1 && full >= len(rows)-1
}

func (q *burstScreen) names(a *App, rows [][]string) model.Names {
	return a.deps.Files.Names(a.session().Report().Form, q.table.sec.Key, rows)
}

// targets are the cells that the rows fall on, line for line.
func (q *burstScreen) targets(rows [][]string) (targets [][]*model.Cell) {
	lines := q.table.lines(q.row)
	for _, at := range model.Lay(lines, rows)[0].Lines {
		var cells []*model.Cell
		if at >= 0 {
			cells = lines[at].Cells[min(q.col, len(lines[at].Cells)):]
		}
		targets = append(targets, cells)
	}
	return targets
}

// burstScreen asks what keys are that have come faster than hands type. More of
// them are added to what it holds.
type burstScreen struct{ burst }

func (q *burstScreen) title(*App) string                      { return "像是粘贴的一块" }
func (q *burstScreen) scopes() []keymap.Scope                 { return []keymap.Scope{keymap.InConfirm} }
func (q *burstScreen) typing() bool                           { return true }
func (q *burstScreen) enabled(_ *App, act keymap.Action) bool { return act != keymap.Back }
func (q *burstScreen) do(a *App, _ keymap.Action) tea.Cmd     { return q.insist(a) }
func (q *burstScreen) text(a *App, _ string) tea.Cmd          { return q.insist(a) }

// insist asks for an answer.
func (q *burstScreen) insist(a *App) tea.Cmd {
	a.warn(say("请先选定：按 {key:confirm.first}、{key:confirm.second} 或 {key:confirm.third}；接着按的键也记着"))
	return nil
}

func (q *burstScreen) key(a *App, k tea.KeyPressMsg) tea.Cmd {
	a.notice = notice{}
	act := keys.Lookup([]keymap.Scope{keymap.InConfirm, keymap.Anywhere}, k.String(), true)
	for _, o := range q.ask(a).options {
		if act == answered(o.key) && act != keymap.None {
			if a.locked() {
				return nil
			}
			a.pop()
			return tea.Batch(o.run(), a.saveSoon())
		}
	}
	if inBlock(k) {
		q.held = append(q.held, k)
		return tea.Batch(q.insist(a), a.saveSoon())
	}
	if act == keymap.Redraw {
		return a.perform(keymap.Redraw)
	}
	return q.insist(a)
}

// ask is the question as it stands.
func (q *burstScreen) ask(a *App) *confirmScreen {
	rows := q.block()
	n := len(q.held) + len([]rune(q.first))
	says := []string{itoa(n) + " 个键来得比手按的快，像是从 Excel、WPS 粘贴的一块，终端却当作一个一个的键。先记着，一格也没有填。"}
	if names := q.names(a, rows); names.RowsKnown() || names.ColumnsKnown() {
		says = append(says, "里面有行名、列名：按名字放，填以前再请您看。")
	} else {
		start := "从「" + q.table.cells[q.row][q.col].Brief() + "」起，" + itoa(len(rows)) + " 行"
		says = append(says, describePasting(model.Paste(a.session().Report(), q.targets(rows), rows), start)...)
	}
	return &confirmScreen{lines: says, must: true, options: []option{
		{answerKey(keymap.First), "按一块填", func() tea.Cmd {
			q.table.grid.MoveTo(q.row, q.col)
			return q.table.pasteBlock(a, rows)
		}},
		{answerKey(keymap.Second), "是逐个按的：逐个输入", func() tea.Cmd {
			q.table.grid.MoveTo(q.row, q.at)
			if q.first != "" {
				q.table.grid.Begin(q.first, false)
				q.table.stand(a)
			}
			return q.asTyped(a)
		}},
		{answerKey(keymap.Third), "都不要，一格也不填", func() tea.Cmd {
			a.inform("没有填；那 " + itoa(n) + " 个键丢掉了")
			return nil
		}},
	}}
}

// asTyped does the held keys one by one.
func (q *burstScreen) asTyped(a *App) tea.Cmd {
	var cmds []tea.Cmd
	for _, msg := range q.held {
		cmds = append(cmds, a.handle(msg))
	}
	return tea.Batch(cmds...)
}

func (q *burstScreen) view(a *App, w, h int) frame { return q.ask(a).view(a, w, h) }
