package ui

import (
	"fmt"
	"slices"

	tea "charm.land/bubbletea/v2"

	"nianbao/model"
	"nianbao/model/check"
	"nianbao/ui/keymap"
)

// doBlock does what concerns a block of cells; done is false for other actions.
func (s *tableScreen) doBlock(a *App, act keymap.Action) (cmd tea.Cmd, done bool) {
	switch act {
	case keymap.SelectUp, keymap.SelectDown, keymap.SelectLeft, keymap.SelectRight:
		s.extend(act)
	case keymap.Up, keymap.Down, keymap.Left, keymap.Right:
		if !s.selecting {
			return nil, false
		}
		s.extend(act)
	case keymap.SelectHome, keymap.SelectEnd:
		s.extend(act)
	case keymap.Home, keymap.End, keymap.PageUp, keymap.PageDown, keymap.Top, keymap.Bottom:
		if !s.selecting {
			return nil, false
		}
		s.grid.ExtendBy(func() { s.move(a, act) })
	case keymap.Selecting:
		s.selecting = !s.selecting
		if s.selecting {
			a.inform(say("用方向键选一块；{key:table.copy} 复制，{key:table.clear} 清除，{key:table.fill-zero} 填 0，再按 {key:table.selecting} 结束"))
		} else {
			s.grid.Deselect()
		}
	case keymap.SelectAll:
		s.selectMore()
	case keymap.Copy, keymap.Cut:
		return s.copy(a, act == keymap.Cut), true
	case keymap.Paste:
		if a.clipboard == "" {
			a.inform("还没有复制过；从 Excel、WPS 复制的，用终端自己的粘贴（如右键、Ctrl+Shift+V）")
			return nil, true
		}
		return s.pasteBlock(a, model.ParseBlock(a.clipboard)), true
	case keymap.FillDown, keymap.FillRight:
		return s.fillFrom(a, act == keymap.FillDown), true
	case keymap.NextBlank:
		s.nextBlank(a)
	case keymap.Totals:
		s.paperTotals(a)
	case keymap.NextFinding:
		s.nextFinding(a)
	case keymap.Find:
		a.push(newFind(a))
	default:
		return nil, false
	}
	return nil, true
}

// extend moves the far corner of the selection.
func (s *tableScreen) extend(act keymap.Action) {
	switch act {
	case keymap.SelectUp, keymap.Up:
		s.grid.Extend(-1, 0)
	case keymap.SelectDown, keymap.Down:
		s.grid.Extend(1, 0)
	case keymap.SelectLeft, keymap.Left:
		s.grid.Extend(0, -1)
	case keymap.SelectRight, keymap.Right:
		s.grid.Extend(0, 1)
	case keymap.SelectHome:
		s.grid.Extend(0, -len(s.grid.Columns))
	case keymap.SelectEnd:
		s.grid.Extend(0, len(s.grid.Columns))
	}
}

// selectMore selects the row, then the column, then the table.
func (s *tableScreen) selectMore() {
	row, col := s.grid.Cursor()
	r0, c0, r1, c1 := s.grid.Selection()
	first, last := s.edges()
	across := c0 == 0 && c1 == len(s.cells[row])-1
	wholeRow := across && r0 == r1 && s.grid.Selected()
	switch {
	case wholeRow:
		s.grid.Select(first, col, last, col)
	case r0 == first && r1 == last && c0 == c1:
		s.grid.Select(first, 0, last, len(s.grid.Columns)-1)
	default:
		s.grid.Select(row, 0, row, len(s.cells[row])-1)
	}
}

// edges are the first and the last row with cells.
func (s *tableScreen) edges() (first, last int) {
	first = slices.IndexFunc(s.cells, func(c []*model.Cell) bool { return len(c) > 0 })
	for last = len(s.cells) - 1; len(s.cells[last]) == 0; last-- {
	}
	return first, last
}

// block is the selected cells, rows without cells left out.
func (s *tableScreen) block() [][]*model.Cell {
	r0, c0, r1, c1 := s.grid.Selection()
	var out [][]*model.Cell
	for _, cells := range s.cells[r0 : r1+1] {
		if c0 < len(cells) {
			out = append(out, cells[c0:min(c1+1, len(cells))])
		}
	}
	return out
}

// copy puts the selected cells on the clipboard, the terminal's too where it
// takes it, as a spreadsheet reads them; cut clears them.
func (s *tableScreen) copy(a *App, cut bool) tea.Cmd {
	cells := s.block()
	var rows [][]string
	n := 0
	for _, row := range cells {
		var fields []string
		for _, c := range row {
			fields = append(fields, a.sheet.At(c.ID).String())
			n++
		}
		rows = append(rows, fields)
	}
	a.clipboard = model.FormatBlock(rows)
	s.selecting = false
	a.inform(fmt.Sprintf("已复制 %d 格", n))
	var cmd tea.Cmd
	if cut {
		if e := model.Clear(a.session().Report(), "剪切", slices.Concat(cells...)...); e.Empty() {
			a.inform(fmt.Sprintf("已复制 %d 格；没有可以清除的数", n))
		} else {
			cmd = a.applied(e, "已"+e.Label+say("；按 {key:undo} 撤销"))
		}
	}
	return tea.Batch(cmd, setClipboard(a.clipboard))
}

