package export

import (
	"archive/zip"
	"bytes"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"nianbao/export/docx"
	"nianbao/export/fonts"
	"nianbao/export/layout"
	"nianbao/export/paper"
	"nianbao/export/papertest"
	"nianbao/export/tooltest"
	"nianbao/model"
)

// withFonts has a docx file name the fonts that this package embeds, so that both set the
// same type.
func withFonts(t *testing.T, data []byte) []byte {
	t.Helper()
	names := strings.NewReplacer("方正小标宋简体", "Noto Serif CJK SC", "仿宋_GB2312", "Noto Serif CJK SC", "楷体_GB2312", "Noto Serif CJK SC",
		"Times New Roman", "Noto Serif CJK SC", `"宋体"`, `"Noto Serif CJK SC"`, `"黑体"`, `"Noto Sans CJK SC"`)
	in, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		t.Fatal(err)
	}
	var b bytes.Buffer
	out := zip.NewWriter(&b)
	for _, f := range in.File {
		r, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		body, err := io.ReadAll(r)
		if err != nil {
			t.Fatal(err)
		}
		w, err := out.Create(f.Name)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := names.WriteString(w, string(body)); err != nil {
			t.Fatal(err)
		}
	}
	if err := out.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// manyParagraphs is a report of 150 paragraphs, each of another length, so that lines end
// with every sign.
func manyParagraphs() *model.Report {
	r := papertest.County()
	const words = "加强组织领导，完善工作制度；规范公开程序、主动接受社会监督。及时公开规划计划、统计信息、财政预决算：做到应公开、尽公开，围绕乡村振兴、生态环境、义务教育、社会保障等重点领域，细化目录，更新指南。"
	runes := []rune(words)
	var b strings.Builder
	for i := range 150 {
		for k := range 90 + i {
			b.WriteRune(runes[(i*7+k)%len(runes)])
		}
		b.WriteString("。\n")
	}
	r.Text["1"] = strings.NewReplacer("，。", "。", "、。", "。", "；。", "。", "：。", "。", "。。", "。").Replace(b.String())
	return r
}

// TestPagesAgree: a word processor sets the docx file in the same lines on the same pages as
// the pages here, and loses no sign that hangs in the margin. Digits are full-width and no
// two signs stand side by side: LibreOffice puts space round Latin digits whatever the file
// says, and doesn't take the blank out between two signs, as Word does.
func TestPagesAgree(t *testing.T) {
	tooltest.Need(t, "soffice", "pdftotext")
	wide := strings.NewReplacer("0", "０", "1", "１", "2", "２", "3", "３", "4", "４", "5", "５", "6", "６", "7", "７", "8", "８", "9", "９", "》（", "》", "“", "", "”", "", ".", "．", ",", "")
	for name, r := range map[string]*model.Report{"town": papertest.Town(), "county": papertest.County(), "long": manyParagraphs()} {
		for key, text := range r.Text {
			r.Text[key] = wide.Replace(text)
		}
		d := paper.Build(r, model.FileOptions{})
		set, err := (&fonts.Finder{}).Open("")
		if err != nil {
			t.Fatal(err)
		}
		defer set.Close()
		var b bytes.Buffer
		if err := docx.Write(&b, d); err != nil {
			t.Fatal(err)
		}
		dir := t.TempDir()
		file := filepath.Join(dir, "report.docx")
		if err := os.WriteFile(file, withFonts(t, b.Bytes()), 0o644); err != nil {
			t.Fatal(err)
		}
		tooltest.Run(t, "soffice", "-env:UserInstallation=file://"+filepath.ToSlash(dir)+"/profile", "--headless", "--convert-to", "pdf", "--outdir", dir, file)
		office := strings.Split(strings.ReplaceAll(tooltest.Run(t, "pdftotext", "-raw", filepath.Join(dir, "report.pdf"), "-"), " ", ""), "\f")
		pages := layout.Place(d, set).Pages
		if len(pages) != len(office)-1 {
			t.Errorf("%s: %d pages, %d in the word processor", name, len(pages), len(office)-1)
		}
		lines, other := 0, 0
		for i, p := range pages[:min(len(pages), len(office))] {
			there := strings.Split(office[i], "\n") // not always in the order of reading
			for _, l := range p.Lines {
				if l.Node == nil || l.Size < 16 {
					continue
				}
				lines++
				want := strings.ReplaceAll(layout.Plain(l.Glyphs), " ", "")
				if !slices.Contains(there, want) {
					if other++; other < 4 {
						t.Errorf("%s, page %d: no line %q in\n%s", name, i+1, want, office[i])
					}
				}
			}
		}
		t.Logf("%s: %d pages, %d lines of text, %d set otherwise", name, len(pages), lines, other)
	}
}
