package ui

import (
	"errors"
	"fmt"
	"os"
	"os/signal"
	"runtime"
	"sync/atomic"
	"syscall"
	"time"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/colorprofile"
	"github.com/charmbracelet/x/ansi"
	"github.com/charmbracelet/x/term"

	"nianbao/ui/backend"
	"nianbao/ui/desk"
	"nianbao/ui/display"
	"nianbao/ui/width"
)

// Run runs the program on the terminal until the operator leaves or the line
// drops. Whatever was entered is saved, or written to a rescue file, before it
// returns. With probe the terminal is asked how wide it draws ambiguous
// characters; nothing waits for the answer.
func Run(a *App, in, out *os.File, probe bool) error {
	if err := usable(in, out); err != nil {
		return err
	}
	inHaste()
	fps := 60
	if overSSH() {
		fps = 30
	}
	_, mono := os.LookupEnv("NO_COLOR")
	shown := &onScreen{App: a, display: display.New(out, fps, mono)}
	if probe {
		shown.display.Ask(probeWidth)
		shown.asked = time.Now()
	}
	shown.first = ahead(a.Init())
	input, keys, err := typed(in)
	if err != nil {
		return fmt.Errorf("打不开键盘：%w", err)
	}
	var p *tea.Program
	shown.quit = func() { go p.Quit() } // the loop may be what calls
	p = tea.NewProgram(shown, tea.WithInput(input), tea.WithOutput(display.Tap{File: out, Display: shown.display}), tea.WithoutSignalHandler(),
		tea.WithFPS(1), tea.WithColorProfile(colorprofile.TrueColor)) // of its own it shows nothing, and need not ask around

	// Bubble Tea's own handler leaves without a word to the program, and a
	// dropped line would kill it.
	signals := make(chan os.Signal, 4)
	signal.Notify(signals, syscall.SIGHUP, syscall.SIGTERM, os.Interrupt)
	watchSuspend(signals)
	defer signal.Stop(signals)
	over, gone := make(chan struct{}), make(chan struct{})
	go func() {
		defer close(gone)
		for s := range signals {
			if isSuspend(s) {
				on := continued()
				keys.pause()
				err := p.ReleaseTerminal()
				if len(signals) == 0 { // else the line has dropped meanwhile
					err = errors.Join(err, stop(on))
				}
				err = errors.Join(err, p.RestoreTerminal())
				keys.resume()
				if err == nil {
					p.Send(tea.ResumeMsg{})
					continue
				}
			}
			shown.hungUp.Store(true)
			if keys.finish() { // what was typed before comes first
				select {
				case <-over:
				case <-time.After(drainLimit):
				}
			}
			p.Send(HangUp{})
			return
		}
	}()

	_, err = p.Run()
	closeErr := errors.Join(shown.display.Close(), keys.Close())
	signal.Stop(signals)
	close(signals)
	close(over)
	<-gone
	farewell := shown.close(err != nil)
	if shown.fault != nil {
		return backend.Unsaved(shown.report(farewell))
	}
	if farewell != "" {
		return backend.Unsaved(farewell)
	}
	if err = errors.Join(err, closeErr); shown.hungUp.Load() || err == nil {
		return nil // with the line gone, reading and writing fail too
	}
	return fmt.Errorf("终端程序中断：%w", err)
}

// onScreen is the App with its frames sent by package display, in place of
// Bubble Tea's renderer.
type onScreen struct {
	*App
	display *display.Display
	asked   time.Time   // when the terminal was; zero when it has answered
	fault   *desk.Fault // why the program has to end; nil for none
	quit    func()
	first   tea.Cmd     // what the App begins with
	hungUp  atomic.Bool // the system wants the program gone
}

// Init brings what has been begun.
func (s *onScreen) Init() tea.Cmd { return s.first }

// ahead has a command begin now, while Bubble Tea gets ready for the terminal.
func ahead(cmd tea.Cmd) tea.Cmd {
	if cmd == nil {
		return nil
	}
	come := make(chan tea.Msg, 1)
	go func() {
		msg := begin(cmd)
		if batch, ok := msg.(tea.BatchMsg); ok {
			begun := make(tea.BatchMsg, len(batch))
			for i, c := range batch {
				begun[i] = ahead(c)
			}
			msg = begun
		}
		come <- msg
	}()
	return func() tea.Msg { return <-come }
}

// begin does a command; a fault of the program is brought back for the loop to tell.
func begin(cmd tea.Cmd) (msg tea.Msg) {
	defer rethrown(&msg)
	return cmd()
}

