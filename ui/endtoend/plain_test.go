//go:build unix

package endtoend

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"syscall"
	"testing"

	"nianbao/model"
)

// converse starts the program on pipes; until reads what it says up to a text.
func converse(t *testing.T, dir string, args ...string) (c *exec.Cmd, in io.Writer, until func(text string)) {
	t.Helper()
	c = command(dir, args...)
	c.Dir = dir // where rescue files go
	in, err := c.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	out, err := c.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := c.Start(); err != nil {
		t.Fatal(err)
	}
	read := bufio.NewReader(out)
	return c, in, func(text string) {
		t.Helper()
		for got := ""; !strings.Contains(got, text); {
			r, _, err := read.ReadRune()
			if err != nil {
				t.Fatalf("%v before %q in %q", err, text, got)
			}
			got += string(r)
		}
	}
}

// TestPlain goes through a report question by question, without a screen.
func TestPlain(t *testing.T) {
	dir := newReport(t)
	c := command(dir, "edit", "某某镇", "--plain", "--at", "新收/自然人")
	c.Stdin = strings.NewReader("abc\n12\n\nb\n3（转办1件）\nu\n?\ng 行政复议 维持\n2\nz\nb\nc\ng 没有这格\n")
	out, err := c.Output()
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"不是数字", "自然人一列不平", "已保存", "撤销", "结果维持", "没有叫「没有这格」的格", "错误"} {
		if !strings.Contains(string(out), want) {
			t.Errorf("%q is missing:\n%s", want, out)
		}
	}
	if strings.Contains(string(out), "\x1b") {
		t.Error("escape sequences in plain output")
	}
	if got := stored(t, dir, received, "3.carried_in.business", "4.reconsideration.upheld", "4.suit_after.other"); got[received] != "12" || got["4.reconsideration.upheld"] != "2" || got["4.suit_after.other"] != "0" {
		t.Errorf("stored %v", got)
	}
	c = command(dir, "edit", "某某镇", "--plain")
	c.Stdin = strings.NewReader("g 一\n第一段。\n第二段。\n.\nq\n")
	if err := c.Run(); err != nil {
		t.Fatal(err)
	}
	if out, _, _ := shell(t, dir, "text", "某某镇", "1"); out != "第一段。\n第二段。\n" {
		t.Errorf("text %q", out)
	}
	// What is there is not replaced unasked.
	for _, c := range []struct{ answers, want string }{
		{"g 1\n帮助\n!\n", "第一段。\n第二段。\n"},
		{"g 1\n另一段。\n.\n\n！\n", "第一段。\n第二段。\n"},
		{"g 1\n第三段。\n.\na\nq\n", "第一段。\n第二段。\n第三段。\n"},
		{"g 1\n新的。\n.\nr\nq\n", "新的。\n"},
	} {
		cmd := command(dir, "edit", "某某镇", "--plain")
		cmd.Stdin = strings.NewReader(c.answers)
		if err := cmd.Run(); err != nil {
			t.Fatal(err)
		}
		if out, _, _ := shell(t, dir, "text", "某某镇", "1"); out != c.want {
			t.Errorf("%q: text %q", c.answers, out)
		}
	}
}

// TestPlainFromNothing: without a command, a report is begun, filled in, checked
// and exported question by question.
func TestPlainFromNothing(t *testing.T) {
	dir := t.TempDir()
	answers := "ｎ\n某某镇人民政府\n２０２５年\n"                                // the unit, the year; then the rest of the cover
	answers += "乡镇\n\n2026年1月20日\n\ng 一、总体\n本年按要求完成。\n.\nza\ne\n\n" // no draft
	answers += "g 五\n问题一。\n问题二。\n.\n本年没有其他事项。\n.\n"                 // on to section six, and the end
	answers += "q\nn\n\nq\n1\ne docx\n\nq\n9\n某某\n退出\n退出\n"
	c := command(dir, "--plain")
	c.Dir = t.TempDir()
	c.Stdin = strings.NewReader(answers)
	out, err := c.CombinedOutput()
	if err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	for _, want := range []string{"某某镇人民政府-2025：新建报告", "没有导出正式文件", "没有做", "已写入", "没有叫「9」的报告", "可导出", "到最后一项了"} {
		if !strings.Contains(string(out), want) {
			t.Errorf("%q is missing:\n%s", want, out)
		}
	}
	if found, err := filepath.Glob(filepath.Join(c.Dir, "*.docx")); err != nil || len(found) != 1 {
		t.Error("files:", found, err)
	}
	var x struct{ Date, Level string }
	if out, _, _ := shell(t, dir, "show", "某某镇", "--json"); json.Unmarshal([]byte(out), &x) != nil || x.Date != "2026-01-20" || x.Level != "town" {
		t.Errorf("cover %+v", x)
	}
}

