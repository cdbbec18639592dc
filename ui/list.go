package ui

import (
	"fmt"
	"strings"
	"time"

	tea "charm.land/bubbletea/v2"

	"nianbao/model"
	"nianbao/ui/backend"
	"nianbao/ui/desk"
	"nianbao/ui/keymap"
	"nianbao/ui/theme"
	"nianbao/ui/width"
)

// listScreen is the list of reports.
type listScreen struct {
	reports []model.Summary
	loaded  bool
	failure error
	at, top int
	page    int      // reports in sight
	deleted bool     // there is something in the store's trash
	rescued []string // files with edits that could not be saved; see rescue.go
	notices []string // what is to be known about the store
	leaving string   // the report that was just left, to find it again
}

func (s *listScreen) title(a *App) string {
	if a.example != nil {
		return exampleTitle
	}
	return "政府信息公开工作年度报告"
}
func (s *listScreen) scopes() []keymap.Scope { return []keymap.Scope{keymap.InList} }
func (s *listScreen) typing() bool           { return false }

// load reads the list anew and keeps the cursor on its report.
func (s *listScreen) load(a *App) tea.Cmd {
	store, dirs, user, own := a.deps.Store, a.deps.RescueDirs, a.deps.User, a.example == nil
	return background(func() func() tea.Cmd {
		reports, err := store.List()
		var rescued []string
		if own {
			rescued = desk.RescueFiles(dirs, user)
		}
		notices := store.Notices()
		deleted, _ := store.Deleted() // whoever asks for it is told why it can't be read
		return func() tea.Cmd {
			s.rescued, s.notices, s.deleted = rescued, notices, len(deleted) > 0
			current := s.leaving
			if current == "" && s.at < len(s.reports) {
				current = s.reports[s.at].ID
			}
			s.leaving = ""
			s.loaded, s.failure = true, err
			if err != nil {
				a.desk.LookAgain()
			}
			if err == nil {
				s.reports = reports
				wellAgain(a)
			}
			for i, r := range s.reports {
				if r.ID == current {
					s.at = i
				}
			}
			s.move(0)
			if backend.Code(err) == model.CodeDamaged {
				return openTrouble(a, err)
			}
			return nil
		}
	})
}

func (s *listScreen) move(n int) {
	s.at = max(min(s.at+n, len(s.reports)-1), 0)
}

func (s *listScreen) back(a *App) tea.Cmd {
	if a.example != nil {
		return closeExample(a)
	}
	a.inform(say("要退出请按 {key:list.quit}"))
	return nil
}

func (s *listScreen) enabled(a *App, act keymap.Action) bool {
	switch act {
	case keymap.Open, keymap.Look, keymap.Export, keymap.Delete:
		return len(s.reports) > 0
	case keymap.Undo:
		return len(a.trashed) > 0 || s.deleted
	case keymap.Rescue:
		return len(s.rescued) > 0
	case keymap.New, keymap.Import:
		return a.example == nil
	case keymap.Example:
		return a.examples()
	}
	return true
}

func (s *listScreen) word(a *App, act keymap.Action) string {
	if act == keymap.Undo && len(a.trashed) == 0 {
		return "找回"
	}
	return ""
}

func (s *listScreen) do(a *App, act keymap.Action) tea.Cmd {
	if by, ok := step(act, s.page, len(s.reports)); ok {
		s.move(by)
		return nil
	}
	if !s.enabled(a, act) && a.example != nil {
		a.inform(say("这里是例子：按 {key:back} 回到自己的报告，再按 {key:list.new} 新建，按 {key:list.import} 读入"))
		return nil
	}
	switch act {
	case keymap.Example:
		if a.examples() {
			return openExample(a)
		}
	case keymap.Sum:
		return s.collectorOf(a)
	case keymap.New:
		a.push(newForm(a, nil))
	case keymap.Import:
		return chooseFile(a, false)
	case keymap.Rescue:
		return s.takeUp(a, 0)
	case keymap.Undo:
		return s.undelete(a)
	case keymap.Open, keymap.Look, keymap.Export, keymap.Delete:
		if len(s.reports) == 0 {
			a.inform(say("还没有报告，按 {key:list.new} 新建一份"))
			return nil
		}
		return s.withCurrent(a, act, s.reports[s.at])
	}
	return nil
}

func (s *listScreen) withCurrent(a *App, act keymap.Action, r model.Summary) tea.Cmd {
	switch act {
	case keymap.Open, keymap.Look:
		return openReport(a, r.Report, opening{look: act == keymap.Look})
	case keymap.Export:
		store := a.deps.Store
		return a.wait(func() func() tea.Cmd {
			report, err := store.Load(r.Report)
			var last *lastReport
			var style model.UnitStyle
			var lastErr, styleErr error
			if err == nil {
				last, lastErr = lastYear(store, report)
				style, styleErr = backend.StyleOf(store, report.Unit)
			}
			return func() tea.Cmd {
				if err != nil {
					a.fail(err)
					return nil
				}
				a.use(desk.Opening{Report: report}, last)
				a.visiting = true
				a.showExport(style, styleErr)
				warnLast(a, lastErr)
				return nil
			}
		})
	}
	a.push(&confirmScreen{
		heading: "删除报告",
		lines:   []string{"要删除「" + r.Report + "」吗？", say("已填 %d/%d 格，最后由 %s 改动。删除后可以按 {key:list.undo} 撤销。", r.Filled, r.Cells, r.ChangedBy)},
		options: []option{{"y", "删除", func() tea.Cmd { return s.delete(a, r) }}},
	})
	return nil
}

