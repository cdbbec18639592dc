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

// exchange is the exchange file as it is read; see [Encode].
type exchange struct {
	Schema       string        `json:"schema"`
	Form         string        `json:"form"`
	Unit         string        `json:"unit"`
	Level        UnitLevel     `json:"level"`
	Year         int           `json:"year"`
	Title        string        `json:"title"`
	Date         string        `json:"date"`
	Text         members       `json:"text"`
	Figures      members       `json:"figures"`
	Notes        members       `json:"notes"`
	Explanations []Explanation `json:"explanations"`
	Revision     int           `json:"revision"`
	// Unread lists the cells that could not be read, which UnreadAs has the words of,
	// and of amounts that had to be rounded. Until 2026 Unread was what UnreadAs is.
	Unread   json.RawMessage `json:"unread"`
	UnreadAs members         `json:"unread_as"`
	Stated   members         `json:"stated"`
	// Settled lists those of Stated that are; without it, those that agree are.
	Settled  []CellID `json:"settled"`
	Rescue   *Rescue  `json:"rescue"`   // a rescue file's only
	Checksum string   `json:"checksum"` // of a final report

	// The rest is in a collector's only.
	Scope       Scope        `json:"scope"`
	Sources     []Source     `json:"sources"`
	Adjustments []Adjustment `json:"adjustments"`
	Units       []ListedUnit `json:"units"`
	Reviews     []UnitReview `json:"reviews"`
}

// object is a JSON object that is being written, member by member.
type object struct {
	b   []byte
	err error
}

func (o *object) put(key string, value any) {
	var raw []byte
	var err error
	switch v := value.(type) {
	case Figure: // two hundred of them a report
		raw, err = v.MarshalJSON()
	case *object:
		raw, err = v.whole()
	default:
		raw, err = marshal(value)
	}
	if err != nil {
		o.err = errors.Join(o.err, err)
		return
	}
	if len(o.b) > 0 {
		o.b = append(o.b, ',')
	}
	if isPlain(key) {
		o.b = append(append(append(o.b, '"'), key...), '"')
	} else if name, err := marshal(key); err == nil { // any text can be written
		o.b = append(o.b, name...)
	}
	o.b = append(append(o.b, ':'), raw...)
}

// whole is the object; an error where a member could not be written.
func (o *object) whole() ([]byte, error) {
	out := make([]byte, 0, len(o.b)+len("{}"))
	return append(append(append(out, '{'), o.b...), '}'), o.err
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
	return EncodeSaying(r, rescue, Saying{})
}

// Saying is what a file that is handed on says beside the report.
type Saying struct {
	// Lacks is what a collector's sum lacks, a Chinese sentence for who reads the file; ""
	// for nothing. Nobody reads it back: it is told by the rest.
	Lacks string
	// Checksum is that of a final report, by which [Reading.Sealed] knows whether it is
	// still the same; "" for others.
	Checksum string
}

