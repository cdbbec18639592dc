package ui

import (
	"cmp"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	tea "charm.land/bubbletea/v2"

	"nianbao/model"
	"nianbao/model/check"
	"nianbao/ui/backend"
	"nianbao/ui/keymap"
	"nianbao/ui/theme"
	"nianbao/ui/width"
)

// exportScreen writes the finished files. Its rows are the kind, the formats, and those
// below them.
type exportScreen struct {
	formats  []model.Format
	chosen   []bool
	style    model.UnitStyle // but for the template, which is a row
	template prompt
	folder   prompt
	draft    bool
	at       int // the row: 0 for the kind, then the formats, then those below
	err      error
}

// The rows below the formats.
const (
	signatureRow = iota
	checksumRow
	templateRow
	folderRow
	rowsBelow
)

// openExport shows the export screen with what the unit has chosen once.
func (a *App) openExport() tea.Cmd {
	store, unit := a.deps.Store, a.session().Report().Unit
	return a.wait(func() func() tea.Cmd {
		style, err := backend.StyleOf(store, unit)
		return func() tea.Cmd {
			a.showExport(style, err)
			return nil
		}
	})
}

// showExport shows it; err is why the unit's choices could not be read.
func (a *App) showExport(style model.UnitStyle, err error) {
	a.push(newExport(a, style))
	if err != nil {
		a.warn("上次选的落款、校验码位置和模板没有读出来：" + backend.Message(err))
	}
}

// newExport proposes the formats of the last time.
func newExport(a *App, style model.UnitStyle) *exportScreen {
	s := &exportScreen{formats: a.deps.Files.Formats(), at: 1, style: style, template: newPrompt(style.Template, false)}
	s.chosen = make([]bool, len(s.formats))
	for i, f := range s.formats {
		s.chosen[i] = slices.Contains(a.settings.Formats, f.Name)
	}
	if !slices.Contains(s.chosen, true) {
		s.chosen[0] = true
	}
	errors, _, _ := check.Count(a.findings)
	s.draft = errors > 0
	s.folder = newPrompt(a.deps.ExportDir, false)
	return s
}

func (s *exportScreen) title(a *App) string {
	return a.session().Report().Unit + " " + itoa(a.session().Report().Year) + "年度  导出"
}

func (s *exportScreen) scopes() []keymap.Scope { return []keymap.Scope{keymap.InExport} }
func (s *exportScreen) typing() bool           { return s.prompt() != nil }

// below is which of the rows below the formats the cursor is on; negative above them.
func (s *exportScreen) below() int { return s.at - 1 - len(s.formats) }

// prompt is the cursor's row where that is one to type in; else nil.
func (s *exportScreen) prompt() *prompt {
	switch s.below() {
	case templateRow:
		return &s.template
	case folderRow:
		return &s.folder
	}
	return nil
}
func (s *exportScreen) enabled(_ *App, act keymap.Action) bool {
	return act != keymap.Toggle || !s.typing()
}

// format is the format on the cursor's row, -1 for none.
func (s *exportScreen) format() int {
	if s.below() >= 0 {
		return -1
	}
	return s.at - 1
}

func (s *exportScreen) word(_ *App, act keymap.Action) string {
	i := s.format()
	switch {
	case act != keymap.Toggle:
		return ""
	case s.below() == signatureRow && s.style.Sealed:
		return "改为不盖章"
	case s.below() == signatureRow:
		return "改为盖章"
	case s.below() == checksumRow:
		return "换一处"
	case i < 0 && s.draft:
		return "改为正式"
	case i < 0:
		return "改为草稿"
	case s.chosen[i]:
		return "不选"
	}
	return "选"
}

func (s *exportScreen) do(a *App, act keymap.Action) tea.Cmd {
	switch act {
	case keymap.Up:
		s.at = max(s.at-1, 0)
	case keymap.Down:
		s.at = min(s.at+1, len(s.formats)+rowsBelow)
	case keymap.Toggle:
		s.err = nil
		s.toggle()
	case keymap.Preview:
		p, err := newPreview(a, a.session().Report(), s.draft)
		if err != nil {
			s.err = err
			return nil
		}
		a.push(p)
	case keymap.Submit:
		return s.submit(a)
	}
	return nil
}

