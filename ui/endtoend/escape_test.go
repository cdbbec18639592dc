//go:build unix

package endtoend

import (
	"crypto/sha256"
	"fmt"
	"io/fs"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync/atomic"
	"syscall"
	"testing"
	"time"
)

// secretWord is in every file that must not be read.
const secretWord = "机密镇人民政府"

// tempt puts outside the export folder what somebody would like to read, and
// inside it links that lead there. It returns what the outside looks like.
func (s *server) tempt() (before string) {
	s.t.Helper()
	s.do(wangFang, newLine)
	// A report that would be read with pleasure, were it inside.
	other := s.t.TempDir()
	if _, errs, status := shell(s.t, other, "new", "--unit", secretWord, "--year", "2024"); status != 0 {
		s.t.Fatal(errs)
	}
	for _, format := range []string{"json", "docx", "txt"} {
		if _, errs, status := shell(s.t, other, "export", "机密镇", "--draft", "-f", format, "-o", filepath.Join(s.outside, "secret."+format)); status != 0 {
			s.t.Fatal(errs)
		}
	}
	config := "data = \"" + s.outside + "\"\nexport = \"/\"\n"
	must(s.t, os.WriteFile(filepath.Join(s.outside, "nianbao.toml"), []byte(config), 0o644))
	for link, to := range map[string]string{"link.json": "secret.json", "link.txt": "secret.txt", "link.docx": "secret.docx", "dangling.docx": "new.docx", "folder": ""} {
		must(s.t, os.Symlink(filepath.Join(s.outside, to), filepath.Join(s.export, link)))
	}
	must(s.t, syscall.Mkfifo(filepath.Join(s.export, "pipe.json"), 0o644))
	return picture(s.t, s.outside)
}

// picture is a folder's files and their sums.
func picture(t *testing.T, dir string) string {
	t.Helper()
	var b strings.Builder
	must(t, filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			fmt.Fprintln(&b, path)
			return err
		}
		data, err := os.ReadFile(path)
		fmt.Fprintf(&b, "%s %x\n", path, sha256.Sum256(data))
		return err
	}))
	return b.String()
}

// completionsInside are what a shell may ask for over the line, and all it is told.
var completionsInside = map[string]string{
	"nianbao __complete show ''":                          "某某镇人民政府-2025\t填报中\n:4\n",
	"nianbao __complete show --data OUT ''":               ":4\n",
	"nianbao __complete --data OUT show ''":               ":4\n",
	"nianbao __complete show 某某镇 --data OUT 3.received.n": ":36\n",
	"nianbao __complete import OUT/":                      ":0\n",
	"nianbao __completeNoDesc import link":                ":0\n",
	"nianbao __complete export --template OUT/":           ":0\n",
	"nianbao __complete list --data OUT/":                 ":16\n",
	"nianbao __complete undelete --data ../outside ''":    ":4\n",
	"nianbao __complete cat OUT/":                         ":4\n",
}

