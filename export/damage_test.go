package export

import (
	"archive/zip"
	"bytes"
	"fmt"
	"html"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"nianbao/model"
	"nianbao/model/check"
)

// A damaged report is drawn from the form's own layout, changed at one to three
// places as files in the wild are, and read: each figure has to be right, or be
// missing, or be called doubtful.

// drawnCell is a cell of a damaged table; id names the form's cell where it has
// one.
type drawnCell struct {
	row, col, rows, cols int
	text                 string
	id                   model.CellID
	label                []string // what the label may be instead
}

type drawnTable struct {
	section    string
	head       int // rows of heads
	rows, cols int
	cells      []drawnCell
}

// damaged is a report as it stands in a file, and what a reader may find.
type damaged struct {
	report *model.Report
	tables []*drawnTable
	truth  map[model.CellID]string // "" for a blank or what is no figure
	lost   map[model.CellID]bool   // cells that nobody can tell any more
	says   []string                // what was done
}

func draw(r *model.Report) *damaged {
	d := &damaged{report: r, truth: map[model.CellID]string{}, lost: map[model.CellID]bool{}}
	sheet := model.Evaluate(r)
	for _, c := range r.Form.Cells() {
		d.truth[c.ID] = sheet.At(c.ID).String()
	}
	for i := range r.Form.Sections {
		p := r.Form.Sections[i].Layout()
		if p == nil {
			continue
		}
		t := &drawnTable{section: p.Section, head: p.Head, rows: p.Rows, cols: len(p.Widths)}
		for _, c := range p.Cells {
			x := drawnCell{row: c.Row, col: c.Col, rows: c.RowSpan, cols: c.ColSpan, text: c.Text, id: c.Cell, label: otherLabels(r.Form, c.Text)}
			if c.Cell != "" {
				x.text = d.truth[c.Cell]
			}
			t.cells = append(t.cells, x)
		}
		t.sort()
		d.tables = append(d.tables, t)
	}
	return d
}

// otherLabels are the variants that a label of the form has in the wild.
func otherLabels(f *model.Form, text string) (out []string) {
	for _, c := range f.Cells() {
		if c.Row.Label == text {
			number := strings.TrimSuffix(text, model.StripNumber(text))
			for _, a := range c.Row.Aliases {
				out = append(out, number+a, a)
			}
			break
		}
		if c.Column.Label == text {
			out = append(out, c.Column.Aliases...)
			break
		}
	}
	return out
}

func (t *drawnTable) sort() {
	slices.SortStableFunc(t.cells, func(a, b drawnCell) int {
		if a.row != b.row {
			return a.row - b.row
		}
		return a.col - b.col
	})
}

func (t *drawnTable) figures() (out []int) {
	for i, c := range t.cells {
		if c.id != "" {
			out = append(out, i)
		}
	}
	return out
}

// at is the index of the cell that covers a slot; -1 for none.
func (t *drawnTable) at(row, col int) int {
	for i, c := range t.cells {
		if row >= c.row && row < c.row+c.rows && col >= c.col && col < c.col+c.cols {
			return i
		}
	}
	return -1
}

// shift moves everything from a column or row on, and widens what spans it.
func (t *drawnTable) shift(col, row int) {
	for i := range t.cells {
		c := &t.cells[i]
		if col >= 0 {
			if c.col >= col {
				c.col++
			} else if c.col+c.cols > col {
				c.cols++
			}
		}
		if row >= 0 {
			if c.row >= row {
				c.row++
			} else if c.row+c.rows > row {
				c.rows++
			}
		}
	}
	if col >= 0 {
		t.cols++
	}
	if row >= 0 {
		t.rows++
		if row < t.head {
			t.head++
		}
	}
}

// damage is one thing that happens to tables.
type damage struct {
	name string
	do   func(*damaged, *drawnTable, *rand.Rand) bool
}

