package ui

import (
	"errors"
	"fmt"
	"io"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"

	"nianbao/export/match"
	"nianbao/model"
	"nianbao/model/check"
	"nianbao/model/ledger"
	"nianbao/model/rollup"
	"nianbao/ui/backend"
	"nianbao/ui/width"
)

// fakeStore is a store in memory that can be told to fail.
type fakeStore struct {
	mu sync.Mutex // what is read in the background may be saved meanwhile

	reports  map[string]*model.Report
	trash    map[string]*model.Report
	thrown   []string                 // IDs, as they came into the trash
	created  map[string]*model.Report // as they were created
	saved    map[string]*model.Report // by ID@revision
	logs     map[string][]model.LogEntry
	places   map[string]string
	styles   map[string]string
	words    map[string]string
	settings string
	next     int
	changes  int
	fail     error // of every Save
	others   []backend.Presence
	held     []string // what Hold and Release were called with
	damaged  string   // name of a report that can't be loaded
	failList error    // of every List
	notices  []string
}

func newFakeStore() *fakeStore {
	return &fakeStore{reports: map[string]*model.Report{}, trash: map[string]*model.Report{}, created: map[string]*model.Report{}, saved: map[string]*model.Report{},
		logs: map[string][]model.LogEntry{}, places: map[string]string{}, styles: map[string]string{}, words: map[string]string{}}
}

type fakeError struct{ code string }

func (e fakeError) Error() string { return "出错：" + e.code }
func (e fakeError) Code() string  { return e.code }
func (e fakeError) Hint() string  { return "再试一次" }

func (s *fakeStore) Path() string { return "/data/nianbao.db" }

func (s *fakeStore) List() ([]model.Summary, error) {
	if s.failList != nil {
		return nil, s.failList
	}
	var out []model.Summary
	for _, r := range s.all() {
		last, err := backend.LastYear(s, r)
		if err != nil {
			last = nil // as the real one: it hinders nobody
		}
		sum := check.Summarize(r, last)
		sum.ChangedAt, sum.ChangedBy = clock, "clerk"
		out = append(out, sum)
	}
	slices.SortFunc(out, func(a, b model.Summary) int { return strings.Compare(a.Report, b.Report) })
	return out, nil
}

func (s *fakeStore) Load(name string) (*model.Report, error) {
	if name == s.damaged {
		return nil, fakeError{model.CodeDamaged}
	}
	for _, r := range s.all() {
		if r.Name() == name {
			return r.Clone(), nil
		}
	}
	return nil, fakeError{model.CodeNotFound}
}

func (s *fakeStore) LoadAll(names []string) ([]*model.Report, []error) {
	reports, errs := make([]*model.Report, len(names)), make([]error, len(names))
	for i, name := range names {
		reports[i], errs[i] = s.Load(name)
	}
	return reports, errs
}

func (s *fakeStore) all() []*model.Report {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Collect(maps.Values(s.reports))
}

func (s *fakeStore) Reload(id string) (*model.Report, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if r := s.reports[id]; r != nil {
		return r.Clone(), nil
	}
	return nil, fakeError{model.CodeNotFound}
}

func (s *fakeStore) Hold(id string, mine backend.Presence) ([]backend.Presence, error) {
	s.held = append(s.held, id+" "+mine.LastKey.Format("15:04:05"))
	return s.others, nil
}

func (s *fakeStore) Release(id, _ string) error { s.held = append(s.held, "released "+id); return nil }

func (s *fakeStore) Copy(string, bool) error { return nil }

func (s *fakeStore) Notices() []string { return s.notices }

// fakeFolder is where a fakeStore is kept that has come to harm.
type fakeFolder struct {
	store  *fakeStore
	fail   error // of Open; nil after mending
	health backend.Health
	done   []string // what was done, in order
}

func (f *fakeFolder) Open() (backend.Store, error) {
	if f.fail != nil {
		return nil, f.fail
	}
	return f.store, nil
}

func (f *fakeFolder) Examine() (backend.Health, error) { return f.health, nil }

func (f *fakeFolder) mended(how string) (model.Mended, error) {
	f.done = append(f.done, how)
	f.fail, f.store.failList, f.store.damaged = nil, nil, ""
	m := *f.health.Prospect
	m.Kept = "/data/nianbao-损坏-20260105-090000.db"
	return m, nil
}

func (f *fakeFolder) Mend() (model.Mended, error)    { return f.mended("mend") }
func (f *fakeFolder) UseCopy() (model.Mended, error) { return f.mended("copy") }

