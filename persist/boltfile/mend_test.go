package boltfile

import (
	"bytes"
	"errors"
	"math/rand/v2"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	bolt "go.etcd.io/bbolt"

	"nianbao/model"
	"nianbao/persist"
)

// TestUseCopy: the newest copy that can be read takes the damaged store's place.
func TestUseCopy(t *testing.T) {
	content, want := stuffed(t)
	dir := writeStore(t, content)
	if _, err := UseCopy(dir, zhang, ticking()); err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(readFile(t, filepath.Join(dir, fileName)), content) {
		t.Error("a store that is well was replaced")
	}
	bad := content[:len(content)/2]
	if err := os.WriteFile(filepath.Join(dir, fileName), bad, 0o600); err != nil {
		t.Fatal(err)
	}
	_, err := UseCopy(dir, zhang, ticking())
	wantKind(t, err, persist.ErrNotFound)
	copies := filepath.Join(dir, copyFolder)
	if err := os.Mkdir(copies, 0o700); err != nil {
		t.Fatal(err)
	}
	for name, data := range map[string][]byte{"nianbao-20260103.db": content, "nianbao-20260104.db": bad} {
		if err := os.WriteFile(filepath.Join(copies, name), data, 0o400); err != nil {
			t.Fatal(err)
		}
	}
	m, err := UseCopy(dir, zhang, ticking())
	if err != nil || len(m.Older) != 4 || m.Copied == "" || len(m.Changed) != 4 || len(m.Whole)+len(m.Missing) > 0 {
		t.Fatalf("%+v, %v", m, err)
	}
	if !bytes.Equal(readFile(t, m.Kept), bad) {
		t.Error("the damaged file was not kept")
	}
	s := open(t, dir, zhang)
	r, err := s.Load(want.Name())
	if err != nil || r.Revision != want.Revision {
		t.Fatal(r, err)
	}
	sit(t, s, r, "after").Set("2.rules.issued", 7).Save()
}

// TestMendBesideSaving: another program saves into the damaged store all the time.
// What it was told is saved is in the new store, or nothing was mended.
func TestMendBesideSaving(t *testing.T) {
	content, _ := stuffed(t)
	dir := writeStore(t, content)
	busy := open(t, dir, li)
	a := begin(t, busy, sample("丁镇人民政府", 2025))
	list, err := busy.List()
	if err != nil {
		t.Fatal(err)
	}
	spoiled := list[len(list)-1].ID
	err = busy.file.Update(func(t persist.Tx) error { return t.Put(revisions, key(spoiled, 5), []byte("spoiled")) })
	if err != nil {
		t.Fatal(err)
	}
	if h := Examine(dir, zhang, ticking()); h.Well() {
		t.Fatal("nothing was spoiled")
	}
	stop, saved := make(chan bool), make(chan model.Figure)
	go func() {
		last := model.Figure{}
		for n := int64(1); ; n++ {
			select {
			case <-stop:
				saved <- last
				return
			default:
			}
			if err := a.Set("2.rules.issued", n).Try(); err == nil {
				last = model.Count(n)
			}
			time.Sleep(rand.N(time.Duration(n) * 5 * time.Millisecond)) // in the end longer than mending takes
		}
	}()
	mended := false
	for end := time.Now().Add(time.Minute); !mended && time.Now().Before(end); {
		m, err := Mend(dir, zhang, ticking())
		if err != nil {
			wantKind(t, err, persist.ErrBusy)
			time.Sleep(time.Millisecond)
			continue
		}
		mended = m.Kept != ""
	}
	close(stop)
	last := <-saved
	r, err := open(t, dir, zhang).Load(a.Report().Name())
	if err != nil {
		t.Fatal(err)
	}
	if !mended {
		t.Error("it was never mended")
	}
	if got := r.Figures["2.rules.issued"]; got != last {
		t.Errorf("%v was saved last, and the mended store has %v", last, got)
	}
	if r.ID != a.ID() {
		t.Error("whoever has it open would save into another report")
	}
}

// TestMendTwice: the same second on the clock, and both damaged files are kept.
func TestMendTwice(t *testing.T) {
	content, _ := stuffed(t)
	day := 0
	dir := writeStore(t, content)
	var kept []string
	for n := range 3 {
		bad := readFile(t, filepath.Join(dir, fileName))
		bad[pageHeader] ^= byte(n + 1) // of the first meta page
		if err := os.WriteFile(filepath.Join(dir, fileName), bad, 0o600); err != nil {
			t.Fatal(err)
		}
		m, err := Mend(dir, zhang, onDays(&day))
		if err != nil {
			t.Fatal(err)
		}
		if slices.Contains(kept, m.Kept) || !bytes.Equal(readFile(t, m.Kept), bad) {
			t.Errorf("kept as %s, after %v", m.Kept, kept)
		}
		kept = append(kept, m.Kept)
	}
}

