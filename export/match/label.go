package match

import (
	"slices"
	"strings"
	"sync"
	"unicode/utf8"

	"nianbao/model"
)

// row is a row of the form as labels are compared with it.
type row struct {
	section *model.Section
	block   *model.Block
	*model.Row
	group string   // folded label of the innermost group; "" for none
	keys  []string // folded labels, with and without numbering
	bare  []string // of those, the ones without numbering
	over  string   // folded labels of all its groups, from outside
	whole string   // the same with its own behind
	index int      // in the section
}

// labels are the words of one edition of the form.
type labels struct {
	form    *model.Form
	rows    map[string][]*row            // by section
	groups  map[string]map[string]string // folded group label to the group, by section
	heads   map[string]bool              // folded words that only heads of tables have
	columns map[*model.Block]map[string]int
	known   map[string][]string // the sections that have a folded label
	titles  map[string][]string // folded headings without number, by section
}

// made are the labels of each edition, by the form, made when they are first asked for.
var made sync.Map

func labelsOf(f *model.Form) *labels {
	l, ok := made.Load(f)
	if !ok {
		l, _ = made.LoadOrStore(f, newLabels(f))
	}
	return l.(*labels)
}

// editions are the labels of every edition, the newest first.
func editions() (out []*labels) {
	for _, f := range model.Editions() {
		out = append(out, labelsOf(f))
	}
	return out
}

func newLabels(f *model.Form) *labels {
	l := &labels{form: f, rows: map[string][]*row{}, groups: map[string]map[string]string{}, heads: map[string]bool{},
		columns: map[*model.Block]map[string]int{}, known: map[string][]string{}, titles: map[string][]string{}}
	for i := range f.Sections {
		s := &f.Sections[i]
		for _, words := range append([]string{model.StripNumber(s.Heading)}, s.Aliases...) {
			l.titles[s.Key] = append(l.titles[s.Key], model.FoldLabel(words))
		}
		if s.Table == nil {
			continue
		}
		l.groups[s.Key] = map[string]string{}
		for _, words := range []string{s.Table.Corner, s.Table.Banner} {
			l.addHead(words)
		}
		for b := range s.Table.Blocks {
			l.addBlock(s, &s.Table.Blocks[b])
		}
	}
	return l
}

func (l *labels) addHead(words string) {
	if key := model.FoldLabel(words); key != "" {
		l.heads[key] = true
	}
}

func (l *labels) know(key string, s *model.Section) {
	if key != "" && !slices.Contains(l.known[key], s.Key) {
		l.known[key] = append(l.known[key], s.Key)
	}
}

func (l *labels) addBlock(s *model.Section, b *model.Block) {
	l.addHead(b.LabelHead)
	l.addHead(b.Heading)
	columns := map[string]int{}
	for i := range b.Columns {
		c := &b.Columns[i]
		for _, g := range c.Groups {
			l.addHead(g)
		}
		for _, words := range append([]string{c.Label, c.Short}, c.Aliases...) {
			columns[model.FoldLabel(words)] = i
			l.know(model.FoldLabel(words), s)
		}
	}
	l.columns[b] = columns
	for i := range b.Rows {
		r := &row{section: s, block: b, Row: &b.Rows[i], index: len(l.rows[s.Key])}
		for _, words := range append([]string{r.Label, r.Short}, r.Aliases...) {
			bare := model.FoldLabel(model.StripNumber(words))
			r.bare = append(r.bare, bare)
			r.keys = append(r.keys, model.FoldLabel(words), bare)
			l.know(model.FoldLabel(words), s)
			l.know(bare, s)
		}
		r.over = model.FoldLabel(strings.Join(r.Groups, ""))
		r.whole = model.FoldLabel(strings.Join(r.Groups, "") + r.Label)
		if n := len(r.Groups); n > 0 {
			r.group = model.FoldLabel(model.StripNumber(r.Groups[n-1]))
			for _, g := range r.Groups {
				key := model.FoldLabel(model.StripNumber(g))
				l.groups[s.Key][key], l.groups[s.Key][model.FoldLabel(g)] = key, key
			}
		}
		l.rows[s.Key] = append(l.rows[s.Key], r)
	}
}

