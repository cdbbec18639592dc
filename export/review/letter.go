package review

import (
	"fmt"
	"strings"
	"time"

	"nianbao/export/paper"
	"nianbao/model"
	"nianbao/model/rollup"
)

// Letter is an official letter: title, addressee, text, a table, signature and date
// (GB/T 9704-2012), in lines without control characters.
type Letter struct {
	Title      string // with a space where its lines break, if it has several
	To         string // the addressee
	Text       []string
	Attached   string     // what the table is called
	Centred    int        // its first columns that are set in the middle
	Heads      []string   // of the table
	Widths     []int      // of its columns, in hundredths
	Rows       [][]string // a row with one field goes across; lines of a field are parted by \n
	From, Date string     // who signs; "" for nobody
}

// blank is what is to be filled in by hand.
const blank = "＿＿"

// day writes a date of YYYY-MM-DD in Chinese; "" as a blank.
func day(date string) string {
	at, err := time.Parse(time.DateOnly, date)
	if err != nil {
		return blank + "月" + blank + "日"
	}
	return chinese(at)
}

func chinese(at time.Time) string {
	return fmt.Sprintf("%d年%d月%d日", at.Year(), at.Month(), at.Day())
}

// Letter is the review as a letter, with a place for an answer at each finding.
func (d *Document) Letter() *Letter {
	title := "关于" + d.Unit + strings.Replace(d.About, "年", "年 ", 1) + "的" + Name // where its lines break
	l := &Letter{Title: title, To: d.Unit, From: d.From, Date: chinese(d.Date)}
	l.Text = append(l.Text, fmt.Sprintf("你单位报送的%s已核对：%s。%s", d.About, d.Counts, d.Advice))
	if len(d.Groups) == 0 {
		return l
	}
	l.Text = append(l.Text, "请于"+day(d.Due)+"前改正后重新报送；确实无误的，在「"+Heads.Answer+"」一栏说明原因和依据，连同本件发回。")
	l.Attached, l.Centred = Name+"表", 2
	l.Heads, l.Widths = []string{Heads.Number, Heads.Level, Heads.Message, Heads.Answer}, []int{8, 12, 48, 32}
	for _, g := range d.Groups {
		l.Rows = append(l.Rows, []string{g.Heading})
		for _, i := range g.Items {
			says := []string{i.Message}
			for _, p := range [][2]string{{Heads.Quote, i.Quote}, {Heads.Fix, i.Fix}, {Heads.Explanation, i.Explanation}} {
				if p[1] != "" {
					says = append(says, p[0]+"："+p[1])
				}
			}
			l.Rows = append(l.Rows, []string{fmt.Sprint(i.Number), i.LevelName(), strings.Join(says, "\n"), ""})
		}
	}
	return l
}

// Remind words a reminder.
func Remind(r rollup.Reminder) *Letter {
	what := fmt.Sprintf("%d年政府信息公开工作年度报告", r.Year)
	l := &Letter{Title: "关于报送" + what + "的催报通知", To: "各有关单位", From: paper.Line(r.Collector), Date: chinese(r.Date)}
	if n := len(r.Missing); n > 0 {
		l.Text = append(l.Text, fmt.Sprintf("截至%s，有 %d 个单位还没有报送%s。", l.Date, n, what))
	}
	if n := len(r.Returned); n > 0 {
		l.Text = append(l.Text, fmt.Sprintf("有 %d 个单位的%s已经退回核对，还没有重新报送。", n, what))
	}
	l.Text = append(l.Text, "名单附后，请于"+day(r.Due)+"前报送；有特殊情况的，请说明原因。")
	l.Attached, l.Centred = "名单", 1
	l.Heads, l.Widths = []string{"序号", "单位", "应报日期", "情况"}, []int{10, 50, 20, 20}
	for _, list := range []struct {
		units []model.ListedUnit
		state rollup.State
	}{{r.Missing, rollup.Missing}, {r.Returned, rollup.Returned}} {
		for _, u := range list.units {
			l.Rows = append(l.Rows, []string{fmt.Sprint(len(l.Rows) + 1), paper.Line(u.Name), u.Due, list.state.Name()})
		}
	}
	return l
}