// TestMendKeepsTheTrash: what was deleted does not come back into the list, not
// even where another report has its name by now.
func TestMendKeepsTheTrash(t *testing.T) {
	dir := t.TempDir()
	s := open(t, dir, zhang)
	live := begin(t, s, sample("甲镇人民政府", 2025)).Set("2.rules.issued", 111).Save()
	gone := begin(t, s, sample("乙镇人民政府", 2025)).Set("2.rules.issued", 222).Save()
	also := begin(t, s, sample("丙镇人民政府", 2025))
	for _, x := range []sitting{gone, also} {
		if err := s.Delete(x.ID()); err != nil {
			t.Fatal(err)
		}
	}
	live.Field(model.FieldUnit, "乙镇人民政府").Save()
	spoiled := begin(t, s, sample("丁镇人民政府", 2025))
	err := s.file.Update(func(t persist.Tx) error {
		return t.Put(revisions, key(spoiled.ID(), 1), []byte("spoiled"))
	})
	if err != nil {
		t.Fatal(err)
	}
	compact(t, s)
	m, err := Mend(dir, zhang, ticking())
	if err != nil {
		t.Fatal(err)
	}
	if want := []string{"乙镇人民政府-2025"}; !slices.Equal(m.Whole, want) || !slices.Equal(m.Missing, []string{"丁镇人民政府-2025"}) {
		t.Errorf("%+v", m)
	}
	s = open(t, dir, zhang)
	if r, err := s.Load("乙镇人民政府-2025"); err != nil || r.ID != live.ID() || r.Figures["2.rules.issued"] != model.Count(111) {
		t.Error(r, err)
	}
	trash, err := s.Deleted()
	if err != nil || len(trash) != 2 {
		t.Fatal(trash, err)
	}
	if _, err := s.Undelete(also.ID()); err != nil {
		t.Error(err)
	}
}

