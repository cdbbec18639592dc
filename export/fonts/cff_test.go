package fonts

import (
	"bytes"
	"encoding/binary"
	"errors"
	"math/rand/v2"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"golang.org/x/image/font/sfnt"
	"golang.org/x/image/math/fixed"

	"nianbao/export/tooltest"
)

// checkTable: a bare table has the glyphs with their widths, in the order of their CIDs, and
// no subroutines.
func checkTable(t *testing.T, f *Face, data []byte, glyphs []Glyph, widths []int) {
	t.Helper()
	own, err := parseCFF(bytes.NewReader(data), extent{0, int64(len(data))})
	if err != nil {
		t.Errorf("%s: the subset: %v", f.Name, err)
		return
	}
	if own.glyphs.count != len(glyphs) || own.global.count != 0 || own.top.value(dictCIDCount, 0, 0) != len(glyphs) {
		t.Errorf("%s: %d glyphs, %d global subroutines", f.Name, own.glyphs.count, own.global.count)
	}
	for i, g := range glyphs {
		is, err := own.glyphs.item(i)
		if err != nil {
			t.Errorf("%s: glyph %d: %v", f.Name, g, err)
			continue
		}
		width, ok := number(is[:numberLength(is[0])])
		if !ok || f.thousandths(width) != widths[i] {
			t.Errorf("%s: glyph %d is %d wide, want %d", f.Name, g, width, widths[i])
		}
	}
	for _, x := range own.fonts {
		if x.subrsAt != 0 || x.private.find(dictDefaultWidth) != nil || x.private.find(dictNominalWidth) != nil {
			t.Errorf("%s: a dictionary has subroutines, or a width to add to", f.Name)
		}
	}
}

// TestDebiansNoto: every server has this font. Another program finds in the subset the same
// outlines and widths as in the whole font.
func TestDebiansNoto(t *testing.T) {
	for style, name := range map[string]string{"Serif": "NotoSerifCJKsc-Regular", "Sans": "NotoSansCJKsc-Regular"} {
		data, err := os.ReadFile(tooltest.Noto(t, style))
		if err != nil {
			t.Fatal(err)
		}
		face, err := Parse(bytes.NewReader(data), int64(len(data)))
		if err != nil {
			t.Fatal(err)
		}
		if face.Name != name || !face.CFF() {
			t.Errorf("%s is taken", face.Name)
		}
		compareFiles(t, face, data, 2, " (0139AZaz~é—…。㙍一丁七与中公化县喆年府息政骨𠅤𠮷")
	}
}

// TestRareCharacters: what the embedded fonts lack is taken from the machine's.
func TestRareCharacters(t *testing.T) {
	s := open(t, &Finder{Dirs: []string{filepath.Dir(tooltest.Noto(t, "Serif"))}}, "")
	for role := range roles {
		if f := s.Find(role, '𡈽'); f.Missing || f.Face.Name != "NotoSerifCJKsc-Regular" || !f.Face.CFF() {
			t.Errorf("role %d: %s, %v", role, f.Face.Name, f.Missing)
		}
	}
	if len(s.others) != 1 {
		t.Errorf("%d fonts were opened for one character", len(s.others))
	}
}

