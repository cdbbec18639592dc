package source

import (
	"bytes"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/encoding/unicode"

	"nianbao/export/tooltest"
)

func zipOf(t testing.TB, parts ...string) string { return string(tooltest.Zip(t, parts...)) }

// ole is the beginning of a compound file with a stream of that name.
func ole(stream string) string {
	return "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + strings.Repeat("\x00", 1000) + strings.Join(strings.Split(stream, ""), "\x00") + strings.Repeat("\x00", 40)
}

func TestSniff(t *testing.T) {
	const prose = "一、总体情况\n2024年，全镇公开信息12条，办理申请3件。\n二、主动公开政府信息情况\n"
	gbk, err := simplifiedchinese.GBK.NewEncoder().String(prose)
	if err != nil {
		t.Fatal(err)
	}
	wide, err := unicode.UTF16(unicode.LittleEndian, unicode.UseBOM).NewEncoder().String("编号\t部分\t行\r\na\tb\tc\r\n")
	if err != nil {
		t.Fatal(err)
	}
	relations := func(target string) string {
		return `<Relationships><Relationship Id="1" Type="http://x/officeDocument" Target="` + target + `"/></Relationships>`
	}
	for name, c := range map[string]struct {
		data string
		want Kind
		says string
	}{
		"docx":           {zipOf(t, "[Content_Types].xml", "", "word/document.xml", "x", "word/embeddings/a.xlsx", ""), DOCX, ""},
		"docx, odd name": {zipOf(t, "[Content_Types].xml", `<Override PartName="/a.xml" ContentType="x.wordprocessingml.document.main+xml"/>`, "_rels/.rels", relations("a.xml"), "a.xml", ""), DOCX, ""},
		"xlsx":           {zipOf(t, "_rels/.rels", relations("xl/workbook.xml"), "xl/workbook.xml", "x"), XLSX, ""},
		"xlsb":           {zipOf(t, "xl/workbook.bin", "x"), 0, "另存为 xlsx"},
		"pptx":           {zipOf(t, "ppt/presentation.xml", "x"), 0, "演示文稿"},
		"ofd":            {zipOf(t, "OFD.xml", "x"), OFD, ""},
		"odt":            {zipOf(t, "mimetype", "application/vnd.oasis.opendocument.text"), 0, "另存为 docx"},
		"zip":            {zipOf(t, "年报.docx", "x"), 0, "先解压"},
		"cut zip":        {zipOf(t, "word/document.xml", strings.Repeat("x", 999))[:60], 0, "不完整"},
		"rar":            {"Rar!\x1a\x07\x00", 0, "先解压"},
		"7z":             {"7z\xbc\xaf\x27\x1c", 0, "先解压"},
		"doc":            {ole("WordDocument"), 0, "另存为 docx"},
		"xls":            {ole("Workbook"), 0, "另存为 xlsx"},
		"old xls":        {ole("Book"), 0, "另存为 xlsx"},
		"locked":         {ole("EncryptedPackage"), 0, "加了密码"},
		"other ole":      {ole("Contents"), 0, "旧版"},
		"rtf":            {`{\rtf1\ansi`, 0, "另存为 docx"},
		"pdf":            {"\r\n%PDF-1.4\n\x00\x01", PDF, ""},
		"jpg":            {"\xff\xd8\xff\xe0\x00\x10JFIF", 0, "图片"},
		"png":            {"\x89PNG\r\n\x1a\n", 0, "图片"},
		"tiff":           {"II*\x00\x08", 0, "图片"},
		"bmp":            {"BM\x00\x01\x02", 0, "图片"},
		"webp":           {"RIFF\x00\x00\x00\x00WEBP", 0, "图片"},
		"empty":          {"", 0, "空的"},
		"blank":          {"\ufeff \r\n\x00\x00", 0, "空的"},
		"noise":          {strings.Repeat("\x01\x9f\x02\xff\x00\x03", 100), 0, "不是文字"},
		"mht":            {"From: <Saved by Blink>\nMIME-Version: 1.0\nContent-Type: multipart/related\n\n<html>", 0, ".mht"},
		"flat word":      {`<?xml version="1.0"?><?mso-application progid="Word.Document"?><w:wordDocument>`, 0, "另存为 docx"},
		"flat excel":     {`<?xml version="1.0"?><?mso-application progid="Excel.Sheet"?><Workbook>`, 0, "另存为 xlsx"},
		"xml":            {`<?xml version="1.0"?><root/>`, 0, "XML"},
		"html":           {"\ufeff\n<!-- 存于 --> <!DOCTYPE html>\n<HTML>", HTML, ""},
		"xhtml":          {`<?xml version="1.0" encoding="utf-8"?><!DOCTYPE html PUBLIC "x"><html>`, HTML, ""},
		"fragment":       {"<TABLE border=1><tr><td>1", HTML, ""},
		"text first":     {"某镇年报<br>一、总体情况<br>全年", HTML, ""},
		"text then tags": {"某镇年报\n<p>一、总体情况</p>\n<p>全年</p>\n", HTML, ""},
		"markdown":       {"# 某镇年报\n\n<a id=\"x\"></a>\n\n" + prose + "| 甲<br>乙 | 丙<br>丁 |\n|---|---|\n| 1<br> | 2<br> |\n", Text, ""},
		"text":           {prose, Text, ""},
		"gbk":            {gbk, Text, ""},
		"less than":      {"<5件的，不列。\n" + prose, Text, ""},
		"json":           {" {\"schema\": 1", JSON, ""},
		"list":           {"[1, 2]", JSON, ""},
		"markdown link":  {"[年报](a.html)\n" + prose, Text, ""},
		"csv":            {"编号,部分,行,列,内容,附注\nunit,封面,单位,,某镇,\n1,总体,,,\"a,b\nc\",\n", CSV, ""},
		"semicolons":     {"甲;乙;丙\n1;2;3\n", CSV, ""},
		"tabs":           {wide, CSV, ""},
		"figures":        {"规章\t3\t5\t74\n" + prose, Text, ""},
	} {
		got, err := Sniff([]byte(c.data))
		if got != c.want || (err != nil) != (c.says != "") || err != nil && !strings.Contains(err.Error(), c.says) {
			t.Errorf("%s: kind %d, want %d; %v", name, got, c.want, err)
		}
	}
}

