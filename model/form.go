// Package model holds the yearly report on government information disclosure
// (政府信息公开工作年度报告): the form as data, the figures, the totals, the check
// rules, and the one door through which a report is changed.
//
// It imports the standard library only and does no input or output, reads no
// clock and knows no terminal. The screens, the shell's commands, every writer
// and every reader walk the same [Form] value, so a new edition of the form is
// a new value and no new code.
//
// # Beside the figures: what a paper said, what could not be read, what was explained
//
// unread lists the cells that a file has and that could not be read (Report.Unread, TargetUnread): not
// blank, filled by nothing but a figure, with which they leave the list, one undo puts them back on. A
// total over one of them is not known and blank, and no relation over it is checked. unread_as has the
// words that stand in such cells, where they are known, and in amounts that had to be rounded; until
// 2026 the stores had these in unread, which is still read.
//
// A finding may have a Repair (one key makes it an edit) and an Explanation. Explanations are the
// exchange file's explanations, with three more keys: section and quote tell findings about words
// apart, figures keeps what the finding spoke of, and the explanation is void when that changes; words
// that explain nothing (model/grounds.go) are refused where one is set, and stay where they stand;
// "unit": true switches a rule off for the unit and goes over to next year's report. Explanations
// without these keys hold for their rule and cell.
//
// Totals of a paper are in stated; settled lists those of them that agreed with the sums once, or that
// a person has decided about (model/stated.go): they are witnesses while they agree and notes
// (T-PAPER) once somebody has changed a figure under them. A file without settled has settled those
// that agree.
package model

import (
	"fmt"
	"slices"
	"strings"
	"sync"
)

// Form is one edition of the report's form: plain data, without functions, so
// that it survives a round trip through JSON. Use it by pointer.
type Form struct {
	Edition string `json:"edition"` // the year of the notice: "2021"
	Notice  string `json:"notice"`  // the notice that lays the form down: 国办公开办函〔2021〕30号
	// NoticeMark is what of the notice's name no other kind of paper has, Miscalled
	// how texts begin its name that have it wrong; see [KindNotice].
	NoticeMark string    `json:"notice_mark"`
	Miscalled  []string  `json:"miscalled,omitempty"`
	TitleTail  string    `json:"title_tail"` // what follows unit and year in the title
	Years      [2]int    `json:"years"`      // the report years that it is laid down for, 0 for no end
	Sections   []Section `json:"sections"`
	Rules      []Rule    `json:"rules"`
	Carries    []Carry   `json:"carries"`
	// Former says where a report of the edition before holds a figure, where its
	// cell has another name.
	Former []Former `json:"former,omitempty"`
	// Highlights are what a picture of the whole report shows first, four of them
	// key ones.
	Highlights []Highlight `json:"highlights,omitempty"`

	once sync.Once
	ix   *index
}

// Carry says that a figure of last year's report begins this year's; both are
// cell patterns as in [Rule].
type Carry struct {
	From string `json:"from"`
	To   string `json:"to"`
}

// Former is a cell of the edition before, From, that comes near to a cell of
// this one, To; both may have a * for the row. What follows from it is a hint.
type Former struct {
	From string `json:"from"`
	To   string `json:"to"`
}

// Section is one part of the report: a text, or a table of figures.
type Section struct {
	Key     string `json:"key"`     // "0" to "6"
	Heading string `json:"heading"` // as printed; empty for the opening paragraph
	// Aliases are headings that reports in the wild have instead, without number.
	Aliases []string `json:"aliases,omitempty"`
	// AsGood are those of them that were usual while the form was in force, and no slip.
	AsGood   []string `json:"as_good,omitempty"`
	Name     string   `json:"name"`            // short, for the screen
	Guide    string   `json:"guide"`           // what belongs here, one sentence
	Required bool     `json:"required"`        // a text that must not be empty
	Limit    int      `json:"limit,omitempty"` // characters that the notice asks to keep to
	Table    *Table   `json:"table,omitempty"`
	// Aspects are what the text has to speak of.
	Aspects []Aspect `json:"aspects,omitempty"`
	// Outline is the skeleton of the text, for the operator to fill out.
	Outline []Sentence `json:"outline,omitempty"`
	// Nothing says in a sentence that every figure of the table is 0.
	Nothing string `json:"nothing,omitempty"`
	// Chart is what a picture of the table shows; nil for none.
	Chart *Chart `json:"chart,omitempty"`
}

