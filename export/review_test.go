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
	"time"

	"github.com/xuri/excelize/v2"
	"golang.org/x/net/html"

	"nianbao/export/tooltest"
	"nianbao/model"
	"nianbao/model/check"
)

// reviewed is a report with findings of every kind: in several sections, about
// words, explained, with an explanation that no longer holds.
func reviewed() Review {
	r := sample()
	r.Text["1"] = "=HYPERLINK(\"x\")本年<b>&工作" + model.Placeholder + "完成。\n" + strings.Repeat("加强组织领导，", 20)
	delete(r.Figures, "4.direct_suit.other")
	explain(r, "2.rules.issued", "=2+3 是代管单位的", "张三")
	explain(r, "2.rules.repealed", "是当时填的数", "李四")
	r.Figures["2.rules.repealed"] = model.Count(99)
	return Review{Report: r, Findings: check.Report(r, nil), Date: time.Date(2022, 1, 12, 15, 0, 0, 0, time.UTC)}
}

// explain explains why the report keeps a figure that T2-REG finds.
func explain(r *model.Report, cell model.CellID, text, by string) {
	for _, f := range check.Report(r, nil) {
		if f.Rule == "T2-REG" && f.Cells[0] == cell {
			s := model.NewSession(r, "x")
			e, err := check.Explain(r, &f, text, by, time.Date(2022, 1, 11, 9, 0, 0, 0, time.UTC))
			if err == nil {
				err = s.Apply(e)
			}
			if err != nil {
				panic(err)
			}
			*r = *s.Report()
			return
		}
	}
	panic("no finding of T2-REG at " + string(cell))
}

func reviewFile(t *testing.T, format string, v Review) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), ReviewName(v.Report, format))
	if written, err := ReviewFile(path, format, v, false); err != nil || written.Path != path {
		t.Fatal(written, err)
	}
	return path
}

// TestReviewTellsEverything: both formats have the head and every finding's
// words, in the order of the form's sections, and a place for the answer.
func TestReviewTellsEverything(t *testing.T) {
	v := reviewed()
	for format, text := range map[string]string{"html": pageText(t, reviewFile(t, "html", v)), "xlsx": bookText(t, reviewFile(t, "xlsx", v))} {
		at := 0
		for _, want := range []string{"侯集镇人民政府2021年政府信息公开工作年度报告", "核对意见", "2022-01-12", "没有，未核对与上年的衔接", "已说明 1", "单位答复",
			"一、总体情况", model.Placeholder, "二、主动公开政府信息情况", "=2+3 是代管单位的（张三，2022-01-11）", "原来的说明已经失效", "是当时填的数（李四，2022-01-11）",
			"三、收到和处理", "T3-BAL", "四、政府信息公开行政复议", "FILL-BLANK"} {
			i := strings.Index(text[at:], want)
			if i < 0 {
				t.Fatalf("%s: %q is missing behind\n%s", format, want, text[:at])
			}
			at += i
		}
		for _, f := range v.Findings {
			for _, words := range []string{f.Message, f.Quote, f.Fix, f.Rule} {
				if !strings.Contains(text, words) {
					t.Errorf("%s lacks %q", format, words)
				}
			}
		}
	}
	for format, text := range map[string]string{"html": pageText(t, reviewFile(t, "html", v)), "xlsx": bookText(t, reviewFile(t, "xlsx", v))} {
		for _, want := range []string{"错误（强制）必须改正后重新报送；错误（准强制）请改正后重新报送，确实无误的在「单位答复」里说明原因和依据；警告（核实）请核实后改正", "准强制"} {
			if !strings.Contains(text, want) {
				t.Errorf("%s lacks %q:\n%s", format, want, text)
			}
		}
	}
	none := v
	none.Findings, none.Last = nil, v.Report
	for _, format := range []string{"html", "xlsx"} {
		path := reviewFile(t, format, none)
		text := ""
		if format == "html" {
			text = pageText(t, path)
		} else {
			text = bookText(t, path)
		}
		if !strings.Contains(text, "没有发现问题") || !strings.Contains(text, "侯集镇人民政府-2021") {
			t.Errorf("%s without findings: %s", format, text)
		}
	}
}

