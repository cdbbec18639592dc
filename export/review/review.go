// Package review puts what a check has found into the words of a letter to the
// unit: section by section, with a place for its answer. Packages html and xlsx
// write it.
package review

import (
	"fmt"
	"strings"
	"time"

	"nianbao/export/paper"
	"nianbao/model"
	"nianbao/model/check"
)

// Document is the letter, in lines without control characters.
type Document struct {
	Title  string // of the report
	Unit   string
	About  string // the report, without the unit
	From   string // who gives it back; "" for nobody
	Due    string // YYYY-MM-DD; "" for no day
	Date   time.Time
	Counts string // what was found
	Facts  []Fact
	Advice string // what the unit is asked to do
	Groups []Group
}

// Name is what the letter calls itself.
const Name = "核对意见"

// Heads are the names of an item's parts, in the order of its fields; the last
// is for the unit to fill in.
var Heads = struct{ Number, Level, Message, Quote, Fix, Rule, Explanation, Answer string }{
	"序号", "级别", "问题", "原文", "怎样改", "规则", "说明", model.AnswerHead}

// Fact is a line of the head.
type Fact struct{ Name, Value string }

// Group is the findings of one section.
type Group struct {
	Heading string
	Items   []Item
}

// Item is one finding.
type Item struct {
	Number                                 int
	Level                                  model.Severity
	Class                                  model.Class // "" for what asks nothing
	Message, Quote, Fix, Rule, Explanation string
	Explained                              bool
}

// LevelName is the level in Chinese; what offices call it, where that is another
// word, and whether it is explained stand in lines of their own.
func (i Item) LevelName() string {
	name := i.Level.Name()
	if class := string(i.Class); class != "" && class != name {
		name += "\n" + class
	}
	if i.Explained {
		name += "\n已说明"
	}
	return name
}

// Build words a review.
func Build(v check.Review) *Document {
	r := v.Report
	errors, warnings, hints := check.Count(v.Findings)
	counts := fmt.Sprintf("错误 %d，警告 %d，提示 %d", errors, warnings, hints)
	explained := 0
	for _, f := range v.Findings {
		if f.Explained {
			explained++
		}
	}
	if explained > 0 {
		counts += fmt.Sprintf("，已说明 %d", explained)
	}
	last := "没有，未核对与上年的衔接"
	if v.Last != nil {
		last = v.Last.Name()
	}
	d := &Document{Title: paper.Line(r.FullTitle()), Unit: paper.Line(r.Unit), About: fmt.Sprintf("%d年政府信息公开工作年度报告", r.Year), From: paper.Line(v.From), Due: v.Due, Date: v.Date, Counts: counts, Advice: unreadAdvice(r) + advice(v.Findings, r.Form),
		Facts: []Fact{{"单位", paper.Line(r.Unit)}, {"年度", fmt.Sprint(r.Year)}, {"核对日期", v.Date.Format(time.DateOnly)}, {"上年报告", paper.Line(last)}, {"结果", counts}}}
	if v.From != "" {
		d.Facts = append(d.Facts, Fact{"核对单位", d.From}, Fact{"重新报送", "请于" + day(v.Due) + "前"})
	}
	if n := notRead(r); n > 0 {
		d.Facts = append(d.Facts, Fact{"没有读出", fmt.Sprintf("%d 格", n)})
	}
	n := 0
	take := func(heading string, of func(section string) bool) {
		g := Group{Heading: heading}
		for _, f := range v.Findings {
			if of(f.Section) {
				n++
				g.Items = append(g.Items, item(n, f, r.Form))
			}
		}
		if len(g.Items) > 0 {
			d.Groups = append(d.Groups, g)
		}
	}
	take("封面和全文", func(s string) bool { return r.Form.Section(s) == nil })
	for i := range r.Form.Sections {
		s := &r.Form.Sections[i]
		heading := s.Heading
		if heading == "" {
			heading = s.Name
		}
		take(heading, func(of string) bool { return of == s.Key })
	}
	if g := leftOut(v.LeftOut, &n); len(g.Items) > 0 {
		d.Groups = append(d.Groups, g)
	}
	return d
}

