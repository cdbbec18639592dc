package infographic

import (
	"fmt"
	"math"
	"slices"
	"strings"

	"nianbao/export/paper"
	"nianbao/model"
)

// The long picture is as wide as phones show it sharply; a third of a length is what
// it takes on the phone.
const (
	pageWidth = 1080
	margin    = 48
	padding   = 40 // within a card
	cardWidth = pageWidth - 2*margin
	inner     = cardWidth - 2*padding
	left      = margin + padding
	right     = pageWidth - left
)

// Sizes of letters in the long picture.
const (
	titleSize   = 70
	yearSize    = 58
	keySize     = 92
	headingSize = 50
	figureSize  = 62
	nameSize    = 42
	smallSize   = 36
)

// page is a long picture in the making; y is how far it goes.
type page struct {
	*Picture
	report, last *model.Report
	now, before  *model.Sheet // before is nil without last
	y            float64
	says         []string
}

// Compose makes the long picture of a report; last is the report of the year before,
// nil where it isn't known.
func Compose(r, last *model.Report, draft bool) *Picture {
	p := &page{Picture: &Picture{Title: paper.Line(r.FullTitle()), w: pageWidth}, report: r, last: last, now: model.Evaluate(r)}
	if last != nil {
		p.before = model.Evaluate(last)
	}
	p.rect(rect{w: pageWidth, colour: ground})
	if draft {
		p.draft()
	}
	p.band()
	p.keys()
	for i := range r.Form.Sections {
		if s := &r.Form.Sections[i]; s.Table != nil {
			p.section(s)
		}
	}
	p.comparison()
	p.foot()
	p.h, p.rects[0].h = p.y, p.y
	p.Says = strings.Join(p.says, "")
	return p.Picture
}

// draft says at the top that the picture is not to be published.
func (p *page) draft() {
	p.rect(rect{w: pageWidth, h: 92, colour: gold})
	p.text(17, label{x: pageWidth / 2, size: nameSize, align: middle, bold: true, colour: red, text: paper.DraftNotice})
	p.y = 92
	if lacks := paper.Lacks(p.report, true); lacks != "" {
		p.y = p.lines(p.y-8, cardWidth, label{x: pageWidth / 2, size: smallSize, align: middle, colour: red, text: lacks}) + 17
		p.rects[len(p.rects)-1].h = p.y
		p.says = append(p.says, lacks+"。")
	}
	p.Title = "【草稿】" + p.Title
	p.says = append(p.says, paper.DraftNotice+"。")
}

// band is the title on red.
func (p *page) band() {
	at := len(p.rects)
	p.rect(rect{y: p.y, w: pageWidth, colour: red})
	top := p.y
	const tag = "一图读懂"
	wide := ems(tag)*nameSize + 56
	p.rect(rect{x: (pageWidth - wide) / 2, y: p.y + 64, w: wide, h: 68, radius: 34, colour: gold})
	p.text(p.y+64+4, label{x: pageWidth / 2, size: nameSize, align: middle, bold: true, colour: red, text: tag})
	p.y += 64 + 68 + 36
	unit, title := paper.Line(p.report.Unit), paper.Line(p.report.FullTitle())
	rest, own := strings.CutPrefix(title, unit)
	if !own || unit == "" {
		unit, rest = title, ""
	}
	white := label{x: pageWidth / 2, align: middle, bold: true, serif: true, colour: white, text: unit, size: titleSize}
	p.y = p.titled(p.y, inner, nameSize, white)
	white.text, white.size = rest, yearSize
	p.y = p.titled(p.y+8, inner, nameSize, white)
	p.y += 72
	p.rects[at].h = p.y - top
}

// broken breaks a title or a name as on paper.
func broken(text string) []string { return (&paper.Document{Title: text}).TitleLines() }

// titled adds a title in letters that let its lines fit; l says how big at the most.
// A name of one long word may need the smallest letters and still more lines.
func (p *Picture) titled(top, width, least float64, l label) (bottom float64) {
	lines := broken(l.text)
	for _, line := range lines {
		l.text = line
		l.size = min(l.size, l.size*width/max(l.width(), 1))
	}
	l.size = max(math.Floor(l.size), least)
	for _, l.text = range lines {
		top = p.lines(top, width, l)
	}
	return top
}

