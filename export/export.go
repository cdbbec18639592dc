// Package export writes finished files of a report and reads report files.
//
// Each format is a writer in a package of its own, chosen from one table; the
// words and their order come from package paper for all of them. The same
// report gives the same bytes each time.
package export

import (
	"bytes"
	"errors"
	"io"
	"os"
	"slices"
	"strings"

	"nianbao/export/chart"
	"nianbao/export/csv"
	"nianbao/export/docx"
	"nianbao/export/fonts"
	"nianbao/export/html"
	"nianbao/export/markdown"
	"nianbao/export/paper"
	"nianbao/export/pdf"
	"nianbao/export/text"
	"nianbao/export/xlsx"
	"nianbao/model"
)

// Format is a kind of file that can be written.
type Format struct {
	Name  string // as on the command line: docx
	Ext   string // of the file's name: .docx
	Title string // in Chinese, for people

	// write returns what the operator should know about the file, a Chinese
	// sentence each.
	write func(io.Writer, *model.Report, Options) (notes []string, err error)
}

// Options say how a file is written.
type Options struct {
	// Draft marks the file as not finished; the exchange file bears no mark.
	Draft bool
	// Last is the same unit's report of the year before, for formats that
	// compare; nil for none.
	Last *model.Report
	// Encoding is that of csv and txt: "" or "utf-8", "gb18030".
	Encoding string
	// Fragment leaves the page round an html text out.
	Fragment bool
	// Template is a docx file whose page, styles, header and footer are taken.
	Template string
	// Font is a TrueType file for pdf and png.
	Font string
	// Overwrite replaces a file that somebody may have edited.
	Overwrite bool
	// Blank makes a workbook the empty form, for somebody without the program.
	Blank bool
	// Known are the sums of files that nobody has touched since they were
	// written here: they may be replaced.
	Known []string
	// Rescue goes into an exchange file that is a rescue file; nil for others.
	Rescue *model.Rescue
}

// Written is a file that was written.
type Written struct {
	// Path differs from what was asked for where that could not be replaced.
	Path string
	// Sum is of its bytes: SHA-256, in hexadecimal.
	Sum string
	// Kept: the file that was asked for may have been edited, and stays.
	Kept bool
	// Notes are what the operator should know, a Chinese sentence each.
	Notes []string
}

var formats = []Format{
	{"docx", ".docx", "Word 文档（docx）", document},
	{"xlsx", ".xlsx", "Excel 工作簿（xlsx）", workbook},
	{"pdf", ".pdf", "PDF 文件（pdf）", portable},
	{"html", ".html", "网页（html）", page},
	{"md", ".md", "Markdown 文本（md）", printed(markdown.Write)},
	{"txt", ".txt", "纯文本（txt）", encoded(printed(text.Write))},
	{"csv", ".csv", "数据表（csv）", encoded(table)},
	{"json", ".json", "交换文件（json）", exchange},
	{"svg", ".svg", "办理情况图（svg）", drawn(func(w io.Writer, p []*chart.Picture, _ Options) ([]string, error) { return nil, chart.WriteSVG(w, p) })},
	{"png", ".png", "办理情况图（png）", drawn(func(w io.Writer, p []*chart.Picture, o Options) ([]string, error) {
		return chart.WritePNG(w, p, o.Font)
	})},
}

// Formats lists all formats in the order in which people are offered them.
func Formats() []Format { return slices.Clone(formats) }

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
	notes, err = f.write(&b, r, o)
	var own *Error
	if err != nil && !errors.As(err, &own) {
		err = &Error{CodeUnwritable, "生成" + f.Title + "时出错", "请先用交换文件（json）格式导出，保住已填的内容", err}
	}
	return b.Bytes(), notes, err
}

func find(format string) (Format, error) {
	var names []string
	for _, f := range formats {
		if f.Name == format {
			return f, nil
		}
		names = append(names, f.Name)
	}
	return Format{}, &Error{CodeUsage, "没有「" + format + "」这种格式", "可用的格式有 " + strings.Join(names, "、"), nil}
}

// printed makes a writer of paper a writer of reports.
func printed(write func(io.Writer, *paper.Document) error) func(io.Writer, *model.Report, Options) ([]string, error) {
	return func(w io.Writer, r *model.Report, o Options) ([]string, error) {
		return nil, write(w, paper.Build(r, o.Draft))
	}
}

// document writes the Word file, into the unit's own where one is named.
func document(w io.Writer, r *model.Report, o Options) ([]string, error) {
	d := paper.Build(r, o.Draft)
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
		return nil, &Error{CodeUsage, "模板「" + o.Template + "」不能用：" + unfit.Error(), unfit.Hint(), unfit}
	}
	return nil, err
}

func workbook(w io.Writer, r *model.Report, o Options) ([]string, error) {
	return nil, xlsx.Write(w, r, xlsx.Options{Draft: o.Draft, Last: o.Last, Blank: o.Blank})
}

func portable(w io.Writer, r *model.Report, o Options) ([]string, error) {
	notes, err := pdf.Write(w, paper.Build(r, o.Draft), pdf.Options{Font: o.Font})
	return notes, fontError(err)
}

// fontError words an error about the font that the user named.
func fontError(err error) error {
	var file *fonts.FileError
	if errors.As(err, &file) {
		return &Error{CodeUsage, file.Error(), "请换一个 TrueType 字体文件（.ttf）", err}
	}
	return err
}

// page writes the web page, with the charts at the end of it.
func page(w io.Writer, r *model.Report, o Options) ([]string, error) {
	var charts []string
	for _, p := range chart.Pictures(r, o.Last, o.Draft) {
		charts = append(charts, p.SVG())
	}
	return nil, html.Write(w, paper.Build(r, o.Draft), html.Options{Fragment: o.Fragment, Charts: charts})
}

func table(w io.Writer, r *model.Report, o Options) ([]string, error) {
	return nil, csv.Write(w, r, o.Draft)
}

// drawn makes a writer of charts a writer of reports.
func drawn(write func(io.Writer, []*chart.Picture, Options) ([]string, error)) func(io.Writer, *model.Report, Options) ([]string, error) {
	return func(w io.Writer, r *model.Report, o Options) ([]string, error) {
		notes, err := write(w, chart.Pictures(r, o.Last, o.Draft), o)
		return notes, fontError(err)
	}
}

func exchange(w io.Writer, r *model.Report, o Options) ([]string, error) {
	data, err := model.EncodeRescue(r, o.Rescue)
	if err != nil {
		return nil, err
	}
	_, err = w.Write(data)
	return nil, err
}
