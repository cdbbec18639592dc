package model

import (
	"reflect"
	"strings"
	"testing"
)

func TestParseBlock(t *testing.T) {
	for in, want := range map[string][][]string{
		"":                              {{""}},
		"1":                             {{"1"}},
		"1\t2\r\n3\t4\r\n":              {{"1", "2"}, {"3", "4"}},
		"1\t\t3\n\t\t":                  {{"1", "", "3"}, {"", "", ""}},
		"\"a\tb\"\t\"c\n\"\"d\"\"\"\n5": {{"a\tb", "c\n\"d\""}, {"5"}},
		"\"不成对\t2":                      {{"\"不成对", "2"}},
		"\"a\"b\t2":                     {{"\"a\"b", "2"}},
		"1\r2":                          {{"1"}, {"2"}},
		"1\t2\r\r3\t4\r\r":              {{"1", "2"}, {"3", "4"}},
	} {
		if got := ParseBlock(in); !reflect.DeepEqual(got, want) {
			t.Errorf("ParseBlock(%q) = %q, want %q", in, got, want)
		}
	}
}

func FuzzBlock(f *testing.F) {
	f.Add("1\t2\r\n\"a\"\"b\tc\"\t3\n")
	f.Fuzz(func(t *testing.T, s string) {
		rows := ParseBlock(s)
		again := ParseBlock(FormatBlock(rows))
		if n := len(rows); n > 0 && len(rows[n-1]) == 1 && rows[n-1][0] == "" {
			return // an empty last line is no line
		}
		if !strings.Contains(s, "\r") && !reflect.DeepEqual(again, rows) {
			t.Fatalf("%q gives %q, written and read again %q", s, rows, again)
		}
	})
}

// section3 is the cells of section 3 as a spreadsheet has them.
func section3() [][]*Cell {
	var rows [][]*Cell
	b := &Form2021.Section("3").Table.Blocks[0]
	for i := range b.Rows {
		var row []*Cell
		for k := range b.Columns {
			row = append(row, Form2021.Cell(CellID("3."+b.Rows[i].Key+"."+b.Columns[k].Key)))
		}
		rows = append(rows, row)
	}
	return rows
}

func TestPaste(t *testing.T) {
	r := NewReport(Form2021, "某某镇人民政府", Town, 2025)
	r.Figures["3.received.business"] = Count(9)
	targets := section3()
	p := Paste(r, targets, ParseBlock("１２\t3\t\t0\t0\t0\t14\tx\r\n-\t1,000\r\n"))
	if p.Filled != 6 || p.Replaced != 1 || p.Blank != 1 || p.Computed != 1 || len(p.Differ) != 1 || len(p.Unread) != 1 || p.Outside != 1 {
		t.Errorf("%+v", p)
	}
	s := NewSession(r, "a")
	must(t, s.Apply(p.Edit))
	if r.Figures["3.received.natural_person"] != Count(12) || r.Figures["3.carried_in.business"] != Count(1000) || r.Figures["3.received.research"].Filled() {
		t.Errorf("%v", r.Figures)
	}
}

// TestPasteWholeSection: 25 rows of 7 as they come from a spreadsheet fill the
// section in one step, and one undo takes it back.
func TestPasteWholeSection(t *testing.T) {
	source := zeroReport()
	source.Figures["3.received.natural_person"], source.Figures["3.granted.natural_person"] = Count(95), Count(95)
	sheet := Evaluate(source)
	var rows [][]string
	for _, row := range section3() {
		var fields []string
		for _, c := range row {
			fields = append(fields, sheet.At(c.ID).String())
		}
		rows = append(rows, fields)
	}
	r := NewReport(Form2021, "某某镇人民政府", Town, 2025)
	s := NewSession(r, "a")
	p := Paste(r, section3(), ParseBlock(strings.ReplaceAll(FormatBlock(rows), "\n", "\r\n")+"\r\n"))
	if p.Filled != 144 || p.Computed != 31 || len(p.Differ)+len(p.Unread)+p.Outside+p.Blank != 0 {
		t.Errorf("%+v", p)
	}
	must(t, s.Apply(p.Edit))
	if f, _ := r.Progress("3"); f != 144 || Evaluate(r).At("3.processed.total") != Count(95) {
		t.Errorf("%d cells", f)
	}
	if _, err := s.Undo(); err != nil || len(r.Figures) != 0 {
		t.Errorf("undo: %v, %d figures left", err, len(r.Figures))
	}
}

func TestTrimLabels(t *testing.T) {
	for _, c := range []struct {
		text       string
		rows, cols int
		first      string
	}{
		{"1\t2\n3\t4", 0, 0, "1"},
		{"指标\t自然人\t企业\n新收\t12\t3\n结转\t1,095\t0", 1, 1, "12"},
		{"\t自然人\n一、本年新收\t5", 1, 1, "5"},
		{"12件\t3\n无\t4", 0, 0, "12件"},
		{"无\t无", 0, 0, "无"},
		{"22（其中修订16件）\t3", 0, 0, "22（其中修订16件）"},
	} {
		got, rows, cols := TrimLabels(ParseBlock(c.text))
		if rows != c.rows || cols != c.cols || got[0][0] != c.first {
			t.Errorf("%q: %d rows, %d columns, %q", c.text, rows, cols, got)
		}
	}
}

func TestDoubledLineEnds(t *testing.T) {
	for text, want := range map[string]int{"5\r\r7": 3, "5\r\r7\r\r": 2, "5\r7\r": 2, "5\r\n\r\n7\r\n": 3, "5\n\n7": 3} {
		if got := len(ParseBlock(text)); got != want {
			t.Errorf("%q: %d rows, want %d", text, got, want)
		}
	}
}
