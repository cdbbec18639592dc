package ui

import (
	"bytes"
	"fmt"
	"strings"

	tea "charm.land/bubbletea/v2"

	"nianbao/model"
	"nianbao/ui/keymap"
	"nianbao/ui/theme"
	"nianbao/ui/width"
)

// previewScreen shows the finished report as pages of text, as it will be
// printed but for the faces.
type previewScreen struct {
	heading   string
	source    []string // lines, as the text file has them
	lines     []string // prose broken for the width, tables whole
	table     []bool   // whether a line is a table's
	drawn     int      // the width they were broken for
	top, left int
	page      int // lines in sight
	widest    int

	revision *model.Report // that this is, or that it compares with the report; nil for neither
	compares bool
}

// newPreview writes a report as the text format has it; that is quick, and
// touches no file.
func newPreview(a *App, r *model.Report, draft bool) (*previewScreen, error) {
	var b bytes.Buffer
	if err := a.deps.Files.Write(&b, "txt", r, model.FileOptions{Draft: draft}); err != nil {
		return nil, err
	}
	text := strings.TrimPrefix(b.String(), "\ufeff")
	return &previewScreen{heading: "预览", source: strings.Split(strings.TrimRight(text, "\n"), "\n")}, nil
}

// newPage shows any text, a paragraph a line.
func newPage(heading string, lines ...string) *previewScreen {
	return &previewScreen{heading: heading, source: lines}
}

func (s *previewScreen) title(*App) string         { return s.heading }
func (s *previewScreen) typing() bool              { return false }
func (s *previewScreen) text(*App, string) tea.Cmd { return nil }

func (s *previewScreen) scopes() []keymap.Scope {
	if s.revision != nil {
		return []keymap.Scope{keymap.InPreview, keymap.InRevision}
	}
	return []keymap.Scope{keymap.InPreview}
}

func (s *previewScreen) enabled(_ *App, act keymap.Action) bool {
	return act != keymap.Compare || !s.compares
}

func (s *previewScreen) do(a *App, act keymap.Action) tea.Cmd {
	const sideways = 16
	switch act {
	case keymap.Compare:
		if s.compares {
			a.inform(say("这一屏就是和现在比；按 {key:revision.restore} 恢复成这一稿，按 {key:back} 返回"))
			return nil
		}
		compareWith(a, s.revision)
	case keymap.Restore:
		return askToRestore(a, s.revision)
	case keymap.Up:
		s.top--
	case keymap.Down:
		s.top++
	case keymap.PageUp:
		s.top -= s.page
	case keymap.PageDown:
		s.top += s.page
	case keymap.Top:
		s.top, s.left = 0, 0
	case keymap.Bottom:
		s.top = len(s.lines)
	case keymap.Left:
		s.left = max(s.left-sideways, 0)
	case keymap.Right:
		s.left += sideways
	}
	return nil
}

func (s *previewScreen) view(_ *App, w, h int) frame {
	if s.drawn != w {
		s.fit(w)
	}
	s.page = max(h-2, 1)
	s.top = max(min(s.top, len(s.lines)-s.page), 0)
	s.left = max(min(s.left, s.widest-w/2), 0)
	lines, wide := []string{width.Rule(w)}, false
	for i := s.top; i < min(s.top+s.page, len(s.lines)); i++ {
		if l := s.lines[i]; s.table[i] && width.Of(l) > w-2 {
			wide = true
			lines = append(lines, " "+s.sideways(l, w-2))
		} else {
			lines = append(lines, " "+l)
		}
	}
	for len(lines) < h-1 {
		lines = append(lines, "")
	}
	pages := max((len(s.lines)+s.page-1)/s.page, 1)
	where := fmt.Sprintf("第 %d 屏，共 %d 屏", min((s.top+s.page-1)/s.page+1, pages), pages)
	more := ""
	if wide {
		more = say(" 表格宽出屏幕，按 {key:preview.left} {key:preview.right} 看两边；行名不动")
	}
	return frame{lines: append(lines, theme.Dim.Render(width.Spread(more, where+" ", w)))}
}

// fit breaks prose for the width; the lines of tables stay whole.
func (s *previewScreen) fit(w int) {
	s.drawn, s.lines, s.table, s.widest = w, nil, nil, 0
	for _, l := range s.source {
		var broken []string
		table := strings.Contains(l, " | ") || strings.Contains(l, "-+-")
		switch {
		case table:
			broken = []string{width.Safe(l)}
			s.widest = max(s.widest, width.Of(broken[0]))
		case width.Of(l) > w-2: // a title stands in the middle of a wider page
			broken = width.Wrap(strings.TrimLeft(l, " "), w-2)
		default:
			broken = []string{width.Safe(l)}
		}
		for _, part := range broken {
			s.lines, s.table = append(s.lines, part), append(s.table, table)
		}
	}
}

// sideways is a table's line in w columns: the row's name stays, the rest is
// shown from left on.
func (s *previewScreen) sideways(line string, w int) string {
	at := strings.Index(line, " | ")
	if at < 0 {
		at = strings.Index(line, "-+-")
	}
	name, rest := line[:at], line[at:]
	name = width.Pad(strings.TrimRight(name, " "), min(width.Of(name), w/2))
	want := max(width.Of(rest)-s.left, 0)
	tail := width.Tail(rest, want)
	tail = strings.Repeat(" ", want-width.Of(tail)) + tail // half a character was cut
	return width.Clip(name+tail, w)
}
