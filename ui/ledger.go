package ui

import (
	"strings"

	tea "charm.land/bubbletea/v2"

	"nianbao/model"
	"nianbao/ui/keymap"
)

// ledgerScreen says, of a figure typed into a total, that the total is computed,
// and offers to keep the figure as the ledger's.
type ledgerScreen struct {
	table *tableScreen
	cell  *model.Cell
	typed string
}

func (q *ledgerScreen) title(*App) string      { return "这一格是合计" }
func (q *ledgerScreen) scopes() []keymap.Scope { return []keymap.Scope{keymap.InConfirm} }
func (q *ledgerScreen) typing() bool           { return true }

func (q *ledgerScreen) do(a *App, act keymap.Action) tea.Cmd {
	if act == keymap.First {
		a.pop()
		return q.table.beginTotal(a, q.typed)
	}
	return q.insist(a)
}

func (q *ledgerScreen) place() place {
	return place{Section: q.table.sec.Key, Cell: q.cell.ID, Typing: q.typed}
}

// text takes the figure's other digits.
func (q *ledgerScreen) text(a *App, t string) tea.Cmd {
	q.typed = model.Cut(q.typed+t, 20)
	return a.saveSoon()
}

func (q *ledgerScreen) raw(a *App, k tea.KeyPressMsg) tea.Cmd {
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

func (q *ledgerScreen) insist(a *App) tea.Cmd {
	a.warn(say("这一格不用填：按 {key:confirm.first} 记作台账上的合计，按 {key:back} 返回"))
	return nil
}

func (q *ledgerScreen) ask(a *App) *confirmScreen {
	now := "空"
	if f := a.sheet.At(q.cell.ID); f.Filled() {
		now = f.String()
	}
	return &confirmScreen{must: true, lines: []string{
		"「" + q.cell.Brief() + "」是合计，由程序计算，不用填；现在是 " + now + "。您敲的：" + strings.TrimSpace(q.typed),
		"台账上的合计可以记下来和它核对：和计算的不同时一直提示差多少，不导出。",
	}, options: []option{{key: answerKey(keymap.First), label: "记作台账上的合计"}, {key: keys.Keys(keymap.Anywhere, keymap.Back)[0], label: "不填，返回"}}}
}

func (q *ledgerScreen) view(a *App, w, h int) frame { return q.ask(a).view(a, w, h) }
