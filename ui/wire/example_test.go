package wire_test

import (
	"os"
	"path/filepath"
	"testing"
	"time"

	"nianbao/model"
	"nianbao/model/check"
	"nianbao/ui/wire"
)

// TestExample: last year's report is in order, this year's has something to find, and
// nothing is left when they are taken away.
func TestExample(t *testing.T) {
	m := &wire.Machine{Actor: model.Actor{User: "王芳"}, Now: time.Now}
	store, discard, err := m.Example()
	if err != nil {
		t.Fatal(err)
	}
	list, err := store.List()
	if err != nil || len(list) != 2 {
		t.Fatalf("%v, %v", list, err)
	}
	errors := map[int]int{}
	for _, x := range list {
		r, err := store.Load(x.Report)
		if err != nil {
			t.Fatal(err)
		}
		errors[r.Year], _, _ = check.Count(check.Report(r, nil))
	}
	if errors[2024] != 0 || errors[2025] == 0 {
		t.Errorf("errors %v", errors)
	}
	dir := filepath.Dir(store.Path())
	if err := discard(); err != nil {
		t.Error(err)
	}
	if _, err := os.Stat(dir); !os.IsNotExist(err) {
		t.Errorf("%s is still there", dir)
	}
}
