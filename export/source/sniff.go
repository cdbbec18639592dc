package source

import (
	"bytes"
	"encoding/json"
	"errors"
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"

	"nianbao/model"
)

// Kind is what a file is, by its content.
type Kind int

// The kinds that can be read. Text is plain text and Markdown.
const (
	DOCX Kind = iota + 1
	XLSX
	HTML
	PDF
	OFD
	JSON
	CSV
	Text
)

// Text tells whether a file of the kind is plain text, which Decode decodes.
func (k Kind) Text() bool { return k == JSON || k == CSV || k == Text }

// What to do with files that can't be read.
var (
	errEmpty    = errors.New("文件是空的，请核对是不是选错了文件，或者重新下载、拷贝一份")
	errOldWord  = errors.New("这是旧版 Word 或 WPS 的文件（.doc、.wps），请在 Word 或 WPS 里打开它，另存为 docx 再读")
	errOldExcel = errors.New("这是旧版 Excel 或 WPS 的表格（.xls、.et），请在 Excel 或 WPS 里打开它，另存为 xlsx 再读")
	errSlides   = errors.New("这是演示文稿，读不出年报，请找年报的 Word 文件（docx）")
	errOldOther = errors.New("这是旧版 Office 或 WPS 的文件，请用原来的程序打开它，另存为 docx 或 xlsx 再读")
	errRTF      = errors.New("这是 RTF 文件，请在 Word 或 WPS 里打开它，另存为 docx 再读")
	errODT      = errors.New("这是 OpenDocument 文件（.odt、.ods），请在 WPS 或 LibreOffice 里打开它，另存为 docx 或 xlsx 再读")
	errUOF      = errors.New("这是 UOF（标文通）文件，请在 WPS 里打开它，另存为 docx 或 xlsx 再读")
	errBinBook  = errors.New("这是二进制的 Excel 工作簿（.xlsb），请在 Excel 或 WPS 里打开它，另存为 xlsx 再读")
	errArchive  = errors.New("这是压缩文件，请先解压，再选里面的年报")
	errPicture  = errors.New("这是图片，扫描件和照片里没有文字，请找年报的 Word、Excel 文件")
	errMHT      = errors.New("这是单个文件网页（.mht），请在 Word 或 WPS 里打开它，另存为 docx 再读")
	errFlatWord = errors.New("这是 Word 的 XML 文档，请在 Word 或 WPS 里打开它，另存为 docx 再读")
	errFlatBook = errors.New("这是 Excel 的 XML 表格，请在 Excel 或 WPS 里打开它，另存为 xlsx 再读")
	errXML      = errors.New("这是 XML 文件，读不出年报，请找年报的 Word、Excel、网页或 PDF 文件")
	errBinary   = errors.New("文件里不是文字，也不是能读的文件种类，请找年报的 Word、Excel、网页或 PDF 文件")
)

// magic are the beginnings of files that can't be read.
var magic = []struct {
	begins string
	err    error
}{
	{`{\rtf`, errRTF}, {"Rar!\x1a\x07", errArchive}, {"7z\xbc\xaf\x27\x1c", errArchive}, {"\x1f\x8b", errArchive}, {"BZh", errArchive}, {"\xfd7zXZ", errArchive},
	{"\xff\xd8\xff", errPicture}, {"\x89PNG", errPicture}, {"GIF8", errPicture}, {"II*\x00", errPicture}, {"MM\x00*", errPicture},
}

// Sniff tells what a file is by its content, never by its name. The error says
// of a file that can't be read what it is and what to do.
func Sniff(data []byte) (Kind, error) {
	head := data[:min(len(data), 1<<16)]
	if len(bytes.Trim(head, "\x00\r\n\t \ufeff")) == 0 && len(data) == len(head) {
		return 0, errEmpty
	}
	for _, m := range magic {
		if bytes.HasPrefix(head, []byte(m.begins)) {
			return 0, m.err
		}
	}
	switch {
	case bytes.HasPrefix(head, []byte("PK\x03\x04")), bytes.HasPrefix(head, []byte("PK\x05\x06")):
		return sniffZip(data)
	case bytes.HasPrefix(head, []byte("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")):
		return 0, sniffOLE(data)
	case bytes.Contains(head[:min(len(head), 1024)], []byte("%PDF-")):
		return PDF, nil
	case bytes.HasPrefix(head, []byte("BM")) && bytes.IndexByte(head, 0) >= 0, bytes.HasPrefix(head, []byte("RIFF")) && bytes.Contains(head[:min(len(head), 16)], []byte("WEBP")):
		return 0, errPicture
	}
	text, _ := Decode(head)
	if isBinary(text) {
		return 0, errBinary
	}
	return sniffText(text, data)
}

// IsExchange tells whether a file begins as the exchange files that this program writes
// and is what [Decode] would leave as it is: there is nothing to find out about it.
func IsExchange(data []byte) bool {
	rest := data
	for _, token := range []string{"{", `"schema"`, ":", `"` + model.Schema + `"`} {
		var ok bool
		if rest, ok = bytes.CutPrefix(bytes.TrimLeft(rest, " \t\n"), []byte(token)); !ok {
			return false
		}
	}
	return bytes.IndexByte(data, 0) < 0 && bytes.IndexByte(data, '\r') < 0 && utf8.Valid(data)
}

