package ui

import (
	"fmt"
	"slices"
	"strings"

	tea "charm.land/bubbletea/v2"

	"nianbao/model"
	"nianbao/ui/grid"
	"nianbao/ui/keymap"
	"nianbao/ui/width"
)

// tableScreen fills in the table of one section: a grid whose rows, heads and
// labels are the form's.
type tableScreen struct {
	sec   *model.Section
	grid  *grid.Grid
	cells [][]*model.Cell // by row of the grid
	rule  *model.Rule     // whose balance is shown below the rows; nil for none
	sum   int             // row of the grid that holds the columns' totals; -1 for none
	of    map[int][]int   // the rows that a group's row sums up
	depth map[int]int     // of a group's row, in how many groups it stands; 0 is left out

	selecting bool          // arrow keys select
	tabs      tabs          // the run of Tabs that has led here
	stayed    bool          // there was no further to go
	behind    *model.Cell   // the total that the last Tab went past; nil for none
	totals    bool          // the ledger's are being typed, one after the other
	base      ground        // the cell when typing began
	then      keymap.Action // where the cursor goes once that is entered; keymap.None for nowhere
	note      ground        // the note beside it
	leftover  bool          // what is being typed is what an earlier sitting, or another that is still there, has left
}

func newTable(a *App, sec *model.Section) *tableScreen {
	form := a.session().Report().Form
	s := &tableScreen{sec: sec, grid: &grid.Grid{}, sum: -1, of: map[int][]int{}, depth: map[int]int{}}
	for i := range form.Rules {
		if r := &form.Rules[i]; r.Short != "" && r.Section == sec.Key {
			s.rule = r
		}
	}
	inline := sec.Table.Arrangement == model.Stacked // heads stand among the rows
	for b := range sec.Table.Blocks {
		s.addBlock(form, &sec.Table.Blocks[b], inline)
	}
	for i, cells := range s.cells {
		if len(cells) > 0 && cells[0].Computed() {
			s.sum = i
		}
	}
	s.grid.MoveTo(0, 0)
	s.fill(a)
	return s
}

// addBlock appends the block's heads, group labels and rows to the grid.
func (s *tableScreen) addBlock(form *model.Form, b *model.Block, inline bool) {
	var heads []string
	for i, c := range b.Columns {
		head := strings.Fields(width.Safe(c.Short))
		if inline {
			heads = append(heads, strings.Join(head, ""))
			head = nil
		}
		if i == len(s.grid.Columns) {
			s.grid.Columns = append(s.grid.Columns, grid.Column{Head: head, Width: 7})
		}
		for _, h := range append(head, heads...) {
			s.grid.Columns[i].Width = max(s.grid.Columns[i].Width, width.Of(h)+2)
		}
	}
	if !inline {
		for i := range s.grid.Columns { // figures need no more than their heads
			s.grid.Columns[i].Width = max(7, s.grid.Columns[i].Width-1)
		}
	}
	add := func(row grid.Row, cells []*model.Cell) {
		row.Label, row.Wide = width.Safe(row.Label), width.Safe(row.Wide)
		s.grid.Rows, s.cells = append(s.grid.Rows, row), append(s.cells, cells)
	}
	if inline {
		add(grid.Row{Label: b.Heading, Wide: b.Heading, Heads: heads}, nil)
	}
	var groups []string
	for r := range b.Rows {
		row := &b.Rows[r]
		for g, name := range row.Groups {
			if g < len(groups) && groups[g] == name {
				continue
			}
			label := strings.Repeat("  ", g) + name
			head := grid.Row{Label: label, Wide: label}
			if g > 0 { // of the groups inside another, what they come to
				head.Wide, head.Sums = label+"（小计）", make([]string, len(b.Columns))
			}
			add(head, nil)
			s.depth[len(s.cells)-1] = g
		}
		if inner := len(s.cells) - 1; len(row.Groups) > 1 {
			for s.grid.Rows[inner].Sums == nil {
				inner--
			}
			s.of[inner] = append(s.of[inner], len(s.cells))
		}
		groups = row.Groups
		var cells []*model.Cell
		for c := range b.Columns {
			cells = append(cells, form.Cell(model.CellID(s.sec.Key+"."+row.Key+"."+b.Columns[c].Key)))
		}
		indent := strings.Repeat("  ", len(row.Groups))
		if inline {
			indent = "  "
		}
		add(grid.Row{Label: indent + row.Short, Wide: indent + row.Label, Cells: make([]grid.Cell, len(cells))}, cells)
	}
}

