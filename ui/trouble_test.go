package ui

import (
	"fmt"
	"slices"
	"testing"

	"nianbao/model"
	"nianbao/ui/backend"
)

// damagedFolder is one whose store is damaged, with n reports that can be saved.
func damagedFolder(n int) *fakeFolder {
	m := &model.Mended{Older: []string{"乙镇人民政府-2025"}, Changed: map[string]string{"乙镇人民政府-2025": "2026-01-17 16:20"}, Missing: []string{"丙镇人民政府-2024"}}
	for i := range n {
		m.Whole = append(m.Whole, fmt.Sprintf("第%d镇人民政府-2025", i+1))
	}
	return &fakeFolder{fail: fakeError{model.CodeDamaged}, health: backend.Health{Problem: "坏了", Prospect: m, Copies: []backend.CopyHealth{
		{Day: "2026-01-19", Problem: "无法读取"}, {Day: "2026-01-18", Made: "2026-01-18 09:30", Reports: 12}}}}
}

// spoil damages the store under an open list.
func (d *driver) spoil() {
	d.t.Helper()
	d.begin()
	d.press("esc")
	d.folder = damagedFolder(30)
	d.folder.store, d.app.deps.Folder = d.store, d.folder
	d.store.failList = d.folder.fail
	d.store.changes++
	d.pass(pollEvery)
}

func TestDamagedAtStart(t *testing.T) {
	for _, x := range []struct {
		keys []string
		done string
	}{{[]string{"m"}, "mend"}, {[]string{"b", "y"}, "copy"}} {
		d := driveWith(t, 80, 24, damagedFolder(3))
		if _, err := d.store.Create(model.NewReport(model.Form2021, "某某镇人民政府", model.Town, 2025), ""); err != nil {
			t.Fatal(err)
		}
		d.see("出错：damaged", "请不要删除", "完整 3 份，只有较早一稿的 1 份，无法读取的 1 份", "丙镇人民政府-2024：无法读取", "第3镇人民政府-2025：完整", "只有较早的一稿，2026-01-17 16:20 存的", "2026-01-18 09:30 的每日备份，有 12 份报告", "m 救出来")
		d.lack("Esc 返回")
		d.press("esc", "ctrl+\\", "ctrl+p", "n", "enter") // nothing of the list is there
		d.see("能救出来的")
		d.press(x.keys...)
		d.see("nianbao-损坏-20260105-090000.db", "已经可以接着填了")
		d.press("esc")
		d.see("某某镇人民政府", "n 新建")
		if !slices.Equal(d.folder.done, []string{x.done}) {
			t.Error(d.folder.done)
		}
		d.press("enter", "3", "7", "enter")
		d.pass(pollEvery)
		d.see("已保存")
	}
}

// TestClosedAtStart: what is no damage can only be tried again.
func TestClosedAtStart(t *testing.T) {
	d := driveWith(t, 80, 24, &fakeFolder{fail: fakeError{model.CodeBusy}, health: backend.Health{Problem: "占用"}})
	d.see("出错：busy。再试一次", "再打开一次")
	d.lack("救出来")
	d.press("m", "b", "r")
	d.see("仍然打不开；请从下面选一种办法")
	d.folder.fail = nil
	d.press("r")
	d.see("数据文件又可以用了", "还没有报告")
	d = driveWith(t, 80, 24, damagedFolder(1))
	d.press("q")
	if !d.quit || len(d.folder.done) > 0 {
		t.Error("leaving did something:", d.folder.done)
	}
}

// TestDamagedReport: the others can be worked on, and the way to mend it is shown.
func TestDamagedReport(t *testing.T) {
	d := drive(t, 80, 24)
	d.begin()
	d.press("esc")
	d.folder = damagedFolder(1)
	d.folder.store, d.app.deps.Folder = d.store, d.folder
	d.store.damaged = "某某镇人民政府-2025"
	d.press("enter")
	d.see("出错：damaged", "回列表，先填别的报告", "Esc 返回")
	d.press("esc")
	d.see("n 新建")
	d.press("enter", "m")
	d.see("已经可以接着填了")
	d.press("esc", "enter")
	d.see("三、")
}

// TestDamagedMeanwhile: it shows in the list, and goes when somebody has mended it.
func TestDamagedMeanwhile(t *testing.T) {
	d := drive(t, 80, 24)
	d.spoil()
	d.folder.health.AtWork = []string{"王芳（10.0.0.7）"}
	d.press("r")
	d.see("能救出来的", "现在开着报告的是 王芳（10.0.0.7）")
	d.press("end", "pgdown", "pgdown", "pgdown", "pgdown")
	d.see("第30镇人民政府-2025：完整")
	d.store.failList = nil
	d.store.changes++
	d.pass(pollEvery)
	d.see("数据文件又可以用了", "n 新建")
}

func TestNotices(t *testing.T) {
	d := drive(t, 80, 24)
	d.begin()
	d.store.notices = []string{"数据文件夹 /srv 在网络共享（NFS）上：断线、几台电脑同时写时可能损坏。请换到本机磁盘，或者用 ssh 登录到服务器上填"}
	d.press("esc")
	d.see("! 数据文件夹 /srv 在网络共享", "登录到服务器上填", ">某某镇人民政府")
}
