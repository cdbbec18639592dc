package ui

import (
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	tea "charm.land/bubbletea/v2"

	"nianbao/model"
	"nianbao/model/check"
	"nianbao/ui/editor"
	"nianbao/ui/keymap"
	"nianbao/ui/theme"
	"nianbao/ui/width"
)

// textScreen writes one text. Every key goes to the session at once, so that
// saving and undo need nothing of their own here.
type textScreen struct {
	sec       *model.Section
	editor    *editor.Editor
	selecting bool   // moving the cursor selects
	filling   bool   // Enter goes from blank to blank of the outline
	beside    bool   // last year's text is shown
	low       bool   // there is no room for it
	from      int    // its first line in sight
	sought    string // last looked for
}

func newText(a *App, s *model.Section) *textScreen {
	return &textScreen{sec: s, editor: editor.New(a.session().Report().Text[s.Key])}
}

func (s *textScreen) title(a *App) string {
	return fmt.Sprintf("%s %d年度  %s", a.session().Report().Unit, a.session().Report().Year, s.sec.Name)
}

func (s *textScreen) scopes() []keymap.Scope { return []keymap.Scope{keymap.InText, keymap.InReport} }
func (s *textScreen) typing() bool           { return true }
func (s *textScreen) section() string        { return s.sec.Key }
func (s *textScreen) place() place {
	return place{Section: s.sec.Key, Offset: s.editor.Offset()}
}

func (s *textScreen) word(_ *App, act keymap.Action) string {
	if act == keymap.Back && (s.selecting || s.editor.Selected() != "") {
		return "不选了"
	}
	return ""
}

func (s *textScreen) back(a *App) tea.Cmd {
	if s.selecting || s.editor.Selected() != "" {
		s.deselect()
		return nil
	}
	a.session().Seal()
	a.pop()
	a.stack[1].(*contentsScreen).advance(a)
	return a.save()
}

// show takes a text that was changed elsewhere, by undo or by somebody else.
func (s *textScreen) show(a *App, t model.Target) {
	if t.Kind == model.TargetText && t.Key == s.sec.Key {
		was, now := []rune(s.editor.Value()), []rune(a.session().Report().Text[s.sec.Key])
		at := follow(was, now, s.editor.Offset())
		s.selecting = false
		s.editor.SetValue(string(now))
		s.editor.SetOffset(at)
	}
}

// follow is where a place in a text, in characters, is after a change elsewhere
// in it.
func follow(was, now []rune, at int) int {
	same := 0 // before the change
	for same < min(len(was), len(now)) && was[same] == now[same] {
		same++
	}
	if at <= same {
		return at
	}
	rest := 0 // after it
	for rest < min(len(was), len(now))-same && was[len(was)-1-rest] == now[len(now)-1-rest] {
		rest++
	}
	if len(was)-at <= rest {
		return len(now) - (len(was) - at)
	}
	return min(at, len(now))
}

func (s *textScreen) do(a *App, act keymap.Action) tea.Cmd {
	if act.Changes() && a.locked() {
		return nil
	}
	e := s.editor
	switch act {
	case keymap.NewLine:
		if s.filling || s.onBlank() {
			s.nextBlank(a)
			return nil
		}
		a.session().Seal() // a paragraph is a step of undo
		e.Insert("\n")
	case keymap.Erase, keymap.EraseAhead:
		if e.Selected() != "" {
			return s.insert(a, "") // a step of its own
		}
		if act == keymap.Erase {
			e.Backspace()
		} else {
			e.Delete()
		}
	case keymap.CutLine:
		e.DeleteLine()
	case keymap.Outline:
		return s.outline(a)
	case keymap.Figures:
		a.push(newFigures(a, s))
		return nil
	case keymap.Selecting, keymap.SelectAll, keymap.Copy, keymap.Cut, keymap.Paste:
		return s.doSelection(a, act)
	case keymap.LastYear:
		s.toggleLast(a)
		return nil
	case keymap.TakeLast:
		s.takeLast(a)
		return nil
	case keymap.LastUp, keymap.LastDown:
		s.from += map[keymap.Action]int{keymap.LastUp: -3, keymap.LastDown: 3}[act]
		return nil
	case keymap.Find:
		a.push(newSeek(s))
		return nil
	case keymap.NextFinding:
		s.nextFinding(a)
		return nil
	case keymap.NextBlank:
		s.nextBlank(a)
		return nil
	default:
		a.session().Seal()
		s.filling = false
		s.moveCursor(act)
		return nil
	}
	s.selecting = false
	return s.retyped(a)
}

// extending are the keys that move the cursor and select on the way.
var extending = map[keymap.Action]keymap.Action{keymap.SelectUp: keymap.Up, keymap.SelectDown: keymap.Down, keymap.SelectLeft: keymap.Left, keymap.SelectRight: keymap.Right,
	keymap.SelectHome: keymap.Home, keymap.SelectEnd: keymap.End}