// mostLeftOut bounds what a letter lists of it.
const mostLeftOut = 50

// leftOut lists what of the file could not be read: the reviewer's program is at
// fault as often as the file.
func leftOut(all []model.LeftOut, n *int) Group {
	g := Group{Heading: "文件里没有读出的内容（不一定有错，请对照原件）"}
	for i, l := range all {
		if i == mostLeftOut {
			*n++
			g.Items = append(g.Items, Item{Number: *n, Level: model.Info, Message: fmt.Sprintf("还有 %d 处没有列出", len(all)-i)})
			break
		}
		*n++
		where := paper.Line(l.Where)
		if where != "" {
			where += "："
		}
		g.Items = append(g.Items, Item{Number: *n, Level: model.Info, Message: where + paper.Line(l.Why), Quote: paper.Line(l.What)})
	}
	return g
}

// notRead counts the cells of which nothing could be made out; where a unit has
// written a stroke, the finding says so.
func notRead(r *model.Report) (n int) {
	for _, id := range r.UnreadCells("") {
		if r.Unread[id] == model.NotRead {
			n++
		}
	}
	return n
}

// unreadAdvice says first that what could not be read is nobody's blank.
func unreadAdvice(r *model.Report) string {
	if notRead(r) == 0 {
		return ""
	}
	return "有的格没有读出来，不等于没有填：请对照原件核对，并另发 Word 或 Excel 文件。"
}

// advice says what each class that the findings have asks, the explained ones aside.
func advice(findings []check.Finding, form *model.Form) string {
	if len(findings) == 0 {
		return "没有发现问题。"
	}
	open := map[model.Class]bool{}
	for i := range findings {
		if f := &findings[i]; !f.Explained {
			open[f.Class(form)] = true
		}
	}
	var asks []string
	for _, a := range answers {
		if open[a.class] {
			asks = append(asks, a.asks)
		}
	}
	if asking := open[model.Forced] || open[model.Pressed] || open[model.ToVerify]; !asking {
		return "没有错误和警告；下面列出的请核实。"
	}
	return strings.Join(asks, "；") + "。"
}

// answers are what a letter asks for by class.
var answers = []struct {
	class model.Class
	asks  string
}{
	{model.Forced, "错误（强制）必须改正后重新报送"},
	{model.Pressed, "错误（准强制）请改正后重新报送，确实无误的在「" + Heads.Answer + "」里说明原因和依据"},
	{model.ToVerify, "警告（核实）请核实后改正，或者在「" + Heads.Answer + "」里说明原因和依据"},
	{model.ToNotice, "提示请核对，可以不改"},
}

func item(n int, f check.Finding, form *model.Form) Item {
	i := Item{Number: n, Level: f.Severity, Class: f.Class(form), Message: paper.Line(f.Message), Quote: paper.Line(f.Words()), Fix: paper.Line(f.Fix), Rule: f.Rule, Explained: f.Explained}
	if f.Because != nil {
		i.Explanation = Explanation(f.Because)
	} else if f.Lapsed != nil {
		i.Explanation = "原来的说明已经失效，数或文字后来改过：" + Explanation(f.Lapsed)
	}
	return i
}

// Explanation is why a finding stands, who says so and when, in one line.
func Explanation(e *model.Explanation) string {
	text := e.Text
	if e.Unit {
		text = "本单位停用这条规则：" + text
	}
	var who []string
	if e.By != "" {
		who = append(who, e.By)
	}
	if !e.At.IsZero() {
		who = append(who, e.At.Format(time.DateOnly))
	}
	if len(who) > 0 {
		text += "（" + strings.Join(who, "，") + "）"
	}
	return paper.Line(text)
}
