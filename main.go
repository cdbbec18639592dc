// A sitting idles for hours; the runtime's look each second at how many processors the
// machine has by now would be a good part of what it costs.
//go:debug updatemaxprocs=0

// Command nianbao fills in the yearly report on government information
// disclosure (政府信息公开工作年度报告) on the terminal, checks it and writes the
// finished files.
//
// # Words
//
// One meaning each, in names and comments alike.
//
//	edition       a form (表式) with the years in which it holds: that of 2019, of 2021
//	section       one of the six numbered parts of a report; its table, or its text
//	cell          one figure of the form, by name: 3.received.natural_person
//	computed      of a cell: the form works it out (总计); nobody enters it
//	figure        what a cell holds; blank where nobody has entered any
//	stated        what a paper says a computed cell is; a witness that nothing overrules
//	unread        of a cell: something stands there on the paper that could not be read
//	doubtful      read, but below [model.Sure], with the reason in how
//	left out      what a file has and no cell or text took, with the reason
//	seen          what a person sees of a run, a cell or a page; it is what is read
//	rule, finding what has to hold, and a place where it doesn't
//	explanation   why a finding is right as it stands, signed by somebody
//	edit          a change of cells or texts with a label; the only way to change a report
//	session       the edits of one person on one report, with undo
//	sitting       a session at a terminal: what a line that drops ends
//	desk, effect  one report at work on the screen, and what it wants done outside of it
//	revision      a state of a report that was saved; its number grows by one
//	place         where the cursor was, so that the next sitting begins there
//	draft, final  of a report: open to edits, or locked (定稿) with a check code
//	lease         the record by which a sitting tells that it has a report open; it lapses
//	presence      what others are told by it: who has the report open, since when
//	store         where reports are kept: records over transactions, whatever holds them
//
// Putting things right and getting them back, one word a thing:
//
//	fix       the sentence that says what would put a finding right
//	repair    the edit that does it, for one key, where that takes no thought
//	undo      takes back an edit of this session
//	recall    gives a session the undo of the same person's last sitting, from the log
//	restore   makes an earlier revision the report's state again, as an edit
//	undelete  brings a report back out of the trash
//	rescue    writes what could not be saved into a file of its own, and takes that up again
//	spare     a rescue file that is written ahead, and goes once all is saved
//	salvage   finds records in a damaged store, page by page
//	mend      makes a whole store of what was salvaged, in the damaged one's place
package main

import (
	"crypto/rand"
	"encoding/hex"
	"fmt"
	"os"
	"runtime/debug"
	"strings"
	"time"

	"nianbao/model"
	"nianbao/persist"
	"nianbao/ui"
	"nianbao/ui/backend"
	"nianbao/ui/cli"
	_ "nianbao/ui/environ" // before any library looks at the environment
	"nianbao/ui/wire"
)

// Set by the linker for releases: -X main.version=… -X main.commit=….
var (
	version = "0.1.0"
	commit  = ""
	// siteFile is the administrator's configuration; "" for the platform's place.
	siteFile = ""
)

func main() {
	m := &machine{wire.Machine{Now: time.Now}}
	err := m.setUp()
	env := &cli.Env{
		Stdin: os.Stdin, Stdout: os.Stdout, Stderr: os.Stderr,
		Files: m.Files(), Version: versionLine(), User: m.Actor.User, SessionID: sessionID, Now: time.Now, RescueDirs: m.rescueDirs(),
		Asked: os.Getenv("SSH_ORIGINAL_COMMAND"), Fence: m.Fence, Collectors: m.collectors(), Calendar: m.Site.Calendar, Site: m.laidDown(),
		Folder:  m.Folder,
		Limited: func() (string, bool) { return ui.Limited(os.Stdin, os.Stdout) },
		Terminal: func(f backend.Folder, s backend.Store, why error, at cli.Start) error {
			return ui.Run(m.newApp(f, s, why, at), os.Stdin, os.Stdout, at.Probe)
		},
	}
	if err != nil {
		os.Exit(cli.Fail(env, os.Args[1:], err))
	}
	os.Exit(cli.Run(env, os.Args[1:]))
}

// machine is the one that the program has been started on.
type machine struct{ wire.Machine }

func (m *machine) setUp() (err error) {
	file := siteFile
	if file == "" {
		file = persist.DefaultSiteFile()
	}
	if m.Site, err = persist.ReadSite(file); err != nil {
		return err
	}
	m.Actor = m.Site.Actor()
	if m.Fence, err = backend.NewFence(m.Site.Export, persist.Outsider(m.Site.Export)); err != nil {
		return err
	}
	return m.Fence.Close()
}

// laidDown says what the administrator has laid down, "" for nothing.
func (m *machine) laidDown() string {
	if m.Site.File == "" {
		return ""
	}
	said := "管理员的配置 " + m.Site.File
	if m.Site.Data != "" {
		said += "，数据文件夹 " + m.Site.Data
	}
	if m.Site.Export != "" {
		said += "，导出文件夹 " + m.Site.Export
	}
	if len(m.Site.Collectors) > 0 {
		said += "，只有 " + strings.Join(m.Site.Collectors, "、") + " 能接收、汇总"
	}
	return said
}

// collectors are those whom the administrator lets add up.
func (m *machine) collectors() backend.Collectors {
	return backend.Collectors{Names: m.Site.Collectors, Mine: m.Site.Collects(m.Actor)}
}

// rescueDirs are the folders for what can't be saved, in the order to try.
func (m *machine) rescueDirs() (dirs []string) {
	if dir, err := os.Getwd(); err == nil {
		dirs = append(dirs, dir)
	}
	if m.Fence.Folder() != "" {
		return dirs
	}
	if home, err := os.UserHomeDir(); err == nil {
		dirs = append(dirs, home)
	}
	return append(dirs, os.TempDir())
}

func (m *machine) newApp(f backend.Folder, s backend.Store, why error, at cli.Start) *ui.App {
	deps := ui.Deps{Folder: f, Store: s, Closed: why, Files: m.Files(), Now: time.Now, SessionID: sessionID, User: m.Actor.User, Fence: m.Fence, Collectors: m.collectors(), Calendar: m.Site.Calendar, RescueDirs: m.rescueDirs()}
	deps.Example = m.Example
	if dir, err := os.Getwd(); err == nil {
		deps.ExportDir = dir
	}
	if at.Report == "" {
		return ui.New(deps)
	}
	return ui.NewAt(deps, at.Report, at.Cell, at.Look)
}

func sessionID() string {
	b := make([]byte, 8)
	rand.Read(b) // never fails
	return hex.EncodeToString(b)
}

func versionLine() string {
	c := commit
	if info, ok := debug.ReadBuildInfo(); ok && c == "" {
		for _, s := range info.Settings {
			if s.Key == "vcs.revision" {
				c = s.Value
			}
		}
	}
	if c == "" {
		c = "未记录"
	}
	newest := model.Newest()
	return fmt.Sprintf("nianbao %s（提交 %s，表式 %s 版：%s）", version, c[:min(len(c), 12)], newest.Edition, newest.Notice)
}
