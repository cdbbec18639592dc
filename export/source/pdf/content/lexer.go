package content

import (
	"math"
	"strconv"
	"strings"
)

// operand is what stands before an operator, or an object of the file (ISO
// 32000-1, 7.3).
type operand struct {
	kind byte // '0' number, '(' string, '/' name, '[' array, '<' dictionary, 'R' reference, 's' stream; 0 null
	num  float64
	str  string
	list []operand // of an array; of a dictionary or a stream keys and values in turn
}

// key is the value of a dictionary's key; the first one counts.
func (o operand) key(name string) operand {
	if o.kind == '<' || o.kind == 's' {
		for i := 0; i+1 < len(o.list); i += 2 {
			if o.list[i].kind == '/' && o.list[i].str == name {
				return o.list[i+1]
			}
		}
	}
	return operand{}
}

const (
	maxOperands = 20_000 // more of an operator's or an array's are dropped
	maxNesting  = 20
)

// maxHeld bounds the operands that are held at one time for an operator.
const maxHeld = 200_000

type lexer struct {
	data []byte
	pos  int
	most int // operands of a list; 0 for maxOperands
	held int // operands in lists since it was set to 0
}

// next is an operand or, with op, an operator. ok is false at the end.
func (l *lexer) next(depth int) (o operand, op string, ok bool) {
	l.skipSpace()
	if l.pos >= len(l.data) {
		return o, "", false
	}
	if depth > maxNesting { // no deeper: what is in there is passed over
		l.pos++
		return o, "?", true
	}
	switch c := l.data[l.pos]; c {
	case '(':
		return operand{kind: '(', str: l.literal()}, "", true
	case '/':
		l.pos++
		return operand{kind: '/', str: l.name()}, "", true
	case '[':
		l.pos++
		return operand{kind: '[', list: l.list("]", depth)}, "", true
	case '<':
		if l.pos+1 < len(l.data) && l.data[l.pos+1] == '<' {
			l.pos += 2
			return operand{kind: '<', list: l.list(">>", depth)}, "", true
		}
		return operand{kind: '(', str: l.hex()}, "", true
	case '>':
		l.pos++
		if l.pos < len(l.data) && l.data[l.pos] == '>' {
			l.pos++
			return o, ">>", true
		}
		return o, ">", true
	case ']', '{', '}', ')':
		l.pos++
		return o, string(c), true
	}
	word := l.word()
	if c := word[0]; isDigit(c) || strings.IndexByte("+-.", c) >= 0 {
		return operand{kind: '0', num: number(word)}, "", true
	}
	return o, word, true
}

// number reads what writers make of numbers: --5 and 1.2-3 occur.
func number(s string) float64 {
	if x, err := strconv.ParseFloat(s, 64); err == nil && isSensible(x) {
		return x
	}
	for n := len(s) - 1; n > 0; n-- {
		if x, err := strconv.ParseFloat(s[:n], 64); err == nil && isSensible(x) {
			return x
		}
		if n > 32 {
			n = 32
		}
	}
	return 0
}

// isSensible reports whether a number can be one of a page's; NaN can't.
func isSensible(x float64) bool { return math.Abs(x) < 1e11 }

func (l *lexer) list(end string, depth int) []operand {
	var out []operand
	most := max(l.most, maxOperands)
	for {
		o, op, ok := l.next(depth + 1)
		if !ok || op == end {
			return out
		}
		n := len(out)
		switch {
		case op == "R" && endInNumbers(out):
			out = append(out[:n-2], operand{kind: 'R', num: out[n-2].num})
			continue
		case !isValue(op):
			continue
		case op == "true":
			o = operand{kind: '/', str: op}
		}
		if l.held++; n < most && l.held < max(l.most, maxHeld) {
			out = append(out, o)
		}
	}
}

// endInNumbers reports whether the last two operands are numbers: those of an object.
func endInNumbers(out []operand) bool {
	n := len(out)
	return n > 1 && out[n-1].kind == '0' && out[n-2].kind == '0'
}

// isValue reports whether a word is none of the operators.
func isValue(op string) bool {
	switch op {
	case "", "null", "true", "false":
		return true
	}
	return false
}

