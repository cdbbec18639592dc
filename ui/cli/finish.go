package cli

import (
	"cmp"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/pflag"

	"nianbao/model"
	"nianbao/model/check"
	"nianbao/ui/backend"
)

// exportCall is export with its options.
type exportCall struct {
	output
	unit string
	year int
}

func (o *exportCall) options(f *pflag.FlagSet) {
	f.StringSliceVarP(&o.formats, "format", "f", []string{"docx"}, "`格式`："+o.formatNames()+"，可以用逗号写几种")
	f.BoolVar(&o.files.Blank, "blank", false, "导出空表（"+o.taking(model.OptionBlank)+"），发给没有本程序的人填")
	f.StringVar(&o.unit, "unit", "", "空表上的`单位`")
	f.IntVar(&o.year, "year", 0, "空表上的`年度`")
	o.output.options(f)
}

// output is a command that writes finished files, with the options of all that do.
type output struct {
	*call
	out     string
	formats []string
	draft   bool
	files   model.FileOptions
	// given tells whether an option was; nil where there are none.
	given    func(name string) bool
	remember bool   // what was given of the unit's style
	again    string // what to do to have a file that somebody has changed be replaced; "" for the option
}

func (o *output) options(f *pflag.FlagSet) {
	f.StringVarP(&o.out, "output", "o", "", "写到这个`文件或文件夹`；单独导出时 - 是标准输出")
	f.BoolVar(&o.draft, "draft", false, "有错误也导出，首页注明「草稿」")
	f.BoolVar(&o.files.Overwrite, "overwrite", false, "覆盖已有的文件，即使有人改过")
	f.BoolVar(&o.files.Fragment, "fragment", false, o.taking(model.OptionFragment)+" 只写正文，用来贴进网站的编辑器")
	f.StringVar(&o.files.Encoding, "encoding", "", o.taking(model.OptionEncoding)+" 的`编码`："+model.Encodings[0]+"（默认）或 "+strings.Join(model.Encodings[1:], "、"))
	f.StringVar(&o.files.Template, "template", "", o.taking(model.OptionTemplate)+" 写进这个`文件`：用它的红头、页面、样式、页眉页脚")
	f.BoolVar(&o.files.Sealed, "sealed", false, "落款留出盖章的位置")
	f.StringVar((*string)(&o.files.Checksum), "checksum", "", "定稿校验码放在`哪里`："+checksumPlaces())
	f.BoolVar(&o.remember, "remember", false, "记住这次的 --template、--sealed、--checksum，这个单位以后都这样")
	o.given = f.Changed
	f.StringVar(&o.files.Font, "font", "", o.taking(model.OptionFont)+" 用这个字体`文件`（ttf、otf、ttc）")
}

// run writes finished files. Reports with errors stop all of it, unless
// drafts are wanted.
func (c *exportCall) run() error {
	if err := c.checkFormats(); err != nil {
		return err
	}
	if c.files.Blank {
		return c.exportBlank()
	}
	if len(c.args) == 0 {
		return backend.Usage(backend.ListHint, "export 后面少写了报告的名称")
	}
	var subjects []*subject
	for _, arg := range c.args {
		r, err := c.load(arg)
		if err != nil {
			return err
		}
		s, err := c.beside(r)
		if err != nil {
			return err
		}
		subjects = append(subjects, s)
	}
	if err := c.refuse(subjects...); err != nil {
		return err
	}
	if c.out == "-" {
		if len(subjects) != 1 || len(c.formats) != 1 {
			return backend.Usage("只写一份报告、一种格式", "标准输出只能写一个文件")
		}
		o, err := c.fileOptions(subjects[0])
		if err != nil {
			return err
		}
		c.warn(subjects...)
		return c.Files.Write(c.Stdout, c.formats[0], subjects[0].report, o)
	}
	files, err := c.exportFiles(subjects)
	if files == nil {
		return err
	}
	if c.json {
		return errors.Join(err, c.told(writeJSON(c.Stdout, map[string]any{"files": files, "warnings": warningsOf(subjects)})))
	}
	c.warn(subjects...)
	return errors.Join(err, c.told(c.printFiles(files)))
}

