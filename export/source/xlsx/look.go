package xlsx

import (
	"bytes"
	"encoding/xml"
	"errors"
	"io"
	"slices"
	"strconv"
	"strings"

	"nianbao/export/source"
	"nianbao/export/xlsx/cellref"
)

// looks are what a workbook's styles and texts say of how cells look.
type looks struct {
	cells       []cellLook           // by the number of the cell's style
	conditional []conditionalLook    // by that of a conditional format's
	shared      map[int][]source.Run // shared texts of which a part looks different
}

// cellLook is that of a cell as a whole.
type cellLook struct {
	mark   source.Mark
	dark   bool              // white shows on its ground
	format *numberFormatting // nil for one that shows numbers as they are
	doubt  string            // why a figure in it has to be looked at
	shrink bool              // type gets smaller where the column is narrow
}

// plain tells that a cell simply shows what it holds.
func (c *cellLook) plain() bool { return c.mark == 0 && c.format == nil && c.doubt == "" }

// conditionalLook is that of a cell for which a condition holds.
type conditionalLook struct {
	mark     source.Mark
	reshapes bool // its format shows something else than the number
}

// style is the look of a style's number.
func (l *looks) style(n int) (c cellLook) {
	if l != nil && n >= 0 && n < len(l.cells) {
		c = l.cells[n]
	}
	return c
}

type xmlVal struct {
	Val string `xml:"val,attr"`
}

type xmlFont struct {
	Strike *xmlVal   `xml:"strike"`
	Align  *xmlVal   `xml:"vertAlign"`
	Size   *xmlVal   `xml:"sz"`
	Color  *xmlColor `xml:"color"`
}

func (f *xmlFont) mark() (m source.Mark) {
	if f == nil {
		return 0
	}
	if f.Strike != nil && f.Strike.Val != "0" && f.Strike.Val != "false" {
		m |= source.Struck
	}
	if f.Align != nil && (f.Align.Val == "superscript" || f.Align.Val == "subscript") {
		m |= source.Raised
	}
	if f.Size != nil {
		if n, err := strconv.ParseFloat(f.Size.Val, 64); err == nil && n < source.LeastSize {
			m |= source.Tiny
		}
	}
	if f.Color.white() {
		m |= source.Pale
	}
	return m
}

type xmlStyles struct {
	Fonts []xmlFont `xml:"fonts>font"`
	Fills []struct {
		Pattern  *xmlPattern `xml:"patternFill"`
		Gradient *struct{}   `xml:"gradientFill"`
	} `xml:"fills>fill"`
	Formats []struct {
		ID   int    `xml:"numFmtId,attr"`
		Code string `xml:"formatCode,attr"`
	} `xml:"numFmts>numFmt"`
	Borders []struct {
		Up       string `xml:"diagonalUp,attr"`
		Down     string `xml:"diagonalDown,attr"`
		Diagonal *struct {
			Style string `xml:"style,attr"`
		} `xml:"diagonal"`
	} `xml:"borders>border"`
	Conditional []struct {
		Font *xmlFont `xml:"font"`
		Fill *struct {
			Color *xmlColor `xml:"patternFill>bgColor"`
		} `xml:"fill"`
		Format *struct {
			Code string `xml:"formatCode,attr"`
		} `xml:"numFmt"`
	} `xml:"dxfs>dxf"`
	Named []xmlXf `xml:"cellStyleXfs>xf"`
	Cells []xmlXf `xml:"cellXfs>xf"`
}

// xmlXf are the parts of a cell's style.
type xmlXf struct {
	Format    int    `xml:"numFmtId,attr"`
	Font      int    `xml:"fontId,attr"`
	Fill      int    `xml:"fillId,attr"`
	Border    int    `xml:"borderId,attr"`
	Named     int    `xml:"xfId,attr"`
	OwnFont   string `xml:"applyFont,attr"`
	Alignment *struct {
		Horizontal string `xml:"horizontal,attr"`
		Shrink     string `xml:"shrinkToFit,attr"`
	} `xml:"alignment"`
}

