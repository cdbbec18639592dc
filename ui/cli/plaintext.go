package cli

import (
	"fmt"
	"strings"

	"nianbao/model"
	"nianbao/model/check"
	"nianbao/ui/backend"
)

// typing is a text that is being typed, a paragraph a line.
type typing struct {
	*plain
	key    string
	old    string // what stood there before
	mine   []string
	stored int    // how many of mine are
	from   string // the step of undo that was the last one before
}

// takeText takes the lines up to a single point for a text. Each is stored as it
// comes, behind what stood there: a line that drops, or a signal, ends the program
// between two of them. What to do with what stood there is asked at the end.
func (p *plain) takeText(s *model.Section, line string) error {
	t := typing{plain: p, key: s.Key, old: p.session.Report().Text[s.Key]}
	if step, ok := p.session.UndoStep(); ok {
		t.from = step.ID
	}
	p.session.Seal() // what was typed into this text before is a step of its own
	before := check.Report(p.session.Report(), p.last)
	for ok := true; ok && line != "."; {
		if line == "!" {
			return t.undo()
		}
		if err := t.grow(line); err != nil {
			return err
		}
		if err := p.printf("第 %d 段（. 结束，! 不要了）> ", len(t.mine)+1); err != nil {
			return err
		}
		line, ok = p.line()
	}
	if t.old != "" {
		answer, ok, err := p.ask("原来有 %d 字：a 接在后面，r 替换，别的不改> ", model.CountCharacters(t.old))
		switch {
		case err != nil || !ok: // nobody has said that it is not wanted
			return err
		case answer == "r":
			clash, err := t.put(strings.Join(t.mine, "\n"))
			if clash {
				err = p.printf("  ! 这一部分刚被其他人改过，没有替换，您写的在后面；t 看全文\n")
			}
			if err != nil {
				return err
			}
		case answer != "a":
			return t.undo()
		}
	}
	p.at++
	if p.session.Dirty() {
		return p.cameAndWent(before, p.keep("修改 "+s.Name))
	}
	if p.session.Report().Text[s.Key] == t.old {
		return nil
	}
	return p.cameAndWent(before, p.printf("  修改 %s：已保存\n", s.Name))
}

// grow puts a paragraph behind the text. Where others have written in the same
// place theirs stays, and what of mine they can't have seen goes behind it.
func (t *typing) grow(line string) error {
	text := t.session.Report().Text[t.key] // with what others have written meanwhile
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
	theirs := strings.TrimRight(t.session.Report().Text[t.key], "\n")
	if _, err = t.put(theirs + "\n" + strings.Join(t.mine[t.stored:], "\n")); err != nil {
		return err
	}
	return t.printf("  ! 这一部分刚被其他人改过，您写的接在后面\n")
}

// put makes something the text, as one step with what was typed before, and stores
// it, unless others have written in the same place.
func (t *typing) put(text string) (clash bool, err error) {
	if err := t.session.Continue(model.SetText(t.session.Report(), t.key, text)); err != nil {
		return false, t.printf("! %s。\n", err)
	}
	clashes, err := t.commit(t.session)
	switch {
	case len(clashes) > 0:
		return true, nil
	case err != nil:
		return false, t.printf("  ! 没有保存：%s。下一段再试\n", backend.Message(err))
	}
	t.stored = len(t.mine)
	return false, nil
}

// undo takes back what was typed.
func (t *typing) undo() error {
	said := "没有改动。\n"
	for {
		step, ok := t.session.UndoStep()
		if !ok || step.ID == t.from {
			break
		}
		if _, err := t.session.Undo(); err != nil {
			said = fmt.Sprintf("! %s。\n", err)
		}
	}
	if err := t.keep("撤销刚才写的"); err != nil {
		return err
	}
	return t.printf("%s", said)
}
