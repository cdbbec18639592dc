package content

import (
	"strings"
	"unicode/utf16"
)

// cmap maps the codes of a string to characters (ToUnicode) or to the numbers
// of glyphs (a font's Encoding); ISO 32000-1, 9.7.5 and 9.10.3.
type cmap struct {
	text  map[string]string
	cid   map[string]int
	bytes [5]bool // lengths that codes have
}

// maxMapped bounds what the maps of a file hold together.
const maxMapped = 400_000

// parseCMap reads a map. left is how many entries it may have, and is reduced.
func parseCMap(data []byte, left *int) *cmap {
	m := &cmap{text: map[string]string{}, cid: map[string]int{}}
	l := &lexer{data: data}
	var args []operand
	for {
		o, op, ok := l.next(0)
		if !ok {
			return m
		}
		if op == "" {
			if len(args) < maxOperands {
				args = append(args, o)
			}
			continue
		}
		switch op {
		case "endcodespacerange":
			for _, a := range args {
				if n := len(a.str); a.kind == '(' && n > 0 && n < len(m.bytes) {
					m.bytes[n] = true
				}
			}
		case "endbfchar":
			for i := 0; i+1 < len(args); i += 2 {
				m.put(args[i].str, args[i+1].str, left)
			}
		case "endbfrange":
			for i := 0; i+2 < len(args); i += 3 {
				m.bfRange(args[i].str, args[i+1].str, args[i+2], left)
			}
		case "endcidchar":
			for i := 0; i+1 < len(args); i += 2 {
				m.putCID(args[i].str, int(args[i+1].num), left)
			}
		case "endcidrange":
			for i := 0; i+2 < len(args); i += 3 {
				m.cidRange(args[i].str, args[i+1].str, int(args[i+2].num), left)
			}
		}
		args, l.held = args[:0], 0
	}
}

func (m *cmap) put(code, to string, left *int) {
	if *left > 0 && len(code) <= 4 && len(to) <= 64 {
		m.text[code] = decode16(to)
		*left--
	}
}

func (m *cmap) putCID(code string, cid int, left *int) {
	if *left > 0 && len(code) <= 4 {
		m.cid[code] = cid
		*left--
	}
}

func (m *cmap) cidRange(from, to string, cid int, left *int) {
	first := bigEndian(from)
	for c := first; c <= bigEndian(to) && *left > 0 && len(from) <= 4; c++ {
		m.putCID(code(c, len(from)), cid+c-first, left)
	}
}

func (m *cmap) bfRange(from, to string, target operand, left *int) {
	n := len(from)
	if n == 0 || n > 4 || len(target.str) > 64 {
		return
	}
	first := bigEndian(from)
	if target.kind == '[' {
		for i, o := range target.list {
			m.put(code(first+i, n), o.str, left)
		}
		return
	}
	base := []rune(decode16(target.str))
	if len(base) == 0 {
		return
	}
	last := base[len(base)-1]
	for c := first; c <= bigEndian(to) && *left > 0; c++ {
		base[len(base)-1] = last + rune(c-first)
		m.text[code(c, n)] = string(base)
		*left--
	}
}

func bigEndian(s string) int {
	n := 0
	for i := 0; i < len(s) && i < 4; i++ {
		n = n<<8 | int(s[i])
	}
	return n
}

func code(n, length int) string {
	b := make([]byte, length)
	for i := length - 1; i >= 0; i-- {
		b[i] = byte(n)
		n >>= 8
	}
	return string(b)
}

func decode16(s string) string {
	u := make([]uint16, 0, len(s)/2)
	for i := 0; i+1 < len(s); i += 2 {
		u = append(u, uint16(s[i])<<8|uint16(s[i+1]))
	}
	if len(s) == 1 { // some writers shorten
		u = append(u, uint16(s[0]))
	}
	return strings.TrimRight(string(utf16.Decode(u)), "\x00")
}
