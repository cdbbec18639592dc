package fonts

// Operators of Type 2 charstrings (Adobe Technical Note 5177).
const (
	opHstem     = 1
	opVstem     = 3
	opVmoveto   = 4
	opCallsubr  = 10
	opReturn    = 11
	opEscape    = 12
	opEndchar   = 14
	opHstemhm   = 18
	opHintmask  = 19
	opCntrmask  = 20
	opRmoveto   = 21
	opHmoveto   = 22
	opVstemhm   = 23
	opShortint  = 28
	opCallgsubr = 29
	opFixed     = 255
)

// Bounds of one glyph: those of the note are lower.
const (
	maxNesting  = 10
	maxOperands = 513
	maxSteps    = 1 << 17
)

// arity is how many operands an operator of two bytes takes to give one; those that it
// doesn't have clear the stack (the flexes) or are refused.
var arity = map[byte]int{3: 2, 4: 2, 5: 1, 9: 1, 10: 2, 11: 2, 12: 2, 14: 1, 15: 2, 24: 2, 26: 1}

// inliner writes a glyph's outline as one charstring, with the subroutines in their place.
type inliner struct {
	global, local *index
	out           []byte
	stack         []int // where in out each operand begins
	stems         int
	steps         int
	widthSeen     bool
	done          bool
}

// inline is the charstring of a glyph without subroutines, with a width of its own in the
// font's units, beside a nominal width of 0.
func (f *cffFont) inline(g Glyph, width int) ([]byte, error) {
	n, err := f.font(g)
	if err != nil {
		return nil, err
	}
	local, err := f.local(n)
	if err != nil {
		return nil, err
	}
	code, err := f.glyphs.item(int(g))
	if err != nil {
		return nil, err
	}
	x := &inliner{global: f.global, local: local, out: make([]byte, 0, 3*len(code)+16)}
	if err := x.run(code, 0); err != nil {
		return nil, err
	}
	if !x.done {
		if err := x.operator(opEndchar); err != nil {
			return nil, err
		}
	}
	out := append(appendNumber(nil, width), x.out...)
	if len(out) > maxCharString {
		return nil, errDamaged
	}
	return out, nil
}

// run copies a charstring or a subroutine.
func (x *inliner) run(code []byte, depth int) error {
	for at := 0; at < len(code) && !x.done; {
		x.steps++
		if x.steps > maxSteps || len(x.out) > maxCharString {
			return errDamaged
		}
		op := code[at]
		if n := numberLength(op); n > 0 {
			if at+n > len(code) || len(x.stack) == maxOperands {
				return errDamaged
			}
			x.stack = append(x.stack, len(x.out))
			x.out = append(x.out, code[at:at+n]...)
			at += n
			continue
		}
		at++
		switch op {
		case opReturn:
			return nil
		case opCallsubr, opCallgsubr:
			if err := x.call(op, depth); err != nil {
				return err
			}
		case opEscape:
			if at == len(code) {
				return errDamaged
			}
			if err := x.escape(code[at]); err != nil {
				return err
			}
			at++
		case opHintmask, opCntrmask:
			if err := x.operator(op); err != nil {
				return err
			}
			mask := (x.stems + 7) / 8
			if at+mask > len(code) {
				return errDamaged
			}
			x.out = append(x.out, code[at:at+mask]...)
			at += mask
		default:
			if err := x.operator(op); err != nil {
				return err
			}
		}
	}
	return nil
}

// call puts a subroutine in the place of its call. Its number, less a bias that depends on
// how many there are, is the last operand.
func (x *inliner) call(op byte, depth int) error {
	subrs := x.local
	if op == opCallgsubr {
		subrs = x.global
	}
	last := len(x.stack) - 1
	if last < 0 || depth == maxNesting {
		return errDamaged
	}
	number, ok := number(x.out[x.stack[last]:])
	if !ok {
		return errDamaged
	}
	x.out, x.stack = x.out[:x.stack[last]], x.stack[:last]
	switch {
	case subrs.count < 1240:
		number += 107
	case subrs.count < 33900:
		number += 1131
	default:
		number += 32768
	}
	code, err := subrs.item(number)
	if err != nil {
		return err
	}
	return x.run(code, depth+1)
}

// operator writes an operator that clears the stack. The first of them in a glyph may have
// the width below its operands, which is taken away.
func (x *inliner) operator(op byte) error {
	n := len(x.stack)
	own := n // the operands without the width
	switch op {
	case opHstem, opVstem, opHstemhm, opVstemhm, opHintmask, opCntrmask:
		own = n &^ 1
		x.stems += n / 2
	case opRmoveto:
		own = 2
	case opHmoveto, opVmoveto:
		own = 1
	case opEndchar:
		if own = 0; n > 1 {
			return errOldAccent
		}
		x.done = true
	}
	if !x.widthSeen {
		x.widthSeen = true
		if n == own+1 {
			end := len(x.out)
			if n > 1 {
				end = x.stack[1]
			}
			x.out = append(x.out[:0], x.out[end:]...)
		}
	}
	x.out, x.stack = append(x.out, op), x.stack[:0]
	return nil
}

// escape writes an operator of two bytes.
func (x *inliner) escape(op byte) error {
	const hflex, flex1 = 34, 37
	if op >= hflex && op <= flex1 {
		x.out, x.stack = append(x.out, opEscape, op), x.stack[:0]
		return nil
	}
	n, known := arity[op]
	if !known || len(x.stack) < n {
		return errDamaged
	}
	x.out = append(x.out, opEscape, op)
	x.stack = x.stack[:len(x.stack)-n+1]
	return nil
}

// numberLength is the length of the operand that begins with a byte, 0 for an operator.
func numberLength(b byte) int {
	switch {
	case b == opShortint:
		return 3
	case b == opFixed:
		return 5
	case b >= 247:
		return 2
	case b >= 32:
		return 1
	}
	return 0
}

// number is a whole number that is written there alone.
func number(b []byte) (int, bool) {
	switch first := int(b[0]); {
	case len(b) != numberLength(b[0]) || first == opFixed:
		return 0, false
	case first == opShortint:
		return table(b).i16(1), true
	case first >= 251:
		return -(first-251)*256 - int(b[1]) - 108, true
	case first >= 247:
		return (first-247)*256 + int(b[1]) + 108, true
	default:
		return first - 139, true
	}
}

// appendNumber writes a whole number as a charstring or a dictionary has it.
func appendNumber(b []byte, n int) []byte { return be16(append(b, opShortint), n) }