// close is the App's Close, whatever state it is in; cut: the loop has ended
// without being told to.
func (s *onScreen) close(cut bool) (farewell string) {
	defer s.caught(func() { farewell = "最后的改动可能没有保存" })
	if cut && s.fault == nil {
		s.settle()
	}
	return s.Close()
}

// drainLimit is how long keys that had been typed before may take once the system
// wants the program gone.
const drainLimit = 3 * time.Second

// probeWidth draws an ambiguous character and asks where the cursor is then. It
// does so in the second line: an answer about the first can't be told from F3
// with a modifier.
const (
	probeWidth   = "\x1b[2;1H“\x1b[6n"
	probeLine    = 1 // from 0
	probeTimeout = 3 * time.Second
)

// Update keeps itself as the model.
func (s *onScreen) Update(msg tea.Msg) (next tea.Model, cmd tea.Cmd) {
	defer s.caught(func() { next, cmd = s, tea.Quit })
	if s.fault != nil {
		return s, tea.Quit
	}
	s.idle.still = false
	switch msg := msg.(type) {
	case tea.CursorPositionMsg:
		if msg.Y == probeLine && time.Since(s.asked) < probeTimeout {
			setWide(s.App, msg.X == 2)
		}
		s.asked = time.Time{}
		return s, nil
	case tea.FocusMsg: // see keyboard.finish
		if s.hungUp.Load() {
			return s, s.hangUp()
		}
		return s, nil
	case clipboardMsg:
		s.display.Send(ansi.SetSystemClipboard(string(msg)))
		return s, nil
	case redrawMsg:
		s.display.Redraw()
		return s, nil
	case tea.ResumeMsg:
		s.display.Resume()
		return s, nil
	}
	_, cmd = s.App.Update(msg)
	return s, cmd
}

// setWide has everything measured anew for a terminal that draws ambiguous
// characters two columns wide, or one.
func setWide(a *App, wide bool) {
	width.SetWide(wide)
	for _, s := range a.stack {
		if text, ok := s.(*textScreen); ok {
			text.editor.Rewrap()
		}
	}
}

// show hands the frame to the screen.
func (s *onScreen) show() {
	defer s.caught(s.quit)
	if s.fault == nil && s.w > 0 && s.h > 0 {
		f := s.picture()
		s.display.Show(display.Frame{W: s.w, H: s.h, Lines: f.lines, Cursor: (*display.Position)(f.cursor), Mouse: s.settings.Mouse, Title: windowTitle})
	}
}

const windowTitle = "年报"

// View has the frame shown. Bubble Tea is left with a screen to give back; see
// [display.Tap].
func (s *onScreen) View() tea.View {
	if !s.idle.still {
		s.show()
	}
	v := tea.NewView(" ")
	v.AltScreen = true
	return v
}

// Limited says why the screens don't suit this terminal, a Chinese sentence; ""
// where they do, or where there is no terminal at all. Able: they would work.
func Limited(in, out *os.File) (why string, able bool) {
	switch {
	case !term.IsTerminal(in.Fd()) || !term.IsTerminal(out.Fd()):
		return "", false
	case dumb():
		return "这个终端（TERM=" + os.Getenv("TERM") + "）不能移动光标", false
	case !escapes(out):
		return "这个控制台不能显示界面（旧版 Windows 的控制台）", false
	case os.Getenv("ACCESSIBLE") != "" || screenReader():
		return "看来在用读屏软件", true
	}
	return "", true
}

// dumb reports a terminal that can't place its cursor.
func dumb() bool {
	name := os.Getenv("TERM")
	return name == "dumb" || name == "" && runtime.GOOS != "windows"
}

// usable reports why the screens can't be shown here.
func usable(in, out *os.File) error {
	hint := "请在终端窗口里运行；在脚本里用命令，如 nianbao list、nianbao set（nianbao help 看全部）"
	if os.Getenv("SSH_CONNECTION") != "" {
		hint = "用 ssh 登录的，加上 -t，如 ssh -t 服务器 nianbao；在脚本里用命令，如 nianbao list（nianbao help 看全部）"
	}
	switch {
	case !term.IsTerminal(out.Fd()):
		return backend.Usage(hint, "标准输出不是终端，没有打开界面")
	case !term.IsTerminal(in.Fd()):
		return backend.Usage(hint, "标准输入不是终端，没有打开界面")
	case dumb():
		return backend.Usage("一问一答：加 --plain", "这个终端（TERM=%s）不能移动光标，没有打开界面", os.Getenv("TERM"))
	case !escapes(out):
		return backend.Usage("一问一答：加 --plain", "这个控制台不能显示界面（旧版 Windows 的控制台），没有打开界面")
	}
	return nil
}

func overSSH() bool { return os.Getenv("SSH_TTY") != "" || os.Getenv("SSH_CONNECTION") != "" }
