//go:build unix

package endtoend

import (
	"archive/zip"
	"encoding/json"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"nianbao/model"
)

// houji reads the three texts of 侯集镇人民政府's report for 2021.
func houji(t *testing.T) map[string]string {
	t.Helper()
	data, err := os.ReadFile("../../../shared/reports/houji-2021.txt")
	if errors.Is(err, os.ErrNotExist) {
		t.Skip("../shared with the reference reports is absent")
	} else if err != nil {
		t.Fatal(err)
	}
	whole := string(data)
	between := func(from, to string) string {
		i := strings.LastIndex(whole, from)
		if from == "一、总体情况" { // the report has a second one inside its section one
			i = strings.Index(whole, from)
		}
		rest := whole[i+len(from):]
		if to == "" {
			return strings.TrimSpace(rest)
		}
		return strings.TrimSpace(rest[:strings.LastIndex(rest, to)])
	}
	return map[string]string{
		"1": between("一、总体情况", "二、主动公开政府信息情况"),
		"5": between("五、存在的主要问题及改进情况", "六、其他需要报告的事项"),
		"6": between("六、其他需要报告的事项", ""),
	}
}

// TestHoujiFromEmptyStoreToDocx is the main job: a town's zero report.
func TestHoujiFromEmptyStoreToDocx(t *testing.T) {
	texts := houji(t)
	dir := t.TempDir()
	x := start(t, dir, 80, 24)
	x.see("还没有报告", "按 n 新建")
	x.press("n")
	x.see("单位全称")
	x.press("侯集镇人民政府", "Enter")
	x.see("< 乡镇 >")
	x.press("Enter")
	x.see("报告年度")
	x.press("Backspace", "Backspace", "2", "1", "Enter")
	x.see("2021-12-31")
	x.press("Enter")
	x.see("已新建", "还有 166 格没有填")
	x.press("F4")
	x.see("166 格已填 0", "10/10", "144/144", "12/12")
	x.press("Enter")
	x.see("写五方面")
	x.paste(texts["1"])
	x.see("字，原则上不超过 1000 字", "2021年12月31日")
	x.press("Esc")
	x.see("封面")
	x.press("Enter")
	x.see("上年所列问题")
	x.paste(texts["5"])
	x.see("501 字")
	x.press("Esc")
	x.see("封面")
	x.press("Enter")
	x.see("收取信息处理费的情况")
	x.press(texts["6"])
	x.see("1 字")
	x.press("Esc")
	x.see("另有一套编号") // as in the original: a whole report in section one
	x.press("F6", "e")
	x.see("说明：")
	x.press("公报原文如此写", "Enter")
	x.see("已说明")
	x.press("Esc")
	x.see("错误都已改正或者说明", "再按 F9 导出")
	x.press("F9")
	x.see("没有错误，可以导出", "写到：")
	x.press("Enter")
	x.see("已导出 docx")
	keys := x.keys
	x.press("Ctrl+Q")
	if status := x.wait(); status != 0 {
		t.Errorf("exit status %d", status)
	}
	name := len([]rune("侯集镇人民政府"))
	t.Logf("%d key presses beside the pasted texts, %d beside the typed name too", keys, keys-name)
	if keys > 60 {
		t.Errorf("%d key presses beside the pasted texts, want at most 60", keys)
	}

	path := filepath.Join(x.cmd.Dir, "侯集镇人民政府2021年政府信息公开工作年度报告.docx")
	paragraphs := docxParagraphs(t, path)
	checkHoujiDocx(t, paragraphs, texts)
	if out, _, _ := shell(t, dir, "list", "--json"); !strings.Contains(out, `"state": "exported"`) {
		t.Errorf("the list does not say that it is exported: %s", out)
	}
}

func checkHoujiDocx(t *testing.T, paragraphs, texts map[string]string) {
	t.Helper()
	body, figures := paragraphs["body"], paragraphs["figures"]
	at := 0
	for _, s := range model.Form2021.Sections {
		if s.Heading == "" {
			continue
		}
		i := strings.Index(body[at:], s.Heading+"\n")
		if i < 0 {
			t.Fatalf("no heading %s after the one before it", s.Heading)
		}
		at += i
	}
	if want := strings.Repeat("0 ", 200); figures != want {
		t.Errorf("figures are %q, want 200 times 0", figures)
	}
	for key, text := range texts {
		for _, line := range strings.Split(text, "\n") {
			if line = strings.TrimSpace(line); line != "" && !strings.Contains(body, line+"\n") {
				t.Errorf("section %s lacks %q", key, line)
			}
		}
	}
}

