package ui

import (
	"cmp"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"

	tea "charm.land/bubbletea/v2"

	"nianbao/model"
	"nianbao/ui/backend"
	"nianbao/ui/desk"
	"nianbao/ui/theme"
	"nianbao/ui/width"
)

// seenPrefix is how rescue files begin that were seen to, which stay.
const seenPrefix = "已处理-"

// maxRescue bounds a rescue file that is read, in bytes.
const maxRescue = 16 << 20

// rescueFiles are this user's rescue files that wait, the oldest first.
func rescueFiles(dirs []string, user string) (paths []string) {
	for _, dir := range dirs {
		entries, err := os.ReadDir(dir)
		if err != nil {
			continue // nothing was written there, then
		}
		for _, e := range entries {
			rescued := strings.HasPrefix(e.Name(), desk.RescuePrefix) && filepath.Ext(e.Name()) == ".json"
			if !rescued || !e.Type().IsRegular() || !strings.Contains(e.Name(), "-"+desk.Signed(user)+"-") {
				continue
			}
			path := filepath.Join(dir, e.Name())
			if info, err := e.Info(); err == nil && mine(info) && !slices.Contains(paths, path) {
				paths = append(paths, path)
			}
		}
	}
	slices.SortFunc(paths, func(a, b string) int { return cmp.Compare(filepath.Base(a), filepath.Base(b)) })
	return paths
}

// told are the lines over the list: that there are such files, and what is to be
// known about the store.
func (s *listScreen) told(w int) (lines []string) {
	if len(s.rescued) > 0 {
		lines = append(lines, theme.Warning.Render(width.Clip(say(" ! 上次有 %d 次改动没有保存，已另存：按 {key:rescue} 找回", len(s.rescued)), w)))
	}
	for _, n := range s.notices {
		for _, l := range width.Wrap("! "+n, w-2) {
			lines = append(lines, theme.Warning.Render(" "+l))
		}
	}
	return lines
}

// rescued is a rescue file beside the store's report.
type rescued struct {
	path string
	file *model.Report
	*model.Rescue
	latest  *model.Report // the report that it belongs to; nil where that is gone
	entries []model.LogEntry
	trashed *model.Deleted // where it is gone: how it was deleted; nil where nobody knows
	another *model.Report  // where it is gone: what has its name by now; nil for none
}

// readRescued reads a rescue file, and the report that it belongs to: that of its
// number, whatever it is called by now. One of its name only is another.
func readRescued(store backend.Store, path string) (*rescued, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close() // only read
	data, err := io.ReadAll(io.LimitReader(f, maxRescue))
	if err != nil {
		return nil, err
	}
	x := &rescued{path: path}
	if x.file, x.Rescue, err = model.DecodeRescue(data); err != nil {
		return nil, err
	}
	x.latest, err = store.Reload(x.Report)
	switch backend.Code(err) {
	case "":
		x.entries, err = store.Log(x.latest.ID)
	case model.CodeNotFound:
		err = x.orphaned(store)
	}
	if err != nil {
		return nil, err
	}
	return x, nil
}

// orphaned finds out what has become of the report.
func (x *rescued) orphaned(store backend.Store) error {
	deleted, err := store.Deleted()
	if err != nil {
		return err
	}
	if i := slices.IndexFunc(deleted, func(d model.Deleted) bool { return d.ID == x.Report }); i >= 0 {
		x.trashed = &deleted[i]
	}
	if x.another, err = store.Load(x.file.Name()); backend.Code(err) == model.CodeNotFound {
		return nil
	}
	return err
}

// takeUp reads the first of the files, but for those looked at already, and asks
// what to do with it.
func (s *listScreen) takeUp(a *App, n int) tea.Cmd {
	if n >= len(s.rescued) {
		a.inform("没有救援文件了")
		return nil
	}
	store, path := a.deps.Store, s.rescued[n]
	return a.wait(func() func() tea.Cmd {
		err := a.deps.Fence.CheckAll(path)
		var x *rescued
		if err == nil {
			x, err = readRescued(store, path)
		}
		return func() tea.Cmd {
			put := &confirmScreen{heading: "没有保存的改动", lines: []string{"文件 " + path}}
			if err != nil {
				put.lines = append(put.lines, "无法读取："+backend.Message(err)+"。")
			} else {
				s.askToTakeUp(a, x, put)
			}
			if n+1 < len(s.rescued) {
				put.options = append(put.options, option{"n", "先看下一个文件", func() tea.Cmd { return s.takeUp(a, n+1) }})
			}
			put.options = append(put.options, option{"x", "不找回：文件改名保留，以后不再问", func() tea.Cmd { return s.setAside(a, path) }})
			a.push(put)
			return nil
		}
	})
}

func (s *listScreen) askToTakeUp(a *App, x *rescued, put *confirmScreen) {
	if x.latest == nil {
		s.askWhereTo(a, x, put)
		return
	}
	s.tellChanges(x, put)
	put.options = []option{{"y", "找回：并入报告，与其他人改动不同的逐处询问", func() tea.Cmd { return s.merge(a, x) }}}
}

