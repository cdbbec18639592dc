package ui

import (
	"slices"

	tea "charm.land/bubbletea/v2"

	"nianbao/model"
	"nianbao/model/rollup"
	"nianbao/ui/backend"
	"nianbao/ui/collecting"
	"nianbao/ui/keymap"
)

// unitsScreen is a collector's: the units on its list, how each stands, and what is done
// about it. It lies over the contents of the collector's report, which is in hand: what is
// said of units is undone, stored and joined as all else.
type unitsScreen struct {
	at, top int
	page    int // units in sight
	filter  rollup.State
	marked  map[string]bool
	index   backend.Index     // of the reports as the store had them last
	stamp   string            // of the store then
	units   []collecting.Unit // how they stand, worked out once for a report as it is; nil for not yet
	of      *model.Sheet      // of that
	leaving string            // the unit that was gone to, to find it again
}

// office is where the collector works.
func office(a *App) *collecting.Office {
	return &collecting.Office{Store: a.deps.Store, Files: a.deps.Files, Fence: a.deps.Fence, Collectors: a.deps.Collectors, User: a.deps.User, Now: a.deps.Now, SessionID: a.deps.SessionID}
}

// mayCollect tells who may where whoever is here may not.
func mayCollect(a *App) bool {
	err := a.deps.Collectors.Check()
	if err != nil {
		a.warn(backend.Message(err))
	}
	return err == nil
}

// openUnits opens the screen over the contents of a collector's report, with the cursor on a
// unit.
func openUnits(a *App, unit string) tea.Cmd {
	s := &unitsScreen{marked: map[string]bool{}, leaving: unit}
	return s.look(a, func() tea.Cmd { a.push(s); return nil })
}

// look reads anew how the units' reports stand in the store.
func (s *unitsScreen) look(a *App, then func() tea.Cmd) tea.Cmd {
	store := a.deps.Store
	work := func() func() tea.Cmd {
		stamp, err := store.Stamp()
		var reports []model.Summary
		if err == nil {
			reports, err = store.List()
		}
		return func() tea.Cmd {
			if err != nil {
				a.fail(err)
				return nil
			}
			s.index, s.stamp, s.units = backend.IndexOf(reports), stamp, nil
			if then != nil {
				return then()
			}
			return nil
		}
	}
	if then != nil {
		return a.wait(work)
	}
	return background(work)
}

// watch looks again where the store has changed: another collector's word, a unit's report.
func (s *unitsScreen) watch(a *App) tea.Cmd {
	if stamp, err := a.deps.Store.Stamp(); err != nil || stamp == s.stamp {
		return nil
	}
	return s.look(a, nil)
}

// collector is the report in hand with what the store has of its units.
func (s *unitsScreen) collector(a *App) *collecting.Collector {
	return office(a).With(a.session().Report(), s.index)
}

// listed are the units on the list.
func (s *unitsScreen) listed(a *App) []collecting.Unit {
	if s.units == nil || s.of != a.sheet {
		s.units, s.of = s.collector(a).Listed(), a.sheet
	}
	return s.units
}

// shown are the units that the filter lets through; where there is none any more, all.
func (s *unitsScreen) shown(a *App) []collecting.Unit {
	all := s.listed(a)
	if s.filter == "" {
		return all
	}
	some := slices.DeleteFunc(slices.Clone(all), func(u collecting.Unit) bool { return u.State != s.filter })
	if len(some) == 0 {
		s.filter = ""
		return all
	}
	return some
}

// current is the unit at the cursor; nil where there is none.
func (s *unitsScreen) current(a *App) *collecting.Unit {
	all := s.shown(a)
	if s.leaving != "" {
		s.at = max(slices.IndexFunc(all, func(u collecting.Unit) bool { return u.Name == s.leaving }), 0)
		s.leaving = ""
	}
	if len(all) == 0 {
		return nil
	}
	s.at = max(min(s.at, len(all)-1), 0)
	return &all[s.at]
}

// meant are the units that a word is said of: those marked, or the one at the cursor.
func (s *unitsScreen) meant(a *App) (names []string) {
	for _, u := range a.session().Report().List() {
		if s.marked[u.Name] {
			names = append(names, u.Name)
		}
	}
	if u := s.current(a); len(names) == 0 && u != nil {
		return []string{u.Name}
	}
	return names
}

func (s *unitsScreen) title(a *App) string {
	r := a.session().Report()
	return r.Unit + " " + itoa(r.Year) + "年度  各单位"
}

func (s *unitsScreen) scopes() []keymap.Scope { return []keymap.Scope{keymap.InUnits, keymap.InReport} }
func (s *unitsScreen) typing() bool           { return false }

func (s *unitsScreen) text(a *App, _ string) tea.Cmd {
	a.inform(say("{key:units.import} 收报，{key:units.open} 看报告，{key:units.receive} 接收，{key:units.return} 退回，{key:units.sum} 加起来；{key:help} 看全部按键"))
	return nil
}

func (s *unitsScreen) enabled(a *App, act keymap.Action) bool {
	u := s.current(a)
	switch act {
	case keymap.Open:
		return u != nil && u.Report != ""
	case keymap.Receive, keymap.Return:
		return s.markedNow() > 0 || u != nil && u.Report != ""
	case keymap.Excuse, keymap.Mark, keymap.SelectAll, keymap.Edit, keymap.Delete, keymap.Toggle:
		return u != nil
	case keymap.Sum, keymap.Look:
		return len(a.session().Report().Units) > 0
	case keymap.TakeLast:
		return len(a.session().Report().Units) == 0
	}
	return true
}

