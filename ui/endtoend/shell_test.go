//go:build unix

package endtoend

import (
	"encoding/json"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"sync"
	"testing"

	"nianbao/model"
)

// decode runs a command and decodes its JSON strictly into v.
func decode(t *testing.T, v any, dir string, args ...string) {
	t.Helper()
	out, errs, _ := shell(t, dir, args...)
	dec := json.NewDecoder(strings.NewReader(out))
	dec.DisallowUnknownFields()
	if err := dec.Decode(v); err != nil {
		t.Fatalf("nianbao %s: %v\n%s%s", strings.Join(args, " "), err, out, errs)
	}
}

// keys are the names in a JSON object.
func keys(m map[string]any) []string {
	var out []string
	for k := range m {
		out = append(out, k)
	}
	slices.Sort(out)
	return out
}

var findingKeys = []string{"candidates", "cells", "difference", "explained", "explains", "fix", "left", "level", "message", "quote", "right", "rule", "section", "suspect", "value"}

// TestJSONShapes holds what --json prints to the contract.
func TestJSONShapes(t *testing.T) {
	dir := newReport(t)
	type object = map[string]any
	var set object
	decode(t, &set, dir, "set", "某某镇", received+"=5", "2.fees.amount=96171.6", "--reason", "台账", "--json")
	if want := []string{"appeared", "changed", "moved", "report", "revision", "went"}; !slices.Equal(keys(set), want) || set["report"] != "某某镇人民政府-2025" || set["revision"] != 2.0 {
		t.Errorf("set: %v", set)
	}
	if want := any([]any{object{"cell": received, "before": nil, "after": 5.0}, object{"cell": "2.fees.amount", "before": nil, "after": 96171.6}}); !reflect.DeepEqual(set["changed"], want) {
		t.Errorf("changed: %v", set["changed"])
	}
	if want := any([]any{object{"cell": "3.received.total", "before": nil, "after": 5.0}}); !reflect.DeepEqual(set["moved"], want) {
		t.Errorf("moved: %v", set["moved"])
	}
	appeared := set["appeared"].([]any)
	if len(appeared) != 2 || !slices.Equal(keys(appeared[0].(object)), findingKeys) || appeared[0].(object)["rule"] != "T3-BAL" || appeared[0].(object)["difference"] != 5.0 {
		t.Errorf("appeared: %v", appeared)
	}
	decode(t, &set, dir, "set", "某某镇", granted+"=5", "--json", "--dry-run")
	if went := set["went"].([]any); len(went) != 1 || set["revision"] != 2.0 {
		t.Errorf("a dry run: %v", set)
	}

	var list struct{ Reports []object }
	decode(t, &list, dir, "list", "--json")
	want := []string{"cells", "changed_at", "changed_by", "errors", "filled", "hints", "level", "report", "revision", "state", "unit", "warnings", "year"}
	if len(list.Reports) != 1 || !slices.Equal(keys(list.Reports[0]), want) || list.Reports[0]["filled"] != 2.0 || list.Reports[0]["cells"] != 166.0 || list.Reports[0]["state"] != "draft" {
		t.Errorf("list: %v", list)
	}

	var check struct{ Reports []object }
	decode(t, &check, dir, "check", "某某镇", "--json")
	if got := check.Reports[0]; !slices.Equal(keys(got), []string{"errors", "findings", "hints", "report", "warnings"}) || got["errors"] != 7.0 {
		t.Errorf("check: %v", got)
	}

	var log struct{ Entries []object }
	decode(t, &log, dir, "log", "某某镇", "--json")
	last := log.Entries[len(log.Entries)-1]
	if !slices.Equal(keys(last), []string{"at", "by", "changes", "from", "label", "reason", "revision"}) || last["reason"] != "台账" ||
		!reflect.DeepEqual(last["changes"].([]any)[0], any(object{"cell": received, "before": nil, "after": 5.0})) {
		t.Errorf("log: %v", last)
	}

	var figures object
	decode(t, &figures, dir, "show", "某某镇", "新收/自然人", granted, "--json")
	if !reflect.DeepEqual(figures, object{"figures": object{received: 5.0, granted: nil}}) {
		t.Errorf("show: %v", figures)
	}
	out, _, _ := shell(t, dir, "show", "某某镇", "--json")
	if r, err := model.Decode([]byte(out)); err != nil || r.Figures[received] != model.Count(5) {
		t.Errorf("show --json is no exchange file: %v", err)
	}
}

