package persist

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// A key, and what ssh-keygen -l says of it.
const (
	someKey   = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIJXEbnonkb4V/GdC4fel1jPcyyGNndxeSEdpEWerbimF"
	somePrint = "SHA256:z682WiX4CLJVF2akINYgOAGCwD8SobZWE0GbNzRGEwU"
)

func TestKeyholder(t *testing.T) {
	file := func(text string) string {
		path := filepath.Join(t.TempDir(), "auth")
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		return path
	}
	auth := file("publickey " + someKey + "\n")
	for _, c := range []struct{ given, file, want string }{
		{"王芳", auth, "王芳"},
		{" 王\x1b[31m芳\n\t李 ", auth, "王[31m芳 李"},
		{"王\u202e芳\u200b", auth, "王芳"},
		{"", auth, somePrint},
		{"\x07\r\n", auth, somePrint},
		{strings.Repeat("长", mostName+1), auth, somePrint},
		{strings.Repeat("长", mostName), auth, strings.Repeat("长", mostName)},
		{"", file("password\npublickey " + someKey + "\n"), somePrint},
		{"", file("password\n"), "nianbao"},
		{"", file("publickey ssh-ed25519 !!!\n"), "nianbao"},
		{"", filepath.Join(t.TempDir(), "none"), "nianbao"},
		{"", t.TempDir(), "nianbao"},
		{"", "", "nianbao"},
	} {
		if got := keyholder("nianbao", c.given, c.file); got != c.want {
			t.Errorf("%q, %q: %q, want %q", c.given, c.file, got, c.want)
		}
	}
}

// TestActor: names from the environment count under a shared account only.
func TestActor(t *testing.T) {
	account, name := whose()
	t.Setenv("USER", "冒名")
	t.Setenv("NIANBAO_USER", "王芳")
	t.Setenv("SSH_CONNECTION", "10.0.0.7 50000 10.0.0.1 22")
	for _, c := range []struct {
		shared []string
		want   string
	}{{nil, name}, {[]string{"another"}, name}, {[]string{"another", account}, "王芳"}} {
		if got := (Site{SharedAccounts: c.shared}).Actor(); got.User != c.want || got.From != "10.0.0.7" {
			t.Errorf("%v: %+v, want %s", c.shared, got, c.want)
		}
	}
}
