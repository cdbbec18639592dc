package ui

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	tea "charm.land/bubbletea/v2"

	"nianbao/model"
	"nianbao/model/rollup"
	"nianbao/ui/backend"
	"nianbao/ui/keymap"
	"nianbao/ui/theme"
	"nianbao/ui/width"
)

// partsScreen says where a cell of a sum comes from: the units with their figures, largest
// first, last year's beside, and the adjustments.
type partsScreen struct {
	cell    *model.Cell
	parts   []rollup.Part
	last    map[string]model.Figure // by unit
	missed  []string                // units whose figures can't be had
	at, top int
	page    int // units in sight
}

// openParts opens the screen, with the cursor on a unit.
func openParts(a *App, cell *model.Cell, unit string) tea.Cmd {
	r := a.session().Report().Clone()
	switch {
	case !r.IsSum():
		a.inform("这份报告是单位自己的，不是汇总")
		return nil
	case len(r.Sources) == 0:
		a.inform(say("还没有汇总：在报告目录里按 {key:contents.sum}，接收以后再加起来"))
		return nil
	}
	store := a.deps.Store
	return a.wait(func() func() tea.Cmd {
		s := partsOf(store, r, cell)
		s.at = max(slices.IndexFunc(s.parts, func(p rollup.Part) bool { return p.Unit == unit }), 0)
		return func() tea.Cmd {
			a.push(s)
			return nil
		}
	})
}

// partsOf reads the figures of a cell in the reports of a sum.
func partsOf(store backend.Store, r *model.Report, cell *model.Cell) *partsScreen {
	type part struct{ now, last model.Figure }
	got := make(chan map[string]part, 1)
	got <- map[string]part{}
	missed := backend.EachSource(store, r.Sources, func(src model.Source, one, last *model.Report) {
		p := part{now: model.Evaluate(one).At(cell.ID)}
		if last != nil {
			p.last = model.EvaluateAs(last, r.Form).At(cell.ID)
		}
		all := <-got
		all[src.Unit] = p
		got <- all
	})
	s := &partsScreen{cell: cell, last: map[string]model.Figure{}}
	for unit, p := range <-got {
		s.parts = append(s.parts, rollup.Part{Unit: unit, Value: p.now})
		s.last[unit] = p.last
	}
	for unit := range missed {
		s.missed = append(s.missed, unit)
	}
	slices.Sort(s.missed)
	rollup.Largest(s.parts)
	return s
}

func (s *partsScreen) title(a *App) string {
	r := a.session().Report()
	return r.Unit + " " + itoa(r.Year) + "年度  从哪里来：" + s.cell.Brief()
}
func (s *partsScreen) scopes() []keymap.Scope { return []keymap.Scope{keymap.InParts, keymap.InReport} }
func (s *partsScreen) typing() bool           { return false }

// text takes a digit for the wish to adjust.
func (s *partsScreen) text(a *App, t string) tea.Cmd {
	if strings.ContainsAny(t, "0123456789+-") {
		return askAdjust(a, s.cell, t)
	}
	a.inform(say("{key:parts.open} 看这个单位的报告，{key:parts.edit} 调整，{key:back} 返回"))
	return nil
}

func (s *partsScreen) enabled(_ *App, act keymap.Action) bool {
	switch act {
	case keymap.Open:
		return len(s.parts) > 0
	case keymap.Edit:
		return !s.cell.Computed()
	}
	return true
}

func (s *partsScreen) do(a *App, act keymap.Action) tea.Cmd {
	if by, ok := step(act, s.page, len(s.parts)); ok {
		s.at = max(min(s.at+by, len(s.parts)-1), 0)
		return nil
	}
	switch {
	case act == keymap.Edit:
		return askAdjust(a, s.cell, "")
	case act == keymap.Open && len(s.parts) > 0:
		return s.visit(a, s.parts[s.at].Unit)
	}
	return nil
}

// visit looks at a unit's report at the cell; the way back leads here.
func (s *partsScreen) visit(a *App, unit string) tea.Cmd {
	r, cell := a.session().Report(), s.cell
	i := slices.IndexFunc(r.Sources, func(src model.Source) bool { return src.Unit == unit })
	name, at := r.Name(), cell.ID
	return visit(a, r.Sources[i].Report, at, func() tea.Cmd {
		return openReport(a, name, opening{cell: at, place: new(string), then: func() tea.Cmd { return openParts(a, cell, unit) }})
	})
}