// TestExportedFileChecks: the exchange file goes out, is spoiled as somebody
// else's program might, and check says what is wrong.
func TestExportedFileChecks(t *testing.T) {
	dir := newReport(t)
	file := filepath.Join(t.TempDir(), "r.json")
	if _, errs, status := shell(t, dir, "export", "某某镇", "-f", "json", "-o", file, "--draft"); status != 0 {
		t.Fatal(errs)
	}
	data, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	spoiled := strings.Replace(string(data), `"figures": {`, `"figures": {"4.direct_suit.upheld": 3, "4.direct_suit.total": 0, "3.granted.research": 2`, 1)
	if err := os.WriteFile(file, []byte(spoiled), 0o644); err != nil {
		t.Fatal(err)
	}
	out, errs, status := shell(t, dir, "check", file)
	if status != 1 || !strings.Contains(out, "T4-SUM") || !strings.Contains(out, "差 3") || !strings.Contains(out, "科研机构一列不平") {
		t.Errorf("status %d:\n%s%s", status, out, errs)
	}
}

// TestCorrectAndExportInOneCommand: set --export writes the corrected report;
// what keeps it from that is said, and does not undo the correction.
func TestCorrectAndExportInOneCommand(t *testing.T) {
	dir := newReport(t)
	out := t.TempDir()
	if _, errs, code := shell(t, dir, "set", "某某镇", "许可=5", "--export", "docx", "-o", out); code != 1 || !strings.Contains(errs, "没有导出") {
		t.Errorf("a report with errors: %d %s", code, errs)
	}
	var figures []string
	for _, c := range model.Form2021.Cells() {
		if !c.Computed() && c.ID != "2.licensing.decided" {
			figures = append(figures, string(c.ID)+"=0")
		}
	}
	if _, errs, code := shell(t, dir, append([]string{"set", "某某镇"}, figures...)...); code != 0 {
		t.Fatal(errs)
	}
	for _, section := range []string{"1", "5", "6"} {
		c := command(dir, "text", "某某镇", section, "--file", "-")
		c.Stdin = strings.NewReader("本年工作按要求完成，没有需要报告的其他情况。")
		if err := c.Run(); err != nil {
			t.Fatal(err)
		}
	}
	var set struct {
		Changed, Moved, Appeared, Went []any
		Report                         string
		Revision                       int
		Files                          []struct{ Report, Format, Path string }
	}
	decode(t, &set, dir, "set", "某某镇", "许可=6", "--export", "docx,json", "-o", out, "--json")
	if len(set.Files) != 2 {
		t.Fatalf("%+v", set)
	}
	for _, f := range set.Files {
		if info, err := os.Stat(f.Path); err != nil || info.Size() == 0 {
			t.Error(f, err)
		}
	}
	// Nothing is changed when the export could not be meant.
	for _, wrong := range [][]string{{"--export", "doc"}, {"-o", out}, {"--export", "docx", "--dry-run"}, {"--export", "docx,json", "-o", filepath.Join(out, "none")}, {"--export", "docx", "-o", "-"}} {
		if _, _, code := shell(t, dir, append([]string{"set", "某某镇", "许可=7"}, wrong...)...); code != 2 {
			t.Errorf("%v: %d", wrong, code)
		}
	}
	if got := stored(t, dir, "2.licensing.decided"); got["2.licensing.decided"] != "6" {
		t.Errorf("stored %v", got)
	}
}

