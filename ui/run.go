package ui

import (
	"errors"
	"fmt"
	"os"
	"os/signal"
	"runtime"
	"syscall"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/term"

	"nianbao/ui/backend"
	"nianbao/ui/display"
)

// Run runs the program on the terminal until the operator leaves or the line
// drops. Whatever was entered is saved, or written to a rescue file, before it
// returns.
func Run(a *App, in, out *os.File) error {
	if err := usable(in, out); err != nil {
		return err
	}
	fps := 60
	if overSSH() {
		fps = 30
	}
	_, mono := os.LookupEnv("NO_COLOR")
	shown := &onScreen{App: a, display: display.New(out, fps, mono)}
	p := tea.NewProgram(shown, tea.WithInput(in), tea.WithOutput(display.Tap{File: out, Display: shown.display}), tea.WithoutSignalHandler(), tea.WithFPS(fps))

	// Bubble Tea's own handler leaves without a word to the program, and a
	// dropped line would kill it.
	signals := make(chan os.Signal, 4)
	signal.Notify(signals, syscall.SIGHUP, syscall.SIGTERM, os.Interrupt)
	defer signal.Stop(signals)
	gone := make(chan struct{})
	hungUp := false
	go func() {
		defer close(gone)
		if _, ok := <-signals; ok {
			hungUp = true
			p.Send(HangUp{})
		}
	}()

	_, err := p.Run()
	closeErr := shown.display.Close()
	signal.Stop(signals)
	close(signals)
	<-gone
	if farewell := a.Close(); farewell != "" {
		return backend.Unsaved(farewell)
	}
	if err = errors.Join(err, closeErr); hungUp || err == nil {
		return nil // with the line gone, reading and writing fail too
	}
	return fmt.Errorf("终端程序中断：%w", err)
}

// onScreen is the App with its frames sent by package display, in place of
// Bubble Tea's renderer.
type onScreen struct {
	*App
	display *display.Display
}

// Update keeps itself as the model.
func (s *onScreen) Update(msg tea.Msg) (tea.Model, tea.Cmd) {
	_, cmd := s.App.Update(msg)
	return s, cmd
}

// View hands the frame to the screen.
func (s *onScreen) View() tea.View {
	if s.w > 0 && s.h > 0 {
		f := s.picture()
		s.display.Show(display.Frame{W: s.w, H: s.h, Lines: f.lines, Cursor: (*display.Position)(f.cursor)})
	}
	v := tea.NewView(" ")
	v.AltScreen, v.WindowTitle = true, "年报"
	return v
}

// usable reports why the screens can't be shown here.
func usable(in, out *os.File) error {
	const hint = "请在终端窗口里运行；在脚本里用命令，如 nianbao list、nianbao set（nianbao help 看全部）"
	switch name, _ := os.LookupEnv("TERM"); {
	case !term.IsTerminal(out.Fd()):
		return backend.Usage(hint, "标准输出不是终端，没有打开画面")
	case !term.IsTerminal(in.Fd()):
		return backend.Usage(hint, "标准输入不是终端，没有打开画面")
	case name == "dumb" || name == "" && runtime.GOOS != "windows":
		return backend.Usage(hint, "这个终端（TERM=%s）不能移动光标，没有打开画面；可以一问一答：nianbao edit 报告 --plain", name)
	}
	return nil
}

func overSSH() bool { return os.Getenv("SSH_TTY") != "" || os.Getenv("SSH_CONNECTION") != "" }

var errNoPlace = errors.New("没有可以写救援文件的文件夹")
