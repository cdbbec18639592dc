//go:build linux || darwin

package boltfile

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

	"nianbao/persist"
)

func init() { children["outsider"] = useOutside }

// TestOutsider: who may not read the configuration, is not in the group, or finds no
// folder, is told whom to ask for what.
func TestOutsider(t *testing.T) {
	if os.Getuid() != 0 {
		t.Skip("only root can be two users")
	}
	root := t.TempDir()
	file, data := filepath.Join(root, "nianbao.toml"), filepath.Join(root, "data")
	if err := os.WriteFile(file, []byte("data = \""+data+"\"\n"), 0o600); err != nil {
		t.Fatal(err)
	}
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
	if _, err := persist.ReadSite(filepath.Join(root, "nianbao.toml")); !errors.Is(err, persist.ErrSite) || !strings.Contains(err.Error(), "644") {
		return fmt.Errorf("the configuration can't be read: %w", err)
	}
	for name, want := range map[string]string{"data": "usermod -aG", "nowhere": "请管理员建好"} {
		dir := filepath.Join(root, name)
		_, err := Open(dir, li, time.Now)
		said := persist.Site{Data: dir}.Worded(err)
		var hinted interface{ Hint() string }
		if !errors.As(said, &hinted) || !strings.Contains(hinted.Hint(), want) || strings.Contains(said.Error()+hinted.Hint(), "--data") {
			return fmt.Errorf("%s: %w", name, said)
		}
		if plain := (persist.Site{}).Worded(err); plain != err {
			return fmt.Errorf("nothing is laid down: %w", plain)
		}
	}
	return nil
}
