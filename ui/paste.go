package ui

import (
	"fmt"
	"slices"
	"strings"

	tea "charm.land/bubbletea/v2"

	"nianbao/model"
	"nianbao/model/ledger"
)

// paste takes what the terminal pastes: one field is typed into the cell, a
// block is shown first.
func (s *tableScreen) paste(a *App, raw string) tea.Cmd {
	block := model.ParseBlock(raw)
	if len(block) == 1 && len(block[0]) == 1 {
		return s.text(a, strings.TrimSpace(model.CleanText(block[0][0])))
	}
	if s.typing() {
		a.warn(say("正在输入一格，没有粘贴这一块：先按 {key:cell.commit} 确定或 {key:cell.cancel} 不要，再粘贴"))
		return nil
	}
	return s.pasteBlock(a, block)
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

// pasteBlock pastes a block: by the names in it, where the form has them, else by
// its place.
func (s *tableScreen) pasteBlock(a *App, block [][]string) tea.Cmd {
	const headRows = 8 // titles stand above the heads
	if slices.ContainsFunc(block[:min(len(block), headRows)], ledger.IsLedger) {
		return pasteLedger(a, block)
	}
	names := a.deps.Files.Names(a.session().Report().Form, s.sec.Key, block)
	if names.RowsKnown() || names.ColumnsKnown() {
		return s.pasteNamed(a, block, names)
	}
	return s.pasteByPlace(a, block)
}

// pasteNamed pastes a block by its names, rows or columns without any by their
// place. It is always shown first: the cursor may be elsewhere.
func (s *tableScreen) pasteNamed(a *App, block [][]string, names model.Names) tea.Cmd {
	line, col := s.from()
	form := a.session().Report().Form
	start := "按块里的行名、列名放（不看光标在哪一格）"
	fall := func(lines [][]*model.Cell) falling {
		f := falling{Falling: names.Fall(form, s.sec.Key, lines, col, block), start: start, named: true}
		if f.Unknown {
			f.other = &option{"p", "不看名字，从光标这一格起按位置放", func() tea.Cmd { return s.pasteByPlace(a, block) }}
		}
		return f
	}
	switch here := s.cells[line][col]; {
	case !names.ColumnsKnown():
		start = "按块里的行名放，列从「" + strings.ReplaceAll(here.Column.Short, " ", "") + "」起"
	case !names.RowsKnown():
		start = "按块里的列名放，行从「" + here.Row.Short + "」起"
		rows, numbers := names.Figures(block)
		return s.laid(a, rows, numbers, func(_ model.Laying, cells [][]*model.Cell) falling { return fall(cells) })
	}
	return s.offer(a, fall(nil))
}

// pasteByPlace pastes a block from the current cell on.
func (s *tableScreen) pasteByPlace(a *App, block [][]string) tea.Cmd {
	whole := len(block)
	block, rows, cols := model.TrimLabels(block)
	line, col := s.from()
	var numbers []int
	for i := range block {
		numbers = append(numbers, rows+1+i)
	}
	return s.laid(a, block, numbers, func(w model.Laying, lines [][]*model.Cell) falling {
		f := falling{start: "从「" + s.cells[line][col].Brief() + "」开始粘贴"}
		f.Block = block
		for _, cells := range lines {
			f.Targets = append(f.Targets, cells[min(col, len(cells)):])
		}
		if words := trimmed(rows, cols, whole); words != "" {
			f.Says = append(f.Says, words)
		}
		return f
	})
}

// laid offers a block whose rows fall on the lines from the current one on; where
// there are several ways, it asks which. Numbers are those of its rows for people;
// fall is given the cells of each row's line.
func (s *tableScreen) laid(a *App, block [][]string, numbers []int, fall func(model.Laying, [][]*model.Cell) falling) tea.Cmd {
	line, _ := s.from()
	lines := s.lines(line)
	ways := model.Lay(lines, block)
	falls := func(w model.Laying) falling {
		var cells [][]*model.Cell
		for _, at := range w.Lines {
			var of []*model.Cell
			if at >= 0 {
				of = lines[at].Cells
			}
			cells = append(cells, of)
		}
		f := fall(w, cells)
		if len(w.Groups) > 0 && len(ways) == 1 {
			f.Says = append(f.Says, w.Says(lines, w.Groups, numbers)+"。")
		}
		return f
	}
	if len(ways) == 1 {
		return s.offer(a, falls(ways[0]))
	}
	doubtful := model.Doubtful(ways)
	ask := &confirmScreen{heading: "粘贴：空行是什么", lines: []string{
		fmt.Sprintf("块里第 %d 行是空的：是零留空的一行，还是组名的一行，看不出来。选错了，下面各行都会错位。还没有填。", numbers[doubtful[0]])}}
	plain, named := "空行是零留空的", "组名的一行"
	if slices.ContainsFunc(ways, func(w model.Laying) bool { return w.Subtotal(doubtful[0]) }) {
		ask.heading, plain, named = "粘贴：有没有小计的一行", "没有小计，都是表里的行", "小计的一行，不填"
		ask.lines[0] = fmt.Sprintf("块里第 %d 行正好等于下面一组各行之和：是小计，还是表里的一行，看不出来。选错了，下面各行都会错位。还没有填。", numbers[doubtful[0]])
	}
	for i, w := range ways {
		key, says := string(rune('a'+i)), plain
		if len(w.Groups) > 0 {
			says = named + "：第 " + numbered(w.Groups, numbers) + " 行"
		}
		ask.lines = append(ask.lines, key+"："+w.Says(lines, doubtful, numbers)+"。")
		ask.options = append(ask.options, option{key, says, func() tea.Cmd { return s.offer(a, falls(w)) }})
	}
	ask.pasted = written(block)
	a.push(ask)
	return a.saveSoon()
}

// written is a block as it was pasted.
func written(block [][]string) string {
	var rows []string
	for _, row := range block {
		rows = append(rows, strings.Join(row, "\t"))
	}
	return strings.Join(rows, "\n")
}

// numbered writes the numbers of some rows for people.
func numbered(rows, numbers []int) string {
	var all []string
	for _, i := range rows {
		all = append(all, itoa(numbers[i]))
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

// falling is where a block falls, how that is told, and what else may be done.
type falling struct {
	model.Falling
	start string
	named bool    // by names: it may be elsewhere than where the cursor is
	other *option // what else may be done; nil for nothing
}

// offer pastes what fits without a loss; anything else is shown first.
func (s *tableScreen) offer(a *App, f falling) tea.Cmd {
	p := model.Paste(a.session().Report(), f.Targets, f.Block)
	do := func(work func(*model.Report, [][]*model.Cell, [][]string) model.Pasting) func() tea.Cmd {
		return func() tea.Cmd {
			now := work(a.session().Report(), f.Targets, f.Block) // somebody may have changed them since
			s.grid.Deselect()
			return a.applied(now.Edit, pasted(now))
		}
	}
	notTaken := len(p.Unread) + p.Outside + len(p.Differ)
	lossless := p.Replaced+len(p.Stand)+notTaken == 0
	if plain := !f.named && len(f.Says) == 0; plain && lossless && p.Filled > 0 {
		return do(model.Paste)()
	}
	confirm := &confirmScreen{heading: "粘贴", lines: append(describePasting(p, f.start), f.Says...)}
	if p.Filled > 0 {
		confirm.accept = do(model.Paste)
	}
	if p.Dashes > 0 {
		confirm.options = []option{{"z", fmt.Sprintf("「%s」都当作 0（%d 格），和别的一起填", strings.Join(p.Words, "」「"), p.Dashes), do(model.PasteZeros)}}
	}
	if f.other != nil {
		confirm.options = append(confirm.options, *f.other)
	}
	confirm.pasted = written(f.Block)
	a.push(confirm)
	return a.saveSoon()
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
	return said + say("；按 {key:undo} 撤销")
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
	add(p.Blank-len(p.Stand), "%d 格是空的，原来没有填的、是 0 的不动。", p.Blank-len(p.Stand))
	add(len(p.Stand), "%d 格在块里是空的，表里却有数，填了以后数还在，要改的请自己改：%s。", len(p.Stand), few(p.Stand))
	return lines
}
