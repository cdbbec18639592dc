package ledger

import "strings"

// StillOpen are the rows of the applications that nobody has answered by a day, in the ledger's
// order. Rows that say both, or of which the day of receipt can't be read, are among them: somebody
// has to look. Of rows of one number the last one tells.
func (w *Words) StillOpen(b *Book, on Day) (rows []int) {
	last := map[string]int{}
	for i := range b.Rows {
		if n := exact(b.Rows[i].Number); n != "" {
			last[n] = i
		}
	}
	for i := range b.Rows {
		r := &b.Rows[i]
		if at, has := last[exact(r.Number)]; has && at != i || r.Received > on {
			continue
		}
		v := w.Outcome(r.Outcome, r.Basis)
		open := strings.TrimSpace(r.Outcome) == "" || v.Sure && v.Key == Open
		if answered := r.Answered != "" && r.Answered <= on; !answered && (open || r.Answered == "") {
			rows = append(rows, i)
		}
	}
	return rows
}
