package ui

import (
	tea "charm.land/bubbletea/v2"

	"nianbao/model"
	"nianbao/ui/backend"
	"nianbao/ui/desk"
	"nianbao/ui/keymap"
	"nianbao/ui/theme"
	"nianbao/ui/width"
)

// undelete takes back what this run deleted last; where it has deleted nothing,
// it shows what is in the store's trash.
func (s *listScreen) undelete(a *App) tea.Cmd {
	store := a.deps.Store
	last := len(a.trashed) - 1
	if last < 0 {
		return a.wait(func() func() tea.Cmd {
			deleted, err := store.Deleted()
			return func() tea.Cmd {
				switch {
				case err != nil:
					a.fail(err)
				case len(deleted) == 0:
					a.warn("没有已删除的报告")
				default:
					a.push(&trashScreen{reports: deleted})
				}
				return nil
			}
		})
	}
	r := a.trashed[last]
	return undelete(a, r, func(err error) {
		if err == nil || backend.Code(err) == model.CodeNotFound {
			a.trashed = a.trashed[:last] // another try would end the same; the trash still shows it
		}
	})
}

// undelete puts a deleted report back into the list, with the cursor on it.
// However it goes, the caller is told.
func undelete(a *App, r model.Summary, tell func(error)) tea.Cmd {
	store := a.deps.Store
	return a.wait(func() func() tea.Cmd {
		name, err := store.Undelete(r.ID)
		there := false
		if backend.Code(err) == model.CodeNotFound {
			_, again := store.Reload(r.ID)
			there = again == nil
		}
		return func() tea.Cmd {
			tell(err)
			list := a.list()
			switch {
			case there:
				a.inform("「" + r.Report + "」已经在列表里：其他人先恢复了")
				list.leaving = r.ID
				return list.load(a)
			case err != nil:
				a.fail(err)
				return nil
			}
			a.stack = a.stack[:1]
			a.inform("已恢复「" + name + "」")
			if name != r.Report {
				a.warn("已恢复为「" + name + "」：原来的名称已有另一份；改名在封面里改")
			}
			list.leaving = r.ID
			return list.load(a)
		}
	})
}

// trashScreen lists the deleted reports, the last one first, to bring one back.
type trashScreen struct {
	reports []model.Deleted
	at, top int
	page    int // reports in sight
}

func (s *trashScreen) title(*App) string      { return "已删除的报告" }
func (s *trashScreen) scopes() []keymap.Scope { return []keymap.Scope{keymap.InTrash} }
func (s *trashScreen) typing() bool           { return false }

func (s *trashScreen) text(a *App, _ string) tea.Cmd {
	a.inform(say("按 {key:trash.open} 恢复这一份，按 {key:back} 返回列表"))
	return nil
}

func (s *trashScreen) do(a *App, act keymap.Action) tea.Cmd {
	if by, ok := step(act, s.page, len(s.reports)); ok {
		s.at = max(min(s.at+by, len(s.reports)-1), 0)
		return nil
	}
	if act != keymap.Open {
		return nil
	}
	return undelete(a, s.reports[s.at].Summary, func(error) {})
}

func (s *trashScreen) view(a *App, w, h int) frame {
	unit := max(w-44, 12)
	row := func(name, year, at, who string) string {
		return width.Clip(width.Pad(name, unit)+" "+width.Pad(year, 6)+width.Pad(at, 13)+who, w-3)
	}
	lines := []string{width.Rule(w), theme.Title.Render(" " + row("单位", "年度", "删除", "谁"))}
	s.page = max(h-len(lines), 1)
	s.top = max(min(s.top, s.at, len(s.reports)-s.page), s.at-s.page+1, 0)
	first := len(lines)
	for i := s.top; i < min(s.top+s.page, len(s.reports)); i++ {
		r := s.reports[i]
		who := desk.NameOf(r.Actor)
		if w < 80 { // the address gives way before the unit
			who = desk.UserOf(r.Actor)
		}
		line := row(width.Safe(r.Unit), itoa(r.Year), when(r.At, a.deps.Now()), who)
		if i == s.at {
			lines = append(lines, theme.Cursor.Render(width.Pad("> "+line, w)))
		} else {
			lines = append(lines, "  "+line)
		}
	}
	return frame{lines: lines, pick: pickRow(&s.at, s.top, first, s.page, len(s.reports))}
}
