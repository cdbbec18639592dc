package boltfile

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"sync"
	"testing"

	"nianbao/persist"
)

func TestOpenMakesFolder(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "a", "年报")
	s := open(t, dir, zhang)
	if s.Path() != filepath.Join(dir, "nianbao.db") {
		t.Error("path", s.Path())
	}
	if got := names(t, dir); !slices.Equal(got, []string{"nianbao.db"}) {
		t.Error("the folder holds", got)
	}
	if runtime.GOOS == "windows" {
		return // has no such modes
	}
	for path, want := range map[string]fs.FileMode{dir: 0o700, s.Path(): 0o600} {
		if info, err := os.Stat(path); err != nil || info.Mode().Perm() != want {
			t.Errorf("%s is %v, want %v (%v)", path, info.Mode(), want, err)
		}
	}
}

func TestOpenFromOtherFolder(t *testing.T) {
	t.Chdir(t.TempDir())
	s := open(t, "data", zhang)
	t.Chdir(t.TempDir())
	begin(t, s, sample("甲镇人民政府", 2025))
}

func TestFolderIsAFile(t *testing.T) {
	path := filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(path, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	for _, dir := range []string{path, filepath.Join(path, "below")} {
		_, err := Open(dir, zhang, ticking())
		wantKind(t, err, persist.ErrUnreadable)
	}
}

func TestStoreIsAFolder(t *testing.T) {
	dir := t.TempDir()
	if err := os.Mkdir(filepath.Join(dir, fileName), 0o700); err != nil {
		t.Fatal(err)
	}
	_, err := Open(dir, zhang, ticking())
	wantKind(t, err, persist.ErrDamaged)
}

// TestStaleCreation has what a killed creation leaves behind: half a file, or
// a second name of the store.
func TestStaleCreation(t *testing.T) {
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, fileName+".1.new"), []byte("half"), 0o600); err != nil {
		t.Fatal(err)
	}
	s := open(t, dir, zhang)
	if err := os.Link(s.Path(), filepath.Join(dir, fileName+".2.new")); err != nil {
		t.Skip("no hard links here:", err)
	}
	begin(t, open(t, dir, zhang), sample("甲镇人民政府", 2025))
}

func TestCreatedOnce(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "new")
	var all sync.WaitGroup
	for n := range 8 {
		all.Go(func() {
			s, err := Open(dir, zhang, ticking())
			if err == nil {
				_, err = s.Create(sample(fmt.Sprintf("第%d镇人民政府", n), 2025), "新建报告")
			}
			if err != nil {
				t.Error(err)
			}
		})
	}
	all.Wait()
	if list, err := open(t, dir, zhang).List(); err != nil || len(list) != 8 {
		t.Error(len(list), err)
	}
	if got := names(t, dir); !slices.Equal(got, []string{"backup", "nianbao.db"}) {
		t.Error("the folder holds", got)
	}
}

func TestRenameNew(t *testing.T) {
	dir := t.TempDir()
	from, to := filepath.Join(dir, "from"), filepath.Join(dir, "to")
	for path, content := range map[string]string{from: "new", to: "old"} {
		if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	if err := renameNew(from, to); !errors.Is(err, fs.ErrExist) || string(readFile(t, to)) != "old" {
		t.Error("renamed over another file", err)
	}
	if err := os.Remove(to); err != nil {
		t.Fatal(err)
	}
	if err := renameNew(from, to); err != nil || string(readFile(t, to)) != "new" {
		t.Error(err)
	}
}