// Aspect is something that a text has to speak of; one of Words shows that it
// does. Only are the levels that have to; all when empty.
type Aspect struct {
	Name  string      `json:"name"`
	Words []string    `json:"words"`
	Only  []UnitLevel `json:"only,omitempty"`
}

// Placeholder stands in an outline for what the operator has to fill out.
const Placeholder = "＿＿"

// Sentence is a piece of a text's outline. It holds where all of Cells, each a cell or a
// sum of some that + joins, are 0 (When "zero"), or all more than 0 (When "some"), or filled,
// or always. In braces {unit} and {year}, a cell {3.received.total}, a sum of cells and a
// share {3.granted.total/3.processed.total%} stand for what the report has.
type Sentence struct {
	Text  string   `json:"text"`
	Cells []CellID `json:"cells,omitempty"`
	When  string   `json:"when,omitempty"`
}

// Arrangement says how a table's rows and columns are laid out on paper.
type Arrangement string

// The arrangements of the official form.
const (
	Stacked Arrangement = "stacked" // blocks one below the other, each with its heads (section 2)
	Matrix  Arrangement = "matrix"  // one block, heads above, labels at the left (section 3)
	Line    Arrangement = "line"    // one line of figures, the rows side by side as heads (section 4)
)

// Table is the figures of one section.
type Table struct {
	Arrangement Arrangement `json:"arrangement"`
	Corner      string      `json:"corner,omitempty"` // text of the upper left cell (Matrix)
	Banner      string      `json:"banner,omitempty"` // head over all columns (Matrix)
	Blocks      []Block     `json:"blocks"`
}

// Block is a run of rows that share their column heads.
type Block struct {
	Heading   string   `json:"heading,omitempty"`    // 第二十条第（一）项
	LabelHead string   `json:"label_head,omitempty"` // head of the label column: 信息内容
	Columns   []Column `json:"columns"`
	Rows      []Row    `json:"rows"`
}

// Column is one column of figures. Short is what fits a narrow screen; a space
// in it marks where the head breaks into two lines.
type Column struct {
	Key    string   `json:"key"`
	Label  string   `json:"label"`
	Short  string   `json:"short"`
	Groups []string `json:"groups,omitempty"` // heads above this one, outermost first
	// Aliases are labels that reports in the wild have instead.
	Aliases []string `json:"aliases,omitempty"`
	Unit    string   `json:"unit"`
	Places  int      `json:"places"`           // decimal places allowed
	Signed  bool     `json:"signed,omitempty"` // the figure may be negative
	Help    string   `json:"help"`
	Fewer   string   `json:"fewer,omitempty"` // what to do instead of a negative figure, where this table has a place for that
}

// Row is one row of figures.
type Row struct {
	Key    string   `json:"key"`
	Label  string   `json:"label"`            // as printed, with its numbering
	Short  string   `json:"short"`            // what fits a narrow screen
	Name   string   `json:"name"`             // as said in a sentence, without numbering
	Groups []string `json:"groups,omitempty"` // group labels, outermost first
	// Aliases are labels that reports in the wild have instead, without number.
	Aliases []string `json:"aliases,omitempty"`
	// Lone: where a source has a single row for the whole group, its figures are
	// this row's.
	Lone bool   `json:"lone,omitempty"`
	Help string `json:"help"` // what the figure counts
}

// CellID names a cell: SECTION.ROW.COLUMN. Drafts, the log, the shell, the
// exchange file and the rules all use it.
type CellID string

