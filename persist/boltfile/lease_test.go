package boltfile

import (
	"os"
	"path/filepath"
	"testing"
	"time"

	"nianbao/persist"
)

func TestLeases(t *testing.T) {
	dir := t.TempDir()
	now := start
	clock := func() time.Time { return now }
	a, err := Open(dir, zhang, clock)
	if err != nil {
		t.Fatal(err)
	}
	b, err := Open(dir, li, clock)
	if err != nil {
		t.Fatal(err)
	}
	hold := func(s *Store, id, session string, opened time.Time) []persist.Lease {
		t.Helper()
		others, err := s.Hold(id, persist.Lease{Session: session, Opened: opened, LastKey: now})
		if err != nil {
			t.Fatal(err)
		}
		return others
	}
	stamp, err := a.Stamp()
	if err != nil {
		t.Fatal(err)
	}
	if others := hold(a, "1", "aa", start); len(others) != 0 {
		t.Errorf("alone with %+v", others)
	}
	hold(b, "2", "bb", start) // another report
	now = now.Add(time.Minute)
	others := hold(b, "1", "cc", now)
	if len(others) != 1 || others[0].Actor != zhang || others[0].Session != "aa" || !others[0].Opened.Equal(start) || !others[0].LastKey.Equal(start) {
		t.Errorf("beside the first: %+v", others)
	}
	if others := hold(a, "1", "aa", start); len(others) != 1 || others[0].Actor != li {
		t.Errorf("beside the second: %+v", others)
	}
	if again, err := a.Stamp(); err != nil || again != stamp {
		t.Error("a lease makes others look at the store")
	}
	if err := b.Release("1", "cc"); err != nil {
		t.Fatal(err)
	}
	if err := b.Release("1", "cc"); err != nil {
		t.Errorf("released twice: %v", err)
	}
	if others := hold(a, "1", "aa", start); len(others) != 0 {
		t.Errorf("after the other has gone: %+v", others)
	}
	hold(b, "1", "dd", now)
	now = now.Add(leaseLife + time.Second) // dd dies
	if others := hold(a, "1", "aa", start); len(others) != 0 {
		t.Errorf("a dead one is told of: %+v", others)
	}
	left, err := os.ReadDir(filepath.Join(dir, leaseFolder))
	if err != nil || len(left) != 1 {
		t.Errorf("%d files are left, %v", len(left), err)
	}
	// What others put there can't harm: no lease, names with escape sequences, links.
	for name, content := range map[string]string{"1.ee.json": "{", "1.ff.json": `{"by":"\u001b[31m王\n","from":"x","seen":"` + now.Format(time.RFC3339) + `"}`, "notes.txt": "x", "1.json": "{}"} {
		if err := os.WriteFile(filepath.Join(dir, leaseFolder, name), []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	if err := os.Symlink("/etc/passwd", filepath.Join(dir, leaseFolder, "1.gg.json")); err != nil {
		t.Fatal(err)
	}
	if others := hold(a, "1", "aa", start); len(others) != 1 || others[0].User != "[31m王" {
		t.Errorf("others: %+v", others)
	}
	now = now.Add(-time.Hour) // the clock jumps back
	if others := hold(a, "1", "aa", start); len(others) != 0 {
		t.Errorf("leases of the future: %+v", others)
	}
}
