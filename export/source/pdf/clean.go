package pdf

import (
	"strings"

	"golang.org/x/text/unicode/norm"
)

// radicals are the CJK radicals that are characters by themselves, each followed
// by its character (Unicode's EquivalentUnifiedIdeograph.txt). A font draws both
// with one glyph, and what writes the file may take the wrong one of them back;
// browsers do. The Kangxi radicals are in Unicode's normal forms.
// One of them is 戶 there, which fonts for the mainland draw as 户.
const radicals = "\u2f3e户⺁厂⺈刀⺊卜⺎兀⺒巳⺓幺⺝月⺟母⺠民⺧牛⺩王⺪疋⺬示⺶羊⺼肉⺽臼⻁虎⻄西⻅见⻆角⻉贝⻋车⻑長⻓长⻔门⻗雨⻘青⻙韦⻚页⻛风⻜飞⻝食⻢马⻣骨⻤鬼⻥鱼⻦鸟⻧卤⻨麦⻩黄⻪黾⻫斉⻬齐⻭歯⻮齿⻯竜⻰龙⻱龜⻲亀⻳龟"

var unified = strings.NewReplacer(strings.Split(radicals, "")...)

// invisible reports whether a character is none that anybody sees.
func invisible(r rune) bool {
	switch r {
	case 0x7f, 0xfeff, 0xad:
		return true
	}
	return r < ' '
}

// clean makes of what a font's table gives the characters that people type:
// radicals, compatibility forms and joined letters are taken for the same.
func clean(s string) string {
	for _, r := range s {
		switch {
		case r >= 0x2E80 && r <= 0x2EFF, r == '\u2f3e':
			return unified.Replace(s)
		case r >= 0x2F00 && r <= 0x2FD5, r >= 0xF900 && r <= 0xFAFF, r >= 0xFB00 && r <= 0xFB06:
			return norm.NFKC.String(s)
		case invisible(r):
			return strings.Map(func(r rune) rune {
				if invisible(r) {
					return -1
				}
				return r
			}, s)
		}
	}
	return s
}