// EncodeSaying is EncodeRescue with what the file says beside.
func EncodeSaying(r *Report, rescue *Rescue, says Saying) ([]byte, error) {
	raw, err := encode(r, rescue, says)
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
func EncodeDense(r *Report) ([]byte, error) { return encode(r, nil, Saying{}) }

func encode(r *Report, rescue *Rescue, says Saying) ([]byte, error) {
	var text, figures, notes, stated, unreadAs, x object
	for i := range r.Form.Sections {
		if s := &r.Form.Sections[i]; s.Table == nil {
			text.put(s.Key, r.Text[s.Key])
		}
	}
	sheet := Evaluate(r)
	unread, settled := []CellID{}, []CellID{}
	plain := true // whether those settled are those that agree
	for _, c := range r.Form.Cells() {
		v := sheet.Of(c)
		if sheet.Unknown(c.ID) {
			v, _ = r.StatedTotal(c.ID) // nobody can add it up
		}
		if v.Filled() {
			figures.put(string(c.ID), v)
		}
		if n := r.Notes[c.ID]; n != "" {
			notes.put(string(c.ID), n)
		}
		if f, ok := r.StatedTotal(c.ID); f.Filled() {
			if stated.put(string(c.ID), f); ok {
				settled = append(settled, c.ID)
			}
			agrees := f == v && !sheet.Unknown(c.ID)
			plain = plain && ok == agrees
		}
		if r.IsUnread(c.ID) {
			unread = append(unread, c.ID)
		}
		if u := r.Unread[c.ID]; u != "" && u != NotRead {
			unreadAs.put(string(c.ID), u)
		}
	}
	x.put("schema", Schema)
	x.put("form", r.Form.Edition)
	x.put("unit", r.Unit)
	x.put("level", r.Level)
	x.put("year", r.Year)
	x.put("title", r.FullTitle())
	x.put("date", r.Date)
	if says.Lacks != "" {
		x.put("lacks", says.Lacks)
	}
	if says.Checksum != "" {
		x.put("checksum", says.Checksum)
	}
	x.put("text", &text)
	x.put("figures", &figures)
	x.put("notes", &notes)
	if len(stated.b) > 0 {
		x.put("stated", &stated)
	}
	if !plain {
		x.put("settled", settled)
	}
	r.putCollected(&x)
	x.put("explanations", append([]Explanation{}, r.Explanations...))
	x.put("revision", r.Revision)
	if len(unread) > 0 {
		x.put("unread", unread)
	}
	if len(unreadAs.b) > 0 {
		x.put("unread_as", &unreadAs)
	}
	if rescue != nil {
		x.put("rescue", rescue)
	}
	return x.whole()
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
	r, _, err := DecodeSealed(data)
	return r, err
}

// DecodeSealed is Decode with the checksum that the file has of itself; "" for none.
func DecodeSealed(data []byte) (r *Report, checksum string, err error) {
	if !utf8.Valid(data) {
		return nil, "", errors.New("不是 UTF-8 编码的文字，请把文件另存为 UTF-8")
	}
	data = bytes.TrimPrefix(data, []byte("\ufeff"))
	x, ok := plainExchange(data)
	if !ok {
		if x, err = anyExchange(data); err != nil {
			return nil, "", err
		}
	}
	r, err = decodeExchange(x)
	return r, x.Checksum, err
}

// anyExchange reads an exchange file that somebody else may have written.
func anyExchange(data []byte) (x exchange, err error) {
	if err = json.Unmarshal(data, &x); err == nil {
		return x, nil
	}
	if json.NewDecoder(bytes.NewReader(data)).Decode(&exchange{}) == nil {
		return x, errors.New("文件末尾有多余的内容，请重新导出")
	}
	return x, fmt.Errorf("不是完整的 JSON，或者内容的类型不对：%w", err)
}

func decodeExchange(x exchange) (*Report, error) {
	if x.Schema != Schema {
		return nil, fmt.Errorf("不是 nianbao 的交换文件（schema 应为 %q，文件里是 %q）", Schema, Shorten(x.Schema))
	}
	form := FormOf(x.Form)
	if form == nil {
		return nil, fmt.Errorf("无法识别 %q 版的表式，这一版程序支持 %s", Shorten(x.Form), editionNames())
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
	r.DropStated() // of the figures
	if err := r.takeCollected(&x); err != nil {
		return nil, err
	}
	if err := r.decodeStated(x); err != nil {
		return nil, err
	}
	return r, nil
}

func (r *Report) decodeStated(x exchange) error {
	for _, m := range x.Stated {
		f, err := ParseDecimal(strings.TrimSpace(string(m.raw)))
		if c := r.Form.Cell(CellID(m.key)); err != nil || c == nil || !c.Computed() {
			return fmt.Errorf("stated 的 %q 不是总计，或者不是数字", Shorten(m.key))
		}
		if had, ok := r.Stated[CellID(m.key)]; ok && had != f {
			return fmt.Errorf("%q 在 figures 里是 %s，在 stated 里是 %s，加起来都不是", Shorten(m.key), had, f)
		}
		if f.Filled() {
			r.Stated[CellID(m.key)] = f
		}
	}
	if x.Settled == nil {
		r.SettleStated()
	}
	for _, id := range x.Settled {
		if f, ok := r.Stated[id]; ok {
			delete(r.Stated, id)
			r.Printed[id] = f
		}
	}
	return nil
}

func (r *Report) decodeTexts(x exchange) error {
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

func (r *Report) decodeCells(x exchange) error {
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

func (r *Report) decodeUnread(x exchange) error {
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
