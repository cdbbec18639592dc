package xlsx

import (
	"archive/zip"
	"bytes"
	"io"
	"io/fs"
	"maps"
	"slices"
	"time"
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
	p.parts[name] = &bytes.Buffer{}
	return p.parts[name], nil
}

// AddFS is there for the library's interface; the library doesn't call it.
func (p *packer) AddFS(fs.FS) error { return fs.ErrInvalid }

// Close writes the file: the content types first, as readers of streams expect
// them, then the other parts by name.
func (p *packer) Close() error {
	const first = "[Content_Types].xml"
	z := zip.NewWriter(p.w)
	names := slices.Sorted(maps.Keys(p.parts))
	if i := slices.Index(names, first); i > 0 {
		names = slices.Insert(slices.Delete(names, i, i+1), 0, first)
	}
	for _, name := range names {
		f, err := z.CreateHeader(&zip.FileHeader{Name: name, Method: zip.Deflate,
			Modified: time.Date(1980, 1, 1, 0, 0, 0, 0, time.UTC)})
		if err != nil {
			return err
		}
		if _, err := f.Write(unmask(p.parts[name].Bytes())); err != nil {
			return err
		}
	}
	return z.Close()
}
