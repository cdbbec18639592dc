package persist

import (
	"testing"
	"time"

	"nianbao/model"
)

// backend is one that the suite runs over.
type backend struct {
	name   string
	openAt func(t testing.TB, dir string, who model.Actor, now func() time.Time) *Store
}

var backends = []backend{{"memory", openMemory}}

// AddBackend has the suite run over another backend, whose package imports this one.
func AddBackend(name string, open func(t testing.TB, dir string, who model.Actor, now func() time.Time) *Store) {
	backends = append(backends, backend{name, open})
}

// each runs a test over each backend.
func each(t *testing.T, test func(t *testing.T, on backend)) {
	for _, on := range backends {
		t.Run(on.name, func(t *testing.T) { test(t, on) })
	}
}

// open opens the store that is known by a folder.
func (on backend) open(t testing.TB, dir string, who model.Actor) *Store {
	t.Helper()
	return on.openAt(t, dir, who, ticking())
}
