package persist

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
)

// siteFile writes a configuration; an absolute path of this platform stands for
// each $.
func siteFile(t *testing.T, text string) (file, root string) {
	t.Helper()
	root = filepath.ToSlash(t.TempDir())
	file = filepath.Join(root, "nianbao.toml")
	if err := os.WriteFile(file, []byte(strings.ReplaceAll(text, "$", root)), 0o600); err != nil {
		t.Fatal(err)
	}
	return file, root
}

// TestHolidays: the administrator's days count before the notices'; what is wrong with the file is
// said with the line.
func TestHolidays(t *testing.T) {
	file, root := siteFile(t, "holidays = \"$/days.csv\"\n")
	days := filepath.Join(root, "days.csv")
	if _, err := ReadSite(file); !errors.Is(err, ErrSite) {
		t.Errorf("no file of holidays: %v", err)
	}
	for text, says := range map[string]string{"2027-02-08,rest\n2027-02-31,rest\n": "第 2 行", "2027-02-08,maybe\n": "work", strings.Repeat("2027-02-08,rest\n", 10_000): "太大"} {
		if err := os.WriteFile(days, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		if _, err := ReadSite(file); !errors.Is(err, ErrSite) || !strings.Contains(err.Error(), says) {
			t.Errorf("%.20q: %v", text, err)
		}
	}
	if err := os.WriteFile(days, []byte("date,kind\r\n2027-02-08,rest\r\n2027-02-13,work\r\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	got, err := ReadSite(file)
	if err != nil || got.Calendar.Working("2027-02-08") || !got.Calendar.Working("2027-02-13") || !got.Calendar.Known(2027) {
		t.Errorf("%+v, %v", got, err)
	}
	relative, _ := siteFile(t, "holidays = \"days.csv\"\n")
	if _, err := ReadSite(relative); !errors.Is(err, ErrSite) {
		t.Errorf("a path that is not whole: %v", err)
	}
}

func TestReadSite(t *testing.T) {
	file, root := siteFile(t, "# 管理员\ndata = \"$/data\"\nexport = \"$/export/\"\nshared_accounts = [\"nianbao\", \"clerk\"]\ncollectors = [\"王芳\"]\n")
	got, err := ReadSite(file)
	want := Site{file, filepath.FromSlash(root + "/data"), filepath.FromSlash(root + "/export"), []string{"nianbao", "clerk"}, []string{"王芳"}, nil}
	if err != nil || !reflect.DeepEqual(got, want) {
		t.Errorf("%+v, %v; want %+v", got, err, want)
	}
	empty, _ := siteFile(t, "")
	if got, err := ReadSite(empty); err != nil || got.Data != "" || got.File != empty {
		t.Errorf("an empty one: %+v, %v", got, err)
	}
	none := filepath.Join(root, "none")
	t.Setenv("NIANBAO_CONFIG", "")
	if got, err := ReadSite(none); err != nil || got.File != "" {
		t.Errorf("without one: %+v, %v", got, err)
	}
	t.Setenv("NIANBAO_CONFIG", file)
	if got, err := ReadSite(none); err != nil || got.File != file {
		t.Errorf("NIANBAO_CONFIG: %+v, %v", got, err)
	}
	if got, err := ReadSite(empty); err != nil || got.File != empty {
		t.Errorf("NIANBAO_CONFIG takes the place of the administrator's: %+v, %v", got, err)
	}
	t.Setenv("NIANBAO_CONFIG", filepath.Join(root, "nowhere"))
	if _, err := ReadSite(none); !errors.Is(err, ErrSite) {
		t.Errorf("NIANBAO_CONFIG names nothing: %v", err)
	}
	t.Setenv("NIANBAO_CONFIG", file)
	link := filepath.Join(root, "link")
	if err := os.Symlink(filepath.Join(root, "nowhere"), link); err == nil { // not everybody may on Windows
		if _, err := ReadSite(link); !errors.Is(err, ErrSite) {
			t.Errorf("a link to nowhere: %v", err)
		}
	}
	if _, err := ReadSite(root); !errors.Is(err, ErrSite) {
		t.Errorf("a folder: %v", err)
	}
}

// TestSiteWithMistakes: each is refused with the file and the line.
func TestSiteWithMistakes(t *testing.T) {
	for text, line := range map[string]int{
		"\n\ndata = /srv/nianbao":                          3,
		"data = \"$/data\nexport = \"x\"":                  1,
		"data = \"$\"\ndata = \"$\"":                       2,
		"\ndata = 5":                                       2,
		"data = \"nianbao/data\"":                          1,
		"data = \"\"":                                      1,
		"data = \"$/d\"\nexport = \"./export\"":            2,
		"data = \"$/d\"\nexport = [\"$/e\"]":               2,
		"export = \"$/e\"":                                 1,
		"export = \"$\"\ndata = \"$/data\"":                1,
		"data = \"$/d\"\nexport = \"$/d\"":                 2,
		"shared_accounts = \"nianbao\"":                    1,
		"collectors = \"王芳\"":                              1,
		"# x\nshared_accounts = [1]":                       2,
		"shared_accounts = [\"\"]":                         1,
		"\nDATA = \"$\"":                                   2,
		"data = \"$/d\"\n\nexports = \"$/e\"":              3,
		"data = \"$/d\"\n[export]\nfolder = \"$/e\"":       2,
		"data = \"$/d\"\n[nianbao]\nshared_accounts = [1]": 2,
		"data.folder = \"$/d\"":                            1,
	} {
		file, _ := siteFile(t, text)
		_, err := ReadSite(file)
		if !errors.Is(err, ErrSite) || !strings.Contains(err.Error(), file) || !strings.Contains(err.Error(), fmt.Sprintf("第 %d 行", line)) {
			t.Errorf("%q, wrong in line %d: %v", text, line, err)
		}
	}
}

// TestSiteInChineseQuotes: which an input method writes, and which look right.
func TestSiteInChineseQuotes(t *testing.T) {
	for _, text := range []string{"\ndata = “$”", "\ndata = \"$”", "\nshared_accounts = [“nianbao”]"} {
		file, _ := siteFile(t, text)
		if _, err := ReadSite(file); !errors.Is(err, ErrSite) || !strings.Contains(err.Error(), "第 2 行：用了中文引号") {
			t.Errorf("%q: %v", text, err)
		}
	}
}

func TestDataDir(t *testing.T) {
	fixed := filepath.Join(t.TempDir(), "data")
	other := t.TempDir()
	s := Site{Data: fixed}
	t.Setenv("NIANBAO_DATA", "")
	if dir, err := s.DataDir(""); dir != fixed || err != nil {
		t.Errorf("%s, %v", dir, err)
	}
	if dir, err := s.DataDir(fixed + string(filepath.Separator)); dir != fixed || err != nil {
		t.Errorf("the same folder named: %s, %v", dir, err)
	}
	if dir, err := s.DataDir(other); !errors.Is(err, ErrFixed) {
		t.Errorf("another folder named: %s, %v", dir, err)
	}
	if dir, err := (Site{}).DataDir(other); dir != other || err != nil {
		t.Errorf("nothing fixed: %s, %v", dir, err)
	}
	t.Setenv("NIANBAO_DATA", other)
	if dir, err := s.DataDir(""); !errors.Is(err, ErrFixed) {
		t.Errorf("NIANBAO_DATA: %s, %v", dir, err)
	}
	if dir, err := (Site{}).DataDir(""); dir != other || err != nil {
		t.Errorf("NIANBAO_DATA with nothing fixed: %s, %v", dir, err)
	}
}

// TestActor: the name is taken from outside only where an account is shared.
func TestActor(t *testing.T) {
	own, _ := account()
	plain := Site{}.Actor().User
	t.Setenv("SSH_CONNECTION", "192.0.2.7\x1b 50022 192.0.2.1 22")
	t.Setenv("USER", "forged")
	t.Setenv("NIANBAO_USER", "王芳")
	if got := (Site{}).Actor(); got.User != plain || got.User == "forged" || got.From != "192.0.2.7" {
		t.Errorf("an account of one's own: %+v", got)
	}
	shared := Site{SharedAccounts: []string{"nobody else", own}}
	// The key and what ssh-keygen -l prints of it.
	login := filepath.Join(t.TempDir(), "auth")
	text := "password\npublickey ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIOMqqnkVzrm0SdG6UOoqKLsabgH5C9okWi0dh2l9GKJl\n"
	if err := os.WriteFile(login, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	const fingerprint = "SHA256:+DiY3wvvV6TuJJhbpZisF/zLDA0zPMSvHdkr4UvCOqU"
	t.Setenv("SSH_USER_AUTH", login)
	for set, want := range map[string]string{"王芳": "王芳", " 王\x1b[31m芳\n ": "王[31m芳", "": fingerprint, "\x00 \n": fingerprint, strings.Repeat("长", 51): fingerprint} {
		if strings.ContainsRune(set, 0) { // no environment has it
			set = "\x01 \n"
		}
		t.Setenv("NIANBAO_USER", set)
		if got := shared.Actor().User; got != want {
			t.Errorf("NIANBAO_USER=%q: %q, want %q", set, got, want)
		}
	}
	t.Setenv("NIANBAO_USER", "")
	for _, path := range []string{"", filepath.Join(t.TempDir(), "none"), t.TempDir()} {
		t.Setenv("SSH_USER_AUTH", path)
		if got := shared.Actor().User; got != plain {
			t.Errorf("SSH_USER_AUTH=%q: %q", path, got)
		}
	}
}
