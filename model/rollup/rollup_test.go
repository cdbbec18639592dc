package rollup

import (
	"fmt"
	"math/rand/v2"
	"reflect"
	"slices"
	"testing"
	"time"

	"nianbao/model"
)

// full is a unit's report with a figure in every cell.
func full(unit string, revision int, random *rand.Rand) *model.Report {
	r := model.NewReport(model.Form2021, unit, model.Town, 2026)
	r.Revision = revision
	for _, c := range r.Form.Cells() {
		if !c.Computed() {
			r.Figures[c.ID] = model.Count(random.Int64N(50))
		}
	}
	return r
}

func apply(t *testing.T, s *model.Session, e model.Edit) {
	t.Helper()
	if err := s.Apply(e); err != nil {
		t.Fatal(err)
	}
}

func collector(t *testing.T, units ...string) *model.Session {
	s := model.NewSession(model.NewReport(model.Form2021, "某某县人民政府", model.County, 2026), "a")
	apply(t, s, model.SetField(s.Report(), model.FieldScope, string(model.ScopeAggregate)))
	for i, name := range units {
		apply(t, s, model.SetListed(s.Report(), "名单", model.ListedUnit{Name: name, Kind: model.KindTown, Level: model.Town, Order: i}))
	}
	return s
}

// TestSumFollowsItsSources: reports are edited, accepted, closed and taken off the list at
// random while the sum is made again, from the one before where that is less work; it always
// equals what its sources and the adjustments say, and is outdated exactly when they are not what
// is accepted.
func TestSumFollowsItsSources(t *testing.T) {
	random := rand.New(rand.NewPCG(22, 2026))
	var names []string
	for i := range 12 {
		names = append(names, fmt.Sprintf("第%d镇", i+1))
	}
	s := collector(t, names...)
	kept := map[string]*model.Report{} // by unit and revision
	key := func(unit string, revision int) string { return fmt.Sprint(unit, "@", revision) }
	now, steps := map[string]int{}, 0
	for range 600 {
		r := s.Report()
		unit := names[random.IntN(len(names))]
		switch random.IntN(7) {
		case 0, 1: // the unit changes its report
			now[unit]++
			kept[key(unit, now[unit])] = full(unit, now[unit], random)
		case 2, 3:
			if x := kept[key(unit, now[unit])]; x != nil && r.Units[unit].Name != "" {
				apply(t, s, model.SetReviews(r, "收下", model.UnitReview{Unit: unit, Word: model.WordAccepted, Report: x.Name(), Revision: x.Revision, Checksum: x.Seal()}))
			}
		case 4:
			if u, ok := r.Units[unit]; ok {
				u.Closed = []string{"", "2026-06-30", "2027-03-01"}[random.IntN(3)]
				apply(t, s, model.SetListed(r, "名单", u))
			} else {
				apply(t, s, model.SetListed(r, "名单", model.ListedUnit{Name: unit, Kind: model.KindTown, Level: model.Town}))
			}
		case 5:
			apply(t, s, model.Unlist(r, unit))
		case 6:
			if _, err := s.Undo(); err != nil && err != model.ErrNothing {
				t.Fatal(err)
			}
		}
		r = s.Report()
		var accepted []model.Source
		sum := NewSum(r.Form)
		for _, u := range r.List() {
			if v := r.Reviews[u.Name]; v.Word == model.WordAccepted && Due(u, r.Year) {
				x := kept[key(u.Name, v.Revision)]
				if why := WhyNot(r.Form, x); why != "" {
					t.Fatal(why)
				}
				sum.Add(u.Name, x)
				accepted = append(accepted, model.Source{Unit: u.Name, Year: x.Year, Report: x.Name(), Revision: x.Revision, Checksum: x.Seal()})
			}
		}
		slices.SortFunc(accepted, func(a, b model.Source) int { return slices.Compare([]byte(a.Unit), []byte(b.Unit)) })
		same := reflect.DeepEqual(accepted, r.Sources) || len(accepted)+len(r.Sources) == 0
		if outdated := Outdated(r); (len(outdated) == 0) != same {
			t.Fatalf("outdated by %v, of %v accepted %v", outdated, r.Sources, accepted)
		}
		if random.IntN(3) == 0 {
			resumed, off, on := Resume(r)
			for _, x := range off {
				resumed.TakeOff(x, kept[key(x.Unit, x.Revision)])
			}
			for _, x := range on {
				resumed.AddAs(x, kept[key(x.Unit, x.Revision)])
			}
			if len(off) > 0 {
				steps++
			}
			if a, b := sum.Edit(r), resumed.Edit(r); !reflect.DeepEqual(a, b) {
				t.Fatalf("resumed by taking off %v, adding %v: %v, added up anew %v", off, on, b, a)
			}
			apply(t, s, resumed.Edit(r))
			if random.IntN(3) == 0 && len(r.Sources) > 0 {
				apply(t, s, model.Adjust(s.Report(), model.Adjustment{Cell: "3.received.business", Value: model.Count(1 + random.Int64N(3)), Reason: "漏了一件", By: "a", At: time.Unix(random.Int64N(1e9), 0)}))
			}
		}
		want := map[model.CellID]model.Figure{}
		for _, source := range s.Report().Sources {
			for id, f := range kept[key(source.Unit, source.Revision)].Figures {
				want[id] = want[id].Add(f)
			}
		}
		for _, a := range s.Report().Adjustments {
			want[a.Cell] = want[a.Cell].Add(a.Value)
		}
		if got := s.Report().Figures; !reflect.DeepEqual(got, want) {
			t.Fatalf("the sum is not that of its sources %v", s.Report().Sources)
		}
	}
	if steps < 20 {
		t.Errorf("only %d sums came from the one before", steps)
	}
}

