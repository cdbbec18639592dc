package model

import "slices"

// What those that write and read files and those that ask for them have to say to each
// other stands here, once.

// Format is a kind of file that a report can be written as.
type Format struct {
	Name   string       // as on the command line: docx
	Ext    string       // of the file's name: .docx
	Title  string       // in Chinese, for people
	Takes  []FileOption // the options that not every format has
	Review bool         // a review can be written so, too
}

// FileOption is an option that only some formats take, by its name on the command line.
type FileOption string

// The options that only some formats take; see [FileOptions].
const (
	OptionBlank    FileOption = "blank"
	OptionEncoding FileOption = "encoding"
	OptionFont     FileOption = "font"
	OptionFragment FileOption = "fragment"
	OptionTemplate FileOption = "template"
)

// FormatsTaking are the names of the formats that take an option, in their order.
func FormatsTaking(o FileOption, formats []Format) (names []string) {
	for _, f := range formats {
		if slices.Contains(f.Takes, o) {
			names = append(names, f.Name)
		}
	}
	return names
}

// Encodings are those that a text file can be written in, the usual one first.
var Encodings = []string{"utf-8", "gb18030"}

// UnitStyle is how a unit has its reports' files made: chosen once.
type UnitStyle struct {
	// Sealed leaves room for a seal at the signature (GB/T 9704-2012, 7.3.5.1).
	Sealed   bool          `json:"sealed,omitempty"`
	Checksum ChecksumPlace `json:"checksum,omitempty"`
	Template string        `json:"template,omitempty"` // a docx file that the report is written into; "" for none
}

// ChecksumPlace is where in its files the checksum of a final report stands; what is none of
// ChecksumPlaces stands for the first.
type ChecksumPlace string

// The places of a checksum.
const (
	ChecksumProperties ChecksumPlace = "properties" // not in sight: nobody has to delete it
	ChecksumFooter     ChecksumPlace = "footer"     // under each page; under the text in files without pages
	ChecksumText       ChecksumPlace = "text"       // under the signature
)

// NamedPlace is a place and what people call it.
type NamedPlace struct {
	Place ChecksumPlace
	Title string
}

// ChecksumPlaces are the places of a checksum.
var ChecksumPlaces = []NamedPlace{{ChecksumProperties, "存在文件属性里，不印出来"}, {ChecksumFooter, "印在页脚"}, {ChecksumText, "印在正文下面"}}

// FileOptions say how a file is written.
type FileOptions struct {
	UnitStyle
	Draft      bool     // marked as not finished; the exchange file bears no mark, but says what a sum lacks
	Last       *Report  // the same unit's of the year before, for formats that compare; nil for none
	Encoding   string   // one of Encodings; "" for the usual one
	Fragment   bool     // leaves the page round an html text out
	Font       string   // a font file (.ttf, .otf, .ttc) for what is drawn
	MakeFolder bool     // makes the folder that isn't there
	Overwrite  bool     // replaces a file that somebody may have edited
	Blank      bool     // makes a workbook the empty form, for somebody without the program
	Known      []string // sums of files that nobody has touched since they were written: they may be replaced
	Rescue     *Rescue  // what a rescue file has beside; nil for other files
}

// Asked are the options that are set and that only some formats take. Blank is none of
// them: the empty form is no report's file.
func (o *FileOptions) Asked() (asked []FileOption) {
	for _, x := range []struct {
		set    bool
		option FileOption
	}{{o.Template != "", OptionTemplate}, {o.Fragment, OptionFragment}, {o.Encoding != "", OptionEncoding}, {o.Font != "", OptionFont}} {
		if x.set {
			asked = append(asked, x.option)
		}
	}
	return asked
}

// ReadOptions are what the operator knows and a file may lack.
type ReadOptions struct {
	Unit string // "" for the file's
	Year int    // 0 for the file's
	// Of several reports in the file the one of this unit and year is read; it changes
	// nothing in it.
	LikeUnit string
	LikeYear int
}

// Written is a file that was written.
type Written struct {
	Path string // differs from what was asked for where that could not be replaced
	Sum  string // of its bytes, SHA-256 in hexadecimal
	Kept bool   // the file that was asked for may have been edited, and stays
	// Notes are what the operator should know, a Chinese sentence each: a face
	// that was replaced, characters that the encoding lacks.
	Notes []string
}
