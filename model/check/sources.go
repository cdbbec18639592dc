package check

import (
	"encoding/binary"
	"iter"
	"maps"
	"slices"
	"strings"
	"sync"
	"sync/atomic"

	"nianbao/model"
)

// Sources are the reports in a collector's sum as its rules look at them: some hundred bytes
// of each, so that none has to be kept. Several goroutines may add reports.
type Sources struct {
	form      *model.Form
	relations []model.Relation // of the sum that may fail by a unit's report
	compared  []*model.Cell    // see [model.KindSumLarge]
	names     []unitName

	mu     sync.Mutex
	byUnit map[string]*source
	sorted []*source // by name; nil before it is asked for
	large  []largest // by compared; nil before it is asked for
	faults atomic.Int32
}

// mostFaults bounds how many faults are looked for in units' own reports: a few are told.
const mostFaults = 200

// source is a unit's report.
type source struct {
	unit     string
	revision int
	figures  string // packed: of units with the same figures it is the same
	filled   int    // how many cells are not 0
	last     string // last year's of the cells that are compared, packed
	isSum    bool
	off      []off
}

// off is a relation that doesn't hold for a unit.
type off struct {
	relation    int
	left, right model.Figure
	unknown     bool         // there is no report of last year to compare with
	cell        model.CellID // that is wrong, where the report leaves no other; else ""
	said        string       // how the unit explains it; "" for not at all
}

// largest is the unit that has most of a cell.
type largest struct {
	unit      string
	has, last model.Figure
}

// NewSources begins with none. The collector's report says what is compared.
func NewSources(collector *model.Report) *Sources {
	s := &Sources{form: collector.Form, names: unitNames(collector), byUnit: make(map[string]*source, len(collector.Sources))}
	for _, rel := range s.form.Relations() {
		if rel.Rule.Kind == model.KindRelation && rel.Rule.HoldsFor(collector) && rel.Rule.Severity.Compare(model.Warning) <= 0 {
			s.relations = append(s.relations, rel)
		}
	}
	for i := range s.form.Rules {
		for _, c := range s.form.CellsOf(&s.form.Rules[i]) {
			if of := s.form.Rules[i].Kind == model.KindSumLarge; of && !slices.Contains(s.compared, c) {
				s.compared = append(s.compared, c)
			}
		}
	}
	return s
}

// Keep takes over what is known of the reports of a sum, and returns the sources that are still
// to be added.
func (s *Sources) Keep(had *Sources, sources []model.Source) (lacking []model.Source) {
	for _, x := range sources {
		if had != nil && had.form == s.form && had.byUnit[x.Unit] != nil && had.byUnit[x.Unit].revision == x.Revision {
			s.byUnit[x.Unit] = had.byUnit[x.Unit]
		} else {
			lacking = append(lacking, x)
		}
	}
	return lacking
}

// Add takes a unit's report as the sum has it; last is the same unit's of the year before, nil
// where there is none.
func (s *Sources) Add(unit string, r, last *model.Report) {
	c := &checker{report: r, sheet: model.Evaluate(r), last: last}
	x := &source{unit: unit, revision: r.Revision, isSum: r.IsSum()}
	x.figures, x.filled = packed(s.form.Cells(), func(cell *model.Cell) model.Figure {
		if cell.Computed() {
			return model.Blank
		}
		return c.sheet.Of(cell)
	})
	if last != nil {
		c.lastSheet = model.EvaluateAs(last, r.Form)
		x.last, _ = packed(s.compared, c.lastSheet.Of)
	}
	x.off = s.offIn(c)
	s.mu.Lock()
	defer s.mu.Unlock()
	s.byUnit[unit], s.sorted, s.large = x, nil, nil
}

// largestOf is the unit that has most of a cell that is compared.
func (s *Sources) largestOf(cell *model.Cell) largest {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.large == nil {
		s.findLargest()
	}
	return s.large[slices.Index(s.compared, cell)]
}

func (s *Sources) findLargest() {
	s.large = make([]largest, len(s.compared))
	for _, x := range s.inOrder() {
		sheet := s.sheetOf(x.unit)
		var last []model.Figure
		for i, cell := range s.compared {
			if has := sheet.Of(cell); has.Units() > s.large[i].has.Units() {
				if last == nil {
					last = unpacked(x.last, len(s.compared))
				}
				s.large[i] = largest{x.unit, has, last[i]}
			}
		}
	}
}

