//go:build unix

package endtoend

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"sync"
	"testing"
	"time"

	bolt "go.etcd.io/bbolt"

	"nianbao/model"
)

// content is what a report says, as far as it is typed: by cell and by text.
// What is blank is not there.
type content map[string]string

// with is the content after a change.
func (c content) with(key, value string) content {
	next := maps.Clone(c)
	if value == "" {
		delete(next, key)
	} else {
		next[key] = value
	}
	return next
}

// contentOf is what `show` has.
func contentOf(t *testing.T, dir, report string) content {
	t.Helper()
	out, errs, status := shell(t, dir, "show", report, "--json")
	if status != 0 {
		t.Fatalf("show ends with %d: %s", status, errs)
	}
	var got struct {
		Figures map[string]json.Number
		Text    map[string]string
	}
	if err := json.Unmarshal([]byte(out), &got); err != nil {
		t.Fatal(err)
	}
	c := content{}
	for id, figure := range got.Figures {
		if !model.Form2021.Cell(model.CellID(id)).Computed() {
			c[id] = figure.String()
		}
	}
	for key, text := range got.Text {
		if text != "" {
			c["text "+key] = text
		}
	}
	return c
}

// logEntry is an entry as `log --json` prints it.
type logEntry struct {
	Revision int
	Label    string
	Changes  []map[string]any
}

// replayed is what a report's log comes to, from its beginning; each change has
// to begin where the one before it ended.
func replayed(t *testing.T, dir, report string) (c content, log []logEntry) {
	t.Helper()
	out, errs, status := shell(t, dir, "log", report, "--json")
	if status != 0 {
		t.Fatalf("log ends with %d: %s", status, errs)
	}
	var all struct{ Entries []logEntry }
	dec := json.NewDecoder(bytes.NewReader([]byte(out)))
	dec.UseNumber()
	if err := dec.Decode(&all); err != nil {
		t.Fatal(err)
	}
	said := func(v any) string {
		if v == nil {
			return ""
		}
		return fmt.Sprint(v)
	}
	c = content{}
	for _, e := range all.Entries {
		for _, change := range e.Changes {
			key, ok := change["cell"].(string)
			if section, text := change["text"]; text {
				key, ok = "text "+said(section), true
			}
			if !ok {
				continue // the cover
			}
			if before := said(change["before"]); before != c[key] {
				t.Errorf("the log says that %s was %q in revision %d; it was %q", key, before, e.Revision, c[key])
			}
			c = c.with(key, said(change["after"]))
		}
	}
	return c, all.Entries
}

// sound makes sure that a store is as good as new: each report is what its log
// comes to, the doctor finds nothing, and no page is lost or used twice.
func sound(t *testing.T, dir string, reports ...string) {
	t.Helper()
	for _, report := range reports {
		shown := contentOf(t, dir, report)
		if log, _ := replayed(t, dir, report); !maps.Equal(shown, log) {
			t.Errorf("%s is not what its log comes to:\n%v\n%v", report, shown, log)
		}
	}
	if out, errs, status := shell(t, dir, "doctor", "--json"); status != 0 || !bytes.Contains([]byte(out), []byte(`"well": true`)) {
		t.Errorf("doctor ends with %d: %s%s", status, out, errs)
	}
	checkFile(t, filepath.Join(dir, "nianbao.db"))
}

// checkFile runs bbolt's own check, which can end the process when the file is
// damaged: it is for stores that ought to be well.
func checkFile(t *testing.T, path string) {
	t.Helper()
	db, err := bolt.Open(path, 0o600, &bolt.Options{ReadOnly: true, Timeout: patience, OpenFile: func(path string, flag int, _ fs.FileMode) (*os.File, error) {
		return os.OpenFile(path, flag&^os.O_CREATE, 0)
	}})
	if err != nil {
		t.Fatal(err)
	}
	err = db.View(func(tx *bolt.Tx) error {
		var errs []error
		for err := range tx.Check() {
			errs = append(errs, err)
		}
		return errors.Join(errs...)
	})
	if err := errors.Join(err, db.Close()); err != nil {
		t.Errorf("bbolt's check of %s: %v", path, err)
	}
}

// atOnce runs n workers and waits for them.
func atOnce(n int, work func(worker int)) {
	var all sync.WaitGroup
	for i := range n {
		all.Go(func() { work(i) })
	}
	all.Wait()
}

// quiet reports whether the program has drawn nothing for a moment, so that the
// screen is a whole frame.
func (x *terminal) quiet() bool {
	x.mu.Lock()
	defer x.mu.Unlock()
	return time.Since(x.lastByte) > 10*time.Millisecond
}

// soon waits up to a time for a screen as wanted.
func (x *terminal) soon(most time.Duration, ok func(screen string) bool) bool {
	for end := time.Now().Add(most); time.Now().Before(end); time.Sleep(5 * time.Millisecond) {
		if ok(x.text()) {
			return true
		}
	}
	return false
}