func (s *fakeStore) Revision(id string, revision int) (*model.Report, error) {
	if revision == 1 {
		return s.created[id].Clone(), nil
	}
	if r := s.saved[fmt.Sprint(id, "@", revision)]; r != nil {
		return r.Clone(), nil
	}
	return nil, fakeError{model.CodeNotFound}
}

func (s *fakeStore) Create(r *model.Report, _ string) (*model.Report, error) {
	if _, err := s.Load(r.Name()); err == nil {
		return nil, fakeError{model.CodeExists}
	}
	s.next++
	c := r.Clone()
	c.ID, c.Revision = fmt.Sprint(s.next), 1
	s.reports[c.ID], s.created[c.ID] = c, c.Clone()
	s.changes++
	return c.Clone(), nil
}

// merge is a fake's Merge by way of its Save.
func merge(s backend.Store, r *model.Report, edits []model.Edit, place string, join func(*model.Report) (*model.Report, []model.Edit)) (int, error) {
	revision, err := s.Save(r, edits)
	if backend.Code(err) == model.CodeConflict {
		latest, loadErr := s.Reload(r.ID)
		if loadErr != nil {
			return 0, loadErr
		}
		next, edits := join(latest)
		if next == nil {
			return 0, err
		}
		revision, err = s.Save(next, edits)
	}
	if err == nil && place != "" {
		err = s.SavePlace(r.ID, place)
	}
	return revision, err
}

func (s *fakeStore) Merge(r *model.Report, edits []model.Edit, place string, join func(*model.Report) (*model.Report, []model.Edit)) (int, error) {
	return merge(s, r, edits, place, join)
}

func (s *fakeStore) Save(r *model.Report, edits []model.Edit) (int, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	old := s.reports[r.ID]
	switch {
	case s.fail != nil:
		return 0, s.fail
	case old == nil:
		return 0, fakeError{model.CodeNotFound}
	case old.Revision != r.Revision:
		return 0, fakeError{model.CodeConflict}
	}
	// What is saved must follow from what was stored by the edits alone.
	replay := model.NewSession(old.Clone(), "replay")
	for _, e := range edits {
		if err := replay.Apply(e); err != nil {
			return 0, fmt.Errorf("edits do not fit the stored report: %w", err)
		}
	}
	a, err := model.Encode(replay.Report())
	if err != nil {
		return 0, err
	}
	b, err := model.Encode(r)
	if err != nil {
		return 0, err
	}
	if string(a) != string(b) {
		return 0, errors.New("the report is not what its edits make of the stored one")
	}
	c := r.Clone()
	c.Revision++
	s.reports[c.ID], s.saved[fmt.Sprint(c.ID, "@", c.Revision)] = c, c.Clone()
	s.changes++
	for _, e := range edits {
		s.logs[c.ID] = append(s.logs[c.ID], model.LogEntry{Revision: c.Revision, At: clock, Label: e.Label, Reason: e.Reason, EditID: e.ID, Changes: slices.Clone(e.Changes), Actor: model.Actor{User: "clerk"}})
	}
	return c.Revision, nil
}

func (s *fakeStore) Delete(id string) error {
	s.trash[id], s.thrown = s.reports[id], append(s.thrown, id)
	delete(s.reports, id)
	s.changes++
	return nil
}

func (s *fakeStore) Deleted() ([]model.Deleted, error) {
	var out []model.Deleted
	for _, id := range slices.Backward(s.thrown) {
		if r := s.trash[id]; r != nil {
			out = append(out, model.Deleted{Summary: check.Summarize(r, nil), Actor: model.Actor{User: "王芳", From: "10.0.0.7"}, At: clock.Add(-time.Hour)})
		}
	}
	return out, nil
}

func (s *fakeStore) Undelete(id string) (string, error) {
	r := s.trash[id]
	if r == nil {
		return "", fakeError{model.CodeNotFound}
	}
	if _, err := s.Load(r.Name()); err == nil {
		e := model.SetField(r, model.FieldUnit, r.Unit+"（恢复）")
		session := model.NewSession(r.Clone(), "undelete")
		if err := session.Apply(e); err != nil {
			return "", err
		}
		s.reports[id] = r
		if _, err := s.Save(session.Take()); err != nil {
			return "", err
		}
		r = s.reports[id]
	}
	s.reports[id] = r
	s.changes++
	delete(s.trash, id)
	return r.Name(), nil
}

func (s *fakeStore) Log(id string) ([]model.LogEntry, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Clone(s.logs[id]), nil
}

