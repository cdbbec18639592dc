package ui

import (
	"encoding/json"
	"errors"
	"strconv"
	"strings"
	"time"

	tea "charm.land/bubbletea/v2"

	"nianbao/model"
	"nianbao/ui/backend"
	"nianbao/ui/desk"
	"nianbao/ui/keymap"
	"nianbao/ui/theme"
	"nianbao/ui/width"
)

// formScreen asks for a report's unit, level, year and date: for a new report,
// or for the cover of the one in hand.
type formScreen struct {
	report *model.Report // nil for a new one
	scope  model.Scope   // of a new one
	fields []formField
	at     int
	// guessed: the level and date follow unit and year until they are touched.
	levelTouched, dateTouched, yearTouched bool
	now                                    time.Time
	units                                  map[string]int // the last year that each unit has a report of
}

type formField struct {
	prompt
	name, label, help string
	choice            int // of model.UnitLevels, for the level
	err               error
	initial           string // as the report had it when it was last known
	ground            ground // of the cover
}

func newField(name, label, help, value string) formField {
	return formField{prompt: newPrompt(value, true), name: name, label: label, help: help}
}

// newForm returns the cover of a report, or the form for a new one.
func newForm(a *App, r *model.Report) *formScreen {
	s := &formScreen{report: r, units: map[string]int{}}
	unit, level := "", model.Town
	if list := a.list(); len(list.reports) > 0 {
		last := list.reports[list.at] // a clerk's next report is mostly the same unit's
		unit, level = last.Unit, last.Level
		for _, sum := range list.reports {
			s.units[sum.Unit] = max(s.units[sum.Unit], sum.Year)
		}
	}
	year := model.ProposeYear(s.units[unit], a.deps.Now())
	date := model.ProposeDate(year, a.deps.Now())
	if r != nil {
		unit, year, date, level = r.Unit, r.Year, r.Date, r.Level
		s.levelTouched, s.dateTouched, s.yearTouched = true, true, true
	}
	s.now = a.deps.Now()
	s.fields = []formField{
		newField(model.FieldUnit, "单位", "单位全称，如：某某镇人民政府", unit),
		newField(model.FieldLevel, "级别", "按 ← → 选择；乡镇、县级没有规章制定权，核对时用到", ""),
		newField(model.FieldYear, "年度", "报告年度，四位数", strconv.Itoa(year)),
		newField(model.FieldDate, "日期", "落款日期，如 2026-01-20 或 2026年1月20日；可以不填", date),
	}
	if r != nil {
		s.fields = append(s.fields, newField(model.FieldTitle, "标题", "不填就是单位＋年度＋年政府信息公开工作年度报告；换行的地方空一格", r.Title))
	}
	s.setLevel(level)
	for i := range s.fields {
		f := &s.fields[i]
		f.initial = s.value(f)
		if r != nil {
			f.ground = groundOf(a, model.TargetField, f.name)
		}
	}
	return s
}

// follow takes over what others have made of the fields that nobody touched here.
func (s *formScreen) follow(r *model.Report) {
	if s.report == nil {
		return
	}
	s.report = r
	for i := range s.fields {
		f := &s.fields[i]
		if now := r.Get(f.ground.target); s.value(f) == f.initial && now != f.ground.was {
			s.take(f, now)
		}
	}
}

// take gives a field the report's value.
func (s *formScreen) take(f *formField, now string) {
	if f.name == model.FieldLevel {
		s.setLevel(model.UnitLevel(now))
	} else {
		f.prompt = newPrompt(now, true)
	}
	f.initial, f.ground.was = s.value(f), now
}

// back asks before it drops what was filled in.
func (s *formScreen) back(a *App) tea.Cmd {
	if !s.changed() {
		a.pop()
		return nil
	}
	askToDrop(a, s.title(a))
	return nil
}

// changed reports whether anything was filled in.
func (s *formScreen) changed() bool {
	for i := range s.fields {
		if f := &s.fields[i]; s.value(f) != f.initial {
			return true
		}
	}
	return false
}

// place keeps what was changed of the cover, and what that was: a line may drop. Of
// a new report nothing is anywhere yet.
func (s *formScreen) place() place {
	changed, was := map[string]string{}, map[string]string{}
	for i := range s.fields {
		if f := &s.fields[i]; s.value(f) != f.initial {
			changed[f.name], was[f.name] = s.value(f), f.ground.was
		}
	}
	if len(changed) == 0 {
		return place{}
	}
	text, err := json.Marshal(changed)
	before, wasErr := json.Marshal(was)
	if err != nil || wasErr != nil { // strings: can't happen
		return place{}
	}
	return place{Cover: string(text), Was: string(before)}
}

