package cli

import (
	"fmt"
	"regexp"
	"slices"
	"strings"

	"nianbao/model"
	"nianbao/model/check"
)

// typing is a text that is being typed, a paragraph a line.
type typing struct {
	*plain
	key  string
	old  string // what stood there before
	mine []string
	sent int    // how many of mine are stored
	from string // the step of undo that was the last one before
}

// takeText takes the lines up to a single point for a text. Each is stored as it
// comes, behind what stood there: a line that drops, or a signal, ends the program
// between two of them. What to do with what stood there is asked at the end.
func (p *plain) takeText(s *model.Section, line string) error {
	t := typing{plain: p, key: s.Key, old: p.report().Text[s.Key]}
	if err := p.desk.Session().Locked(); err != nil {
		return p.fail(err)
	}
	p.writing = true
	defer func() { p.writing = false }()
	if step, ok := p.desk.Session().UndoStep(); ok {
		t.from = step.ID
	}
	p.desk.Session().Seal() // what was typed into this text before is a step of its own
	before := p.findings()
	for !isMark(line) {
		if err := t.grow(p.withFigures(line)); err != nil {
			return err
		}
		if err := p.printf("第 %d 段（. 结束，! 不要刚才写的）> ", len(t.mine)+1); err != nil {
			return err
		}
		var ok bool
		if line, ok = p.line(); !ok { // what has come is there
			return errEnd
		}
	}
	if fold(line) == "!" {
		return t.undo()
	}
	if t.old != "" {
		if put, err := t.settle(); err != nil || !put {
			return err
		}
	}
	p.at++
	return p.stored(before, "修改 "+s.Name)
}

// isMark reports a line that ends writing: a point, or that it is not wanted.
func isMark(line string) bool { return slices.Contains([]string{".", "。", "!"}, fold(line)) }

// settle asks what to do with what stood there before; put where what was typed stays.
func (t *typing) settle() (put bool, err error) {
	for {
		answer, err := t.ask("原来有 %d 字：输入 a 接在后面，r 替换原来的，! 不要刚才写的> ", model.CountCharacters(t.old))
		if err != nil {
			return false, err // nobody has said that it is not wanted
		}
		switch fold(answer) {
		case "a", "接", "接在后面":
			return true, nil
		case "!", "不要":
			return false, t.undo()
		case "r", "替换":
			clash, err := t.put(strings.Join(t.mine, "\n"))
			if clash {
				err = t.printf("  ! 这一部分刚被其他人改过，没有替换，您写的在后面；输入 t 看全文\n")
			}
			return true, err
		}
		if err := t.printf("! 请输入 a、r 或 !。\n"); err != nil {
			return false, err
		}
	}
}

// grow puts a paragraph behind the text. Where others have written in the same
// place theirs stays, and what of mine they can't have seen goes behind it.
func (t *typing) grow(line string) error {
	text := t.report().Text[t.key] // with what others have written meanwhile
	if len(t.mine) == 0 {
		text = strings.TrimRight(text, "\n")
	}
	if text != "" || len(t.mine) > 0 {
		text += "\n"
	}
	t.mine = append(t.mine, line)
	clash, err := t.put(text + line)
	if err != nil || !clash {
		return err
	}
	theirs := strings.TrimRight(t.report().Text[t.key], "\n")
	if _, err = t.put(theirs + "\n" + strings.Join(t.mine[t.sent:], "\n")); err != nil {
		return err
	}
	return t.printf("  ! 这一部分刚被其他人改过，您写的接在后面\n")
}

// put makes something the text, as one step with what was typed before, and stores
// it, unless others have written in the same place.
func (t *typing) put(text string) (clash bool, err error) {
	if err := t.desk.Session().Continue(model.SetText(t.report(), t.key, text)); err != nil {
		return false, t.printf("! %s。\n", err)
	}
	t.overtaken = false
	if err := t.save(); err != nil {
		return false, err
	}
	if !t.desk.Session().Dirty() && !t.overtaken {
		t.sent = len(t.mine)
	}
	return t.overtaken, nil
}

// undo takes back what was typed.
func (t *typing) undo() error {
	said := "没有改动。\n"
	for {
		step, ok := t.desk.Session().UndoStep()
		if !ok || step.ID == t.from {
			break
		}
		if _, err := t.desk.Session().Undo(); err != nil {
			said = fmt.Sprintf("! %s。\n", err)
		}
	}
	if err := t.save(); err != nil {
		return err
	}
	return t.printf("%s", said)
}

// figureIn is a figure that is to stand in a text: {新收 总计}.
var figureIn = regexp.MustCompile(`[{｛]([^{}｛｝]+)[}｝]`)

// withFigures puts figures of the tables, with their units, in the place of the cells that
// a paragraph names; what names none stays as it was typed.
func (p *plain) withFigures(line string) string {
	sheet := model.Evaluate(p.report())
	return figureIn.ReplaceAllStringFunc(line, func(found string) string {
		cell, err := p.report().Form.FindCell(figureIn.FindStringSubmatch(found)[1])
		if err != nil || !sheet.At(cell.ID).Filled() {
			why := "没有这一格"
			if err == nil {
				why = "这一格还没有填"
			}
			_ = p.printf("  ! %s：%s，照原样写\n", found, why)
			return found
		}
		return sheet.At(cell.ID).String() + cell.Column.Unit
	})
}

