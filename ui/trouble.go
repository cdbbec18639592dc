package ui

import (
	"errors"
	"strings"

	tea "charm.land/bubbletea/v2"

	"nianbao/model"
	"nianbao/ui/backend"
	"nianbao/ui/keymap"
	"nianbao/ui/theme"
	"nianbao/ui/width"
)

// troubleScreen says why the store can't be used, what can be saved of it, report
// by report, and what to do.
type troubleScreen struct {
	why       error
	partly    bool            // there is a list to go back to
	health    *backend.Health // nil until it is known
	top, page int
}

// openTrouble opens the screen; the store is examined meanwhile.
func openTrouble(a *App, why error) tea.Cmd {
	for _, s := range a.stack {
		if _, there := s.(*troubleScreen); there {
			return nil
		}
	}
	s := &troubleScreen{why: why, partly: a.deps.Store != nil && a.list().failure == nil}
	a.push(s)
	return s.examine(a)
}

// wellAgain leaves the screen: somebody has mended the store, or it is there again.
func wellAgain(a *App) {
	if s, ok := a.top().(*troubleScreen); ok && !s.partly {
		a.pop()
		a.inform("数据文件又可以用了")
	}
}

func (s *troubleScreen) examine(a *App) tea.Cmd {
	folder := a.deps.Folder
	return background(func() func() tea.Cmd {
		h, err := folder.Examine()
		return func() tea.Cmd {
			if err != nil {
				s.why = err
				return nil
			}
			s.health = &h
			return nil
		}
	})
}

func (s *troubleScreen) title(*App) string         { return "数据文件打不开" }
func (s *troubleScreen) scopes() []keymap.Scope    { return []keymap.Scope{keymap.InTrouble} }
func (s *troubleScreen) typing() bool              { return false }
func (s *troubleScreen) text(*App, string) tea.Cmd { return nil }

func (s *troubleScreen) back(a *App) tea.Cmd {
	if !s.partly {
		a.inform(say("要退出请按 {key:trouble.quit}"))
		return nil
	}
	a.pop()
	return nil
}

func (s *troubleScreen) enabled(a *App, act keymap.Action) bool {
	switch act {
	case keymap.Mend:
		return s.health != nil && s.health.Prospect != nil && !s.health.Gone
	case keymap.UseCopy:
		return s.health != nil && s.health.Prospect != nil && s.health.GoodCopy() != nil
	case keymap.Back:
		return s.partly
	}
	return true
}

func (s *troubleScreen) do(a *App, act keymap.Action) tea.Cmd {
	if by, ok := step(act, s.page, 0); ok {
		s.top += by
		return nil
	}
	if !s.enabled(a, act) {
		return nil
	}
	switch act {
	case keymap.Retry:
		return s.retry(a)
	case keymap.Mend:
		return s.mend(a, a.deps.Folder.Mend)
	case keymap.UseCopy:
		k := s.health.GoodCopy()
		lines := []string{"换成 " + k.Made + " 的备份（" + itoa(k.Reports) + " 份报告），此后的改动不在其中；损坏的文件改名保留。",
			say("按 {key:trouble.mend} 救出来的通常更新、更全。")}
		if s.health.Gone {
			lines = []string{"换成 " + k.Made + " 的备份（" + itoa(k.Reports) + " 份报告），此后的改动不在其中。"}
		}
		a.push(&confirmScreen{
			heading: "换成每日备份",
			lines:   lines,
			options: []option{{"y", "换成备份", func() tea.Cmd { return s.mend(a, a.deps.Folder.UseCopy) }}},
		})
	}
	return nil
}

// retry opens the store once more.
func (s *troubleScreen) retry(a *App) tea.Cmd {
	return a.wait(func() func() tea.Cmd {
		store, err := a.deps.Folder.Open()
		if err == nil {
			_, err = store.List()
		}
		return func() tea.Cmd {
			if err != nil {
				s.why = err
				a.warn("仍然打不开；请从下面选一种办法")
				return s.examine(a)
			}
			a.inform("数据文件又可以用了")
			return s.goOn(a, store)
		}
	})
}

// mend has the store mended and opened, and says what became of it.
func (s *troubleScreen) mend(a *App, by func() (model.Mended, error)) tea.Cmd {
	return a.wait(func() func() tea.Cmd {
		m, err := by()
		store, openErr := a.deps.Folder.Open()
		err = errors.Join(err, openErr)
		return func() tea.Cmd {
			if err != nil {
				a.fail(err)
				return s.examine(a)
			}
			cmd := s.goOn(a, store)
			if m.Kept == "" && m.Copied == "" {
				a.inform("数据文件又可以用了") // somebody has been quicker
				return cmd
			}
			lines := append([]string{m.Count() + "。", ""}, m.Reports()...)
			if lost := m.Lost(); lost != "" {
				lines = append(lines, "", lost+"。")
			}
			if m.Kept != "" {
				lines = append(lines, "", "损坏的数据文件改名保留，请不要删除：", m.Kept)
			}
			a.push(newPage("救出来的报告", lines...))
			a.inform(say("已经可以接着填了：按 {key:back} 到报告列表"))
			return cmd
		}
	})
}

