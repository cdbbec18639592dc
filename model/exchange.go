package model

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"math/big"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"
)

// Schema names the exchange file's format.
const Schema = "nianbao/1"

// exchange is the exchange file; see [Encode]. M holds its objects of cells and
// texts: written in the form's order, read in any.
type exchange[M orderedMap | members] struct {
	Schema       string        `json:"schema"`
	Form         string        `json:"form"`
	Unit         string        `json:"unit"`
	Level        UnitLevel     `json:"level"`
	Year         int           `json:"year"`
	Title        string        `json:"title"`
	Date         string        `json:"date"`
	Text         M             `json:"text"`
	Figures      M             `json:"figures"`
	Notes        M             `json:"notes"`
	Explanations []Explanation `json:"explanations"`
	Revision     int           `json:"revision"`
	// Unread lists the cells that could not be read, which UnreadAs has the words of,
	// and of amounts that had to be rounded. Until 2026 Unread was what UnreadAs is.
	Unread   json.RawMessage `json:"unread,omitempty"`
	UnreadAs M               `json:"unread_as,omitzero"`
	Rescue   *Rescue         `json:"rescue,omitempty"` // a rescue file's only
}

// orderedMap is a JSON object that keeps the form's order.
type orderedMap struct {
	keys   []string
	values []json.RawMessage
}

func (m orderedMap) IsZero() bool { return len(m.keys) == 0 }

func (m *orderedMap) put(key string, value any) error {
	var raw []byte
	var err error
	if f, ok := value.(Figure); ok { // two hundred of them a report
		raw, err = f.MarshalJSON()
	} else {
		raw, err = marshal(value)
	}
	if err != nil {
		return err
	}
	m.keys, m.values = append(m.keys, key), append(m.values, raw)
	return nil
}

func (m orderedMap) MarshalJSON() ([]byte, error) {
	b := make([]byte, 0, 64*len(m.keys)+2)
	b = append(b, '{')
	for i, k := range m.keys {
		if i > 0 {
			b = append(b, ',')
		}
		if !isPlain(k) {
			key, err := marshal(k)
			if err != nil {
				return nil, err
			}
			b = append(b, key...)
		} else {
			b = append(append(append(b, '"'), k...), '"')
		}
		b = append(append(b, ':'), m.values[i]...)
	}
	return append(b, '}'), nil
}

// isPlain reports whether JSON writes a text as it stands, as the names of cells are.
func isPlain(s string) bool {
	return !strings.ContainsFunc(s, func(r rune) bool {
		letter := r >= 'a' && r <= 'z' || r >= '0' && r <= '9'
		return !letter && r != '.' && r != '_'
	})
}

// members are a JSON object's, as they stand. Of two with one key the later counts.
type members []member

type member struct {
	key string
	raw json.RawMessage
}

// UnmarshalJSON is for files that [plainExchange] leaves alone.
func (m *members) UnmarshalJSON(data []byte) error {
	var all map[string]json.RawMessage
	if err := json.Unmarshal(data, &all); err != nil {
		return err
	}
	if all == nil {
		*m = nil
	}
	for key, raw := range all {
		*m = append(*m, member{key, raw})
	}
	return nil
}

// marshal is json.Marshal without escaping < > &.
func marshal(v any) ([]byte, error) {
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(v); err != nil {
		return nil, err
	}
	return bytes.TrimRight(b.Bytes(), "\n"), nil
}

// Encode writes a report as the exchange file: one JSON object, indented, with
// every cell that is not blank, the computed ones included, in form order. The
// same report gives the same bytes.
func Encode(r *Report) ([]byte, error) { return EncodeRescue(r, nil) }

// EncodeRescue is Encode with what a rescue file has beside; nil for none.
func EncodeRescue(r *Report, rescue *Rescue) ([]byte, error) {
	raw, err := encode(r, rescue)
	if err != nil {
		return nil, err
	}
	var b bytes.Buffer
	b.Grow(len(raw) + len(raw)/2)
	if err := json.Indent(&b, raw, "", "  "); err != nil {
		return nil, err
	}
	b.WriteByte('\n')
	return b.Bytes(), nil
}

