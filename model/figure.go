package model

import (
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// Places is the number of decimal places that figures are held with, the most
// that any cell allows (amounts in 万元).
const Places = 4

// Scale is how many units of a figure one is; see [Figure.Units].
const Scale = 10000

// MaxWhole bounds the whole part of a figure: all cells of a report together
// stay far inside int64.
const MaxWhole = 99_999_999_999

// Figure is the content of a cell: blank, or a fixed-point number with four
// decimal places. The zero value is blank, which is not 0.
type Figure struct {
	units  int64 // 1/10000
	filled bool
}

// Blank is the content of a cell that nobody has filled in.
var Blank Figure

// Zero is the figure 0.
var Zero = Count(0)

// Count is the figure of a whole number, which must be within ±99,999,999,999.
func Count(n int64) Figure { return Figure{n * Scale, true} }

// OfUnits is the figure of so many 1/10000, for those who multiply and divide.
func OfUnits(units int64) Figure { return Figure{units, true} }

// Units is how many 1/10000 the figure is; 0 for a blank.
func (f Figure) Units() int64 { return f.units }

// Filled reports whether there is a figure at all.
func (f Figure) Filled() bool { return f.filled }

// IsZero reports whether the figure is 0; a blank is not.
func (f Figure) IsZero() bool { return f.filled && f.units == 0 }

// Sign is -1, 0 or 1; 0 for a blank.
func (f Figure) Sign() int {
	switch {
	case f.units < 0:
		return -1
	case f.units > 0:
		return 1
	}
	return 0
}

// Whole reports whether the figure has no decimal places.
func (f Figure) Whole() bool { return f.units%Scale == 0 }

// Add adds two figures; a blank adds nothing, and two blanks stay blank.
func (f Figure) Add(g Figure) Figure {
	return Figure{f.units + g.units, f.filled || g.filled}
}

// Sub subtracts g; a blank counts as nothing, and two blanks stay blank.
func (f Figure) Sub(g Figure) Figure {
	return Figure{f.units - g.units, f.filled || g.filled}
}

// String is the figure as the exchange file writes it: digits, a point where
// needed, no separators, and "" for a blank.
func (f Figure) String() string {
	if !f.filled {
		return ""
	}
	u, sign := f.units, ""
	if u < 0 {
		u, sign = -u, "-"
	}
	s := sign + strconv.FormatInt(u/Scale, 10)
	if frac := u % Scale; frac != 0 {
		s += "." + strings.TrimRight(fmt.Sprintf("%04d", frac), "0")
	}
	return s
}

// MarshalJSON writes the figure as a JSON number, a blank as null.
func (f Figure) MarshalJSON() ([]byte, error) {
	if !f.filled {
		return []byte("null"), nil
	}
	return []byte(f.String()), nil
}

// ParseDecimal reads a plain decimal as String and JSON write it; it may be
// negative. It fails on more than four decimal places, on exponents and on
// numbers too large to hold. "" is blank.
func ParseDecimal(s string) (Figure, error) {
	if s == "" {
		return Blank, nil
	}
	digits, neg := strings.CutPrefix(s, "-")
	whole, frac, point := strings.Cut(digits, ".")
	lacking := whole == "" || point && frac == ""
	if lacking || !AllDigits(whole) || !AllDigits(frac) {
		return Blank, fmt.Errorf("%q 不是数字", s)
	}
	frac = strings.TrimRight(frac, "0")
	if len(frac) > Places {
		return Blank, fmt.Errorf("%q 的小数超过 %d 位", s, Places)
	}
	n, err := strconv.ParseInt(whole, 10, 64)
	if err != nil || n > MaxWhole {
		return Blank, fmt.Errorf("%q 太大", s)
	}
	f, err := strconv.ParseInt((frac + "0000")[:Places], 10, 64)
	if err != nil {
		return Blank, fmt.Errorf("%q 不是数字", s)
	}
	units := n*Scale + f
	if neg {
		units = -units
	}
	return Figure{units, true}, nil
}

// AllDigits reports whether a text has no character beside 0 to 9.
func AllDigits(s string) bool {
	return strings.Trim(s, "0123456789") == ""
}

// ParseFigure reads what a clerk types or pastes into a cell of a column:
// full-width digits and signs, thousands separators and surrounding spaces are
// taken; everything else is refused with an error that says, in Chinese, why
// and what to type instead. Empty text is blank.
func ParseFigure(text string, col *Column) (Figure, error) {
	s := narrow(text)
	if s == "" {
		return Blank, nil
	}
	if err := refuseWords(s, col); err != nil {
		return Blank, err
	}
	s = strings.TrimPrefix(s, "+")
	s, negative := strings.CutPrefix(s, "-")
	if negative && !col.Signed {
		return Blank, refuseMinus(col)
	}
	s, err := joinThousands(s)
	if err != nil {
		return Blank, err
	}
	whole, frac, _ := strings.Cut(s, ".")
	none := whole == "" && frac == "" // a point and nothing else
	if whole == "" {
		whole = "0"
	}
	if none || !AllDigits(whole) || !AllDigits(frac) {
		return Blank, fmt.Errorf("「%s」不是数字，请只填阿拉伯数字（单位：%s）", Shorten(text), col.Unit)
	}
	frac = strings.TrimRight(frac, "0")
	switch {
	case len(frac) > col.Places && col.Places == 0:
		return Blank, fmt.Errorf("本格按「%s」计，要填整数，不能有小数", col.Unit)
	case len(frac) > col.Places:
		return Blank, fmt.Errorf("小数最多 %d 位（单位：%s），请四舍五入后再填", col.Places, col.Unit)
	}
	whole = strings.TrimLeft(whole, "0")
	if len(whole) > len(strconv.Itoa(MaxWhole)) {
		return Blank, fmt.Errorf("数字太大，本格最大 %d，请核对是否多输入了几位", int64(MaxWhole))
	}
	if whole == "" {
		whole = "0"
	}
	if frac != "" {
		whole += "." + frac
	}
	if negative {
		whole = "-" + whole
	}
	return ParseDecimal(whole)
}

// several are digits beside a blank or a sign that may part two figures, where comma and
// point belong.
var several = regexp.MustCompile(`(?:^|\d)[ \x{3000}\x{a0}\t、，。；;/]+\d`)

// LikeSeveral reports whether what [ParseFigure] takes for one figure may have been
// written for several: 300、321, 12 130. Typed, the screen shows at once what was made of it;
// in a file nobody sees it.
func LikeSeveral(text string) bool { return several.MatchString(text) }

// zeroWords are what clerks put where nothing has occurred. They are no figures:
// whether they are 0, somebody has to say.
var zeroWords = []string{"/", "\\", "-", "--", "—", "——", "无", "没有", "不适用", "空", "零"}

// hanDigits are Chinese numerals, which no cell takes.
const hanDigits = "一二三四五六七八九十百千零〇两"

var errHanDigits = errors.New("请用阿拉伯数字（0-9）")

// refuseWords explains the kinds of text that clerks put where a figure belongs.
func refuseWords(s string, col *Column) error {
	if slices.Contains(zeroWords, s) {
		return fmt.Errorf("没有发生请填 0，不要填「%s」", s)
	}
	if less := strings.TrimLeft(s, "减负"); less != s && !col.Signed {
		if n := strings.TrimRight(less, units); n != "" && AllDigits(n) {
			return refuseMinus(col)
		}
	}
	if strings.ContainsAny(s, "eE") && strings.Trim(s, "0123456789.+-eE") == "" {
		return errors.New("不能用科学计数法，请把数字写全")
	}
	if strings.Trim(s, hanDigits) == "" {
		return errHanDigits
	}
	return refuseUnit(s, col)
}

// refuseMinus says what belongs in a column instead of a negative figure.
func refuseMinus(col *Column) error {
	if col.Fewer != "" {
		return errors.New("不能填负数：" + col.Fewer)
	}
	return fmt.Errorf("不能填负数：没有发生填 0，有的填实际的数（单位：%s）", col.Unit)
}

// measures are the Chinese units of numbers, the longer first.
var measures = []struct {
	word  string
	times int64
}{{"千万", 1e7}, {"百万", 1e6}, {"万", 1e4}, {"亿", 1e8}, {"千", 1e3}, {"百", 1e2}}

// units are what stands behind figures that are not bare.
const units = "件条元起次例项个宗份户家人部案篇万亿千百"

// refuseUnit explains a figure with a unit behind it, in that of the column.
func refuseUnit(s string, col *Column) error {
	if n := strings.TrimRight(s, "%％‰"); n != s && strings.Trim(n, "0123456789.,") == "" {
		return fmt.Errorf("本格按「%s」计，不要填百分比，请填实际的数", col.Unit)
	}
	digits := strings.TrimRight(s, units)
	if digits == s || strings.Trim(digits, "0123456789.,"+hanDigits) != "" {
		return nil
	}
	if digits == "" || strings.Trim(digits, "0123456789.,") != "" {
		return errHanDigits // 两件
	}
	unit, times := s[len(digits):], int64(1)
	for _, m := range measures {
		if strings.HasPrefix(unit, m.word) {
			times = m.times
			break
		}
	}
	inMoney, money := col.Unit == "万元", strings.HasSuffix(unit, "元")
	switch {
	case money && !inMoney:
		return fmt.Errorf("本格按「%s」计，不是金额，请填实际的数", col.Unit)
	case inMoney && times == 1e4:
		return fmt.Errorf("本格单位已是万元，请只填数字「%s」", Shorten(digits))
	case inMoney && (money || times > 1):
		return fmt.Errorf("本格单位是万元，请把%s换算成万元再填%s", strings.TrimSuffix(unit, "元")+"元", scaled(digits, times, 1e4))
	case times > 1:
		return fmt.Errorf("不要写「%s」，本格按「%s」计，请把数字写全%s", unit, col.Unit, scaled(digits, times, 1))
	}
	return fmt.Errorf("只填数字，不要带单位：请填「%s」", digits)
}

// scaled says what a figure comes to in a measure of so many, of which there are so many
// times; "" where it is none, too much for a cell, or not exact.
func scaled(digits string, times, of int64) string {
	digits, err := joinThousands(digits)
	if err != nil {
		return ""
	}
	v, err := ParseDecimal(digits)
	if fits := err == nil && v.units <= MaxWhole/times*Scale; !fits || v.units*times%of != 0 {
		return ""
	}
	return "：" + Figure{v.units * times / of, true}.String()
}

// joinThousands takes out thousands separators (comma or space) that stand
// where they belong, and refuses the others: 12,34 may be a slip of the finger.
func joinThousands(s string) (string, error) {
	if !strings.ContainsAny(s, ", ") {
		return s, nil
	}
	whole, frac, point := strings.Cut(s, ".")
	groups := strings.FieldsFunc(whole, func(r rune) bool { return r == ',' || r == ' ' })
	separators := strings.Count(whole, ",") + strings.Count(whole, " ")
	ok := separators == len(groups)-1 && !strings.ContainsAny(frac, ", ")
	for i, g := range groups {
		if !AllDigits(g) {
			return s, nil // not a number at all: let the caller say so
		}
		fits := len(g) == 3 || i == 0 && len(g) < 3
		ok = ok && fits
	}
	if !ok {
		return "", errors.New("数字中间的逗号或空格位置不对，请去掉逗号和空格再填")
	}
	whole = strings.Join(groups, "")
	if point {
		whole += "." + frac
	}
	return whole, nil
}

// narrow turns full-width digits, signs and spaces into plain ones and trims.
func narrow(text string) string {
	s := strings.Map(func(r rune) rune {
		switch {
		case r >= '！' && r <= '～':
			return r - '！' + '!'
		case r == '。' || r == '．':
			return '.'
		case r == '、':
			return ','
		case r == '−' || r == '–' || r == '﹣':
			return '-'
		case r == '\u3000', r == '\u00a0', r == '\u202f', r == '\u2009', r == '\t':
			return ' '
		case r == '\u200b', r == '\ufeff', r == '\r', r == '\n':
			return -1
		}
		return r
	}, text)
	return strings.TrimSpace(s)
}

// Shorten is a text from outside as sentences quote it: its first dozen characters.
func Shorten(s string) string {
	s = strings.Map(func(r rune) rune {
		if r < ' ' || r == 0x7f {
			return -1
		}
		return r
	}, strings.TrimSpace(s))
	if r := []rune(s); len(r) > 12 {
		return string(r[:12]) + "…"
	}
	return s
}
