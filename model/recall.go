package model

import "strings"

// The labels of steps taken back and done again begin with these.
const (
	undone = "撤销："
	redone = "重做："
)

// Recall lets a new sitting undo and redo what this user did in the last one, by
// the report's log, the oldest entry first. Steps that others have written over
// since drop out when it comes to them, as always.
func (s *Session) Recall(log []LogEntry, user string) {
	sitting := ""
	for _, e := range log {
		if id := e.Sitting(); id != "" && e.User == user {
			sitting = id
		}
	}
	if sitting == "" || len(s.undo)+len(s.redo) > 0 {
		return
	}
	for _, e := range log {
		step := Edit{ID: e.EditID, Label: e.Label, Reason: e.Reason, Changes: e.Changes}
		if e.Sitting() != sitting || step.Empty() || step.ofState() {
			continue
		}
		switch {
		case strings.HasPrefix(e.Label, undone):
			s.recallTurned(&s.undo, &s.redo, strings.TrimPrefix(e.Label, undone))
		case strings.HasPrefix(e.Label, redone):
			s.recallTurned(&s.redo, &s.undo, strings.TrimPrefix(e.Label, redone))
		default:
			s.undo, s.redo = append(s.undo, step), nil
		}
	}
}

// HasSitting reports whether the end of a log, the newest entry first, has all that
// Recall would take of the whole: the user's last sitting, from its first edit on.
func HasSitting(newestFirst []LogEntry, user string) bool {
	sitting := ""
	for _, e := range newestFirst {
		if sitting == "" && e.User == user {
			sitting = e.Sitting()
		}
		if sitting != "" && e.EditID == editID(sitting, 1) {
			return true
		}
	}
	return false
}

// recallTurned moves the step that was turned round from one stack to the other.
// Where the log and the stacks disagree nothing older can be relied on.
func (s *Session) recallTurned(from, to *[]Edit, label string) {
	last := len(*from) - 1
	if last < 0 || (*from)[last].Label != label {
		s.undo, s.redo = nil, nil
		return
	}
	step := (*from)[last]
	*from = (*from)[:last]
	turned := step.Inverse()
	turned.Label = step.Label
	*to = append(*to, turned)
}

// Sitting is the id of the session that an entry is of; "" for none.
func (e LogEntry) Sitting() string {
	if i := strings.LastIndex(e.EditID, "."); i >= 0 {
		return strings.TrimSuffix(e.EditID[:i], asideMark)
	}
	return ""
}