// card draws what is within a card and the card behind it.
func (p *page) card(heading string, draw func()) {
	p.y += 32
	at := len(p.rects)
	p.rect(rect{x: margin, y: p.y, w: cardWidth, radius: 24, colour: white})
	top := p.y
	p.y += padding
	p.rect(rect{x: left, y: p.y + 8, w: 12, h: headingSize, radius: 6, colour: red})
	p.says = append(p.says, heading+"：")
	p.y = p.lines(p.y, inner-36, label{x: left + 36, size: headingSize, bold: true, colour: blue, text: heading}) + 20
	draw()
	p.y += padding
	p.rects[at].h = p.y - top
}

// say adds a line to the picture and to what it says.
func (p *page) say(l label) {
	if l.text == "" {
		return
	}
	l.x = left
	p.y = p.lines(p.y, inner, l)
	p.says = append(p.says, l.text)
}

// keys are the key figures, two in a row.
func (p *page) keys() {
	const gap, high = 24, 240
	const wide = (cardWidth - gap) / 2
	keys := slices.DeleteFunc(slices.Clone(p.report.Form.Highlights), func(h model.Highlight) bool { return !h.Key })
	for i, h := range keys {
		x := float64(margin + i%2*(wide+gap))
		if i%2 == 0 {
			p.y += gap
		}
		p.rect(rect{x: x, y: p.y, w: wide, h: high, radius: 24, colour: white})
		t := p.now.Tally(h.Cells...)
		p.number(p.y+36, label{x: x + wide/2, size: keySize, align: middle, bold: true, colour: red}, wide-32, t, p.unit(h))
		p.fitted(p.y+high-84, wide-32, label{x: x + wide/2, size: nameSize, align: middle, colour: ink, text: h.Name})
		p.says = append(p.says, fmt.Sprintf("%s %s%s；", h.Name, figureOf(t), p.unit(h)))
		if i%2 == 1 || i == len(keys)-1 {
			p.y += high
		}
	}
}

// unit is that of a highlight's cells.
func (p *page) unit(h model.Highlight) string { return p.report.Form.Cell(h.Cells[0]).Column.Unit }

// number writes a sum with its unit in smaller letters behind it; l says where, how
// big and in what colour.
func (p *page) number(top float64, l label, width float64, t model.Tally, unit string) (bottom float64) {
	l.text = figureOf(t)
	if !t.Count.Filled() { // words, without a unit
		l.size, l.bold = min(l.size, figureSize*0.8), false
		return p.fitted(top+12, width, l)
	}
	size := l.size
	part := max(size*0.42, smallSize*0.9)
	gap := size * 0.1
	behind := 0.0
	if unit != "" {
		behind = ems(unit)*part + gap
	}
	l.size = min(size, (width-behind)/ems(l.text))
	x, drawn := l.x, l.width()
	switch l.align {
	case middle:
		x -= (drawn + behind) / 2
	case end:
		x -= drawn + behind
	}
	l.x, l.align = x, start
	base := top + (size-l.size)*1.08
	p.text(base, l)
	if unit == "" {
		return top + size*1.4
	}
	p.text(top+(size-part)*1.08, label{x: x + drawn + gap, size: part, colour: pale, text: unit})
	return top + size*1.4
}

// section is a card of a table: its chart, or its figures.
func (p *page) section(s *model.Section) {
	_, heading, _ := strings.Cut(s.Heading, "、")
	p.card(heading, func() {
		typed := p.typed(s)
		some := slices.ContainsFunc(typed, func(id model.CellID) bool { return !p.now.At(id).IsZero() })
		open := p.now.Tally(typed...).Open
		switch {
		case s.Nothing != "" && !some:
			p.say(label{size: nameSize, colour: ink, text: s.Nothing})
		case s.Chart != nil:
			p.charted(s)
		default:
			p.figures(s)
			if open > 0 {
				p.say(label{size: smallSize, colour: red, text: fmt.Sprintf("有 %d 格没有填或者未能识别；带%s的只含已填的格。", open, partial)})
			}
		}
	})
}

// typed are the cells of a section that somebody types.
func (p *page) typed(s *model.Section) (ids []model.CellID) {
	for _, c := range p.report.Form.Cells() {
		if c.Section == s && !c.Computed() {
			ids = append(ids, c.ID)
		}
	}
	return ids
}

