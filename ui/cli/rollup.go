package cli

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"os"
	"os/signal"
	"slices"
	"strings"
	"syscall"

	"github.com/spf13/pflag"

	"nianbao/model"
	"nianbao/model/check"
	"nianbao/model/rollup"
	"nianbao/ui/backend"
	"nianbao/ui/collecting"
	"nianbao/ui/width"
)

// rollupCall is rollup with its options: what a collector does with the reports of the units
// on its list.
type rollupCall struct {
	*call
	read, from, level, reason, out, due string
	formats                             []string
	draft, dryRun                       bool
}

func (o *rollupCall) options(f *pflag.FlagSet) {
	f.StringVar(&o.read, "read", "", "units：从这个`文件`读入单位名单（xlsx、csv，或每行一个单位的文本）")
	f.StringVar(&o.from, "from", "", "units：沿用这份`汇总`的名单，如上年的")
	f.StringVarP(&o.out, "output", "o", "", "return：意见写到这个`文件夹`；stats：写成这个 xlsx 文件")
	f.StringSliceVarP(&o.formats, "format", "f", []string{"docx"}, "return、remind：信的`格式`："+strings.Join(o.reviewFormats(), "、")+"，可以用逗号写几种")
	f.StringVar(&o.due, "due", "", "return、remind：请单位在这一`天`前报来，如 2027-01-25；不写的留空，手写")
	f.StringVar(&o.level, "level", "", "units：新建汇总时的`级别`")
	f.StringVar(&o.reason, "reason", "", "accept、excuse、adjust：`原因`")
	f.BoolVar(&o.dryRun, "dry-run", false, "collect：只看结果，不保存")
	f.BoolVar(&o.draft, "draft", false, "sum：有单位没接收也汇总，说明是哪些")
}

// verbs are what rollup does.
var verbs = []struct {
	name, says string
	least      int // arguments, the verb among them
	do         func(*rollupCall) error
}{
	{"units", "单位名单和收报进度；--read 读入名单", 2, (*rollupCall).units},
	{"collect", "收各单位报来的文件或文件夹：认单位、核对、和上次比", 3, (*rollupCall).collect},
	{"accept", "接收单位的报告", 3, (*rollupCall).accept},
	{"return", "退回单位的报告，写出核对意见；不写单位的，退回全部有错的", 2, (*rollupCall).giveBack},
	{"remind", "写催报通知给没有报的；不写单位的，给全部没有报的", 2, (*rollupCall).remind},
	{"excuse", "注明单位不用报", 3, (*rollupCall).excuse},
	{"sum", "把接收的加起来", 2, (*rollupCall).sum},
	{"stats", "公开率、纠错率、不予公开的理由、近五年和各单位的排名；-o 写成 xlsx", 2, (*rollupCall).stats},
	{"adjust", "调整汇总数：格=+数 或 格=-数", 3, (*rollupCall).adjust},
}

func verbHelp() string {
	var lines []string
	for _, v := range verbs {
		lines = append(lines, "rollup "+v.name+"："+v.says)
	}
	return strings.Join(lines, "\n")
}

func (c *rollupCall) run() error {
	for _, v := range verbs {
		if v.name != c.args[0] {
			continue
		}
		if len(c.args) < v.least {
			return backend.Usage("例：nianbao rollup "+v.name+" 某某县-2026"+strings.Repeat(" …", v.least-2), "rollup %s 后面少写了参数", v.name)
		}
		var err error
		if c.reason, err = model.Reason(c.reason); err != nil {
			return refused(err)
		}
		return v.do(c)
	}
	return backend.Usage(verbHelp(), "没有 rollup %s", c.args[0])
}

// because makes sure that there is a reason for something.
func (c *rollupCall) because(what string) error {
	if c.reason == "" {
		return backend.Usage("--reason 后面写原因，如 已并入文化局", "请说明%s的原因", what)
	}
	return nil
}

// collector finds the collector's report that the arguments name.
func (c *rollupCall) collector() (*collecting.Collector, error) {
	r, err := c.load(c.args[1])
	if err != nil {
		return nil, err
	}
	return c.office().Beside(r)
}

// office is where the collector works, beside the terminal.
func (c *call) office() *collecting.Office {
	return &collecting.Office{Store: c.store, Files: c.Files, Fence: c.Fence, Collectors: c.Collectors, User: c.User, Now: c.Now, SessionID: c.SessionID,
		Progress: func(what string, total int) collecting.Progress { return c.progress(what, total) }}
}

