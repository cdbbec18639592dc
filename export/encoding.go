package export

import (
	"bytes"
	"fmt"
	"io"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding/simplifiedchinese"

	"nianbao/model"
)

// encoded makes a writer of UTF-8 one of the encoding that the options name:
// UTF-8 with a byte order mark, by which Excel and Notepad know it, or GB18030,
// which has every character that UTF-8 has.
func encoded(write func(io.Writer, *model.Report, Options) ([]string, error)) func(io.Writer, *model.Report, Options) ([]string, error) {
	return func(w io.Writer, r *model.Report, o Options) ([]string, error) {
		var b bytes.Buffer
		notes, err := write(&b, r, o)
		if err != nil {
			return nil, err
		}
		var out []byte
		switch strings.ToLower(o.Encoding) {
		case "", "utf-8", "utf8":
			out = append([]byte("\ufeff"), b.Bytes()...)
		case "gb18030", "gbk", "gb2312":
			if out, err = simplifiedchinese.GB18030.NewEncoder().Bytes(bytes.ToValidUTF8(b.Bytes(), []byte(string(utf8.RuneError)))); err != nil {
				return nil, fmt.Errorf("encoding: %w", err)
			}
		default:
			return nil, &Error{model.CodeUsage, "没有「" + o.Encoding + "」这种编码", "可以用 " + strings.Join(model.Encodings, "、"), nil}
		}
		_, err = w.Write(out)
		return notes, err
	}
}