// TestReviewOfWhatWasNotRead: the unit is not told that it left blank what could not
// be read, but what that is; a stroke that it wrote is its own.
func TestReviewOfWhatWasNotRead(t *testing.T) {
	r := sample()
	for _, id := range []model.CellID{"3.granted.natural_person", "3.granted.business", "4.direct_suit.other"} {
		delete(r.Figures, id)
		r.Unread[id] = model.NotRead
	}
	left := []model.LeftOut{{Where: "第9行", What: "予以公开 5 4", Why: "无法识别这一行是表里的哪一行"}}
	v := Review{Report: r, Findings: check.Report(r, nil), Date: time.Date(2022, 1, 12, 15, 0, 0, 0, time.UTC), LeftOut: left}
	for format, text := range map[string]string{"html": pageText(t, reviewFile(t, "html", v)), "xlsx": bookText(t, reviewFile(t, "xlsx", v))} {
		for _, want := range []string{"3 格", "不等于没有填", "2 格没有读出来", "1 格没有读出来", "文件里没有读出的内容", "第9行：无法识别这一行是表里的哪一行", "予以公开 5 4"} {
			if !strings.Contains(text, want) {
				t.Errorf("%s lacks %q", format, want)
			}
		}
		if strings.Contains(text, "FILL-BLANK") {
			t.Errorf("%s calls blank what was not read", format)
		}
	}
	for id := range r.Unread {
		r.Unread[id] = "/"
	}
	v.Findings, v.LeftOut = check.Report(r, nil), nil
	if text := pageText(t, reviewFile(t, "html", v)); strings.Contains(text, "不等于没有填") || !strings.Contains(text, "原件上是「/」") {
		t.Error("a stroke is called unread")
	}
}

// TestUnreadInFiles: a draft shows what could not be read, and it is as little a
// figure when it is read again; a total over it is not added up from the rest.
func TestUnreadInFiles(t *testing.T) {
	r := sample()
	id, total := model.CellID("3.received.business"), model.CellID("3.received.total")
	delete(r.Figures, id)
	r.Unread[id] = model.NotRead
	for _, format := range []string{"docx", "xlsx", "html", "pdf", "md", "txt", "csv", "json"} {
		var b bytes.Buffer
		if _, err := Write(&b, format, r, Options{Draft: true}); err != nil {
			t.Fatal(format, err)
		}
		x, err := ReadBytes(b.Bytes(), ReadOptions{})
		if err != nil {
			t.Fatal(format, err)
		}
		if got := x.Report; !got.IsUnread(id) || got.Stated[total].Filled() || len(got.UnreadCells("")) != 1 {
			t.Errorf("%s: unread %v, total %s", format, got.Unread, got.Stated[total])
		}
	}
}

// pageText is the text of a page, which must not fetch anything.
func pageText(t *testing.T, path string) string {
	t.Helper()
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	var b strings.Builder
	z := html.NewTokenizer(bytes.NewReader(data))
	style := false
	for {
		switch z.Next() {
		case html.ErrorToken:
			if z.Err() != io.EOF {
				t.Fatal(z.Err())
			}
			return b.String()
		case html.TextToken:
			if !style {
				b.Write(z.Text())
			}
		case html.StartTagToken, html.SelfClosingTagToken:
			token := z.Token()
			style = token.Data == "style"
			if slices.Contains([]string{"b", "script", "img", "link", "iframe", "a"}, token.Data) {
				t.Errorf("%s holds <%s>", path, token.Data)
			}
		case html.EndTagToken:
			style = false
		}
	}
}