// Why a figure has to be looked at whose style shows it in a way of its own.
const (
	crossedOut = "格上画着斜线"
	repeated   = "按「填充」对齐，显示时会重复"
	unsettled  = "样式里有删除线或者看不见的字，不同的软件显示得不一样"
)

func (s *xmlStyles) font(n int) *xmlFont {
	if n < 0 || n >= len(s.Fonts) {
		return nil
	}
	return &s.Fonts[n]
}

// xmlPattern is what a cell is filled with.
type xmlPattern struct {
	Type  string    `xml:"patternType,attr"`
	Color *xmlColor `xml:"fgColor"`
}

// fills tells whether a pattern gives a cell a colour.
func (p *xmlPattern) fills() bool {
	if p == nil || p.Color == nil {
		return false
	}
	return p.Type != "" && p.Type != "none"
}

// look is how a cell of a style looks.
func (s *xmlStyles) look(c xmlXf) (x cellLook) {
	font := s.font(c.Font)
	x.mark = font.mark()
	if c.Fill >= 0 && c.Fill < len(s.Fills) {
		f := s.Fills[c.Fill]
		filled := f.Pattern.fills()
		if x.dark = f.Gradient != nil || filled && !f.Pattern.Color.white(); x.dark {
			x.mark &^= source.Pale
		}
		solid := filled && f.Pattern.Type == "solid"
		if solid && font != nil && font.Color.same(f.Pattern.Color) {
			x.mark |= source.Pale
		}
	}
	if a := c.Alignment; a != nil {
		if x.shrink = isOn(a.Shrink); a.Horizontal == "fill" {
			x.doubt = repeated
		}
	}
	if c.Border >= 0 && c.Border < len(s.Borders) {
		b := s.Borders[c.Border]
		if drawn := b.Diagonal != nil && b.Diagonal.Style != "" && b.Diagonal.Style != "none"; drawn && (isOn(b.Up) || isOn(b.Down)) {
			x.doubt = crossedOut
		}
	}
	// Some programs take the font of the named style where the cell doesn't say that it has
	// its own, and none should strike out what the cell's own font doesn't.
	if c.Named >= 0 && c.Named < len(s.Named) && s.Named[c.Named].Font != c.Font {
		more := s.font(s.Named[c.Named].Font).mark() &^ x.mark
		if more&source.Struck != 0 || more != 0 && !isOn(c.OwnFont) {
			x.doubt = unsettled
		}
	}
	return x
}

// maxStyles bounds the styles that are looked at; Excel has 65,490.
const maxStyles = 70_000

// looksOf reads how a workbook's cells look. What is damaged says nothing.
func looksOf(z *source.Zip) *looks {
	l := &looks{}
	main := z.Related("", "officeDocument", "xl/workbook.xml")
	var styles xmlStyles
	if z.Decode(z.Related(main, "styles", "xl/styles.xml"), &styles) == nil {
		formats := map[int]*numberFormatting{}
		for _, f := range styles.Formats {
			formats[f.ID] = formatting(f.Code)
		}
		for i, c := range styles.Cells {
			x := styles.look(c)
			x.format = formats[c.Format]
			if l.cells = append(l.cells, x); i > maxStyles {
				break
			}
		}
	}
	for i, c := range styles.Conditional {
		x := conditionalLook{mark: c.Font.mark()}
		if c.Fill != nil && c.Fill.Color != nil {
			var letters *xmlColor
			if c.Font != nil {
				letters = c.Font.Color
			}
			if x.mark &^= source.Pale; letters.same(c.Fill.Color) {
				x.mark |= source.Pale
			}
		}
		if c.Format != nil {
			f := formatting(c.Format.Code)
			if x.reshapes = f != nil; f != nil && f.blanks() {
				x.mark |= source.Hidden
			}
		}
		if l.conditional = append(l.conditional, x); i > maxStyles {
			break
		}
	}
	l.shared = sharedRuns(z, z.Related(main, "sharedStrings", "xl/sharedStrings.xml"))
	return l
}