// fill writes the report's figures, and what is wrong with them, into the grid.
func (s *tableScreen) fill(a *App) {
	marks := map[model.CellID]grid.Mark{}
	for _, f := range a.findings {
		if f.Explained {
			continue
		}
		for _, x := range f.Candidates {
			marks[x.Cell] = max(marks[x.Cell], grid.Warned)
		}
		if f.Suspect != "" {
			marks[f.Suspect] = grid.Wrong
		}
		if f.Rule == s.ruleID() && len(s.grid.Rows) > 0 {
			continue // the balance line says it
		}
		for _, id := range f.Cells {
			switch f.Severity {
			case model.Error:
				marks[id] = grid.Wrong
			case model.Warning:
				marks[id] = max(marks[id], grid.Warned)
			}
		}
	}
	for head, rows := range s.of {
		for k := range s.grid.Rows[head].Sums {
			sum := model.Blank
			for _, i := range rows {
				sum = sum.Add(a.sheet.At(s.cells[i][k].ID))
			}
			if slices.ContainsFunc(rows, func(i int) bool { return a.sheet.Unknown(s.cells[i][k].ID) }) {
				sum = model.Blank
			}
			s.grid.Rows[head].Sums[k] = sum.String()
		}
	}
	var pointed []model.CellID
	if f := a.pointed(); f != nil {
		pointed = f.Cells
	}
	for i, cells := range s.cells {
		for k, c := range cells {
			mark := marks[c.ID]
			if c.Computed() && mark == grid.Plain {
				mark = grid.Computed
			}
			text := a.sheet.At(c.ID).String()
			if unmet := s.unmet(a, c, s.grid.Columns[k].Width-1); unmet != "" {
				text, mark = unmet, grid.Wrong
			} else if !c.Computed() && a.sheet.Unknown(c.ID) {
				text = "未读"
			}
			s.grid.Rows[i].Cells[k] = grid.Cell{Text: text, Mark: mark,
				Noted: a.session().Report().Notes[c.ID] != "", Pointed: slices.Contains(pointed, c.ID)}
		}
	}
}

func (s *tableScreen) ruleID() string {
	if s.rule == nil {
		return ""
	}
	return s.rule.ID
}

func (s *tableScreen) title(a *App) string {
	filled, cells := a.session().Report().Progress(s.sec.Key)
	title := fmt.Sprintf("%s %d年度  %s  已填%d/%d", a.session().Report().Unit, a.session().Report().Year, s.sec.Name, filled, cells)
	if n := len(a.session().Report().UnreadCells(s.sec.Key)); n > 0 {
		title += fmt.Sprintf(" 未读%d", n)
	}
	return title
}

func (s *tableScreen) scopes() []keymap.Scope {
	if s.typing() {
		return []keymap.Scope{keymap.InCell, keymap.InReport}
	}
	return []keymap.Scope{keymap.InTable, keymap.InReport}
}

func (s *tableScreen) typing() bool {
	editing, _ := s.grid.Editing()
	return editing
}

func (s *tableScreen) section() string { return s.sec.Key }

func (s *tableScreen) current() *model.Cell {
	row, col := s.grid.Cursor()
	return s.cells[row][col]
}

func (s *tableScreen) place() place {
	p := place{Section: s.sec.Key, Cell: s.current().ID, Typing: s.grid.Input()}
	if p.Typing != "" {
		p.Was = s.base.was
	}
	return p
}

