package source

import (
	"archive/zip"
	"bytes"
	"errors"
	"fmt"
	"io"
	"path"
	"strings"
)

// Bounds of a file that is a zip.
const (
	maxParts = 10_000
	// MaxPart bounds one part of a zip when it is unpacked, in bytes.
	MaxPart = 32 << 20
	maxSide = 8 << 20 // a part that is read whole: styles, relationships
)

// What can be wrong with a zip, in Chinese: the user chose the file.
var (
	ErrCutShort = errors.New("文件不完整，可能没有下载完或者没有拷贝完，请重新下载或拷贝一份再试")
	ErrDamaged  = errors.New("文件已经损坏，请用原来的程序（Word、Excel 或 WPS）打开它，另存一份再试")
	ErrLocked   = errors.New("文件加了密码，请用原来的程序（Word、Excel 或 WPS）打开它，去掉密码后另存一份再试")
	errBomb     = fmt.Errorf("文件解开以后太大，超过 %d 兆字节，不像一份年报，请核对是不是选错了文件", MaxPart>>20)
	errParts    = errors.New("文件里的部件太多，不像一份年报，请核对是不是选错了文件")
)

// Zip is a package of parts, such as docx and xlsx are.
type Zip struct {
	parts map[string]*zip.File // by their name in lower case, as OPC compares them
}

// OpenZip reads the directory of a zip. Its errors are for the operator.
func OpenZip(data []byte) (*Zip, error) {
	// Each entry of the directory costs some hundred bytes when it is read.
	if bytes.Count(data, []byte("PK\x01\x02")) > maxParts {
		return nil, errParts
	}
	r, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	switch {
	case errors.Is(err, zip.ErrInsecurePath): // nothing is written by these names
	case err != nil && bytes.HasPrefix(data, []byte("PK\x03\x04")):
		return nil, ErrCutShort
	case err != nil:
		return nil, ErrDamaged
	}
	z := &Zip{parts: make(map[string]*zip.File, len(r.File))}
	for _, f := range r.File {
		if name := partName(f.Name); z.parts[name] == nil {
			z.parts[name] = f
		}
	}
	return z, nil
}

func partName(name string) string {
	return strings.ToLower(strings.TrimPrefix(path.Clean("/"+strings.ReplaceAll(name, `\`, "/")), "/"))
}

// Has tells whether there is a part of this name.
func (z *Zip) Has(name string) bool { return z.parts[partName(name)] != nil }

// Names are those of the parts, in lower case.
func (z *Zip) Names() []string {
	out := make([]string, 0, len(z.parts))
	for name := range z.parts {
		out = append(out, name)
	}
	return out
}

// Fits tells whether all parts together have so many bytes at most, and none
// more than MaxPart. It goes by the directory: package zip fails where a part
// has more than that says.
func (z *Zip) Fits(most uint64) bool {
	for _, f := range z.parts {
		if f.UncompressedSize64 > MaxPart || f.UncompressedSize64 > most {
			return false
		}
		most -= f.UncompressedSize64
	}
	return true
}

// Open reads a part as it is unpacked, MaxPart bytes at most, whatever the
// directory says of its size; nil where there is none. Errors of reading are for
// the operator.
func (z *Zip) Open(name string) (io.ReadCloser, error) {
	f := z.parts[partName(name)]
	switch {
	case f == nil:
		return nil, nil
	case f.Flags&1 != 0:
		return nil, ErrLocked
	case f.UncompressedSize64 > MaxPart:
		return nil, errBomb
	}
	r, err := f.Open()
	if err != nil {
		return nil, ErrDamaged
	}
	return &part{r, MaxPart}, nil
}

// Read is all of a small part, 8 MB at most, and nil where there is none.
func (z *Zip) Read(name string) ([]byte, error) {
	r, err := z.Open(name)
	if r == nil || err != nil {
		return nil, err
	}
	data, err := io.ReadAll(io.LimitReader(r, maxSide+1))
	if err == nil && len(data) > maxSide {
		err = errBomb
	}
	return data, errors.Join(err, r.Close())
}

// part is a part that is being unpacked.
type part struct {
	io.ReadCloser
	left int
}

func (p *part) Read(b []byte) (int, error) {
	n, err := p.ReadCloser.Read(b)
	if p.left -= n; p.left < 0 {
		return 0, errBomb
	}
	if err != nil && err != io.EOF {
		err = ErrDamaged
	}
	return n, err
}
