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
	"slices"
	"sync"

	"nianbao/model"
)

// body is a report as the store holds it: the exchange file, and what that
// leaves out because it can be told from the rest in most cases.
type body struct {
	Title  string                  `json:"title"`            // "" for the form's own
	Stated map[model.CellID]string `json:"stated,omitempty"` // until 2026-11; the exchange file has them now
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
	b := body{Title: r.Title, State: r.State}
	data, err := b.with(exchange)
	if err == nil {
		_, err = decodeReport(data)
	}
	if err != nil {
		return nil, fmt.Errorf("报告「%s」存不了，请先改正：%w", r.Name(), err)
	}
	return data, nil
}

// with is the body with a report, which need not be looked at again.
func (b body) with(exchange []byte) ([]byte, error) {
	const empty = `null}`
	b.Report = nil
	data, err := json.Marshal(b)
	if err != nil {
		return nil, err
	}
	head, ok := bytes.CutSuffix(data, []byte(empty))
	if !ok {
		return nil, fmt.Errorf("no room for a report in %s", data)
	}
	return append(slices.Concat(head, exchange), '}'), nil
}

// reportKey is where the report begins in a body as encodeReport writes it: within quotes there
// are none without a backslash.
const reportKey = `,"report":`

// plainBody reads a body as encodeReport writes it, the report last; see [model.PlainObject].
// That the report is one, who reads it finds.
func plainBody(data []byte) (b body, ok bool) {
	head, report, last := bytes.Cut(data, []byte(reportKey))
	if last = last && bytes.HasSuffix(report, []byte("}}")); last {
		data, b.Report = append(slices.Clip(head), '}'), report[:len(report)-1]
	}
	values := model.PlainObject(data)
	for key, raw := range values {
		var err error
		switch key {
		case "title":
			err = json.Unmarshal(raw, &b.Title)
		case "stated":
			err = json.Unmarshal(raw, &b.Stated)
		case "state":
			err = json.Unmarshal(raw, &b.State)
		case "report":
			b.Report = raw
		default:
			return b, false
		}
		if err != nil {
			return b, false
		}
	}
	return b, values != nil
}

func decodeReport(data []byte) (*model.Report, error) {
	b, ok := plainBody(data)
	var r *model.Report
	var err error
	if ok {
		r, err = model.Decode(b.Report)
	}
	if !ok || err != nil {
		b = body{}
		if err := json.Unmarshal(data, &b); err != nil {
			return nil, err
		}
		if r, err = model.Decode(b.Report); err != nil {
			return nil, err
		}
	}
	r.Title, r.State = b.Title, b.State
	for cell, text := range b.Stated {
		if r.Stated[cell], err = model.ParseDecimal(text); err != nil {
			return nil, err
		}
	}
	return r, nil
}

// compressor packs, and can be used again: it is a megabyte.
type compressor struct {
	*flate.Writer
	to *target
}

// target is where what is packed goes.
type target struct{ io.Writer }

// compressors are for what a unit's report takes, quick for a collector's of a thousand units.
var compressors, quick = pool(flate.DefaultCompression), pool(flate.BestSpeed)

func pool(level int) *sync.Pool {
	return &sync.Pool{New: func() any {
		to := &target{}
		w, err := flate.NewWriter(to, level)
		if err != nil {
			panic(err) // there is such a level
		}
		return &compressor{w, to}
	}}
}

// large is from how many bytes on time counts more than room.
const large = 128 << 10

func compressorsFor(data []byte) *sync.Pool {
	if len(data) < large {
		return compressors
	}
	return quick
}

// What the form of zlib begins with: deflate, a window of 32 KiB, the usual level; with
// a base its checksum follows.
const (
	zlibHead     = 0x789C
	zlibHeadBase = 0x78BB
)

// deflateEnd is an empty last block.
const deflateEnd = "\x03\x00"

// pack compresses into the form of zlib, with a checksum. Where a base is given, only
// what differs from it takes room, and unpack needs the same base.
func pack(data, base []byte) ([]byte, error) {
	if base != nil {
		_, packed, err := packBoth(base, data)
		return packed, err
	}
	from := compressorsFor(data)
	c := from.Get().(*compressor)
	out := bytes.NewBuffer(binary.BigEndian.AppendUint16(nil, zlibHead))
	c.Reset(c.to)
	if err := c.push(out, data, c.Close); err != nil {
		return nil, err
	}
	from.Put(c)
	return binary.BigEndian.AppendUint32(out.Bytes(), adler32.Checksum(data)), nil
}

// packBoth packs data against nothing, and other data against that: a compressor that
// has just packed the one knows it as the base of the other. (zlib's own writer can't be
// used again with another base.)
func packBoth(data, other []byte) (packed, against []byte, err error) {
	from := compressorsFor(data)
	c := from.Get().(*compressor)
	out := bytes.NewBuffer(binary.BigEndian.AppendUint16(nil, zlibHead))
	c.Reset(c.to)
	if err := c.push(out, data, c.Flush); err != nil {
		return nil, nil, err
	}
	sum := adler32.Checksum(data)
	packed = binary.BigEndian.AppendUint32(append(out.Bytes(), deflateEnd...), sum)
	out = bytes.NewBuffer(binary.BigEndian.AppendUint32(binary.BigEndian.AppendUint16(nil, zlibHeadBase), sum))
	if err := c.push(out, other, c.Close); err != nil {
		return nil, nil, err
	}
	from.Put(c)
	return packed, binary.BigEndian.AppendUint32(out.Bytes(), adler32.Checksum(other)), nil
}

// push packs data, and ends as it is told to.
func (c *compressor) push(to io.Writer, data []byte, end func() error) error {
	c.to.Writer = to
	if _, err := c.Write(data); err != nil {
		return err
	}
	return end()
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
	const usual = 6 // times as much as packed
	var data bytes.Buffer
	data.Grow(usual*len(packed) + bytes.MinRead)
	if _, err := data.ReadFrom(r); err != nil {
		return nil, broken(err)
	}
	decompressors.Put(r)
	return data.Bytes(), nil
}
