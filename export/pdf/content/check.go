package content

import (
	"bytes"
	"compress/zlib"
	"errors"
	"io"
	"regexp"
	"strconv"
	"strings"

	"github.com/ledongthuc/pdf"
)

// maxObjects bounds the numbers of objects that a file speaks of. The library
// makes room for as many as a file says that it has.
const maxObjects = 500_000

// sized are the keys whose numbers the library makes room for, and numbered the
// line that says with which object a part of the list of objects begins.
var (
	sized    = regexp.MustCompile(`/(Size|Index|Columns)[\s\x00]*(?:%[^\r\n]*[\r\n]+[\s\x00]*)*\[?([\d\s\x00]{1,200})`)
	widths   = regexp.MustCompile(`/W[\s\x00]*\[[\s\x00]*(\d+)[\s\x00]+(\d+)[\s\x00]+(\d+)[\s\x00]*\]`)
	numbered = regexp.MustCompile(`(?:xref|[\r\n])[\s\x00]*(\d{6,})[ \t]+(\d+)[ \t]*[\r\n]`)
	bundle   = regexp.MustCompile(`/ObjStm`)
	version  = regexp.MustCompile(`^%PDF-\d\.\d`)
)

// prepare checks a file and takes away what keeps the library from reading it:
// bytes before the head and behind the end, a version it doesn't know.
func prepare(data []byte) ([]byte, error) {
	at := bytes.Index(data[:min(len(data), 1024)], []byte("%PDF-"))
	if at < 0 || !version.Match(data[at:]) || len(data)-at < 64 {
		return nil, errNoPDF
	}
	data = data[at:]
	end := bytes.LastIndex(data, []byte("%%EOF"))
	if end < 0 {
		return nil, errDamaged
	}
	data = bytes.Clone(data[:end+5])
	copy(data, "%PDF-1.7\n")
	if len(data) < 128 {
		return nil, errDamaged
	}
	for _, m := range sized.FindAllSubmatch(data, -1) {
		for _, n := range strings.Fields(strings.ReplaceAll(string(m[2]), "\x00", " ")) {
			if x, err := strconv.Atoi(n); err != nil || x > maxObjects {
				return nil, errDamaged
			}
		}
	}
	for _, m := range widths.FindAllSubmatch(data, -1) {
		for _, n := range m[1:] {
			if len(n) > 6 {
				return nil, errDamaged
			}
		}
	}
	for _, m := range numbered.FindAllSubmatch(data, -1) {
		if x, err := strconv.Atoi(string(m[1])); err != nil || x > maxObjects {
			return nil, errDamaged
		}
	}
	return data, checkBundles(data)
}

// checkBundles unpacks the streams that hold objects, which the library reads
// by itself: they must not unpack to more than is bearable, and a string in
// them must end, or the library looks for its end forever.
func checkBundles(data []byte) error {
	total := 0
	for _, at := range bundle.FindAllIndex(data, 1000) {
		rest := data[at[1]:min(len(data), at[1]+4096)]
		i := bytes.Index(rest, []byte("stream"))
		if i < 0 {
			continue
		}
		body := bytes.TrimLeft(data[at[1]+i+6:], "\r\n")
		z, err := zlib.NewReader(bytes.NewReader(body))
		if err != nil {
			continue // encrypted, or the library says what is wrong
		}
		inside, err := io.ReadAll(io.LimitReader(z, int64(maxInflated-total)+1))
		if total += len(inside); total > maxInflated {
			return errTooMuch
		}
		if err != nil || bytes.LastIndexByte(inside, '<') > bytes.LastIndexByte(inside, '>') {
			return errDamaged
		}
	}
	return nil
}

// openError says in Chinese why the library didn't open a file.
func openError(err error) error {
	switch {
	case errors.Is(err, pdf.ErrInvalidPassword):
		return errPassword
	case strings.Contains(err.Error(), "unsupported PDF: encryption"):
		return errEncrypted
	}
	return errDamaged
}

// bounded is a file that may be read only so often: a list of objects that
// leads back to itself would be read forever.
type bounded struct {
	*bytes.Reader
	left int64
}

func newBounded(data []byte) *bounded {
	return &bounded{bytes.NewReader(data), 100*int64(len(data)) + maxInflated}
}

func (b *bounded) ReadAt(p []byte, off int64) (int, error) {
	if b.left -= int64(len(p)); b.left < 0 {
		return 0, errDamaged
	}
	if off < 0 {
		return 0, io.EOF
	}
	return b.Reader.ReadAt(p, off)
}
