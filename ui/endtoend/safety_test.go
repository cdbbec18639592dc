//go:build unix

package endtoend

import (
	"encoding/json"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/creack/pty"
)

// newReport begins 某某镇's report for 2025 in a new store.
func newReport(t *testing.T) (dir string) {
	t.Helper()
	dir = t.TempDir()
	beginReport(t, dir)
	return dir
}

// beginReport begins 某某镇's report for 2025 in a folder.
func beginReport(t *testing.T, dir string) {
	t.Helper()
	if _, errs, status := shell(t, dir, "new", "--unit", "某某镇人民政府", "--year", "2025"); status != 0 {
		t.Fatal(errs)
	}
}

// stored is what the store has in cells, by `show`.
func stored(t *testing.T, dir string, cells ...string) map[string]json.Number {
	t.Helper()
	out, errs, status := shell(t, dir, append([]string{"show", "某某镇", "--json"}, cells...)...)
	if status != 0 {
		t.Fatal(errs)
	}
	var got struct {
		Figures map[string]json.Number `json:"figures"`
	}
	if err := json.Unmarshal([]byte(out), &got); err != nil {
		t.Fatal(err)
	}
	return got.Figures
}

const (
	received = "3.received.natural_person"
	granted  = "3.granted.natural_person"
)

// TestSetWhileOpen: the shell corrects a figure of a report that is open on a
// screen, which takes the change over; nobody's edit is lost.
func TestSetWhileOpen(t *testing.T) {
	dir := newReport(t)
	x := start(t, dir, 80, 24, "edit", "某某镇", "--at", granted)
	x.see("（一）予以公开")
	x.press("3", "Enter")
	x.see("已保存")
	if out, errs, status := shell(t, dir, "set", "某某镇", received+"=5", "--reason", "漏登两件"); status != 0 || !strings.Contains(out, "（空） → 5") {
		t.Fatalf("set: %d %s%s", status, out, errs)
	}
	x.see("改了这份报告", "新收/自然人 现为 5")
	x.press("Ctrl+Z") // its own last step only
	x.see("已撤销")
	x.press("4", "Enter", "Ctrl+Q")
	x.wait()
	if got := stored(t, dir, received, granted); got[received] != "5" || got[granted] != "4" {
		t.Errorf("the store has %v", got)
	}
	out, _, _ := shell(t, dir, "log", "某某镇", "--json")
	for _, part := range []string{"漏登两件", `"cell": "` + received + `"`, `"after": 5`, `"after": 3`, `"after": 4`, `"before": null`} {
		if !strings.Contains(out, part) {
			t.Errorf("the log lacks %s:\n%s", part, out)
		}
	}
}

// TestSetTheCellBeingChanged: both change the same cell before either has
// seen the other's. The screen asks; what is chosen is stored.
func TestSetTheCellBeingChanged(t *testing.T) {
	for answer, want := range map[string]json.Number{"\x0f": "7", "\x14": "5"} {
		dir := newReport(t)
		x := start(t, dir, 80, 24, "edit", "某某镇", "--at", received)
		x.see("本格 未填")
		// Stop the program, so that its save comes second.
		x.cmd.Process.Signal(syscall.SIGSTOP)
		for tries := 0; ; tries++ {
			_, errs, status := shell(t, dir, "set", "某某镇", received+"=5")
			if status == 0 {
				break
			}
			if tries == 5 {
				t.Fatal(errs)
			}
			x.cmd.Process.Signal(syscall.SIGCONT) // it had just told the store that it is there
			time.Sleep(time.Second)
			x.cmd.Process.Signal(syscall.SIGSTOP)
		}
		x.press("7", "Enter")
		x.cmd.Process.Signal(syscall.SIGCONT)
		x.see("两边改了同一处", "用我的：7", "用对方的：5")
		x.press(answer)
		x.see("已按您的选择合并")
		x.press("Ctrl+Q")
		x.wait()
		if got := stored(t, dir, received); got[received] != want {
			t.Errorf("answer %s: the store has %s, want %s", answer, got[received], want)
		}
	}
}

