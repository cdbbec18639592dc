package fonts

import (
	"errors"
	"io"
	"sort"
)

// Operators of the dictionaries in a CFF table (Adobe Technical Note 5176); the second byte
// of those of two stands in the lower half.
const (
	dictBox          = 5
	dictCharset      = 15
	dictCharStrings  = 17
	dictPrivate      = 18
	dictSubrs        = 19
	dictDefaultWidth = 20
	dictNominalWidth = 21
	dictType         = 12<<8 | 6
	dictMatrix       = 12<<8 | 7
	dictROS          = 12<<8 | 30
	dictCIDCount     = 12<<8 | 34
	dictFDArray      = 12<<8 | 36
	dictFDSelect     = 12<<8 | 37
)

const (
	maxDict       = 4 << 10 // bytes of one dictionary
	maxFontDicts  = 256     // FDSelect has a byte for their number
	maxCharString = 1<<16 - 1
)

// cffFont is a CFF table: its indexes of subroutines are read when a glyph needs them, its
// outlines one by one. It is for one goroutine.
type cffFont struct {
	r       io.ReaderAt
	size    int64
	glyphs  *index
	global  *index
	top     dict
	fonts   []fontDict // a font that is not CID-keyed has one
	choices table      // FDSelect, nil where there is but one
	loaded  int        // bytes of subroutines, which dictionaries may share
}

// fontDict is what a group of a font's glyphs shares.
type fontDict struct {
	dict, private dict
	subrsAt       int64 // 0 for none
	subrs         *index
}

// dict is a dictionary in its order.
type dict []entry

// entry is an operator with its operands as they are written, and their values: those that
// are whole numbers, 0 for others.
type entry struct {
	op       int
	operands []byte
	values   []int
}

func (d dict) find(op int) *entry {
	for i := range d {
		if d[i].op == op {
			return &d[i]
		}
	}
	return nil
}

// value is the i-th operand of an operator, or what it is without one.
func (d dict) value(op, i, otherwise int) int {
	if e := d.find(op); e != nil && i < len(e.values) {
		return e.values[i]
	}
	return otherwise
}

// parseCFF reads what all glyphs share.
func parseCFF(r io.ReaderAt, e extent) (*cffFont, error) {
	f := &cffFont{r: io.NewSectionReader(r, e.offset, e.length), size: e.length}
	head, err := f.read(0, 4)
	if err != nil {
		return nil, err
	}
	if head[0] != 1 {
		return nil, errOutlines
	}
	names, at, err := f.index(int64(head[2]), maxDict)
	if err != nil {
		return nil, err
	}
	tops, at, err := f.index(at, maxDict)
	if err != nil {
		return nil, err
	}
	_, at, err = f.index(at, 0) // strings
	if err != nil {
		return nil, err
	}
	if f.global, _, err = f.index(at, maxTable); err != nil {
		return nil, err
	}
	if names.count != 1 || tops.count != 1 {
		return nil, errDamaged
	}
	if f.top, err = tops.dict(0); err != nil {
		return nil, err
	}
	if f.top.value(dictType, 0, 2) != 2 {
		return nil, errOutlines
	}
	if f.glyphs, _, err = f.index(int64(f.top.value(dictCharStrings, 0, -1)), 0); err != nil {
		return nil, err
	}
	return f, f.readFontDicts()
}

// readFontDicts reads the dictionaries that groups of glyphs have, and which glyph is in
// which group.
func (f *cffFont) readFontDicts() error {
	dicts := []dict{f.top}
	if f.top.find(dictROS) != nil {
		array, _, err := f.index(int64(f.top.value(dictFDArray, 0, -1)), maxTable)
		if err != nil {
			return err
		}
		if array.count == 0 || array.count > maxFontDicts {
			return errDamaged
		}
		dicts = make([]dict, array.count)
		for i := range dicts {
			if dicts[i], err = array.dict(i); err != nil {
				return err
			}
		}
		at := int64(f.top.value(dictFDSelect, 0, -1))
		const longest = 5 + 3*(1<<16) // a range for each glyph
		if f.choices, err = f.read(at, min(f.size-at, longest)); err != nil {
			return err
		}
	}
	for _, d := range dicts {
		at, size := int64(d.value(dictPrivate, 1, 0)), int64(d.value(dictPrivate, 0, 0))
		if size > maxDict {
			return errDamaged
		}
		data, err := f.read(at, size)
		if err != nil {
			return err
		}
		private, err := parseDict(data)
		if err != nil {
			return err
		}
		x := fontDict{dict: d, private: private}
		if from := private.value(dictSubrs, 0, 0); from != 0 {
			x.subrsAt = at + int64(from)
		}
		f.fonts = append(f.fonts, x)
	}
	return nil
}

// read reads a part of the table.
func (f *cffFont) read(at, length int64) (table, error) {
	if at < 0 || length < 0 || at > f.size || length > f.size-at {
		return nil, errDamaged
	}
	return read(f.r, extent{at, length})
}

