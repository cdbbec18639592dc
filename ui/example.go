package ui

import (
	tea "charm.land/bubbletea/v2"

	"nianbao/ui/backend"
)

// example is the store of examples while it stands in for the user's own.
type example struct {
	own     backend.Store // the user's
	discard func() error
}

// openExample puts a store with examples in the place of the user's: everything works
// there, and nothing of it touches the user's data.
func openExample(a *App) tea.Cmd {
	open := a.deps.Example
	return a.wait(func() func() tea.Cmd {
		store, discard, err := open()
		return func() tea.Cmd {
			if err != nil {
				a.fail(err)
				return nil
			}
			a.example = &example{a.deps.Store, discard}
			a.inform(say("这是两份例子，随便试：按 {key:list.open} 打开 2025 年度的，再按 {key:findings} 看核对出的问题"))
			return a.exchange(store)
		}
	})
}

// closeExample goes back to the user's own store.
func closeExample(a *App) tea.Cmd {
	x := a.example
	a.example = nil
	a.inform("已经回到自己的报告；例子里的改动没有保留")
	if err := x.discard(); err != nil {
		a.warn("例子没有删干净：" + err.Error())
	}
	return a.exchange(x.own)
}

// exchange goes on with another store.
func (a *App) exchange(store backend.Store) tea.Cmd {
	a.deps.Store, a.trashed = store, nil
	a.desk.LookAgain()
	list := &listScreen{}
	a.stack = stack{list}
	return list.load(a)
}

// examples reports whether there are examples to look at, and none stands there now.
func (a *App) examples() bool { return a.deps.Example != nil && a.example == nil }

// exampleTitle is the list's while the examples stand there.
const exampleTitle = "例子：随便试，不动您的数据"
