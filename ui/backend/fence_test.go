//go:build unix

package backend

import (
	"os"
	"path/filepath"
	"syscall"
	"testing"

	"nianbao/model"
)

// TestFence: what is inside passes, and no way of writing leads out.
func TestFence(t *testing.T) {
	top, err := filepath.EvalSymlinks(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	inside, outside := filepath.Join(top, "export"), filepath.Join(top, "other")
	for _, dir := range []string{filepath.Join(inside, "各乡镇"), outside} {
		if err := os.MkdirAll(dir, 0o700); err != nil {
			t.Fatal(err)
		}
	}
	for _, file := range []string{filepath.Join(inside, "各乡镇", "a.docx"), filepath.Join(outside, "secret"), filepath.Join(top, "exporter")} {
		if err := os.WriteFile(file, nil, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	named := filepath.Join(top, "named")
	for link, to := range map[string]string{named: inside, filepath.Join(inside, "file"): filepath.Join(outside, "secret"),
		filepath.Join(inside, "folder"): outside, filepath.Join(inside, "dangling"): filepath.Join(outside, "new"),
		filepath.Join(inside, "own"): filepath.Join(inside, "各乡镇")} {
		if err := os.Symlink(to, link); err != nil {
			t.Fatal(err)
		}
	}
	if err := syscall.Mkfifo(filepath.Join(inside, "pipe"), 0o600); err != nil {
		t.Fatal(err)
	}
	f, err := NewFence(named, "")
	if err != nil {
		t.Fatal(err)
	}
	for _, path := range []string{"", ".", "a.docx", "各乡镇", "各乡镇/a.docx", "./各乡镇//a.docx", "new/deep/a.docx", "侯集镇-2025@12", "~$a.docx", "a..b",
		inside, named, filepath.Join(inside, "a.docx"), filepath.Join(named, "各乡镇", "a.docx"), inside + "/"} {
		if err := f.Check(path); err != nil {
			t.Errorf("%q is refused: %v", path, err)
		}
	}
	for _, path := range []string{"..", "../other/secret", "各乡镇/../../other/secret", "各乡镇/../a.docx", "/", "/etc/passwd", top, outside, inside + "er",
		inside + "/../other", "~", "~/a", "~root/a", "/dev/null", "/dev/stdin", "/proc/self/root/etc/passwd", "/proc/self/cwd/a.docx", "file", "folder", "folder/secret", "folder/new", "dangling",
		"own/a.docx", "pipe", "a\nb", "a\x00b", "各乡镇/a.docx/b", filepath.Join(inside, "file"), filepath.Join(named, "folder", "secret")} {
		if err := f.Check(path); Code(err) != model.CodeUsage || Hint(err) == "" {
			t.Errorf("%q: %v", path, err)
		}
		if err := (Fence{}).Check(path); err != nil {
			t.Errorf("without a fence %q is refused: %v", path, err)
		}
	}
	for _, folder := range []string{filepath.Join(top, "nowhere"), filepath.Join(top, "exporter")} {
		if _, err := NewFence(folder, ""); Code(err) != model.CodeUnusable {
			t.Errorf("a fence round %s: %v", folder, err)
		}
	}
}
