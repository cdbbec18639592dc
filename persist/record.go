package persist

import (
	"bytes"
	"compress/flate"
	"compress/zlib"
	"encoding/binary"
	"encoding/json"
	"fmt"
	"hash/adler32"
	"io"
	"sync"

	"nianbao/model"
)

// body is a report as the store holds it: the exchange file, and what that
// leaves out because it can be told from the rest in most cases.
type body struct {
	Title  string                  `json:"title"`  // "" for the form's own
	Stated map[model.CellID]string `json:"stated"` // totals as another source gives them
	State  model.State             `json:"state,omitempty"`
	Report json.RawMessage         `json:"report"`
}

// encodeReport writes a report's body and makes sure that it can be read again:
// a report that can't must not replace one that can. The error is Chinese.
func encodeReport(r *model.Report) ([]byte, error) {
	exchange, err := model.EncodeDense(r)
	if err != nil {
		return nil, fmt.Errorf("报告「%s」存不了：%w", r.Name(), err)
	}
	b := body{Title: r.Title, Stated: map[model.CellID]string{}, State: r.State, Report: exchange}
	for cell, stated := range r.Stated {
		b.Stated[cell] = stated.String()
	}
	data, err := json.Marshal(b)
	if err == nil {
		_, err = decodeReport(data)
	}
	if err != nil {
		return nil, fmt.Errorf("报告「%s」存不了，请先改正：%w", r.Name(), err)
	}
	return data, nil
}

func decodeReport(data []byte) (*model.Report, error) {
	var b body
	if err := json.Unmarshal(data, &b); err != nil {
		return nil, err
	}
	r, err := model.Decode(b.Report)
	if err != nil {
		return nil, err
	}
	r.Title, r.State = b.Title, b.State
	clear(r.Stated)
	for cell, text := range b.Stated {
		if r.Stated[cell], err = model.ParseDecimal(text); err != nil {
			return nil, err
		}
	}
	return r, nil
}

// A compressor is a megabyte, so they are used again.
var compressors = sync.Pool{New: func() any {
	w, err := flate.NewWriter(nil, flate.DefaultCompression)
	if err != nil {
		panic(err) // the level is one there is
	}
	return w
}}

// pack compresses, with a checksum, in the zlib format (RFC 1950). Where a base is
// given, only what differs from it takes room, and unpack needs the same base.
//
// It makes the format's six bytes itself: package zlib builds a compressor anew for
// every base, which costs more than to have one go through the base first and to leave
// out what comes of that.
func pack(data, base []byte) ([]byte, error) {
	w := compressors.Get().(*flate.Writer)
	var out bytes.Buffer
	w.Reset(&out)
	if base != nil {
		w.Write(base[max(len(base)-window, 0):]) // into memory: any error comes again at Close
		w.Flush()
	}
	from := out.Len()
	w.Write(data)
	if err := w.Close(); err != nil {
		return nil, err
	}
	compressors.Put(w)
	packed := zlibHeader(base)
	packed = append(packed, out.Bytes()[from:]...)
	return binary.BigEndian.AppendUint32(packed, adler32.Checksum(data)), nil
}

// window is as far back as a compressor looks.
const window = 32 << 10

// zlibHeader is the head of what was compressed on a base; nil for none.
func zlibHeader(base []byte) []byte {
	const deflate32K, usualLevel, preset = 0x78, 2 << 6, 1 << 5
	if base == nil {
		return []byte{deflate32K, usualLevel | (31 - (deflate32K<<8|usualLevel)%31)}
	}
	head := []byte{deflate32K, usualLevel | preset | (31 - (deflate32K<<8|usualLevel|preset)%31)}
	return binary.BigEndian.AppendUint32(head, adler32.Checksum(base))
}

// decompressors are used again, too: a window is 32 KiB.
var decompressors sync.Pool

// unpack is the reverse of pack. Every error is ErrRecords.
func unpack(packed, base []byte) ([]byte, error) {
	r, ok := decompressors.Get().(io.ReadCloser)
	var err error
	if ok {
		err = r.(zlib.Resetter).Reset(bytes.NewReader(packed), base)
	} else {
		r, err = zlib.NewReaderDict(bytes.NewReader(packed), base)
	}
	if err != nil {
		return nil, broken(err)
	}
	data, err := io.ReadAll(r)
	if err != nil {
		return nil, broken(err)
	}
	decompressors.Put(r)
	return data, nil
}
