package display

import (
	"strconv"
	"strings"
	"unicode/utf8"

	"nianbao/ui/width"
)

// look is the attributes of a cell: bits for bold, faint, underline and
// reverse, and above them the colour of the text plus one, 0 for the default.
type look uint16

const (
	bold look = 1 << iota
	faint
	underline
	reverse
	colour // the lowest bit of the colour
)

const attributes = colour - 1

// cell is one character on the screen, with what combines with it. A wide
// character is followed by a cell of width 0.
type cell struct {
	text  string
	width uint8
	// doubtful: terminals may disagree about the width.
	doubtful bool
	look     look
}

var blank = cell{text: " ", width: 1}

// row is a line of the screen: as many cells as it has columns.
type row []cell

// parse lays a line with its SGR sequences out in w columns. What does not fit
// is cut; other escape sequences and control characters are dropped.
func parse(line string, w int) row {
	r := make(row, 0, w)
	var l look
	for i := 0; i < len(line); {
		switch c := line[i]; {
		case c == 0x1b:
			params, final, n := sequence(line[i:])
			if final == 'm' {
				l = l.apply(params)
			}
			i += n
		case c >= ' ' && c < 0x7f:
			if len(r) < w {
				r = append(r, cell{line[i : i+1], 1, false, l})
			}
			i++
		default:
			ch, n := utf8.DecodeRuneInString(line[i:])
			r = r.put(ch, line[i:i+n], l, w)
			i += n
		}
	}
	for len(r) < w {
		r = append(r, blank)
	}
	return r
}

// put appends a character that is not plain ASCII.
func (r row) put(ch rune, text string, l look, w int) row {
	n := width.Of(text)
	switch {
	case ch < ' ' || ch == 0x7f || ch == utf8.RuneError:
	case n == 0 && len(r) > 0:
		last := len(r) - 1
		for last > 0 && r[last].width == 0 {
			last--
		}
		r[last].text, r[last].doubtful = r[last].text+text, true
	case n > 0 && len(r)+n <= w:
		r = append(r, cell{text, uint8(n), !width.Certain(ch), l})
		for range n - 1 {
			r = append(r, cell{look: l})
		}
	case n > 0: // half of it would hang out: nothing more on this line
		for len(r) < w {
			r = append(r, blank)
		}
	}
	return r
}

// sequence reads the escape sequence at the start of s.
func sequence(s string) (params string, final byte, n int) {
	if len(s) < 2 || s[1] != '[' {
		return "", 0, 1
	}
	for i := 2; i < len(s); i++ {
		if s[i] >= 0x40 && s[i] <= 0x7e {
			return s[2:i], s[i], i + 1
		}
	}
	return "", 0, len(s)
}

// apply is the look after an SGR sequence: of the sixteen colours and the
// attributes that the screens use.
func (l look) apply(params string) look {
	for _, p := range strings.Split(params, ";") {
		n, err := strconv.Atoi(p)
		if err != nil {
			n = 0 // an empty parameter is 0
		}
		switch {
		case n == 0:
			l = 0
		case n == 1:
			l |= bold
		case n == 2:
			l |= faint
		case n == 4:
			l |= underline
		case n == 7:
			l |= reverse
		case n == 22:
			l &^= bold | faint
		case n == 24:
			l &^= underline
		case n == 27:
			l &^= reverse
		case n >= 30 && n <= 37:
			l = l&attributes | look(n-30+1)*colour
		case n >= 90 && n <= 97:
			l = l&attributes | look(n-90+8+1)*colour
		case n == 39:
			l &= attributes
		}
	}
	return l
}

// sgr is the sequence that sets the look, whatever was set before.
func (l look) sgr(mono bool) string {
	if mono {
		l &= attributes
	}
	if l == 0 {
		return "\x1b[m"
	}
	s := "\x1b[0"
	for bit, code := range map[look]string{bold: ";1", faint: ";2", underline: ";4", reverse: ";7"} {
		if l&bit != 0 {
			s += code
		}
	}
	if c := int(l / colour); c > 8 {
		s += ";" + strconv.Itoa(90+c-9)
	} else if c > 0 {
		s += ";" + strconv.Itoa(30+c-1)
	}
	return s + "m"
}
