package ui

import (
	"fmt"
	"strings"

	tea "charm.land/bubbletea/v2"

	"nianbao/model"
	"nianbao/ui/grid"
	"nianbao/ui/theme"
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

	selecting bool         // arrow keys select
	base      model.Figure // of the cell when typing began
}

func newTable(a *App, sec *model.Section) *tableScreen {
	form := a.session.Report().Form
	s := &tableScreen{sec: sec, grid: &grid.Grid{}, sum: -1}
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
			if g >= len(groups) || groups[g] != name {
				add(grid.Row{Wide: strings.Repeat("  ", g) + name}, nil)
			}
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
		if f.Explained || f.Rule == s.ruleID() && len(s.grid.Rows) > 0 {
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
	for i, cells := range s.cells {
		for k, c := range cells {
			mark := marks[c.ID]
			if c.Computed() && mark == grid.Plain {
				mark = grid.Computed
			}
			s.grid.Rows[i].Cells[k] = grid.Cell{Text: a.sheet.At(c.ID).String(), Mark: mark, Noted: a.session.Report().Notes[c.ID] != ""}
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
	filled, cells := a.session.Report().Progress(s.sec.Key)
	return fmt.Sprintf("%s %d年度  %s  已填%d/%d", a.session.Report().Unit, a.session.Report().Year, s.sec.Name, filled, cells)
}

func (s *tableScreen) scopes() []scope {
	if s.typing() {
		return []scope{inCell, inReport}
	}
	return []scope{inTable, inReport}
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
	return place{Section: s.sec.Key, Cell: s.current().ID, Typing: s.grid.Input()}
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

func (s *tableScreen) enabled(a *App, act action) bool {
	if act == actFillZero {
		return len(a.session.Report().Blanks(s.sec.Key)) > 0
	}
	return true
}

func (s *tableScreen) do(a *App, act action) tea.Cmd {
	if s.typing() {
		return s.doTyping(a, act)
	}
	if cmd, done := s.doBlock(a, act); done {
		return cmd
	}
	switch act {
	case actEdit:
		return s.begin(a, s.typedNow(a), true)
	case actClear:
		if c := s.current(); c.Computed() && !s.grid.Selected() {
			return a.apply(model.SetStated(a.session.Report(), c.ID, model.Blank))
		}
		return s.clear(a)
	case actFillZero:
		return s.zero(a)
	case actNote:
		a.push(newNote(a, s.current()))
		return nil
	}
	s.move(a, act)
	return nil
}

// doTyping does what keys do while a figure is being typed.
func (s *tableScreen) doTyping(a *App, act action) tea.Cmd {
	_, inPlace := s.grid.Editing()
	switch act {
	case actCancel:
		s.grid.Cancel()
	case actErase:
		s.grid.Erase(false)
	case actEraseAhead:
		s.grid.Erase(true)
	case actHome:
		s.grid.Shift(-len(s.grid.Input()))
	case actEnd:
		s.grid.Shift(len(s.grid.Input()))
	case actEdit:
		s.grid.MakeInPlace()
	case actLeft, actRight:
		if inPlace {
			s.grid.Shift(map[action]int{actLeft: -1, actRight: 1}[act])
			return a.saveSoon()
		}
		return s.commitAnd(a, act)
	case actCommit, actNext, actPrevious, actUp, actDown:
		return s.commitAnd(a, act)
	}
	return a.saveSoon() // what is typed is kept with the place
}

func (s *tableScreen) commitAnd(a *App, act action) tea.Cmd {
	cmd, done := s.commit(a)
	if done {
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
	c := s.current()
	e, f, err := s.entered(a)
	if err != nil {
		a.fail(err)
		return nil, false
	}
	if c.Computed() {
		s.grid.Cancel()
		return a.applied(e, "已记下台账上的合计；和计算的不同时，这里一直提示差多少；不要了按 Del"), true
	}
	if now := a.sheet.At(c.ID); now != s.base && now != f {
		s.base = now // asked once
		a.push(&confirmScreen{
			heading: "两边改了同一处",
			lines:   []string{fmt.Sprintf("「%s」在您输入的时候被改为 %s，您输入的是 %s。", c.Brief(), now, f), "按 Enter 用您的，按 Esc 返回去看看。"},
			accept: func() tea.Cmd {
				cmd, _ := s.commit(a) // asks again where it has changed once more
				return cmd
			},
		})
		return nil, false
	}
	s.grid.Cancel()
	return a.apply(e), true
}

// entered is the edit of what is being typed, on the report as it stands, and
// its figure.
func (s *tableScreen) entered(a *App) (model.Edit, model.Figure, error) {
	c, r := s.current(), a.session.Report()
	figure, note := model.SplitNote(s.grid.Input())
	f, err := model.ParseFigure(figure, c.Column)
	if err != nil {
		return model.Edit{}, f, fmt.Errorf("%w（Esc 恢复原数）", err)
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
	s.grid.ToStart() // of a selection, as in a spreadsheet
	s.selecting = false
	if s.current().Computed() {
		a.warn("这一格由程序计算，不用填；您输入的数作为台账上的合计，只用来核对，不导出")
	}
	s.grid.Begin(text, inPlace)
	s.base = a.sheet.At(s.current().ID)
	return a.saveSoon()
}

func (s *tableScreen) text(a *App, t string) tea.Cmd {
	if strings.TrimSpace(t) == "" {
		return nil // a space or an empty paste is no figure, and clears none
	}
	if !s.typing() {
		cmd := s.begin(a, "", false)
		if !s.typing() {
			return cmd
		}
	}
	s.grid.Type(t)
	return a.saveSoon()
}

func (s *tableScreen) move(a *App, act action) {
	switch act {
	case actCommit:
		if a.settings.EnterRight {
			s.advance(a, 1)
		} else {
			s.goDown(a)
		}
	case actDown:
		s.grid.Move(1, 0)
	case actUp:
		s.grid.Move(-1, 0)
	case actLeft:
		s.grid.Move(0, -1)
	case actRight:
		s.grid.Move(0, 1)
	case actNext:
		s.advance(a, 1)
	case actPrevious:
		s.advance(a, -1)
	case actPageUp:
		s.grid.Page(-1)
	case actPageDown:
		s.grid.Page(1)
	case actHome:
		s.grid.RowHome()
	case actEnd:
		s.grid.RowEnd()
	case actTop:
		s.grid.MoveTo(0, 0)
	case actBottom:
		s.grid.MoveTo(len(s.grid.Rows)-1, len(s.grid.Columns)-1)
	}
}

// goDown goes to the next cell below that can be typed; from the last one of a
// column to the top of the next.
func (s *tableScreen) goDown(a *App) {
	if s.current().Computed() { // down the ledger's totals
		s.grid.Move(1, 0)
		return
	}
	row, col := s.grid.Cursor()
	if next := s.typedBelow(row, col); next >= 0 {
		s.grid.MoveTo(next, col)
		return
	}
	if s.sec.Table.Arrangement != model.Stacked {
		if top := s.typedBelow(-1, col+1); top >= 0 {
			s.grid.MoveTo(top, col+1)
			a.inform("上一列到底了，这是下一列的第一格")
			return
		}
	}
	a.inform("这张表到底了：按 F4 把空格填 0，按 Esc 返回目录")
}

// typedBelow is the next row below that has a cell to type in the column (the
// last one of a shorter row); -1 for none.
func (s *tableScreen) typedBelow(row, col int) int {
	for r := row + 1; r < len(s.cells); r++ {
		if n := len(s.cells[r]); n > 0 && (col < n || s.sec.Table.Arrangement == model.Stacked) && !s.cells[r][min(col, n-1)].Computed() {
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
			a.inform("这张表到头了：按 F4 把空格填 0，按 Esc 返回目录")
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
	more := s.grid.RowsBelow()
	if more == 0 {
		return width.Rule(w)
	}
	words := fmt.Sprintf(" 下面还有 %d 行，PgDn 翻看 --", more)
	return width.Rule(w-width.Of(words)) + words
}

// below is what stands under the rows: the balance line, the whole label of
// the current cell with its help and, where there is room, more findings.
func (s *tableScreen) below(a *App, w, h int) []string {
	var lines []string
	if s.rule != nil {
		if s.sum >= 0 && h >= 16 {
			lines = append(lines, s.sums())
		}
		lines = append(lines, s.balance(a))
	}
	c := s.current()
	value := a.sheet.At(c.ID).String()
	switch {
	case s.typing():
		value = "正在输入 " + width.Safe(s.grid.Input())
	case value == "":
		value = "本格 未填"
	default:
		value = "本格 " + value + " " + c.Column.Unit
	}
	if stated, ok := a.session.Report().Stated[c.ID]; ok {
		word := "相符"
		if diff := stated.Sub(a.sheet.At(c.ID)); diff.Sign() != 0 {
			word = "差 " + strings.TrimPrefix(diff.String(), "-")
		}
		value += "（自动计算；台账 " + stated.String() + "，" + word + "）"
	} else if c.Computed() {
		value += "（自动计算）"
	}
	value = lastFigure(a, c) + value
	if note := a.session.Report().Notes[c.ID]; note != "" && !s.typing() {
		value += "（附注：" + width.Safe(note) + "）"
	}
	const mostFindings, mostHelp = 6, 6
	help := helpLines(w, h)
	if spare := h - len(lines) - help - len(s.grid.Rows) - s.grid.HeadLines() - 2; spare > 0 {
		help = min(help+spare, mostHelp)
	}
	lines = append(lines, s.meaning(c, value, w, help)...)
	spare := h - len(lines) - len(s.grid.Rows) - s.grid.HeadLines() - 2
	return append(lines, s.strip(a, w, min(max(spare, 0), mostFindings))...)
}

// typedNow is what was typed into the current cell: its figure, or of a total
// the ledger's.
func (s *tableScreen) typedNow(a *App) string {
	if c := s.current(); c.Computed() {
		return a.session.Report().Stated[c.ID].String()
	}
	return a.sheet.At(s.current().ID).String()
}

// lastFigure is the cell's figure of the year before and how much more or less
// it is now; "" where there is none.
func lastFigure(a *App, c *model.Cell) string {
	if a.last == nil || !a.last.At(c.ID).Filled() {
		return ""
	}
	was, is := a.last.At(c.ID), a.sheet.At(c.ID)
	text := "上年 " + was.String()
	if diff := is.Sub(was); is.Filled() && diff.Sign() > 0 {
		text += "（+" + diff.String() + "）"
	} else if is.Filled() && diff.Sign() < 0 {
		text += "（" + diff.String() + "）"
	}
	return text + "  "
}

// helpLines is how many lines the meaning of the current cell takes.
func helpLines(w, h int) int {
	switch {
	case h < 10:
		return 1
	case h < 14:
		return 2
	case w < 78 && h >= 18:
		return 5
	}
	return 3
}

// meaning is the current cell's whole label with its value, and what it counts,
// in n lines; the column's part of the help gives way to the label.
func (s *tableScreen) meaning(c *model.Cell, value string, w, n int) []string {
	label := width.Wrap(c.Label(), w-width.Of(value)-4)
	lines := []string{theme.Title.Render(width.Spread(" "+label[0], value+" ", w))}
	for _, l := range label[1:] {
		lines = append(lines, theme.Title.Render(" "+l))
	}
	help := width.Wrap(c.Row.Help+c.Column.Help, w-2)
	if len(lines)+len(help) > n {
		help = width.Wrap(c.Row.Help, w-2)
	}
	for _, l := range help {
		lines = append(lines, " "+l)
	}
	for len(lines) < n {
		lines = append(lines, "")
	}
	return lines[:n]
}

// sums repeats the row of totals, which may be scrolled away.
func (s *tableScreen) sums() string {
	var texts []string
	for _, c := range s.grid.Rows[s.sum].Cells {
		texts = append(texts, c.Text)
	}
	return s.grid.Foot(" ", strings.TrimSpace(s.grid.Rows[s.sum].Label), texts, theme.Sum)
}

// balance says for each column whether the rule holds, and by how much not.
func (s *tableScreen) balance(a *App) string {
	byColumn := map[string]model.Balance{}
	mark, look := " ", theme.Plain
	for _, b := range a.sheet.Balances(s.rule.ID) {
		byColumn[b.Column] = b
		if b.Difference().Sign() != 0 {
			mark, look = "!", theme.Error
		}
	}
	var texts []string
	for i, c := range s.sec.Table.Blocks[0].Columns {
		b := byColumn[c.Key]
		switch d := b.Difference(); {
		case d.Sign() != 0:
			text := "差" + strings.TrimPrefix(d.String(), "-")
			if width.Of(text) >= s.grid.Columns[i].Width {
				text = "不平"
			}
			texts = append(texts, text)
		case d.Filled():
			texts = append(texts, "平")
		default:
			texts = append(texts, "")
		}
	}
	return s.grid.Foot(mark, width.Safe(s.rule.Short), texts, look)
}

// strip lists further findings about this table, gravest first.
func (s *tableScreen) strip(a *App, w, most int) []string {
	var lines []string
	first := "" // stands on the message line
	if len(a.findings) > 0 {
		first = a.worst().Message
	}
	for _, f := range a.findings {
		if f.Section == s.sec.Key && f.Message != first && len(lines) < most {
			lines = append(lines, lookOf(f.Severity).Render(width.Clip(" "+f.Severity.Name()+" "+width.Safe(f.Message), w-1)))
		}
	}
	for len(lines) < most {
		lines = append(lines, "")
	}
	return lines
}
