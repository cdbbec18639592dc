package cli

import (
	"fmt"
	"os"
	"slices"
	"strings"

	"github.com/spf13/pflag"

	"nianbao/model"
	"nianbao/model/ledger"
	"nianbao/ui/backend"
	"nianbao/ui/counting"
	"nianbao/ui/width"
)

// ledgerCall is ledger with its options.
type ledgerCall struct {
	*call
	words, on, out, name     string
	dryRun, blank, overwrite bool
}

func (o *ledgerCall) options(f *pflag.FlagSet) {
	f.StringVar(&o.words, "map", "", "写法对照表（csv）：读这个`文件`；还有要确定的写法时写进它，在「计入」一栏填好再运行")
	f.StringVar(&o.on, "on", "", "按这一`天`算期限，如 2026-06-30；不写是今天")
	f.StringVar(&o.name, "name", "", "把台账记作这个`名称`；不写的不记文件名，因为里面可能有人名")
	f.StringVarP(&o.out, "output", "o", "", "--blank：空台账写成这个 xlsx `文件`")
	f.BoolVar(&o.blank, "blank", false, "写一个空的台账：栏目、可选的写法、填法")
	f.BoolVar(&o.dryRun, "dry-run", false, "只看结果，不保存")
	f.BoolVar(&o.overwrite, "overwrite", false, "--blank：覆盖已有的文件")
}

func (c *ledgerCall) run() error {
	on := counting.Today(c.Now())
	if c.on != "" {
		day, err := ledger.ParseDay(c.on)
		if err != nil {
			return backend.Usage("", "--on：%v", err)
		}
		on = day
	}
	switch n := len(c.args); {
	case c.blank && (n > 0 || c.out == ""):
		return backend.Usage("例：nianbao ledger --blank -o 台账.xlsx", "--blank 后面只写 -o 文件")
	case c.blank:
		return c.writeBlank()
	case n == 0:
		return backend.Usage("例：nianbao ledger 某某局-2026 台账.xlsx", "请写明台账文件")
	case c.out != "":
		return backend.Usage("--map 写对照表", "-o 只和 --blank 一起用")
	}
	book, err := c.Files.Ledger(c.args[len(c.args)-1])
	if err != nil {
		return err
	}
	if len(c.args) == 1 {
		return c.tellOpen(book, on)
	}
	return c.count(book, on)
}

// ledgerTold is what ledger prints.
type ledgerTold struct {
	Report    string                `json:"report"`
	Revision  int                   `json:"revision,omitempty"`
	Rows      int                   `json:"rows"`
	Counted   int                   `json:"counted"`
	Unplaced  int                   `json:"unplaced"`
	Figures   map[model.CellID]int  `json:"figures"`
	Conflicts []counting.Difference `json:"conflicts"`
	Questions []ledgerQuestion      `json:"questions"`
	LeftOut   []ledgerSkipped       `json:"left_out"`
	Remarks   []string              `json:"notes"`
	Changed   []ledgerChanged       `json:"since"`
	Open      []ledgerOpen          `json:"open"`
	Overdue   int                   `json:"overdue"`
}

// ledgerQuestion is something that has to be said before rows can count.
type ledgerQuestion struct {
	About    ledger.About `json:"about"`
	Words    string       `json:"words"`
	Rows     []string     `json:"rows"` // where they are
	Why      string       `json:"why"`
	Proposal string       `json:"proposal"`
}

// ledgerSkipped is a row, or something else of the file, that doesn't count.
type ledgerSkipped struct {
	Where string `json:"where"`
	What  string `json:"what"`
	Why   string `json:"why"`
}

// ledgerChanged is a row that counts elsewhere than when the ledger was counted last.
type ledgerChanged struct {
	Where  string         `json:"where"`
	Number string         `json:"number"`
	Before []model.CellID `json:"before"`
	After  []model.CellID `json:"after"`
}

