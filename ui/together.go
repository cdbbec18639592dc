package ui

import (
	"fmt"
	"slices"

	tea "charm.land/bubbletea/v2"

	"nianbao/model/check"
	"nianbao/ui/keymap"
)

// togetherScreen lists all places that one rule would change in the texts: one key
// changes them, after a look, as one step.
type togetherScreen struct {
	previewScreen
	rule string
	of   *findingsScreen
}

// askTogether lists what is changed together with a finding.
func askTogether(a *App, of *findingsScreen, f check.Finding) {
	all := check.Together(a.session().Report(), a.findings, &f)
	if all == nil {
		alone := say("按 {key:findings.open} 去看，一处一处改")
		if f.Repair != nil {
			alone = say("按 {key:findings.repair} 改这一处，或按 {key:findings.open} 去看")
		}
		a.inform("这条规则没有几处能一起改的：" + alone)
		return
	}
	page := newPage("一起改正（"+f.Rule+"）", togetherLines(a, all)...)
	a.push(&togetherScreen{previewScreen: *page, rule: f.Rule, of: of})
}

// togetherLines tell each place with its words and what they become.
func togetherLines(a *App, all []check.Finding) []string {
	lines := []string{say("以下 %d 处，看过以后按 {key:together.repair} 全部改正；有不该改的，按 {key:back} 返回，一处一处改。", len(all)), ""}
	for i, f := range all {
		lines = append(lines, fmt.Sprintf("%d. %s：%s", i+1, a.session().Report().Form.SectionName(f.Section), f.Quote), "   "+f.Repair.Label)
	}
	return lines
}

func (s *togetherScreen) scopes() []keymap.Scope {
	return []keymap.Scope{keymap.InPreview, keymap.InTogether, keymap.InReport}
}

func (s *togetherScreen) do(a *App, act keymap.Action) tea.Cmd {
	if act != keymap.Repair {
		return s.previewScreen.do(a, act)
	}
	r := a.session().Report()
	all := check.Together(r, a.findings, &check.Finding{Rule: s.rule})
	if lines := togetherLines(a, all); !slices.Equal(lines, s.source) { // somebody else has changed the texts
		s.source, s.drawn = lines, 0
		a.warn("文字刚才变了，各处已重新列出：请再看一遍")
		return nil
	}
	e := check.EditForAll(r, all)
	if e.Empty() {
		a.warn(say("没有改：那里的字已经变了，按 {key:back} 返回再看"))
		return nil
	}
	ahead := s.of.ahead(a)
	a.pop()
	cmd := a.applied(e, say("已一起改正 %d 处；按 {key:undo} 一次撤销", len(all)))
	a.showChanged(e)
	s.of.settle(a, ahead)
	return cmd
}
