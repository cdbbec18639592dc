package ui

import (
	"fmt"
	"strings"

	tea "charm.land/bubbletea/v2"

	"nianbao/model"
	"nianbao/ui/keymap"
	"nianbao/ui/theme"
	"nianbao/ui/width"
)

// seekScreen looks for words in a text, which stays in sight: Enter goes from
// place to place, Esc back to writing with the last one selected. Below what is sought
// other words can be written, to put in its place.
type seekScreen struct {
	prompt
	below     *textScreen
	result    string
	with      prompt // what to put in the place of what is found
	replacing bool   // that is being written
}

func newSeek(t *textScreen) *seekScreen {
	words := t.sought
	if selected := t.editor.Selected(); selected != "" && !strings.Contains(selected, "\n") {
		words = selected
	}
	return &seekScreen{prompt: newPrompt(words, true), below: t, with: newPrompt("", false)}
}

func (s *seekScreen) title(a *App) string    { return s.below.title(a) }
func (s *seekScreen) scopes() []keymap.Scope { return []keymap.Scope{keymap.InSeek} }

// field is the one that is being written in.
func (s *seekScreen) field() *prompt {
	if s.replacing {
		return &s.with
	}
	return &s.prompt
}

func (s *seekScreen) text(a *App, t string) tea.Cmd         { return s.field().text(a, t) }
func (s *seekScreen) raw(a *App, k tea.KeyPressMsg) tea.Cmd { return s.field().raw(a, k) }
func (s *seekScreen) enabled(_ *App, act keymap.Action) bool {
	return act != keymap.ReplaceAll || s.replacing
}

func (s *seekScreen) do(a *App, act keymap.Action) tea.Cmd {
	words := s.value()
	switch {
	case act == keymap.Next:
		s.replacing = !s.replacing
	case words == "":
	case act == keymap.ReplaceAll && s.replacing:
		return s.all(a)
	case act != keymap.Commit:
	case s.replacing && s.below.editor.Selected() == words:
		return s.one(a)
	default:
		s.next()
	}
	return nil
}

// next selects the next place.
func (s *seekScreen) next() {
	words := s.value()
	s.below.sought, s.proposed = words, false
	at, count := s.below.editor.Seek(words)
	s.result = fmt.Sprintf("第 %d 处，共 %d 处", at, count)
	if count == 0 {
		s.result = "没有找到"
	}
}

// one replaces what is selected and goes on.
func (s *seekScreen) one(a *App) tea.Cmd {
	if a.locked() {
		return nil
	}
	cmd := s.below.insert(a, s.with.value())
	s.next()
	return cmd
}

// all shows every place as it would be and, once that is agreed to, replaces them in one
// step.
func (s *seekScreen) all(a *App) tea.Cmd {
	if a.locked() {
		return nil
	}
	words, with := s.value(), s.with.value()
	places := s.below.editor.Places(words)
	if len(places) == 0 {
		s.result = "没有找到"
		return nil
	}
	text := []rune(s.below.editor.Value())
	const most, around = 8, 8
	var lines []string
	for i, at := range places {
		if i == most {
			lines = append(lines, fmt.Sprintf("……还有 %d 处", len(places)-most))
			break
		}
		end := at + len([]rune(words))
		head, tail := string(text[max(at-around, 0):at]), string(text[end:min(end+around, len(text))])
		lines = append(lines, fmt.Sprintf("%d. ……%s【%s】%s……", i+1, model.CleanLine(head), with, model.CleanLine(tail)))
	}
	becomes := "都换成「" + with + "」"
	if with == "" {
		becomes = "都删去"
	}
	a.push(&confirmScreen{
		heading: fmt.Sprintf("「%s」有 %d 处，%s", words, len(places), becomes),
		lines:   append(lines, becomes+"吗？"),
		accept: func() tea.Cmd {
			a.pop() // of looking for them
			t := s.below
			t.editor.SelectAll()
			cmd := t.insert(a, strings.ReplaceAll(string(text), words, with))
			t.editor.SetOffset(places[0])
			a.inform(say("换了 %d 处；按 {key:undo} 撤销", len(places)))
			return cmd
		},
	})
	return nil
}

func (s *seekScreen) back(a *App) tea.Cmd {
	if s.below.editor.Selected() == "" {
		s.below.deselect()
	}
	a.pop()
	return nil
}

// view is the text's with a line for the words below it.
func (s *seekScreen) view(a *App, w, h int) frame {
	f := s.below.view(a, w, h-3)
	for len(f.lines) < h-3 {
		f.lines = append(f.lines, "")
	}
	const find, with = " 找：　　", " 换成："
	value, x := s.show(w - 30)
	other, ox := s.with.show(w - 30)
	lines := append(f.lines[:h-3:h-3], width.Rule(w), width.Spread(theme.Title.Render(find)+value, s.result+" ", w), theme.Title.Render(with)+" "+other)
	cursor := &tea.Position{X: width.Of(find) + x, Y: h - 2}
	if s.replacing {
		cursor = &tea.Position{X: width.Of(with) + 1 + ox, Y: h - 1}
	}
	return frame{lines: lines, cursor: cursor}
}