func (s *fakeStore) Stand(id string) (stand model.Stand, err error) {
	r, err := s.Reload(id)
	if err != nil {
		return stand, err
	}
	stand.Revision = r.Revision
	if last, err := backend.LastYear(s, r); err == nil && last != nil {
		stand.Last = fmt.Sprintf("%s@%d", last.ID, last.Revision)
	}
	return stand, nil
}

func (s *fakeStore) News(id string, _ int) (news model.News, err error) {
	if news.Stand, err = s.Stand(id); err != nil {
		return news, err
	}
	if news.Latest, err = s.Reload(id); err == nil {
		news.Last, news.LastErr = backend.LastYear(s, news.Latest)
		news.Entries, err = s.Log(id)
	}
	return news, err
}

func (s *fakeStore) ExportedSums(string) ([]string, error) { return nil, nil }

func (s *fakeStore) MarkExported(id string, revision int, label string, _ bool, _ []string) error {
	s.logs[id] = append(s.logs[id], model.LogEntry{Revision: revision, Label: label})
	return nil
}

func (s *fakeStore) Place(id string) (string, error) { return s.places[id], nil }
func (s *fakeStore) SavePlace(id, place string) error {
	if s.fail == nil {
		s.places[id] = place
	}
	return s.fail
}

func (s *fakeStore) UnitStyle(unit string) (string, error) { return s.styles[unit], nil }
func (s *fakeStore) SaveUnitStyle(unit, style string) error {
	s.styles[unit] = style
	return nil
}

func (s *fakeStore) UnitWords(unit string) (string, error) { return s.words[unit], nil }
func (s *fakeStore) SaveUnitWords(unit, words string) error {
	s.words[unit] = words
	return nil
}
func (s *fakeStore) Ledger(id string) (string, error) { return s.words["ledger "+id], nil }
func (s *fakeStore) SaveLedger(id, rows string) error {
	s.words["ledger "+id] = rows
	return nil
}

func (s *fakeStore) Settings() (string, error)      { return s.settings, nil }
func (s *fakeStore) SaveSettings(text string) error { s.settings = text; return nil }
func (s *fakeStore) Stamp() (string, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return fmt.Sprint(s.changes), nil
}

// fakeFiles writes nowhere and remembers what. Its files are read by name, for
// the year that is asked for.
type fakeFiles struct {
	asked    model.ReadOptions // of the file read last
	written  []string
	style    model.UnitStyle // of the last one written
	reports  []*model.Report // what was written
	rescues  bool            // rescue files are really written
	notes    []string        // what is to be known of a file that was written
	ledger   *ledger.Book
	readings map[string]func(year int) (*model.Reading, error)
}

func (*fakeFiles) Formats() []model.Format {
	var all []model.Format
	for _, f := range [][2]string{{"docx", "Word 文档"}, {"xlsx", "Excel 工作簿"}, {"pdf", "PDF 文件"}, {"html", "网页"}, {"md", "Markdown 文本"}, {"txt", "纯文本"},
		{"csv", "数据表"}, {"json", "交换文件"}, {"svg", "图解"}, {"png", "图解"}} {
		all = append(all, model.Format{Name: f[0], Ext: "." + f[0], Title: f[1] + "（" + f[0] + "）"})
	}
	return all
}
func (*fakeFiles) FileName(r *model.Report, format string, _ model.FileOptions) string {
	return r.FullTitle() + "." + format
}
func (*fakeFiles) Write(w io.Writer, format string, r *model.Report, _ model.FileOptions) error {
	_, err := fmt.Fprintf(w, "%s as %s\n\n　　%s\n行名 | %s | 12\n-----+-----\n", r.FullTitle(), format, strings.Repeat("政府信息公开，", 40), strings.Repeat("很宽", 30))
	return err
}
func (f *fakeFiles) WriteFile(path, _ string, r *model.Report, o model.FileOptions) (model.Written, error) {
	if o.Rescue != nil && f.rescues { // these the program itself reads
		data, err := model.EncodeRescue(r, o.Rescue)
		if err == nil {
			err = os.WriteFile(path, data, 0o600)
		}
		if err != nil {
			return model.Written{}, err
		}
	}
	f.written, f.reports, f.style = append(f.written, path), append(f.reports, r.Clone()), o.UnitStyle
	return model.Written{Path: path, Notes: f.notes}, nil
}
func (*fakeFiles) ReviewName(r *model.Report, format string) string { return r.Name() + "." + format }
func (f *fakeFiles) Ledger(string) (*ledger.Book, error) {
	if f.ledger == nil {
		return nil, fakeError{model.CodeUnreadable}
	}
	return f.ledger, nil
}
func (f *fakeFiles) PastedLedger(text string) (*ledger.Book, error) { return f.Ledger(text) }
func (*fakeFiles) WriteWords(path string, _ [][]string) (model.Written, error) {
	return model.Written{Path: path}, nil
}
func (*fakeFiles) WriteBlankLedger(path string, _ *model.Form, _ bool) (model.Written, error) {
	return model.Written{Path: path}, nil
}
func (*fakeFiles) Rows(string) ([]rollup.Row, error) { return nil, nil }
func (*fakeFiles) IsReview(string) bool              { return false }
func (*fakeFiles) WriteStatistics(path string, _ *rollup.Statistics, _ bool) (model.Written, error) {
	return model.Written{Path: path}, nil
}
func (*fakeFiles) WriteReview(string, string, check.Review, bool) (model.Written, error) {
	return model.Written{}, errors.New("not in these tests")
}
func (*fakeFiles) Answers(string) (*rollup.Answers, error) { return nil, nil }
func (*fakeFiles) WriteReminder(folder, format string, _ rollup.Reminder) (model.Written, error) {
	return model.Written{Path: filepath.Join(folder, "催报通知."+format)}, nil
}
func (f *fakeFiles) Read(path string, o model.ReadOptions) (*model.Reading, error) {
	read := f.readings[filepath.Base(path)]
	if _, err := os.Stat(path); read == nil || err != nil {
		return nil, fakeError{model.CodeNotFound}
	}
	f.asked = o
	x, err := read(o.Year)
	if err != nil {
		return nil, err
	}
	x.File = filepath.Base(path)
	return x, nil
}
func (*fakeFiles) Names(form *model.Form, section string, block [][]string) model.Names {
	return match.Names(form, section, block)
}
func (*fakeFiles) Extensions() []string { return []string{".docx", ".txt"} }