// TestExportOptions: the empty form, a fragment, another encoding, a file that
// somebody has edited, and one report of several that can't be written.
func TestExportOptions(t *testing.T) {
	dir, out := newReport(t), t.TempDir()
	must := func(args ...string) string {
		t.Helper()
		text, errs, code := shell(t, dir, append(args, "-o", out)...)
		if code != 0 {
			t.Fatalf("%v: %d %s", args, code, errs)
		}
		return text
	}
	if must("export", "--blank", "-f", "xlsx", "--unit", "某某局", "--year", "2025"); !exists(out, "某某局2025年政府信息公开工作年度报告（空表）.xlsx") {
		t.Error("no empty form")
	}
	if _, _, code := shell(t, dir, "export", "--blank", "-f", "docx"); code != 2 {
		t.Errorf("an empty docx: %d", code)
	}
	if _, _, code := shell(t, dir, "export"); code != 2 {
		t.Error("no report was named")
	}
	fragment, _, _ := shell(t, dir, "export", "某某镇", "--draft", "-f", "html", "--fragment", "-o", "-")
	if strings.Contains(fragment, "<html") || !strings.HasPrefix(fragment, "<p") || !strings.Contains(fragment, "<svg") {
		t.Errorf("fragment %.80q", fragment)
	}
	gb, _, _ := shell(t, dir, "export", "某某镇", "--draft", "-f", "csv", "--encoding", "gb18030", "-o", "-")
	if !strings.HasPrefix(gb, "\xb1\xe0\xba\xc5,") { // 编号
		t.Errorf("csv %.20q", gb)
	}
	if _, errs, code := shell(t, dir, "export", "某某镇", "--draft", "-f", "pdf", "--font", "/dev/null"); code != 2 || !strings.Contains(errs, "字体") {
		t.Errorf("a font that is none: %d %s", code, errs)
	}
	must("export", "某某镇", "--draft", "-f", "docx")
	own := filepath.Join(out, "某某镇人民政府2025年政府信息公开工作年度报告（草稿）.docx")
	if text := must("export", "某某镇", "--draft", "-f", "docx", "--template", own); !strings.Contains(text, "样式取自模板") {
		t.Errorf("with a template: %s", text)
	}
	if _, errs, code := shell(t, dir, "export", "某某镇", "--draft", "--template", "/dev/null"); code != 2 || !strings.Contains(errs, "模板") {
		t.Errorf("a template that is none: %d %s", code, errs)
	}
	name := filepath.Join(out, "某某镇人民政府2025年政府信息公开工作年度报告（草稿）.md")
	must("export", "某某镇", "--draft", "-f", "md")
	must("export", "某某镇", "--draft", "-f", "md")
	if err := os.WriteFile(name, []byte("改过"), 0o644); err != nil {
		t.Fatal(err)
	}
	if text := must("export", "某某镇", "--draft", "-f", "md"); !strings.Contains(text, "(2).md") || !strings.Contains(text, "没有覆盖") {
		t.Errorf("said %s", text)
	}
	if data, err := os.ReadFile(name); err != nil || string(data) != "改过" {
		t.Error("somebody's edits are gone", err)
	}
	if text := must("export", "某某镇", "--draft", "-f", "md", "--overwrite"); strings.Contains(text, "(2)") {
		t.Errorf("said %s", text)
	}
}

func exists(dir, name string) bool {
	_, err := os.Stat(filepath.Join(dir, name))
	return err == nil
}

