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

// Compared is what differs between a revision and the report as it is, a line
// each.
func Compared(old, now *Report) []string {
	e := Restore(now, old)
	if e.Empty() {
		return []string{fmt.Sprintf("第 %d 稿和现在的内容相同。", old.Revision)}
	}
	lines := []string{fmt.Sprintf("第 %d 稿和现在有 %d 处不同：", old.Revision, len(e.Changes)), ""}
	for _, c := range e.Changes {
		lines = append(lines, now.TargetName(c.Target)+"：那时 "+ShowValue(c.Target, c.After)+"，现在 "+ShowValue(c.Target, c.Before))
		if c.Kind == TargetText {
			for _, l := range DiffLines(c.After, c.Before) {
				lines = append(lines, "    "+l)
			}
		}
	}
	return lines
}
