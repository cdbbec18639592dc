package model

import (
	"slices"
	"strings"
	"sync"
	"sync/atomic"
)

// known are the editions that a report can be on, the newest first: the one list
// that a new form goes into. Each is made when somebody first asks for it: most
// sittings never see a report on an old one.
var known = []func() *Form{func() *Form { return Form2021 }, Form2019}

// tried are the editions while a test tries one that is not known; see [TryEdition].
var tried atomic.Pointer[[]*Form]

// editions goes through the editions of the form, the newest first.
func editions(yield func(*Form) bool) {
	if forms := tried.Load(); forms != nil {
		slices.Values(*forms)(yield)
		return
	}
	for _, form := range known {
		if !yield(form()) {
			return
		}
	}
}

// Editions lists the editions of the form, the newest first.
func Editions() []*Form { return slices.Collect(editions) }

// Newest is the newest edition of the form.
func Newest() *Form {
	for f := range editions {
		return f
	}
	return nil
}

// FormOf returns the edition of that name, or nil.
func FormOf(edition string) *Form {
	for f := range editions {
		if f.Edition == edition {
			return f
		}
	}
	return nil
}

// FormFor is the edition in force for a report year: the newest that is laid down
// for it. A year before the first or behind the last has the one that comes nearest.
func FormFor(year int) *Form {
	for f := range editions {
		if f.laidDownFor(year) {
			return f
		}
	}
	var last *Form
	for f := range editions {
		last = f
		if f.Years[0] <= year {
			break
		}
	}
	return last
}

func (f *Form) laidDownFor(year int) bool {
	from, to := f.Years[0], f.Years[1]
	return from <= year && (to == 0 || year <= to)
}

// successor is the edition that a report of the year has to be on instead of this
// one, whose time is over; nil where it is not.
func (f *Form) Successor(year int) *Form {
	if now := FormFor(year); now.Years[0] > f.Years[0] {
		return now
	}
	return nil
}

// editionNames are those of all editions in words: 2021 版和 2019 版.
func editionNames() string {
	var names []string
	for _, f := range Editions() {
		names = append(names, f.Edition+" 版")
	}
	last := len(names) - 1
	if last == 0 {
		return names[0]
	}
	return strings.Join(names[:last], "、") + "和 " + names[last]
}

// Fit is how well an edition suits a source that does not name its own.
type Fit struct {
	Form     *Form
	Explains int        // what the source has that this edition knows
	Lacks    func() int // what this edition has and the source has not; asked for only where it matters
}

// clearly is by how much more an edition has to explain than that of the report's
// year: a single label may be a slip, or another edition's name for the same.
const clearly = 2

// Fitting chooses the edition that a source of a report year is on, 0 for a year that nothing
// tells, and returns its place in the list. The year's own edition is it, unless
// another explains clearly more, or no less and is there to the last row, which
// that of the year is not: old forms are used on. So none wins by having more
// rows. Without a year the one is it that explains most, then that lacks least.
func Fitting(year int, fits []Fit) int {
	var inForce *Form
	if year != 0 {
		inForce = FormFor(year)
	}
	own := slices.IndexFunc(fits, func(x Fit) bool { return x.Form == inForce })
	best := own
	for i := range fits {
		if i == own || own >= 0 && !fits[i].beats(&fits[own]) {
			continue
		}
		if best < 0 || fits[i].better(&fits[best]) {
			best = i
		}
	}
	return best
}

// beats reports whether an edition suits so much better than that of the year that
// the year is no reason to take it.
func (x *Fit) beats(inForce *Fit) bool {
	if x.Explains >= inForce.Explains+clearly {
		return true
	}
	return x.Explains > 0 && x.Explains >= inForce.Explains && x.Lacks() == 0 && inForce.Lacks() > 0
}

func (x *Fit) better(y *Fit) bool {
	if x.Explains != y.Explains {
		return x.Explains > y.Explains
	}
	return x.Lacks() < y.Lacks()
}

