// Package export writes finished files of a report and reads report files.
//
// Each format is a writer in a package of its own, chosen from one table; the
// words and their order come from package paper for all of them. The same
// report gives the same bytes each time.
//
// # From file to report
//
//	file - source.Sniff -> reader of its format -> source.Document -> match.Read -> model.Reading -> store.Create   a new report
//	       by content      docx.Source, …          paragraphs, grids  labels, order,  figures, how     model.Adopt --> one model.Edit of the report in hand
//	                                               in reading order   arithmetic      sure, left out
//
// What of a cell a person sees is decided in one place, export/source/seen.go: readers hand over runs
// with marks (struck, hidden, pale, tiny, covered, drawn twice, raised, in a box, a thing that is no
// text), source.Seen makes the cell's text and its doubts of them, and match believes it. Readers know
// files and nothing of the form; match knows the form and nothing of files; model.Reading is all that
// screens and commands see. Files of our own that name their cells (json, xlsx, csv) skip match, but
// for a workbook whose tables are not as they were written: that is read both ways, and a cell of
// which name and label say different things is doubtful (export/readbook.go). A reading makes nothing
// up and mends nothing: a cell is in it with what stands there, or it is blank, and whatever did not
// come in is listed with place and reason.
//
// A format to write is a package and a row of the table in export/export.go, which also says which
// options it takes (model.FileOption) and whether a review can be written so: help, completion, errors
// and the screen ask the table.
//
// A format to read is a package with func Source([]byte) (*source.Document, error), a kind in
// source.Sniff and a case in export.ReadBytes. Its errors are sentences for the operator that say what
// to do next. Bounds on what hostile files take are the reader's own, and count what is shown, not
// what is kept: a text that thousands of cells refer to costs thousands of times
// (source.Builder.Spend, export/source/xlsx/bounds.go). No file below 10 MB takes 512 MB or 5 s of
// processor; export/shapes_test.go makes such files by shape and looks for new ones.
//
// A label that reports have instead of the form's is a line of data: Aliases of the row, column or
// heading in the form (model/form2021.go). The matcher folds width, brackets, numbers and spaces
// before it compares.
//
// Confidence is how a row was found times how a column was: 1 for the form's own label under the
// form's own head; the constants in export/match/label.go (labels alike, labels by order) and place.go
// (heads missing, as many figures as columns, a short row, a total that is not the sum) for less.
// Below model.Sure the cell is shown as doubtful, and the sentence in How says why.
//
// The form of 2019 and 2020 is data like that of 2021 (model/form2019.go). match chooses by the
// report's year and the labels (model.Fitting); cells that both have carry the same names, so the
// years compare and carry over.
//
// model.Adopt works out the one edit that takes a reading into a report: blanks filled, conflicts as
// they were chosen, cells that the report's edition lacks left out by name. The screen (ui/reading.go,
// ui/readingview.go) and import --into share it. Corrections in the preview are edits of a session
// over the reading's own report, so undo there never touches the report in hand.
package export

import (
	"bytes"
	"errors"
	"io"
	"os"
	"strings"

	"nianbao/export/csv"
	"nianbao/export/docx"
	"nianbao/export/fonts"
	"nianbao/export/html"
	"nianbao/export/infographic"
	"nianbao/export/layout"
	"nianbao/export/markdown"
	"nianbao/export/ofd"
	"nianbao/export/paper"
	"nianbao/export/pdf"
	"nianbao/export/review"
	"nianbao/export/text"
	"nianbao/export/xlsx"
	"nianbao/model"
	"nianbao/model/rollup"
)

// Options say how a file is written.
type Options = model.FileOptions

// Written is a file that was written.
type Written = model.Written

// format is a row of the table of formats: which there are, what each takes, and its
// writers stand here and nowhere else.
type format struct {
	model.Format
	// write returns what the operator should know about the file, a Chinese
	// sentence each.
	write  func(io.Writer, *model.Report, Options) (notes []string, err error)
	review func(io.Writer, *review.Document) error // nil where no review is written so
	letter func(io.Writer, *review.Letter) error   // of those, a letter
}

var formats = []format{
	row("docx", "Word 文档", document, model.OptionTemplate).reviewed(func(w io.Writer, d *review.Document) error { return docx.WriteLetter(w, d.Letter()) }, docx.WriteLetter),
	row("xlsx", "Excel 工作簿", workbook, model.OptionBlank).reviewed(xlsx.WriteReview, xlsx.WriteLetter),
	row("pdf", "PDF 文件", paged(pdf.Write), model.OptionFont),
	row("ofd", "OFD 版式文件", paged(ofd.Write), model.OptionFont),
	row("html", "网页", page, model.OptionFragment).reviewed(html.WriteReview, html.WriteLetter),
	row("md", "Markdown 文本", printed(markdown.Write)),
	row("txt", "纯文本", encoded(printed(text.Write)), model.OptionEncoding),
	row("csv", "数据表", encoded(table), model.OptionEncoding),
	row("json", "交换文件", exchange),
	row("svg", "图解", drawing),
	row("png", "图解", bitmap, model.OptionFont),
}

// row is a format whose files end in its name; takes are the options that not every
// format has.
func row(name, title string, write func(io.Writer, *model.Report, Options) ([]string, error), takes ...model.FileOption) format {
	return format{Format: model.Format{Name: name, Ext: "." + name, Title: title + "（" + name + "）", Takes: takes}, write: write}
}

