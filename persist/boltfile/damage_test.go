package boltfile

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"io/fs"
	"math/rand/v2"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
	"time"

	bolt "go.etcd.io/bbolt"

	"nianbao/model"
	"nianbao/persist"
)

var pageSize = os.Getpagesize()

func TestNotAStore(t *testing.T) {
	garbage := make([]byte, 5*pageSize)
	noise(rand.New(rand.NewPCG(1, 2)), garbage)
	for name, content := range map[string][]byte{
		"garbage":   garbage,
		"text":      []byte(strings.Repeat("这是一份 Word 文档的内容。\n", 1000)),
		"one line":  []byte("hello\n"),
		"one byte":  {0},
		"empty":     {},
		"all zeros": make([]byte, 8*pageSize),
		"bbolt":     boltFile(t, func(*bolt.Tx) error { return nil }),
	} {
		t.Run(name, func(t *testing.T) {
			dir := writeStore(t, content)
			s, err := Open(dir, zhang, ticking())
			wantKind(t, err, persist.ErrDamaged)
			want := "不是 nianbao 的数据文件"
			switch name {
			case "empty":
				want = "是空的（长度为零）"
			case "text", "one line":
				want = "是文字文件，" + want
			}
			if s != nil || !strings.Contains(err.Error(), want) || !strings.Contains(err.Error(), dir) {
				t.Errorf("%v %q", s, err)
			}
			if !bytes.Equal(readFile(t, filepath.Join(dir, fileName)), content) {
				t.Error("the file was changed")
			}
			if entries, err := os.ReadDir(dir); err != nil || len(entries) != 1 {
				t.Error("the folder holds", entries, err)
			}
		})
	}
}

func noise(rng *rand.Rand, b []byte) {
	for i := range b {
		b[i] = byte(rng.Uint32())
	}
}

// boltFile is a bbolt file that need not be a store.
func boltFile(t *testing.T, fill func(*bolt.Tx) error) []byte {
	t.Helper()
	path := filepath.Join(t.TempDir(), "x")
	db, err := bolt.Open(path, 0o600, nil)
	if err != nil {
		t.Fatal(err)
	}
	if err := errors.Join(db.Update(fill), db.Close()); err != nil {
		t.Fatal(err)
	}
	return readFile(t, path)
}

func TestOtherSchema(t *testing.T) {
	with := func(version string) []byte {
		return boltFile(t, func(btx *bolt.Tx) error {
			return errors.Join(persist.LayOut((&boltTx{Tx: btx})), (&boltTx{Tx: btx}).Put("meta", []byte("schema"), []byte(version)))
		})
	}
	for version, kind := range map[string]*persist.Kind{"4": persist.ErrNewer, "999": persist.ErrNewer, "0": persist.ErrDamaged, "": persist.ErrDamaged, "x": persist.ErrDamaged} {
		t.Run(version, func(t *testing.T) {
			content := with(version)
			dir := writeStore(t, content)
			_, err := Open(dir, zhang, ticking())
			wantKind(t, err, kind)
			if !bytes.Equal(readFile(t, filepath.Join(dir, fileName)), content) {
				t.Error("the file was changed")
			}
		})
	}
	incomplete := boltFile(t, func(btx *bolt.Tx) error {
		return errors.Join(persist.LayOut((&boltTx{Tx: btx})), btx.DeleteBucket([]byte("log")))
	})
	_, err := Open(writeStore(t, incomplete), zhang, ticking())
	wantKind(t, err, persist.ErrDamaged)
}