// exportBlank writes the empty form.
func (c *exportCall) exportBlank() error {
	format := c.formats[0]
	if fits := slices.Contains(model.FormatsTaking(model.OptionBlank, c.Files.Formats()), format); !fits || len(c.args) > 0 || len(c.formats) > 1 {
		return backend.Usage("写成 nianbao export --blank -f "+c.taking(model.OptionBlank), "空表不属于哪一份报告，只有 %s 一种格式", c.taking(model.OptionBlank))
	}
	unit := strings.TrimSpace(c.unit)
	r := model.NewReport(model.FormFor(c.reportYear(c.year)), unit, model.GuessUnitLevel(unit), c.year)
	if c.out == "-" {
		return c.Files.Write(c.Stdout, format, r, c.files)
	}
	folder, err := c.target(1)
	if err != nil {
		return err
	}
	path := c.out
	if folder {
		path = filepath.Join(c.out, "政府信息公开工作年度报告（空表）."+format)
		if unit != "" {
			path = filepath.Join(c.out, c.Files.FileName(r, format, c.files))
		}
	}
	written, err := c.Files.WriteFile(path, format, r, c.files)
	if err != nil {
		return err
	}
	return c.told(c.printf("已写入 %s\n", written.Path))
}

// checkFormats sees to it that there is a format and that each is known, once.
func (c *output) checkFormats() error {
	for i, f := range c.formats {
		c.formats[i] = strings.ToLower(strings.TrimSpace(f))
	}
	slices.Sort(c.formats)
	if c.formats = slices.Compact(c.formats); len(c.formats) == 0 {
		return c.knownFormat("")
	}
	for _, name := range c.formats {
		if err := c.knownFormat(name); err != nil {
			return err
		}
	}
	if x := c.files.Checksum; x != "" && !slices.ContainsFunc(model.ChecksumPlaces, func(p model.NamedPlace) bool { return p.Place == x }) {
		return backend.Usage("可以写 "+checksumPlaces(), "--checksum 后面没有「%s」这一种", string(x))
	}
	for _, o := range c.files.Asked() {
		suit := model.FormatsTaking(o, c.Files.Formats())
		if !slices.ContainsFunc(c.formats, func(f string) bool { return slices.Contains(suit, f) }) {
			return backend.Usage("去掉它，或者用 -f "+suit[0], "--%s 只用于 %s", o, strings.Join(suit, "、"))
		}
	}
	return nil
}

// taking names the formats that take an option.
func (c *call) taking(o model.FileOption) string {
	return strings.Join(model.FormatsTaking(o, c.Files.Formats()), "、")
}

// formatNames names all formats.
func (c *call) formatNames() string {
	var names []string
	for _, f := range c.Files.Formats() {
		names = append(names, f.Name)
	}
	return strings.Join(names, "、")
}

// beside checks a report beside the store's of the year before.
func (c *call) beside(r *model.Report) (*subject, error) {
	last, err := backend.LastYear(c.store, r)
	if err != nil {
		return nil, err
	}
	return subjectOf(r, last, backend.SourcesOf(c.store, r, nil)), nil
}

// refuse lists the errors that keep reports from being exported, unless drafts
// are wanted, and ends with errFindings.
func (c *output) refuse(subjects ...*subject) error {
	failed := ""
	for _, s := range subjects {
		if n, _, _ := check.Count(s.findings); n > 0 && !c.draft {
			failed += s.text()
		}
	}
	if failed == "" {
		return nil
	}
	if c.json {
		report(c.Stderr, backend.Usage("改正或说明后再导出，或用 --draft 导出草稿", "%s有错误，没有导出", failed), true)
	} else {
		fmt.Fprintf(c.Stderr, "%s有错误，没有导出。改正或说明后再导出，或用 --draft 导出草稿。\n", model.CleanText(failed))
	}
	return errFindings
}

