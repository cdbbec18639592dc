package wire

import (
	"embed"
	"errors"
	"os"
	"path"

	"nianbao/model"
	"nianbao/persist/boltfile"
	"nianbao/ui/backend"
)

// examples are reports of a town that doesn't exist, as exchange files: last year's is in
// order, this year's has a row left out and words of last year's.
//
//go:embed example/*.json
var examples embed.FS

// Example makes a store of its own with the examples, for somebody to try things on;
// discard takes it away.
func (m *Machine) Example() (made backend.Store, discard func() error, err error) {
	dir, err := os.MkdirTemp("", "nianbao-example-")
	if err != nil {
		return nil, nil, err
	}
	discard = func() error { return os.RemoveAll(dir) }
	s, err := boltfile.Open(dir, m.Actor, m.Now)
	if err == nil {
		err = fill(s)
	}
	if err != nil {
		return nil, nil, errors.Join(err, discard())
	}
	return store{s, m.Fence}, discard, nil
}

// fill stores the examples.
func fill(s *boltfile.Store) error {
	files, err := examples.ReadDir("example")
	if err != nil {
		return err
	}
	for _, f := range files {
		data, err := examples.ReadFile(path.Join("example", f.Name()))
		if err != nil {
			return err
		}
		r, err := model.Decode(data)
		if err != nil {
			return err
		}
		if _, err := s.Create(r, "例子"); err != nil {
			return err
		}
	}
	return nil
}
