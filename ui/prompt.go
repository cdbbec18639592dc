package ui

import (
	"strings"

	bubbles "charm.land/bubbles/v2/key"
	"charm.land/bubbles/v2/textinput"
	tea "charm.land/bubbletea/v2"

	"nianbao/ui/width"
)

// prompt is one line of text to fill in, for screens to embed. Keys edit it
// through bubbles' text input; drawing is ours, which counts columns.
type prompt struct {
	input textinput.Model
	// proposed: the value is a proposal, which the first key typed replaces.
	proposed bool
}

// promptKeys edit the line; the control keys that bubbles has beside mean something
// else in the program.
var promptKeys = textinput.KeyMap{
	CharacterForward:        bubbles.NewBinding(bubbles.WithKeys("right")),
	CharacterBackward:       bubbles.NewBinding(bubbles.WithKeys("left")),
	WordForward:             bubbles.NewBinding(bubbles.WithKeys("ctrl+right", "alt+right", "alt+f")),
	WordBackward:            bubbles.NewBinding(bubbles.WithKeys("ctrl+left", "alt+left", "alt+b")),
	DeleteWordBackward:      bubbles.NewBinding(bubbles.WithKeys("ctrl+backspace", "alt+backspace")),
	DeleteWordForward:       bubbles.NewBinding(bubbles.WithKeys("ctrl+delete", "alt+delete")),
	DeleteBeforeCursor:      bubbles.NewBinding(bubbles.WithKeys("ctrl+u")),
	DeleteCharacterBackward: bubbles.NewBinding(bubbles.WithKeys("backspace")),
	DeleteCharacterForward:  bubbles.NewBinding(bubbles.WithKeys("delete")),
	LineStart:               bubbles.NewBinding(bubbles.WithKeys("home")),
	LineEnd:                 bubbles.NewBinding(bubbles.WithKeys("end")),
}

func newPrompt(value string, proposed bool) prompt {
	in := textinput.New()
	in.SetVirtualCursor(false)
	in.KeyMap = promptKeys
	in.SetValue(value)
	in.CursorEnd()
	in.Focus()
	return prompt{in, proposed && value != ""}
}

func (p *prompt) typing() bool { return true }

// text takes typed and pasted text.
func (p *prompt) text(_ *App, t string) tea.Cmd {
	if p.proposed {
		p.input.SetValue("")
	}
	p.proposed = false
	p.input, _ = p.input.Update(tea.PasteMsg{Content: strings.Trim(t, "\n")})
	return nil
}

// raw takes the keys that edit: arrows, backspace and the like.
func (p *prompt) raw(_ *App, k tea.KeyPressMsg) tea.Cmd {
	p.proposed = false
	p.input, _ = p.input.Update(k) // what is dropped would run xclip for the clipboard
	return nil
}

func (p *prompt) value() string { return strings.TrimSpace(p.input.Value()) }

// show draws the value in w columns, its end in sight when the cursor is there,
// and says in which column the cursor stands.
func (p *prompt) show(w int) (string, int) {
	value := []rune(p.input.Value())
	before := width.Safe(string(value[:p.input.Position()]))
	if width.Of(before) >= w {
		before = width.Tail(before, w-1)
		return before, width.Of(before)
	}
	return width.Clip(before+width.Safe(string(value[p.input.Position():])), w), width.Of(before)
}

// keptPrompt is a prompt whose words are kept with the place while they are being
// written: a line may drop.
type keptPrompt struct{ prompt }

func (p *keptPrompt) text(a *App, t string) tea.Cmd {
	return tea.Batch(p.prompt.text(a, t), a.saveSoon())
}

func (p *keptPrompt) raw(a *App, k tea.KeyPressMsg) tea.Cmd {
	return tea.Batch(p.prompt.raw(a, k), a.saveSoon())
}

// dropUnless leaves the screen on top; where something was written there, it asks
// before that is dropped.
func dropUnless(a *App, written bool) tea.Cmd {
	if !written {
		a.pop()
		return nil
	}
	askToDrop(a, a.top().title(a))
	return nil
}
