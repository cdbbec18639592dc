package content

import (
	"bytes"
	"math"
	"regexp"
)

// The objects of a file are read here: what each costs must be bounded whatever
// the file says. Every object is parsed once and every bundle of objects is
// unpacked once, and what is held of all is counted.
const (
	maxObjects  = 500_000   // numbers that a file speaks of
	maxParsed   = 2_000_000 // operands of all objects together
	leastStream = 4096      // what unpacking a stream counts at least, in bytes
)

// file is a file's objects.
type file struct {
	data     []byte
	places   map[int]place
	objects  map[int]value // those that were read
	bundles  map[int]*bundle
	trailer  operand
	cipher   *cipher
	parsed   int // operands
	inflated int // bytes
}

// place is where an object stands: in the file, or in a bundle.
type place struct {
	offset, generation int
	bundle             int // 0 for none
}

// bundle is an object stream: objects that are packed together.
type bundle struct {
	data []byte
	at   map[int]int // by object
}

// value is an object, or a part of one.
type value struct {
	operand
	f      *file
	number int // of the object that a stream is
	from   int // where a stream's data begin
}

var version = regexp.MustCompile(`^%PDF-\d\.\d`)

// open finds a file's objects. It panics with an error where it can't.
func open(data []byte) *file {
	at := bytes.Index(data[:min(len(data), 1024)], []byte("%PDF-"))
	if at < 0 || !version.Match(data[at:]) || len(data)-at < 64 {
		panic(errNoPDF)
	}
	data = data[at:]
	end := bytes.LastIndex(data, []byte("%%EOF"))
	if end < 0 {
		panic(errDamaged)
	}
	f := &file{data: data, places: map[int]place{}, objects: map[int]value{}, bundles: map[int]*bundle{}}
	start := bytes.LastIndex(data[:end], []byte("startxref"))
	if start < 0 {
		panic(errDamaged)
	}
	l := &lexer{data: data, pos: start + len("startxref")}
	o, op, ok := l.next(0)
	if !ok || op != "" || o.kind != '0' {
		panic(errDamaged)
	}
	f.readPlaces(int(o.num), map[int]bool{})
	if n := f.trailer.key("Size"); n.kind != '0' || n.num > maxObjects {
		panic(errDamaged)
	}
	f.openCipher()
	return f
}

// readPlaces follows the lists of objects from the newest to the oldest; what a
// newer one says counts.
func (f *file) readPlaces(offset int, seen map[int]bool) {
	for {
		beyond := offset < 0 || offset >= len(f.data)
		if beyond || seen[offset] || len(seen) > 10_000 {
			panic(errDamaged)
		}
		seen[offset] = true
		var trailer operand
		l := &lexer{data: f.data, pos: offset}
		if _, op, _ := l.next(0); op == "xref" {
			trailer = f.readTable(l)
		} else {
			trailer = f.readListStream(offset)
		}
		if f.trailer.kind == 0 {
			f.trailer = trailer
		}
		if o := trailer.key("XRefStm"); o.kind == '0' && !seen[int(o.num)] {
			seen[int(o.num)] = true
			f.readListStream(int(o.num))
		}
		prev := trailer.key("Prev")
		if prev.kind == 0 {
			return
		}
		offset = int(prev.num)
	}
}

func (f *file) put(number int, p place) {
	if number < 0 || number > maxObjects {
		panic(errDamaged)
	}
	if _, known := f.places[number]; !known {
		f.places[number] = p
	}
}

// readTable reads a list of objects behind the word xref, and its trailer.
func (f *file) readTable(l *lexer) operand {
	for {
		first, op, ok := l.next(0)
		if op == "trailer" {
			return f.object(l)
		}
		count, op2, ok2 := l.next(0)
		begins, counts := ok && op == "", ok2 && op2 == ""
		beyond := first.num < 0 || first.num > maxObjects
		if !begins || !counts || beyond {
			panic(errDamaged)
		}
		for i := range int(min(max(count.num, 0), maxObjects+1)) {
			offset, op0, _ := l.next(0)
			generation, op1, _ := l.next(0)
			_, kind, ok := l.next(0)
			placed := ok && op0 == "" && op1 == ""
			if !placed || kind != "n" && kind != "f" {
				panic(errDamaged)
			}
			p := place{offset: int(offset.num), generation: int(generation.num)}
			if kind == "f" {
				p = place{offset: -1}
			}
			f.put(int(first.num)+i, p)
		}
	}
}

// readListStream reads a list of objects that is a stream.
func (f *file) readListStream(offset int) operand {
	v, _ := f.definition(offset)
	if v.kind != 's' || v.operand.key("Type").str != "XRef" {
		panic(errDamaged)
	}
	var w [3]int
	widths := v.operand.key("W").list
	if len(widths) < 3 {
		panic(errDamaged)
	}
	for i := range w {
		if w[i] = int(widths[i].num); w[i] < 0 || w[i] > 8 {
			panic(errDamaged)
		}
	}
	size := w[0] + w[1] + w[2]
	data := f.unpack(v, nil)
	index := v.operand.key("Index").list
	if index == nil {
		index = []operand{{kind: '0'}, v.operand.key("Size")}
	}
	for i := 0; i+1 < len(index); i += 2 {
		first, count := index[i].num, index[i+1].num
		beyond := first < 0 || first > maxObjects || count > maxObjects
		if beyond || size == 0 {
			panic(errDamaged)
		}
		for n := 0; n < int(count); n++ {
			if len(data) < size {
				panic(errDamaged)
			}
			kind := 1
			if w[0] > 0 {
				kind = bigEndianNumber(data[:w[0]])
			}
			a, b := bigEndianNumber(data[w[0]:w[0]+w[1]]), bigEndianNumber(data[w[0]+w[1]:size])
			data = data[size:]
			switch p := (place{offset: -1}); kind {
			case 2:
				f.put(int(first)+n, place{bundle: a, offset: b})
			case 1:
				p = place{offset: a, generation: b}
				fallthrough
			case 0:
				f.put(int(first)+n, p)
			}
		}
	}
	return v.operand
}

