package collecting

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"nianbao/model"
	"nianbao/model/check"
	"nianbao/model/rollup"
	"nianbao/ui/backend"
)

// Taken is a unit's file that was taken in.
type Taken struct {
	File     string       `json:"file"`
	Unit     string       `json:"unit"`
	Report   string       `json:"report"`
	State    rollup.State `json:"state"`
	Round    int          `json:"round"`
	Errors   int          `json:"errors"`
	Warnings int          `json:"warnings"`
	Mended   int          `json:"mended"` // findings of what the unit had sent before that are gone
	Left     int          `json:"left"`   // and that are still there
	// What there is to look at in the file itself: cells that could not be read, those that
	// were read with doubt, what came into no part, and whether its checksum holds.
	Unread   int      `json:"unread"`
	Doubtful int      `json:"doubtful"`
	LeftOut  int      `json:"left_out"`
	Sealed   string   `json:"sealed,omitempty"`
	come     int      // findings that are new
	cells    []string // whose figures are others than before, in Chinese
	again    bool     // it had sent something before
	same     bool     // and this is the same
	excused  string   // why it had not to report, which no longer holds; "" for one that had
}

// NotTaken is a file that wasn't, and why.
type NotTaken struct {
	File string `json:"file"`
	Why  string `json:"why"`
	// Written is the unit as the file has it, where that may be one of the Candidates on the
	// list: somebody has to say which.
	Written    string   `json:"-"`
	Candidates []string `json:"-"`
}

// sent is a file while it is being taken in.
type sent struct {
	path       string
	at         time.Time // when it was changed
	reading    *model.Reading
	answers    *rollup.Answers // of a letter that has come back; nil for a report
	unit       string
	why        string // it is not taken
	written    string // its unit, where the list has only what may be that
	candidates []string
}

// Intake is what came of taking in files.
type Intake struct {
	Taken    []Taken    `json:"taken"`
	Left     []NotTaken `json:"not_taken"`
	Answered []Answered `json:"answered"`
	unsaid   []string   // letters that came back without an answer
	Edit     model.Edit `json:"-"` // of the collector's report: what has come of which unit
	try      bool       // nothing is stored
}

// Collect takes in the files that units have sent: named ones, and all in folders. Their
// reports are stored, unless it is but a try; what has come is an edit of the collector's
// report, the caller's to make. Where the context ends, what was stored by then counts.
func (x *Collector) Collect(ctx context.Context, paths []string, try bool) (Intake, error) {
	in := Intake{Taken: []Taken{}, Left: []NotTaken{}, Answered: []Answered{}, try: try}
	files, err := x.walk(paths)
	if err != nil {
		return in, err
	}
	x.readSent(ctx, files)
	onlyNewest(files)
	reviews, came := map[string]model.UnitReview{}, map[string]*model.Report{}
	p := x.progress("存入报告", len(files))
	defer p.End()
	for _, f := range files {
		if f.why == "" && ctx.Err() != nil {
			f.why = stopped
		}
		switch {
		case f.why != "":
		case f.answers != nil: // when the reports are in
			continue
		default:
			t, v, err := x.take(f, try)
			if err != nil {
				f.why = "没有存下：" + backend.Message(err)
			} else {
				in.Taken, reviews[f.unit] = append(in.Taken, t), v
				came[f.unit] = f.reading.Report.Clone()
				came[f.unit].Unit = f.unit
			}
		}
		if f.why != "" {
			in.Left = append(in.Left, NotTaken{File: f.path, Why: f.why, Written: f.written, Candidates: f.candidates})
		}
		p.Step()
	}
	for _, f := range files {
		if f.answers == nil || f.why != "" {
			continue
		}
		v, ok := reviews[f.unit]
		if !ok {
			v = x.Reviews[f.unit]
		}
		in.answered(x, f, came[f.unit], &v)
		if v.Unit != "" {
			reviews[f.unit] = v
		}
		p.Step()
	}
	var said []model.UnitReview
	for _, u := range x.List() {
		if v, ok := reviews[u.Name]; ok {
			said = append(said, v)
		}
	}
	in.Edit = model.SetReviews(x.Report, in.label(), said...)
	return in, nil
}

// label is what taking them in is called.
func (in *Intake) label() string {
	if n := len(in.Answered); n > 0 {
		return fmt.Sprintf("收报 %d 份，单位答复 %d 份", len(in.Taken), n)
	}
	return fmt.Sprintf("收报 %d 份", len(in.Taken))
}

