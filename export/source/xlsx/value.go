package xlsx

import (
	"errors"
	"fmt"
	"maps"
	"math"
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/xuri/excelize/v2"

	"nianbao/export/source"
	"nianbao/export/xlsx/cellref"
	"nianbao/model"
)

// values reads the cells' values, as they are and as they look.
func (s *sheetReader) values(f *excelize.File) error {
	plain, err := f.Rows(s.name)
	if err != nil {
		return errNotBook
	}
	shown, err := f.Rows(s.name)
	if err != nil {
		return errors.Join(errNotBook, plain.Close())
	}
	for row := 1; row <= s.rows && plain.Next() && shown.Next(); row++ {
		a, errA := plain.Columns(excelize.Options{RawCellValue: true})
		b, errB := shown.Columns()
		if errA != nil || errB != nil {
			err = source.ErrDamaged
			break
		}
		for i := range a[:min(len(a), s.cols)] {
			shown := "" // a row ends with what is shown last
			if i < len(b) {
				shown = b[i]
			}
			s.value(row, i+1, a[i], shown)
		}
		if s.cells > maxCells {
			break // the caller refuses it
		}
	}
	return errors.Join(err, plain.Close(), shown.Close())
}

func (s *sheetReader) value(row, col int, plain, shown string) {
	at := cellref.At(row, col)
	if s.stored != nil && plain != "" && len(s.stored) < maxCells {
		s.stored[at] = plain
	}
	if s.isUnder(at) {
		s.bury(at, plain)
		return
	}
	text, doubts := s.seen(at, plain, shown)
	if text == "" && doubts == nil {
		return
	}
	if s.isHidden(row, col) {
		s.skip(row, col)
		return
	}
	s.cells++
	s.rowCells[row] = append(s.rowCells[row], sheetCell{col, text, doubts})
}

// bury notes a figure under a merged cell, which then has two; one that is the same again
// says nothing.
func (s *sheetReader) bury(at cellref.Ref, plain string) {
	if s.dug > maxDug || !strings.ContainsFunc(plain, unicode.IsDigit) || s.isHidden(at.Row, at.Col) {
		return
	}
	s.dug++
	for _, m := range s.merges {
		if _, anchor := s.anchors[m.From]; !anchor || !m.Holds(at) {
			continue
		}
		cells := s.rowCells[m.From.Row]
		i := slices.IndexFunc(cells, func(c sheetCell) bool { return c.col == m.From.Col })
		if i >= 0 && cells[i].text == source.Tidy(plain) {
			return
		}
		if i >= 0 {
			cells[i].doubts = append(cells[i].doubts, "合并的格下面 "+at.String()+" 还有「"+source.Clean(model.Cut(plain, 12))+"」")
		}
		break
	}
	if len(s.buried) < maxBuried {
		s.buried = append(s.buried, at)
	}
}

// maxDug bounds the figures under merged cells that are looked at, maxBuried those that are
// told.
const (
	maxDug    = 1000
	maxBuried = 20
)

// noResult is why the cell of a formula is blank.
const noResult = "公式没有算出结果"

// pending puts in the formulas without a result, but for those in columns of nothing else.
func (s *sheetReader) pending() {
	if len(s.unsolved) == 0 {
		return
	}
	used := map[int]bool{}
	for _, cells := range s.rowCells {
		for _, c := range cells {
			used[c.col] = true
		}
	}
	for _, at := range s.unsolved {
		switch has := slices.ContainsFunc(s.rowCells[at.Row], func(c sheetCell) bool { return c.col == at.Col }); {
		case has || s.isUnder(at) || !used[at.Col]:
		case s.isHidden(at.Row, at.Col):
			s.skip(at.Row, at.Col)
		default:
			s.put(at, "", []string{noResult})
		}
	}
}

// put adds a cell to its row.
func (s *sheetReader) put(at cellref.Ref, text string, doubts []string) {
	s.cells++
	cells := s.rowCells[at.Row]
	i, _ := slices.BinarySearchFunc(cells, at.Col, func(c sheetCell, col int) int { return c.col - col })
	s.rowCells[at.Row] = slices.Insert(cells, i, sheetCell{at.Col, text, doubts})
}

// skip notes that something in a hidden row or column is not read.
func (s *sheetReader) skip(row, col int) {
	if s.hiddenRows[row] {
		s.skippedRows[row] = true
	} else {
		s.skippedCols[col] = true
	}
}

// seen is what stands in a cell.
func (s *sheetReader) seen(at cellref.Ref, plain, shown string) (text string, doubts []string) {
	tidy := func(x string) string {
		return source.Tidy(strings.ToValidUTF8(strings.ReplaceAll(x, "\r", ""), ""))
	}
	stored, style := tidy(plain), -1
	marked, is := s.marked[at]
	runs := marked.runs
	if is {
		style = marked.style
	}
	look := s.looks.style(style)
	n, err := strconv.ParseFloat(stored, 64)
	number := err == nil && !marked.words
	text = tidy(show(plain, shown))
	mark := source.Mark(0)
	if number && look.format != nil {
		if shown, mark = look.format.apply(n, digits(n), shown); tidy(shown) == "-" {
			text = "-"
		} else {
			text = tidy(show(plain, shown))
		}
	} else if f := look.format; f != nil && stored != "" && f.hidesWords() {
		text = ""
	}
	if s.noZero && number && n == 0 {
		text = ""
	}
	switch {
	case text != "" || stored == "":
		doubts = reshaped(stored, shown, text)
	case strings.Trim(stored, "0.-") == "": // a blank for whoever looks, and for us
		s.zeros++
	default:
		runs = []source.Run{{Text: stored, Mark: source.Hidden}}
	}
	if text == "" && runs == nil {
		return "", nil
	}
	if source.IsTurned(shown) && runs == nil {
		runs = []source.Run{{Text: text, Mark: source.Turned}}
	}
	more, doubt := s.conditioned(at, stored)
	if mark |= more; look.dark {
		mark &^= source.Pale
	}
	if mark != 0 {
		if runs = slices.Clone(runs); runs == nil {
			runs = []source.Run{{Text: text}}
		}
		for i := range runs {
			runs[i].Mark |= mark
		}
	}
	narrow := ""
	if number && !look.shrink && s.narrow(at, utf8.RuneCountInString(text)) {
		narrow = "列太窄，显示不下"
	}
	if number || !strings.ContainsFunc(text, unicode.IsLetter) {
		for _, d := range []string{doubt, narrow, look.doubt, marked.doubt} {
			if d != "" {
				doubts = append(doubts, d)
			}
		}
	}
	text, why := s.looks.seen(style, text, runs, over(s.shapes, at, false))
	return text, append(doubts, why...)
}

