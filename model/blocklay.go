package model

import (
	"fmt"
	"maps"
	"slices"
	"strings"
)

// BlockLine is a line of a table on which a row of a block may fall: the cells of a
// row, or, without cells, the name of a group, with how many groups it stands in.
type BlockLine struct {
	Cells []*Cell
	Group string
	Depth int
}

// Laying is one way in which the rows of a block fall on the lines of a table.
type Laying struct {
	Lines  []int // by row of the block, the line; -1 for none
	Groups []int // rows of the block that are the lines of groups' names, or their subtotals
	names  []int // these lines
	full   []int // rows that hold something
	ends   int   // the line of the last row; -1 where it is beyond the table
	beyond bool  // a row that is not empty is
}

// Lay says on which lines the rows of a block fall, the first on the first. An
// empty row may stand for zeros, and it may be the line of a group's name, which
// some sheets have; a row that is the sum of a group's may be its subtotal there.
// Where the number of rows proves one of them, that is all there is; else every way
// that is possible, row for line first.
func Lay(lines []BlockLine, block [][]string) []Laying {
	var ways []Laying
	odd := oddBlanks(block)
	for _, named := range namings(lines, odd) {
		way, ok := layAs(lines, block, named), true
		same := func(w Laying) bool { return slices.Equal(w.Lines, way.Lines) }
		if ok = ok && way.sums(lines, block); ok && !slices.ContainsFunc(ways, same) {
			ways = append(ways, way)
		}
	}
	plain := ways[:1]
	if ways = slices.DeleteFunc(slices.Clone(ways), func(w Laying) bool { return w.beyond }); len(ways) == 0 {
		return plain
	}
	for _, proves := range []func(Laying) bool{
		func(w Laying) bool { return w.ends == lastRow(lines) },
		func(w Laying) bool { return w.fillsGroup(lines) && !odd },
	} {
		if proven := slices.DeleteFunc(slices.Clone(ways), func(w Laying) bool { return !proves(w) }); len(proven) == 1 {
			return proven
		}
	}
	return ways
}

// namings are the sets of lines of groups' names that a block may have: of the
// groups that stand equally deep all, or none; each by itself where that is not
// too many and has to be looked at.
func namings(lines []BlockLine, each bool) (sets []map[int]bool) {
	const most = 8
	kinds := map[int][]int{} // lines that are there together
	for i, l := range lines {
		if l.Cells == nil {
			kinds[l.Depth] = append(kinds[l.Depth], i)
		}
	}
	var together [][]int
	singly := 0
	for _, depth := range slices.Sorted(maps.Keys(kinds)) {
		together = append(together, kinds[depth])
		singly += len(kinds[depth])
	}
	if each && singly <= most {
		together = nil
		for i, l := range lines {
			if l.Cells == nil {
				together = append(together, []int{i})
			}
		}
	}
	for mask := range 1 << len(together) {
		set := map[int]bool{}
		for k, all := range together {
			for _, i := range all {
				set[i] = mask>>k&1 == 1
			}
		}
		sets = append(sets, set)
	}
	return sets
}

// layAs lays a block that has some of the lines of groups' names.
func layAs(lines []BlockLine, block [][]string, named map[int]bool) (way Laying) {
	line := 0
	for i, row := range block {
		for line < len(lines) && lines[line].Cells == nil && !named[line] {
			line++
		}
		if way.ends = -1; !emptyRow(row) {
			way.full = append(way.full, i)
		}
		switch {
		case line >= len(lines):
			way.beyond = way.beyond || !emptyRow(row)
			way.Lines = append(way.Lines, -1)
			continue
		case lines[line].Cells == nil:
			way.Groups, way.names = append(way.Groups, i), append(way.names, line)
			way.Lines = append(way.Lines, -1)
		default:
			way.Lines = append(way.Lines, line)
		}
		way.ends = line
		line++
	}
	return way
}

// Subtotal reports whether a row of the block is not empty and yet falls on a
// group's name: it is the group's subtotal.
func (w Laying) Subtotal(row int) bool {
	return slices.Contains(w.Groups, row) && slices.Contains(w.full, row)
}

// sums reports whether each row that falls on a group's name, and is not empty, is
// the sum of the group's rows, column by column, and one of them of something.
func (w Laying) sums(lines []BlockLine, block [][]string) bool {
	some, all := false, true
	for k, i := range w.Groups {
		if !slices.Contains(w.full, i) {
			continue
		}
		sum := w.sumOf(lines, block, w.names[k])
		for col, field := range block[i] {
			f, err := ParseDecimal(narrow(field))
			if err != nil || col >= len(sum) || Zero.Add(f) != sum[col] {
				return false
			}
			some = some || sum[col] != Zero
		}
		all = false
	}
	return all || some
}

