package ui

import (
	"errors"

	tea "charm.land/bubbletea/v2"

	"nianbao/model"
	"nianbao/model/check"
	"nianbao/ui/backend"
	"nianbao/ui/desk"
	"nianbao/ui/keymap"
	"nianbao/ui/width"
)

// canFinish reports that [finish] would do more than say what stands in the way.
func (a *App) canFinish() bool {
	errors, _, _ := check.Count(a.findings)
	return !a.desk.Looking() && (errors == 0 || a.session().Report().State == model.Final)
}

// finish asks before the report becomes final or, where it is, why it is to be
// corrected.
func finish(a *App) tea.Cmd {
	r := a.session().Report()
	if err := a.session().Locked(); errors.Is(err, model.ErrLook) {
		a.fail(err)
		return nil
	}
	if r.State == model.Final {
		a.push(&reopenScreen{keptPrompt: keptPrompt{newPrompt("", false)}})
		return nil
	}
	askToFinish(a, "定稿", "y", "")
	return nil
}

// askToFinish asks whether the report as it stands is to be final; key says yes,
// news are sentences that come first.
func askToFinish(a *App, heading, key, news string) {
	r := a.session().Report()
	if _, err := check.Finish(r, a.findings); err != nil {
		a.warn(news + err.Error() + say("。按 {key:findings} 看是哪些"))
		return
	}
	seal := r.Seal()
	lines := []string{"定稿后锁定，不能修改；要改须先更正并说明原因。",
		"校验码 " + seal + "，印在导出文件的末尾：以后拿文件来核对，看得出有没有改过。"}
	if news != "" {
		lines = append([]string{news + "请看过再定稿。"}, lines...)
	}
	if _, warnings, _ := check.Count(a.findings); warnings > 0 {
		lines = append(lines, say("还有 %d 条警告没有说明，可以定稿；要看按 {key:back}，再按 {key:findings}。", warnings))
	}
	a.push(&confirmScreen{heading: heading, lines: lines, options: []option{{key, "定稿", func() tea.Cmd {
		now := a.session().Report()
		if now.State == model.Final {
			a.warn("刚才已被其他人定稿了")
			return nil
		}
		if now.Seal() != seal {
			askToFinish(a, notFinished, key, "刚才报告又改了。")
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
func finishAnew(a *App, by desk.Others) {
	r, who := a.session().Report(), by.Of(desk.StateTarget)
	if r.State == model.Final {
		a.warn(who + "先把这份报告定稿了，校验码 " + r.Seal() + "；您的定稿不再需要")
		return
	}
	askToFinish(a, notFinished, answerKey(keymap.First), "您定稿的同时"+who+"存了新的一稿，所以没有定稿。")
}

// reopenScreen asks why a final report is to be corrected.
type reopenScreen struct {
	keptPrompt
	// final is what somebody has made final while there were unsaved edits here; nil
	// where the report in hand is the final one.
	final *desk.MadeFinal
}

func (s *reopenScreen) title(*App) string      { return "更正：解除已定稿报告的锁定" }
func (s *reopenScreen) scopes() []keymap.Scope { return []keymap.Scope{keymap.InReopen} }

func (s *reopenScreen) place() place { return place{Reason: s.value()} }

// changed reports that the program can't be left as it is.
func (s *reopenScreen) changed() bool { return s.final != nil || s.value() != "" }

func (s *reopenScreen) back(a *App) tea.Cmd {
	if s.final != nil { // the question stands
		a.pop()
		a.push(finalScreen(a, *s.final))
		return nil
	}
	return dropUnless(a, s.value() != "")
}

func (s *reopenScreen) do(a *App, act keymap.Action) tea.Cmd {
	if act != keymap.Commit {
		return nil
	}
	r := a.session().Report()
	if s.final != nil {
		r = s.final.Latest
	}
	e, err := model.Reopen(r, s.value())
	if err != nil {
		a.warn(err.Error())
		return nil
	}
	a.pop()
	if s.final != nil {
		a.desk.SetReason(s.value()) // it may have to be asked again
		return a.waitFor(a.desk.ReopenAndSave(s.final.Latest, e))
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
	err := a.session().Locked()
	if err != nil {
		a.fail(err)
	}
	return err != nil
}

// unlock is what to do about a report that can't be changed; "" for other errors.
func unlock(err error) string {
	switch {
	case errors.Is(err, model.ErrFinal):
		return say("。要改：在报告目录或表里按 {key:finish} 更正，说明原因")
	case errors.Is(err, model.ErrSum):
		return say("。要调整：在表里这一格按 {key:table.sum}，再按 {key:parts.edit}")
	case errors.Is(err, model.ErrLook):
		return say("。要改：回到报告列表，按 {key:list.open} 打开")
	case backend.Code(err) == model.CodeFinal: // the store's, which has said what to do
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
