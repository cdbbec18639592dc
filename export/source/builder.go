package source

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"nianbao/model"
)

// The most that a document may hold: hundreds of times what a report has, and
// little enough to hold in memory.
const (
	MaxLines = 200_000 // of a plain text
	maxItems = 100_000 // paragraphs, and tables
	maxCells = 400_000
	// MaxText bounds the text of all paragraphs and cells together, in bytes: a
	// few bytes of a file may be shown thousands of times over. The longest
	// report that the model holds has about 3 MiB.
	MaxText = 16 << 20
	// maxPlaces bounds the slots that the cells of all tables cover.
	maxPlaces = 4_000_000
	maxTitle  = 4_000 // bytes
	// maxRemark, in bytes, and maxRemarks bound what a file says out of sight.
	maxRemark, maxRemarks = 200, 1_000
)

// ErrTooLong is of a file that holds far more than a report can.
var ErrTooLong = errors.New("文件里的内容太多，不像一份年报，请核对是不是选错了文件")

// Builder makes a Document of what a reader meets in its file, in the file's
// order. Tables may be nested; one that only lays out the page becomes the
// paragraphs and tables in it.
type Builder struct {
	title        string
	ours         bool
	remarks      []string
	notes        []string
	root         []item
	open         []*table
	items, cells int
	text         int  // bytes that were spent of MaxText
	places       int  // slots of the tables that are done
	cut          bool // a table is larger than a Grid may be
	err          error
}

// item is a paragraph, or a table.
type item struct {
	text  string
	seen  *Seen // its runs, where some have marks; nil else
	level int
	path  []int
	table *table
}

type table struct {
	path   []int
	cells  []*cell
	inCell bool // the last of cells is open
	layout bool // set when the table ends
}

type cell struct {
	Cell
	items []item
}

// Title sets the document's title.
func (b *Builder) Title(s string) { b.title = Title(s) }

// Remark adds what the file says of itself out of sight. What is
// long is none that matters.
func (b *Builder) Remark(s string) {
	if s = strings.TrimSpace(s); s != "" && len(s) <= maxRemark && len(b.remarks) < maxRemarks {
		b.remarks = append(b.remarks, s)
	}
}

// Ours says whether this program wrote the file.
func (b *Builder) Ours(is bool) { b.ours = is }

// Title is a file's own title as one line; what is too long for one is cut.
func Title(s string) string {
	s = strings.ToValidUTF8(s[:min(len(s), maxTitle)], "")
	return strings.Join(strings.Fields(Clean(s)), " ")
}

// Note adds a sentence about what was not taken over, once.
func (b *Builder) Note(s string) {
	if s = Clean(s); !slices.Contains(b.notes, s) {
		b.notes = append(b.notes, s)
	}
}

// Err is ErrTooLong from the moment when the file has given too much; a reader
// stops then.
func (b *Builder) Err() error { return b.err }

// Spend counts text that a reader makes, shown or not, against MaxText: what is
// repeated costs each time. It tells whether there is room for more.
func (b *Builder) Spend(bytes int) bool {
	if b.text += bytes; b.text > MaxText || b.text < 0 {
		b.err = ErrTooLong
	}
	return b.err == nil
}

// Paragraph adds a paragraph to the open cell, or to the document; one without
// text is left out.
func (b *Builder) Paragraph(text string, level int, path []int) {
	if IsTurned(text) {
		s := &Seen{}
		s.Add(Run{Text: text, Mark: Turned})
		b.Runs(s, level, path)
		return
	}
	if text = Tidy(text); text != "" {
		b.add(item{text: text, level: level, path: path})
	}
}

// Runs adds a paragraph whose text has marks, as Paragraph does. One of which nobody
// sees anything is kept: in a cell, that has to be said.
func (b *Builder) Runs(s *Seen, level int, path []int) {
	text, doubts := s.Paragraph()
	switch {
	case !s.Marked():
		b.Paragraph(text, level, path)
	case text != "" || len(doubts) > 0 || s.Things():
		b.add(item{text: text, seen: s, level: level, path: path})
	}
}

func (b *Builder) add(x item) {
	if b.items++; b.items > maxItems+maxCells {
		b.err = ErrTooLong
	}
	// A path is kept as a list of its own.
	if !b.Spend(len(x.text) + 2*len(x.path)) {
		return
	}
	for i := len(b.open) - 1; i >= 0; i-- {
		if t := b.open[i]; t.inCell {
			c := t.cells[len(t.cells)-1]
			c.items = append(c.items, x)
			return
		}
	}
	b.root = append(b.root, x)
}

// BeginTable opens a table in the open cell, or in the document.
func (b *Builder) BeginTable(path []int) { b.open = append(b.open, &table{path: path}) }

// BeginCell opens a cell of the open table. A span of what it returns may grow
// until the table ends.
func (b *Builder) BeginCell(row, col, rowSpan, colSpan int) *Cell {
	if b.cells++; b.cells > maxCells {
		b.err = ErrTooLong
	}
	c := &cell{Cell: Cell{Row: row, Col: col, RowSpan: rowSpan, ColSpan: colSpan}}
	if len(b.open) > 0 && b.err == nil {
		t := b.open[len(b.open)-1]
		t.cells, t.inCell = append(t.cells, c), true
	}
	return &c.Cell
}

// EndCell closes the open table's cell.
func (b *Builder) EndCell() {
	if len(b.open) > 0 {
		b.open[len(b.open)-1].inCell = false
	}
}

