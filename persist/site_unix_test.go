//go:build linux || darwin

package persist

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"
)

func init() { children["outsider"] = useOutside }

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

// TestOutsider: who may not read the configuration, is not in the group, or finds no
// folder, is told whom to ask for what.
func TestOutsider(t *testing.T) {
	if os.Getuid() != 0 {
		t.Skip("only root can be two users")
	}
	file, root := siteFile(t, "data = \"$/data\"\n")
	data := filepath.Join(root, "data")
	open(t, data, zhang)
	if err := errors.Join(os.Chmod(file, 0o600), os.Chown(data, 0, 1), os.Chmod(data, 0o770|fs.ModeSetgid), os.Chmod(root, 0o755), os.Chmod(filepath.Dir(root), 0o755)); err != nil {
		t.Fatal(err)
	}
	spawn(t, "outsider", root).finish()
}

func useOutside(root string) error {
	const nobody = 65534
	if err := errors.Join(syscall.Setgroups(nil), syscall.Setgid(nobody), syscall.Setuid(nobody)); err != nil {
		return err
	}
	if _, err := ReadSite(filepath.Join(root, "nianbao.toml")); !errors.Is(err, ErrSite) || !strings.Contains(err.Error(), "644") {
		return fmt.Errorf("the configuration can't be read: %w", err)
	}
	for name, want := range map[string]string{"data": "usermod -aG", "nowhere": "请管理员建好"} {
		dir := filepath.Join(root, name)
		_, err := Open(dir, li, time.Now)
		said := Site{Data: dir}.Worded(err)
		var hinted interface{ Hint() string }
		if !errors.As(said, &hinted) || !strings.Contains(hinted.Hint(), want) || strings.Contains(said.Error()+hinted.Hint(), "--data") {
			return fmt.Errorf("%s: %w", name, said)
		}
		if plain := (Site{}).Worded(err); plain != err {
			return fmt.Errorf("nothing is laid down: %w", plain)
		}
	}
	return nil
}
