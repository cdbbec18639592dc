package cli

import (
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/pflag"

	"nianbao/model"
	"nianbao/ui/backend"
)

// importCall is import with its options.
type importCall struct {
	*call
	readOptions
	dryRun          bool
	into, conflicts string
	only            []string
}

func (o *importCall) options(f *pflag.FlagSet) {
	o.readOptions.options(f)
	f.BoolVar(&o.dryRun, "dry-run", false, "只看读出了什么，不保存")
	f.StringVar(&o.into, "into", "", "读入这份已有的`报告`：没有填的格填上；有不同的，要写 --conflicts")
	f.StringSliceVar(&o.only, "only", nil, "只读这几`部分`，如 --only 三 或 --only 2,3；和 --into 一起用")
	f.StringVar(&o.conflicts, "conflicts", "", "和报告里不同时的`做法`：keep 留报告里的，take 用文件里的；不写就一格也不改")
}

// readOptions are those of every command that reads files which may not say whose
// they are.
type readOptions struct {
	unit string
	year int
}

func (o *readOptions) options(f *pflag.FlagSet) {
	f.StringVar(&o.unit, "unit", "", "单位`全称`：文件里没有写明、读错了，或者有几份报告时写")
	f.IntVar(&o.year, "year", 0, "报告`年度`：文件里没有写明、读错了，或者有几份报告时写")
}

// imported is one file's outcome as --json prints it; see FORMAT.md.
type imported struct {
	File     string           `json:"file,omitempty"` // where there are several
	Report   string           `json:"report"`
	Read     []model.ReadCell `json:"read"`
	LeftOut  []model.LeftOut  `json:"left_out"`
	Texts    map[string]int   `json:"texts"`
	*adopted                  // with --into
}

// adopted is what became of the report that a file was read into.
type adopted struct {
	Revision  int        `json:"revision"`
	Filled    int        `json:"filled"` // places that were blank
	Conflicts []conflict `json:"conflicts"`
}

// conflict is a cell or a text that the report has otherwise than the file.
type conflict struct {
	Cell    string `json:"cell,omitempty"`
	Text    string `json:"text,omitempty"`
	Report  string `json:"report"`
	File    string `json:"file"`
	Replace bool   `json:"replace"`
}

// run reads reports that exist already: as new reports, or into one.
// Nothing is stored unless all files can be read and find their places.
func (c *importCall) run() error {
	if err := c.checkImport(); err != nil {
		return err
	}
	if c.into != "" {
		return c.importInto()
	}
	return c.importNew()
}

func (c *importCall) checkImport() error {
	switch {
	case c.into == "" && (len(c.only) > 0 || c.conflicts != ""):
		return backend.Usage("加上 --into 报告", "--only、--conflicts 只用于读入已有的报告")
	case c.into != "" && len(c.args) > 1:
		return backend.Usage("一次只读入一个文件", "--into 只能和一个文件一起用")
	case !slices.Contains([]string{"", "keep", "take"}, c.conflicts):
		return backend.Usage("写 keep（留报告里的）或 take（用文件里的）", "--conflicts 没有「%s」这种做法", c.conflicts)
	case c.unit != "" && len(c.args) > 1:
		return backend.Usage("一次只读入一个文件", "--unit 只能和一个文件一起用")
	}
	return nil
}

// readInto reads the file that goes into a report. The year that it may lack is
// the report's.
func (c *importCall) readInto(path string, r *model.Report) (*model.Reading, error) {
	o := model.ReadOptions{Unit: c.unit, Year: c.year, LikeUnit: r.Unit, LikeYear: r.Year}
	x, err := c.Files.Read(path, o)
	if backend.Code(err) == model.CodeNoYear {
		o.Year = r.Year
		x, err = c.Files.Read(path, o)
	}
	return x, err
}

// tables reports whether one of a form's sections has a table; none stands for all.
func tables(form *model.Form, sections []string) bool {
	return len(sections) == 0 || slices.ContainsFunc(sections, func(key string) bool { return form.Section(key).Table != nil })
}