// compareFiles compares a subset with the font that it is from, the n-th in data.
func compareFiles(t *testing.T, face *Face, data []byte, n int, text string) {
	t.Helper()
	var runes []rune
	var glyphs []Glyph
	for _, r := range text {
		g := face.Glyph(r)
		if g == 0 {
			t.Errorf("%s has no %c", face.Name, r)
		}
		runes, glyphs = append(runes, r), append(glyphs, g)
	}
	runes, glyphs = sorted(runes, glyphs)
	written, err := face.File(glyphs, runes)
	if err != nil {
		t.Fatal(err)
	}
	if sum := checksum(written); sum != checksumOfAllFont {
		t.Errorf("%s: checksum %x", face.Name, sum)
	}
	all, err := sfnt.ParseCollection(data)
	if err != nil {
		t.Fatal(err)
	}
	whole, err := all.Font(n)
	if err != nil {
		t.Fatal(err)
	}
	own, err := sfnt.Parse(written)
	if err != nil {
		t.Fatal(err)
	}
	em := fixed.I(int(whole.UnitsPerEm()))
	for i, r := range runes {
		var a, b sfnt.Buffer
		g, err := own.GlyphIndex(&b, r)
		if err != nil || int(g) != i+1 {
			t.Errorf("%s: %c is glyph %d (%v)", face.Name, r, g, err)
		}
		was, err1 := whole.LoadGlyph(&a, sfnt.GlyphIndex(glyphs[i]), em, nil)
		is, err2 := own.LoadGlyph(&b, g, em, nil)
		if err1 != nil || err2 != nil || !reflect.DeepEqual(was, is) || len(was) == 0 && r != ' ' {
			t.Errorf("%s: %c has another outline (%v, %v)", face.Name, r, err1, err2)
		}
		before, err1 := whole.GlyphAdvance(&a, sfnt.GlyphIndex(glyphs[i]), em, 0)
		after, err2 := own.GlyphAdvance(&b, g, em, 0)
		if err1 != nil || err2 != nil || before != after {
			t.Errorf("%s: %c is %v wide, was %v (%v, %v)", face.Name, r, after, before, err1, err2)
		}
	}
}

// Pieces of charstrings.
func code(items ...any) []byte {
	var b []byte
	for _, x := range items {
		switch x := x.(type) {
		case int:
			b = be16(append(b, opShortint), x)
		case byte:
			b = append(b, x)
		case string:
			b = append(b, x...)
		}
	}
	return b
}

const (
	opRlineto byte = 5
	opHlineto byte = 6
)

// handmade is a font that is not CID-keyed, with 政 and 府 as rectangles: 政 with a width of
// its own, hints and a mask, drawn by subroutines, 府 with the default width.
func handmade(name string, glyphs, global, local [][]byte) []byte {
	private := dictNumbers(dictNumbers(nil, dictDefaultWidth, 1000), dictNominalWidth, 600)
	const length = 2*6 + 6
	private = dictNumbers(private, dictSubrs, length)
	top := func(outlines, at int) []byte {
		b := dictNumbers(nil, dictBox, 0, -120, 1000, 880)
		return dictNumbers(dictNumbers(b, dictCharStrings, outlines), dictPrivate, length, at)
	}
	head := func(top []byte) []byte {
		b := writeIndex(writeIndex(writeIndex([]byte{1, 0, 4, 4}, []byte(name)), top))
		return writeIndex(b, global...)
	}
	cff := head(top(0, 0))
	outlines := len(cff)
	cff = writeIndex(cff, glyphs...)
	at := len(cff)
	cff = writeIndex(append(cff, private...), local...)
	copy(cff, head(top(outlines, at)))

	f := embedded(notoSans)
	like := &Face{Name: name, unitsPerEm: 1000, metrics: 1, cff: &cffFont{}, raw: map[string]table{
		"head": f.raw["head"], "hhea": f.raw["hhea"], "maxp": {0, 0, 0x50, 0, 0, 0}, "hmtx": be16(nil, 1000, 0, 0, 0),
	}}
	all, advances := make([]Glyph, len(glyphs)), make([]int, len(glyphs))
	for i := range advances {
		all[i], advances[i] = Glyph(min(i, 1)), 1000
	}
	return like.assemble(all, advances, []part{{"CFF ", cff}, {"OS/2", like.metricsTable([]rune("府政"))},
		{"cmap", characterMap([]rune("府政"))}, {"name", like.nameTable()}, {"post", append([]byte{0, 3, 0, 0}, make([]byte, 28)...)}})
}

// parts of the font that TestHandmade reads.
var (
	square = code(opRlineto, 100, 100, byte(opReturn))
	plain  = [][]byte{
		code(byte(opEndchar)),
		code(10, 20, byte(opRmoveto), 500, 300, -500, opHlineto, byte(opEndchar)),
		// a width of 900, three stems, two of them said by the mask alone
		code(300, 0, 50, byte(opHstemhm), 10, 20, 40, 20, byte(opHintmask), "\xe0", -107, byte(opCallgsubr), byte(opEndchar)),
	}
	globals = [][]byte{code(30, 40, byte(opRmoveto), 200, -107, byte(opCallsubr), -200, opHlineto, byte(opReturn))}
	locals  = [][]byte{code(100, byte(opReturn))}
)

