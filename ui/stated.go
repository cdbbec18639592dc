package ui

import (
	"slices"
	"strings"

	tea "charm.land/bubbletea/v2"

	"nianbao/model"
	"nianbao/ui/keymap"
	"nianbao/ui/width"
)

// statedScreen says, of a figure typed into a total, that the total is computed,
// and offers to keep the figure as the ledger's.
type statedScreen struct {
	table *tableScreen
	cell  *model.Cell
	typed string
}

func (q *statedScreen) title(*App) string      { return "这一格是合计" }
func (q *statedScreen) scopes() []keymap.Scope { return []keymap.Scope{keymap.InConfirm} }
func (q *statedScreen) typing() bool           { return true }

func (q *statedScreen) do(a *App, act keymap.Action) tea.Cmd {
	if act == keymap.First {
		a.pop()
		return q.table.beginTotal(a, q.typed)
	}
	return q.insist(a)
}

func (q *statedScreen) place() place {
	return place{Section: q.table.sec.Key, Cell: q.cell.ID, Typing: q.typed}
}

// text takes the figure's other digits.
func (q *statedScreen) text(a *App, t string) tea.Cmd {
	q.typed = model.Cut(q.typed+t, 20)
	return a.saveSoon()
}

func (q *statedScreen) raw(a *App, k tea.KeyPressMsg) tea.Cmd {
	switch k.String() {
	case "backspace":
		if r := []rune(q.typed); len(r) > 1 {
			q.typed = string(r[:len(r)-1])
			return a.saveSoon()
		}
		a.pop()
		return a.saveSoon()
	}
	return q.insist(a)
}

func (q *statedScreen) insist(a *App) tea.Cmd {
	a.warn(say("这一格不用填：按 {key:confirm.first} 记作台账上的合计，按 {key:back} 返回"))
	return nil
}

func (q *statedScreen) ask(a *App) *confirmScreen {
	now := "空"
	if f := a.sheet.At(q.cell.ID); f.Filled() {
		now = f.String()
	}
	return &confirmScreen{must: true, lines: []string{
		"「" + q.cell.Brief() + "」是合计，由程序计算，不用填；现在是 " + now + "。您输入的：" + strings.TrimSpace(q.typed),
		"台账上的合计可以记下来和它核对：和计算的不同时一直提示差多少，不印出来。",
	}, options: []option{{key: answerKey(keymap.First), label: "记作台账上的合计"}, {key: keys.Keys(keymap.Anywhere, keymap.Back)[0], label: "不填，返回"}}}
}

func (q *statedScreen) view(a *App, w, h int) frame { return q.ask(a).view(a, w, h) }

// unmet shows a total that doesn't come to what the paper says: the sum, and of what, in
// so many columns; "" for any other cell.
func (s *tableScreen) unmet(a *App, c *model.Cell, columns int) string {
	stated, settled := a.session().Report().StatedTotal(c.ID)
	sum := a.sheet.At(c.ID)
	open := stated.Filled() && !settled && !a.sheet.Unknown(c.ID)
	if !open || sum == stated {
		return ""
	}
	if text := sum.String() + "/" + stated.String(); width.Of(text) <= columns {
		return text
	}
	return sum.String()
}

// paperTotals goes to the totals, to type those of the paper, or back to the cells.
func (s *tableScreen) paperTotals(a *App) {
	if a.locked() {
		return
	}
	if s.totals && s.current().Computed() {
		s.totals = false
		s.grid.MoveTo(0, 0)
		s.backToTyped()
		if a.sheet.At(s.current().ID).Filled() {
			s.nextBlank(a)
		}
		a.inform("现在填各格：还没填到纸上的总计的，总计格里写着「填了的/纸上的」")
		return
	}
	for _, row := range s.cells {
		if n := len(row); n > 0 && row[n-1].Computed() {
			s.moveTo(row[n-1].ID)
			s.totals = true
			a.inform(say("照纸上填总计：{key:table.commit} 到下一个；填完按 {key:table.totals} 去填各格"))
			return
		}
	}
	a.inform("这张表没有总计")
}

// invite says once, of a table that nobody has begun, that its totals may be typed first.
func (s *tableScreen) invite(a *App) {
	r := a.session().Report()
	key := r.Name() + s.sec.Key
	hasTotals := slices.ContainsFunc(slices.Concat(s.cells...), (*model.Cell).Computed)
	if asked := a.invited[key]; asked || !hasTotals || s.begun(r) {
		return
	}
	if a.invited == nil {
		a.invited = map[string]bool{}
	}
	a.invited[key] = true
	a.inform(say("照纸上填的，可以先按 {key:table.totals} 填总计，填各格时随时核对"))
}

// begun reports whether anything of the table is known.
func (s *tableScreen) begun(r *model.Report) bool {
	if filled, _ := r.Progress(s.sec.Key); filled > 0 || len(r.UnreadCells(s.sec.Key)) > 0 {
		return true
	}
	return slices.ContainsFunc(slices.Concat(s.cells...), func(c *model.Cell) bool {
		stated, _ := r.StatedTotal(c.ID)
		return stated.Filled()
	})
}
