package html

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"

	"golang.org/x/net/html"

	"nianbao/export/source"
)

// marks are what is known of how the text in an element looks: those of source, and
// what decides over them further in.
type marks uint32

const (
	invisible marks = 1 << (16 + iota) // by visibility, which an element further in may undo
	clear                              // written in no colour
	white
	dark // white shows on it
)

// said is what one element says: marks that begin and such that end.
type said struct{ on, off marks }

func (s *said) set(m marks, on bool) {
	s.on &^= m
	s.off &^= m
	if on {
		s.on |= m
	} else {
		s.off |= m
	}
}

// of are the marks in an element that says so, within another.
func (s said) of(outer marks) marks { return outer&^s.off | s.on }

// mark is what follows for text.
func (m marks) mark() source.Mark {
	out := source.Mark(m & 0xffff)
	if m&(invisible|clear) != 0 {
		out |= source.Hidden
	}
	if m&white != 0 && m&dark == 0 {
		out |= source.Pale
	}
	return out
}

// elementMarks are those of elements by themselves.
var elementMarks = map[string]source.Mark{"s": source.Struck, "strike": source.Struck, "del": source.Struck, "sup": source.Raised, "sub": source.Raised,
	"rt": source.Raised, "math": source.Formula, "bdo": source.Turned, "button": source.Control}

// Sizes below which nothing can be read, and a distance that leads off the page.
const (
	leastSize = 3
	farAway   = 500
)

// style takes declarations of a style sheet or of an element, in small letters and
// without spaces. It tells whether the element is not there at all.
func (s *said) style(text string) (gone bool) {
	tiny, cut := false, false       // no width or height, and nothing flows over
	shifted, lifted := false, false // from its place, upwards
	front, ground := "", ""         // its colours
	for text != "" {
		var one string
		one, text, _ = strings.Cut(text, ";")
		key, value, ok := strings.Cut(one, ":")
		if !ok {
			continue
		}
		value = strings.TrimSuffix(value, "!important")
		switch key {
		case "display":
			gone = value == "none"
		case "visibility":
			s.set(invisible, value == "hidden" || value == "collapse")
		case "opacity":
			if n, ok := length(value); ok && n < 0.05 {
				s.set(marks(source.Hidden), true)
			}
		case "text-decoration", "text-decoration-line":
			if strings.Contains(value, "line-through") {
				s.set(marks(source.Struck), true)
			}
		case "vertical-align":
			if value == "super" || value == "sub" || isShift(value) {
				s.set(marks(source.Raised), true)
			}
		case "mso-text-raise":
			if isShift(value) {
				s.set(marks(source.Raised), true)
			}
		case "mso-hide":
			if value == "all" {
				s.set(marks(source.Hidden), true)
			}
		case "font-size":
			s.fontSize(value)
		case "color":
			s.colour(value)
			front = value
		case "background", "background-color":
			s.ground(value)
			ground = value
		case "left", "top", "text-indent", "margin-left":
			if n, ok := length(value); ok && key == "top" {
				lifted = lifted || n < 0
			}
			if n, ok := length(value); ok && n <= -farAway {
				s.set(marks(source.Hidden), true)
			}
		case "width", "height", "max-width", "max-height":
			n, ok := length(value)
			tiny = tiny || ok && n <= 1
		case "unicode-bidi":
			if strings.HasSuffix(value, "bidi-override") || value == "isolate-override" {
				s.set(marks(source.Turned), true)
			}
		case "-webkit-text-fill-color":
			s.colour(value)
			front = value
		case "content-visibility":
			s.set(marks(source.Hidden), value == "hidden")
		case "flex-direction", "order", "writing-mode":
			reordered := key == "order" && value != "0"
			if reordered || strings.HasSuffix(value, "reverse") || value == "sideways-lr" {
				s.set(marks(source.Turned), true)
			}
		case "clip", "clip-path", "transform", "rotate", "scale":
			if turning.MatchString(value) {
				s.set(marks(source.Turned), true)
			}
			if leavesNothing(value) {
				s.set(marks(source.Hidden), true)
			}
		case "overflow":
			cut = value == "hidden"
		case "bottom":
			n, ok := length(value)
			lifted = lifted || ok && n > 0
		case "position":
			shifted = value == "relative"
			if value == "absolute" || value == "fixed" {
				s.set(marks(source.Boxed), true)
			}
		}
	}
	if _, _, real := isWhite(front); real && front == ground {
		s.set(marks(source.Hidden), true)
	}
	if tiny && cut {
		s.set(marks(source.Hidden), true)
	}
	if shifted && lifted {
		s.set(marks(source.Raised), true)
	}
	if front == "" && isBlack(ground) { // type may be black, too
		s.set(marks(source.Uncertain), true)
	} else if front != "" {
		s.set(marks(source.Uncertain), false)
	}
	return gone
}

// turning are transformations that turn text round or show it in a mirror.
var turning = regexp.MustCompile(`rotate[xy]?\((?:-?(?:1[2-9]|2[0-3])\ddeg|-?0?\.[4-6]turn)|^-?1[2-9]\ddeg|scalex?\(-|^-1|matrix\(-`)

// isBlack tells whether a ground is so dark that black type on it can't be read.
func isBlack(value string) bool {
	hex := strings.TrimPrefix(value, "#")
	if len(hex) == 3 {
		hex = string([]byte{hex[0], hex[0], hex[1], hex[1], hex[2], hex[2]})
	}
	return value == "black" || source.AlikeHex("000000", hex)
}