// docxParagraphs reads a docx: "body" is every paragraph in order, a line each,
// "figures" every table cell that holds a number only, with a space after each.
func docxParagraphs(t *testing.T, path string) map[string]string {
	t.Helper()
	z, err := zip.OpenReader(path)
	if err != nil {
		t.Fatal(err)
	}
	defer z.Close()
	f, err := z.Open("word/document.xml")
	if err != nil {
		t.Fatal(err)
	}
	var body, figures, para strings.Builder
	cells, inText := 0, false
	for dec := xml.NewDecoder(f); ; {
		tok, err := dec.Token()
		if err == io.EOF {
			break
		} else if err != nil {
			t.Fatal(err)
		}
		switch tok := tok.(type) {
		case xml.StartElement:
			inText = tok.Name.Local == "t"
			if tok.Name.Local == "tc" {
				cells++
			}
		case xml.EndElement:
			inText = false
			switch tok.Name.Local {
			case "p":
				text := para.String()
				body.WriteString(text + "\n")
				if cells > 0 && text != "" && strings.Trim(text, "0123456789.") == "" {
					figures.WriteString(text + " ")
				}
				para.Reset()
			case "tc":
				cells--
			}
		case xml.CharData:
			if inText {
				para.Write(tok)
			}
		}
	}
	return map[string]string{"body": body.String(), "figures": figures.String()}
}

// hongze is section 3 of 洪泽区's report for 2024 as printed, by row, the
// natural persons' column; all others are 0. Its 其他处理 is one row.
var hongze = []struct {
	row string
	n   int
}{
	{"received", 95}, {"carried_in", 0}, {"granted", 50}, {"partial", 9},
	{"denied_secret", 0}, {"denied_law", 0}, {"denied_security", 1}, {"denied_third_party", 0},
	{"denied_internal", 0}, {"denied_process", 1}, {"denied_case_file", 1}, {"denied_inquiry", 0},
	{"unavailable_not_held", 31}, {"unavailable_to_create", 1}, {"unavailable_unclear", 0},
	{"refused_petition", 1}, {"refused_repeat", 0}, {"refused_publication", 0}, {"refused_excessive", 0}, {"refused_confirm", 0},
	{"other_uncorrected", 0}, {"other_unpaid", 0}, {"other", 0}, {"carried_out", 0},
}

// TestHongzeTotalsMoveWithEachFigure enters section 3 of a county's report and
// compares the totals on the screen with those of the figures typed so far.
func TestHongzeTotalsMoveWithEachFigure(t *testing.T) {
	dir := t.TempDir()
	if _, errs, status := shell(t, dir, "new", "--unit", "淮安市洪泽区人民政府", "--year", "2024"); status != 0 {
		t.Fatal(errs)
	}
	x := start(t, dir, 120, 40, "edit", "洪泽", "--at", "新收/自然人")
	x.see("三、申请办理")
	want := model.NewReport(model.Form2021, "x", model.County, 2024)
	checks := 0
	for _, h := range hongze {
		id := model.CellID("3." + h.row + ".natural_person")
		label := strings.NewReplacer("“", "「", "”", "」").Replace(model.Form2021.Cell(id).Label())
		x.until("the whole label "+label, func(screen string) bool {
			return strings.Contains(unwrap(screen), unwrap(label))
		})
		want.Figures[id] = model.Count(int64(h.n))
		x.press(fmt.Sprint(h.n))
		x.see("正在输入 " + fmt.Sprint(h.n))
		x.press("Enter")
		checks++
		total := model.Evaluate(want)
		x.until("the totals after "+h.row, func(screen string) bool {
			in := row(screen, "一、本年新收") // scrolls away in the end
			return row(screen, "（七）总计") == figures(total, "processed") && (in == "" || in == figures(total, "received")) &&
				balance(screen, "自然人") == balanceWord(total)
		})
	}
	if checks < 10 {
		t.Fatalf("only %d figures were followed by a check of the totals", checks)
	}
	x.press("F4")
	x.see("已填144/144")
	x.until("a quiet balance line", func(screen string) bool {
		return !strings.Contains(screen, "!一＋二") && strings.Contains(screen, "平")
	})

	// The blanks come back and go again; the cursor is on the first of them.
	x.press("Ctrl+Z")
	x.see("已填24/144")
	x.press("Ctrl+Y")
	x.see("已填144/144", "新收政府信息公开申请数量 / 法人或其他组织 商业企业")
	x.press("7", "Enter")
	x.see("!一＋二＝三＋四", "差7", "商业企业一列不平", "差 7")
	x.press("Ctrl+Z")
	x.until("a quiet balance line", func(screen string) bool {
		return !strings.Contains(screen, "!一＋二") && !strings.Contains(screen, "不平")
	})
	x.press("Ctrl+Q")
	x.wait()

	out, errs, _ := shell(t, dir, "show", "洪泽", "--json")
	var got struct {
		Figures map[model.CellID]json.Number `json:"figures"`
	}
	if err := json.Unmarshal([]byte(out), &got); err != nil {
		t.Fatal(err, errs)
	}
	for _, h := range hongze {
		if n := got.Figures[model.CellID("3."+h.row+".natural_person")].String(); n != fmt.Sprint(h.n) {
			t.Errorf("%s is %s, want %d", h.row, n, h.n)
		}
	}
	if got.Figures["3.processed.total"] != "95" {
		t.Errorf("（七）总计 is %s, want 95", got.Figures["3.processed.total"])
	}
}