// sharedRuns are the shared texts with marked runs, by their number.
func sharedRuns(z *source.Zip, part string) map[int][]source.Run {
	r, err := z.Open(part)
	if err != nil || r == nil {
		return nil
	}
	data, err := io.ReadAll(r)
	if errors.Join(err, r.Close()) != nil || !bytes.Contains(data, []byte("rPr")) {
		return nil
	}
	out := map[int][]source.Run{}
	d := source.NewDecoder(bytes.NewReader(data))
	var text richText
	for n := -1; ; {
		token, err := d.RawToken()
		if err != nil {
			return out
		}
		switch e := token.(type) {
		case xml.StartElement:
			if e.Name.Local == "si" {
				n++
				text = richText{}
			}
			text.start(e)
		case xml.EndElement:
			if text.end(e.Name.Local); e.Name.Local == "si" && text.marked {
				out[n] = text.runs
			}
		case xml.CharData:
			text.chars(e)
		}
	}
}

// richText follows the elements of a text with runs.
type richText struct {
	runs      []source.Run
	font      xmlFont
	marked    bool
	inText    bool
	phonetics int
}

func (t *richText) start(e xml.StartElement) {
	value := func() *xmlVal { return &xmlVal{attribute(e, "val")} }
	switch e.Name.Local {
	case "rPh":
		t.phonetics++
	case "r":
		t.font = xmlFont{}
	case "t":
		t.inText = t.phonetics == 0
	case "strike":
		t.font.Strike = value()
	case "vertAlign":
		t.font.Align = value()
	case "sz":
		t.font.Size = value()
	case "color":
		t.font.Color = &xmlColor{attribute(e, "rgb"), attribute(e, "theme"), attribute(e, "indexed"), attribute(e, "tint"), attribute(e, "auto")}
	}
}

func (t *richText) end(name string) {
	switch name {
	case "rPh":
		t.phonetics--
	case "t":
		t.inText = false
	}
}

func (t *richText) chars(s []byte) {
	if t.inText {
		m := t.font.mark()
		t.runs = append(t.runs, source.Run{Text: string(s), Mark: m})
		t.marked = t.marked || m != 0
	}
}

// seen is what stands in a cell of which the plain text is known; runs are nil for
// a text that looks the same throughout.
func (l *looks) seen(style int, text string, runs []source.Run, over []source.Run) (string, []string) {
	look := l.style(style)
	if look.mark == 0 && runs == nil && over == nil {
		return text, nil
	}
	var s source.Seen
	if runs == nil {
		s.Add(source.Run{Text: text, Mark: look.mark})
	}
	for _, r := range runs {
		if look.dark {
			r.Mark &^= source.Pale
		}
		r.Mark |= look.mark &^ source.Pale
		s.Add(r)
	}
	for _, r := range over {
		s.Add(r)
	}
	return s.Cell()
}

// overlaid is a shape that lies over cells.
type overlaid struct {
	from, to cellref.Ref // the cells, counted from 1
	run      source.Run
}

type xmlAnchor struct {
	From  xmlMarker  `xml:"from"`
	To    *xmlMarker `xml:"to"`
	Shape *struct {
		Name xmlShapeName `xml:"nvSpPr>cNvPr"`
		Text []struct {
			Runs []string `xml:"r>t"`
		} `xml:"txBody>p"`
	} `xml:"sp"`
	Picture *struct {
		Name xmlShapeName `xml:"nvPicPr>cNvPr"`
	} `xml:"pic"`
	Line  *struct{} `xml:"cxnSp"`
	Group *struct{} `xml:"grpSp"`
}

type xmlShapeName struct {
	Told   string `xml:"descr,attr"`
	Hidden string `xml:"hidden,attr"`
}

type xmlMarker struct {
	Col int   `xml:"col"`
	Row int   `xml:"row"`
	X   int64 `xml:"colOff"`
	Y   int64 `xml:"rowOff"`
}

