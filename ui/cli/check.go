package cli

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/spf13/pflag"

	"nianbao/model"
	"nianbao/model/check"
	"nianbao/ui/backend"
)

// checkCall is check with its options.
type checkCall struct {
	*call
	readOptions
	against, out, format, list string
	overwrite                  bool
}

func (o *checkCall) options(f *pflag.FlagSet) {
	o.readOptions.options(f)
	f.StringVar(&o.against, "against", "", "与这份上年`报告或文件`比；不写时在其他参数和报告列表里找")
	f.StringVar(&o.list, "list", "", "单位`名单`：文本文件，一行一个单位；写了其他单位的会查出来")
	f.StringVarP(&o.out, "output", "o", "", "写成核对意见，反馈给单位：`文件`（"+o.reviewEndings()+"）或文件夹")
	f.StringVarP(&o.format, "format", "f", "html", "核对意见的`格式`："+strings.Join(o.reviewFormats(), " 或 "))
	f.BoolVar(&o.overwrite, "overwrite", false, "覆盖已有的核对意见，即使有人填过")
}

// subject is one report that is checked, and what became of it.
type subject struct {
	arg      string // as it was asked for
	name     string // of a report of the store
	report   *model.Report
	reading  *model.Reading // of a file; nil for a report of the store
	last     *model.Report  // the same unit's of the year before; nil for none
	sources  *check.Sources // the reports in a collector's sum; nil for others
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

// subjectOf checks a report beside the year before's and, a sum, beside the reports in it.
func subjectOf(r, last *model.Report, of *check.Sources) *subject {
	return &subject{arg: r.Name(), report: r, last: last, sources: of, findings: check.Sum(r, last, of)}
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
	index := backend.IndexOf(list)
	subjects, err := c.subjects()
	if err != nil {
		return err
	}
	c.read(index, subjects)
	known, err := c.known(list, subjects)
	if err != nil {
		return err
	}
	return c.checkAll(index, subjects, known)
}

// known are the units whose names the texts may have wrongly: those of the store, of
// what is checked, and of the list that was given.
func (c *checkCall) known(list []model.Summary, subjects []*subject) (*check.Units, error) {
	var names []string
	for _, r := range list {
		names = append(names, r.Unit)
	}
	for _, s := range subjects {
		if s.report != nil {
			names = append(names, s.report.Unit)
		}
	}
	if c.list != "" {
		data, err := os.ReadFile(c.list)
		if err != nil {
			return nil, backend.Usage("--list 后面写一个文本文件，一行一个单位", "打不开单位名单「%s」", c.list)
		}
		if !utf8.Valid(data) {
			return nil, backend.Usage("用记事本另存为 UTF-8 编码的文本文件", "单位名单「%s」不是 UTF-8 编码的文本文件", c.list)
		}
		for _, line := range strings.Split(string(data), "\n") {
			names = append(names, model.CleanLine(strings.TrimPrefix(line, "\ufeff")))
		}
	}
	return check.UnitsOf(names), nil
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

// subjects are what the arguments name: reports of the store, files, and the
// files of folders.
func (c *checkCall) subjects() ([]*subject, error) {
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

// read finds what has not been found wanting yet: files, which it reads side by side,
// and reports of the store, which are loaded when it is their turn.
func (c *checkCall) read(index backend.Index, subjects []*subject) {
	var files []*subject
	for _, s := range subjects {
		switch {
		case s.err != nil:
		case isFile(s.arg):
			files = append(files, s)
		default:
			var found model.Summary
			found, s.err = index.Find(s.arg)
			s.name = found.Report
		}
	}
	p := c.progress("读取文件", len(files))
	model.Parallel(len(files), func(i int) {
		x, err := c.Files.Read(files[i].arg, model.ReadOptions{Unit: c.unit, Year: c.year})
		if files[i].err = err; err == nil {
			if len(files) > manyReports {
				x.Read = nil // nobody is told of single cells, and they take more room than the report
			}
			files[i].report, files[i].reading = x.Report, x
		}
		p.Step()
	})
	p.End()
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

func lastName(r *model.Report) string { return model.ReportName(r.Unit, r.Year-1) }

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