// answered takes in a letter that has come back.
func (in *Intake) answered(x *Collector, f *sent, came *model.Report, v *model.UnitReview) {
	if f.answers.Given() == 0 && len(f.answers.Aside) == 0 {
		in.unsaid = append(in.unsaid, filepath.Base(f.path))
		return
	}
	now, err := x.Beside(x.Report) // with the reports that came along
	var a Answered
	if err == nil {
		a, err = now.takeAnswers(f, came, in, v)
	}
	if err != nil {
		in.Left = append(in.Left, NotTaken{File: f.path, Why: backend.Message(err)})
		return
	}
	in.Answered = append(in.Answered, a)
}

// Whole reports that all of every file could be taken.
func (in *Intake) Whole() bool {
	return len(in.Left) == 0 && !slices.ContainsFunc(in.Answered, func(a Answered) bool { return len(a.Left) > 0 })
}

// stopped is why what was not yet taken in when it was stopped is not.
const stopped = "中途停下了，再收一次就接着收"

// Lines tell the intake, a line each, to the last of them.
func (in *Intake) Lines() (lines []string) {
	for _, t := range in.Taken {
		line := fmt.Sprintf("%s ← %s：%s，错误 %d，警告 %d", t.Unit, filepath.Base(t.File), t.State.Name(), t.Errors, t.Warnings)
		if t.same {
			line += "；和上次收的一样"
		}
		if t.again {
			line += fmt.Sprintf("；和上次比：%d 条改了 %d 条，还有 %d 条，新出 %d 条", t.Mended+t.Left, t.Mended, t.Left, t.come)
			if n := len(t.cells); n > 0 {
				line += fmt.Sprintf("；改了 %d 格：%s", n, rollup.Some(t.cells, few))
			}
		}
		if t.excused != "" {
			line += "；原来注明不用报（" + t.excused + "），现在作为已经报来"
		}
		lines = append(lines, line)
		if look := t.look(); look != "" {
			lines = append(lines, "  "+look)
		}
	}
	for _, a := range in.Answered {
		line := fmt.Sprintf("%s ← %s：核对意见上答复 %d 条，记为说明 %d 条", a.Unit, filepath.Base(a.File), a.Given, a.Taken)
		if a.same > 0 {
			line += fmt.Sprintf("，以前记过 %d 条", a.same)
		}
		lines = append(lines, line)
		for _, l := range a.Left {
			lines = append(lines, "  没有记："+l)
		}
	}
	for _, f := range in.Left {
		lines = append(lines, fmt.Sprintf("没有收：%s：%s", f.File, f.Why))
	}
	if n := len(in.unsaid); n > 0 {
		lines = append(lines, fmt.Sprintf("「%s」都空着的核对意见 %d 份：%s", model.AnswerHead, n, rollup.Some(in.unsaid, few)))
	}
	return append(lines, in.String())
}

// String tells how many there are.
func (in *Intake) String() string {
	said := fmt.Sprintf("收了 %d 份，没有收 %d 份", len(in.Taken), len(in.Left))
	if n := len(in.Answered); n > 0 {
		said += fmt.Sprintf("，单位答复 %d 份", n)
	}
	if in.try {
		said += "。以上只是试一试，没有保存"
	}
	return said + "。"
}

// look is what there is to look at in a file, and how; "" for nothing.
func (t *Taken) look() string {
	var says []string
	for _, x := range []struct {
		n    int
		says string
	}{{t.Unread, "%d 格没有读出来"}, {t.Doubtful, "%d 格拿不准"}, {t.LeftOut, "%d 处没有读入"}} {
		if x.n > 0 {
			says = append(says, fmt.Sprintf(x.says, x.n))
		}
	}
	if len(says) > 0 {
		says = []string{strings.Join(says, "，") + "：逐处看，用 nianbao import " + t.File + " --dry-run"}
	}
	if t.Sealed != "" {
		says = append(says, t.Sealed)
	}
	return strings.Join(says, "；")
}

// walk lists the files that the arguments name, in folders all below, but for what programs
// leave there for themselves.
func (x *Collector) walk(args []string) (files []*sent, err error) {
	if err := x.Fence.CheckAll(args...); err != nil {
		return nil, err
	}
	for _, arg := range args {
		err := filepath.WalkDir(arg, func(path string, d fs.DirEntry, err error) error {
			if err != nil {
				return err
			}
			name := d.Name()
			aside := strings.HasPrefix(name, "~$") || strings.HasPrefix(name, ".") && path != arg
			switch {
			case aside && d.IsDir():
				return filepath.SkipDir
			case aside || d.IsDir():
				return nil
			}
			info, err := d.Info()
			if err != nil {
				return err
			}
			files = append(files, &sent{path: path, at: info.ModTime()})
			return nil
		})
		if errors.Is(err, os.ErrNotExist) {
			return nil, backend.Usage("看看文件或文件夹在不在", "没有「%s」", arg)
		}
		if err != nil {
			return nil, backend.Usage("看看有没有权限", "打不开「%s」（%v）", arg, err)
		}
	}
	if len(files) == 0 {
		return nil, backend.Usage("换一个文件夹：里面要有各单位报来的文件", "「%s」里没有文件", strings.Join(args, "、"))
	}
	return files, nil
}

