package export

import (
	"bytes"
	"fmt"
	"html"
	"image/png"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"nianbao/export/papertest"
	"nianbao/export/tooltest"
	"nianbao/model"
	"nianbao/model/rollup"
)

// shortSum is a county's sum of 53 of its 55 units, of one of which a newer report was accepted.
func shortSum(t *testing.T) *model.Report {
	t.Helper()
	s := model.NewSession(model.NewReport(model.Form2021, "东山县人民政府", model.County, 2025), "a")
	do := func(e model.Edit) {
		if err := s.Apply(e); err != nil {
			t.Fatal(err)
		}
	}
	do(model.SetField(s.Report(), model.FieldScope, string(model.ScopeAggregate)))
	sum := rollup.NewSum(model.Form2021)
	for i := range 55 {
		unit := fmt.Sprintf("东山县第%d局", i+1)
		do(model.SetListed(s.Report(), "名单", model.ListedUnit{Name: unit, Kind: model.KindDepartment, Level: model.CountyDepartment, Order: i}))
		if i == 10 || i == 40 {
			continue
		}
		r := zeroReport()
		r.Unit, r.Year, r.Revision = unit, 2025, 1
		sum.Add(unit, r)
		do(model.SetReviews(s.Report(), "接收", model.UnitReview{Unit: unit, Word: model.WordAccepted, Report: r.Name(), Revision: 1, Checksum: r.Seal()}))
	}
	do(sum.Edit(s.Report()))
	v := s.Report().Reviews["东山县第3局"]
	v.Revision = 2
	do(model.SetReviews(s.Report(), "接收", v))
	for key, text := range map[string]string{"0": "本报告按条例编制。", "1": "全县公开信息 62 条。", "5": "公开的内容还不够细。", "6": "没有收取信息处理费。"} {
		do(model.SetText(s.Report(), key, text))
	}
	return s.Report()
}

var tag = regexp.MustCompile(`<[^>]*>`)

// inFile is the text of a file, without what stands between its characters.
func inFile(t *testing.T, format, data string) string {
	t.Helper()
	text := data
	switch format {
	case "docx", "xlsx", "ofd":
		text = ""
		parts := unzip(t, data)
		for _, name := range slices.Sorted(maps.Keys(parts)) {
			text += parts[name]
		}
	case "pdf":
		tooltest.Need(t, "pdftotext")
		path := filepath.Join(t.TempDir(), "a.pdf")
		if err := os.WriteFile(path, []byte(data), 0o600); err != nil {
			t.Fatal(err)
		}
		text = tooltest.Run(t, "pdftotext", "-raw", path, "-")
	}
	return squeeze(html.UnescapeString(tag.ReplaceAllString(text, "")))
}

// TestShortfall: a sum that lacks units can't be taken for a whole one, whatever it is written
// as and whether it was asked for as a draft, and what says so is read into no text.
func TestShortfall(t *testing.T) {
	r := shortSum(t)
	const says = "应报55个，已报53个，还缺：东山县第11局、东山县第41局；接收有变化、还没有再汇总的：东山县第3局"
	for _, f := range Formats() {
		t.Run(f.Name, func(t *testing.T) {
			for _, o := range []Options{{}, {Draft: true}} {
				out := write(t, f.Name, r, o)
				if f.Name == "png" { // drawn as the svg is
					plain := r.Clone()
					plain.Scope = model.ScopeOwn
					if tall, short := pictureHeight(t, out), pictureHeight(t, write(t, f.Name, plain, Options{Draft: true})); tall <= short {
						t.Errorf("%d pixels high, %d without", tall, short)
					}
					continue
				}
				if text := inFile(t, f.Name, out); !strings.Contains(text, says) {
					t.Errorf("draft %v: it does not say what it lacks: %.300s", o.Draft, text)
				}
				if slices.Contains(readable, f.Name) {
					reads(t, r, out)
				}
			}
		})
	}
	whole := r.Clone()
	for _, unit := range []string{"东山县第11局", "东山县第41局"} {
		whole.Reviews[unit] = model.UnitReview{Unit: unit, Word: model.WordExcused}
	}
	v := whole.Reviews["东山县第3局"]
	v.Revision = 1
	whole.Reviews["东山县第3局"] = v
	for _, format := range []string{"html", "json", "csv", "svg"} {
		if text := inFile(t, format, write(t, format, whole, Options{})); strings.Contains(text, "应报") || strings.Contains(text, "草稿") {
			t.Errorf("%s: a whole sum is called a draft", format)
		}
	}
}

// reads makes sure that a file's texts and figures are the report's.
func reads(t *testing.T, r *model.Report, out string) {
	t.Helper()
	x, err := ReadBytes([]byte(out), ReadOptions{})
	if err != nil {
		t.Fatal(err)
	}
	if diff := differs(r, x.Report); diff != "" {
		t.Errorf("reads back different:\n%s", diff)
	}
	for _, l := range x.LeftOut {
		if !strings.Contains(l.What, "应报55个") && !strings.Contains(l.What, "草稿") {
			t.Errorf("left out: %v", l)
		}
	}
}

func pictureHeight(t *testing.T, data string) int {
	t.Helper()
	c, err := png.DecodeConfig(bytes.NewReader([]byte(data)))
	if err != nil {
		t.Fatal(err)
	}
	return c.Height
}

// TestExchangeSealed: the exchange file of a final report has its checksum, by which it is
// known whether anybody has changed the file since; a draft's has none.
func TestExchangeSealed(t *testing.T) {
	r := papertest.Town()
	r.State = model.Final
	write := func(o model.FileOptions) []byte {
		t.Helper()
		var b bytes.Buffer
		if _, err := Write(&b, "json", r, o); err != nil {
			t.Fatal(err)
		}
		return b.Bytes()
	}
	said := func(data []byte) string {
		t.Helper()
		x, err := ReadBytes(data, model.ReadOptions{})
		if err != nil {
			t.Fatal(err)
		}
		return x.Sealed()
	}
	whole := write(model.FileOptions{})
	if s := said(whole); !strings.Contains(s, "相符") {
		t.Errorf("as it was written: %q", s)
	}
	if s := said(bytes.Replace(whole, []byte("全年通过县政府门户网站公开信息62条"), []byte("全年通过县政府门户网站公开信息63条"), 1)); !strings.Contains(s, "不符") {
		t.Errorf("changed: %q", s)
	}
	if s := said(write(model.FileOptions{Draft: true})); s != "" {
		t.Errorf("a draft: %q", s)
	}
}
