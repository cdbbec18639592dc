package model

import (
	"bytes"
	"encoding/json"
	"slices"
	"strconv"
	"strings"
)

// plainExchange reads an exchange file as this program writes it, in one go: what is
// read again and again, in checking folders, importing and loading. ok is false where
// anything is otherwise, such as a key that isn't known or stands there twice: what
// that means, or what is wrong, encoding/json says. The values point into data.
func plainExchange(data []byte) (x exchange, ok bool) {
	s := jsonScan{data: data}
	var seen []string
	whole := s.object(func(key string) bool {
		if slices.Contains(seen, key) {
			return false
		}
		seen = append(seen, key)
		return s.field(&x, key)
	})
	s.space()
	return x, whole && s.at == len(data)
}

// field reads the value of one of the file's keys.
func (s *jsonScan) field(x *exchange, key string) bool {
	switch key {
	case "schema":
		return s.text(&x.Schema)
	case "form":
		return s.text(&x.Form)
	case "unit":
		return s.text(&x.Unit)
	case "level":
		return s.text((*string)(&x.Level))
	case "title":
		return s.text(&x.Title)
	case "date":
		return s.text(&x.Date)
	case "checksum":
		return s.text(&x.Checksum)
	case "year":
		return s.count(&x.Year)
	case "revision":
		return s.count(&x.Revision)
	case "text":
		return s.members(&x.Text, 8)
	case "figures":
		return s.members(&x.Figures, 256)
	case "notes":
		return s.members(&x.Notes, 8)
	case "unread_as":
		return s.members(&x.UnreadAs, 8)
	case "stated":
		return s.members(&x.Stated, 64)
	case "settled":
		return s.decoded(&x.Settled)
	case "unread":
		raw, ok := s.value(0)
		x.Unread = raw
		return ok && json.Valid(raw)
	case "explanations":
		return s.decoded(&x.Explanations)
	case "scope":
		return s.text((*string)(&x.Scope))
	case "sources":
		return list(s, &x.Sources, (*jsonScan).source)
	case "adjustments":
		return s.decoded(&x.Adjustments)
	case "units":
		return list(s, &x.Units, (*jsonScan).listed)
	case "reviews":
		return list(s, &x.Reviews, (*jsonScan).review)
	case "rescue":
		return s.decoded(&x.Rescue)
	}
	return false
}

// list reads a list of objects, of which a collector's report has thousands.
func list[T any](s *jsonScan, into *[]T, field func(s *jsonScan, x *T, key string) bool) bool {
	if !s.take('[') {
		return false
	}
	*into = []T{}
	if s.take(']') {
		return true
	}
	for {
		var x T
		if !s.object(func(key string) bool { return field(s, &x, key) }) {
			return false
		}
		*into = append(*into, x)
		if !s.take(',') {
			return s.take(']')
		}
	}
}

func (s *jsonScan) source(x *Source, key string) bool {
	switch key {
	case "unit":
		return s.text(&x.Unit)
	case "year":
		return s.count(&x.Year)
	case "report":
		return s.text(&x.Report)
	case "revision":
		return s.count(&x.Revision)
	case "checksum":
		return s.text(&x.Checksum)
	}
	return false
}

func (s *jsonScan) listed(x *ListedUnit, key string) bool {
	switch key {
	case "unit":
		return s.text(&x.Name)
	case "aliases":
		return s.decoded(&x.Aliases)
	case "kind":
		return s.text((*string)(&x.Kind))
	case "level":
		return s.text((*string)(&x.Level))
	case "parent":
		return s.text(&x.Parent)
	case "due":
		return s.text(&x.Due)
	case "opened":
		return s.text(&x.Opened)
	case "closed":
		return s.text(&x.Closed)
	case "into":
		return s.text(&x.Into)
	case "document":
		return s.text(&x.Document)
	case "order":
		return s.count(&x.Order)
	}
	return false
}

func (s *jsonScan) review(x *UnitReview, key string) bool {
	switch key {
	case "unit":
		return s.text(&x.Unit)
	case "word":
		return s.text((*string)(&x.Word))
	case "report":
		return s.text(&x.Report)
	case "revision":
		return s.count(&x.Revision)
	case "checksum":
		return s.text(&x.Checksum)
	case "round":
		return s.count(&x.Round)
	case "reason":
		return s.text(&x.Reason)
	case "file":
		return s.text(&x.File)
	case "sent":
		return s.text(&x.Sent)
	case "doubtful":
		return s.decoded(&x.Doubtful)
	case "received_at":
		return s.text(&x.Received)
	case "first_at":
		return s.text(&x.First)
	case "by":
		return s.text(&x.By)
	case "at":
		return s.text(&x.At)
	}
	return false
}

// decoded reads a value as encoding/json does.
func (s *jsonScan) decoded(into any) bool {
	raw, ok := s.value(0)
	return ok && json.Unmarshal(raw, into) == nil
}

// jsonScan goes through JSON. It takes less than JSON allows, and nothing beside.
type jsonScan struct {
	data []byte
	at   int
}

func (s *jsonScan) space() {
	for s.at < len(s.data) {
		switch s.data[s.at] {
		case ' ', '\n', '\t', '\r':
			s.at++
		default:
			return
		}
	}
}

// take goes past a character, with the space before it.
func (s *jsonScan) take(c byte) bool {
	s.space()
	if s.at == len(s.data) || s.data[s.at] != c {
		return false
	}
	s.at++
	return true
}