// moveTo puts the cursor on a cell.
func (s *tableScreen) moveTo(id model.CellID) {
	for i, cells := range s.cells {
		for k, c := range cells {
			if c.ID == id {
				s.grid.MoveTo(i, k)
			}
		}
	}
}

func (s *tableScreen) show(_ *App, t model.Target) {
	if t.Kind == model.TargetCell || t.Kind == model.TargetNote || t.Kind == model.TargetStated {
		s.moveTo(model.CellID(t.Key))
	}
}

func (s *tableScreen) back(a *App) tea.Cmd {
	if s.grid.Selected() || s.selecting {
		s.selecting = false
		s.grid.Deselect()
		return nil
	}
	a.pop()
	a.stack[1].(*contentsScreen).advance(a)
	return a.save()
}

func (s *tableScreen) enabled(a *App, act keymap.Action) bool {
	if act == keymap.Next && s.typing() && s.leftover {
		return false // it confirms nothing
	}
	if act == keymap.FillZero || act == keymap.NextBlank {
		return len(a.session().Report().Blanks(s.sec.Key)) > 0
	}
	if act == keymap.Finish {
		return a.canFinish()
	}
	if act == keymap.Sum {
		return a.session().Report().IsSum() || a.tallied
	}
	return true
}

func (s *tableScreen) do(a *App, act keymap.Action) tea.Cmd {
	if s.typing() {
		return s.doTyping(a, act)
	}
	if act.Changes() && a.locked() {
		return nil
	}
	if cmd, done := s.doBlock(a, act); done {
		return cmd
	}
	switch act {
	case keymap.Edit:
		return s.begin(a, s.typedNow(a), true)
	case keymap.Clear:
		if c := s.current(); c.Computed() && !s.grid.Selected() {
			return a.apply(model.SetStated(a.session().Report(), c.ID, model.Blank))
		}
		return s.clear(a)
	case keymap.FillZero:
		return s.zero(a)
	case keymap.Note:
		a.push(newNote(a, s.current()))
		return nil
	case keymap.Finish:
		return finish(a)
	case keymap.Sum:
		return openBehind(a, s.current())
	}
	s.move(a, act)
	return nil
}

// doTyping does what keys do while a figure is being typed.
func (s *tableScreen) doTyping(a *App, act keymap.Action) tea.Cmd {
	_, inPlace := s.grid.Editing()
	switch act {
	case keymap.Erase, keymap.EraseAhead, keymap.Cancel:
		s.leftover = false
	}
	switch act {
	case keymap.Cancel:
		s.grid.Cancel()
	case keymap.Erase:
		s.grid.Erase(false)
	case keymap.EraseAhead:
		s.grid.Erase(true)
	case keymap.Home:
		s.grid.Shift(-len(s.grid.Input()))
	case keymap.End:
		s.grid.Shift(len(s.grid.Input()))
	case keymap.Edit:
		s.grid.MakeInPlace()
	case keymap.Left, keymap.Right:
		if inPlace {
			s.grid.Shift(map[keymap.Action]int{keymap.Left: -1, keymap.Right: 1}[act])
			return a.saveSoon()
		}
		return s.commitAnd(a, act)
	case keymap.Commit, keymap.Next, keymap.Previous, keymap.Up, keymap.Down:
		return s.commitAnd(a, act)
	}
	return a.saveSoon() // what is typed is kept with the place
}

func (s *tableScreen) commitAnd(a *App, act keymap.Action) tea.Cmd {
	s.then = act
	cmd, done := s.commit(a)
	if s.then = keymap.None; done {
		s.move(a, act)
	}
	return cmd
}