func TestWhyNot(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 1))
	r := full("甲镇", 1, random)
	if why := WhyNot(model.Form2021, r); why != "" {
		t.Error(why)
	}
	for says, change := range map[string]func(*model.Report){
		"有 1 格没有填，第一格是「表三 新收/自然人」": func(r *model.Report) { delete(r.Figures, "3.received.natural_person") },
		"有 1 格没有读出来":               func(r *model.Report) { r.Unread["3.received.total"] = "若干" },
	} {
		x := r.Clone()
		change(x)
		if why := WhyNot(model.Form2021, x); why != says {
			t.Errorf("%q instead of %q", why, says)
		}
	}
	if why := WhyNot(model.Form2019(), r); why == "" {
		t.Error("another form's report was taken")
	}
}

func TestStateOf(t *testing.T) {
	accepted, returned := model.UnitReview{Word: model.WordAccepted, Revision: 3}, model.UnitReview{Word: model.WordReturned, Revision: 3}
	for _, c := range []struct {
		review model.UnitReview
		now    Standing
		want   State
	}{
		{model.UnitReview{}, Standing{}, Missing}, {model.UnitReview{}, Standing{1, 0}, Received}, {model.UnitReview{}, Standing{1, 2}, Faulty},
		{accepted, Standing{3, 0}, Accepted}, {accepted, Standing{4, 0}, Received}, {accepted, Standing{4, 1}, Faulty},
		{returned, Standing{3, 2}, Returned}, {returned, Standing{4, 0}, Received}, {model.UnitReview{Word: model.WordExcused}, Standing{}, Excused},
	} {
		if got := StateOf(c.review, c.now); got != c.want || got.Name() == "" {
			t.Errorf("%v, %v: %s", c.review, c.now, got)
		}
	}
}

func TestMatch(t *testing.T) {
	list := []model.ListedUnit{{Name: "侯集镇人民政府"}, {Name: "金厂镇人民政府", Aliases: []string{"金厂办"}}, {Name: "城关街道办事处"}, {Name: "某某县教育局"}, {Name: "某某县教育局督导室"},
		{Name: "某某县人民政府（本级）"}, {Name: "某某县人民政府办公室"}}
	for _, c := range []struct {
		names   []string
		want    []string
		certain bool
	}{
		{[]string{"侯集镇人民政府"}, []string{"侯集镇人民政府"}, true},
		{[]string{"侯集镇"}, []string{"侯集镇人民政府"}, true},
		{[]string{"金厂办"}, []string{"金厂镇人民政府"}, true},
		{[]string{"城关街道"}, []string{"城关街道办事处"}, true},
		{[]string{"某某县人民政府(本级)"}, []string{"某某县人民政府（本级）"}, true},
		{[]string{"教育局"}, []string{"某某县教育局", "某某县教育局督导室"}, false},
		{[]string{"某某县侯集镇人民政府"}, []string{"侯集镇人民政府"}, false},
		{[]string{"", "侯集镇2026年报"}, []string{"侯集镇人民政府"}, false},
		{[]string{"某某县民政局"}, nil, false},
		{[]string{"某某县教育局"}, []string{"某某县教育局"}, true},
	} {
		if got, certain := Match(list, c.names...); !slices.Equal(got, c.want) || certain != c.certain {
			t.Errorf("%q: %q, certain %t", c.names, got, certain)
		}
	}
}

// TestRates: by hand for one report; where nothing was processed there is no rate.
func TestRates(t *testing.T) {
	r := model.NewReport(model.Form2021, "甲镇", model.Town, 2026)
	for id, n := range map[model.CellID]int64{"3.granted.natural_person": 10, "3.partial.business": 5, "3.denied_law.natural_person": 3, "3.refused_repeat.natural_person": 8, "3.other.business": 4,
		"4.reconsideration.corrected": 1, "4.reconsideration.upheld": 2, "4.reconsideration.pending": 3, "4.suit_after.corrected": 1, "4.direct_suit.upheld": 1} {
		r.Figures[id] = model.Count(n)
	}
	sheet := model.Evaluate(r)
	want := []int64{5000, 8333, 3333, 1000, 2000, 667, 3333, 5000}
	for i, rate := range rates {
		if got := rate.Of(sheet); got.Percent() != want[i] {
			t.Errorf("%s: %d", rate.Name, got.Percent())
		}
		for _, id := range rate.From() {
			if r.Form.Cell(id) == nil {
				t.Errorf("%s: no cell %s", rate.Name, id)
			}
		}
		if rate.Of(model.Evaluate(model.NewReport(model.Form2021, "乙镇", model.Town, 2026))).Known {
			t.Errorf("%s of nothing", rate.Name)
		}
	}
}

