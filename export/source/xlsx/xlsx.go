// Package xlsx reads workbooks by what they show, and those of our own by the names of
// their cells as well.
package xlsx

import (
	"bytes"
	"errors"
	"fmt"
	"strings"

	"github.com/xuri/excelize/v2"

	"nianbao/export/source"
)

// maxBook bounds a workbook when it is unpacked, in bytes.
const maxBook = 96 << 20

var errTooLarge = errors.New("工作簿解开以后太大，不像一份年报，请核对是不是选错了文件")

// Source reads what a workbook shows: of each visible sheet with something in it
// the tables, and the lines of text round them. Numbers come as they are, percentages,
// dates and other formats as they look. An error is for the operator.
func Source(data []byte) (*source.Document, error) {
	z, err := source.OpenZip(data)
	if err != nil {
		return nil, err
	}
	if !z.Fits(maxBook) {
		return nil, errTooLarge
	}
	sheets, err := sheetsOf(z)
	if err != nil {
		return nil, err
	}
	title, remark := z.Core()
	d := &source.Document{Title: source.Title(title), Remarks: []string{remark}}
	sheets, again := distinct(sheets)
	if again > 0 {
		d.Notes = append(d.Notes, fmt.Sprintf("工作簿里有 %d 张工作表和其他工作表是同一份内容，只读了一份", again))
	}
	left, err := newBudget(z)
	if err != nil {
		return nil, err
	}
	looks := looksOf(z)
	for _, s := range sheets {
		if s.looks = looks; s.hidden {
			continue
		}
		if err := s.scan(z, left); err != nil {
			return nil, err
		}
	}
	// excelize would unpack larger sheets into files. What the directory says of
	// sizes bounds what is unpacked, too.
	f, err := excelize.OpenReader(bytes.NewReader(data), excelize.Options{UnzipSizeLimit: maxBook, UnzipXMLSizeLimit: source.MaxPart})
	if err != nil {
		return nil, errNotBook
	}
	cells, noted := 0, ""
	for _, s := range sheets {
		if s.hidden {
			d.Notes = append(d.Notes, "隐藏的工作表「"+source.Clean(s.name)+"」没有读")
			continue
		}
		s.under()
		if err = s.values(f); err == nil {
			s.pending()
			s.blanks()
		}
		if cells += s.cells; err == nil && cells > maxCells {
			err = errTooLarge
		}
		if err != nil {
			break
		}
		if len(s.unsolved) > 0 {
			noted = "工作簿里有公式没有算出结果，请在 Excel 或 WPS 里打开它，保存一次再读"
		}
		s.arrange(d)
		d.Notes = append(d.Notes, s.notes()...)
	}
	if err = errors.Join(err, f.Close()); err != nil {
		return nil, err
	}
	if noted != "" {
		d.Notes = append(d.Notes, noted)
	}
	if n := pictures(z); n > 0 {
		d.Notes = append(d.Notes, fmt.Sprintf("工作簿里有 %d 张图片，图片里的文字无法读取", n))
	}
	return d, nil
}

// maxCells bounds the cells of a workbook that hold something.
const maxCells = 250_000

func pictures(z *source.Zip) (n int) {
	for _, name := range z.Names() {
		if strings.HasPrefix(name, "xl/media/") {
			n++
		}
	}
	return n
}

// sheetsOf are a workbook's sheets in their order; charts are none.
func sheetsOf(z *source.Zip) ([]*sheetReader, error) {
	main := z.Related("", "officeDocument", "xl/workbook.xml")
	var book struct {
		Sheets []struct {
			Name  string `xml:"name,attr"`
			ID    string `xml:"id,attr"` // of any namespace: the strict variant has its own
			State string `xml:"state,attr"`
		} `xml:"sheets>sheet"`
	}
	if err := z.Decode(main, &book); err != nil {
		return nil, errNotBook
	}
	parts := map[string]string{}
	for _, r := range z.Relations(main) {
		if r.Kind == "worksheet" {
			parts[r.ID] = r.Part
		}
	}
	var out []*sheetReader
	for _, s := range book.Sheets {
		if part := parts[s.ID]; part != "" {
			out = append(out, &sheetReader{name: s.Name, part: part, hidden: s.State != "" && s.State != "visible"})
		}
	}
	switch {
	case len(out) == 0:
		return nil, errNotBook
	case len(out) > maxSheets:
		return nil, errSheets
	}
	return out, nil
}

// distinct leaves out sheets whose part another one has shown already, and says
// how many.
func distinct(sheets []*sheetReader) (out []*sheetReader, again int) {
	seen := map[string]bool{}
	for _, s := range sheets {
		if seen[s.part] && !s.hidden {
			again++
			continue
		}
		seen[s.part] = seen[s.part] || !s.hidden
		out = append(out, s)
	}
	return out, again
}