// commit enters what is being typed; done is false when it is no figure, which
// the message line explains, and typing goes on.
func (s *tableScreen) commit(a *App) (cmd tea.Cmd, done bool) {
	if !s.typing() {
		return nil, true
	}
	if s.leftover && s.then != keymap.Commit { // nobody here has typed it
		a.warn("上次输入的「" + s.grid.Input() + say("」还没有确定：按 {key:cell.commit} 确定，{key:cell.cancel} 不要"))
		return nil, false
	}
	s.leftover = false
	if a.locked() { // meanwhile
		a.notice.text += "。刚才输入的 " + s.grid.Input() + " 没有填进去"
		s.grid.Cancel()
		return nil, false
	}
	c := s.current()
	e, f, err := s.entered(a)
	if err != nil {
		a.fail(err)
		return nil, false
	}
	act := s.then
	mine := func() tea.Cmd { return s.commitAnd(a, act) } // asks again where it has changed once more
	theirs := func() tea.Cmd {
		s.grid.Cancel()
		s.move(a, act)
		return a.saveSoon()
	}
	if s.base.overtaken(a, f.String(), mine, theirs) {
		return nil, false
	}
	for _, change := range e.Changes {
		if change.Target == s.note.target && s.note.overtaken(a, change.After, mine, theirs) {
			return nil, false
		}
	}
	s.grid.Cancel()
	if c.Computed() {
		return a.applied(e, say("已记下台账上的合计；和计算的不同时，这里一直提示差多少；不要了按 {key:table.clear}")), true
	}
	cmd = a.apply(e)
	if t := s.behind; t != nil && !f.IsZero() && a.sheet.At(t.ID) == f {
		a.warn(say("刚填的 %s 正是上一行的总计：总计不用填。填错了行的，按 {key:undo} 撤销", f))
	}
	return cmd, true
}

// entered is the edit of what is being typed, on the report as it stands, and
// its figure.
func (s *tableScreen) entered(a *App) (model.Edit, model.Figure, error) {
	c, r := s.current(), a.session().Report()
	figure, note := model.SplitNote(s.grid.Input())
	f, err := model.ParseFigure(figure, c.Column)
	if err != nil {
		return model.Edit{}, f, fmt.Errorf("%w%s", err, say("（{key:cell.cancel} 恢复原数）"))
	}
	if c.Computed() {
		return model.SetStated(r, c.ID, f), f, nil
	}
	e := model.SetFigures(r, model.CellFigure{Cell: c.ID, Figure: f})
	if note != "" {
		e = model.Join("修改 "+c.Brief(), e, model.SetNote(r, c.ID, note))
	}
	return e, f, nil
}

// begin starts typing into the current cell, unless it is computed.
func (s *tableScreen) begin(a *App, text string, inPlace bool) tea.Cmd {
	if a.locked() {
		return nil
	}
	if a.session().Report().IsSum() {
		return askAdjust(a, s.current(), text)
	}
	s.grid.ToStart() // of a selection, as in a spreadsheet
	s.selecting = false
	if s.totals = s.current().Computed(); s.totals {
		a.warn("这一格由程序计算，不用填；您输入的数作为台账上的合计，只用来核对，不印出来")
	}
	if now := a.sheet.At(s.current().ID); s.stayed && now.Filled() && !inPlace {
		a.warn("这一格刚填了 " + now.String() + say("，现在改它：按 {key:cell.cancel} 不改"))
	}
	s.grid.Begin(text, inPlace)
	s.leftover = false
	s.stand(a)
	return a.saveSoon()
}

// pastTotal does a step, and notes the total at the end of the row that it leaves.
func (s *tableScreen) pastTotal(step func()) {
	row, _ := s.grid.Cursor()
	step()
	cells := s.cells[row]
	if now, _ := s.grid.Cursor(); now != row && len(cells) > 0 && cells[len(cells)-1].Computed() {
		s.behind = cells[len(cells)-1]
	}
}

// stand notes what typing into the current cell begins on.
func (s *tableScreen) stand(a *App) {
	t := cellTarget(a.session().Report(), s.current().ID)
	s.base, s.note = groundOf(a, t.Kind, t.Key), groundOf(a, model.TargetNote, t.Key)
}

// beginTotal starts typing the ledger's total.
func (s *tableScreen) beginTotal(a *App, text string) tea.Cmd { return s.begin(a, text, false) }

