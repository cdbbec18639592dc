package cli

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/signal"
	"strings"
	"syscall"

	"nianbao/model"
	"nianbao/ui/backend"
)

// intake is files on their way into the store as new reports. Each is read once, judged,
// made ready for the store and told about, and then let go: of ten thousand readings
// nothing stays but what the store will keep, packed, and what will be printed. Reading
// them again for storing would take less room, but twice the time, and a file may change
// in between.
type intake struct {
	*importCall
	paths   []string
	judged  []judged
	batch   backend.Batch // nil where nothing is stored
	printed *spool
}

// judged is what is kept of a file that has been read.
type judged struct {
	file, report string // report is the name
	nameless     bool   // it doesn't say whose it is
	unreadable   error
	blank        error // its tables could not be read
	unfit        error // it can't be stored
	outcome      []byte
}

// importNew reads files, those of folders too, as new reports. Nothing is stored unless
// all of them can be read and stored.
func (c *importCall) importNew() error {
	in := &intake{importCall: c, printed: newSpool()}
	var err error
	if in.paths, err = c.files(c.args); err != nil {
		return err
	}
	if !c.dryRun {
		in.batch = c.store.Batch(len(in.paths))
	}
	in.read()
	if err := in.refuseUnreadable(); err != nil {
		return err
	}
	list, err := c.store.List()
	if err != nil {
		return err
	}
	refused := in.refuse(list)
	switch {
	case c.dryRun && refused != nil:
		fmt.Fprintf(c.Stderr, "注意：正式读入时不会保存：%s\n", backend.Message(refused))
	case refused != nil:
		return refused
	case !c.dryRun:
		if err := in.store(); err != nil {
			return err
		}
	}
	return c.told(in.tell())
}

// files are what the arguments name: files, and those of folders.
func (c *call) files(args []string) (paths []string, err error) {
	for _, arg := range args {
		info, err := os.Stat(arg)
		if err != nil || !info.IsDir() {
			paths = append(paths, arg)
			continue
		}
		files, err := c.reportFiles(arg)
		if err != nil {
			return nil, err
		}
		paths = append(paths, files...)
	}
	return paths, nil
}

// read reads and judges all files. A progress line goes to standard error when there
// are many.
func (in *intake) read() {
	p := in.progress("读取文件", len(in.paths))
	defer p.End()
	several := in.json && len(in.paths) > 1
	array := jsonList{to: in.printed, name: "reports"}
	if several {
		array.begin()
	}
	inOrder(len(in.paths), func(i int) judged {
		defer p.Step()
		return in.judge(i)
	}, func(_ int, j judged) {
		switch {
		case j.outcome == nil:
		case several:
			array.add(j.outcome)
		default:
			in.printed.Write(j.outcome)
		}
		j.outcome = nil
		in.judged = append(in.judged, j)
	})
	if several {
		_ = array.end() // a spool takes all
	}
}

// judge reads a file and makes it ready for the store.
func (in *intake) judge(i int) (j judged) {
	x, err := in.Files.Read(in.paths[i], model.ReadOptions{Unit: in.unit, Year: in.year})
	if err != nil {
		return judged{unreadable: err}
	}
	j = judged{file: x.File, report: x.Report.Name(), blank: backend.NothingRead(x), outcome: in.outcome(x)}
	j.nameless = x.Unknown() || model.CheckUnit(x.Report.Unit) != nil
	if in.batch != nil {
		r := x.Report.Clone()
		r.Revision, r.Headings = 0, nil
		j.unfit = in.batch.Put(i, r, x.Label())
	}
	return j
}

// refuseUnreadable says which files can't be read.
func (in *intake) refuseUnreadable() (first error) {
	failed := 0
	for i := range in.judged {
		err := in.judged[i].unreadable
		if err == nil {
			continue
		}
		if failed++; first == nil {
			first = err
		}
		if len(in.paths) > 1 && !in.json {
			fmt.Fprintf(in.Stderr, "无法读取：%s\n", backend.Message(err))
		}
	}
	if failed == 0 || len(in.paths) == 1 {
		return first
	}
	which := ""
	if in.json { // for people they are listed above
		which = "；第一个：" + first.Error()
	}
	return backend.Usage("把这些文件改好或拿掉再读入", "%d 个文件里有 %d 个无法读取，一份也没有读入%s", len(in.paths), failed, which)
}

// refuse says which of the files can't be taken in: tables that could not be read, no
// unit, a report that is there already or comes twice, or can't be stored.
func (in *intake) refuse(list []model.Summary) error {
	for i := range in.judged {
		if err := in.judged[i].blank; err != nil {
			return err
		}
	}
	from := map[string]string{}
	for _, s := range list {
		from[s.Report] = ""
	}
	for i := range in.judged {
		j := &in.judged[i]
		if j.nameless {
			return backend.Usage("用 --unit 写明单位全称", "「%s」里没有写明是哪个单位的报告", j.file)
		}
		file, taken := from[j.report]
		switch {
		case taken && file == "":
			return backend.Usage("要读入已有的报告，用 --into "+j.report+"；单位或年度读错了的，用 --unit、--year 写明", "已经有 %s 这份报告了，「%s」没有读入", j.report, j.file)
		case taken:
			return backend.Usage("只留一个文件，或者分开读入", "「%s」和「%s」是同一份报告：%s", file, j.file, j.report)
		}
		from[j.report] = j.file
	}
	for i := range in.judged {
		if err := in.judged[i].unfit; err != nil {
			return err
		}
	}
	return nil
}

// store stores all of them. Where that fails, none is; or it says which are, and then
// the exit status must not say that nothing was changed.
func (in *intake) store() error {
	p := in.progress("存入报告", len(in.paths))
	stored := 0
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM, syscall.SIGHUP)
	defer stop()
	left, err := in.batch.Store(ctx, func(n int) {
		stored += n
		for range n {
			p.Step()
		}
	})
	p.End()
	if errors.Is(err, context.Canceled) {
		err = backend.Usage("要读入就再运行一次", "读入到一半中断了")
	}
	switch {
	case err == nil:
		return nil
	case len(left) > 0:
		err = fmt.Errorf("读入没有办成：%w。存进去的有 %d 份没有撤回（其他人已经改动，或者数据文件写不进了），请核对：%s", err, len(left), strings.Join(left, "、"))
		report(in.Stderr, err, in.json)
		return errFindings
	case stored > 0:
		return fmt.Errorf("一份也没有读入，已经存进去的都撤回了：%w", err)
	}
	return err
}

// outcome is what is printed of a file, for people or for programs.
func (in *intake) outcome(x *model.Reading) []byte {
	if in.json {
		y := importedOf(x)
		if len(in.paths) > 1 {
			y.File = x.File
			return listed(y)
		}
		return alone(y)
	}
	text := readingText(x)
	if len(in.paths) > manyReports {
		text = x.Report.Name() + "：" + readingSummary(x) + "\n"
	}
	return []byte(model.CleanText(text))
}

// tell prints the outcome. One file's is FORMAT's object; several are a list of them.
func (in *intake) tell() error {
	if err := in.printed.copyTo(in.Stdout); err != nil || in.json {
		return err
	}
	switch {
	case in.dryRun:
		return in.printf("以上只是试读，没有保存。\n")
	case len(in.judged) == 1:
		return in.printf("已存为 %s。\n", in.judged[0].report)
	}
	return in.printf("%d 份都已存好。\n", len(in.judged))
}