// setText makes something the text that is asked for, as a step of its own.
func (p *plain) setText(s *model.Section, text string) error {
	p.desk.Session().Seal()
	return p.do(model.SetText(p.report(), s.Key, text))
}

// paragraphs are those of a text; none for an empty one.
func paragraphs(text string) []string {
	if text == "" {
		return nil
	}
	return strings.Split(text, "\n")
}

// whole tells the text that is asked for, each paragraph with its number.
func (p *plain) whole(string) error {
	s := p.items[p.at].text
	text := p.report().Text[s.Key]
	if text == "" {
		return p.printf("还没有写。\n")
	}
	for i, line := range paragraphs(text) {
		if err := p.printf("%d  %s\n", i+1, line); err != nil {
			return err
		}
	}
	limit := ""
	if s.Limit > 0 {
		limit = fmt.Sprintf("，原则上不超过 %d 字", s.Limit)
	}
	return p.printf("共 %d 字%s。改一段输入 gd 和编号。\n", model.CountCharacters(text), limit)
}

// rewrite has a paragraph be written anew.
func (p *plain) rewrite(words string) error {
	s := p.items[p.at].text
	list := paragraphs(p.report().Text[s.Key])
	n, line := cutNumber(words)
	if n < 1 || n > len(list) {
		return p.printf("! 写第几段，如 gd 2；输入 t 看各段的编号，共 %d 段。\n", len(list))
	}
	if line == "" {
		var err error
		if line, err = p.ask("第 %d 段现在是：%s\n改成（空 是删去，直接回车不改）> ", n, list[n-1]); err != nil || line == "" {
			return err
		}
	}
	now := paragraphs(p.report().Text[s.Key])
	if !slices.Equal(now, list) {
		return p.printf("! 文字刚才被其他人改了，没有改；输入 t 看现在的。\n")
	}
	if list[n-1] = p.withFigures(line); line == emptied {
		list = slices.Delete(list, n-1, n)
	}
	return p.setText(s, strings.Join(list, "\n"))
}

// replace puts other words in the place of some, wherever they stand in the text, once
// that is agreed to.
func (p *plain) replace(words string) (err error) {
	s := p.items[p.at].text
	old, with, both := strings.Cut(words, " ")
	if old == "" {
		if old, err = p.ask("把哪几个字（直接回车不换）> "); err != nil || old == "" {
			return err
		}
	}
	if !both {
		if with, err = p.ask("换成（空 是删去，直接回车不换）> "); err != nil || with == "" {
			return err
		}
	}
	if with = strings.TrimSpace(with); with == emptied {
		with = ""
	}
	text := p.report().Text[s.Key]
	n := strings.Count(text, old)
	if n == 0 {
		return p.printf("这一部分里没有「%s」。\n", old)
	}
	if err := p.printf("%s", placesOf(text, old)); err != nil {
		return err
	}
	sure, err := p.yes("以上 %d 处都换成「%s」吗", n, with)
	if err != nil || !sure {
		return err
	}
	return p.setText(s, strings.ReplaceAll(p.report().Text[s.Key], old, with))
}

// placesOf lists where words stand in a text, with what is round them.
func placesOf(text, words string) string {
	const around, most = 10, 20
	var b strings.Builder
	n := 0
	for i, line := range paragraphs(text) {
		rest := line
		for done := 0; ; {
			at := strings.Index(rest, words)
			if at < 0 {
				break
			}
			head, tail := []rune(line[:done+at]), []rune(rest[at+len(words):])
			if n++; n <= most {
				fmt.Fprintf(&b, "  第 %d 段：……%s【%s】%s……\n", i+1, string(head[max(len(head)-around, 0):]), words, string(tail[:min(len(tail), around)]))
			}
			done += at + len(words)
			rest = rest[at+len(words):]
		}
	}
	if n > most {
		fmt.Fprintf(&b, "  ……共 %d 处\n", n)
	}
	return b.String()
}

// search tells where words stand in all texts.
func (p *plain) search(words string) (err error) {
	if words == "" {
		if words, err = p.ask("在文字里找哪几个字（直接回车不找）> "); err != nil || words == "" {
			return err
		}
	}
	found := false
	r := p.report()
	for i := range r.Form.Sections {
		s := &r.Form.Sections[i]
		if places := placesOf(r.Text[s.Key], words); places != "" {
			found = true
			if err := p.printf("%s\n%s", titleOf(s), places); err != nil {
				return err
			}
		}
	}
	if !found {
		return p.printf("文字里没有「%s」；找格用 g。\n", words)
	}
	return nil
}

// behind is a text with paragraphs after it.
func behind(text, words string) string {
	if text = strings.TrimRight(text, "\n"); text == "" {
		return words
	}
	return text + "\n" + words
}