// fillFrom fills the selection from its first row or column; without one the
// cell from its neighbour.
func (s *tableScreen) fillFrom(a *App, down bool) tea.Cmd {
	cells := s.block()
	if !s.grid.Selected() {
		row, col := s.grid.Cursor()
		switch above := s.rowAbove(row); {
		case down && above >= 0 && col < len(s.cells[above]):
			cells = [][]*model.Cell{{s.cells[above][col]}, {s.current()}}
		case !down && col > 0:
			cells = [][]*model.Cell{{s.cells[row][col-1], s.current()}}
		}
	}
	r := a.session().Report()
	var figures []model.CellFigure
	for i, row := range cells {
		for k, c := range row {
			from := row[0]
			if down {
				if k >= len(cells[0]) {
					continue
				}
				from = cells[0][k]
			}
			source := from == c || down && i == 0
			if !source && !c.Computed() {
				figures = append(figures, model.CellFigure{Cell: c.ID, Figure: a.sheet.At(from.ID)})
			}
		}
	}
	e := model.SetFigures(r, figures...)
	if e.Empty() {
		a.inform("没有要填的：先选一块，再往下或往右填")
		return nil
	}
	e.Label = fmt.Sprintf("填充 %d 格", len(e.Changes))
	s.selecting = false
	return a.applied(e, say("已填充 %d 格；按 {key:undo} 撤销", len(e.Changes)))
}

// rowAbove is the nearest row above with cells; -1 for none.
func (s *tableScreen) rowAbove(row int) int {
	for r := row - 1; r >= 0; r-- {
		if len(s.cells[r]) > 0 {
			return r
		}
	}
	return -1
}

// clear empties the selected cells; zero fills the blanks among them with 0.
func (s *tableScreen) clear(a *App) tea.Cmd {
	return a.apply(model.Clear(a.session().Report(), "清除", slices.Concat(s.block()...)...))
}

func (s *tableScreen) zero(a *App) tea.Cmd {
	if !s.grid.Selected() {
		return fillZero(a, s.sec.Key)
	}
	r := a.session().Report()
	cells := slices.DeleteFunc(slices.Concat(s.block()...), func(c *model.Cell) bool { return r.Figures[c.ID].Filled() })
	chosen := len(cells)
	cells = slices.DeleteFunc(cells, func(c *model.Cell) bool { return r.IsUnread(c.ID) })
	e := model.SetAll(r, "没有填的格填 0，", model.Zero, cells...)
	return a.applied(e, say("选中的 %d 格已填 0%s；按 {key:undo} 撤销", len(e.Changes), unreadLeft(chosen-len(cells))))
}

// nextBlank goes to the next cell without a figure, from the end on to the top.
func (s *tableScreen) nextBlank(a *App) {
	r := a.session().Report()
	blanks := append(r.Blanks(s.sec.Key), r.UnreadCells(s.sec.Key)...)
	if len(blanks) == 0 {
		a.inform("本表各格都已填")
		return
	}
	s.moveTo(s.after(blanks))
}

// nextFinding goes to the next cell that something is wrong with, and has all
// that belong to it marked.
func (s *tableScreen) nextFinding(a *App) {
	r := a.session().Report()
	of := map[model.CellID]check.Finding{} // the gravest of each cell
	var cells, typed []model.CellID
	for _, f := range a.findings {
		id := cellOf(a.session().Report(), &f)
		c := r.Form.Cell(id)
		if here := c != nil && c.Section == s.sec; !here || !isOpen(&f) || f.Kind == model.KindFilled {
			continue
		}
		if _, again := of[id]; again {
			continue
		}
		of[id] = f
		cells = append(cells, id)
		if _, ledger := r.Stated[id]; ledger || !c.Computed() { // a ledger's total is typed there too
			typed = append(typed, id)
		}
	}
	if len(cells) == 0 {
		a.inform(say("本表没有问题；按 {key:findings} 看全部"))
		return
	}
	if len(typed) > 0 { // a total is put right where its terms are
		cells = typed
	}
	next := s.after(cells)
	s.moveTo(next)
	a.selected = of[next]
}

// after is the first of the cells behind the cursor in reading order, or the
// first of all.
func (s *tableScreen) after(cells []model.CellID) model.CellID {
	first, next, passed := model.CellID(""), model.CellID(""), false
	for _, row := range s.cells {
		for _, c := range row {
			if slices.Contains(cells, c.ID) {
				if first == "" {
					first = c.ID
				}
				if passed && next == "" {
					next = c.ID
				}
			}
			passed = passed || c == s.current()
		}
	}
	if next != "" {
		return next
	}
	return first
}

// toEdge moves as Ctrl and an arrow do in a spreadsheet: to the last cell of those that
// are filled in, or over blanks to the next that is.
func (s *tableScreen) toEdge(a *App, rows, cols int) {
	filled := func() bool { return a.sheet.At(s.current().ID).Filled() }
	step := func() (moved bool) {
		row, col := s.grid.Cursor()
		s.grid.Move(rows, cols)
		r, c := s.grid.Cursor()
		return r != row || c != col
	}
	was := filled()
	if !step() {
		return
	}
	run := was && filled()
	for filled() == run {
		row, col := s.grid.Cursor()
		if !step() {
			return
		}
		if run && !filled() {
			s.grid.MoveTo(row, col)
			return
		}
	}
}
