package cli_test

import (
	"bytes"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"unicode"

	"nianbao/model"
	"nianbao/ui/backend"
)

// TestCompletes: what the shell is given for commands, options, reports, cells
// and values, with the options before the command or behind it.
func TestCompletes(t *testing.T) {
	s := newShell(t)
	for _, unit := range []string{"某某镇人民政府", "另一县交通局"} {
		s.must("new", "--unit", unit, "--year", "2025")
	}
	for _, c := range []struct {
		asked []string
		want  string // of the lines' words
	}{
		{[]string{"exp"}, "export :4"},
		{[]string{"--data", "x", "exp"}, "export :4"},
		{[]string{"show", "某"}, "某某镇人民政府-2025 :4"},
		{[]string{"show", ""}, "另一县交通局-2025 某某镇人民政府-2025 :4"},
		{[]string{"show", "某某镇", "3.received.n"}, "3.received.natural_person :36"},
		{[]string{"show", "某某镇", "新收/自然人", "3.received.t"}, "3.received.total :36"},
		{[]string{"show", "没有", "3"}, ":36"},
		{[]string{"set", "某某镇", "3.received.t"}, ":6"},
		{[]string{"set", "某某镇", "--reason", "x", "3.received.n"}, "3.received.natural_person= :6"},
		{[]string{"--reason", "show", "set", "某"}, "某某镇人民政府-2025 :4"},
		{[]string{"edit", "某某镇", "--at", "2.f"}, "2.fees.amount :36"},
		{[]string{"export", "--fr"}, "--fragment :4"},
		{[]string{"export", "-f", "docx,pd"}, "docx,pdf :4"},
		{[]string{"set", "某某镇", "--export=js"}, "json :4"},
		{[]string{"check", "--format", ""}, "docx xlsx html :4"},
		{[]string{"check", "某"}, "某某镇人民政府-2025 :0"},
		{[]string{"new", "--from", "另"}, "另一县交通局-2025 :4"},
		{[]string{"new", "--level", "t"}, "town :4"},
		{[]string{"import", "x.docx", "--conflicts", ""}, "keep take :4"},
		{[]string{"import", ""}, ":0"},
		{[]string{"text", "某某镇", ""}, "0 1 5 6 :36"},
		{[]string{"list", ""}, ":4"},
		{[]string{"list", "--data", ""}, ":16"},
		{[]string{"help", "un"}, "undelete :4"},
		{[]string{"completion", ""}, "bash zsh fish powershell :4"},
		{[]string{"--reason", ""}, ":4"},
		{[]string{"frobnicate", ""}, ":4"},
		{[]string{"list", "--nothing", ""}, ":4"},
		{[]string{"list", "--nothing=x"}, ":4"},
		{[]string{"new", "--year", "x", ""}, ":4"},
	} {
		var words []string
		for line := range strings.Lines(s.must(append([]string{"__complete"}, c.asked...)...)) {
			word, says, _ := strings.Cut(strings.TrimSpace(line), "\t")
			words = append(words, word)
			if strings.Contains(says, "`") {
				t.Errorf("%q is said to be %q", word, says)
			}
		}
		if got := strings.Join(words, " "); got != c.want || s.errs != "" {
			t.Errorf("%q gives %q, %q; want %q", c.asked, got, s.errs, c.want)
		}
	}
	s.env.Folder = func(string) backend.Folder { return s.machine.Folder(filepath.Join(s.dir, "nianbao.db", "none")) }
	if s.must("__complete", "show", ""); s.out != ":4\n" || s.errs != "" {
		t.Errorf("a store that can't be opened: %+v", s.outcome)
	}
}

// TestCompletionScripts: each shell is given its own, another is asked about.
func TestCompletionScripts(t *testing.T) {
	s := newShell(t)
	for shell, has := range map[string]string{"bash": "complete -o default", "zsh": "#compdef nianbao", "fish": "complete -c nianbao", "powershell": "Register-ArgumentCompleter"} {
		s.says(s.must("completion", shell), has, "__complete")
	}
	s.fails(2, "没有给「zhs」的补全", "completion", "zhs")
	s.fails(2, "后面少写了参数", "completion")
	s.fails(2, "多出了「x」", "completion", "bash", "x")
}