// fontSize takes a size; a share of the size around it is no size of its own.
func (s *said) fontSize(value string) {
	n, ok := length(value)
	relative := strings.HasSuffix(value, "em") || strings.HasSuffix(value, "%")
	switch {
	case !ok:
	case relative && n > 0.2:
	default:
		s.set(marks(source.Tiny), n < leastSize)
	}
}

// isShift reports whether a length moves text so far that it stands above or below its line.
func isShift(value string) bool {
	n, ok := length(value)
	return ok && (n >= 3 || n <= -3)
}

// leavesNothing reports whether a clip or a scale shows nothing of an element.
func leavesNothing(value string) bool {
	switch value {
	case "rect(0,0,0,0)", "rect(0000)", "inset(50%)", "inset(100%)":
		return true
	}
	return strings.HasPrefix(value, "scale(0)")
}

// length reads a number before its unit.
func length(value string) (float64, bool) {
	end := 0
	for end < len(value) && strings.IndexByte("+-.0123456789", value[end]) >= 0 {
		end++
	}
	n, err := strconv.ParseFloat(value[:end], 64)
	return n, err == nil
}

// colour takes the colour of text.
func (s *said) colour(value string) {
	is, none, ok := isWhite(value)
	if ok {
		s.set(white, is)
		s.set(clear, none)
	}
}

// ground takes the colour behind text; a picture may be dark.
func (s *said) ground(value string) {
	if strings.Contains(value, "url(") || strings.Contains(value, "gradient") {
		s.set(dark, true)
	} else if is, none, ok := isWhite(value); ok && !none {
		s.set(dark, !is)
	}
}

// isWhite tells whether a colour is that of paper, or none at all; ok is false for
// what is no colour.
func isWhite(value string) (is, none, ok bool) {
	switch value {
	case "white", "snow", "ivory", "ghostwhite", "whitesmoke", "floralwhite", "window", "windowtext":
		return value != "windowtext", false, true
	case "transparent":
		return false, true, true
	case "", "inherit", "initial", "unset", "none", "currentcolor":
		return false, false, false
	}
	if hex, found := strings.CutPrefix(value, "#"); found || len(value) == 6 {
		if len(hex) == 3 || len(hex) == 4 {
			hex = string([]byte{hex[0], hex[0], hex[1], hex[1], hex[2], hex[2]})
		}
		if len(hex) == 8 && strings.HasSuffix(hex, "00") {
			return false, true, true
		}
		if n, err := strconv.ParseUint(hex[:min(len(hex), 6)], 16, 32); err == nil && len(hex) >= 6 {
			return source.LikePaper(float64(n>>16), float64(n>>8&0xff), float64(n&0xff)), false, true
		}
	}
	if name, inside, found := strings.Cut(strings.TrimSuffix(value, ")"), "("); found && strings.HasPrefix(name, "hsl") {
		parts := strings.FieldsFunc(inside, func(r rune) bool { return r == ',' || r == '/' || r == '%' })
		n, ok := length(parts[len(parts)-1])
		if len(parts) >= 3 {
			n, ok = length(parts[2])
		}
		return ok && n >= 95, false, true
	} else if found && strings.HasPrefix(name, "rgb") {
		parts := strings.FieldsFunc(inside, func(r rune) bool { return r == ',' || r == '/' })
		var n [4]float64
		for i := range parts[:min(len(parts), 4)] {
			n[i], _ = length(parts[i])
		}
		if len(parts) >= 3 {
			return source.LikePaper(n[0], n[1], n[2]), len(parts) > 3 && n[3] < 0.05, true
		}
	}
	return false, false, true // a colour with a name
}

// attributes carry what an element says into the tree.
func (s said) attributes() string {
	out := ""
	if s.on != 0 {
		out = fmt.Sprintf(" on=%d", s.on)
	}
	if s.off != 0 {
		out += fmt.Sprintf(" off=%d", s.off)
	}
	return out
}

// saidBy reads them again.
func saidBy(n *html.Node) (s said) {
	return said{marks(number(n, "on", 0)), marks(number(n, "off", 0))}
}

// noted writes text that has a mark of its own.
func (s *skeleton) noted(m source.Mark, name, text string) {
	s.tags++
	fmt.Fprintf(&s.out, "<span on=%d", m)
	if name != "" {
		fmt.Fprintf(&s.out, ` thing="%s"`, name)
	}
	s.out.WriteString(">" + html.EscapeString(text) + "</span>")
}

// choice is an open list of which one line is shown.
type choice struct {
	shown  strings.Builder
	lines  int
	chosen bool // by the page
	taking bool
}

// option begins a line of the open list.
func (c *choice) option(selected bool) {
	c.taking = c.lines == 0 || selected && !c.chosen
	c.lines++
	if c.taking {
		c.shown.Reset()
	}
	c.chosen = c.chosen || selected
}

// endsList are the elements before which browsers close a list that the page leaves
// open.
var endsList = set("table tr td th tbody input textarea select")

func (s *skeleton) endList() {
	shown := s.list.shown.String()
	s.list = nil
	s.control("", shown)
}

// control writes what a control shows.
func (s *skeleton) control(kind, value string) {
	switch strings.ToLower(kind) {
	case "hidden", "password", "checkbox", "radio", "button", "submit", "reset", "image", "file", "color", "range":
	default:
		if strings.TrimSpace(value) == "" {
			s.empties++
		} else {
			s.noted(source.Control, "", value)
		}
	}
}

// picture writes a picture, but none that only takes up room.
func (s *skeleton) picture(name, told, width, height string) {
	for _, side := range []string{width, height} {
		if n, ok := length(side); ok && n <= 2 {
			return
		}
	}
	s.noted(source.Thing, name, told)
}
