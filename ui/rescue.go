package ui

import (
	"cmp"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"

	tea "charm.land/bubbletea/v2"

	"nianbao/model"
	"nianbao/ui/backend"
	"nianbao/ui/theme"
	"nianbao/ui/width"
)

// How rescue files begin: those that wait, and those that were seen to, which stay.
const (
	rescuePrefix = "未保存-"
	seenPrefix   = "已处理-"
)

// rescue writes the report, with what is half typed, as an exchange file where it
// can.
func (a *App) rescue() (path string, err error) {
	err = errNoPlace
	r := a.session.Report()
	if e := a.halfTyped(); !e.Empty() {
		s := model.NewSession(r.Clone(), a.deps.SessionID())
		if s.Apply(e) == nil { // a locked report stays as it is
			r = s.Report()
		}
	}
	id := a.deps.SessionID() // two sittings may come to this in the same second
	name := rescuePrefix + a.deps.Now().Format("20060102-150405") + "-" + id[:min(len(id), 6)] + "-" + a.deps.Files.FileName(r, "json", backend.FileOptions{})
	for _, dir := range a.deps.RescueDirs {
		var file backend.Written
		if file, err = a.deps.Files.WriteFile(filepath.Join(dir, name), "json", r, backend.FileOptions{}); err == nil {
			return file.Path, nil
		}
	}
	return "", err
}

// halfTyped is the edit of a figure that is being typed, where it is one.
func (a *App) halfTyped() model.Edit {
	for _, s := range a.stack {
		if table, ok := s.(*tableScreen); ok && table.typing() {
			if e, _, err := table.entered(a); err == nil {
				return e
			}
		}
	}
	return model.Edit{}
}

// rescueFiles are this user's rescue files that wait, the oldest first.
func rescueFiles(dirs []string) (paths []string) {
	for _, dir := range dirs {
		entries, err := os.ReadDir(dir)
		if err != nil {
			continue // nothing was written there, then
		}
		for _, e := range entries {
			if !e.Type().IsRegular() || !strings.HasPrefix(e.Name(), rescuePrefix) || filepath.Ext(e.Name()) != ".json" {
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
		lines = append(lines, theme.Warning.Render(width.Clip(fmt.Sprintf(" ! 上次有 %d 次改动没有存进数据文件，另存在救援文件里：按 s 收回", len(s.rescued)), w)))
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
	path         string
	file         *model.Report
	base, latest *model.Report // the revision it was begun on, and the newest; nil where there is none
	entries      []model.LogEntry
}

// edit is what was done and not saved. What the exchange file does not hold is
// left alone.
func (x *rescued) edit() model.Edit {
	e := model.BringBack(x.base, x.file)
	e.Label = "收回没有存进去的改动"
	e.Changes = slices.DeleteFunc(e.Changes, func(c model.Change) bool { return c.Kind == model.TargetStated })
	return e
}

// takeBack reads the first of the files and asks what to do with it.
func (s *listScreen) takeBack(a *App) tea.Cmd {
	if len(s.rescued) == 0 {
		a.inform("没有救援文件")
		return nil
	}
	store, files, path := a.deps.Store, a.deps.Files, s.rescued[0]
	return a.wait(func() func() tea.Cmd {
		x := &rescued{path: path}
		reading, err := files.Read(path, backend.ReadOptions{})
		if err == nil {
			x.file = reading.Report
			x.latest, err = store.Load(x.file.Name())
		}
		switch {
		case err == nil:
			if x.base, err = store.Revision(x.latest.ID, x.file.Revision); err != nil {
				x.base, err = x.latest, nil // too long ago: all that differs counts
			}
			x.entries, err = store.Log(x.latest.ID)
		case x.file != nil && backend.Code(err) == backend.CodeNotFound:
			err = nil
		}
		return func() tea.Cmd {
			if err != nil {
				a.fail(err)
				return nil
			}
			a.push(s.askToTakeBack(a, x))
			return nil
		}
	})
}

func (s *listScreen) askToTakeBack(a *App, x *rescued) screen {
	put := &confirmScreen{heading: "没有存进去的改动", lines: []string{"文件 " + x.path}}
	later := option{"x", "不要了：文件改名留着，以后不再问", func() tea.Cmd { return s.setAside(a, x.path) }}
	if x.latest == nil {
		put.lines = append(put.lines, "报告「"+x.file.Name()+"」不在列表里了。")
		put.options = []option{{"y", "存为新报告", func() tea.Cmd { return s.createFrom(a, x) }}, later}
		return put
	}
	e := x.edit()
	put.lines = append(put.lines, fmt.Sprintf("「%s」，在第 %d 稿上改了 %d 处，没有存进去：", x.file.Name(), x.file.Revision, len(e.Changes)))
	for i, c := range e.Changes {
		if i == 6 {
			put.lines = append(put.lines, "……")
			break
		}
		put.lines = append(put.lines, "  "+x.file.TargetName(c.Target)+"："+model.ShowValue(c.Target, c.Before)+" → "+model.ShowValue(c.Target, c.After))
	}
	put.options = []option{{"y", "收回：合并到报告里，和别人改的不同的会问", func() tea.Cmd { return s.merge(a, x) }}, later}
	return put
}

// merge opens the report with the edits as unsaved ones on the revision that they
// were made on, and joins them with what has come since.
func (s *listScreen) merge(a *App, x *rescued) tea.Cmd {
	return a.open(x.latest.Name(), opening{then: func() tea.Cmd {
		session := model.NewSession(x.base.Clone(), a.deps.SessionID())
		if err := session.Apply(x.edit()); err != nil {
			a.fail(err)
			return nil
		}
		a.sessions[x.latest.ID], a.session = session, session
		a.refresh()
		a.inform("已收回；按 Ctrl+Z 撤销")
		cmds := []tea.Cmd{s.setAside(a, x.path), a.join(session, x.latest, x.entries, nil)}
		if !a.asking() {
			cmds = append(cmds, a.save())
		}
		return tea.Batch(cmds...)
	}})
}

// createFrom stores the file as a new report: the one that it was is gone.
func (s *listScreen) createFrom(a *App, x *rescued) tea.Cmd {
	store := a.deps.Store
	return a.wait(func() func() tea.Cmd {
		_, err := store.Create(x.file, "收回没有存进去的改动，存为新报告")
		return func() tea.Cmd {
			if err != nil {
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
		err := os.Rename(path, filepath.Join(filepath.Dir(path), seenPrefix+strings.TrimPrefix(filepath.Base(path), rescuePrefix)))
		return func() tea.Cmd {
			if err != nil {
				a.fail(backend.Usage("请自己把它移开，否则下次还会问", "救援文件 %s 改不了名", path))
			}
			return s.load(a)
		}
	})
}
