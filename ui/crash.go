package ui

import (
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"runtime/debug"
	"strings"

	tea "charm.land/bubbletea/v2"

	"nianbao/ui/desk"
)

// caught keeps the first fault; what comes after it follows from it. Call it
// deferred.
func (s *onScreen) caught(then func()) {
	what := recover()
	if what == nil {
		return
	}
	if c, again := what.(desk.Fault); again { // on another goroutine, handed to the loop
		s.fault = &c
	} else if s.fault == nil {
		s.fault = &desk.Fault{What: what, Stack: debug.Stack()}
	}
	then()
}

// rethrown makes a fault of background work one of the loop's, where it is seen
// to.
func rethrown(msg *tea.Msg) {
	if what := recover(); what != nil {
		c, known := what.(desk.Fault)
		if !known {
			c = desk.Fault{What: what, Stack: debug.Stack()}
		}
		*msg = thenMsg(func() tea.Cmd { panic(c) })
	}
}

// report writes what whoever mends the program needs to know, and nothing of what
// was filled in, and says in Chinese what has happened. Saved is what Close said.
func (s *onScreen) report(saved string) string {
	var b strings.Builder
	fmt.Fprintf(&b, "nianbao 出错报告（不含所填的内容），请发给维护的人。\n\n%s  %s/%s  %s  %d×%d\n", s.deps.Now().Format("2006-01-02 15:04:05"),
		runtime.GOOS, runtime.GOARCH, os.Getenv("TERM"), s.w, s.h)
	if info, ok := debug.ReadBuildInfo(); ok {
		fmt.Fprintf(&b, "%s %s\n", info.Main.Path, info.Main.Version)
		for _, x := range info.Settings {
			if strings.HasPrefix(x.Key, "vcs.") {
				fmt.Fprintf(&b, "%s %s\n", x.Key, x.Value)
			}
		}
	}
	for _, screen := range s.stack {
		fmt.Fprintf(&b, "%T ", screen)
	}
	fmt.Fprintf(&b, "\n\n%v\n\n%s", s.fault.What, s.fault.Stack)
	where := "出错报告没有写成"
	for _, dir := range s.deps.RescueDirs {
		path := filepath.Join(dir, "nianbao-出错报告-"+s.deps.Now().Format("20060102-150405")+".txt")
		if os.WriteFile(path, []byte(b.String()), 0o600) == nil {
			where = "出错报告写在 " + path + "，请发给维护的人"
			break
		}
	}
	if saved == "" {
		saved = "填的内容都已存好，重新打开可以接着填"
	}
	return "程序出错，退出了。" + saved + "。" + where
}