// offIn are the relations that don't hold for a unit.
func (s *Sources) offIn(c *checker) (all []off) {
	for i, rel := range s.relations {
		if rel.Last && c.last == nil {
			if left := c.sum(rel.Left); left.Sign() != 0 && !s.form.Cell(rel.Left[0].Cell).Computed() {
				all = append(all, off{relation: i, left: left, unknown: true})
			}
			continue
		}
		left, right, fails := c.sides(rel)
		if !fails {
			continue
		}
		x := off{relation: i, left: left, right: right}
		ofItself := !rel.Last && rel.Rule.Severity == model.Error
		if ofItself && s.faults.Add(1) <= mostFaults { // seldom: a unit with errors has explained them
			x.cell, x.said = faultOf(rel, Report(c.report, c.last))
		}
		all = append(all, x)
	}
	return all
}

// faultOf is the cell that a unit's own findings name for a relation, and what the unit says.
func faultOf(rel model.Relation, findings []Finding) (cell model.CellID, said string) {
	first := rel.Left[0].Cell
	for i := range findings {
		f := &findings[i]
		folded := slices.ContainsFunc(f.Explains, func(x Folded) bool { return x.Rule == rel.Rule.ID && slices.Contains(x.Cells, first) })
		own := f.rule == rel.Rule && slices.Contains(f.Cells, first)
		if !folded && !own {
			continue
		}
		cell = f.Suspect
		if f.Because != nil {
			said = f.Because.Text
		}
	}
	return cell, said
}

// Of reports whether these are all the reports in a sum, as they are in it.
func (s *Sources) Of(r *model.Report) bool {
	if s == nil || s.form != r.Form || len(s.byUnit) != len(r.Sources) {
		return false
	}
	return !slices.ContainsFunc(r.Sources, func(x model.Source) bool {
		one := s.byUnit[x.Unit]
		return one == nil || one.revision != x.Revision
	})
}

// packed writes the figures of cells that are not 0, each as its place from the one before, and
// its units; n is how many there are.
func packed(cells []*model.Cell, of func(*model.Cell) model.Figure) (text string, n int) {
	b := make([]byte, 0, 128)
	last := 0
	for i, c := range cells {
		f := of(c)
		if f.Sign() == 0 {
			continue
		}
		b = binary.AppendVarint(binary.AppendUvarint(b, uint64(i-last)), f.Units())
		last, n = i, n+1
	}
	return string(b), n
}

// unpacked are the figures of so many cells; those that were 0 or blank are 0.
func unpacked(text string, cells int) []model.Figure {
	all := make([]model.Figure, cells)
	for i := range all {
		all[i] = model.Zero
	}
	b, at := []byte(text), 0
	for len(b) > 0 {
		step, n := binary.Uvarint(b)
		units, m := binary.Varint(b[n:])
		at, b = at+int(step), b[n+m:]
		all[at] = model.OfUnits(units)
	}
	return all
}

// sheetOf are the figures of a unit.
func (s *Sources) sheetOf(unit string) *model.Sheet {
	cells := s.form.Cells()
	return model.EvaluateTyped(s.form, unpacked(s.byUnit[unit].figures, len(cells)))
}

// Sheets are the figures of each unit, by their names; one is made at a time.
func (s *Sources) Sheets() iter.Seq2[string, *model.Sheet] {
	return func(yield func(string, *model.Sheet) bool) {
		for _, x := range s.byName() {
			if !yield(x.unit, s.sheetOf(x.unit)) {
				return
			}
		}
	}
}

// has reports whether a unit's report is there.
func (s *Sources) has(unit string) bool { return s != nil && s.byUnit[unit] != nil }

// byName are the sources in the order of their names.
func (s *Sources) byName() []*source {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.inOrder()
}

func (s *Sources) inOrder() []*source {
	if s.sorted == nil {
		s.sorted = slices.SortedFunc(maps.Values(s.byUnit), func(a, b *source) int { return strings.Compare(a.unit, b.unit) })
	}
	return s.sorted
}
