package model

import "strconv"

// Reading is a report as it was read from a file, and how sure that is. A cell is
// in Read, or could not be read, or is blank: nothing is made up, nothing is put right.
type Reading struct {
	File    string
	Report  *Report
	Read    []ReadCell
	LeftOut []LeftOut
	Seal    string // as the file has it; "" for none
	// UnitHow says why the unit's name has to be looked at, a Chinese sentence; "" for
	// one that is certain.
	UnitHow string
	// Others names the reports that the file has beside this one, which were not read.
	Others []string
}

// Sealed says of a file that has a seal whether its content is still what was made
// final, a Chinese sentence; "" for other files.
func (x *Reading) Sealed() string {
	switch x.Seal {
	case "":
		return ""
	case x.Report.Seal():
		return "文件里的定稿校验码和内容相符：定稿以后没有改过"
	}
	return "文件里的定稿校验码和内容不符：定稿以后有人改过这个文件，或者有的内容没有读出来"
}

// ReadCell says where a cell's content was found and why it was taken for that
// cell's.
type ReadCell struct {
	Cell   CellID `json:"cell"`
	Value  Figure `json:"value"` // blank where the source has no figure there
	Source string `json:"-"`     // what stands there, as it stands
	Label  string `json:"-"`     // of its row in the source; "" where there is none
	Where  string `json:"where"` // 第2个表第5行第3列
	How    string `json:"how"`   // why it is this cell's, a Chinese sentence
	// Confidence is 1 where label and column are the form's and the totals agree,
	// less where something was guessed.
	Confidence float64 `json:"confidence"`
}

// Correct is the edit that puts right what was read for a cell of r, the reading's
// report. A total that the source has and that agreed until now is kept as the
// source has it: it may be what is right.
func (x *Reading) Correct(r *Report, id CellID, f Figure) Edit {
	e := SetFigures(r, CellFigure{id, f})
	after := r.Clone()
	after.Figures[id] = f
	was, is := Evaluate(r), Evaluate(after)
	for i := range x.Read {
		c := &x.Read[i]
		held := c.Value == was.At(c.Cell) && c.Value != is.At(c.Cell)
		if cell := r.Form.Cell(c.Cell); held && cell.Computed() && c.Value.Filled() {
			e.Changes = append(e.Changes, SetStated(r, c.Cell, c.Value).Changes...)
		}
	}
	return e
}

// LeftOut is something of the file that did not come into the report.
type LeftOut struct {
	Where string `json:"where"`
	What  string `json:"what"` // the beginning of it
	Why   string `json:"why"`  // a Chinese sentence
}

// NoFigures reports whether the file plainly has tables and not one figure of them
// could be read.
func (x *Reading) NoFigures() bool {
	for _, c := range x.Read {
		if c.Value.Filled() {
			return false
		}
	}
	made := x.Report.Headings != nil // out of a file that does not name its cells
	for _, id := range x.Report.UnreadCells("") {
		if made && x.Report.Unread[id] == NotRead {
			return true
		}
	}
	return false
}

// Label is what taking the file over is called, for undo and the log.
func (x *Reading) Label() string { return "读入 " + CleanLine(x.File) }

// Unknown reports whether the file does not say whose report it is.
func (x *Reading) Unknown() bool { return x.Report.Unit == NoUnit }

// NoUnit is the unit of a report whose file does not say whose it is.
const NoUnit = "未写明单位"

// Sure is the confidence from which on a cell need not be looked at.
const Sure = 0.9

// Guessed are the cells that somebody should look at.
func (x *Reading) Guessed() []ReadCell {
	var out []ReadCell
	for _, c := range x.Read {
		if c.Confidence < Sure {
			out = append(out, c)
		}
	}
	return out
}

// TextLengths are the characters of each text that was read, by section.
func (x *Reading) TextLengths() map[string]int {
	out := map[string]int{}
	for key, text := range x.Report.Text {
		out[key] = CountCharacters(text)
	}
	return out
}

// CorrectTo is Correct for any target, with the value as somebody has typed it.
func (x *Reading) CorrectTo(r *Report, t Target, value string) (Edit, error) {
	switch t.Kind {
	case TargetCell, TargetStated:
		id := CellID(t.Key)
		f, err := ParseFigure(value, r.Form.Cell(id).Column)
		switch {
		case err != nil:
			return Edit{}, err
		case t.Kind == TargetCell:
			return x.Correct(r, id, f), nil
		case f == Evaluate(r).At(id): // it agrees with the sum
			return SetStated(r, id, Blank), nil
		}
		return SetStated(r, id, f), nil
	case TargetNote:
		return SetNote(r, CellID(t.Key), value), nil
	}
	switch t.Key {
	case FieldDate:
		value = TidyDate(value)
	case FieldYear:
		value = strconv.Itoa(ParseYear(value))
	}
	e := SetField(r, t.Key, value)
	if t.Key == FieldUnit {
		e = Join(e.Label, e, SetField(r, FieldLevel, string(GuessUnitLevel(value))))
	}
	return e, nil
}
