package cli

import (
	"cmp"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"nianbao/model"
	"nianbao/model/check"
	"nianbao/ui/backend"
	"nianbao/ui/desk"
)

// importNew reads a file as a new report; importInto into the one at work.
func (p *plain) importNew(words string) error  { return p.importFile(words, false) }
func (p *plain) importInto(words string) error { return p.importFile(words, true) }

func (p *plain) importFile(words string, into bool) error {
	if into {
		if err := p.desk.Session().Locked(); err != nil {
			return p.fail(err)
		}
	}
	path, err := p.askFile(words)
	if err != nil || path == "" {
		return err
	}
	in := incoming{plain: p, into: into}
	if in.x, in.yearGuessed, err = p.readFile(path, into); err != nil {
		return p.fail(err)
	}
	return in.take()
}

// askFile asks for a file to read: a path, or one of a folder's; "" where somebody goes back.
func (p *plain) askFile(words string) (string, error) {
	folder := p.here()
	for {
		if words == "" {
			var err error
			if words, err = p.ask("文件名或路径，文件夹则列出其中的文件（现在的文件夹：%s；. 列出它，直接回车返回）> ", folder); err != nil || words == "" {
				return "", err
			}
		}
		path := cmp.Or(backend.TypedPath(words, folder), filepath.Join(folder, words))
		words = ""
		err := p.Fence.Check(path)
		var info os.FileInfo
		if err == nil {
			if info, err = os.Stat(path); err != nil {
				err = backend.Usage("看看名字和文件夹对不对；也可以把文件拖进窗口", "没有文件「%s」", path)
			}
		}
		if err == nil && !info.IsDir() {
			p.folder = filepath.Dir(path)
			return path, nil
		}
		if err == nil {
			folder = path
			path, err = p.askFrom(folder)
		}
		if err == nil && path != "" {
			p.folder = filepath.Dir(path)
			return path, nil
		}
		if err := p.fail(err); err != nil {
			return "", err
		}
	}
}

// here is the folder that files are read from and written to.
func (p *plain) here() string {
	if p.folder != "" {
		return p.folder
	}
	if dir, err := os.Getwd(); err == nil {
		return dir
	}
	return "."
}

// askFrom has one of a folder's files be chosen; "" for none.
func (p *plain) askFrom(folder string) (string, error) {
	files, err := p.reportFiles(folder)
	if err != nil {
		return "", err
	}
	var names []string
	for _, f := range files {
		names = append(names, filepath.Base(f))
	}
	n, err := p.choose(false, names...)
	if err != nil || n < 0 {
		return "", err
	}
	return files[n], nil
}

// readFile reads a file; yearGuessed where it doesn't tell its year.
func (p *plain) readFile(path string, into bool) (x *model.Reading, yearGuessed bool, err error) {
	year := p.reportYear(0)
	var o model.ReadOptions
	if into {
		r := p.report()
		year, o.LikeUnit, o.LikeYear = r.Year, r.Unit, r.Year
	}
	x, err = p.Files.Read(path, o)
	if yearGuessed = backend.Code(err) == model.CodeNoYear; yearGuessed {
		o.Year = year
		x, err = p.Files.Read(path, o)
	}
	if err == nil {
		err = backend.NothingRead(x)
	}
	return x, yearGuessed, err
}

// incoming is a file that was read, until it is stored or not.
type incoming struct {
	*plain
	x           *model.Reading
	into        bool // the report at work; else as a new one
	yearGuessed bool
	rescued     string // the rescue file that it is; "" for other files
	session     *model.Session
	unseen      int // doubtful places that nobody has looked at
}

// take tells what was read, asks about what is doubtful, and stores it once that is
// agreed to. Nothing is stored before.
func (in *incoming) take() error {
	in.session = model.NewSession(in.x.Report, in.call.SessionID())
	if err := in.tell(); err != nil {
		return err
	}
	if err := in.askCover(); err != nil {
		return in.unlessNothing(err)
	}
	if err := in.askDoubtful(); err != nil {
		return err
	}
	if in.into {
		return in.store()
	}
	return in.create()
}

// tell lists what was read, what was guessed and why, what is left out, and where the
// file's totals are not the sums of its figures.
func (in *incoming) tell() error {
	text := readingCounts(in.x) + leftOutText(in.x.LeftOut)
	r := in.x.Report
	sheet := model.Evaluate(r)
	for _, c := range r.Form.Cells() {
		if stated := r.Stated[c.ID]; stated.Filled() {
			text += fmt.Sprintf("  合计不符  %s：文件写 %s，各格之和 %s\n", c.Brief(), stated, shown(sheet.At(c.ID)))
		}
	}
	for _, s := range check.Suspects(r) {
		text += fmt.Sprintf("  可能读错  %s：%s\n", r.Form.Cell(s.Cell).Brief(), s.Why)
	}
	if said := in.x.Sealed(); said != "" {
		text += "  " + said + "。\n"
	}
	return in.printf("%s", text)
}

