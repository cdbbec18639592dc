// Package tooltest runs other programs for the writers' tests, and packs files for
// the readers'.
package tooltest

import (
	"archive/zip"
	"bytes"
	"context"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// Need skips the test where a program is missing, and fails it on CI.
func Need(t testing.TB, programs ...string) {
	t.Helper()
	for _, p := range programs {
		if _, err := exec.LookPath(p); err != nil {
			if os.Getenv("CI") == "true" {
				t.Fatalf("%s is not installed", p)
			}
			t.Skipf("%s is not installed", p)
		}
	}
}

// Run runs a program and returns what it prints; the test fails where it does.
func Run(t testing.TB, name string, args ...string) string {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), 2*time.Minute)
	defer cancel()
	out, err := exec.CommandContext(ctx, name, args...).CombinedOutput()
	if err != nil {
		t.Fatalf("%s: %v\n%s", name, err, out)
	}
	return string(out)
}

// Zip packs parts given by name and content.
func Zip(t testing.TB, parts ...string) []byte {
	t.Helper()
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for i := 0; i < len(parts); i += 2 {
		w, err := z.Create(parts[i])
		if err == nil {
			_, err = io.WriteString(w, parts[i+1])
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// Module is the path of a file in a package that npm has installed for all; without it
// the test is skipped, and fails on CI.
func Module(t testing.TB, path string) string {
	t.Helper()
	Need(t, "npm")
	file := filepath.Join(strings.TrimSpace(Run(t, "npm", "root", "--global")), filepath.FromSlash(path))
	if _, err := os.Stat(file); err != nil {
		if os.Getenv("CI") == "true" {
			t.Fatalf("%s is not installed", path)
		}
		t.Skipf("%s is not installed", path)
	}
	return file
}

// Noto is the file of Debian's Noto fonts for Chinese, Serif or Sans; without it the test
// is skipped, and fails on CI.
func Noto(t testing.TB, style string) string {
	t.Helper()
	file := "/usr/share/fonts/opentype/noto/Noto" + style + "CJK-Regular.ttc"
	if _, err := os.Stat(file); err != nil {
		if os.Getenv("CI") == "true" {
			t.Fatal(err)
		}
		t.Skip(err)
	}
	return file
}

// Browser runs Chromium without a window on a page, with what else it is asked for, and
// returns what it prints.
func Browser(t testing.TB, page string, args ...string) string {
	t.Helper()
	Need(t, "chromium")
	args = append([]string{"--headless", "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync",
		"--user-data-dir=" + filepath.Join(t.TempDir(), "chromium")}, args...)
	return Run(t, "chromium", append(args, "file://"+filepath.ToSlash(page))...)
}