func (s *textScreen) moveCursor(act keymap.Action) {
	e := s.editor
	if move, ok := extending[act]; ok || s.selecting {
		e.Mark()
		if ok {
			act = move
		}
	} else {
		e.Unmark()
	}
	switch act {
	case keymap.Up:
		e.Up(1)
	case keymap.Down:
		e.Down(1)
	case keymap.Left:
		e.Left()
	case keymap.Right:
		e.Right()
	case keymap.PageUp:
		e.Up(e.PageSize())
	case keymap.PageDown:
		e.Down(e.PageSize())
	case keymap.Home:
		e.Home()
	case keymap.End:
		e.End()
	case keymap.Top:
		e.Top()
	case keymap.Bottom:
		e.Bottom()
	case keymap.WordLeft:
		e.WordLeft()
	case keymap.WordRight:
		e.WordRight()
	}
}

func (s *textScreen) deselect() {
	s.selecting = false
	s.editor.Unmark()
}

// doSelection does what concerns the selected text. The clipboard is the
// terminal's too, where it takes it.
func (s *textScreen) doSelection(a *App, act keymap.Action) tea.Cmd {
	e := s.editor
	selected := e.Selected()
	switch act {
	case keymap.SelectAll:
		e.SelectAll()
	case keymap.Selecting:
		if s.selecting {
			s.deselect()
			return nil
		}
		s.selecting = true
		e.Mark()
		a.inform(say("移动光标选文字；{key:text.copy} 复制，{key:text.cut} 剪切，{key:text.erase-ahead} 删去，再按 {key:text.selecting} 结束"))
	case keymap.Paste:
		if a.clipboard == "" {
			a.inform("还没有复制过；从 Word、WPS 复制的，用终端自己的粘贴（如右键、Ctrl+Shift+V）")
			return nil
		}
		return s.insert(a, a.clipboard)
	default:
		if selected == "" {
			a.inform(say("先选文字：Shift 加方向键，或按 {key:text.selecting} 再移动光标（要退出按 {key:quit}）"))
			return nil
		}
		a.clipboard = selected
		done := fmt.Sprintf("%d 字", model.CountCharacters(selected))
		if act == keymap.Copy {
			s.deselect()
			a.inform("已复制 " + done)
			return setClipboard(selected)
		}
		a.inform("已剪切 " + done)
		return tea.Batch(s.insert(a, ""), setClipboard(selected))
	}
	return nil
}

func (s *textScreen) text(a *App, t string) tea.Cmd {
	if s.editor.Selected() != "" {
		return s.insert(a, t)
	}
	s.selecting = false
	s.editor.Insert(t)
	return s.retyped(a)
}

// insert puts text in place of what is selected, as a step of its own.
func (s *textScreen) insert(a *App, t string) tea.Cmd {
	a.session().Seal()
	s.selecting = false
	s.editor.Insert(t)
	cmd := s.retyped(a)
	a.session().Seal()
	return cmd
}

// outline inserts the section's outline, and goes to its first blank; while there are
// blanks already, it goes to the next.
func (s *textScreen) outline(a *App) tea.Cmd {
	if strings.Contains(a.session().Report().Text[s.sec.Key], model.Placeholder) { // not into the middle of the last
		s.nextBlank(a)
		return nil
	}
	from := s.editor.Offset()
	words := strings.TrimRight(model.Outline(a.session().Report(), s.sec), "\n")
	cmd := s.insertParagraphs(a, words)
	s.editor.SetOffset(from)
	s.nextBlank(a)
	if !s.filling {
		a.inform(say("已插入提纲，请看一看是不是这样，不是的改过来；按 {key:undo} 撤销"))
	}
	return cmd
}

// insertParagraphs inserts words in paragraphs of their own, as one step.
func (s *textScreen) insertParagraphs(a *App, words string) tea.Cmd {
	s.deselect()
	before, after := s.editor.Paragraph()
	if before != "" {
		words = "\n" + words
	}
	if after != "" {
		words += "\n"
	}
	return s.insert(a, words)
}

// onBlank reports whether the cursor is at a blank of the outline, and goes to its start.
func (s *textScreen) onBlank() bool {
	if s.editor.Selected() == model.Placeholder {
		return true
	}
	blank, _ := utf8.DecodeRuneInString(model.Placeholder)
	before, after := s.editor.Paragraph()
	head := strings.TrimRight(before, string(blank))
	at := len(head) < len(before) || strings.HasPrefix(after, model.Placeholder)
	if at {
		s.editor.SetOffset(s.editor.Offset() - utf8.RuneCountInString(before[len(head):]))
	}
	return at
}

// nextBlank selects the next blank of the outline, so that typing fills it.
func (s *textScreen) nextBlank(a *App) {
	a.session().Seal()
	s.selecting = false
	at, count := s.editor.Seek(model.Placeholder)
	if s.filling = count > 0; !s.filling {
		s.editor.Unmark()
		a.inform("提纲里的空都填好了")
		return
	}
	a.inform(say("第 %d 处空，共 %d 处：直接写实际情况；{key:text.new-line} 到下一处，移动光标接着写别的", at, count))
}

