package ui

import (
	"fmt"
	"slices"
	"strings"

	tea "charm.land/bubbletea/v2"

	"nianbao/model"
	"nianbao/model/check"
	"nianbao/ui/keymap"
	"nianbao/ui/theme"
	"nianbao/ui/width"
)

// contentsScreen is a report's contents: what is done, what is missing, what
// to press.
type contentsScreen struct {
	parts []part
	at    int
}

// part is one line of the contents; section is nil for the cover.
type part struct {
	section *model.Section
}

func newContents(a *App) *contentsScreen {
	s := &contentsScreen{parts: []part{{}}}
	form := a.session().Report().Form
	for i := range form.Sections {
		s.parts = append(s.parts, part{&form.Sections[i]})
	}
	s.at = s.firstUndone(a)
	return s
}

// firstUndone is the first part that still lacks something; where none does,
// the part that the cursor is on.
func (s *contentsScreen) firstUndone(a *App) int {
	for i, p := range s.parts {
		if p.section != nil && s.lacking(a, p.section) {
			return i
		}
	}
	return s.at
}

func (s *contentsScreen) lacking(a *App, sec *model.Section) bool {
	r := a.session().Report()
	if sec.Table != nil {
		return len(r.Blanks(sec.Key))+len(r.UnreadCells(sec.Key)) > 0
	}
	return sec.Required && r.Text[sec.Key] == ""
}

func (s *contentsScreen) moveTo(section string) {
	for i, p := range s.parts {
		if p.section != nil && p.section.Key == section {
			s.at = i
		}
	}
}

func (s *contentsScreen) title(a *App) string {
	return fmt.Sprintf("%s %d年度", a.session().Report().Unit, a.session().Report().Year)
}

func (s *contentsScreen) scopes() []keymap.Scope {
	return []keymap.Scope{keymap.InContents, keymap.InReport}
}
func (s *contentsScreen) typing() bool        { return false }
func (s *contentsScreen) place() place        { return place{} }
func (s *contentsScreen) back(a *App) tea.Cmd { return a.closeReport() }
func (s *contentsScreen) enabled(a *App, act keymap.Action) bool {
	switch act {
	case keymap.FillZero:
		return len(a.session().Report().Blanks("")) > 0 && !a.session().Report().IsSum()
	case keymap.Finish:
		return a.canFinish()
	case keymap.Sum:
		return a.session().Report().IsSum()
	case keymap.HandUp:
		return canHandUp(a)
	case keymap.Import:
		return !a.session().Report().IsSum()
	}
	return true
}

func (s *contentsScreen) do(a *App, act keymap.Action) tea.Cmd {
	switch act {
	case keymap.Up:
		s.at = max(s.at-1, 0)
	case keymap.Down:
		s.at = min(s.at+1, len(s.parts)-1)
	case keymap.Top:
		s.at = 0
	case keymap.Bottom:
		s.at = len(s.parts) - 1
	case keymap.Open:
		s.open(a)
	case keymap.FillZero:
		return fillZero(a, "")
	case keymap.Import:
		if a.session().Report().IsSum() {
			a.inform(say("汇总的报告不从文件读入：按 {key:contents.sum} 看各单位，在那里按 {key:units.import} 收报、读名单"))
			return nil
		}
		if a.locked() {
			return nil
		}
		return chooseFile(a, true)
	case keymap.Finish:
		return finish(a)
	case keymap.Sum:
		if a.session().Report().IsSum() {
			return openUnits(a, "")
		}
		a.inform("这份报告是单位自己的，不是汇总：汇总在报告列表里新建")
	case keymap.HandUp:
		return handUp(a)
	case keymap.History:
		return openHistory(a)
	case keymap.Cover:
		return s.text(a, part{}.key())
	case keymap.Find:
		a.push(newFind(a))
	case keymap.Recheck:
		return recheck(a)
	}
	return nil
}

// fillZero fills the blanks of a section, or of the report, as one step.
func fillZero(a *App, section string) tea.Cmd {
	r := a.session().Report()
	e := model.FillZero(r, section)
	unread := unreadLeft(len(r.UnreadCells(section)))
	defer offerZeros(a, section)
	if e.Empty() {
		a.inform("各格都已填，不用填 0" + unread)
		return nil
	}
	return a.applied(e, say("%d 格已填 0%s；按 {key:undo} 撤销", len(e.Changes), unread))
}