// reshaped says of a number that its format shows another, or fewer of its digits.
func reshaped(stored, shown, text string) []string {
	n, err := strconv.ParseFloat(stored, 64)
	v, bad := strconv.ParseFloat(strings.Trim(strings.ReplaceAll(shown, ",", ""), " "), 64)
	if err != nil || bad != nil {
		return nil
	}
	if stored == shown || math.Abs(n-v) <= 1e-9*math.Max(1, math.Abs(n)) {
		return nil
	}
	return []string{"格里存的是 " + stored + "，显示成 " + strings.TrimSpace(shown)}
}

// digits is a number without what binary fractions add.
func digits(n float64) string {
	x, err := strconv.ParseFloat(strconv.FormatFloat(n, 'g', 15, 64), 64)
	if err != nil {
		x = n
	}
	return strconv.FormatFloat(x, 'f', -1, 64)
}

// show is what stands for a cell's value: a number itself where its format only
// groups and rounds it, else what its format makes of it.
func show(plain, shown string) string {
	n, err := strconv.ParseFloat(plain, 64)
	if err != nil || math.IsInf(n, 0) || math.IsNaN(n) {
		return shown
	}
	look := strings.Trim(shown, " ()¥￥$")
	whole := strings.ReplaceAll(strings.TrimLeft(look, "-+"), ",", "")
	v, err := strconv.ParseFloat(whole, 64)
	_, decimals, _ := strings.Cut(whole, ".")
	near := err == nil && (math.Abs(v-math.Abs(n)) <= 0.501*math.Pow10(-len(decimals)) || strings.ContainsAny(whole, "eE"))
	if near || look == "-" { // the accounting format's nought
		return digits(n)
	}
	return shown
}

func (s *sheetReader) notes() (out []string) {
	name := source.Clean(s.name)
	if s.zeros > 0 {
		out = append(out, fmt.Sprintf("工作表「%s」里有 %d 格的 0 不显示出来，当作空着", name, s.zeros))
	}
	if hidden := s.skippedPlaces(); hidden != "" {
		out = append(out, "工作表「"+name+"」里隐藏的"+hidden+"没有读")
	}
	for _, at := range s.buried {
		out = append(out, "工作表「"+name+"」"+at.String()+"里的数被合并的格盖住了，没有读")
	}
	if s.cut {
		out = append(out, fmt.Sprintf("工作表「%s」太大，第 %d 行、第 %d 列以后的没有读", name, source.MaxRows, source.MaxCols))
	}
	return out
}

// skippedPlaces names the hidden rows and columns that were not read: 第 3、5—8 行、B 列.
func (s *sheetReader) skippedPlaces() string {
	list := func(of map[int]bool, name func(int) string) string {
		const most = 8
		var out []string
		at := slices.Sorted(maps.Keys(of))
		for i := 0; i < len(at); {
			from := i
			for i++; i < len(at) && at[i] == at[i-1]+1; i++ {
			}
			if part := name(at[from]); i-from > 1 {
				out = append(out, part+"—"+name(at[i-1]))
			} else {
				out = append(out, part)
			}
		}
		if len(out) > most {
			return strings.Join(out[:most], "、") + fmt.Sprintf("等 %d ", len(at))
		}
		return strings.Join(out, "、") + " "
	}
	var out []string
	if len(s.skippedRows) > 0 {
		out = append(out, "第 "+list(s.skippedRows, strconv.Itoa)+"行")
	}
	if len(s.skippedCols) > 0 {
		out = append(out, list(s.skippedCols, cellref.Column)+"列")
	}
	return strings.Join(out, "、")
}

// struckAround tells whether the style of a whole row or column would hide or strike out
// what is in a cell that has none of its own.
func (s *sheetReader) struckAround(at cellref.Ref) bool {
	row, styled := s.styles[at.Row]
	if styled && s.looks.style(row).mark != 0 {
		return true
	}
	return slices.ContainsFunc(s.widths, func(w colWidth) bool {
		within := at.Col >= w.from && at.Col <= w.to
		return within && w.style > 0 && s.looks.style(w.style).mark != 0
	})
}

// narrow tells whether a number has far more digits than its cell has room for: then a
// spreadsheet shows #### of it.
func (s *sheetReader) narrow(at cellref.Ref, digits int) bool {
	const room = 1.5 // small type takes less
	last := at.Col + max(s.anchors[at][1], 1) - 1
	total := 0.0
	for col := at.Col; col <= last; col++ {
		i := slices.IndexFunc(s.widths, func(w colWidth) bool { return col >= w.from && col <= w.to })
		if i < 0 || s.widths[i].width == 0 {
			return false
		}
		total += s.widths[i].width
	}
	return float64(digits) > room*total
}
