package infographic

import (
	"bytes"
	"encoding/xml"
	"fmt"
	"image/png"
	"io"
	"slices"
	"strings"
	"testing"

	"nianbao/export/tooltest"
	"nianbao/model"
)

// zeros is a report in which nothing happened.
func zeros(form *model.Form, unit string, year int) *model.Report {
	r := model.NewReport(form, unit, model.County, year)
	for _, c := range form.Cells() {
		if !c.Computed() {
			r.Figures[c.ID] = model.Zero
		}
	}
	r.Date = fmt.Sprintf("%d-01-15", year+1)
	return r
}

func reports() (now, last *model.Report) {
	now, last = zeros(model.Form2021, "侯集镇人民政府<b>", 2025), zeros(model.Form2021, "侯集镇人民政府<b>", 2024)
	for id, n := range map[model.CellID]int64{"3.granted.natural_person": 310, "3.partial.business": 95, "3.denied_law.research": 31, "3.refused_repeat.natural_person": 12,
		"3.carried_out.other_org": 7, "3.received.natural_person": 322, "3.received.business": 133, "2.licensing.decided": 88, "4.reconsideration.upheld": 3, "4.suit_after.other": 2} {
		now.Figures[id], last.Figures[id] = model.Count(n), model.Count(n/2)
	}
	return now, last
}

// words is all that an SVG says, a line of text each; it fails the test where the
// picture holds anything but shapes.
func words(t *testing.T, p *Picture) string {
	t.Helper()
	var b bytes.Buffer
	if err := WriteSVG(&b, p); err != nil {
		t.Fatal(err)
	}
	out := ""
	for dec := xml.NewDecoder(&b); ; {
		token, err := dec.Token()
		if err == io.EOF {
			return out
		}
		if err != nil {
			t.Fatal(err)
		}
		switch x := token.(type) {
		case xml.StartElement:
			if !slices.Contains([]string{"svg", "title", "desc", "rect", "text"}, x.Name.Local) {
				t.Errorf("element %s", x.Name.Local)
			}
		case xml.CharData:
			out += string(x) + "|"
		}
	}
}

func wants(t *testing.T, words string, want ...string) {
	t.Helper()
	for _, w := range want {
		if !strings.Contains(words, w) {
			t.Errorf("%q is missing: %.300s…", w, words)
		}
	}
}

// TestChart: every figure with its part of the whole, in words too.
func TestChart(t *testing.T) {
	now, last := reports()
	for _, before := range []*model.Report{nil, last} {
		got := words(t, Charts(now, before, false)[0])
		wants(t, got, "予以公开", "310件  68.1%", "部分公开", "95件  20.9%", "结转下年度", "7件  1.5%", "2025年应办理 455 件", "侯集镇人民政府<b>")
		if strings.Contains(got, "2024年 155件  68.6%") != (before != nil) {
			t.Errorf("last year: %s", got)
		}
	}
}

// TestPictureHoldsTheReport: the four key figures, every table, who applied, the year
// before, and whose figures these are.
func TestPictureHoldsTheReport(t *testing.T) {
	now, last := reports()
	alone := words(t, Compose(now, nil, false))
	wants(t, alone, "一图读懂", "侯集镇人民政府<b>|", "2025年政府信息公开工作年度报告|", "新收公开申请|", "455|", "行政复议、行政诉讼|", "行政许可|", "88|",
		"部分公开|", "95件  20.9%|", "商业企业|", "133件  29.2%|", "行政复议，结果维持 3件，", "尚未审结 0件，总计 3件。", "行政诉讼 复议后起诉|", "数据来源", "2026年1月15日")
	if strings.Contains(alone, "与上年相比") {
		t.Error("a comparison with a year that isn't known")
	}
	both := words(t, Compose(now, last, false))
	wants(t, both, "与上年相比", "2024年|", "227|", "增加 228件", "持平")
	if draft := words(t, Compose(now, last, true)); !strings.Contains(draft, "|草稿（未定稿，不得对外发布）|") || !strings.Contains(draft, "【草稿】") {
		t.Error("a draft isn't marked")
	}
}

