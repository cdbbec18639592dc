package cli

import (
	"errors"
	"fmt"
	"io"
	"os"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/spf13/pflag"

	"nianbao/model"
	"nianbao/ui/backend"
	"nianbao/ui/keymap"
	"nianbao/ui/width"
)

// load returns the one report that the words name. A whole name needs no list, which
// grows with the store.
func (c *call) load(words string) (*model.Report, error) {
	r, err := c.store.Load(strings.TrimSpace(words))
	if backend.Code(err) != model.CodeNotFound {
		return r, err
	}
	s, err := backend.Find(c.store, words)
	if err != nil {
		return nil, err
	}
	return c.store.Load(s.Report)
}

// printf writes for people; characters that could steer a terminal are taken out.
func (c *call) printf(format string, args ...any) error {
	_, err := io.WriteString(c.Stdout, model.CleanText(fmt.Sprintf(format, args...)))
	return err
}

func (c *editCall) run() error {
	s, err := backend.Find(c.store, c.args[0])
	if err != nil {
		return err
	}
	var id model.CellID
	if c.at != "" {
		r, err := c.store.Load(s.Report)
		if err != nil {
			return err
		}
		cell, err := findCell(r.Form, c.at)
		if err != nil {
			return err
		}
		id = cell.ID
	}
	return c.open(s.Report, id)
}

// findCell is the form's, with its error as one of usage.
func findCell(form *model.Form, words string) (*model.Cell, error) {
	cell, err := form.FindCell(words)
	if err != nil {
		return nil, backend.Usage("", "%v", err)
	}
	return cell, nil
}

func levelNames() string {
	var names []string
	for _, u := range model.UnitLevels {
		names = append(names, string(u.Level)+" "+u.Name)
	}
	return strings.Join(names, "、")
}

// newCall is new with its options.
type newCall struct {
	*call
	unit, level, from string
	year              int
}

func (o *newCall) options(f *pflag.FlagSet) {
	f.StringVar(&o.unit, "unit", "", "单位`全称`")
	f.IntVar(&o.year, "year", 0, "`年度`，四位数")
	f.StringVar(&o.level, "level", "", "单位`级别`")
	f.StringVar(&o.from, "from", "", "从上年`报告`带入单位、级别和结转的数")
}

func (c *newCall) run() error {
	var last *model.Report
	if c.from != "" {
		var err error
		if last, err = c.load(c.from); err != nil {
			return err
		}
	}
	unit, year, level := strings.TrimSpace(c.unit), c.year, model.GuessUnitLevel(c.unit)
	if last != nil {
		if unit == "" {
			unit = last.Unit
		}
		if year == 0 {
			year = last.Year + 1
		}
		if unit == last.Unit {
			level = last.Level
		} else {
			fmt.Fprintf(c.Stderr, "注意：%s 是另一个单位，带入了它的结转数；级别按单位名称定为%s。\n", last.Name(), model.GuessUnitLevel(unit).Name())
			level = model.GuessUnitLevel(unit)
		}
	}
	if c.level != "" {
		var ok bool
		if level, ok = model.ParseUnitLevel(c.level); !ok {
			return backend.Usage("级别有："+levelNames(), "没有「%s」这个级别", c.level)
		}
	}
	if err := errors.Join(model.CheckUnit(unit), model.CheckYear(year)); err != nil {
		return backend.Usage("例：nianbao new --unit 侯集镇人民政府 --year 2025", "%v", strings.ReplaceAll(err.Error(), "\n", "；"))
	}
	r, _, took, err := c.begin(model.NewReport(model.FormFor(year), unit, level, year), last)
	if err != nil {
		return err
	}
	if c.json {
		out := map[string]any{"report": r.Name(), "revision": r.Revision}
		if last != nil {
			out["carried"] = append([]carried{}, took...)
		}
		return c.told(writeJSON(c.Stdout, out))
	}
	if last != nil { // not on standard output, where scripts read the name
		fmt.Fprint(c.Stderr, model.CleanText(carriedText(r, last, took)))
	}
	return c.told(c.printf("%s\n", r.Name()))
}

func (c *call) list() error {
	list, err := c.store.List()
	if err != nil {
		return err
	}
	if c.json {
		return writeJSON(c.Stdout, map[string]any{"reports": append([]model.Summary{}, list...)})
	}
	if len(list) == 0 {
		return c.printf("还没有报告。用 nianbao new --unit 单位 --year 年度 新建，或直接运行 nianbao。\n")
	}
	unit := 8
	for _, r := range list {
		unit = max(unit, width.Of(r.Unit))
	}
	var b strings.Builder
	b.WriteString(width.Pad("单位", unit) + "  年度  状态    已填     错误  警告  稿次  改动\n")
	for _, r := range list {
		fmt.Fprintf(&b, "%s  %d  %s %s %s %s %s  %s %s\n", width.Pad(r.Unit, unit), r.Year, width.Pad(r.State.Name(), 7),
			width.Pad(fmt.Sprintf("%d/%d", r.Filled, r.Cells), 8), width.PadLeft(strconv.Itoa(r.Errors), 4), width.PadLeft(strconv.Itoa(r.Warnings), 5),
			width.PadLeft(strconv.Itoa(r.Revision), 5), r.ChangedAt.Local().Format("2006-01-02 15:04"), r.ChangedBy)
	}
	return c.printf("%s", b.String())
}