var damages = []damage{
	{"label reworded", func(_ *damaged, t *drawnTable, random *rand.Rand) bool {
		i := random.IntN(len(t.cells))
		c := &t.cells[i]
		if len(c.label) == 0 {
			return false
		}
		c.text = c.label[random.IntN(len(c.label))]
		return true
	}},
	{"label spaced", func(_ *damaged, t *drawnTable, random *rand.Rand) bool {
		c := &t.cells[random.IntN(len(t.cells))]
		if c.id != "" || len(c.text) < 6 {
			return false
		}
		rs := []rune(c.text)
		k := 1 + random.IntN(len(rs)-1)
		c.text = string(rs[:k]) + []string{" ", "\n", "　"}[random.IntN(3)] + string(rs[k:])
		return true
	}},
	{"brackets and points changed", func(_ *damaged, t *drawnTable, random *rand.Rand) bool {
		for i := range t.cells {
			if t.cells[i].id == "" {
				t.cells[i].text = strings.NewReplacer("（", "(", "）", ")", ".", "、", "“", "\"", "”", "\"", "，", ", ").Replace(t.cells[i].text)
			}
		}
		return random.IntN(2) == 0
	}},
	{"empty column inserted", insertColumn("", func(*rand.Rand) string { return "" })},
	{"column of notes inserted", insertColumn("备注", func(*rand.Rand) string { return "" })},
	{"column of sums inserted", insertColumn("小计", func(r *rand.Rand) string { return fmt.Sprint(r.IntN(50)) })},
	{"column of last year inserted", insertColumn("上年数", func(r *rand.Rand) string { return fmt.Sprint(r.IntN(50)) })},
	{"label split over two rows", func(_ *damaged, t *drawnTable, random *rand.Rand) bool {
		i := random.IntN(len(t.cells))
		c := t.cells[i]
		rs := []rune(c.text)
		if c.id != "" || c.rows > 1 || c.row < t.head || len(rs) < 8 || t.section == "4" {
			return false
		}
		t.shift(-1, c.row+1)
		k := 3 + random.IntN(len(rs)-5)
		t.cells[i].text = string(rs[:k])
		t.cells = append(t.cells, drawnCell{row: c.row + 1, col: c.col, rows: 1, cols: c.cols, text: string(rs[k:])})
		for col := c.col + c.cols; col < t.cols; col++ {
			if t.at(c.row+1, col) < 0 {
				t.cells = append(t.cells, drawnCell{row: c.row + 1, col: col, rows: 1, cols: 1})
			}
		}
		t.sort()
		return true
	}},
	{"figures in the row below their label", func(_ *damaged, t *drawnTable, random *rand.Rand) bool {
		at := t.figures()
		row := t.cells[at[random.IntN(len(at))]].row
		if t.section == "4" {
			return false
		}
		t.shift(-1, row+1)
		for i := range t.cells {
			if c := &t.cells[i]; c.row == row && c.id != "" {
				blank := *c
				blank.id, blank.text = "", ""
				t.cells = append(t.cells, blank)
				c.row++
			}
		}
		for col := range t.cols {
			if t.at(row+1, col) < 0 {
				t.cells = append(t.cells, drawnCell{row: row + 1, col: col, rows: 1, cols: 1})
			}
		}
		t.sort()
		return true
	}},
	{"two figures merged", func(d *damaged, t *drawnTable, random *rand.Rand) bool {
		at := t.figures()
		k := random.IntN(len(at) - 1)
		a, b := at[k], at[k+1]
		if t.cells[a].row != t.cells[b].row {
			return false
		}
		d.lost[t.cells[a].id], d.lost[t.cells[b].id] = true, true
		t.cells[a].cols += t.cells[b].cols
		t.cells = slices.Delete(t.cells, b, b+1)
		return true
	}},
	{"figures of two rows merged", func(d *damaged, t *drawnTable, random *rand.Rand) bool {
		at := t.figures()
		a := at[random.IntN(len(at))]
		c := t.cells[a]
		b := t.at(c.row+c.rows, c.col)
		if b < 0 || t.cells[b].id == "" || t.cells[b].cols != c.cols {
			return false
		}
		d.lost[c.id], d.lost[t.cells[b].id] = true, true
		t.cells[a].rows++
		t.cells = slices.Delete(t.cells, b, b+1)
		return true
	}},
	{"a cell is missing", func(d *damaged, t *drawnTable, random *rand.Rand) bool {
		at := t.figures()
		k := at[random.IntN(len(at))]
		c := t.cells[k]
		d.lost[c.id] = true
		t.cells = slices.Delete(t.cells, k, k+1)
		for i := range t.cells { // what stands behind moves up
			if x := &t.cells[i]; x.row == c.row && x.col > c.col {
				x.col -= c.cols
			}
		}
		return true
	}},
	{"merged labels repeated", func(_ *damaged, t *drawnTable, _ *rand.Rand) bool {
		return t.unmerge(func(c drawnCell) string { return c.text })
	}},
	{"merged labels left empty", func(_ *damaged, t *drawnTable, _ *rand.Rand) bool {
		return t.unmerge(func(drawnCell) string { return "" })
	}},
	{"blanks", func(d *damaged, t *drawnTable, random *rand.Rand) bool {
		for _, i := range t.figures() {
			if random.IntN(4) == 0 {
				t.cells[i].text, d.truth[t.cells[i].id] = "", ""
			}
		}
		return true
	}},
	{"something else for 0", func(d *damaged, t *drawnTable, random *rand.Rand) bool {
		mark := []string{"/", "-", "—", "无"}[random.IntN(4)]
		done := false
		for _, i := range t.figures() {
			if t.cells[i].text == "0" {
				t.cells[i].text, d.truth[t.cells[i].id] = mark, ""
				done = true
			}
		}
		return done
	}},
	{"a note beside a figure", func(_ *damaged, t *drawnTable, random *rand.Rand) bool {
		at := t.figures()
		c := &t.cells[at[random.IntN(len(at))]]
		if c.text == "" || strings.Trim(c.text, "0123456789.") != "" {
			return false
		}
		c.text += []string{"（含补报）", "(其中修订1件)", "\n（含上年）"}[random.IntN(3)]
		return true
	}},
	{"heads repeated in the middle", func(_ *damaged, t *drawnTable, random *rand.Rand) bool {
		if t.section != "3" {
			return false
		}
		row := t.head + 5 + random.IntN(15)
		for range t.head {
			t.shift(-1, row)
		}
		for _, c := range slices.Clone(t.cells) {
			if c.row < t.head {
				c.row += row
				t.cells = append(t.cells, c)
			}
		}
		for i := range t.cells { // labels that ran through it are cut there
			if c := t.cells[i]; c.row < row && c.row+c.rows > row {
				t.cells[i].rows = row - c.row
				rest := c
				rest.row, rest.rows, rest.text = row+t.head, c.row+c.rows-row-t.head, ""
				t.cells = append(t.cells, rest)
			}
		}
		t.sort()
		return true
	}},
	{"a wrong total", func(d *damaged, t *drawnTable, random *rand.Rand) bool {
		for range 20 {
			at := t.figures()
			c := &t.cells[at[random.IntN(len(at))]]
			if cell := d.report.Form.Cell(c.id); cell.Computed() && d.truth[c.id] != "" {
				c.text = fmt.Sprint(7000 + random.IntN(100))
				d.truth[c.id] = c.text
				return true
			}
		}
		return false
	}},
}

