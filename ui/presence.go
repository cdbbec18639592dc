package ui

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"nianbao/ui/backend"
	"nianbao/ui/desk"
)

// arrivals are who has come and gone, until it has stood on the message line for a
// moment.
type arrivals struct {
	news []string
	said string // of that, what stands there
}

// met notes who has come to the report, and who has gone.
func (r *arrivals) met(a *App, m desk.Met) {
	for _, p := range m.Gone {
		r.note(desk.NameOf(p.Actor), "", " 已经关了这份报告")
	}
	for _, p := range m.Come {
		name := desk.NameOf(p.Actor)
		r.note(name, strings.TrimPrefix(about(p, a.desk.LastSign(p), a.deps.Now()), name), "；改动会自动合并")
	}
	r.tell(&a.notice)
}

// note adds news of somebody: that he has come, or gone, once, however many sittings he
// has.
func (r *arrivals) note(name, since, end string) {
	r.news = slices.DeleteFunc(r.news, func(said string) bool {
		return strings.HasPrefix(said, name+" ") && strings.HasSuffix(said, end)
	})
	r.news = append(r.news, name+since+end)
}

// tell puts the news on the message line, behind what stands there. They are
// told when they still stand there the next time: somebody who goes on typing would
// not have seen them.
func (r *arrivals) tell(n *notice) {
	said := strings.Join(r.news, "；")
	if said == "" {
		return
	}
	if strings.HasSuffix(n.text, said) {
		*r = arrivals{}
		return
	}
	before := strings.TrimSuffix(n.text, r.said) // what stands there of it is told anew
	if r.said = said; before == "" {
		n.inform(said)
		return
	}
	n.text = strings.TrimSuffix(before, "；") + "；" + said
}

// about says since when somebody has the report open, and how long ago there was a sign
// of him.
func about(p backend.Presence, sign, now time.Time) string {
	text := desk.NameOf(p.Actor) + " " + when(p.Opened, now) + " 打开了这份报告"
	switch idle := now.Sub(sign); {
	case idle < time.Minute:
		return text + "，正在填"
	case idle < time.Hour:
		return text + fmt.Sprintf("，%d 分钟没有动了", int(idle.Minutes()))
	default:
		return text + fmt.Sprintf("，%d 小时没有动了", int(idle.Hours()))
	}
}