// TestEscapes: whatever a client asks for, nothing outside the export folder is
// read or written, nothing but nianbao is run, and the answer says so.
func TestEscapes(t *testing.T) {
	s := serve(t)
	before := s.tempt()
	const out, in = " 某某镇 --draft ", "/secret.json"
	lines := []string{
		"nianbao list; cat OUT/secret.txt", "nianbao list && cat OUT/secret.txt", "nianbao list | sh", "nianbao list & id", "nianbao show $(cat OUT/secret.txt)",
		"nianbao show `cat OUT/secret.txt`", `nianbao show "$(cat OUT/secret.txt)"`, "nianbao list\ncat OUT/secret.txt", "nianbao text 某某镇 1 --file - < OUT/secret.txt",
		"nianbao show 某某镇 > OUT/x", "nianbao show $HOME", "(nianbao list)", "nianbao show 'x",
		"cat OUT/secret.txt", "sh -c 'cat OUT/secret.txt'", "/bin/sh", "bash -i", "scp -t OUT", "scp -f OUT/secret.txt", "/usr/lib/openssh/sftp-server", "internal-sftp",
		"git-upload-pack x", "rsync --server . OUT", "env nianbao list", "exec nianbao", "../nianbao/sh", "nianbao sh -c id",
		"nianbao export" + out + "-o ../x.docx", "nianbao export" + out + "-o OUT/x.docx", "nianbao export" + out + "-o OUT", "nianbao export" + out + "-o /etc/nianbao-escape.docx",
		"nianbao export" + out + "-o dangling.docx", "nianbao export" + out + "--overwrite -o link.docx", "nianbao export" + out + "-o folder", "nianbao export" + out + "-o folder/x.docx",
		"nianbao export" + out + "-o /proc/self/rootOUT/x.docx", "nianbao export" + out + "-o '~/x.docx'", "nianbao export" + out + "-o /dev/stdout", "nianbao export" + out + "-o sub/../../outside/x.docx",
		"nianbao export --blank -f xlsx -o OUT", "nianbao set 某某镇 新收/自然人=5 --draft --export docx -o OUT/x.docx",
		"nianbao export" + out + "--template OUT/secret.docx -o -", "nianbao export" + out + "--template link.docx -o -", "nianbao export" + out + "-f pdf --font /etc/passwd -o -",
		"nianbao export" + out + "-f png --font ../outside/secret.txt -o -",
		"nianbao ledger OUT/secret.txt", "nianbao ledger 某某镇 ../outside/secret.txt", "nianbao ledger link.docx", "nianbao ledger --blank -o OUT/x.xlsx",
		"nianbao ledger 某某镇 sub/x.csv --map OUT/x.csv", "nianbao ledger 某某镇 sub/x.csv --map ../outside/secret.txt",
		"nianbao import OUT" + in, "nianbao import ../outside" + in, "nianbao import link.json", "nianbao import folder", "nianbao import folder" + in, "nianbao import OUT",
		"nianbao import /proc/self/cwd/../outside" + in, "nianbao import pipe.json", "nianbao import link.json --into 某某镇 --conflicts take", "nianbao import OUT" + in + " --dry-run --json",
		"nianbao text 某某镇 1 --file /etc/passwd", "nianbao text 某某镇 1 --file link.txt", "nianbao text 某某镇 1 --file /dev/stdin",
		"nianbao check /etc", "nianbao check link.json", "nianbao check folder", "nianbao check OUT", "nianbao check 某某镇 --against link.json", "nianbao check 某某镇 --against OUT" + in,
		"nianbao check 某某镇 -o OUT", "nianbao check 某某镇 -o ../x.html", "nianbao diff 某某镇 link.json", "nianbao diff OUT" + in + " 某某镇",
		"nianbao backup -o OUT/x.db", "nianbao backup -o ../x.db", "nianbao backup -o folder", "nianbao backup -o ../data/nianbao.db",
		"nianbao list --data OUT", "nianbao --data OUT", "nianbao doctor --mend --data OUT", "nianbao list --data ../outside",
		"nianbao man OUT", "nianbao man ../outside", "nianbao man folder", "nianbao man ~", "nianbao man --overwrite OUT", "nianbao man /proc/self/rootOUT",
		"nianbao completion OUT/secret.txt", "nianbao completion bash > OUT/x", "nianbao completion bash OUT/x", "__complete show ''", "nianbao __complete",
		"nianbao", "nianbao edit 某某镇", // no screens without a terminal
	}
	line := filepath.Join(t.TempDir(), "line") // one for all of them: logging in takes the time
	master := s.client(nameless, s.port, "-M", "-S", line, "-N", account)
	must(t, master.Start())
	t.Cleanup(func() { master.Process.Kill(); master.Wait() })
	for deadline := time.Now().Add(patience); exec.Command("ssh", "-S", line, "-O", "check", account).Run() != nil; time.Sleep(10 * time.Millisecond) {
		if time.Now().After(deadline) {
			t.Fatal("the line does not come up")
		}
	}
	for _, asked := range lines {
		asked = strings.ReplaceAll(asked, "OUT", s.outside)
		stdout, stderr, status := outcome(t, s.client(nameless, s.port, "-S", line, account, asked))
		if status != 2 || !strings.Contains(stderr, "nianbao: ") && !strings.Contains(stderr, `"code": "usage"`) {
			t.Errorf("%q ends with %d: %s%s", asked, status, stdout, stderr)
		}
		if strings.Contains(stdout+stderr, secretWord) || strings.Contains(stdout+stderr, "root:x:") {
			t.Errorf("%q tells: %s%s", asked, stdout, stderr)
		}
	}
	for asked, want := range completionsInside {
		stdout, stderr, status := outcome(t, s.client(nameless, s.port, "-S", line, account, strings.ReplaceAll(asked, "OUT", s.outside)))
		if status != 0 || stdout != want || stderr != "" {
			t.Errorf("%q ends with %d: %s%s", asked, status, stdout, stderr)
		}
	}
	if out, errs, status := outcome(t, s.client(nameless, s.port, "-o", "SetEnv=BASH_COMP_DEBUG_FILE="+s.outside+"/debug", account, "nianbao __complete show ''")); status != 0 {
		t.Errorf("completing with a file for what goes on ends with %d: %s%s", status, out, errs)
	}
	for env, asked := range map[string]string{"NIANBAO_DATA=" + s.outside: "nianbao list", "NIANBAO_CONFIG=" + s.outside + "/nianbao.toml": "nianbao import " + s.outside + in, "HOME=" + s.outside: "nianbao import ~" + in} {
		stdout, stderr, status := outcome(t, s.client(nameless, s.port, "-o", "SetEnv="+env, account, asked))
		if status != 2 || !strings.Contains(stderr, "管理员规定") {
			t.Errorf("%s %s ends with %d: %s%s", env, asked, status, stdout, stderr)
		}
	}
	if after := picture(t, s.outside); after != before {
		t.Errorf("outside has changed from\n%s to\n%s", before, after)
	}
	for _, path := range []string{"/etc/nianbao-escape.docx", s.file("x.docx"), s.file("x.html"), s.file("x.db")} {
		if _, err := os.Lstat(path); err == nil {
			t.Errorf("%s has been written", path)
		}
	}
	if out := s.do(wangFang, "nianbao list"); strings.Count(out, "\n") != 2 || strings.Contains(out, secretWord) {
		t.Errorf("the store has now:\n%s", out)
	}
}

