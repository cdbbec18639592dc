package cli

import (
	"context"
	"fmt"
	"io"

	"nianbao/model"
	"nianbao/ui/backend"
)

// warned is a store whose commands are done where the disk has taken what they
// change, and has not said that it will keep it: that is a warning, not a failure.
type warned struct {
	backend.Store
	to io.Writer
}

// sure is the error, unless it is that warning, which is given.
func (s warned) sure(err error) error {
	if backend.Code(err) != model.CodeUnsure {
		return err
	}
	fmt.Fprintf(s.to, "nianbao: %s\n", backend.Message(err))
	return nil
}

func (s warned) Create(r *model.Report, label string) (*model.Report, error) {
	made, err := s.Store.Create(r, label)
	return made, s.sure(err)
}

func (s warned) Batch(n int) backend.Batch { return warnedBatch{s.Store.Batch(n), s} }

// warnedBatch is a batch of such a store.
type warnedBatch struct {
	backend.Batch
	store warned
}

func (b warnedBatch) Store(ctx context.Context, step func(n int)) (left []string, err error) {
	left, err = b.Batch.Store(ctx, step)
	return left, b.store.sure(err)
}

func (s warned) Save(r *model.Report, edits []model.Edit) (int, error) {
	revision, err := s.Store.Save(r, edits)
	return revision, s.sure(err)
}

func (s warned) Merge(r *model.Report, edits []model.Edit, place string, join func(*model.Report) (*model.Report, []model.Edit)) (int, error) {
	revision, err := s.Store.Merge(r, edits, place, join)
	return revision, s.sure(err)
}

func (s warned) Delete(id string) error { return s.sure(s.Store.Delete(id)) }

func (s warned) Undelete(id string) (string, error) {
	name, err := s.Store.Undelete(id)
	return name, s.sure(err)
}

func (s warned) MarkExported(id string, revision int, label string, finished bool, sums []string) error {
	return s.sure(s.Store.MarkExported(id, revision, label, finished, sums))
}