func (c *call) show() error {
	r, err := c.load(c.args[0])
	if err != nil {
		return err
	}
	if len(c.args) == 1 {
		format := "md"
		if c.json {
			format = "json"
		}
		return c.Files.Write(c.Stdout, format, r, model.FileOptions{})
	}
	sheet := model.Evaluate(r)
	figures := map[model.CellID]model.Figure{}
	unread := []model.CellID{}
	text := ""
	for _, words := range c.args[1:] {
		cell, err := findCell(r.Form, words)
		if err != nil {
			return err
		}
		v := sheet.At(cell.ID)
		figures[cell.ID] = v
		text += fmt.Sprintf("%s  %s  %s\n", cell.ID, cell.Brief(), shownIn(r, cell.ID, v))
		if r.IsUnread(cell.ID) {
			unread = append(unread, cell.ID)
		}
	}
	if c.json {
		out := map[string]any{"figures": figures}
		if len(unread) > 0 {
			out["unread"] = unread
		}
		return writeJSON(c.Stdout, out)
	}
	return c.printf("%s", text)
}

// shownIn is shown for a cell of a report, which may be one that could not be read.
func shownIn(r *model.Report, id model.CellID, f model.Figure) string {
	unknown := model.Evaluate(r).Unknown(id)
	switch raw := r.Unread[id]; {
	case !unknown:
		return shown(f)
	case !r.IsUnread(id):
		return "（有分项没有读出）"
	case raw == model.NotRead:
		return "（没有读出）"
	default:
		return "（没有读出，原件「" + raw + "」）"
	}
}

// shown is a figure for people: a blank in words.
func shown(f model.Figure) string {
	return model.ShowValue(model.Target{Kind: model.TargetCell}, f.String())
}

func (c *textCall) run() error {
	r, err := c.load(c.args[0])
	if err != nil {
		return err
	}
	sec, err := findText(r.Form, c.args[1])
	if err != nil {
		return err
	}
	if !c.flags.Changed("file") {
		if c.json {
			return writeJSON(c.Stdout, map[string]any{"text": map[string]string{sec.Key: r.Text[sec.Key]}})
		}
		return c.printf("%s\n", r.Text[sec.Key])
	}
	content, err := c.readText()
	if err != nil {
		return err
	}
	saved, err := c.save(r, func(r *model.Report) (model.Edit, error) { return model.SetText(r, sec.Key, content), nil })
	if err != nil {
		return err
	}
	n := model.CountCharacters(saved.Text[sec.Key])
	if c.json {
		return c.told(writeJSON(c.Stdout, map[string]any{"report": saved.Name(), "revision": saved.Revision, "characters": n}))
	}
	return c.told(c.printf("「%s」已保存，%d 字。\n", sec.Name, n))
}

// findText is a form's text section of a key or of words in its heading.
func findText(form *model.Form, words string) (*model.Section, error) {
	var found []*model.Section
	for i := range form.Sections {
		s := &form.Sections[i]
		if s.Table != nil {
			continue
		}
		numeral, _, _ := strings.Cut(s.Heading, "、")
		if s.Key == words || numeral == words && words != "" {
			return s, nil
		}
		if words != "" && strings.Contains(s.Heading+s.Name, words) {
			found = append(found, s)
		}
	}
	if len(found) != 1 {
		return nil, backend.Usage("可以写 0 引言、1 总体情况、5 问题及改进、6 其他事项", "没有叫「%s」的文字部分", words)
	}
	return found[0], nil
}

// maxInput bounds a text read from a file, in bytes.
const maxInput = 4 << 20

func (c *textCall) readText() (string, error) {
	in := c.Stdin
	if c.file != "-" {
		f, err := os.Open(c.file)
		if err != nil {
			return "", backend.Usage("看看文件名对不对", "打不开「%s」", c.file)
		}
		defer f.Close()
		in = f
	}
	data, err := io.ReadAll(io.LimitReader(in, maxInput+1))
	switch {
	case err != nil:
		return "", backend.Usage("看看它是不是文件", "无法读取「%s」：%v", c.file, err)
	case len(data) > maxInput:
		return "", backend.Usage("", "「%s」太大，文字最多 %d 字", c.file, model.MaxText)
	case !utf8.Valid(data) || strings.ContainsRune(string(data), 0):
		return "", backend.Usage("用记事本打开，另存为时编码选 UTF-8", "「%s」不是 UTF-8 编码的文字", c.file)
	}
	text := strings.TrimRight(model.CleanText(string(data)), "\n ")
	if strings.TrimSpace(text) != "" {
		return text, nil
	}
	// More likely a mistake than a wish: a file that was not written, a pipe that broke.
	clearing := keymap.Standard().Say("。确实要清空这一部分的，在界面上打开它，按 {key:text.select-all} 再按 {key:text.erase-ahead}")
	if c.file == "-" {
		return "", backend.Usage("把文字接到标准输入，如 nianbao text 报告 1 --file - < 文件"+clearing, "标准输入是空的，没有改动")
	}
	return "", backend.Usage("看看是不是这个文件"+clearing, "「%s」是空的，没有改动", c.file)
}