// TestKilled: what was entered a second before kill -9 is there on reopening,
// and so is what was typed but not entered, and the place.
func TestKilled(t *testing.T) {
	dir := newReport(t)
	x := start(t, dir, 80, 24, "edit", "某某镇", "--at", received)
	x.see("本格 未填")
	x.press("1", "2", "Enter", "3", "Enter", "4")
	x.see("正在输入 4")
	time.Sleep(time.Second)
	x.kill()
	if got := stored(t, dir, received, "3.carried_in.natural_person"); got[received] != "12" || got["3.carried_in.natural_person"] != "3" {
		t.Errorf("after kill -9 the store has %v", got)
	}
	again := start(t, dir, 80, 24, "edit", "某某镇")
	again.see("三、申请办理", ">  （一）予以公开", "正在输入 4", "还没有确定")
	again.press("Enter")
	again.see("已保存")
	again.press("Ctrl+Q")
	again.wait()
	if got := stored(t, dir, granted); got[granted] != "4" {
		t.Errorf("what was being typed is %s, want 4", got[granted])
	}
}

// TestLineDropped: the terminal goes away in the middle of typing; everything
// is there at once.
func TestLineDropped(t *testing.T) {
	for name, drop := range map[string]func(*terminal){
		"the line closes": func(x *terminal) { x.line.Close() },
		"SIGHUP":          func(x *terminal) { x.cmd.Process.Signal(syscall.SIGHUP) },
		"SIGTERM":         func(x *terminal) { x.cmd.Process.Signal(syscall.SIGTERM) },
	} {
		dir := newReport(t)
		x := start(t, dir, 80, 24, "edit", "某某镇", "--at", received)
		x.see("本格 未填")
		x.press("1", "2", "Enter", "3")
		x.see("正在输入 3")
		drop(x)
		x.wait()
		if got := stored(t, dir, received, "3.carried_in.natural_person"); got[received] != "12" || got["3.carried_in.natural_person"] != "" {
			t.Errorf("%s: the store has %v", name, got)
		}
		again := start(t, dir, 80, 24, "edit", "某某镇")
		again.see("正在输入 3", "还没有确定", "二、上年结转")
		again.press("Enter", "Ctrl+Q")
		again.wait()
		if got := stored(t, dir, "3.carried_in.natural_person"); got["3.carried_in.natural_person"] != "3" {
			t.Errorf("%s: what was being typed is %v", name, got)
		}
	}
}

// TestLogSaysWhereFrom: over ssh, the address at the other end.
func TestLogSaysWhereFrom(t *testing.T) {
	dir := newReport(t)
	c := command(dir, "set", "某某镇", received+"=5")
	c.Env = append(c.Env, "SSH_CONNECTION=192.0.2.7 50022 192.0.2.1 22")
	if err := c.Run(); err != nil {
		t.Fatal(err)
	}
	if out, _, _ := shell(t, dir, "log", "某某镇", "--json"); !strings.Contains(out, `"from": "192.0.2.7"`) {
		t.Errorf("log: %s", out)
	}
}

func TestMistakesOnTheScreen(t *testing.T) {
	dir := newReport(t)
	x := start(t, dir, 80, 24, "edit", "某某镇", "--at", received)
	x.see("本格 未填")
	for typed, reason := range map[string]string{"abc": "不是数字", "-3": "不能填负数", "1.5": "要填整数", "1000000000000000": "数字太大", "无": "没有发生请填 0"} {
		x.press(typed)
		x.press("Enter")
		x.see(reason, "正在输入")
		x.press("Esc")
		x.see("本格 未填")
	}
	x.press("Right", "Right", "Right", "Right", "Right", "Right", "5")
	x.see("由程序计算，不用填")
	x.press("Esc", "Ctrl+Q")
	x.wait()
	amount := start(t, dir, 80, 24, "edit", "某某镇", "--at", "行政事业性收费")
	amount.see("本格 未填")
	amount.press("1.23456", "Enter")
	amount.see("小数最多 4 位")
	amount.press("Esc", "Ctrl+Q")
	amount.wait()
	if got := stored(t, dir); len(got) != 0 {
		t.Errorf("mistakes have changed the report: %v", got)
	}
}

