package export

import (
	"bytes"
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"nianbao/export/paper"
	"nianbao/model"
)

// readable are the formats that a report can be read back from.
var readable = []string{"docx", "xlsx", "html", "md", "txt", "csv", "json", "pdf", "ofd"}

// TestRoundTrip: what is written in any format reads back as the same report.
func TestRoundTrip(t *testing.T) {
	reports := []*model.Report{sample(), long(), bare()}
	n := 200
	if testing.Short() {
		n = 20
	}
	random := rand.New(rand.NewPCG(6, 2026))
	for range n {
		reports = append(reports, randomReport(random))
	}
	for i := range n / 10 {
		for _, f := range model.Editions() {
			reports = append(reports, randomOf(f, f.Years[0]+i%2, random))
		}
	}
	for _, format := range readable {
		t.Run(format, func(t *testing.T) {
			t.Parallel()
			guessed := 0
			for i, r := range reports {
				x, err := ReadBytes([]byte(write(t, format, r, Options{})), ReadOptions{})
				if err != nil {
					t.Fatalf("report %d: %v", i, err)
				}
				if diff := differs(r, x.Report); diff != "" {
					t.Errorf("report %d (%s) reads back different:\n%s", i, r.Name(), diff)
				}
				guessed += len(x.Guessed())
			}
			if guessed > 0 {
				t.Errorf("%d cells of files of our own are doubtful", guessed)
			}
		})
	}
}

// TestSealed: a final report's printed files have its seal, which is read back and agrees
// with what was read; in a file that somebody has changed it doesn't.
func TestSealed(t *testing.T) {
	random := rand.New(rand.NewPCG(7, 2026))
	reports := []*model.Report{sample(), long(), bare()}
	for range 10 {
		reports = append(reports, randomReport(random))
	}
	printed := Options{UnitStyle: model.UnitStyle{Checksum: model.ChecksumText}}
	for _, format := range []string{"docx", "html", "md", "txt", "pdf", "ofd"} {
		for i, r := range reports {
			r = r.Clone()
			r.State = model.Final
			if strings.Contains(write(t, format, r, Options{Draft: true}), r.Seal()) {
				t.Errorf("%s: a draft is sealed", format)
			}
			x, err := ReadBytes([]byte(write(t, format, r, printed)), ReadOptions{})
			if err != nil {
				t.Fatal(err)
			}
			if diff := differs(r, x.Report); diff != "" || x.Seal != r.Seal() || !strings.Contains(x.Sealed(), "没有改过") {
				t.Errorf("%s %d: seal %q, %s; %s", format, i, x.Seal, x.Sealed(), diff)
			}
		}
	}
	r := sample()
	r.State = model.Final
	changed := strings.Replace(write(t, "txt", r, printed), "条例", "条件", 1)
	x, err := ReadBytes([]byte(changed), ReadOptions{})
	if err != nil || !strings.Contains(x.Sealed(), "有人改过") {
		t.Errorf("a changed file: %q, %v", x.Sealed(), err)
	}
}

// bare has a title of its own, no opening, no date, no note, and is all 0.
func bare() *model.Report {
	r := model.NewReport(model.Form2021, "东山县民政局", model.CountyDepartment, 2024)
	r.Title = "东山县民政局2024年度政府信息公开年报"
	r.Text["1"], r.Text["5"], r.Text["6"] = "没有发生。", "没有问题。", "无"
	for _, c := range r.Form.Cells() {
		if !c.Computed() {
			r.Figures[c.ID] = model.Zero
		}
	}
	return r
}

// differs says what of a report is not in the one that was read: what paper
// holds of it, which leaves out explanations, revision and the spaces of texts.
func differs(want, got *model.Report) string {
	var out []string
	note := func(what string, a, b any) {
		if a != b {
			out = append(out, fmt.Sprintf("%s: %q, want %q", what, b, a))
		}
	}
	note("form", want.Form.Edition, got.Form.Edition)
	note("unit", want.Unit, got.Unit)
	note("level", want.Level, got.Level)
	note("year", want.Year, got.Year)
	note("title", want.FullTitle(), got.FullTitle())
	note("date", want.Date, got.Date)
	for _, c := range want.Form.Cells() {
		note(string(c.ID), want.Figures[c.ID].String(), got.Figures[c.ID].String())
		note("note of "+string(c.ID), want.Notes[c.ID], got.Notes[c.ID])
	}
	for _, key := range []string{"0", "1", "5", "6"} {
		a, b := strings.Join(plainLines(want.Text[key]), "\n"), strings.Join(plainLines(got.Text[key]), "\n")
		if a != b {
			x, y := []rune(a), []rune(b)
			i := 0
			for i < len(x) && i < len(y) && x[i] == y[i] {
				i++
			}
			out = append(out, fmt.Sprintf("text %s differs at %d: %q, want %q", key, i, string(y[max(i-10, 0):min(i+30, len(y))]), string(x[max(i-10, 0):min(i+30, len(x))])))
		}
	}
	if len(got.Stated)+len(got.Unread) > 0 {
		out = append(out, fmt.Sprintf("stated %v, unread %v", got.Stated, got.Unread))
	}
	return strings.Join(out[:min(len(out), 8)], "\n")
}