// goOn begins with a store that can be used.
func (s *troubleScreen) goOn(a *App, store backend.Store) tea.Cmd {
	first := a.deps.Store == nil
	a.deps.Store = store
	a.desk.LookAgain()
	a.stack = a.stack[:1]
	if first {
		return tea.Batch(loadSettings(a), a.start(), a.poll())
	}
	return a.list().load(a)
}

func (s *troubleScreen) view(a *App, w, h int) frame {
	var lines []string
	add := func(indent string, look theme.Look, text string) {
		for _, l := range width.Wrap(text, w-2-len(indent)) {
			lines = append(lines, indent+look.Render(l))
		}
	}
	damage := s.health != nil && s.health.Prospect != nil
	switch {
	case damage && s.health.Gone:
		add("  ", theme.Error, s.why.Error()+"。")
		add("  ", theme.Plain, say("可能被杀毒软件、同步软件拿走了：请先到隔离区、回收站里找一找，放回原处，再按 {key:trouble.retry}。找不到的，按 {key:trouble.use-copy} 换成备份。"))
		lines = append(lines, "")
		for _, k := range s.health.Copies {
			says := itoa(k.Reports) + " 份报告"
			if k.Problem != "" {
				says = "无法读取"
			}
			add("    ", theme.Plain, "每日备份 "+k.Made+"："+says)
		}
	case damage:
		add("  ", theme.Error, s.why.Error()+"。")
		others := say("请其他人先退出本程序，再按 {key:trouble.mend}。")
		if len(s.health.AtWork) > 0 {
			others = "现在开着报告的是 " + strings.Join(s.health.AtWork, "、") + say("：请他们先退出，然后按 {key:trouble.mend}。")
		}
		add("  ", theme.Plain, "坏的文件原样未动，请不要删除。"+width.Safe(others))
	case backend.Code(s.why) == model.CodeDamaged && s.health == nil:
		add("  ", theme.Error, s.why.Error()+"。")
		add("  ", theme.Plain, "正在看还能读出哪些报告……")
	default:
		add("  ", theme.Error, backend.Message(s.why))
	}
	lines = append(lines, "")
	key := func(act keymap.Action, key, says string) {
		if !s.enabled(a, act) {
			return
		}
		for i, l := range width.Wrap(says, w-12) {
			if i == 0 {
				l = "  按 " + theme.Key.Render(key) + width.Pad("", 5-width.Of(key)) + l
			} else {
				l = strings.Repeat(" ", 10) + l
			}
			lines = append(lines, l)
		}
	}
	mend := "把能读的报告救到新的数据文件里，缺的从备份里补（损坏的文件改名保留）"
	if s.enabled(a, keymap.Mend) && s.health.Prospect.Nothing() {
		mend = "建一个空的数据文件，从头开始（现在这个改名留着）"
	}
	key(keymap.Mend, say("{key:trouble.mend}"), mend)
	if k := s.goodCopy(); k != nil {
		says := "换成 " + k.Made + " 的每日备份，有 " + itoa(k.Reports) + " 份报告"
		if !s.health.Gone {
			says += "（损坏的文件改名保留）"
		}
		key(keymap.UseCopy, say("{key:trouble.use-copy}"), says)
	}
	key(keymap.Retry, say("{key:trouble.retry}"), "再打开一次")
	key(keymap.Quit, say("{key:trouble.quit}"), "退出，什么都不动")
	key(keymap.Back, say("{key:back}"), "回列表，先填别的报告")
	if damage && !s.health.Gone {
		m := s.health.Prospect
		lines = append(lines, "")
		add("  ", theme.Title, "能救出来的："+m.Count())
		if lost := m.Lost(); lost != "" {
			add("  ", theme.Warning, "! "+lost)
		}
		for _, r := range m.Reports() {
			lines = append(lines, "    "+width.Clip(width.Safe(r), w-6))
		}
	}
	s.page = max(h-2, 1)
	s.top = max(min(s.top, len(lines)-s.page), 0)
	if more := len(lines) - s.top - s.page; more > 0 {
		lines = append(lines[s.top:s.top+s.page], moreBelow(more, w))
	} else {
		lines = lines[s.top:]
	}
	return frame{lines: append([]string{width.Rule(w)}, lines...)}
}

func (s *troubleScreen) goodCopy() *backend.CopyHealth {
	if s.health == nil {
		return nil
	}
	return s.health.GoodCopy()
}
