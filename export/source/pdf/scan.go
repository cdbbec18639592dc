// Package pdf makes paragraphs and tables of the pages of a PDF file, in which
// nothing but characters and lines with their places are: tables by their ruled
// lines, or by columns where they have none, and paragraphs by margins.
package pdf

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"nianbao/export/source"
	"nianbao/export/source/lines"
	"nianbao/export/source/pdf/content"
)

// Errors of Source, for the operator.
var (
	errScanned = errors.New("这份 PDF 是扫描件，只有图片，没有文字；请找原来的 Word 文件读入，或用文字识别软件转成 docx 再读入，也可以照着手工填")
	errNoText  = errors.New("这份 PDF 里没有文字（可能已经转成了图形）；请找原来的 Word 文件读入，或用文字识别软件转成 docx 再读入，也可以照着手工填")
	errUnread  = errors.New("这份 PDF 没有注明文字的编码，取出来的是乱码；请找原来的 Word 文件读入，或用文字识别软件转成 docx 再读入，也可以照着手工填")
)

// Source reads a PDF file. Its errors are Chinese sentences for the operator.
func Source(data []byte) (*source.Document, error) {
	d, err := content.Read(data)
	if err != nil {
		return nil, err
	}
	return Arrange(d)
}

// Arrange makes the document of what pages hold, of whatever kind of file they are.
func Arrange(d *content.Document) (*source.Document, error) {
	notes, err := legible(d.Pages)
	if err != nil {
		return nil, err
	}
	a := &arranger{doc: &source.Document{Title: d.Title, Author: d.Author, Remarks: []string{d.Subject}, Ours: d.Producer == source.Program, Notes: notes}}
	var sheets []*sheet
	left := &effort{steps: maxSteps, cells: maxAllCells, rows: source.MaxLines}
	for _, p := range d.Pages {
		for _, half := range halves(p) {
			s, err := newSheet(half, left)
			if err != nil {
				return nil, err
			}
			sheets = append(sheets, s)
		}
	}
	dropMargins(sheets)
	for i, s := range sheets {
		s.page = 4 * i
		s.rows = columns(s.rows, s.grids)
	}
	a.measure(sheets)
	for _, s := range sheets {
		a.sheet(s)
	}
	a.flush()
	a.write()
	return a.doc, nil
}

// legible tells a scan, and text of which the file doesn't say what it is.
func legible(pages []*content.Page) (notes []string, err error) {
	glyphs, unread, hidden, scans := 0, 0, 0, 0
	for _, p := range pages {
		own := 0
		for i := range p.Glyphs {
			g := &p.Glyphs[i]
			if g.Blank() {
				continue
			}
			own++
			if g.Unread() {
				unread++
			}
			if g.Mark&source.Behind != 0 {
				hidden++
			}
		}
		glyphs += own
		switch {
		case p.Pictures > 0.5 && own < 30:
			scans++
			notes = append(notes, fmt.Sprintf("第%d页是图片，里面的内容没有读出来，请照着补填", p.Number))
		case p.Pictures > 0.1:
			notes = append(notes, fmt.Sprintf("第%d页有图片，图片里的内容没有读出来", p.Number))
		}
	}
	switch {
	case scans > 0 && glyphs < 20*len(pages):
		return nil, errScanned
	case glyphs == 0:
		return nil, errNoText
	case unread*3 > glyphs:
		return nil, errUnread
	case hidden*2 > glyphs:
		notes = append(notes[:0], "这份 PDF 是扫描件，文字是软件识别出来的，可能有错，请逐格核对")
	}
	if unread > 0 {
		notes = append(notes, fmt.Sprintf("有 %d 个字没有注明编码，读出来是乱码，请核对", unread))
	}
	return notes, nil
}

// sheet is a page taken apart.
type sheet struct {
	*content.Page
	page  int // one for each column of each page
	grids []placed
	rows  []row
}

// placed is a table and where it begins.
type placed struct {
	top  float64
	grid *source.Grid
}

// effort is what may still be done for a file.
type effort struct {
	steps int // comparisons of lines with lines and of characters with tables
	cells int
	rows  int
}

const (
	maxSteps    = 200_000_000
	maxAllCells = 400_000
)

func (e *effort) err() error {
	if e.steps < 0 || e.cells < 0 || e.rows < 0 {
		return source.ErrTooLong
	}
	return nil
}

func newSheet(p *content.Page, left *effort) (*sheet, error) {
	s := &sheet{Page: p}
	glyphs := slices.DeleteFunc(slices.Clone(p.Glyphs), func(g content.Glyph) bool { return g.Margin })
	for _, f := range frames(joined(strike(p.Rules, glyphs, left)), left) {
		var grid *source.Grid
		left.steps -= 10 * len(glyphs)
		left.cells -= len(f.cell)
		if left.err() != nil {
			break
		}
		if grid, glyphs = f.take(glyphs, p.Things); grid != nil {
			s.grids = append(s.grids, placed{f.ys[0], grid})
		}
	}
	s.rows = rowsOf(glyphs)
	left.rows -= len(s.rows)
	return s, left.err()
}

const (
	// marginBand is the part of a page's height at its top and its bottom where
	// headers, footers and page numbers stand.
	marginBand = 0.12
	// sameHeight is how far they may be apart on two pages, in points.
	sameHeight = 4
)