// warningsOf are the warnings that nobody has explained: they keep nothing from
// being exported, but whoever sends the report off should know.
func warningsOf(subjects []*subject) []check.Finding {
	out := []check.Finding{}
	for _, s := range subjects {
		for _, f := range s.findings {
			if f.Severity == model.Warning && !f.Explained {
				out = append(out, f)
			}
		}
	}
	return out
}

// warn lists those warnings for people.
func (c *call) warn(subjects ...*subject) {
	for _, s := range subjects {
		open := warningsOf([]*subject{s})
		if len(open) == 0 {
			continue
		}
		name := ""
		if len(subjects) > 1 {
			name = s.report.Name() + " "
		}
		text := fmt.Sprintf("%s还有 %d 条警告没有说明：\n", name, len(open))
		for _, f := range open {
			text += "  " + f.Message + "\n"
		}
		fmt.Fprint(c.Stderr, model.CleanText(text))
	}
}

// outFolder reports whether -o points to a folder, "" being the present one; one
// whose name ends in a slash is made.
func outFolder(out string) (bool, error) {
	if out != "" && os.IsPathSeparator(out[len(out)-1]) {
		if err := os.MkdirAll(out, 0o755); err != nil {
			return false, backend.Usage("请换一个位置，或者先建好文件夹", "建不了文件夹「%s」（%v）", out, err)
		}
	}
	info, err := os.Stat(out)
	return out == "" || err == nil && info.IsDir(), nil
}

// target says where -o points: to a folder, or to a file, whose name has to end as
// the format's do.
func (c *output) target(files int) (folder bool, err error) {
	if folder, err := outFolder(c.out); folder || err != nil {
		return folder, err
	}
	if files > 1 {
		return false, backend.Usage("-o 后面写一个文件夹，没有的以 / 结尾，就会建好", "要写几个文件，没有文件夹「%s」", c.out)
	}
	for _, f := range c.Files.Formats() {
		if f.Name == c.formats[0] && !strings.EqualFold(filepath.Ext(c.out), f.Ext) && !isDevice(c.out) {
			return false, backend.Usage("-o 后面写一个文件夹（没有的以 / 结尾，就会建好），或以 "+f.Ext+" 结尾的文件名", "没有文件夹「%s」", c.out)
		}
	}
	return false, nil
}

// isDevice reports whether the path is there and no regular file: /dev/null.
func isDevice(path string) bool {
	info, err := os.Stat(path)
	return err == nil && !info.Mode().IsRegular()
}

func (c *call) knownFormat(name string) error {
	if slices.ContainsFunc(c.Files.Formats(), func(f model.Format) bool { return f.Name == name }) {
		return nil
	}
	return backend.Usage("可以用："+c.formatNames(), "没有「%s」这种格式", name)
}

// file is one that was written.
type file struct {
	Report string `json:"report"`
	Format string `json:"format"`
	Path   string `json:"path"`
	// Notes are what the operator should know, a Chinese sentence each.
	Notes []string `json:"notes,omitempty"`
}

// exportFiles writes each report in each format and notes it in the log.
func (c *output) exportFiles(subjects []*subject) ([]file, error) {
	folder, err := c.target(len(subjects) * len(c.formats))
	if err != nil {
		return nil, err
	}
	path := func(r *model.Report, format string) string {
		if folder {
			o := c.files
			o.Draft = c.draft
			return filepath.Join(c.out, c.Files.FileName(r, format, o))
		}
		return c.out
	}
	taken := map[string]string{}
	for _, s := range subjects {
		r := s.report
		for _, format := range c.formats {
			if other := taken[path(r, format)]; other != "" {
				return nil, backend.Usage("分开导出到不同的文件夹", "%s 和 %s 会写成同一个文件「%s」", other, r.Name(), path(r, format))
			}
			taken[path(r, format)] = r.Name()
		}
	}
	files := []file{}
	var failed error
	p := c.progress("导出", len(subjects))
	defer p.End()
	for _, s := range subjects {
		r := s.report
		written, err := c.exportReport(s, func(format string) string { return path(r, format) })
		files = append(files, written...)
		if err != nil {
			failed = err
		}
		if err != nil && len(subjects) > 1 { // a single one's error ends the command
			p.tell("nianbao: " + model.CleanText(r.Name()) + "：" + backend.Message(err))
		}
		p.Step()
	}
	if failed != nil && len(files) == 0 {
		return nil, failed
	}
	if failed != nil { // some of it was done, and the exit status must not say that nothing was
		failed = errFindings
	}
	return files, failed
}

