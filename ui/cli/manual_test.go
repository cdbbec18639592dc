package cli

import (
	"bytes"
	"encoding/json"
	"flag"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"

	"nianbao/ui/manual"
	"nianbao/ui/wire"
)

var update = flag.Bool("update", false, "write the manual's list of commands anew")

// commandPages are the commands as the manual has them.
func commandPages(env *Env) string {
	var b strings.Builder
	escape := strings.NewReplacer(`\`, `\\`, "|", `\|`, "*", `\*`, "<", `\<`, "`", "\\`", "_", `\_`, "[", `\[`)
	b.WriteString("\n## 全部命令\n\n| 命令 | 作用 |\n|---|---|\n")
	for _, cmd := range commands() {
		b.WriteString("| `" + strings.TrimSpace(cmd.name+" "+cmd.args) + "` | " + escape.Replace(cmd.says) + " |\n")
	}
	for _, cmd := range commands() {
		b.WriteString("\n## " + cmd.name + "\n\n```text\n" + cmd.usage() + "\n```\n")
		for line := range strings.Lines(cmd.inWords()) {
			b.WriteString("\n" + escape.Replace(strings.TrimSpace(line)) + "\n")
		}
		options := slices.DeleteFunc(cmd.view(env).Options, func(o optionView) bool {
			return slices.Contains([]string{"--data", "--json", "--help"}, o.Option) // the page says so once
		})
		if len(options) == 0 {
			continue
		}
		b.WriteString("\n| 选项 | 作用 |\n|---|---|\n")
		for _, o := range options {
			name := strings.TrimSpace(o.Option + " " + o.Value)
			if o.Short != "" {
				name = o.Short + " " + name
			}
			b.WriteString("| `" + name + "` | " + escape.Replace(o.Says) + " |\n")
		}
	}
	return b.String() + "\n"
}

// made compares what stands between the marks of a page of the manual with what it is made
// of, or writes it anew.
func made(t *testing.T, page, mark, want string) {
	t.Helper()
	file := "../manual/" + page
	data, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	begin, end := "<!-- "+mark+" -->\n", "<!-- /"+mark+" -->"
	head, rest, ok := strings.Cut(string(data), begin)
	_, tail, ok2 := strings.Cut(rest, end)
	if !ok || !ok2 {
		t.Fatal(page, "has lost the marks round", mark)
	}
	want = head + begin + want + end + tail
	if *update {
		err = os.WriteFile(file, []byte(want), 0o644)
	} else if want != string(data) {
		t.Error(page, "is out of date: go test ./ui/cli -run Manual -update")
	}
	if err != nil {
		t.Fatal(err)
	}
}

// TestManualCommands: the manual has every command and option.
func TestManualCommands(t *testing.T) {
	made(t, "commands.md", "commands", commandPages(&Env{Files: (&wire.Machine{}).Files()}))
}

// TestManualPlain: the manual has every command of plain mode.
func TestManualPlain(t *testing.T) {
	var b strings.Builder
	for _, part := range []struct {
		where plainScope
		head  string
	}{{inList, "报告列表里的命令"}, {inReport, "报告里的命令"}, {inHistory, "修改记录里的命令"}} {
		b.WriteString("\n## " + part.head + "\n\n| 字母 | 词 | 作用 |\n|---|---|---|\n")
		for _, c := range plainCommands() {
			if c.where&part.where != 0 {
				b.WriteString("| `" + strings.TrimSpace(c.letter+" "+c.args) + "` | " + c.word + " | " + c.says + " |\n")
			}
		}
	}
	made(t, "plain.md", "plain", b.String()+"\n")
}

// TestManualCommand: the list, a page by either name, places, what isn't there; as
// Markdown where there is no terminal, and for programs.
func TestManualCommand(t *testing.T) {
	run := func(status int, args ...string) (out, errs string) {
		t.Helper()
		var o, e bytes.Buffer
		env := &Env{Files: (&wire.Machine{}).Files(), Stdin: strings.NewReader(""), Stdout: &o, Stderr: &e}
		if got := Run(env, append([]string{"manual"}, args...)); got != status {
			t.Errorf("%q ends with %d: %s", args, got, e.String())
		}
		return o.String(), e.String()
	}
	list, _ := run(statusDone)
	for _, p := range manual.Pages() {
		if !regexp.MustCompile(`(?m)^  ` + p.Name + ` +` + p.Title + `$`).MatchString(list) {
			t.Errorf("%s is missing in:\n%s", p.Name, list)
		}
		for _, word := range []string{p.Name, p.Title} {
			if out, _ := run(statusDone, word); out != p.Text {
				t.Errorf("%s is\n%s", word, out)
			}
		}
	}
	found, _ := run(statusDone, "DOCTOR", "--", "--mend")
	if !strings.HasPrefix(found, "备份和出事了 > 数据文件坏了（nianbao manual backup）\n  ") || strings.Contains(found, "`") {
		t.Errorf("found:\n%s", found)
	}
	if _, errs := run(statusUsage, "没有", "这样的话"); errs != "nianbao: 手册里没有「没有 这样的话」。换个说法，少写几个字，或运行 nianbao manual 看有哪几篇\n" {
		t.Errorf("it says %q", errs)
	}
	var got struct {
		Pages, Places []struct{ Page, Title, Head, Text string }
	}
	for args, want := range map[string]int{"--json": len(manual.Pages()), "--json import": 1, "--json 救援文件": 0} {
		got.Pages, got.Places = nil, nil
		out, _ := run(statusDone, strings.Fields(args)...)
		if err := json.Unmarshal([]byte(out), &got); err != nil || len(got.Pages) != want || want == 0 && len(got.Places) < 3 {
			t.Errorf("%s: %v, %s", args, err, out)
		}
	}
}
