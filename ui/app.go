// Package ui is the terminal program: Bubble Tea's loop, the screens and the
// keys. [App] is the only tea.Model: it routes keys to the screen on top of its
// stack, and carries out what ui/desk, where the report is at work, wants done.
// Screens are values that handle keys and draw themselves; what opens one, and what
// it does, stands beside it and is given the App. Nothing here writes a report's
// field: every change is a model.Edit given to the session.
package ui

import (
	"strings"
	"time"

	tea "charm.land/bubbletea/v2"

	"nianbao/model"
	"nianbao/model/ledger"
	"nianbao/ui/backend"
	"nianbao/ui/desk"
	"nianbao/ui/keymap"
	"nianbao/ui/theme"
	"nianbao/ui/width"
)

// Deps is what the terminal program is given.
type Deps struct {
	Folder    backend.Folder // where the store is
	Store     backend.Store  // nil where it can't be opened
	Closed    error          // why not
	Files     backend.Files
	Example   func() (store backend.Store, discard func() error, err error) // makes a store with examples; nil for none
	Now       func() time.Time
	SessionID func() string // differs at each call
	// Tick sends a message after a while; nil for Bubble Tea's.
	Tick       func(d time.Duration, msg tea.Msg) tea.Cmd
	ExportDir  string             // proposed for exported files
	Fence      backend.Fence      // round the files that people name
	Collectors backend.Collectors // who may add up
	Calendar   *ledger.Calendar   // working days, as far as they are known
	User       string             // who signs explanations
	// RescueDirs are where unsaved work is written when the store fails for
	// good, in the order to try.
	RescueDirs []string
}

// Smallest screen that can be worked on.
const (
	minWidth  = 40
	minHeight = 10
)

// screen is one full-screen view. Its methods run on the loop. What it may do beside,
// hooks.go says.
type screen interface {
	title(a *App) string
	scopes() []keymap.Scope // where its keys are looked up, innermost first
	typing() bool           // whether printable keys are text
	do(a *App, act keymap.Action) tea.Cmd
	text(a *App, s string) tea.Cmd // typed or pasted text
	view(a *App, w, h int) frame
}

// frame is what a screen draws: up to h lines of w columns, and where the
// terminal's cursor belongs, nil for nowhere. Pick, where there is one, takes
// places in it.
type frame struct {
	lines  []string
	cursor *tea.Position
	pick   pick
}

// App is the program's state. It is a pointer, so that what is unsaved can
// still be reached after the loop has ended, however it ended.
type App struct {
	deps      Deps
	w, h      int
	stack     // the screens; the top one is shown
	notice    // the message line
	start     func() tea.Cmd
	desk      *desk.Desk
	opened                    // what is shown of the report in hand
	next      func() tea.Cmd  // where leaving the report leads
	hangs     int             // how often ending has waited for what is being opened
	trashed   []model.Summary // what was deleted in this run
	example   *example        // nil while the store is the user's own
	waiting   bool            // for work that opens another screen
	turn      int             // of waiting; the outcome of an older one is void
	queue     []tea.Msg       // keys and pastes that came while busy
	invited   map[string]bool // tables of which that has been said, by report and section
	clipboard string          // what was copied; a block of cells as spreadsheets exchange them
	settings  settings
	mouse     mouse
	importDir string // where a file was chosen last
	undoHere  string // the step elsewhere that the next undo may take back
	burst     burst  // keys in a table that may be a block
	idle      idle
}

// thenMsg brings the outcome of background work back to the loop.
type thenMsg func() tea.Cmd

// background runs work off the loop; what it returns runs on the loop.
func background(work func() func() tea.Cmd) tea.Cmd {
	return func() (msg tea.Msg) {
		defer rethrown(&msg)
		return thenMsg(work())
	}
}

// redrawMsg has the screen drawn whole again.
type redrawMsg struct{}

// clipboardMsg has a text put into the terminal's clipboard.
type clipboardMsg string

func setClipboard(text string) tea.Cmd { return func() tea.Msg { return clipboardMsg(text) } }

// HangUp is the message to send when the line drops or the system wants the
// program gone: it saves and quits.
type HangUp struct{}