// insertColumn puts a column with a head in front of some column of figures.
func insertColumn(head string, value func(*rand.Rand) string) func(*damaged, *drawnTable, *rand.Rand) bool {
	return func(_ *damaged, t *drawnTable, random *rand.Rand) bool {
		if t.section == "4" {
			return false
		}
		at := t.figures()
		col := t.cells[at[random.IntN(len(at))]].col
		t.shift(col, -1)
		for row := range t.rows {
			if t.at(row, col) >= 0 {
				continue
			}
			c := drawnCell{row: row, col: col, rows: 1, cols: 1}
			next := t.at(row, col+1)
			switch {
			case next >= 0 && t.cells[next].id != "":
				c.text = value(random)
			case row == t.head-1 || t.head == 0:
				c.text = head
			}
			t.cells = append(t.cells, c)
		}
		t.sort()
		return true
	}
}

// unmerge makes of each merged label cells of one slot.
func (t *drawnTable) unmerge(text func(drawnCell) string) bool {
	var out []drawnCell
	for _, c := range t.cells {
		if c.id != "" || c.row < t.head || c.rows*c.cols == 1 {
			out = append(out, c)
			continue
		}
		for r := range c.rows {
			one := c
			one.row, one.rows = c.row+r, 1
			if r > 0 {
				one.text = text(c)
			}
			out = append(out, one)
		}
	}
	t.cells = out
	t.sort()
	return true
}