// askWhereTo asks what is to become of edits whose report is gone.
func (s *listScreen) askWhereTo(a *App, x *rescued, put *confirmScreen) {
	s.tellChanges(x, put)
	gone := "报告「" + x.file.Name() + "」不在列表里了。"
	if d := x.trashed; d != nil {
		gone = "报告「" + d.Report + "」已被" + desk.NameOf(d.Actor) + "在" + when(d.At, a.deps.Now()) + "删除。"
		put.options = append(put.options, option{"r", "恢复这份报告，再找回", func() tea.Cmd { return s.undeleteAndTakeUp(a, x) }})
	}
	put.lines = append(put.lines, gone)
	if x.Store != "" && x.Store != a.deps.Store.Path() {
		put.lines = append(put.lines, "这些改动是在另一个数据文件里做的："+x.Store+say("。要找回到那里，用 --data 打开那个文件夹，再按 {key:rescue}。"))
	}
	if x.another == nil {
		put.options = append(put.options, option{"y", "把文件里的存为新报告", func() tea.Cmd { return s.createFrom(a, x) }})
		return
	}
	put.lines = append(put.lines, "列表里现在的「"+x.another.Name()+"」是另一份，不是您改的那一份。")
	put.options = append(put.options,
		option{"y", "把文件里的另存为一份报告，名称后加「（找回）」", func() tea.Cmd { return s.createFrom(a, x) }},
		option{"m", "并入现在这一份，不同的逐处选定", func() tea.Cmd { return s.mergeInto(a, x) }})
}

// undeleteAndTakeUp brings the report back first.
func (s *listScreen) undeleteAndTakeUp(a *App, x *rescued) tea.Cmd {
	store := a.deps.Store
	return a.wait(func() func() tea.Cmd {
		_, err := store.Undelete(x.Report)
		var found *rescued
		if err == nil {
			found, err = readRescued(store, x.path)
		}
		return func() tea.Cmd {
			if err != nil {
				a.fail(err)
				return nil
			}
			return s.merge(a, found)
		}
	})
}

// mergeInto puts the file beside another report of its name, as one that is read in:
// what differs is shown side by side, and chosen.
func (s *listScreen) mergeInto(a *App, x *rescued) tea.Cmd {
	files := a.deps.Files
	return a.wait(func() func() tea.Cmd {
		reading, err := files.Read(x.path, model.ReadOptions{})
		return func() tea.Cmd {
			if err != nil {
				a.fail(err)
				return nil
			}
			return openReport(a, x.another.Name(), opening{then: func() tea.Cmd {
				a.unwind()
				screen := newReading(a, reading, true, false)
				screen.rescued = x.path
				a.push(screen)
				a.inform(say("左边是救援文件里的：{key:reading.accept}键选用，选好按 {key:reading.submit}"))
				return nil
			}})
		}
	})
}

// tellChanges says what the edits are.
func (s *listScreen) tellChanges(x *rescued, put *confirmScreen) {
	name := x.file.Name()
	if x.latest != nil {
		name = x.latest.Name()
	}
	changes := x.Changes()
	if said := fmt.Sprintf("「%s」，在第 %d 稿上改了 %d 处，没有保存：", name, x.Revision, len(changes)); len(changes) > 0 {
		put.lines = append(put.lines, said)
	} else {
		put.lines = append(put.lines, "「"+name+"」，有写了一半、没有确定的内容。")
	}
	for i, c := range changes {
		if i == 6 {
			put.lines = append(put.lines, "……")
			break
		}
		put.lines = append(put.lines, "  "+x.file.TargetName(c.Target)+"："+model.ShowValue(c.Target, c.Before)+" → "+model.ShowValue(c.Target, c.After))
	}
	if x.latest != nil && x.latest.State == model.Final {
		put.lines = append(put.lines, "这份报告已经定稿，找回时会问要不要更正。")
	}
}

// merge opens the report with the edits as unsaved ones, and joins them with what
// has come since they were made.
func (s *listScreen) merge(a *App, x *rescued) tea.Cmd {
	nowhere := "" // the file's place is gone to below
	return openReport(a, x.latest.Name(), opening{place: &nowhere, then: func() tea.Cmd {
		session, err := x.Resume(x.latest, a.deps.SessionID())
		if err != nil {
			a.fail(err)
			return nil
		}
		if !session.Dirty() { // only where it was left, with what was half typed
			if a.session().Locked() != nil {
				a.warn(say("这份报告已经定稿：先按 {key:finish} 更正，再回列表按 {key:rescue} 找回"))
				return nil
			}
			a.goBack(x.Place)
			return s.setAside(a, x.path)
		}
		a.desk.Resume(session, x.path)
		a.refresh()
		a.goBack(x.Place)
		if a.notice.text == "" {
			a.inform(say("已并入报告；可按 {key:undo} 撤销"))
		}
		return a.carry(a.desk.JoinAtOnce(a.deps.Now(), x.latest, x.entries))
	}})
}

const createdLabel = "找回没有保存的改动，存为新报告"

// createFrom stores the file as a new report, the one that it was being gone: where
// another has its name by now, under a changed one.
func (s *listScreen) createFrom(a *App, x *rescued) tea.Cmd {
	store, unit := a.deps.Store, x.file.Unit
	return a.wait(func() func() tea.Cmd {
		_, err := store.Create(x.file, createdLabel)
		for n := 1; backend.Code(err) == model.CodeExists && n < 100; n++ {
			if x.file.Unit = unit + "（找回）"; n > 1 {
				x.file.Unit = fmt.Sprintf("%s（找回%d）", unit, n)
			}
			_, err = store.Create(x.file, createdLabel)
		}
		return func() tea.Cmd {
			if err != nil {
				x.file.Unit = unit
				a.fail(err)
				return nil
			}
			a.inform("已存为新报告「" + x.file.Name() + "」")
			return s.setAside(a, x.path)
		}
	})
}

// setAside gives a file that has been seen to another name, and lists anew.
func (s *listScreen) setAside(a *App, path string) tea.Cmd {
	return background(func() func() tea.Cmd {
		err := os.Rename(path, filepath.Join(filepath.Dir(path), seenPrefix+strings.TrimPrefix(filepath.Base(path), desk.RescuePrefix)))
		return func() tea.Cmd {
			if err != nil {
				a.fail(backend.Usage("请自己把它移开，否则下次还会问", "救援文件 %s 改不了名", path))
			}
			return s.load(a)
		}
	})
}