func (s *tableScreen) text(a *App, t string) tea.Cmd {
	if strings.TrimSpace(t) == "" {
		return nil // a space or an empty paste is no figure, and clears none
	}
	if !s.typing() && a.session().Report().IsSum() {
		return askAdjust(a, s.current(), t)
	}
	if !s.typing() {
		s.grid.ToStart() // of a selection, as in a spreadsheet
		if c := s.current(); c.Computed() && !s.totals {
			s.selecting = false
			if a.locked() {
				return nil
			}
			a.push(&statedScreen{s, c, t})
			return a.saveSoon()
		}
		cmd := s.begin(a, "", false)
		if !s.typing() {
			return cmd
		}
	}
	s.leftover = false
	s.grid.Type(t)
	return a.saveSoon()
}

func (s *tableScreen) move(a *App, act keymap.Action) {
	run := s.tabs
	s.tabs, s.stayed, s.behind = tabs{}, false, nil
	switch act {
	case keymap.Commit:
		if a.settings.EnterRight {
			s.advance(a, 1)
		} else {
			s.goDown(a, run)
		}
	case keymap.Down:
		s.grid.Move(1, 0)
	case keymap.Up:
		s.grid.Move(-1, 0)
	case keymap.Left:
		s.grid.Move(0, -1)
	case keymap.Right:
		s.grid.Move(0, 1)
	case keymap.Next:
		s.runOn(run, func() { s.pastTotal(func() { s.advance(a, 1) }) })
	case keymap.Previous:
		s.runOn(run, func() { s.advance(a, -1) })
	case keymap.WordLeft:
		s.toEdge(a, 0, -1)
	case keymap.WordRight:
		s.toEdge(a, 0, 1)
	case keymap.WordUp:
		s.toEdge(a, -1, 0)
	case keymap.WordDown:
		s.toEdge(a, 1, 0)
	case keymap.PageUp:
		s.grid.Page(-1)
	case keymap.PageDown:
		s.grid.Page(1)
	case keymap.Home:
		s.grid.RowHome()
	case keymap.End:
		s.grid.RowEnd()
		s.backToTyped()
	case keymap.Top:
		s.grid.MoveTo(0, 0)
	case keymap.Bottom:
		s.grid.MoveTo(len(s.grid.Rows)-1, len(s.grid.Columns)-1)
		s.backToTyped()
	}
}

// backToTyped goes to the left to a cell that can be typed, where its row has one;
// a block that is being selected takes the totals in.
func (s *tableScreen) backToTyped() {
	row, col := s.grid.Cursor()
	for !s.selecting && col > 0 && s.cells[row][col].Computed() {
		col--
	}
	if !s.selecting && !s.cells[row][col].Computed() {
		s.grid.MoveTo(row, col)
	}
}

// tabs is a run of Tabs in one row. Enter goes back to the column where it began,
// as in a spreadsheet: people enter, and terminals paste, row by row.
type tabs struct {
	some     bool
	row, col int // where the last has led
	from     int // the column where the run began
}

// runOn does a step of a run of Tabs; in another row a new one begins.
func (s *tableScreen) runOn(run tabs, step func()) {
	from := s.ranFrom(run)
	row, _ := s.grid.Cursor()
	step()
	next, col := s.grid.Cursor()
	if next != row {
		from = col
	}
	s.tabs = tabs{true, next, col, min(from, col)}
}

// ranFrom is the column where a run of Tabs began that has led to the cursor; the
// cursor's, where none has.
func (s *tableScreen) ranFrom(run tabs) int {
	row, col := s.grid.Cursor()
	if run.some && run.row == row && run.col == col {
		return run.from
	}
	return col
}