// offerZeros asks about the cells where the file has a word that often stands for 0.
func offerZeros(a *App, section string) {
	cells, words := a.session().Report().SaidZero(section)
	if len(cells) == 0 || a.session().Locked() != nil {
		return
	}
	said := "原件写「" + strings.Join(words, "」「") + "」的格"
	a.push(&confirmScreen{
		heading: "原件里的「" + words[0] + "」",
		lines:   []string{fmt.Sprintf("%s有 %d 格，没有当作 0。没有发生的才是 0；不清楚的请照原件问清再填。", said, len(cells))},
		options: []option{{"z", fmt.Sprintf("这 %d 格都填 0", len(cells)), func() tea.Cmd {
			e := model.SetAll(a.session().Report(), said+"当作 0，", model.Zero, cells...)
			return a.applied(e, say("%d 格已填 0；按 {key:undo} 撤销", len(cells)))
		}}},
		decline: "不填，留着",
	})
}

// unreadLeft says of cells that could not be read that filling leaves them alone; ""
// for none.
func unreadLeft(n int) string {
	if n == 0 {
		return ""
	}
	return fmt.Sprintf("；%d 格没有读出，不填 0，请照原件填", n)
}

func (s *contentsScreen) open(a *App) {
	a.visiting = false
	p := s.parts[s.at]
	switch {
	case p.section == nil:
		a.push(newForm(a, a.session().Report()))
	case p.section.Table != nil:
		table := newTable(a, p.section)
		a.push(table)
		table.invite(a)
	default:
		a.push(newText(a, p.section))
	}
}

// text opens a part by its key: 1 to 6 as the headings are numbered.
func (s *contentsScreen) text(a *App, t string) tea.Cmd {
	for i, p := range s.parts {
		if p.key() == t {
			s.at = i
			s.open(a)
			return nil
		}
	}
	a.inform(say("按 1 到 6 打开一至六，0 打开引言，{key:cover} 打开封面；{key:help} 看全部按键"))
	return nil
}

// key is what opens the part: c, or its section's key.
func (p part) key() string {
	if p.section == nil {
		return keys.Keys(keymap.InContents, keymap.Cover)[0]
	}
	return p.section.Key
}

// describe says what a part is and how far it has come.
func (p part) describe(a *App) (kind, state string) {
	r := a.session().Report()
	if p.section == nil {
		return "单位、年度", "完成"
	}
	if p.section.Table != nil {
		filled, cells := r.Progress(p.section.Key)
		return itoa(cells) + " 格", fmt.Sprintf("%d/%d", filled, cells)
	}
	if n := model.CountCharacters(r.Text[p.section.Key]); n > 0 {
		return "文字", fmt.Sprintf("%d 字", n)
	}
	if !p.section.Required {
		return "文字", "可不写"
	}
	return "文字", "空"
}

func (p part) heading() string {
	switch {
	case p.section == nil:
		return "封面"
	case p.section.Heading == "":
		return p.section.Name
	}
	return p.section.Heading
}

func (s *contentsScreen) view(a *App, w, h int) frame {
	lines := []string{width.Rule(w)}
	roomy := h >= len(s.parts)+8
	if roomy {
		lines = append(lines, "")
	}
	first := len(lines)
	name := min(max(w-42, 12), 44)
	for i, p := range s.parts {
		kind, state := p.describe(a)
		line := width.Pad(p.key()+"  "+p.heading(), name+3) + " "
		if w >= 60 {
			line += width.Pad(kind, 12)
		}
		line += width.PadLeft(state, 8) + "  "
		marks := s.findings(a, p)
		if i == s.at {
			lines = append(lines, theme.Cursor.Render(width.Pad("  > "+line+marks, w)))
		} else {
			lines = append(lines, "    "+line+theme.Error.Render(marks))
		}
	}
	if roomy {
		lines = append(lines, "")
	}
	lines = append(lines, width.Rule(w))
	for _, p := range a.desk.Others() {
		lines = append(lines, " "+theme.Warning.Render(width.Clip(about(p, a.desk.LastSign(p), a.deps.Now()), w-2)))
	}
	for _, l := range s.remaining(a, max(h-len(lines), 3)) {
		for _, part := range width.Wrap(l, w-2) {
			lines = append(lines, " "+part)
		}
	}
	// On a low screen the current part stays in sight.
	if over := len(lines) - h; over > 0 && s.at > h/2 {
		cut := min(over, s.at-h/2+1)
		lines, first = lines[cut:], first-cut
	}
	return frame{lines: lines[:min(len(lines), h)], pick: func(_, y int, _ bool) bool {
		i := y - first
		again := i == s.at
		if i >= 0 && i < len(s.parts) {
			s.at = i
		}
		return again
	}}
}

// findings counts what stands against a part.
func (s *contentsScreen) findings(a *App, p part) string {
	key := ""
	if p.section != nil {
		key = p.section.Key
	}
	return counts(slices.DeleteFunc(slices.Clone(a.findings), func(f check.Finding) bool { return f.Section != key }), false)
}

