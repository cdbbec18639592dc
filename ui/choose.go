package ui

import (
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	tea "charm.land/bubbletea/v2"

	"nianbao/model"
	"nianbao/model/ledger"
	"nianbao/ui/backend"
	"nianbao/ui/keymap"
	"nianbao/ui/theme"
	"nianbao/ui/width"
)

// chooseScreen chooses a file to read: a folder's files, which typed letters
// narrow down, or a path that is typed or pasted.
type chooseScreen struct {
	prompt
	into    bool         // into the report in hand; else as a new one
	units   *unitsScreen // that units' files, or its list, are for; nil for a report
	folder  string
	entries []entry // of the folder: the one above, folders, files
	listing bool    // the folder is being looked at
	at, top int
	page    int // entries in sight
	err     error
}

type entry struct {
	all    bool // the folder that is shown, whole
	name   string
	folder bool
	about  string // size and day, or what to do before it can be read
	ready  bool   // it can be read
}

// above is the entry that leads to the folder above.
const above = ".."

// chooseFile opens the screen on the folder where a file was chosen last.
func chooseFile(a *App, into bool) tea.Cmd {
	s := &chooseScreen{prompt: newPrompt("", false), into: into}
	folder := a.importDir
	if folder == "" {
		folder = a.deps.ExportDir
	}
	if full, err := filepath.Abs(folder); err == nil {
		folder = full
	}
	a.push(s)
	return s.enter(a, folder)
}

// chooseFrom opens the screen for the files of a collector's units, or for its list.
func chooseFrom(a *App, units *unitsScreen) tea.Cmd {
	cmd := chooseFile(a, false)
	a.top().(*chooseScreen).units = units
	return cmd
}

// forList reports that the list of units is to be read, since there is none.
func (s *chooseScreen) forList(a *App) bool { return len(a.session().Report().Units) == 0 }

// enter lists a folder. Where that can't be read, the present one stays.
func (s *chooseScreen) enter(a *App, folder string) tea.Cmd {
	s.listing, s.err = true, nil
	ext := a.deps.Files.Extensions()
	now, fence := a.deps.Now(), a.deps.Fence
	return a.wait(func() func() tea.Cmd {
		entries, err := listFolder(folder, ext, now, fence)
		return func() tea.Cmd {
			s.listing = false
			if err != nil {
				if s.err = err; backend.Code(err) == "" {
					s.err = backend.Usage("换一个文件夹，或者写出文件的完整路径", "打不开文件夹「%s」", folder)
				}
				if s.folder == "" {
					s.folder = folder
				}
				return nil
			}
			was := filepath.Base(s.folder)
			if s.units != nil && !s.forList(a) {
				entries = append([]entry{{all: true}}, entries...)
			}
			s.folder, s.entries = folder, entries
			s.input.SetValue("")
			s.at = slices.IndexFunc(entries, func(e entry) bool { return e.folder && e.name == was }) // coming back from below
			if whole := len(entries) > 0 && entries[0].all; s.at < 0 && !whole {
				s.at = max(slices.IndexFunc(entries, func(e entry) bool { return e.ready }), 0)
			}
			s.at = max(s.at, 0) // the folder whole
			a.importDir = folder
			return nil
		}
	})
}

// listFolder lists what a folder has: the way up, folders, the files with one of
// the endings, and those that could be read if they were saved otherwise. What is
// outside the fence is left out.
func listFolder(folder string, endings []string, now time.Time, fence backend.Fence) ([]entry, error) {
	if err := fence.Check(folder); err != nil {
		return nil, err
	}
	found, err := os.ReadDir(folder)
	if err != nil {
		return nil, err
	}
	var folders, files []entry
	if up := filepath.Dir(folder); up != folder && fence.Check(up) == nil {
		folders = append(folders, entry{name: above, folder: true})
	}
	for _, e := range found {
		if strings.HasPrefix(e.Name(), ".") || strings.HasPrefix(e.Name(), "~$") { // ~$: Office notes that a file is open
			continue
		}
		if fence.Check(filepath.Join(folder, e.Name())) != nil {
			continue
		}
		info, err := e.Info()
		if err == nil && info.Mode()&fs.ModeSymlink != 0 {
			info, err = os.Stat(filepath.Join(folder, e.Name()))
		}
		if err != nil {
			continue // gone meanwhile, or a link to nowhere
		}
		ending := strings.ToLower(filepath.Ext(e.Name()))
		switch {
		case info.IsDir():
			folders = append(folders, entry{name: e.Name(), folder: true})
		case slices.Contains(endings, ending):
			files = append(files, entry{name: e.Name(), about: size(info.Size()) + "  " + when(info.ModTime(), now), ready: true})
		case backend.SavedAs[ending] != "":
			files = append(files, entry{name: e.Name(), about: backend.SavedAs[ending]})
		}
	}
	return append(folders, files...), nil
}

