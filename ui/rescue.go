package ui

import (
	"fmt"

	tea "charm.land/bubbletea/v2"

	"nianbao/model"
	"nianbao/ui/backend"
	"nianbao/ui/desk"
	"nianbao/ui/theme"
	"nianbao/ui/width"
)

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
		var x *desk.Rescued
		if err == nil {
			x, err = desk.ReadRescued(store, path)
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

func (s *listScreen) askToTakeUp(a *App, x *desk.Rescued, put *confirmScreen) {
	if x.Latest == nil {
		s.askWhereTo(a, x, put)
		return
	}
	s.tellChanges(x, put)
	put.options = []option{{"y", "找回：并入报告，与其他人改动不同的逐处询问", func() tea.Cmd { return s.merge(a, x) }}}
}

// askWhereTo asks what is to become of edits whose report is gone.
func (s *listScreen) askWhereTo(a *App, x *desk.Rescued, put *confirmScreen) {
	s.tellChanges(x, put)
	gone := "报告「" + x.File.Name() + "」不在列表里了。"
	if d := x.Trashed; d != nil {
		gone = "报告「" + d.Report + "」已被" + desk.NameOf(d.Actor) + "在" + when(d.At, a.deps.Now()) + "删除。"
		put.options = append(put.options, option{"r", "恢复这份报告，再找回", func() tea.Cmd { return s.undeleteAndTakeUp(a, x) }})
	}
	put.lines = append(put.lines, gone)
	if x.Store != "" && x.Store != a.deps.Store.Path() {
		put.lines = append(put.lines, "这些改动是在另一个数据文件里做的："+x.Store+say("。要找回到那里，用 --data 打开那个文件夹，再按 {key:rescue}。"))
	}
	if x.Another == nil {
		put.options = append(put.options, option{"y", "把文件里的存为新报告", func() tea.Cmd { return s.createFrom(a, x) }})
		return
	}
	put.lines = append(put.lines, "列表里现在的「"+x.Another.Name()+"」是另一份，不是您改的那一份。")
	put.options = append(put.options,
		option{"y", "把文件里的另存为一份报告，名称后加「（找回）」", func() tea.Cmd { return s.createFrom(a, x) }},
		option{"m", "并入现在这一份，不同的逐处选定", func() tea.Cmd { return s.mergeInto(a, x) }})
}

// undeleteAndTakeUp brings the report back first.
func (s *listScreen) undeleteAndTakeUp(a *App, x *desk.Rescued) tea.Cmd {
	store := a.deps.Store
	return a.wait(func() func() tea.Cmd {
		_, err := store.Undelete(x.Report)
		var found *desk.Rescued
		if err == nil {
			found, err = desk.ReadRescued(store, x.Path)
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
func (s *listScreen) mergeInto(a *App, x *desk.Rescued) tea.Cmd {
	files := a.deps.Files
	return a.wait(func() func() tea.Cmd {
		reading, err := files.Read(x.Path, model.ReadOptions{})
		return func() tea.Cmd {
			if err != nil {
				a.fail(err)
				return nil
			}
			return openReport(a, x.Another.Name(), opening{then: func() tea.Cmd {
				a.unwind()
				screen := newReading(a, reading, true, false)
				screen.rescued = x.Path
				a.push(screen)
				a.inform(say("左边是救援文件里的：{key:reading.accept}键选用，选好按 {key:reading.submit}"))
				return nil
			}})
		}
	})
}

// tellChanges says what the edits are.
func (s *listScreen) tellChanges(x *desk.Rescued, put *confirmScreen) {
	name := x.File.Name()
	if x.Latest != nil {
		name = x.Latest.Name()
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
		put.lines = append(put.lines, "  "+x.File.TargetName(c.Target)+"："+model.ShowValue(c.Target, c.Before)+" → "+model.ShowValue(c.Target, c.After))
	}
	if x.Latest != nil && x.Latest.State == model.Final {
		put.lines = append(put.lines, "这份报告已经定稿，找回时会问要不要更正。")
	}
}

// merge opens the report with the edits as unsaved ones, and joins them with what
// has come since they were made.
func (s *listScreen) merge(a *App, x *desk.Rescued) tea.Cmd {
	nowhere := "" // the file's place is gone to below
	return openReport(a, x.Latest.Name(), opening{place: &nowhere, then: func() tea.Cmd {
		session, err := x.Resume(x.Latest, a.deps.SessionID())
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
			return s.setAside(a, x.Path)
		}
		a.desk.Resume(session, x.Path)
		a.refresh()
		a.goBack(x.Place)
		if a.notice.text == "" {
			a.inform(say("已并入报告；可按 {key:undo} 撤销"))
		}
		return a.carry(a.desk.JoinAtOnce(a.deps.Now(), x.Latest, x.Entries))
	}})
}

// createFrom stores the file as a new report.
func (s *listScreen) createFrom(a *App, x *desk.Rescued) tea.Cmd {
	store := a.deps.Store
	return a.wait(func() func() tea.Cmd {
		err := x.Create(store)
		return func() tea.Cmd {
			if err != nil {
				a.fail(err)
				return nil
			}
			a.inform("已存为新报告「" + x.File.Name() + "」")
			return s.setAside(a, x.Path)
		}
	})
}

// setAside gives a file that has been seen to another name, and lists anew.
func (s *listScreen) setAside(a *App, path string) tea.Cmd {
	return background(func() func() tea.Cmd {
		err := desk.SetAside(path)
		return func() tea.Cmd {
			if err != nil {
				a.fail(err)
			}
			return s.load(a)
		}
	})
}
