package match

import (
	"regexp"
	"strconv"
	"strings"
	"unicode/utf8"

	"nianbao/export/source"
	"nianbao/model"
)

// head is what names the report.
type head struct {
	unit, title, date string
	year              int
	begin, end        int    // the title's first block, and the one behind it
	how               string // why the unit's name has to be looked at
}

// The lines of a title. What they allow of other words makes them large, and most
// commands read no file: they are built when the first is looked at.
var (
	// titleLine: unit, year, and that it is this report.
	titleLine = source.Expression(`^(.{0,60}?)[〔【\[（(]?(20[0-4]\d)[〕】\]）)]?年?度?(.{0,12}(?:信息|政务)公开.{0,12}(?:报告|年报))(?:[（(].{0,12}[）)])?$`)
	// yearTitle has the year before the unit.
	yearTitle = source.Expression(`^(20[0-4]\d)年?度?(.{2,40}?)((?:政府信息|政务)公开.{0,12}(?:报告|年报))$`)
	// emptyTitle is that of a form which nobody has filled in.
	emptyTitle = source.Expression(`^.{0,10}政府信息公开工作年度报告(?:格式)?(?:模板|样本|样式|范本|表式)?$`)
)

var (
	dateLine = regexp.MustCompile(`^[（(]?\s*((?:20)\d\d)\s*年\s*(\d{1,2})\s*月\s*(\d{1,2})\s*日\s*[）)]?$`)
	period   = regexp.MustCompile(`(20\d\d)年1月1日`)
)

// head finds title, unit, year and, below the title, the date.
func (m *matcher) head(o model.ReadOptions) head {
	h := head{unit: o.Unit, year: o.Year}
	to := len(m.blocks)
	if i, ok := m.at["1"]; ok {
		to = i
	} else if r := m.tableRange(); r[0] < to {
		to = r[0]
	}
	unit, year := m.title(&h, to)
	if h.unit == "" {
		h.unit = unit
	}
	if h.year == 0 {
		h.year = year
	}
	m.belowTitle(&h, to)
	for i := 0; i < len(m.blocks) && h.year == 0; i++ {
		if p := period.FindStringSubmatch(strings.ReplaceAll(m.blocks[i].Text, " ", "")); p != nil {
			h.year = number(p[1])
		}
	}
	signed, date := m.signed()
	if h.unit == "" {
		h.unit = signed
	} else if o.Unit == "" {
		m.wholeName(&h, signed)
	}
	if h.date == "" {
		h.date = date
	}
	h.unit = strings.TrimSpace(model.CleanText(h.unit))
	if model.CheckUnit(h.unit) != nil {
		h.unit = model.NoUnit
	}
	if model.CheckYear(h.year) != nil {
		h.year = 0
	}
	return h
}

// title looks for the title in up to three paragraphs in a row: inside the
// article, before it, then in the file's own title.
func (m *matcher) title(h *head, to int) (unit string, year int) {
	best := 0
	for _, outside := range []bool{false, true} {
		for i := to - 1; i >= 0; i-- {
			joined := ""
			for n := 0; n < 3 && i+n < to; n++ {
				b := &m.blocks[i+n]
				aside := b.outside && !outside
				if b.Table != nil || aside || utf8.RuneCountInString(b.Text) > 80 {
					break
				}
				joined += squeeze(b.Text)
				who, when, ok := titled(joined)
				if !ok {
					continue
				}
				score := 1
				if who != "" {
					score = 2
				}
				if score > best {
					best, unit, year, h.title, h.begin, h.end = score, who, when, joined, i, i+n+1
				}
			}
		}
		if best > 1 {
			break
		}
	}
	for i := 0; i < to && best == 0; i++ { // of an empty form
		if b := &m.blocks[i]; b.Table == nil && emptyTitle().MatchString(squeeze(b.Text)) {
			m.out.leave(b.Where, b.Text, "标题里没有单位和年度")
			h.end = i + 1
			break
		}
	}
	for k := range h.end {
		m.blocks[k].used = true
	}
	if whole := siteTitle(m.doc.Title); best < 2 {
		if who, when, ok := titled(whole); ok && who != "" {
			unit, year = who, when
			if h.title == "" {
				h.title = whole
			}
		}
	}
	return unit, year
}

