package content

import (
	"bytes"
	"compress/zlib"
	"encoding/ascii85"
	"io"
	"strings"
)

// inflate is a stream's data, unpacked. What comes of all streams is bounded.
func (f *file) inflate(v value) []byte {
	if v.kind != 's' {
		return nil
	}
	return f.unpack(v, f.cipher)
}

func (f *file) unpack(v value, c *cipher) []byte {
	data := f.packed(v)
	if c != nil && v.key("Type").name() != "XRef" {
		data = c.stream(data, v.number, f.places[v.number].generation)
	}
	if f.inflated += leastStream; len(data) == 0 {
		f.count(0)
		return nil
	}
	filter, parameters := v.key("Filter"), v.key("DecodeParms")
	if filter.kind == '/' {
		return f.filter(filter.str, parameters, data)
	}
	for i := range filter.len() {
		p := parameters
		if p.kind == '[' {
			p = p.index(i)
		}
		data = f.filter(filter.index(i).name(), p, data)
	}
	if filter.len() == 0 {
		f.count(len(data))
	}
	return data
}

func (f *file) count(n int) {
	if f.inflated += n; f.inflated > maxInflated {
		panic(errTooMuch)
	}
}

// packed are a stream's data as they stand in the file; where its length is
// wrong, up to the word that ends it.
func (f *file) packed(v value) []byte {
	rest := f.data[min(v.from, len(f.data)):]
	if n := v.key("Length").int(); n >= 0 && n <= len(rest) {
		end := bytes.TrimLeft(rest[n:min(len(rest), n+32)], "\r\n\t \x00")
		if bytes.HasPrefix(end, []byte("endstream")) || v.key("Length").kind == '0' && n > 0 {
			return rest[:n]
		}
	}
	n := bytes.Index(rest, []byte("endstream"))
	if n < 0 {
		panic(errDamaged)
	}
	return bytes.TrimSuffix(bytes.TrimSuffix(rest[:n], []byte("\n")), []byte("\r"))
}

func (f *file) filter(name string, parameters value, data []byte) []byte {
	var r io.Reader
	switch name {
	case "FlateDecode", "Fl":
		z, err := zlib.NewReader(bytes.NewReader(data))
		if err != nil {
			panic(errDamaged)
		}
		r = z
	case "ASCII85Decode", "A85":
		text := strings.TrimPrefix(strings.TrimSpace(string(data)), "<~")
		if end := strings.Index(text, "~"); end >= 0 {
			text = text[:end]
		}
		r = ascii85.NewDecoder(strings.NewReader(text))
	case "ASCIIHexDecode", "AHx":
		l := &lexer{data: append([]byte("<"), data...)}
		r = strings.NewReader(l.hex())
	case "Crypt":
		return data
	default:
		panic(errDamaged)
	}
	out, err := io.ReadAll(io.LimitReader(r, int64(max(maxInflated-f.inflated, 0))+1))
	if err != nil && len(out) == 0 {
		panic(errDamaged)
	}
	f.count(len(out))
	return predicted(out, parameters)
}

// predicted undoes what PNG's predictors did to the bytes of each row (ISO
// 32000-1, 7.4.4.4).
func predicted(data []byte, p value) []byte {
	kind := p.key("Predictor").int()
	if kind < 2 {
		return data
	}
	or := func(n, otherwise int) int {
		if n <= 0 {
			return otherwise
		}
		return n
	}
	colors, bits, columns := or(p.key("Colors").int(), 1), or(p.key("BitsPerComponent").int(), 8), or(p.key("Columns").int(), 1)
	large := colors > 32 || bits > 16 || columns > 1<<20
	if kind < 10 || large {
		panic(errDamaged)
	}
	pixel, width := max(colors*bits/8, 1), (colors*bits*columns+7)/8
	out := make([]byte, 0, len(data))
	above := make([]byte, width)
	for len(data) > 0 {
		tag := data[0]
		row := data[1:min(len(data), width+1)]
		data = data[min(len(data), width+1):]
		for i := range row {
			var left, corner byte
			if i >= pixel {
				left, corner = row[i-pixel], above[i-pixel]
			}
			switch tag {
			case 1:
				row[i] += left
			case 2:
				row[i] += above[i]
			case 3:
				row[i] += byte((int(left) + int(above[i])) / 2)
			case 4:
				row[i] += paeth(left, above[i], corner)
			}
		}
		copy(above, row)
		out = append(out, row...)
	}
	return out
}

func paeth(a, b, c byte) byte {
	p := int(a) + int(b) - int(c)
	distance := func(x byte) int { return max(p-int(x), int(x)-p) }
	switch pa, pb, pc := distance(a), distance(b), distance(c); {
	case pa <= pb && pa <= pc:
		return a
	case pb <= pc:
		return b
	}
	return c
}
