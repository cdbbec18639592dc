package cli

import (
	"cmp"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"nianbao/model"
	"nianbao/model/check"
	"nianbao/ui/backend"
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
	folder := p.here(p.from)
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
			p.from = filepath.Dir(path)
			return path, nil
		}
		if err == nil {
			folder = path
			path, err = p.askFrom(folder)
		}
		if err == nil && path != "" {
			p.from = filepath.Dir(path)
			return path, nil
		}
		if err := p.fail(err); err != nil {
			return "", err
		}
	}
}

// here is the folder that was used last, or the one that the program was started in.
func (p *plain) here(last string) string {
	if last != "" {
		return last
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
			text += fmt.Sprintf("  总计不符  %s：文件写 %s，各格之和 %s\n", c.Brief(), stated, shown(sheet.At(c.ID)))
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
		return in.unlessNothing(err)
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

// askConflicts asks of each place that the two have otherwise which is to stand;
// errNothing where somebody goes back.
func (in *incoming) askConflicts(conflicts []model.Conflict, take map[model.Target]bool) error {
	for i, c := range conflicts {
		said := fmt.Sprintf("不同 %d/%d  %s：报告里 %s，文件里 %s", i+1, len(conflicts), in.report().TargetName(c.Target), model.ShowValue(c.Target, c.Mine), model.ShowValue(c.Target, c.Theirs))
		if c.Kind == model.TargetText {
			said += "（－ 报告里的，＋ 文件里的）\n    " + strings.Join(model.DiffLines(c.Mine, c.Theirs), "\n    ")
		}
		if err := in.printf("%s\n", said); err != nil {
			return err
		}
		n, err := in.choose(false, "留报告里的", "用文件里的", "以下都留报告里的", "以下都用文件里的")
		switch {
		case err != nil:
			return err
		case n < 0:
			return errNothing
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
