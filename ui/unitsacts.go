package ui

import (
	"errors"
	"fmt"
	"path/filepath"
	"strings"

	tea "charm.land/bubbletea/v2"

	"nianbao/model"
	"nianbao/model/rollup"
	"nianbao/ui/backend"
	"nianbao/ui/collecting"
)

// judge says something of units' reports, off the loop, and then tells what came of it.
func (s *unitsScreen) judge(a *App, units []string, what string, judge collecting.Judgement) tea.Cmd {
	if a.locked() {
		return nil
	}
	x := s.collector(a).Apart()
	return a.wait(func() func() tea.Cmd {
		d, err := x.Judge(units, what, judge)
		return func() tea.Cmd {
			if err != nil {
				a.fail(err)
				return nil
			}
			s.marked = map[string]bool{}
			cmd := tea.Cmd(nil)
			if !d.Edit.Empty() {
				cmd = a.applied(d.Edit, say("%s %d 个；按 {key:undo} 撤销", what, len(d.Units)))
			}
			s.tell(a, d)
			return cmd
		}
	})
}

// tell shows what could not be said and why, and which letters were written.
func (s *unitsScreen) tell(a *App, d collecting.Verdict) {
	var lines []string
	letters := false
	for _, f := range d.Refused {
		lines = append(lines, "没有"+d.What+" "+f.Unit+"："+f.Why)
	}
	for _, w := range d.Units {
		if w.File != "" {
			letters = true
			lines = append(lines, fmt.Sprintf("%s：第 %d 次退回，意见写在 %s", w.Unit, w.Round, w.File))
		}
	}
	done := fmt.Sprintf("%s %d 个", d.What, len(d.Units))
	switch {
	case len(lines) == 0:
	case len(lines) == 1 && len(d.Units) == 0:
		a.warn(lines[0])
	case len(lines) == 1 && len(d.Refused) == 0:
		a.inform(lines[0])
	case len(lines) == 1:
		a.warn(done + "；" + lines[0])
	default:
		if letters {
			lines = append(lines, "", "撤销只撤销登记，写好的信还在文件夹里，不发的请自己删去。")
		}
		a.push(newPage(d.What, append([]string{fmt.Sprintf("%s，没有%s %d 个。", done, d.What, len(d.Refused)), ""}, lines...)...))
		a.inform(say("%s；要撤销，先按 {key:back} 回去，再按 {key:undo}", done))
	}
}

// receive accepts reports. Cells that were read with doubt ask for a reason.
func (s *unitsScreen) receive(a *App, reason string) tea.Cmd {
	units := s.meant(a)
	if !mayCollect(a) {
		return nil
	}
	if reason == "" && s.doubtful(a, units) {
		askReason(a, "接收：有格读得拿不准", "说明：", say("先按 {key:back} 回去、按 {key:units.open} 看报告，读错的改正。都看过、没有读错的，在这里写明，再接收。"), "请写明看过了什么",
			func(reason string) tea.Cmd { return s.receive(a, reason) })
		return nil
	}
	return s.judge(a, units, "接收", collecting.Accept(reason, say("按 {key:units.receive} ")))
}

// askReason asks for a reason and goes on with it; missing is what is said where none is given.
func askReason(a *App, heading, label, help, missing string, then func(reason string) tea.Cmd) {
	a.push(&lineScreen{heading: heading, label: label, prompt: newPrompt("", false), help: help, done: func(words string) (tea.Cmd, error) {
		reason, err := model.Reason(words)
		if err == nil && reason == "" {
			err = errors.New(missing)
		}
		if err != nil {
			return nil, err
		}
		a.pop()
		return then(reason), nil
	}})
}

func (s *unitsScreen) doubtful(a *App, units []string) bool {
	x := s.collector(a)
	for _, u := range units {
		if x.Doubtful(u) > 0 {
			return true
		}
	}
	return false
}