// reviewed is a format in which reviews are written, too.
func (f format) reviewed(write func(io.Writer, *review.Document) error, letter func(io.Writer, *review.Letter) error) format {
	f.Review, f.review, f.letter = true, write, letter
	return f
}

// Formats lists all formats in the order in which people are offered them.
func Formats() []model.Format {
	var all []model.Format
	for _, f := range formats {
		all = append(all, f.Format)
	}
	return all
}

// Write writes a report in the named format, and returns what the operator
// should know about it. Its errors carry a code and a hint; see [Error].
func Write(w io.Writer, format string, r *model.Report, o Options) (notes []string, err error) {
	data, notes, err := render(format, r, o)
	if err != nil {
		return nil, err
	}
	if _, err := w.Write(data); err != nil {
		return nil, writeError("输出", err)
	}
	return notes, nil
}

// render makes the whole file in memory (a report is some ten kilobytes), so
// that nothing half written ever reaches anybody.
func render(format string, r *model.Report, o Options) (data []byte, notes []string, err error) {
	f, err := find(format)
	if err != nil {
		return nil, nil, err
	}
	var b bytes.Buffer
	o.Draft = o.Draft || rollup.Shortfall(r) != "" // whoever asks for it
	notes, err = f.write(&b, r, o)
	var own *Error
	if err != nil && !errors.As(err, &own) {
		err = &Error{model.CodeUnwritable, "生成" + f.Title + "时出错", "请先用交换文件（json）格式导出，保住已填的内容", err}
	}
	return b.Bytes(), notes, err
}

func find(name string) (format, error) {
	var names []string
	for _, f := range formats {
		if f.Name == name {
			return f, nil
		}
		names = append(names, f.Name)
	}
	return format{}, &Error{model.CodeUsage, "没有「" + name + "」这种格式", "可用的格式有 " + strings.Join(names, "、"), nil}
}

// printed makes a writer of paper a writer of reports.
func printed(write func(io.Writer, *paper.Document) error) func(io.Writer, *model.Report, Options) ([]string, error) {
	return func(w io.Writer, r *model.Report, o Options) ([]string, error) {
		return nil, write(w, paper.Build(r, o).Unpaged())
	}
}

// document writes the Word file, into the unit's own where one is named.
func document(w io.Writer, r *model.Report, o Options) ([]string, error) {
	d := paper.Build(r, o)
	if o.Template == "" {
		return nil, docx.Write(w, d)
	}
	f, err := os.Open(o.Template)
	if err != nil {
		return nil, readError(o.Template, err)
	}
	defer f.Close() // it was only read
	info, err := f.Stat()
	if err != nil {
		return nil, readError(o.Template, err)
	}
	t, err := docx.ReadTemplate(f, info.Size())
	if err == nil {
		return docx.WriteWith(w, d, t)
	}
	var unfit *docx.TemplateError
	if errors.As(err, &unfit) {
		return nil, &Error{model.CodeUsage, "模板「" + o.Template + "」不能用：" + unfit.Error(), unfit.Hint(), unfit}
	}
	return nil, err
}

func workbook(w io.Writer, r *model.Report, o Options) ([]string, error) {
	return nil, xlsx.Write(w, r, xlsx.Options{Draft: o.Draft, Checksum: paper.ChecksumOf(r, o.Draft), Last: o.Last, Blank: o.Blank})
}

// paged is a format of pages that a writer draws.
func paged(write func(io.Writer, *paper.Document, layout.Options) ([]string, error)) func(io.Writer, *model.Report, Options) ([]string, error) {
	return func(w io.Writer, r *model.Report, o Options) ([]string, error) {
		notes, err := write(w, paper.Build(r, o), layout.Options{Font: o.Font})
		return notes, fontError(err)
	}
}

// fontError words an error about the font that the user named.
func fontError(err error) error {
	var file *fonts.FileError
	if errors.As(err, &file) {
		return &Error{model.CodeUsage, file.Error(), "请换一个字体文件（ttf、otf、ttc），或者不指定", err}
	}
	return err
}

// page writes the web page, with the charts at the end of it.
func page(w io.Writer, r *model.Report, o Options) ([]string, error) {
	var charts []string
	for _, p := range infographic.Charts(r, o.Last, o.Draft) {
		charts = append(charts, p.SVG())
	}
	return nil, html.Write(w, paper.Build(r, o).Unpaged(), html.Options{Fragment: o.Fragment, Charts: charts})
}

func table(w io.Writer, r *model.Report, o Options) ([]string, error) {
	return nil, csv.Write(w, r, o.Draft)
}

// drawing and bitmap write the long picture.
func drawing(w io.Writer, r *model.Report, o Options) ([]string, error) {
	return nil, infographic.WriteSVG(w, infographic.Compose(r, o.Last, o.Draft))
}

func bitmap(w io.Writer, r *model.Report, o Options) ([]string, error) {
	notes, err := infographic.WritePNG(w, infographic.Compose(r, o.Last, o.Draft), o.Font)
	return notes, fontError(err)
}

func exchange(w io.Writer, r *model.Report, o Options) ([]string, error) {
	says := model.Saying{Lacks: paper.Lacks(r, o.Draft)}
	if r.State == model.Final && !o.Draft {
		says.Checksum = r.Seal()
	}
	data, err := model.EncodeSaying(r, o.Rescue, says)
	if err != nil {
		return nil, err
	}
	_, err = w.Write(data)
	return nil, err
}
