//go:build unix

package endtoend

import (
	"bytes"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

const newLine = "nianbao new --unit 某某镇人民政府 --year 2025"

// figures are what the server's store has in cells.
func (s *server) figures(cells ...string) map[string]json.Number {
	s.t.Helper()
	var got struct {
		Figures map[string]json.Number `json:"figures"`
	}
	must(s.t, json.Unmarshal([]byte(s.do(wangFang, "nianbao show 某某镇 --json "+strings.Join(cells, " "))), &got))
	return got.Figures
}

// fingerprint is a key's as ssh-keygen prints it.
func (s *server) fingerprint(key string) string {
	s.t.Helper()
	out, err := exec.Command("ssh-keygen", "-lf", s.file(key)+".pub").Output()
	must(s.t, err)
	return strings.Fields(string(out))[1]
}

// TestTwoPeopleOverSSH: under one account two keys have one report open. Each
// sees who else has, and what the other changes; the log names both.
func TestTwoPeopleOverSSH(t *testing.T) {
	s := serve(t)
	s.do(wangFang, newLine)
	key := s.fingerprint(nameless)
	x := s.sit(wangFang, s.port, "nianbao edit 某某镇 --at "+received+" --no-probe")
	x.see("本格 未填")
	y := s.sit(nameless, s.port, "nianbao edit 某某镇 --at "+granted+" --no-probe")
	y.see("王芳（127.0.0.1）", "打开了这份报告")
	x.press("7", "Enter")
	y.see("王芳（127.0.0.1）改了这份报告", "新收/自然人 现为 7")
	y.press("3", "Enter")
	x.see(key+"（127.0.0.1）改了这份报告", "予以公开/自然人 现为 3")
	x.press("Ctrl+Q")
	x.wait()
	y.press("Ctrl+Q")
	y.wait()
	var log struct {
		Entries []struct {
			User string `json:"by"`
			From string `json:"from"`
		}
	}
	must(t, json.Unmarshal([]byte(s.do(nameless, "nianbao log 某某镇 --json")), &log))
	who := fmt.Sprint(log.Entries)
	for _, name := range []string{wangFang, key} {
		if !strings.Contains(who, "{"+name+" 127.0.0.1}") {
			t.Errorf("the log lacks %s: %s", name, who)
		}
	}
	// A name that the client sends is not taken.
	c := s.client(nameless, s.port, "-o", "SetEnv=NIANBAO_USER=张三", account, "nianbao set 某某镇 "+granted+"=4 --json")
	if _, errs, status := outcome(t, c); status != 0 {
		t.Fatal(errs)
	}
	if out := s.do(nameless, "nianbao log 某某镇"); strings.Contains(out, "张三") {
		t.Errorf("the log believes what a client says:\n%s", out)
	}
}

// TestFetchOverSSH: what comes over the line is the file, byte for byte, and what
// goes in is the text.
func TestFetchOverSSH(t *testing.T) {
	s := serve(t)
	s.do(wangFang, newLine)
	text := "公开了 12 条。\n第二段「引号」“弯引号”。\n"
	in := s.client(wangFang, s.port, account, "nianbao text 某某镇 1 --file -")
	in.Stdin = strings.NewReader(text)
	if _, errs, status := outcome(t, in); status != 0 {
		t.Fatal(errs)
	}
	if got := s.do(wangFang, "nianbao text 某某镇 1"); got != text {
		t.Errorf("the text is %q", got)
	}
	for _, format := range []string{"docx", "xlsx", "pdf", "csv"} {
		got := s.do(wangFang, "nianbao export 某某镇 --draft -f "+format+" -o -")
		name := "某某镇." + format
		s.do(wangFang, "nianbao export 某某镇 --draft -f "+format+" -o "+name)
		want, err := os.ReadFile(filepath.Join(s.export, name))
		if err != nil || len(want) < 1000 || !bytes.Equal([]byte(got), want) {
			t.Errorf("%s: %d bytes came, the file has %d (%v)", format, len(got), len(want), err)
		}
	}
	s.do(wangFang, "/usr/local/bin/nianbao backup") // goes into the export folder
	if found, err := filepath.Glob(filepath.Join(s.export, "nianbao-备份-*.db")); err != nil || len(found) != 1 {
		t.Errorf("backups: %v, %v", found, err)
	}
	if out := s.do(wangFang, "nianbao doctor"); !strings.Contains(out, siteConfig(s.program)) || !strings.Contains(out, s.data) {
		t.Errorf("doctor does not say whose word holds:\n%s", out)
	}
}

// TestLineCut: whenever the line is cut, what was on the screen is in the store,
// and a cell half typed is offered again.
func TestLineCut(t *testing.T) {
	s := serve(t)
	s.do(wangFang, newLine)
	cells := []string{received, "3.carried_in.natural_person", granted, "3.partial.natural_person"}
	rounds := 20
	if testing.Short() {
		rounds = 4
	}
	seed := uint64(time.Now().UnixNano())
	t.Logf("seed %d", seed)
	random := rand.New(rand.NewPCG(seed, 0))
	want := map[string]json.Number{}
	torn := 0
	for round := range rounds {
		x := s.sit(wangFang, s.port, "nianbao edit 某某镇 --at "+received+" --no-probe")
		x.see("本格")
		entered := random.IntN(len(cells))
		for i := range entered {
			n := fmt.Sprint(1000*round + 100*i + random.IntN(100) + 1)
			x.press(n, "Enter")
			x.see(" " + n)
			want[cells[i]] = json.Number(n)
		}
		half := fmt.Sprint(100000 + random.IntN(100000))
		x.press(half)
		x.see("正在输入 " + half)
		if s.cut(x, round%2 == 0) {
			torn++
		}
		again := s.sit(wangFang, s.port, "nianbao edit 某某镇 --no-probe")
		again.see("正在输入 "+half, "还没有确定")
		again.press("Enter", "Ctrl+Q")
		if status := again.wait(); status != 0 {
			t.Fatalf("the next sitting ends with %d", status)
		}
		want[cells[entered]] = json.Number(half)
		got := s.figures(cells...)
		for cell, n := range want {
			if got[cell] != n {
				t.Errorf("round %d, %d entered: %s is %s, want %s", round, entered, cell, got[cell], n)
			}
		}
	}
	t.Logf("of %d lines %d were torn off, the others lost their sshd", rounds, torn)
}

// TestSlowLine: over a line that takes 150 ms each way every key arrives, and is
// the key that was pressed.
func TestSlowLine(t *testing.T) {
	s := serve(t)
	s.do(wangFang, newLine)
	x := s.sit(wangFang, s.slow(150*time.Millisecond), "nianbao edit 某某镇 --at "+received+" --no-probe")
	x.see("本格 未填")
	// All at once, as somebody types who does not wait for the screen.
	x.press("1", "2", "3", "Enter", "4", "5", "Enter", "6", "Tab", "7", "Down", "8", "9", "Up", "Left", "F2", "0", "Enter")
	x.see("已保存")
	x.paste("21\t22\r\n23\t24")
	x.see("其中 1 格原来有别的数")
	x.press("Enter")
	x.see(" 23 ", " 24 ", "已保存")
	x.press("Ctrl+Q")
	x.wait()
	want := map[string]json.Number{received: "123", "3.carried_in.natural_person": "45", granted: "60", "3.granted.business": "7",
		"3.partial.business": "22", "3.partial.natural_person": "21"}
	var cells []string
	for cell := range want {
		cells = append(cells, cell)
	}
	got := s.figures(cells...)
	for cell, n := range want {
		if got[cell] != n {
			t.Errorf("%s is %s, want %s", cell, got[cell], n)
		}
	}
}