// goDown goes to the next cell below that can be typed, after a run of Tabs in the
// column where that began; from the last one of a column to the top of the next.
func (s *tableScreen) goDown(a *App, run tabs) {
	if s.current().Computed() { // down the ledger's totals
		s.grid.Move(1, 0)
		return
	}
	row, at := s.grid.Cursor()
	col := s.ranFrom(run)
	if next := s.typedBelow(row, col); next >= 0 {
		s.grid.MoveTo(next, col)
		return
	}
	if s.sec.Table.Arrangement != model.Stacked {
		if top := s.typedBelow(-1, at+1); top >= 0 {
			s.grid.MoveTo(top, at+1)
			a.inform("上一列到底了，这是下一列的第一格")
			return
		}
	}
	s.stayed = true
	if len(a.session().Report().Blanks(s.sec.Key)) == 0 {
		a.inform(say("这张表到底了，都填好了：按 {key:back} 返回目录"))
		return
	}
	a.inform(say("这张表到底了：按 {key:table.fill-zero} 把没有填的格填 0，按 {key:back} 返回目录"))
}

// passes reports whether Enter leaves a cell out that a block's next row has: a
// total, or one beyond the table's end.
func (s *tableScreen) passes() bool {
	row, col := s.grid.Cursor()
	for _, cells := range s.cells[row+1:] {
		if len(cells) > 0 {
			return col >= len(cells) || cells[col].Computed()
		}
	}
	return true
}

// typedBelow is the next row below that has a cell to type in the column (the
// last one of a shorter row); -1 for none.
func (s *tableScreen) typedBelow(row, col int) int {
	for r := row + 1; r < len(s.cells); r++ {
		n := len(s.cells[r])
		reaches := n > 0 && (col < n || s.sec.Table.Arrangement == model.Stacked)
		if reaches && !s.cells[r][min(col, n-1)].Computed() {
			return r
		}
	}
	return -1
}

// advance goes to the next cell that can be typed, in reading order.
func (s *tableScreen) advance(a *App, step int) {
	row, col := s.grid.Cursor()
	for {
		r, c := s.grid.Cursor()
		s.grid.Advance(step)
		if r2, c2 := s.grid.Cursor(); r2 == r && c2 == c { // the edge
			s.grid.MoveTo(row, col)
			s.stayed = true
			a.inform(say("这张表到头了：按 {key:table.fill-zero} 把没有填的格填 0，按 {key:back} 返回目录"))
			return
		}
		if !s.current().Computed() {
			return
		}
	}
}

// view draws heads, rows, balance and the meaning of the cell. On a low screen
// the rules and the second line of help give way first.
func (s *tableScreen) view(a *App, w, h int) frame {
	s.fill(a)
	s.grid.Resize(w, h) // the balance line stands under the columns
	below := s.below(a, w, h)
	heads := s.grid.HeadLines()
	rules := 2
	if h < 14 {
		rules = 0
	}
	s.grid.Resize(w, h-heads-rules-len(below))
	var lines []string
	lines = append(lines, s.grid.Heads()...)
	if rules > 0 {
		lines = append(lines, width.Rule(w))
	}
	top := len(lines)
	rows, x, y := s.grid.View()
	lines = append(lines, rows...)
	for len(lines) < h-len(below)-rules/2 {
		lines = append(lines, "")
	}
	if rules > 0 {
		lines = append(lines, s.lowerRule(w))
	}
	return frame{lines: append(lines, below...), cursor: &tea.Position{X: x, Y: top + y}, pick: func(x, y int, extend bool) bool {
		return s.grid.Click(x, y-top, extend)
	}}
}

// lowerRule ends the rows; it says how many more there are below.
func (s *tableScreen) lowerRule(w int) string {
	return moreBelow(s.grid.RowsBelow(), w)
}

// moreBelow is a rule that says how many lines there are below it.
func moreBelow(more, w int) string {
	if more == 0 {
		return width.Rule(w)
	}
	words := say(" 下面还有 %d 行，{key:table.page-down} 翻看 --", more)
	return width.Rule(w-width.Of(words)) + words
}

// typedNow is what was typed into the current cell: its figure, or of a total
// the ledger's.
func (s *tableScreen) typedNow(a *App) string {
	if c := s.current(); c.Computed() {
		stated, _ := a.session().Report().StatedTotal(c.ID)
		return stated.String()
	}
	return a.sheet.At(s.current().ID).String()
}