func TestSniffReal(t *testing.T) {
	dir := filepath.Join("..", "..", "..", "shared", "reports")
	for name, want := range map[string]Kind{"template-2021-official-tables.docx": DOCX, "hangzhou-style-2025.html": HTML, "hongze-2024.pdf": PDF, "houji-2021.txt": Text, "shuyang-county-2025.txt": Text} {
		data, err := os.ReadFile(filepath.Join(dir, name))
		if err != nil {
			t.Skip("the files of shared are not here:", err)
		}
		if got, err := Sniff(data); got != want || err != nil {
			t.Errorf("%s: %d, %v", name, got, err)
		}
	}
}

func FuzzSniff(f *testing.F) {
	for _, s := range []string{ole("Workbook"), zipOf(f, "mimetype", "x", "_rels/.rels", "<a/>"), "<!-- a --><?xml ?><html>", "a,b,c\n\"d\ne\",f", "{\"a\"", "From: a\nmime-version: 1"} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		if kind, err := Sniff(data); (kind == 0) != (err != nil) {
			t.Errorf("kind %d, %v", kind, err)
		}
	})
}

// Headers that lie about sizes don't decide how much is unpacked.
func TestZipBounds(t *testing.T) {
	data := []byte(zipOf(t, "a", strings.Repeat("x", maxSide+1), "b", "good"))
	z, err := OpenZip(data)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := z.Read("a"); !errors.Is(err, errBomb) {
		t.Errorf("the large part: %v", err)
	}
	if got, err := z.Read(`/B`); err != nil || string(got) != "good" {
		t.Errorf("the small part: %q, %v", got, err)
	}
	if got, err := z.Read("c"); err != nil || got != nil {
		t.Errorf("no part: %q, %v", got, err)
	}
	if !z.Fits(maxSide+5) || z.Fits(maxSide+4) {
		t.Error("the sizes don't add up")
	}
	locked := []byte(zipOf(t, "a", "secret"))
	at := bytes.LastIndex(locked, []byte("PK\x01\x02"))
	locked[at+8] |= 1
	if z, err = OpenZip(locked); err != nil {
		t.Fatal(err)
	}
	if _, err := z.Read("a"); !errors.Is(err, ErrLocked) {
		t.Errorf("the locked part: %v", err)
	}
}