// TestManual: the page has every command and option, means nothing to roff that it
// shouldn't, has Chinese heads and no line that is wider than a terminal.
func TestManual(t *testing.T) {
	s := newShell(t)
	page := s.must("man")
	macro := regexp.MustCompile(`^\.(TH NIANBAO 1 .*|SH \p{Han}+|SS .*|TP|br|nh|ad l)$`)
	for line := range strings.Lines(page) {
		line = strings.TrimSuffix(line, "\n")
		if strings.HasPrefix(line, ".") && !macro.MatchString(line) || strings.HasPrefix(line, "'") {
			t.Errorf("a line is roff: %q", line)
		}
		if wide := strings.IndexFunc(line, unicode.IsControl); wide >= 0 || len([]rune(line)) > 90 {
			t.Errorf("a line is no line of a page: %q", line)
		}
	}
	s.says(page, "「“」之类") // no letter is another one
	s.must("help", "--json")
	for _, option := range regexp.MustCompile(`"option": "(.*)"`).FindAllStringSubmatch(s.out, -1) {
		s.says(page, strings.ReplaceAll(option[1], "-", `\-`))
	}
	for _, command := range regexp.MustCompile(`"command": "(.*)"`).FindAllStringSubmatch(s.out, -1) {
		s.says(page, ".SS "+command[1]+"\n")
	}
	dir := t.TempDir()
	s.must("man", dir)
	if got, err := os.ReadFile(filepath.Join(dir, "nianbao.1")); err != nil || !bytes.Equal(got, []byte(page)) {
		t.Errorf("nianbao.1 is not the page: %v", err)
	}
	s.must("man", dir) // the same again
	mine := filepath.Join(dir, "nianbao-set.1")
	if err := os.WriteFile(mine, []byte("mine"), 0o600); err != nil {
		t.Fatal(err)
	}
	s.fails(2, "没有覆盖", "man", dir)
	if got, _ := os.ReadFile(mine); string(got) != "mine" {
		t.Error("a page that somebody wrote is gone")
	}
	s.must("man", dir, "--overwrite")
	if got, _ := os.ReadFile(mine); !strings.Contains(string(got), "修改数字") {
		t.Errorf("nianbao-set.1: %s", got)
	}
	s.fails(2, "没有写成", "man", filepath.Join(dir, "none"))
}

// TestFenced: nothing that a command line names leads out of the folder that an
// administrator has laid down, the new doors included.
func TestFenced(t *testing.T) {
	s := newShell(t)
	s.must("new", "--unit", "某某镇人民政府", "--year", "2025")
	inside, outside := t.TempDir(), t.TempDir()
	secret := filepath.Join(outside, "secret.json")
	if err := os.WriteFile(secret, []byte("{}"), 0o600); err != nil {
		t.Fatal(err)
	}
	fence, err := backend.NewFence(inside, "")
	if err != nil {
		t.Fatal(err)
	}
	s.env.Fence = fence
	for _, args := range [][]string{{"man", outside}, {"man", "--overwrite", outside}, {"import", secret}, {"check", secret}, {"check", "某某镇", "--against", secret},
		{"check", "某某镇", "-o", outside}, {"diff", "某某镇", secret}, {"export", "某某镇", "--draft", "-o", outside}, {"export", "某某镇", "--draft", "--template", secret},
		{"export", "某某镇", "--draft", "-f", "pdf", "--font", secret}, {"text", "某某镇", "1", "--file", secret}, {"backup", "-o", outside}, {"set", "某某镇", "新收/自然人=1", "--export", "docx", "-o", outside}} {
		s.fails(2, "管理员规定", args...)
	}
	if left, err := os.ReadDir(outside); err != nil || len(left) != 1 {
		t.Errorf("outside are %v, %v", left, err)
	}
	if model.CountCharacters(s.must("man", inside)) == 0 {
		t.Error("nothing is said of pages inside")
	}
	s.env.Asked = "nianbao man " + outside
	s.fails(2, "管理员规定")
	s.env.Asked = "nianbao __complete show ''"
	if s.must(); s.out != "某某镇人民政府-2025\t填报中\n:4\n" {
		t.Errorf("over ssh: %q", s.out)
	}
}
