package ui

import (
	"fmt"
	"slices"
	"strings"
	"time"

	tea "charm.land/bubbletea/v2"

	"nianbao/model"
	"nianbao/ui/backend"
	"nianbao/ui/width"
)

// tellEvery is how often a sitting tells that it has a report open.
const tellEvery = 20 * time.Second

// presence is who else has the report in hand open. It informs: both go on, and
// what they change is joined.
type presence struct {
	mine   backend.Presence
	told   time.Time // when this sitting last told of itself; zero: it has to
	others []backend.Presence
	saved  map[string]time.Time // when others' sittings last saved, as their entries say
	news   []string             // who has come and gone, until it has stood on the message line for a moment
	said   string               // of that, what stands there
}

// arrive begins the sitting's presence at the report in hand.
func (a *App) arrive() {
	now := a.deps.Now()
	a.presence = presence{mine: backend.Presence{Session: a.deps.SessionID(), Opened: now, LastKey: now}}
}

// tell tells of this sitting and learns of the others, unless it has done so
// lately. That it can't be done hinders nothing.
func (a *App) tell() tea.Cmd {
	now := a.deps.Now()
	if a.session == nil || a.looking {
		return nil
	}
	a.tellNews()
	if now.Sub(a.presence.told) < tellEvery {
		return nil
	}
	a.presence.told = now
	store, id, mine := a.deps.Store, a.session.Report().ID, a.presence.mine
	return background(func() func() tea.Cmd {
		others, err := store.Hold(id, mine)
		return func() tea.Cmd {
			if err == nil && a.session != nil && a.presence.mine.Session == mine.Session {
				a.meet(others)
			}
			return nil
		}
	})
}

// meet notes who has come and who has gone.
func (a *App) meet(others []backend.Presence) {
	was := a.presence.others
	a.presence.others = others
	has := func(list []backend.Presence, p backend.Presence) bool {
		return slices.ContainsFunc(list, func(o backend.Presence) bool { return o.Session == p.Session })
	}
	for _, p := range was {
		if !has(others, p) {
			a.presence.news = append(a.presence.news, nameOf(p.Actor)+" 已经关了这份报告")
		}
	}
	for _, p := range others { // one who has closed it and come again, too
		if !has(was, p) {
			a.presence.news = append(a.presence.news, a.about(p)+"；改动会自动合并")
		}
	}
	a.tellNews()
}

// tellNews puts the news on the message line, behind what stands there. They are
// told when they still stand there the next time: somebody who goes on typing
// would not have seen them.
func (a *App) tellNews() {
	said := strings.Join(a.presence.news, "；")
	if said == "" {
		return
	}
	if strings.HasSuffix(a.notice.text, said) {
		a.presence.news, a.presence.said = nil, ""
		return
	}
	before := strings.TrimSuffix(a.notice.text, a.presence.said) // what stands there of it is told anew
	if a.presence.said = said; before == "" {
		a.inform(said)
		return
	}
	a.notice.text = strings.TrimSuffix(before, "；") + "；" + said
}

// heard notes by others' entries in the log that they are at work: they tell of
// their keys only now and then.
func (a *App) heard(entries []model.LogEntry) {
	if a.presence.saved == nil {
		a.presence.saved = map[string]time.Time{}
	}
	for _, e := range entries {
		if of := e.Sitting(); e.At.After(a.presence.saved[of]) {
			a.presence.saved[of] = e.At
		}
	}
}

// about says since when somebody has the report open, and how long ago they
// pressed a key.
func (a *App) about(p backend.Presence) string {
	now := a.deps.Now()
	text := nameOf(p.Actor) + " " + when(p.Opened, now) + " 打开了这份报告"
	last := p.LastKey
	if saved := a.presence.saved[p.Session]; saved.After(last) {
		last = saved
	}
	switch idle := now.Sub(last); {
	case idle < time.Minute:
		return text + "，正在填"
	case idle < time.Hour:
		return text + fmt.Sprintf("，%d 分钟没有动了", int(idle.Minutes()))
	default:
		return text + fmt.Sprintf("，%d 小时没有动了", int(idle.Hours()))
	}
}

// userOf is who somebody is, as it is safe to show.
func userOf(p model.Actor) string {
	if name := width.Safe(p.User); name != "" {
		return name
	}
	return "别人"
}

// nameOf is who somebody is, and from where, as it is safe to show.
func nameOf(p model.Actor) string {
	name := userOf(p)
	if p.From != "" {
		name += "（" + width.Safe(p.From) + "）"
	}
	return name
}

// depart tells that the report is closed; work for the background.
func (a *App) depart() func() {
	if a.session == nil {
		return func() {}
	}
	store, id, session := a.deps.Store, a.session.Report().ID, a.presence.mine.Session
	a.presence = presence{}
	return func() { _ = store.Release(id, session) } // it expires by itself
}