// TestOtherDoors: copying programs, forwarding and agents come to nothing.
func TestOtherDoors(t *testing.T) {
	s := serve(t)
	before := s.tempt()
	gain := filepath.Join(t.TempDir(), "gain")
	mine := filepath.Join(t.TempDir(), "mine")
	must(t, os.WriteFile(mine, []byte("mine"), 0o600))
	reached := atomic.Bool{}
	target, err := net.Listen("tcp", "127.0.0.1:0")
	must(t, err)
	t.Cleanup(func() { target.Close() })
	go func() {
		for {
			c, err := target.Accept()
			if err != nil {
				return
			}
			reached.Store(true)
			c.Close()
		}
	}()
	remote := "root@127.0.0.1:" + s.outside
	copying := append(s.options(nameless), "-P", s.port)
	with := func(name string, args ...string) *exec.Cmd {
		return exec.Command(name, append(append([]string{}, copying...), args...)...)
	}
	sftp := with("sftp", "-b", "-", account)
	sftp.Stdin = strings.NewReader("get " + s.outside + "/secret.txt " + gain + "\nput " + mine + " " + s.outside + "/mine\n")
	for _, c := range []*exec.Cmd{sftp,
		with("scp", remote+"/secret.txt", gain), with("scp", mine, remote+"/mine"), with("scp", "-O", remote+"/secret.txt", gain), with("scp", "-O", mine, remote+"/mine"),
		s.client(nameless, s.port, "-W", target.Addr().String(), account),
		s.client(nameless, s.port, "-N", "-o", "ExitOnForwardFailure=yes", "-R", freePort(t)+":"+target.Addr().String(), account),
		s.client(nameless, s.port, "-N", "-o", "ExitOnForwardFailure=yes", "-R", filepath.Join(s.outside, "socket")+":"+target.Addr().String(), account),
		s.client(nameless, s.port, "-s", account, "nianbao"),
	} {
		if out, errs, status := outcome(t, c); status == 0 {
			t.Errorf("%v works: %s%s", c.Args, out, errs)
		}
	}
	// Libraries look files up by the terminal's name; this one would have them wait.
	// The test's own folder has st in its name, which they take for a terminal.
	elsewhere, err := os.MkdirTemp("", "name")
	must(t, err)
	t.Cleanup(func() { os.RemoveAll(elsewhere) })
	must(t, syscall.Mkfifo(filepath.Join(elsewhere, "wait"), 0o600))
	x := s.client(nameless, s.port, "-tt", account, "nianbao rules")
	x.Env = []string{"TERM=../../../" + elsewhere + "/wait", "PATH=" + os.Getenv("PATH")}
	on := startCommand(t, x, 80, 24)
	if status := on.wait(); status != 0 {
		t.Errorf("with a path for the terminal's name it ends with %d: %s", status, on.text())
	}
	here := freePort(t)
	forward := s.client(nameless, s.port, "-N", "-o", "ExitOnForwardFailure=yes", "-L", here+":"+target.Addr().String(), account)
	must(t, forward.Start())
	t.Cleanup(func() { forward.Process.Kill(); forward.Wait() })
	for deadline := time.Now().Add(patience); ; time.Sleep(10 * time.Millisecond) {
		c, err := net.Dial("tcp", "127.0.0.1:"+here)
		if err == nil { // the client listens; the server must not connect
			if n, err := c.Read(make([]byte, 1)); n > 0 || err == nil {
				t.Error("something comes through -L")
			}
			c.Close()
			break
		}
		if time.Now().After(deadline) {
			t.Fatal("ssh -L does not listen: ", err)
		}
	}
	if reached.Load() {
		t.Error("a forwarded connection has arrived")
	}
	if _, err := os.Stat(gain); err == nil {
		t.Error("something was fetched")
	}
	if after := picture(t, s.outside); after != before {
		t.Errorf("outside has changed from\n%s to\n%s", before, after)
	}
}

