package ui

import (
	"fmt"
	"strings"

	tea "charm.land/bubbletea/v2"

	"nianbao/model"
	"nianbao/ui/backend"
	"nianbao/ui/keymap"
	"nianbao/ui/width"
)

// readingScreen shows what was read from a file beside what stands there, lets
// the operator correct it, and takes it over: as a new report, or as one edit of
// the report in hand.
type readingScreen struct {
	reading     *model.Reading
	session     *model.Session // over the reading's report: corrections
	into        bool
	rescued     string // the rescue file that it is; "" for other files
	yearGuessed bool   // the file does not tell its year
	unit        string // as it was read
	rows        []readRow
	filter      int
	at, top     int
	page        int
	edit        *prompt               // while a value is corrected
	take        map[model.Target]bool // conflicts where the file's value is taken
	only        string                // section that alone is taken over; "" for all
	seen        map[model.Target]bool // corrected, or found to be right
	ad          model.Adoption        // what taking over would do, as of the last drawing
	fate        map[model.Target]string
	mine        map[model.Target]string // what the report in hand has, where it differs
	report      *model.Report           // the one in hand, nil where a new one is made; and its totals
	sheet       *model.Sheet
}

// readRow is a line: a field, a cell, a note, a text, or what was left out.
type readRow struct {
	target model.Target // none for what was left out
	left   *model.LeftOut
	cell   int // index in the reading's Read, -1 else
}

// The filters of a reading, in the order in which Tab goes through them.
const (
	showDoubtful = iota
	showAll
	showDiffering
	showLeftOut
	filters
)

var filterNames = [filters]string{"拿不准", "全部", "不同", "没读入"}

// What becomes of a row when the reading is taken into a report.
const (
	fateFill = "填上"
	fateSame = "相同"
	fateKeep = "留报告的"
	fateTake = "用文件的"
	fateSkip = "不收"
	fateNone = "没有这格"
	fateSum  = "自动算"
)

func newReading(a *App, x *model.Reading, into, yearGuessed bool) *readingScreen {
	s := &readingScreen{reading: x, into: into, yearGuessed: yearGuessed, unit: x.Report.Unit, session: model.NewSession(x.Report, a.deps.SessionID()),
		take: map[model.Target]bool{}, seen: map[model.Target]bool{}}
	s.begun(a)
	return s
}

// begun chooses what to look at first.
func (s *readingScreen) begun(a *App) {
	s.compare(a)
	switch {
	case len(s.list(showDoubtful)) > 0:
		s.filter = showDoubtful
	case len(s.mine) > 0:
		s.filter = showDiffering
	default:
		s.filter = showAll
	}
	s.rows, s.at = s.list(s.filter), 0
	if s.others() && a.h < 15 { // no room for the summary, which says so
		a.warn("文件是 " + s.reading.Report.Name() + say(" 的，不是这份报告的；读错了文件的，按 {key:back} 返回"))
	}
}

// others reports whether the file is another report's than the one in hand.
func (s *readingScreen) others() bool {
	if !s.into {
		return false
	}
	x := s.reading.Report
	unit := x.Unit != s.report.Unit && !s.reading.Unknown()
	return unit || x.Year != s.report.Year
}

// again is the same reading, corrections and all, for the report in hand.
func (s *readingScreen) again(a *App) *readingScreen {
	next := &readingScreen{reading: s.reading, into: true, unit: s.unit, session: s.session, take: map[model.Target]bool{}, seen: s.seen}
	next.begun(a)
	return next
}

func fieldTarget(field string) model.Target {
	return model.Target{Kind: model.TargetField, Key: field}
}

// compare finds what taking over would do now, row by row.
func (s *readingScreen) compare(a *App) {
	s.mine, s.fate = map[model.Target]string{}, map[model.Target]string{}
	if !s.into {
		return
	}
	s.report, s.sheet = a.session().Report(), a.sheet
	var only []string
	if s.only != "" {
		only = []string{s.only}
	}
	s.ad = model.Adopt(a.session().Report(), s.reading, only, func(c model.Conflict) bool { return s.take[c.Target] })
	for _, c := range s.ad.Edit.Changes {
		s.fate[c.Target] = fateFill
	}
	for _, c := range s.ad.Conflicts {
		s.mine[c.Target], s.fate[c.Target] = c.Mine, fateKeep
		if s.take[c.Target] {
			s.fate[c.Target] = fateTake
		}
	}
}

// asked reports whether the file does not tell a field, and nobody else has.
func (s *readingScreen) asked(t model.Target) bool {
	switch t {
	case fieldTarget(model.FieldUnit):
		return s.session.Report().Unit == model.NoUnit
	case fieldTarget(model.FieldYear):
		return s.yearGuessed && !s.seen[t]
	}
	return false
}