// Cell is a cell's place in the form.
type Cell struct {
	ID      CellID
	Section *Section
	Block   *Block
	Row     *Row
	Column  *Column
	// Terms are the cells that this one is the sum of; nil for a typed cell.
	Terms []CellID

	pos   int   // in form order
	terms []int // where those of Terms are
}

// Computed reports whether the cell is always computed and can't be typed.
func (c *Cell) Computed() bool { return c.Terms != nil }

// Label is the whole name of the cell as printed, with the groups that it
// stands under: （三）不予公开 3.危及“三安全一稳定” / 自然人. The outermost of several
// groups is the section's own and left out.
func (c *Cell) Label() string {
	var parts []string
	if c.Block.Heading != "" {
		parts = append(parts, c.Block.Heading)
	}
	if groups := c.Row.Groups; len(groups) > 1 {
		parts = append(parts, groups[1:]...)
	} else {
		parts = append(parts, groups...)
	}
	parts = append(parts, c.Row.Label)
	head := strings.Join(parts, " ")
	return head + " / " + strings.Join(append(append([]string{}, c.Column.Groups...), c.Column.Label), " ")
}

// Brief is the shortest name that a person recognises: 表三 新收/自然人. The heading's
// 三、 would be taken for the row's number, which rows of the form have too.
func (c *Cell) Brief() string {
	if numeral, _, ok := strings.Cut(c.Section.Heading, "、"); ok {
		return "表" + numeral + " " + c.InTable()
	}
	return c.InTable()
}

// InTable is Brief where it is plain which table is meant: 新收/自然人.
func (c *Cell) InTable() string {
	return c.Row.Name + "/" + strings.ReplaceAll(c.Column.Short, " ", "")
}

type index struct {
	cells       []*Cell
	byID        map[CellID]*Cell
	computed    []*Cell // in an order in which every cell comes after its terms
	relations   []Relation
	cellsOf     map[*Rule][]*Cell // what the Left of a rule about single cells names
	carriedFrom map[CellID]CellID // from last year's, by this year's cell
	formerly    map[CellID]CellID // in the edition before, by this one's cell
}

// Cells returns all cells of the form in form order.
func (f *Form) Cells() []*Cell { return f.index().cells }

// Cell returns the cell of that name, or nil.
func (f *Form) Cell(id CellID) *Cell { return f.index().byID[id] }

// Leaves are the typed cells that a cell is made of; itself when it is typed.
func (f *Form) Leaves(id CellID) []CellID {
	c := f.Cell(id)
	if !c.Computed() {
		return []CellID{id}
	}
	out := make([]CellID, 0, len(c.Terms))
	for _, t := range c.Terms {
		if f.Cell(t).Computed() {
			out = append(out, f.Leaves(t)...)
		} else {
			out = append(out, t)
		}
	}
	return out
}

// CellsOf are the cells that a rule about single cells names.
func (f *Form) CellsOf(r *Rule) []*Cell { return f.index().cellsOf[r] }

// FormerCell is where a report on the edition before holds a cell's figure; "" where
// the cell has the same name there, or none.
func (f *Form) FormerCell(id CellID) CellID { return f.index().formerly[id] }

// Section returns the section of that key, or nil.
func (f *Form) Section(key string) *Section {
	for i := range f.Sections {
		if f.Sections[i].Key == key {
			return &f.Sections[i]
		}
	}
	return nil
}

// SectionName is the section's short name; 封面 for "", where the title and the
// date are.
func (f *Form) SectionName(key string) string {
	if s := f.Section(key); s != nil {
		return s.Name
	}
	return "封面"
}

// Rule returns the first rule of that ID; nil for none.
func (f *Form) Rule(id string) *Rule {
	for i := range f.Rules {
		if f.Rules[i].ID == id {
			return &f.Rules[i]
		}
	}
	return nil
}

// RuleOfKind returns the first rule of a kind; nil for none.
func (f *Form) RuleOfKind(kind Kind) *Rule {
	for i := range f.Rules {
		if f.Rules[i].Kind == kind {
			return &f.Rules[i]
		}
	}
	return nil
}

