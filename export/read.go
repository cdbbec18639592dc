package export

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"unicode/utf8"

	"nianbao/export/match"
	"nianbao/export/source"
	"nianbao/export/source/csv"
	"nianbao/export/source/docx"
	"nianbao/export/source/html"
	"nianbao/export/source/ofd"
	"nianbao/export/source/pdf"
	"nianbao/export/source/text"
	"nianbao/export/source/xlsx"
	"nianbao/model"
	"nianbao/model/check"
)

// maxRead bounds a report file, in bytes. The largest docx seen, full of
// scanned stamps, has 20 MiB.
const maxRead = 64 << 20

// maxText bounds a file of plain text or a web page, in bytes. The longest report
// that the model holds, its texts full to the brim, has about 3 MiB.
const maxText = 16 << 20

// ReadOptions are what the operator knows and a file may lack.
type ReadOptions = model.ReadOptions

// Extensions are the endings of the names of files that Read can read, for
// picking them out of a folder; what a file is, its content tells.
var Extensions = []string{".docx", ".xlsx", ".html", ".htm", ".md", ".txt", ".csv", ".pdf", ".ofd", ".json"}

// Read reads a report file of any kind, by what is in it and not by its name.
// Its errors carry a code and a hint; see [Error].
func Read(path string, o ReadOptions) (*model.Reading, error) {
	data, err := readAll(path)
	if err != nil {
		return nil, err
	}
	x, err := ReadBytes(data, o)
	if err != nil {
		return nil, unreadable(path, err)
	}
	x.File = filepath.Base(path)
	return x, nil
}

// ownFile reads an exchange file.
func ownFile(data []byte, o ReadOptions) (*model.Reading, error) {
	r, checksum, err := model.DecodeSealed(data)
	if err != nil {
		return nil, err
	}
	x := own(r, o)
	x.Seal = checksum
	return x, nil
}

// ReadBytes is Read for the content of a file. Its errors are sentences for the
// operator.
func ReadBytes(data []byte, o ReadOptions) (*model.Reading, error) {
	if source.IsExchange(data) && len(data) <= maxText {
		return ownFile(data, o)
	}
	kind, err := source.Sniff(data)
	if err != nil {
		return nil, err
	}
	var r *model.Report
	var d *source.Document
	var plain, note string
	if (kind.Text() || kind == source.HTML) && len(data) > maxText {
		return nil, fmt.Errorf("文字太多，超过 %d 兆字节，不像一份年报，请核对是不是选错了文件", maxText>>20)
	}
	if kind.Text() {
		plain, note = source.Decode(data)
	}
	switch kind {
	case source.JSON:
		return ownFile([]byte(plain), o)
	case source.XLSX: // a workbook of our own names its cells
		var b *xlsx.Own
		if b, err = xlsx.ReadOwn(data); err == nil {
			return ownBook(b, o), nil
		}
		if errors.Is(err, xlsx.ErrForeign) {
			d, err = documentOf(kind, data, plain)
		}
	case source.CSV:
		if r, err = csv.Read([]byte(plain)); errors.Is(err, csv.ErrForeign) {
			d, err = documentOf(kind, data, plain)
		}
	default:
		d, err = documentOf(kind, data, plain)
	}
	switch {
	case err != nil:
		return nil, err
	case r != nil:
		x := own(r, o)
		if kind == source.CSV {
			relabelled(x, csv.Relabelled([]byte(plain), r.Form))
		}
		return x, nil
	}
	if note != "" {
		d.Notes = append(d.Notes, note)
	}
	x, err := match.Read(d, o)
	if err == nil {
		suspect(x)
	}
	return x, err
}

// documentOf is what a file of a kind shows; plain is its text, where it is one.
func documentOf(kind source.Kind, data []byte, plain string) (*source.Document, error) {
	switch kind {
	case source.XLSX:
		return xlsx.Source(data)
	case source.CSV:
		return csv.Source([]byte(plain))
	case source.DOCX:
		return docx.Source(data)
	case source.PDF:
		return pdf.Source(data)
	case source.OFD:
		return ofd.Source(data)
	case source.HTML:
		return html.Source(data)
	}
	// Each line is measured: a million of them are told from a report before that.
	if strings.Count(plain, "\n") > source.MaxLines {
		return nil, source.ErrTooLong
	}
	return text.Source(plain), nil
}

// suspect makes the cells doubtful that are wrong by the sums beside them: they may have
// been read wrongly.
func suspect(x *model.Reading) {
	for _, s := range check.Suspects(x.Report) {
		if i := slices.IndexFunc(x.Read, func(c model.ReadCell) bool { return c.Cell == s.Cell }); i >= 0 {
			doubt(&x.Read[i], match.Touched, s.Why)
		}
	}
}