// TestPlainAsksAgain: somebody else changes the cell first: it is asked whose is to stand.
func TestPlainAsksAgain(t *testing.T) {
	dir := newReport(t)
	c, in, until := converse(t, dir, "edit", "某某镇", "--plain", "--at", received)
	until("单位：件；回车下一项，q 返回）> ")
	change := func(to string) {
		t.Helper()
		if _, errs, status := shell(t, dir, "set", "某某镇", received+"="+to); status != 0 {
			t.Fatal(errs)
		}
	}
	change("5")
	fmt.Fprintln(in, "7")
	until("改为 5，您写的是 7")
	until("输入编号> ")
	fmt.Fprintln(in, "\n3") // neither is an answer
	until("请输入 1 到 2")
	until("请输入 1 到 2")
	fmt.Fprintln(in, "1")
	until("已保存")
	if got := stored(t, dir, received)[received]; got != "7" {
		t.Errorf("mine was chosen, and %v is stored", got)
	}
	fmt.Fprintln(in, "b")
	until("自然人（现在：7，")
	change("9")
	fmt.Fprintln(in, "8")
	until("改为 9，您写的是 8")
	fmt.Fprintln(in, "2\nq")
	if err := c.Wait(); err != nil || stored(t, dir, received)[received] != "9" {
		t.Errorf("%v, stored %v", err, stored(t, dir, received))
	}
	// What is not answered is in a rescue file, and is found there.
	c, in, until = converse(t, dir, "edit", "某某镇", "--plain", "--at", received)
	until("q 返回）> ")
	change("10")
	fmt.Fprintln(in, "11")
	until("改为 10，您写的是 11")
	in.(io.Closer).Close()
	if err := c.Wait(); err == nil || stored(t, dir, received)[received] != "10" {
		t.Errorf("%v, stored %v", err, stored(t, dir, received))
	}
	c = command(dir, "--plain")
	c.Dir = dir
	c.Stdin = strings.NewReader("s\n1\n1\nq\ns\nq\n")
	out, err := c.CombinedOutput()
	if err != nil || stored(t, dir, received)[received] != "11" || !strings.Contains(string(out), "没有救援文件") {
		t.Errorf("%v, stored %v\n%s", err, stored(t, dir, received), out)
	}
}

// TestPlainKeepsParagraphs: whatever ends the program in the middle of a text, the
// paragraphs that were typed are there; they are one step, which "!" takes back. Other
// signals than these a program that was started in the background may not get.
func TestPlainKeepsParagraphs(t *testing.T) {
	dir := newReport(t)
	text := func() string {
		out, _, _ := shell(t, dir, "text", "某某镇", "1")
		return out
	}
	want := ""
	for i, end := range []syscall.Signal{syscall.SIGTERM, syscall.SIGKILL} {
		c, in, until := converse(t, dir, "edit", "某某镇", "--plain")
		one, two := fmt.Sprintf("第%d次的第一段。\n", i), fmt.Sprintf("第%d次的第二段。\n", i)
		fmt.Fprint(in, "g 一\n"+one+"\n"+two)
		until("第 4 段")
		if err := c.Process.Signal(end); err != nil {
			t.Fatal(err)
		}
		_ = c.Wait() // it was killed
		if want += one + "\n" + two; text() != want {
			t.Fatalf("after %v: %q, want %q", end, text(), want)
		}
	}
	out, _, _ := shell(t, dir, "log", "某某镇")
	if n := strings.Count(out, "修改 一、总体情况"); n != 2 {
		t.Errorf("%d steps:\n%s", n, out)
	}
	for _, answers := range []string{"g 一\n甲\n乙\n!\nq\n", "g 一\n甲\n乙\n.\n帮\n!\nq\n", "g 一\n甲\n乙\n.\nr\nu\nq\n", "g 一\n甲\n.\na\ng 一\n乙\n!\nu\nq\n"} {
		c := command(dir, "edit", "某某镇", "--plain")
		c.Stdin = strings.NewReader(answers)
		if out, err := c.Output(); err != nil || text() != want {
			t.Errorf("%q: %v, %q\n%s", answers, err, text(), out)
		}
	}
	// Somebody else writes meanwhile: both stand.
	c, in, until := converse(t, dir, "edit", "某某镇", "--plain")
	fmt.Fprint(in, "g 五\n我写的一。\n")
	until("第 2 段")
	theirs := command(dir, "text", "某某镇", "5", "--file", "-")
	theirs.Stdin = strings.NewReader("我写的一。\n其他人写的。")
	if err := theirs.Run(); err != nil {
		t.Fatal(err)
	}
	fmt.Fprint(in, "我写的二。\n.\nq\n")
	until("接在后面")
	if err := c.Wait(); err != nil {
		t.Error(err)
	}
	if out, _, _ := shell(t, dir, "text", "某某镇", "5"); out != "我写的一。\n其他人写的。\n我写的二。\n" {
		t.Errorf("two at once: %q", out)
	}
}

