//go:build unix

package endtoend

import (
	"encoding/json"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"nianbao/model"
	"nianbao/persist/boltfile"
)

// oldReport is a store with 某某镇's report for 2019, in the form of that year.
func oldReport(t *testing.T) (dir string) {
	t.Helper()
	dir = t.TempDir()
	s, err := boltfile.Open(dir, model.Actor{User: "王芳"}, time.Now)
	must(t, err)
	_, err = s.Create(model.NewReport(model.Form2019(), "某某镇人民政府", model.Town, 2019), "新建")
	must(t, err)
	return dir
}

// onlyIn is a typed cell of one form that the other lacks.
func onlyIn(form, other *model.Form) *model.Cell {
	for _, c := range form.Cells() {
		if other.Cell(c.ID) == nil && !c.Computed() {
			return c
		}
	}
	return nil
}

// TestOldForm: the shell's commands go by the report's form, not by the newest: its
// cells can be shown and set, those that it lacks can't.
func TestOldForm(t *testing.T) {
	own, foreign := onlyIn(model.Form2019(), model.Form2021), onlyIn(model.Form2021, model.Form2019())
	if own == nil {
		t.Fatal("the forms have the same cells")
	}
	dir := oldReport(t)
	if out, errs, status := shell(t, dir, "set", "某某镇", string(own.ID)+"=7"); status != 0 || !strings.Contains(out, own.Brief()) {
		t.Errorf("set ends with %d: %s%s", status, out, errs)
	}
	if out, errs, status := shell(t, dir, "show", "某某镇", string(own.ID)); status != 0 || !strings.Contains(out, "7") {
		t.Errorf("show ends with %d: %s%s", status, out, errs)
	}
	if foreign != nil {
		for _, args := range [][]string{{"show", "某某镇", string(foreign.ID)}, {"set", "某某镇", string(foreign.ID) + "=7"}} {
			if out, _, status := shell(t, dir, args...); status != 2 {
				t.Errorf("%v ends with %d: %s", args, status, out)
			}
		}
	}
	if out, errs, status := shell(t, dir, "text", "某某镇", "五"); status != 0 {
		t.Errorf("text ends with %d: %s%s", status, out, errs)
	}
	if _, errs, status := shell(t, dir, "edit", "某某镇", "--look", "--at", string(own.ID)); status != 2 || !strings.Contains(errs, "终端") {
		t.Errorf("edit --at ends with %d: %s", status, errs)
	}

	// Question by question: all its cells are asked for, and no others.
	_, in, until := converse(t, dir, "edit", "某某镇", "--plain", "--at", string(own.ID))
	until("> ")
	fmt.Fprintln(in, "8")
	until("> ")
	fmt.Fprintln(in, "q")
	if w, ok := in.(io.Closer); ok {
		w.Close()
	}
	if got := stored(t, dir, string(own.ID))[string(own.ID)]; got != "8" {
		t.Errorf("question by question it is %s", got)
	}

	// A file of that year is taken into it.
	folder := t.TempDir()
	file := filepath.Join(folder, "旧.md")
	if _, errs, status := shell(t, dir, "export", "某某镇", "--draft", "-f", "md", "-o", file); status != 0 {
		t.Fatal(errs)
	}
	other := oldReport(t)
	if out, errs, status := shell(t, other, "import", file, "--into", "某某镇", "--only", "二,三"); status != 0 {
		t.Errorf("import ends with %d: %s%s", status, out, errs)
	}
	if got := stored(t, other, string(own.ID))[string(own.ID)]; got != "8" {
		data, _ := os.ReadFile(file)
		t.Errorf("read from a file it is %q:\n%s", got, data)
	}
}

