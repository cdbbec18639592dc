package ui

import (
	"fmt"

	tea "charm.land/bubbletea/v2"

	"nianbao/model"
	"nianbao/ui/backend"
	"nianbao/ui/desk"
	"nianbao/ui/keymap"
	"nianbao/ui/theme"
	"nianbao/ui/width"
)

// historyScreen lists who changed what in a report, the last first, and leads to
// its revisions: to look at, to compare, to bring back. It has read the entries round
// the cursor: a log is as long as the report was worked on, and may hold a long text
// twice an entry.
type historyScreen struct {
	newest  int              // how many entries there were when the screen was opened
	first   int              // of those that are here, counted from the newest
	entries []model.LogEntry // the newest first
	at, top int
	page    int // entries in sight
}

// aroundCursor is how many entries are read at least.
const aroundCursor = 40

// openHistory opens the screen.
func openHistory(a *App) tea.Cmd {
	store, id := a.deps.Store, a.session().Report().ID
	return a.wait(func() func() tea.Cmd {
		page, err := backend.LastLog(store, id, aroundCursor)
		return func() tea.Cmd {
			if err != nil {
				a.fail(err)
				return nil
			}
			a.push(&historyScreen{newest: page.Newest, entries: page.Entries})
			return nil
		}
	})
}

// entry is one of the entries, counted from the newest; nil where it isn't read.
func (s *historyScreen) entry(i int) *model.LogEntry {
	if i -= s.first; i >= 0 && i < len(s.entries) {
		return &s.entries[i]
	}
	return nil
}

// fetch reads the entries round the cursor, where they aren't here.
func (s *historyScreen) fetch(a *App) tea.Cmd {
	from, to := max(s.at-s.page, 0), min(s.at+s.page, s.newest-1)
	if s.entry(from) != nil && s.entry(to) != nil {
		return nil
	}
	n := max(3*s.page, aroundCursor)
	first := max(min(s.at-n/2, s.newest-n), 0)
	store, id := a.deps.Store, a.session().Report().ID
	return a.wait(func() func() tea.Cmd {
		page, err := store.LogPage(id, s.newest-first, n)
		return func() tea.Cmd {
			if err != nil {
				a.fail(err)
				return nil
			}
			s.first, s.entries = first, page.Entries
			return nil
		}
	})
}

func (s *historyScreen) title(a *App) string       { return a.session().Report().Name() + "  修改记录" }
func (s *historyScreen) scopes() []keymap.Scope    { return []keymap.Scope{keymap.InHistory} }
func (s *historyScreen) typing() bool              { return false }
func (s *historyScreen) text(*App, string) tea.Cmd { return nil }

func (s *historyScreen) enabled(_ *App, act keymap.Action) bool {
	return s.newest > 0 || act == keymap.Back || act == keymap.Help
}

func (s *historyScreen) do(a *App, act keymap.Action) tea.Cmd {
	if by, ok := step(act, s.page, s.newest); ok {
		s.move(by)
		return s.fetch(a)
	}
	switch act {
	case keymap.Open, keymap.Compare, keymap.Restore:
		e := s.entry(s.at)
		if e == nil {
			return nil
		}
		cmd, revision := a.save(), e.Revision
		return tea.Batch(cmd, withRevision(a, revision, func(old *model.Report) tea.Cmd {
			switch act {
			case keymap.Open:
				return lookAt(a, old)
			case keymap.Compare:
				compareWith(a, old)
				return nil
			}
			return askToRestore(a, old)
		}))
	}
	return nil
}

func (s *historyScreen) move(n int) { s.at = max(min(s.at+n, s.newest-1), 0) }

// withRevision reads a revision of the report, for what comes next.
func withRevision(a *App, revision int, then func(*model.Report) tea.Cmd) tea.Cmd {
	store, id := a.deps.Store, a.session().Report().ID
	return a.wait(func() func() tea.Cmd {
		old, err := store.Revision(id, revision)
		return func() tea.Cmd {
			if err != nil {
				a.fail(err)
				return nil
			}
			return then(old)
		}
	})
}

// lookAt shows a revision as it would be printed.
func lookAt(a *App, old *model.Report) tea.Cmd {
	p, err := newPreview(a, old, old.State != model.Final)
	if err != nil {
		a.fail(err)
		return nil
	}
	p.heading, p.revision = fmt.Sprintf("第 %d 稿", old.Revision), old
	a.push(p)
	return nil
}