// count counts a ledger into a report.
func (c *ledgerCall) count(book *ledger.Book, on ledger.Day) error {
	if err := c.openStore(); err != nil {
		return err
	}
	c.store = warned{c.store, c.Stderr}
	r, err := c.load(c.args[0])
	if err != nil {
		return err
	}
	l, err := counting.Beside(c.store, r, book, on)
	if err != nil {
		return err
	}
	if err := c.readWords(l); err != nil {
		return err
	}
	told := tellLedger(l, r)
	terms := counting.Terms(c.Calendar, l.Words, book, on)
	told.Open, told.Overdue = openOf(terms), counting.Overdue(terms)
	text := told.text(l)
	if l.Whole() != nil {
		more := ""
		if len(l.Questions) > 0 {
			if more, err = c.writeWords(l); err != nil {
				return err
			}
		}
		if err := c.print(told, text+more+l.Whole().Error()+"。\n"); err != nil {
			return err
		}
		return errFindings
	}
	if c.dryRun {
		return c.told(c.print(told, text+"以上只是试算，没有保存。\n"))
	}
	saved := r
	if len(told.Conflicts) > 0 {
		if saved, err = c.save(r, l.Edit); err != nil {
			return err
		}
	}
	if err := counting.SaveWords(c.store, r.Unit, l.Mapping); err != nil {
		return err
	}
	if err := l.SaveRows(c.User, c.name, c.Now()); err != nil {
		return err
	}
	told.Revision = saved.Revision
	if len(told.Conflicts) == 0 {
		text += "报告里已经是这些数，没有改动。\n"
	} else {
		text += fmt.Sprintf("%s 已保存，第 %d 稿。\n", saved.Name(), saved.Revision)
	}
	return c.told(c.print(told, text))
}

// there tells whether a file is there.
func there(path string) bool {
	_, err := os.Stat(path)
	return err == nil
}

// print writes for people or for programs.
func (c *call) print(told any, text string) error {
	if c.json {
		return writeJSON(c.Stdout, told)
	}
	return c.printf("%s", text)
}

// readWords takes the answers of --map, where that is a file already.
func (c *ledgerCall) readWords(l *counting.Ledger) error {
	if c.words == "" || !there(c.words) {
		return nil
	}
	rows, err := c.Files.Rows(c.words)
	if err != nil {
		return err
	}
	table := make([][]string, len(rows))
	for i, row := range rows {
		table[i] = row.Fields
	}
	if _, err := l.Words.ReadTable(table, &l.Mapping); err != nil {
		return backend.Usage("", "「%s」：%v", c.words, err)
	}
	l.Recount()
	return nil
}

// writeWords writes what has to be said into --map.
func (c *ledgerCall) writeWords(l *counting.Ledger) (said string, err error) {
	if c.words == "" {
		return "先加 --map 对照表.csv 运行一次，在写出的表里填好「计入」，再运行一次。\n", nil
	}
	written, err := c.Files.WriteWords(c.words, l.Words.Table(l.Mapping, l.Count))
	if err != nil {
		return "", err
	}
	return "要确定的写在 " + written.Path + " 里：填好「计入」一栏，再运行一次。\n", nil
}

// newLedgerTold has what there is to say of a book before it is counted, and what of it doesn't count.
// What is printed for programs is kept by them: numbers and places have nothing of a person.
func newLedgerTold(b *ledger.Book, aside []ledger.Skipped) *ledgerTold {
	told := &ledgerTold{Rows: len(b.Rows), Figures: map[model.CellID]int{}, Conflicts: []counting.Difference{}, Questions: []ledgerQuestion{}, LeftOut: []ledgerSkipped{}, Remarks: []string{},
		Changed: []ledgerChanged{}, Open: []ledgerOpen{}}
	for _, n := range b.Notes {
		told.Remarks = append(told.Remarks, ledger.KeepPlace(n))
	}
	for _, list := range [][]ledger.Skipped{aside, b.Skipped} {
		for _, s := range list {
			told.LeftOut = append(told.LeftOut, ledgerSkipped{ledger.KeepPlace(s.Where), ledger.KeepNumber(s.What), s.Why})
		}
	}
	return told
}

func tellLedger(l *counting.Ledger, r *model.Report) *ledgerTold {
	told := newLedgerTold(l.Book, l.Aside)
	told.Report, told.Counted, told.Unplaced, told.Figures = r.Name(), l.Counted(), l.Unplaced, l.Figures
	told.Conflicts = append(told.Conflicts, l.Differences(r)...)
	for _, remark := range l.Remarks {
		told.Remarks = append(told.Remarks, ledger.KeepPlace(remark))
	}
	for _, q := range l.Questions {
		x := ledgerQuestion{q.About, q.Words, []string{}, q.Why, ""}
		if q.Proposal != "" {
			x.Proposal = l.Words.AnswerName(q.Proposal)
		}
		for _, i := range q.Rows {
			where := ledger.KeepPlace(l.Book.Rows[i].Where)
			x.Rows = append(x.Rows, where)
			told.LeftOut = append(told.LeftOut, ledgerSkipped{where, q.Words, q.Why})
		}
		told.Questions = append(told.Questions, x)
	}
	for _, ch := range l.Since() {
		x := ledgerChanged{Before: []model.CellID{}, After: []model.CellID{}}
		if ch.Before != nil {
			x.Where, x.Number, x.Before = ch.Before.Where, ch.Before.Number, ch.Before.Cells
		}
		if ch.After != nil {
			x.Where, x.Number, x.After = ch.After.Where, ch.After.Number, ch.After.Cells
		}
		told.Changed = append(told.Changed, x)
	}
	return told
}

