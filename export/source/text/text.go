// Package text reads plain texts and Markdown: tables that are drawn or stand in columns, and
// paragraphs that were broken.
package text

import (
	"fmt"
	"regexp"
	"strings"
	"unicode/utf8"

	"nianbao/export/paper"
	"nianbao/export/source"
	"nianbao/export/source/lines"
)

// Source reads a plain text or Markdown, which are mixed in what people keep:
// Markdown's signs count where the text has any that a plain text would not
// have. Tables are drawn with bars, with tabs, or stand in columns.
func Source(text string) *source.Document {
	text = strings.NewReplacer("\r\n", "\n", "\r", "\n", "\u2028", "\n", "\u0085", "\n").Replace(strings.TrimPrefix(strings.ToValidUTF8(text, "\ufffd"), "\ufeff"))
	s := &scanner{markdown: isMarkdown.MatchString(text)}
	var remarks []string
	if s.markdown {
		for _, c := range comment.FindAllString(text, -1) {
			remarks = append(remarks, strings.TrimSuffix(strings.TrimPrefix(c, "<!--"), "-->"))
		}
		text = comment.ReplaceAllStringFunc(text, func(c string) string { return strings.Repeat("\n", strings.Count(c, "\n")) })
	}
	s.lines = strings.Split(text, "\n")
	s.scan()
	return &source.Document{Blocks: s.blocks, Remarks: remarks}
}

var (
	isMarkdown = regexp.MustCompile(`(?m)^#{1,6}[ \t]+\S|^[ \t]*\|?(?:[ \t]*:?-{2,}:?[ \t]*\|)+[ \t]*(?::?-{2,}:?)?[ \t]*$|^> \S`)
	comment    = regexp.MustCompile(`(?s)<!--.*?-->`)
	heading    = regexp.MustCompile(`^[ \t]{0,3}(#{1,6})[ \t]+(.*?)[ \t]*#*[ \t]*$`)
	quote      = regexp.MustCompile(`^[ \t]{0,3}(?:>[ \t]?)+`)
	bullet     = regexp.MustCompile(`^[ \t]*[-*+][ \t]+`)
	drawn      = regexp.MustCompile("^(?:[-*_=~`][ \t]*){3,}[a-z]*$") // rules, and fences of code
	// A single dash is no rule: people write it for what isn't there.
	ruleLine = regexp.MustCompile(`^[|+]?(?:[ \t]*(?:[-=]{2,}:?|:[-=]+:?|-:)[ \t]*[|+])+[ \t]*(?:[-=]{2,}:?|:[-=]+:?|-:)?[ \t]*$`)
)

// scanner walks over the lines of a text.
type scanner struct {
	markdown bool
	lines    []string
	blocks   []source.Block
	page     int
	pending  []lines.Line // of running text, not yet joined
	gap      bool         // above the next line
	barless  int          // no table with bars begins above this line
	tabless  int          // nor one with tabs above this
}

// scan tells tables with bars and tabs, headings and lines apart.
func (s *scanner) scan() {
	for i := 0; i < len(s.lines); {
		if n := s.bars(i); n > 0 {
			i += n
			continue
		}
		if n := s.tabs(i); n > 0 {
			i += n
			continue
		}
		s.line(i)
		i++
	}
	s.flush()
}

func where(line int) string { return fmt.Sprintf("第%d行", line+1) }

// line takes one that belongs to no drawn table.
func (s *scanner) line(i int) {
	raw := s.lines[i]
	if n := strings.Count(raw, "\f"); n > 0 {
		s.page += n
		s.gap = true
		raw = strings.ReplaceAll(raw, "\f", "")
	}
	alone, level := false, 0
	if s.markdown {
		if strings.Trim(raw, " \t=") == "" && strings.Contains(raw, "==") { // underlines a heading
			return
		}
		raw = quote.ReplaceAllString(raw, "")
		if m := heading.FindStringSubmatch(raw); m != nil {
			raw, level = m[2], len(m[1])
		} else if b := bullet.FindString(raw); b != "" {
			raw, alone = raw[len(b):], true
		}
	}
	trimmed := strings.TrimSpace(raw)
	if trimmed == "" || lines.PageNumber(trimmed) || drawn.MatchString(trimmed) {
		s.gap = true
		return
	}
	if level > 0 {
		s.flush()
		if t, doubts := s.paragraph(trimmed); t != "" {
			s.blocks = append(s.blocks, source.Block{Where: where(i), Text: t, Level: level, Doubts: doubts})
		}
		return
	}
	l := newLine(raw)
	for k := range l.Fields {
		l.Fields[k].Text, l.Fields[k].Doubts = s.cell(l.Fields[k].Text)
	}
	l.Text, l.Doubts = s.paragraph(trimmed)
	l.No, l.Page, l.Gap, l.Alone = i, s.page, s.gap, alone
	s.pending, s.gap = append(s.pending, l), false
}

