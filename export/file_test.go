package export

import (
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"syscall"
	"testing"

	"nianbao/model"
)

// names are the files of a folder, hidden ones included.
func names(t *testing.T, dir string) string {
	t.Helper()
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	var out []string
	for _, e := range entries {
		out = append(out, e.Name())
	}
	return strings.Join(out, " ")
}

func TestFileReplacesAndLeavesNothing(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "报告.docx")
	for range 2 {
		written, err := File(path, "docx", sample(), Options{})
		if err != nil || written.Path != path {
			t.Fatalf("written %v, %v", written, err)
		}
	}
	if err := os.WriteFile(path, []byte("旧文件"), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := File(path, "docx", sample(), Options{Overwrite: true}); err != nil {
		t.Fatal(err)
	}
	data, err := os.ReadFile(path)
	if err != nil || string(data) != write(t, "docx", sample(), Options{}) {
		t.Errorf("the file isn't what Write gives: %v", err)
	}
	if got := names(t, dir); got != "报告.docx" {
		t.Errorf("left in the folder: %s", got)
	}
}

func TestFileMode(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("Windows has no such modes")
	}
	dir := t.TempDir()
	plain, err := os.OpenFile(filepath.Join(dir, "plain"), os.O_CREATE, 0o644) // what the umask leaves
	if err != nil {
		t.Fatal(err)
	}
	want, err := plain.Stat()
	if err != nil {
		t.Fatal(err)
	}
	if err := plain.Close(); err != nil {
		t.Fatal(err)
	}
	written, err := File(filepath.Join(dir, "a.md"), "md", sample(), Options{})
	if err != nil {
		t.Fatal(err)
	}
	if got, err := os.Stat(written.Path); err != nil || got.Mode() != want.Mode() {
		t.Errorf("mode %v instead of %v, %v", got.Mode(), want.Mode(), err)
	}
}

func TestFileGoesBesideAProtectedOne(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "报告.md")
	if err := os.WriteFile(path, []byte("旧文件"), 0o444); err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"报告(2).md", "报告(3).md"} {
		written, err := File(path, "md", sample(), Options{})
		if err != nil || filepath.Base(written.Path) != want || !written.Kept {
			t.Errorf("written %v, %v", written, err)
		}
	}
	if data, err := os.ReadFile(path); err != nil || string(data) != "旧文件" {
		t.Errorf("the protected file holds %q, %v", data, err)
	}
	if got := names(t, dir); got != "报告(2).md 报告(3).md 报告.md" {
		t.Errorf("left in the folder: %s", got)
	}
}

// TestFileKeepsWhatMayBeEdited: a file that was changed since it was written
// stays, and the new one goes beside it, each time to the same name.
func TestFileKeepsWhatMayBeEdited(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "报告.md")
	var o Options
	put := func(want string, kept bool) {
		t.Helper()
		r := sample()
		r.Text["6"] += want
		written, err := File(path, "md", r, o)
		if err != nil || filepath.Base(written.Path) != want || written.Kept != kept {
			t.Fatalf("%+v, %v", written, err)
		}
		o.Known = append(o.Known, written.Sum)
	}
	put("报告.md", false)
	put("报告.md", false)
	sample := "有人改过的内容"
	if err := os.WriteFile(path, []byte(sample), 0o644); err != nil {
		t.Fatal(err)
	}
	put("报告(2).md", true)
	put("报告(2).md", true)
	if data, err := os.ReadFile(path); err != nil || string(data) != sample {
		t.Errorf("the edited file holds %q, %v", data, err)
	}
	if err := os.WriteFile(filepath.Join(dir, "报告(2).md"), []byte(sample), 0o644); err != nil {
		t.Fatal(err)
	}
	put("报告(3).md", true)
	o.Overwrite = true
	put("报告.md", false)
	if got := names(t, dir); got != "报告(2).md 报告(3).md 报告.md" {
		t.Errorf("in the folder: %s", got)
	}
}

func TestFileWithoutAnyName(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, strings.Repeat("a", 252)+".md") // 255 bytes: (2) doesn't fit
	if err := os.WriteFile(path, nil, 0o444); err != nil {
		t.Skipf("no such long names here: %v", err)
	}
	_, err := File(path, "md", sample(), Options{})
	checkError(t, err, model.CodeUnwritable)
	if got := names(t, dir); got != filepath.Base(path) {
		t.Errorf("left in the folder: %s", got)
	}
}

func TestFileErrors(t *testing.T) {
	dir := t.TempDir()
	for _, c := range []struct{ path, format, code, says string }{
		{filepath.Join(dir, "没有", "a.docx"), "docx", model.CodeUnwritable, "文件夹不存在"},
		{dir, "docx", model.CodeUnwritable, "是文件夹"},
		{"", "docx", model.CodeUsage, "文件名"},
		{filepath.Join(dir, "a.doc"), "doc", model.CodeUsage, "doc"},
		{filepath.Join(dir, strings.Repeat("长", 100)+".docx"), "docx", model.CodeUnwritable, "写不了"},
	} {
		written, err := File(c.path, c.format, sample(), Options{})
		checkError(t, err, c.code)
		if written.Path != "" || !strings.Contains(err.Error(), c.says) {
			t.Errorf("%s: written %v, %v", c.path, written, err)
		}
	}
	if got := names(t, dir); got != "" {
		t.Errorf("left in the folder: %s", got)
	}
}

func TestFileToDevice(t *testing.T) {
	if _, err := os.Stat("/dev/full"); err != nil {
		t.Skip("no /dev/full here")
	}
	_, err := File("/dev/full", "md", sample(), Options{})
	checkError(t, err, model.CodeFull)
	if written, err := File("/dev/null", "md", sample(), Options{}); err != nil || written.Path != "/dev/null" {
		t.Errorf("written %v, %v", written, err)
	}
	if info, err := os.Stat("/dev/null"); err != nil || info.Mode().IsRegular() {
		t.Errorf("/dev/null is %v now, %v", info.Mode(), err)
	}
}

func TestWriteErrorTellsWhy(t *testing.T) {
	for cause, says := range map[error]string{
		fs.ErrNotExist:       "文件夹不存在",
		fs.ErrPermission:     "没有权限",
		syscall.EROFS:        "只读",
		syscall.ENAMETOOLONG: "太长",
		syscall.EIO:          "写不了",
	} {
		err := writeError("报告.docx", &fs.PathError{Op: "open", Path: "报告.docx", Err: cause})
		checkError(t, err, model.CodeUnwritable)
		if !strings.Contains(err.Error(), says) {
			t.Errorf("%v: %v", cause, err)
		}
	}
}

// TestRescueIsPrivate: a rescue file may lie in a folder that all can read, and is
// for who wrote it; a finished file is for everybody.
func TestRescueIsPrivate(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("modes mean nothing there")
	}
	r := model.NewReport(model.Form2021, "某某镇人民政府", model.Town, 2025)
	for rescue, open := range map[*model.Rescue]bool{nil: true, {Report: "1"}: false} {
		path := filepath.Join(t.TempDir(), "r.json")
		for range 2 { // the second replaces the first
			if _, err := File(path, "json", r, Options{Rescue: rescue, Overwrite: true}); err != nil {
				t.Fatal(err)
			}
			if info, err := os.Stat(path); err != nil || open != (info.Mode()&0o044 != 0) {
				t.Errorf("rescue %v: mode %v (%v)", rescue, info.Mode(), err)
			}
		}
	}
}
