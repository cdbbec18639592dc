package source

import (
	"strings"

	"golang.org/x/text/unicode/norm"
)

// Some PDF files and fonts have radicals and compatibility characters where the
// character itself is meant, and no eye tells them apart. Unicode's own equivalences
// have the Kangxi radicals (U+2F00) and the compatibility ideographs (U+F900), but
// few of the supplement's simplified ones (U+2E80).
var simplified = map[rune]rune{'⺟': '母', '⺠': '民', '⻁': '虎', '⻄': '西', '⻅': '见', '⻆': '角', '⻉': '贝', '⻋': '车', '⻓': '长', '⻔': '门', '⻘': '青', '⻙': '韦', '⻚': '页',
	'⻛': '风', '⻜': '飞', '⻝': '食', '⻢': '马', '⻣': '骨', '⻤': '鬼', '⻥': '鱼', '⻦': '鸟', '⻨': '麦', '⻩': '黄', '⻬': '齐', '⻮': '齿', '⻰': '龙', '⻳': '龟'}

// unified is the character that is meant.
func unified(r rune) rune {
	switch {
	case r < 0x2e80, r > 0x2fdf && r < 0xf900, r > 0xfaff:
		return r
	case simplified[r] != 0:
		return simplified[r]
	}
	return []rune(norm.NFKC.String(string(r)))[0] // these have one each
}

// Unify has every text of the document in the characters that are meant.
func (d *Document) Unify() {
	to := func(s *string) {
		if strings.ContainsFunc(*s, func(r rune) bool { return unified(r) != r }) {
			*s = strings.Map(unified, *s)
		}
	}
	to(&d.Title)
	for i := range d.Blocks {
		b := &d.Blocks[i]
		if to(&b.Text); b.Table == nil {
			continue
		}
		for k := range b.Table.Cells {
			to(&b.Table.Cells[k].Text)
		}
	}
}