// remaining says, in about n lines, what is still to do before the report can
// be handed in, then what is left to look at.
func (s *contentsScreen) remaining(a *App, n int) []string {
	errors, warnings, _ := check.Count(a.findings)
	worst, count := model.Error, errors
	lines := s.standing(a, errors)
	if a.session().Report().State == model.Final {
		return lines
	}
	if errors == 0 {
		if worst, count = model.Warning, warnings; warnings > 0 {
			lines = append(lines, say("还有 %d 条警告，按 {key:findings} 逐条看一看：", warnings))
		}
	}
	for _, f := range a.findings {
		said := f.Explained || f.Kind == model.KindFilled || f.Kind == model.KindUnread || f.Kind == model.KindText && a.session().Report().Text[f.Section] == ""
		if f.Severity == worst && !said {
			lines = append(lines, "! "+f.Message)
		}
	}
	if errors > 0 && warnings > 0 && len(lines) < n {
		lines = append(lines, say("另有 %d 条警告，按 {key:findings} 逐条看。", warnings))
	}
	if len(lines) > n {
		lines = append(lines[:n-1], say("…… 按 {key:findings} 看全部 %d 条%s。", count, worst.Name()))
	}
	return lines
}

// standing says how far the report has come, by its number of errors, and what
// to press now.
func (s *contentsScreen) standing(a *App, errors int) (lines []string) {
	r := a.session().Report()
	if a.desk.Looking() {
		back := "列表"
		if a.back != nil {
			back = "汇总，再一层层回到报告列表"
		}
		lines = append(lines, say("现在只是看，不会改动。要改：按 {key:back} 回到%s，再按 {key:list.open} 打开。", back))
	}
	blanks := len(r.Blanks(""))
	switch {
	case r.State == model.Final && a.desk.Looking():
		return append(lines, say("已定稿，不能修改：按 {key:export} 导出正式文件。"), "校验码 "+r.Seal())
	case r.State == model.Final:
		return append(lines, say("已定稿，不能修改：按 {key:export} 导出正式文件，按 {key:contents.hand-up} 写成报送的文件；要改按 {key:finish} 更正，说明原因。"), "校验码 "+r.Seal())
	case errors == 0:
		done := "全部填好，没有错误"
		if slices.ContainsFunc(a.findings, func(f check.Finding) bool { return f.Severity == model.Error && f.Explained }) {
			done = "错误都已改正或者说明"
		}
		switch {
		case a.desk.Looking():
			done += say("：按 {key:export} 导出正式文件。")
		case r.State == model.Correcting:
			done = "更正中，" + done + say("：按 {key:finish} 重新定稿，再按 {key:export} 导出正式文件。")
		default:
			done += say("：要报送的，先按 {key:finish} 定稿，再按 {key:export} 导出。")
		}
		return append(lines, done)
	case r.State == model.Correcting && !a.desk.Looking():
		lines = append(lines, say("更正中：改好后按 {key:finish} 重新定稿。"))
	}
	switch {
	case r.IsSum() && len(r.Sources) == 0:
		lines = append(lines, say("还没有汇总：按 {key:contents.sum} 看各单位报了没有，接收以后加起来。"))
	case blanks > 0 && a.desk.Looking():
		lines = append(lines, fmt.Sprintf("还有 %d 格没有填。", blanks))
	case blanks > 0:
		tables, _ := s.undone(a, func(sec *model.Section) bool { return len(r.Blanks(sec.Key)) > 0 })
		lines = append(lines, say("还有 %d 格没有填：按 %s 打开表填；没有发生的，按 {key:contents.fill-zero} 一次填成 0。", blanks, tables))
	}
	if parts, names := s.undone(a, func(sec *model.Section) bool { return sec.Table == nil && s.lacking(a, sec) }); parts != "" && a.desk.Looking() {
		lines = append(lines, names+"还没有写。")
	} else if parts != "" {
		lines = append(lines, say("%s还没有写：按 %s 打开，再按 {key:text.outline} 插入提纲，改改就能用。", names, parts))
	}
	if n := len(r.UnreadCells("")); n > 0 {
		lines = append(lines, say("还有 %d 格没有读出：请照原件填，{key:contents.fill-zero} 不填这些格。", n))
	}
	return lines
}

// undone are the keys and the names of the parts that still lack something.
func (s *contentsScreen) undone(a *App, lacks func(*model.Section) bool) (keys, names string) {
	var all, called []string
	for _, p := range s.parts {
		if p.section != nil && lacks(p.section) {
			all, called = append(all, p.key()), append(called, "「"+p.section.Name+"」")
		}
	}
	return strings.Join(all, "、"), strings.Join(called, "")
}

// advance moves on from a part that is done to the first that is not.
func (s *contentsScreen) advance(a *App) {
	p := s.parts[s.at]
	if p.section != nil && s.lacking(a, p.section) {
		return
	}
	s.at = s.firstUndone(a)
}
