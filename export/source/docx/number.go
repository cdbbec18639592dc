package docx

import (
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"nianbao/export/source"
)

const (
	// levels is how many levels a list has.
	levels = 9
	// maxLists bounds the lists of a file, each with levels of its own; pasting
	// makes some thousands.
	maxLists = 30_000
	// maxLabel bounds the text that stands round the number, in bytes. Word takes
	// some hundred characters.
	maxLabel = 1_000
)

// numbering counts the paragraphs that Word numbers by itself: 一、 is often not
// in the text.
type numbering struct {
	lists map[string]*list // by numId
	long  bool             // a text round a number was too long and left out
}

// list is one way of counting on; several lists may share one counter.
type list struct {
	level   [levels]listLevel
	restart [levels]int // the number at which this list begins anew, -1 for going on
	counter *[levels]int
	byStyle map[string]int // level by paragraph style
}

type listLevel struct {
	start  int
	format string
	text   string // %1 to %9 stand for the counters
	legal  bool   // all counters in digits
	long   bool   // its text was too long
}

const notBegun = -1

type xmlLevel struct {
	Level string `xml:"ilvl,attr"`
	Start *val   `xml:"start"`
	// Where the format is newer than Word 2007 it stands within AlternateContent.
	Format    *val `xml:"numFmt"`
	NewFormat *struct {
		Val    string `xml:"val,attr"`
		Format string `xml:"format,attr"`
	} `xml:"AlternateContent>Choice>numFmt"`
	OldFormat *val `xml:"AlternateContent>Fallback>numFmt"`
	Text      *val `xml:"lvlText"`
	Legal     *val `xml:"isLgl"`
	Style     *val `xml:"pStyle"`
}

type xmlNumbering struct {
	Abstract []struct {
		ID       string     `xml:"abstractNumId,attr"`
		Level    []xmlLevel `xml:"lvl"`
		LinkTo   val        `xml:"numStyleLink"`
		LinkFrom val        `xml:"styleLink"`
	} `xml:"abstractNum"`
	Num []struct {
		ID       string `xml:"numId,attr"`
		Abstract val    `xml:"abstractNumId"`
		Override []struct {
			Level string    `xml:"ilvl,attr"`
			Start *val      `xml:"startOverride"`
			New   *xmlLevel `xml:"lvl"`
		} `xml:"lvlOverride"`
	} `xml:"num"`
}

func readNumbering(z *source.Zip, name string, styles styleSheet) (*numbering, error) {
	out := &numbering{lists: map[string]*list{}}
	var parsed xmlNumbering
	if err := z.Decode(name, &parsed); err != nil {
		return out, err
	}
	if len(parsed.Abstract)+len(parsed.Num) > maxLists {
		return out, source.ErrTooLong
	}
	abstract, linked := map[string]*list{}, map[string]string{}
	links := map[string]string{}
	for _, a := range parsed.Abstract {
		l := &list{counter: new([levels]int), byStyle: map[string]int{}}
		for i := range l.level {
			l.level[i].start = 1
			l.counter[i] = notBegun
		}
		for _, x := range a.Level {
			l.set(x)
		}
		abstract[a.ID] = l
		if a.LinkTo.Val != "" {
			links[a.ID] = a.LinkTo.Val
		}
		if a.LinkFrom.Val != "" {
			linked[a.LinkFrom.Val] = a.ID
		}
	}
	for _, n := range parsed.Num {
		base := abstract[n.Abstract.Val]
		if style, ok := links[n.Abstract.Val]; ok {
			if id, ok := linked[style]; ok && abstract[id] != nil {
				base = abstract[id]
			}
		}
		if base == nil || out.lists[n.ID] != nil {
			continue
		}
		l := *base
		for i := range l.restart {
			l.restart[i] = -1
		}
		for _, o := range n.Override {
			if o.New != nil {
				o.New.Level = o.Level
				l.set(*o.New)
			}
			i, err := strconv.Atoi(o.Level)
			known := err == nil && i >= 0 && i < levels
			if known && o.Start != nil {
				l.restart[i] = o.Start.number()
			}
		}
		out.lists[n.ID] = &l
	}
	return out, nil
}

func (l *list) set(x xmlLevel) {
	i, err := strconv.Atoi(x.Level)
	if err != nil || i < 0 || i >= levels {
		return
	}
	v := listLevel{start: 1, format: "decimal", text: x.Text.text(), legal: x.Legal != nil && on(x.Legal.Val)}
	if n := x.Start.number(); n >= 0 {
		v.start = n
	}
	switch {
	case x.Format != nil:
		v.format = x.Format.Val
	case x.NewFormat != nil && x.NewFormat.Val != "custom":
		v.format = x.NewFormat.Val
	case x.NewFormat != nil && strings.HasPrefix(x.NewFormat.Format, "0"): // 001, 002, …
		v.format = x.NewFormat.Format
	case x.OldFormat != nil:
		v.format = x.OldFormat.Val
	}
	if len(v.text) > maxLabel {
		v.text, v.long = "", true
	}
	l.level[i] = v
	if style := x.Style.text(); style != "" {
		l.byStyle[style] = i
	}
}

// next counts a paragraph and says what number Word shows before it, "" for
// none.
func (n *numbering) next(p *readParagraph, style *readStyle) string {
	id, level := p.numID, p.level
	if id == "" {
		id = style.numID
	}
	l := n.lists[id]
	if l == nil { // 0 takes a style's numbering away
		return ""
	}
	if level < 0 && p.numID == "" {
		if i, ok := l.byStyle[p.style]; ok {
			level = i
		} else {
			level = style.level
		}
	}
	level = max(level, 0)
	if level >= levels {
		return ""
	}
	l.count(level)
	x := &l.level[level]
	n.long = n.long || x.long
	if x.format == "bullet" || x.format == "none" {
		return ""
	}
	var b strings.Builder
	for text := x.text; text != ""; {
		at := strings.IndexByte(text, '%')
		if at < 0 || at+1 >= len(text) {
			b.WriteString(text)
			break
		}
		b.WriteString(text[:at])
		k := int(text[at+1]) - '1'
		if text = text[at+2:]; k < 0 || k >= levels {
			continue
		}
		format := l.level[k].format
		if x.legal {
			format = "decimal"
		}
		b.WriteString(formatNumber(l.counter[k], format))
	}
	return b.String()
}