// adjustments are those of the cell, or of the cells that it sums up.
func (s *partsScreen) adjustments(r *model.Report) (all []model.Adjustment) {
	for _, x := range r.Adjustments {
		if x.Cell == s.cell.ID || slices.Contains(s.cell.Terms, x.Cell) {
			all = append(all, x)
		}
	}
	return all
}

func (s *partsScreen) view(a *App, w, h int) frame {
	r := a.session().Report()
	whole := a.sheet.At(s.cell.ID)
	lines := []string{width.Rule(w)}
	said := fmt.Sprintf("%s：%s，%d 个单位", s.cell.Brief(), whole, len(s.parts))
	for _, x := range s.adjustments(r) {
		said += fmt.Sprintf("；调整 %s（%s，%s）", signed(x.Value), x.Reason, x.By)
	}
	if len(s.missed) > 0 {
		said += "；读不到的：" + rollup.Some(s.missed, 3)
	}
	for _, l := range width.Wrap(said, w-2) {
		lines = append(lines, " "+l)
	}
	row := func(unit, now, share, last string) string {
		right := width.PadLeft(now, 12) + width.PadLeft(share, 9) + width.PadLeft(last, 12)
		if w < 60 {
			right = width.PadLeft(now, 10) + width.PadLeft(share, 8)
		}
		return width.Pad(unit, max(w-3-width.Of(right), 10)) + right
	}
	lines = append(lines, theme.Title.Render("  "+row("单位", itoa(r.Year)+"年", "占", itoa(r.Year-1)+"年")))
	first := len(lines)
	s.page = max(h-first, 1)
	s.top = max(min(s.top, s.at, len(s.parts)-s.page), s.at-s.page+1, 0)
	for i := s.top; i < min(s.top+s.page, len(s.parts)); i++ {
		p := s.parts[i]
		last := "—"
		if f := s.last[p.Unit]; f.Filled() {
			last = f.String()
		}
		line := row(width.Safe(p.Unit), p.Value.String(), rollup.Percent(p.Share(whole)), last)
		if i == s.at {
			lines = append(lines, theme.Cursor.Render(width.Pad("> "+line, w)))
		} else {
			lines = append(lines, "  "+line)
		}
	}
	return frame{lines: lines, pick: pickRow(&s.at, s.top, first, s.page, len(s.parts))}
}

// signed writes a figure with its sign.
func signed(f model.Figure) string {
	if f.Sign() > 0 {
		return "+" + f.String()
	}
	return f.String()
}

// askAdjust asks by how much a cell of the sum is to be corrected, and why; typed is what was
// typed over it.
func askAdjust(a *App, cell *model.Cell, typed string) tea.Cmd {
	if a.locked() || !mayCollect(a) {
		return nil
	}
	if cell.Computed() {
		a.warn("「" + cell.Brief() + say("」是合计，由程序计算：请调整它的分项；从哪里来按 {key:table.sum}"))
		return nil
	}
	if !strings.HasPrefix(typed, "+") && !strings.HasPrefix(typed, "-") {
		typed = "" // a figure to take its place is no correction
	}
	a.push(&lineScreen{heading: "调整汇总数", label: "加减多少、原因：", prompt: newPrompt(typed, false),
		help: say("「%s」现在是 %s，是各单位加起来的，不能直接改：单位报错了的，请单位改正、再接收、再加起来。重复计算等要调整的，写加减多少，空一格，再写原因，如 -2 两单位报了同一件。", cell.Brief(), a.sheet.At(cell.ID)),
		done: func(words string) (tea.Cmd, error) {
			value, reason, _ := strings.Cut(words, " ")
			if value == "" {
				return nil, errors.New("请写加减多少，空一格，再写原因")
			}
			by, err := model.ParseDecimal(strings.TrimPrefix(value, "+"))
			if err != nil {
				return nil, fmt.Errorf("先写加减多少，空一格，再写原因：%w", err)
			}
			if reason, err = model.Reason(reason); err != nil {
				return nil, err
			}
			e := model.Adjust(a.session().Report(), model.Adjustment{Cell: cell.ID, Value: by, Reason: reason, By: a.deps.User, At: a.deps.Now()})
			if err := a.session().Apply(e); err != nil {
				return nil, err
			}
			a.pop()
			a.inform(say("已调整「%s」%s，现在是 %s；按 {key:undo} 撤销", cell.Brief(), signed(by), model.Evaluate(a.session().Report()).At(cell.ID)))
			return a.edited(), nil
		}})
	return nil
}
