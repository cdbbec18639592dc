package cli_test

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"

	"nianbao/model"
)

type checkedReports struct {
	Files   []struct{ Report string }
	Reports []struct {
		Report                  string
		Errors, Warnings, Hints int
		Findings                []any
	}
}

// TestCheckMany: each of many reports is checked as it is alone, beside last year's
// wherever that is: among those before it or long after it, in the store, in a file.
func TestCheckMany(t *testing.T) {
	const n = 90 // of each of two years: more than are checked at once
	s := newShell(t)
	folder, later := t.TempDir(), t.TempDir()
	put := func(folder string, r *model.Report) {
		data, err := model.Encode(r)
		if err != nil {
			t.Fatal(err)
		}
		write(t, filepath.Join(folder, r.Name()+".json"), string(data))
	}
	names := make([]string, 2*n)
	for i := range n {
		r := townReport(t, i)
		put(folder, r)
		last := r.Clone()
		last.Year = 2024
		last.Figures["3.carried_forward.natural_person"] = model.Count(int64(i%7 + 1)) // which this year's does not begin with
		put(folder, last)
		names[i], names[2*n-1-i] = r.Name(), last.Name()
	}
	s.must("import", folder)
	checked := func(args ...string) (out checkedReports) {
		t.Helper()
		s.run("", append([]string{"check", "--json"}, args...)...)
		if err := json.Unmarshal([]byte(s.out), &out); err != nil {
			t.Fatal(err, s.out, s.errs)
		}
		return out
	}
	alone := map[string]any{}
	for _, i := range []int{0, 1, n - 1, n, 2*n - 1} {
		alone[names[i]] = checked(names[i]).Reports[0]
	}
	some := names[:n:n]
	put(later, townReport(t, n)) // a file whose last year's is a file
	last := townReport(t, n)
	last.Year = 2024
	put(later, last)
	for what, args := range map[string][]string{"all": names, "last year's in the store": some, "files": {folder}, "all, then files": append(slices.Clone(names), later)} {
		t.Run(what, func(t *testing.T) {
			out := checked(args...)
			compared := 0
			for i, r := range out.Reports {
				if len(args) > 1 && i < len(names) && i < len(args) && args[i] != later && r.Report != args[i] {
					t.Fatalf("%d is %s, not %s", i, r.Report, args[i])
				}
				if want, ok := alone[r.Report]; ok {
					compared++
					if what != "files" && !reflect.DeepEqual(any(r), want) {
						t.Errorf("%s: %+v, alone %+v", r.Report, r, want)
					}
					if len(r.Findings) == 0 && strings.HasSuffix(r.Report, "2025") {
						t.Errorf("%s is not held beside last year's", r.Report)
					}
				}
			}
			if compared < 3 {
				t.Errorf("%d of %d compared", compared, len(out.Reports))
			}
		})
	}
	out := filepath.Join(t.TempDir(), "out") + string(os.PathSeparator)
	if got := checked("-o", out, names[0], names[n-1]); len(got.Files) != 2 || len(got.Reports) != 2 {
		t.Errorf("with letters: %+v", got)
	}
	s.run("", append([]string{"check"}, names...)...)
	if lines := strings.Count(s.out, "\n"); lines != 2*n+3 { // heads, total, what to do
		t.Errorf("%d lines: %s", lines, s.out)
	}
	s.says(s.out, fmt.Sprintf("合计 %d 份", 2*n))
}

// TestCheckKnowsUnits: a name that only the folder, the store or a list has is found
// in the texts of the others; without them nobody knows it.
func TestCheckKnowsUnits(t *testing.T) {
	one := func(unit, text string) *model.Report {
		r := townReport(t, 0).Clone()
		r.Unit, r.Text["1"] = unit, text
		return r
	}
	mine, other := one("蓝田镇人民政府", "青山镇规范了公开栏，共62条。"), one("沭阳县青山镇人民政府", "规范了公开栏，共62条。")
	put := func(folder string, r *model.Report) string {
		data, err := model.Encode(r)
		if err != nil {
			t.Fatal(err)
		}
		path := filepath.Join(folder, r.Name()+".json")
		write(t, path, string(data))
		return path
	}
	folder := t.TempDir()
	file := put(folder, mine)
	list := filepath.Join(t.TempDir(), "名单.txt")
	write(t, list, "\ufeff沭阳县河口乡人民政府\r\n沭阳县青山镇人民政府\r\n")
	wrong := filepath.Join(t.TempDir(), "旧.txt")
	write(t, wrong, "\xc7\xe0\xc9\xbd")
	found := func(args ...string) bool {
		t.Helper()
		s := newShell(t)
		s.run("", append([]string{"check", "--json"}, args...)...)
		return strings.Contains(s.out, "W-NAME")
	}
	if found(file) {
		t.Error("青山镇 is nobody's name")
	}
	if !found(file, "--list", list) {
		t.Error("the list is not looked at")
	}
	put(folder, other)
	if !found(folder) {
		t.Error("the folder's other unit is not known")
	}
	s := newShell(t)
	s.must("import", put(t.TempDir(), other))
	s.run("", "check", "--json", file)
	s.says(s.out, "W-NAME")
	for _, bad := range []string{wrong, filepath.Join(folder, "没有.txt")} {
		s.run("", "check", file, "--list", bad)
		s.says(s.errs, "单位名单")
	}
}

// TestCheckAlike: of files, and of reports of the store, that are alike each is told of
// the other; one alone is not compared.
func TestCheckAlike(t *testing.T) {
	text := ""
	for i := range 40 {
		text += fmt.Sprintf("把%c%c%c公开栏更新得清清楚楚，", '一'+7*i, '丁'+11*i, '七'+13*i)
	}
	folder := t.TempDir()
	var files, names []string
	for i, unit := range []string{"蓝田镇人民政府", "青山镇人民政府", "河口镇人民政府"} {
		r := townReport(t, i).Clone()
		r.Unit, r.Text["1"] = unit, text
		if i == 2 {
			r.Text["1"] = "一切都不一样。"
		}
		data, err := model.Encode(r)
		if err != nil {
			t.Fatal(err)
		}
		path := filepath.Join(folder, r.Name()+".json")
		write(t, path, string(data))
		files, names = append(files, path), append(names, r.Name())
	}
	s := newShell(t)
	s.must("import", folder)
	for _, args := range [][]string{files, names, {folder}, {names[0], files[1], names[2]}} {
		s.run("", append([]string{"check"}, args...)...)
		s.says(s.out, "有 100% 的文字和 青山镇人民政府-2025 相同", "有 100% 的文字和 蓝田镇人民政府-2025 相同")
		if n := strings.Count(s.out, "W-ALIKE"); n != 2 {
			t.Errorf("check %v: %d hints", args, n)
		}
	}
	s.run("", "check", files[0])
	if strings.Contains(s.out, "W-ALIKE") {
		t.Error("one alone is alike")
	}
}
