package pdf

import (
	"bytes"
	"compress/zlib"
	"crypto/md5"
	"crypto/rc4"
	"fmt"
	"strings"
	"testing"
	"unicode/utf16"
)

// maker writes small PDF files for tests, with a font whose codes are Unicode.
type maker struct {
	pages    []string // content
	font     string   // of /F; "" for the common one
	forms    string   // entries of XObject
	objects  []string // more of them, from number 20
	page     string   // more entries of each page
	password *string  // encrypts with RC4, 128 bits, and this password to open
	raw      bool     // leaves streams unpacked

	catalog, fonts, resources string // more entries of these
}

func (m maker) write() []byte {
	var b bytes.Buffer
	b.WriteString("%PDF-1.4\n")
	offsets := map[int]int{}
	put := func(n int, body string) {
		offsets[n] = b.Len()
		fmt.Fprintf(&b, "%d 0 obj\n%s\nendobj\n", n, body)
	}
	key := m.key()
	stream := func(n int, dict, data string) {
		if !m.raw {
			var z bytes.Buffer
			w := zlib.NewWriter(&z)
			w.Write([]byte(data))
			w.Close()
			data, dict = z.String(), dict+"/Filter/FlateDecode"
		}
		if key != nil {
			sum := md5.Sum(append(bytes.Clone(key), byte(n), byte(n>>8), 0, 0, 0))
			data = string(crypt(sum[:], []byte(data)))
		}
		put(n, fmt.Sprintf("<<%s/Length %d>>\nstream\n%s\nendstream", dict, len(data), data))
	}
	font := m.font
	if font == "" {
		font = "<</Type/Font/Subtype/Type0/BaseFont/Song/Encoding/UniGB-UTF16-H/DescendantFonts[<</Type/Font/Subtype/CIDFontType2/DW 1000/W[32[500] 45 57 500]>>]>>"
	}
	var kids []string
	for i, content := range m.pages {
		kids = append(kids, fmt.Sprintf("%d 0 R", 100+2*i))
		put(100+2*i, fmt.Sprintf("<</Type/Page/Parent 2 0 R/Contents %d 0 R%s>>", 101+2*i, m.page))
		stream(101+2*i, "", content)
	}
	put(1, "<</Type/Catalog/Pages 2 0 R"+m.catalog+">>")
	put(2, fmt.Sprintf("<</Type/Pages/Kids[%s]/Count %d/MediaBox[0 0 595 842]/Resources<</Font<</F 3 0 R%s>>/XObject<<%s>>%s>>>>", strings.Join(kids, " "), len(kids), m.fonts, m.forms, m.resources))
	put(3, font)
	for i, o := range m.objects {
		if dict, data, ok := strings.Cut(o, "stream:"); ok {
			stream(20+i, dict, data)
		} else {
			put(20+i, o)
		}
	}
	encrypt := ""
	if key != nil {
		put(4, fmt.Sprintf("<</Filter/Standard/V 2/R 3/Length 128/P -4/O<%x>/U<%x%032x>>>", strings.Repeat("o", 32), userEntry(key), 0))
		encrypt = "/Encrypt 4 0 R/ID[<" + fmt.Sprintf("%x", "id") + "><00>]"
	}
	at := b.Len()
	b.WriteString("xref\n")
	for n := range 200 + 2*len(m.pages) {
		if o, ok := offsets[n]; ok {
			fmt.Fprintf(&b, "%d 1\n%010d 00000 n \n", n, o)
		}
	}
	fmt.Fprintf(&b, "trailer\n<</Size %d/Root 1 0 R%s>>\nstartxref\n%d\n%%%%EOF\n", 200+2*len(m.pages), encrypt, at)
	return b.Bytes()
}

const pad = "\x28\xBF\x4E\x5E\x4E\x75\x8A\x41\x64\x00\x4E\x56\xFF\xFA\x01\x08\x2E\x2E\x00\xB6\xD0\x68\x3E\x80\x2F\x0C\xA9\xFE\x64\x53\x69\x7A"

// key is the file's key (ISO 32000-1, 7.6.3.3, algorithm 2), nil for none.
func (m maker) key() []byte {
	if m.password == nil {
		return nil
	}
	sum := md5.Sum([]byte((*m.password + pad)[:32] + strings.Repeat("o", 32) + "\xfc\xff\xff\xff" + "id"))
	for range 50 {
		sum = md5.Sum(sum[:])
	}
	return sum[:]
}

// userEntry is what a password to open is checked with (algorithm 5).
func userEntry(key []byte) []byte {
	sum := md5.Sum([]byte(pad + "id"))
	out := sum[:]
	for i := range byte(20) {
		k := bytes.Clone(key)
		for n := range k {
			k[n] ^= i
		}
		out = crypt(k, out)
	}
	return out
}

func crypt(key, data []byte) []byte {
	c, err := rc4.NewCipher(key)
	if err != nil {
		panic(err)
	}
	out := make([]byte, len(data))
	c.XORKeyStream(out, data)
	return out
}

// words shows a text at a place, from the left and the bottom, in points.
func words(x, y, size float64, text string) string {
	var hex strings.Builder
	for _, u := range utf16.Encode([]rune(text)) {
		fmt.Fprintf(&hex, "%04X", u)
	}
	return fmt.Sprintf("BT /F %g Tf %g %g Td <%s> Tj ET\n", size, x, y, hex.String())
}

// column shows lines below each other.
func column(x, y, size, pitch float64, texts ...string) string {
	var b strings.Builder
	for i, t := range texts {
		b.WriteString(words(x, y-float64(i)*pitch, size, t))
	}
	return b.String()
}

// lattice draws the lines of a table: between all columns and rows.
func lattice(xs, ys []float64) string {
	var b strings.Builder
	for _, x := range xs {
		fmt.Fprintf(&b, "%g %g m %g %g l S\n", x, ys[0], x, ys[len(ys)-1])
	}
	for _, y := range ys {
		fmt.Fprintf(&b, "%g %g m %g %g l S\n", xs[0], y, xs[len(xs)-1], y)
	}
	return b.String()
}

func read(t testing.TB, m maker) string {
	t.Helper()
	d, err := Source(m.write())
	if err != nil {
		t.Fatal(err)
	}
	return d.String()
}