// unsureUnit reports whether the unit's name was put together and nobody has
// looked at it yet.
func (s *readingScreen) unsureUnit(t model.Target) bool {
	return t == fieldTarget(model.FieldUnit) && s.reading.UnitHow != "" && !s.seen[t]
}

// doubtful reports whether somebody should look at a row who has not yet.
func (s *readingScreen) doubtful(row *readRow) bool {
	if s.asked(row.target) || s.unsureUnit(row.target) {
		return true
	}
	unsure := row.cell >= 0 && s.reading.Read[row.cell].Confidence < model.Sure
	return unsure && !s.seen[row.target]
}

// shown reports whether a filter lets a row through.
func (s *readingScreen) shown(filter int, row *readRow) bool {
	if row.left != nil {
		return filter == showLeftOut
	}
	switch filter {
	case showAll:
		return true
	case showDoubtful:
		return s.doubtful(row)
	case showDiffering:
		_, differs := s.mine[row.target]
		return differs
	}
	return false
}

// list are the rows of a filter.
func (s *readingScreen) list(filter int) (rows []readRow) {
	add := func(r readRow) {
		if s.shown(filter, &r) {
			rows = append(rows, r)
		}
	}
	r := s.reading.Report
	fields := []string{model.FieldUnit, model.FieldYear, model.FieldDate}
	if s.into {
		fields = fields[2:]
	}
	for _, field := range fields {
		if !s.into || r.Date != "" && r.Year == s.report.Year {
			add(readRow{target: fieldTarget(field), cell: -1})
		}
	}
	for i := range s.reading.Read {
		c := &s.reading.Read[i]
		add(readRow{target: cellTarget(r, c.Cell), cell: i})
		if r.Notes[c.Cell] != "" {
			add(readRow{target: model.Target{Kind: model.TargetNote, Key: string(c.Cell)}, cell: -1})
		}
	}
	for i := range r.Form.Sections {
		if sec := &r.Form.Sections[i]; sec.Table == nil && r.Text[sec.Key] != "" {
			add(readRow{target: model.Target{Kind: model.TargetText, Key: sec.Key}, cell: -1})
		}
	}
	for _, left := range [][]model.LeftOut{s.reading.LeftOut, s.ad.LeftOut} {
		for i := range left {
			add(readRow{left: &left[i], cell: -1})
		}
	}
	return rows
}

// cellTarget is the figure of a cell; of a computed one, what the file states.
func cellTarget(r *model.Report, id model.CellID) model.Target {
	if r.Form.Cell(id).Computed() {
		return model.Target{Kind: model.TargetStated, Key: string(id)}
	}
	return model.Target{Kind: model.TargetCell, Key: string(id)}
}

func (s *readingScreen) scopes() []keymap.Scope {
	if s.edit != nil {
		return []keymap.Scope{keymap.InCorrect}
	}
	return []keymap.Scope{keymap.InReading}
}

func (s *readingScreen) typing() bool { return s.edit != nil }

func (s *readingScreen) enabled(_ *App, act keymap.Action) bool {
	switch act {
	case keymap.OnlyPart:
		return s.into
	case keymap.Accept:
		row, ok := s.current()
		_, differs := s.mine[row.target]
		unseen := ok && s.doubtful(&row) && !s.asked(row.target)
		return ok && differs || unseen
	case keymap.SelectAll:
		return len(s.mine) > 0
	case keymap.Undo:
		return s.session.UndoLabel() != ""
	}
	return true
}

// word is what the footer says where it depends on the row.
func (s *readingScreen) word(_ *App, act keymap.Action) string {
	row, ok := s.current()
	long := row.left != nil || row.target.Kind == model.TargetText
	switch {
	case act == keymap.Edit && ok && long:
		return "看全部"
	case act == keymap.Accept && ok && s.mine[row.target] == "":
		return "无误"
	case act == keymap.OnlyPart && s.only != "":
		return "各部分都收"
	}
	return ""
}

func (s *readingScreen) back(a *App) tea.Cmd {
	if s.changed() {
		askToDrop(a, "不读入了")
		return nil
	}
	a.pop()
	return nil
}

// changed reports whether anything would be lost.
func (s *readingScreen) changed() bool {
	for _, take := range s.take {
		if take {
			return true
		}
	}
	return s.session.UndoLabel() != ""
}

func (s *readingScreen) move(n int) { s.at = max(min(s.at+n, len(s.rows)-1), 0) }