// found is a row that a label is taken for, and how sure that is.
type found struct {
	*row
	sure float64
	how  string
	rest string // group that the label named beside the row
}

// Confidence of labels; see [model.Sure].
const (
	exactLabel   = 1.0
	partLabel    = 0.92 // the form's label with words less, and no other's
	moreLabel    = 0.8  // the form's label and more words, which may make another of it
	similarLabel = 0.75
	orderedLabel = 0.6 // no label at all, but the place between two others
	similarity   = 0.7 // of two labels that are taken for the same
	margin       = 0.15
)

// find looks a label up among the rows of a section. Of rows that share a label
// the one in the group is taken.
func (l *labels) find(section, text, group string) (found, bool) {
	if f, ok := l.exactly(section, text, group); ok {
		return f, true
	}
	return l.near(section, model.FoldLabel(model.StripNumber(text)), group)
}

func (l *labels) exactly(section, text, group string) (found, bool) {
	for _, variant := range variants(text) {
		if f, ok := l.exact(section, variant, group); ok {
			return f, true
		}
	}
	return found{}, false
}

// rowBefore is the row whose label begins a line that goes on with something else, as
// one of the table does in which a figure can't be read; nil for none.
func (l *labels) rowBefore(section, text string) *row {
	const most = 8 // words of a label
	fields := strings.Fields(text)
	for n := min(len(fields)-1, most); n > 0; n-- {
		if f, ok := l.exactly(section, strings.Join(fields[:n], ""), ""); ok {
			return f.row
		}
	}
	return nil
}

// variants are a label as it stands, without its numbering, without a note in
// brackets behind it, and without both.
func variants(text string) []string {
	text = strings.TrimSpace(text)
	out := []string{model.FoldLabel(text), model.FoldLabel(model.StripNumber(text))}
	for _, open := range []string{"（", "("} {
		if i := strings.Index(text, open); i > 0 && strings.ContainsAny(text[i:], ")）") {
			out = append(out, model.FoldLabel(text[:i]), model.FoldLabel(model.StripNumber(text[:i])))
		}
	}
	return out
}

// leastAlone is how many characters a label has that is known whatever number stands
// before it.
const leastAlone = 5

func (l *labels) exact(section, key, group string) (found, bool) {
	rest := ""
	for range 3 { // 三、本年度办理结果（三）不予公开1.属于国家秘密
		var best *row
		unnumbered := strings.TrimLeft(key, "0123456789")
		if len(key)-len(unnumbered) > 2 || utf8.RuneCountInString(unnumbered) < leastAlone {
			unnumbered = key
		}
		for _, r := range l.rows[section] {
			named := slices.Contains(r.keys, key) || slices.Contains(r.bare, unnumbered)
			if nearer := best == nil || best.group != group && r.group == group; named && nearer {
				best = r
			}
		}
		if best != nil {
			return found{best, exactLabel, "行名相符", rest}, true
		}
		cut := ""
		for g := range l.groups[section] {
			if len(g) > len(cut) && len(g) < len(key) && strings.HasPrefix(key, g) {
				cut = g
			}
		}
		if cut == "" {
			return l.behindPiece(section, key)
		}
		key, rest = key[len(cut):], l.groups[section][cut]
		group = rest
	}
	return found{}, false
}

// behindPiece is the row whose whole label stands behind pieces of its groups', which
// a page breaks over the lines beside it: 其他 2.申请人逾期….
func (l *labels) behindPiece(section, key string) (found, bool) {
	const least = 3 // characters of the label
	for _, r := range l.rows[section] {
		for _, k := range r.keys {
			piece, ends := strings.CutSuffix(key, k)
			if ends && utf8.RuneCountInString(k) >= least && inOrder(piece, r.over) {
				return found{r, exactLabel, "行名相符", ""}, true
			}
		}
	}
	return found{}, false
}

