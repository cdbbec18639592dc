package check

import (
	"strings"
	"unicode/utf8"

	"nianbao/model"
)

// isDigit reports whether a character is a digit, plain or full width.
func isDigit(r rune) bool {
	plain, wide := r >= '0' && r <= '9', r >= '０' && r <= '９'
	return plain || wide
}

// numerals are those of isHanNumeral.
const numerals = "〇零一二三四五六七八九十百千两"

func isHanNumeral(r rune) bool {
	switch r {
	case '〇', '零', '一', '二', '三', '四', '五', '六', '七', '八', '九', '十', '百', '千', '两':
		return true
	}
	return false
}

// digitAt is the digit, plain or full width, at the front of s; size 0 for none.
func digitAt(s string) (digit int64, size int) {
	if s == "" {
		return 0, 0
	}
	if s[0] >= '0' && s[0] <= '9' {
		return int64(s[0] - '0'), 1
	}
	if r, n := utf8.DecodeRuneInString(s); r >= '０' && r <= '９' {
		return int64(r - '０'), n
	}
	return 0, 0
}

// arabicNumber reads a number as texts write it: 3119, 3,119, ３１１９, 1.2. It
// says how many decimal places and digits before the point there were, and how
// many bytes it took; 0 bytes where it is too large to be a count.
func arabicNumber(s string) (value model.Figure, places, size, digits int) {
	whole, frac := int64(0), int64(0)
	i, group := 0, 0
	for {
		if d, n := digitAt(s[i:]); n > 0 {
			if digits++; digits > len("99999999999") {
				return model.Blank, 0, 0, 0
			}
			whole, i, group = whole*10+d, i+n, group+1
			continue
		}
		if group <= 3 {
			if n := groupAt(s[i:]); n > 0 { // a thousands separator
				i, group = i+n, 0
				continue
			}
		}
		break
	}
	for _, point := range []string{".", "．"} {
		rest, ok := strings.CutPrefix(s[i:], point)
		if _, n := digitAt(rest); !ok || n == 0 {
			continue
		}
		i += len(point)
		for {
			d, n := digitAt(s[i:])
			if n == 0 {
				break
			}
			if places < model.Places {
				frac = frac*10 + d
				places++
			}
			i += n
		}
	}
	for k := places; k < model.Places; k++ {
		frac *= 10
	}
	return model.OfUnits(whole*model.Scale + frac), places, i, digits
}

// groupAt is the length of a thousands separator at the front of s, which three
// digits and no fourth must follow; 0 for none.
func groupAt(s string) int {
	for _, sep := range []string{",", "，"} {
		rest, ok := strings.CutPrefix(s, sep)
		if !ok {
			continue
		}
		for range 3 {
			_, n := digitAt(rest)
			if n == 0 {
				return 0
			}
			rest = rest[n:]
		}
		if _, n := digitAt(rest); n == 0 {
			return len(sep)
		}
	}
	return 0
}

// numeralValues are the Chinese numerals below ten.
var numeralValues = map[rune]int64{'〇': 0, '零': 0, '一': 1, '二': 2, '两': 2, '三': 3, '四': 4, '五': 5, '六': 6, '七': 7, '八': 8, '九': 9}

// chineseNumber reads Chinese numerals: 三十二, 一百零五, 两千, 一万二千.
func chineseNumber(s string) (model.Figure, bool) {
	total, section, digit := int64(0), int64(0), int64(-1)
	for _, r := range s {
		unit := numeralUnit(r)
		switch {
		case unit == 0:
			if digit > 0 {
				return model.Blank, false // 三二: no number
			}
			digit = numeralValues[r]
		case unit < 1e4:
			if digit < 0 {
				digit = 1 // 十二
			}
			section, digit = section+digit*unit, -1
		default:
			total, section, digit = (total+section+max(digit, 0))*unit, 0, -1
		}
		if total > model.MaxWhole {
			return model.Blank, false
		}
	}
	switch s {
	case "", "百", "千", "万", "亿":
		return model.Blank, false
	}
	return model.Count(total + section + max(digit, 0)), true
}

// numeralUnit is what 十, 百 … multiply by; 0 for another character.
func numeralUnit(r rune) int64 {
	switch r {
	case '十':
		return 10
	case '百':
		return 100
	case '千':
		return 1000
	case '万':
		return 1e4
	case '亿':
		return 1e8
	}
	return 0
}

// chineseYear reads 二〇二五.
func chineseYear(s string) (int, bool) {
	rs := []rune(s)
	if len(rs) != 4 {
		return 0, false
	}
	year := int64(0)
	for _, r := range rs {
		d, ok := numeralValues[r]
		if !ok {
			return 0, false
		}
		year = year*10 + d
	}
	return int(year), model.CheckYear(int(year)) == nil
}