// importInto takes a file into a stored report.
func (c *importCall) importInto() error {
	r, err := c.load(c.into)
	if err != nil {
		return err
	}
	sections, err := sectionKeys(r.Form, c.only)
	if err != nil {
		return err
	}
	x, err := c.readInto(c.args[0], r)
	if err != nil {
		return err
	}
	if wanted := tables(r.Form, sections) && !c.dryRun; wanted {
		if err := backend.NothingRead(x); err != nil {
			return err
		}
	}
	if theirs := x.Report; theirs.Unit != r.Unit && !x.Unknown() || theirs.Year != r.Year {
		fmt.Fprintf(c.Stderr, "注意：文件是 %s 的，读入 %s。\n", model.CleanText(theirs.Name()), model.CleanText(r.Name()))
	}
	adopt := func(r *model.Report) model.Adoption {
		return model.Adopt(r, x, sections, func(model.Conflict) bool { return c.conflicts == "take" })
	}
	a := adopt(r)
	x.LeftOut = append(x.LeftOut, a.LeftOut...)
	y := importedOf(x)
	y.Report, y.adopted = r.Name(), &adopted{Revision: r.Revision, Filled: a.Filled, Conflicts: []conflict{}}
	for _, k := range a.Conflicts {
		y.Conflicts = append(y.Conflicts, conflictOf(k, c.conflicts == "take"))
	}
	if len(a.Conflicts) > 0 && c.conflicts == "" && !c.dryRun {
		if !c.json {
			fmt.Fprint(c.Stderr, model.CleanText(conflictText(r, a.Conflicts, c.conflicts)))
		}
		return backend.Usage("留报告的加 --conflicts keep，用文件的加 --conflicts take，逐格选的请打开报告读入", "有 %d 处和报告里的不同，没有改动", len(a.Conflicts))
	}
	if !c.dryRun && !a.Edit.Empty() {
		saved, err := c.save(r, func(r *model.Report) (model.Edit, error) { return adopt(r).Edit, nil })
		if err != nil {
			return err
		}
		y.Revision = saved.Revision
	}
	if c.json {
		return c.told(writeJSON(c.Stdout, y))
	}
	text := readingText(x) + conflictText(r, a.Conflicts, c.conflicts)
	switch {
	case a.Edit.Empty():
		text += "没有可以填进去的，没有改动。\n"
	case c.dryRun:
		text += fmt.Sprintf("会填上 %d 处，一共改 %d 处。以上只是试读，没有保存。\n", a.Filled, a.Filled+a.Taken)
	default:
		text += fmt.Sprintf("%s 已保存，第 %d 稿：填上 %d 处，一共改了 %d 处。\n", y.Report, y.Revision, a.Filled, a.Filled+a.Taken)
	}
	return c.told(c.printf("%s", text))
}

// sectionKeys are the form's sections that are named, by number or by words.
func sectionKeys(form *model.Form, named []string) (keys []string, err error) {
	for _, words := range named {
		words = strings.TrimSpace(words)
		found := ""
		for i := range form.Sections {
			s := &form.Sections[i]
			numeral, _, _ := strings.Cut(s.Heading, "、")
			numbered := words == s.Key || words == numeral && numeral != ""
			if numbered || len(words) > 3 && strings.Contains(s.Heading+s.Name, words) {
				found = s.Key
				break
			}
		}
		if found == "" {
			return nil, backend.Usage("可以写 0 到 6，或一、二、三、四、五、六", "没有「%s」这一部分", words)
		}
		keys = append(keys, found)
	}
	return keys, nil
}

func conflictOf(k model.Conflict, replace bool) conflict {
	out := conflict{Report: k.Mine, File: k.Theirs, Replace: replace}
	if k.Kind == model.TargetText {
		out.Text = k.Key
	} else {
		out.Cell = k.Key
	}
	return out
}

func conflictText(r *model.Report, conflicts []model.Conflict, how string) string {
	var b strings.Builder
	for _, k := range conflicts {
		does := ""
		switch how {
		case "keep":
			does = "，留报告里的"
		case "take":
			does = "，用文件里的"
		}
		fmt.Fprintf(&b, "  不同  %s：报告里 %s，文件里 %s%s\n", r.TargetName(k.Target), model.ShowValue(k.Target, k.Mine), model.ShowValue(k.Target, k.Theirs), does)
	}
	return b.String()
}

