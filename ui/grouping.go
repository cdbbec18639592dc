package ui

import (
	"slices"

	"nianbao/model"
	"nianbao/model/check"
)

// grouping is how the findings are put in groups.
type grouping int

const (
	byLevel grouping = iota
	bySection
	byRule
	groupings
)

func (g grouping) name() string { return []string{"按级别", "按部分", "按规则"}[g] }

// group is some of the findings under a head.
type group struct {
	head      string
	findings  []int // places in App.findings
	explained bool
}

// groups are the findings as the screen lists them; those that are explained
// come last, whatever the grouping.
func (s *findingsScreen) groups(a *App) []group {
	var groups []group
	var explained []int
	heads := map[string]int{}
	add := func(i int, key string) {
		if _, ok := heads[key]; !ok {
			heads[key] = len(groups)
			groups = append(groups, group{head: key})
		}
		g := &groups[heads[key]]
		g.findings = append(g.findings, i)
	}
	for i := range a.findings {
		switch f := &a.findings[i]; {
		case f.Explained:
			explained = append(explained, i)
		case s.by == bySection:
			add(i, f.PartName(a.session().Report().Form))
		case s.by == byRule:
			add(i, f.Rule+"（"+f.Severity.Name()+"）")
		default:
			add(i, f.Severity.Name())
		}
	}
	if s.by == bySection { // as the report has them, not as they were found
		slices.SortStableFunc(groups, func(x, y group) int {
			return partIndex(a, &a.findings[x.findings[0]]) - partIndex(a, &a.findings[y.findings[0]])
		})
	}
	for i := range groups {
		g := &groups[i]
		g.head += " " + itoa(len(g.findings)) + " 条"
		if s.by == byLevel && !a.desk.Looking() {
			g.head += map[model.Severity]string{
				model.Error:   say("（改正，或者按 {key:findings.explain} 说明原因，才能导出正式文件）"),
				model.Warning: say("（改正，或者按 {key:findings.explain} 说明；不影响导出）"),
				model.Hint:    "（请看一看，不影响导出）",
			}[a.findings[g.findings[0]].Severity]
		}
	}
	if len(explained) > 0 {
		groups = append(groups, group{"已经说明的 " + itoa(len(explained)) + say(" 条（不计数；按 {key:findings.explain} 改说明，[停用] 的按 {key:findings.switch-off} 恢复）"), explained, true})
	}
	return groups
}

// order are the findings' places in the order of the screen.
func (s *findingsScreen) order(a *App) (order []int) {
	for _, g := range s.groups(a) {
		order = append(order, g.findings...)
	}
	return order
}

// regroup goes on to the next grouping, with the cursor on the same finding.
func (s *findingsScreen) regroup(a *App, f *check.Finding) {
	s.by = (s.by + 1) % groupings
	for n, i := range s.order(a) {
		if f == &a.findings[i] {
			s.at = n
		}
	}
	a.inform(s.by.name() + "分组")
}

// partIndex is the part's place in the report.
func partIndex(a *App, f *check.Finding) int {
	sections := a.session().Report().Form.Sections
	return slices.IndexFunc(sections, func(s model.Section) bool { return s.Key == f.Section })
}