// TestMistakesInTheShell: each has its message and its exit status, and
// changes nothing.
func TestMistakesInTheShell(t *testing.T) {
	dir := newReport(t)
	junk := filepath.Join(t.TempDir(), "junk")
	if err := os.MkdirAll(junk, 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(junk, "nianbao.db"), []byte(strings.Repeat("this is no store\n", 4000)), 0o600); err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(t.TempDir(), "a file")
	if err := os.WriteFile(file, []byte("x"), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		status int
		says   string
		args   []string
	}{
		{2, "不是数字", []string{"set", "某某镇", received + "=abc"}},
		{2, "不能填负数", []string{"set", "某某镇", received + "=-1"}},
		{2, "要填整数", []string{"set", "某某镇", received + "=1.5"}},
		{2, "小数最多 4 位", []string{"set", "某某镇", received + "=1", "2.fees.amount=1.23456"}},
		{2, "数字太大", []string{"set", "某某镇", received + "=1000000000000000"}},
		{2, "没有叫「3.nothing.x」的格", []string{"set", "某某镇", "3.nothing.x=1"}},
		{2, "对应 7 格", []string{"set", "某某镇", "新收=1"}},
		{2, "自动计算", []string{"set", "某某镇", "新收/总计=1"}},
		{2, "写了两次", []string{"set", "某某镇", received + "=1", "新收/自然人=2"}},
		{2, "没有等号", []string{"set", "某某镇", received}},
		{2, "没有叫「别的镇」的报告", []string{"show", "别的镇"}},
		{2, "没有「frobnicate」这个命令", []string{"frobnicate"}},
		{2, "没有「--nothing」这个选项", []string{"list", "--nothing"}},
		{2, "后面要写内容", []string{"text", "某某镇", "1", "--file"}},
		{2, "打不开", []string{"text", "某某镇", "1", "--file", "/nonexistent/file"}},
		{2, "没有叫「9」的文字部分", []string{"text", "某某镇", "9"}},
		{2, "没有「exe」这种格式", []string{"export", "某某镇", "-f", "exe"}},
		{2, "没有「」这种格式", []string{"export", "某某镇", "-f", ""}},
		{2, "没有文件夹", []string{"export", "某某镇", "--draft", "-o", filepath.Join(t.TempDir(), "none")}},
		{2, "写成同一个文件", []string{"export", "某某镇", "某某镇-2025", "--draft", "-o", t.TempDir()}},
		{2, "没有叫「」的文字部分", []string{"text", "某某镇", "", "--file", file}},
		{2, "不能有斜线", []string{"new", "--unit", "../某某", "--year", "2025"}},
		{1, "没有导出", []string{"export", "某某镇", "-o", t.TempDir()}},
		{2, "已有", []string{"new", "--unit", "某某镇人民政府", "--year", "2025"}},
		{2, "年度应为", []string{"new", "--unit", "某某镇人民政府", "--year", "25"}},
		{2, "单位名称不能为空", []string{"new", "--year", "2025"}},
		{2, "没有「乡绅」这个级别", []string{"new", "--unit", "某某", "--year", "2025", "--level", "乡绅"}},
		{2, "标准输出不是终端", []string{}},
		{2, "标准输出不是终端", []string{"edit", "某某镇"}},
		{3, "不是", []string{"list", "--data", junk}},
		{3, "文件夹", []string{"list", "--data", filepath.Join(file, "below")}},
		{2, "读不出年报", []string{"check", file}},
	} {
		before := stored(t, dir)
		out, errs, status := shell(t, dir, c.args...)
		if status != c.status || !strings.Contains(errs, c.says) || out != "" {
			t.Errorf("nianbao %s: status %d, %s%s; want %d and %q", strings.Join(c.args, " "), status, out, errs, c.status, c.says)
		}
		if after := stored(t, dir); fmt.Sprint(after) != fmt.Sprint(before) {
			t.Errorf("nianbao %s has changed the report: %v", strings.Join(c.args, " "), after)
		}
		_, asJSON, status := shell(t, dir, append(c.args, "--json")...)
		var e struct {
			Error struct{ Code, Message string }
		}
		if c.status != 1 && (status != c.status || json.Unmarshal([]byte(asJSON), &e) != nil || e.Error.Code == "" || e.Error.Message == "") {
			if c.args == nil || !strings.Contains(strings.Join(c.args, " "), "--file") { // --file would swallow --json
				t.Errorf("nianbao %s --json: status %d, %s", strings.Join(c.args, " "), status, asJSON)
			}
		}
	}
	if data, err := os.ReadFile(filepath.Join(junk, "nianbao.db")); err != nil || !strings.HasPrefix(string(data), "this is no store") {
		t.Error("the file that is no store was touched")
	}
}