// Validate reports what is wrong with the form as data: double names, totals
// that depend on themselves, rules that name no cell. Whether each rule is of a kind
// that something checks, package check knows.
func (f *Form) Validate() error {
	seen := map[CellID]bool{}
	for _, c := range f.Cells() {
		if seen[c.ID] {
			return fmt.Errorf("form %s: cell %s occurs twice", f.Edition, c.ID)
		}
		seen[c.ID] = true
		if c.Row.Name == "" || c.Row.Help == "" || c.Column.Unit == "" {
			return fmt.Errorf("form %s: cell %s lacks a name, a help sentence or a unit", f.Edition, c.ID)
		}
	}
	for i := range f.Rules {
		if err := f.validateRule(&f.Rules[i]); err != nil {
			return fmt.Errorf("form %s: rule %s: %w", f.Edition, f.Rules[i].ID, err)
		}
	}
	for i := range f.Sections {
		for _, x := range f.Sections[i].Outline {
			if !f.index().all(x.Cells) {
				return fmt.Errorf("form %s: the outline of section %s names no cell in %s", f.Edition, f.Sections[i].Key, x.Cells)
			}
		}
	}
	for i := range f.Sections {
		if err := f.validateChart(f.Sections[i].Chart); err != nil {
			return fmt.Errorf("form %s: the chart of section %s: %w", f.Edition, f.Sections[i].Key, err)
		}
	}
	if err := f.validateHighlights(); err != nil {
		return err
	}
	if f.RuleOfKind(KindEdition) == nil {
		return fmt.Errorf("form %s: no rule tells when its time is over", f.Edition)
	}
	for _, c := range f.Carries {
		if len(f.index().match(c.From)) == 0 || len(f.index().match(c.To)) == 0 {
			return fmt.Errorf("form %s: carry %s to %s names no cell", f.Edition, c.From, c.To)
		}
	}
	computed := 0
	for _, c := range f.Cells() {
		if c.Computed() {
			computed++
		}
	}
	if computed != len(f.index().computed) {
		return fmt.Errorf("form %s: a total depends on itself", f.Edition)
	}
	for _, c := range f.Cells() {
		if left := f.leftOutOf(c); left != nil {
			return fmt.Errorf("form %s: %s is no part of the total %s", f.Edition, left.ID, c.ID)
		}
	}
	return nil
}

// leftOutOf is a cell that a total leaves out although it adds up others that stand
// beside it under the same heads; nil for none.
func (f *Form) leftOutOf(total *Cell) *Cell {
	for _, c := range f.Cells() {
		if c == total || c.Block != total.Block || slices.Contains(total.Terms, c.ID) {
			continue
		}
		for _, id := range total.Terms {
			t := f.Cell(id)
			below := t.Column == total.Column && c.Column == t.Column && slices.Equal(c.Row.Groups, t.Row.Groups)
			beside := t.Row == total.Row && c.Row == t.Row && slices.Equal(c.Column.Groups, t.Column.Groups)
			if below || beside {
				return c
			}
		}
	}
	return nil
}

// leftOutOfSum is the one row of a group that a sum over the group's rows leaves out;
// nil for none.
func (f *Form) leftOutOfSum(ids []CellID) *Cell {
	if len(ids) < 3 {
		return nil
	}
	first := f.Cell(ids[0])
	var out []*Cell
	in := 0
	for _, c := range f.Cells() {
		if c.Block != first.Block || c.Column != first.Column || !slices.Equal(c.Row.Groups, first.Row.Groups) {
			continue
		}
		if in++; !slices.Contains(ids, c.ID) {
			out = append(out, c)
		}
	}
	if whole := in == len(ids)+1; whole && len(out) == 1 {
		return out[0]
	}
	return nil
}