// Derive makes an edition of another: change is given a copy, in which rows,
// columns and rules can be put in, taken out and replaced, but nothing inside
// their lists. Rules and sentences of outlines that speak of cells which are there
// no more are left out behind it; a rule about single cells goes on with those that
// are left, and so does a sum over rows. Former is not taken over.
func Derive(from *Form, change func(*Form)) *Form {
	f := &Form{Edition: from.Edition, Notice: from.Notice, NoticeMark: from.NoticeMark, Miscalled: from.Miscalled, TitleTail: from.TitleTail, Years: from.Years,
		Sections: slices.Clone(from.Sections), Rules: slices.Clone(from.Rules), Carries: slices.Clone(from.Carries), Highlights: slices.Clone(from.Highlights)}
	for i := range f.Sections {
		if t := f.Sections[i].Table; t != nil {
			f.Sections[i].Table = t.clone()
		}
	}
	change(f)
	f.once, f.ix = sync.Once{}, nil              // whoever looked for a cell saw the form as it was then
	has := (&Form{Sections: f.Sections}).index() // of rules it knows nothing yet
	f.Rules = has.rulesLeft(f.Rules)
	f.Highlights = slices.DeleteFunc(f.Highlights, func(h Highlight) bool { return !has.all(h.Cells) })
	for i := range f.Sections {
		s := &f.Sections[i]
		s.Outline = slices.DeleteFunc(slices.Clone(s.Outline), func(x Sentence) bool { return !has.all(x.Cells) })
	}
	return f
}

func (t *Table) clone() *Table {
	out := *t
	out.Blocks = slices.Clone(t.Blocks)
	for i := range out.Blocks {
		b := &out.Blocks[i]
		b.Rows, b.Columns = slices.Clone(b.Rows), slices.Clone(b.Columns)
	}
	return &out
}

// all reports whether there are cells of all these names, each a cell's or a sum's.
func (ix *index) all(ids []CellID) bool {
	return !slices.ContainsFunc(ids, func(id CellID) bool {
		for one := range strings.SplitSeq(string(id), "+") {
			if ix.byID[CellID(one)] == nil {
				return true
			}
		}
		return false
	})
}

// names reports whether a rule's pattern names a cell.
func (ix *index) names(pattern string) bool {
	return len(ix.match(string(readTerm(pattern).Cell))) > 0
}

// rulesLeft are the rules that speak of cells which there are, with sums over
// those.
func (ix *index) rulesLeft(rules []Rule) (out []Rule) {
	gone := func(pattern string) bool { return !ix.names(pattern) }
	for _, r := range rules {
		if r.Kind == KindTotal {
			r.Right = slices.DeleteFunc(slices.Clone(r.Right), gone)
		}
		if each := !r.linear() && len(r.Right) == 0 && len(r.Left) > 0; each { // it looks at each cell for itself
			if r.Left = slices.DeleteFunc(slices.Clone(r.Left), gone); len(r.Left) == 0 {
				continue
			}
		}
		if slices.ContainsFunc(slices.Concat(r.Left, r.Right), gone) {
			continue
		}
		had := countSums(r.Mentions)
		r.Mentions = ix.mentionsLeft(r.Mentions)
		if had > 0 && countSums(r.Mentions) == 0 {
			continue // what it compares the texts with is gone
		}
		if r.linear() && len(ix.expand(&r)) == 0 {
			continue // its patterns never hold together: 2.*.in_force with 2.*.issued
		}
		out = append(out, r)
	}
	return out
}

// mentionsLeft are the mentions but for those of which no sum is left.
func (ix *index) mentionsLeft(mentions []Mention) (out []Mention) {
	for _, m := range mentions {
		had := len(m.Accept)
		m.Accept, m.Of = ix.sumsLeft(m.Accept), ix.sumsLeft(m.Of)
		if had == 0 || len(m.Accept) > 0 {
			out = append(out, m)
		}
	}
	return out
}

func countSums(mentions []Mention) (n int) {
	for i := range mentions {
		n += len(mentions[i].Accept)
	}
	return n
}

// sumsLeft are the sums over cells which there are: 小计 is over the rows that
// are left, as long as they are most of them; a name of one or two cells means just
// those.
func (ix *index) sumsLeft(sums []Sum) (out []Sum) {
	for _, s := range sums {
		had := len(s.Cells)
		s.Cells = slices.DeleteFunc(slices.Clone(s.Cells), func(id CellID) bool { return ix.byID[id] == nil })
		most := len(s.Cells) >= 2 && 2*len(s.Cells) > had
		if len(s.Cells) == had || most {
			out = append(out, s)
		}
	}
	return out
}

// TryEdition puts a form into the list, before the others, until the test is over
// that it is given. It is a door for tests, which have no other way from outside: a
// test holds that no code of the program goes through it. Tests that do must not
// run beside others.
func TryEdition(t interface{ Cleanup(func()) }, f *Form) {
	before := tried.Load()
	forms := append([]*Form{f}, Editions()...)
	tried.Store(&forms)
	t.Cleanup(func() { tried.Store(before) })
}
