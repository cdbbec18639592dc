//go:build unix

package endtoend

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"
)

// TestOutputPaths: a folder that ends in a slash is made; a pipe that nobody reads
// is an error, and one that is read takes the file.
func TestOutputPaths(t *testing.T) {
	dir, out := newReport(t), t.TempDir()
	made := filepath.Join(out, "成品", "2025") + "/"
	if _, errs, status := shell(t, dir, "export", "某某镇", "--draft", "-f", "docx,md", "-o", made); status != 0 {
		t.Errorf("export into a new folder ends with %d: %s", status, errs)
	}
	if files, err := os.ReadDir(made); err != nil || len(files) != 2 {
		t.Errorf("files %v, %v", files, err)
	}
	checked := filepath.Join(out, "意见") + "/"
	if _, errs, status := shell(t, dir, "check", made, "-o", checked); status != 1 {
		t.Errorf("check into a new folder ends with %d: %s", status, errs)
	}
	if files, err := os.ReadDir(checked); err != nil || len(files) == 0 {
		t.Errorf("files %v, %v", files, err)
	}
	pipe := filepath.Join(out, "管道.md")
	must(t, syscall.Mkfifo(pipe, 0o600))
	begun := time.Now()
	_, errs, status := shell(t, dir, "export", "某某镇", "--draft", "-f", "md", "-o", pipe)
	if status != 2 || !strings.Contains(errs, "没有程序在读") || time.Since(begun) > patience/2 {
		t.Errorf("a pipe without a reader ends with %d: %s", status, errs)
	}
	reader := exec.Command("cat", pipe)
	got := make(chan string)
	go func() {
		text, err := reader.Output()
		if err != nil {
			text = []byte(err.Error())
		}
		got <- string(text)
	}()
	for deadline := time.Now().Add(patience); ; time.Sleep(20 * time.Millisecond) {
		if _, errs, status = shell(t, dir, "export", "某某镇", "--draft", "-f", "md", "-o", pipe); status == 0 || time.Now().After(deadline) {
			break
		}
	}
	if text := <-got; status != 0 || !strings.Contains(text, "某某镇人民政府2025年") {
		t.Errorf("a pipe that is read: %d %s%s", status, errs, text)
	}
}

// TestWithoutATerminal: over ssh the advice names -t.
func TestWithoutATerminal(t *testing.T) {
	dir := newReport(t)
	c := command(dir)
	c.Env = append(c.Env, "SSH_CONNECTION=10.0.0.7 50000 10.0.0.1 22", "TERM=xterm")
	out, err := c.CombinedOutput()
	if err == nil || !strings.Contains(string(out), "ssh -t") {
		t.Errorf("told %s", out)
	}
}

// TestManyFilesInALog: progress is for a person's screen.
func TestManyFilesInALog(t *testing.T) {
	dir, folder := newReport(t), t.TempDir()
	if _, errs, status := shell(t, dir, "export", "某某镇", "--draft", "-f", "md", "-o", filepath.Join(folder, "1.md")); status != 0 {
		t.Fatal(errs)
	}
	data, err := os.ReadFile(filepath.Join(folder, "1.md"))
	must(t, err)
	for n := range 60 {
		must(t, os.WriteFile(filepath.Join(folder, strings.Repeat("a", n+1)+".md"), data, 0o600))
	}
	if _, errs, _ := shell(t, dir, "check", folder); strings.Contains(errs, "读取文件") {
		t.Errorf("a log has:\n%s", errs)
	}
}