// TestPlainWholeYear: last year's file is read, this year's zero report is made of it,
// exported, made final, corrected for a reason, deleted, brought back, and an earlier
// revision restored, all question by question; the files have the figures.
func TestPlainWholeYear(t *testing.T) {
	last := filepath.Join(t.TempDir(), "去年.docx")
	lastYearFile(t, last)
	dir, work := t.TempDir(), t.TempDir()
	const name = "某某镇人民政府2025年政府信息公开工作年度报告"
	session := func(answers string, want ...string) string {
		t.Helper()
		c := command(dir, "--plain")
		c.Dir = work
		c.Stdin = strings.NewReader(answers)
		out, err := c.CombinedOutput()
		for _, w := range want {
			if err != nil || !strings.Contains(string(out), w) {
				t.Fatalf("%v; %q is missing:\n%s", err, w, out)
			}
		}
		return string(out)
	}
	same := func(report, file string) {
		t.Helper()
		if out, errs, _ := shell(t, dir, "diff", report, filepath.Join(work, file)); !strings.Contains(out, "数字和文字都相同") {
			t.Errorf("%s differs from %s: %s%s", file, report, out, errs)
		}
	}
	// Nothing is stored without a yes.
	if out := session("i "+last+"\n\nq\n", "读出 ", "存为新报告「某某镇人民政府-2024」吗", "没有做"); strings.Contains(out, "1  某某镇") {
		t.Errorf("it is stored unasked:\n%s", out)
	}
	session("读入 "+last+"\ny\nq\n", "已存为「某某镇人民政府-2024」", "输入 n 新建")
	session("n\n\n\n\n\n\n\nza\n"+ // the rest of the cover as proposed
		"g 一\nln\na\nth 截至目前 截至年底\ny\n"+
		"g 五\n一是更新不及时，已改进。\n.\ng 六\n本年没有收取信息处理费，没有其他需要报告的事项。\n.\nq\nq\n",
		"照抄 某某镇人民政府-2024", "年份已改", "以上 1 处都换成「截至年底」吗")
	figure := func(cell, want string) {
		t.Helper()
		if out, errs, _ := shell(t, dir, "show", "某某镇-2025", cell); !strings.HasSuffix(strings.TrimSpace(out), "  "+want) {
			t.Errorf("%s: %s%s", cell, out, errs)
		}
	}
	figure("3.carried_in.natural_person", "2")
	figure(received, "0")
	session("1\ng 予以公开 自然人\n2\nw\ny\ne docx pdf\n\nq\nq\n", "已消除：自然人一列不平", "已定稿，校验码 ", "正式文件，2 个", filepath.Join(work, name+".pdf"))
	same("某某镇-2025", name+".docx")
	same("某某镇-2025", name+".pdf")
	// A correction after it was made final; the reason is asked for.
	session("1\ng 新收 自然人\n3\n更正\n漏登一件申请\ng 新收 自然人\n1\ng 予以公开 自然人\n3\n定稿\ny\n导出 2 xlsx\n报送\nq\nq\n",
		"这份报告已定稿，不能修改", "输入 w 更正", "已解除锁定", "上年：5", "已定稿，校验码 ", filepath.Join(work, "报送", name+".xlsx"))
	same("某某镇-2025", filepath.Join("报送", name+".xlsx"))
	figure(received, "1")
	session("d 1\n1\nw\n恢复原来的数\nq\nd 1\n\nd 1\ny\nu\n1\nq\n", "已定稿，不能删除", "没有做", "已删除「某某镇人民政府-2025」", "删除）", "已恢复「某某镇人民政府-2025」")
	// The revision that was made final first, found in the log.
	out, _, _ := shell(t, dir, "log", "某某镇-2025")
	rev := regexp.MustCompile(`第 (\d+) 稿 .*  定稿`).FindStringSubmatch(out)
	if rev == nil {
		t.Fatal(out)
	}
	session("1\nh\nb "+rev[1]+"\n"+rev[1]+"\nf "+rev[1]+"\ny\nq\nu\ny\nw\ny\ne docx\n原稿\nq\nq\n",
		"：那时 0，现在 1", "各列都是 0", "恢复到第 "+rev[1]+" 稿：已保存", "撤销：", "重做：", "已定稿")
	same("某某镇-2025", filepath.Join("原稿", name+".docx"))
	same("某某镇-2025", name+".pdf")
}

// lastYearFile writes 某某镇's report for 2024 as its office has it: five applications, of
// which two went on into the next year.
func lastYearFile(t *testing.T, path string) {
	t.Helper()
	dir := t.TempDir()
	args := []string{"set", "某某镇", received + "=5", "3.granted.natural_person=3", "3.carried_out.natural_person=2"}
	for _, c := range model.Form2021.Cells() {
		if named := slices.ContainsFunc(args, func(a string) bool { return strings.HasPrefix(a, string(c.ID)+"=") }); !c.Computed() && !named {
			args = append(args, string(c.ID)+"=0")
		}
	}
	for _, args := range [][]string{{"new", "--unit", "某某镇人民政府", "--year", "2024"}, args} {
		if _, errs, status := shell(t, dir, args...); status != 0 {
			t.Fatal(errs)
		}
	}
	c := command(dir, "text", "某某镇", "1", "--file", "-")
	c.Stdin = strings.NewReader("2024年，本镇主动公开信息120条，截至目前运行平稳。2025年将继续推进。")
	if err := c.Run(); err != nil {
		t.Fatal(err)
	}
	if _, errs, status := shell(t, dir, "export", "某某镇", "--draft", "-o", path); status != 0 {
		t.Fatal(errs)
	}
}