// EncodeDense is [Encode] without white space between the parts, for what nobody looks
// at.
func EncodeDense(r *Report) ([]byte, error) { return encode(r, nil) }

func encode(r *Report, rescue *Rescue) ([]byte, error) {
	x := exchange[orderedMap]{Schema: Schema, Form: r.Form.Edition, Unit: r.Unit, Level: r.Level, Year: r.Year,
		Title: r.FullTitle(), Date: r.Date, Explanations: r.Explanations, Revision: r.Revision, Rescue: rescue}
	if x.Explanations == nil {
		x.Explanations = []Explanation{}
	}
	var errs []error
	for i := range r.Form.Sections {
		if s := &r.Form.Sections[i]; s.Table == nil {
			errs = append(errs, x.Text.put(s.Key, r.Text[s.Key]))
		}
	}
	sheet := Evaluate(r)
	var unread []CellID
	for _, c := range r.Form.Cells() {
		v := sheet.At(c.ID)
		if sheet.Unknown(c.ID) {
			v = r.Stated[c.ID] // nobody can add it up
		}
		if v.Filled() {
			errs = append(errs, x.Figures.put(string(c.ID), v))
		}
		if n := r.Notes[c.ID]; n != "" {
			errs = append(errs, x.Notes.put(string(c.ID), n))
		}
		if r.IsUnread(c.ID) {
			unread = append(unread, c.ID)
		}
		if u := r.Unread[c.ID]; u != "" && u != NotRead {
			errs = append(errs, x.UnreadAs.put(string(c.ID), u))
		}
	}
	if len(unread) > 0 {
		var err error
		x.Unread, err = marshal(unread)
		errs = append(errs, err)
	}
	if err := errors.Join(errs...); err != nil {
		return nil, err
	}
	return marshal(x)
}

// FigureValue is what another file has in a cell as the exchange file has it: a
// number without what binary fractions add; typed in words as it may be typed on
// the screen (３００, 1,234); else the words as they stand.
func FigureValue(text string, c *Cell) any {
	if f, err := ParseFigure(text, c.Column); err == nil && f.Filled() && !LikeSeveral(text) {
		return json.Number(f.String())
	}
	if n, err := strconv.ParseFloat(text, 64); err == nil && math.Abs(n) < 1e15 {
		return json.Number(strconv.FormatFloat(n, 'f', -1, 64))
	}
	return text
}

// Decode reads an exchange file. What a cell holds that is no figure is kept in
// Unread, a computed cell's figure in Stated; both are for [Check] to speak of.
// The error is for the operator.
func Decode(data []byte) (*Report, error) {
	if !utf8.Valid(data) {
		return nil, errors.New("不是 UTF-8 编码的文字，请把文件另存为 UTF-8")
	}
	data = bytes.TrimPrefix(data, []byte("\ufeff"))
	x, ok := plainExchange(data)
	if !ok {
		var err error
		if x, err = anyExchange(data); err != nil {
			return nil, err
		}
	}
	return decodeExchange(x)
}

// anyExchange reads an exchange file that somebody else may have written.
func anyExchange(data []byte) (x exchange[members], err error) {
	if err = json.Unmarshal(data, &x); err == nil {
		return x, nil
	}
	if json.NewDecoder(bytes.NewReader(data)).Decode(&exchange[members]{}) == nil {
		return x, errors.New("JSON 后面还有多余的内容")
	}
	return x, fmt.Errorf("不是完整的 JSON，或者内容的类型不对：%w", err)
}