var clock = time.Date(2026, 1, 20, 10, 21, 0, 0, time.UTC)

// driver runs the program's loop by hand: commands are run at once, timers
// when the test says so.
type driver struct {
	t      testing.TB
	app    *App
	store  *fakeStore
	files  *fakeFiles
	folder *fakeFolder // nil where the store opens
	now    time.Time
	timers []tea.Msg
	held   []tea.Cmd // commands that wait, when not nil
	quit   bool
}

// timer is a clock that has begun to run.
type timer struct{ out tea.Msg }

func drive(t testing.TB, w, h int) *driver { return driveWith(t, w, h, nil) }

// driveWith has the store in a folder where it can't be opened.
func driveWith(t testing.TB, w, h int, folder *fakeFolder) *driver {
	d := &driver{t: t, store: newFakeStore(), files: &fakeFiles{}, now: clock}
	sessions := 0
	d.app = New(Deps{Store: d.store, Files: d.files, Now: func() time.Time { return d.now },
		SessionID: func() string { sessions++; return fmt.Sprint("s", sessions) },
		Tick: func(_ time.Duration, msg tea.Msg) tea.Cmd {
			return func() tea.Msg { return timer{msg} } // nil would have Batch leave it out, as Bubble Tea never does
		},
		ExportDir: "/out", User: "李四", RescueDirs: []string{"/rescue"}})
	if d.folder = folder; folder != nil {
		folder.store = d.store
		d.app.deps.Folder, d.app.deps.Store, d.app.deps.Closed = folder, nil, folder.fail
	}
	d.run(d.app.Init())
	d.send(tea.WindowSizeMsg{Width: w, Height: h})
	return d
}

func (d *driver) send(msg tea.Msg) {
	_, cmd := d.app.Update(msg)
	d.run(cmd)
}

// run runs a command and what it leads to.
func (d *driver) run(cmd tea.Cmd) {
	if cmd == nil {
		return
	}
	if d.held != nil {
		d.held = append(d.held, cmd)
		return
	}
	switch msg := cmd().(type) {
	case nil:
	case timer:
		d.timers = append(d.timers, msg.out)
	case tea.QuitMsg:
		d.quit = true
	case tea.BatchMsg:
		for _, c := range msg {
			d.run(c)
		}
	default:
		d.send(msg)
	}
}

// pass lets time go by: every timer that is running runs out.
func (d *driver) pass(by time.Duration) {
	d.now = d.now.Add(by)
	timers := d.timers
	d.timers = nil
	for _, msg := range timers {
		d.send(msg)
	}
}