func bigEndianNumber(b []byte) int {
	n := 0
	for _, c := range b {
		n = n<<8 | int(c)
	}
	if n < 0 || n > math.MaxInt32 {
		return math.MaxInt32
	}
	return n
}

// object parses what stands at a lexer, without what encloses an object's
// definition, and counts it.
func (f *file) object(l *lexer) operand {
	l.most, l.held = maxObjects, 0
	o, op, ok := l.next(0)
	if !ok {
		panic(errDamaged)
	}
	if f.parsed += l.held + 1; f.parsed > maxParsed {
		panic(errTooMuch)
	}
	switch op {
	case "", "null", "false":
		return o
	case "true":
		return operand{kind: '/', str: op}
	}
	panic(errDamaged)
}

// definition parses an object where it is defined: 7 0 obj.
func (f *file) definition(offset int) (value, int) {
	if offset < 0 || offset >= len(f.data) {
		panic(errDamaged)
	}
	l := &lexer{data: f.data, pos: offset}
	number, op0, _ := l.next(0)
	generation, op1, _ := l.next(0)
	_, op2, _ := l.next(0)
	if op0 != "" || op1 != "" || op2 != "obj" {
		panic(errDamaged)
	}
	v := value{operand: f.object(l), f: f, number: int(number.num)}
	at := l.pos
	switch _, op, _ := l.next(0); {
	case op == "stream" && v.kind == '<':
		v.kind, v.from = 's', l.pos
		if l.pos < len(l.data) && l.data[l.pos] == '\r' {
			v.from++
		}
		if v.from < len(l.data) && l.data[v.from] == '\n' {
			v.from++
		}
	case op == "" && v.kind == '0': // an object that is a reference to another
		l.pos = at
		_, _, _ = l.next(0)
		if _, op, _ := l.next(0); op == "R" {
			v.kind = 'R'
		}
	}
	return v, int(generation.num)
}

// resolve follows references.
func (f *file) resolve(o operand) value {
	for range 32 {
		if o.kind != 'R' {
			return value{operand: o, f: f}
		}
		v := f.load(int(o.num))
		if v.kind != 'R' {
			return v
		}
		o = v.operand
	}
	return value{f: f}
}

// load reads an object once.
func (f *file) load(number int) value {
	if v, ok := f.objects[number]; ok {
		return v
	}
	p, ok := f.places[number]
	if !ok || p.bundle == 0 && p.offset <= 0 {
		return value{f: f}
	}
	f.objects[number] = value{f: f} // what leads back to itself is nothing
	var v value
	if p.bundle > 0 {
		b := f.bundle(p.bundle)
		at, ok := b.at[number]
		if !ok || at > len(b.data) {
			panic(errDamaged)
		}
		v = value{operand: f.object(&lexer{data: b.data, pos: at}), f: f}
	} else {
		var generation int
		if v, generation = f.definition(p.offset); v.number != number {
			panic(errDamaged)
		}
		f.cipher.strings(&v.operand, number, generation)
	}
	f.objects[number] = v
	return v
}

// bundle unpacks a bundle once.
func (f *file) bundle(number int) *bundle {
	if b := f.bundles[number]; b != nil {
		return b
	}
	v := f.load(number)
	if v.kind != 's' || v.operand.key("Type").str != "ObjStm" {
		panic(errDamaged)
	}
	b := &bundle{data: f.inflate(v), at: map[int]int{}}
	first, count := v.key("First").int(), v.key("N").int()
	if count < 0 || count > maxObjects || first < 0 {
		panic(errDamaged)
	}
	l := &lexer{data: b.data[:min(first, len(b.data))]}
	for range count {
		n, _, _ := l.next(0)
		at, _, ok := l.next(0)
		if !ok {
			break
		}
		if _, known := b.at[int(n.num)]; !known && at.num >= 0 && at.num < 1e9 {
			b.at[int(n.num)] = first + int(at.num)
		}
	}
	f.bundles[number] = b
	return b
}

// key is the value of a dictionary's or a stream's key, with references followed.
func (v value) key(name string) value {
	if v.f == nil {
		return value{}
	}
	return v.f.resolve(v.operand.key(name))
}

func (v value) index(i int) value {
	if v.kind != '[' || i < 0 || i >= len(v.list) {
		return value{}
	}
	return v.f.resolve(v.list[i])
}

// len is the length of an array, 0 for what is none.
func (v value) len() int {
	if v.kind == '[' {
		return len(v.list)
	}
	return 0
}

func (v value) isNull() bool { return v.kind == 0 }
func (v value) isDict() bool { return v.kind == '<' }

// name is a name, "" for what is none.
func (v value) name() string {
	if v.kind == '/' {
		return v.str
	}
	return ""
}

// int is a whole number; what is none, or beyond reason, is 0.
func (v value) int() int {
	if v.kind == '0' && v.num > -1e9 && v.num < 1e9 {
		return int(v.num)
	}
	return 0
}

func (v value) float() float64 {
	if v.kind == '0' {
		return v.num
	}
	return 0
}

// string is a string's bytes.
func (v value) string() string {
	if v.kind == '(' {
		return v.str
	}
	return ""
}
