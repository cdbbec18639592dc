package ui

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	tea "charm.land/bubbletea/v2"

	"nianbao/model"
	"nianbao/model/ledger"
	"nianbao/ui/backend"
	"nianbao/ui/counting"
	"nianbao/ui/keymap"
)

// tallyScreen counts a ledger into the report in hand: it asks what the rows hang on, shows where
// the report has other figures, and takes the ledger's over.
type tallyScreen struct {
	*counting.Ledger
	terms []counting.Term // of open applications
	// Of the count as it is now.
	telling []counting.Difference
	zeros   int // cells that are blank in the report and 0 in the ledger
	since   []ledger.Changed
	part    tallyPart
	at, top int
	page    int              // lines in sight
	undone  []ledger.Mapping // before each answer of this sitting
}

// tallyPart is one of the lists of the screen.
type tallyPart int

const (
	tallyQuestions tallyPart = iota
	tallyDifferences
	tallyAside
	tallyOpen
	tallySince
	tallyParts // how many there are
)

// openTally counts a ledger into the report in hand.
func openTally(a *App, book *ledger.Book) tea.Cmd {
	store, on, calendar := a.deps.Store, counting.Today(a.deps.Now()), a.deps.Calendar
	r := a.session().Report().Clone()
	return a.wait(func() func() tea.Cmd {
		l, err := counting.Beside(store, r, book, on)
		return func() tea.Cmd {
			if err != nil {
				a.fail(err)
				return nil
			}
			s := &tallyScreen{Ledger: l, terms: counting.Terms(calendar, l.Words, book, on)}
			s.look()
			s.settle()
			a.push(s)
			return nil
		}
	})
}

// pasteLedger counts a ledger that was copied out of a spreadsheet.
func pasteLedger(a *App, block [][]string) tea.Cmd {
	if a.locked() {
		return nil
	}
	book, err := a.deps.Files.PastedLedger(model.FormatBlock(block))
	if err != nil {
		a.fail(err)
		return nil
	}
	return openTally(a, book)
}

// openTerms shows which applications of a ledger are open, and when they are due.
func openTerms(a *App, book *ledger.Book) tea.Cmd {
	a.push(newPage("台账里没有答复的申请", counting.TermLines(a.deps.Calendar, book, counting.Today(a.deps.Now()))...))
	a.inform("这是台账，不是年报：要数进报告，先打开报告，再在目录里读入它")
	return nil
}

// settle shows the first list that has something to do.
func (s *tallyScreen) settle() {
	s.at, s.top = 0, 0
	for s.part = tallyQuestions; s.part < tallyAside && s.count(s.part) == 0; s.part++ {
	}
	if s.part == tallyAside {
		s.part = tallyDifferences
	}
}

// parts is how many lists there are.
func (s *tallyScreen) parts() tallyPart {
	if s.Before == nil {
		return tallySince
	}
	return tallyParts
}

// count is how many lines a list has.
func (s *tallyScreen) count(p tallyPart) int {
	switch p {
	case tallyQuestions:
		return len(s.Questions)
	case tallyDifferences:
		return len(s.telling) + min(s.zeros, 1)
	case tallyAside:
		return len(s.Aside) + len(s.Book.Skipped)
	}
	if p == tallySince {
		return len(s.since)
	}
	return len(s.terms)
}

func (s *tallyScreen) title(a *App) string {
	r := a.session().Report()
	return r.Unit + " " + itoa(r.Year) + "年度  按台账填表"
}

func (s *tallyScreen) scopes() []keymap.Scope {
	return []keymap.Scope{keymap.InTally, keymap.InReport}
}
func (s *tallyScreen) typing() bool { return false }

func (s *tallyScreen) text(a *App, _ string) tea.Cmd {
	a.inform(say("{key:tally.open} 选怎么算，{key:tally.accept} 照建议，{key:tally.submit} 填入报告，{key:tally.toggle} 看别的，{key:back} 返回"))
	return nil
}

