package persist

import (
	"errors"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"testing"
)

// root is an absolute path here, as TOML writes it.
func root(rest string) string {
	if runtime.GOOS == "windows" {
		return "C:" + rest
	}
	return rest
}

func TestSite(t *testing.T) {
	s, err := parseSite("f", []byte("\ufeff# 镇政府\r\ndata = \""+root("/srv/nianbao/data/")+"\"\r\nshared_accounts = [\"nianbao\",\n \"tianbao\"]\n"))
	if err != nil {
		t.Fatal(err)
	}
	if s.Data != filepath.FromSlash(root("/srv/nianbao/data")) ||
		!slices.Equal(s.SharedAccounts, []string{"nianbao", "tianbao"}) || !s.Shared("nianbao") || s.Shared("wang") {
		t.Errorf("%+v", s)
	}
	if s, err := parseSite("f", nil); err != nil || s.Data != "" || s.SharedAccounts != nil {
		t.Error("an empty file:", s, err)
	}
}

func TestSiteRefused(t *testing.T) {
	abs := `"` + root("/x") + `"`
	for text, want := range map[string]string{
		"data = " + abs + "\nexprt = " + abs:             "第 2 行：不认识「exprt」",
		"\n\n[data]\nx = 1":                              "第 3 行：data 要写成",
		"data = 3":                                       "第 1 行：data 要写成",
		"# x\ndata = \"data\"":                           "第 2 行：data 要写成",
		"data = \"\"":                                    "第 1 行：data 要写成",
		"data = \"~/x\"":                                 "第 1 行：data 要写成",
		"shared_accounts = \"nianbao\"":                  "第 1 行：shared_accounts 要写成",
		"shared_accounts = [\"a\",\n 3]":                 "第 2 行：shared_accounts 要写成",
		"shared_accounts = [\"\"]":                       "第 1 行：shared_accounts 要写成",
		"a.b = 1":                                        "第 1 行：不认识「a」",
		"data = " + abs + "\nshared_accounts = /x":       "第 2 行不合 TOML",
		"data = " + abs + "\ndata = " + abs:              "第 2 行不合 TOML",
		"Data = " + abs:                                  "第 1 行：不认识「Data」",
		"data = \"\xff\"":                                "第 1 行不合 TOML",
		"x = 1\ny = 2\nz = 3\ndata = " + abs + "\nw = 4": "第 1 行：不认识「x」",
	} {
		s, err := parseSite("f.toml", []byte(text))
		if !errors.Is(err, ErrSite) || !strings.Contains(err.Error(), "f.toml "+want) {
			t.Errorf("%q: %v, want %s", text, err, want)
		}
		if s.Data != "" || s.SharedAccounts != nil {
			t.Errorf("%q: half of it counts: %+v", text, s)
		}
	}
}

// TestSiteFile: the machine's own file goes before the one that a user names,
// also where it can't be read.
func TestSiteFile(t *testing.T) {
	dir := t.TempDir()
	write := func(name, folder string) string {
		path := filepath.Join(dir, name)
		if err := os.WriteFile(path, []byte("data = '"+root(folder)+"'"), 0o600); err != nil {
			t.Fatal(err)
		}
		return path
	}
	own, named, none := write("own", "/own"), write("named", "/named"), filepath.Join(dir, "none")
	for _, c := range []struct{ own, named, want string }{
		{own, named, "/own"}, {own, none, "/own"}, {none, named, "/named"}, {none, "", ""},
	} {
		s, err := readSite(c.own, c.named)
		if err != nil || c.want != "" && s.Data != filepath.FromSlash(root(c.want)) || c.want == "" && s.Data != "" {
			t.Errorf("%v: %v %v", c, s, err)
		}
	}
	link := filepath.Join(dir, "link")
	if err := os.Symlink(none, link); err != nil {
		t.Skip("no symbolic links here:", err)
	}
	for _, c := range [][2]string{{dir, named}, {link, named}, {none, none}} {
		if s, err := readSite(c[0], c[1]); !errors.Is(err, ErrSite) || !strings.Contains(err.Error(), "读不了") {
			t.Errorf("%v: %v %v", c, s, err)
		}
	}
}

func TestDataDir(t *testing.T) {
	dir := t.TempDir()
	fixed := Site{Data: filepath.Join(dir, "fixed")}
	for _, c := range []struct {
		site  Site
		asked []string
		want  string
	}{
		{fixed, []string{"", ""}, fixed.Data},
		{fixed, []string{fixed.Data + string(filepath.Separator), ""}, fixed.Data},
		{fixed, []string{filepath.Join(dir, "other"), ""}, ""},
		{fixed, []string{"", filepath.Join(dir, "other")}, ""},
		{fixed, []string{fixed.Data, filepath.Join(dir, "other")}, ""},
		{fixed, []string{"fixed"}, ""},
		{Site{}, []string{"", filepath.Join(dir, "other")}, filepath.Join(dir, "other")},
		{Site{}, []string{filepath.Join(dir, "a"), filepath.Join(dir, "b")}, filepath.Join(dir, "a")},
	} {
		got, err := c.site.DataDir(c.asked...)
		if got != c.want || (c.want == "") != errors.Is(err, ErrSite) {
			t.Errorf("%v: %q %v, want %q", c.asked, got, err, c.want)
		}
	}
}
