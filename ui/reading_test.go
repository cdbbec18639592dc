package ui

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"

	"nianbao/model"
	"nianbao/model/check"
)

// readingOf is what a file of 某某镇's holds: all cells 0 but for some figures,
// the first row of table three doubtful, one total that disagrees, and an
// article's head that was left out, which would steer the terminal.
func readingOf(unit string, year int) *model.Reading {
	r := model.NewReport(model.Form2021, unit, model.GuessUnitLevel(unit), year)
	x := &model.Reading{Report: r}
	figures := map[model.CellID]int64{"2.licensing.decided": 31, "3.received.natural_person": 12, "3.carried_out.natural_person": 3, "3.granted.natural_person": 9}
	for _, c := range r.Form.Cells() {
		if !c.Computed() {
			r.Figures[c.ID] = model.Count(figures[c.ID])
		}
	}
	r.Notes["2.licensing.decided"] = "含备案2件"
	r.Text["1"] = "本年推进公开工作。\n第二段，公开信息 62 条。"
	r.Text["5"] = "公开内容还不够丰富，今后继续改进，按月检查，逐项落实到人。"
	r.Text["6"] = "没有收取信息处理费。"
	sheet := model.Evaluate(r)
	r.Stated["4.direct_suit.total"] = model.Count(2)
	for i, c := range r.Form.Cells() {
		k := model.ReadCell{Cell: c.ID, Value: sheet.At(c.ID), Source: sheet.At(c.ID).String(), Label: c.Row.Label, Where: fmt.Sprintf("第2个表第%d行", i/7+1), How: "行名相符，列名相符", Confidence: 1}
		if strings.HasPrefix(string(c.ID), "3.received.") {
			k.How, k.Confidence = "行名相符，列名认不出，按表式的次序", 0.6
		}
		if c.ID == "4.direct_suit.total" {
			k.Value, k.Source = model.Count(2), "2件"
		}
		x.Read = append(x.Read, k)
	}
	x.LeftOut = []model.LeftOut{{Where: "第1段", What: "首页 > \x1b[31m公开\u202e年报", Why: "是网页的，不是报告的"}}
	return x
}

// withFiles gives the program a folder of files to read: one of 2024 and one of
// 2025, one that does not say whose and when, one that can't be read.
func (d *driver) withFiles() (dir string) {
	d.t.Helper()
	dir = d.t.TempDir()
	d.app.importDir = dir
	const unit = "某某镇人民政府"
	d.files.readings = map[string]func(int) (*model.Reading, error){
		"2024年报.docx": func(int) (*model.Reading, error) { return readingOf(unit, 2024), nil },
		"2025年报.docx": func(int) (*model.Reading, error) { return readingOf(unit, 2025), nil },
		"不知道谁的.txt": func(year int) (*model.Reading, error) {
			if year == 0 {
				return nil, fakeError{model.CodeNoYear}
			}
			return readingOf(model.NoUnit, year), nil
		},
		"坏的.docx": func(int) (*model.Reading, error) { return nil, errors.New("「坏的.docx」打不开\x1b]0;x\a") },
	}
	for _, name := range []string{"2024年报.docx", "2025年报.docx", "不知道谁的.txt", "坏的.docx", "旧的.doc", "图.png", "名\x1b[2J字.docx", ".藏.docx", "下级/里面的.docx"} {
		path := filepath.Join(dir, name)
		if err := errors.Join(os.MkdirAll(filepath.Dir(path), 0o755), os.WriteFile(path, []byte("x"), 0o644)); err != nil {
			d.t.Fatal(err)
		}
	}
	return dir
}

// chooseFixed shows a folder that looks the same on every machine.
func (d *driver) chooseFixed() {
	d.t.Helper()
	d.withFiles()
	d.press("i")
	s := d.app.top().(*chooseScreen)
	s.folder, s.at = "/home/clerk/历年年报", 2
	s.entries = []entry{{name: above, folder: true}, {name: "下级单位", folder: true}, {name: "2019年报（公开件）.pdf", about: "235 KB  2020-01-21", ready: true},
		{name: "2020年报.doc", about: "要另存为 docx"}, {name: "某某镇人民政府2024年政府信息公开工作年度报告.docx", about: "23 KB  今天 09:12", ready: true}, {name: "网页.html", about: "1.2 MB  01-05 16:40", ready: true}}
}

// readInto begins 某某镇's report for 2025 and reads its file into it.
func (d *driver) readInto() {
	d.t.Helper()
	d.withFiles()
	d.begin()
	d.press("3", "7", "enter", "esc", "1", "原来的一段", "esc", "i", "2025", "enter")
}

