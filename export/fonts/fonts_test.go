package fonts

import (
	"bytes"
	"errors"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

func open(t *testing.T, f *Finder, user string) *Set {
	t.Helper()
	s, err := f.Open(user)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Close() })
	return s
}

// TestEmbeddedFontsHoldTheCharacters takes samples of every range that the
// README promises.
func TestEmbeddedFontsHoldTheCharacters(t *testing.T) {
	const sample = " ~年报喆玥昇祎镕䶮㑇㙍㬎𠅤𨱏𠮷呑訊㊀−〓、。“”‘’—…·《》〔〕（）％①⑳㈠ⅠⅫ℃№□éÿ"
	s := open(t, &Finder{}, "")
	for role := range roles {
		for _, r := range sample {
			if f := s.Find(role, r); f.Missing || f.Glyph == 0 {
				t.Errorf("role %d has no %c", role, r)
			}
		}
	}
	if w := s.Face(Body).Width(s.Face(Body).Glyph('中')); w != 1000 {
		t.Errorf("中 is %d wide", w)
	}
	for role := range roles {
		if f := s.Find(role, '—'); f.Face.Width(f.Glyph) != 1000 {
			t.Errorf("role %d: a dash is %d wide", role, f.Face.Width(f.Glyph))
		}
	}
	if name := s.Face(Body).Name; name != "NotoSerifCJKsc-Regular" {
		t.Errorf("name %q", name)
	}
	if len(s.missing) > 0 || s.Face(Hei) == s.Face(Song) || s.Face(Kai) != s.Face(Body) {
		t.Error("the embedded faces are not as the package says")
	}
}

func TestNotices(t *testing.T) {
	s := open(t, &Finder{}, "")
	if n := s.Notices(); n != nil {
		t.Errorf("nothing was asked for: %q", n)
	}
	s.Find(Title, '年')
	s.Find(Hei, '一')
	s.Find(Song, '1')
	s.Find(Body, '𡈽')
	s.Find(Kai, '👍')
	s.Find(Kai, '\u2003') // a space of a rare width is a space
	want := []string{
		"本机没有方正小标宋简体、仿宋_GB2312、楷体_GB2312、宋体，用思源宋体代替；没有黑体，用思源黑体代替。",
		"字体里没有 𡈽（U+2123D）、👍（U+1F44D），文件里印成了〓；可以指定一个有这些字的字体文件。",
	}
	if got := s.Notices(); !slices.Equal(got, want) {
		t.Errorf("%q", got)
	}
	if f := s.Find(Body, '𡈽'); f.Glyph != s.serif.Glyph(Geta) || !f.Missing {
		t.Errorf("%+v", f)
	}
	for r := rune(0x20000); r < 0x20100; r++ {
		s.Find(Body, r)
	}
	if n := s.Notices()[1]; strings.Count(n, "U+") != 10 || !strings.Contains(n, "个字") {
		t.Error(n)
	}
}