// units begins a collector's report, takes units on its list, and prints how they stand.
func (c *rollupCall) units() error {
	list, err := c.store.List()
	if err != nil {
		return err
	}
	var r *model.Report
	if backend.IndexOf(list).Fits(c.args[1]) > 0 {
		r, err = c.load(c.args[1])
	} else {
		r, err = c.beginSum(c.args[1])
	}
	if err != nil {
		return err
	}
	if !r.IsSum() {
		return backend.Usage("本级的数另存为「"+rollup.OwnName(r.Unit)+"」的报告，汇总才能用这个名称", "%s 是单位自己的报告，不是汇总", r.Name())
	}
	if c.read != "" || c.from != "" {
		if r, err = c.takeList(r); err != nil {
			return err
		}
	}
	x, err := c.office().Beside(r)
	if err != nil {
		return err
	}
	all := x.Listed()
	if c.json {
		return c.told(writeJSON(c.Stdout, map[string]any{"collector": r.Unit, "year": r.Year, "expected": rollup.Expected(x.Report), "units": append([]collecting.Unit{}, all...)}))
	}
	var b strings.Builder
	count := map[rollup.State]int{}
	wide, inTime := 8, 0
	for _, l := range all {
		count[l.State]++
		if l.InTime() {
			inTime++
		}
		wide = max(wide, width.Of(l.Name))
	}
	for _, l := range all {
		fmt.Fprintf(&b, "%s  %s  %s  %s  错误 %d  警告 %d\n", width.Pad(l.Name, wide), width.Pad(l.Kind.Name(), 4), width.Pad(l.State.Name(), 6), width.Pad(l.Due, 10), l.Errors, l.Warnings)
	}
	fmt.Fprintf(&b, "%s：应报 %d 个", r.Name(), rollup.Expected(x.Report))
	for _, s := range []rollup.State{rollup.Accepted, rollup.Received, rollup.Faulty, rollup.Returned, rollup.Missing, rollup.Excused} {
		if count[s] > 0 {
			fmt.Fprintf(&b, "，%s %d 个", s.Name(), count[s])
		}
	}
	if inTime > 0 {
		fmt.Fprintf(&b, "；按时报的 %d 个", inTime)
	}
	b.WriteByte('\n')
	b.WriteString(outdated(r))
	return c.told(c.printf("%s", b.String()))
}

// outdated says of a sum that what is accepted has changed since; "" where it holds.
func outdated(r *model.Report) string {
	var names []string
	for _, d := range rollup.Outdated(r) {
		names = append(names, d.Unit)
	}
	if len(r.Sources) == 0 || len(names) == 0 {
		return ""
	}
	return "汇总数过期了，和现在接收的不同：" + few(names) + "。再汇总一次：nianbao rollup sum " + r.Name() + "\n"
}

// few names some of many.
func few(names []string) string { return rollup.Some(names, 3) }

// beginSum begins the report of a collector that is named in full.
func (c *rollupCall) beginSum(name string) (*model.Report, error) {
	at := strings.LastIndex(name, "-")
	unit, year := name, 0
	if at >= 0 {
		unit, year = name[:at], model.ParseYear(name[at+1:])
	}
	if err := errors.Join(model.CheckUnit(unit), model.CheckYear(year)); err != nil {
		return nil, backend.Usage("写全称和年度，如 nianbao rollup units 某某县人民政府-2026 --read 名单.xlsx", "没有「%s」这份汇总，也不能照这个名称新建", name)
	}
	level := model.GuessUnitLevel(unit)
	if c.level != "" {
		var ok bool
		if level, ok = model.ParseUnitLevel(c.level); !ok {
			return nil, backend.Usage("级别有："+levelNames(), "没有「%s」这个级别", c.level)
		}
	}
	r := model.NewReport(model.FormFor(year), unit, level, year)
	r.Scope = model.ScopeAggregate
	return c.store.Create(r, "新建汇总")
}

// takeList takes the units of a file, or of another collector's report, on the list.
func (c *rollupCall) takeList(r *model.Report) (*model.Report, error) {
	var units []model.ListedUnit
	label := ""
	if c.from != "" {
		last, err := c.load(c.from)
		if err != nil {
			return nil, err
		}
		taken, gone := rollup.ListAgain(last, r.Year)
		for _, line := range gone {
			fmt.Fprintln(c.Stderr, "没有沿用："+line)
		}
		units = taken
		label = "沿用 " + last.Name() + " 的名单"
	}
	if c.read != "" {
		rows, err := c.Files.Rows(c.read)
		if err != nil {
			return nil, err
		}
		read, told := rollup.ReadList(rows)
		for _, t := range told {
			fmt.Fprintf(c.Stderr, "没有列入：%s %s：%s\n", t.Where, model.CleanText(t.What), t.Why)
		}
		units, label = append(units, read...), "读入单位名单"
	}
	if len(units) == 0 {
		return nil, backend.Usage("名单是一张表（表头有「单位名称」），或每行一个单位的文本", "没有读出单位")
	}
	return c.save(r, func(r *model.Report) (model.Edit, error) {
		return model.SetListed(r, fmt.Sprintf("%s，%d 个", label, len(units)), rollup.Listing(r, units)...), nil
	})
}

