package ui

import (
	"errors"
	"fmt"
	"slices"

	tea "charm.land/bubbletea/v2"

	"nianbao/model"
	"nianbao/model/check"
	"nianbao/ui/backend"
	"nianbao/ui/keymap"
	"nianbao/ui/width"
)

// finish asks before the report becomes final or, where it is, why it is to be
// corrected.
func (a *App) finish() tea.Cmd {
	r := a.session.Report()
	if err := a.session.Locked(); errors.Is(err, model.ErrLook) {
		a.fail(err)
		return nil
	}
	if r.State == model.Final {
		a.push(&reopenScreen{keptPrompt: keptPrompt{newPrompt("", false)}})
		return nil
	}
	a.askToFinish("定稿", "y", "")
	return nil
}

// askToFinish asks whether the report as it stands is to be final; key says yes,
// news are sentences that come first.
func (a *App) askToFinish(heading, key, news string) {
	r := a.session.Report()
	if _, err := check.Finish(r, a.findings); err != nil {
		a.warn(news + err.Error() + say("。按 {key:findings} 看是哪些"))
		return
	}
	seal := r.Seal()
	lines := []string{"定稿以后这份报告就锁住了，谁都不能改；要改先更正，写明原因。",
		"校验码 " + seal + "，印在导出文件的末尾：以后拿文件来核对，看得出有没有改过。"}
	if news != "" {
		lines = append([]string{news + "请看过再定稿。"}, lines...)
	}
	if _, warnings, _ := check.Count(a.findings); warnings > 0 {
		lines = append(lines, say("还有 %d 条警告没有说明，可以定稿；要看按 {key:back}，再按 {key:findings}。", warnings))
	}
	a.push(&confirmScreen{heading: heading, lines: lines, options: []option{{key, "定稿", func() tea.Cmd {
		now := a.session.Report()
		if now.State == model.Final {
			a.warn("刚才已被别人定稿了")
			return nil
		}
		if now.Seal() != seal {
			a.askToFinish(notFinished, key, "刚才报告又改了。")
			return nil
		}
		e, err := check.Finish(now, a.findings) // as they are by now
		if err != nil {
			a.warn(err.Error() + say("。按 {key:findings} 看是哪些"))
			return nil
		}
		return a.applied(e, "已定稿，校验码 "+seal+say("；按 {key:export} 导出"))
	}}}})
}

// notFinished is the heading where finishing met what somebody else had saved.
const notFinished = "还没有定稿"

// finishAnew asks again after somebody else has saved while the report was being
// made final: what was agreed to was something else.
func (a *App) finishAnew(by others) {
	r, who := a.session.Report(), by.of(stateTarget)
	if r.State == model.Final {
		a.warn(who + "先把这份报告定稿了，校验码 " + r.Seal() + "；您的定稿不再需要")
		return
	}
	a.leaving = nil // it was left as final
	a.askToFinish(notFinished, answerKey(keymap.First), "您定稿的同时"+who+"存了新的一稿，所以没有定稿。")
}

// reopenScreen asks why a final report is to be corrected.
type reopenScreen struct {
	keptPrompt
	// What somebody has made final while there were unsaved edits here, and who; nil
	// and "" where the report in hand is the final one.
	latest *model.Report
	by     others
}

func (s *reopenScreen) title(*App) string      { return "更正：重新打开已定稿的报告" }
func (s *reopenScreen) scopes() []keymap.Scope { return []keymap.Scope{keymap.InReopen} }

func (s *reopenScreen) place() place { return place{Reason: s.value()} }

// changed reports that the program can't be left as it is.
func (s *reopenScreen) changed() bool { return s.latest != nil || s.value() != "" }

func (s *reopenScreen) back(a *App) tea.Cmd {
	if s.latest != nil { // the question stands
		a.pop()
		a.push(a.finalScreen(s.latest, s.by))
		return nil
	}
	return a.dropUnless(s.value() != "")
}

func (s *reopenScreen) do(a *App, act keymap.Action) tea.Cmd {
	if act != keymap.Commit {
		return nil
	}
	r := a.session.Report()
	if s.latest != nil {
		r = s.latest
	}
	e, err := model.Reopen(r, s.value())
	if err != nil {
		a.warn(err.Error())
		return nil
	}
	a.pop()
	if s.latest != nil {
		a.reason = s.value() // it may have to be asked again
		return a.reopenAndSave(s.latest, e)
	}
	return a.applied(e, say("可以更正了；改好后再按 {key:finish} 定稿"))
}

