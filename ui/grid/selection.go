package grid

// place is a row and column of the grid.
type place struct{ row, col int }

// Extend grows or shrinks the selection from the cell where it began to the
// cursor, which moves by rows and columns.
func (g *Grid) Extend(rows, cols int) { g.ExtendBy(func() { g.Move(rows, cols) }) }

// ExtendBy is Extend by whatever moves the cursor.
func (g *Grid) ExtendBy(move func()) {
	from := g.start()
	move()
	g.anchor = &from
}

// ToStart moves the cursor to where the selection began, which ends it.
func (g *Grid) ToStart() {
	if g.anchor != nil {
		g.MoveTo(g.anchor.row, g.anchor.col)
	}
}

// start is where a selection that grows began, or begins.
func (g *Grid) start() place {
	if g.anchor != nil && g.head == nil {
		return *g.anchor
	}
	return place{g.row, g.col}
}

// Select makes the cells between two corners the selection and leaves the
// cursor where it is.
func (g *Grid) Select(row, col, toRow, toCol int) {
	g.input, g.anchor, g.head = nil, &place{row, col}, &place{toRow, toCol}
}

// Deselect leaves the cursor's cell alone selected.
func (g *Grid) Deselect() { g.anchor, g.head = nil, nil }

// Selected reports whether more than the cursor's cell may be selected.
func (g *Grid) Selected() bool { return g.anchor != nil }

// Selection is the selected cells: from the first row and column to the last,
// both included. Without a selection it is the cursor's cell.
func (g *Grid) Selection() (row, col, toRow, toCol int) {
	if g.anchor == nil {
		return g.row, g.col, g.row, g.col
	}
	head := place{g.row, g.col}
	if g.head != nil {
		head = *g.head
	}
	return min(g.anchor.row, head.row), min(g.anchor.col, head.col), max(g.anchor.row, head.row), max(g.anchor.col, head.col)
}

// selected reports whether a cell is in a selection of more than one.
func (g *Grid) selected(row, col int) bool {
	if g.anchor == nil {
		return false
	}
	r0, c0, r1, c1 := g.Selection()
	inRows := row >= r0 && row <= r1
	return inRows && col >= c0 && col <= c1
}

// Click moves the cursor to the cell that is drawn at a place of View, or below
// it where a line has none; extend selects from where the cursor was. It reports whether the
// cursor was there already.
func (g *Grid) Click(x, y int, extend bool) (again bool) {
	row, col := g.top+y, g.left
	if y < 0 || y >= g.h || row >= len(g.Rows) {
		return false
	}
	if len(g.Rows[row].Cells) == 0 {
		row = g.next(row, 1)
	}
	for x -= 1 + g.labelWidth; col < len(g.Rows[row].Cells)-1 && x >= g.Columns[col].Width; col++ {
		x -= g.Columns[col].Width
	}
	again = row == g.row && col == g.col
	from := g.start()
	g.MoveTo(row, col)
	if extend && from != (place{g.row, g.col}) {
		g.anchor = &from
	}
	return again
}