func (s *listScreen) delete(a *App, r model.Summary) tea.Cmd {
	store := a.deps.Store
	return a.wait(func() func() tea.Cmd {
		err := store.Delete(r.ID)
		return func() tea.Cmd {
			if err != nil {
				a.fail(err)
				return nil
			}
			a.trashed = append(a.trashed, r)
			a.inform("已删除「" + r.Report + say("」，按 {key:list.undo} 撤销"))
			return s.load(a)
		}
	})
}

func (s *listScreen) text(a *App, _ string) tea.Cmd {
	switch {
	case a.example != nil:
		a.inform(say("按 {key:list.open} 打开，{key:back} 回到自己的报告，{key:help} 看全部按键"))
	case len(s.reports) == 0:
		a.inform(say("按 {key:list.new} 新建，{key:list.import} 读入，{key:help} 看全部按键"))
	default:
		a.inform(say("按 {key:list.new} 新建，{key:list.open} 打开，{key:help} 看全部按键"))
	}
	return nil
}

func (s *listScreen) view(a *App, w, h int) frame {
	lines := []string{width.Rule(w)}
	switch {
	case s.failure != nil:
		lines = append(lines, "")
		for _, l := range width.Wrap("打不开数据文件："+backend.Message(s.failure), w-4) {
			lines = append(lines, "  "+theme.Error.Render(l))
		}
		return frame{lines: lines}
	case !s.loaded:
		return frame{lines: append(lines, "", width.Safe("  正在读取……"))}
	case len(s.reports) == 0:
		return frame{lines: s.firstSteps(a, w, h)}
	}
	unit := max(w-52, 16)
	wide := w >= 76
	head := " " + width.Pad("单位", unit) + " " + width.Pad("年度", 5) + width.Pad("状态", 7) + width.PadLeft("已填", 8)
	if wide {
		head += width.PadLeft("错误", 6) + width.PadLeft("警告", 6) + "  " + "改动"
	}
	lines = append(append(lines, s.told(w)...), theme.Title.Render(head))
	s.page = max(h-len(lines), 1)
	if s.at < s.top {
		s.top = s.at
	}
	if s.at >= s.top+s.page {
		s.top = s.at - s.page + 1
	}
	s.top = max(min(s.top, len(s.reports)-s.page), 0)
	first := len(lines)
	for i := s.top; i < min(s.top+s.page, len(s.reports)); i++ {
		r := s.reports[i]
		line := width.Pad(width.Safe(r.Unit), unit) + " " + width.Pad(itoa(r.Year), 5) + width.Pad(stateOf(r), 7) +
			width.PadLeft(fmt.Sprintf("%d/%d", r.Filled, r.Cells), 8)
		if wide {
			line += width.PadLeft(itoa(r.Errors), 6) + width.PadLeft(itoa(r.Warnings), 6) + "  " + when(r.ChangedAt, a.deps.Now())
			if w >= 100 {
				line += " " + width.Safe(r.ChangedBy)
			}
		}
		if i == s.at {
			lines = append(lines, theme.Cursor.Render(width.Pad(">"+line, w)))
		} else {
			lines = append(lines, " "+line)
		}
	}
	return frame{lines: lines, pick: func(_, y int, _ bool) bool {
		i := s.top + y - first
		again := i == s.at
		if y >= first && i < len(s.reports) {
			s.at = i
		}
		return again
	}}
}

// stateOf is how a report stands, and that it is a sum.
func stateOf(r model.Summary) string {
	if r.Scope == model.ScopeAggregate && r.State != model.Final {
		return "汇总"
	}
	return r.State.Name()
}

// firstSteps is what to do where there is no report yet; on a low screen, the steps alone.
func (s *listScreen) firstSteps(a *App, w, h int) []string {
	lines := append([]string{width.Rule(w)}, s.told(w)...)
	lines = append(lines, "", "  还没有报告。", "")
	const low = 10
	step := func(key, says string) {
		indent := "     "
		if h < low {
			says, _, _ = strings.Cut(says, "：")
		}
		for i, l := range width.Wrap(says, w-8) {
			if i == 0 {
				lines = append(lines, "  按 "+theme.Key.Render(key)+" "+l)
			} else {
				lines = append(lines, indent+l)
			}
		}
	}
	step(say("{key:list.import}"), "读入去年的报告（Word、Excel、网页、PDF、OFD）：今年新建时带入结转的数，填的时候对照去年的")
	step(say("{key:list.new}"), "新建今年的报告：填单位名称和年度就可以开始")
	if a.examples() {
		step(say("{key:list.example}"), "看例子：一份快填好的报告，随便试，不动您的数据")
	}
	lines = append(lines, "", "  填的内容自动保存在本机：")
	for _, l := range width.Wrap(width.Safe(a.deps.Store.Path()), w-4) {
		lines = append(lines, "  "+l)
	}
	return lines
}

// when is a time as short as it can be told: the hour today, the day this year.
func when(t, now time.Time) string {
	t = t.In(now.Location())
	switch {
	case t.Format(time.DateOnly) == now.Format(time.DateOnly):
		return t.Format("今天 15:04")
	case t.Year() == now.Year():
		return t.Format("01-02 15:04")
	}
	return t.Format(time.DateOnly)
}