// TestReplacedWhileOpen has another file appear where the store was.
func TestReplacedWhileOpen(t *testing.T) {
	s := open(t, t.TempDir(), zhang)
	a := begin(t, s, sample("甲镇人民政府", 2025)).Set("2.rules.issued", 1)
	for name, test := range map[string]struct {
		content []byte
		kind    *persist.Kind
	}{
		"empty":   {[]byte{}, persist.ErrDamaged},
		"text":    {[]byte(strings.Repeat("text", 9999)), persist.ErrDamaged},
		"missing": {nil, persist.ErrDamaged}, // its copy is there
	} {
		t.Run(name, func(t *testing.T) {
			if err := os.Remove(s.Path()); err != nil && !errors.Is(err, fs.ErrNotExist) {
				t.Fatal(err)
			}
			if test.content != nil {
				if err := os.WriteFile(s.Path(), test.content, 0o600); err != nil {
					t.Fatal(err)
				}
			}
			wantKind(t, a.Try(), test.kind)
			_, err := s.Reload(a.ID())
			wantKind(t, err, test.kind)
			_, errs := s.LoadAll([]string{a.Report().Name(), "没有-2025"})
			wantKind(t, errs[0], test.kind)
			wantKind(t, errs[1], test.kind)
			if got, err := os.ReadFile(s.Path()); !bytes.Equal(got, test.content) {
				t.Error("the file was changed or made", err)
			}
		})
	}
}

// stuffed is the content of a store with several reports and revisions, and
// one of the reports.
func stuffed(t *testing.T) ([]byte, *model.Report) {
	t.Helper()
	s := open(t, t.TempDir(), zhang)
	var a sitting
	for year := 2022; year < 2026; year++ {
		a = begin(t, s, sample("甲镇人民政府", year))
		for n := range int64(4) {
			a.Set("2.rules.issued", n+1).Save()
		}
	}
	r, err := s.Reload(a.ID())
	if err != nil {
		t.Fatal(err)
	}
	return readFile(t, s.Path()), r
}

// use does everything with a store that may be damaged. What is loaded must be
// right, or the error must be ErrDamaged; with anyKind, of any kind.
func use(t *testing.T, dir string, want *model.Report, anyKind bool) (err error) {
	t.Helper()
	var errs []error
	note := func(err error) bool {
		if kind := new(persist.Kind); err != nil && !(anyKind && errors.As(err, &kind)) {
			wantKind(t, err, persist.ErrDamaged)
		}
		errs = append(errs, err)
		return err == nil
	}
	s, err := Open(dir, zhang, ticking())
	if !note(err) {
		return err
	}
	_, err = s.List()
	note(err)
	_, err = s.Log(want.ID)
	note(err)
	_, err = s.Revision(want.ID, 2)
	note(err)
	if r, err := s.Load(want.Name()); note(err) && !reflect.DeepEqual(r, want) {
		t.Errorf("loaded revision %d of %s, which is not what was saved", r.Revision, r.Name())
	}
	if errors.Join(errs...) == nil {
		if revision, err := s.Save(want, nil); note(err) && revision != want.Revision+1 {
			t.Error("saved as", revision)
		}
	}
	return errors.Join(errs...)
}

func TestCutShort(t *testing.T) {
	t.Parallel()
	content, want := stuffed(t)
	failed := 0
	for size := len(content) - len(content)%pageSize; size >= 0; size -= pageSize {
		for _, size := range []int{size, size - 1000} {
			if size < 0 {
				continue
			}
			dir := writeStore(t, content[:size])
			if err := use(t, dir, want, false); err != nil {
				failed++
				if !bytes.Equal(readFile(t, filepath.Join(dir, fileName)), content[:size]) {
					t.Errorf("cut to %d: the file was changed", size)
				}
			}
		}
	}
	if pages := len(content) / pageSize; failed < pages/2 {
		t.Errorf("of %d pages cut off, %d were noticed", pages, failed)
	}
}

// TestDamagedPages spoils each page in turn. Not all of it can be noticed: a
// page may be free, and a bit flipped in a key makes another key. A save may
// then go through; but nothing panics, and no report is loaded that isn't right.
func TestDamagedPages(t *testing.T) {
	t.Parallel()
	content, want := stuffed(t)
	spoil := map[string]func(rng *rand.Rand, page []byte){
		"zeros": func(_ *rand.Rand, page []byte) { clear(page) },
		"ones":  func(_ *rand.Rand, page []byte) { copy(page, bytes.Repeat([]byte{0xff}, len(page))) },
		"noise": noise,
		"half":  func(_ *rand.Rand, page []byte) { clear(page[len(page)/2:]) },
		"bits": func(rng *rand.Rand, page []byte) {
			for range 20 {
				page[rng.IntN(len(page))] ^= 1 << rng.IntN(8)
			}
		},
	}
	for name, spoil := range spoil {
		t.Run(name, func(t *testing.T) {
			failed, rng := 0, rand.New(rand.NewPCG(3, 4))
			for at := 0; at+pageSize <= len(content); at += pageSize {
				bad := bytes.Clone(content)
				page := bad[at : at+pageSize]
				if len(bytes.Trim(page, "\x00")) == 0 {
					continue // never used
				}
				spoil(rng, page)
				if use(t, writeStore(t, bad), want, name == "bits") != nil {
					failed++
				}
			}
			if failed == 0 {
				t.Error("nothing was noticed")
			}
		})
	}
}

