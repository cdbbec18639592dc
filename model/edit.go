package model

import (
	"encoding/json"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"
)

// TargetKind says what part of a report a change is about.
type TargetKind string

// The parts of a report that an edit can change.
const (
	TargetCell  TargetKind = "cell"  // Key is a cell name
	TargetText  TargetKind = "text"  // Key is a section's key
	TargetField TargetKind = "field" // Key is one of the Field constants
	TargetNote  TargetKind = "note"  // the note beside a figure; Key is a cell name
	// TargetStated is the ledger's figure for a total, kept to compare with the
	// sum; Key is the name of a computed cell.
	TargetStated TargetKind = "stated"
	// TargetPrinted is one of [Report.Printed]; Key is the name of a computed cell.
	TargetPrinted TargetKind = "printed"
	// TargetUnread is what another source has in a cell and could not be read;
	// Key is a cell name, the value its words, or [NotRead].
	TargetUnread TargetKind = "unread"
	// TargetExplanation is why a finding stands; Key is [Explanation]'s, the
	// value its JSON.
	TargetExplanation TargetKind = "explanation"

	// The rest is in a collector's report only; values are JSON.

	TargetListed     TargetKind = "listed"     // Key is a unit's name, the value its [ListedUnit]
	TargetReview     TargetKind = "review"     // Key is a unit's name, the value its [UnitReview]
	TargetAdjustment TargetKind = "adjustment" // Key is [Adjustment]'s
	// TargetSum is the sum and what it was added up of, as one value; Key is "".
	TargetSum TargetKind = "sum"
)

// The fields of a report besides texts and figures.
const (
	FieldUnit  = "unit"
	FieldLevel = "level"
	FieldYear  = "year"
	FieldTitle = "title"
	FieldDate  = "date"
	// FieldState is Report.State; see [Finish] and [Reopen].
	FieldState = "state"
	FieldScope = "scope" // Report.Scope
)

// FieldName is the field in Chinese.
func FieldName(field string) string {
	switch field {
	case FieldUnit:
		return "单位"
	case FieldLevel:
		return "级别"
	case FieldYear:
		return "年度"
	case FieldTitle:
		return "标题"
	case FieldDate:
		return "日期"
	case FieldState:
		return "状态"
	case FieldScope:
		return "口径"
	}
	return field
}

// Target is one thing that can be changed.
type Target struct {
	Kind TargetKind `json:"kind"`
	Key  string     `json:"key"`
}

// Change is one target before and after, both written as in the exchange
// file; a blank cell is "".
type Change struct {
	Target
	Before string `json:"before"`
	After  string `json:"after"`
}

// Edit is one act of a user: everything it changes is applied, undone, logged
// and saved together.
type Edit struct {
	// ID is given by the session. Edits that carry the same ID are one act
	// going on, such as the typing of a text, saved in between.
	ID      string   `json:"id"`
	Label   string   `json:"label"` // Chinese, for undo and the log
	Reason  string   `json:"reason,omitempty"`
	Changes []Change `json:"changes"`
}

// Empty reports whether the edit changes nothing.
func (e Edit) Empty() bool { return len(e.Changes) == 0 }

// Inverse is the edit turned round.
func (e Edit) Inverse() Edit {
	inv := Edit{Changes: make([]Change, 0, len(e.Changes))}
	for _, c := range slices.Backward(e.Changes) {
		inv.Changes = append(inv.Changes, Change{c.Target, c.After, c.Before})
	}
	return inv
}

// Get is the present value of a target, as Change writes it.
func (r *Report) Get(t Target) string {
	switch t.Kind {
	case TargetCell:
		return r.Figures[CellID(t.Key)].String()
	case TargetText:
		return r.Text[t.Key]
	case TargetNote:
		return r.Notes[CellID(t.Key)]
	case TargetStated:
		return r.Stated[CellID(t.Key)].String()
	case TargetPrinted:
		return r.Printed[CellID(t.Key)].String()
	case TargetUnread:
		return r.Unread[CellID(t.Key)]
	case TargetExplanation:
		return r.getExplanation(t.Key)
	case TargetListed, TargetReview, TargetAdjustment, TargetSum:
		return r.getCollected(t)
	}
	switch t.Key {
	case FieldUnit:
		return r.Unit
	case FieldLevel:
		return string(r.Level)
	case FieldYear:
		return strconv.Itoa(r.Year)
	case FieldTitle:
		return r.Title
	case FieldDate:
		return r.Date
	case FieldState:
		return string(r.State)
	case FieldScope:
		return string(r.Scope)
	}
	return ""
}