func TestRankAndQuantile(t *testing.T) {
	units := map[string]*model.Sheet{}
	for i, granted := range []int64{30, 20, 20, 10, 1} {
		r := model.NewReport(model.Form2021, "镇", model.Town, 2026)
		r.Figures["3.granted.natural_person"] = model.Count(granted)
		if granted > 1 {
			r.Figures["3.other.natural_person"] = model.Count(40 - granted)
		}
		units[fmt.Sprintf("第%d镇", i+1)] = model.Evaluate(r)
	}
	var ranked []Ranked
	for unit, sheet := range units {
		ranked = append(ranked, rates[0].among(unit, sheet))
	}
	inOrder(ranked)
	var got []string
	for _, x := range ranked {
		got = append(got, fmt.Sprint(x.Unit, x.Rank))
	}
	if want := []string{"第1镇1", "第2镇2", "第3镇2", "第4镇4", "第5镇0"}; !slices.Equal(got, want) {
		t.Errorf("%q", got)
	}
	for hundredth, want := range map[int]int64{10: 2500, 50: 5000, 90: 7500} {
		if s, ok := Quantile(ranked, hundredth); !ok || s.Percent() != want {
			t.Errorf("P%d: %d", hundredth, s.Percent())
		}
	}
	if _, ok := Quantile(nil, 50); ok {
		t.Error("a median of nothing")
	}
}

func TestLargest(t *testing.T) {
	parts := []Part{{Unit: "乙", Value: model.Count(3)}, {Unit: "甲", Value: model.Count(3)}, {Unit: "丙", Value: model.Count(6)}, {Unit: "丁"}}
	Largest(parts)
	if parts[0].Unit != "丙" || parts[1].Unit != "乙" || parts[0].Share(model.Count(12)) != 5000 || parts[3].Share(model.Blank) != 0 {
		t.Errorf("%v", parts)
	}
}

// TestGap: the sum is compared with the list as it is now, and what a draft says of it counts
// and names.
func TestGap(t *testing.T) {
	random := rand.New(rand.NewPCG(3, 3))
	s := collector(t, "甲镇", "乙镇", "丙镇", "丁镇")
	accept := func(unit string, revision int) {
		x := full(unit, revision, random)
		apply(t, s, model.SetReviews(s.Report(), "收", model.UnitReview{Unit: unit, Word: model.WordAccepted, Report: x.Name(), Revision: revision, Checksum: x.Seal()}))
	}
	addUp := func(units ...string) {
		sum := NewSum(s.Report().Form)
		for _, u := range units {
			sum.Add(u, full(u, s.Report().Reviews[u].Revision, random))
		}
		apply(t, s, sum.Edit(s.Report()))
	}
	says := func(want string) {
		t.Helper()
		if got := Shortfall(s.Report()); got != want {
			t.Errorf("says %q, want %q", got, want)
		}
	}
	says("应报4个，还没有汇总，还缺：甲镇、乙镇、丙镇、丁镇")
	for _, u := range []string{"甲镇", "乙镇", "丙镇"} {
		accept(u, 1)
	}
	addUp("甲镇", "乙镇", "丙镇")
	apply(t, s, model.SetReviews(s.Report(), "不用报", model.UnitReview{Unit: "丁镇", Word: model.WordExcused, Reason: "并入丙镇"}))
	for _, u := range []string{"甲镇", "乙镇", "丙镇"} { // as they were accepted
		for _, source := range s.Report().Sources {
			if source.Unit == u {
				v := s.Report().Reviews[u]
				v.Checksum = source.Checksum
				apply(t, s, model.SetReviews(s.Report(), "收", v))
			}
		}
	}
	says("")
	accept("乙镇", 2)
	says("接收有变化、还没有再汇总的：乙镇")
	u := s.Report().Units["甲镇"]
	u.Closed = "2026-06-30"
	apply(t, s, model.SetListed(s.Report(), "撤销", u))
	says("应报2个，已报2个；不在名单上、不用报的也加了：甲镇；接收有变化、还没有再汇总的：乙镇")
	apply(t, s, model.Unlist(s.Report(), "甲镇"))
	if g := GapOf(s.Report()); !slices.Equal(g.Strangers, []string{"甲镇"}) || g.Expected != 2 {
		t.Errorf("%+v", g)
	}
	if own := full("甲镇", 1, random); Shortfall(own) != "" {
		t.Error("a unit's own report lacks units")
	}
}