// giveBack writes letters into a folder of the collector's beside the exported files.
func (s *unitsScreen) giveBack(a *App) tea.Cmd {
	judge := collecting.Return(letters(a), "")
	if s.markedNow() < 2 {
		return s.judge(a, s.meant(a), "退回", judge)
	}
	return s.judge(a, s.meant(a), "退回", func(x *collecting.Collector, unit string) (model.UnitReview, string, string, error) {
		if x.Reviews[unit].Word == model.WordAccepted { // among many, nobody may have meant it
			return model.UnitReview{}, "", "已经接收了；要退回的，光标移到它上面，一个一个退", nil
		}
		return judge(x, unit)
	})
}

// letters is how a collector's letters are written: into a folder beside the exported files.
func letters(a *App) collecting.Letters {
	folder := filepath.Join(backend.AtHome(a.deps.ExportDir), "核对意见-"+a.session().Report().Name())
	return collecting.Letters{Folder: folder, Formats: []string{"docx"}}
}

// remind writes to the units that have not sent their reports: those marked, or all.
func (s *unitsScreen) remind(a *App) tea.Cmd {
	var units []string
	if s.markedNow() > 0 {
		units = s.meant(a)
	}
	x, how := s.collector(a).Apart(), letters(a)
	return a.wait(func() func() tea.Cmd {
		d, err := x.Remind(units, how)
		return func() tea.Cmd {
			switch {
			case err != nil:
				a.fail(err)
			case len(d.Units) == 0:
				a.inform("没有要催的：都报了")
			default:
				missing := 0
				for _, w := range d.Units {
					if w.State == rollup.Missing {
						missing++
					}
				}
				a.inform(fmt.Sprintf("催报：未报 %d 个，退回了没有再报的 %d 个，通知写在 %s", missing, len(d.Units)-missing, d.Units[0].File))
			}
			return nil
		}
	})
}

// excuse says that units have not to report, or takes that back.
func (s *unitsScreen) excuse(a *App, u *collecting.Unit) tea.Cmd {
	if u.State == rollup.Excused {
		return s.judge(a, s.meant(a), "恢复应报", collecting.Expect)
	}
	if !mayCollect(a) {
		return nil
	}
	units := s.meant(a)
	askReason(a, "注明不用报", "原因：", rollup.Some(units, 3)+" 不用报的原因，如 已并入文化局、由市里汇总", "请写原因",
		func(reason string) tea.Cmd { return s.judge(a, units, "不用报", collecting.Excuse(reason)) })
	return nil
}

// unlist takes units off the list.
func (s *unitsScreen) unlist(a *App) tea.Cmd {
	units := s.meant(a)
	s.marked = map[string]bool{}
	return a.applied(model.Unlist(a.session().Report(), units...), say("已从名单去掉 %s，报告还在；按 {key:undo} 撤销", rollup.Some(units, 3)))
}

// addUp adds up what is accepted; of what lacks a draft is made, which says so.
func (s *unitsScreen) addUp(a *App) tea.Cmd {
	if a.locked() {
		return nil
	}
	x := s.collector(a).Apart()
	return a.wait(func() func() tea.Cmd {
		sum, err := x.AddUp()
		return func() tea.Cmd {
			switch {
			case err != nil:
				a.fail(err)
				return nil
			case len(sum.Added) == 0:
				a.warn(say("还没有接收的报告：看过以后按 {key:units.receive} 接收，再加起来"))
				return nil
			}
			e := sum.Edit(a.session().Report())
			if e.Empty() {
				a.inform(fmt.Sprintf("汇总数没有变：还是这 %d 份加起来的", len(sum.Added)))
				return nil
			}
			done := say("%d 份已加起来；按 {key:back} 看汇总的报告，在表里按 {key:table.sum} 看一格从哪里来", len(sum.Added))
			if !sum.Whole() {
				done = say("%d 份已加起来，是草稿：还没有报的 %d 个，没有接收的 %d 个", len(sum.Added), len(sum.Missing), len(sum.Faulty))
			}
			if len(sum.Later) > 0 {
				done += "；接收以后又改过的，用的是接收的那一稿：" + rollup.Some(sum.Later, 3)
			}
			return a.applied(e, done)
		}
	})
}