// compareWith shows what differs between a revision and the report as it is.
func compareWith(a *App, old *model.Report) {
	p := newPage(fmt.Sprintf("第 %d 稿和现在比", old.Revision), model.Compared(old, a.session().Report())...)
	p.revision, p.compares = old, true
	a.push(p)
}

// askToRestore asks before a revision is brought back: one step, to undo.
func askToRestore(a *App, old *model.Report) tea.Cmd {
	if a.locked() || a.session().Report().IsSum() && !mayCollect(a) {
		return nil
	}
	e := model.Restore(a.session().Report(), old)
	if e.Empty() {
		a.inform(fmt.Sprintf("第 %d 稿和现在的内容相同，没有要恢复的", old.Revision))
		return nil
	}
	a.push(&confirmScreen{
		heading: "恢复以前的一稿",
		lines:   []string{fmt.Sprintf("恢复成第 %d 稿的内容，有 %d 处会变；现在这一稿也留在记录里。", old.Revision, len(e.Changes))},
		accept: func() tea.Cmd {
			for page, ok := a.top().(*previewScreen); ok; page, ok = a.top().(*previewScreen) {
				if page.revision == nil {
					break
				}
				a.pop() // what it compares with is no longer so
			}
			if _, ok := a.top().(*historyScreen); ok {
				a.pop() // to where it can be seen, and undone
			}
			return a.applied(model.Restore(a.session().Report(), old), say("已恢复成第 %d 稿的内容；按 {key:undo} 撤销", old.Revision))
		},
	})
	return nil
}

func (s *historyScreen) view(a *App, w, h int) frame {
	lines := []string{width.Rule(w)}
	if s.newest == 0 {
		return frame{lines: append(lines, "", "  还没有记录。")}
	}
	detail := s.detail(a, w)
	detail = detail[:min(len(detail), max(h/2-1, 2))]
	s.page = max(h-len(lines)-len(detail)-1, 1)
	s.top = max(min(s.top, s.at, s.newest-s.page), s.at-s.page+1, 0)
	first := len(lines)
	who := 0
	for i := range s.entries {
		who = max(who, width.Of(desk.UserOf(s.entries[i].Actor)))
	}
	who = min(who, w/4)
	for i := s.top; i < min(s.newest, s.top+s.page); i++ {
		line := "…" // about to be read
		if e := s.entry(i); e != nil {
			line = entryLine(a, e, who)
		}
		line = width.Pad(line, w-3)
		if i == s.at {
			lines = append(lines, theme.Cursor.Render(" > "+line))
		} else {
			lines = append(lines, "   "+line)
		}
	}
	for len(lines) < first+s.page {
		lines = append(lines, "")
	}
	lines = append(append(lines, width.Rule(w)), detail...)
	return frame{lines: lines[:min(len(lines), h)], pick: pickRow(&s.at, s.top, first, s.page, s.newest)}
}

// entryLine is an entry in a line: which revision, when, who in so many columns,
// what. From where is the detail's to tell.
func entryLine(a *App, e *model.LogEntry, who int) string {
	return width.Pad(fmt.Sprintf("第 %d 稿", e.Revision), 10) + width.Pad(when(e.At, a.deps.Now()), 12) + " " +
		width.Pad(desk.UserOf(e.Actor), who) + "  " + width.Safe(e.Label)
}

// detail is all of the entry at the cursor: whence, why, each change.
func (s *historyScreen) detail(a *App, w int) (lines []string) {
	e, r := s.entry(s.at), a.session().Report()
	if e == nil {
		return nil
	}
	add := func(look theme.Look, text string) {
		for _, l := range width.Wrap(text, w-2) {
			lines = append(lines, " "+look.Render(l))
		}
	}
	add(theme.Title, fmt.Sprintf("%s  %s  %s", e.At.In(a.deps.Now().Location()).Format("2006-01-02 15:04:05"), desk.NameOf(e.Actor), e.Label))
	if e.Reason != "" {
		add(theme.Plain, "原因："+e.Reason)
	}
	for _, c := range e.Changes {
		add(theme.Plain, r.TargetName(c.Target)+"："+model.ShowValue(c.Target, c.Before)+" → "+model.ShowValue(c.Target, c.After))
	}
	return lines
}