func importedOf(x *model.Reading) imported {
	left := append([]model.LeftOut{}, x.LeftOut...)
	if x.UnitHow != "" { // FORMAT has no other place for it
		left = append(left, model.LeftOut{Where: "标题", What: x.Report.Unit, Why: "请核对单位名称：" + x.UnitHow})
	}
	return imported{Report: x.Report.Name(), Read: append([]model.ReadCell{}, x.Read...), LeftOut: left, Texts: x.TextLengths()}
}

// readingSummary is what was read, in one line.
func readingSummary(x *model.Reading) string {
	texts := 0
	for _, n := range x.TextLengths() {
		texts += n
	}
	unread := ""
	if n := len(x.Report.UnreadCells("")); n > 0 {
		unread = fmt.Sprintf("%d 格没有读出，", n)
	}
	guessed := ""
	if n := len(x.Guessed()); n > 0 {
		guessed = fmt.Sprintf("（其中 %d 格拿不准）", n)
	}
	left := ""
	if n := len(x.LeftOut); n > 0 {
		left = fmt.Sprintf("，%d 处没有读入", n)
	}
	return fmt.Sprintf("读出 %d 格%s，%s文字 %d 字%s", len(x.Read), guessed, unread, texts, left)
}

// readingText lists what was read, what was guessed and why, and what was left
// out. Cells that were guessed for the same reason are one entry.
func readingText(x *model.Reading) string {
	return readingCounts(x) + guesses(x) + leftOutText(x.LeftOut)
}

// readingCounts is how much was read of each part.
func readingCounts(x *model.Reading) string {
	var b strings.Builder
	r := x.Report
	fmt.Fprintf(&b, "%s → %s（%s，%s 年表式）\n  %s\n", x.File, r.Name(), r.Level.Name(), r.Form.Edition, readingSummary(x))
	for i := range r.Form.Sections {
		s := &r.Form.Sections[i]
		if s.Table == nil {
			fmt.Fprintf(&b, "    %s：%d 字\n", s.Name, model.CountCharacters(r.Text[s.Key]))
			continue
		}
		read, cells := 0, 0
		for _, c := range r.Form.Cells() {
			if c.Section == s {
				cells++
			}
		}
		for _, c := range x.Read {
			if r.Form.Cell(c.Cell).Section == s {
				read++
			}
		}
		fmt.Fprintf(&b, "    %s：%d/%d 格\n", s.Name, read, cells)
	}
	if x.UnitHow != "" {
		fmt.Fprintf(&b, "  请核对单位名称：%s\n", x.UnitHow)
	}
	return b.String()
}

// leftOutText lists what did not come into the report, where it is and why.
func leftOutText(list []model.LeftOut) string {
	var b strings.Builder
	for _, l := range list {
		parts := slices.DeleteFunc([]string{l.Where, l.What, l.Why}, func(s string) bool { return s == "" })
		b.WriteString("  没有读入  " + strings.Join(parts, "：") + "\n")
	}
	return b.String()
}

// guesses lists the cells to look at by the reason why.
func guesses(x *model.Reading) string {
	var reasons []string
	cells := map[string][]string{}
	for _, c := range x.Guessed() {
		why := fmt.Sprintf("%s（把握 %d%%）", c.How, int(c.Confidence*100+0.5))
		if cells[why] == nil {
			reasons = append(reasons, why)
		}
		cells[why] = append(cells[why], fmt.Sprintf("%s＝%s（%s）", x.Report.Form.Cell(c.Cell).Brief(), c.Source, c.Where))
	}
	var b strings.Builder
	for _, why := range reasons {
		fmt.Fprintf(&b, "  拿不准  %d 格：%s\n", len(cells[why]), why)
		for i, cell := range cells[why] {
			if i == 6 {
				fmt.Fprintf(&b, "            ……用 --json 看全部\n")
				break
			}
			b.WriteString("            " + cell + "\n")
		}
	}
	return b.String()
}