// Check reports why a target can't take a value, or nil.
func (r *Report) check(t Target, value string) error {
	switch t.Kind {
	case TargetCell:
		c := r.Form.Cell(CellID(t.Key))
		if c == nil {
			return fmt.Errorf("没有叫「%s」的格", t.Key)
		}
		if c.Computed() {
			return fmt.Errorf("「%s」是自动计算的总计，不能直接填；请改它的分项", c.Brief())
		}
		if r.IsSum() {
			return ErrSum
		}
		_, err := ParseDecimal(value)
		return err
	case TargetText:
		s := r.Form.Section(t.Key)
		if s == nil || s.Table != nil {
			return fmt.Errorf("第「%s」部分不是文字", t.Key)
		}
		if n := len([]rune(value)); n > MaxText {
			return fmt.Errorf("文字有 %d 字，超过上限 %d 字", n, MaxText)
		}
		return nil
	case TargetStated, TargetPrinted:
		if c := r.Form.Cell(CellID(t.Key)); c == nil || !c.Computed() {
			return fmt.Errorf("「%s」不是总计", t.Key)
		}
		_, err := ParseDecimal(value)
		return err
	case TargetNote:
		if r.Form.Cell(CellID(t.Key)) == nil {
			return fmt.Errorf("没有叫「%s」的格", t.Key)
		}
		if value != CleanLine(value) {
			return fmt.Errorf("附注最多 %d 字，只写一行", MaxNote)
		}
		return nil
	case TargetUnread:
		if r.Form.Cell(CellID(t.Key)) == nil || value != CleanLine(value) {
			return fmt.Errorf("没有叫「%s」的格", t.Key)
		}
		return nil
	case TargetField:
		if t.Key == FieldState {
			return r.checkState(value)
		}
		if t.Key == FieldScope {
			return r.checkScope(Scope(value))
		}
		return checkField(t.Key, value)
	case TargetExplanation:
		return r.Form.checkExplanation(t.Key, value)
	case TargetListed, TargetReview, TargetAdjustment, TargetSum:
		return r.checkCollected(t, value)
	}
	return fmt.Errorf("unknown kind of target %q", t.Kind)
}

func checkField(field, value string) error {
	switch field {
	case FieldUnit:
		return CheckUnit(value)
	case FieldLevel:
		if !UnitLevel(value).Valid() {
			return fmt.Errorf("没有「%s」这个级别", value)
		}
		return nil
	case FieldYear:
		year, err := strconv.Atoi(value)
		if err != nil {
			year = 0 // out of range, which CheckYear words
		}
		return CheckYear(year)
	case FieldTitle:
		return nil
	case FieldDate:
		return CheckDate(value)
	}
	return fmt.Errorf("unknown field %q", field)
}

// set gives a target a value that check has allowed.
func (r *Report) set(t Target, value string) {
	switch t.Kind {
	case TargetCell:
		setFigure(r.Figures, t.Key, value)
	case TargetText:
		if value == "" {
			delete(r.Text, t.Key)
		} else {
			r.Text[t.Key] = value
		}
	case TargetStated:
		setFigure(r.Stated, t.Key, value)
	case TargetPrinted:
		setFigure(r.Printed, t.Key, value)
	case TargetNote:
		if value == "" {
			delete(r.Notes, CellID(t.Key))
		} else {
			r.Notes[CellID(t.Key)] = value
		}
	case TargetUnread:
		if value == "" {
			delete(r.Unread, CellID(t.Key))
		} else {
			r.Unread[CellID(t.Key)] = value
		}
	case TargetExplanation:
		r.setExplanation(t.Key, value)
	case TargetListed, TargetReview, TargetAdjustment, TargetSum:
		r.setCollected(t, value)
	case TargetField:
		switch t.Key {
		case FieldUnit:
			r.Unit = value
		case FieldLevel:
			r.Level = UnitLevel(value)
		case FieldYear:
			if year, err := strconv.Atoi(value); err == nil {
				r.Year = year
			}
		case FieldTitle:
			r.Title = value
		case FieldDate:
			r.Date = value
		case FieldState:
			r.State = State(value)
		case FieldScope:
			r.Scope = Scope(value)
		}
	}
}