func (s *readingScreen) do(a *App, act keymap.Action) tea.Cmd {
	if by, ok := step(act, s.page, len(s.rows)); ok {
		s.move(by)
		return nil
	}
	switch act {
	case keymap.Toggle:
		for s.filter = (s.filter + 1) % filters; s.filter == showDiffering && !s.into; s.filter++ {
		}
		s.rows, s.at = s.list(s.filter), 0
	case keymap.Edit:
		s.begin(a, "")
	case keymap.Commit:
		s.correct(a)
	case keymap.Cancel:
		s.edit = nil
	case keymap.Accept:
		s.toggle(a)
	case keymap.SelectAll:
		s.takeAll(a)
	case keymap.OnlyPart:
		s.restrict(a)
	case keymap.Undo:
		s.undo(a)
	case keymap.Submit:
		return s.submit(a)
	}
	return nil
}

// current is the row under the cursor; ok is false without one.
func (s *readingScreen) current() (row readRow, ok bool) {
	if s.at < len(s.rows) {
		return s.rows[s.at], true
	}
	return row, false
}

// begin opens the value of the row for correction, or the text for reading.
func (s *readingScreen) begin(a *App, typed string) {
	row, ok := s.current()
	switch {
	case !ok:
		a.inform(say("这里没有要看的；按 {key:reading.toggle} 切换，按 {key:reading.submit} 存入"))
	case row.left != nil:
		a.push(newPage("没有读入", row.left.Where, row.left.What, "", row.left.Why, "", "存入以后可以在报告里补上。"))
	case row.target.Kind == model.TargetText:
		a.push(s.textPage(a, row.target))
	default:
		p := newPrompt(s.stored(row.target), true)
		if typed != "" {
			p = newPrompt(typed, false)
		}
		s.edit = &p
	}
}

// textPage shows a text that was read, or how it differs from the report's.
func (s *readingScreen) textPage(a *App, t model.Target) *previewScreen {
	text := s.reading.Report.Text[t.Key]
	name := s.reading.Report.TargetName(t)
	if mine, differs := s.mine[t]; differs {
		if lines := model.DiffLines(mine, text); len(lines) > 0 {
			head := []string{fmt.Sprintf("报告里 %d 字，文件里 %d 字。不同的段落：－ 报告里的，＋ 文件里的。", model.CountCharacters(mine), model.CountCharacters(text)), ""}
			return newPage(name+"  比一比", append(head, lines...)...)
		}
	}
	return newPage(name+"  读出的文字", strings.Split(text, "\n")...)
}

// stored is a value of the file's report. A total that agrees with its parts is
// not kept apart from them.
func (s *readingScreen) stored(t model.Target) string {
	r := s.session.Report()
	value := r.Get(t)
	if t.Kind == model.TargetStated && value == "" {
		value = model.Evaluate(r).At(model.CellID(t.Key)).String()
	}
	return value
}

// correct takes the corrected value.
func (s *readingScreen) correct(a *App) {
	row, ok := s.current()
	if s.edit == nil || !ok {
		return
	}
	e, err := s.reading.CorrectTo(s.session.Report(), row.target, s.edit.value())
	if err == nil {
		err = s.session.Apply(e)
	}
	if err != nil {
		a.fail(err)
		return
	}
	s.seen[row.target], s.edit = true, nil
	s.compare(a)
	s.move(1)
}

// undo takes the last correction back and goes where it was.
func (s *readingScreen) undo(a *App) {
	e, err := s.session.Undo()
	if err != nil {
		a.warn("没有可以撤销的改正")
		return
	}
	t := e.Changes[len(e.Changes)-1].Target // the first that was changed
	delete(s.seen, t)
	for i := range s.rows {
		if s.rows[i].target == t {
			s.at = i
		}
	}
	s.compare(a)
	a.inform("已撤销：" + s.reading.Report.TargetName(t))
}

// toggle chooses between the report's value and the file's; where there is
// nothing to choose, a doubtful row is found to be right.
func (s *readingScreen) toggle(a *App) {
	row, ok := s.current()
	_, differs := s.mine[row.target]
	switch {
	case ok && differs:
		s.take[row.target] = !s.take[row.target]
		s.compare(a)
	case ok && s.asked(row.target):
		a.inform(say("文件里没有写明，按 {key:reading.edit} 填上"))
		return
	case ok && s.doubtful(&row):
		s.seen[row.target] = true
	default:
		a.inform(say("这一处已准确读出，无须确认；要改按 {key:reading.edit}"))
		return
	}
	s.move(1)
}

// takeAll takes the file's value wherever the two differ, or the report's again.
func (s *readingScreen) takeAll(a *App) {
	all := true
	for t := range s.mine {
		all = all && s.take[t]
	}
	for t := range s.mine {
		s.take[t] = !all
	}
	switch {
	case len(s.mine) == 0:
		a.inform("和报告里没有不同的，不用选")
	case all:
		a.inform("不同的都留报告里的")
	default:
		a.inform("不同的都用文件里的")
	}
	s.compare(a)
}