// paste inserts text from elsewhere, tidied, as a step of its own.
func (s *textScreen) paste(a *App, t string) tea.Cmd {
	t, said := model.TidyPaste(t)
	cmd := s.insert(a, t)
	if said != "" && a.notice.text == "" {
		a.inform("已粘贴，并去掉 " + said + say("；按 {key:undo} 撤销"))
	}
	return cmd
}

// retyped hands the text to the session; one that is refused is taken back.
func (s *textScreen) retyped(a *App) tea.Cmd {
	if err := a.desk.Continue(a.deps.Now(), model.SetText(a.session().Report(), s.sec.Key, s.editor.Value())); err != nil {
		a.fail(err)
		s.show(a, model.Target{Kind: model.TargetText, Key: s.sec.Key})
		return nil
	}
	return a.edited()
}

func (s *textScreen) view(a *App, w, h int) frame {
	n := model.CountCharacters(a.session().Report().Text[s.sec.Key])
	count := fmt.Sprintf("%d 字", n)
	if s.sec.Limit > 0 {
		count = fmt.Sprintf("%d 字，原则上不超过 %d 字", n, s.sec.Limit)
	}
	if selected := s.editor.Selected(); selected != "" {
		count = fmt.Sprintf("选中 %d 字 / ", model.CountCharacters(selected)) + count
	}
	heading := s.sec.Heading
	if heading == "" {
		heading = s.sec.Name
	}
	lines := []string{width.Rule(w), width.Spread(" "+theme.Title.Render(width.Safe(heading)), count+" ", w)}
	if h >= 10 {
		for _, l := range width.Wrap(s.sec.Guide, w-2) {
			lines = append(lines, " "+theme.Dim.Render(l))
		}
	}
	lines = append(lines, width.Rule(w))
	top := len(lines)
	mine, room, under := w, h-top, 0
	last := s.lastText(a)
	wide := w >= 100
	s.low = !wide && room < 6
	switch {
	case last == "" || s.low:
	case wide:
		mine = w / 2
	default:
		under = room / 2
		room -= under
	}
	s.editor.Resize(mine-2, room)
	s.editor.Point(0, 0)
	if f := a.pointed(); f != nil && f.Section == s.sec.Key {
		text := a.session().Report().Text[s.sec.Key]
		s.editor.Point(characters(text, f.At.Start), characters(text, f.At.End))
	}
	text, x, y := s.editor.View()
	for _, l := range text {
		lines = append(lines, " "+l)
	}
	for last != "" && len(lines) < top+room {
		lines = append(lines, "")
	}
	switch {
	case last != "" && wide:
		for i, l := range s.lastLines(last, w-mine-3, room) {
			lines[top+i] = width.Pad(lines[top+i], mine) + "| " + theme.Dim.Render(l)
		}
	case under > 0:
		lines = append(lines, width.Rule(w))
		for _, l := range s.lastLines(last, w-2, under-1) {
			lines = append(lines, " "+theme.Dim.Render(l))
		}
	}
	return frame{lines: lines, cursor: &tea.Position{X: x + 1, Y: top + y}, pick: func(x, y int, extend bool) bool {
		if y >= top && y < top+room && x <= mine {
			a.session().Seal()
			s.editor.Click(x-1, y-top, extend)
		}
		return false
	}}
}

// at is the cursor's place in the report's text, in bytes.
func (s *textScreen) at(a *App) int {
	text := a.session().Report().Text[s.sec.Key]
	n := s.editor.Offset()
	for i := range text {
		if n == 0 {
			return i
		}
		n--
	}
	return len(text)
}

// goToByte moves the cursor to a place of the report's text in bytes.
func (s *textScreen) goToByte(a *App, at int) {
	s.deselect()
	s.editor.SetOffset(characters(a.session().Report().Text[s.sec.Key], at))
}

// enabled: there is somewhere to go.
func (s *textScreen) enabled(a *App, act keymap.Action) bool {
	return act != keymap.NextFinding || slices.ContainsFunc(a.findings, func(f check.Finding) bool { return s.marks(&f) })
}

// marks reports whether a finding is about words in this text that can be shown.
func (s *textScreen) marks(f *check.Finding) bool {
	return f.Section == s.sec.Key && f.At.End > 0 && isOpen(f)
}

// nextFinding goes to the next words that something is wrong with, from the end
// on to the first.
func (s *textScreen) nextFinding(a *App) {
	var first, next *check.Finding
	at := s.at(a)
	for i := range a.findings {
		f := &a.findings[i]
		if !s.marks(f) {
			continue
		}
		if first == nil || f.At.Start < first.At.Start {
			first = f
		}
		if f.At.Start > at && (next == nil || f.At.Start < next.At.Start) {
			next = f
		}
	}
	switch {
	case next != nil:
	case first != nil:
		next = first
	default:
		if f := worst(a); f != nil { // about the text as a whole
			a.warn(f.Message)
		} else {
			a.inform(say("这段文字没有问题；按 {key:findings} 看全部"))
		}
		return
	}
	a.session().Seal()
	a.selected = *next
	s.goToByte(a, next.At.Start)
}