// inOrder reports whether a text has all characters of another, in their order.
func inOrder(part, text string) bool {
	for _, c := range part {
		i := strings.IndexRune(text, c)
		if i < 0 {
			return false
		}
		text = text[i+utf8.RuneLen(c):]
	}
	return true
}

// near takes a label that is part of one of the form's, or has one in it, or
// resembles one, where no other comes near.
func (l *labels) near(section, key, group string) (found, bool) {
	const least = 5 // characters: below that too much resembles too much
	n := utf8.RuneCountInString(key)
	if n < least {
		return found{}, false
	}
	var best, part *row
	high, next, parts, sure := 0.0, 0.0, 0, moreLabel
	for _, r := range l.rows[section] {
		own := 0.0
		within := false
		for _, k := range r.bare {
			own = max(own, resemblance(key, k))
			if utf8.RuneCountInString(k) < least {
				continue
			}
			if strings.Contains(k, key) {
				within, sure = true, partLabel
			}
			within = within || strings.Contains(key, k)
		}
		if within {
			part = r
			parts++
		}
		switch {
		case own > high:
			best, high, next = r, own, high
		case own > next:
			next = own
		}
	}
	switch {
	case parts == 1:
		return found{part, sure, "行名大体相符", ""}, true
	case high >= similarity && high-next >= margin:
		return found{best, similarLabel * high, "行名相近", ""}, true
	}
	return found{}, false
}

// resemblance is 1 less the share of characters that have to be put in, taken
// out or replaced to make one text of the other (Levenshtein).
func resemblance(a, b string) float64 {
	x, y := []rune(a), []rune(b)
	if len(x) == 0 || len(y) == 0 || len(x) > 200 {
		return 0
	}
	prev, cur := make([]int, len(y)+1), make([]int, len(y)+1)
	for j := range prev {
		prev[j] = j
	}
	for i := range x {
		cur[0] = i + 1
		for j := range y {
			cost := 1
			if x[i] == y[j] {
				cost = 0
			}
			cur[j+1] = min(prev[j+1]+1, cur[j]+1, prev[j]+cost)
		}
		prev, cur = cur, prev
	}
	return 1 - float64(prev[len(y)])/float64(max(len(x), len(y)))
}

// column is the block's column that a head names; -1 for none.
func (l *labels) column(b *model.Block, text string) int {
	for _, key := range variants(text) {
		if i, ok := l.columns[b][key]; ok {
			return i
		}
		for head := range l.heads { // 法人或其他组织 商业企业, in one cell
			if rest, ok := strings.CutPrefix(key, head); ok {
				if i, ok := l.columns[b][rest]; ok {
					return i
				}
			}
		}
	}
	return -1
}

// namesColumn reports whether words name a column of a section's table, or are the
// beginning or the end of such a name that was broken over two lines.
func (l *labels) namesColumn(section, text string) bool {
	const least = 2 // characters
	key := model.FoldLabel(text)
	if utf8.RuneCountInString(key) < least {
		return false
	}
	for i, r := range l.rows[section] {
		if i > 0 && r.block == l.rows[section][i-1].block {
			continue
		}
		for name := range l.columns[r.block] {
			if strings.HasPrefix(name, key) || strings.HasSuffix(name, key) {
				return true
			}
		}
	}
	return false
}

// groupOf is the group that a label names, folded; "" for none.
func (l *labels) groupOf(section, text string) string {
	for _, key := range variants(text) {
		if g := l.groups[section][key]; g != "" {
			return g
		}
	}
	return ""
}

// isHead reports whether the words stand in heads only.
func (l *labels) isHead(text string) bool {
	key := model.FoldLabel(text)
	return l.heads[key] || strings.Contains(key, "勾稽关系") || strings.Contains(key, "钩稽关系")
}
