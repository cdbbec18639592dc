package ofd_test

import (
	"strconv"
	"strings"
	"unicode/utf8"
)

// The report that every maker's file holds. Nothing here is derived through a reader
// or through the form: the cells' names and labels are those of the notice, written out.

const (
	makersUnit  = "侯集镇人民政府"
	makersTitle = "侯集镇人民政府2025年政府信息公开工作年度报告"
	makersDate  = "2026年1月15日"
)

// makersTexts are the paragraphs by section.
var makersTexts = map[string][]string{
	"0": {"根据《中华人民共和国政府信息公开条例》（国务院令第711号）第五十条的规定，编制本报告。本报告所列数据的统计期限自2025年1月1日起至12月31日止。"},
	"1": {
		"2025年，侯集镇坚持“以公开为常态、不公开为例外”，全年公开政府信息1,286条，比上年增长6.7%，其中重点领域信息51条。",
		"（一）主动公开情况。通过县政府门户网站公开信息 62 条，网址https://www.example.gov.cn/xxgk/zfxxgknb/art_123.html。",
		"（二）依申请公开情况。收到的申请全部按期答复，没有收取信息处理费。",
		"（三）政府信息管理、平台建设和监督保障情况。健全保密审查制度，开展社会评议一次，满意率为98.5%，没有责任追究的情形。",
	},
	"5": {
		"（一）存在的主要问题。一是㛃家村等3个村的公开栏更新不及时；二是政策解读形式单一。",
		"（二）改进情况。明确专人负责，按月检查，全年整改问题12个。",
	},
	"6": {"本年度没有收取信息处理费，没有其他需要报告的事项。"},
}

var (
	makersColumns    = []string{"natural_person", "business", "research", "welfare", "legal_service", "other_org"}
	makersColumnHead = []string{"自然人", "商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他", "总计"}
	makersOutcomes   = []string{"upheld", "corrected", "other", "pending"}
)

// handledRows are the 21 rows of what became of an application, by group.
var handledRows = []struct {
	group string // "" for a row of its own
	key   string
	label string
}{
	{"", "granted", "（一）予以公开"},
	{"", "partial", "（二）部分公开（区分处理的，只计这一情形，不计其他情形）"},
	{"（三）不予公开", "denied_secret", "1.属于国家秘密"},
	{"（三）不予公开", "denied_law", "2.其他法律行政法规禁止公开"},
	{"（三）不予公开", "denied_security", "3.危及“三安全一稳定”"},
	{"（三）不予公开", "denied_third_party", "4.保护第三方合法权益"},
	{"（三）不予公开", "denied_internal", "5.属于三类内部事务信息"},
	{"（三）不予公开", "denied_process", "6.属于四类过程性信息"},
	{"（三）不予公开", "denied_case_file", "7.属于行政执法案卷"},
	{"（三）不予公开", "denied_inquiry", "8.属于行政查询事项"},
	{"（四）无法提供", "unavailable_not_held", "1.本机关不掌握相关政府信息"},
	{"（四）无法提供", "unavailable_to_create", "2.没有现成信息需要另行制作"},
	{"（四）无法提供", "unavailable_unclear", "3.补正后申请内容仍不明确"},
	{"（五）不予处理", "refused_petition", "1.信访举报投诉类申请"},
	{"（五）不予处理", "refused_repeat", "2.重复申请"},
	{"（五）不予处理", "refused_publication", "3.要求提供公开出版物"},
	{"（五）不予处理", "refused_excessive", "4.无正当理由大量反复申请"},
	{"（五）不予处理", "refused_confirm", "5.要求行政机关确认或重新出具已获取信息"},
	{"（六）其他处理", "other_uncorrected", "1.申请人无正当理由逾期不补正、行政机关不再处理其政府信息公开申请"},
	{"（六）其他处理", "other_unpaid", "2.申请人逾期未按收费通知要求缴纳费用、行政机关不再处理其政府信息公开申请"},
	{"（六）其他处理", "other", "3.其他"},
}