func setFigure(in map[CellID]Figure, key, value string) {
	if f, err := ParseDecimal(value); err == nil && f.Filled() {
		in[CellID(key)] = f
	} else {
		delete(in, CellID(key))
	}
}

// add appends a change to value unless the target has it already. A figure takes its
// cell off the list of those that could not be read, so that taking it back brings
// that back, too.
func (e *Edit) add(r *Report, t Target, value string) {
	if t.Kind == TargetUnread {
		if i := slices.IndexFunc(e.Changes, func(c Change) bool { return c.Target == t }); i >= 0 {
			e.Changes[i].After = value
			return
		}
	}
	before := r.Get(t)
	if before == value {
		return
	}
	e.Changes = append(e.Changes, Change{t, before, value})
	if figure := t.Kind == TargetCell || t.Kind == TargetStated; figure && value != "" {
		e.add(r, Target{TargetUnread, t.Key}, "")
	}
}

// CellFigure is a figure for a cell.
type CellFigure struct {
	Cell   CellID
	Figure Figure
}

// SetFigures is the edit that gives cells figures; cells that have them already are left out.
func SetFigures(r *Report, figures ...CellFigure) Edit {
	var e Edit
	for _, f := range figures {
		e.add(r, Target{TargetCell, string(f.Cell)}, f.Figure.String())
	}
	if len(e.Changes) > 0 {
		e.Label = "修改 " + r.TargetName(e.Changes[0].Target)
		if n := e.cells(); n > 1 {
			e.Label += fmt.Sprintf(" 等 %d 格", n)
		}
	}
	return e
}

// cells counts the figures that an edit changes.
func (e Edit) cells() (n int) {
	for _, c := range e.Changes {
		if c.Kind == TargetCell {
			n++
		}
	}
	return n
}

// FillZero is the edit that fills every blank of a section, or of the whole
// report for "", with 0.
func FillZero(r *Report, section string) Edit {
	var figures []CellFigure
	for _, id := range r.Blanks(section) {
		figures = append(figures, CellFigure{id, Zero})
	}
	e := SetFigures(r, figures...)
	where := "全部表格"
	if s := r.Form.Section(section); s != nil {
		where = s.Name
	}
	e.Label = fmt.Sprintf("%s %d 格填 0", where, len(e.Changes))
	return e
}

// SetText is the edit that replaces the text of a section; the text is cleaned.
func SetText(r *Report, section, text string) Edit {
	e := Edit{Label: "修改 " + r.TargetName(Target{TargetText, section})}
	e.add(r, Target{TargetText, section}, CleanText(text))
	return e
}

// SetField is the edit that changes a field; its text is cleaned.
func SetField(r *Report, field, value string) Edit {
	e := Edit{Label: "修改 " + FieldName(field)}
	e.add(r, Target{TargetField, field}, CleanLine(value))
	return e
}

// SetNote is the edit that puts a note beside a figure, or with "" takes it away.
func SetNote(r *Report, cell CellID, note string) Edit {
	t := Target{TargetNote, string(cell)}
	e := Edit{Label: "修改 " + r.TargetName(t)}
	if note = CleanLine(note); utf8.RuneCountInString(note) > MaxNote {
		// So that check refuses it: which has to let a longer one pass that was
		// stored once, and that undoing or restoring brings back.
		note += "\n"
	}
	e.add(r, t, note)
	return e
}

// SplitNote takes a note in brackets off what is typed into a cell:
// 22（其中修订16件） is a figure and a note.
func SplitNote(text string) (figure, note string) {
	s := strings.TrimSpace(text)
	for _, b := range [][2]string{{"（", "）"}, {"(", ")"}} {
		if head, tail, ok := strings.Cut(s, b[0]); ok && strings.TrimSpace(head) != "" && strings.HasSuffix(tail, b[1]) {
			return strings.TrimSpace(head), CleanLine(strings.TrimSuffix(tail, b[1]))
		}
	}
	return text, ""
}

