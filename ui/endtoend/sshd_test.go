//go:build unix

package endtoend

import (
	"bytes"
	"fmt"
	"io"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"
)

// server is an OpenSSH server that is set up as the manual tells administrators
// to, with root for the shared account. 王芳's key has her name, the other has
// none.
type server struct {
	t                           *testing.T
	program                     string
	root, data, export, outside string // outside is what nobody may read or write
	port                        string
	sshd                        *exec.Cmd
	log                         *bytes.Buffer
}

// The keys that may log in.
const (
	wangFang = "王芳"
	nameless = "无名"
)

// siteProgram is the program with its administrator's configuration elsewhere
// than in /etc, and that place.
var siteProgram = sync.OnceValues(func() (path string, err error) {
	dir := filepath.Join(filepath.Dir(program), "site")
	path = filepath.Join(dir, "nianbao")
	out, err := exec.Command("go", "build", "-ldflags", "-X main.siteFile="+siteConfig(path), "-o", path, "nianbao").CombinedOutput()
	if err != nil {
		err = fmt.Errorf("%w: %s", err, out)
	}
	return path, err
})

func siteConfig(program string) string { return filepath.Join(filepath.Dir(program), "nianbao.toml") }

// told is the block of the manual's page on servers between two marks.
func told(t *testing.T, mark string) string {
	t.Helper()
	data, err := os.ReadFile("../manual/server.md")
	if err != nil {
		t.Fatal(err)
	}
	_, rest, begun := strings.Cut(string(data), "<!-- "+mark+" -->\n```")
	block, _, ended := strings.Cut(rest, "```\n<!-- /"+mark+" -->")
	_, block, fenced := strings.Cut(block, "\n")
	if !begun || !ended || !fenced {
		t.Fatalf("server.md has lost the block %s", mark)
	}
	return block
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

const sshd = "/usr/sbin/sshd"

// serve starts a server with an empty store.
func serve(t *testing.T) *server {
	t.Helper()
	if os.Getuid() != 0 {
		t.Skip("only root can start an ssh server that lets anybody log in")
	}
	for _, tool := range []string{sshd, "ssh-keygen", "ssh"} {
		if _, err := exec.LookPath(tool); err != nil {
			t.Skip("OpenSSH is not installed: ", err)
		}
	}
	path, err := siteProgram()
	must(t, err)
	root, err := filepath.EvalSymlinks(t.TempDir())
	must(t, err)
	s := &server{t: t, program: path, root: root, log: &bytes.Buffer{},
		data: filepath.Join(root, "data"), export: filepath.Join(root, "export"), outside: filepath.Join(root, "outside")}
	for _, dir := range []string{s.data, s.export, s.outside, "/run/sshd"} {
		must(t, os.MkdirAll(dir, 0o755))
	}
	place := strings.NewReplacer("/srv/nianbao", root, `"nianbao"`, `"root"`, "User nianbao", "User root",
		"/etc/ssh/nianbao_keys", s.file("keys"), "/usr/local/bin/nianbao", path)
	must(t, os.WriteFile(siteConfig(path), []byte(place.Replace(told(t, "site"))), 0o644))
	options, _, ok := strings.Cut(told(t, "key"), " ssh-ed25519 ")
	if !ok || !strings.Contains(options, wangFang) {
		t.Fatalf("the manual's key line is %q", options)
	}
	for _, name := range []string{"host", wangFang, nameless} {
		if out, err := exec.Command("ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", s.file(name)).CombinedOutput(); err != nil {
			t.Fatalf("%v: %s", err, out)
		}
	}
	keys := options + " " + s.public(wangFang) + "restrict,pty " + s.public(nameless)
	must(t, os.WriteFile(s.file("keys"), []byte(keys), 0o644))
	s.port = freePort(t)
	// The environment that is accepted is more than a server's, so that the
	// program has to refuse it.
	config := "Port " + s.port + "\nListenAddress 127.0.0.1\nHostKey " + s.file("host") + "\nPidFile none\nStrictModes no\nUsePAM no\n" +
		"PasswordAuthentication no\nPermitRootLogin prohibit-password\nSubsystem sftp /usr/lib/openssh/sftp-server\n" +
		"AcceptEnv NIANBAO_DATA NIANBAO_CONFIG HOME TMUX\nMaxStartups 100\n" + place.Replace(told(t, "sshd"))
	must(t, os.WriteFile(s.file("config"), []byte(config), 0o644))
	s.sshd = exec.Command(sshd, "-D", "-e", "-f", s.file("config"))
	s.sshd.Stderr = s.log
	must(t, s.sshd.Start())
	t.Cleanup(func() {
		s.sshd.Process.Kill() // it may be gone already
		s.sshd.Wait()
		if t.Failed() {
			t.Logf("sshd said:\n%s", s.log)
		}
	})
	for deadline := time.Now().Add(patience); ; time.Sleep(10 * time.Millisecond) {
		c, err := net.Dial("tcp", "127.0.0.1:"+s.port)
		if err == nil {
			c.Close()
			return s
		}
		if time.Now().After(deadline) {
			t.Fatal("sshd does not answer")
		}
	}
}

// file is one of the server's own, or of the keys.
func (s *server) file(name string) string { return filepath.Join(s.root, name) }

func (s *server) public(name string) string {
	data, err := os.ReadFile(s.file(name) + ".pub")
	must(s.t, err)
	return string(data)
}

// freePort is a port that nobody listens on.
func freePort(t *testing.T) string {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	must(t, err)
	defer l.Close()
	_, port, err := net.SplitHostPort(l.Addr().String())
	must(t, err)
	return port
}

// options are what ssh, scp and sftp are told alike.
func (s *server) options(key string) []string {
	return []string{"-F", "none", "-i", s.file(key), "-o", "IdentitiesOnly=yes", "-o", "BatchMode=yes", "-o", "LogLevel=ERROR",
		"-o", "StrictHostKeyChecking=no", "-o", "UserKnownHostsFile=/dev/null"}
}

// client is ssh on its way to the server.
func (s *server) client(key, port string, args ...string) *exec.Cmd {
	return exec.Command("ssh", append(append(s.options(key), "-p", port), args...)...)
}

const account = "root@127.0.0.1"

// run has the server run a command line and returns what came of it.
func (s *server) run(key, line string) (stdout, stderr string, status int) {
	s.t.Helper()
	return outcome(s.t, s.client(key, s.port, account, line))
}

func outcome(t *testing.T, c *exec.Cmd) (stdout, stderr string, status int) {
	t.Helper()
	var out, errs bytes.Buffer
	c.Stdout, c.Stderr = &out, &errs
	if _, ok := c.Run().(*exec.ExitError); !ok && c.ProcessState == nil {
		t.Fatalf("%v does not start", c.Args)
	}
	return out.String(), errs.String(), c.ProcessState.ExitCode()
}

// do is run for what must succeed.
func (s *server) do(key, line string) string {
	s.t.Helper()
	out, errs, status := s.run(key, line)
	if status != 0 {
		s.t.Fatalf("%s ends with %d: %s", line, status, errs)
	}
	return out
}

// sit opens a session in a terminal, by way of a port.
func (s *server) sit(key, port, line string) *terminal {
	s.t.Helper()
	c := s.client(key, port, "-tt", account, line)
	c.Env = []string{"TERM=xterm-256color", "PATH=" + os.Getenv("PATH")}
	return startCommand(s.t, c, 120, 40)
}

// sessions are the server's processes below the one that listens.
func (s *server) sessions() (pids []int) {
	s.t.Helper()
	return children(s.t, s.sshd.Process.Pid)
}

func children(t *testing.T, parent int) (pids []int) {
	t.Helper()
	stats, err := filepath.Glob("/proc/[0-9]*/stat")
	must(t, err)
	for _, file := range stats {
		data, err := os.ReadFile(file)
		if err != nil {
			continue // it has ended
		}
		var pid, ppid int
		var state string
		_, rest, _ := strings.Cut(string(data), ") ")
		if _, err := fmt.Sscan(string(data), &pid); err != nil {
			t.Fatal(err)
		}
		if _, err := fmt.Sscan(rest, &state, &ppid); err != nil {
			t.Fatal(err)
		}
		if ppid == parent && state != "Z" {
			pids = append(pids, pid)
		}
	}
	return pids
}

// cut breaks the line of the one session there is: the connection's two ends are
// torn off, where the kernel lets ss do that, or the session's sshd is killed. It
// reports whether it was the connection.
func (s *server) cut(x *terminal, connection bool) bool {
	s.t.Helper()
	if connection {
		out, err := exec.Command("ss", "-HK", "state", "established", "sport", "=", ":"+s.port).Output()
		connection = err == nil && len(bytes.TrimSpace(out)) > 0 // it lists those that it has closed
	}
	if !connection {
		for _, pid := range s.sessions() {
			must(s.t, syscall.Kill(pid, syscall.SIGKILL))
		}
	}
	select {
	case <-x.exited:
	case <-time.After(patience):
		s.t.Fatal("the line still holds")
	}
	return connection
}

// slow listens on a port that leads to the server, with every byte as long under
// way in both directions.
func (s *server) slow(delay time.Duration) (port string) {
	s.t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	must(s.t, err)
	s.t.Cleanup(func() { l.Close() })
	go func() {
		for {
			near, err := l.Accept()
			if err != nil {
				return
			}
			far, err := net.Dial("tcp", "127.0.0.1:"+s.port)
			if err != nil {
				near.Close()
				return
			}
			go carry(far, near, delay)
			go carry(near, far, delay)
		}
	}()
	_, port, err = net.SplitHostPort(l.Addr().String())
	must(s.t, err)
	return port
}

// carry takes bytes from one end to the other, each as long under way.
func carry(to io.WriteCloser, from io.Reader, delay time.Duration) {
	type parcel struct {
		due   time.Time
		bytes []byte
	}
	road := make(chan parcel, 1<<16)
	go func() {
		defer close(road)
		for {
			buf := make([]byte, 4<<10)
			n, err := from.Read(buf)
			road <- parcel{time.Now().Add(delay), buf[:n]}
			if err != nil {
				return
			}
		}
	}()
	defer to.Close()
	for p := range road {
		time.Sleep(time.Until(p.due))
		if _, err := to.Write(p.bytes); err != nil {
			return
		}
	}
}