// goOn fills in what place has kept.
func (s *formScreen) goOn(p place) error {
	changed, was := map[string]string{}, map[string]string{}
	if err := json.Unmarshal([]byte(p.Cover), &changed); err != nil {
		return err
	}
	if p.Was != "" { // older places lack it
		if err := json.Unmarshal([]byte(p.Was), &was); err != nil {
			return err
		}
	}
	for i := range s.fields {
		f := &s.fields[i]
		if before, ok := was[f.name]; ok {
			f.ground.was = before
		}
		switch v, ok := changed[f.name]; {
		case !ok:
		case f.name == model.FieldLevel:
			s.setLevel(model.UnitLevel(v))
		default:
			f.prompt = newPrompt(v, false)
			s.at = i
		}
	}
	return nil
}

func (s *formScreen) title(*App) string {
	switch {
	case s.report == nil && s.scope == model.ScopeAggregate:
		return "新建汇总"
	case s.report == nil:
		return "新建报告"
	}
	return s.report.Name() + "  封面"
}

func (s *formScreen) scopes() []keymap.Scope { return []keymap.Scope{keymap.InForm} }
func (s *formScreen) typing() bool           { return true }

func (s *formScreen) field(name string) *formField {
	for i := range s.fields {
		if s.fields[i].name == name {
			return &s.fields[i]
		}
	}
	return nil
}

func (s *formScreen) setLevel(l model.UnitLevel) {
	for i, u := range model.UnitLevels {
		if u.Level == l {
			s.field(model.FieldLevel).choice = i
		}
	}
}

func (s *formScreen) enabled(_ *App, act keymap.Action) bool {
	return act != keymap.Undo && act != keymap.Export && act != keymap.Findings
}

func (s *formScreen) do(a *App, act keymap.Action) tea.Cmd {
	switch act {
	case keymap.Up:
		s.leaveField()
		s.at = max(s.at-1, 0)
	case keymap.Down:
		s.leaveField()
		s.at = min(s.at+1, len(s.fields)-1)
	case keymap.Commit:
		s.leaveField()
		if s.fields[s.at].err != nil {
			return nil
		}
		if s.at < len(s.fields)-1 {
			s.at++
			return nil
		}
		return s.submit(a)
	case keymap.Submit, keymap.Save:
		s.leaveField()
		return s.submit(a)
	}
	return nil
}

// value is a field as the report takes it.
func (s *formScreen) value(f *formField) string {
	if f.name == model.FieldLevel {
		return string(model.UnitLevels[f.choice].Level)
	}
	return f.prompt.value()
}

// leaveField checks the field and lets level and date follow.
func (s *formScreen) leaveField() {
	f := &s.fields[s.at]
	if f.name == model.FieldDate {
		f.input.SetValue(model.TidyDate(f.input.Value()))
	}
	f.proposed = false
	v := s.value(f)
	switch f.name {
	case model.FieldUnit:
		if f.err = model.CheckUnit(v); f.err == nil && !s.levelTouched {
			s.setLevel(model.GuessUnitLevel(v))
		}
		if f.err == nil && !s.yearTouched {
			year := model.ProposeYear(s.units[v], s.now)
			s.field(model.FieldYear).input.SetValue(strconv.Itoa(year))
			s.followYear(year)
		}
	case model.FieldYear:
		year := model.ParseYear(v)
		if f.err = model.CheckYear(year); f.err == nil {
			s.followYear(year)
		}
	case model.FieldDate:
		f.err = model.CheckDate(v)
	}
}

// followYear proposes the date that goes with a year.
func (s *formScreen) followYear(year int) {
	if !s.dateTouched {
		s.field(model.FieldDate).input.SetValue(model.ProposeDate(year, s.now))
	}
}

// submit checks every field, goes to the first that is wrong, and creates or
// changes the report.
func (s *formScreen) submit(a *App) tea.Cmd {
	at := s.at
	for i := range s.fields {
		s.at = i
		if s.leaveField(); s.fields[i].err != nil {
			return nil
		}
	}
	s.at = at
	value := func(name string) string { return s.value(s.field(name)) }
	year := model.ParseYear(value(model.FieldYear))
	if s.report != nil {
		return s.change(a, year)
	}
	r := model.NewReport(model.FormFor(year), value(model.FieldUnit), model.UnitLevel(value(model.FieldLevel)), year)
	r.Date, r.Scope = value(model.FieldDate), s.scope
	store, id := a.deps.Store, a.deps.SessionID()
	return a.wait(func() func() tea.Cmd {
		label := s.title(a) + carryOver(store, r, id)
		created, err := store.Create(r, label)
		last, lastErr := lastYear(store, r)
		return func() tea.Cmd {
			if err != nil {
				s.fields[0].err, s.at = err, 0
				a.fail(err)
				return nil
			}
			a.use(desk.Opening{Report: created}, last)
			a.inform("已" + label + "，内容会自动保存")
			warnLast(a, lastErr)
			if s.scope == model.ScopeAggregate {
				return openUnits(a, "")
			}
			return nil
		}
	})
}