// askCover asks whose report it is where the file doesn't say for certain.
func (in *incoming) askCover() error {
	x := in.x
	if in.into {
		if mine := in.report(); x.Report.Unit != mine.Unit && !x.Unknown() || x.Report.Year != mine.Year {
			return in.printf("! 文件是 %s 的，不是这份报告 %s 的；读错了文件的，最后不要存入。\n", x.Report.Name(), mine.Name())
		}
		return nil
	}
	for unsure := x.Unknown() || x.UnitHow != ""; unsure; {
		now := "文件里没有写明"
		if !x.Unknown() {
			now = "读出的是 " + x.Report.Unit + "，直接回车无误"
		}
		done, err := in.askField(model.FieldUnit, "单位全称", now)
		if err != nil {
			return err
		}
		unsure = !done || x.Unknown()
	}
	for unsure := in.yearGuessed; unsure; {
		done, err := in.askField(model.FieldYear, "年度", fmt.Sprintf("文件里没有写明，直接回车是 %d", x.Report.Year))
		if err != nil {
			return err
		}
		unsure = !done
	}
	return nil
}

// askField asks for a field of the file's report; done where it is one.
func (in *incoming) askField(field, name, now string) (done bool, err error) {
	answer, err := in.ask("%s（%s；q 不读入）> ", name, now)
	switch {
	case err != nil:
		return false, err
	case answer == "":
		return true, nil
	case fold(answer) == "q":
		return false, errNothing
	}
	return in.correct(model.Target{Kind: model.TargetField, Key: field}, answer)
}

// correct puts right what was read; done where the value is one.
func (in *incoming) correct(t model.Target, value string) (done bool, err error) {
	e, err := in.x.CorrectTo(in.session.Report(), t, value)
	if err == nil {
		err = in.session.Apply(e)
	}
	if err != nil {
		return false, in.fail(err)
	}
	return true, nil
}

// askDoubtful goes through the cells that should be looked at.
func (in *incoming) askDoubtful() error {
	doubtful := in.x.Guessed()
	for i := 0; i < len(doubtful); {
		c := doubtful[i]
		cell := in.x.Report.Form.Cell(c.Cell)
		kind := model.TargetCell
		if cell.Computed() {
			kind = model.TargetStated
		}
		answer, err := in.ask("拿不准 %d/%d  %s＝%s（原文「%s」，%s）：%s。回车是无误，读错了的输入对的数（空 是没有填），s 其余的不看了> ", i+1, len(doubtful),
			cell.Brief(), in.session.Report().Get(model.Target{Kind: kind, Key: string(c.Cell)}), c.Source, c.Where, c.How)
		if err != nil {
			return err
		}
		switch fold(answer) {
		case "":
			i++
			continue
		case "s", "其余":
			in.unseen = len(doubtful) - i
			return nil
		case emptied:
			answer = ""
		}
		done, err := in.correct(model.Target{Kind: kind, Key: string(c.Cell)}, answer)
		if err != nil {
			return err
		}
		if done {
			i++
		}
	}
	return nil
}

// left says what nobody has looked at.
func (in *incoming) left() string {
	if in.unseen > 0 {
		return fmt.Sprintf("；拿不准的还有 %d 处没有看过", in.unseen)
	}
	return ""
}

// create stores the file as a new report.
func (in *incoming) create() error {
	stored := in.session.Report().Clone()
	stored.Revision, stored.Headings = 0, nil
	sure, err := in.yes("存为新报告「%s」吗%s", stored.Name(), in.left())
	if err != nil || !sure {
		return err
	}
	made, err := in.plain.store.Create(stored, in.x.Label())
	if backend.Code(err) == model.CodeExists {
		sure, err := in.yes("已经有「%s」，没有存。读入已有的那份吗，没有填的格填上，不同的逐处问", stored.Name())
		if err != nil || !sure {
			return err
		}
		return in.open(stored.Name(), opening{then: func() error {
			in.into = true
			return in.store()
		}})
	}
	if err != nil {
		return err
	}
	said := "已存为「" + made.Name() + "」。"
	if next := made.Year + 1; next <= in.Now().Year() {
		said += fmt.Sprintf("要填 %d 年度的，输入 n 新建，会带入结转的数。", next)
	}
	return in.printf("%s\n", said)
}

