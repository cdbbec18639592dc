package ui

import (
	"context"

	"nianbao/model"
	"nianbao/ui/backend"
)

// fakeBatch stores one report after the other.
type fakeBatch struct {
	store *fakeStore
	put   []func() error
}

func (s *fakeStore) Batch(n int) backend.Batch { return &fakeBatch{s, make([]func() error, n)} }

func (b *fakeBatch) Put(i int, r *model.Report, label string) error {
	b.put[i] = func() error {
		_, err := b.store.Create(r, label)
		return err
	}
	return nil
}

func (b *fakeBatch) Store(_ context.Context, step func(n int)) ([]string, error) {
	for _, create := range b.put {
		if err := create(); err != nil {
			return nil, err
		}
		step(1)
	}
	return nil, nil
}

func (s *fakeStore) LogPage(id string, from, n int) (model.LogPage, error) {
	all, err := s.Log(id)
	if from == 0 {
		from = len(all)
	}
	page := model.LogPage{Newest: len(all), Number: from}
	for number := from; number > max(from-n, 0); number-- {
		page.Entries = append(page.Entries, all[number-1])
	}
	return page, err
}