// makersTruth are the 200 figures by cell, as printed; the sums are taken here.
func makersTruth() map[string]string {
	truth := map[string]string{
		"2.rules.issued": "0", "2.rules.repealed": "0", "2.rules.in_force": "0",
		"2.normative.issued": "16", "2.normative.repealed": "3", "2.normative.in_force": "108",
		"2.licensing.decided": "2154", "2.penalty.decided": "47", "2.compulsion.decided": "9",
		"2.fees.amount": "96171.6052",
	}
	totals := map[string]int{}
	put := func(row, column string, n int) {
		truth["3."+row+"."+column] = strconv.Itoa(n)
		totals[row] += n
	}
	for j, column := range makersColumns {
		processed := 0
		for i, row := range handledRows {
			n := (i*7 + j*5 + i*j) % 23
			if i == 0 && j == 0 {
				n = 1207
			}
			processed += n
			put(row.key, column, n)
		}
		in, out := 2*j+1, j+11
		put("carried_in", column, in)
		put("carried_out", column, out)
		put("processed", column, processed)
		put("received", column, processed+out-in)
	}
	for row, n := range totals {
		truth["3."+row+".total"] = strconv.Itoa(n)
	}
	for i, row := range []string{"reconsideration", "direct_suit", "suit_after"} {
		total := 0
		for j, column := range makersOutcomes {
			n := (i*4+j*3)%7 + 10*((i+j)%2)
			total += n
			truth["4."+row+"."+column] = strconv.Itoa(n)
		}
		truth["4."+row+".total"] = strconv.Itoa(total)
	}
	return truth
}

// tableCell is a cell of a table to be laid out.
type tableCell struct {
	row, col, rows, cols int
	text                 string
	figure               bool
	cell                 string // the form's name of a figure
}

type table struct {
	widths []float64 // of the columns, in mm
	heads  int       // rows that are the table's head
	cells  []tableCell
}

func (t *table) put(row, col, rows, cols int, text string) {
	t.cells = append(t.cells, tableCell{row: row, col: col, rows: rows, cols: cols, text: text})
}

func (t *table) figure(truth map[string]string, row, col, cols int, cell string) {
	t.cells = append(t.cells, tableCell{row: row, col: col, rows: 1, cols: cols, text: truth[cell], figure: true, cell: cell})
}

func disclosureTable(truth map[string]string) *table {
	t := &table{widths: []float64{48, 36, 36, 36}}
	t.put(0, 0, 1, 4, "第二十条第（一）项")
	for i, s := range []string{"信息内容", "本年制发件数", "本年废止件数", "现行有效件数"} {
		t.put(1, i, 1, 1, s)
	}
	for i, row := range [][2]string{{"rules", "规章"}, {"normative", "行政规范性文件"}} {
		t.put(2+i, 0, 1, 1, row[1])
		for j, column := range []string{"issued", "repealed", "in_force"} {
			t.figure(truth, 2+i, 1+j, 1, "2."+row[0]+"."+column)
		}
	}
	row := 4
	for _, block := range []struct {
		heading, head, column string
		rows                  [][2]string
	}{
		{"第二十条第（五）项", "本年处理决定数量", "decided", [][2]string{{"licensing", "行政许可"}}},
		{"第二十条第（六）项", "本年处理决定数量", "decided", [][2]string{{"penalty", "行政处罚"}, {"compulsion", "行政强制"}}},
		{"第二十条第（八）项", "本年收费金额（单位：万元）", "amount", [][2]string{{"fees", "行政事业性收费"}}},
	} {
		t.put(row, 0, 1, 4, block.heading)
		t.put(row+1, 0, 1, 1, "信息内容")
		t.put(row+1, 1, 1, 3, block.head)
		row += 2
		for _, r := range block.rows {
			t.put(row, 0, 1, 1, r[1])
			t.figure(truth, row, 1, 3, "2."+r[0]+"."+block.column)
			row++
		}
	}
	return t
}

func applicationsTable(truth map[string]string) *table {
	t := &table{widths: []float64{14, 18, 48, 12, 11, 11, 11, 11, 11, 11}, heads: 3}
	t.put(0, 0, 3, 3, "（本列数据的勾稽关系为：第一项加第二项之和，等于第三项加第四项之和）")
	t.put(0, 3, 1, 7, "申请人情况")
	t.put(1, 3, 2, 1, makersColumnHead[0])
	t.put(1, 4, 1, 5, "法人或其他组织")
	t.put(1, 9, 2, 1, makersColumnHead[6])
	for i := 1; i < 6; i++ {
		t.put(2, 3+i, 1, 1, makersColumnHead[i])
	}
	figures := func(row int, key string) {
		for j, column := range append(makersColumns[:6:6], "total") {
			t.figure(truth, row, 3+j, 1, "3."+key+"."+column)
		}
	}
	t.put(3, 0, 1, 3, "一、本年新收政府信息公开申请数量")
	figures(3, "received")
	t.put(4, 0, 1, 3, "二、上年结转政府信息公开申请数量")
	figures(4, "carried_in")
	t.put(5, 0, 22, 1, "三、本年度办理结果")
	row := 5
	for i, r := range handledRows {
		switch {
		case r.group == "":
			t.put(row, 1, 1, 2, r.label)
		default:
			if handledRows[i-1].group != r.group {
				n := 0
				for _, other := range handledRows {
					if other.group == r.group {
						n++
					}
				}
				t.put(row, 1, n, 1, r.group)
			}
			t.put(row, 2, 1, 1, r.label)
		}
		figures(row, r.key)
		row++
	}
	t.put(row, 1, 1, 2, "（七）总计")
	figures(row, "processed")
	t.put(row+1, 0, 1, 3, "四、结转下年度继续办理")
	figures(row+1, "carried_out")
	return t
}