// New returns the program at the list of reports.
func New(deps Deps) *App {
	if deps.Tick == nil {
		deps.Tick = func(d time.Duration, msg tea.Msg) tea.Cmd {
			return tea.Tick(d, func(time.Time) tea.Msg { return msg })
		}
	}
	a := &App{deps: deps}
	a.desk = desk.New(roundDesk{a})
	list := &listScreen{}
	a.stack = []screen{list}
	a.start = func() tea.Cmd { return list.load(a) }
	return a
}

// NewAt returns the program with one report open, at a cell, or where it was
// left when cell is ""; look: to look only.
func NewAt(deps Deps, name string, cell model.CellID, look bool) *App {
	a := New(deps)
	list := a.start
	a.start = func() tea.Cmd { return tea.Batch(list(), openReport(a, name, opening{cell: cell, look: look})) }
	return a
}

// Init starts loading and polling, or says why there is nothing to load.
func (a *App) Init() tea.Cmd {
	if a.deps.Store == nil {
		return openTrouble(a, a.deps.Closed)
	}
	return tea.Batch(loadSettings(a), a.start(), a.poll())
}

// Update routes a message.
func (a *App) Update(msg tea.Msg) (tea.Model, tea.Cmd) {
	cmd := a.route(msg)
	if sources := readSources(a); sources != nil {
		cmd = tea.Batch(cmd, sources)
	}
	return a, cmd
}

func (a *App) route(msg tea.Msg) tea.Cmd {
	a.idle.still = false
	switch msg := msg.(type) {
	case tea.WindowSizeMsg:
		a.w, a.h = msg.Width, msg.Height
	case tea.KeyPressMsg, tea.PasteMsg:
		return a.input(msg)
	case tea.MouseMsg:
		return a.mouse.on(a, msg)
	case thenMsg:
		return tea.Batch(msg(), a.replay())
	case deskMsg:
		return tea.Batch(a.brought(msg.Event), a.replay())
	case pollMsg:
		return a.polled()
	case burstMsg:
		return a.burst.over(a)
	case HangUp:
		return a.hangUp()
	case intakeMsg:
		for _, s := range a.stack {
			if s, ok := s.(*intakeScreen); ok {
				return s.drawn(a)
			}
		}
	default:
		a.idle.still = true // Bubble Tea's word on the terminal
	}
	return nil
}

// input takes a key or a paste. What comes while the program is busy waits, so
// that typing ahead over a slow line is not lost.
func (a *App) input(msg tea.Msg) tea.Cmd {
	at := a.deps.Now()
	if l, waited := msg.(late); waited {
		msg, at = l.Msg, l.at
	}
	if a.busy() {
		if !a.gaveUp(msg) {
			a.queue = append(a.queue, late{msg, at})
		}
		return nil
	}
	a.desk.Pressed(a.deps.Now())
	a.idle.stirred, a.idle.still = a.deps.Now(), false
	if cmd, held := a.burst.hold(a, msg, at); held {
		return cmd
	}
	return a.handle(msg)
}

// handle does what a key or a paste is for.
func (a *App) handle(msg tea.Msg) tea.Cmd {
	if a.questioned() && writing(msg) {
		a.queue = append(a.queue, late{msg, a.deps.Now()})
		a.warn(say("请先按 {key:clash.mine} 或 {key:clash.theirs} 选定；刚才按的 %d 个键已记下，选定后填入", len(a.queue)))
		return a.saveSoon() // into the rescue file
	}
	switch msg := msg.(type) {
	case tea.KeyPressMsg:
		asked := a.questioned()
		cmd := a.key(msg)
		if asked && !a.questioned() {
			cmd = tea.Batch(cmd, a.replay())
		}
		return cmd
	case tea.PasteMsg:
		if a.tooSmall() || model.CleanText(msg.Content) == "" {
			return nil
		}
		a.notice = notice{}
		if p, ok := a.top().(paster); ok {
			return p.paste(a, msg.Content)
		}
		if _, asks := a.top().(asker); asks || !a.top().typing() {
			a.inform("这里不能粘贴：先打开一段文字或一张表") // nor are pasted letters keys
			return nil
		}
		return a.top().text(a, model.CleanText(msg.Content))
	}
	return nil
}