// readSent reads files and finds their units.
func (x *Collector) readSent(ctx context.Context, files []*sent) {
	list := x.List()
	p := x.progress("读取文件", len(files))
	defer p.End()
	model.Parallel(len(files), func(i int) {
		defer p.Step()
		f := files[i]
		if ctx.Err() != nil {
			f.why = stopped
			return
		}
		if what := backend.SavedAs[strings.ToLower(filepath.Ext(f.path))]; what != "" {
			f.why = what
			return
		}
		if x.Files.IsReview(filepath.Base(f.path)) && x.letter(f) {
			return
		}
		reading, err := x.Files.Read(f.path, model.ReadOptions{})
		if err == nil {
			err = backend.NothingRead(reading)
		}
		if (err != nil || len(reading.Report.Figures) == 0) && x.letter(f) {
			return
		}
		if err != nil {
			f.why = strings.Replace(backend.Message(err), "「"+f.path+"」", "", 1)
			return
		}
		f.reading = reading
		f.unit, f.why = placed(x, list, f)
	})
}

// letter reads a file as a letter that has come back, and reports whether it is one.
func (x *Collector) letter(f *sent) bool {
	answers, err := x.Files.Answers(f.path)
	if err != nil {
		return false // what is wrong with it, reading it as a report says
	}
	if f.answers = answers; answers != nil {
		f.unit, f.why = whose(x, answers)
	}
	return answers != nil
}

// placed is the unit that a file belongs to, or why that can't be told.
func placed(x *Collector, list []model.ListedUnit, f *sent) (unit, why string) {
	r := f.reading.Report
	if r.Year != x.Year {
		return "", fmt.Sprintf("是 %d 年的报告", r.Year)
	}
	own := r.Unit
	if own == x.Unit { // printed under the collector's plain name
		own = rollup.OwnName(x.Unit)
	}
	name := strings.TrimSuffix(filepath.Base(f.path), filepath.Ext(f.path))
	found, certain := rollup.Match(list, own)
	if !certain {
		if byFile, sure := rollup.Match(list, name); sure && (len(found) == 0 || slices.Contains(found, byFile[0])) && f.reading.Unknown() {
			return byFile[0], ""
		}
	}
	switch {
	case certain:
		return found[0], ""
	case len(found) > 0:
		f.written, f.candidates = r.Unit, found
		return "", "像是 " + strings.Join(found, "、") + " 的，文件里写的是「" + r.Unit + "」：把这个名称加进名单的简称，再收"
	case f.reading.Unknown():
		return "", "里面没有写明是哪个单位的报告"
	}
	return "", "名单上没有「" + r.Unit + "」"
}

// onlyNewest leaves of several files of a unit the newest one.
func onlyNewest(files []*sent) {
	newest := map[string]*sent{}
	for _, f := range files {
		if f.why != "" || f.answers != nil {
			continue
		}
		other := newest[f.unit]
		if other == nil || f.at.After(other.at) {
			newest[f.unit], f = f, other
		}
		if f != nil {
			f.why = "和 " + filepath.Base(newest[f.unit].path) + " 是同一个单位的，收了较新的那份"
		}
	}
}

