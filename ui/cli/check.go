package cli

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"github.com/spf13/pflag"

	"nianbao/model"
	"nianbao/model/check"
	"nianbao/ui/backend"
)

// checkCall is check with its options.
type checkCall struct {
	*call
	readOptions
	against, out, format string
	overwrite            bool
}

func (o *checkCall) options(f *pflag.FlagSet) {
	o.readOptions.options(f)
	f.StringVar(&o.against, "against", "", "与这份上年`报告或文件`比；不写时在其他参数和报告列表里找")
	f.StringVarP(&o.out, "output", "o", "", "写成核对意见，退给单位：`文件`（"+o.reviewEndings()+"）或文件夹")
	f.StringVarP(&o.format, "format", "f", "html", "核对意见的`格式`："+strings.Join(o.reviewFormats(), " 或 "))
	f.BoolVar(&o.overwrite, "overwrite", false, "覆盖已有的核对意见，即使有人填过")
}

// subject is one report that is checked, and what became of it.
type subject struct {
	arg      string // as it was asked for
	report   *model.Report
	reading  *model.Reading // of a file; nil for a report of the store
	last     *model.Report  // the same unit's of the year before; nil for none
	findings []check.Finding
	err      error // it could not be read
}

// checked is the outcome as --json prints it.
type checked struct {
	Report   string          `json:"report"`
	Errors   int             `json:"errors"`
	Warnings int             `json:"warnings"`
	Hints    int             `json:"hints"`
	Findings []check.Finding `json:"findings"`
	LeftOut  []model.LeftOut `json:"left_out,omitzero"` // of a file, as in import
	Error    *failure        `json:"error,omitempty"`
}

func (s *subject) checked() checked {
	if s.err != nil {
		f := failureOf(s.err)
		return checked{Report: s.arg, Findings: []check.Finding{}, Error: &f}
	}
	k := checked{Report: s.report.Name(), Findings: append([]check.Finding{}, s.findings...)}
	if s.reading != nil {
		k.LeftOut = append([]model.LeftOut{}, s.reading.LeftOut...)
	}
	k.Errors, k.Warnings, k.Hints = check.Count(s.findings)
	return k
}

// subjectOf checks a report beside the year before's.
func subjectOf(r, last *model.Report) *subject {
	return &subject{arg: r.Name(), report: r, last: last, findings: check.Report(r, last)}
}

// review is the letter to the unit about it.
func (s *subject) review(date time.Time) check.Review {
	v := check.Review{Report: s.report, Last: s.last, Findings: s.findings, Date: date}
	if s.reading != nil {
		v.LeftOut = s.reading.LeftOut
	}
	return v
}

// run lists every finding of reports in the store and of report files.
func (c *checkCall) run() error {
	if err := c.checkReviews(); err != nil {
		return err
	}
	list, err := c.stored()
	if err != nil {
		return err
	}
	subjects, err := c.subjects(list)
	if err != nil {
		return err
	}
	if len(subjects) == 1 && subjects[0].err != nil {
		return subjects[0].err
	}
	if err := c.findLast(list, subjects); err != nil {
		return err
	}
	parallel(len(subjects), func(i int) {
		if s := subjects[i]; s.err == nil {
			s.findings = check.Report(s.report, s.last)
		}
	})
	reviews, err := c.writeReviews(subjects)
	if err != nil {
		return err
	}
	if err := c.tellChecked(subjects, reviews); err != nil {
		return err
	}
	return outcomeOf(subjects, reviews)
}

// stored lists the store's reports. Where nothing but files is asked for, a
// store that can't be opened is no hindrance.
func (c *checkCall) stored() ([]model.Summary, error) {
	err := c.openStore()
	if err == nil {
		var list []model.Summary
		if list, err = c.store.List(); err == nil {
			return list, nil
		}
	}
	for _, arg := range append([]string{c.against}, c.args...) {
		if arg != "" && !isFile(arg) && !isFolder(arg) {
			return nil, err
		}
	}
	return nil, nil
}

// outcomeOf is how check ends when all has been told.
func outcomeOf(subjects []*subject, reviews []review) error {
	if slices.ContainsFunc(subjects, func(s *subject) bool { return s.err != nil }) {
		return errUnread
	}
	for _, s := range subjects {
		if n, _, _ := check.Count(s.findings); n > 0 {
			return errFindings
		}
	}
	if slices.ContainsFunc(reviews, func(r review) bool { return r.err != nil }) {
		return errFindings
	}
	return nil
}

// subjects reads what the arguments name: reports of the store, files, and the
// files of folders.
func (c *checkCall) subjects(list []model.Summary) ([]*subject, error) {
	var subjects []*subject
	for _, arg := range c.args {
		info, err := os.Stat(arg)
		if err != nil || !info.IsDir() {
			subjects = append(subjects, &subject{arg: arg})
			continue
		}
		files, err := c.reportFiles(arg)
		if err != nil {
			subjects = append(subjects, &subject{arg: arg, err: err})
		}
		for _, f := range files {
			subjects = append(subjects, &subject{arg: f})
		}
	}
	if c.flags.Changed("against") && len(subjects) > 1 {
		return nil, backend.Usage("一份一份核对；或者把上年的报告也写在参数里，程序按单位和年度去找", "--against 只能和一份报告一起用")
	}
	c.read(list, subjects)
	return subjects, nil
}