// writing reports what is part of writing and answers no question.
func writing(msg tea.Msg) bool {
	k, ok := msg.(tea.KeyPressMsg)
	if !ok {
		return true // a paste
	}
	switch k.Code {
	case tea.KeyEnter, tea.KeyTab, tea.KeyBackspace, tea.KeyDelete, tea.KeyUp, tea.KeyDown, tea.KeyLeft, tea.KeyRight:
		return true
	}
	return k.Text != ""
}

// gaveUp takes Esc, while the program waits for what may take for ever, for
// waiting no longer.
func (a *App) gaveUp(msg tea.Msg) bool {
	s, ok := a.top().(abandoner)
	k, pressed := msg.(tea.KeyPressMsg)
	back := pressed && keys.Lookup([]keymap.Scope{keymap.Anywhere}, k.String(), false) == keymap.Back
	if !ok || !back || !a.waiting {
		return false
	}
	a.turn++
	a.waiting, a.queue = false, nil
	s.abandon(a)
	return true
}

// replay handles what waited. Keys that were meant for another screen do not
// answer a question that has come up meanwhile.
func (a *App) replay() tea.Cmd {
	var cmds []tea.Cmd
	for len(a.queue) > 0 && !a.busy() {
		if a.questioned() {
			return tea.Batch(cmds...) // they wait for the answer
		}
		if _, asks := a.top().(asker); asks {
			a.queue = nil
			return tea.Batch(cmds...)
		}
		msg := a.queue[0]
		a.queue = a.queue[1:]
		cmds = append(cmds, a.input(msg))
	}
	return tea.Batch(cmds...)
}

// wait is background for work that leads to another screen: keys wait for it.
func (a *App) wait(work func() func() tea.Cmd) tea.Cmd {
	a.waiting = true
	a.turn++
	turn := a.turn
	return background(func() func() tea.Cmd {
		then := work()
		return func() tea.Cmd {
			if turn != a.turn {
				return nil // given up
			}
			a.waiting = false
			return then()
		}
	})
}

func (a *App) tooSmall() bool { return a.w < minWidth || a.h < minHeight }

// step is how many lines an action goes in a list of n, of which page are in
// sight; ok is false for what does not go anywhere.
func step(act keymap.Action, page, n int) (by int, ok bool) {
	by, ok = map[keymap.Action]int{keymap.Up: -1, keymap.Down: 1, keymap.PageUp: -page, keymap.PageDown: page, keymap.Top: -n, keymap.Bottom: n}[act]
	return by, ok
}

// key finds out what a key press means and does it.
func (a *App) key(msg tea.KeyPressMsg) tea.Cmd {
	s := a.top()
	act := keys.Lookup(append(s.scopes(), keymap.Anywhere), msg.String(), s.typing())
	if act == keymap.None && msg.Mod.Contains(tea.ModAlt) {
		return a.afterEscape(msg)
	}
	if a.tooSmall() && act != keymap.Quit {
		return nil
	}
	a.notice = notice{}
	if act != keymap.Undo {
		a.undoHere = ""
	}
	if asks(s) && s.scopes()[0].TakesForBack(act) {
		return a.perform(keymap.Back) // the question comes first
	}
	if act != keymap.None {
		return a.perform(act)
	}
	if text := model.CleanText(msg.Text); text != "" {
		return s.text(a, text)
	}
	if r, ok := s.(rawTaker); ok && msg.Text == "" {
		return r.raw(a, msg)
	}
	return nil
}

// afterEscape takes a key with Alt that does nothing for what it mostly is: Esc
// with another key right behind it, which tmux and slow lines deliver as one.
// The Linux console's Shift+Tab is Esc and Tab, too.
func (a *App) afterEscape(msg tea.KeyPressMsg) tea.Cmd {
	if msg.Code == tea.KeyTab {
		return a.key(tea.KeyPressMsg{Code: tea.KeyTab, Mod: tea.ModShift})
	}
	msg.Mod &^= tea.ModAlt
	prints := ' ' <= msg.Code && msg.Code < tea.KeyExtended && msg.Code != tea.KeyBackspace
	if plain := msg.Mod == 0 && msg.Text == ""; plain && prints {
		msg.Text = string(msg.Code)
	}
	return tea.Batch(a.key(tea.KeyPressMsg{Code: tea.KeyEscape}), a.input(msg))
}

