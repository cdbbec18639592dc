package ui

import (
	"errors"
	"fmt"
	"os"
	"os/signal"
	"runtime"
	"syscall"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"
	"github.com/charmbracelet/x/term"

	"nianbao/ui/backend"
)

// Run runs the program on the terminal until the operator leaves or the line
// drops. Whatever was entered is saved, or written to a rescue file, before it
// returns.
func Run(a *App, in, out *os.File) error {
	if err := usable(in, out); err != nil {
		return err
	}
	options := []tea.ProgramOption{tea.WithInput(in), tea.WithOutput(out), tea.WithoutSignalHandler()}
	if overSSH() {
		options = append(options, tea.WithFPS(30))
	}
	p := tea.NewProgram(a, options...)

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
	signal.Stop(signals)
	close(signals)
	<-gone
	if farewell := a.Close(); farewell != "" {
		fmt.Fprintln(os.Stderr, farewell)
	}
	if hungUp || err == nil {
		return nil // with the line gone, reading from it fails too
	}
	return fmt.Errorf("终端程序中断：%w", err)
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
		return backend.Usage(hint, "这个终端（TERM=%s）不能移动光标，没有打开画面", name)
	}
	return nil
}

func overSSH() bool { return os.Getenv("SSH_TTY") != "" || os.Getenv("SSH_CONNECTION") != "" }

// syncOutput switches whole-frame updates on over ssh, where Bubble Tea does
// not ask the terminal for them: one that lacks them ignores the request.
func syncOutput() tea.Msg {
	if !overSSH() {
		return nil
	}
	return tea.ModeReportMsg{Mode: ansi.ModeSynchronizedOutput, Value: ansi.ModeReset}
}

var errNoPlace = errors.New("没有可以写救援文件的文件夹")