// newLine measures a line and parts it where two spaces or a tab stand.
func newLine(raw string) lines.Line {
	var l lines.Line
	at, spaces, start := 0, 2, 0
	for i, r := range raw { // valid UTF-8
		w := paper.Halves(string(r))
		switch {
		case r == '\t':
			w = 8 - at%8
			spaces += 2
		case r == ' ' || r == '\u00a0' || r == '\u3000':
			spaces += w
		default:
			if spaces > 1 {
				l.Fields = append(l.Fields, lines.Field{From: float64(at)})
				start = i
			}
			f := &l.Fields[len(l.Fields)-1]
			f.Text, f.To = raw[start:i+utf8.RuneLen(r)], float64(at+w)
			spaces = 0
		}
		at += w
	}
	if n := len(l.Fields); n > 0 {
		l.Left, l.Right = l.Fields[0].From, l.Fields[n-1].To
	}
	return l
}

// flush makes paragraphs and tables of the lines of running text so far.
func (s *scanner) flush() {
	ls := s.pending
	s.pending, s.gap = nil, false
	tables := lines.Tables(ls)
	setting := s.setting(ls, tables)
	prose := func(ls []lines.Line) {
		for _, p := range setting.Paragraphs(ls) {
			if p.Text != "" {
				s.blocks = append(s.blocks, source.Block{Where: where(p.First.No), Text: p.Text, Doubts: p.Doubts})
			}
		}
	}
	at := 0
	for _, t := range tables {
		prose(ls[at:t.From])
		t.Grid.Where = where(ls[t.From].No) + "的表"
		s.blocks = append(s.blocks, source.Block{Where: where(ls[t.From].No), Table: t.Grid})
		at = t.To
	}
	prose(ls[at:])
}

// setting measures what is no table.
func (s *scanner) setting(ls []lines.Line, tables []lines.Table) *lines.Setting {
	var prose []lines.Line
	at := 0
	for _, t := range tables {
		prose = append(prose, ls[at:t.From]...)
		at = t.To
	}
	prose = append(prose, ls[at:]...)
	return lines.Measure(prose, lines.Wrapped(prose))
}

// bars takes the table with bars that begins at line i and returns how many
// lines it has, 0 for none. Bars at a line's beginning, a rule between columns
// or two lines with bars make one.
func (s *scanner) bars(i int) int {
	if i < s.barless {
		return 0
	}
	n, rules, rows := 0, 0, 0
	for i+n < len(s.lines) {
		l := s.lines[i+n]
		switch {
		case isRule(l):
			rules++
		case hasBars(l):
			rows++
		case rules == 0 || strings.TrimSpace(l) == "" || !s.groupLine(i+n):
			goto done
		}
		n++
	}
done:
	single := rules == 0 && rows < 2
	if rows == 0 || single && !strings.HasPrefix(strings.TrimSpace(s.lines[i]), "|") {
		s.barless = i + n
		return 0
	}
	s.flush()
	g := s.barGrid(i, n)
	g.Where = where(i) + "的表"
	s.blocks = append(s.blocks, source.Block{Where: where(i), Table: g})
	return n
}

func isRule(l string) bool { return ruleLine.MatchString(strings.TrimSpace(l)) }

func hasBars(l string) bool {
	t := strings.TrimSpace(l)
	closed := strings.HasSuffix(l, " |") && strings.Count(l, " |") > 1
	return closed || strings.HasPrefix(t, "|") || strings.Contains(l, " | ")
}

// groupLine reports whether a line without bars names the rows below: a row
// follows, perhaps after another such line.
func (s *scanner) groupLine(i int) bool {
	if s.markdown || i+1 >= len(s.lines) {
		return false
	}
	next := s.lines[i+1]
	if hasBars(next) {
		return true
	}
	return i+2 < len(s.lines) && strings.TrimSpace(next) != "" && hasBars(s.lines[i+2])
}