// say judges the units that the arguments name, or others, stores the words as one edit, and
// tells them.
func (c *rollupCall) say(x *collecting.Collector, units []string, what string, judge collecting.Judgement) error {
	d, err := x.Judge(units, what, judge)
	if err != nil {
		return err
	}
	if _, err := c.save(x.Report, func(*model.Report) (model.Edit, error) { return d.Edit, nil }); err != nil {
		return err
	}
	var b strings.Builder
	var names []string
	for _, w := range d.Units {
		names = append(names, w.Unit)
	}
	if len(names) > 0 {
		fmt.Fprintf(&b, "%s %d 个：%s\n", what, len(names), few(names))
	}
	for _, w := range d.Units {
		if w.File != "" {
			fmt.Fprintf(&b, "%s：第 %d 次退回，意见写在 %s\n", w.Unit, w.Round, w.File)
		}
	}
	for _, f := range d.Refused {
		fmt.Fprintf(&b, "没有%s %s：%s\n", what, f.Unit, f.Why)
	}
	if len(units) == 0 {
		fmt.Fprintf(&b, "没有要%s的。\n", what)
	}
	return c.answer(map[string]any{"units": d.Units, "refused": d.Refused}, b.String(), len(d.Refused) > 0)
}

// named is the collector and the units that the arguments name.
func (c *rollupCall) named() (x *collecting.Collector, units []string, err error) {
	if x, err = c.collector(); err == nil {
		units, err = x.Named(c.args[2:])
	}
	return x, units, err
}

// answer prints what a command has come to; partly: some of it could not be done.
func (c *call) answer(v any, text string, partly bool) error {
	var failed error
	if partly {
		failed = errFindings
	}
	if c.json {
		return errors.Join(c.told(writeJSON(c.Stdout, v)), failed)
	}
	return errors.Join(c.told(c.printf("%s", text)), failed)
}

// accept accepts units' reports as they are now.
func (c *rollupCall) accept() error {
	x, units, err := c.named()
	if err != nil {
		return err
	}
	return c.say(x, units, "接收", collecting.Accept(c.reason, "加 --reason "))
}

func (c *rollupCall) excuse() error {
	x, units, err := c.named()
	if err == nil {
		err = c.because("不用报")
	}
	if err != nil {
		return err
	}
	return c.say(x, units, "不用报", collecting.Excuse(c.reason))
}

// giveBack writes letters to the units that the arguments name, or to all that have faults.
func (c *rollupCall) giveBack() error {
	x, units, err := c.named()
	if err != nil {
		return err
	}
	if len(c.args) == 2 {
		units = x.In(rollup.Faulty)
	}
	return c.say(x, units, "退回", collecting.Return(c.letters(), c.reason))
}

// letters is how letters are written.
func (c *rollupCall) letters() collecting.Letters {
	return collecting.Letters{Folder: cmp.Or(c.out, "."), Formats: c.formats, Due: model.TidyDate(c.due)}
}

// remind writes to the units that the arguments name, or to all that have not sent reports.
func (c *rollupCall) remind() error {
	x, units, err := c.named()
	if err != nil {
		return err
	}
	d, err := x.Remind(units, c.letters())
	if err != nil {
		return err
	}
	var b strings.Builder
	if len(d.Units) == 0 {
		b.WriteString("没有要催的。\n")
	} else {
		fmt.Fprintf(&b, "催报 %d 个，通知写在 %s\n", len(d.Units), d.Units[0].File)
	}
	for _, w := range d.Units {
		fmt.Fprintf(&b, "  %s：%s\n", w.Unit, w.State.Name())
	}
	for _, f := range d.Refused {
		fmt.Fprintf(&b, "没有催 %s：%s\n", f.Unit, f.Why)
	}
	return c.answer(map[string]any{"units": d.Units, "refused": d.Refused}, b.String(), len(d.Refused) > 0)
}