// reportFiles are the report files in a folder, by name, without those that
// check has written there itself.
func (c *call) reportFiles(folder string) ([]string, error) {
	entries, err := os.ReadDir(folder)
	if err != nil {
		return nil, backend.Usage("看看文件夹在不在、有没有权限", "打不开文件夹「%s」", folder)
	}
	var files []string
	for _, e := range entries {
		name := e.Name()
		ext := strings.ToLower(filepath.Ext(name))
		// ~$ begins the names under which Excel notes that a file is open.
		aside := strings.HasPrefix(name, "~$") || strings.HasPrefix(name, ".")
		if e.IsDir() || aside || c.Files.IsReview(name) {
			continue
		}
		if !slices.Contains(c.Files.Extensions(), ext) {
			if what := backend.SavedAs[ext]; what != "" {
				fmt.Fprintf(c.Stderr, "注意：没有读「%s」，%s。\n", model.CleanText(name), what)
			}
			continue
		}
		files = append(files, filepath.Join(folder, name))
	}
	if len(files) == 0 {
		return nil, backend.Usage("里面要有 "+strings.Join(c.Files.Extensions(), "、")+" 文件", "文件夹「%s」里没有报告文件", folder)
	}
	return files, nil
}

// read loads what has not been found wanting yet: files side by side, reports
// of the store in one go.
func (c *checkCall) read(list []model.Summary, subjects []*subject) {
	var stored, files []*subject
	var names []string
	for _, s := range subjects {
		switch {
		case s.err != nil:
		case isFile(s.arg):
			files = append(files, s)
		default:
			var found model.Summary
			if found, s.err = backend.FindIn(list, s.arg); s.err == nil {
				stored, names = append(stored, s), append(names, found.Report)
			}
		}
	}
	if len(names) > 0 {
		reports, errs := c.store.LoadAll(names)
		for i, s := range stored {
			s.report, s.err = reports[i], errs[i]
		}
	}
	p := c.progress("读取文件", len(files))
	parallel(len(files), func(i int) {
		x, err := c.Files.Read(files[i].arg, model.ReadOptions{Unit: c.unit, Year: c.year})
		if files[i].err = err; err == nil {
			files[i].report, files[i].reading = x.Report, x
		}
		p.step()
	})
	p.end()
}

// isFolder tells whether an argument is a folder that is there.
func isFolder(arg string) bool {
	info, err := os.Stat(arg)
	return err == nil && info.IsDir()
}

// isFile reports whether an argument means a file: one is there, or it is
// written as a path.
func isFile(arg string) bool {
	info, err := os.Stat(arg)
	return err == nil && !info.IsDir() || strings.ContainsRune(arg, filepath.Separator)
}

// findLast gives each report last year's: the one that is named, or one of the
// others, or the store's.
func (c *checkCall) findLast(list []model.Summary, subjects []*subject) error {
	if c.flags.Changed("against") {
		s := subjects[0]
		against := &subject{arg: c.against}
		c.read(list, []*subject{against})
		if against.err != nil {
			return against.err
		}
		if against.report.Year >= s.report.Year {
			return backend.Usage("--against 后面写上年的报告", "%s 不是 %s 以前的报告", against.report.Name(), s.report.Name())
		}
		if s.last = against.report; s.last.Unit != s.report.Unit || s.last.Year != s.report.Year-1 {
			fmt.Fprintf(c.Stderr, "注意：%s 不是 %s 的上年报告。\n", model.CleanText(s.last.Name()), model.CleanText(s.report.Name()))
		}
		return nil
	}
	known := map[string]*model.Report{}
	for _, s := range subjects {
		if s.err == nil && known[s.report.Name()] == nil {
			known[s.report.Name()] = s.report
		}
	}
	stored := map[string]bool{}
	for _, sum := range list {
		stored[sum.Report] = true
	}
	var missing []string
	for _, s := range subjects {
		if s.err == nil {
			if name := lastName(s.report); known[name] == nil && stored[name] {
				missing, stored[name] = append(missing, name), false
			}
		}
	}
	if len(missing) > 0 {
		reports, errs := c.store.LoadAll(missing)
		for i, r := range reports {
			if errs[i] != nil && backend.Code(errs[i]) != model.CodeNotFound { // else deleted meanwhile
				fmt.Fprintf(c.Stderr, "注意：读不了上年的报告 %s，没有和它比：%s\n", missing[i], backend.Message(errs[i]))
			}
			known[missing[i]] = r
		}
	}
	for _, s := range subjects {
		if s.err == nil {
			s.last = known[lastName(s.report)]
		}
	}
	return nil
}