// carryOver begins the report with what the same unit's report of the year
// before leaves behind, where the store has one, and says so.
func carryOver(store backend.Store, r *model.Report, id string) string {
	last, err := backend.LastYear(store, r)
	if err != nil || last == nil {
		return "" // none, or a store that Create will report on
	}
	e := model.CarryOver(r, last)
	if e.Empty() || model.NewSession(r, id).Apply(e) != nil {
		return ""
	}
	return "，" + e.Label
}

// change is one edit of all the fields that were touched; of one that somebody else
// has changed since, it asks.
func (s *formScreen) change(a *App, year int) tea.Cmd {
	r := a.session().Report()
	s.follow(r)
	if name := model.ReportName(s.value(s.field(model.FieldUnit)), year); name != r.Name() {
		for _, other := range a.list().reports {
			if other.Report == name && other.ID != r.ID {
				s.at, s.fields[0].err = 0, errors.New("已经有「"+name+"」这份报告")
				return nil
			}
		}
	}
	var edits []model.Edit
	for i := range s.fields {
		f := &s.fields[i]
		v := s.value(f)
		if v == f.initial {
			continue
		}
		if f.name == model.FieldYear {
			v = strconv.Itoa(year)
		}
		again := func() tea.Cmd { return s.change(a, model.ParseYear(s.value(s.field(model.FieldYear)))) }
		if f.ground.overtaken(a, v, again, func() tea.Cmd { s.take(f, f.ground.was); return again() }) {
			return nil
		}
		edits = append(edits, model.SetField(r, f.name, v))
	}
	a.pop()
	return a.apply(model.Join("修改封面", edits...))
}

// text takes typed and pasted text into the field.
func (s *formScreen) text(a *App, t string) tea.Cmd {
	f := &s.fields[s.at]
	if f.name == model.FieldLevel {
		return nil
	}
	f.prompt.text(a, t)
	s.touch(f)
	return nil
}

// raw takes the keys that edit a field: arrows, backspace and the like.
func (s *formScreen) raw(a *App, k tea.KeyPressMsg) tea.Cmd {
	f := &s.fields[s.at]
	if f.name != model.FieldLevel {
		f.prompt.raw(a, k)
		s.touch(f)
		return nil
	}
	step := map[string]int{"left": -1, "right": 1}[k.String()]
	if step != 0 {
		n := len(model.UnitLevels)
		f.choice = (f.choice + step + n) % n
		s.levelTouched = true
	}
	return nil
}

func (s *formScreen) touch(f *formField) {
	f.err = nil
	s.dateTouched = s.dateTouched || f.name == model.FieldDate
	s.yearTouched = s.yearTouched || f.name == model.FieldYear
}

func (s *formScreen) view(_ *App, w, h int) frame {
	lines := []string{width.Rule(w), ""}
	if s.report == nil {
		for _, l := range width.Wrap(say("填好后按 {key:form.commit} 到下一项，最后一项上按 {key:form.commit} 就建好了（中途按 {key:form.submit} 也行）。"), w-4) {
			lines = append(lines, "  "+l)
		}
		lines = append(lines, "")
	}
	return drawFields(lines, s.fields, s.at, w, h)
}

// drawFields draws fields below lines, the one at the cursor with its help, and what is wrong.
func drawFields(lines []string, fields []formField, at, w, h int) frame {
	const label = 8
	var cursor *tea.Position
	for i := range fields {
		f := &fields[i]
		mark := "  "
		if i == at {
			mark = "> "
		}
		shown, x := f.show(w - label - 3)
		if i == at {
			cursor = &tea.Position{X: label + x, Y: len(lines)}
			if f.proposed {
				shown = theme.Cursor.Render(shown)
			}
		}
		lines = append(lines, mark+width.Pad(f.label, label-2)+shown)
		switch {
		case f.err != nil:
			for _, l := range width.Wrap("! "+model.CleanText(f.err.Error()), w-label-1) {
				lines = append(lines, strings.Repeat(" ", label)+theme.Error.Render(l))
			}
		case i == at:
			lines = append(lines, strings.Repeat(" ", label)+theme.Dim.Render(width.Clip(width.Safe(f.help), w-label-1)))
		default:
			lines = append(lines, "")
		}
	}
	if cursor != nil && cursor.Y+1 >= h && h > 1 { // on a low screen the field in hand stays in sight
		cut := cursor.Y + 2 - h
		lines = append(lines[:1:1], lines[1+cut:]...)
		cursor.Y -= cut
	}
	return frame{lines: lines, cursor: cursor}
}

// show draws the field's value in w columns and says where its cursor is.
func (f *formField) show(w int) (string, int) {
	if f.name == model.FieldLevel {
		return "< " + model.UnitLevels[f.choice].Name + " >", 2
	}
	return f.prompt.show(w)
}