func (f *Form) validateRule(r *Rule) error {
	patterns := append(append([]string{}, r.Left...), r.Right...)
	for _, p := range patterns {
		if len(f.index().match(string(readTerm(p).Cell))) == 0 {
			return fmt.Errorf("%q names no cell", p)
		}
	}
	if r.linear() && len(f.index().expand(r)) == 0 {
		return fmt.Errorf("its patterns never hold together")
	}
	if r.typed() && !slices.ContainsFunc(f.CellsOf(r), func(c *Cell) bool { return !c.Computed() }) {
		return fmt.Errorf("it looks at cells that are typed, and names totals only")
	}
	for i := range r.Mentions {
		for _, sum := range slices.Concat(r.Mentions[i].Accept, r.Mentions[i].Of) {
			for _, id := range sum.Cells {
				if f.Cell(id) == nil {
					return fmt.Errorf("a mention names no cell %q", id)
				}
			}
			if left := f.leftOutOfSum(sum.Cells); left != nil {
				return fmt.Errorf("%s has all rows of a group but %s", sum.Name, left.ID)
			}
		}
	}
	return nil
}

func (f *Form) index() *index {
	f.once.Do(func() { f.ix = f.build() })
	return f.ix
}

func (f *Form) build() *index {
	ix := &index{byID: map[CellID]*Cell{}, cellsOf: map[*Rule][]*Cell{}}
	for s := range f.Sections {
		sec := &f.Sections[s]
		if sec.Table == nil {
			continue
		}
		for b := range sec.Table.Blocks {
			block := &sec.Table.Blocks[b]
			for r := range block.Rows {
				for k := range block.Columns {
					row, col := &block.Rows[r], &block.Columns[k]
					id := CellID(sec.Key + "." + row.Key + "." + col.Key)
					c := &Cell{ID: id, Section: sec, Block: block, Row: row, Column: col, pos: len(ix.cells)}
					ix.cells = append(ix.cells, c)
					ix.byID[id] = c
				}
			}
		}
	}
	for i := range f.Rules {
		r := &f.Rules[i]
		if r.linear() {
			ix.relations = append(ix.relations, ix.expand(r)...)
			continue
		}
		for _, p := range r.Left {
			for _, m := range ix.match(p) {
				ix.cellsOf[r] = append(ix.cellsOf[r], ix.byID[m.cell])
			}
		}
	}
	for _, rel := range ix.relations {
		if c := ix.byID[rel.Left[0].Cell]; rel.Rule.Kind == KindTotal && c.Terms == nil {
			for _, t := range rel.Right {
				c.Terms = append(c.Terms, t.Cell)
			}
		}
	}
	ix.carriedFrom = map[CellID]CellID{}
	for _, c := range f.Carries {
		for _, m := range ix.match(c.To) {
			ix.carriedFrom[m.cell] = CellID(strings.Replace(c.From, "*", m.star, 1))
		}
	}
	ix.formerly = map[CellID]CellID{}
	for _, c := range f.Former {
		for _, m := range ix.match(c.To) {
			ix.formerly[m.cell] = CellID(strings.Replace(c.From, "*", m.star, 1))
		}
	}
	ix.order()
	for _, c := range ix.computed {
		for _, t := range c.Terms {
			c.terms = append(c.terms, ix.byID[t].pos)
		}
	}
	return ix
}

// order lists the computed cells so that each comes after its terms. A cell
// that depends on itself is left out, which Validate reports.
func (ix *index) order() {
	const visiting, done = 1, 2
	state := map[CellID]int{}
	var visit func(c *Cell) bool
	visit = func(c *Cell) bool {
		switch {
		case !c.Computed() || state[c.ID] == done:
			return true
		case state[c.ID] == visiting:
			return false
		}
		state[c.ID] = visiting
		for _, t := range c.Terms {
			if !visit(ix.byID[t]) {
				return false
			}
		}
		state[c.ID] = done
		ix.computed = append(ix.computed, c)
		return true
	}
	for _, c := range ix.cells {
		visit(c)
	}
}
