package ui

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	tea "charm.land/bubbletea/v2"

	"nianbao/model"
	"nianbao/model/check"
	"nianbao/ui/backend"
	"nianbao/ui/keymap"
	"nianbao/ui/theme"
	"nianbao/ui/width"
)

// exportScreen writes the finished files.
type exportScreen struct {
	formats []model.Format
	chosen  []bool
	folder  prompt
	draft   bool
	at      int // of the formats; the last place is the folder
	err     error
}

func newExport(a *App) *exportScreen {
	s := &exportScreen{formats: a.deps.Files.Formats()}
	s.chosen = make([]bool, len(s.formats))
	s.chosen[0] = true
	errors, _, _ := check.Count(a.findings)
	s.draft = errors > 0
	s.folder = newPrompt(a.deps.ExportDir, false)
	return s
}

func (s *exportScreen) title(a *App) string {
	return a.session().Report().Unit + " " + itoa(a.session().Report().Year) + "年度  导出"
}

func (s *exportScreen) scopes() []keymap.Scope { return []keymap.Scope{keymap.InExport} }
func (s *exportScreen) typing() bool           { return s.at == len(s.formats) }
func (s *exportScreen) enabled(_ *App, act keymap.Action) bool {
	return act != keymap.Toggle || !s.typing()
}

func (s *exportScreen) do(a *App, act keymap.Action) tea.Cmd {
	switch act {
	case keymap.Up:
		s.at = max(s.at-1, 0)
	case keymap.Down:
		s.at = min(s.at+1, len(s.formats))
	case keymap.Toggle:
		s.chosen[s.at] = !s.chosen[s.at]
	case keymap.Preview:
		p, err := newPreview(a, a.session().Report(), s.draft)
		if err != nil {
			s.err = err
			return nil
		}
		a.push(p)
	case keymap.Draft:
		s.draft = !s.draft
	case keymap.Submit:
		return s.submit(a)
	}
	return nil
}

// submit saves the report and writes the chosen files.
func (s *exportScreen) submit(a *App) tea.Cmd {
	s.err = nil
	errorCount, _, _ := check.Count(a.findings)
	var formats []string
	for i, f := range s.formats {
		if s.chosen[i] {
			formats = append(formats, f.Name)
		}
	}
	switch {
	case len(formats) == 0:
		s.err = errors.New(say("还没有选格式，按{key:export.toggle}选一种"))
		return nil
	case errorCount > 0 && !s.draft:
		s.err = errors.New(say("还有 %d 条错误，不能导出正式文件：按 {key:export.findings} 去改正或者说明，或按 {key:export.draft} 先导出草稿", errorCount))
		return nil
	}
	folder := s.folder.value()
	if s.err = a.deps.Fence.Check(folder); s.err != nil {
		return nil
	}
	if rest, ok := strings.CutPrefix(folder, "~"); ok && (rest == "" || os.IsPathSeparator(rest[0])) {
		if home, err := os.UserHomeDir(); err == nil {
			folder = filepath.Join(home, rest)
		}
	}
	draft, files := s.draft, a.deps.Files
	return a.leave(func() tea.Cmd { return a.wait(s.write(a, folder, formats, draft, files)) })
}

// write writes the report as it has been saved.
func (s *exportScreen) write(a *App, folder string, formats []string, draft bool, files backend.Files) func() func() tea.Cmd {
	report, store := a.session().Report().Clone(), a.deps.Store
	o := model.FileOptions{Draft: draft}
	if a.last != nil {
		o.Last = a.last.report
	}
	return func() func() tea.Cmd {
		var written []model.Written
		var err error
		if o.Known, err = store.ExportedSums(report.ID); err == nil {
			for _, f := range formats {
				var file model.Written
				if file, err = files.WriteFile(filepath.Join(folder, files.FileName(report, f, o)), f, report, o); err != nil {
					break
				}
				written = append(written, file)
			}
		}
		return func() tea.Cmd { return s.done(a, report, formats, written, err) }
	}
}

// done says where the files are, and notes the export in the log.
func (s *exportScreen) done(a *App, r *model.Report, formats []string, written []model.Written, err error) tea.Cmd {
	s.err = err
	if len(written) == 0 {
		return nil
	}
	label := "导出 " + strings.Join(formats[:len(written)], "、")
	if s.draft {
		label += "（草稿）"
	}
	var sums []string
	where := []string{written[0].Path}
	if len(written) > 1 { // the names stood on the screen before
		where = []string{fmt.Sprintf("%d 个文件存在 %s", len(written), filepath.Dir(written[0].Path))}
	}
	for _, w := range written {
		sums = append(sums, w.Sum)
		if w.Kept {
			where = append(where, "原来的文件可能有人改过，没有覆盖，另存为 "+filepath.Base(w.Path))
		}
		where = append(where, w.Notes...)
	}
	if err == nil {
		a.deps.ExportDir = s.folder.value()
		if a.top() == screen(s) {
			a.pop()
		}
		a.inform("已" + label + "：" + strings.Join(where, "；"))
	}
	store, finished := a.deps.Store, !s.draft
	return background(func() func() tea.Cmd {
		err := store.MarkExported(r.ID, r.Revision, label, finished, sums)
		return func() tea.Cmd {
			if err != nil {
				a.warn("文件已写好，但没有记入日志：" + backend.Message(err))
			}
			return nil
		}
	})
}