// TestMendTwoOfOneName: an older revision has a name that another report has taken.
func TestMendTwoOfOneName(t *testing.T) {
	dir := t.TempDir()
	s := open(t, dir, zhang)
	a := begin(t, s, sample("甲镇人民政府", 2025)).Set("2.rules.issued", 1).Save()
	day := copyName(t, dir) // has 甲镇 in its first revision
	a.Field(model.FieldUnit, "乙镇人民政府").Save()
	b := begin(t, s, sample("甲镇人民政府", 2025)).Set("2.rules.issued", 2).Save()
	err := s.file.Update(func(t persist.Tx) error {
		for k := range t.ScanBack(revisions, prefix(a.ID())) {
			if err := t.Put(revisions, bytes.Clone(k), []byte("spoiled")); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil || day == "" {
		t.Fatal(err)
	}
	compact(t, s)
	m, err := Mend(dir, zhang, ticking())
	if err != nil || !slices.Contains(m.Whole, "甲镇人民政府-2025") || len(m.Older) != 1 || len(m.Missing) > 0 {
		t.Fatalf("%+v, %v", m, err)
	}
	s = open(t, dir, zhang)
	if r, err := s.Load("甲镇人民政府-2025"); err != nil || r.ID != b.ID() {
		t.Error(r, err)
	}
	if r, err := s.Load(m.Older[0]); err != nil || r.ID != a.ID() {
		t.Error(m.Older, r, err)
	}
}

// compact leaves no page in the store in which an older state could be found.
func compact(t *testing.T, s *Store) {
	t.Helper()
	from, err := bolt.Open(s.Path(), 0, &bolt.Options{ReadOnly: true})
	if err != nil {
		t.Fatal(err)
	}
	to, err := bolt.Open(s.Path()+".compact", 0o600, nil)
	if err != nil {
		t.Fatal(err)
	}
	if err := errors.Join(bolt.Compact(to, from, 0), from.Close(), to.Close(), os.Rename(s.Path()+".compact", s.Path())); err != nil {
		t.Fatal(err)
	}
}

// copyName is the daily copy's.
func copyName(t *testing.T, dir string) string {
	t.Helper()
	found := names(t, filepath.Join(dir, copyFolder))
	if len(found) != 1 {
		t.Fatal(found)
	}
	return found[0]
}

// TestAnotherStore takes the place of one in use: nothing goes into its reports.
func TestAnotherStore(t *testing.T) {
	here, there := t.TempDir(), t.TempDir()
	a := begin(t, open(t, here, zhang), sample("甲镇人民政府", 2025)).Set("2.rules.issued", 1).Save()
	b := begin(t, open(t, there, li), sample("乙镇人民政府", 2025)).Set("2.rules.issued", 2).Save()
	if err := os.Rename(filepath.Join(there, fileName), filepath.Join(here, fileName)); err != nil {
		t.Fatal(err)
	}
	wantKind(t, a.Set("2.rules.issued", 77).Try(), persist.ErrNotFound)
	if _, err := a.Store.Reload(a.ID()); err == nil {
		t.Error("another report is loaded as this one")
	}
	wantKind(t, a.Store.SavePlace(a.ID(), "here"), persist.ErrNotFound)
	if r, err := a.Store.Reload(b.ID()); err != nil || r.Figures["2.rules.issued"] != model.Count(2) {
		t.Error(r, err)
	}
}

// TestMendAtOnce: two people mend the same store; the damaged file stays as it was.
func TestMendAtOnce(t *testing.T) {
	content, _ := stuffed(t)
	for range 8 {
		bad := bytes.Clone(content[:len(content)/2])
		dir := writeStore(t, bad)
		var both sync.WaitGroup
		kept := make(chan string, 2)
		for range 2 {
			both.Go(func() {
				m, err := Mend(dir, zhang, ticking())
				if err != nil {
					wantKind(t, err, persist.ErrBusy)
				} else if m.Kept != "" {
					kept <- m.Kept
				}
			})
		}
		both.Wait()
		close(kept)
		n := 0
		for path := range kept {
			if n++; !bytes.Equal(readFile(t, path), bad) {
				t.Error("the damaged file was changed")
			}
		}
		if n != 1 {
			t.Errorf("mended %d times", n)
		}
	}
}

// TestMendKeepsRevisions: what a report was before is saved along with its last
// revision, as far back as it can be read, and the label says how old the content is.
func TestMendKeepsRevisions(t *testing.T) {
	dir := t.TempDir()
	s := open(t, dir, zhang)
	a := begin(t, s, sample("甲镇人民政府", 2025))
	const last = 8
	for n := 2; n <= last; n++ {
		a.Set("2.rules.issued", int64(n)).Save()
	}
	b := begin(t, s, sample("乙镇人民政府", 2025))
	spoil := func(key []byte) {
		t.Helper()
		if err := s.file.Update(func(t persist.Tx) error { return t.Put(revisions, key, []byte("spoiled")) }); err != nil {
			t.Fatal(err)
		}
	}
	spoil(key(b.ID(), 1))
	spoil(key(a.ID(), 3)) // what is before it is out of reach
	m, err := Mend(dir, zhang, ticking())
	// Of 乙镇 a page that was freed may still have what was spoiled.
	if err != nil || !slices.Contains(m.Whole, "甲镇人民政府-2025") || m.Changed["甲镇人民政府-2025"] == "" {
		t.Fatalf("%+v, %v", m, err)
	}
	s = open(t, dir, zhang)
	for n := 1; n <= last+1; n++ {
		r, err := s.Revision(a.ID(), n)
		switch {
		case n <= 3 && err != nil: // a page that was freed may still have it
			wantKind(t, err, persist.ErrNotFound)
		case n == 1: // as it began
			if r.Figures["2.rules.issued"] != model.Zero {
				t.Errorf("it began with %v", r.Figures["2.rules.issued"])
			}
		case err != nil || r.Figures["2.rules.issued"] != model.Count(int64(min(n, last))):
			t.Errorf("revision %d: %v, %v", n, r, err)
		}
	}
	log, err := s.Log(a.ID())
	if err != nil || !strings.Contains(log[len(log)-1].Label, "的内容") {
		t.Errorf("%v, %v", log[len(log)-1].Label, err)
	}
	if h := Examine(dir, zhang, ticking()); !h.Well() {
		t.Errorf("%+v", h)
	}
	// It goes on as any other.
	r, err := s.Load("甲镇人民政府-2025")
	if err != nil {
		t.Fatal(err)
	}
	sit(t, s, r, "after").Set("2.rules.issued", 99).Save()
	if r, err := s.Revision(a.ID(), 5); err != nil || r.Figures["2.rules.issued"] != model.Count(5) {
		t.Errorf("revision 5 after another save: %v, %v", r, err)
	}
}

// TestMendLines: where only the list contradicts the reports it is made anew, and the
// file stays in its place.
func TestMendLines(t *testing.T) {
	dir := t.TempDir()
	s := open(t, dir, zhang)
	begin(t, s, sample("甲镇人民政府", 2025))
	begin(t, s, sample("乙镇人民政府", 2025))
	err := s.file.Update(func(t persist.Tx) error { return t.Put("names", []byte("甲镇人民政府-2025"), make([]byte, 8)) })
	if err != nil {
		t.Fatal(err)
	}
	if h := Examine(dir, zhang, ticking()); !h.onlyLines() {
		t.Errorf("%+v", h)
	}
	want := model.Mended{Relisted: []string{"甲镇人民政府-2025"}}
	if m, err := Prospect(dir, zhang, ticking()); err != nil || !reflect.DeepEqual(m, want) {
		t.Errorf("would be %+v, %v", m, err)
	}
	if m, err := Mend(dir, li, ticking()); err != nil || !reflect.DeepEqual(m, want) {
		t.Errorf("is %+v, %v", m, err)
	}
	if h := Examine(dir, zhang, ticking()); !h.Well() {
		t.Errorf("%+v", h)
	}
}