func (s *reopenScreen) view(_ *App, w, _ int) frame {
	value, x := s.show(w - 10)
	lines := []string{width.Rule(w), " 原因：" + value, "",
		say(" 如：漏登两件申请。写好按 {key:reopen.commit}；原因、姓名、时间都记在修改记录里。")}
	return frame{lines: lines, cursor: &tea.Position{X: 7 + x, Y: 1}}
}

// locked says that nothing can be changed, where that is so.
func (a *App) locked() bool {
	err := a.session.Locked()
	if err != nil {
		a.fail(err)
	}
	return err != nil
}

// unlock is what to do about a report that can't be changed; "" for other errors.
func unlock(err error) string {
	switch {
	case errors.Is(err, model.ErrFinal):
		return say("。要改：在报告目录里按 {key:finish} 更正，写明原因")
	case errors.Is(err, model.ErrLook):
		return say("。要改：回到报告列表，按 {key:list.open} 打开")
	case backend.Code(err) == backend.CodeFinal: // the store's, which has said what to do
		return say("，在报告目录里按 {key:finish}")
	}
	return ""
}

// lookUp is where to find what a step that can't be taken back was about; "" for
// other errors.
func lookUp(err error) string {
	if errors.Is(err, model.ErrStale) {
		return say("（目录里按 {key:history}）")
	}
	return ""
}

// finalScreen asks what to do with unsaved edits of a report that somebody has
// made final meanwhile.
func (a *App) finalScreen(latest *model.Report, by others) screen {
	return &confirmScreen{
		heading: "报告已被定稿",
		final:   true,
		lines:   []string{by.of(stateTarget) + "把这份报告定稿了，锁住了；您有改动还没有存进去，请选定怎么办："},
		must:    true,
		options: []option{
			{answerKey(keymap.First), "重新打开（更正），把我的改动存进去", func() tea.Cmd {
				cmd := a.replay() // what was typed meanwhile was meant for the report
				a.push(&reopenScreen{keptPrompt{newPrompt(a.reason, false)}, latest, by})
				return cmd
			}},
			{answerKey(keymap.Second), "报告照定稿的，我的改动另存为救援文件", func() tea.Cmd {
				return a.setAsideMine(nil, func() screen { return a.finalScreen(latest, by) }, func() tea.Cmd { return a.rebase(latest, nil, by) })
			}},
		},
	}
}

// reopened takes the question about a final report away, once somebody else has
// opened that again: it is saved after all, for the reason that was being given.
// It reports whether that was asked.
func (a *App) reopened() bool {
	asked := false
	a.stack = slices.DeleteFunc(a.stack, func(s screen) bool {
		c, ok := s.(*confirmScreen)
		r, giving := s.(*reopenScreen)
		if giving = giving && r.latest != nil; giving {
			a.reason = r.value()
		}
		about := giving || ok && c.final
		asked = asked || about
		return about
	})
	return asked
}

// olderScreen asks what to do where the store's report is older than the one on the
// screen: a copy was put in the store's place.
func (a *App) olderScreen(latest *model.Report) screen {
	return &confirmScreen{
		heading: "数据文件里的比您打开的旧",
		lines:   []string{fmt.Sprintf("数据文件里现在是第 %d 稿，您画面上的是第 %d 稿以后的：数据文件好像被换成了较早的备份。请选定用哪一边的：", latest.Revision, a.session.Report().Revision)},
		must:    true,
		options: []option{
			{answerKey(keymap.First), "把画面上的全部内容存成新的一稿", func() tea.Cmd {
				session := model.NewSession(latest.Clone(), a.deps.SessionID())
				shown := a.session.Report()
				if err := putBack(session, shown); err != nil {
					a.fail(err)
					a.push(a.olderScreen(latest))
					return nil
				}
				a.spare.onto = nil
				a.inform("用画面上的内容，存为新的一稿")
				if shown.State == model.Final {
					a.inform("用画面上的内容，存为新的一稿，照旧定稿，校验码 " + shown.Seal())
				}
				a.begin(session)
				return a.save()
			}},
			{answerKey(keymap.Second), "照数据文件里的，画面上的另存为救援文件", func() tea.Cmd {
				return a.setAsideMine(latest, func() screen { return a.olderScreen(latest) }, func() tea.Cmd {
					a.begin(model.NewSession(latest.Clone(), a.deps.SessionID()))
					return nil
				})
			}},
		},
	}
}