// barGrid makes the grid of a table with bars. Lines above a rule of dashes and
// crosses are one head; below it a label's later lines have no figures.
func (s *scanner) barGrid(i, n int) *source.Grid {
	var rows [][]source.Cell
	crossed := false  // a rule with crosses came
	var last []string // cells of the row above, as they stand
	edges := hasEdges(s.lines[i : i+n])
	for _, l := range s.lines[i : i+n] {
		if isRule(l) {
			if strings.Contains(l, "+") && !crossed && !s.markdown {
				crossed = true
				rows = [][]source.Cell{merged(rows)}
			}
			last = nil
			continue
		}
		raw := s.cut(l, edges)
		cells := make([]source.Cell, len(raw))
		for k, c := range raw {
			cells[k].Text, cells[k].Doubts = s.cell(strings.TrimSpace(c))
		}
		if crossed && continuesLabel(last, raw) {
			rows[len(rows)-1][0].Text += cells[0].Text
		} else {
			rows = append(rows, cells)
		}
		last = raw
	}
	return source.FromCells("", rows)
}

// hasEdges reports whether a table's lines begin with a bar, which parts nothing:
// its rule says so, where a blank first cell can look like it.
func hasEdges(table []string) bool {
	for _, l := range table {
		if l = strings.TrimSpace(l); isRule(l) {
			return l[0] == '|' || l[0] == '+'
		}
	}
	return true
}

// cut parts a line at its bars; Markdown's escaped ones stay.
func (s *scanner) cut(l string, edges bool) []string {
	t := l
	if edges && strings.HasPrefix(strings.TrimSpace(t), "|") {
		t = strings.TrimSpace(t)[1:]
		t = strings.TrimSuffix(t, "|")
		if s.markdown && strings.HasSuffix(t, `\`) && !strings.HasSuffix(t, `\\`) {
			t += "|" // it belongs to the cell
		}
	}
	var cells []string
	from := 0
	for i := 0; i < len(t); i++ {
		switch {
		case t[i] == '\\' && s.markdown:
			i++
		case t[i] == '|':
			cells = append(cells, t[from:i])
			from = i + 1
		}
	}
	return append(cells, t[from:])
}

// merged joins the lines of a head, column by column.
func merged(rows [][]source.Cell) (out []source.Cell) {
	for _, r := range rows {
		for k, c := range r {
			if k == len(out) {
				out = append(out, source.Cell{})
			}
			out[k].Text += c.Text
		}
	}
	return out
}

// continuesLabel reports whether a row goes on with the label of the row above:
// it stands as far in, has nothing but the label, and its first character found
// no room above, as [split] breaks labels.
func continuesLabel(above, row []string) bool {
	if len(above) < 2 || len(row) < 2 || strings.TrimSpace(strings.Join(row[1:], "")) != "" {
		return false
	}
	a, b := strings.TrimRight(above[0], " "), strings.TrimRight(row[0], " ")
	text := strings.TrimLeft(b, " ")
	if text == "" || len(b)-len(text) != len(a)-len(strings.TrimLeft(a, " ")) || lines.BeginsItem(text) {
		return false
	}
	r, _ := utf8.DecodeRuneInString(text)
	return paper.Halves(a)+paper.Halves(string(r)) > paper.LabelColumns
}

// tabs takes the table with tabs between its cells that begins at line i.
func (s *scanner) tabs(i int) int {
	if i < s.tabless {
		return 0
	}
	var rows [][]source.Cell
	fields := 0
	for _, l := range s.lines[i:] {
		inner := strings.TrimLeft(l, " \u3000")
		single := strings.Count(inner, "\t") < 2 && strings.IndexByte(inner, '\t') < 1
		if single || s.markdown && quote.MatchString(l) {
			break
		}
		raw := strings.Split(strings.TrimPrefix(l, "\f"), "\t")
		row := make([]source.Cell, len(raw))
		filled := 0
		for k, c := range raw {
			if row[k].Text, row[k].Doubts = s.cell(strings.TrimSpace(c)); row[k].Text != "" {
				filled++
			}
		}
		fields = max(fields, filled)
		rows = append(rows, row)
	}
	if len(rows) < 2 || fields < 2 {
		s.tabless = i + len(rows)
		return 0
	}
	s.flush()
	s.blocks = append(s.blocks, source.Block{Where: where(i), Table: source.FromCells(where(i)+"的表", rows)})
	return len(rows)
}