// TestCircle has a page lead back to itself, which bbolt would follow until the
// stack is full and the program ends.
func TestCircle(t *testing.T) {
	t.Parallel()
	content, want := stuffed(t)
	circles := 0
	for at := 2 * pageSize; at+pageSize <= len(content); at += pageSize {
		page := content[at : at+pageSize]
		if binary.NativeEndian.Uint16(page[8:]) != pageBranch {
			continue
		}
		bad := bytes.Clone(content)
		count := int(binary.NativeEndian.Uint16(page[10:]))
		for i := range count {
			copy(bad[at+pageHeader+i*element+8:], page[:8]) // its own number
		}
		if use(t, writeStore(t, bad), want, false) != nil {
			circles++
		}
	}
	if circles == 0 {
		t.Error("no circle was noticed")
	}
}

// TestLockFreedAfterPanic makes sure that a damaged file doesn't stay locked.
func TestLockFreedAfterPanic(t *testing.T) {
	dir := t.TempDir()
	s := open(t, dir, zhang)
	s.file.wait = 100 * time.Millisecond
	for _, run := range []func(func(persist.Tx) error) error{s.file.View, s.file.Update} {
		for range 3 {
			wantKind(t, run(func(persist.Tx) error { panic("page 3: assertion failed") }), persist.ErrDamaged)
		}
	}
	begin(t, s, sample("甲镇人民政府", 2025))
}

func TestDamagedHintNamesBackup(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "年 报")
	begin(t, open(t, dir, zhang), sample("甲镇人民政府", 2025))
	path := filepath.Join(dir, fileName)
	if err := os.Truncate(path, int64(2*pageSize)); err != nil {
		t.Fatal(err)
	}
	_, err := Open(dir, zhang, ticking())
	wantKind(t, err, persist.ErrDamaged)
	var spoken interface{ Hint() string }
	if want := filepath.Join(dir, "backup", "nianbao-20260105.db"); !errors.As(err, &spoken) || !strings.Contains(spoken.Hint(), want) {
		t.Errorf("%q does not name %s", spoken.Hint(), want)
	}
	if want := `doctor --mend --data "` + dir + `"`; !strings.Contains(spoken.Hint(), want) {
		t.Errorf("%q does not say %s", spoken.Hint(), want)
	}
}

func TestExplain(t *testing.T) {
	f := &file{path: "/x/nianbao.db"}
	wrap := func(errno error) error {
		return fmt.Errorf("write: %w", &os.PathError{Op: "write", Path: f.path, Err: errno})
	}
	said := func(errno error) error { return fmt.Errorf("file resize error: %s", wrap(errno)) }
	for _, errno := range fullErrnos {
		wantKind(t, f.explain(wrap(errno), true), persist.ErrFull)
		wantKind(t, f.explain(said(errno), true), persist.ErrFull)
	}
	for _, errno := range deniedErrnos {
		wantKind(t, f.explain(wrap(errno), true), persist.ErrReadOnly)
		wantKind(t, f.explain(wrap(errno), false), persist.ErrUnreadable)
	}
	for _, errno := range busyErrnos {
		wantKind(t, f.explain(wrap(errno), true), persist.ErrBusy)
	}
	wantKind(t, f.explain(errors.New("input/output error"), true), persist.ErrUnreadable)
	for _, kind := range []*persist.Kind{persist.ErrBusy, persist.ErrConflict, persist.ErrDamaged, persist.ErrNotFound, persist.ErrReadOnly, persist.ErrExists, persist.ErrFull, persist.ErrUnreadable, persist.ErrNewer} {
		wantKind(t, kind, kind)
	}
	if f.explain(nil, true) != nil {
		t.Error("nil explained")
	}
}
