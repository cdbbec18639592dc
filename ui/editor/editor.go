// Package editor is a text field of many lines for Chinese prose: soft wrap
// that keeps punctuation where it belongs, a cursor that counts columns, and a
// key press that costs little in a long text. It knows no report and no keys.
package editor

import (
	"slices"
	"strings"

	"nianbao/ui/theme"
	"nianbao/ui/width"
)

// Editor is a text being edited. The zero value is an empty text; call Resize
// before drawing.
type Editor struct {
	paragraphs []paragraph
	at         position
	anchor     *position // the other end of the selection; nil without one
	pointed    span      // marked for the reader; empty for none
	goal       int       // column that up and down keep to; -1 when unset
	top        int       // first line on the screen
	w, h       int
}

type position struct{ para, char int }

// span is a part of the text.
type span struct{ from, to position }

// paragraph is a line of the text with its wrapping, made when needed.
type paragraph struct {
	text []rune
	ends []int // of its lines on the screen; nil when out of date
}

// New returns an editor of the text with the cursor at its end.
func New(text string) *Editor {
	e := &Editor{w: 80, h: 24, goal: -1}
	e.SetValue(text)
	return e
}

// SetValue replaces the text and puts the cursor at its end.
func (e *Editor) SetValue(text string) {
	e.paragraphs, e.anchor = nil, nil
	for _, line := range strings.Split(text, "\n") {
		e.paragraphs = append(e.paragraphs, paragraph{text: []rune(line)})
	}
	e.Bottom()
}

// Value is the text.
func (e *Editor) Value() string {
	var b strings.Builder
	for i := range e.paragraphs {
		if i > 0 {
			b.WriteByte('\n')
		}
		for _, r := range e.paragraphs[i].text {
			b.WriteRune(r)
		}
	}
	return b.String()
}

// Resize sets the columns and lines to draw in.
func (e *Editor) Resize(w, h int) {
	w, h = max(w, 2), max(h, 1)
	if w != e.w {
		e.Rewrap()
	}
	e.w, e.h = w, h
}

// Rewrap forgets where lines break: characters are measured otherwise now.
func (e *Editor) Rewrap() {
	for i := range e.paragraphs {
		e.paragraphs[i].ends = nil
	}
}

// Offset is the cursor's place in characters from the start of the text.
func (e *Editor) Offset() int {
	n := e.at.char
	for i := range e.at.para {
		n += len(e.paragraphs[i].text) + 1
	}
	return n
}

// SetOffset moves the cursor to a place in characters, or to the end.
func (e *Editor) SetOffset(n int) { e.at, e.goal = e.position(n), -1 }

// position is the place n characters from the start, or the end.
func (e *Editor) position(n int) position {
	for i := range e.paragraphs {
		size := len(e.paragraphs[i].text)
		if n <= size {
			return position{i, max(n, 0)}
		}
		n -= size + 1
	}
	last := len(e.paragraphs) - 1
	return position{last, len(e.paragraphs[last].text)}
}

// Point marks the characters [from, to) for the reader, none where to is not
// behind from. Typing does not move the mark.
func (e *Editor) Point(from, to int) {
	e.pointed = span{}
	if from < to {
		e.pointed = span{e.position(from), e.position(to)}
	}
}

// Paragraph is the cursor's paragraph, before and behind the cursor.
func (e *Editor) Paragraph() (before, after string) {
	text := e.paragraphs[e.at.para].text
	return string(text[:e.at.char]), string(text[e.at.char:])
}

// Seek selects the next place where the words stand, with the cursor behind it;
// from the start again when there is none behind the cursor. It reports which of
// how many it is; 0 of 0 when there is none.
func (e *Editor) Seek(words string) (at, count int) {
	text, want := []rune(e.Value()), []rune(words)
	n := len(text) - len(want) + 1
	e.anchor = nil
	if len(want) == 0 || n <= 0 {
		return 0, 0
	}
	from := e.Offset()
	if from >= n { // nothing fits behind the cursor
		from = 0
	}
	found := -1
	for i := range n {
		if place := (from + i) % n; slices.Equal(text[place:place+len(want)], want) {
			if found < 0 {
				found = place
			}
			count++
		}
	}
	if found < 0 {
		return 0, 0
	}
	for place := range found + 1 {
		if slices.Equal(text[place:place+len(want)], want) {
			at++
		}
	}
	e.SetOffset(found)
	e.Mark()
	e.SetOffset(found + len(want))
	return at, count
}