// figures shows the shares of the sum and the units in their order.
func (s *unitsScreen) figures(a *App) tea.Cmd {
	x := s.collector(a).Apart()
	return a.wait(func() func() tea.Cmd {
		figures, err := x.Figures()
		return func() tea.Cmd {
			if err != nil {
				a.fail(err)
				return nil
			}
			a.push(newPage("指标："+x.Name(), append(figures.Lines(), "", "要 Excel 的：nianbao rollup stats "+x.Name()+" -o 指标.xlsx")...))
			return nil
		}
	})
}

// askUnits asks for units to put on the list.
func (s *unitsScreen) askUnits(a *App) tea.Cmd {
	if a.locked() {
		return nil
	}
	a.push(&lineScreen{heading: "加单位", label: "单位：", prompt: newPrompt("", false),
		help: "写单位全称，几个用、隔开；或者写、粘贴名单文件的路径。本级自己的数写「" + rollup.OwnName(a.session().Report().Unit) + "」。",
		done: func(words string) (tea.Cmd, error) {
			if path := backend.TypedPath(words, a.deps.ExportDir); path != "" {
				a.pop()
				return s.readList(a, path), nil
			}
			var rows []rollup.Row
			for _, name := range strings.FieldsFunc(words, func(r rune) bool { return strings.ContainsRune("、，,；;", r) }) {
				rows = append(rows, rollup.Row{Where: name, Fields: []string{name}})
			}
			units, told := rollup.ReadList(rows)
			if len(told) > 0 {
				return nil, fmt.Errorf("「%s」%s", told[0].Where, told[0].Why)
			}
			if len(units) == 0 {
				return nil, fmt.Errorf("请写单位名称")
			}
			a.pop()
			return s.list(a, "加单位", units, nil), nil
		}})
	return nil
}

// list puts units on the list, and tells what gave none.
func (s *unitsScreen) list(a *App, label string, units []model.ListedUnit, told []string) tea.Cmd {
	r := a.session().Report()
	e := model.SetListed(r, fmt.Sprintf("%s，%d 个", label, len(units)), rollup.Listing(r, units)...)
	if e.Empty() {
		a.inform("名单上都有了，没有改动")
		return nil
	}
	cmd := a.applied(e, say("%s：%d 个；按 {key:undo} 撤销", label, len(units)))
	if len(told) > 0 {
		a.push(newPage(label, append([]string{fmt.Sprintf("列入 %d 个单位。没有列入的：", len(units)), ""}, told...)...))
	}
	return cmd
}

// readList reads the list of units from a file.
func (s *unitsScreen) readList(a *App, path string) tea.Cmd {
	files, fence := a.deps.Files, a.deps.Fence
	return a.wait(func() func() tea.Cmd {
		err := fence.Check(path)
		var rows []rollup.Row
		if err == nil {
			rows, err = files.Rows(path)
		}
		return func() tea.Cmd {
			if err != nil {
				a.fail(err)
				return nil
			}
			units, told := rollup.ReadList(rows)
			if len(units) == 0 {
				a.warn("没有读出单位：名单是一张表（表头有「单位名称」），或每行一个单位的文本")
				return nil
			}
			var left []string
			for _, t := range told {
				left = append(left, t.Where+" "+model.CleanText(t.What)+"："+t.Why)
			}
			return s.list(a, "读入单位名单", units, left)
		}
	})
}

// takeLast takes over the list of the year before.
func (s *unitsScreen) takeLast(a *App) tea.Cmd {
	if a.locked() {
		return nil
	}
	store, r := a.deps.Store, a.session().Report().Clone()
	return a.wait(func() func() tea.Cmd {
		last, err := backend.LastYear(store, r)
		return func() tea.Cmd {
			switch {
			case err != nil:
				a.fail(err)
				return nil
			case last == nil || len(last.Units) == 0:
				a.warn(fmt.Sprintf("没有 %d 年的汇总，或者它没有名单：请读入名单文件，或者写单位名称", r.Year-1))
				return nil
			}
			units, gone := rollup.ListAgain(last, r.Year)
			return s.list(a, "沿用 "+last.Name()+" 的名单", units, gone)
		}
	})
}
