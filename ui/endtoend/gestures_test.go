//go:build unix

package endtoend

import (
	"flag"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

var update = flag.Bool("update", false, "write the table of gestures in the manual anew")

// emulation is a terminal by the bytes that it sends. Those of xterm and of tmux
// in an ssh session were recorded there (xterm 379, tmux 3.3a, OpenSSH 9.2); the
// Linux console's are its default keymap's, those of Windows Terminal and PuTTY are
// their documented ones.
type emulation struct{ name, term string }

var emulations = []emulation{
	{"xterm", "xterm-256color"}, {"ssh 里的 tmux", "screen-256color"}, {"Linux 控制台", "linux"},
	{"Windows Terminal", "xterm-256color"}, {"PuTTY", "xterm"},
}

// gesture is something an operator does in section 3's table, and what is to be
// seen then. Keys are by emulation; those of "" send nothing of use there, and
// the other is what to do instead.
type gesture struct {
	name  string
	keys  [5]string
	see   string // texts, divided by |
	other string
}

// same is the same bytes from every terminal.
func same(keys string) [5]string { return [5]string{keys, keys, keys, keys, keys} }

const (
	copyKey = "\x03"
	block   = "1\t2\r3\t4\r"
	below   = "\x1b[B5\r" // a figure below, and on
)

var gestures = []gesture{
	{"方向键", same("\x1b[B"), "二、上年结转政府信息公开申请数量 / 自然人", ""},
	{"Shift+方向键 选一块", [5]string{"\x1b[1;2B" + copyKey, "\x1b[1;2B" + copyKey, "", "\x1b[1;2B" + copyKey, ""}, "已复制 2 格", "按 F8"},
	{"F8、方向键 选一块", same("\x1b[19~\x1b[B" + copyKey), "已复制 2 格", ""},
	{"Ctrl+B、方向键 选一块（tmux 里按两次 Ctrl+B）", same("\x02\x1b[B" + copyKey), "已复制 2 格", ""},
	{"Ctrl+A 选一行", same("\x01" + copyKey), "已复制 7 格", ""},
	{"粘贴一块", [5]string{"\x1b[200~" + block + "\x1b[201~", "\x1b[200~1\t2\r\r3\t4\r\r\x1b[201~", "", "\x1b[200~1\t2\r\n3\t4\r\n\x1b[201~", "\x1b[200~" + block + "\x1b[201~"}, "能填 4 格", "见下一行"},
	{"粘贴一块，终端当作一个一个的键", same(block), "像是粘贴的一块|能填 4 格", ""},
	{"F2 改", [5]string{"\x1bOQ", "\x1bOQ", "\x1b[[B", "\x1bOQ", "\x1b[12~"}, "正在输入 12", ""},
	{"F4 没有填的格填 0", [5]string{"\x1bOS", "\x1bOS", "\x1b[[D", "\x1bOS", "\x1b[14~"}, "已填144/144", ""},
	{"F5 下一个没有填的格", [5]string{"\x1b[15~", "\x1b[15~", "\x1b[[E", "\x1b[15~", "\x1b[15~"}, "申请数量 / 法人或其他组织 商业企业", ""},
	{"F6 核对", same("\x1b[17~"), "核对结果（按级别）", ""},
	{"F6、Ctrl+T 一键改正", same("\x1b[17~\x1b[6~\x1b[6~\x14"), "已改正|按 Ctrl+Z 撤销", ""}, // the last finding
	{"F11 下一处问题", [5]string{below + "\x1b[23~", below + "\x1b[23~", below + "\x1b[23~", "", below + "\x1b[23~"}, "差17|本格 12 件", "按 !"},
	{"! 下一处问题", same(below + "!"), "差17|本格 12 件", ""},
	{"Ctrl+F 找一格", same("\x06"), "找哪一格", ""},
	{"Home、End", [5]string{"\x1b[F", "\x1b[4~", "\x1b[4~", "\x1b[F", "\x1b[4~"}, "申请数量 / 法人或其他组织 其他", ""},
	{"Ctrl+End 表的最后一格", [5]string{"\x1b[1;5F", "\x1b[1;5F", "", "\x1b[1;5F", ""}, "四、结转下年度继续办理 / 法人或其他组织 其他", "按 Ctrl+P，输入 mw"},
	{"PgDn", same("\x1b[6~"), "行政执法案卷", ""},
	{"Tab、Shift+Tab", [5]string{"\t\x1b[Z", "\t\x1b[Z", "\t\x1b\t", "\t\x1b[Z", "\t\x1b[Z"}, "申请数量 / 自然人", ""},
	{"Del、退格 清除", same("\x7f"), "本格 未填", ""},
	{"Ctrl+Z 撤销", same("\x7f\x1a"), "本格 12 件", ""},
	{"Esc 紧接着别的键", same("\x1b2"), "二、主动公开", ""},
	{"输入法输入的字", same("３"), "正在输入 ３", ""},
}

// TestGestures: what each terminal sends has the effect it should; the manual's
// table is what was tried. Copying through the terminal is tried by hand.
func TestGestures(t *testing.T) {
	table := "| 手势 |"
	for _, e := range emulations {
		table += " " + e.name + " |"
	}
	table += "\n|---|---|---|---|---|---|\n"
	for _, g := range gestures {
		table += "| " + g.name + " |"
		for i, e := range emulations {
			if g.keys[i] == "" {
				table += " 收不到，" + g.other + " |"
				continue
			}
			table += " 行 |"
			t.Run(fmt.Sprint(g.name, " ", e.name), func(t *testing.T) {
				dir := newReport(t)
				if _, errs, code := shell(t, dir, "set", "某某镇", received+"=12"); code != 0 {
					t.Fatal(errs)
				}
				doubtful := filepath.Join(dir, "six.txt")
				if err := os.WriteFile(doubtful, []byte("截止2025年12月31日，我镇公开信息12条。"), 0o600); err != nil {
					t.Fatal(err)
				}
				if _, errs, code := shell(t, dir, "text", "某某镇", "6", "--file", doubtful); code != 0 {
					t.Fatal(errs)
				}
				x := startWith(t, dir, 80, 24, []string{"TERM=" + e.term}, "edit", "某某镇", "--at", received)
				x.see("本格 12 件")
				if _, err := io.WriteString(x.line, g.keys[i]); err != nil {
					t.Fatal(err)
				}
				x.see(strings.Split(g.see, "|")...)
			})
		}
		table += "\n"
	}
	data, err := os.ReadFile("../manual/keys.md")
	if err != nil {
		t.Fatal(err)
	}
	head, rest, ok := strings.Cut(string(data), "<!-- gestures -->\n")
	_, tail, ok2 := strings.Cut(rest, "<!-- /gestures -->")
	if !ok || !ok2 {
		t.Fatal("keys.md has lost the marks round its table of gestures")
	}
	want := head + "<!-- gestures -->\n" + table + "<!-- /gestures -->" + tail
	if *update {
		err = os.WriteFile("../manual/keys.md", []byte(want), 0o644)
	} else if want != string(data) {
		t.Error("keys.md is out of date: go test ./ui/endtoend -run Gestures -update")
	}
	if err != nil {
		t.Fatal(err)
	}
}
