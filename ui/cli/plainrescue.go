package cli

import (
	"errors"
	"fmt"
	"strings"

	"nianbao/model"
	"nianbao/ui/backend"
	"nianbao/ui/desk"
)

// takeUp goes through the rescue files, and asks of each what to do with it.
func (p *plain) takeUp(string) error {
	paths := desk.RescueFiles(p.RescueDirs, p.User)
	if len(paths) == 0 {
		return p.printf("没有救援文件：所有改动都保存了。\n")
	}
	for _, path := range paths {
		if err := p.takeUpOne(path); err != nil {
			return err
		}
	}
	return nil
}

func (p *plain) takeUpOne(path string) error {
	if err := p.printf("文件 %s\n", path); err != nil {
		return err
	}
	err := p.Fence.Check(path)
	var x *desk.Rescued
	if err == nil {
		x, err = desk.ReadRescued(p.store, path)
	}
	var ways []string
	var do []func() error
	way := func(says string, what func() error) { ways, do = append(ways, says), append(do, what) }
	if err != nil {
		err = p.printf("! 无法读取：%s。\n", strings.TrimSuffix(backend.Message(err), "。"))
	} else if err = p.tellRescued(x); err == nil {
		p.rescueWays(x, way)
	}
	if err != nil {
		return err
	}
	way("不要了：文件改名留着，以后不再问", func() error { return desk.SetAside(path) })
	n, err := p.choose(false, ways...)
	if err != nil || n < 0 {
		return err
	}
	return p.fail(do[n]())
}

// rescueWays are what can be done with edits that were rescued.
func (p *plain) rescueWays(x *desk.Rescued, way func(string, func() error)) {
	create := func() error {
		if err := x.Create(p.store); err != nil {
			return err
		}
		return errors.Join(p.printf("已存为新报告「%s」。\n", x.File.Name()), desk.SetAside(x.Path))
	}
	if x.Latest != nil {
		way("找回：并入报告，与其他人改动不同的逐处询问", func() error { return p.merge(x) })
		return
	}
	if x.Trashed != nil {
		way("恢复这份报告，再找回", func() error {
			if _, err := p.store.Undelete(x.Report); err != nil {
				return err
			}
			found, err := desk.ReadRescued(p.store, x.Path)
			if err != nil {
				return err
			}
			return p.merge(found)
		})
	}
	if x.Another == nil {
		way("把文件里的存为新报告", create)
		return
	}
	way("把文件里的另存为一份报告，名称后加「（找回）」", create)
	way("并入现在这一份，不同的逐处选定", func() error {
		return p.open(x.Another.Name(), opening{then: func() error {
			reading, _, err := p.readFile(x.Path, true)
			if err != nil {
				return p.fail(err)
			}
			in := incoming{plain: p, x: reading, into: true, rescued: x.Path}
			return in.take()
		}})
	})
}

// tellRescued tells what edits were rescued, and what has become of their report.
func (p *plain) tellRescued(x *desk.Rescued) error {
	name := x.File.Name()
	if x.Latest != nil {
		name = x.Latest.Name()
	}
	text := fmt.Sprintf("「%s」，在第 %d 稿上改了 %d 处，没有保存：\n", name, x.Revision, len(x.Changes()))
	for i, c := range x.Changes() {
		if i == 6 {
			text += "  ……\n"
			break
		}
		text += fmt.Sprintf("  %s：%s → %s\n", x.File.TargetName(c.Target), model.ShowValue(c.Target, c.Before), model.ShowValue(c.Target, c.After))
	}
	switch {
	case x.Latest != nil && x.Latest.State == model.Final:
		text += "这份报告已经定稿，找回时会问要不要更正。\n"
	case x.Trashed != nil:
		text += fmt.Sprintf("报告「%s」已被%s在 %s 删除。\n", x.Trashed.Report, desk.NameOf(x.Trashed.Actor), x.Trashed.At.Local().Format("2006-01-02 15:04"))
	case x.Latest == nil:
		text += "报告「" + name + "」不在列表里了。\n"
	}
	if x.Store != "" && x.Store != p.store.Path() {
		text += "这些改动是在另一个数据文件里做的：" + x.Store + "。\n"
	}
	if x.Another != nil {
		text += "列表里现在的「" + x.Another.Name() + "」是另一份，不是您改的那一份。\n"
	}
	return p.printf("%s", text)
}

// merge opens the report with the edits as unsaved ones, and joins them with what has come
// since they were made.
func (p *plain) merge(x *desk.Rescued) error {
	return p.open(x.Latest.Name(), opening{then: func() error {
		session, err := x.Resume(x.Latest, p.call.SessionID())
		if err != nil {
			return p.fail(err)
		}
		if err := p.goBack(x.Place, ""); err != nil {
			return err
		}
		if !session.Dirty() { // only where it was left, with what was half typed
			return p.fail(desk.SetAside(x.Path))
		}
		p.desk.Resume(session, x.Path)
		if err := p.carry(p.desk.JoinAtOnce(p.Now(), x.Latest, x.Entries)); err != nil {
			return err
		}
		if err := p.save(); err != nil {
			return err
		}
		return p.printf("已并入报告；%s。\n", say("{key:undo} 可以撤销"))
	}})
}
