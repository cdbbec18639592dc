package persist

import (
	"time"

	"nianbao/model"
)

// Lease says that somebody has a report open. It informs and holds nobody back.
// Leases are no records of the store, so that telling of oneself every few seconds
// neither waits for it nor makes others look at it anew.
type Lease struct {
	model.Actor
	Session string    `json:"-"` // differs for each sitting
	Opened  time.Time `json:"opened"`
	LastKey time.Time `json:"last_key"`
	Seen    time.Time `json:"seen"` // when the sitting last told of itself
	Host    string    `json:"host"` // the machine that it runs on
	PID     int       `json:"pid"`  // its process there; 0 where that is not known
}

// Hold tells that this sitting has a report open, and returns who else has, those
// who came first before the others. Call it again well within a minute. What is
// left of sittings that died is cleared away. Errors: ErrReadOnly, ErrFull,
// ErrUnreadable; nothing depends on it.
func (s *Store) Hold(id string, mine Lease) (others []Lease, err error) {
	mine.Actor = s.who
	return s.backend.Hold(id, mine)
}

// Release tells that this sitting has closed a report.
func (s *Store) Release(id, session string) error { return s.backend.Release(id, session) }