// text is it for people.
func (t *ledgerTold) text(l *counting.Ledger) string {
	var b strings.Builder
	fmt.Fprintf(&b, "台账 %d 行，计入 %d 件", t.Rows, t.Counted)
	if hanging := l.Hanging(); hanging != "" {
		b.WriteString("；" + hanging)
	}
	b.WriteString("\n")
	if len(l.Questions) > 0 {
		b.WriteString("要确定的：\n")
	}
	for _, q := range l.Questions {
		fmt.Fprintf(&b, "  %s「%s」", q.About.Name(), model.Cut(q.Text, 40))
		if n := len(q.Rows); n > 1 {
			fmt.Fprintf(&b, " %d 行", n)
		}
		fmt.Fprintf(&b, "：%s", q.Why)
		if q.Proposal != "" {
			fmt.Fprintf(&b, "。建议：%s", l.Words.AnswerName(q.Proposal))
		}
		b.WriteString("\n")
	}
	list := func(head string, skipped []ledger.Skipped) {
		for i, s := range skipped {
			if i == 0 {
				b.WriteString(head + "\n")
			}
			fmt.Fprintf(&b, "  %s %s：%s\n", s.Where, model.Cut(s.What, 20), s.Why)
		}
	}
	list("不计入这一年的：", l.Aside)
	list("不是申请的行：", l.Book.Skipped)
	for _, n := range slices.Concat(l.Remarks, l.Book.Notes) {
		fmt.Fprintf(&b, "注意：%s\n", n)
	}
	form := l.Report.Form
	if len(t.Changed) > 0 {
		b.WriteString("和上次读这份台账相比：\n")
	}
	for _, ch := range t.Changed {
		fmt.Fprintf(&b, "  %s %s：%s → %s\n", ch.Where, ch.Number, cellNames(form, ch.Before), cellNames(form, ch.After))
	}
	telling, zeros := l.Parted(l.Report)
	if len(t.Conflicts) > 0 {
		b.WriteString("和报告不同的格（报告 → 台账）：\n")
	}
	for _, d := range telling {
		fmt.Fprintf(&b, "  %s  %s → %s\n", width.Pad(form.Cell(d.Cell).Brief(), 46), shown(d.Report), shown(d.Ledger))
	}
	if zeros > 0 {
		fmt.Fprintf(&b, "  另有 %d 格报告里空着，台账里是 0\n", zeros)
	}
	return b.String()
}

func cellNames(form *model.Form, cells []model.CellID) string {
	if len(cells) == 0 {
		return "没有"
	}
	var out []string
	for _, id := range cells {
		out = append(out, form.Cell(id).Brief())
	}
	return strings.Join(out, "、")
}

// writeBlank writes a ledger to begin with.
func (c *ledgerCall) writeBlank() error {
	written, err := c.Files.WriteBlankLedger(c.out, model.Newest(), c.overwrite)
	if err != nil {
		return err
	}
	if written.Kept {
		return backend.Conflict("换一个文件名，或者加 --overwrite", "「%s」已经有了，没有覆盖", c.out)
	}
	return c.told(c.printf("已写入 %s\n", written.Path))
}

const ledgerHelp = "台账一件申请一行：xlsx、csv，或者从表格复制成的文本。表头按字认，姓名、证件、申请内容不读也不存。\n" +
	"有的写法不能确定，数就不填进报告：用 --map 对照表.csv 写出来，在「计入」一栏填好，再运行一次；填过的以后都认得。\n" +
	"例：nianbao ledger 某某局-2026 台账.xlsx --map 对照表.csv\n    nianbao ledger 台账.xlsx（没有答复的件和期限）\n    nianbao ledger --blank -o 台账.xlsx"