// TestScreensInside: over ssh the screens show and write the export folder only,
// the program has no agent of the client's, and runs no other program.
func TestScreensInside(t *testing.T) {
	s := serve(t)
	before := s.tempt()
	must(t, os.Mkdir(filepath.Join(s.export, "各乡镇"), 0o755))
	agent, err := net.Listen("unix", filepath.Join(t.TempDir(), "agent"))
	must(t, err)
	t.Cleanup(func() { agent.Close() })
	c := s.client(nameless, s.port, "-o", "IdentityAgent=none", "-o", "ForwardAgent="+agent.Addr().String(), "-o", "SetEnv=TMUX=/tmp/x,1,0", "-tt", account, "nianbao --no-probe")
	c.Env = []string{"TERM=xterm-256color", "PATH=" + os.Getenv("PATH")}
	x := startCommand(t, c, 100, 30)
	x.see("某某镇人民政府")
	x.press("i")
	x.see("文件夹："+s.export, "各乡镇")
	if screen := x.text(); strings.Contains(screen, "link") || strings.Contains(screen, "folder") || strings.Contains(screen, "上一层") {
		t.Errorf("the chooser shows what leads out:\n%s", screen)
	}
	x.press("Left")
	x.see("管理员规定只能用")
	for _, path := range []string{s.outside + "/secret.json", "'" + s.outside + "'", "file://" + s.outside + "/secret.json", "../outside/secret.json", "~/secret.json", "/proc/self/root/etc", "./link.json", "folder/secret.json", ".."} {
		x.paste(path)
		x.see("按 Enter 读")
		x.press("Enter")
		x.until("a refusal of "+path, func(screen string) bool {
			return strings.Contains(screen, "! 管理员规定只能用") || strings.Contains(screen, "! 「") && strings.Contains(screen, "链接") || strings.Contains(screen, "! 打不开")
		})
		if screen := x.text(); strings.Contains(screen, secretWord) {
			t.Fatalf("%s shows a secret:\n%s", path, screen)
		}
		x.press("\x15") // clears the line
	}
	x.press("Esc", "Enter")
	x.see("总体情况")
	x.press("F9")
	x.see("文件夹  "+s.export, "类型")
	x.press("Up", "Shift+Tab") // at the top
	for range 15 {             // below the formats and the three rows of the unit's style
		x.press("Tab")
	}
	x.press("\x15")
	x.paste(s.outside)
	x.see("文件夹  " + s.outside)
	x.press("\x16") // ctrl+v reads the clipboard by another program, were it let
	x.press("Enter")
	x.see("! 管理员规定只能用")
	for _, session := range s.sessions() {
		for _, own := range descendants(t, session) {
			program, err := os.Readlink(fmt.Sprintf("/proc/%d/exe", own))
			if err != nil || program == "/usr/sbin/sshd" || filepath.Base(program) == "bash" || filepath.Base(program) == "dash" {
				continue
			}
			if program != s.program {
				t.Errorf("%s is running", program)
			}
			env, err := os.ReadFile(fmt.Sprintf("/proc/%d/environ", own))
			if err != nil || strings.Contains(string(env), "SSH_AUTH_SOCK") {
				t.Errorf("the environment of nianbao (%v): %q", err, env)
			}
		}
	}
	x.press("\x15")
	x.paste("各乡镇")
	x.press("Enter")
	x.see("已导出")
	x.press("Ctrl+Q")
	x.wait()
	if found, err := filepath.Glob(filepath.Join(s.export, "各乡镇", "*.docx")); err != nil || len(found) != 1 {
		t.Errorf("exported: %v, %v", found, err)
	}
	if after := picture(t, s.outside); after != before {
		t.Errorf("outside has changed from\n%s to\n%s", before, after)
	}
}

// TestRescueInside: where the store is gone when the line drops, the work is saved
// inside the export folder.
func TestRescueInside(t *testing.T) {
	s := serve(t)
	s.do(wangFang, newLine)
	x := s.sit(wangFang, s.port, "nianbao edit 某某镇 --at "+received+" --no-probe")
	x.see("本格 未填")
	must(t, os.Rename(s.data, s.data+".away"))
	x.press("1", "2", "Enter")
	x.see("没有保存")
	s.cut(x, false)
	x.until("a rescue file", func(string) bool {
		found, err := filepath.Glob(filepath.Join(s.export, "未保存-*.json"))
		return err == nil && len(found) == 1
	})
}

// descendants are a process's children, and theirs.
func descendants(t *testing.T, pid int) (pids []int) {
	t.Helper()
	for _, child := range children(t, pid) {
		pids = append(append(pids, child), descendants(t, child)...)
	}
	return pids
}