// exportReport writes a report in each format and notes it in the log.
func (c *output) exportReport(s *subject, path func(format string) string) (files []file, err error) {
	r := s.report
	o, err := c.fileOptions(s)
	if err != nil {
		return nil, err
	}
	var sums, done []string
	for _, format := range c.formats {
		var written model.Written
		var failed error
		if written, failed = c.Files.WriteFile(path(format), format, r, o); failed != nil {
			if err == nil {
				err = failed
			}
			if len(c.formats) > 1 { // the others go on
				fmt.Fprintf(c.Stderr, "nianbao: %s 没有写成：%s\n", format, backend.Message(failed))
			}
			continue
		}
		if written.Kept {
			written.Notes = append(written.Notes, "「"+path(format)+"」不是这份报告上次导出的样子（有人改过，或者是其他报告的），没有覆盖；"+cmp.Or(c.again, "要覆盖它，加 --overwrite"))
		}
		files = append(files, file{r.Name(), format, written.Path, written.Notes})
		sums, done = append(sums, written.Sum), append(done, format)
	}
	if len(files) == 0 {
		return nil, err
	}
	label := "导出 " + strings.Join(done, "、")
	if c.draft {
		label += "（草稿）"
	}
	if err := c.store.MarkExported(r.ID, r.Revision, label, !c.draft, sums); err != nil {
		fmt.Fprintf(c.Stderr, "文件已写好，但没有记入修改记录：%s\n", backend.Message(err))
	}
	return files, err
}

// checksumPlaces names them for the help.
func checksumPlaces() string {
	var names []string
	for _, p := range model.ChecksumPlaces {
		names = append(names, string(p.Place)+" "+p.Title)
	}
	return strings.Join(names, "；")
}

// style is what the unit has chosen, and over it what was given as an option.
func (c *output) style(unit string) (model.UnitStyle, error) {
	style, err := backend.StyleOf(c.store, unit)
	if err != nil || c.given == nil {
		return style, err
	}
	if c.given("sealed") {
		style.Sealed = c.files.Sealed
	}
	if c.given("checksum") {
		style.Checksum = c.files.Checksum
	}
	if c.given("template") {
		style.Template = c.files.Template
	}
	if !c.remember {
		return style, nil
	}
	kept := style
	if kept.Template != "" {
		if kept.Template, err = filepath.Abs(kept.Template); err != nil {
			return style, err
		}
	}
	return style, backend.SaveStyle(c.store, unit, kept)
}

// fileOptions are how a report's files are to be written.
func (c *output) fileOptions(s *subject) (o model.FileOptions, err error) {
	o = c.files
	o.Draft, o.Last = c.draft, s.last
	if o.UnitStyle, err = c.style(s.report.Unit); err != nil {
		return o, err
	}
	o.Known, err = c.store.ExportedSums(s.report.ID)
	return o, err
}

// printFiles names the files, and what is to be known of them: of many, once.
func (c *call) printFiles(files []file) error {
	said := map[string]bool{}
	for _, f := range files {
		if err := c.printf("已写入 %s\n", f.Path); err != nil {
			return err
		}
		for _, note := range f.Notes {
			if said[note] {
				continue
			}
			said[note] = true
			if err := c.printf("  注意：%s\n", note); err != nil {
				return err
			}
		}
	}
	return nil
}