// Insert puts text, which may hold line ends, at the cursor, or in place of
// what is selected.
func (e *Editor) Insert(text string) {
	e.DeleteSelected()
	p := &e.paragraphs[e.at.para]
	tail := append([]rune(nil), p.text[e.at.char:]...)
	lines := strings.Split(text, "\n")
	p.text, p.ends = append(p.text[:e.at.char], []rune(lines[0])...), nil
	if len(lines) == 1 {
		e.at.char = len(p.text)
		p.text = append(p.text, tail...)
	} else {
		var added []paragraph
		for _, l := range lines[1:] {
			added = append(added, paragraph{text: []rune(l)})
		}
		last := &added[len(added)-1]
		char := len(last.text)
		last.text = append(last.text, tail...)
		at := e.at.para + 1
		e.paragraphs = append(e.paragraphs[:at], append(added, e.paragraphs[at:]...)...)
		e.at = position{e.at.para + len(added), char}
	}
	e.goal = -1
}

// Backspace deletes the character before the cursor, or what is selected.
func (e *Editor) Backspace() {
	if e.DeleteSelected() {
		return
	}
	if e.at.char > 0 {
		p := &e.paragraphs[e.at.para]
		p.text = append(p.text[:e.at.char-1], p.text[e.at.char:]...)
		p.ends = nil
		e.at.char--
	} else if e.at.para > 0 {
		e.at = position{e.at.para - 1, len(e.paragraphs[e.at.para-1].text)}
		e.join()
	}
	e.goal = -1
}

// Delete deletes the character after the cursor, or what is selected.
func (e *Editor) Delete() {
	if e.DeleteSelected() {
		return
	}
	p := &e.paragraphs[e.at.para]
	if e.at.char < len(p.text) {
		p.text = append(p.text[:e.at.char], p.text[e.at.char+1:]...)
		p.ends = nil
	} else if e.at.para < len(e.paragraphs)-1 {
		e.join()
	}
	e.goal = -1
}

// DeleteLine deletes from the cursor to the end of the paragraph, or its line
// end where nothing follows.
func (e *Editor) DeleteLine() {
	e.anchor = nil
	p := &e.paragraphs[e.at.para]
	if e.at.char == len(p.text) {
		e.Delete()
		return
	}
	p.text, p.ends, e.goal = p.text[:e.at.char], nil, -1
}

// join appends the paragraph after the cursor's to it.
func (e *Editor) join() {
	p, next := &e.paragraphs[e.at.para], e.at.para+1
	p.text, p.ends = append(p.text, e.paragraphs[next].text...), nil
	e.paragraphs = append(e.paragraphs[:next], e.paragraphs[next+1:]...)
}

// Left moves a character back.
func (e *Editor) Left() {
	if e.at.char > 0 {
		e.at.char--
	} else if e.at.para > 0 {
		e.at = position{e.at.para - 1, len(e.paragraphs[e.at.para-1].text)}
	}
	e.goal = -1
}

// Right moves a character on.
func (e *Editor) Right() {
	if e.at.char < len(e.paragraphs[e.at.para].text) {
		e.at.char++
	} else if e.at.para < len(e.paragraphs)-1 {
		e.at = position{e.at.para + 1, 0}
	}
	e.goal = -1
}

// Up and Down move by n lines of the screen and keep the column.
func (e *Editor) Up(n int) { e.vertical(-n) }

// Down moves n lines of the screen down.
func (e *Editor) Down(n int) { e.vertical(n) }

// PageSize is how many lines a page moves.
func (e *Editor) PageSize() int { return max(e.h-1, 1) }

func (e *Editor) vertical(n int) {
	line, col := e.where()
	if e.goal >= 0 {
		col = e.goal
	}
	total := e.lineCount()
	switch target := line + n; {
	case target < 0:
		e.at = position{}
	case target >= total:
		last := len(e.paragraphs) - 1
		e.at = position{last, len(e.paragraphs[last].text)}
	default:
		e.moveTo(target, col)
	}
	e.goal = col
}

