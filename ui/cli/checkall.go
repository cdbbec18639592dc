package cli

import (
	"errors"
	"fmt"
	"path/filepath"
	"slices"
	"strings"

	"nianbao/model"
	"nianbao/model/check"
	"nianbao/ui/backend"
)

// atOnce is how many reports are loaded, checked and told about at once: of the others
// no more is held than a line.
const atOnce = 128

// checking is a check of many reports, and what has been told of it by now.
type checking struct {
	*checkCall
	many  bool
	total int
	known *check.Units
	likes [][]check.Likeness // by subject; nil for a single one

	// Where last year's reports are: among the files; among the reports that are checked,
	// before any file of that name; in the store at all.
	files  map[string]*model.Report
	before map[string]bool
	stored backend.Index
	said   map[string]bool // of which it was said that they can't be read

	text    strings.Builder // for people
	table   summary
	list    jsonList // for programs; told at once, or held where the files come first
	held    *spool
	folder  bool // reviews go into one
	taken   map[string]bool
	reviews []review
	failed  bool // there are errors, or a review was not written
}

// checkAll checks reports and tells what was found, in their order.
func (c *checkCall) checkAll(index backend.Index, subjects []*subject, known *check.Units) error {
	d := c.begin(index, subjects)
	d.known = known
	d.compare(subjects)
	for from := 0; from < len(subjects); from += atOnce {
		some := subjects[from:min(from+atOnce, len(subjects))]
		d.load(some)
		if err := some[0].err; len(subjects) == 1 && err != nil {
			return err
		}
		if from == 0 {
			if err := d.prepare(index, some[0]); err != nil {
				return err
			}
		}
		model.Parallel(len(some), func(i int) {
			if s := some[i]; s.err == nil {
				if s.reading == nil {
					s.sources = backend.SourcesOf(d.store, s.report, nil)
				}
				s.findings = check.Among(s.report, s.last, d.known, s.sources)
				if d.likes != nil {
					s.findings = check.WithAlike(s.report, s.findings, d.likes[from+i])
				}
			}
		})
		for _, s := range some {
			if err := d.tell(s); err != nil {
				return err
			}
			*s = subject{}
		}
	}
	return d.end()
}

func (c *checkCall) begin(index backend.Index, subjects []*subject) *checking {
	d := &checking{checkCall: c, many: len(subjects) > 1, total: len(subjects), stored: index,
		files: map[string]*model.Report{}, before: map[string]bool{}, said: map[string]bool{}, taken: map[string]bool{}}
	for _, s := range subjects {
		switch {
		case s.err != nil:
		case s.name == "" && d.files[s.report.Name()] == nil:
			d.files[s.report.Name()] = s.report
		case s.name != "" && d.files[s.name] == nil:
			d.before[s.name] = true
		}
	}
	d.list = jsonList{to: c.Stdout, name: "reports"}
	if c.out != "" {
		d.held = newSpool()
		d.list.to = d.held
	}
	return d
}

// fewStored is up to how many reports of the store are kept when they were compared: of
// more only the prints are, and they are loaded again when it is their turn.
const fewStored = 8 * atOnce

// compare finds texts that several of the reports have alike.
func (d *checking) compare(subjects []*subject) {
	if !d.many {
		return
	}
	prints := make([]check.Print, len(subjects))
	var stored []int
	for i, s := range subjects {
		if s.err == nil && s.name != "" {
			stored = append(stored, i)
		}
	}
	for some := range slices.Chunk(stored, atOnce) {
		var names []string
		for _, i := range some {
			names = append(names, subjects[i].name)
		}
		reports, errs := d.store.LoadAll(names)
		model.Parallel(len(some), func(k int) {
			if errs[k] == nil { // else it is told in its turn
				prints[some[k]] = check.PrintOf(reports[k])
				if len(stored) <= fewStored {
					subjects[some[k]].report = reports[k]
				}
			}
		})
	}
	model.Parallel(len(subjects), func(i int) {
		if s := subjects[i]; s.err == nil && s.name == "" {
			prints[i] = check.PrintOf(s.report)
		}
	})
	d.likes = check.Alike(prints)
}

// load loads those of the reports that are the store's, in one go with last year's, and
// gives each last year's: one of the others, or the store's.
func (d *checking) load(some []*subject) {
	var names []string
	at := map[string]int{}
	want := func(name string) {
		if _, ok := at[name]; !ok {
			at[name], names = len(names), append(names, name)
		}
	}
	for _, s := range some {
		if s.err != nil {
			continue
		}
		if s.name != "" && s.report == nil {
			want(s.name)
		}
		last := d.lastOf(s)
		if _, ok := d.stored.Named(last); ok && (d.before[last] || d.files[last] == nil) {
			want(last)
		}
	}
	var reports []*model.Report
	var errs []error
	if len(names) > 0 {
		reports, errs = d.store.LoadAll(names)
	}
	for _, s := range some {
		if s.err == nil && s.report == nil {
			s.report, s.err = reports[at[s.name]], errs[at[s.name]]
		}
	}
	for _, s := range some {
		if s.err != nil {
			continue
		}
		name := d.lastOf(s)
		i, ok := at[name]
		if ok && (d.before[name] || d.files[name] == nil) {
			s.last = reports[i]
		}
		if s.last == nil {
			s.last = d.files[name]
		}
		if ok && s.last == nil {
			d.sayUnread(name, errs[i])
		}
	}
}