// own is the reading of a file that names its cells.
func own(r *model.Report, o ReadOptions) *model.Reading {
	if o.Unit != "" {
		r.Unit = o.Unit
	}
	if o.Year != 0 {
		r.Year = o.Year
	}
	x := &model.Reading{Report: r, Read: make([]model.ReadCell, 0, len(r.Form.Cells()))}
	sheet := model.Evaluate(r)
	for _, c := range r.Form.Cells() {
		v := sheet.Of(c)
		if stated, ok := r.Stated[c.ID]; ok {
			v = stated
		}
		raw := r.Unread[c.ID]
		if raw == "" {
			raw = v.String()
		}
		if raw != "" {
			x.Read = append(x.Read, model.ReadCell{Cell: c.ID, Value: v, Source: raw, Where: string(c.ID), How: "文件里有格名", Confidence: 1})
		}
		if note := r.Notes[c.ID]; note != model.Cut(note, model.MaxNote) {
			r.Notes[c.ID] = model.Cut(note, model.MaxNote)
			x.LeftOut = append(x.LeftOut, model.LeftOut{Where: string(c.ID), What: c.Brief() + " 的附注 " + model.Cut(note, 40),
				Why: fmt.Sprintf("附注最多 %d 字，文件里有 %d 字，只读入前面的", model.MaxNote, utf8.RuneCountInString(note))})
		}
	}
	return x
}

func readAll(path string) ([]byte, error) {
	info, err := os.Stat(path)
	switch {
	case err != nil:
		return nil, readError(path, err)
	case info.IsDir():
		return nil, &Error{model.CodeUnreadable, "「" + path + "」是文件夹，不是文件", "请指明文件夹里的哪个文件", nil}
	case !info.Mode().IsRegular():
		return nil, &Error{model.CodeUnreadable, "「" + path + "」不是普通文件", "请选一个年报文件", nil}
	}
	f, err := os.Open(path)
	if err != nil {
		return nil, readError(path, err)
	}
	var b bytes.Buffer // of the file's size, which may have changed since
	b.Grow(int(min(info.Size(), maxRead)) + bytes.MinRead)
	_, err = b.ReadFrom(io.LimitReader(f, maxRead+1))
	data := b.Bytes()
	if err = errors.Join(err, f.Close()); err != nil {
		return nil, readError(path, err)
	}
	if len(data) > maxRead {
		return nil, &Error{model.CodeUnreadable, fmt.Sprintf("「%s」太大，超过 %d 兆字节", path, maxRead>>20),
			"年报一般不到 1 兆，请核对是不是选错了文件；是扫描件的，请找原来的 Word 文件", nil}
	}
	return data, nil
}

// unreadable words why a file gives no report, and what to do.
func unreadable(path string, err error) *Error {
	code, message, hint := model.CodeUnreadable, "「"+path+"」读不出年报："+chinese(err), "请核对是不是选对了文件；原来是 Word、WPS 的，另存为 docx 再试"
	switch {
	case errors.Is(err, match.ErrNoYear):
		code, hint = model.CodeNoYear, "请用 --year 写明年度，如 --year 2024"
	case errors.Is(err, match.ErrLedger):
		message = "「" + path + "」" + strings.TrimPrefix(err.Error(), "这")
		hint = "按台账填表三：nianbao ledger 报告 台账，或者在报告目录里读入它"
	case errors.Is(err, match.ErrOther):
		hint = "请核对是不是选错了文件；标题里漏了「政府信息公开」的，补上标题再读"
	case errors.Is(err, match.ErrNoReport):
		hint = "请核对是不是年报；表是图片的无法读取，请找原来的 Word、Excel 文件"
	default:
		message, hint = advised(message, hint)
	}
	return &Error{code, message, hint, err}
}

// advised parts what to do from what is wrong, where a reader has said both; else the hint holds.
func advised(message, hint string) (wrong, todo string) {
	for _, stop := range []string{"，请", "；请", "。请", "：请"} {
		if head, tail, ok := strings.Cut(message, stop); ok {
			return head, "请" + tail
		}
	}
	return message, hint
}

// chinese is the reader's sentence about a file, in one line and without the
// library's English behind it.
func chinese(err error) string {
	s := err.Error()
	if cause := errors.Unwrap(err); cause != nil {
		s = strings.TrimSuffix(strings.TrimSuffix(s, cause.Error()), "：")
	}
	return strings.ReplaceAll(s, "\n", "；")
}