// Home moves to the start of the line on the screen, End to its end.
func (e *Editor) Home() {
	line, _ := e.where()
	e.moveTo(line, 0)
	e.goal = -1
}

// End moves to the end of the line on the screen.
func (e *Editor) End() {
	line, _ := e.where()
	e.moveTo(line, e.w)
	e.goal = -1
}

// Top moves to the start of the text.
func (e *Editor) Top() { e.at, e.goal = position{}, -1 }

// Bottom moves to the end of the text.
func (e *Editor) Bottom() {
	last := len(e.paragraphs) - 1
	e.at, e.goal = position{last, len(e.paragraphs[last].text)}, -1
}

func (e *Editor) wrap(i int) []int {
	p := &e.paragraphs[i]
	if p.ends == nil {
		p.ends = width.Break(p.text, e.w)
	}
	return p.ends
}

func (e *Editor) lineCount() int {
	n := 0
	for i := range e.paragraphs {
		n += len(e.wrap(i))
	}
	return n
}

// where is the cursor's line on the screen, from the text's start, and column.
// Between two lines of a paragraph the cursor stands at the start of the second.
func (e *Editor) where() (line, col int) {
	for i := range e.at.para {
		line += len(e.wrap(i))
	}
	start := 0
	ends := e.wrap(e.at.para)
	for k, end := range ends {
		if e.at.char < end || k == len(ends)-1 {
			for _, r := range e.paragraphs[e.at.para].text[start:e.at.char] {
				_, n := width.Glyph(r)
				col += n
			}
			return line + k, col
		}
		start = end
	}
	return line, col
}

// moveTo puts the cursor on a line of the screen, at a column or before it.
func (e *Editor) moveTo(line, col int) {
	for i := range e.paragraphs {
		ends := e.wrap(i)
		if line >= len(ends) {
			line -= len(ends)
			continue
		}
		start, end := 0, ends[line]
		if line > 0 {
			start = ends[line-1]
		}
		at, x := start, 0
		for at < end {
			_, n := width.Glyph(e.paragraphs[i].text[at])
			if x+n > col {
				break
			}
			x += n
			at++
		}
		// The end of a wrapped line is the start of the next one.
		if at == end && line < len(ends)-1 && at > start {
			at--
		}
		e.at = position{i, at}
		return
	}
}

// View draws the lines in sight and says where the cursor stands among them.
func (e *Editor) View() (lines []string, x, y int) {
	line, col := e.where()
	if line < e.top {
		e.top = line
	}
	if line >= e.top+e.h {
		e.top = line - e.h + 1
	}
	if most := max(e.lineCount()-e.h, 0); e.top > most {
		e.top = most
	}
	n := 0
	for i := range e.paragraphs {
		ends := e.wrap(i)
		if n+len(ends) <= e.top {
			n += len(ends)
			continue
		}
		start := 0
		for _, end := range ends {
			if n >= e.top && len(lines) < e.h {
				lines = append(lines, e.draw(i, start, end))
			}
			start, n = end, n+1
		}
		if len(lines) == e.h {
			break
		}
	}
	return lines, min(col, e.w), line - e.top
}

// draw is a line of the screen: a part of a paragraph, what is selected or
// pointed at marked, a selected line end too where there is room.
func (e *Editor) draw(para, start, end int) string {
	text := e.paragraphs[para].text
	from, to, lineEnd := e.selectedIn(para, start, end)
	first, last := e.pointed.in(para, start, end)
	if from == to && !lineEnd && first == last {
		return width.Safe(string(text[start:end]))
	}
	var b strings.Builder
	lookAt := func(i int) (look theme.Look) {
		switch {
		case i >= from && i < to:
			look = theme.Cursor
		case i >= first && i < last:
			look = theme.Pointed
		}
		return look
	}
	for i := start; i < end; {
		run := i + 1
		for run < end && lookAt(run) == lookAt(i) {
			run++
		}
		b.WriteString(lookAt(i).Render(width.Safe(string(text[i:run]))))
		i = run
	}
	if lineEnd && width.Of(width.Safe(string(text[start:end]))) < e.w {
		b.WriteString(theme.Cursor.Render(" "))
	}
	return b.String()
}

// Progress is the cursor's line and the number of lines, from 1.
func (e *Editor) Progress() (line, lines int) {
	line, _ = e.where()
	return line + 1, e.lineCount()
}