// take stores a unit's report: a new one, or a further revision of what it sent before.
func (x *Collector) take(f *sent, try bool) (t Taken, v model.UnitReview, err error) {
	r := f.reading.Report.Clone()
	r.Unit, r.Revision, r.Headings = f.unit, 0, nil
	v = x.Reviews[f.unit]
	now := x.Now().Format(time.RFC3339)
	v.First = cmp.Or(v.First, v.Received, now)
	v.Unit, v.Word, v.File, v.Received = f.unit, model.WordReceived, filepath.Base(f.path), now
	v.Doubtful = nil
	for _, cell := range f.reading.Guessed() {
		v.Doubtful = append(v.Doubtful, cell.Cell)
	}
	t = Taken{File: f.path, Unit: f.unit, Report: r.Name(), Round: v.Round, Unread: len(r.Unread), Doubtful: len(v.Doubtful), LeftOut: len(f.reading.LeftOut), Sealed: f.reading.Sealed()}
	if was := x.Reviews[f.unit]; was.Word == model.WordExcused {
		t.excused = was.Reason
	}
	last, err := backend.LastYear(x.Store, r)
	if err != nil {
		return t, v, err
	}
	findings := check.Report(r, last)
	t.Errors, t.Warnings, _ = check.Count(findings)
	standing, had := x.standing(f.unit)
	v.Sent = r.Seal()
	switch {
	case had.Report != "" && v.Sent == x.Reviews[f.unit].Sent: // the same file once more
		v = x.Reviews[f.unit]
		t.State, t.Errors, t.Warnings, t.same = rollup.StateOf(v, standing), had.Errors, had.Warnings, true
		return t, v, nil
	case had.Report != "":
		if r, err = x.again(f, r, had, &t, findings, last, try); err != nil {
			return t, v, err
		}
	case !try:
		if r, err = x.Store.Create(r, f.reading.Label()); err != nil {
			return t, v, err
		}
	}
	v.Report, v.Revision, v.Checksum = t.Report, r.Revision, r.Seal()
	t.State = rollup.StateOf(v, rollup.Standing{Revision: max(r.Revision, 1), Errors: t.Errors})
	v.By, v.At = x.User, now
	return t, v, nil
}

// again stores what a unit has sent once more as a further revision, and compares.
func (x *Collector) again(f *sent, r *model.Report, had model.Summary, t *Taken, findings []check.Finding, last *model.Report, try bool) (*model.Report, error) {
	before, err := x.Store.Load(had.Report)
	if err != nil {
		return nil, err
	}
	others := x.at(before)
	known := x.Reviews[f.unit]
	otherwise := before.Seal() != known.Checksum && !asSent(before, r, "").Empty() // an explanation of it is no other content
	edited := before.Revision > known.Revision && otherwise
	switch {
	case len(others) > 0:
		return nil, backend.Usage("等这份关了再收；要现在换，用 nianbao import --into "+had.Report, "%s 正开着这份报告", others[0].User)
	case before.State == model.Final:
		return nil, errors.New("它已经定稿，要先更正")
	case edited:
		return nil, backend.Usage("", "这份报告在这里改过（第 %d 稿，%s），没有用文件里的换掉；要换掉，用 nianbao import --into %s", before.Revision, had.ChangedBy, had.Report)
	}
	t.again, t.cells = true, changedCells(before, r)
	t.Mended, t.Left, t.come = told(check.Report(before, last), findings)
	if try {
		return r, nil
	}
	return x.save(before, func(is *model.Report) (model.Edit, error) { return asSent(is, r, f.reading.Label()), nil })
}

// at are those who have a report open, as far as that can be told.
func (x *Collector) at(r *model.Report) []backend.Presence {
	session := x.SessionID()
	others, err := x.Store.Hold(r.ID, backend.Presence{Session: session, Opened: x.Now(), LastKey: x.Now()})
	if err == nil {
		err = x.Store.Release(r.ID, session)
	}
	if err != nil {
		return nil // nothing depends on it: what both do is joined
	}
	return others
}

// changedCells are the cells that two reports of a unit have otherwise.
func changedCells(before, after *model.Report) (cells []string) {
	was, is := model.Evaluate(before), model.EvaluateAs(after, before.Form)
	for _, c := range before.Form.Cells() {
		if a, b := was.At(c.ID), is.At(c.ID); a != b && !c.Computed() {
			cells = append(cells, c.InTable()+" "+cmp.Or(a.String(), "空")+"→"+cmp.Or(b.String(), "空"))
		}
	}
	return cells
}

// asSent is the edit that makes a report what a file has; what the file can't have stays: the
// level, and why findings stand.
func asSent(is, sent *model.Report, label string) model.Edit {
	e := model.Restore(is, sent)
	e.Changes = slices.DeleteFunc(e.Changes, func(c model.Change) bool {
		gone := c.Kind == model.TargetExplanation && c.After == ""
		return gone || c.Kind == model.TargetField && c.Key == model.FieldLevel
	})
	e.Label = label
	return e
}

// told counts the errors and warnings that are gone, still there, and new.
func told(before, after []check.Finding) (mended, left, come int) {
	minor := func(f check.Finding) bool { return f.Severity.Compare(model.Warning) > 0 }
	before, after = slices.DeleteFunc(before, minor), slices.DeleteFunc(slices.Clone(after), minor)
	come = len(check.Missing(after, before))
	return len(check.Missing(before, after)), len(after) - come, come
}
