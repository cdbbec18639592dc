package source

import (
	"bytes"
	"fmt"
	"strings"
	"unicode"
	"unicode/utf16"
	"unicode/utf8"

	"golang.org/x/text/encoding/simplifiedchinese"
)

// Decode makes bytes of an encoding that nobody has told text: UTF-8 or UTF-16,
// with a mark or without, else GB18030, which has GBK and GB2312 in it. Line
// ends become \n. The note says in Chinese what could not be read, "" for
// nothing; those places have U+FFFD.
func Decode(data []byte) (text, note string) {
	switch order, marked := byteOrder(data); {
	case order != 0:
		text = decodeUTF16(data[marked:], order)
	case IsUTF8(data):
		text = string(bytes.ToValidUTF8(bytes.TrimPrefix(data, []byte("\ufeff")), nil)) // a cut end is dropped
	case mostlyUTF8(data):
		text = string(bytes.ToValidUTF8(data, []byte("\ufffd")))
	default:
		// The decoder has no error: what is wrong becomes U+FFFD.
		out, err := simplifiedchinese.GB18030.NewDecoder().Bytes(data)
		if err != nil {
			return "", "文件里的文字无法识别"
		}
		text = string(out)
	}
	if n := strings.Count(text, "\ufffd"); n > 0 {
		note = fmt.Sprintf("文件里有 %d 处文字无法识别，已用“\ufffd”代替，请核对", n)
	}
	return strings.NewReplacer("\r\n", "\n", "\r", "\n").Replace(text), note
}

// IsUTF8 tells whether data is UTF-8, the last character of which may be cut.
func IsUTF8(data []byte) bool {
	for cut := range utf8.UTFMax {
		if cut > len(data) {
			break
		}
		if head := data[:len(data)-cut]; utf8.Valid(head) {
			return cut == 0 || !utf8.FullRune(data[len(data)-cut:])
		}
	}
	return false
}

// mostlyUTF8 tells UTF-8 with some bad bytes from GB18030, in which few
// sequences happen to be UTF-8.
func mostlyUTF8(data []byte) bool {
	good, bad := 0, 0
	for len(data) > 0 {
		r, n := utf8.DecodeRune(data)
		switch {
		case r == utf8.RuneError && n == 1:
			bad++
		case n > 1:
			good++
		}
		data = data[n:]
	}
	return good > 10*bad
}

// Byte orders of UTF-16.
const (
	littleEndian = 1 + iota
	bigEndian
)

// isUsual reports whether a character is one of those that reports consist of.
func isUsual(r rune) bool {
	switch {
	case r == '\n', r == '\r', r == '\t', r >= ' ' && r <= '~':
		return true
	case r >= 0x3000 && r <= 0x303f, r >= 0xff00 && r <= 0xffef, r >= 0x2010 && r <= 0x203f:
		return true
	}
	return unicode.Is(unicode.Han, r)
}

// byteOrder is that of UTF-16, 0 for what is none, and the length of its mark.
func byteOrder(data []byte) (order, marked int) {
	switch {
	case bytes.HasPrefix(data, []byte("\xff\xfe")):
		return littleEndian, 2
	case bytes.HasPrefix(data, []byte("\xfe\xff")):
		return bigEndian, 2
	case bytes.IndexByte(data, 0) < 0: // line ends and digits have one in UTF-16
		return 0, 0
	}
	sample := data[:min(len(data), 1<<16)&^1]
	for _, order := range []int{littleEndian, bigEndian} {
		known := 0
		text := decodeUTF16(sample, order)
		for _, r := range text {
			if isUsual(r) {
				known++
			}
		}
		if n := utf8.RuneCountInString(text); n > 0 && known*20 >= n*19 {
			return order, 0
		}
	}
	return 0, 0
}

func decodeUTF16(data []byte, order int) string {
	units := make([]uint16, len(data)/2)
	for i := range units {
		lo, hi := data[2*i], data[2*i+1]
		if order == bigEndian {
			lo, hi = hi, lo
		}
		units[i] = uint16(lo) | uint16(hi)<<8
	}
	return string(utf16.Decode(units))
}