func lastName(r *model.Report) string { return model.ReportName(r.Unit, r.Year-1) }

// parallel does n things, as many at a time as there are processors.
func parallel(n int, do func(i int)) {
	var next atomic.Int64
	var workers sync.WaitGroup
	for range min(runtime.GOMAXPROCS(0), n) {
		workers.Go(func() {
			for i := int(next.Add(1)) - 1; i < n; i = int(next.Add(1)) - 1 {
				do(i)
			}
		})
	}
	workers.Wait()
}

// review is a file that tells a unit what has been found.
type review struct {
	file
	err error
}

// reviewFormats are the formats that a review can be written in.
func (c *call) reviewFormats() (names []string) {
	for _, f := range c.Files.Formats() {
		if f.Review {
			names = append(names, f.Name)
		}
	}
	return names
}

// reviewEndings are the endings of their files.
func (c *call) reviewEndings() string { return "." + strings.Join(c.reviewFormats(), "、.") }

// checkReviews sees before anything is read whether -o makes sense.
func (c *checkCall) checkReviews() error {
	given := c.flags.Changed("format")
	c.format = strings.ToLower(strings.TrimSpace(c.format))
	switch {
	case c.out == "" && (given || c.overwrite):
		return backend.Usage("加上 -o 文件或文件夹", "-f、--overwrite 只用于写核对意见")
	case c.out == "":
		return nil
	case c.out == "-":
		return backend.Usage("-o 后面写文件名或文件夹", "核对意见不能写到标准输出")
	}
	folder, err := outFolder(c.out)
	if err != nil {
		return err
	}
	if !folder {
		ext := strings.TrimPrefix(strings.ToLower(filepath.Ext(c.out)), ".")
		if !slices.Contains(c.reviewFormats(), ext) || given && ext != c.format {
			return backend.Usage("-o 后面写一个文件夹（没有的以 / 结尾，就会建好），或以 "+c.reviewEndings()+" 结尾的文件名；-f 要和文件名一致", "没有文件夹「%s」", c.out)
		}
		c.format = ext
	}
	if formats := c.reviewFormats(); !slices.Contains(formats, c.format) {
		return backend.Usage("可以用 "+strings.Join(formats, "、"), "核对意见没有「%s」这种格式", c.format)
	}
	return nil
}

// writeReviews writes a file for each report that could be read.
func (c *checkCall) writeReviews(subjects []*subject) ([]review, error) {
	if c.out == "" {
		return nil, nil
	}
	folder, err := outFolder(c.out)
	if err != nil {
		return nil, err
	}
	if !folder && len(subjects) > 1 {
		return nil, backend.Usage("-o 后面写一个文件夹，没有的以 / 结尾，就会建好", "要写几个文件，没有文件夹「%s」", c.out)
	}
	var reviews []review
	taken := map[string]bool{}
	for _, s := range subjects {
		if s.err != nil {
			continue
		}
		path := c.out
		if folder {
			path = filepath.Join(c.out, c.Files.ReviewName(s.report, c.format))
		}
		// Two files of one report: neither takes the other's place.
		overwrite := c.overwrite && !taken[path]
		taken[path] = true
		written, err := c.Files.WriteReview(path, c.format, s.review(c.Now()), overwrite)
		if err != nil && len(subjects) == 1 {
			return nil, err
		}
		if written.Kept {
			written.Notes = append(written.Notes, "「"+path+"」已经有了，内容不同（有人填过，或者是上次核对的），没有覆盖；要覆盖它，加 --overwrite")
		}
		reviews = append(reviews, review{file{s.report.Name(), c.format, written.Path, written.Notes}, err})
	}
	return reviews, nil
}

// tellChecked prints the outcome.
func (c *checkCall) tellChecked(subjects []*subject, reviews []review) error {
	files := []file{}
	for _, r := range reviews {
		if r.err == nil {
			files = append(files, r.file)
		} else {
			fmt.Fprintf(c.Stderr, "nianbao: %s：%s\n", model.CleanText(r.Report), backend.Message(r.err))
		}
	}
	if c.json {
		out := []checked{}
		for _, s := range subjects {
			out = append(out, s.checked())
		}
		all := map[string]any{"reports": out}
		if c.out != "" {
			all["files"] = files
		}
		return writeJSON(c.Stdout, all)
	}
	var b strings.Builder
	for _, s := range subjects {
		if s.err != nil || c.out == "" && len(subjects) <= manyReports {
			b.WriteString(s.text())
		}
	}
	if len(subjects) > 1 {
		if b.Len() > 0 {
			b.WriteByte('\n')
		}
		b.WriteString(summaryTable(subjects))
	}
	if len(subjects) > manyReports && c.out == "" {
		b.WriteString("每份的问题：nianbao check 报告或文件；全部写成核对意见：加 -o 文件夹。\n")
	}
	return errors.Join(c.printf("%s", b.String()), c.printFiles(files))
}