// The three kinds of file that damaged reports are written as.

func (d *damaged) parts(heading func(string), paragraph func(string), table func(*drawnTable)) {
	paragraph(d.report.FullTitle())
	i := 0
	for k := range d.report.Form.Sections {
		s := &d.report.Form.Sections[k]
		if s.Heading != "" {
			heading(s.Heading)
		}
		if s.Table != nil {
			table(d.tables[i])
			i++
		} else if d.report.Text[s.Key] != "" {
			paragraph(d.report.Text[s.Key])
		}
	}
}

func (d *damaged) html() []byte {
	var b strings.Builder
	b.WriteString("<!DOCTYPE html><html><meta charset=utf-8><title>x</title><div><a href=/>首页</a></div><div><div>")
	p := func(s string) { b.WriteString("<p>" + html.EscapeString(s) + "</p>\n") }
	d.parts(p, p, func(t *drawnTable) {
		b.WriteString("<table>")
		for row := range t.rows {
			b.WriteString("<tr>")
			for _, c := range t.cells {
				if c.row == row {
					fmt.Fprintf(&b, "<td rowspan=%d colspan=%d>%s</td>", c.rows, c.cols, strings.ReplaceAll(html.EscapeString(c.text), "\n", "<br>"))
				}
			}
			b.WriteString("</tr>\n")
		}
		b.WriteString("</table>")
	})
	b.WriteString("</div></div><div>版权所有</div>")
	return []byte(b.String())
}

func (d *damaged) text() []byte {
	var b strings.Builder
	p := func(s string) { b.WriteString(s + "\n\n") }
	d.parts(p, p, func(t *drawnTable) {
		for row := range t.rows {
			last := -1
			for col := range t.cols {
				if i := t.at(row, col); i >= 0 {
					last = col
				}
			}
			for col := 0; col <= last; col++ {
				text := ""
				if i := t.at(row, col); i >= 0 && t.cells[i].row == row && t.cells[i].col == col {
					text = strings.ReplaceAll(t.cells[i].text, "\n", " ")
				}
				b.WriteString("| " + text + " ")
			}
			b.WriteString("|\n")
			if row == 0 {
				b.WriteString(strings.Repeat("|---", t.cols) + "|\n")
			}
		}
		b.WriteByte('\n')
	})
	return []byte(b.String())
}