func litigationTable(truth map[string]string, width float64) *table {
	t := &table{heads: 3}
	for range 15 {
		t.widths = append(t.widths, width/15)
	}
	t.put(0, 0, 2, 5, "行政复议")
	t.put(0, 5, 1, 10, "行政诉讼")
	t.put(1, 5, 1, 5, "未经复议直接起诉")
	t.put(1, 10, 1, 5, "复议后起诉")
	for i, row := range []string{"reconsideration", "direct_suit", "suit_after"} {
		for j, head := range []string{"结果维持", "结果纠正", "其他结果", "尚未审结", "总计"} {
			t.put(2, 5*i+j, 1, 1, head)
			t.figure(truth, 3, 5*i+j, 1, "4."+row+"."+append(makersOutcomes[:4:4], "total")[j])
		}
	}
	return t
}

// advance is how far a character of size 1 moves the pen.
func advance(r rune) float64 {
	if r < 0x2000 {
		return 0.5
	}
	return 1
}

func lengthOf(s string, size float64) (w float64) {
	for _, r := range s {
		w += advance(r) * size
	}
	return w
}

// wrap breaks a text into lines no wider than a width; the first one has an indent, by
// which running text is known: a sign may hang in its margin.
func wrap(s string, size, width, indent float64) (lines []string) {
	var line strings.Builder
	at := indent
	for _, r := range s {
		w := advance(r) * size
		hanging := indent > 0 && strings.ContainsRune("，。；、）”：", r)
		if at+w > width+1e-6 && !hanging && line.Len() > 0 {
			lines = append(lines, line.String())
			line.Reset()
			at = 0
		}
		line.WriteRune(r)
		at += w
	}
	return append(lines, line.String())
}

// run is a line of characters on a page, lengths in mm, y of the baseline.
type run struct {
	x, y, size float64
	text       string
	cell       string // of a figure in a table
}

func (r run) width() float64 { return lengthOf(r.text, r.size) }

// deltas are the steps from each character to the next.
func (r run) deltas() []float64 {
	out := make([]float64, 0, utf8.RuneCountInString(r.text))
	for _, c := range r.text {
		out = append(out, advance(c)*r.size)
	}
	return out[:max(0, len(out)-1)]
}

// box is a cell's frame, in mm.
type box struct{ x, y, w, h float64 }

// sheet is a page as every maker draws it.
type sheet struct {
	w, h  float64
	turn  bool // it's to be drawn on paper of h × w, turned clockwise by a quarter
	runs  []run
	boxes []box
	heads []box // the frames that have a shade
}

// manner is in what the makers' pages differ.
type manner struct {
	right     bool // figures stand at the right of their cells
	repeat    bool // the head of a table stands on each of its pages
	landscape bool // section four has a page of its own, wider than high
	turned    bool // that page is drawn turned
	numbers   bool
}

const (
	marginX, marginTop, marginBottom = 27.0, 30.0, 30.0
	bodySize, bodyLine               = 5.6444, 9.8778
	cellSize, cellLine               = 3.175, 4.1
)

// setter sets the report on sheets.
type setter struct {
	manner
	sheets []*sheet
	y      float64
}

func (s *setter) page(w, h float64) {
	s.sheets = append(s.sheets, &sheet{w: w, h: h})
	s.y = marginTop
}

func (s *setter) last() *sheet { return s.sheets[len(s.sheets)-1] }

// line sets one line: align -1 left, 0 centred, 1 right.
func (s *setter) line(text string, size, x float64, align int) {
	if s.y+bodyLine > s.last().h-marginBottom {
		s.page(210, 297)
	}
	r := run{x: x, y: s.y + bodyLine*0.72, size: size, text: text}
	switch align {
	case 0:
		r.x = (s.last().w - r.width()) / 2
	case 1:
		r.x = s.last().w - marginX - 2*size - r.width()
	}
	s.last().runs = append(s.last().runs, r)
	s.y += bodyLine
}