// perform does an action, the App's own ones here and the others on the screen.
func (a *App) perform(act keymap.Action) tea.Cmd {
	s := a.top()
	if s.scopes()[0].Stops(act) {
		return nil
	}
	switch act {
	case keymap.Help:
		a.push(newHelp(s.scopes()))
		return nil
	case keymap.Quit:
		return a.quit()
	case keymap.Settings:
		a.push(&settingsScreen{})
		return nil
	case keymap.Palette:
		cmd, done := a.commit() // to offer what can be done then
		if done {
			a.push(newPalette(a, s))
		}
		return cmd
	case keymap.Redraw:
		return func() tea.Msg { return redrawMsg{} }
	case keymap.Interrupt:
		a.inform(say("要退出请按 {key:quit}：先保存，再退出"))
		return nil
	case keymap.Back:
		if b, ok := s.(backer); ok {
			return b.back(a)
		}
		a.pop()
		return nil
	case keymap.Undo, keymap.Redo, keymap.Save, keymap.Findings, keymap.Export:
		if a.session() != nil && !s.scopes()[0].Apart() {
			return a.reportAction(act)
		}
	}
	return s.do(a, act)
}

// reportAction does what works everywhere in a report.
func (a *App) reportAction(act keymap.Action) tea.Cmd {
	cmd, done := a.commit() // a figure being typed counts first
	if !done {
		return cmd
	}
	return tea.Batch(cmd, a.reportDo(act))
}

// commit enters a figure that is being typed; done is false when it is none.
func (a *App) commit() (cmd tea.Cmd, done bool) {
	if s, ok := a.top().(committer); ok {
		return s.commit(a)
	}
	return nil, true
}

func (a *App) reportDo(act keymap.Action) tea.Cmd {
	switch act {
	case keymap.Undo:
		if step := a.elsewhere(); step != "" && step != a.undoHere {
			a.undoHere = step
			a.warn("上一步改的是别处：「" + step + say("」。再按一次 {key:undo} 才撤销它"))
			return nil
		}
		return a.undo(a.session().Undo, "已撤销：")
	case keymap.Redo:
		return a.undo(a.session().Redo, "已重做：")
	case keymap.Save:
		if !a.session().Dirty() {
			a.inform("都已保存，没有新的改动")
		}
		return a.save()
	case keymap.Findings:
		a.pushOnce(newFindings())
	case keymap.Export:
		return a.openExport()
	}
	return nil
}

// elsewhere is the label of the step that undo would take back, where nothing of
// it is in the part of the report that is shown; else "".
func (a *App) elsewhere() string {
	here, ok := a.top().(parted)
	step, some := a.session().UndoStep()
	if !ok || !some {
		return ""
	}
	r := a.session().Report()
	for _, c := range step.Changes {
		if sectionIn(r, c.Target) == here.section() {
			return ""
		}
	}
	return step.Label
}

// undo takes a step back (or forth) and goes where it happened.
func (a *App) undo(step func() (model.Edit, error), done string) tea.Cmd {
	e, err := step()
	if err != nil {
		a.warn(err.Error() + unlock(err) + lookUp(err))
		return nil
	}
	label := e.Label
	if _, rest, ok := strings.Cut(label, "："); ok {
		label = rest
	}
	a.inform(done + label)
	a.refresh()
	a.showChanged(e)
	return a.edited()
}

// showChanged goes where an edit was made: to its cell or text when it is about
// one, elsewhere only when nothing of it is on the present screen.
func (a *App) showChanged(e model.Edit) {
	for _, c := range e.Changes {
		a.showText(c.Target)
	}
	part, ok := a.top().(parted)
	if !ok {
		return // the contents, the findings: they show all of it
	}
	r := a.session().Report()
	var here []model.Target
	for _, c := range e.Changes {
		if sectionIn(r, c.Target) == part.section() {
			here = append(here, c.Target)
		}
	}
	switch first := e.Changes[0].Target; {
	case len(here) == 1:
		a.show(here[0])
	case len(here) == 0 && first.Kind != model.TargetField:
		a.goTo(place{Section: sectionIn(r, first)})
		a.show(first)
	}
}