// together is a collection of fonts.
func together(fonts ...[]byte) []byte {
	at := 12 + 4*len(fonts)
	b := be32([]byte("ttcf\x00\x01\x00\x00"), len(fonts))
	for _, f := range fonts {
		b = be32(b, at)
		at += len(f)
	}
	at = 12 + 4*len(fonts)
	for _, f := range fonts {
		f = slices.Clone(f)
		for i := range int(binary.BigEndian.Uint16(f[4:])) { // offsets are the file's
			place := f[12+16*i+8:]
			binary.BigEndian.PutUint32(place, binary.BigEndian.Uint32(place)+uint32(at))
		}
		b = append(b, f...)
		at += len(f)
	}
	return b
}

// TestHandmade: a font that is not CID-keyed becomes one; of a collection the font with the
// mainland's forms is taken.
func TestHandmade(t *testing.T) {
	other := handmade("HandJP-Regular", [][]byte{plain[0], plain[2], plain[1]}, globals, locals)
	data := together(other, handmade("HandSC-Regular", plain, globals, locals))
	face, err := Parse(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		t.Fatal(err)
	}
	if n, err := InCollection(bytes.NewReader(data), int64(len(data))); face.Name != "HandSC-Regular" || n != 1 || err != nil {
		t.Errorf("%s is taken, the font %d (%v)", face.Name, n, err)
	}
	compareFiles(t, face, data, 1, "政府")
	got, err := face.cff.inline(2, 1000)
	want := code(1000, 0, 50, byte(opHstemhm), 10, 20, 40, 20, byte(opHintmask), "\xe0", 30, 40, byte(opRmoveto), 200, 100, -200, opHlineto, byte(opEndchar))
	if err != nil || !bytes.Equal(got, want) {
		t.Errorf("% x (%v)\ninstead of\n% x", got, err, want)
	}
	if n, err := InCollection(strings.NewReader(notoSans), int64(len(notoSans))); n != 0 || err != nil {
		t.Error(n, err)
	}
}

// TestHostileOutlines: loops, subroutines that grow without end, and numbers out of range are
// errors, soon.
func TestHostileOutlines(t *testing.T) {
	many := bytes.Repeat(code(-106, byte(opCallsubr)), 400)
	doubling := [][]byte{square}
	for i := range 9 {
		doubling = append(doubling, bytes.Repeat(code(i-107, byte(opCallsubr)), 60))
	}
	for name, x := range map[string]struct {
		glyph         []byte
		global, local [][]byte
		want          error
	}{
		"a loop":            {code(-107, byte(opCallsubr)), nil, [][]byte{code(-107, byte(opCallsubr))}, errDamaged},
		"a loop of two":     {code(-107, byte(opCallsubr)), [][]byte{code(-107, byte(opCallsubr))}, [][]byte{code(-107, byte(opCallgsubr))}, errDamaged},
		"growing":           {code(-98, byte(opCallsubr)), nil, doubling, errDamaged},
		"growing in steps":  {many, nil, [][]byte{nil, many}, errDamaged},
		"no such":           {code(5, byte(opCallsubr)), nil, nil, errDamaged},
		"before the first":  {code(-108, byte(opCallgsubr)), globals, nil, errDamaged},
		"no number":         {code(byte(opCallsubr)), nil, locals, errDamaged},
		"a sum for number":  {code(-100, -7, byte(opEscape), byte(10), byte(opCallsubr)), nil, locals, errDamaged},
		"half a number":     {code("\x1c\x00"), nil, nil, errDamaged},
		"half an operator":  {code(byte(opEscape)), nil, nil, errDamaged},
		"an odd operator":   {code(1, byte(opEscape), byte(23)), nil, nil, errDamaged},
		"no mask":           {code(1, 2, byte(opHintmask)), nil, nil, errDamaged},
		"too many operands": {bytes.Repeat(code(1), 600), nil, nil, errDamaged},
		"an old accent":     {code(0, 0, 65, 96, byte(opEndchar)), nil, nil, errOldAccent},
		"an empty one":      {nil, nil, nil, nil},
		"a division":        {code(1000, 2, byte(opEscape), byte(12), 0, byte(opHmoveto)), nil, nil, nil},
	} {
		data := handmade("Hand", [][]byte{plain[0], plain[1], x.glyph}, x.global, x.local)
		face, err := Parse(bytes.NewReader(data), int64(len(data)))
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		began := time.Now()
		if _, err := face.Subset([]Glyph{0, 2}, []int{1000, 1000}); !errors.Is(err, x.want) {
			t.Errorf("%s: %v", name, err)
		}
		if took := time.Since(began); took > time.Second {
			t.Errorf("%s took %v", name, took)
		}
	}
}

