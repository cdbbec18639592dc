package ui

import (
	"fmt"
	"slices"

	tea "charm.land/bubbletea/v2"

	"nianbao/model"
	"nianbao/ui/backend"
	"nianbao/ui/desk"
	"nianbao/ui/keymap"
)

// questionScreen is the screen for one of the desk's questions.
func questionScreen(a *App, q desk.Question) screen {
	switch q := q.(type) {
	case desk.NotSaved:
		return notSavedScreen(a, q.Err)
	case desk.MadeFinal:
		return finalScreen(a, q)
	case desk.Older:
		return olderScreen(a, q)
	default:
		return &clashScreen{Clashed: q.(desk.Clashed)}
	}
}

// notSavedScreen asks what to do when leaving with unsaved work.
func notSavedScreen(a *App, err error) screen {
	next := a.next
	again := option{"r", "再保存一次，然后离开", func() tea.Cmd { return a.leave(next) }}
	if backend.Code(err) == model.CodeNotFound {
		again = option{"u", "恢复这份报告，保存，然后离开", func() tea.Cmd {
			a.next = next
			return a.waitFor(a.desk.UndeleteAndLeave())
		}}
	}
	return &confirmScreen{
		heading: "还没有保存",
		lines:   []string{backend.Message(err), "您的改动还没有丢。"},
		options: []option{
			again,
			{"w", "另存为救援文件，然后离开", func() tea.Cmd {
				path, err := a.desk.Rescue(a.deps.Now())
				if err != nil {
					a.fail(err)
					return nil
				}
				cmd := next()
				a.inform("已另存为 " + path)
				return cmd
			}},
			{"x", "放弃没有保存的改动，然后离开（已写的救援文件改名留着）", func() tea.Cmd {
				given := a.desk.GiveUp()
				cmd := next()
				return tea.Batch(a.carry(given), cmd)
			}},
		},
	}
}

// finalScreen asks what to do with unsaved edits of a report that somebody has
// made final meanwhile.
func finalScreen(a *App, q desk.MadeFinal) screen {
	return &confirmScreen{
		heading: "报告已被定稿",
		final:   true,
		lines:   []string{q.By.Of(desk.StateTarget) + "把这份报告定稿了；您有改动还没有保存，请选定怎么办："},
		must:    true,
		options: []option{
			{answerKey(keymap.First), "解除锁定（更正），把我的改动存进去", func() tea.Cmd {
				cmd := a.replay() // what was typed meanwhile was meant for the report
				a.push(&reopenScreen{keptPrompt{newPrompt(a.desk.Reason(), false)}, &q})
				return cmd
			}},
			{answerKey(keymap.Second), "报告照定稿的，我的改动另存为救援文件", func() tea.Cmd { return setAsideMine(a, q) }},
		},
	}
}

// withdraw takes the question about a final report away, once somebody else has opened
// that again: it is saved after all, for the reason that was being given. What was
// typed meanwhile comes first.
func (a *App) withdraw(then desk.Event) tea.Cmd {
	asked := false
	a.stack = slices.DeleteFunc(a.stack, func(s screen) bool {
		c, ok := s.(*confirmScreen)
		r, giving := s.(*reopenScreen)
		if giving = giving && r.final != nil; giving {
			a.desk.SetReason(r.value())
		}
		about := giving || ok && c.final
		asked = asked || about
		return about
	})
	if !asked {
		return nil
	}
	typed := a.replay()
	return tea.Batch(typed, a.carry(a.desk.On(a.deps.Now(), then)))
}

// olderScreen asks what to do where the store's report is older than the one on the
// screen: a copy was put in the store's place.
func olderScreen(a *App, q desk.Older) screen {
	return &confirmScreen{
		heading: "数据文件里的比您打开的旧",
		lines:   []string{fmt.Sprintf("数据文件里现在是第 %d 稿，您界面上的是第 %d 稿以后的：数据文件好像被换成了较早的备份。请选定用哪一边的：", q.Latest.Revision, a.session().Report().Revision)},
		must:    true,
		options: []option{
			{answerKey(keymap.First), "把界面上的全部内容存成新的一稿", func() tea.Cmd {
				effects, err := a.desk.KeepScreen(a.deps.Now(), q)
				if err != nil {
					a.fail(err)
					a.push(olderScreen(a, q))
				}
				return a.carry(effects)
			}},
			{answerKey(keymap.Second), "照数据文件里的，界面上的另存为救援文件", func() tea.Cmd { return setAsideMine(a, q) }},
		},
	}
}

// setAsideMine has a rescue file take what is unsaved, and what was typed while the
// question stood, and goes on with what the store has; where the file can't be written,
// the question is asked again.
func setAsideMine(a *App, q desk.Yielding) tea.Cmd {
	typed := a.replay()
	path, effects, err := a.desk.SetAside(a.deps.Now(), q)
	if err != nil {
		a.fail(err)
		a.push(questionScreen(a, q))
		return typed
	}
	a.dropHalf()
	cmd := a.carry(effects)
	a.inform("您的改动已另存为 " + path + say("；以后在报告列表里按 {key:rescue} 可以找回"))
	return tea.Batch(typed, cmd)
}

// keepHalf writes what was being written when somebody made the report final into a
// rescue file: it can't be entered any more.
func (a *App) keepHalf(who string) {
	path, err := a.desk.WriteRescue(a.deps.Now())
	if err != nil {
		a.warn(who + "把这份报告定稿了；您正在写的还没有确定，也没有地方另存：请先抄下来")
		return
	}
	a.dropHalf()
	a.warn(who + "把这份报告定稿了；您正在写的另存为 " + path + say("：要接着写，按 {key:finish} 更正后，到报告列表按 {key:rescue} 找回"))
}

// dropHalf leaves what was being written, which is kept in another place: what came
// to it from now on would not be.
func (a *App) dropHalf() {
	for a.here().Half() && len(a.stack) > 1 {
		if table, ok := a.top().(*tableScreen); ok {
			table.grid.Cancel()
			return
		}
		a.pop()
	}
}
