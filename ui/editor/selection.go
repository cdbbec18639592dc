package editor

import "strings"

// Mark begins a selection at the cursor, unless there is one: from here to
// wherever the cursor goes.
func (e *Editor) Mark() {
	if e.anchor == nil {
		at := e.at
		e.anchor = &at
	}
}

// Unmark ends the selection.
func (e *Editor) Unmark() { e.anchor = nil }

// SelectAll selects the whole text.
func (e *Editor) SelectAll() {
	e.anchor = &position{}
	e.Bottom()
}

// selection is where the selection begins and ends; ok is false without one.
func (e *Editor) selection() (from, to position, ok bool) {
	if e.anchor == nil || *e.anchor == e.at {
		return e.at, e.at, false
	}
	if e.anchor.before(e.at) {
		return *e.anchor, e.at, true
	}
	return e.at, *e.anchor, true
}

func (p position) before(q position) bool {
	return p.para < q.para || p.para == q.para && p.char < q.char
}

// Selected is the selected text, "" without any.
func (e *Editor) Selected() string {
	from, to, ok := e.selection()
	if !ok {
		return ""
	}
	if from.para == to.para {
		return string(e.paragraphs[from.para].text[from.char:to.char])
	}
	var b strings.Builder
	b.WriteString(string(e.paragraphs[from.para].text[from.char:]))
	for i := from.para + 1; i < to.para; i++ {
		b.WriteByte('\n')
		b.WriteString(string(e.paragraphs[i].text))
	}
	b.WriteByte('\n')
	b.WriteString(string(e.paragraphs[to.para].text[:to.char]))
	return b.String()
}

// DeleteSelected deletes the selected text and reports whether there was any.
func (e *Editor) DeleteSelected() bool {
	from, to, ok := e.selection()
	e.anchor = nil
	if !ok {
		return false
	}
	p := &e.paragraphs[from.para]
	p.text, p.ends = append(p.text[:from.char], e.paragraphs[to.para].text[to.char:]...), nil
	e.paragraphs = append(e.paragraphs[:from.para+1], e.paragraphs[to.para+1:]...)
	e.at, e.goal = from, -1
	return true
}

// selectedIn is the part of a paragraph's characters [start, end) that is
// selected, and whether the paragraph's end is too.
func (e *Editor) selectedIn(para, start, end int) (from, to int, lineEnd bool) {
	a, b, ok := e.selection()
	if !ok {
		return start, start, false
	}
	from, to = span{a, b}.in(para, start, end)
	return from, to, para >= a.para && para < b.para && end == len(e.paragraphs[para].text)
}

// in is the part of a paragraph's characters [start, end) that lies in the span.
func (s span) in(para, start, end int) (from, to int) {
	if para < s.from.para || para > s.to.para {
		return start, start
	}
	from, to = start, end
	if para == s.from.para {
		from = min(max(s.from.char, start), end)
	}
	if para == s.to.para {
		to = min(max(s.to.char, start), end)
	}
	return from, max(from, to)
}

// Click moves the cursor to a place of View; extend selects from where it was.
func (e *Editor) Click(x, y int, extend bool) {
	if extend {
		e.Mark()
	} else {
		e.Unmark()
	}
	if line := e.top + max(y, 0); line >= e.lineCount() {
		e.Bottom()
	} else {
		e.moveTo(line, max(x, 0))
	}
	e.goal = -1
}
