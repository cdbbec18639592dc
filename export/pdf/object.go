package pdf

import (
	"bytes"
	"compress/zlib"
	"crypto/sha256"
	"fmt"
	"strconv"
	"sync"
	"unicode/utf16"
)

// ref is an object's number in the file.
type ref int

func (r ref) String() string { return strconv.Itoa(int(r)) + " 0 R" }

// file collects the objects of a PDF file (ISO 32000-1, 7.5). Its bytes depend
// on what is put into it and nothing else.
type file struct {
	buf     bytes.Buffer
	offsets []int // by number, less one
	zip     *zlib.Writer
	packed  bytes.Buffer // the stream that is being put
}

// packers are kept for the next file: one is 1 MB large.
var packers = sync.Pool{New: func() any { return zlib.NewWriter(nil) }}

func newFile() *file {
	f := &file{zip: packers.Get().(*zlib.Writer)}
	// Four bytes above 127 tell programs that copy files that this is not text.
	f.buf.WriteString("%PDF-1.7\n%\xe5\xb9\xb4\xe6\n")
	return f
}

// reserve numbers an object that is put later.
func (f *file) reserve() ref {
	f.offsets = append(f.offsets, 0)
	return ref(len(f.offsets))
}

func (f *file) put(r ref, body string) {
	f.offsets[r-1] = f.buf.Len()
	f.buf.WriteString(strconv.Itoa(int(r)) + " 0 obj\n" + body + "\nendobj\n")
}

func (f *file) add(body string) ref {
	r := f.reserve()
	f.put(r, body)
	return r
}

// stream puts compressed data; dict is what stands in its dictionary besides.
func (f *file) stream(dict string, data []byte) ref {
	f.packed.Reset()
	f.zip.Reset(&f.packed)
	f.zip.Write(data)
	f.zip.Close() // a buffer takes everything
	r := f.reserve()
	f.offsets[r-1] = f.buf.Len()
	fmt.Fprintf(&f.buf, "%d 0 obj\n<<%s/Filter/FlateDecode/Length %d>>\nstream\n", r, dict, f.packed.Len())
	f.buf.Write(f.packed.Bytes())
	f.buf.WriteString("\nendstream\nendobj\n")
	return r
}

// finish writes the list of objects. The file's ID is a sum of what it holds.
func (f *file) finish(catalog, info ref) []byte {
	packers.Put(f.zip)
	sum := sha256.Sum256(f.buf.Bytes())
	at := f.buf.Len()
	fmt.Fprintf(&f.buf, "xref\n0 %d\n0000000000 65535 f \n", len(f.offsets)+1)
	for _, o := range f.offsets {
		fmt.Fprintf(&f.buf, "%010d 00000 n \n", o)
	}
	fmt.Fprintf(&f.buf, "trailer\n<</Size %d/Root %s/Info %s/ID[<%x><%x>]>>\nstartxref\n%d\n%%%%EOF\n",
		len(f.offsets)+1, catalog, info, sum[:16], sum[:16], at)
	return f.buf.Bytes()
}

// textString is a text outside of pages: UTF-16 with a mark, in hexadecimal, so
// that nothing in it needs escaping.
func textString(s string) string { return "<FEFF" + hex16(s) + ">" }

func hex16(s string) string {
	var b []byte
	for _, u := range utf16.Encode([]rune(s)) {
		b = appendHex(b, u)
	}
	return string(b)
}

func appendHex(b []byte, u uint16) []byte {
	const digits = "0123456789ABCDEF"
	return append(b, digits[u>>12], digits[u>>8&15], digits[u>>4&15], digits[u&15])
}

// decimal writes a number with at most two decimal places.
func decimal(x float64) string { return string(appendDecimal(nil, x)) }

func appendDecimal(b []byte, x float64) []byte {
	b = strconv.AppendFloat(b, x, 'f', 2, 64)
	for b[len(b)-1] == '0' {
		b = b[:len(b)-1]
	}
	if b[len(b)-1] == '.' {
		b = b[:len(b)-1]
	}
	return b
}
