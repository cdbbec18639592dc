package desk

import (
	"fmt"
	"slices"
	"strings"

	"nianbao/model"
	"nianbao/ui/width"
)

// Others are who has changed what of the report, as the log tells it.
type Others struct {
	entries  []model.LogEntry // the oldest first
	revision int              // the newest that is not news any more
}

// Since are the others after a revision.
func Since(entries []model.LogEntry, revision int) Others { return Others{entries, revision} }

// StateTarget is how far the report has come.
var StateTarget = model.Target{Kind: model.TargetField, Key: model.FieldState}

// Of names who has changed a target last; where the log has nothing of that, who
// has saved last.
func (o Others) Of(t model.Target) string {
	if e := o.last(func(c model.Change) bool { return c.Target == t }); e != nil {
		return NameOf(e.Actor)
	}
	for _, e := range slices.Backward(o.entries) {
		if e.Revision > o.revision && e.User != "" {
			return NameOf(e.Actor)
		}
	}
	return "其他人"
}

// Clashing is the entry that brought the other side of a clash; nil for none.
func (o Others) Clashing(c model.Clash) *model.LogEntry {
	here := func(x model.Change) bool { return x.Target == c.Target }
	if c.Kind == model.TargetText { // of a text, who wrote or took out these paragraphs
		e := o.last(func(x model.Change) bool {
			wrote := c.Theirs != "" && strings.Contains(x.After, c.Theirs) && !strings.Contains(x.Before, c.Theirs)
			gone := c.Theirs == "" && strings.Contains(x.Before, c.Before) && !strings.Contains(x.After, c.Before)
			return here(x) && (wrote || gone)
		})
		if e != nil {
			return e
		}
	}
	return o.last(here)
}

// last is the newest entry with such a change; nil for none.
func (o Others) last(has func(model.Change) bool) *model.LogEntry {
	for i := len(o.entries) - 1; i >= 0; i-- {
		if e := &o.entries[i]; e.Revision > o.revision && e.User != "" && slices.ContainsFunc(e.Changes, has) {
			return e
		}
	}
	return nil
}

// UserOf is who somebody is, as it is safe to show.
func UserOf(p model.Actor) string {
	if name := width.Safe(p.User); name != "" {
		return name
	}
	return "其他人"
}

// NameOf is who somebody is, and from where, as it is safe to show.
func NameOf(p model.Actor) string {
	name := UserOf(p)
	if p.From != "" {
		name += "（" + width.Safe(p.From) + "）"
	}
	return name
}

// News says who has changed what, the first of it by name.
func (j Joined) News(r *model.Report, say func(format string, args ...any) string) string {
	first := j.Changed[0]
	mine := j.Mine(first)
	text := j.By.Of(first) + "改了这份报告："
	if mine {
		text = j.By.Of(first) + "改了您写过的一处："
	}
	text += r.TargetName(first) + " 现为 " + model.ShowValue(first, r.Get(first))
	if len(j.Changed) > 1 {
		text += fmt.Sprintf(" 等 %d 处", len(j.Changed))
	}
	var more []string
	for _, t := range j.Changed {
		if who := j.By.Of(t); who != j.By.Of(first) && !slices.Contains(more, who) {
			more = append(more, who)
		}
	}
	if len(more) > 0 {
		text += "，其他是" + strings.Join(more, "、") + "改的"
	}
	if mine {
		text += say("；您写的在修改记录里（目录里按 {key:history}）")
	}
	return text
}