// bookText is the text of a workbook's cells. None of them is a formula, and a
// spreadsheet that edits one keeps it a text.
func bookText(t *testing.T, path string) string {
	t.Helper()
	f, err := excelize.OpenFile(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	rows, err := f.GetRows("核对意见")
	if err != nil {
		t.Fatal(err)
	}
	var b strings.Builder
	for i, row := range rows {
		for j, text := range row {
			b.WriteString(text + "\n")
			cell, err := excelize.CoordinatesToCellName(j+1, i+1)
			if err != nil {
				t.Fatal(err)
			}
			if formula, err := f.GetCellFormula("核对意见", cell); err != nil || formula != "" {
				t.Errorf("%s is a formula: %s %v", cell, formula, err)
			}
			if strings.HasPrefix(text, "=") {
				id, err := f.GetCellStyle("核对意见", cell)
				if err != nil {
					t.Fatal(err)
				}
				if q := f.Styles.CellXfs.Xf[id].QuotePrefix; q == nil || !*q {
					t.Errorf("%s %q becomes a formula when it is edited", cell, text)
				}
			}
		}
	}
	panes, err := f.GetPanes("核对意见")
	if err != nil || !panes.Freeze || panes.YSplit != 4 {
		t.Errorf("the head is not frozen: %+v %v", panes, err)
	}
	titles := ""
	for _, n := range f.GetDefinedName() {
		titles += n.Name + " " + n.RefersTo
	}
	if !strings.Contains(titles, "$4:$4") {
		t.Errorf("no print titles: %s", titles)
	}
	return b.String()
}

// TestReviewStays: the same review gives the same bytes; what is there and
// differs has answers in it and stays.
func TestReviewStays(t *testing.T) {
	v := reviewed()
	for _, format := range []string{"html", "xlsx"} {
		path := reviewFile(t, format, v)
		first, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		if written, err := ReviewFile(path, format, v, false); err != nil || written.Kept || written.Path != path {
			t.Errorf("%s: again %+v %v", format, written, err)
		}
		if again, err := os.ReadFile(path); err != nil || !bytes.Equal(first, again) {
			t.Errorf("%s differs the second time", format)
		}
		if err := os.WriteFile(path, []byte("已答复"), 0o644); err != nil {
			t.Fatal(err)
		}
		written, err := ReviewFile(path, format, v, false)
		if err != nil || !written.Kept || written.Path == path {
			t.Errorf("%s: over answers %+v %v", format, written, err)
		}
		if data, err := os.ReadFile(path); err != nil || string(data) != "已答复" {
			t.Errorf("%s: the answers are gone", format)
		}
		if written, err = ReviewFile(path, format, v, true); err != nil || written.Path != path {
			t.Errorf("%s: overwriting %+v %v", format, written, err)
		}
		if data, err := os.ReadFile(path); err != nil || !bytes.Equal(data, first) {
			t.Errorf("%s was not overwritten", format)
		}
	}
	if _, err := ReviewFile(filepath.Join(t.TempDir(), "x"), "pdf", v, false); err == nil {
		t.Error("a format that is none was written")
	}
}

func TestReviewName(t *testing.T) {
	r := sample()
	if name := ReviewName(r, "xlsx"); name != "核对意见-侯集镇人民政府-2021.xlsx" || !IsReview(name) {
		t.Error(name)
	}
	r.Unit = strings.Repeat("很长的单位", 12)
	if name := ReviewName(r, "html"); len(name) > maxName || !strings.HasSuffix(name, "-2021.html") {
		t.Error(name)
	}
	if IsReview(FileName(r, "xlsx", Options{})) {
		t.Error("a report passes for a review")
	}
}

// TestReviewPrints: on A4, all of it, by Chromium and by LibreOffice.
func TestReviewPrints(t *testing.T) {
	tooltest.Need(t, "chromium", "soffice", "pdftotext", "pdfinfo")
	dir := t.TempDir()
	v := reviewed()
	page, book := filepath.Join(dir, "page.html"), filepath.Join(dir, "book.xlsx")
	for path, format := range map[string]string{page: "html", book: "xlsx"} {
		if _, err := ReviewFile(path, format, v, false); err != nil {
			t.Fatal(err)
		}
	}
	tooltest.Run(t, "chromium", "--headless", "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking",
		"--disable-component-update", "--disable-sync", "--no-pdf-header-footer",
		"--user-data-dir="+filepath.Join(dir, "chromium"), "--print-to-pdf="+filepath.Join(dir, "page.pdf"), "file://"+page)
	tooltest.Run(t, "soffice", "-env:UserInstallation=file://"+filepath.ToSlash(dir)+"/profile", "--headless", "--convert-to", "pdf", "--outdir", dir, book)
	for _, pdf := range []string{"page.pdf", "book.pdf"} {
		text := squeeze(tooltest.Run(t, "pdftotext", "-raw", filepath.Join(dir, pdf), "-"))
		for _, f := range v.Findings {
			for _, words := range []string{f.Message, f.Fix} {
				if !strings.Contains(text, squeeze(words)) {
					t.Errorf("%s lacks %q", pdf, words)
				}
			}
		}
		if info := tooltest.Run(t, "pdfinfo", filepath.Join(dir, pdf)); !strings.Contains(info, "A4") {
			t.Errorf("%s is not A4:\n%s", pdf, info)
		}
	}
}

// TestReviewBookIsWhole: the parts of the workbook are dated alike, in order.
func TestReviewBookIsWhole(t *testing.T) {
	z, err := zip.OpenReader(reviewFile(t, "xlsx", reviewed()))
	if err != nil {
		t.Fatal(err)
	}
	defer z.Close()
	if z.File[0].Name != "[Content_Types].xml" {
		t.Error("begins with", z.File[0].Name)
	}
	for _, f := range z.File {
		if f.Modified.Year() != 1980 {
			t.Error(f.Name, f.Modified)
		}
	}
}
