package persist

import (
	"encoding/json"
	"errors"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"nianbao/model"
)

// Lease says that somebody has a report open. It informs and holds nobody back.
// Leases are small files beside the store, so that telling of oneself every few
// seconds neither waits for the store nor makes others look at it anew.
type Lease struct {
	model.Actor
	Session string    `json:"-"` // differs for each sitting
	Opened  time.Time `json:"opened"`
	LastKey time.Time `json:"last_key"`
	Seen    time.Time `json:"seen"` // when the sitting last told of itself
	Host    string    `json:"host"` // the machine that it runs on
	PID     int       `json:"pid"`  // its process there; 0 where that is not known
}

const (
	leaseFolder = "open"
	leaseLife   = 90 * time.Second // without a word: the sitting is taken for dead
	leaseMost   = 4 << 10          // bytes of a lease that is read
)

// Hold tells that this sitting has a report open, and returns who else has, those
// who came first before the others. Call it again well within a minute. What is
// left of sittings that died is cleared away. Errors: ErrReadOnly, ErrFull,
// ErrUnreadable; nothing depends on it.
func (s *Store) Hold(id string, mine Lease) (others []Lease, err error) {
	dir := s.leaseDir()
	if err := os.Mkdir(dir, s.dirMode.Perm()); err == nil {
		err = os.Chmod(dir, s.dirMode) // Mkdir is subject to the umask
		if err != nil {
			return nil, s.explainFolder(err)
		}
	} else if !errors.Is(err, os.ErrExist) {
		return nil, s.explainFolder(err)
	}
	mine.Actor, mine.Seen, mine.Host, mine.PID = s.who, s.now().UTC(), host(), os.Getpid()
	if err := s.writeLease(leaseName(id, mine.Session), mine); err != nil {
		return nil, s.explainFolder(err)
	}
	all, err := s.leases(mine.Seen)
	if err != nil {
		return nil, s.explainFolder(err)
	}
	for of, leases := range all {
		for _, l := range leases {
			if of == id && l.Session != mine.Session {
				others = append(others, l)
			}
		}
	}
	slices.SortFunc(others, func(a, b Lease) int { return a.Opened.Compare(b.Opened) })
	return others, nil
}

// leases are those that live, by report; what is left of the dead is cleared away.
func (s *Store) leases(now time.Time) (map[string][]Lease, error) {
	dir := s.leaseDir()
	entries, err := os.ReadDir(dir)
	if err != nil {
		return nil, err
	}
	all := map[string][]Lease{}
	for _, e := range entries {
		of, session, ok := strings.Cut(strings.TrimSuffix(e.Name(), ".json"), ".")
		if !ok || !e.Type().IsRegular() || !strings.HasSuffix(e.Name(), ".json") {
			continue
		}
		l, err := readLease(filepath.Join(dir, e.Name()))
		switch {
		case err != nil: // gone meanwhile, or half of one
		case now.Sub(l.Seen).Abs() > leaseLife, l.dead():
			_ = os.Remove(filepath.Join(dir, e.Name())) // somebody else may have done it
		default:
			l.Session = session
			all[of] = append(all[of], l)
		}
	}
	return all, nil
}

// dead reports that the sitting's process, on this machine, is no more: a sitting
// that was killed has not said so.
func (l Lease) dead() bool { return l.PID > 0 && l.Host == host() && !alive(l.PID) }

// host is this machine's name; "" where it has none.
func host() string {
	name, err := os.Hostname()
	if err != nil {
		return ""
	}
	return name
}

// atWork are the people who have a report open.
func (s *Store) atWork() (names []string) {
	all, err := s.leases(s.now().UTC())
	if err != nil {
		return nil // most likely there is no such folder: nobody has
	}
	for _, leases := range all {
		for _, l := range leases {
			name := l.User
			if l.From != "" {
				name += "（" + l.From + "）"
			}
			names = append(names, name)
		}
	}
	slices.Sort(names)
	return slices.Compact(names)
}

// Release tells that this sitting has closed a report.
func (s *Store) Release(id, session string) error {
	err := os.Remove(filepath.Join(s.leaseDir(), leaseName(id, session)))
	if errors.Is(err, os.ErrNotExist) {
		return nil
	}
	return s.explain(err, true)
}

func (s *Store) leaseDir() string { return filepath.Join(filepath.Dir(s.path), leaseFolder) }

func leaseName(id, session string) string { return id + "." + session + ".json" }

// writeLease writes a lease whole: a reader never sees half of one.
func (s *Store) writeLease(name string, l Lease) error {
	data, err := json.Marshal(l)
	if err != nil {
		return err
	}
	f, err := os.CreateTemp(s.leaseDir(), "."+name+".*")
	if err != nil {
		return err
	}
	defer os.Remove(f.Name()) // gone already when all went well
	_, err = f.Write(data)
	if err := errors.Join(err, f.Chmod(s.mode), f.Close()); err != nil {
		return err
	}
	return os.Rename(f.Name(), filepath.Join(s.leaseDir(), name))
}

// readLease reads what somebody else has written; names in it are made safe.
func readLease(path string) (l Lease, err error) {
	f, err := os.Open(path)
	if err != nil {
		return l, err
	}
	data, err := io.ReadAll(io.LimitReader(f, leaseMost))
	if err = errors.Join(err, f.Close(), json.Unmarshal(data, &l)); err != nil {
		return Lease{}, err
	}
	l.User, l.From = model.CleanLine(l.User), model.CleanLine(l.From)
	return l, nil
}
