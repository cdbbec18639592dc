package cli_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"nianbao/model"
	"nianbao/ui/backend"
)

// exchangeFiles writes n towns' exchange files into a folder.
func exchangeFiles(tb testing.TB, n int) (folder string) {
	tb.Helper()
	folder = tb.TempDir()
	for i := range n {
		data, err := model.Encode(townReport(tb, i))
		if err != nil {
			tb.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(folder, fmt.Sprintf("%05d.json", i)), data, 0o600); err != nil {
			tb.Fatal(err)
		}
	}
	return folder
}

// failing is a folder whose store fails in the middle of a batch.
type failing struct {
	backend.Folder
	left []string
	err  error
}

func (f failing) Open() (backend.Store, error) {
	s, err := f.Folder.Open()
	return failingStore{s, f}, err
}

type failingStore struct {
	backend.Store
	failing
}

func (s failingStore) Batch(n int) backend.Batch { return failingBatch{s.Store.Batch(n), s.failing} }

type failingBatch struct {
	backend.Batch
	failing
}

func (b failingBatch) Store(_ context.Context, step func(n int)) ([]string, error) {
	step(1)
	return b.left, b.err
}

// TestImportMany: what many files come to is told in their order, for people by lines and
// for programs as one list; one that can't be taken in keeps all of them out.
func TestImportMany(t *testing.T) {
	const n = 70 // more than are read at once
	folder := exchangeFiles(t, n)
	s := newShell(t)
	names := func() (out []string) {
		var list struct {
			Reports []struct{ Report string }
		}
		if err := json.Unmarshal([]byte(s.must("list", "--json")), &list); err != nil {
			t.Fatal(err)
		}
		for _, r := range list.Reports {
			out = append(out, r.Report)
		}
		return out
	}
	for what, text := range map[string]string{
		"无法读取":   "{",
		"是同一份报告": string(read(t, filepath.Join(folder, "00003.json"))),
	} {
		bad := filepath.Join(folder, "99999.json")
		write(t, bad, text)
		s.fails(2, what, "import", folder)
		s.fails(2, "", "import", "--json", folder)
		if got := names(); len(got) > 0 || s.out == "" {
			t.Fatalf("%s: %d are stored", what, len(got))
		}
		if err := os.Remove(bad); err != nil {
			t.Fatal(err)
		}
	}
	var out struct {
		Reports []struct {
			File, Report string
			Read         []any
		}
	}
	for _, args := range [][]string{{"import", "--dry-run", "--json", folder}, {"import", "--json", folder}} {
		if err := json.Unmarshal([]byte(s.must(args...)), &out); err != nil || len(out.Reports) != n {
			t.Fatal(len(out.Reports), err)
		}
		var again any
		if err := json.Unmarshal([]byte(s.out), &again); err != nil || !strings.HasSuffix(s.out, "\n  ]\n}\n") {
			t.Errorf("%.80q: %v", s.out, err)
		}
		for i, r := range out.Reports {
			if r.File != fmt.Sprintf("%05d.json", i) || r.Report != townReport(t, i).Name() || len(r.Read) < 100 {
				t.Errorf("%d is %s, %s, %d cells", i, r.File, r.Report, len(r.Read))
			}
		}
	}
	if got := names(); len(got) != n {
		t.Errorf("%d are stored", len(got))
	}
	s.fails(2, "已经有 "+townReport(t, 0).Name(), "import", folder)
}

func read(t *testing.T, path string) []byte {
	t.Helper()
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return data
}

// TestImportUndone: a store that fails while many are stored has none of them, and the
// exit status says so; where it may have some, they are named.
func TestImportUndone(t *testing.T) {
	folder := exchangeFiles(t, 3)
	s := newShell(t)
	full := errors.New("磁盘已满")
	with := func(f failing) {
		s.env.Folder = func(string) backend.Folder { f.Folder = s.machine.Folder(s.dir); return f }
	}
	with(failing{err: full})
	s.fails(2, "一份也没有读入，已经存进去的都撤回了：磁盘已满", "import", folder)
	with(failing{err: full, left: []string{"甲镇-2025", "乙镇-2025"}})
	s.fails(1, "有 2 份没有撤回（其他人已经改动，或者数据文件写不进了），请核对：甲镇-2025、乙镇-2025", "import", folder)
	s.fails(1, `"message": "读入没有办成`, "import", "--json", folder)
	if s.out != "" {
		t.Errorf("it prints %q", s.out)
	}
}
