package persist

import (
	"bytes"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"nianbao/model"
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
	wantKind(t, err, ErrNotFound)
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
	if err != nil || len(m.Whole) != 4 || len(m.Older)+len(m.Missing) > 0 {
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
	sit(t, s, r, "after").set("2.rules.issued", 7).save()
}

// TestMendBesideSaving: another program saves into the damaged store all the time.
// What it was told is saved is in the new store, or nothing was mended.
func TestMendBesideSaving(t *testing.T) {
	content, _ := stuffed(t)
	dir := writeStore(t, content)
	busy := open(t, dir, li)
	a := begin(t, busy, sample("丁镇人民政府", 2025))
	err := busy.update(func(t *tx) error { return t.Bucket(bucketRevisions).Put(key(1, 5), []byte("spoiled")) })
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
			if err := a.set("2.rules.issued", n).try(); err == nil {
				last = model.Count(n)
			}
			time.Sleep(rand.N(time.Duration(n) * 5 * time.Millisecond)) // in the end longer than mending takes
		}
	}()
	mended := false
	for end := time.Now().Add(20 * time.Second); !mended && time.Now().Before(end); {
		m, err := Mend(dir, zhang, ticking())
		if err != nil {
			wantKind(t, err, ErrBusy)
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
	if r.ID != a.id() {
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
