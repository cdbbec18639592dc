package persist

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"testing"
	"time"

	"nianbao/model"
)

// stubborn is a backend whose transactions that write fail from one on, for some
// time; between them others come in.
type stubborn struct {
	KV
	writes, failing int // the numbers of the first that fails, and of those
	err             error
	between         func(n int)
}

func (k *stubborn) Update(fn func(Tx) error) error {
	k.writes--
	if k.between != nil {
		k.between(-k.writes)
	}
	if k.writes < 0 && k.failing > 0 {
		k.failing--
		return k.err
	}
	return k.KV.Update(fn)
}

// over is a store over a backend that fails.
func (k *stubborn) over(s *Store) *Store {
	k.KV = s.backend.KV
	backend := s.backend
	backend.KV = k
	return Over(backend, zhang, ticking())
}

// everything is all of a store's records.
func everything(t *testing.T, s *Store) map[string]string {
	t.Helper()
	all := map[string]string{}
	err := s.view(func(t *tx) error {
		clear(all)
		for _, bucket := range buckets {
			for k, v := range t.Scan(bucket, nil) {
				all[bucket+" "+string(k)] = string(v)
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return all
}

// towns is a batch of n towns' reports of 2025, made ready.
func towns(t *testing.T, s *Store, n int) *Batch {
	t.Helper()
	for i := len(readyTowns); i < n; i++ {
		b := s.Batch(1)
		if err := b.Put(0, sample(town(i), 2025), "读入 "+town(i)); err != nil {
			t.Fatal(err)
		}
		readyTowns = append(readyTowns, b.ready[0])
	}
	return &Batch{s, slices.Clone(readyTowns[:n])}
}

// readyTowns are those that have been made ready.
var readyTowns []ready

func town(i int) string { return fmt.Sprintf("第%d镇人民政府", i) }

// TestBatch: what a batch stores is what Create would have stored, beside last year's
// in the batch and in the store.
func TestBatch(t *testing.T) {
	each(t, func(t *testing.T, on backend) {
		one, many := on.open(t, t.TempDir(), zhang), on.open(t, t.TempDir(), zhang)
		reports := []*model.Report{sample(town(0), 2025), sample(town(0), 2024), sample(town(1), 2024), sample(town(1), 2025), sample(town(2), 2025)}
		for _, s := range []*Store{one, many} {
			begin(t, s, sample(town(2), 2024))
		}
		b := many.Batch(len(reports))
		for i, r := range reports {
			if err := b.Put(i, r, "读入"); err != nil {
				t.Fatal(err)
			}
			if _, err := one.Create(r, "读入"); err != nil {
				t.Fatal(err)
			}
		}
		steps := 0
		if left, err := b.Store(t.Context(), func(n int) { steps += n }); err != nil || left != nil || steps != len(reports) {
			t.Fatal(left, err, steps)
		}
		want, err := one.List()
		if err != nil {
			t.Fatal(err)
		}
		got, err := many.List()
		if err != nil || len(got) != len(want) {
			t.Fatal(len(got), err)
		}
		for i := range got {
			for _, s := range []*Store{one, many} {
				id := map[*Store]string{one: want[i].ID, many: got[i].ID}[s]
				if log, err := s.Log(id); err != nil || len(log) != 1 || log[0].Actor != zhang || log[0].Revision != 1 {
					t.Errorf("log %+v, %v", log, err)
				}
			}
			a, errA := one.Load(want[i].Report)
			b, errB := many.Load(got[i].Report)
			if errA != nil || errB != nil || !slices.Equal(encoded(t, a), encoded(t, b)) {
				t.Errorf("%s: %v, %v", got[i].Report, errA, errB)
			}
			got[i].ID, want[i].ID = "", ""
			got[i].ChangedAt, want[i].ChangedAt = time.Time{}, time.Time{}
			if got[i] != want[i] {
				t.Errorf("%+v, want %+v", got[i], want[i])
			}
		}
	})
}

func encoded(t *testing.T, r *model.Report) []byte {
	t.Helper()
	data, err := model.Encode(r)
	if err != nil {
		t.Fatal(err)
	}
	return data
}

// TestBatchInterrupted: a batch that is interrupted leaves the store as it was.
func TestBatchInterrupted(t *testing.T) {
	each(t, func(t *testing.T, on backend) {
		s := on.open(t, t.TempDir(), zhang)
		begin(t, s, sample(town(7), 2024))
		before := everything(t, s)
		enough := errors.New("enough")
		ctx, interrupt := context.WithCancelCause(t.Context())
		stored := 0
		left, err := towns(t, s, 4*firstSize).Store(ctx, func(n int) {
			stored += n
			interrupt(enough)
		})
		if !errors.Is(err, enough) || len(left) > 0 || stored == 0 || stored == 4*firstSize {
			t.Errorf("%v, left %v, stored %d", err, left, stored)
		}
		if !maps.Equal(before, everything(t, s)) {
			t.Error("the store isn't as it was")
		}
	})
}

// TestBatchUndone: a batch that fails leaves the store as it was, byte for byte.
func TestBatchUndone(t *testing.T) {
	const n = 4 * firstSize // of which the first transaction stores firstSize at most, the second twice that
	each(t, func(t *testing.T, on backend) {
		for name, k := range map[string]*stubborn{
			"full":       {writes: 1, failing: 1, err: &Problem{Kind: ErrFull, Text: "磁盘已满"}},
			"damaged":    {writes: 2, failing: 1, err: &Problem{Kind: ErrDamaged, Text: "坏了"}},
			"busy":       {writes: 1, failing: patience, err: &Problem{Kind: ErrBusy, Text: "占用"}},
			"at once":    {writes: 0, failing: 1, err: &Problem{Kind: ErrFull, Text: "磁盘已满"}},
			"busy undo":  {writes: 1, failing: patience + 2, err: &Problem{Kind: ErrBusy, Text: "占用"}},
			"taken name": {writes: 1 << 20},
		} {
			t.Run(name, func(t *testing.T) {
				s := on.open(t, t.TempDir(), zhang)
				begin(t, s, sample(town(1), 2026)) // whose line depends on 2025's
				begin(t, s, sample(town(7), 2024))
				if name == "taken name" {
					begin(t, s, sample(town(n-1), 2025))
				}
				before := everything(t, s)
				b := towns(t, k.over(s), n)
				left, err := b.Store(t.Context(), nil)
				if err == nil || len(left) > 0 {
					t.Fatalf("%v, left %v", err, left)
				}
				if after := everything(t, s); !maps.Equal(before, after) {
					t.Errorf("%d records, were %d", len(after), len(before))
				}
			})
		}
	})
}

// TestBatchWaits: a store that is busy for a while is waited for.
func TestBatchWaits(t *testing.T) {
	each(t, func(t *testing.T, on backend) {
		k := &stubborn{writes: 1, failing: patience - 1, err: &Problem{Kind: ErrBusy, Text: "占用"}}
		s := on.open(t, t.TempDir(), zhang)
		if left, err := towns(t, k.over(s), 2*firstSize).Store(t.Context(), nil); err != nil || left != nil {
			t.Fatal(left, err)
		}
		if list, err := s.List(); err != nil || len(list) != 2*firstSize {
			t.Error(len(list), err)
		}
	})
}

// TestBatchLeaves: what somebody has worked on meanwhile is not taken back, nor what
// can't be, and both are named.
func TestBatchLeaves(t *testing.T) {
	each(t, func(t *testing.T, on backend) {
		t.Run("worked on", func(t *testing.T) {
			s := on.open(t, t.TempDir(), zhang)
			k := &stubborn{writes: 1, failing: 1, err: &Problem{Kind: ErrFull, Text: "磁盘已满"}}
			k.between = func(n int) {
				if n != 1 {
					return
				}
				for i, do := range []func(r *model.Report) error{
					func(r *model.Report) error { return sit(t, s, r, "b").Set("2.rules.issued", 5).Try() },
					func(r *model.Report) error { return s.Delete(r.ID) },
					func(r *model.Report) error { return s.MarkExported(r.ID, 1, "导出 docx", true, []string{"1"}) },
					func(r *model.Report) error { return s.SavePlace(r.ID, "3") }, // has only looked
				} {
					r, err := s.Load(model.ReportName(town(i), 2025))
					if err == nil {
						err = do(r)
					}
					if err != nil {
						t.Error(i, err)
					}
				}
			}
			left, err := towns(t, k.over(s), 2*firstSize).Store(t.Context(), nil)
			wantKind(t, err, ErrFull)
			if want := []string{town(0) + "-2025", town(1) + "-2025", town(2) + "-2025"}; !slices.Equal(left, want) {
				t.Errorf("left %v, want %v", left, want)
			}
			if list, err := s.List(); err != nil || len(list) != 2 {
				t.Error(list, err)
			}
			if trash, err := s.Deleted(); err != nil || len(trash) != 1 {
				t.Error(trash, err)
			}
		})
		t.Run("can't be written", func(t *testing.T) {
			s := on.open(t, t.TempDir(), zhang)
			k := &stubborn{writes: 1, failing: 100, err: &Problem{Kind: ErrFull, Text: "磁盘已满"}}
			left, err := towns(t, k.over(s), 2*firstSize).Store(t.Context(), nil)
			wantKind(t, err, ErrFull)
			list, listErr := s.List()
			if listErr != nil || len(list) == 0 || len(list) != len(left) {
				t.Errorf("%d in the list, %d left: %v", len(list), len(left), listErr)
			}
		})
	})
}

// TestNextSize: a transaction of a batch comes to about as long as others may be kept waiting.
func TestNextSize(t *testing.T) {
	for _, x := range []struct {
		size, n int
		took    time.Duration
		want    int
	}{{32, 32, longest / 100, 64}, {32, 32, longest * 4 / 5, 40}, {32, 32, 4 * longest, 8}, {400, 200, longest, 200},
		{1, 1, 5 * time.Second, 1}, {32, 32, 0, 64}} {
		if got := nextSize(x.size, x.n, x.took); got != x.want {
			t.Errorf("%+v gives %d", x, got)
		}
	}
}