// nearEdge is how far a shape may reach into a cell without lying over it, in EMU.
const nearEdge = 50_000

// maxShapes bounds the shapes of a sheet.
const maxShapes = 200

// shapesOver are the shapes that lie over the cells of a sheet.
func shapesOver(z *source.Zip, sheet string) (out []overlaid) {
	for _, r := range z.Relations(sheet) {
		if r.Kind != "drawing" {
			continue
		}
		var d struct {
			Two []xmlAnchor `xml:"twoCellAnchor"`
			One []xmlAnchor `xml:"oneCellAnchor"`
		}
		if z.Decode(r.Part, &d) != nil {
			continue
		}
		for _, a := range append(d.Two, d.One...) {
			if o, ok := a.overlaid(); ok && len(out) < maxShapes {
				out = append(out, o)
			}
		}
	}
	return out
}

const textBox = "文本框"

func (a *xmlAnchor) overlaid() (o overlaid, ok bool) {
	o.from, o.to = cellref.At(a.From.Row+1, a.From.Col+1), cellref.At(a.From.Row+1, a.From.Col+1)
	if t := a.To; t != nil {
		o.to = cellref.At(t.Row+1, t.Col+1)
		if t.X < nearEdge && o.to.Col > o.from.Col {
			o.to.Col--
		}
		if t.Y < nearEdge && o.to.Row > o.from.Row {
			o.to.Row--
		}
	}
	o.run.Mark = source.Boxed | source.Thing
	switch {
	case a.Picture != nil:
		o.run.Name, o.run.Text = "图片", a.Picture.Name.Told
		return o, !isOn(a.Picture.Name.Hidden)
	case a.Shape != nil:
		o.run.Name = "图形"
		for _, p := range a.Shape.Text {
			o.run.Text += strings.Join(p.Runs, "")
		}
		if strings.TrimSpace(o.run.Text) != "" {
			o.run.Name = textBox
		}
		return o, !isOn(a.Shape.Name.Hidden)
	case a.Line != nil, a.Group != nil:
		o.run.Name = "图形"
		return o, true
	}
	return o, false
}

func isOn(s string) bool { return s == "1" || s == "true" }

// under normalises the places of shapes: a merged cell is one.
func (s *sheetReader) under() {
	whole := func(at cellref.Ref) cellref.Ref {
		for _, m := range s.merges {
			if m.Holds(at) {
				return m.From
			}
		}
		return at
	}
	for i := range s.shapes {
		o := &s.shapes[i]
		if from, to := whole(o.from), whole(o.to); from == to {
			o.from, o.to = from, from
			if o.run.Name == textBox {
				o.run = source.Run{Text: o.run.Text, Mark: source.Boxed}
			}
		}
	}
}

// blanks are the cells without text over which a shape lies that is theirs alone.
func (s *sheetReader) blanks() {
	for _, o := range s.shapes {
		at := o.from
		if o.to != at || s.isHidden(at.Row, at.Col) || s.rows < at.Row {
			continue
		}
		if slices.ContainsFunc(s.rowCells[at.Row], func(c sheetCell) bool { return c.col == at.Col }) {
			continue
		}
		text, doubts := s.looks.seen(-1, "", nil, over(s.shapes, at, true))
		if !slices.Contains(s.styled[at.Row], at.Col) {
			s.styled[at.Row] = append(s.styled[at.Row], at.Col)
			slices.Sort(s.styled[at.Row])
			s.cols = max(s.cols, at.Col)
		}
		s.put(at, text, doubts)
	}
}

// over are the runs of shapes over a cell with some text, or over it alone.
func over(shapes []overlaid, at cellref.Ref, blank bool) (out []source.Run) {
	for _, o := range shapes {
		if cellref.Between(o.from, o.to).Holds(at) && (!blank || o.from == o.to) {
			out = append(out, o.run)
		}
	}
	return out
}
