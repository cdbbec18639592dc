//go:build unix

package endtoend

import (
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"nianbao/model"
	"nianbao/ui/manual"
)

// TestManualRuns: every line of every "sh" fence of the manual does what it is shown for,
// on a store with a report and files beside it, and prints what is shown behind it.
func TestManualRuns(t *testing.T) {
	fences := regexp.MustCompile("(?ms)^```sh\n(.*?)^```\n(?:\n```text\n(.*?)^```\n)?")
	ran := 0
	for _, p := range manual.Pages() {
		found := fences.FindAllStringSubmatch(p.Text, -1)
		if len(found) == 0 {
			continue
		}
		t.Run(p.Name, func(t *testing.T) {
			env := manualStore(t)
			for _, m := range found {
				printed := ""
				for _, line := range strings.Split(strings.TrimSpace(m[1]), "\n") {
					ran++
					out, err := env.run(line)
					if err != nil {
						t.Errorf("%s\n%v\n%s", line, err, out)
					}
					printed += out
				}
				if m[2] != "" && printed != m[2] {
					t.Errorf("%sprints\n%snot\n%s", m[1], printed, m[2])
				}
			}
		})
	}
	if ran < 20 {
		t.Errorf("only %d lines were run", ran)
	}
}

// manualShell is where the manual's lines are run.
type manualShell struct{ dir, data, bin string }

// run runs a line in a shell and returns all that it prints.
func (s manualShell) run(line string) (string, error) {
	c := exec.Command("sh", "-c", line)
	c.Dir = s.dir
	c.Env = append(os.Environ(), "NIANBAO_DATA="+s.data, "PATH="+s.bin+":"+os.Getenv("PATH"))
	var out bytes.Buffer
	c.Stdout, c.Stderr = &out, &out
	err := c.Run()
	return out.String(), err
}

// manualStore is a store with 侯集镇's report for 2025, which has no errors, and the files
// that the manual's lines name. There ssh is the program as sshd's forced command.
func manualStore(t *testing.T) manualShell {
	t.Helper()
	s := manualShell{dir: t.TempDir(), data: t.TempDir(), bin: t.TempDir()}
	must(t, os.Symlink(program, filepath.Join(s.bin, "nianbao")))
	const ssh = "#!/bin/sh\nshift\nSSH_ORIGINAL_COMMAND=\"$*\" exec nianbao\n"
	must(t, os.WriteFile(filepath.Join(s.bin, "ssh"), []byte(ssh), 0o755))
	must(t, os.Mkdir(filepath.Join(s.dir, "各乡镇"), 0o755))
	const text = "主动公开信息 12 条。依申请公开方面，按时办理答复。政府信息管理、政府信息公开平台建设、监督保障按要求做好，" +
		"工作考核、社会评议按要求进行，没有责任追究的情形。存在的问题是更新不够及时，下一步改进，按时更新。没有收取信息处理费。\n"
	must(t, os.WriteFile(filepath.Join(s.dir, "总体情况.txt"), []byte(text), 0o644))
	other := manualShell{dir: s.dir, data: t.TempDir(), bin: s.bin}
	filled := func(in manualShell, unit, year string, figures ...string) {
		args := []string{"nianbao set " + unit + "-" + year}
		for _, c := range cells() {
			args = append(args, c+"=0")
		}
		lines := append([]string{"nianbao new --unit " + unit + " --year " + year, strings.Join(args, " ")}, figures...)
		for _, section := range []string{"1", "5", "6"} {
			lines = append(lines, "nianbao text "+unit+"-"+year+" "+section+" --file 总体情况.txt")
		}
		for _, line := range lines {
			if out, err := in.run(line); err != nil {
				t.Fatalf("%s: %v\n%s", line, err, out)
			}
		}
	}
	filled(s, "侯集镇人民政府", "2025")
	filled(other, "侯集镇人民政府", "2024")
	filled(other, "侯集镇人民政府", "2025", "nianbao set 侯集镇人民政府-2025 新收/自然人=3 予以公开/自然人=3")
	filled(other, "金厂镇人民政府", "2025")
	const list = "某某县人民政府（本级）\n侯集镇人民政府\n金厂镇人民政府\n某某县旅游局\n"
	must(t, os.WriteFile(filepath.Join(s.dir, "名单.xlsx"), []byte(list), 0o644)) // what a file is, its content tells
	must(t, os.Mkdir(filepath.Join(s.dir, "收到的年报"), 0o755))
	for _, unit := range strings.Fields(list)[:3] {
		filled(other, unit, "2026", "nianbao set "+unit+"-2026 新收/自然人=3 予以公开/自然人=3")
		if out, err := other.run("nianbao export " + unit + "-2026 -f docx --draft -o 收到的年报/" + unit + ".docx"); err != nil {
			t.Fatalf("%v\n%s", err, out)
		}
	}
	for _, line := range []string{
		"nianbao export 侯集镇人民政府-2024 -f docx -o 2024年年报.docx",
		"nianbao export 侯集镇人民政府-2025 -f xlsx --draft -o 台账.xlsx",
		"nianbao export 金厂镇人民政府-2025 -f docx --draft -o 各乡镇/金厂镇.docx",
	} {
		if out, err := other.run(line); err != nil {
			t.Fatalf("%s: %v\n%s", line, err, out)
		}
	}
	return s
}

// TestManualOnTerminal: a page is drawn as wide as the terminal, without Markdown.
func TestManualOnTerminal(t *testing.T) {
	x := startCommand(t, command(t.TempDir(), "manual", "together"), 40, 60)
	x.see("两个人填", "改的不是同一处\n--------------\n", "不同的格、不同的段落自动合并")
	if text := x.text(); strings.Contains(text, "#") || strings.Contains(text, "**") {
		t.Errorf("it shows Markdown:\n%s", text)
	}
}

// cells are those of the newest form that are filled in.
func cells() []string {
	var names []string
	for _, c := range model.Newest().Cells() {
		if !c.Computed() {
			names = append(names, string(c.ID))
		}
	}
	return names
}