// TestDamagedTables: whatever stands in a CFF table, there is an error and no panic, and no
// more memory than the file is large.
func TestDamagedTables(t *testing.T) {
	random := rand.New(rand.NewPCG(3, 4))
	good := together(handmade("HandSC-Regular", plain, globals, locals))
	start := bytes.Index(good, []byte("\x01\x00\x04\x04"))
	for i := range 3000 {
		data := slices.Clone(good)
		if i%3 == 0 {
			data = data[:random.IntN(len(data))]
		}
		for range 1 + random.IntN(4) {
			at := random.IntN(len(data))
			if i%2 == 0 {
				at = min(start+random.IntN(200), len(data)-1)
			}
			data[at] = byte(random.IntN(256))
		}
		face, err := Parse(bytes.NewReader(data), int64(len(data)))
		if err != nil {
			continue
		}
		face.Subset([]Glyph{0, 1, 2}, []int{0, 500, 1000})
	}
}

// TestGreedyLists: counts that the file can't hold are refused before anything is allocated
// for them.
func TestGreedyLists(t *testing.T) {
	for _, table := range []string{
		"\x01\x00\x04\x04\xff\xff\x04",
		"\x01\x00\x04\x04\x00\x01\x04\x00\x00\x00\x01\xff\xff\xff\xff",
		"\x01\x00\x04\x04\x00\x01\x05\x00\x00",
		"\x01\x00\xff\x04",
		"\x01",
	} {
		spent := testing.AllocsPerRun(1, func() {
			if _, err := parseCFF(strings.NewReader(table), extent{0, int64(len(table))}); err == nil {
				t.Errorf("%x is taken", table)
			}
		})
		if spent > 20 {
			t.Errorf("%x: %v allocations", table, spent)
		}
	}
}

// TestSharedSubroutines: a small file can't have its subroutines read again for each of many
// dictionaries.
func TestSharedSubroutines(t *testing.T) {
	data := writeIndex(nil, bytes.Repeat([]byte{opReturn}, 7<<20))
	f := &cffFont{r: bytes.NewReader(append([]byte{0}, data...)), size: int64(1 + len(data)), fonts: make([]fontDict, maxFontDicts)}
	read := 0
	for n := range f.fonts {
		f.fonts[n].subrsAt = 1
		x, err := f.local(n)
		if errors.Is(err, errDamaged) {
			break
		}
		if err != nil {
			t.Fatal(err)
		}
		read += len(x.data)
	}
	if read == 0 || read > maxProgram {
		t.Errorf("%d bytes were read", read)
	}
}

func FuzzCFF(f *testing.F) {
	f.Add(handmade("Hand", plain, globals, locals))
	f.Add(together(handmade("HandJP-Regular", plain, globals, locals), handmade("HandSC-Regular", plain, globals, locals)))
	f.Fuzz(func(_ *testing.T, data []byte) {
		face, err := Parse(bytes.NewReader(data), int64(len(data)))
		if err != nil {
			return
		}
		face.Subset([]Glyph{0, 1, 2}, []int{0, 500, 1000})
	})
}