func (s *exportScreen) text(a *App, t string) tea.Cmd {
	if !s.typing() {
		a.inform(say("按{key:export.toggle}选格式，按 {key:export.submit} 导出"))
		return nil
	}
	s.err = nil
	return s.folder.text(a, strings.TrimSpace(t))
}

func (s *exportScreen) raw(a *App, k tea.KeyPressMsg) tea.Cmd {
	if s.typing() {
		s.err = nil
		s.folder.raw(a, k)
	}
	return nil
}

func (s *exportScreen) view(a *App, w, h int) frame {
	lines := []string{width.Rule(w), " 格式："}
	current := 0 // line of what is chosen
	for i, f := range s.formats {
		box := "[ ]"
		if s.chosen[i] {
			box = "[x]"
		}
		line := "   " + box + " " + f.Title
		if i == s.at {
			current = len(lines)
			line = theme.Cursor.Render(width.Pad(" > "+box+" "+f.Title, min(w, 50)))
		}
		lines = append(lines, line)
	}
	value, x := s.folder.show(w - 14)
	mark := "   "
	var cursor *tea.Position
	if s.typing() {
		current = len(lines)
		mark, cursor = " > ", &tea.Position{X: 11 + x, Y: len(lines)}
	}
	lines = append(lines, mark+"文件夹："+value)
	kind := "正式文件"
	if s.draft {
		kind = "草稿（首页注明「草稿」）"
	}
	lines = append(lines, "   类型：  "+kind+say("，按 {key:export.draft} 切换"))
	says := s.obstacles(a, w)
	if s.err != nil {
		says = nil
		for _, l := range width.Wrap("! "+backend.Message(s.err), w-3) {
			says = append(says, "   "+theme.Error.Render(l))
		}
	}
	files := append([]string{""}, s.files(a, w)...)
	if room := max(h-len(lines)-len(files), 3); len(says) > room { // the list of what stands in the way gives way
		says = append(says[:room-1:room-1], theme.Dim.Render(say("   ……还有 %d 行，按 {key:export.findings} 看全部", len(says)-room+1)))
	}
	lines = append(append(lines, says...), files...)
	if cut := current - h + 3; cut > 0 && len(lines) > h { // on a low screen
		lines = lines[cut:]
		if cursor != nil {
			cursor.Y -= cut
		}
	}
	return frame{lines: lines[:min(len(lines), h)], cursor: cursor}
}

// files names what will be written, and what will be replaced by it.
func (s *exportScreen) files(a *App, w int) []string {
	var lines []string
	for i, f := range s.formats {
		if !s.chosen[i] {
			continue
		}
		if len(lines) >= 6 {
			lines = append(lines, "   ……")
			break
		}
		name := a.deps.Files.FileName(a.session().Report(), f.Name, model.FileOptions{Draft: s.draft})
		lines = append(lines, width.Clip("   写入：  "+width.Safe(name), w))
		path := filepath.Join(s.folder.value(), name)
		if a.deps.Fence.Check(path) != nil {
			continue // trying says why
		}
		if _, err := os.Stat(path); err == nil {
			lines = append(lines, "           "+theme.Warning.Render("! 已经有这个文件：没有人改过就替换，改过就另存为 …(2)"))
		}
	}
	return append(lines, "")
}

// obstacles is what still stands in the way of a finished file, and what may be
// left as it is.
func (s *exportScreen) obstacles(a *App, w int) []string {
	list := func(severity model.Severity) (lines []string) {
		for _, f := range a.findings {
			if f.Severity == severity && !f.Explained {
				lines = append(lines, "     "+width.Clip(width.Safe(f.Message), w-6))
			}
		}
		return lines
	}
	if errors := list(model.Error); len(errors) > 0 {
		head := fmt.Sprintf("   还有 %d 条错误，改正或者说明以前只能导出草稿：", len(errors))
		return append([]string{theme.Error.Render(head)}, errors...)
	}
	lines := []string{"   " + theme.Good.Render(say("没有错误，可以导出。按 {key:export.submit} 导出。"))}
	if warnings := list(model.Warning); len(warnings) > 0 {
		head := say("   还有 %d 条警告没有说明，可以导出；按 {key:export.findings} 逐条看：", len(warnings))
		lines = append(append(lines, theme.Warning.Render(head)), warnings...)
	}
	return lines
}