func (d *damaged) docx(t *testing.T) []byte {
	var b strings.Builder
	b.WriteString(`<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>`)
	run := func(s string) string {
		return `<w:p><w:r><w:t>` + strings.ReplaceAll(html.EscapeString(s), "\n", `</w:t><w:br/><w:t>`) + `</w:t></w:r></w:p>`
	}
	p := func(s string) { b.WriteString(run(s)) }
	d.parts(p, p, func(t *drawnTable) {
		b.WriteString(`<w:tbl>`)
		for row := range t.rows {
			b.WriteString(`<w:tr>`)
			for col := 0; col < t.cols; {
				i := t.at(row, col)
				if i < 0 {
					col++
					continue
				}
				c := t.cells[i]
				merge, text := "", c.text
				if c.rows > 1 {
					merge = `<w:vMerge w:val="restart"/>`
					if row > c.row {
						merge, text = `<w:vMerge/>`, ""
					}
				}
				fmt.Fprintf(&b, `<w:tc><w:tcPr><w:gridSpan w:val="%d"/>%s</w:tcPr>%s</w:tc>`, c.cols, merge, run(text))
				col = c.col + c.cols
			}
			b.WriteString(`</w:tr>`)
		}
		b.WriteString(`</w:tbl>`)
	})
	b.WriteString(`</w:body></w:document>`)
	var out bytes.Buffer
	z := zip.NewWriter(&out)
	w, err := z.Create("word/document.xml")
	if err == nil {
		_, err = w.Write([]byte(b.String()))
	}
	if err == nil {
		err = z.Close()
	}
	if err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

// TestDamage: a wrong figure that nothing warns of is a failure.
func TestDamage(t *testing.T) {
	for format, file := range map[string]func(*damaged) []byte{
		"docx": func(d *damaged) []byte { return d.docx(t) }, "html": (*damaged).html, "text": (*damaged).text,
	} {
		t.Run(format, func(t *testing.T) {
			random := rand.New(rand.NewPCG(7, 2026))
			n, right, missing, warned, silent := 500, 0, 0, 0, 0
			if testing.Short() {
				n = 50
			}
			whole := 0
			for range n {
				d := draw(randomReport(random))
				for range 1 + random.IntN(3) {
					for {
						x := damages[random.IntN(len(damages))]
						if x.do(d, d.tables[random.IntN(len(d.tables))], random) {
							d.says = append(d.says, x.name)
							break
						}
					}
				}
				x, err := ReadBytes(file(d), ReadOptions{})
				if err != nil {
					t.Errorf("%v: %v", d.says, err)
					continue
				}
				before := right
				wrong := d.judge(x, &right, &missing, &warned)
				silent += len(wrong)
				if right-before == 200 {
					whole++
				}
				if len(wrong) > 0 {
					t.Errorf("%v: %v", d.says, wrong[:min(len(wrong), 6)])
				}
			}
			all := right + missing + warned + silent
			t.Logf("%s: %d files, %d whole; of %d figures %.2f%% right, %.2f%% not understood, %.3f%% wrong with a warning, %d wrong without",
				format, n, whole, all, 100*float64(right)/float64(all), 100*float64(missing)/float64(all), 100*float64(warned)/float64(all), silent)
		})
	}
}

// judge counts the cells, and names those that are wrong and nothing says so.
func (d *damaged) judge(x *model.Reading, right, missing, warned *int) (wrong []string) {
	got := map[model.CellID]*model.ReadCell{}
	for i := range x.Read {
		got[x.Read[i].Cell] = &x.Read[i]
	}
	found := map[model.CellID]bool{}
	for _, f := range check.Report(x.Report, nil) {
		if f.Severity == model.Error && f.Rule != "FILL-BLANK" {
			for _, id := range f.Cells {
				found[id] = true
			}
		}
	}
	for _, c := range d.report.Form.Cells() {
		g, want := got[c.ID], d.truth[c.ID]
		value := ""
		if g != nil {
			value = g.Value.String()
		}
		switch {
		case value == want && !d.lost[c.ID]:
			*right++
		case value == "":
			*missing++
		case g.Confidence < model.Sure || found[c.ID]:
			*warned++
		case d.lost[c.ID] && value == want:
			*right++
		default:
			wrong = append(wrong, fmt.Sprintf("%s reads %q, is %q (%s %.2f)", c.ID, value, want, g.How, g.Confidence))
		}
	}
	return wrong
}
