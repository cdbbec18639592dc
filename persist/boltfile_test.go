package persist_test

import (
	"testing"
	"time"

	"nianbao/model"
	"nianbao/persist"
	"nianbao/persist/boltfile"
)

func init() {
	persist.AddBackend("boltfile", func(t testing.TB, dir string, who model.Actor, now func() time.Time) *persist.Store {
		t.Helper()
		s, err := boltfile.Open(dir, who, now)
		if err != nil {
			t.Fatal(err)
		}
		return s.Store
	})
}