// titled takes unit and year out of a title.
func titled(s string) (unit string, year int, ok bool) {
	if x := yearTitle().FindStringSubmatch(s); x != nil {
		return clean(x[2]), number(x[1]), true
	}
	if x := titleLine().FindStringSubmatch(s); x != nil {
		return clean(x[1]), number(x[2]), true
	}
	return "", 0, false
}

// siteTitle takes the name of the site off the title of a page.
func siteTitle(s string) string {
	s = squeeze(s)
	for _, sep := range []string{"-", "_", "|", "—"} {
		s, _, _ = strings.Cut(s, sep)
	}
	return s
}

func squeeze(s string) string {
	return strings.Join(strings.FieldsFunc(model.CleanText(s), func(r rune) bool { return isSpace(r) || r == '\n' }), "")
}

func clean(unit string) string { return strings.Trim(unit, "《》“”\"【】关于") }

// belowTitle steps over the unit and the date that many reports have there, and
// over what sites print below a title.
func (m *matcher) belowTitle(h *head, to int) {
	for i := h.end; i < to && h.end > 0; i++ {
		text := squeeze(m.blocks[i].Text)
		d := dateLine.FindStringSubmatch(text)
		switch {
		case m.blocks[i].Table != nil:
			return
		case d != nil:
			h.date = isoDate(d)
		case text == h.unit, siteLine(text):
		default:
			return
		}
		m.blocks[i].used, h.end = true, i+1
	}
}

// siteLine is what sites print round an article.
func siteLine(text string) bool {
	if utf8.RuneCountInString(text) > 60 {
		return false
	}
	for _, w := range []string{"发布时间", "发布日期", "信息来源", "来源：", "来源:", "浏览次数", "阅读次数", "字体：", "字号", "打印", "关闭", "分享", "索引号", "上一篇", "下一篇", "责任编辑",
		"扫一扫", "返回顶部", "版权所有", "ICP备", "网站标识码", "相关附件", "相关文档"} {
		if strings.HasPrefix(text, w) || strings.Contains(text, w) && utf8.RuneCountInString(text) < 30 {
			return true
		}
	}
	return false
}

// signed looks for unit and date below the last text.
func (m *matcher) signed() (unit, date string) {
	for i := len(m.blocks) - 1; i >= 0 && i > len(m.blocks)-40; i-- {
		b := &m.blocks[i]
		if b.Table != nil {
			return unit, date
		}
		if b.outside {
			continue
		}
		lines := strings.Split(b.Text, "\n")
		for k := len(lines) - 1; k >= 0; k-- {
			text := squeeze(lines[k])
			if d := dateLine.FindStringSubmatch(text); d != nil && date == "" {
				date = isoDate(d)
				continue
			}
			if date != "" && text != "" {
				if isUnit(text) {
					unit = text
				}
				return unit, date
			}
		}
	}
	return unit, date
}

// signature takes unit and date, and whatever a site prints below them, off the
// end of the last text.
func (m *matcher) signature(lines []string, h *head) []string {
	end := len(lines)
	for i := len(lines) - 1; i >= 0 && i >= len(lines)-12; i-- {
		if dateLine.MatchString(squeeze(lines[i])) {
			end = i
			if i > 0 && (isUnit(squeeze(lines[i-1])) || squeeze(lines[i-1]) == h.unit) {
				end--
			}
			break
		}
	}
	if end == len(lines) {
		for end > 0 && (siteLine(squeeze(lines[end-1])) || squeeze(lines[end-1]) == h.unit) {
			end--
		}
	}
	for _, l := range lines[end:] {
		if text := squeeze(l); text != h.unit && !isUnit(text) && !dateLine.MatchString(text) {
			m.out.leave("文末", l, "在落款以后，不是报告的内容")
		}
	}
	return lines[:end]
}

// isUnit reports whether a line can be the name of a body.
func isUnit(text string) bool {
	n := utf8.RuneCountInString(text)
	if n < 3 || n > 30 {
		return false
	}
	return !strings.ContainsAny(text, "。，；：、！？,.;:0123456789") && model.CheckUnit(text) == nil
}

func isoDate(d []string) string { return model.TidyDate(d[1] + "-" + d[2] + "-" + d[3]) }

func number(s string) int {
	n, err := strconv.Atoi(s)
	if err != nil { // the expressions take digits only
		return 0
	}
	return n
}