func TestChooseAFile(t *testing.T) {
	d := drive(t, 80, 24)
	dir := d.withFiles()
	d.press("i")
	d.see("读入已有的年报", "..  上一层文件夹", "下级/", "> 2024年报.docx", "旧的.doc", "要另存为 docx", "名[2J字.docx")
	d.lack("图.png")
	d.lack("藏")
	d.press("公开")
	d.see("没有名字里有这几个字的文件")
	d.press("enter")
	d.see("按退格重写")
	d.press("backspace", "backspace", "坏", "enter")
	d.see("! 「坏的.docx」打不开")
	d.press("backspace", "2025", "enter")
	d.see("读入「2025年报.docx」", "读出 200 格", "[拿不准 7]", "没读入 1")
	d.press("esc")
	d.see("文件名或路径：2025") // where it was
	for range 4 {
		d.press("backspace")
	}
	d.press("home", "up", "up", "up", "up", "down", "enter")
	d.see("里面的.docx")
	d.press("backspace")
	d.see("> 下级/") // back above, on the folder that it came from
	d.press("没有", "backspace", "backspace", "left")
	d.see("文件夹：" + filepath.Dir(dir))
}

// TestOtherReportsInAFile are named above what was read; read into a report, its own
// is asked for.
func TestOtherReportsInAFile(t *testing.T) {
	several := func(d *driver) {
		d.withFiles()
		d.files.readings["2025年报.docx"] = func(int) (*model.Reading, error) {
			x := readingOf("某某镇人民政府", 2025)
			x.Others = []string{"另一镇人民政府2025年", "某某\x1b[31m镇"}
			return x, nil
		}
	}
	d := drive(t, 80, 24)
	several(d)
	d.press("i", "2025", "enter")
	d.see("! 文件里还有别的报告，没有读：另一镇人民政府2025年、某某[31m镇", "没读入 1")
	if d.files.asked != (model.ReadOptions{}) {
		t.Errorf("asked for %+v", d.files.asked)
	}
	d = drive(t, 80, 24)
	several(d)
	d.begin()
	d.press("i", "2025", "enter")
	d.see("! 文件里还有别的报告，没有读：另一镇人民政府2025年")
	if o := d.files.asked; o.LikeUnit != "某某镇人民政府" || o.LikeYear != 2025 || o.Unit != "" {
		t.Errorf("asked for %+v", o)
	}
}

// TestChooseByPath: a path is typed or pasted, as terminals write one.
func TestChooseByPath(t *testing.T) {
	for _, form := range []string{"%s", "'%s'", "'%s' ", `"%s"`, "file://%s", "  %s\n"} {
		d := drive(t, 80, 24)
		dir := d.withFiles()
		d.press("i")
		d.send(tea.PasteMsg{Content: fmt.Sprintf(form, filepath.Join(dir, "2025年报.docx"))})
		d.see("> 按 Enter 读：")
		d.press("enter")
		d.see("读入「2025年报.docx」")
	}
	d := drive(t, 80, 24)
	dir := d.withFiles()
	if err := os.Rename(filepath.Join(dir, "2025年报.docx"), filepath.Join(dir, "a (1).docx")); err != nil {
		t.Fatal(err)
	}
	d.files.readings["a (1).docx"] = d.files.readings["2025年报.docx"]
	d.press("i")
	d.send(tea.PasteMsg{Content: dir + `/a\ \(1\).docx`})
	d.press("enter")
	d.see("读入「a (1).docx」")
	d.press("esc")
	d.send(tea.PasteMsg{Content: "没有这个/x.docx"})
	d.press("enter")
	d.see("! 出错：not-found")
	d.press("esc", "i", "./下级", "enter")
	d.see("里面的.docx")
}

// TestFoldersThatFail: no rights, gone meanwhile, empty; a file that vanishes
// between listing and Enter.
func TestFoldersThatFail(t *testing.T) {
	d := drive(t, 80, 24)
	d.press("i") // the folder of exported files is not there
	d.see("! 打不开文件夹「/out」", "换一个文件夹")
	dir := d.withFiles()
	d.press("esc", "i", "2025")
	if err := os.Remove(filepath.Join(dir, "2025年报.docx")); err != nil {
		t.Fatal(err)
	}
	d.press("enter")
	d.see("! 出错：not-found")
	d.press("esc", "i", "up", "up", "up", "down")
	if err := os.RemoveAll(filepath.Join(dir, "下级")); err != nil {
		t.Fatal(err)
	}
	d.press("enter")
	d.see("! 打不开文件夹", "2024年报.docx") // the present one stays
	empty := filepath.Join(dir, "空的")
	if err := os.Mkdir(empty, 0o755); err != nil {
		t.Fatal(err)
	}
	d.send(tea.PasteMsg{Content: empty + "/"})
	d.press("enter")
	d.see("这个文件夹里没有能读的文件", "上一层")
}