// TestTerminalsThatCannotShowScreens: questions are offered instead, on a dumb
// terminal and to a screen reader; nothing that steers a terminal is sent.
func TestTerminalsThatCannotShowScreens(t *testing.T) {
	for _, c := range []struct{ env, keys, want string }{
		{"TERM=dumb", "q\n", "不能移动光标"},
		{"TERM=dumb", "\n1\n\nq\nq\n", "序号或名称"},
		{"TERM=dumb", "s\nq\n", "序号或名称"},
		{"ACCESSIBLE=1", "\nq\n", "输入 s 仍打开全屏界面"},
	} {
		cmd := command(newReport(t))
		cmd.Env = append(cmd.Env, "TERM=xterm", c.env)
		line, err := pty.Start(cmd)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := io.WriteString(line, c.keys); err != nil {
			t.Fatal(err)
		}
		out, _ := io.ReadAll(line) // an error comes with the end, after the text
		cmd.Wait()
		line.Close()
		if got := string(out); !strings.Contains(got, c.want) || strings.Contains(got, "\x1b") || cmd.ProcessState.ExitCode() != 0 {
			t.Errorf("%v: status %d, %q", c, cmd.ProcessState.ExitCode(), got)
		}
	}
}

// TestTinyWindow: a notice, keys are ignored, and nothing is lost.
func TestTinyWindow(t *testing.T) {
	dir := newReport(t)
	x := start(t, dir, 80, 24, "edit", "某某镇", "--at", received)
	x.see("本格 未填")
	x.press("6")
	x.see("正在输入 6")
	x.resize(20, 5)
	x.see("窗口太小", "不会丢")
	x.press("9", "9", "Enter")
	time.Sleep(300 * time.Millisecond) // nothing shows that keys were ignored
	x.resize(80, 24)
	x.see("正在输入 6")
	x.press("Enter")
	x.see("已保存")
	x.press("Ctrl+Q")
	x.wait()
	if got := stored(t, dir, received); got[received] != "6" {
		t.Errorf("the store has %s, want 6", got[received])
	}
}

// TestStoreGone: the store can't be written any more; the screen says so, and
// what was entered is in a rescue file.
func TestStoreGone(t *testing.T) {
	dir := newReport(t)
	x := start(t, dir, 80, 24, "edit", "某某镇", "--at", received)
	x.see("本格 未填")
	if err := os.WriteFile(filepath.Join(dir, "nianbao.db"), []byte("damaged"), 0o600); err != nil {
		t.Fatal(err)
	}
	x.press("8", "Enter")
	x.see("没有保存")
	x.press("Ctrl+Q")
	x.see("还没有保存", "按 w")
	x.press("w")
	x.wait()
	found := x.rescued()
	if len(found) != 1 {
		t.Fatalf("rescue files: %v", found)
	}
	if data, err := os.ReadFile(found[0]); err != nil || !strings.Contains(string(data), `"`+received+`": 8`) {
		t.Errorf("the rescue file lacks the figure: %s", data)
	}
}

// TestStartToFirstFrame prints how long the program takes from its start to a
// whole first screen, against the time of a program that does nothing.
func TestStartToFirstFrame(t *testing.T) {
	dir := newReport(t)
	const runs = 7
	var screens, nothing time.Duration
	for range runs {
		began := time.Now()
		x := start(t, dir, 120, 40)
		x.see("某某镇人民政府", "帮助")
		screens += time.Since(began)
		x.press("q")
		x.wait()
		began = time.Now()
		if err := exec.Command("true").Run(); err != nil {
			t.Fatal(err)
		}
		nothing += time.Since(began)
	}
	t.Logf("start to first frame with the list of reports: %v on average of %d (an empty process: %v)", screens/runs, runs, nothing/runs)
}

// TestStopAndGoOn: stopped for a while from outside, and told to go on, the
// program takes the terminal again and draws the screen anew.
func TestStopAndGoOn(t *testing.T) {
	dir := newReport(t)
	x := start(t, dir, 80, 24, "edit", "某某镇", "--at", received)
	x.see("本格 未填")
	stat := fmt.Sprintf("/proc/%d/stat", x.cmd.Process.Pid)
	if _, err := os.Stat(stat); err != nil {
		t.Skip("no /proc to see a stopped process by")
	}
	for range 2 {
		if err := x.cmd.Process.Signal(syscall.SIGTSTP); err != nil {
			t.Fatal(err)
		}
		x.until("the program stopped", func(string) bool {
			data, err := os.ReadFile(stat)
			return err == nil && strings.Contains(string(data), ") T ")
		})
		x.until("the shell's screen", func(string) bool { return !x.onAltScreen() })
		if err := x.cmd.Process.Signal(syscall.SIGCONT); err != nil {
			t.Fatal(err)
		}
		x.until("the program's screen", func(screen string) bool {
			return x.onAltScreen() && strings.Contains(screen, "一、本年新收") && strings.Contains(screen, "Esc 返回")
		})
	}
	x.press("5", "Enter")
	x.see("已填1/144")
	x.press("Ctrl+Q")
	x.wait()
}