// Join makes one edit of several that do not touch the same targets.
func Join(label string, edits ...Edit) Edit {
	e := Edit{Label: label}
	for _, x := range edits {
		e.Changes = append(e.Changes, x.Changes...)
	}
	return e
}

// TargetName is the target in Chinese: 表三 新收/自然人, 一、总体情况, 单位.
func (r *Report) TargetName(t Target) string {
	switch t.Kind {
	case TargetCell:
		if c := r.Form.Cell(CellID(t.Key)); c != nil {
			return c.Brief()
		}
	case TargetNote:
		if c := r.Form.Cell(CellID(t.Key)); c != nil {
			return c.Brief() + " 的附注"
		}
	case TargetStated:
		if c := r.Form.Cell(CellID(t.Key)); c != nil {
			return c.Brief() + " 的台账总计"
		}
	case TargetPrinted:
		if c := r.Form.Cell(CellID(t.Key)); c != nil {
			return c.Brief() + " 的原件总计"
		}
	case TargetUnread:
		if c := r.Form.Cell(CellID(t.Key)); c != nil {
			return c.Brief() + " 没有读出的内容"
		}
	case TargetText:
		if s := r.Form.Section(t.Key); s != nil {
			return s.Name
		}
	case TargetField:
		return FieldName(t.Key)
	case TargetExplanation:
		rule, _, _ := strings.Cut(t.Key, " ")
		return "对 " + rule + " 的说明"
	case TargetListed:
		return "名单上的 " + t.Key
	case TargetReview:
		return t.Key + " 的收报状态"
	case TargetAdjustment:
		cell, _, _ := strings.Cut(t.Key, " ")
		return r.TargetName(Target{TargetCell, cell}) + " 的调整"
	case TargetSum:
		return "汇总数"
	}
	return t.Key
}

// ShowValue is a target's value as the screen shows it: a blank cell in words,
// a long text by its length.
func ShowValue(t Target, value string) string {
	switch {
	case t == stateTarget:
		return State(value).Name()
	case value == "":
		return "（空）"
	case t.Kind == TargetText:
		return fmt.Sprintf("%d 字", CountCharacters(value))
	case t.Kind == TargetExplanation:
		var e Explanation
		if json.Unmarshal([]byte(value), &e) == nil {
			return e.Text
		}
	case t.Kind == TargetField && t.Key == FieldLevel:
		return UnitLevel(value).Name()
	case slices.Contains(collectorsKinds, t.Kind):
		return showCollected(t, value)
	}
	return value
}

// CountCharacters counts what the notice's limit of a thousand counts:
// characters without white space.
func CountCharacters(s string) int {
	n := 0
	for _, r := range s {
		switch r {
		case ' ', '\n', '\t', '\u3000':
		default:
			n++
		}
	}
	return n
}

// CarryOver is the edit that begins a report with what last year's leaves
// behind, as the form's Carries say, and with the rules that the same unit does
// without; it leaves filled cells alone.
func CarryOver(r, last *Report) Edit {
	sheet, blank := EvaluateAs(last, r.Form), r.Blanks("")
	var figures []CellFigure
	for _, c := range r.Form.Cells() {
		from := r.Form.CarriedFrom(c.ID)
		if v := sheet.At(from); from != "" && v.Filled() && slices.Contains(blank, c.ID) {
			figures = append(figures, CellFigure{c.ID, v})
		}
	}
	e := SetFigures(r, figures...)
	e.Label = fmt.Sprintf("从 %s 带入 %d 格", last.Name(), len(e.Changes))
	for i := range last.Explanations {
		if x := &last.Explanations[i]; x.Unit && last.Unit == r.Unit && r.Form.checkExplanation(x.Key(), x.encode()) == nil {
			e.add(r, Target{TargetExplanation, x.Key()}, x.encode())
		}
	}
	return e
}

// CarriedFrom is the cell of last year's report that a cell begins with; "" for
// none.
func (f *Form) CarriedFrom(id CellID) CellID { return f.index().carriedFrom[id] }
