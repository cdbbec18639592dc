package cli

import (
	"fmt"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"time"

	"nianbao/model"
	"nianbao/model/check"
	"nianbao/ui/backend"
	"nianbao/ui/width"
)

// manyReports is how many reports are listed with every finding; of more there
// is only the table.
const manyReports = 20

// text is the outcome for people: the counts, and every finding.
func (s *subject) text() string { return s.lines(func(int) string { return "" }) }

// numbered is text with a number before each finding.
func (s *subject) numbered() string {
	return s.lines(func(i int) string { return fmt.Sprint(i + 1) })
}

func (s *subject) lines(number func(i int) string) string {
	if s.err != nil {
		why := backend.Message(s.err)
		if strings.Contains(why, s.arg) {
			return "无法读取：" + why + "\n"
		}
		return s.arg + "：无法读取：" + why + "\n"
	}
	var b strings.Builder
	errors, warnings, hints := check.Count(s.findings)
	fmt.Fprintf(&b, "%s：错误 %d，警告 %d，提示 %d", s.report.Name(), errors, warnings, hints)
	if n := explained(s.findings); n > 0 {
		fmt.Fprintf(&b, "，已说明 %d", n)
	}
	if s.reading != nil { // several files may be of one unit
		b.WriteString("（" + filepath.Base(s.arg) + "）")
	}
	b.WriteByte('\n')
	if s.reading != nil && len(s.reading.Guessed())+len(s.reading.LeftOut) > 0 {
		fmt.Fprintf(&b, "  %s\n%s%s", readingSummary(s.reading), guesses(s.reading), leftOutText(s.reading.LeftOut))
	}
	if s.reading != nil && s.reading.Sealed() != "" {
		b.WriteString("  " + s.reading.Sealed() + "。\n")
	}
	for i := range s.findings {
		b.WriteString(findingText(&s.findings[i], number(i)))
	}
	return b.String()
}

// findingText is a finding in lines of its own: the level and the sentence, the
// quoted words, how to put it right, what has been said of it; its rule comes last.
// A number, for choosing it, goes before.
func findingText(f *check.Finding, number string) string {
	level := f.Severity.Name()
	if f.Explained {
		level = "已说明的" + level
	}
	head := number
	if head != "" {
		head += " "
	}
	lines := []string{"  " + head + level + "：" + f.Message}
	indent := "      "
	if words := f.Words(); words != "" {
		lines = append(lines, indent+"原文：「"+words+"」")
	}
	if f.Fix != "" {
		lines = append(lines, indent+f.Fix)
	}
	if number != "" && f.Repair != nil {
		lines = append(lines, indent+"输入 m "+number+"："+f.Repair.Label)
	}
	switch {
	case f.Because != nil && f.Because.Unit:
		lines = append(lines, indent+"本单位停用这条规则"+by(f.Because)+"："+f.Because.Text)
	case f.Because != nil:
		lines = append(lines, indent+"说明"+by(f.Because)+"："+f.Because.Text)
	case f.Lapsed != nil:
		lines = append(lines, indent+"原来的说明"+by(f.Lapsed)+"已经失效，数或文字后来改过："+f.Lapsed.Text)
	}
	return strings.Join(lines, "\n") + " [" + f.Rule + "]\n"
}

// by is who explained something and when, in brackets; "" where nothing tells.
func by(e *model.Explanation) string {
	var who []string
	if e.By != "" {
		who = append(who, e.By)
	}
	if !e.At.IsZero() {
		who = append(who, e.At.Local().Format(time.DateOnly))
	}
	if len(who) == 0 {
		return ""
	}
	return "（" + strings.Join(who, "，") + "）"
}

func explained(findings []check.Finding) int {
	n := 0
	for _, f := range findings {
		if f.Explained {
			n++
		}
	}
	return n
}

// summary is a table with a line for each report and one for all of them.
type summary struct {
	rows   [][]string
	sums   [4]int
	unread int
}

var summaryHeads = []string{"单位", "年度", "错误", "警告", "提示", "已说明"}

func (t *summary) add(s *subject) {
	if s.err != nil {
		t.rows, t.unread = append(t.rows, []string{filepath.Base(s.arg), "", "", "", "", "无法读取"}), t.unread+1
		return
	}
	e, w, h := check.Count(s.findings)
	row := []string{s.report.Unit, strconv.Itoa(s.report.Year)}
	for i, n := range []int{e, w, h, explained(s.findings)} {
		row, t.sums[i] = append(row, strconv.Itoa(n)), t.sums[i]+n
	}
	t.rows = append(t.rows, row)
}

func (t *summary) String() string {
	total := []string{fmt.Sprintf("合计 %d 份", len(t.rows)-t.unread), ""}
	if t.unread > 0 {
		total[0] += fmt.Sprintf("，%d 份无法读取", t.unread)
	}
	for _, n := range t.sums {
		total = append(total, fmt.Sprint(n))
	}
	rows := slices.Concat([][]string{summaryHeads}, t.rows, [][]string{total})
	widths := make([]int, len(summaryHeads))
	for _, row := range rows {
		for i, text := range row {
			widths[i] = max(widths[i], width.Of(text))
		}
	}
	var b strings.Builder
	for _, row := range rows {
		line := width.Pad(row[0], widths[0])
		for i, text := range row[1:] {
			line += "  " + width.PadLeft(text, widths[i+1])
		}
		b.WriteString(strings.TrimRight(line, " ") + "\n")
	}
	return b.String()
}