// unwrap takes out spaces and line ends, so that wrapped text is found; a
// value beside the first line of a label is taken out too.
func unwrap(s string) string {
	for _, value := range []string{"本格 未填", "本格 0 件"} {
		s = strings.ReplaceAll(s, value, "")
	}
	return strings.Join(strings.Fields(s), "")
}

// row is the numbers in the row of the screen with that label.
func row(screen, label string) string {
	for _, l := range strings.Split(screen, "\n") {
		if _, rest, ok := strings.Cut(l, label); ok {
			rest = strings.NewReplacer("[", " ", "]", " ", "政府信息公开申请数量", "").Replace(rest)
			return strings.Join(strings.Fields(rest), " ")
		}
	}
	return ""
}

// figures is a row as the screen shows it: what is filled, blanks left out.
func figures(s *model.Sheet, row string) string {
	var out []string
	for _, c := range model.Form2021.Section("3").Table.Blocks[0].Columns {
		if f := s.At(model.CellID("3." + row + "." + c.Key)); f.Filled() {
			out = append(out, f.String())
		}
	}
	return strings.Join(out, " ")
}

// balance is the first word of the balance line, which is the first column's.
func balance(screen, _ string) string {
	if words := strings.Fields(row(screen, "一＋二＝三＋四")); len(words) > 0 {
		return words[0]
	}
	return ""
}

func balanceWord(s *model.Sheet) string {
	d := s.Balances("T3-BAL")[0].Difference()
	if d.Sign() == 0 {
		return "平"
	}
	return "差" + strings.TrimPrefix(d.String(), "-")
}

func TestHoujiTextsAreWhole(t *testing.T) {
	texts := houji(t)
	keys := []string{}
	for k, v := range texts {
		keys = append(keys, fmt.Sprintf("%s:%v", k, len(v) > 0))
	}
	slices.Sort(keys)
	if want := []string{"1:true", "5:true", "6:true"}; !slices.Equal(keys, want) || texts["6"] != "无" || !strings.HasPrefix(texts["5"], "（一）存在问题") {
		t.Errorf("the reference report was read wrongly: %v", keys)
	}
}

// TestCorrectOneFigure: a finished report, one figure corrected on the screen
// and exported again. Prints the number of key presses.
func TestCorrectOneFigure(t *testing.T) {
	dir := newReport(t)
	for _, section := range []string{"1", "5", "6"} {
		c := command(dir, "text", "某某镇", section, "--file", "-")
		c.Stdin = strings.NewReader("本年工作按要求完成，没有需要报告的其他情况。")
		if err := c.Run(); err != nil {
			t.Fatal(err)
		}
	}
	x := start(t, dir, 80, 24)
	x.see("某某镇人民政府")
	x.press("Enter")
	x.see("封面")
	x.press("F4")
	x.see("全部填好")
	x.press("F9", "Enter")
	x.see("已导出 docx")
	x.press("Ctrl+Q")
	x.wait()

	x = start(t, dir, 80, 24)
	x.see("已导出")
	x.press("Enter")
	x.see("封面")
	x.press("Ctrl+F")
	x.see("找哪一格")
	x.press("许可")
	x.see("行政许可", "/ 本年处理决定数量")
	x.press("Enter")
	x.see("本格 0 件")
	x.press("5", "Enter", "F9")
	x.see("没有错误，可以导出")
	x.press("Enter")
	x.see("已导出 docx")
	t.Logf("%d key presses from the list to the exported file", x.keys)
	if x.keys > 12 {
		t.Errorf("%d key presses, want at most 12", x.keys)
	}
	x.press("Ctrl+Q")
	x.wait()
	if got := stored(t, dir, "2.licensing.decided"); got["2.licensing.decided"] != "5" {
		t.Errorf("stored %v", got)
	}
}