// dropMargins drops page numbers, headers and footers: what numbers the page,
// or stands at the same height on several pages and is the same but for figures.
func dropMargins(sheets []*sheet) {
	type place struct {
		text string
		y    int
	}
	at := map[place]int{}
	key := func(s *sheet, r *row) (p place, ok bool) {
		if r.text == "" {
			return p, false
		}
		if r.y > marginBand*s.Height && r.y < (1-marginBand)*s.Height {
			return p, false
		}
		for _, g := range s.grids {
			if r.y > g.top && r.y < marginBand*s.Height {
				return p, false
			}
		}
		text := strings.Map(func(c rune) rune {
			if unicode.IsDigit(c) || unicode.IsSpace(c) {
				return -1
			}
			return c
		}, r.text)
		return place{text, int(r.y / sameHeight)}, true
	}
	for _, s := range sheets {
		for i := range s.rows {
			if p, ok := key(s, &s.rows[i]); ok {
				at[p]++
			}
		}
	}
	for n, s := range sheets {
		s.rows = slices.DeleteFunc(s.rows, func(r row) bool {
			p, ok := key(s, &r)
			if !ok {
				return false
			}
			repeated := at[p] + max(at[place{p.text, p.y - 1}], at[place{p.text, p.y + 1}])
			number, err := strconv.Atoi(r.text)
			header := repeated > 1 && repeated*3 > len(sheets) && utf8.RuneCountInString(r.text) < 40
			pageNumber := err == nil && number == n+1 && r.y > (1-marginBand)*s.Height
			return header || pageNumber || lines.PageNumber(r.text)
		})
	}
}

// arranger puts the pieces of the pages in order.
type arranger struct {
	doc     *source.Document
	half    float64 // of the text's em, in points: what places are counted in
	pitch   float64 // from line to line, in points
	pending []lines.Line
	pieces  []piece
	unseen  []int // pages with lines that nobody sees
}

// piece is running text or a table.
type piece struct {
	lines []lines.Line
	page  int
	grid  *source.Grid
}

// measure finds the size and the pitch of the running text: what most of it has.
func (a *arranger) measure(sheets []*sheet) {
	sizes := map[float64]int{}
	for _, s := range sheets {
		for _, r := range s.rows {
			sizes[roundTo(r.size, 0.5)] += utf8.RuneCountInString(r.text)
		}
	}
	size := most(sizes, 12)
	a.half = size / 2
	pitches := map[float64]int{}
	for _, s := range sheets {
		for i := 1; i < len(s.rows); i++ {
			x, y := s.rows[i-1], s.rows[i]
			if d := y.y - x.y; roundTo(x.size, 0.5) == size && roundTo(y.size, 0.5) == size && d < 3*size {
				pitches[roundTo(d, 0.5)]++
			}
		}
	}
	a.pitch = most(pitches, 1.6*size)
}

func roundTo(x, step float64) float64 { return float64(int(x/step+0.5)) * step }

func most(counts map[float64]int, none float64) float64 {
	best, n := none, 0
	for x, k := range counts {
		if k > n || k == n && x < best {
			best, n = x, k
		}
	}
	return best
}

// sheet adds a page's lines and tables from the top to the bottom.
func (a *arranger) sheet(s *sheet) {
	grids := s.grids
	slices.SortStableFunc(grids, func(x, y placed) int { return cmp.Compare(x.top, y.top) })
	for i, r := range s.rows {
		if r.text == "" {
			a.unseen = append(a.unseen, s.Number)
			continue
		}
		for len(grids) > 0 && grids[0].top < r.at {
			a.grid(s, grids[0].grid)
			grids = grids[1:]
		}
		l := lines.Line{No: s.Number, Page: s.page + r.column, Column: r.column > 0, Text: r.text, Left: r.left / a.half, Right: r.right / a.half, Spaced: r.spaced, Size: r.size, Doubts: r.doubts}
		for _, f := range r.fields {
			l.Fields = append(l.Fields, lines.Field{From: f.From / a.half, To: f.To / a.half, Text: f.Text, Doubts: f.Doubts})
		}
		l.Gap = i > 0 && r.y-s.rows[i-1].y > 1.35*max(a.pitch, r.size*a.pitch/a.half/2)
		a.pending = append(a.pending, l)
	}
	for _, g := range grids {
		a.grid(s, g.grid)
	}
}

func (a *arranger) grid(s *sheet, g *source.Grid) {
	a.flush()
	g.Where = fmt.Sprintf("第%d页的表", s.Number)
	a.pieces = append(a.pieces, piece{page: s.Number, grid: g})
}

// flush parts the lines so far into running text and tables without rules.
func (a *arranger) flush() {
	ls := a.pending
	a.pending = nil
	at := 0
	for _, t := range lines.Tables(ls) {
		if t.From > at {
			a.pieces = append(a.pieces, piece{lines: ls[at:t.From]})
		}
		t.Grid.Where = fmt.Sprintf("第%d页的表", ls[t.From].No)
		a.pieces = append(a.pieces, piece{page: ls[t.From].No, grid: t.Grid})
		at = t.To
	}
	if at < len(ls) {
		a.pieces = append(a.pieces, piece{lines: ls[at:]})
	}
}

// write makes blocks of the pieces, now that all of the running text is known.
func (a *arranger) write() {
	var prose []lines.Line
	for _, p := range a.pieces {
		prose = append(prose, p.lines...)
	}
	setting := lines.Measure(prose, true)
	for _, p := range a.pieces {
		if p.grid != nil {
			a.doc.Blocks = append(a.doc.Blocks, source.Block{Where: fmt.Sprintf("第%d页", p.page), Table: p.grid})
			continue
		}
		for _, x := range setting.Paragraphs(p.lines) {
			a.doc.Blocks = append(a.doc.Blocks, source.Block{Where: fmt.Sprintf("第%d页", x.First.No), Text: x.Text, Doubts: x.Doubts})
		}
	}
	for _, page := range slices.Compact(a.unseen) {
		a.doc.Notes = append(a.doc.Notes, fmt.Sprintf("第%d页有看不见的字（隐藏的、被盖住的、和底色一样的），没有读", page))
	}
}