func sniffZip(data []byte) (Kind, error) {
	z, err := OpenZip(data)
	if err != nil {
		return 0, err
	}
	main := z.Related("", "officeDocument", "")
	mimetype, err := z.Read("mimetype")
	types, errTypes := z.Read("[Content_Types].xml")
	switch {
	case err != nil || errTypes != nil:
		return 0, errors.Join(err, errTypes)
	case z.Has("OFD.xml"):
		return OFD, nil
	case bytes.HasPrefix(mimetype, []byte("application/vnd.oasis.opendocument")):
		return 0, errODT
	case z.Has("uof.xml"):
		return 0, errUOF
	case strings.HasSuffix(main, ".bin"), z.Has("xl/workbook.bin"):
		return 0, errBinBook
	case strings.HasPrefix(main, "ppt/"), z.Has("ppt/presentation.xml"):
		return 0, errSlides
	case strings.HasPrefix(main, "word/"), z.Has("word/document.xml"):
		return DOCX, nil
	case strings.HasPrefix(main, "xl/"), z.Has("xl/workbook.xml"):
		return XLSX, nil
	case bytes.Contains(types, []byte("wordprocessingml.document.main+xml")):
		return DOCX, nil
	case bytes.Contains(types, []byte("spreadsheetml.sheet.main+xml")):
		return XLSX, nil
	}
	return 0, errArchive
}

// sniffOLE tells the old formats apart by the names of their streams, which are
// in UTF-16. An encrypted docx or xlsx is such a file, too.
func sniffOLE(data []byte) error {
	for _, s := range []struct {
		stream string
		err    error
	}{{"EncryptedPackage", ErrLocked}, {"WordDocument", errOldWord}, {"Workbook", errOldExcel}, {"Book", errOldExcel}, {"PowerPoint Document", errSlides}} {
		if bytes.Contains(data, []byte(strings.Join(strings.Split(s.stream, ""), "\x00")+"\x00\x00\x00")) {
			return s.err
		}
	}
	return errOldOther
}

// isOdd tells whether a character is none that people write.
func isOdd(r rune) bool {
	switch r {
	case '\n', '\t', '\f', '\v':
		return false
	}
	return r == utf8.RuneError || unicode.IsControl(r) || unicode.Is(unicode.Co, r)
}

// isBinary tells whether text is nothing that people write.
func isBinary(text string) bool {
	odd, all := 0, 0
	for _, r := range text {
		all++
		if isOdd(r) {
			odd++
		}
	}
	return odd*20 > all
}

var (
	leadingComments = regexp.MustCompile(`^(?:\s*<!--(?s:.*?)-->)*\s*`)
	xmlHead         = regexp.MustCompile(`^(?:<\?[^>]*\?>\s*)*`)
	firstTag        = regexp.MustCompile(`^<(?:!doctype\s+html|(?:html|head|body|meta|title|link|style|script|table|tbody|tr|td|div|p|span|h[1-6]|center|article|section|main|ul|ol|font|b|strong|a|img|br)[\s/>])`)
	blockTag        = regexp.MustCompile(`(?i)</?(?:p|div|table|tr|td|h[1-6]|li|section)(?:\s[^<>]*)?/?>`)
	breakTag        = regexp.MustCompile(`(?i)<br\s*/?>`)
	mhtHead         = regexp.MustCompile(`^(?:from|mime-version|subject|date|content-type|x-[\w-]+):[^\n]*\n`)
)

// sniffText tells kinds of text apart by the decoded beginning of the file.
func sniffText(text string, data []byte) (Kind, error) {
	text = strings.TrimSpace(text)
	lower := strings.ToLower(leadingComments.ReplaceAllString(text, ""))
	inXML := xmlHead.ReplaceAllString(lower, "")
	switch {
	case firstTag.MatchString(leadingComments.ReplaceAllString(inXML, "")):
		return HTML, nil
	case strings.HasPrefix(lower, "<?xml"), strings.HasPrefix(lower, "<pkg:package"), strings.HasPrefix(lower, "<w:"), strings.HasPrefix(lower, "<?mso"):
		switch {
		case strings.Contains(lower, "word.document"), strings.Contains(lower, "<pkg:package"), strings.Contains(lower, "<w:worddocument"):
			return 0, errFlatWord
		case strings.Contains(lower, "excel.sheet"), strings.Contains(lower, "urn:schemas-microsoft-com:office:spreadsheet"):
			return 0, errFlatBook
		case strings.Contains(lower, "<uof:"), strings.Contains(lower, "<uo:"):
			return 0, errUOF
		case strings.Contains(lower, "office:document"):
			return 0, errODT
		}
		return 0, errXML
	case mhtHead.MatchString(lower) && strings.Contains(lower, "mime-version:"):
		return 0, errMHT
	case isJSON(text, data):
		return JSON, nil
	}
	if isPage(text) {
		return HTML, nil
	}
	if _, isTable := Separator(text); isTable {
		return CSV, nil
	}
	return Text, nil
}

// isPage tells a piece of a page that begins with text from Markdown, which may
// have a stray tag, and <br> in its tables: a page has tags on most lines.
func isPage(text string) bool {
	lines, tables := 0, false
	for l := range strings.Lines(text) {
		if l = strings.TrimSpace(l); l != "" {
			lines++
			tables = tables || l[0] == '|'
		}
	}
	tags := len(blockTag.FindAllString(text, -1))
	if !tables {
		tags += len(breakTag.FindAllString(text, -1))
	}
	if lines == 1 && tags > 0 {
		return true
	}
	return tags > 2 && tags*2 > lines
}

// isJSON tells whether text is an object, perhaps a damaged one, or valid JSON.
func isJSON(text string, data []byte) bool {
	if rest, ok := strings.CutPrefix(text, "{"); ok {
		rest = strings.TrimSpace(rest)
		return rest == "" || rest[0] == '"' || rest[0] == '}'
	}
	return strings.HasPrefix(text, "[") && json.Valid(data)
}