// takeLast takes last year's text over, whole or some paragraphs, its years moved on.
func (p *plain) takeLast(string) error {
	s := p.items[p.at].text
	if p.last == nil || p.last.Text[s.Key] == "" {
		return p.printf("没有上年的这段文字：数据文件里没有本单位上年的报告，或者上年没有写。\n")
	}
	var words []string
	changed := 0
	for _, line := range paragraphs(p.last.Text[s.Key]) {
		if strings.TrimSpace(line) == "" {
			continue
		}
		moved, n := check.MoveYears(line, p.last.Year, p.report().Year, func(y string) string { return y })
		words, changed = append(words, moved), changed+n
		if err := p.printf("%d  %s\n", len(words), moved); err != nil {
			return err
		}
	}
	said := "没有要改的年份"
	if changed > 0 {
		said = fmt.Sprintf("年份已改 %d 处，其他数字没有改", changed)
	}
	answer, err := p.ask("%s。取用哪几段（如 1 3；a 全部，直接回车不取）> ", said)
	if err != nil || answer == "" {
		return err
	}
	var taken []string
	for _, n := range strings.FieldsFunc(fold(answer), func(r rune) bool { return strings.ContainsRune(" ,、", r) }) {
		switch i := number(n); {
		case n == "a" || n == "全部" || n == "全":
			taken = words
		case i < 1 || i > len(words):
			return p.printf("! 没有第「%s」段，没有取用。\n", n)
		default:
			taken = append(taken, words[i-1])
		}
	}
	if err := p.setText(s, behind(p.report().Text[s.Key], strings.Join(taken, "\n"))); err != nil {
		return err
	}
	return p.printf("数字还是上年的，请逐个改：t 看全文，gd 改一段，th 换几个字。\n")
}

// outline puts the section's outline behind the text, unless one is there with blanks,
// and asks for its blanks.
func (p *plain) outline(string) error {
	s := p.items[p.at].text
	words := strings.TrimRight(model.Outline(p.report(), s), "\n")
	if err := p.desk.Session().Locked(); err != nil {
		return p.fail(err)
	}
	if strings.Contains(p.report().Text[s.Key], model.Placeholder) {
		return p.fillBlanks("") // of the last
	}
	if err := p.setText(s, behind(p.report().Text[s.Key], words)); err != nil {
		return err
	}
	if err := p.printf("提纲是这样写的，不对的改过来（t 看全文，gd 改一段）：\n%s\n", words); err != nil {
		return err
	}
	if !strings.Contains(words, model.Placeholder) {
		return nil
	}
	return p.fillBlanks("")
}

// fillBlanks asks for each blank of the outline with the words round it. Each answer is
// stored at once; what has come of them is told at the end.
func (p *plain) fillBlanks(string) error {
	s := p.items[p.at].text
	if err := p.desk.Session().Locked(); err != nil {
		return p.fail(err)
	}
	if !strings.Contains(p.report().Text[s.Key], model.Placeholder) {
		return p.printf("这一部分没有提纲里的空。\n")
	}
	before := p.findings()
	for skipped, filled := 0, 0; ; {
		text := p.report().Text[s.Key]
		at := nthIndex(text, model.Placeholder, skipped)
		answer, err := "q", error(nil)
		if at >= 0 {
			head, tail := around(text, at, at+len(model.Placeholder))
			left := strings.Count(text, model.Placeholder) - skipped
			answer, err = p.ask("还有 %d 处空：%s【　】%s\n填（直接回车留着，q 返回）> ", left, head, tail)
		}
		switch {
		case err != nil:
			return err
		case answer == "":
			skipped++
		case fold(answer) == "q" || answer == "返回":
			said := fmt.Sprintf("填了 %d 处空", filled)
			if n := strings.Count(text, model.Placeholder); n > 0 {
				said += fmt.Sprintf("，还有 %d 处", n)
			}
			return p.stored(before, said)
		case p.report().Text[s.Key] == text: // else somebody has written meanwhile: it is asked anew
			p.desk.Session().Seal()
			if err := p.desk.Session().Apply(model.SetText(p.report(), s.Key, text[:at]+answer+text[at+len(model.Placeholder):])); err != nil {
				return p.fail(err)
			}
			if err := p.save(); err != nil {
				return err
			}
			filled++
		}
	}
}

// nthIndex is where words stand in a text after so many others; -1 for nowhere.
func nthIndex(text, words string, skipped int) int {
	at := 0
	for ; ; skipped-- {
		i := strings.Index(text[at:], words)
		if i < 0 {
			return -1
		}
		if skipped == 0 {
			return at + i
		}
		at += i + len(words)
	}
}

// around is what of a paragraph stands before a place, and of the sentence after it.
func around(text string, from, to int) (head, tail string) {
	const most = 40 // characters
	head = text[strings.LastIndex(text[:from], "\n")+1 : from]
	if r := []rune(head); len(r) > most {
		head = "……" + string(r[len(r)-most:])
	}
	tail = text[to:]
	if i := strings.IndexAny(tail, "。；\n"); i >= 0 {
		tail = tail[:i]
	}
	return head, tail
}
