package boltfile

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
	"nianbao/persist"
)

const (
	leaseFolder = "open"
	leaseLife   = 90 * time.Second // without a word: the sitting is taken for dead
	leaseMost   = 4 << 10          // bytes of a lease that is read
)

// Leases are small files in a folder beside the store.

// Hold writes a sitting's lease, and reads the others'.
func (f *file) Hold(id string, mine persist.Lease) (others []persist.Lease, err error) {
	dir := f.leaseDir()
	if err := os.Mkdir(dir, f.dirMode.Perm()); err == nil {
		err = os.Chmod(dir, f.dirMode) // Mkdir is subject to the umask
		if err != nil {
			return nil, f.explainFolder(err)
		}
	} else if !errors.Is(err, os.ErrExist) {
		return nil, f.explainFolder(err)
	}
	mine.Seen, mine.Host, mine.PID = f.now().UTC(), host(), os.Getpid()
	if err := f.writeLease(leaseName(id, mine.Session), mine); err != nil {
		return nil, f.explainFolder(err)
	}
	all, err := f.leases(mine.Seen)
	if err != nil {
		return nil, f.explainFolder(err)
	}
	for of, leases := range all {
		for _, l := range leases {
			if of == id && l.Session != mine.Session {
				others = append(others, l)
			}
		}
	}
	slices.SortFunc(others, func(a, b persist.Lease) int { return a.Opened.Compare(b.Opened) })
	return others, nil
}

// leases are those that live, by report; what is left of the dead is cleared away.
func (f *file) leases(now time.Time) (map[string][]persist.Lease, error) {
	dir := f.leaseDir()
	entries, err := os.ReadDir(dir)
	if err != nil {
		return nil, err
	}
	all := map[string][]persist.Lease{}
	for _, e := range entries {
		of, session, ok := strings.Cut(strings.TrimSuffix(e.Name(), ".json"), ".")
		if !ok || !e.Type().IsRegular() || !strings.HasSuffix(e.Name(), ".json") {
			continue
		}
		l, err := readLease(filepath.Join(dir, e.Name()))
		switch {
		case err != nil: // gone meanwhile, or half of one
		case now.Sub(l.Seen).Abs() > leaseLife, dead(l):
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
func dead(l persist.Lease) bool { return l.PID > 0 && l.Host == host() && !alive(l.PID) }

// host is this machine's name; "" where it has none.
func host() string {
	name, err := os.Hostname()
	if err != nil {
		return ""
	}
	return name
}

// atWork are the people who have a report open.
func (f *file) atWork() (names []string) {
	all, err := f.leases(f.now().UTC())
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

// Release takes a sitting's lease away.
func (f *file) Release(id, session string) error {
	err := os.Remove(filepath.Join(f.leaseDir(), leaseName(id, session)))
	if errors.Is(err, os.ErrNotExist) {
		return nil
	}
	return f.explain(err, true)
}

func (f *file) leaseDir() string { return filepath.Join(filepath.Dir(f.path), leaseFolder) }

func leaseName(id, session string) string { return id + "." + session + ".json" }

// writeLease writes a lease whole: a reader never sees half of one.
func (f *file) writeLease(name string, l persist.Lease) error {
	data, err := json.Marshal(l)
	if err != nil {
		return err
	}
	temp, err := os.CreateTemp(f.leaseDir(), "."+name+".*")
	if err != nil {
		return err
	}
	defer os.Remove(temp.Name()) // gone already when all went well
	_, err = temp.Write(data)
	if err := errors.Join(err, temp.Chmod(f.mode), temp.Close()); err != nil {
		return err
	}
	return os.Rename(temp.Name(), filepath.Join(f.leaseDir(), name))
}

// readLease reads what somebody else has written; names in it are made safe.
func readLease(path string) (l persist.Lease, err error) {
	f, err := os.Open(path)
	if err != nil {
		return l, err
	}
	data, err := io.ReadAll(io.LimitReader(f, leaseMost))
	if err = errors.Join(err, f.Close(), json.Unmarshal(data, &l)); err != nil {
		return persist.Lease{}, err
	}
	l.User, l.From = model.CleanLine(l.User), model.CleanLine(l.From)
	return l, nil
}