func TestZeroReportSaysSo(t *testing.T) {
	got := words(t, Compose(zeros(model.Form2021, "某镇", 2025), nil, false))
	for _, s := range model.Form2021.Sections {
		if s.Table != nil {
			wants(t, strings.ReplaceAll(got, "|\n|", ""), s.Nothing)
		}
	}
	if strings.Contains(got, "%") {
		t.Errorf("parts of nothing: %s", got)
	}
}

// TestUnknownIsNotDrawn: what is blank or could not be read is said, and no bar, part
// or difference is made of it.
func TestUnknownIsNotDrawn(t *testing.T) {
	now, last := reports()
	delete(now.Figures, "3.granted.business")
	delete(now.Figures, "4.reconsideration.upheld")
	now.Unread = map[model.CellID]string{"4.reconsideration.upheld": "若干"}
	got := words(t, Compose(now, last, true))
	wants(t, got, "310＊件|", "有 1 格没有填，没有画图", "行政复议，结果维持 未能识别", "有 1 格没有填或者未能识别", "不能比较", "448＊|")
	if strings.Contains(got, "95件  ") || !strings.Contains(got, "133件  29.2%|") {
		t.Errorf("parts of an unknown whole: %s", got)
	}
	chart := Charts(now, last, true)[0]
	if bars := len(chart.rects); bars != 1 {
		t.Errorf("%d shapes in a chart of unknown figures", bars)
	}
	wants(t, words(t, chart), "310＊件|", "95件|", "没有画图")
	blank := words(t, Compose(model.NewReport(model.Form2021, "某镇", model.Town, 2025), nil, true))
	wants(t, blank, "未填|")
	if strings.Contains(blank, "|0|") || strings.Contains(blank, "没有收到") {
		t.Errorf("a blank is taken for 0: %s", blank)
	}
}

// TestOtherForm: a report on the form of 2019, and one beside it.
func TestOtherForm(t *testing.T) {
	old, now := zeros(model.Form2019(), "某县人民政府", 2020), zeros(model.Form2021, "某县人民政府", 2021)
	old.Figures["2.normative.public_total"], old.Figures["3.other.business"] = model.Count(41), model.Count(5)
	wants(t, words(t, Compose(old, nil, false)), "对外公开规范性文件", "41|", "政府集中采购", "采购金额（万元）|")
	got := words(t, Compose(now, old, false))
	_, compared, _ := strings.Cut(got, "与上年相比|")
	if wants(t, compared, "办结公开申请", "减少 5件"); strings.Contains(compared, "规范性文件") {
		t.Errorf("compared with what the form before doesn't have: %s", compared)
	}
}

// TestWithinThePage: nothing sticks out or overlaps, whatever the figures and names.
func TestWithinThePage(t *testing.T) {
	huge := zeros(model.Form2021, strings.Repeat("某某自治州高新技术产业开发区管理委员会", 3), 2025)
	for id := range huge.Figures {
		huge.Figures[id] = model.Count(99_999_999_999)
	}
	now, last := reports()
	for _, r := range []*model.Report{huge, now, model.NewReport(model.Form2021, "", model.Town, 0)} {
		for _, p := range append(Charts(r, last, true), Compose(r, last, true)) {
			for _, b := range p.rects {
				if b.x < 0 || b.x+b.w > p.w+1 || b.w <= 0 || b.h <= 0 || b.y+b.h > p.h+1 {
					t.Errorf("%+v is not within %g×%g", b, p.w, p.h)
				}
			}
			for i, l := range p.labels {
				from, to := l.extent()
				if from < 0 || to > p.w+1 || l.y > p.h || l.size < p.w/42 {
					t.Errorf("%+v from %g to %g is not within %g×%g, or too small", l, from, to, p.w, p.h)
				}
				for _, m := range p.labels[:i] {
					if f, e := m.extent(); l.y > m.y-m.size*0.7 && m.y > l.y-l.size*0.7 && from < e && f < to {
						t.Errorf("%q overlaps %q", l.text, m.text)
					}
				}
			}
		}
	}
}