// toggle changes the cursor's row.
func (s *exportScreen) toggle() {
	switch s.below() {
	case signatureRow:
		s.style.Sealed = !s.style.Sealed
	case checksumRow:
		s.style.Checksum = model.ChecksumPlaces[(s.checksum()+1)%len(model.ChecksumPlaces)].Place
	default:
		if i := s.format(); i >= 0 {
			s.chosen[i] = !s.chosen[i]
		} else {
			s.draft = !s.draft
		}
	}
}

// checksum is the index of the checksum's place.
func (s *exportScreen) checksum() int {
	return max(slices.IndexFunc(model.ChecksumPlaces, func(p model.NamedPlace) bool { return p.Place == s.style.Checksum }), 0)
}

// templatePath is the template's path, whole, since it is remembered; "" for none.
func (s *exportScreen) templatePath() string {
	typed := strings.TrimSpace(s.template.value())
	if typed == "" {
		return ""
	}
	path, err := filepath.Abs(cmp.Or(backend.TypedPath(typed, "."), typed))
	if err != nil { // there is no present folder
		return typed
	}
	return path
}

// where is the folder, with ~ for the user's own.
func (s *exportScreen) where() string { return backend.AtHome(s.folder.value()) }

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
		s.err = errors.New(say("还有 %d 条错误，不能导出正式文件：按 {key:export.findings} 去改正或者说明，或者在「类型」上按{key:export.toggle}改为草稿", errorCount))
		return nil
	}
	folder := s.where()
	if s.err = a.deps.Fence.Check(folder); s.err != nil {
		return nil
	}
	s.style.Template = s.templatePath()
	if s.style.Template != "" {
		if s.err = a.deps.Fence.Check(s.style.Template); s.err != nil {
			return nil
		}
	}
	o := model.FileOptions{UnitStyle: s.style, Draft: s.draft, MakeFolder: true}
	files := a.deps.Files
	return a.leave(func() tea.Cmd { return a.wait(s.write(a, folder, formats, o, files)) })
}

// write writes the report as it has been saved.
func (s *exportScreen) write(a *App, folder string, formats []string, o model.FileOptions, files backend.Files) func() func() tea.Cmd {
	report, store := a.session().Report().Clone(), a.deps.Store
	if a.last != nil {
		o.Last = a.last.report
	}
	return func() func() tea.Cmd {
		var written []model.Written
		forgot := backend.SaveStyle(store, report.Unit, o.UnitStyle)
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
		return func() tea.Cmd {
			then := s.done(a, report, formats, written, err)
			if forgot != nil {
				a.warn("落款、校验码位置和模板这次照选的做了，但没有记住：" + backend.Message(forgot))
			}
			return then
		}
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
		for _, note := range w.Notes {
			if note = strings.TrimSuffix(note, "。"); !slices.Contains(where, note) { // of the fonts, pdf and ofd say the same
				where = append(where, note)
			}
		}
	}
	if err == nil {
		a.deps.ExportDir = s.folder.value()
		if a.top() == screen(s) {
			a.pop()
		}
		a.inform("已" + label + "：" + strings.Join(where, "；"))
	}
	store, finished := a.deps.Store, !s.draft
	a.settings.Formats = formats
	return tea.Batch(saveSettings(a, func(kept *settings) { kept.Formats = formats }), background(func() func() tea.Cmd {
		err := store.MarkExported(r.ID, r.Revision, label, finished, sums)
		return func() tea.Cmd {
			if err != nil {
				a.warn("文件已写好，但没有记入修改记录：" + backend.Message(err))
			}
			return nil
		}
	}))
}

func (s *exportScreen) text(a *App, t string) tea.Cmd {
	if !s.typing() {
		a.inform(say("按{key:export.toggle}选择，按 {key:export.submit} 导出"))
		return nil
	}
	s.err = nil
	return s.prompt().text(a, strings.TrimSpace(t))
}

func (s *exportScreen) raw(a *App, k tea.KeyPressMsg) tea.Cmd {
	if s.typing() {
		s.err = nil
		s.prompt().raw(a, k)
	}
	return nil
}