// charted are how applications ended and who sent them.
func (p *page) charted(s *model.Section) {
	for i, b := range []bars{outcomes(p.report, nil, s), {kinds: p.now.RowShares(s), unit: "件"}} {
		if len(b.kinds) == 0 {
			continue
		}
		sum := whole(b.kinds)
		b.size = nameSize
		head := handled(p.report.Year, sum)
		if i > 0 {
			p.y += 28
			head = fmt.Sprintf("%s（共 %s件）", s.Chart.RowTitle, figureOf(sum))
			if !sum.Count.Filled() {
				head = s.Chart.RowTitle
			}
		}
		p.says = append(p.says, head+"：", b.says())
		p.y = p.lines(p.y, inner, label{x: left, size: smallSize, colour: pale, text: head}) + 12
		p.y = b.draw(p.Picture, left, p.y, inner)
		p.say(label{size: smallSize, colour: red, text: openNote(sum)})
	}
}

// figures are a table's rows: those of one column a line each, others with a field
// for each column.
func (p *page) figures(s *model.Section) {
	for i := range s.Table.Blocks {
		b := &s.Table.Blocks[i]
		for k := range b.Rows {
			row := &b.Rows[k]
			if i+k > 0 {
				p.rect(rect{x: left, y: p.y + 8, w: inner, h: 2, colour: rule})
				p.y += 40
			}
			if len(b.Columns) == 1 {
				p.single(s, row, &b.Columns[0])
			} else {
				p.fields(s, row, b.Columns)
			}
		}
	}
}

// single is a row of one figure, which stands at the right.
func (p *page) single(s *model.Section, row *model.Row, column *model.Column) {
	t := p.now.Tally(model.CellID(s.Key + "." + row.Key + "." + column.Key))
	caption, _, _ := strings.Cut(column.Label, "（")
	const half = inner * 0.46
	p.fitted(p.y, inner-half-24, label{x: left, size: nameSize, bold: true, colour: ink, text: row.Short})
	p.fitted(p.y+nameSize*1.4, inner-half-24, label{x: left, size: smallSize, colour: pale, text: caption})
	p.number(p.y+12, label{x: right, size: figureSize, align: end, bold: true, colour: blue}, half, t, column.Unit)
	p.says = append(p.says, fmt.Sprintf("%s %s %s%s。", row.Short, caption, figureOf(t), column.Unit))
	p.y += (nameSize+smallSize)*1.4 + 8
}

// columnName is a column's, without the unit that the figure has.
func columnName(c *model.Column) string {
	name, _, _ := strings.Cut(strings.ReplaceAll(c.Short, " ", ""), "（")
	return name
}

// maxFields is how many fields stand side by side; four figures with more characters
// than longFigure stand two by two.
const (
	maxFields  = 4
	longFigure = 7
)

// fields is a row of several figures; the total stands behind the row's name.
func (p *page) fields(s *model.Section, row *model.Row, columns []model.Column) {
	type field struct {
		name, unit string
		model.Tally
	}
	var parts []field
	name, longest := strings.Join(append(slices.Clone(row.Groups), row.Short), " "), 0
	words := name
	for i := range columns {
		c := &columns[i]
		id := model.CellID(s.Key + "." + row.Key + "." + c.Key)
		f := field{columnName(c), c.Unit, p.now.Tally(id)}
		words += fmt.Sprintf("，%s %s%s", f.name, figureOf(f.Tally), f.unit)
		if p.report.Form.Cell(id).Computed() {
			p.number(p.y-(figureSize-nameSize)*1.08, label{x: right, size: figureSize, align: end, bold: true, colour: blue}, inner*0.4, f.Tally, f.unit)
			continue
		}
		longest = max(longest, len(f.Count.String()))
		parts = append(parts, f)
	}
	p.says = append(p.says, words+"。")
	p.y = p.fitted(p.y, inner*0.58, label{x: left, size: nameSize, bold: true, colour: ink, text: name}) + 8
	rows := (len(parts) + maxFields - 1) / maxFields
	across := (len(parts) + rows - 1) / rows
	if across == maxFields && longest > longFigure {
		across /= 2
	}
	const gap, high = 16, 148
	wide := (inner - gap*float64(across-1)) / float64(across)
	for i, f := range parts {
		x := left + float64(i%across)*(wide+gap)
		p.rect(rect{x: x, y: p.y, w: wide, h: high, radius: 16, colour: inset})
		caption := f.name
		if f.unit != "件" {
			caption += "（" + f.unit + "）"
		}
		p.number(p.y+4, label{x: x + wide/2, size: figureSize * 0.9, align: middle, bold: true, colour: blue}, wide-24, f.Tally, "")
		p.fitted(p.y+high-62, wide-24, label{x: x + wide/2, size: smallSize, align: middle, colour: pale, text: caption})
		if i%across == across-1 || i == len(parts)-1 {
			p.y += high + gap
		}
	}
}