// TestMachineFonts puts fonts into folders under the names they have on Windows.
func TestMachineFonts(t *testing.T) {
	dir := t.TempDir()
	put := func(name, data string) {
		if err := os.MkdirAll(filepath.Dir(filepath.Join(dir, name)), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(dir, name), []byte(data), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	put("deep/down/SIMFANG.TTF", notoSans)
	put("simkai.ttf", "not a font")
	put("gkai00mp.ttf", notoSerif)
	put("FZXBSJW.TTF", notoSerif[:len(notoSerif)/2])
	s := open(t, &Finder{Dirs: []string{filepath.Join(dir, "absent"), dir}}, "")
	for role, want := range map[Role]string{Body: "NotoSansCJKsc-Regular", Kai: "NotoSerifCJKsc-Regular"} {
		if f := s.Face(role); f.Name != want || f == s.sans || f == s.serif {
			t.Errorf("role %d is %s", role, f.Name)
		}
	}
	if s.Face(Title) != s.serif {
		t.Error("a damaged font was taken")
	}
	if got := strings.Join(s.Notices(), ""); got != "本机没有方正小标宋简体，用思源宋体代替；没有楷体_GB2312，用文鼎楷体代替。" {
		t.Error(got)
	}
}

func TestUserFont(t *testing.T) {
	dir := t.TempDir()
	bad, good := filepath.Join(dir, "a.ttf"), filepath.Join(dir, "b.ttf")
	for path, data := range map[string]string{bad: "OTTO\x00\x00......", good: notoSans} {
		if err := os.WriteFile(path, []byte(data), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	var fault *FileError
	if _, err := (&Finder{}).Open(bad); !errors.As(err, &fault) || !errors.Is(err, errOutlines) || !strings.Contains(err.Error(), bad) {
		t.Error(err)
	}
	if _, err := (&Finder{}).Open(filepath.Join(dir, "none.ttf")); !errors.As(err, &fault) || !errors.Is(err, os.ErrNotExist) || strings.Count(err.Error(), dir) != 1 {
		t.Error(err)
	}
	if _, err := (&Finder{}).Open(dir); err == nil {
		t.Error("a folder is no font")
	}
	s := open(t, &Finder{}, good)
	if s.Face(Body).Name != "NotoSansCJKsc-Regular" || len(s.Notices()) != 0 {
		t.Error("the user's font is not the body's")
	}
}

// TestMachineFontsParse reads every font that this machine has.
func TestMachineFontsParse(t *testing.T) {
	s := &Set{}
	defer s.Close()
	for _, dir := range Machine().Dirs {
		for _, pattern := range []string{"*/*.[to]t[fc]", "*/*/*.[to]t[fc]"} {
			paths, _ := filepath.Glob(filepath.Join(dir, pattern))
			for _, path := range paths {
				face, err := s.load(path)
				if err != nil {
					if errors.Is(err, errDamaged) {
						t.Errorf("%s: %v", path, err)
					}
					continue
				}
				glyphs := []Glyph{0}
				for r := rune(0x20); r < 0x9fff; r += 97 {
					glyphs = append(glyphs, face.Glyph(r))
				}
				checkSubset(t, face, glyphs)
			}
		}
	}
}

func widthsOf(f *Face, glyphs []Glyph) []int {
	var widths []int
	for _, g := range glyphs {
		widths = append(widths, f.Width(g))
	}
	return widths
}

func checkSubset(t *testing.T, f *Face, glyphs []Glyph) {
	t.Helper()
	widths := widthsOf(f, glyphs)
	widths[len(widths)-1] /= 2 // as one without its blank half
	data, err := f.Subset(glyphs, widths)
	if err != nil {
		t.Errorf("%s: %v", f.Name, err)
		return
	}
	if f.CFF() {
		checkTable(t, f, data, glyphs, widths)
		return
	}
	if sum := checksum(data); sum != checksumOfAllFont {
		t.Errorf("%s: checksum %x", f.Name, sum)
	}
	tables, err := directory(bytes.NewReader(data), int64(len(data)), 0)
	if err != nil {
		t.Errorf("%s: %v", f.Name, err)
		return
	}
	sub := &Face{r: bytes.NewReader(data), raw: map[string]table{}, glyf: tables["glyf"]}
	for name, e := range tables {
		sub.raw[name], _ = read(sub.r, e)
	}
	if err := sub.header(); err != nil {
		t.Errorf("%s: the subset: %v", f.Name, err)
		return
	}
	for i, g := range glyphs {
		was, _ := f.outline(g)
		is, err := sub.outline(Glyph(i))
		if err != nil || widths[i] != sub.Width(Glyph(i)) || f.bearing(g) != sub.bearing(Glyph(i)) || len(was) > len(is) {
			t.Errorf("%s: glyph %d differs: %v", f.Name, g, err)
		}
		if len(was) > 10 && table(was).i16(0) > 0 && !bytes.HasPrefix(is, was) {
			t.Errorf("%s: the outline of glyph %d differs", f.Name, g)
		}
	}
}

func TestSubsetOfEmbedded(t *testing.T) {
	for _, data := range []string{notoSerif, notoSans} {
		f := embedded(data)
		checkSubset(t, f, []Glyph{0, f.Glyph('中'), f.Glyph(' '), f.Glyph('中'), f.Glyph('é'), f.Glyph('𠅤'), f.Glyph('。')})
		if _, err := f.Subset([]Glyph{0xfff0}, []int{1000}); err == nil {
			t.Error("a glyph that the font does not have")
		}
	}
}

// TestDamagedFonts: whatever stands in the file, there is an error and no panic.
func TestDamagedFonts(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	for range 100 {
		data := []byte(notoSans[:137_000+random.IntN(20_000)])
		for range 1 + random.IntN(40) {
			data[random.IntN(300)] = byte(random.IntN(256))
			data[19_652+random.IntN(80_000)] = byte(random.IntN(256))
		}
		f, err := Parse(bytes.NewReader(data), int64(len(notoSans)))
		if err != nil {
			continue
		}
		for r := rune(0); r < 0x20100; r += 997 {
			f.Width(f.Glyph(r))
			f.Subset([]Glyph{0, f.Glyph(r)}, []int{0, 500})
		}
	}
}

func FuzzParse(f *testing.F) {
	f.Add([]byte(notoSans[:4096]))
	f.Add([]byte("ttcf\x00\x01\x00\x00\x00\x00\x00\x01\x00\x00\x00\x0c"))
	f.Fuzz(func(_ *testing.T, data []byte) {
		face, err := Parse(bytes.NewReader(data), int64(len(data)))
		if err != nil {
			return
		}
		face.Subset([]Glyph{0, face.Glyph('中')}, []int{0, 500})
	})
}

func BenchmarkOpenMachine(b *testing.B) {
	for b.Loop() {
		s, err := Machine().Open("")
		if err != nil {
			b.Fatal(err)
		}
		for role := range roles {
			s.Face(role)
		}
		s.Close()
	}
}
