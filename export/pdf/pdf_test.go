package pdf

import (
	"bytes"
	"errors"
	"io"
	"slices"
	"strings"
	"testing"

	"nianbao/export/fonts"
	"nianbao/export/layout"
	"nianbao/export/paper"
	"nianbao/export/papertest"
	"nianbao/export/tooltest"
	"nianbao/model"
)

func TestSameReportSameBytes(t *testing.T) {
	for name, r := range map[string]*model.Report{"town": papertest.Town(), "hostile": papertest.Hostile()} {
		first, _ := write(t, r, true)
		if second, _ := write(t, r, true); !bytes.Equal(first, second) {
			t.Errorf("%s differs from one time to the next", name)
		}
	}
	a, _ := write(t, papertest.Town(), false)
	b, _ := write(t, papertest.County(), false)
	id := func(data []byte) string {
		_, s, _ := strings.Cut(string(data), "/ID[<")
		return s[:32]
	}
	if id(a) == id(b) {
		t.Error("two reports have one ID")
	}
}

func TestNotices(t *testing.T) {
	const stands = "本机没有方正小标宋简体、仿宋_GB2312、楷体_GB2312、宋体，用思源宋体代替；没有黑体，用思源黑体代替。"
	if _, n := write(t, papertest.Town(), false); !slices.Equal(n, []string{stands}) {
		t.Errorf("%q", n)
	}
	r := model.NewReport(model.Form2021, "𡈽镇", model.Town, 2021)
	r.Text["1"] = "张\ue000三\u2003李\u200d四\U0001f44d"
	data, n := write(t, r, false)
	if len(n) != 2 || n[1] != "字体里没有 𡈽（U+2123D）、U+E000、👍（U+1F44D），文件里印成了〓；可以指定一个有这些字的字体文件。" {
		t.Errorf("%q", n)
	}
	tooltest.Need(t, "pdftotext")
	if text := run(t, data, "pdftotext", "-raw", "{}", "-"); !strings.Contains(text, "𡈽镇2021年") || !strings.Contains(text, "三 李四👍") {
		t.Errorf("what is printed as 〓 is not copied as it was: %.100q", text)
	}
}

func TestUserFont(t *testing.T) {
	_, err := Write(io.Discard, paper.Build(papertest.Town(), model.FileOptions{}), layout.Options{Font: "pdf_test.go", Fonts: &fonts.Finder{}})
	var fault *fonts.FileError
	if !errors.As(err, &fault) || !strings.Contains(err.Error(), "pdf_test.go") {
		t.Error(err)
	}
	var b bytes.Buffer
	n, err := Write(&b, paper.Build(papertest.Town(), model.FileOptions{}), layout.Options{Font: "../fonts/notosans.ttf", Fonts: &fonts.Finder{}})
	if err != nil || strings.Contains(strings.Join(n, ""), "仿宋") {
		t.Errorf("%v %q", err, n)
	}
}

func TestMachineFonts(t *testing.T) { // whatever they are here
	var b bytes.Buffer
	if _, err := Write(&b, paper.Build(papertest.Hostile(), model.FileOptions{Draft: true}), layout.Options{}); err != nil || b.Len() < 50_000 {
		t.Errorf("%d bytes, %v", b.Len(), err)
	}
}

func TestEmptyReports(t *testing.T) {
	for _, d := range []*paper.Document{
		{},
		{Title: "\u200b", Blocks: []paper.Block{paper.Heading(""), paper.Paragraph{}, paper.Signature{}}},
		{Draft: true, Blocks: []paper.Block{paper.Signature{Unit: strings.Repeat("很长的单位", 12), Date: "2021年12月31日"}}},
		{Title: "一", Blocks: []paper.Block{&paper.Table{Printed: &model.Printed{}}}},
		{Title: "\xff\xed\xa0\x80\x00(\\)", Unit: "\xff", Blocks: []paper.Block{paper.Heading("\xfe二\x1b"), paper.Paragraph{Level: 4, Lead: "\xff"}}},
		paper.Build(model.NewReport(model.Form2021, "", model.Town, 2021), model.FileOptions{Draft: true}),
	} {
		var b bytes.Buffer
		if _, err := Write(&b, d, alone); err != nil {
			t.Error(err)
		}
		tooltest.Need(t, "pdfinfo")
		run(t, b.Bytes(), "pdfinfo", "-struct", "{}")
	}
}

// TestLongReport: 30,000 characters, which are 60 pages.
func TestLongReport(t *testing.T) {
	r := papertest.Town()
	for len([]rune(r.Text["1"])) < 30_000 {
		r.Text["1"] += "\n" + strings.Repeat("加强组织领导，完善工作制度，规范公开程序，主动接受社会监督。", 10)
	}
	data, _ := write(t, r, false)
	if len(data) > 500_000 {
		t.Errorf("%d bytes", len(data))
	}
	tooltest.Need(t, "pdftotext")
	text := run(t, data, "pdftotext", "-raw", "{}", "-")
	if n := strings.Count(text, "\f"); n < 50 || n > 70 {
		t.Errorf("%d pages", n)
	}
	if n := strings.Count(strings.ReplaceAll(text, "\n", ""), "监督"); n < 900 {
		t.Errorf("%d sentences", n)
	}
}

type fullDisk struct{}

func (fullDisk) Write([]byte) (int, error) { return 0, io.ErrShortWrite }

func TestWriterFails(t *testing.T) {
	if _, err := Write(fullDisk{}, paper.Build(papertest.Town(), model.FileOptions{}), alone); !errors.Is(err, io.ErrShortWrite) {
		t.Error(err)
	}
}

// BenchmarkWrite writes a county's report of 3,000 characters.
func BenchmarkWrite(b *testing.B) {
	for name, r := range map[string]*model.Report{"county": papertest.County(), "town": papertest.Town()} {
		d := paper.Build(r, model.FileOptions{})
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				if _, err := Write(io.Discard, d, alone); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