func (s *tallyScreen) enabled(_ *App, act keymap.Action) bool {
	switch act {
	case keymap.Open:
		return s.part <= tallyDifferences && s.count(s.part) > 0
	case keymap.Accept:
		q := s.question()
		return q != nil && q.Proposal != ""
	case keymap.Submit:
		return s.Whole() == nil
	case keymap.Undo:
		return len(s.undone) > 0
	}
	return true
}

func (s *tallyScreen) word(_ *App, act keymap.Action) string {
	if act == keymap.Open && s.part == tallyDifferences {
		return "看是哪几行"
	}
	return ""
}

// question is the one at the cursor, nil for none.
func (s *tallyScreen) question() *ledger.Question {
	if s.part != tallyQuestions || s.at >= len(s.Questions) {
		return nil
	}
	return &s.Questions[s.at]
}

func (s *tallyScreen) do(a *App, act keymap.Action) tea.Cmd {
	if by, ok := step(act, s.page, s.count(s.part)); ok {
		s.at = max(min(s.at+by, s.count(s.part)-1), 0)
		return nil
	}
	switch act {
	case keymap.Toggle:
		s.part, s.at, s.top = (s.part+1)%s.parts(), 0, 0
	case keymap.Open:
		return s.open(a)
	case keymap.Accept:
		switch q := s.question(); {
		case q == nil:
		case q.Proposal == "":
			a.inform(say("这一条没有建议，按 {key:tally.open} 选怎么算"))
		default:
			return s.answered(a, q, q.Proposal, "")
		}
	case keymap.Submit:
		return s.submit(a)
	case keymap.Undo:
		return s.takeBack(a)
	}
	return nil
}

// open asks a question, or shows the rows behind a difference.
func (s *tallyScreen) open(a *App) tea.Cmd {
	if q := s.question(); q != nil {
		a.push(newAnswer(s, q))
		return nil
	}
	if s.part != tallyDifferences {
		return nil
	}
	if d, _ := s.difference(s.at); d.Cell != "" {
		a.push(&behindScreen{cell: s.Report.Form.Cell(d.Cell), taken: s.Keep(s.Book, "", "", ""), words: s.Words})
	}
	return nil
}

// answered takes an answer, which is kept for the unit.
func (s *tallyScreen) answered(a *App, q *ledger.Question, to, reason string) tea.Cmd {
	was, placed := s.Mapping.Clone(), s.Unplaced
	words := q.Words
	s.Mapping.Set(q.Answer(s.Report.Year, to, reason))
	s.undone = append(s.undone, was)
	s.recounted()
	a.inform(say("「%s」按「%s」算：%d 行定了，还有 %d 行待定；按 {key:tally.undo} 撤销", model.Cut(words, 20), s.Words.AnswerName(to), placed-s.Unplaced, s.Unplaced))
	return s.keep(a)
}

func (s *tallyScreen) takeBack(a *App) tea.Cmd {
	if len(s.undone) == 0 {
		a.inform("这一次还没有定过")
		return nil
	}
	last := len(s.undone) - 1
	s.Mapping.Become(s.undone[last])
	s.undone = s.undone[:last]
	s.recounted()
	s.part = tallyQuestions
	a.inform(fmt.Sprintf("撤销了，%d 行待定", s.Unplaced))
	return s.keep(a)
}

// look works out what the lists show.
func (s *tallyScreen) look() {
	s.telling, s.zeros = s.Parted(s.Report)
	s.since = s.Since()
}

func (s *tallyScreen) recounted() {
	s.Recount()
	s.look()
	if s.part == tallyQuestions && len(s.Questions) == 0 {
		s.settle()
	}
	s.at = max(min(s.at, s.count(s.part)-1), 0)
}

// keep stores what was said, off the loop.
func (s *tallyScreen) keep(a *App) tea.Cmd {
	store, unit, mapping := a.deps.Store, s.Report.Unit, s.Mapping.Clone()
	return background(func() func() tea.Cmd {
		err := counting.SaveWords(store, unit, mapping)
		return func() tea.Cmd {
			if err != nil {
				a.fail(err)
			}
			return nil
		}
	})
}