// TestManyFiles: a folder of thousands is listed and moved through.
func TestManyFiles(t *testing.T) {
	d := drive(t, 80, 24)
	dir := t.TempDir()
	d.app.importDir = dir
	for i := range 3000 {
		if err := os.WriteFile(filepath.Join(dir, fmt.Sprintf("%04d.txt", i)), nil, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	d.press("i")
	d.see("> 0000.txt")
	for range 300 {
		d.press("pgdown")
	}
	d.see("> 2999.txt")
	d.press("1234")
	d.see("> 1234.txt")
}

// TestSlowFile: while a file is read, the screen says so and keys wait.
func TestSlowFile(t *testing.T) {
	d := drive(t, 80, 24)
	d.withFiles()
	release := d.slow()
	d.press("i")
	d.see("正在看这个文件夹里有什么")
	release()
	d.press("2025")
	release = d.slow()
	d.press("enter", "down")
	d.see("正在读「2025年报.docx」")
	release()
	d.see("读入「2025年报.docx」", "> 一、本年新收政府信息公..          0 表三 新收/商业企业") // the key came to what it was meant for
}

// TestNotWaiting: Esc gives up what takes too long; what comes of it later is
// void.
func TestNotWaiting(t *testing.T) {
	d := drive(t, 80, 24)
	d.withFiles()
	release := d.slow()
	d.press("i", "esc")
	d.see("已停止读取", "这个文件夹里没有能读的文件")
	release()
	d.lack("2025年报")
	d.press("esc", "i", "2025")
	release = d.slow()
	d.press("enter", "down", "esc")
	d.see("已停止读取")
	release()
	d.see("文件名或路径：2025")
	d.press("enter")
	d.see("读入「2025年报.docx」")
}

func TestCorrectAndAccept(t *testing.T) {
	d := drive(t, 80, 24)
	d.withFiles()
	d.press("i", "2025", "enter")
	d.see("某某镇人民政府 2025年度（2021 年表式）读出 200 格", "第2个表第2行", "依据：行名相符，列名认不出", "!60%", "12 表三 新收/自然人                 12")
	d.press("1", "5")
	d.see("改为：15")
	d.press("x", "enter")
	d.see("不是数字")
	d.press("esc")
	d.see("12 表三 新收/自然人                 12  !60%")
	d.press("1", "5", "enter") // it stays in the list, corrected
	d.see("[拿不准 6]", "12 表三 新收/自然人                 15  已改", "> 一、本年新收政府信息公..          0 表三 新收/商业企业", "表三 新收/总计                   12")
	d.press("up")
	d.see("您改过；原来读成 12")
	d.press("down", "space", "enter", "enter")
	d.see("[拿不准 4]", "看过")
	d.press("ctrl+z")
	d.see("已撤销：表三 新收/自然人", "[拿不准 5]", "> 一、本年新收政府信息公..         12 表三 新收/自然人                 12  !60%")
	d.press("ctrl+z")
	d.see("没有可以撤销的改正")
	d.press("2", "0", "enter", "tab")
	d.see("[全部 207]", "> 单位  某某镇人民政府")
	d.press("o", "a")
	d.see("和报告里没有不同的")
	d.press("end", "enter")
	d.see("六、其他事项  读出的文字", "没有收取信息处理费。")
	d.press("esc", "tab")
	d.see("首页 > [31m公开年报", "是网页的")
	d.press("enter")
	d.see("存入以后可以在报告里补上")
	d.press("esc", "ctrl+s")
	d.see("已存为新报告；拿不准的还有 4 处没有看过", "要填 2026 年度的", "144/144")
	r := d.report()
	if r.Figures["3.received.natural_person"] != model.Count(20) || r.Notes["2.licensing.decided"] != "含备案2件" || r.Stated["4.direct_suit.total"] != model.Count(2) || r.Stated["3.received.total"] != model.Count(12) || r.Text["6"] != "没有收取信息处理费。" {
		t.Errorf("stored %+v", r)
	}
	errors, warnings, hints := check.Count(d.app.findings)
	d.see(fmt.Sprintf("错%d 警%d 提%d", errors, warnings, hints))
	d.press("esc")
	if sum := d.app.list().reports[0]; sum.Errors != errors || sum.Warnings != warnings {
		t.Errorf("the list counts %d and %d, the report %d and %d", sum.Errors, sum.Warnings, errors, warnings)
	}
}

// TestCorrectATotal: a total that the file has otherwise is corrected too.
func TestCorrectATotal(t *testing.T) {
	d := drive(t, 120, 40)
	d.withFiles()
	d.press("i", "2025", "enter", "tab")
	for range 300 {
		if row, _ := d.app.top().(*readingScreen).current(); row.target.Key == "4.direct_suit.total" {
			break
		}
		d.press("down")
	}
	d.see("2件")
	d.press("0", "enter", "ctrl+s")
	if r := d.report(); len(r.Stated) != 0 {
		t.Errorf("stated %v", r.Stated)
	}
}

// TestLastYear: after last year's report was read, a new one is this year's and
// begins with what is carried over.
func TestLastYear(t *testing.T) {
	d := drive(t, 80, 24)
	d.withFiles()
	d.press("i", "2024", "enter", "ctrl+s")
	d.see("要填 2025 年度的，返回列表按 n")
	d.press("esc", "n")
	d.see("单位  某某镇人民政府", "年度  2025", "日期  2026-01-20")
	d.press("ctrl+s")
	d.see("从 某某镇人民政府-2024 带入")
	if f := d.report().Figures["3.carried_in.natural_person"]; f != model.Count(3) {
		t.Errorf("carried in %s", f)
	}
	// Another unit's next report is no year later.
	d.press("esc", "n", "某某县教育局", "enter", "enter")
	d.see("年度  2025")
	// After 2025 comes 2026.
	d.press("esc", "y", "n")
	d.see("年度  2026")
}

// TestUnknownUnitAndYear: what the file does not tell is asked for.
func TestUnknownUnitAndYear(t *testing.T) {
	d := drive(t, 80, 24)
	d.withFiles()
	d.press("i", "不知道", "enter")
	d.see("> 单位", "!要填", "文件里没有写明单位：按 Enter 填上", "[拿不准 9]", "年度  2025")
	d.press("ctrl+s")
	d.see("文件里没有写明单位")
	d.press("space")
	d.see("按 Enter 填上")
	d.press("enter", "某某镇人民政府", "enter", "enter", "2 0 2 3", "enter")
	d.see("年度应为")
	d.press("esc", "enter", "２０２３年", "enter")
	d.see("某某镇人民政府 2023年度", "已改")
	d.press("ctrl+s")
	if _, err := d.store.Load("某某镇人民政府-2023"); err != nil {
		t.Error(err)
	}
	if d.app.session().Report().Level != model.Town {
		t.Error("level", d.app.session().Report().Level)
	}
}

// TestUnsureUnit: a name that was put together is looked at once.
func TestUnsureUnit(t *testing.T) {
	d := drive(t, 80, 24)
	dir := d.withFiles()
	const how = "标题里是「柳林镇」，落款是「柳林镇人民政府」，用了全的"
	d.files.readings["半个名.docx"] = func(int) (*model.Reading, error) {
		x := readingOf("柳林镇人民政府", 2024)
		x.UnitHow = how
		return x, nil
	}
	if err := os.WriteFile(filepath.Join(dir, "半个名.docx"), []byte("x"), 0o644); err != nil {
		t.Fatal(err)
	}
	d.press("i", "半个", "enter")
	d.see("> 单位", "!核对", how, "对的按空格", "[拿不准 8]")
	d.press("space")
	d.see("拿不准 7", "看过")
	d.lack("!核对")
	d.press("ctrl+s")
	if _, err := d.store.Load("柳林镇人民政府-2024"); err != nil {
		t.Error(err)
	}
}

// TestTaken: a new report that is there already can be read into, corrections
// and all.
func TestTaken(t *testing.T) {
	d := drive(t, 80, 24)
	d.withFiles()
	d.begin()
	d.press("3", "7", "enter", "esc", "esc", "i", "2025", "enter", "1", "5", "enter", "ctrl+s")
	d.see("已经有这份报告", "「某某镇人民政府-2025」已经有了，没有存", "按 r")
	d.press("esc")
	d.see("已改") // nothing lost
	d.press("ctrl+s", "r")
	d.see("某某镇人民政府-2025  读入", "不同 1")
	d.press("tab", "tab")
	d.see("12        15         7 留报告的  已改")
	d.press("space", "ctrl+s")
	d.see("已读入：填上", "改了 1 处")
	d.pass(time.Second)
	if f := d.report().Figures["3.received.natural_person"]; f != model.Count(15) {
		t.Errorf("stored %s", f)
	}
}

// TestReadInto: blanks are filled, conflicts are chosen one by one, and it is
// one edit and one undo.
func TestReadInto(t *testing.T) {
	d := drive(t, 80, 24)
	d.readInto()
	d.see("[拿不准 7]", "不同 2", "会填上 169 处；2 处和报告里不同，其中 0 处用文件里的")
	d.press("tab", "tab")
	d.see("> 表三 新收/自然人                        12        12         7 留报告的  !60%", "一、总体情况", "21 字      5 字 留报告的")
	d.press("space")
	d.see("其中 1 处用文件里的", "用文件的", "> 一、总体情况")
	d.press("enter")
	d.see("比一比", "－ 原来的一段", "＋ 第二段，公开信息 62 条。")
	d.press("esc", "a", "a")
	d.see("不同的都留报告里的")
	d.press("home", "space", "ctrl+s")
	d.see("已读入：填上 169 处，改了 1 处；拿不准的还有 7 处没有看过；按 Ctrl+Z 撤销", "144/144")
	d.pass(time.Second)
	r := d.report()
	if r.Figures["3.received.natural_person"] != model.Count(12) || r.Text["1"] != "原来的一段" || r.Notes["2.licensing.decided"] != "含备案2件" {
		t.Errorf("stored %v %q", r.Figures["3.received.natural_person"], r.Text["1"])
	}
	if log := d.store.logs[r.ID]; log[len(log)-1].Label != "读入 2025年报.docx" || len(log[len(log)-1].Changes) != 170 {
		t.Errorf("logged %q", log[len(log)-1].Label)
	}
	d.press("ctrl+z")
	d.pass(time.Second)
	if r := d.report(); len(r.Figures) != 1 || r.Figures["3.received.natural_person"] != model.Count(7) || len(r.Notes)+len(r.Stated) != 0 {
		t.Errorf("after undo %v", r.Figures)
	}
}

// TestUndoInAReading takes the corrections back, never the report's own steps.
func TestUndoInAReading(t *testing.T) {
	d := drive(t, 80, 24)
	d.readInto()
	d.press("ctrl+z")
	d.see("没有可以撤销的改正")
	if figure(d, "3.received.natural_person") != "7" {
		t.Error("a step of the report was undone")
	}
	d.press("9", "enter", "ctrl+z", "esc", "esc")
	d.see("封面")
	d.press("ctrl+z", "ctrl+z")
	if d.app.session().Report().Text["1"] != "" {
		t.Error("the report's own undo no longer works")
	}
}

// TestOnlyOneSection: the cells of one table, and nothing else.
func TestOnlyOneSection(t *testing.T) {
	d := drive(t, 80, 24)
	d.readInto()
	d.press("p")
	d.see("只收「三、申请办理」", "会填上 143 处；1 处和报告里不同")
	d.press("tab", "pgdown", "end")
	d.see("六、其他事项", "不收")
	d.press("ctrl+s")
	d.pass(time.Second)
	r := d.report()
	if filled, _ := r.Progress("3"); filled != 144 || r.Text["5"] != "" || len(r.Blanks("2")) != 10 || len(r.Blanks("4")) != 12 {
		t.Errorf("%d cells of section three, text %q", filled, r.Text["5"])
	}
}

// TestNothingToTakeOver says so; another report's file is told.
func TestNothingToTakeOver(t *testing.T) {
	d := drive(t, 80, 24)
	d.readInto()
	d.press("tab", "tab", "a", "ctrl+s", "i", "2025", "enter", "ctrl+s")
	d.see("文件里有的，报告里都有了")
	d.press("esc", "backspace", "backspace", "backspace", "backspace", "2024", "enter")
	d.see("! 文件是 某某镇人民政府-2024 的，不是这份报告的")
}

// TestOldFormIntoNew: what the report's form has no place for is left out, and
// said.
func TestOldFormIntoNew(t *testing.T) {
	d := drive(t, 120, 40)
	d.withFiles()
	d.files.readings["2025年报.docx"] = func(int) (*model.Reading, error) {
		r := model.NewReport(model.Form2019(), "某某镇人民政府", model.Town, 2025)
		x := &model.Reading{Report: r}
		for _, c := range r.Form.Cells() {
			if !c.Computed() {
				r.Figures[c.ID] = model.Zero
				x.Read = append(x.Read, model.ReadCell{Cell: c.ID, Value: model.Zero, Source: "0", Where: "第1个表", How: "行名相符", Confidence: 1})
			}
		}
		return x, nil
	}
	d.begin()
	d.press("i", "2025", "enter", "tab", "tab")
	d.see("这份报告是 2021 年表式，没有这一格")
	d.press("tab", "tab")
	d.see("没有这格")
	d.press("ctrl+s")
	d.see("已读入")
}

// TestAcceptFails: the store refuses; what was corrected is still there.
func TestAcceptFails(t *testing.T) {
	d := drive(t, 80, 24)
	d.readInto()
	d.store.fail = fakeError{model.CodeFull}
	d.press("ctrl+s")
	d.pass(time.Second)
	d.see("! 没有保存")
	d.store.fail = nil
	d.pass(5 * time.Second)
	d.see("已保存")
	if filled, _ := d.report().Progress("3"); filled != 144 {
		t.Errorf("%d cells stored", filled)
	}
}

// TestLeavingAReading asks before corrections are dropped, also on the way out.
func TestLeavingAReading(t *testing.T) {
	d := drive(t, 80, 24)
	d.withFiles()
	d.press("i", "2025", "enter", "9", "enter")
	for _, key := range []string{"esc", "ctrl+q"} {
		d.press(key)
		d.see("放弃吗")
		d.press("esc")
		d.see("已改")
	}
	d.press("esc", "y")
	d.see("文件名或路径")
	d.press("esc", "i", "2025", "enter", "esc", "ctrl+q")
	if !d.quit {
		t.Error("nothing to lose, and it asks")
	}
}

// TestPaletteOfAReading: what can be done is offered, and done.
func TestPaletteOfAReading(t *testing.T) {
	d := drive(t, 80, 24)
	d.withFiles()
	d.press("ctrl+p", "读入", "enter")
	d.see("2025年报.docx")
	d.press("esc")
	d.readInto()
	d.press("ctrl+p")
	d.see("存入：存为新报告", "看过了，没有读错", "只存入光标所在的这一部分")
	d.press("qb", "enter")
	d.see("不同的都用文件里的")
	d.press("ctrl+p", "cr", "enter")
	d.see("已读入")
	d.lack("读入「")
}

// TestReadingWhileOthersWork: what somebody else changes meanwhile is compared
// anew, and not written over.
func TestReadingWhileOthersWork(t *testing.T) {
	d := drive(t, 80, 24)
	d.readInto()
	d.pass(time.Second)
	d.other("3.granted.natural_person", 4)
	d.pass(3 * time.Second)
	d.press("tab")
	d.see("不同 3")
	d.press("ctrl+s")
	d.pass(time.Second)
	if f := d.report().Figures["3.granted.natural_person"]; f != model.Count(4) {
		t.Errorf("stored %s", f)
	}
}

// TestMouseInAReading: the second click on a file reads it.
func TestMouseInAReading(t *testing.T) {
	d := drive(t, 80, 24)
	d.withFiles()
	d.press("ctrl+\\", "down", "enter", "esc", "i")
	d.click("2025年报")
	d.see("> 2025年报.docx")
	d.click("2025年报")
	d.see("读入「2025年报.docx」")
	d.click("表三 新收/其他")
	d.click("表三 新收/其他")
	d.see("改为：0")
}

// TestFieldsAndNotesDiffer: the date and the notes are chosen like figures.
func TestFieldsAndNotesDiffer(t *testing.T) {
	d := drive(t, 80, 24)
	d.withFiles()
	d.files.readings["2025年报.docx"] = func(int) (*model.Reading, error) {
		x := readingOf("某某镇人民政府", 2025)
		x.Report.Date = "2026-01-18"
		return x, nil
	}
	d.begin()
	d.press("2", "down", "down", "^", "另有说明", "enter", "esc", "i", "2025", "enter", "tab", "tab")
	d.see("> 日期  2026-01-18（报告里 2026-01-20）", "留报告的", "表二 行政许可/本年处理决定 的附注  含备案2件（报告里 另有说")
	d.press("space", "ctrl+s")
	d.pass(time.Second)
	if r := d.report(); r.Date != "2026-01-18" {
		t.Errorf("date %s", r.Date)
	}
}
