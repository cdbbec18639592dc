package grid

import "nianbao/ui/width"

// input is the editor of one cell.
type input struct {
	text []rune
	at   int
	// inPlace: arrow keys move in the text (F2); otherwise they commit it.
	inPlace bool
}

func (in *input) String() string { return string(in.text) }

// behind is the width of what stands behind the text cursor.
func (in *input) behind() int { return width.Of(width.Safe(string(in.text[in.at:]))) }

// Editing reports whether the current cell is being typed into, and whether
// arrow keys move within its text.
func (g *Grid) Editing() (editing, inPlace bool) {
	return g.input != nil, g.input != nil && g.input.inPlace
}

// Input is the text typed into the current cell so far.
func (g *Grid) Input() string {
	if g.input == nil {
		return ""
	}
	return g.input.String()
}

// Begin starts typing into the current cell; text is what stands in it at first.
func (g *Grid) Begin(text string, inPlace bool) {
	g.leave()
	g.input = &input{text: []rune(text), at: len([]rune(text)), inPlace: inPlace}
}

// Cancel ends typing; the cell keeps its figure.
func (g *Grid) Cancel() { g.input = nil }

// maxInput bounds what is typed into a cell, in characters: a figure and a note.
const maxInput = 300

// Type inserts text at the text cursor, as far as there is room.
func (g *Grid) Type(text string) {
	in, add := g.input, []rune(text)
	add = add[:min(len(add), max(maxInput-len(in.text), 0))]
	in.text = append(in.text[:in.at], append(add, in.text[in.at:]...)...)
	in.at += len(add)
}

// Erase deletes the character before the text cursor, or the one behind it.
func (g *Grid) Erase(behind bool) {
	in := g.input
	switch {
	case behind && in.at < len(in.text):
		in.text = append(in.text[:in.at], in.text[in.at+1:]...)
	case !behind && in.at > 0:
		in.text = append(in.text[:in.at-1], in.text[in.at:]...)
		in.at--
	}
}

// Shift moves the text cursor by n characters, as far as there are any.
func (g *Grid) Shift(n int) {
	g.input.at = min(max(g.input.at+n, 0), len(g.input.text))
}

// MakeInPlace lets arrow keys move within the text from now on.
func (g *Grid) MakeInPlace() { g.input.inPlace = true }
