package ui

import (
	"fmt"
	"strings"
	"time"

	"nianbao/model"
	"nianbao/model/rollup"
	"nianbao/ui/collecting"
	"nianbao/ui/theme"
	"nianbao/ui/width"
)

func (s *unitsScreen) view(a *App, w, h int) frame {
	r := a.session().Report()
	if len(r.Units) == 0 {
		return frame{lines: s.firstSteps(w)}
	}
	s.current(a)
	all := s.shown(a)
	lines := append([]string{width.Rule(w)}, s.summary(a, w)...)
	if h >= 12 {
		lines = append(lines, theme.Title.Render(width.Clip("   "+s.row(w, "单位", "状态", "应报", "报来", "错误", "警告", "退回", "谁"), w)))
	}
	first := len(lines)
	foot := s.said(a, w, h)
	s.page = max(h-first-len(foot), 1)
	s.top = max(min(s.top, s.at, len(all)-s.page), s.at-s.page+1, 0)
	for i := s.top; i < min(s.top+s.page, len(all)); i++ {
		u := all[i]
		line := s.unit(a, u, w)
		mark := " "
		if s.marked[u.Name] {
			mark = "*"
		}
		switch {
		case i == s.at:
			lines = append(lines, theme.Cursor.Render(width.Pad(">"+mark+" "+line, w)))
		default:
			lines = append(lines, " "+mark+" "+lookOfState(u.State).Render(line))
		}
	}
	for len(foot) > 0 && len(lines) < h-len(foot) {
		lines = append(lines, "")
	}
	return frame{lines: append(lines, foot...), pick: pickRow(&s.at, s.top, first, s.page, len(all))}
}

// said is the collector's last word of the unit at the cursor, with its reason; nothing on a
// low screen.
func (s *unitsScreen) said(a *App, w, h int) []string {
	u := s.current(a)
	v, some := a.session().Report().Reviews[u.Name]
	if !some || h < 12 {
		return nil
	}
	said := model.ShowValue(model.Target{Kind: model.TargetReview, Key: u.Name}, a.session().Report().Get(model.Target{Kind: model.TargetReview, Key: u.Name}))
	if v.File != "" {
		said += "；文件 " + v.File
	}
	if v.By != "" {
		said += "（" + v.By + "）"
	}
	return []string{width.Rule(w), " " + theme.Dim.Render(width.Clip(width.Safe(u.Name+"："+said), w-2))}
}

// lookOfState makes what asks for something stand out.
func lookOfState(state rollup.State) theme.Look {
	switch state {
	case rollup.Faulty:
		return theme.Error
	case rollup.Received, rollup.Missing:
		return theme.Plain
	}
	return theme.Dim
}

// row puts a unit's columns beside each other in w columns; what matters less gives way.
func (s *unitsScreen) row(w int, name, state, due, came, errors, warnings, round, by string) string {
	right := width.PadLeft(errors, 5) + width.PadLeft(warnings, 5)
	if w >= 72 {
		right += width.PadLeft(round, 5) + "  " + width.Pad(due, 6) + width.Pad(came, 12)
	}
	if w >= 100 {
		right += " " + width.Pad(by, 12)
	}
	unit := max(w-4-7-width.Of(right), 12)
	return width.Pad(name, unit) + " " + width.Pad(state, 6) + right
}

// unit is a unit's row.
func (s *unitsScreen) unit(a *App, u collecting.Unit, w int) string {
	count := func(n int) string {
		if u.Report == "" {
			return ""
		}
		return itoa(n)
	}
	came, due, round := "", "", ""
	if at, err := time.Parse(time.RFC3339, u.Received); err == nil {
		came = when(at, a.deps.Now())
	}
	if len(u.Due) == len(time.DateOnly) {
		due = u.Due[5:]
	}
	if u.Round > 0 {
		round = itoa(u.Round) + "次"
	}
	return s.row(w, width.Safe(u.Name), u.State.Name(), due, came, count(u.Errors), count(u.Warnings), round, width.Safe(u.By))
}

// summary is how all units stand, and the sum.
func (s *unitsScreen) summary(a *App, w int) (lines []string) {
	r := a.session().Report()
	count := map[rollup.State]int{}
	sent, inTime, due := 0, 0, 0
	for _, u := range s.listed(a) {
		count[u.State]++
		if u.State != rollup.Excused && u.Report != "" {
			sent++
		}
		if u.Due != "" && u.State != rollup.Excused {
			due++
			if u.InTime() {
				inTime++
			}
		}
	}
	said := fmt.Sprintf("应报 %d  报来 %d", rollup.Expected(r), sent)
	if due > 0 {
		said += fmt.Sprintf("  按时 %d", inTime)
	}
	for _, state := range []rollup.State{rollup.Missing, rollup.Faulty, rollup.Received, rollup.Returned, rollup.Accepted, rollup.Excused} {
		if count[state] > 0 {
			said += fmt.Sprintf("  %s %d", state.Name(), count[state])
		}
	}
	for _, l := range width.Wrap(said, w-2) {
		lines = append(lines, " "+l)
	}
	var more []string
	if s.filter != "" {
		more = append(more, "只列"+s.filter.Name()+"的")
	}
	if n := s.markedNow(); n > 0 {
		more = append(more, fmt.Sprintf("选了 %d 个", n))
	}
	switch {
	case len(r.Sources) == 0:
		more = append(more, "还没有汇总")
	case len(rollup.Outdated(r)) > 0:
		more = append(more, say("汇总数过期了，按 {key:units.sum} 再加一次"))
	default:
		more = append(more, fmt.Sprintf("汇总数是 %d 份加起来的", len(r.Sources)))
	}
	return append(lines, " "+theme.Dim.Render(width.Clip(strings.Join(more, "；"), w-2)))
}

func (s *unitsScreen) markedNow() (n int) {
	for _, is := range s.marked {
		if is {
			n++
		}
	}
	return n
}

// firstSteps is what to do where the list is empty.
func (s *unitsScreen) firstSteps(w int) []string {
	lines := []string{width.Rule(w), "", "  名单还空着：要报的单位先列在这里。", ""}
	for _, step := range []string{
		say("按 {key:units.import} 读入名单：Excel（表头有「单位名称」）、csv，或每行一个单位的文本"),
		say("按 {key:units.new} 写单位名称，几个用、隔开"),
		say("按 {key:units.take-last} 沿用上年汇总的名单"),
	} {
		for i, l := range width.Wrap(step, w-4) {
			if i > 0 {
				l = "  " + l
			}
			lines = append(lines, "  "+l)
		}
	}
	return lines
}