func decodeExchange(x exchange[members]) (*Report, error) {
	if x.Schema != Schema {
		return nil, fmt.Errorf("不是 nianbao 的交换文件（schema 应为 %q，文件里是 %q）", Schema, Shorten(x.Schema))
	}
	form := FormOf(x.Form)
	if form == nil {
		return nil, fmt.Errorf("不认识 %q 版的表式，这一版程序支持 %s", Shorten(x.Form), editionNames())
	}
	if err := errors.Join(CheckUnit(x.Unit), CheckYear(x.Year), CheckDate(x.Date), checkField(FieldLevel, string(x.Level))); err != nil {
		return nil, err
	}
	r := NewReport(form, x.Unit, x.Level, x.Year)
	r.Date, r.Explanations, r.Revision = x.Date, tidyExplanations(x.Explanations), x.Revision
	if title := CleanLine(x.Title); title != r.FullTitle() {
		r.Title = title
	}
	if err := r.decodeTexts(x); err != nil {
		return nil, err
	}
	if err := r.decodeCells(x); err != nil {
		return nil, err
	}
	r.DropStated()
	return r, nil
}

// DropStated forgets the stated totals that agree with the sums: they say
// nothing new.
func (r *Report) DropStated() {
	sheet := Evaluate(r)
	for id, stated := range r.Stated {
		if stated == sheet.At(id) {
			delete(r.Stated, id)
		}
	}
}

func (r *Report) decodeTexts(x exchange[members]) error {
	for _, m := range x.Text {
		text, err := jsonText(m.raw)
		if err != nil {
			return fmt.Errorf("text 的 %q 不是文字：%w", Shorten(m.key), err)
		}
		t := Target{TargetText, m.key}
		text = CleanText(text)
		if err := r.check(t, text); err != nil {
			return err
		}
		r.set(t, text)
	}
	return nil
}

func (r *Report) decodeCells(x exchange[members]) error {
	r.Figures = make(map[CellID]Figure, len(x.Figures))
	done := make([]bool, len(r.Form.Cells()))
	for _, m := range slices.Backward(x.Figures) {
		c := r.Form.Cell(CellID(m.key))
		if c == nil {
			return fmt.Errorf("figures 里的 %q 不是这张表的格", Shorten(m.key))
		}
		if done[c.pos] {
			continue
		}
		done[c.pos] = true
		text := strings.TrimSpace(string(m.raw))
		f, err := ParseDecimal(text)
		if err != nil {
			f = RoundDecimal(text)
			r.Unread[c.ID] = Shorten(strings.Trim(text, `"`))
		}
		switch {
		case !f.Filled():
		case c.Computed():
			r.Stated[c.ID] = f
		default:
			r.Figures[c.ID] = f
		}
	}
	for _, m := range x.Notes {
		note, err := jsonText(m.raw)
		if err != nil || r.Form.Cell(CellID(m.key)) == nil {
			return fmt.Errorf("notes 里的 %q 不对", Shorten(m.key))
		}
		r.Notes[CellID(m.key)] = CleanLine(note)
	}
	return r.decodeUnread(x)
}

func (r *Report) decodeUnread(x exchange[members]) error {
	was, list := x.UnreadAs, []CellID{}
	if len(x.Unread) > 0 && json.Unmarshal(x.Unread, &list) != nil {
		if err := json.Unmarshal(x.Unread, &was); err != nil {
			return fmt.Errorf("unread 不是一列格名：%w", err)
		}
	}
	for _, m := range was {
		words, err := jsonText(m.raw)
		if err == nil && r.Form.Cell(CellID(m.key)) != nil {
			r.Unread[CellID(m.key)] = CleanLine(words)
		}
	}
	for _, id := range list {
		switch c := r.Form.Cell(id); {
		case c == nil:
			return fmt.Errorf("unread 里的 %q 不是这张表的格", Shorten(string(id)))
		case r.Unread[id] == "" && !r.Figures[id].Filled():
			r.Unread[id] = NotRead
		}
	}
	return nil
}

// RoundDecimal is a decimal with too many places rounded half away from zero
// to what a figure holds; blank where the text is no decimal or is too large.
func RoundDecimal(s string) Figure {
	if len(s) > 64 || strings.ContainsAny(s, "eE/_xXpPbBoO") {
		return Blank
	}
	n, ok := new(big.Rat).SetString(s)
	if !ok {
		return Blank
	}
	f, err := ParseDecimal(n.FloatString(Places))
	if err != nil {
		return Blank
	}
	return f
}