var testKeys = map[string]tea.KeyPressMsg{
	"enter": {Code: tea.KeyEnter}, "esc": {Code: tea.KeyEscape}, "tab": {Code: tea.KeyTab}, "up": {Code: tea.KeyUp}, "down": {Code: tea.KeyDown},
	"left": {Code: tea.KeyLeft}, "right": {Code: tea.KeyRight}, "home": {Code: tea.KeyHome}, "end": {Code: tea.KeyEnd},
	"pgup": {Code: tea.KeyPgUp}, "pgdown": {Code: tea.KeyPgDown}, "delete": {Code: tea.KeyDelete}, "backspace": {Code: tea.KeyBackspace},
	"f1": {Code: tea.KeyF1}, "f3": {Code: tea.KeyF3}, "f5": {Code: tea.KeyF5}, "f11": {Code: tea.KeyF11}, "f2": {Code: tea.KeyF2}, "f4": {Code: tea.KeyF4}, "f6": {Code: tea.KeyF6}, "f7": {Code: tea.KeyF7}, "f8": {Code: tea.KeyF8}, "f9": {Code: tea.KeyF9},
	"space": {Code: tea.KeySpace, Text: " "}, "shift+tab": {Code: tea.KeyTab, Mod: tea.ModShift},
}

// key is the message of a key by Bubble Tea's name for it.
func key(name string) tea.KeyPressMsg {
	if k, ok := testKeys[name]; ok {
		return k
	}
	for prefix, mod := range map[string]tea.KeyMod{"shift+": tea.ModShift, "alt+": tea.ModAlt} {
		if arrow, ok := strings.CutPrefix(name, prefix); ok {
			k := testKeys[arrow]
			k.Mod |= mod
			return k
		}
	}
	if letter, ok := strings.CutPrefix(name, "ctrl+"); ok {
		if k, ok := testKeys[letter]; ok {
			k.Mod |= tea.ModCtrl
			return k
		}
		return tea.KeyPressMsg{Code: rune(letter[0]), Mod: tea.ModCtrl}
	}
	return tea.KeyPressMsg{Code: []rune(name)[0], Text: name}
}

// typedEvery is how long a fast hand needs for a key.
const typedEvery = 80 * time.Millisecond

// press sends keys as a hand does; a word that is no key's name is typed.
func (d *driver) press(keys ...string) {
	for _, k := range keys {
		d.now = d.now.Add(typedEvery)
		if _, ok := testKeys[k]; ok || slices.ContainsFunc([]string{"ctrl+", "shift+", "alt+"}, func(mod string) bool { return strings.HasPrefix(k, mod) }) {
			d.send(key(k))
			continue
		}
		for _, r := range k {
			d.send(key(string(r)))
			d.now = d.now.Add(typedEvery)
		}
	}
}

// screen is the picture as plain text; it checks that it fits.
func (d *driver) screen() string {
	d.t.Helper()
	lines := strings.Split(d.app.View().Content, "\n")
	if d.app.w > 0 && len(lines) != d.app.h {
		d.t.Fatalf("%d lines on a screen of %d", len(lines), d.app.h)
	}
	for i, l := range lines {
		if width.Of(l) > d.app.w {
			d.t.Fatalf("line %d is %d columns wide on a screen of %d: %q", i, width.Of(l), d.app.w, l)
		}
		lines[i] = strings.TrimRight(plain(l), " ")
	}
	if c := d.app.View().Cursor; c != nil && (c.X < 0 || c.X >= d.app.w || c.Y < 0 || c.Y >= d.app.h) {
		d.t.Fatalf("the cursor is at %d,%d on a screen of %d×%d", c.X, c.Y, d.app.w, d.app.h)
	}
	return strings.Join(lines, "\n")
}

// see fails unless every text is on the screen.
func (d *driver) see(texts ...string) {
	d.t.Helper()
	s := d.screen()
	for _, text := range texts {
		if !strings.Contains(s, text) {
			d.t.Fatalf("%q is not on the screen:\n%s", text, s)
		}
	}
}

// lack fails if a text is on the screen.
func (d *driver) lack(text string) {
	d.t.Helper()
	if s := d.screen(); strings.Contains(s, text) {
		d.t.Fatalf("%q is on the screen:\n%s", text, s)
	}
}

// begin creates 某某镇's report and opens its contents.
func (d *driver) begin() {
	d.t.Helper()
	d.press("n")
	d.press("某某镇人民政府", "enter", "enter", "enter", "enter")
	d.see("封面", "总体情况")
}

// report is what the store has.
func (d *driver) report() *model.Report {
	d.t.Helper()
	r, err := d.store.Load("某某镇人民政府-2025")
	if err != nil {
		d.t.Fatal(err)
	}
	return r
}
