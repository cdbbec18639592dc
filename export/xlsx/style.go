package xlsx

import (
	"cmp"
	"strconv"
	"strings"

	"github.com/xuri/excelize/v2"

	"nianbao/model"
)

// The look of the workbook. Sizes are in points.
const (
	fontName  = "宋体"
	cellSize  = 10
	titleSize = 16
	chinese   = 134 // GB2312, for machines that lack the font
	// charWidth is the width of the default font's digit, in which the format
	// counts columns: 宋体 11 on a Chinese Windows, 8 pixels.
	charWidth = 6.0

	entryFill = "F5FAFF" // cells to fill in
	blankFill = "FFF7CC" // of them, those that are blank
	wrongFill = "FFC7CE" // checks that don't hold
	wrongText = "9C0006"
	checkText = "595959"
)

// look is all that a cell's style depends on.
type look struct {
	size    float64
	bold    bool
	color   string
	fill    string
	left    bool // else centred
	top     bool // else in the middle
	border  bool
	wrap    bool
	shrink  bool // figures with many digits
	entry   bool // may be typed over although the sheet is protected
	literal bool // never a formula, not even when somebody edits it
	format  string
}

// The looks that several sheets use.
var (
	plainLook   = look{size: cellSize, left: true, wrap: true}
	headingLook = look{size: cellSize, bold: true, wrap: true, border: true, fill: "EDEDED"}
	listLook    = look{size: cellSize, left: true, wrap: true, border: true}
	literalLook = look{size: cellSize, left: true, wrap: true, border: true, literal: true}
	titleLook   = look{size: titleSize, bold: true, wrap: true, literal: true}
	draftLook   = look{size: cellSize + 2, bold: true, color: "C00000", wrap: true}
	checkLook   = look{size: cellSize, color: checkText, border: true, wrap: true}
	checkHead   = look{size: cellSize, color: checkText, border: true, wrap: true}
	legendLook  = look{size: cellSize, color: checkText, left: true}
)

// style is the number of a look's style in the workbook.
func (b *book) style(l look) int {
	if id, ok := b.styles[l]; ok {
		return id
	}
	charset := chinese
	s := &excelize.Style{
		Font:       &excelize.Font{Family: fontName, Charset: &charset, Size: l.size, Bold: l.bold, Color: cmp.Or(l.color, "000000")},
		Alignment:  &excelize.Alignment{Horizontal: "center", Vertical: "center", WrapText: l.wrap, ShrinkToFit: l.shrink},
		Protection: &excelize.Protection{Locked: !l.entry},
	}
	if l.left {
		s.Alignment.Horizontal = "left"
	}
	if l.top {
		s.Alignment.Vertical = "top"
	}
	if l.fill != "" {
		s.Fill = excelize.Fill{Type: "pattern", Pattern: 1, Color: []string{l.fill}}
	}
	if l.border {
		for _, side := range []string{"left", "right", "top", "bottom"} {
			s.Border = append(s.Border, excelize.Border{Type: side, Style: 1, Color: "000000"})
		}
	}
	if l.format != "" {
		s.CustomNumFmt = &l.format
	}
	id, err := b.f.NewStyle(s)
	b.try(err)
	if l.literal && err == nil { // the library knows no name for it
		id = b.quoted(id)
	}
	b.styles[l] = id
	return id
}

// quoted makes a copy of a style whose cells begin, for the person who edits
// them, with an apostrophe: what follows is text.
func (b *book) quoted(id int) int {
	xfs, yes := b.f.Styles.CellXfs, true
	xf := xfs.Xf[id]
	xf.QuotePrefix = &yes
	xfs.Xf = append(xfs.Xf, xf)
	xfs.Count = len(xfs.Xf)
	return xfs.Count - 1
}

// numberFormat shows every digit of a figure; the usual format goes over to
// exponents after eleven.
func numberFormat(f model.Figure) string {
	whole, places, _ := strings.Cut(f.String(), ".")
	switch {
	case places != "":
		return "0." + strings.Repeat("0", len(places))
	case len(whole) > 11:
		return "0"
	}
	return ""
}

// number is a figure as the library takes it; nil for a blank.
func number(f model.Figure) any {
	if !f.Filled() {
		return nil
	}
	n, err := strconv.ParseFloat(f.String(), 64)
	if err != nil { // a figure is digits
		return f.String()
	}
	return n
}