// sumOf adds up the rows of a block that fall on the rows of the group whose name
// stands on a line; nil where one of them is not in the block, or no figure.
func (w Laying) sumOf(lines []BlockLine, block [][]string, name int) []Figure {
	var sum []Figure
	for line := name + 1; line < len(lines); line++ {
		if cells := lines[line].Cells; cells != nil && len(cells[0].Row.Groups) <= lines[name].Depth || cells == nil && lines[line].Depth <= lines[name].Depth {
			break // the next group's
		}
		i := slices.Index(w.Lines, line)
		if i < 0 { // groups inside it, too
			return nil
		}
		for col, field := range block[i] {
			f, err := ParseDecimal(narrow(field))
			if err != nil {
				return nil
			}
			if col == len(sum) {
				sum = append(sum, Zero)
			}
			sum[col] = sum[col].Add(f)
		}
	}
	return sum
}

func emptyRow(row []string) bool { return strings.TrimSpace(strings.Join(row, "")) == "" }

// lastRow is the last line with cells.
func lastRow(lines []BlockLine) int {
	for i, l := range slices.Backward(lines) {
		if l.Cells != nil {
			return i
		}
	}
	return -1
}

// fillsGroup reports whether the rows are just those of one group, with or
// without the total that may end it.
func (w Laying) fillsGroup(lines []BlockLine) bool {
	if w.ends < 0 || lines[w.ends].Cells == nil || w.Lines[0] < 0 {
		return false
	}
	first, last := lines[w.Lines[0]].Cells[0], lines[w.ends].Cells[0]
	if first.Block != last.Block {
		return false
	}
	rows := first.Block.Rows
	from := slices.IndexFunc(rows, func(r Row) bool { return r.Key == first.Row.Key })
	to := slices.IndexFunc(rows, func(r Row) bool { return r.Key == last.Row.Key })
	for depth := range first.Row.Groups {
		group := first.Row.Groups[:depth+1]
		inside := func(i int) bool {
			return i >= 0 && i < len(rows) && len(rows[i].Groups) > depth && slices.Equal(rows[i].Groups[:depth+1], group)
		}
		end := to
		if inside(to+1) && lines[w.ends+1].Cells != nil && lines[w.ends+1].Cells[0].Computed() {
			end++
		}
		if inside(to) && !inside(from-1) && !inside(end+1) {
			return true
		}
	}
	return false
}

// oddBlanks reports whether a block writes its zeros and yet has empty rows, and
// no other blanks: these may be anything.
func oddBlanks(block [][]string) bool {
	zeros, odd := false, false
	for _, row := range block {
		if emptyRow(row) {
			odd = true
			continue
		}
		for _, field := range row {
			if strings.TrimSpace(field) == "" {
				return false
			}
			zeros = zeros || narrow(field) == "0"
		}
	}
	return zeros && odd
}

// Says tells in a sentence which empty rows are what, and where the last row
// falls; numbers are those of the block's rows for people.
func (w Laying) Says(lines []BlockLine, doubtful, numbers []int) string {
	var parts []string
	for _, i := range doubtful {
		what := "在表以外"
		switch named := slices.Index(w.Groups, i); {
		case w.Subtotal(i):
			what = "是「" + strings.TrimSpace(lines[w.names[named]].Group) + "」的小计，不填"
		case named >= 0:
			what = "是「" + strings.TrimSpace(lines[w.names[named]].Group) + "」这个组名的一行"
		case w.Lines[i] >= 0 && slices.Contains(w.full, i):
			what = "是「" + lines[w.Lines[i]].Cells[0].Row.Short + "」"
		case w.Lines[i] >= 0:
			what = "是「" + lines[w.Lines[i]].Cells[0].Row.Short + "」，零留空"
		}
		parts = append(parts, fmt.Sprintf("第 %d 行%s", numbers[i], what))
		if len(parts) == 2 && len(doubtful) > 2 {
			parts = append(parts, "其余的空行也这样")
			break
		}
	}
	if w.ends >= 0 && lines[w.ends].Cells != nil {
		parts = append(parts, "最后一行是「"+lines[w.ends].Cells[0].Row.Short+"」")
	}
	return strings.Join(parts, "；")
}

// Doubtful are the rows of a block that some of the ways take for groups' lines.
func Doubtful(ways []Laying) (rows []int) {
	for _, w := range ways {
		for _, i := range w.Groups {
			if !slices.Contains(rows, i) {
				rows = append(rows, i)
			}
		}
	}
	slices.Sort(rows)
	return rows
}