// store takes the file over into the report at work, as one edit.
func (in *incoming) store() error {
	sections, err := in.askSections()
	if err != nil {
		return in.unlessNothing(err)
	}
	take := map[model.Target]bool{}
	ad := model.Adopt(in.report(), in.x, sections, func(c model.Conflict) bool { return take[c.Target] })
	if err := in.printf("%s", leftOutText(ad.LeftOut)); err != nil {
		return err
	}
	if err := in.askConflicts(ad.Conflicts, take); err != nil {
		return err
	}
	ad = model.Adopt(in.report(), in.x, sections, func(c model.Conflict) bool { return take[c.Target] })
	if ad.Edit.Empty() {
		return in.printf("没有可以存入的：文件里有的，报告里都有了，或者留了报告里的。\n")
	}
	sure, err := in.yes("会填上 %d 处，改 %d 处%s。存入这份报告吗", ad.Filled, ad.Taken, in.left())
	if err != nil || !sure {
		return err
	}
	in.desk.TakenFrom(in.rescued)
	return in.do(ad.Edit)
}

// askSections asks which parts to take over; nil for all.
func (in *incoming) askSections() ([]string, error) {
	for {
		answer, err := in.ask("存入哪些部分（直接回车是全部；只要几部分的写编号，如 3 或 三、四；q 不存入）> ")
		switch {
		case err != nil:
			return nil, err
		case answer == "":
			return nil, nil
		case fold(answer) == "q":
			return nil, errNothing
		}
		keys, err := sectionKeys(in.report().Form, strings.FieldsFunc(strings.Map(halfWidth, answer), func(r rune) bool { return strings.ContainsRune(" ,、", r) }))
		if err == nil {
			return keys, nil
		}
		if err := in.fail(err); err != nil {
			return nil, err
		}
	}
}

// askConflicts asks of each place that the two have otherwise which is to stand.
func (in *incoming) askConflicts(conflicts []model.Conflict, take map[model.Target]bool) error {
	for i, c := range conflicts {
		said := fmt.Sprintf("不同 %d/%d  %s：报告里 %s，文件里 %s", i+1, len(conflicts), in.report().TargetName(c.Target), model.ShowValue(c.Target, c.Mine), model.ShowValue(c.Target, c.Theirs))
		if c.Kind == model.TargetText {
			said += "（－ 报告里的，＋ 文件里的）\n    " + strings.Join(model.DiffLines(c.Mine, c.Theirs), "\n    ")
		}
		if err := in.printf("%s\n", said); err != nil {
			return err
		}
		n, err := in.choose(true, "留报告里的", "用文件里的", "以下都留报告里的", "以下都用文件里的")
		if err != nil {
			return err
		}
		take[c.Target] = n == 1 || n == 3
		if n < 2 {
			continue
		}
		for _, rest := range conflicts[i:] {
			take[rest.Target] = n == 3
		}
		return nil
	}
	return nil
}

// preview reads the report out from beginning to end.
func (p *plain) preview(string) error { return p.readOut(p.report()) }

// readOut reads a report out: texts as they are, a table row by row, each figure with its
// column. Columns that stand below each other say nothing to who listens.
func (p *plain) readOut(r *model.Report) error {
	sheet := model.Evaluate(r)
	var b strings.Builder
	fmt.Fprintf(&b, "%s\n", r.FullTitle())
	for i := range r.Form.Sections {
		s := &r.Form.Sections[i]
		fmt.Fprintf(&b, "%s\n", titleOf(s))
		if s.Table == nil {
			b.WriteString(cmp.Or(r.Text[s.Key], "（没有写）") + "\n")
			continue
		}
		var row *model.Row
		for _, c := range r.Form.Cells() {
			if c.Section != s {
				continue
			}
			head, column, _ := strings.Cut(c.Label(), " / ")
			if c.Row != row {
				row = c.Row
				fmt.Fprintf(&b, "\n  %s：", head)
			} else {
				b.WriteString("，")
			}
			fmt.Fprintf(&b, "%s %s", column, bare(shownIn(r, c.ID, sheet.At(c.ID))))
			if note := r.Notes[c.ID]; note != "" {
				fmt.Fprintf(&b, "（%s）", note)
			}
		}
		b.WriteByte('\n')
	}
	return p.printf("%s", strings.ReplaceAll(b.String(), "\n\n", "\n"))
}

