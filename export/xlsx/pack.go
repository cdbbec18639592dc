package xlsx

import (
	"archive/zip"
	"bytes"
	"compress/flate"
	"hash/crc32"
	"io"
	"io/fs"
	"maps"
	"runtime"
	"slices"
	"sync"
)

// packer takes the parts of the workbook as the library makes them and writes
// them in a fixed order with a fixed time; the library's own order is that of a
// map.
type packer struct {
	w     io.Writer
	parts map[string]*bytes.Buffer
}

// Create begins a part.
func (p *packer) Create(name string) (io.Writer, error) {
	if p.parts == nil {
		p.parts = map[string]*bytes.Buffer{}
	}
	const usual = 1 << 14 // what a sheet takes
	p.parts[name] = bytes.NewBuffer(make([]byte, 0, usual))
	return p.parts[name], nil
}

// AddFS is there for the library's interface; the library doesn't call it.
func (p *packer) AddFS(fs.FS) error { return fs.ErrInvalid }

// Close writes the file: the content types first, as readers of streams expect
// them, then the other parts by name.
func (p *packer) Close() error {
	const first = "[Content_Types].xml"
	names := slices.Sorted(maps.Keys(p.parts))
	if i := slices.Index(names, first); i > 0 {
		names = slices.Insert(slices.Delete(names, i, i+1), 0, first)
	}
	packed := make([]part, len(names))
	for i, name := range names {
		packed[i] = part{name: name, data: unmask(p.parts[name].Bytes())}
	}
	pack(packed)
	z := zip.NewWriter(p.w)
	for i := range packed {
		w, err := z.CreateRaw(&packed[i].header)
		if err != nil {
			return err
		}
		if _, err := w.Write(packed[i].data); err != nil {
			return err
		}
	}
	return z.Close()
}

// part is one of the file's; packed, it has its header.
type part struct {
	name   string
	data   []byte
	header zip.FileHeader
}

// pack packs parts, on as many processors as there are and as help.
func pack(parts []part) {
	const most = 4
	work := make(chan *part, len(parts))
	for i := range parts {
		work <- &parts[i]
	}
	close(work)
	var all sync.WaitGroup
	for range min(runtime.GOMAXPROCS(0), most) {
		all.Go(func() {
			deflate := compressors.Get().(*flate.Writer)
			defer compressors.Put(deflate)
			for p := range work {
				p.pack(deflate)
			}
		})
	}
	all.Wait()
}

// compressors are kept for the next book: each takes a megabyte. Fast ones make a file
// a twelfth bigger.
var compressors = sync.Pool{New: func() any {
	w, err := flate.NewWriter(io.Discard, flate.BestSpeed)
	if err != nil {
		panic(err) // the level is one
	}
	return w
}}

// small is the size of parts that compressing takes longer for than it is worth.
const small = 1 << 10

// pack compresses the part, unless it is small.
func (p *part) pack(deflate *flate.Writer) {
	const firstDay = 1<<5 | 1 // of 1980, as the format writes it
	p.header = zip.FileHeader{Name: p.name, CRC32: crc32.ChecksumIEEE(p.data), UncompressedSize64: uint64(len(p.data))}
	//lint:ignore SA1019 CreateRaw writes no other time
	p.header.ModifiedDate = firstDay
	if len(p.data) >= small {
		out := bytes.NewBuffer(make([]byte, 0, len(p.data)/2))
		deflate.Reset(out)
		deflate.Write(p.data) // the buffer takes everything
		deflate.Close()
		p.data, p.header.Method = out.Bytes(), zip.Deflate
	}
	p.header.CompressedSize64 = uint64(len(p.data))
}
