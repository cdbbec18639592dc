package check

import (
	"cmp"
	"encoding/binary"
	"slices"
	"strings"
	"sync"

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
	all    []source
	byUnit map[string]int
	large  []largest // by compared
}

// source is a unit's report.
type source struct {
	unit     string
	revision int
	figures  string // packed: of units with the same figures it is the same
	filled   int    // how many cells are not 0
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
	has, last model.Figure // last year's is blank where there is no report
}

// NewSources begins with none. The collector's report says what is compared.
func NewSources(collector *model.Report) *Sources {
	s := &Sources{form: collector.Form, names: unitNames(collector), byUnit: make(map[string]int, len(collector.Sources))}
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
	s.large = make([]largest, len(s.compared))
	return s
}

// Add takes a unit's report as the sum has it; last is the same unit's of the year before, nil
// where there is none.
func (s *Sources) Add(unit string, r, last *model.Report) {
	c := &checker{report: r, sheet: model.Evaluate(r), last: last}
	if last != nil {
		c.lastSheet = model.EvaluateAs(last, r.Form)
	}
	x := source{unit: unit, revision: r.Revision, isSum: r.IsSum(), off: s.offIn(c)}
	x.figures, x.filled = packFigures(r)
	s.mu.Lock()
	defer s.mu.Unlock()
	s.byUnit[unit] = len(s.all)
	s.all = append(s.all, x)
	for i, cell := range s.compared {
		l := largest{unit: unit, has: c.sheet.Of(cell)}
		if last != nil {
			l.last = c.lastSheet.Of(cell)
		}
		if more := cmp.Compare(l.has.Units(), s.large[i].has.Units()); more > 0 || more == 0 && unit < s.large[i].unit {
			s.large[i] = l
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
		if ofItself := !rel.Last && rel.Rule.Severity == model.Error; ofItself { // seldom: a unit with errors has explained them
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
	if s == nil || s.form != r.Form || len(s.all) != len(r.Sources) {
		return false
	}
	return !slices.ContainsFunc(r.Sources, func(x model.Source) bool {
		i, ok := s.byUnit[x.Unit]
		return !ok || s.all[i].revision != x.Revision
	})
}

// packFigures writes the figures that are not 0, each as its place among the form's cells from
// the one before, and its units.
func packFigures(r *model.Report) (packed string, n int) {
	b := make([]byte, 0, 128)
	last := 0
	for i, c := range r.Form.Cells() {
		f := r.Figures[c.ID]
		if f.Sign() == 0 {
			continue
		}
		b = binary.AppendVarint(binary.AppendUvarint(b, uint64(i-last)), f.Units())
		last, n = i, n+1
	}
	return string(b), n
}

// sheetOf are the figures of a unit.
func (s *Sources) sheetOf(unit string) *model.Sheet {
	r := model.NewReport(s.form, unit, model.Town, 0)
	cells := s.form.Cells()
	for _, c := range cells {
		if !c.Computed() {
			r.Figures[c.ID] = model.Zero
		}
	}
	b, at := []byte(s.all[s.byUnit[unit]].figures), 0
	for len(b) > 0 {
		step, n := binary.Uvarint(b)
		units, m := binary.Varint(b[n:])
		at, b = at+int(step), b[n+m:]
		r.Figures[cells[at].ID] = model.OfUnits(units)
	}
	return model.Evaluate(r)
}

// has reports whether a unit's report is there.
func (s *Sources) has(unit string) bool {
	if s == nil {
		return false
	}
	_, ok := s.byUnit[unit]
	return ok
}

// byName are the sources in the order of their names.
func (s *Sources) byName() []source {
	all := slices.Clone(s.all)
	slices.SortFunc(all, func(a, b source) int { return strings.Compare(a.unit, b.unit) })
	return all
}