// exportListed exports a report of the list.
func (p *plain) exportListed(words string) error {
	which, formats, _ := strings.Cut(words, " ")
	s, err := p.askReport(which, "导出")
	if err != nil {
		return p.unlessNothing(err)
	}
	r, err := p.store.Load(s.Report)
	if err != nil {
		return err
	}
	subject, err := p.beside(r)
	if err != nil {
		return err
	}
	return p.write(subject, formats, false)
}

// export writes the finished files, or says what keeps it from that.
func (p *plain) export(words string) error { return p.exportNow(words, false) }

// exportDraft writes drafts.
func (p *plain) exportDraft(words string) error { return p.exportNow(words, true) }

func (p *plain) exportNow(words string, draft bool) error {
	if err := p.save(); err != nil {
		return err
	}
	if p.desk.Session().Dirty() {
		return p.printf("! 还有改动没有保存，没有导出。\n")
	}
	return p.write(subjectOf(p.report(), p.last), words, draft)
}

// write asks for what was not told and writes the files.
func (p *plain) write(s *subject, words string, draft bool) (err error) {
	errorCount, _, _ := check.Count(s.findings)
	if errorCount > 0 && !draft {
		p.listed = s.findings
		if err := p.printf("! 还有 %d 条错误，没有导出正式文件：\n", errorCount); err != nil {
			return err
		}
		open := slices.DeleteFunc(slices.Clone(s.findings), func(f check.Finding) bool { return f.Severity != model.Error || f.Explained })
		if err := p.tellFindings("  ! ", open); err != nil {
			return err
		}
		if draft, err = p.yes("先导出草稿吗，首页注明「草稿」"); err != nil || !draft {
			return err
		}
	}
	formats, err := p.askFormats(words)
	if err != nil || formats == nil {
		return err
	}
	folder, err := p.askFolder()
	if err != nil || folder == "" {
		return p.fail(err)
	}
	c := output{call: p.call, out: folder + string(filepath.Separator), formats: formats, draft: draft, again: "要换掉它，先把它移走"}
	files, err := c.exportFiles([]*subject{s})
	if err != nil && !errors.Is(err, errFindings) {
		return p.fail(err)
	}
	p.formats, p.folder = formats, folder
	if open := warningsOf([]*subject{s}); len(open) > 0 {
		if err := p.printf("还有 %d 条警告没有说明：\n", len(open)); err != nil {
			return err
		}
		if err := p.tellFindings("  ", open); err != nil {
			return err
		}
	}
	kind := "正式文件"
	if draft {
		kind = "草稿"
	}
	if err := p.printf("%s，%d 个：\n", kind, len(files)); err != nil {
		return err
	}
	return p.printFiles(files)
}

// askFormats are the formats that are named, by name or number; nil where somebody goes back.
func (p *plain) askFormats(words string) ([]string, error) {
	known := p.Files.Formats()
	for {
		if words == "" {
			for i, f := range known {
				if err := p.printf("%d  %s  %s\n", i+1, f.Name, f.Title); err != nil {
					return nil, err
				}
			}
			var err error
			if words, err = p.ask("格式（直接回车是 %s；可以写几种，名称或编号；q 不导出）> ", strings.Join(p.formats, " ")); err != nil {
				return nil, err
			}
			if fold(words) == "q" {
				return nil, nil
			}
			words = cmp.Or(words, strings.Join(p.formats, " "))
		}
		var formats []string
		var wrong error
		for _, w := range strings.FieldsFunc(fold(words), func(r rune) bool { return strings.ContainsRune(" ,、", r) }) {
			if n := number(w); n >= 1 && n <= len(known) {
				w = known[n-1].Name
			}
			wrong = errors.Join(wrong, p.knownFormat(w))
			if !slices.Contains(formats, w) {
				formats = append(formats, w)
			}
		}
		if wrong == nil && len(formats) > 0 {
			return formats, nil
		}
		if err := p.fail(cmp.Or(wrong, p.knownFormat(""))); err != nil {
			return nil, err
		}
		words = ""
	}
}

// askFolder asks for the folder to write to; "" where somebody goes back.
func (p *plain) askFolder() (string, error) {
	answer, err := p.ask("文件夹（直接回车是 %s；没有的会建好；q 不导出）> ", p.here())
	if err != nil || fold(answer) == "q" {
		return "", err
	}
	folder := cmp.Or(backend.TypedPath(answer, p.here()), filepath.Join(p.here(), answer))
	if answer == "" {
		folder = p.here()
	}
	return folder, p.Fence.Check(folder)
}

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
