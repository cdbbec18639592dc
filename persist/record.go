package persist

import (
	"bytes"
	"compress/zlib"
	"encoding/json"
	"fmt"
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
var compressors = sync.Pool{New: func() any { return zlib.NewWriter(nil) }}

// pack compresses, with a checksum. Where a base is given, only what differs
// from it takes room, and unpack needs the same base.
func pack(data, base []byte) ([]byte, error) {
	var out bytes.Buffer
	w, err := compressor(&out, base)
	if err != nil {
		return nil, err
	}
	if _, err := w.Write(data); err != nil {
		return nil, err
	}
	if err := w.Close(); err != nil {
		return nil, err
	}
	if base == nil {
		compressors.Put(w)
	}
	return out.Bytes(), nil
}

func compressor(out io.Writer, base []byte) (*zlib.Writer, error) {
	if base != nil {
		return zlib.NewWriterLevelDict(out, zlib.DefaultCompression, base)
	}
	w := compressors.Get().(*zlib.Writer)
	w.Reset(out)
	return w, nil
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
