package model

import (
	"fmt"
	"strings"
	"testing"
)

// linesOf are the lines of a table below a row, as the screen has them: a line for
// each group's name.
func linesOf(section, from string) (lines []BlockLine) {
	s := Form2021.Section(section)
	for b := range s.Table.Blocks {
		if s.Table.Arrangement == Stacked {
			lines = append(lines, BlockLine{Group: s.Table.Blocks[b].Heading})
		}
		var groups []string
		for i := range s.Table.Blocks[b].Rows {
			row := &s.Table.Blocks[b].Rows[i]
			for g, name := range row.Groups {
				if g >= len(groups) || groups[g] != name {
					lines = append(lines, BlockLine{Group: name, Depth: g})
				}
			}
			groups = row.Groups
			if row.Key == from {
				lines = nil
			}
			var cells []*Cell
			for k := range s.Table.Blocks[b].Columns {
				cells = append(cells, Form2021.Cell(CellID(section+"."+row.Key+"."+s.Table.Blocks[b].Columns[k].Key)))
			}
			lines = append(lines, BlockLine{Cells: cells})
		}
	}
	return lines
}

// TestLay: an empty row is a group's line only where the number of rows proves it;
// what nothing proves has several ways. A block is written as a line for each row:
// 0 for a row with its zeros, 5 for one with figures, . for an empty one, and - for
// one with a figure and blanks.
func TestLay(t *testing.T) {
	for _, c := range []struct {
		name, section, from, rows string
		last                      string // row of the last line by each way
		groups                    []int  // how many rows are groups' lines, by way
	}{
		{"the whole table, zeros left blank", "3", "received", "----........-.......-..--", "carried_out", []int{0}},
		{"the whole table, one row blank among zeros", "3", "received", "5555.00550550000000000055", "carried_out", []int{0}},
		{"the whole table with lines of the inner groups", "3", "received", "5555.55555555.555.55555.55555", "carried_out", []int{4}},
		{"the whole table with lines of all groups", "3", "received", "55.55.55555555.555.55555.55555", "carried_out", []int{5}},
		{"the results with zeros left blank", "3", "granted", "--...--.---.---.....-", "other", []int{0}},
		{"the results with their total, zeros left blank", "3", "granted", "--...--.---.---.....--", "processed", []int{0}},
		{"the results, one row blank among zeros", "3", "granted", "55.000000000000000000", "other other_unpaid", []int{0, 1}},
		{"the results, blanks where groups begin", "3", "granted", "55.00000000.000.00000", "other other_unpaid other_uncorrected refused_confirm", []int{0, 1, 2, 3}},
		{"the whole table with the line of one group", "3", "received", "5555.555555555555555555555", "carried_out", []int{1}},
		{"the top, one row blank among zeros", "3", "received", "5555.0055055", "denied_inquiry denied_case_file", []int{0, 1}},
		{"from the middle of a group over the next", "3", "denied_process", "555.55", "unavailable_unclear unavailable_to_create", []int{0, 1}},
		{"from the middle of a group to the end, with lines of groups", "3", "unavailable_unclear", "5.55555.55555", "carried_out", []int{2}},
		{"one group, zeros left blank", "3", "refused_petition", ".-..-", "refused_confirm", []int{0}},
		{"no empty row where a group begins", "3", "received", "55555.0", "denied_security", []int{0}},
		{"section 2 whole, zeros left blank", "2", "rules", "--.--.", "fees", []int{0}},
		{"section 2 with lines of heads", "2", "rules", "55.5.55.5", "fees", []int{3}},
		{"section 2 in part", "2", "rules", "55.5", "penalty licensing", []int{0, 1}},
		{"section 4, zeros left blank", "4", "reconsideration", "-.-", "suit_after", []int{0}},
	} {
		t.Run(c.name, func(t *testing.T) {
			var block [][]string
			for _, r := range c.rows {
				block = append(block, map[rune][]string{'0': {"0", "0"}, '5': {"5", "0"}, '.': {"", " "}, '-': {"5", ""}}[r])
			}
			lines := linesOf(c.section, c.from)
			var last []string
			var groups []int
			for _, w := range Lay(lines, block) {
				last = append(last, lines[w.ends].Cells[0].Row.Key)
				groups = append(groups, len(w.Groups))
			}
			if got := strings.Join(last, " "); got != c.last || fmt.Sprint(groups) != fmt.Sprint(c.groups) {
				t.Errorf("ends at %s, with %v lines of groups; want %s, %v", got, groups, c.last, c.groups)
			}
		})
	}
}

// TestLayBeyond: rows beyond the table have no line, and are no reason to take an
// empty one for a group's.
func TestLayBeyond(t *testing.T) {
	lines := linesOf("3", "other")
	ways := Lay(lines, [][]string{{"1"}, {"2"}, {"3"}, {"4"}})
	if len(ways) != 1 || fmt.Sprint(ways[0].Lines) != "[0 1 2 -1]" {
		t.Errorf("%+v", ways)
	}
}

// TestPasteZeros: words that often stand for 0 are 0 where somebody says so, and
// the log keeps that; figures that stand where the block is empty are told apart,
// and a 0 that gets a figure is not another figure.
func TestPasteZeros(t *testing.T) {
	r := NewReport(Form2021, "某某镇人民政府", Town, 2025)
	r.Figures["3.received.business"], r.Figures["3.carried_in.business"], r.Figures["3.carried_in.research"] = Count(9), Zero, Zero
	block := ParseBlock("3\t\t－\t五\n — \t4\t\t無")
	p := Paste(r, section3(), block)
	if p.Filled != 2 || p.Dashes != 2 || len(p.Unread) != 4 || p.Zeros != 1 || p.Replaced != 0 || p.Blank != 2 || len(p.Stand) != 1 || !strings.Contains(p.Stand[0], "9") {
		t.Errorf("%+v", p)
	}
	if !strings.Contains(p.Unread[0], "五") {
		t.Errorf("what nobody can take for 0 is not told first: %q", p.Unread)
	}
	p = PasteZeros(r, section3(), block)
	if p.Filled != 4 || len(p.Unread) != 2 || !strings.Contains(p.Edit.Label, "「-」「—」的 2 格当作 0") {
		t.Errorf("%+v", p)
	}
	must(t, NewSession(r, "a").Apply(p.Edit))
	if !r.Figures["3.carried_in.natural_person"].IsZero() || !r.Figures["3.received.research"].IsZero() || r.Figures["3.received.welfare"].Filled() || r.Figures["3.received.business"] != Count(9) {
		t.Errorf("%v", r.Figures)
	}
}
