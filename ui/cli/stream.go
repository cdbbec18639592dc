package cli

import (
	"bytes"
	"compress/flate"
	"encoding/json"
	"io"

	"nianbao/model"
)

// What many reports come to goes through here one after the other, so that no more of
// it is held than has to be.

// ahead is how many results may wait for the one before them.
const ahead = 64

// inOrder makes n results side by side and takes them in their order.
func inOrder[T any](n int, produce func(i int) T, take func(i int, made T)) {
	made := make([]T, ahead)
	for from := 0; from < n; from += ahead {
		some := min(ahead, n-from)
		model.Parallel(some, func(i int) { made[i] = produce(from + i) })
		for i, x := range made[:some] {
			take(from+i, x)
		}
		clear(made)
	}
}

// alone is a value as [writeJSON] writes it, and listed one as that writes it within the
// list of an object.
func alone(v any) []byte { return indented(v, "") }

func listed(v any) []byte { return bytes.TrimSuffix(indented(v, "    "), []byte("\n")) }

func indented(v any, prefix string) []byte {
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	enc.SetIndent(prefix, "  ")
	if err := enc.Encode(v); err != nil {
		panic(err) // of the program: what is printed can be
	}
	return b.Bytes()
}

// jsonList writes a list as [writeJSON] does in an object, an element after the other,
// and the object's end.
type jsonList struct {
	to    io.Writer
	name  string // of the list in the object
	begun bool
	n     int
	err   error
}

// begin begins an object that has nothing before the list, if nobody has by now.
func (l *jsonList) begin() {
	if !l.begun {
		l.begun = true
		l.write([]byte("{\n  "))
	}
}

// add writes an element that [listed] has made.
func (l *jsonList) add(element []byte) {
	head := ",\n    "
	if l.n == 0 {
		head = `"` + l.name + "\": [\n    "
	}
	l.n++
	l.write([]byte(head))
	l.write(element)
}

func (l *jsonList) write(b []byte) {
	if l.err == nil {
		_, l.err = l.to.Write(b)
	}
}

// end closes list and object, and tells what went wrong with the list.
func (l *jsonList) end() error {
	if l.n == 0 {
		l.write([]byte(`"` + l.name + "\": []\n}\n"))
	} else {
		l.write([]byte("\n  ]\n}\n"))
	}
	return l.err
}

// spool holds what is to be printed later, packed: an outcome of ten thousand files,
// cell by cell, is hundreds of megabytes.
type spool struct {
	packed bytes.Buffer
	w      *flate.Writer
}

func newSpool() *spool {
	s := &spool{}
	s.w, _ = flate.NewWriter(&s.packed, flate.BestSpeed) // fails for a wrong level only
	return s
}

// Write never fails.
func (s *spool) Write(b []byte) (int, error) { return s.w.Write(b) }

// copyTo prints what was written, once.
func (s *spool) copyTo(w io.Writer) error {
	if err := s.w.Close(); err != nil {
		return err
	}
	_, err := io.Copy(w, flate.NewReader(&s.packed))
	return err
}