// plainLines are the lines of a text that hold anything, as the writers print
// them.
func plainLines(text string) (out []string) {
	for _, l := range strings.Split(model.CleanText(text), "\n") {
		if l = strings.Trim(paper.Line(l), " \u3000"); l != "" {
			out = append(out, l)
		}
	}
	return out
}

// units are bodies of every level that a name tells.
var units = []string{"白石镇人民政府", "城北街道办事处", "云溪县人民政府", "云溪县水利局", "海州市人民政府", "海州市教育局", "江南省人民政府", "江南省农业农村厅"}

// clauses make texts, with what is hard to break into lines or to tell from a
// heading.
var clauses = []string{"全年通过门户网站公开信息%d条", "同比增长%d.5%%", "收到群众来信%d件", "举办“政府开放日”%d场", "更新《公开指南》%d处", "（含上年%d件）", "解读率100%%（%d篇）",
	"网址为https://www.yunxi.gov.cn/zwgk/%d.html", "开展培训%d次", "整改问题%d个", "其中：许可%d件、处罚%d件", "使用Word、WPS和PDF%d份", "一是完善制度%d项", "电话0555—%d"}

func randomText(random *rand.Rand, paragraphs int) string {
	var lines []string
	for i := range paragraphs {
		line := ""
		switch random.IntN(4) {
		case 0:
			line = "（" + string([]rune("一二三四五六七八九十")[i%10]) + "）工作情况。"
		case 1:
			line = fmt.Sprintf("%d.具体做法。", i+1)
		}
		for range 1 + random.IntN(9) {
			c := clauses[random.IntN(len(clauses))]
			line += strings.ReplaceAll(c, "%d", fmt.Sprint(random.IntN(9000))) + "，"
		}
		lines = append(lines, strings.ReplaceAll(strings.TrimSuffix(line, "，"), "%%", "%")+"。")
	}
	return strings.Join(lines, "\n")
}

func randomReport(random *rand.Rand) *model.Report {
	return randomOf(model.Form2021, 2021+random.IntN(5), random)
}

func randomOf(form *model.Form, year int, random *rand.Rand) *model.Report {
	unit := units[random.IntN(len(units))]
	r := model.NewReport(form, unit, model.GuessUnitLevel(unit), year)
	if random.IntN(2) == 0 {
		r.Date = fmt.Sprintf("%d-%02d-%02d", r.Year+1, 1+random.IntN(3), 1+random.IntN(28))
	}
	if random.IntN(3) > 0 {
		r.Text["0"] = randomText(random, 1)
	}
	r.Text["1"], r.Text["5"], r.Text["6"] = randomText(random, 1+random.IntN(12)), randomText(random, 1+random.IntN(4)), randomText(random, 1)
	most := []int64{1, 2, 30, 4000, 5_000_000}[random.IntN(5)]
	blanks := []int{0, 0, 3, 60}[random.IntN(4)]
	for _, c := range r.Form.Cells() {
		if c.Computed() || random.IntN(100) < blanks {
			continue
		}
		r.Figures[c.ID] = model.Count(random.Int64N(most))
		if c.Column.Signed && random.IntN(2) == 0 {
			r.Figures[c.ID] = model.Count(-random.Int64N(most))
		}
	}
	if r.Figures["2.fees.amount"].Filled() && random.IntN(2) == 0 {
		r.Figures["2.fees.amount"] = mustParse(fmt.Sprintf("%d.%04d", random.IntN(100000), random.IntN(10000)))
	}
	ids := slices.Sorted(maps.Keys(r.Figures))
	for range random.IntN(3) {
		if len(ids) > 0 {
			r.Notes[ids[random.IntN(len(ids))]] = fmt.Sprintf("其中%d件为补报", random.IntN(20))
		}
	}
	return r
}

// BenchmarkRead reads one report of some 1,000 characters in each format, one
// processor: seconds a file, and what memory it takes.
func BenchmarkRead(b *testing.B) {
	r := randomReport(rand.New(rand.NewPCG(1, 2)))
	for _, format := range readable {
		b.Run(format, func(b *testing.B) {
			var file bytes.Buffer
			if _, err := Write(&file, format, r, Options{}); err != nil {
				b.Fatal(err)
			}
			b.SetBytes(int64(file.Len()))
			b.ReportAllocs()
			for b.Loop() {
				if _, err := ReadBytes(file.Bytes(), ReadOptions{}); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