// object goes through an object; read takes the value of a key.
func (s *jsonScan) object(read func(key string) bool) bool {
	if !s.take('{') {
		return false
	}
	if s.take('}') {
		return true
	}
	for {
		key, ok := s.quoted()
		if plain := ok && bytes.IndexByte(key, '\\') < 0; !plain || !s.take(':') {
			return false
		}
		if !read(string(key[1 : len(key)-1])) {
			return false
		}
		if !s.take(',') {
			return s.take('}')
		}
	}
}

// members reads an object of about so many texts and numbers.
func (s *jsonScan) members(m *members, about int) bool {
	*m = make(members, 0, about)
	return s.object(func(key string) bool {
		raw, ok := s.value(0)
		*m = append(*m, member{key, raw})
		return ok
	})
}

func (s *jsonScan) text(into *string) bool {
	raw, ok := s.quoted()
	if !ok {
		return false
	}
	var err error
	*into, err = jsonText(raw)
	return err == nil
}

func (s *jsonScan) count(into *int) bool {
	raw, ok := s.number()
	if !ok {
		return false
	}
	var err error
	*into, err = strconv.Atoi(string(raw))
	return err == nil
}

// value goes past a value of any kind and returns it as it stands.
func (s *jsonScan) value(depth int) (raw []byte, ok bool) {
	const deepest = 8
	s.space()
	if s.at == len(s.data) || depth > deepest {
		return nil, false
	}
	start := s.at
	within := func(string) bool {
		_, ok := s.value(depth + 1)
		return ok
	}
	switch s.data[s.at] {
	case '"':
		return s.quoted()
	case '{':
		ok = s.object(within)
	case '[':
		s.at++
		ok = s.take(']')
		for !ok && within("") {
			if !s.take(',') {
				ok = s.take(']')
				break
			}
		}
	default:
		for _, word := range []string{"null", "true", "false"} {
			if bytes.HasPrefix(s.data[s.at:], []byte(word)) {
				s.at += len(word)
				return s.data[start:s.at], true
			}
		}
		return s.number()
	}
	return s.data[start:s.at], ok
}

// quoted goes past a text and returns it with its quotation marks.
func (s *jsonScan) quoted() (raw []byte, ok bool) {
	if !s.take('"') {
		return nil, false
	}
	start := s.at - 1
	for s.at < len(s.data) {
		c := s.data[s.at]
		s.at++
		switch {
		case c == '"':
			return s.data[start:s.at], true
		case c < ' ':
			return nil, false
		case c == '\\' && !s.escape():
			return nil, false
		}
	}
	return nil, false
}

// escape goes past what stands behind a backslash.
func (s *jsonScan) escape() bool {
	if s.at == len(s.data) {
		return false
	}
	c := s.data[s.at]
	s.at++
	if c != 'u' {
		return strings.IndexByte(escapes, c) >= 0
	}
	const digits = 4
	if s.at+digits > len(s.data) {
		return false
	}
	_, err := strconv.ParseUint(string(s.data[s.at:s.at+digits]), 16, 16)
	s.at += digits
	return err == nil
}

// number goes past a number without an exponent.
func (s *jsonScan) number() (raw []byte, ok bool) {
	s.space()
	start := s.at
	digits := func() int {
		from := s.at
		for s.at < len(s.data) && s.data[s.at] >= '0' && s.data[s.at] <= '9' {
			s.at++
		}
		return s.at - from
	}
	if s.at < len(s.data) && s.data[s.at] == '-' {
		s.at++
	}
	first := s.at
	n := digits()
	if n == 0 || n > 1 && s.data[first] == '0' {
		return nil, false
	}
	if s.at < len(s.data) && s.data[s.at] == '.' {
		s.at++
		if digits() == 0 {
			return nil, false
		}
	}
	return s.data[start:s.at], true
}

// The characters that a backslash stands before, and what they mean there.
const (
	escapes = `"\/bfnrt`
	escaped = "\"\\/\b\f\n\r\t"
)

// jsonText is the text that a value is; an error where it is none.
func jsonText(raw []byte) (string, error) {
	isText := len(raw) > 1 && raw[0] == '"'
	if !isText || bytes.Contains(raw, []byte(`\u`)) {
		var text string
		err := json.Unmarshal(raw, &text)
		return text, err
	}
	raw = raw[1 : len(raw)-1]
	var b strings.Builder
	b.Grow(len(raw))
	for {
		i := bytes.IndexByte(raw, '\\')
		if i < 0 {
			b.Write(raw)
			return b.String(), nil
		}
		b.Write(raw[:i])
		b.WriteByte(escaped[strings.IndexByte(escapes, raw[i+1])])
		raw = raw[i+2:]
	}
}

// PlainObject has the values of a JSON object by their keys, as they stand; nil for what
// this program doesn't write in that way, which encoding/json may read all the same, and
// for two values of one key.
func PlainObject(data []byte) map[string]json.RawMessage {
	s := jsonScan{data: data}
	values := map[string]json.RawMessage{}
	whole := s.object(func(key string) bool {
		raw, ok := s.value(0)
		_, twice := values[key]
		values[key] = raw
		return ok && !twice
	})
	s.space()
	if !whole || s.at < len(data) {
		return nil
	}
	return values
}