func (l *lexer) skipSpace() {
	for l.pos < len(l.data) {
		switch c := l.data[l.pos]; {
		case isSpace(c):
			l.pos++
		case c == '%':
			for l.pos < len(l.data) && l.data[l.pos] != '\n' && l.data[l.pos] != '\r' {
				l.pos++
			}
		default:
			return
		}
	}
}

func isSpace(c byte) bool {
	switch c {
	case ' ', '\n', '\r', '\t', '\f', 0:
		return true
	}
	return false
}

func isDigit(c byte) bool { return c >= '0' && c <= '9' }

func isOctal(c byte) bool { return c >= '0' && c <= '7' }

func isDelimiter(c byte) bool {
	switch c {
	case '(', ')', '<', '>', '[', ']', '{', '}', '/', '%':
		return true
	}
	return isSpace(c)
}

func (l *lexer) word() string {
	from := l.pos
	for l.pos < len(l.data) && !isDelimiter(l.data[l.pos]) {
		l.pos++
	}
	return string(l.data[from:l.pos])
}

func (l *lexer) name() string {
	w := l.word()
	for i := 0; i+2 < len(w); i++ {
		if w[i] == '#' {
			if x, err := strconv.ParseUint(w[i+1:i+3], 16, 8); err == nil {
				w = w[:i] + string([]byte{byte(x)}) + w[i+3:]
			}
		}
	}
	return w
}

// literal reads (a string), with brackets in pairs and backslashes.
func (l *lexer) literal() string {
	var out []byte
	depth := 0
	for ; l.pos < len(l.data); l.pos++ {
		c := l.data[l.pos]
		switch c {
		case '(':
			if depth++; depth == 1 {
				continue
			}
		case ')':
			if depth--; depth == 0 {
				l.pos++
				return string(out)
			}
		case '\\':
			if b, ok := l.escape(); ok {
				out = append(out, b)
			}
			continue
		}
		out = append(out, c)
	}
	return string(out)
}

// escape reads what follows a backslash and stays on its last byte.
func (l *lexer) escape() (byte, bool) {
	l.pos++
	if l.pos >= len(l.data) {
		return 0, false
	}
	switch c := l.data[l.pos]; c {
	case 'n':
		return '\n', true
	case 'r':
		return '\r', true
	case 't':
		return '\t', true
	case 'b':
		return '\b', true
	case 'f':
		return '\f', true
	case '\r':
		if l.pos+1 < len(l.data) && l.data[l.pos+1] == '\n' {
			l.pos++
		}
		return 0, false
	case '\n':
		return 0, false
	case '0', '1', '2', '3', '4', '5', '6', '7':
		x := int(c - '0')
		for k := 0; k < 2 && l.pos+1 < len(l.data) && isOctal(l.data[l.pos+1]); k++ {
			l.pos++
			x = x*8 + int(l.data[l.pos]-'0')
		}
		return byte(x), true
	default:
		return c, true
	}
}

// hex reads <a string in hexadecimal>.
func (l *lexer) hex() string {
	var out []byte
	x, n := 0, 0
	for l.pos++; l.pos < len(l.data); l.pos++ {
		c := l.data[l.pos]
		switch {
		case c == '>':
			l.pos++
			if n%2 == 1 {
				out = append(out, byte(x<<4))
			}
			return string(out)
		case c >= '0' && c <= '9':
			x = x<<4 | int(c-'0')
		case c|32 >= 'a' && c|32 <= 'f':
			x = x<<4 | int(c|32-'a'+10)
		default:
			continue
		}
		if n++; n%2 == 0 {
			out = append(out, byte(x))
			x = 0
		}
	}
	return string(out)
}

// skipImage goes behind a picture within the content: from ID to EI.
func (l *lexer) skipImage() {
	for i := l.pos; i+2 < len(l.data); i++ {
		if !isSpace(l.data[i]) || l.data[i+1] != 'E' || l.data[i+2] != 'I' {
			continue
		}
		if i+3 == len(l.data) || isSpace(l.data[i+3]) {
			l.pos = i + 3
			return
		}
	}
	l.pos = len(l.data)
}