// collect takes in the files that units have sent.
func (c *rollupCall) collect() error {
	x, err := c.collector()
	if err != nil {
		return err
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM, syscall.SIGHUP)
	defer stop()
	in, err := x.Collect(ctx, c.args[2:], c.dryRun)
	if err != nil {
		return err
	}
	if !c.dryRun {
		if _, err := c.save(x.Report, func(*model.Report) (model.Edit, error) { return in.Edit, nil }); err != nil {
			return err
		}
	}
	return c.answer(in, strings.Join(in.Lines(), "\n")+"\n", !in.Whole())
}

// sum adds up what is accepted.
func (c *rollupCall) sum() error {
	x, err := c.collector()
	if err != nil {
		return err
	}
	sum, err := x.AddUp()
	if err != nil {
		return err
	}
	expected := rollup.Expected(x.Report)
	if !sum.Whole() && !c.draft {
		return backend.Usage("接收以后再汇总，或用 --draft 先汇总已接收的", "应报 %d 个，已接收 %d 个：没有报的 %s；没有接收的 %s", expected, len(sum.Added), orNone(sum.Missing), orNone(sum.Faulty))
	}
	was := model.Evaluate(x.Report)
	after, err := c.save(x.Report, func(r *model.Report) (model.Edit, error) { return sum.Edit(r), nil })
	if err != nil {
		return err
	}
	if !sum.Made(after) {
		return backend.Conflict("再汇总一次：nianbao rollup sum "+after.Name(), "其他人刚刚也汇总了，现在是他的汇总数，您的没有用")
	}
	is := model.Evaluate(after)
	changed := []moved{}
	for _, cell := range after.Form.Cells() {
		if a, b := was.At(cell.ID), is.At(cell.ID); a != b {
			changed = append(changed, moved{cell.ID, a, b})
		}
	}
	last, err := backend.LastYear(c.store, after)
	if err != nil {
		return err
	}
	s := subjectOf(after, last, backend.SourcesOf(c.store, after, sum.Known))
	text := fmt.Sprintf("%s：应报 %d 个，已汇总 %d 个，%d 格变了\n没有报的：%s\n没有接收的：%s\n", after.Name(), expected, len(sum.Added), len(changed), orNone(sum.Missing), orNone(sum.Faulty))
	if len(sum.Later) > 0 {
		text += "接收以后又改过、汇总的是接收的那一稿的：" + few(sum.Later) + "\n"
	}
	return c.answer(map[string]any{"report": after.Name(), "revision": after.Revision, "expected": expected, "added": sum.Added, "missing": sum.Missing,
		"faulty": sum.Faulty, "changed": changed, "findings": append([]check.Finding{}, s.findings...)}, text+outdated(after), false)
}

func orNone(names []string) string { return cmp.Or(strings.Join(names, "、"), "无") }

// adjust corrects cells of the sum.
func (c *rollupCall) adjust() error {
	x, err := c.collector()
	if err == nil {
		err = c.Collectors.Check()
	}
	if err == nil {
		err = c.because("调整")
	}
	if err != nil {
		return err
	}
	var adjustments []model.Adjustment
	var figures []model.CellFigure
	for _, arg := range c.args[2:] {
		words, value, ok := strings.Cut(strings.Replace(arg, "＝", "=", 1), "=")
		if !ok {
			return backend.Usage("例：nianbao rollup adjust 某某县-2026 3.received.natural_person=-2 --reason 两单位报了同一件", "「%s」应写成 格=+数 或 格=-数", arg)
		}
		cell, err := findCell(x.Form, words)
		if err != nil {
			return err
		}
		if slices.ContainsFunc(figures, func(f model.CellFigure) bool { return f.Cell == cell.ID }) {
			return backend.Usage("每格只写一次", "「%s」写了两次", cell.Brief())
		}
		by, err := model.ParseDecimal(strings.TrimPrefix(strings.TrimSpace(value), "+"))
		if err != nil {
			return refused(err)
		}
		adjustments = append(adjustments, model.Adjustment{Cell: cell.ID, Value: by, Reason: c.reason, By: c.User, At: c.Now()})
		figures = append(figures, model.CellFigure{Cell: cell.ID})
	}
	was, err := c.call.beside(x.Report.Clone())
	if err != nil {
		return err
	}
	after, err := c.save(x.Report, func(r *model.Report) (model.Edit, error) { return model.Adjust(r, adjustments...), nil })
	if err != nil {
		return err
	}
	out := compare(was, subjectOf(after, was.last, was.sources), figures, nil)
	return c.answer(out, out.text(after.Form, false), false)
}