func size(n int64) string {
	if n < 1<<20 {
		return fmt.Sprintf("%d KB", (n+1023)>>10)
	}
	return fmt.Sprintf("%.1f MB", float64(n)/(1<<20))
}

// shown are the entries that have what is typed in their names.
func (s *chooseScreen) shown() []entry {
	words := strings.ToLower(s.value())
	if words == "" {
		return s.entries
	}
	var out []entry
	for _, e := range s.entries {
		if e.name != above && strings.Contains(strings.ToLower(e.name), words) {
			out = append(out, e)
		}
	}
	return out
}

// path is what is typed where that is a path, else "".
func (s *chooseScreen) path() string { return backend.TypedPath(s.value(), s.folder) }

func (s *chooseScreen) title(a *App) string {
	switch {
	case s.units != nil && s.forList(a):
		return a.session().Report().Name() + "  读入单位名单"
	case s.units != nil:
		return a.session().Report().Name() + "  收各单位的报告"
	case s.into:
		return a.session().Report().Name() + "  读入文件"
	}
	return "读入已有的年报"
}

func (s *chooseScreen) scopes() []keymap.Scope { return []keymap.Scope{keymap.InChoose} }

func (s *chooseScreen) move(n int) { s.at = max(min(s.at+n, len(s.shown())-1), 0) }

func (s *chooseScreen) do(a *App, act keymap.Action) tea.Cmd {
	if by, ok := step(act, s.page, len(s.shown())); ok {
		s.move(by)
		return nil
	}
	switch act {
	case keymap.Left:
		if s.value() == "" {
			return s.enter(a, filepath.Dir(s.folder))
		}
		return s.prompt.raw(a, tea.KeyPressMsg{Code: tea.KeyLeft})
	case keymap.Erase:
		s.at = 0
		if s.value() == "" {
			return s.enter(a, filepath.Dir(s.folder))
		}
		return s.prompt.raw(a, tea.KeyPressMsg{Code: tea.KeyBackspace})
	case keymap.Open:
		return s.open(a)
	}
	return nil
}

// open reads the file, or lists the folder, that is chosen.
func (s *chooseScreen) open(a *App) tea.Cmd {
	s.err = nil
	if p := s.path(); p != "" {
		return s.goTo(a, p)
	}
	shown := s.shown()
	if len(shown) == 0 {
		a.inform(say("没有名字里有这几个字的文件；按{key:choose.erase}重写，或者写完整的路径"))
		return nil
	}
	e := shown[max(min(s.at, len(shown)-1), 0)]
	if e.all {
		return s.units.collect(a, s.folder)
	}
	if e.folder {
		return s.enter(a, filepath.Join(s.folder, e.name))
	}
	return s.read(a, filepath.Join(s.folder, e.name))
}

// abandon: a file or folder on a drive that does not answer is let go of.
func (s *chooseScreen) abandon(a *App) {
	s.listing = false
	a.inform(say("已停止读取；请另选文件，或者再按 {key:back} 返回"))
}

// goTo lists a folder or reads a file; which it is, is found out off the loop.
func (s *chooseScreen) goTo(a *App, path string) tea.Cmd {
	fence := a.deps.Fence
	return a.wait(func() func() tea.Cmd {
		if err := fence.Check(path); err != nil {
			return func() tea.Cmd { s.err = err; return nil }
		}
		info, err := os.Stat(path)
		return func() tea.Cmd {
			if err == nil && info.IsDir() {
				if s.units != nil && !s.forList(a) {
					return s.units.collect(a, path)
				}
				return s.enter(a, path)
			}
			return s.read(a, path)
		}
	})
}

// read reads the file off the loop and shows what it holds.
func (s *chooseScreen) read(a *App, path string) tea.Cmd {
	switch {
	case s.units != nil && s.forList(a):
		a.pop()
		return s.units.readList(a, path)
	case s.units != nil:
		return s.units.collect(a, path)
	}
	files := a.deps.Files
	a.inform("正在读「" + width.Safe(filepath.Base(path)) + say("」……按 {key:back} 停止"))
	year := a.deps.Now().Year() - 1 // where the file tells none; it can be put right
	var o model.ReadOptions
	if s.into {
		r := a.session().Report()
		year, o.LikeUnit, o.LikeYear = r.Year, r.Unit, r.Year
	}
	return a.wait(func() func() tea.Cmd {
		x, err := files.Read(path, o)
		guessed := backend.Code(err) == model.CodeNoYear
		if guessed {
			o := o
			o.Year = year
			x, err = files.Read(path, o)
		}
		if err == nil {
			err = backend.NothingRead(x)
		}
		var book *ledger.Book // of what is no report but a ledger of applications
		if err != nil {
			if b, noLedger := files.Ledger(path); noLedger == nil {
				book = b
			}
		}
		return func() tea.Cmd {
			a.notice = notice{}
			switch {
			case book != nil && s.into:
				return openTally(a, book)
			case book != nil:
				return openTerms(a, book)
			}
			if s.err = err; err == nil {
				a.push(newReading(a, x, s.into, guessed))
			}
			return nil
		}
	})
}

