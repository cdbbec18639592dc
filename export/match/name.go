package match

import (
	"regexp"
	"strings"
	"unicode/utf8"
)

var (
	// placeName is what a unit's name begins with, and does not end with.
	placeName = regexp.MustCompile(`(?:省|市|县|区|旗|盟|州|镇|乡|街道)$`)
	// rump is the end of a name whose beginning stands elsewhere.
	rump = regexp.MustCompile(`^(?:人民)?(?:政府|公署)(?:.{0,6}(?:办公室|办事处))?$|^(?:办公室|办事处|委员会|管理委员会|管委会|管理局|执法局|服务局|监督管理局)$|^.{0,2}$`)
)

// maxAbove is how many lines a title has above the one that names the year.
const maxAbove = 2

// wholeName completes the name of a unit of which the title's line has a part: the
// rest stands in the lines above, in the signature, or in what the file says of
// itself. Where nothing else says so, too, that has to be looked at.
func (m *matcher) wholeName(h *head, signed string) {
	part := h.unit
	known := m.names(signed)
	above := ""
	for k := 1; k <= maxAbove && h.begin-k >= 0 && h.end > 0; k++ {
		line := m.titleLine(h.begin - k)
		if line == "" {
			break
		}
		above = line + above
		whole := above + part
		sure := false
		for _, name := range known {
			sure = sure || name.text == whole
		}
		if !sure && !rump.MatchString(part) && !placeName.MatchString(line) {
			continue
		}
		if h.unit, h.how = whole, ""; !sure {
			h.how = "标题分成几行，连起来是「" + whole + "」"
		}
		h.title = above + h.title
		for i := h.begin - k; i < h.begin; i++ {
			m.blocks[i].used = true
		}
		h.begin -= k
		break
	}
	for _, name := range known {
		if name.text != h.unit && (strings.HasPrefix(name.text, h.unit) || strings.HasSuffix(name.text, h.unit)) {
			h.how = "标题里是「" + h.unit + "」，" + name.where + "是「" + name.text + "」，用了全的"
			h.unit = name.text
			return
		}
	}
	if h.how == "" && rump.MatchString(h.unit) {
		h.how = "标题里的单位只有「" + h.unit + "」，可能不全"
	}
}

// named is a name, and where it stands.
type named struct{ text, where string }

// names are those that the file has besides its title's.
func (m *matcher) names(signed string) (out []named) {
	add := func(name, where string) {
		if name = squeeze(name); isUnit(name) {
			out = append(out, named{name, where})
		}
	}
	add(signed, "落款")
	who, _, ok := titled(siteTitle(m.doc.Title))
	if !ok {
		who = m.doc.Title
	}
	add(who, "文件属性里的标题")
	add(m.doc.Author, "文件属性里的作者")
	return out
}

// titleLine is a block that may be a line of the title: a few words, and nothing
// that a site prints there.
func (m *matcher) titleLine(i int) string {
	b := &m.blocks[i]
	text := squeeze(b.Text)
	n := utf8.RuneCountInString(text)
	if b.Table != nil || b.outside || siteLine(text) {
		return ""
	}
	if n < 2 || n > 30 || strings.ContainsAny(text, "。，；：、！？,.;:0123456789〔〕【】()（）>《》-") {
		return ""
	}
	return text
}
