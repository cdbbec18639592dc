package ui

import (
	"fmt"
	"strings"

	tea "charm.land/bubbletea/v2"

	"nianbao/model"
)

// paste takes what the terminal pastes: one field is typed into the cell, a
// block is shown first.
func (s *tableScreen) paste(a *App, raw string) tea.Cmd {
	block := model.ParseBlock(raw)
	if len(block) == 1 && len(block[0]) == 1 {
		return s.text(a, strings.TrimSpace(model.CleanText(block[0][0])))
	}
	if s.typing() {
		a.warn("正在输入一格，没有粘贴这一块：先按 Enter 确定或 Esc 不要，再粘贴")
		return nil
	}
	return s.pasteBlock(a, block)
}

// falling is where the fields of a block fall.
type falling struct {
	targets [][]*model.Cell
	block   [][]string
	start   string   // the beginning of what is said of it
	says    []string // what else has to be said before
}

// from is the first cell that a block falls on by its place: the current one, or
// the selection's first.
func (s *tableScreen) from() (line, col int) {
	line, col, _, _ = s.grid.Selection()
	return line, col
}

// lines are the lines of the table from one on.
func (s *tableScreen) lines(from int) []model.BlockLine {
	var out []model.BlockLine
	for i := from; i < len(s.cells); i++ {
		l := model.BlockLine{Cells: s.cells[i]}
		if l.Cells == nil {
			l.Group, l.Depth = strings.TrimSpace(s.grid.Rows[i].Label), s.depth[i]
		}
		out = append(out, l)
	}
	return out
}

// pasteBlock pastes a block by its place. Where its rows may fall in several ways,
// it asks which.
func (s *tableScreen) pasteBlock(a *App, block [][]string) tea.Cmd {
	whole := block
	block, rows, cols := model.TrimLabels(block)
	line, col := s.from()
	lines := s.lines(line)
	ways := model.Lay(lines, block)
	fall := func(w model.Laying) falling {
		f := falling{block: block, start: "从「" + s.cells[line][col].Brief() + "」开始粘贴"}
		for _, at := range w.Lines {
			var cells []*model.Cell
			if at >= 0 {
				cells = lines[at].Cells[min(col, len(lines[at].Cells)):]
			}
			f.targets = append(f.targets, cells)
		}
		if words := trimmed(rows, cols, len(whole)); words != "" {
			f.says = append(f.says, words)
		}
		if len(w.Groups) > 0 && len(ways) == 1 {
			f.says = append(f.says, w.Says(lines, w.Groups, rows+1)+"。")
		}
		return f
	}
	if len(ways) == 1 {
		return s.offer(a, fall(ways[0]))
	}
	doubtful := model.Doubtful(ways)
	ask := &confirmScreen{heading: "粘贴：空行是什么", lines: []string{
		fmt.Sprintf("块里第 %d 行是空的：是零留空的一行，还是组名的一行，看不出来。选错了，下面各行都会错位。还没有填。", rows+1+doubtful[0])}}
	for i, w := range ways {
		key, says := string(rune('a'+i)), "空行是零留空的"
		if len(w.Groups) > 0 {
			says = "组名的一行：第 " + numbered(w.Groups, rows+1) + " 行"
		}
		ask.lines = append(ask.lines, key+"："+w.Says(lines, doubtful, rows+1)+"。")
		ask.options = append(ask.options, option{key, says, func() tea.Cmd { return s.offer(a, fall(w)) }})
	}
	a.push(ask)
	return nil
}

// numbered writes rows' numbers for people.
func numbered(rows []int, first int) string {
	var all []string
	for _, i := range rows {
		all = append(all, itoa(first+i))
	}
	return strings.Join(all, "、")
}

// trimmed says which rows and columns of words are not filled in; "" for none.
func trimmed(rows, cols, all int) string {
	var parts []string
	if rows > 0 && rows < all {
		parts = append(parts, fmt.Sprintf("前 %d 行", rows))
	}
	if cols > 0 {
		parts = append(parts, fmt.Sprintf("前 %d 列", cols))
	}
	if len(parts) == 0 {
		return ""
	}
	return strings.Join(parts, "、") + "是文字，当作表头和行名，不填。请看清起点对不对。"
}

// offer pastes what fits without a loss; anything else is shown first.
func (s *tableScreen) offer(a *App, f falling) tea.Cmd {
	p := model.Paste(a.session.Report(), f.targets, f.block)
	do := func(work func(*model.Report, [][]*model.Cell, [][]string) model.Pasting) func() tea.Cmd {
		return func() tea.Cmd {
			now := work(a.session.Report(), f.targets, f.block) // somebody may have changed them since
			s.grid.Deselect()
			return a.applied(now.Edit, pasted(now))
		}
	}
	lossless := p.Replaced == 0 && len(p.Stand) == 0 && len(p.Unread) == 0 && p.Outside == 0 && len(p.Differ) == 0
	if lossless && len(f.says) == 0 && p.Filled > 0 {
		return do(model.Paste)()
	}
	confirm := &confirmScreen{heading: "粘贴", lines: append(describePasting(p, f.start), f.says...)}
	if p.Filled > 0 {
		confirm.accept = do(model.Paste)
	}
	if p.Dashes > 0 {
		confirm.options = []option{{"z", fmt.Sprintf("「%s」都当作 0（%d 格），和别的一起填", strings.Join(p.Words, "」「"), p.Dashes), do(model.PasteZeros)}}
	}
	a.push(confirm)
	return nil
}

// pasted says what was pasted, and what was not.
func pasted(p model.Pasting) string {
	said := fmt.Sprintf("已粘贴 %d 格", p.Filled)
	if p.Zeros > 0 {
		said += fmt.Sprintf("，其中 %d 格原来是 0", p.Zeros)
	}
	if n := len(p.Unread); n > 0 {
		said += fmt.Sprintf("，%d 格不是能填的数，没有填", n)
	}
	return said + "；按 Ctrl+Z 撤销"
}

// describePasting says what pasting would do, in sentences.
func describePasting(p model.Pasting, start string) []string {
	lines := []string{fmt.Sprintf("%s，能填 %d 格。", start, p.Filled)}
	add := func(n int, format string, args ...any) {
		if n > 0 {
			lines = append(lines, fmt.Sprintf(format, args...))
		}
	}
	few := func(all []string) string {
		if len(all) > 3 {
			return strings.Join(all[:3], "；") + " 等"
		}
		return strings.Join(all, "；")
	}
	add(p.Replaced, "其中 %d 格原来有别的数，会被替换。", p.Replaced)
	add(p.Zeros, "其中 %d 格原来是 0，换成块里的数。", p.Zeros)
	add(len(p.Unread), "%d 格不是能填的数，不填：%s。", len(p.Unread), few(p.Unread))
	add(p.Outside, "%d 格超出了表格的边，不填：是不是起点选错了？", p.Outside)
	add(len(p.Differ), "%d 个合计与计算的不同：%s。", len(p.Differ), few(p.Differ))
	add(p.Computed, "%d 格是合计，由程序计算，不填。", p.Computed)
	add(p.Blank-len(p.Stand), "%d 格是空的，原来的空格、0 不动。", p.Blank-len(p.Stand))
	add(len(p.Stand), "%d 格在块里是空的，表里却有数，填了以后数还在，要改的请自己改：%s。", len(p.Stand), few(p.Stand))
	return lines
}