func (s *chooseScreen) text(a *App, t string) tea.Cmd {
	s.at, s.err = 0, nil
	return s.prompt.text(a, t)
}

func (s *chooseScreen) raw(a *App, k tea.KeyPressMsg) tea.Cmd {
	s.err = nil
	return s.prompt.raw(a, k)
}

func (s *chooseScreen) view(a *App, w, h int) frame {
	const ask = " 文件名或路径："
	tight := h < 12
	value, x := s.show(w - width.Of(ask) - 1)
	lines := []string{width.Rule(w), " 文件夹：" + width.Tail(width.Safe(s.folder), w-10), ask + value}
	cursor := &tea.Position{X: width.Of(ask) + x, Y: len(lines) - 1}
	if !tight {
		about := "可读入 Word（docx）、Excel（xlsx）、网页、PDF、OFD、文本。写几个字找文件名，或者写、粘贴完整的路径。"
		switch {
		case s.units != nil && s.forList(a):
			about = "可读入 Excel（xlsx）、csv、Word（docx）、文本：表头有「单位名称」，或每行一个单位。写几个字找文件名，或者写、粘贴完整的路径。"
		case s.into:
			about = "可读入 Word（docx）、Excel（xlsx）、网页、PDF、OFD、文本；也可以是依申请公开台账，数进表三。写几个字找文件名，或者写、粘贴完整的路径。"
		case s.units != nil:
			about = "选一个文件、选「全部」，或者写、粘贴文件和文件夹的路径。"
		}
		for _, l := range width.Wrap(about, w-2) {
			lines = append(lines, " "+theme.Dim.Render(l))
		}
		lines = append(lines, "")
	}
	if s.err != nil {
		wrapped := width.Wrap("! "+backend.Message(s.err), w-3)
		for _, l := range wrapped[:min(len(wrapped), max(h-len(lines)-1, 1))] {
			lines = append(lines, "  "+theme.Error.Render(l))
		}
		if !tight {
			lines = append(lines, "")
		}
	}
	first := len(lines)
	s.page = max(h-first, 1)
	shown := s.shown()
	switch p := s.path(); {
	case s.listing:
		shown, lines = nil, append(lines, say("   正在看这个文件夹里有什么……按 {key:back} 停止"))
	case p != "":
		shown, lines = nil, append(lines, say(" > 按 {key:choose.open} 读：")+width.Tail(width.Safe(p), w-16))
	case s.value() != "" && len(shown) == 0:
		lines = append(lines, "   没有名字里有这几个字的文件")
	case !slices.ContainsFunc(s.entries, func(e entry) bool { return !e.folder }):
		lines = append(lines, "   这个文件夹里没有能读的文件")
		first, s.page = len(lines), max(h-len(lines), 1)
	}
	s.at = max(min(s.at, len(shown)-1), 0)
	s.top = max(min(s.top, s.at, len(shown)-s.page), s.at-s.page+1, 0)
	for i := s.top; i < min(len(shown), s.top+s.page); i++ {
		if line := shown[i].line(w - 3); i == s.at {
			lines = append(lines, theme.Cursor.Render(" > "+line))
		} else {
			lines = append(lines, "   "+line)
		}
	}
	return frame{lines: lines[:min(len(lines), h)], cursor: cursor, pick: pickRow(&s.at, s.top, first, s.page, len(shown))}
}

// line is the entry in w columns: what it is gives way before its name.
func (e entry) line(w int) string {
	name := width.Safe(model.CleanText(e.name))
	switch {
	case e.all:
		name = "这个文件夹里的全部，下面的文件夹也收"
	case e.name == above:
		name = "..  上一层文件夹"
	case e.folder:
		name += string(filepath.Separator)
	}
	if width.Of(name)+width.Of(e.about)+2 > w && w < 60 {
		return width.Pad(name, w)
	}
	return width.Spread(name, e.about+" ", w)
}
