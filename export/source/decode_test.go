package source

import (
	"strings"
	"testing"

	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/encoding/unicode"
)

func TestDecode(t *testing.T) {
	const text = "一、总体情况\n2024年公开信息12条。\n"
	gb, err := simplifiedchinese.GB18030.NewEncoder().String(text + "喆〇")
	if err != nil {
		t.Fatal(err)
	}
	wide := func(order unicode.Endianness, mark unicode.BOMPolicy) string {
		s, err := unicode.UTF16(order, mark).NewEncoder().String(text)
		if err != nil {
			t.Fatal(err)
		}
		return s
	}
	long := strings.Repeat(text, 5)
	for name, c := range map[string]struct {
		data, want string
		noted      bool
	}{
		"utf-8":            {text, text, false},
		"mark":             {"\ufeff" + text, text, false},
		"cut":              {text + "件"[:2], text, false},
		"line ends":        {"a\r\nb\rc", "a\nb\nc", false},
		"gb18030":          {gb, text + "喆〇", false},
		"one gbk letter":   {"\xd6\xd0", "中", false},
		"utf-16 marked":    {wide(unicode.LittleEndian, unicode.UseBOM), text, false},
		"utf-16be marked":  {wide(unicode.BigEndian, unicode.UseBOM), text, false},
		"utf-16 unmarked":  {wide(unicode.LittleEndian, unicode.IgnoreBOM), text, false},
		"utf-16be":         {wide(unicode.BigEndian, unicode.IgnoreBOM), text, false},
		"mostly utf-8":     {long + "\xd6\xd0" + text, long + "\ufffd" + text, true},
		"gb18030 with bad": {gb + "\xff" + gb, text + "喆〇\ufffd" + text + "喆〇", true},
		"nothing":          {"", "", false},
	} {
		got, note := Decode([]byte(c.data))
		if got != c.want || (note != "") != c.noted {
			t.Errorf("%s: %q, note %q", name, got, note)
		}
	}
}

func FuzzDecode(f *testing.F) {
	f.Add([]byte("\xff\xfea\x00"))
	f.Add([]byte("\xd6\xd0\x80\xff"))
	f.Add([]byte("a\x00b\x00\x00\xd8"))
	f.Fuzz(func(t *testing.T, data []byte) {
		text, _ := Decode(data)
		if strings.ToValidUTF8(text, "") != text || strings.Contains(text, "\r") {
			t.Errorf("%q gave %q", data, text)
		}
	})
}
