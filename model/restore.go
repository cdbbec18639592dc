package model

import "fmt"

// Restore is the edit that makes a report what another revision of it was; how
// far it had come then is left out.
func Restore(r, old *Report) Edit {
	e := Edit{Label: fmt.Sprintf("恢复到第 %d 稿", old.Revision)}
	for _, t := range changedTargets(r, old) {
		if t != stateTarget {
			e.add(r, t, old.Get(t))
		}
	}
	return e
}