// count moves a level on; those below begin anew, those above have begun.
func (l *list) count(level int) {
	switch {
	case l.restart[level] >= 0:
		l.counter[level], l.restart[level] = l.restart[level], -1
	case l.counter[level] == notBegun:
		l.counter[level] = l.level[level].start
	default:
		l.counter[level]++
	}
	for i := range l.counter {
		if i > level {
			l.counter[i] = notBegun
		} else if l.counter[i] == notBegun {
			l.counter[i] = l.level[i].start
		}
	}
}

// joinLabel puts a number before its text, apart where they would run together.
func joinLabel(label, text string) string {
	label, text = strings.TrimSpace(label), strings.TrimLeftFunc(text, unicode.IsSpace)
	if label == "" {
		return text
	}
	last, _ := utf8.DecodeLastRuneInString(label)
	first, _ := utf8.DecodeRuneInString(text)
	word, decimal := unicode.IsLetter(last) || unicode.IsNumber(last), last == '.' && unicode.IsDigit(first)
	if text != "" && (word || decimal) {
		return label + " " + text
	}
	return label + text
}

// Series of signs for 1, 2, 3, … in Word's formats.
var series = map[string]string{
	"ideographTraditional":         "甲乙丙丁戊己庚辛壬癸",
	"ideographZodiac":              "子丑寅卯辰巳午未申酉戌亥",
	"decimalEnclosedCircle":        "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳",
	"decimalEnclosedCircleChinese": "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳",
	"decimalEnclosedParen":         "⑴⑵⑶⑷⑸⑹⑺⑻⑼⑽⑾⑿⒀⒁⒂⒃⒄⒅⒆⒇",
	"decimalEnclosedFullstop":      "⒈⒉⒊⒋⒌⒍⒎⒏⒐⒑⒒⒓⒔⒕⒖⒗⒘⒙⒚⒛",
	"ideographEnclosedCircle":      "㊀㊁㊂㊃㊄㊅㊆㊇㊈㊉",
	"upperLetter":                  "ABCDEFGHIJKLMNOPQRSTUVWXYZ",
	"lowerLetter":                  "abcdefghijklmnopqrstuvwxyz",
}

// formatNumber writes a counter in one of Word's formats; in digits where the
// format has no sign for it or isn't known.
func formatNumber(n int, format string) string {
	digits := strconv.Itoa(n)
	switch format {
	case "chineseCounting", "chineseCountingThousand", "japaneseCounting", "taiwaneseCounting", "taiwaneseCountingThousand", "koreanCounting":
		return chineseNumber(n, "零一二三四五六七八九", "十", "百", "千")
	case "chineseLegalSimplified", "ideographLegalTraditional", "japaneseLegal":
		return chineseNumber(n, "零壹贰叁肆伍陆柒捌玖", "拾", "佰", "仟")
	case "ideographDigital", "japaneseDigitalTenThousand", "taiwaneseDigital", "koreanDigital2":
		return eachDigit(digits, "〇一二三四五六七八九")
	case "decimalFullWidth", "decimalFullWidth2":
		return eachDigit(digits, "０１２３４５６７８９")
	case "upperRoman":
		return romanNumber(n)
	case "lowerRoman":
		return strings.ToLower(romanNumber(n))
	case "decimalZero":
		format = "01"
	}
	if strings.HasPrefix(format, "0") { // as many digits as its own
		format, _, _ = strings.Cut(format, ",")
		return strings.Repeat("0", max(0, min(len(format), 10)-len(digits))) + digits
	}
	if signs := []rune(series[format]); n >= 1 && n <= len(signs) {
		return string(signs[n-1])
	}
	return digits
}

func eachDigit(digits, signs string) string {
	of := []rune(signs)
	return strings.Map(func(r rune) rune {
		if r >= '0' && r <= '9' {
			return of[r-'0']
		}
		return r
	}, digits)
}

// chineseNumber writes 0 to 9999: 十一, 一百〇二.
func chineseNumber(n int, digits string, units ...string) string {
	of := []rune(digits)
	if n == 0 {
		return string(of[0])
	}
	if n < 0 || n > 9999 {
		return strconv.Itoa(n)
	}
	out, gap := "", false
	for i, size := len(units), 1000; i >= 0; i, size = i-1, size/10 {
		d := n / size % 10
		if d == 0 {
			gap = out != ""
			continue
		}
		if gap {
			out, gap = out+string(of[0]), false
		}
		beginsWithTen := d == 1 && i == 1 && out == ""
		if !beginsWithTen || units[0] != "十" { // 十一, not 一十一
			out += string(of[d])
		}
		if i > 0 {
			out += units[i-1]
		}
	}
	return out
}

func romanNumber(n int) string {
	if n < 1 || n > 3999 {
		return strconv.Itoa(n)
	}
	values := []int{1000, 900, 500, 400, 100, 90, 50, 40, 10, 9, 5, 4, 1}
	signs := []string{"M", "CM", "D", "CD", "C", "XC", "L", "XL", "X", "IX", "V", "IV", "I"}
	out := ""
	for i, v := range values {
		for n >= v {
			out, n = out+signs[i], n-v
		}
	}
	return out
}
