//go:build linux || darwin

package persist

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
)

// TestSiteIsNoFile: what is no ordinary small file is refused, and not waited for.
func TestSiteIsNoFile(t *testing.T) {
	dir := t.TempDir()
	pipe, big := filepath.Join(dir, "pipe"), filepath.Join(dir, "big")
	if err := errors.Join(syscall.Mkfifo(pipe, 0o600), os.WriteFile(big, []byte(strings.Repeat("#", maxSite+1)), 0o600)); err != nil {
		t.Fatal(err)
	}
	for file, want := range map[string]string{pipe: "不是普通文件", "/dev/zero": "不是普通文件", dir: "不是普通文件", big: "太大"} {
		if _, err := ReadSite(file); !errors.Is(err, ErrSite) || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v", file, err)
		}
	}
}

// TestSiteByLinks: the store is not inside export by way of a link either.
func TestSiteByLinks(t *testing.T) {
	file, root := siteFile(t, "data = \"$/door/nianbao/data\"\nexport = \"$/export\"\n")
	if err := errors.Join(os.Mkdir(filepath.Join(root, "export"), 0o700), os.Symlink("export", filepath.Join(root, "door"))); err != nil {
		t.Fatal(err)
	}
	if _, err := ReadSite(file); !errors.Is(err, ErrSite) || !strings.Contains(err.Error(), "第 2 行") {
		t.Error(err)
	}
}

func TestSiteNotices(t *testing.T) {
	file, _ := siteFile(t, "")
	for mode, want := range map[fs.FileMode]int{0o644: 0, 0o600: 0, 0o664: 1, 0o646: 1} {
		if err := os.Chmod(file, mode); err != nil {
			t.Fatal(err)
		}
		if got := (Site{File: file}).Notices(); len(got) != want {
			t.Errorf("mode %o: %q", mode, got)
		}
	}
	if got := (Site{}).Notices(); got != nil {
		t.Error("without one:", got)
	}
}