// restrict takes over nothing but the section of the row, or all again.
func (s *readingScreen) restrict(a *App) {
	row, ok := s.current()
	section := ""
	if ok && row.left == nil {
		section = sectionIn(s.reading.Report, row.target)
	}
	switch {
	case !s.into:
		a.inform(say("新报告各部分都收；只要一部分的，到那份报告的目录里按 {key:contents.import} 读入"))
		return
	case s.only != "":
		s.only = ""
		a.inform("各部分都收")
	case section == "":
		a.inform("先把光标移到那一部分的一格上")
	default:
		s.only = section
		a.inform("只收「" + s.reading.Report.Form.SectionName(s.only) + "」，别的部分不动；再按一次各部分都收")
	}
	s.compare(a)
}

func (s *readingScreen) text(a *App, t string) tea.Cmd {
	if s.edit != nil {
		return s.edit.text(a, t)
	}
	row, ok := s.current()
	figures := strings.Trim(t, "0123456789０１２３４５６７８９.") == ""
	numeric := row.target.Kind == model.TargetCell || row.target.Kind == model.TargetStated
	if cell := ok && row.left == nil && numeric; cell && figures {
		s.begin(a, t) // typing over, as in a table
	} else {
		a.inform(say("按 {key:reading.edit} 改这一处，{key:reading.toggle} 切换，{key:reading.submit} 存入，{key:help} 看全部按键"))
	}
	return nil
}

// paste corrects the value that is being typed; elsewhere there is nothing to
// paste.
func (s *readingScreen) paste(a *App, t string) tea.Cmd {
	if s.edit == nil {
		a.inform(say("这里不能粘贴：先按 {key:reading.edit} 打开要改的一处"))
		return nil
	}
	return s.edit.text(a, model.CleanText(t))
}

func (s *readingScreen) raw(a *App, k tea.KeyPressMsg) tea.Cmd {
	if s.edit != nil {
		s.edit.raw(a, k)
	}
	return nil
}

// submit takes over what was read.
func (s *readingScreen) submit(a *App) tea.Cmd {
	if s.into {
		return s.submitInto(a)
	}
	r := s.session.Report()
	if r.Unit == model.NoUnit {
		a.warn(say("文件里没有写明单位：按 {key:reading.edit} 填上单位全称"))
		s.filter, s.rows, s.at = showAll, s.list(showAll), 0
		return nil
	}
	stored := r.Clone()
	stored.Revision, stored.Headings = 0, nil
	store, label := a.deps.Store, s.reading.Label()
	return a.wait(func() func() tea.Cmd {
		made, err := store.Create(stored, label)
		return func() tea.Cmd {
			switch {
			case backend.Code(err) == model.CodeExists:
				a.push(s.taken(a, stored.Name()))
				return nil
			case err != nil:
				a.fail(err)
				return nil
			}
			said := "已存为新报告" + s.left()
			if next := made.Year + 1; next <= a.deps.Now().Year() {
				said += say("。要填 %d 年度的，返回列表按 {key:list.new}，会带入结转的数", next)
			}
			return openReport(a, made.Name(), opening{then: func() tea.Cmd { a.inform(said); return nil }})
		}
	})
}

// left says what nobody has looked at.
func (s *readingScreen) left() string {
	if n := len(s.list(showDoubtful)); n > 0 {
		return fmt.Sprintf("；拿不准的还有 %d 处没有看过", n)
	}
	return ""
}

// taken asks what to do where the report is there already.
func (s *readingScreen) taken(a *App, name string) *confirmScreen {
	return &confirmScreen{
		heading: "已经有这份报告",
		lines:   []string{"「" + width.Safe(name) + "」已经有了，没有存。", say("单位、年度读错了的，按 {key:back} 返回去改正。")},
		options: []option{{"r", "读入已有的那份，不同的逐格选", func() tea.Cmd {
			return openReport(a, name, opening{then: func() tea.Cmd {
				a.unwind()
				a.notice = notice{}
				a.push(s.again(a))
				return nil
			}})
		}}},
	}
}

// submitInto takes over what was read into the report in hand.
func (s *readingScreen) submitInto(a *App) tea.Cmd {
	s.compare(a)
	switch {
	case s.ad.Edit.Empty() && len(s.ad.Conflicts) > 0:
		a.inform(say("没有未填的格；与报告不同的，按{key:reading.accept}改用文件里的"))
		return nil
	case s.ad.Edit.Empty():
		a.inform("没有可以存入的：文件里有的，报告里都有了")
		return nil
	}
	a.stack = a.stack[:2] // the contents
	a.desk.TakenFrom(s.rescued)
	said := fmt.Sprintf("已读入：填上 %d 处", s.ad.Filled)
	if n := s.ad.Taken; n > 0 {
		said += fmt.Sprintf("，改了 %d 处", n)
	}
	return a.applied(s.ad.Edit, said+s.left()+say("；按 {key:undo} 撤销"))
}
