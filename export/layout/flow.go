package layout

// The page, in points from its upper left corner (GB/T 9704-2012, 5.2).
const (
	mm         = 72.0 / 25.4
	PageWidth  = 210 * mm
	PageHeight = 297 * mm
	textLeft   = 28 * mm
	textTop    = 37 * mm
	textWidth  = 156 * mm
	textHeight = 225 * mm
	textRight  = textLeft + textWidth
	textBottom = textTop + textHeight
	pitch      = textHeight / 22
)

// Page is what stands on one, in the order of reading.
type Page struct {
	Lines []Line
	Boxes []Box
	Rules []Rule
}

// Line is a Line of text. Without a node it is no part of the text: a page's
// number, a head that is repeated.
type Line struct {
	X, Y   float64 // the left end of its base line
	Size   float64
	Glyphs []Glyph
	Node   *Node
	// Wide says that its characters stand so far apart that a program could
	// take the gaps for spaces.
	Wide bool
	// Heavy draws the outlines too: the face is too light for what it stands for.
	Heavy bool
}

// Box is a coloured area, Rule a straight line.
type (
	Box  struct{ X, Y, W, H float64 }
	Rule struct{ X1, Y1, X2, Y2, W float64 }
)

// keep says how an item holds to the one that follows it.
type keep int

const (
	free keep = iota
	// soft holds where a page has room for all that hold together: rows of a
	// table.
	soft
	// hard holds a heading to its text, and two lines of a paragraph.
	hard
)

// item is what can't be parted: a line, or a table's row.
type item struct {
	height float64
	gap    float64 // above it, but not at the top of a page
	keep   keep
	place  func(p *Page, y float64) // nil for a row
	mark   *Bookmark                // what begins here
	grid   *grid                    // for a row
	row    int
}

// flow puts items on pages, from top to bottom.
type flow struct {
	pages []*Page
	y     float64
	// part is the run of rows on this page that is still growing.
	part struct {
		grid     *grid
		from, to int
		y        float64
	}
}

// chain counts the items from the first on that hold together at least so.
func chain(items []item, least keep) int {
	n := 1
	for n < len(items) && items[n-1].keep >= least {
		n++
	}
	return n
}

func height(items []item) float64 {
	h := 0.0
	for i, x := range items {
		h += x.height
		if i > 0 {
			h += x.gap
		}
	}
	return h
}

// run places all items. What holds softly together and is larger than a page
// is parted where it holds only softly; what is still larger, anywhere.
func (f *flow) run(items []item) {
	f.newPage()
	split := 0 // up to here soft bonds don't hold
	for i := 0; i < len(items); {
		n := chain(items[i:], soft)
		if height(items[i:i+n]) > textHeight+slack {
			split = max(split, i+n)
		}
		if i < split {
			if n = chain(items[i:], hard); height(items[i:i+n]) > textHeight-f.repeated(items[i])+slack {
				n = 1
			}
		}
		if f.y > textTop && f.y+items[i].gap+height(items[i:i+n]) > textBottom+slack {
			again := f.repeated(items[i])
			f.newPage()
			f.y += again
		}
		for k := range n {
			f.put(items[i+k])
		}
		i += n
	}
	f.endPart()
}

// repeated is the height of the head that comes again above a row if it begins
// a page.
func (f *flow) repeated(x item) float64 {
	if x.grid == nil || f.part.grid != x.grid || x.row < x.grid.head {
		return 0
	}
	return x.grid.headHeight()
}

func (f *flow) newPage() {
	f.endPart()
	f.pages = append(f.pages, &Page{})
	f.y = textTop
}

func (f *flow) put(x item) {
	p := f.pages[len(f.pages)-1]
	if f.part.grid != x.grid {
		f.endPart()
	}
	begins := x.grid == nil || f.part.grid != x.grid || x.row == 0
	if begins && f.y > textTop {
		f.y += x.gap
	}
	if x.mark != nil {
		x.mark.Page, x.mark.Y = len(f.pages)-1, f.y
	}
	if x.grid == nil {
		x.place(p, f.y)
	} else {
		if f.part.grid == nil {
			f.part.grid, f.part.from, f.part.y = x.grid, x.row, f.y
		}
		f.part.to = x.row + 1
	}
	f.y += x.height
}

// endPart draws the rows of a table that stand on this page.
func (f *flow) endPart() {
	if part := f.part; part.grid != nil {
		part.grid.place(f.pages[len(f.pages)-1], part.y, part.from, part.to)
	}
	f.part.grid = nil
}