func (s *setter) paragraphs(all []string) {
	for _, p := range all {
		for i, line := range wrap(p, bodySize, s.last().w-2*marginX, 2*bodySize) {
			x := marginX
			if i == 0 {
				x += 2 * bodySize
			}
			s.line(line, bodySize, x, -1)
		}
	}
}

func (s *setter) heading(text string) { s.line(text, bodySize, marginX+2*bodySize, -1) }

// table sets a table, broken between rows where the page ends.
func (s *setter) table(t *table) {
	left := make([]float64, len(t.widths)+1)
	left[0] = marginX
	for i, w := range t.widths {
		left[i+1] = left[i] + w
	}
	var heights []float64
	for _, c := range t.cells {
		for c.row+c.rows > len(heights) {
			heights = append(heights, cellLine+2)
		}
		if c.rows == 1 {
			n := len(wrap(c.text, cellSize, left[c.col+c.cols]-left[c.col]-2, 0))
			heights[c.row] = max(heights[c.row], float64(n)*cellLine+2)
		}
	}
	for from := 0; from < len(heights); {
		top, to := s.y, from
		repeated := s.repeat && from > 0
		if repeated {
			for i := range t.heads {
				top += heights[i]
			}
		}
		bottom := top
		for to < len(heights) && bottom+heights[to] < s.last().h-marginBottom {
			bottom += heights[to]
			to++
		}
		if to == from {
			s.page(210, 297)
			continue
		}
		if repeated {
			s.rows(t, left, heights, 0, t.heads, s.y)
		}
		s.rows(t, left, heights, from, to, top)
		s.y = bottom + 4
		from = to
		if from < len(heights) {
			s.page(210, 297)
		}
	}
}

// rows sets the rows of a table from one up to another; the rest of a cell that began
// before has a frame and no text.
func (s *setter) rows(t *table, left, heights []float64, from, to int, top float64) {
	at := func(row int) float64 {
		y := top
		for i := from; i < row; i++ {
			y += heights[i]
		}
		return y
	}
	for _, c := range t.cells {
		first, end := max(c.row, from), min(c.row+c.rows, to)
		if first >= end {
			continue
		}
		b := box{left[c.col], at(first), left[c.col+c.cols] - left[c.col], at(end) - at(first)}
		s.last().boxes = append(s.last().boxes, b)
		if c.row < t.heads {
			s.last().heads = append(s.last().heads, b)
		}
		if c.row < from {
			continue
		}
		lines := wrap(c.text, cellSize, b.w-2, 0)
		y := b.y + (b.h-float64(len(lines))*cellLine)/2 + cellLine*0.78
		for _, line := range lines {
			r := run{y: y, size: cellSize, text: line, cell: c.cell}
			switch {
			case c.figure && s.right:
				r.x = b.x + b.w - 1 - r.width()
			case c.figure || c.row < t.heads || c.cols > 3:
				r.x = b.x + (b.w-r.width())/2
			default:
				r.x = b.x + 1
			}
			s.last().runs = append(s.last().runs, r)
			y += cellLine
		}
	}
}

// makersSheets are the report's pages in a manner.
func makersSheets(m manner) []*sheet {
	s := &setter{manner: m}
	truth := makersTruth()
	s.page(210, 297)
	for _, line := range []string{makersUnit, "2025年政府信息公开工作年度报告"} {
		s.line(line, 7.7611, 0, 0)
	}
	s.y += 6
	s.paragraphs(makersTexts["0"])
	s.heading("一、总体情况")
	s.paragraphs(makersTexts["1"])
	s.heading("二、主动公开政府信息情况")
	s.table(disclosureTable(truth))
	s.heading("三、收到和处理政府信息公开申请情况")
	s.table(applicationsTable(truth))
	if m.landscape || m.turned {
		s.page(297, 210)
		s.last().turn = m.turned
	}
	s.heading("四、政府信息公开行政复议、行政诉讼情况")
	s.table(litigationTable(truth, s.last().w-2*marginX))
	if m.landscape || m.turned {
		s.page(210, 297)
	}
	s.heading("五、存在的主要问题及改进情况")
	s.paragraphs(makersTexts["5"])
	s.heading("六、其他需要报告的事项")
	s.paragraphs(makersTexts["6"])
	s.y += bodyLine
	s.line(makersUnit, bodySize, 0, 1)
	s.line(makersDate, bodySize, 0, 1)
	if m.numbers {
		for i, x := range s.sheets {
			text := "— " + strconv.Itoa(i+1) + " —"
			x.runs = append(x.runs, run{x: (x.w - lengthOf(text, 4.9)) / 2, y: x.h - 18, size: 4.9, text: text})
		}
	}
	return s.sheets
}
