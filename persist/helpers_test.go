package persist

import (
	"testing"

	"nianbao/model"
	"nianbao/persist/internal/storetest"
)

// What the tests of all stores have in common.
type sitting = storetest.Sitting

var (
	zhang, li, start = storetest.Zhang, storetest.Li, storetest.Start
	ticking, sample  = storetest.Ticking, storetest.Sample
	sit, begin       = storetest.Sit, storetest.Begin
)

func wantKind(t testing.TB, err error, kind *Kind) { t.Helper(); storetest.WantKind(t, err, kind) }

// as is the same store as another user has it.
func as(s *Store, who model.Actor) *Store { return Over(s.backend, who, ticking()) }
