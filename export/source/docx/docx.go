// Package docx reads Word documents as they look: paragraphs, tables and what is marked.
package docx

import (
	"errors"
	"fmt"

	"nianbao/export/source"
)

var errNoDocument = errors.New("里面没有 Word 文档的正文，不是 Word 文档（docx），请在 Word 或 WPS 里打开它，另存为 docx 再试")

// Source reads what a Word document shows: paragraphs, with the numbers that
// Word gives them by itself, and tables. Tracked changes count as accepted;
// headers, footers, notes and hidden text are not read. An error is for the
// operator.
func Source(data []byte) (*source.Document, error) {
	z, err := source.OpenZip(data)
	if err != nil {
		return nil, err
	}
	main := z.Related("", "officeDocument", "word/document.xml")
	r, err := z.Open(main)
	if err != nil {
		return nil, err
	}
	if r == nil {
		return nil, errNoDocument
	}
	b := &bodyReader{}
	title, remark := z.Core()
	b.Title(title)
	b.Remark(remark)
	b.Ours(z.Ours())
	b.styles, err = readStyles(z, z.Related(main, "styles", "word/styles.xml"))
	if err != nil {
		b.Note("文件的样式已损坏，标题的级别可能无法读取")
	}
	b.numbering, err = readNumbering(z, z.Related(main, "numbering", "word/numbering.xml"), b.styles)
	if err != nil {
		b.Note("文件的自动编号已损坏，段落前面的编号可能无法读取")
	}
	if err := errors.Join(b.read(r), r.Close()); err != nil {
		return nil, err
	}
	return b.finish()
}

// finish notes what was not taken over.
func (b *bodyReader) finish() (*source.Document, error) {
	if b.pictures > 0 {
		b.Note(fmt.Sprintf("文件里有 %d 张图片，图片里的文字无法读取", b.pictures))
	}
	if b.objects > 0 {
		b.Note(fmt.Sprintf("文件里嵌入了 %d 个其他程序的对象（例如 Excel 表格），里面的内容没有读", b.objects))
	}
	if b.numbering.long {
		b.Note("文件里有的自动编号文字太长，没有读，请核对段落前面的编号")
	}
	if b.contents {
		b.Note("文件里的目录没有读")
	}
	return b.Document()
}