// submit takes the ledger's figures over into the report.
func (s *tallyScreen) submit(a *App) tea.Cmd {
	if a.locked() {
		return nil
	}
	e, err := s.Edit(a.session().Report())
	if err != nil {
		s.part, s.at = tallyQuestions, 0
		a.warn(backend.Message(err))
		return nil
	}
	n := len(e.Changes)
	var cmd tea.Cmd
	said := "报告里已经是这些数，没有改动"
	if n > 0 {
		said = say("%d 件申请填进了 %d 格；按 {key:undo} 撤销，在表里按 {key:table.sum} 看一格是台账里的哪几行", s.Counted(), n)
		cmd = a.applied(e, said)
	} else {
		a.inform(said)
	}
	a.stack = slices.DeleteFunc(a.stack, func(o screen) bool {
		_, chosen := o.(*chooseScreen)
		return chosen || o == screen(s)
	})
	a.tallied = true
	l, user, now := s.Ledger, a.deps.User, a.deps.Now()
	return tea.Batch(cmd, background(func() func() tea.Cmd {
		err := l.SaveRows(user, "", now)
		return func() tea.Cmd {
			if err != nil {
				a.fail(err)
			}
			return nil
		}
	}))
}

// answerScreen has a person choose what words or a row of a ledger mean.
type answerScreen struct {
	prompt
	tally    *tallyScreen
	question ledger.Question
	at, top  int
	page     int
}

func newAnswer(t *tallyScreen, q *ledger.Question) *answerScreen {
	s := &answerScreen{prompt: newPrompt("", false), tally: t, question: *q}
	s.at = max(slices.Index(q.May, q.Proposal), 0)
	return s
}

func (s *answerScreen) title(*App) string {
	return "台账里的" + s.question.About.Name() + "怎么算"
}
func (s *answerScreen) scopes() []keymap.Scope { return []keymap.Scope{keymap.InAnswer} }

// shown are the answers that have what is typed in their names.
func (s *answerScreen) shown() (out []string) {
	for _, to := range s.question.May {
		if strings.Contains(s.tally.Words.AnswerName(to), s.value()) {
			out = append(out, to)
		}
	}
	return out
}

func (s *answerScreen) text(a *App, t string) tea.Cmd {
	s.at = 0
	return s.prompt.text(a, t)
}

func (s *answerScreen) do(a *App, act keymap.Action) tea.Cmd {
	shown := s.shown()
	if by, ok := step(act, s.page, len(shown)); ok {
		s.at = max(min(s.at+by, len(shown)-1), 0)
		return nil
	}
	switch {
	case act != keymap.Commit:
	case len(shown) == 0:
		a.inform("没有这样的写法，换几个字找")
	default:
		return s.choose(a, shown[min(s.at, len(shown)-1)])
	}
	return nil
}

// choose takes an answer; a day or a reason is asked for first.
func (s *answerScreen) choose(a *App, to string) tea.Cmd {
	q := s.question
	switch {
	case to == ledger.Aside:
		a.push(&lineScreen{heading: "不计", label: "原因：", prompt: newPrompt("", false), help: q.Text + "：为什么不计？如 登记重复、不是申请。",
			done: func(words string) (tea.Cmd, error) {
				reason, err := model.Reason(words)
				if err == nil && reason == "" {
					err = errors.New("请写原因")
				}
				if err != nil {
					return nil, err
				}
				a.pop()
				a.pop()
				return s.tally.answered(a, &q, to, reason), nil
			}})
		return nil
	case ledger.WantsDay(to):
		a.push(&lineScreen{heading: s.tally.Words.AnswerName(to), label: "日期：", prompt: newPrompt("", false), help: q.Text + "：" + q.Why + "。写成 2025-03-10 这样；台账也请改正。",
			done: func(words string) (tea.Cmd, error) {
				day, err := ledger.ParseDay(strings.TrimSpace(words))
				if err != nil {
					return nil, err
				}
				a.pop()
				a.pop()
				return s.tally.answered(a, &q, ledger.OnDay(to, day), ""), nil
			}})
		return nil
	}
	a.pop()
	return s.tally.answered(a, &q, to, "")
}