// EndTable closes the table that was opened last.
func (b *Builder) EndTable() {
	if len(b.open) == 0 {
		return
	}
	t := b.open[len(b.open)-1]
	b.open = b.open[:len(b.open)-1]
	if !slices.ContainsFunc(t.cells, func(c *cell) bool { return len(c.items) > 0 }) {
		return
	}
	t.layout = t.isLayout()
	if t.layout && t.isSmall() {
		for _, c := range t.cells { // a frame round some lines
			for _, x := range c.items {
				b.text -= len(x.text) + 2*len(x.path) // it only moves
				b.add(x)
			}
		}
		return
	}
	b.add(item{table: t, path: t.path})
}

// Prose is what a table's cells hold in layout only: several paragraphs of it.
const (
	proseLength = 40 // in characters
	smallTable  = 8  // lines
)

// isLayout tells whether a table only places what is in it: it has one column,
// or a cell with a table or several paragraphs of prose.
func (t *table) isLayout() bool {
	if slices.ContainsFunc(t.cells, func(c *cell) bool { return len(c.items) == 1 && c.items[0].text == model.AnswerHead }) {
		return false // an answer may have several
	}
	one := true
	for _, c := range t.cells {
		one = one && c.Col == t.cells[0].Col
		prose := 0
		for _, x := range c.items {
			if x.table != nil {
				return true
			}
			if utf8.RuneCountInString(x.text) >= proseLength && strings.ContainsRune(x.text, '。') {
				prose++
			}
		}
		if prose > 1 {
			return true
		}
	}
	return one
}

// isSmall tells whether a table of layout holds a few paragraphs only, so that
// a cell that it stands in is still a cell.
func (t *table) isSmall() bool {
	n := 0
	for _, c := range t.cells {
		n += len(c.items)
		if n > smallTable || slices.ContainsFunc(c.items, func(x item) bool { return x.table != nil }) {
			return false
		}
	}
	return true
}

// Document is what was built. Tables that are still open end.
func (b *Builder) Document() (*Document, error) {
	for len(b.open) > 0 {
		b.EndCell()
		b.EndTable()
	}
	if b.err != nil {
		return nil, b.err
	}
	d := &Document{Title: b.title, Remarks: b.remarks, Ours: b.ours}
	paragraphs, tables := 0, 0
	// A list of lists that are not done, the innermost last: nesting costs no
	// stack and nothing is copied.
	todo := [][]item{b.root}
	for len(todo) > 0 {
		last := len(todo) - 1
		if len(todo[last]) == 0 {
			todo = todo[:last]
			continue
		}
		x := todo[last][0]
		todo[last] = todo[last][1:]
		switch {
		case x.table == nil && x.text == "":
			if _, doubts := x.seen.Paragraph(); len(doubts) > 0 {
				b.Note("文件里有隐藏的或划掉的文字，没有读")
			}
		case x.table == nil:
			paragraphs++
			block := Block{Where: fmt.Sprintf("第%d段", paragraphs), Text: x.text, Level: x.level, Path: x.path}
			if x.seen != nil {
				_, block.Doubts = x.seen.Paragraph()
				block.Floats = x.seen.Floats()
			}
			d.Blocks = append(d.Blocks, block)
		case x.table.layout:
			for _, c := range slices.Backward(x.table.cells) {
				todo = append(todo, c.items)
			}
		default:
			tables++
			g := b.grid(x.table, fmt.Sprintf("第%d个表", tables))
			d.Blocks = append(d.Blocks, Block{Where: g.Where, Table: g, Path: x.path})
		}
		if len(d.Blocks) > maxItems || b.places > maxPlaces {
			return nil, ErrTooLong
		}
	}
	if b.cut {
		b.Note(fmt.Sprintf("有的表格太大，第 %d 行、第 %d 列以后的没有读", MaxRows, MaxCols))
	}
	d.Notes = b.notes
	return d, nil
}

func (b *Builder) grid(t *table, where string) *Grid {
	g := &Grid{Where: where}
	var lines []string
	for _, c := range t.cells {
		if slices.ContainsFunc(c.items, func(x item) bool { return x.seen != nil }) {
			all := c.seen()
			c.Text, c.Doubts = all.Cell()
			c.Floats = all.overlaps()
		} else {
			lines = lines[:0]
			for _, x := range c.items {
				lines = append(lines, x.text)
			}
			c.Text = strings.Join(lines, "\n")
		}
		if !g.Put(c.Cell) {
			b.cut = true
		}
	}
	g.Sort()
	b.places += g.Rows * g.Cols
	return g
}

// seen are the runs of a cell of which some text has marks.
func (c *cell) seen() *Seen {
	all := &Seen{}
	for _, x := range c.items {
		all.Line(x.text, x.seen)
	}
	return all
}

// Tidy takes the space round each line away, blank lines at the ends, and what
// Clean does.
func Tidy(s string) string {
	s = strings.TrimSpace(Clean(s))
	if !strings.Contains(s, "\n") {
		return s
	}
	lines := strings.Split(s, "\n")
	for i, l := range lines {
		lines[i] = strings.TrimSpace(l)
	}
	return strings.Join(lines, "\n")
}

// Clean takes out what has no shape on paper: control characters, which a
// terminal would obey, and invisible ones such as joiners and marks of direction.
func Clean(s string) string {
	return strings.Map(func(r rune) rune {
		if r != '\n' && r != '\t' && unicode.In(r, unicode.Cc, unicode.Cf) {
			return -1
		}
		return r
	}, s)
}