func (s *unitsScreen) word(a *App, act keymap.Action) string {
	u := s.current(a)
	if act == keymap.Excuse && u != nil && u.State == rollup.Excused {
		return "要报"
	}
	if act == keymap.Import && len(a.session().Report().Units) == 0 {
		return "读名单"
	}
	return ""
}

// stateFilters are the states that Tab goes through, the ones that ask for something first.
var stateFilters = []rollup.State{"", rollup.Faulty, rollup.Received, rollup.Missing, rollup.Returned, rollup.Accepted, rollup.Excused}

func (s *unitsScreen) do(a *App, act keymap.Action) tea.Cmd {
	u := s.current(a)
	if by, ok := step(act, s.page, len(s.shown(a))); ok {
		s.at = max(min(s.at+by, len(s.shown(a))-1), 0)
		return nil
	}
	switch act {
	case keymap.Toggle:
		s.nextFilter(a)
		return nil
	case keymap.Import:
		return chooseFrom(a, s)
	case keymap.New:
		return s.askUnits(a)
	case keymap.TakeLast:
		return s.takeLast(a)
	case keymap.Sum:
		return s.addUp(a)
	case keymap.Look:
		return s.figures(a)
	case keymap.Remind:
		return s.remind(a)
	}
	if u == nil {
		a.inform(say("名单还空着：按 {key:units.import} 读入名单文件，按 {key:units.new} 写单位名称，按 {key:units.take-last} 沿用上年的"))
		return nil
	}
	switch act {
	case keymap.Open:
		return s.visit(a, *u, "")
	case keymap.Mark:
		s.marked[u.Name] = !s.marked[u.Name]
		s.at++
	case keymap.SelectAll:
		s.markAll(a)
	case keymap.Receive:
		return s.receive(a, "")
	case keymap.Return:
		return s.giveBack(a)
	case keymap.Excuse:
		return s.excuse(a, u)
	case keymap.Edit:
		editUnit(a, u.ListedUnit)
	case keymap.Delete:
		return s.unlist(a)
	}
	return nil
}

// nextFilter goes on to the next state that a unit has.
func (s *unitsScreen) nextFilter(a *App) {
	has := map[rollup.State]bool{"": true}
	for _, u := range s.listed(a) {
		has[u.State] = true
	}
	i := slices.Index(stateFilters, s.filter)
	for {
		if i = (i + 1) % len(stateFilters); has[stateFilters[i]] {
			break
		}
	}
	s.filter, s.at, s.top = stateFilters[i], 0, 0
}

// markAll marks all units that are shown, or, where they are, none.
func (s *unitsScreen) markAll(a *App) {
	all := s.shown(a)
	marked := !slices.ContainsFunc(all, func(u collecting.Unit) bool { return !s.marked[u.Name] })
	s.marked = map[string]bool{}
	for _, u := range all {
		s.marked[u.Name] = !marked
	}
}

// visit looks at a unit's report: at what was found in it, or at a cell. The way back leads
// here.
func (s *unitsScreen) visit(a *App, u collecting.Unit, cell model.CellID) tea.Cmd {
	if u.Report == "" {
		a.inform(say("「%s」还没有报：按 {key:units.import} 收它报来的文件", u.Name))
		return nil
	}
	name := a.session().Report().Name()
	return visit(a, u.Report, cell, func() tea.Cmd {
		return openReport(a, name, opening{place: new(string), then: func() tea.Cmd { return openUnits(a, u.Name) }})
	})
}

// visit leaves the report in hand to look at another, at its findings or at a cell; closing
// that one does what back says.
func visit(a *App, name string, cell model.CellID, back func() tea.Cmd) tea.Cmd {
	return a.leave(func() tea.Cmd {
		gone := putAway(a)
		return tea.Batch(gone, openReport(a, name, opening{cell: cell, look: true, place: new(string), then: func() tea.Cmd {
			a.back = back
			if cell == "" && len(a.findings) > 0 {
				a.push(newFindings())
			}
			return nil
		}}))
	})
}

// collectorOf opens the collector's screen for the list: of the sum at the cursor; elsewhere it
// asks which, or begins one where there is none.
func (s *listScreen) collectorOf(a *App) tea.Cmd {
	isSum := func(r model.Summary) bool { return r.Scope == model.ScopeAggregate }
	open := func(r model.Summary) tea.Cmd {
		return openReport(a, r.Report, opening{place: new(string), then: func() tea.Cmd { return openUnits(a, "") }})
	}
	if s.at < len(s.reports) && isSum(s.reports[s.at]) {
		return open(s.reports[s.at])
	}
	const most = 5
	var options []option
	for _, r := range s.reports {
		if isSum(r) && len(options) < most {
			options = append(options, option{itoa(len(options) + 1), "打开 " + r.Report, func() tea.Cmd { return open(r) }})
		}
	}
	if len(options) == 0 {
		return beginSum(a)
	}
	options = append(options, option{"n", "新建汇总", func() tea.Cmd { return beginSum(a) }})
	a.push(&confirmScreen{heading: "汇总", lines: []string{"打开哪一份汇总？光标在汇总上的，直接打开。"}, options: options})
	return nil
}

// beginSum asks for the collector and the year of a new sum.
func beginSum(a *App) tea.Cmd {
	form := newForm(a, nil)
	form.scope = model.ScopeAggregate
	a.push(form)
	a.inform("新建汇总：写汇总的机关的全称，如 某某县人民政府；本级自己的数另有一份报告")
	return nil
}
