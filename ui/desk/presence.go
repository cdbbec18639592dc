package desk

import (
	"slices"
	"time"

	"nianbao/model"
	"nianbao/ui/backend"
)

// presence is who else has the report open. It informs: both go on, and what they
// change is joined.
type presence struct {
	mine   backend.Presence
	told   time.Time // when this sitting last told of itself; zero: it has to
	others []backend.Presence
	saved  map[string]time.Time // when others' sittings last saved, as their entries say
}

// Others are the sittings that have the report open, too.
func (d *Desk) Others() []backend.Presence { return d.presence.others }

// LastSign is when somebody was last known to be at work.
func (d *Desk) LastSign(p backend.Presence) time.Time {
	if saved := d.presence.saved[p.Session]; saved.After(p.LastKey) {
		return saved
	}
	return p.LastKey
}

// Tell tells of this sitting and learns of the others, unless it has done so lately.
// That it can't be done hinders nothing.
func (d *Desk) Tell(now time.Time) []Effect {
	d.now = now
	return d.tell()
}

func (d *Desk) tell() []Effect {
	if d.session == nil || d.looking || d.now.Sub(d.presence.told) < tellEvery {
		return nil
	}
	d.presence.told = d.now
	store, id, mine := d.around.Store(), d.session.Report().ID, d.presence.mine
	return []Effect{d.work(func() func() []Effect {
		others, err := store.Hold(id, mine)
		return func() []Effect {
			if err != nil || d.session == nil || d.presence.mine.Session != mine.Session {
				return nil
			}
			was := d.presence.others
			d.presence.others = others
			if len(others)+len(was) == 0 {
				return []Effect{Unchanged{}}
			}
			return []Effect{Met{Come: lacking(others, was), Gone: lacking(was, others)}}
		}
	})}
}

// lacking are those of all that aren't in others. One who has closed the report and
// come again is another sitting.
func lacking(all, others []backend.Presence) (out []backend.Presence) {
	for _, p := range all {
		if !slices.ContainsFunc(others, func(o backend.Presence) bool { return o.Session == p.Session }) {
			out = append(out, p)
		}
	}
	return out
}

// heard notes by others' entries in the log that they are at work: they tell of their
// keys only now and then.
func (p *presence) heard(entries []model.LogEntry) {
	if p.saved == nil {
		p.saved = map[string]time.Time{}
	}
	for _, e := range entries {
		if of := e.Sitting(); e.At.After(p.saved[of]) {
			p.saved[of] = e.At
		}
	}
}

// depart returns what tells that the report is closed.
func (d *Desk) depart() func() {
	if d.session == nil {
		return func() {}
	}
	store, id, session := d.around.Store(), d.session.Report().ID, d.presence.mine.Session
	d.presence = presence{}
	return func() { _ = store.Release(id, session) } // it expires by itself
}
