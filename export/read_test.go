package export

import (
	"os"
	"path/filepath"
	"reflect"
	"regexp"
	"strings"
	"testing"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/encoding/unicode"

	"nianbao/model"
)

func TestRead(t *testing.T) {
	path := filepath.Join(t.TempDir(), "报告.JSON")
	if _, err := File(path, "json", sample(), Options{}); err != nil {
		t.Fatal(err)
	}
	r, err := Read(path, ReadOptions{})
	if err != nil {
		t.Fatal(err)
	}
	if !reflect.DeepEqual(figures(r.Report), figures(sample())) {
		t.Error("the figures differ")
	}
}

func TestReadErrors(t *testing.T) {
	dir := t.TempDir()
	file := func(name, content string) string {
		path := filepath.Join(dir, name)
		if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
		return path
	}
	large := file("large.json", "")
	if err := os.Truncate(large, maxRead+1); err != nil {
		t.Fatal(err)
	}
	compound := "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + strings.Repeat("\x00", 600)
	for path, says := range map[string]string{
		filepath.Join(dir, "没有.json"): "找不到",
		dir:                           "是文件夹",
		file("报告.docx", "PK\x03\x04"): "",
		file("坏.json", `{"schema": "nianbao/1"`): "不是完整的 JSON",
		file("空.docx", ""):                       "是空的",
		file("别的.json", `{"a": 1}`):              "交换文件",
		file("旧的.docx", compound):                "旧版 Office",
		file("图片.pdf", "\x89PNG\r\n\x1a\n0000"):  "这是图片",
		file("信.docx", "{\\rtf1 hello}"):         "RTF",
		file("日记.txt", "今天天气很好，没有年报。"):           "没有认出",
		file("坏.pdf", "%PDF-1.7\n1 0 obj"):       "PDF",
		large:                                    "64 兆",
	} {
		_, err := Read(path, ReadOptions{})
		checkError(t, err, model.CodeUnreadable)
		if err != nil && (!strings.Contains(err.Error(), says) || strings.Contains(err.Error(), "unexpected")) {
			t.Errorf("%s: %v", path, err)
		}
	}
}

// What a file is, its content tells, whatever it is called and however its
// characters are encoded.
func TestReadByContent(t *testing.T) {
	r := sample()
	for _, format := range readable {
		path := filepath.Join(t.TempDir(), "年报.doc")
		if err := os.WriteFile(path, []byte(write(t, format, r, Options{})), 0o600); err != nil {
			t.Fatal(err)
		}
		if diff := differs(r, mustRead(t, path)); diff != "" {
			t.Errorf("%s under another name reads different: %s", format, diff)
		}
	}
	r.Text["1"] = strings.ReplaceAll(r.Text["1"], odd, "") // GBK lacks some of it
	for _, format := range []string{"txt", "md", "csv", "json", "html"} {
		plain := strings.TrimPrefix(write(t, format, r, Options{}), "\ufeff")
		if format == "html" { // as old sites say
			plain = strings.ReplaceAll(strings.ReplaceAll(plain, "utf-8", "gb2312"), "UTF-8", "gb2312")
		}
		for name, enc := range map[string]encoding.Encoding{"GB18030": simplifiedchinese.GB18030, "GBK": simplifiedchinese.GBK,
			"UTF-16LE": unicode.UTF16(unicode.LittleEndian, unicode.UseBOM), "UTF-16BE": unicode.UTF16(unicode.BigEndian, unicode.UseBOM)} {
			if format == "json" && strings.HasPrefix(name, "GB") {
				continue // JSON is Unicode (RFC 8259)
			}
			data, err := enc.NewEncoder().Bytes([]byte(plain))
			if err != nil {
				t.Fatalf("%s in %s: %v", format, name, err)
			}
			x, err := ReadBytes(data, ReadOptions{})
			if err != nil {
				t.Errorf("%s in %s: %v", format, name, err)
			} else if diff := differs(r, x.Report); diff != "" {
				t.Errorf("%s in %s reads different: %s", format, name, diff)
			}
		}
	}
}

// mustRead is the report of a file that has to be readable.
func mustRead(t *testing.T, path string) *model.Report {
	t.Helper()
	x, err := Read(path, ReadOptions{})
	if err != nil {
		t.Fatal(err)
	}
	return x.Report
}

// TestReadLongNote: of a note that is too long the beginning is read, and that is said.
func TestReadLongNote(t *testing.T) {
	r := model.NewReport(model.Form2021, "某某镇人民政府", model.Town, 2025)
	r.Notes["2.penalty.decided"], r.Notes["2.fees.amount"] = strings.Repeat("长", 500), strings.Repeat("短", model.MaxNote)
	data, err := model.Encode(r)
	if err != nil {
		t.Fatal(err)
	}
	x, err := ReadBytes(data, ReadOptions{})
	if err != nil {
		t.Fatal(err)
	}
	if n := []rune(x.Report.Notes["2.penalty.decided"]); len(n) != model.MaxNote || n[len(n)-1] != '…' || x.Report.Notes["2.fees.amount"] != r.Notes["2.fees.amount"] {
		t.Errorf("notes %q", x.Report.Notes)
	}
	if len(x.LeftOut) != 1 || x.LeftOut[0].Where != "2.penalty.decided" || !strings.Contains(x.LeftOut[0].Why, "500") {
		t.Errorf("left out: %+v", x.LeftOut)
	}
}

// TestSuspectIsDoubtful: the cell that the totals of a paper don't allow may have been read
// wrongly; those that they do allow stay certain. What agreed with the sums is kept, but
// for what this program has added up itself.
func TestSuspectIsDoubtful(t *testing.T) {
	r := sample()
	text := write(t, "md", r, Options{})
	const id = model.CellID("3.granted.natural_person")
	was := r.Figures[id].String()
	right, err := ReadBytes([]byte(text), ReadOptions{})
	if err != nil || len(right.Guessed()) > 0 || len(right.Report.Printed) != 34 {
		t.Fatalf("%v, %v, printed %d", err, right.Guessed(), len(right.Report.Printed))
	}
	row := regexp.MustCompile(`(?m)^.*予以公开.*$`).FindString(text)
	spoilt := strings.Replace(text, row, strings.Replace(row, "| "+was+" |", "| "+was+"7 |", 1), 1)
	if spoilt == text {
		t.Fatalf("%q is not in %q", was, row)
	}
	x, err := ReadBytes([]byte(spoilt), ReadOptions{})
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range x.Guessed() { // the row, whose total is another; but it is one cell of it
		if told := strings.Contains(c.How, "改成 "+was+" 就平"); told != (c.Cell == id) {
			t.Errorf("%+v", c)
		}
	}
	for _, format := range []string{"docx", "pdf", "ofd", "json", "xlsx"} {
		x, err := ReadBytes([]byte(write(t, format, r, Options{})), ReadOptions{})
		if err != nil || len(x.Report.Printed)+len(x.Report.Stated) > 0 {
			t.Errorf("%s of our own: %v, %v, %v", format, err, x.Report.Printed, x.Report.Stated)
		}
	}
}