// lastOf is the name of the report of the year before.
func (d *checking) lastOf(s *subject) string {
	if s.report != nil {
		return lastName(s.report)
	}
	r, _ := d.stored.Named(s.name)
	return model.ReportName(r.Unit, r.Year-1)
}

// sayUnread says once of a report of the year before that it can't be read.
func (d *checking) sayUnread(name string, err error) {
	gone := backend.Code(err) == model.CodeNotFound // deleted meanwhile
	if d.said[name] || gone || d.flags.Changed("against") {
		return
	}
	d.said[name] = true
	fmt.Fprintf(d.Stderr, "注意：无法读取上年的报告 %s，没有和它比：%s\n", name, backend.Message(err))
}

// prepare sees before the first report is checked to what --against and -o ask for.
func (d *checking) prepare(index backend.Index, first *subject) (err error) {
	if d.flags.Changed("against") {
		if err := d.beside(index, first); err != nil {
			return err
		}
	}
	if d.out == "" {
		return nil
	}
	if d.folder, err = outFolder(d.out); err == nil && d.many && !d.folder {
		err = backend.Usage("-o 后面写一个文件夹，没有的以 / 结尾，就会建好", "要写几个文件，没有文件夹「%s」", d.out)
	}
	return err
}

// beside gives a report the one of --against as last year's.
func (d *checking) beside(index backend.Index, s *subject) error {
	against := &subject{arg: d.against}
	d.read(index, []*subject{against})
	if against.err == nil && against.name != "" {
		against.report, against.err = d.store.Load(against.name)
	}
	if against.err != nil {
		return against.err
	}
	if against.report.Year >= s.report.Year {
		return backend.Usage("--against 后面写上年的报告", "%s 不是 %s 以前的报告", against.report.Name(), s.report.Name())
	}
	if s.last = against.report; s.last.Unit != s.report.Unit || s.last.Year != s.report.Year-1 {
		fmt.Fprintf(d.Stderr, "注意：%s 不是 %s 的上年报告。\n", model.CleanText(s.last.Name()), model.CleanText(s.report.Name()))
	}
	return nil
}

// tell tells what was found in a report, now or with the others in the end.
func (d *checking) tell(s *subject) error {
	d.table.add(s)
	if n, _, _ := check.Count(s.findings); n > 0 {
		d.failed = true
	}
	if d.out != "" && s.err == nil {
		if err := d.writeReview(s); err != nil {
			return err
		}
	}
	if d.json {
		if d.out == "" {
			d.list.begin()
		}
		d.list.add(listed(s.checked()))
		return nil
	}
	if every := d.out == "" && d.total <= manyReports; every || s.err != nil {
		d.text.WriteString(s.text())
	}
	return nil
}

// writeReview writes the letter about a report. That it can't be written ends a check of
// one report only.
func (d *checking) writeReview(s *subject) error {
	path := d.out
	if d.folder {
		path = filepath.Join(d.out, d.Files.ReviewName(s.report, d.format))
	}
	// Two files of one report: neither takes the other's place.
	overwrite := d.overwrite && !d.taken[path]
	d.taken[path] = true
	written, err := d.Files.WriteReview(path, d.format, s.review(d.Now()), overwrite)
	if err != nil && !d.many {
		return err
	}
	if written.Kept {
		written.Notes = append(written.Notes, "「"+path+"」已经有了，内容不同（有人填过，或者是上次核对的），没有覆盖；要覆盖它，加 --overwrite")
	}
	d.reviews = append(d.reviews, review{file{s.report.Name(), d.format, written.Path, written.Notes}, err})
	return nil
}

// end tells the rest, and how the check ends.
func (d *checking) end() error {
	files := []file{}
	for _, r := range d.reviews {
		if r.err == nil {
			files = append(files, r.file)
			continue
		}
		d.failed = true
		fmt.Fprintf(d.Stderr, "nianbao: %s：%s\n", model.CleanText(r.Report), backend.Message(r.err))
	}
	if err := d.print(files); err != nil {
		return err
	}
	switch {
	case d.table.unread > 0:
		return errUnread
	case d.failed:
		return errFindings
	}
	return nil
}

func (d *checking) print(files []file) error {
	switch {
	case d.json && d.out != "":
		if err := d.list.end(); err != nil {
			return err
		}
		_, err := fmt.Fprintf(d.Stdout, "{\n  \"files\": %s,\n  ", strings.TrimSuffix(string(indented(files, "  ")), "\n"))
		return errors.Join(err, d.held.copyTo(d.Stdout))
	case d.json:
		return d.list.end()
	}
	b := &d.text
	if d.many {
		if b.Len() > 0 {
			b.WriteByte('\n')
		}
		b.WriteString(d.table.String())
	}
	if d.total > manyReports && d.out == "" {
		b.WriteString("每份的问题：nianbao check 报告或文件；全部写成核对意见：加 -o 文件夹。\n")
	}
	return errors.Join(d.printf("%s", b.String()), d.printFiles(files))
}