// sectionIn is the key of the section that a target lies in; "" for the cover.
func sectionIn(r *model.Report, t model.Target) string {
	if t.Kind == model.TargetText {
		return t.Key
	}
	if c := r.Form.Cell(model.CellID(t.Key)); c != nil { // a figure or its note
		return c.Section.Key
	}
	return ""
}

// showText has every editor of a text that was changed elsewhere take it anew,
// the one under another screen too.
func (a *App) showText(t model.Target) {
	for _, s := range a.stack {
		part, ok := s.(parted)
		text := ok && t.Kind == model.TargetText && part.section() == t.Key
		if on, ok := s.(shower); ok && text {
			on.show(a, t)
		}
	}
}

// showTexts has every editor take its text anew.
func (a *App) showTexts() {
	for _, s := range a.stack {
		if text, ok := s.(*textScreen); ok {
			text.show(a, model.Target{Kind: model.TargetText, Key: text.sec.Key})
		}
	}
}

// show has the present screen show a target that lies on it.
func (a *App) show(t model.Target) {
	if s, ok := a.top().(shower); ok {
		s.show(a, t)
	}
}

// apply does an edit; on an error the message line says why it can't be done.
func (a *App) apply(e model.Edit) tea.Cmd {
	if err := a.session().Apply(e); err != nil {
		a.fail(err)
		return nil
	}
	return a.edited()
}

// applied does an edit and says that it is done, where it is.
func (a *App) applied(e model.Edit, done string) tea.Cmd {
	if err := a.session().Apply(e); err != nil {
		a.fail(err)
		return nil
	}
	a.inform(done)
	return a.edited()
}

// edited computes anew what depends on the report, and sees to saving.
func (a *App) edited() tea.Cmd {
	was := lapsed(a.findings)
	a.refresh()
	if lapsed(a.findings) > was {
		said := say("有一条说明失效了（数字或文字变了），按 {key:findings} 看")
		if a.notice.text != "" {
			said = a.notice.text + "；" + said
		}
		a.notice = notice{said, theme.Warning}
	}
	return a.saveSoon()
}

func (a *App) refresh() { a.opened.refresh(a.session().Report()) }

// View is the picture as Bubble Tea's own renderer would show it.
func (a *App) View() tea.View {
	f := a.picture()
	v := tea.NewView(strings.Join(f.lines, "\n"))
	if f.cursor != nil {
		v.Cursor = tea.NewCursor(f.cursor.X, f.cursor.Y)
	}
	return v
}

// picture draws the screen: exactly h lines, none wider than w.
func (a *App) picture() frame {
	if a.w <= 0 || a.h <= 0 {
		return frame{}
	}
	f := a.frame()
	for i, line := range f.lines {
		if width.Of(line) > a.w {
			f.lines[i] = width.Clip(line, a.w)
		}
	}
	if f.cursor != nil && !a.holds(*f.cursor) {
		f.cursor = nil
	}
	return f
}

// holds reports whether a place lies in the window.
func (a *App) holds(p tea.Position) bool {
	across, down := 0 <= p.X && p.X < a.w, 0 <= p.Y && p.Y < a.h
	return across && down
}

func (a *App) frame() frame {
	lines := make([]string, a.h)
	if a.tooSmall() {
		for i, text := range []string{"窗口太小", "请放大到 40 列 10 行以上", "已填的都在，不会丢"} {
			if i < len(lines) {
				lines[i] = text
			}
		}
		return frame{lines: lines}
	}
	s := a.top()
	body := s.view(a, a.w, a.h-3)
	a.mouse.picked = body.pick
	lines[0] = a.headline(s)
	copy(lines[1:a.h-2], body.lines)
	message := a.message()
	lines[a.h-2] = message[len(message)-1]
	copy(lines[a.h-1-len(message):], message) // a long one lies over the body for the moment
	lines[a.h-1] = footer(append(s.scopes(), keymap.Anywhere), s.typing(), a.word, a.w)
	if body.cursor != nil {
		if body.cursor.Y++; body.cursor.Y >= a.h-1-len(message) && len(message) > 1 {
			body.cursor = nil
		}
	}
	return frame{lines: lines, cursor: body.cursor}
}