func TestTextFromFileAndBack(t *testing.T) {
	dir := newReport(t)
	file := filepath.Join(t.TempDir(), "一.txt")
	if err := os.WriteFile(file, []byte("\ufeff“认真”贯彻\r\n第二段\x1b[31m\t完\r\n\r\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	if _, errs, status := shell(t, dir, "text", "某某镇", "总体", "--file", file); status != 0 {
		t.Fatal(errs)
	}
	if out, _, _ := shell(t, dir, "text", "某某镇", "1"); out != "“认真”贯彻\n第二段[31m 完\n" {
		t.Errorf("text is %q", out)
	}
	c := command(dir, "text", "某某镇", "六", "--file", "-")
	c.Stdin = strings.NewReader("无")
	if err := c.Run(); err != nil {
		t.Fatal(err)
	}
	if out, _, _ := shell(t, dir, "text", "某某镇", "6"); out != "无\n" {
		t.Errorf("text from standard input is %q", out)
	}
	for name, nothing := range map[string]string{"空.txt": "", "换行.txt": "\ufeff\r\n \u3000\n"} {
		empty := filepath.Join(t.TempDir(), name)
		write(t, empty, []byte(nothing))
		if _, errs, status := shell(t, dir, "text", "某某镇", "6", "--file", empty); status != 2 || !strings.Contains(errs, "空的") || !strings.Contains(errs, "Ctrl+A") {
			t.Errorf("%s: status %d, %s", name, status, errs)
		}
		c := command(dir, "text", "某某镇", "6", "--file", "-")
		c.Stdin = strings.NewReader(nothing)
		if err := c.Run(); err == nil {
			t.Errorf("%s on standard input is taken", name)
		}
	}
	if out, _, _ := shell(t, dir, "text", "某某镇", "6"); out != "无\n" {
		t.Errorf("nothing has emptied the text: %q", out)
	}
	gbk := filepath.Join(t.TempDir(), "gbk.txt")
	if err := os.WriteFile(gbk, []byte("\xc4\xea\xb1\xa8"), 0o644); err != nil {
		t.Fatal(err)
	}
	if _, errs, status := shell(t, dir, "text", "某某镇", "1", "--file", gbk); status != 2 || !strings.Contains(errs, "UTF-8") {
		t.Errorf("GBK: status %d, %s", status, errs)
	}
}

// TestManySets: commands at the same time on different cells; all of them are
// in the report and in the log.
func TestManySets(t *testing.T) {
	dir := newReport(t)
	cells := []string{}
	for _, c := range model.Form2021.Cells() {
		if c.Section.Key == "3" && !c.Computed() && len(cells) < 24 {
			cells = append(cells, string(c.ID))
		}
	}
	var wg sync.WaitGroup
	for worker := range 4 {
		wg.Add(1)
		go func() {
			defer wg.Done()
			for i := worker; i < len(cells); i += 4 {
				if err := command(dir, "set", "某某镇", cells[i]+"=7").Run(); err != nil {
					t.Errorf("set %s: %v", cells[i], err)
				}
			}
		}()
	}
	wg.Wait()
	got := stored(t, dir, cells...)
	for _, c := range cells {
		if got[c] != "7" {
			t.Errorf("%s is %s", c, got[c])
		}
	}
	out, _, _ := shell(t, dir, "log", "某某镇", "--json")
	if n := strings.Count(out, `"after": 7`); n != len(cells) {
		t.Errorf("%d changes in the log, want %d", n, len(cells))
	}
}

// TestOutputThatCannotBePrinted: what was done stays done, and the exit status
// says so.
func TestOutputThatCannotBePrinted(t *testing.T) {
	full, err := os.OpenFile("/dev/full", os.O_WRONLY, 0)
	if err != nil {
		t.Skipf("this system has no /dev/full: %v", err)
	}
	defer full.Close()
	dir := newReport(t)
	c := command(dir, "set", "某某镇-2025", received+"=5") // the middle of the name left out
	c.Stdout = full
	if err := c.Run(); err != nil || stored(t, dir, received)[received] != "5" {
		t.Errorf("%v, stored %v", err, stored(t, dir, received))
	}
}

func TestHelpAndVersion(t *testing.T) {
	dir := t.TempDir()
	for _, args := range [][]string{{"help"}, {"--help"}, {"help", "set"}, {"set", "--help"}} {
		if out, errs, status := shell(t, dir, args...); status != 0 || errs != "" || !strings.Contains(out, "set") || strings.Contains(out, "string") {
			t.Errorf("%v: status %d\n%s%s", args, status, out, errs)
		}
	}
	if out, _, status := shell(t, dir, "--version"); status != 0 || !strings.Contains(out, "nianbao 0.") || !strings.Contains(out, "2021 版") || !strings.Contains(out, "提交") {
		t.Errorf("version: %d %q", status, out)
	}
}