// begin goes on with another sitting over the report in hand.
func (a *App) begin(session *model.Session) {
	a.sessions[session.Report().ID], a.session, a.failure = session, session, nil
	a.refresh()
	for _, s := range a.stack {
		if text, ok := s.(*textScreen); ok {
			text.show(a, model.Target{Kind: model.TargetText, Key: text.sec.Key})
		}
	}
}

// putBack does with the store's older report what brings it to where the screen is,
// how far that has come included.
func putBack(session *model.Session, screen *model.Report) error {
	do := func(e model.Edit, err error) error {
		if err != nil {
			return err
		}
		return session.Apply(e)
	}
	back := screenBack(session.Report(), screen)
	var err error
	if session.Report().State == model.Final && (screen.State != model.Final || !back.Empty()) {
		err = do(model.Reopen(session.Report(), back.Label))
	}
	if err == nil {
		err = do(back, nil)
	}
	if err == nil && screen.State == model.Final && session.Report().State != model.Final {
		err = do(check.Finish(session.Report(), nil)) // as was agreed to then
	}
	return err
}

// screenBack is the edit that makes the store's older report what the screen has.
func screenBack(latest, screen *model.Report) model.Edit {
	e := model.BringBack(latest, screen)
	e.Label = "数据文件换成了较早的，存回画面上的内容"
	return e
}

// setAsideMine writes what is unsaved, and what was typed while the question stood,
// into a rescue file, and then goes on with what the store has; where the file
// can't be written, the question is asked again. onto is the store's report where
// that is older than what was saved here, else nil.
func (a *App) setAsideMine(onto *model.Report, ask func() screen, then func() tea.Cmd) tea.Cmd {
	typed := a.replay()
	a.spare.onto = onto
	path, err := a.rescue()
	if err != nil {
		a.fail(err)
		a.push(ask())
		return typed
	}
	a.session.Forget()
	a.dropHalf()
	cmd := then()
	a.inform("您的改动已另存为 " + path + say("；以后在报告列表里按 {key:rescue} 可以收回"))
	return tea.Batch(typed, cmd)
}

// keepHalf writes what was being written when somebody made the report final into a
// rescue file: it can't be entered any more.
func (a *App) keepHalf(who string) {
	path, err := a.rescue()
	if err != nil {
		a.warn(who + "把这份报告定稿了；您正在写的还没有确定，也没有地方另存：请先抄下来")
		return
	}
	a.dropHalf()
	a.warn(who + "把这份报告定稿了；您正在写的另存为 " + path + say("：要接着写，先按 {key:finish} 更正，再到报告列表按 {key:rescue} 收回"))
}

// dropHalf leaves what was being written, which is kept in another place: what came
// to it from now on would not be.
func (a *App) dropHalf() {
	for a.here().half() && len(a.stack) > 1 {
		if table, ok := a.top().(*tableScreen); ok {
			table.grid.Cancel()
			return
		}
		a.pop()
	}
}

// reopenAndSave reopens the stored report, whoever has made it final, and then
// saves what is unsaved here.
func (a *App) reopenAndSave(latest *model.Report, reopen model.Edit) tea.Cmd {
	store, session := a.deps.Store, model.NewSession(latest.Clone(), a.deps.SessionID())
	return a.wait(func() func() tea.Cmd {
		err := session.Apply(reopen)
		if err == nil {
			var revision int
			if revision, err = store.Save(session.Take()); revision > 0 {
				session.Saved(revision)
				err = nil // what follows is saved too, and says what is to be known
			}
		}
		return func() tea.Cmd {
			switch {
			case backend.Code(err) == backend.CodeConflict: // it is looked at anew
				a.warn("刚才别人又改了，没有重新打开；再选一次，写好的原因还在")
				return a.save()
			case err != nil:
				a.fail(err)
				return a.saveAfter(retryDelay)
			}
			a.reason = ""
			a.askAtOnce()
			cmd := a.join(a.session, a.session.Report().Revision, session.Report(), nil, nil)
			if !a.asking() {
				a.inform(say("已重新打开（更正），您的改动也存进去；改好后再按 {key:finish} 定稿"))
			}
			return cmd
		}
	})
}
