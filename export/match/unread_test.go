package match_test

import (
	"fmt"
	"regexp"
	"strings"
	"testing"
)

// columnsFirst is a table as some viewers copy it: one column after the other, a
// cell a line.
func columnsFirst(table string) string {
	var columns [][]string
	for _, l := range strings.Split(table, "\n") {
		for k, cell := range strings.Split(strings.Trim(l, "|"), "|") {
			if k == len(columns) {
				columns = append(columns, nil)
			}
			if cell = strings.TrimSpace(cell); strings.Trim(cell, "-") != "" {
				columns[k] = append(columns[k], cell)
			}
		}
	}
	var b strings.Builder
	for _, c := range columns {
		b.WriteString(strings.Join(c, "\n") + "\n")
	}
	return b.String()
}

// TestTablesNotMadeOut: figures that stand in a table's part of the file and come into
// none of its cells leave no blanks, whichever table it is.
func TestTablesNotMadeOut(t *testing.T) {
	tables := map[string]string{"2": tableTwo, "3": tableThree(), "4": tableFour}
	typed := map[string]int{"2": 10, "3": 144, "4": 12}
	for _, lost := range []string{"2", "3", "4", "23", "234"} {
		page := whole()
		for _, key := range strings.Split(lost, "") {
			page = strings.Replace(page, tables[key], columnsFirst(tables[key]), 1)
		}
		x := read(t, page)
		for key, n := range typed {
			if !strings.Contains(lost, key) {
				n = 0
			}
			if got := len(x.Report.UnreadCells(key)); got != n || n > 0 && len(x.Report.Blanks(key)) > 0 {
				t.Errorf("without %s: %d cells of %s are unread, %d blank, want %d", lost, got, key, len(x.Report.Blanks(key)), n)
			}
		}
		if got, want := x.NoFigures(), lost == "234"; got != want {
			t.Errorf("without %s: said to have no figures: %v", lost, got)
		}
		if said := fmt.Sprint(x.LeftOut); !strings.Contains(said, "格没有读出") {
			t.Errorf("without %s: left out %s", lost, said)
		}
		if x.Report.Text["5"] != "更新不够及时，已经改进。" {
			t.Errorf("without %s the text is %q", lost, x.Report.Text["5"])
		}
	}
}

// TestRowsNotMadeOut: a row that can't be placed leaves the cells unread that it may
// belong to; one that the file lacks, or has blank, is blank.
func TestRowsNotMadeOut(t *testing.T) {
	const petition = "|  | （五）不予处理 | 1.信访举报投诉类申请 | 1 | 0 | 0 | 0 | 0 | 0 | 1 |\n"
	for _, c := range []struct {
		name, from, to string
		unread         string // of this row, all that can be typed
		blank          string // of this one
	}{
		{"a strange label", "2.重复申请 |", "2.别的什么东西 |", "", ""}, // the order tells
		{"figures that ran together, and cells that are not there", "| 2.没有现成信息需要另行制作 | 0 | 0 | 0 | 0 | 0 | 0 | 0 |", "| 2.没有现成信息需要另行制作 | 4 5 | 0 | 0 | 1 0 | |", "unavailable_to_create", ""},
		{"strange, and another left out", petition, "|  | 其他情形 | 甲类申请 | 1 | 0 | 0 | 0 | 0 | 0 | 1 |\n|  | 其他情形 | 乙类申请 | 1 | 0 | 0 | 0 | 0 | 0 | 1 |\n", "refused_petition", ""},
		{"left out", petition, "", "", "refused_petition"},
		{"blank", petition, "|  | （五）不予处理 | 1.信访举报投诉类申请 |  |  |  |  |  |  |  |\n", "", "refused_petition"},
	} {
		page := strings.ReplaceAll(whole(), c.from, c.to)
		if page == whole() {
			t.Errorf("%s: the report is as it was", c.name)
		}
		r := read(t, page).Report
		want := map[string]int{}
		if c.unread != "" {
			want[c.unread] = 6
			if strings.Contains(c.to, "4 5") {
				want[c.unread] = 4 // two are a figure
			}
		}
		got := map[string]int{}
		for _, id := range r.UnreadCells("") {
			got[strings.Split(string(id), ".")[1]]++
		}
		if fmt.Sprint(got) != fmt.Sprint(want) {
			t.Errorf("%s: unread %v, want %v", c.name, got, want)
		}
		for _, id := range r.Blanks("") {
			if !strings.HasPrefix(string(id), "3."+c.blank+".") {
				t.Errorf("%s: %s is blank", c.name, id)
			}
		}
		if c.blank != "" && len(r.Blanks("3")) != 6 {
			t.Errorf("%s: blank %v", c.name, r.Blanks("3"))
		}
	}
	form := regexp.MustCompile(`\| *[0-9.]+ *(\||$)`)
	page := whole()
	for form.MatchString(page) {
		page = form.ReplaceAllString(page, "|  |")
	}
	if x := read(t, page); len(x.Read)+len(x.Report.Unread) > 0 || x.NoFigures() {
		t.Errorf("a form that nobody has filled in: read %v, unread %v", x.Read, x.Report.Unread)
	}
}