// extent is where a line begins and ends.
func (l label) extent() (from, to float64) {
	switch l.align {
	case middle:
		from = l.x - l.width()/2
	case end:
		from = l.x - l.width()
	default:
		from = l.x
	}
	return from, from + l.width()
}

func TestWrap(t *testing.T) {
	for text, want := range map[string]string{
		"":                "",
		"某某县":             "某某县",
		"共 12345 件，其中许可":  "共 12345 件，其|中许可",
		"一二三四五六七八（九）":     "一二三四五六七八|（九）",
		"2025-2026-2027年": "2025-2026-202|7年",
	} {
		if got := strings.Join(wrap(text, 8), "|"); got != want {
			t.Errorf("%s: %s", text, got)
		}
	}
	for _, line := range wrap(strings.Repeat("《某某2025年报告》，共计12345件，", 9), 10) {
		if first, last := []rune(line)[0], []rune(line)[len([]rune(line))-1]; strings.ContainsRune(noBegin, first) || strings.ContainsRune(noEnd, last) || ems(line) > 10 {
			t.Errorf("line %q", line)
		}
	}
}

func TestPNG(t *testing.T) {
	now, last := reports()
	p := Compose(now, last, false)
	var first, second bytes.Buffer
	if _, err := WritePNG(&first, p, ""); err != nil {
		t.Fatal(err)
	}
	if _, err := WritePNG(&second, Compose(now, last, false), ""); err != nil || !bytes.Equal(first.Bytes(), second.Bytes()) {
		t.Errorf("the same picture gives other bytes, %v", err)
	}
	img, err := png.Decode(&first)
	if err != nil || img.Bounds().Dx() != pageWidth || img.Bounds().Dy() != pixels(p.h) {
		t.Fatal(img.Bounds(), err)
	}
	for _, l := range p.labels { // each has letters of its colour
		from, to := l.extent()
		found := false
		for y := int(l.y - l.size); y < int(l.y+l.size*0.2) && !found; y++ {
			for x := int(from); x < int(to) && !found; x++ {
				r, g, b, _ := img.At(x, y).RGBA()
				found = int(r>>8<<16|g>>8<<8|b>>8) == l.colour
			}
		}
		if !found {
			t.Errorf("%q at %g, %g isn't there", l.text, l.x, l.y)
		}
	}
	now.Unit = "某县\U00030EDE局"
	if notes, err := WritePNG(io.Discard, Compose(now, nil, false), ""); err != nil || len(notes) != 1 || !strings.Contains(notes[0], "\U00030EDE") {
		t.Errorf("a character that no font has: %q, %v", notes, err)
	}
	if _, err := WritePNG(io.Discard, p, "infographic_test.go"); err == nil || !strings.Contains(err.Error(), "infographic_test.go") || !strings.Contains(err.Error(), "不是 TrueType") {
		t.Errorf("a file that is no font: %v", err)
	}
	now.Unit = "𡈽县" // which only the whole font has
	var own bytes.Buffer
	if notes, err := WritePNG(&own, Compose(now, nil, false), tooltest.Noto(t, "Serif")); err != nil || len(notes) != 0 {
		t.Errorf("a collection: %q, %v", notes, err)
	}
}

func BenchmarkSVG(b *testing.B) {
	now, last := reports()
	for b.Loop() {
		if err := WriteSVG(io.Discard, Compose(now, last, false)); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkPNG(b *testing.B) {
	now, last := reports()
	for b.Loop() {
		if _, err := WritePNG(io.Discard, Compose(now, last, false), ""); err != nil {
			b.Fatal(err)
		}
	}
}