// TestOldFormFinished: a report for 2019 or 2020 is begun on the form of its time, and
// every command that finishes it, looks back or reads it again goes by that form.
func TestOldFormFinished(t *testing.T) {
	dir, folder := t.TempDir(), t.TempDir()
	done := func(args ...string) string {
		t.Helper()
		out, errs, status := shell(t, dir, args...)
		if status != 0 {
			t.Fatalf("%v ends with %d: %s%s", args, status, out, errs)
		}
		return out
	}
	done("new", "--unit", "某某镇人民政府", "--year", "2019")
	done("new", "--unit", "某某镇人民政府", "--year", "2020")
	assign := []string{"set", "某某镇-2019"}
	for _, c := range model.Form2019().Cells() {
		if !c.Computed() {
			assign = append(assign, string(c.ID)+"=0")
		}
	}
	done(assign...)
	done("set", "某某镇-2019", "2.services.change=-3", "2.procurement.amount=88.25")
	for section, text := range map[string]string{"一": "全镇主动公开信息 61 条，依申请公开按期答复，加强信息管理、平台建设和监督考核，组织培训、社会评议，没有责任追究。",
		"五": "存在的主要问题是公开的内容还不够多，更新不够及时。下一步加强培训，改进工作，按月检查。", "六": "本年没有收取信息处理费。"} {
		path := filepath.Join(folder, section+".txt")
		write(t, path, []byte(text))
		done("text", "某某镇-2019", section, "--file", path)
	}
	if out := done("check", "某某镇-2019"); strings.Contains(out, "旧格式") {
		t.Errorf("check: %s", out)
	}
	if out := done("diff", "某某镇-2019@2", "某某镇-2019"); !strings.Contains(out, "其他对外管理服务") {
		t.Errorf("diff: %s", out)
	}
	if out := done("log", "某某镇-2019"); !strings.Contains(out, "其他对外管理服务") {
		t.Errorf("log: %s", out)
	}
	done("finish", "某某镇-2019")
	done("reopen", "某某镇-2019", "--reason", "漏登")
	for _, format := range []string{"docx", "xlsx", "csv", "json", "html", "md", "txt", "pdf", "ofd"} {
		file := filepath.Join(folder, "旧."+format)
		done("export", "某某镇-2019", "-f", format, "-o", file)
		done("import", file, "--into", "某某镇-2020", "--conflicts", "take")
		if got := figureIn(t, dir, "某某镇-2020", "2.services.change"); got != "-3" {
			t.Errorf("from %s: %s", format, got)
		}
		done("set", "某某镇-2020", "2.services.change=")
	}
	done("restore", "某某镇-2019", "--rev", "1")
	if got := figureIn(t, dir, "某某镇-2019", "2.services.change"); got != "" {
		t.Errorf("restored it is %s", got)
	}
	blank := filepath.Join(folder, "空表.xlsx")
	done("export", "--blank", "-f", "xlsx", "--unit", "某某乡人民政府", "--year", "2020", "-o", blank)
	done("import", blank)
	if got := figureIn(t, dir, "某某乡-2020", "2.services.change"); got != "" {
		t.Errorf("in the empty form it is %s", got)
	}
	old, now := done("rules", "--year", "2020"), done("rules")
	if strings.Contains(old, "Y-STOCK") || !strings.Contains(now, "Y-STOCK") {
		t.Errorf("the rules of 2020 are those of the form in force")
	}
}

// figureIn is what a report has in a cell, "" for nothing.
func figureIn(t *testing.T, dir, report, cell string) string {
	t.Helper()
	out, errs, status := shell(t, dir, "show", report, "--json", cell)
	if status != 0 {
		t.Fatalf("%s", errs)
	}
	var got struct {
		Figures map[string]*json.Number `json:"figures"`
	}
	must(t, json.Unmarshal([]byte(out), &got))
	if n := got.Figures[cell]; n != nil {
		return n.String()
	}
	return ""
}

// TestSetNoteOnly: the same figure with another note is a change, and is said to be.
func TestSetNoteOnly(t *testing.T) {
	dir := newReport(t)
	shell(t, dir, "set", "某某镇", "2.rules.issued=8")
	out, errs, status := shell(t, dir, "set", "某某镇", "2.rules.issued=8（其中修订3件）")
	if status != 0 || strings.Contains(out, "没有改动") || !strings.Contains(out, "（空） → 其中修订3件") || !strings.Contains(out, "已保存，第 3 稿") {
		t.Errorf("it ends with %d: %s%s", status, out, errs)
	}
	if out, _, _ = shell(t, dir, "set", "某某镇", "2.rules.issued=8（其中修订3件）"); !strings.Contains(out, "没有改动") {
		t.Errorf("the second time: %s", out)
	}
}

// TestLedgerIsNoReport: a ledger of applications is called that.
func TestLedgerIsNoReport(t *testing.T) {
	dir, folder := newReport(t), t.TempDir()
	for name, text := range map[string]string{
		"a.csv": "序号,登记号,收到日期,申请人,申请人类型,答复类型\n1,2025-1,2025-01-08,甲,公民,予以公开\n",
		"b.txt": "某某局2025年依申请公开台账\n编号\t申请时间\t申请人名称\t申请内容\t办理结果\n1\t1月8日\t甲\t批文\t予以公开\n",
		"c.md":  "| 流水号 | 受理日期 | 申请人 | 申请人性质 | 答复日期 |\n|---|---|---|---|---|\n| 1 | 2025/2/3 | 乙 | 企业 | 2025/3/1 |\n",
	} {
		path := filepath.Join(folder, name)
		must(t, os.WriteFile(path, []byte(text), 0o600))
		for _, args := range [][]string{{"check", path}, {"import", path, "--year", "2025", "--unit", "某某局"}} {
			if out, errs, status := shell(t, dir, args...); status != 2 || !strings.Contains(out+errs, "台账（一件申请一行），不是年报") {
				t.Errorf("%v ends with %d: %s%s", args, status, out, errs)
			}
		}
	}
}
