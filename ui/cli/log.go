package cli

import (
	"errors"
	"fmt"
	"iter"
	"slices"
	"strings"

	"nianbao/model"
	"nianbao/ui/backend"
)

// log prints who did what to a report, the oldest first. The texts that entries hold may
// come to a hundred times what is printed of them: they are read a page at a time.
func (c *call) log() error {
	s, err := backend.Find(c.store, c.args[0])
	if err != nil {
		return err
	}
	if c.json {
		return c.logJSON(s)
	}
	r, err := c.store.Load(s.Report)
	if err != nil {
		return err
	}
	var b strings.Builder
	for e, err := range c.entries(s.ID) {
		if err != nil {
			return err
		}
		b.WriteString(entryText(r, e, "，用 --json 看全部"))
	}
	return c.printf("%s", b.String())
}

// logJSON prints it for programs, whole or not at all.
func (c *call) logJSON(s model.Summary) error {
	held := newSpool()
	list := jsonList{to: held, name: "entries"}
	list.begin()
	for e, err := range c.entries(s.ID) {
		if err != nil {
			return err
		}
		list.add(listed(e.LogView()))
	}
	return errors.Join(list.end(), held.copyTo(c.Stdout))
}

// How many entries are read at once: each may have a text of 100,000 characters twice.
// Where they turn out to be short it is up to logPages times as many.
const (
	logPage  = 16
	logPages = 8
	logShort = 64 << 10 // bytes of what stood there before and after, in one page
)

// nextLogPage is how many entries to read after a page of n.
func nextLogPage(n int, page model.LogPage) int {
	if page.Size() > logShort {
		return logPage
	}
	return min(2*n, logPages*logPage)
}

// entries walks a report's log, the oldest entry first, as it is at the beginning.
func (c *call) entries(id string) iter.Seq2[model.LogEntry, error] {
	return func(yield func(model.LogEntry, error) bool) {
		newest, err := c.store.LogPage(id, 0, 1)
		if err != nil {
			yield(model.LogEntry{}, err)
			return
		}
		for from, size := 0, logPage; from < newest.Newest; {
			n := min(size, newest.Newest-from)
			page, err := c.store.LogPage(id, from+n, n)
			if err != nil {
				yield(model.LogEntry{}, err)
				return
			}
			for _, e := range slices.Backward(page.Entries) {
				if !yield(e, nil) {
					return
				}
			}
			from, size = from+n, nextLogPage(size, page)
		}
	}
}

// entryText is an entry for people: a line, and one for each of its changes; all says how
// to see those that are too many.
func entryText(r *model.Report, e model.LogEntry, all string) string {
	var b strings.Builder
	line := func(format string, args ...any) { // whatever is stored: a line end would forge an entry
		b.WriteString(model.CleanLine(fmt.Sprintf(format, args...)))
		b.WriteByte('\n')
	}
	who, why := e.User, ""
	if e.From != "" {
		who += "（" + e.From + "）"
	}
	if e.Reason != "" {
		why = "  原因：" + e.Reason
	}
	line("第 %d 稿  %s  %s  %s%s", e.Revision, e.At.Local().Format("2006-01-02 15:04:05"), who, e.Label, why)
	for i, ch := range e.Changes {
		if i == 8 {
			fmt.Fprintf(&b, "    ……共 %d 处%s\n", len(e.Changes), all)
			break
		}
		b.WriteString("    ")
		line("%s：%s → %s", r.TargetName(ch.Target), model.ShowValue(ch.Target, ch.Before), model.ShowValue(ch.Target, ch.After))
	}
	return b.String()
}