// font is the number of a glyph's font dictionary.
func (f *cffFont) font(g Glyph) (int, error) {
	n := 0
	switch t := f.choices; {
	case t == nil:
	case len(t) > 1+int(g) && t[0] == 0:
		n = int(t[1+g])
	case len(t) > 5 && t[0] == 3: // ranges: the first glyph of each, and its dictionary
		i := sort.Search(t.u16(1), func(i int) bool { return t.u16(3+3*i) > int(g) }) - 1
		if i < 0 || 3+3*i+2 >= len(t) {
			return 0, errDamaged
		}
		n = int(t[3+3*i+2])
	default:
		return 0, errDamaged
	}
	if n >= len(f.fonts) {
		return 0, errDamaged
	}
	return n, nil
}

// local are the subroutines of a font dictionary, read when they are first asked for.
func (f *cffFont) local(n int) (*index, error) {
	x := &f.fonts[n]
	if x.subrs != nil {
		return x.subrs, nil
	}
	subrs := &index{}
	if x.subrsAt != 0 {
		var err error
		if subrs, _, err = f.index(x.subrsAt, maxTable); err != nil {
			return nil, err
		}
	}
	if f.loaded += len(subrs.offsets) + len(subrs.data); f.loaded > maxProgram {
		return nil, errDamaged
	}
	x.subrs = subrs
	return subrs, nil
}

// index is a list of byte strings: offsets from the byte before the first string, one
// more than there are strings.
type index struct {
	count, width int // width is that of an offset
	offsets      table
	data         []byte // nil: each string is read from the font
	font         *cffFont
	at           int64 // of the byte before the first string
}

// index reads a list, and says where it ends; its strings too where all of them are no
// longer than most.
func (f *cffFont) index(at, most int64) (x *index, end int64, err error) {
	head, err := f.read(at, 2)
	if err != nil {
		return nil, 0, err
	}
	x = &index{count: head.u16(0), font: f}
	if x.count == 0 {
		return x, at + 2, nil
	}
	if head, err = f.read(at+2, 1); err != nil {
		return nil, 0, err
	}
	if x.width = int(head[0]); x.width < 1 || x.width > 4 {
		return nil, 0, errDamaged
	}
	length := int64(x.count+1) * int64(x.width)
	if x.offsets, err = f.read(at+3, length); err != nil {
		return nil, 0, err
	}
	x.at = at + 3 + length - 1
	end = x.at + x.offset(x.count)
	if end <= x.at || end > f.size {
		return nil, 0, errDamaged
	}
	if total := end - x.at - 1; total <= most {
		x.data, err = f.read(x.at+1, total)
	}
	return x, end, err
}

func (x *index) offset(i int) int64 {
	n := int64(0)
	for _, b := range x.offsets[i*x.width : (i+1)*x.width] {
		n = n<<8 | int64(b)
	}
	return n
}

// item is the i-th string.
func (x *index) item(i int) ([]byte, error) {
	if i < 0 || i >= x.count {
		return nil, errDamaged
	}
	from, to := x.offset(i), x.offset(i+1)
	switch {
	case from < 1 || to < from || to-from > maxCharString:
		return nil, errDamaged
	case x.data == nil:
		return x.font.read(x.at+from, to-from)
	case to-1 > int64(len(x.data)):
		return nil, errDamaged
	}
	return x.data[from-1 : to-1], nil
}

func (x *index) dict(i int) (dict, error) {
	data, err := x.item(i)
	if err != nil {
		return nil, err
	}
	return parseDict(data)
}

// parseDict reads a dictionary.
func parseDict(data []byte) (dict, error) {
	if len(data) > maxDict {
		return nil, errDamaged
	}
	var d dict
	from, values := 0, []int(nil)
	for at := 0; at < len(data); {
		b, t := int(data[at]), table(data[at:])
		length, value := 1, 0
		switch {
		case b == 12:
			if len(t) < 2 {
				return nil, errDamaged
			}
			length, b = 2, 12<<8|int(t[1])
			fallthrough
		case b <= 21:
			d = append(d, entry{b, data[from:at], values})
			at += length
			from, values = at, nil
			continue
		case b == 30: // a decimal, to a half byte of 15
			for length < len(t) && t[length]&15 != 15 && t[length]>>4 != 15 {
				length++
			}
			length++
		case b == 28:
			length, value = 3, t.i16(1)
		case b == 29:
			length, value = 5, int(int32(uint32(t.u32(1))))
		case b >= 32 && b <= 246:
			value = b - 139
		case b >= 247 && b <= 250 && len(t) > 1:
			length, value = 2, (b-247)*256+int(t[1])+108
		case b >= 251 && b <= 254 && len(t) > 1:
			length, value = 2, -(b-251)*256-int(t[1])-108
		default:
			return nil, errDamaged
		}
		if at += length; at > len(data) {
			return nil, errDamaged
		}
		values = append(values, value)
	}
	return d, nil
}

// errOldAccent: CID-keyed fonts can't have what it names.
var errOldAccent = errors.New("字体里有旧式的组合字形")
