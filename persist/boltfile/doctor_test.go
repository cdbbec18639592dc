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
	"testing"

	"nianbao/model"
	"nianbao/persist"
)

func TestExamineHealthyStore(t *testing.T) {
	content, want := stuffed(t)
	dir := writeStore(t, content)
	h := Examine(dir, zhang, ticking())
	if !h.Well() || len(h.Reports) != 4 || h.Size != int64(len(content)) {
		t.Fatalf("%+v", h)
	}
	for _, r := range h.Reports {
		if r.Report == want.Name() && r.Revision != want.Revision {
			t.Errorf("%s is at revision %d", r.Report, r.Revision)
		}
	}
	if _, err := open(t, dir, li).Hold("7", persist.Lease{Session: "x"}); err != nil {
		t.Fatal(err)
	}
	if h := Examine(dir, zhang, ticking()); !slices.Equal(h.AtWork, []string{"li"}) {
		t.Error("at work are", h.AtWork)
	}
	if m, err := Mend(dir, zhang, ticking()); err != nil || !reflect.DeepEqual(m, model.Mended{}) {
		t.Errorf("a store that is well was mended: %+v, %v", m, err)
	}
	if !bytes.Equal(readFile(t, filepath.Join(dir, fileName)), content) {
		t.Error("the file was changed")
	}
	if h := Examine(t.TempDir(), zhang, ticking()); !errors.Is(h.Problem, persist.ErrNotFound) {
		t.Errorf("no store: %v", h.Problem)
	}
}

// TestMendEveryPage spoils each page in turn and mends. Whatever is damaged is
// kept; every report is there again, right, or is named as older or missing.
func TestMendEveryPage(t *testing.T) {
	t.Parallel()
	content, _ := stuffed(t)
	before := map[string]*model.Report{}
	s := open(t, writeStore(t, content), zhang)
	list, err := s.List()
	if err != nil {
		t.Fatal(err)
	}
	for _, sum := range list {
		if before[sum.Report], err = s.Load(sum.Report); err != nil {
			t.Fatal(err)
		}
	}
	spoil := map[string]func(rng *rand.Rand, page []byte){
		"zeros": func(_ *rand.Rand, page []byte) { clear(page) },
		"noise": noise,
		"half":  func(_ *rand.Rand, page []byte) { clear(page[len(page)/2:]) },
	}
	damaged, whole, older, missing := 0, 0, 0, 0
	check := func(name string, bad []byte) {
		dir := writeStore(t, bad)
		h := Examine(dir, zhang, ticking())
		if h.Well() {
			return // a free page, or one that nothing depends on
		}
		if h.Problem != nil && !errors.Is(h.Problem, persist.ErrDamaged) {
			t.Errorf("%s: %v", name, h.Problem)
			return
		}
		damaged++
		hope, err := Prospect(dir, zhang, ticking())
		if err != nil || !bytes.Equal(readFile(t, filepath.Join(dir, fileName)), bad) {
			t.Errorf("%s: looking at what can be mended: %v", name, err)
		}
		m, err := Mend(dir, zhang, ticking())
		if hope.Kept = m.Kept; err == nil && !reflect.DeepEqual(hope, m) {
			t.Errorf("%s: %+v was to be, %+v is", name, hope, m)
		}
		if err != nil {
			t.Errorf("%s: %v", name, err)
			return
		}
		if !bytes.Equal(readFile(t, m.Kept), bad) {
			t.Errorf("%s: the damaged file was not kept", name)
		}
		if h := Examine(dir, zhang, ticking()); !h.Well() || len(h.Reports) != len(m.Whole)+len(m.Older) {
			t.Errorf("%s: after mending %+v", name, h)
		}
		mended := open(t, dir, zhang)
		for report, want := range before {
			switch {
			case slices.Contains(m.Whole, report):
				whole++
				got, err := mended.Load(report)
				if err != nil {
					t.Errorf("%s: %v", name, err)
					continue
				}
				if m.Short && got.Revision <= want.Revision {
					continue // that there was a later one, nothing tells any more
				}
				if got.Revision != want.Revision+1 || !reflect.DeepEqual(got.Figures, want.Figures) || !reflect.DeepEqual(got.Text, want.Text) {
					t.Errorf("%s: %s was mended wrong", name, report)
				}
				log, err := mended.Log(got.ID)
				if err != nil || !strings.Contains(log[len(log)-1].Label, "救回") {
					t.Errorf("%s: the log does not say so: %v", name, err)
				}
			case slices.Contains(m.Older, report):
				older++
			case slices.Contains(m.Missing, report):
				missing++
			case m.Short: // nobody can know the name any more
				missing++
			default:
				t.Errorf("%s: not a word of %s: %+v", name, report, m)
			}
		}
	}
	for kind, spoil := range spoil {
		rng := rand.New(rand.NewPCG(5, 6))
		for at := 0; at+pageSize <= len(content); at += pageSize {
			bad := bytes.Clone(content)
			spoil(rng, bad[at:at+pageSize])
			check(kind, bad)
		}
	}
	for size := len(content) - len(content)%pageSize; size > 0; size -= pageSize {
		check("cut", content[:size])
	}
	t.Logf("%d damaged files: %d reports whole, %d older, %d missing", damaged, whole, older, missing)
	if damaged < 20 || whole < missing {
		t.Errorf("%d damaged files, %d reports whole, %d missing", damaged, whole, missing)
	}
}

// TestMendFromCopy: what is lost comes from the newest daily copy that can be
// read.
func TestMendFromCopy(t *testing.T) {
	content, want := stuffed(t)
	dir := writeStore(t, content)
	copies := filepath.Join(dir, copyFolder)
	if err := os.Mkdir(copies, 0o700); err != nil {
		t.Fatal(err)
	}
	for name, data := range map[string][]byte{"nianbao-20260103.db": content, "nianbao-20260104.db": content[:3*pageSize]} {
		if err := os.WriteFile(filepath.Join(copies, name), data, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	if err := os.WriteFile(filepath.Join(dir, fileName), bytes.Repeat([]byte("x"), 9000), 0o600); err != nil {
		t.Fatal(err)
	}
	h := Examine(dir, zhang, ticking())
	if h.Well() || len(h.Copies) != 2 || h.Copies[0].Problem == nil || h.Copies[1].Problem != nil || h.Copies[1].Reports != 4 {
		t.Fatalf("%+v", h)
	}
	m, err := Mend(dir, zhang, ticking())
	if err != nil || len(m.Older) != 4 || len(m.Whole)+len(m.Missing) > 0 {
		t.Fatalf("%+v, %v", m, err)
	}
	if got, err := open(t, dir, zhang).Load(want.Name()); err != nil || !reflect.DeepEqual(got.Figures, want.Figures) {
		t.Errorf("the copy's report: %v", err)
	}
}