// comparison sets the highlights beside those of the year before, where its form has
// them.
func (p *page) comparison() {
	if p.last == nil {
		return
	}
	highlights := slices.DeleteFunc(slices.Clone(p.report.Form.Highlights), func(h model.Highlight) bool {
		return slices.ContainsFunc(h.Cells, func(id model.CellID) bool { return p.last.Form.Cell(id) == nil })
	})
	if len(highlights) == 0 {
		return
	}
	p.card("与上年相比", func() {
		for i, h := range highlights {
			if i > 0 {
				p.y += 20
			}
			p.pair(h, p.before.Tally(h.Cells...), p.now.Tally(h.Cells...))
		}
	})
}

// pair is one figure in two years, a bar each.
func (p *page) pair(h model.Highlight, before, now model.Tally) {
	unit, known := p.unit(h), before.Open+now.Open == 0
	difference := changed(before, now, unit)
	p.fitted(p.y, inner-ems(difference)*nameSize-24, label{x: left, size: nameSize, bold: true, colour: ink, text: h.Name})
	p.y = p.text(p.y, label{x: right, size: nameSize, align: end, colour: ink, text: difference})
	most := before.Count
	if now.Count.Sub(most).Sign() > 0 {
		most = now.Count
	}
	texts := [2]string{figureOf(before), figureOf(now)}
	begin := left + ems("0000年")*smallSize + 20
	length := right - begin - max(ems(texts[0]), ems(texts[1]))*smallSize - 16
	for i, t := range []model.Tally{before, now} {
		year, colour := p.last.Year, pale
		if i == 1 {
			year, colour = p.report.Year, ink
		}
		p.text(p.y, label{x: left, size: smallSize, colour: colour, text: fmt.Sprintf("%d年", year)})
		end := begin
		if known {
			bar := rect{x: begin, y: p.y + 10, w: max(2, length*ratio(t.Count, most)), h: 34, colour: blue}
			if i == 0 {
				bar.colour, bar.hollow = grey, bar.w > 6
			}
			p.rect(bar)
			end += bar.w + 16
		}
		p.text(p.y, label{x: end, size: smallSize, colour: colour, text: texts[i]})
		p.y += smallSize * 1.45
	}
	p.says = append(p.says, fmt.Sprintf("%s %d年 %s%s，%d年 %s%s，%s。", h.Name, p.last.Year, texts[0], unit, p.report.Year, texts[1], unit, difference))
}

// changed says by how much a figure differs from last year's.
func changed(before, now model.Tally, unit string) string {
	if before.Open+now.Open > 0 {
		return "不能比较"
	}
	switch d := now.Count.Sub(before.Count); d.Sign() {
	case 1:
		return "增加 " + d.String() + unit
	case -1:
		return "减少 " + model.Zero.Sub(d).String() + unit
	}
	return "持平"
}

// foot says whose figures these are, and of when.
func (p *page) foot() {
	p.y += 44
	source := "数据来源：《" + paper.Line(p.report.FullTitle()) + "》"
	p.says = append(p.says, source+"。")
	lines := append(broken(source), broken(paper.Line(p.report.Unit))...)
	for _, block := range paper.Build(p.report, model.FileOptions{}).Blocks {
		if s, ok := block.(paper.Signature); ok {
			lines = append(lines, s.Date)
		}
	}
	for _, line := range lines {
		p.y = p.lines(p.y, cardWidth, label{x: pageWidth / 2, align: middle, size: smallSize, colour: pale, text: line})
	}
	p.y += 44
}