func (s *exportScreen) view(a *App, w, h int) frame {
	var lines []string // the rows
	row := func(at int, text string) {
		if at == s.at && !s.typing() {
			lines = append(lines, theme.Cursor.Render(width.Pad(" > "+text, w)))
		} else {
			lines = append(lines, "   "+text)
		}
	}
	kind := "正式文件"
	if s.draft {
		kind = "草稿（首页注明「草稿」）"
	}
	row(0, "类型    "+kind)
	for i, f := range s.formats {
		box := "[ ] "
		if s.chosen[i] {
			box = "[x] "
		}
		there := ""
		if s.chosen[i] && s.isThere(a, f) {
			there = "已有同名文件"
		}
		row(i+1, width.Pad(box+f.Title, min(40, w-16))+there)
	}
	below := len(s.formats) + 1
	signature := "不盖章（署名、日期靠右）"
	if s.style.Sealed {
		signature = "盖章（留出印章的位置，日期右空四字）"
	}
	row(below+signatureRow, "落款    "+signature)
	row(below+checksumRow, "校验码  "+model.ChecksumPlaces[s.checksum()].Title)
	var cursor *tea.Position
	field := func(at int, label string, p *prompt, empty string) {
		value, x := p.show(w - 14)
		mark := "   "
		if at == s.at {
			mark, cursor = " > ", &tea.Position{X: 11 + x, Y: len(lines) + 1}
		} else if p.value() == "" {
			value = theme.Dim.Render(empty)
		}
		lines = append(lines, mark+label+value)
	}
	field(below+templateRow, "模板    ", &s.template, "没有（docx 用公文格式；有红头的填本单位的 docx 文件）")
	field(below+folderRow, "文件夹  ", &s.folder, "")
	under := append(s.target(a, w), "")
	if s.err != nil {
		under = nil
		for _, l := range width.Wrap("! "+backend.Message(s.err), w-3) {
			under = append(under, "   "+theme.Error.Render(l))
		}
	}
	if room := max(h-1-min(len(under), 3), 3); len(lines) > room { // on a low screen
		top := max(min(s.at-room/2, len(lines)-room), 0)
		lines = lines[top : top+room]
		if cursor != nil {
			cursor.Y -= top
		}
	}
	says := s.obstacles(a, w)
	if room := max(h-1-len(lines)-len(under), 2); len(says) > room { // the list of what stands in the way gives way
		says = append(says[:room-1:room-1], theme.Dim.Render(say("   ……还有 %d 行，按 {key:export.findings} 看全部", len(says)-room+1)))
	}
	lines = slices.Concat([]string{width.Rule(w)}, lines, under, says)
	return frame{lines: lines[:min(len(lines), h)], cursor: cursor}
}

// path is where a format's file goes.
func (s *exportScreen) path(a *App, f model.Format) string {
	return filepath.Join(s.where(), a.deps.Files.FileName(a.session().Report(), f.Name, model.FileOptions{Draft: s.draft}))
}

// isThere reports whether a file has the name already; of places that may not be
// looked at, trying says why.
func (s *exportScreen) isThere(a *App, f model.Format) bool {
	path := s.path(a, f)
	if a.deps.Fence.Check(path) != nil {
		return false
	}
	_, err := os.Stat(path)
	return err == nil
}

// target is where the file of the cursor's row goes, its path whole, and what becomes
// of one that is there.
func (s *exportScreen) target(a *App, w int) (lines []string) {
	add := func(text string, look theme.Look) {
		for _, l := range width.Wrap(width.Safe(text), w-4) {
			lines = append(lines, "   "+look.Render(l))
		}
	}
	if i := s.format(); i >= 0 {
		add("写到："+s.path(a, s.formats[i]), theme.Plain)
		if s.isThere(a, s.formats[i]) {
			add("! 已经有这个文件：没有人改过就替换，改过就另存为 …(2)", theme.Warning)
		}
	}
	if s.below() == templateRow {
		add("docx 写进本单位的 docx 文件：红头、页面、样式用它的；空着就用公文格式。以后都这样", theme.Plain)
		path := s.templatePath()
		if path != "" && a.deps.Fence.Check(path) == nil {
			if _, err := os.Stat(path); err != nil {
				add("! 没有这个文件", theme.Warning)
			}
		}
		return lines
	}
	if folder := s.where(); a.deps.Fence.Check(folder) == nil {
		if _, err := os.Stat(folder); errors.Is(err, fs.ErrNotExist) {
			add("这个文件夹还没有，导出时新建", theme.Plain)
		}
	}
	return lines
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
