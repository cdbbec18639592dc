package check

import (
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"nianbao/model"
	"nianbao/model/rollup"
)

// collected is a county's sum and what it is added up of.
type collected struct {
	units []model.ListedUnit
	now   map[string]*model.Report
	last  map[string]*model.Report
	// lastSum is the sum of the year before; nil for none.
	lastSum *model.Report
	text    string               // the collector's section one
	after   func(*model.Session) // what is done when all is added up
}

const ownUnit, bureau, institute, townA, townB = "沭阳县人民政府（本级）", "沭阳县教育局", "沭阳县教师发展中心", "侯集镇人民政府", "郭村镇人民政府"

// county is a sum without a fault: of the county's own, a bureau, what belongs to it, and
// two towns.
func county() *collected {
	x := &collected{now: map[string]*model.Report{}, last: map[string]*model.Report{}, text: "（二）依申请公开。依法办理政府信息公开申请。"}
	for i, u := range []model.ListedUnit{
		{Name: ownUnit, Kind: model.KindOwn, Level: model.County}, {Name: bureau, Kind: model.KindDepartment, Level: model.CountyDepartment},
		{Name: institute, Kind: model.KindOther, Level: model.CountyDepartment},
		{Name: townA, Kind: model.KindTown, Level: model.Town, Aliases: []string{"侯集"}}, {Name: townB, Kind: model.KindTown, Level: model.Town},
	} {
		u.Due, u.Order = "2026-01-31", i
		x.units = append(x.units, u)
		r, last := zeroReport(), zeroReport()
		r.Unit, r.Level, r.Title, last.Unit, last.Level, last.Title, last.Year = u.Name, u.Level, "", u.Name, u.Level, "", r.Year-1
		n := int64(10 * (i + 1))
		put(r, n, "3.received.natural_person", "3.granted.natural_person", "2.licensing.decided")
		put(r, int64(i), "3.carried_in.business", "3.partial.business")
		put(last, int64(i), "3.received.business", "3.carried_out.business")
		put(last, n, "2.licensing.decided")
		r.Revision, last.Revision = 1, 1
		x.now[u.Name], x.last[u.Name] = r, last
	}
	x.lastSum = x.addUp(x.last, 2024)
	return x
}

// addUp is the sum of reports, all accepted.
func (x *collected) addUp(reports map[string]*model.Report, year int) *model.Report {
	r := model.NewReport(model.Form2021, "沭阳县人民政府", model.County, year)
	r.Scope = model.ScopeAggregate
	for key, text := range zeroReport().Text {
		r.Text[key] = text
	}
	r.Text["1"] = x.text
	s := model.NewSession(r, "a")
	apply := func(e model.Edit) {
		if err := s.Apply(e); err != nil {
			panic(err)
		}
	}
	sum := rollup.NewSum(r.Form)
	apply(model.SetListed(s.Report(), "名单", x.units...))
	for _, u := range x.units {
		if one := reports[u.Name]; one != nil {
			sum.Add(u.Name, one)
			apply(model.SetReviews(s.Report(), "接收", model.UnitReview{Unit: u.Name, Word: model.WordAccepted, Report: one.Name(), Revision: one.Revision, Checksum: one.Seal(), Received: "2026-01-20T10:00:00+08:00"}))
		}
	}
	apply(sum.Edit(s.Report()))
	if x.after != nil && year == 2025 {
		x.after(s)
	}
	return s.Report()
}

// check is what is found in the sum, with what is known of its sources and without.
func (x *collected) check() (r *model.Report, with, without []Finding) {
	r = x.addUp(x.now, 2025)
	of := NewSources(r)
	for unit, one := range x.now {
		of.Add(unit, one, x.last[unit])
	}
	return r, Sum(r, x.lastSum, of), Report(r, x.lastSum)
}

func (x *collected) unit(name string) *model.ListedUnit {
	return &x.units[slices.IndexFunc(x.units, func(u model.ListedUnit) bool { return u.Name == name })]
}

// apply is what is done to a collector's sum.
func apply(edit func(r *model.Report) model.Edit) func(*model.Session) {
	return func(s *model.Session) {
		if err := s.Apply(edit(s.Report())); err != nil {
			panic(err)
		}
	}
}

func review(unit string, change func(v *model.UnitReview)) func(*model.Session) {
	return apply(func(r *model.Report) model.Edit {
		v := r.Reviews[unit]
		v.Unit = unit
		change(&v)
		return model.SetReviews(r, "审核", v)
	})
}

type sumCase struct {
	name  string
	says  string // in the message; "" for a case that the rule leaves alone
	alone bool   // it says so without the units' reports, too
	do    func(x *collected)
}

// sumCases has two of each kind, at least, for every rule about sums.
var sumCases = map[string][]sumCase{
	"A-MISS": {
		{"one not in the sum", "应报5个，已报4个，还缺：郭村镇人民政府", true, func(x *collected) { delete(x.now, townB) }},
		{"one no longer on the list", "不在名单上、不用报的也加了：侯集镇人民政府", true, func(x *collected) {
			x.after = apply(func(r *model.Report) model.Edit { return model.Unlist(r, townA) })
		}},
		{"one closed before the year's end", "应报4个，已报4个；不在名单上、不用报的也加了：" + townA, true, func(x *collected) {
			x.after = apply(func(r *model.Report) model.Edit {
				u := r.Units[townA]
				u.Closed = "2025-06-30"
				return model.SetListed(r, "撤销", u)
			})
		}},
		{"all there", "", false, func(*collected) {}},
		{"the missing one excused", "", false, func(x *collected) {
			delete(x.now, townB)
			x.after = review(townB, func(v *model.UnitReview) { v.Word, v.Reason = model.WordExcused, "已并入" })
		}},
		{"the missing one opened later", "", false, func(x *collected) { delete(x.now, townB); x.unit(townB).Opened = "2026-01-01" }},
	},
	"A-OLD": {
		{"accepted anew", "侯集镇人民政府", true, func(x *collected) { x.after = review(townA, func(v *model.UnitReview) { v.Revision++ }) }},
		{"returned since", "侯集镇人民政府", true, func(x *collected) {
			x.after = review(townA, func(v *model.UnitReview) { v.Word = model.WordReturned })
		}},
		{"nothing added up", "还没有汇总", true, func(x *collected) { clear(x.now) }},
		{"as accepted", "", false, func(*collected) {}},
		{"looked at again", "", false, func(x *collected) { x.after = review(townA, func(v *model.UnitReview) { v.By = "张三" }) }},
	},
	"A-CARRY": {
		{"one unit's", "商业企业一列各单位上年结转共 12，上年报告的结转下年度是 10，差 2：侯集镇人民政府差 2（5 和 3）", false, func(x *collected) {
			put(x.now[townA], 5, "3.carried_in.business", "3.partial.business")
		}},
		{"by the sums alone", "差 2", true, func(x *collected) { put(x.now[townA], 5, "3.carried_in.business", "3.partial.business") }},
		{"no report of last year's", "比不了的：侯集镇人民政府", false, func(x *collected) {
			put(x.now[townA], 5, "3.carried_in.business", "3.partial.business")
			delete(x.last, townA)
		}},
		{"one gone since", "上年汇总有、今年没有的：" + townB, false, func(x *collected) { delete(x.now, townB) }},
		{"carried", "", false, func(*collected) {}},
		{"nobody knows last year's", "", false, func(x *collected) {
			x.lastSum = nil
			put(x.now[townA], 5, "3.carried_in.business", "3.partial.business")
		}},
	},
	"A-DUP": {
		{"under two names", "「侯集镇、侯集镇人民政府」像是同一个单位", true, func(x *collected) { x.double("侯集镇") }},
		{"by an alias", "「侯集、侯集镇人民政府」像是同一个单位", true, func(x *collected) { x.double("侯集") }},
		{"the same tables", "「侯集镇人民政府、郭村镇人民政府」三张表的数完全相同（5 格不为 0）", false, func(x *collected) {
			x.now[townB].Figures, x.last[townB].Figures = x.now[townA].Clone().Figures, x.last[townA].Clone().Figures
		}},
		{"in its bureau's", "「沭阳县教师发展中心、沭阳县教育局」都在汇总里", false, func(x *collected) {
			x.unit(institute).Parent = bureau
			put(x.now[institute], 7, "3.received.natural_person", "3.granted.natural_person", "2.licensing.decided")
			put(x.now[institute], 1, "3.carried_in.business", "3.partial.business")
		}},
		{"none", "", false, func(*collected) {}},
		{"two zero reports", "", false, func(x *collected) {
			for _, u := range []string{townA, townB} {
				x.now[u].Figures = zeroReport().Figures
			}
		}},
		{"more than its bureau has", "", false, func(x *collected) { x.unit(institute).Parent = bureau }},
		{"nothing under its bureau", "", false, func(x *collected) {
			x.unit(institute).Parent = bureau
			x.now[institute].Figures = zeroReport().Figures
		}},
	},
	"A-OUTLIER": {
		{"元 for 万元", "「行政事业性收费/收费（万元）」共 70499 万元，其中 侯集镇人民政府 70487 万元，占 99%，是不是把元当成了万元", false, func(x *collected) {
			put(x.now[townA], 70487, "2.fees.amount")
			put(x.now[bureau], 12, "2.fees.amount")
		}},
		{"one digit too many", "「行政许可/本年处理决定」共 4110 件，其中 侯集镇人民政府 4000 件，占 97%", false, func(x *collected) { put(x.now[townA], 4000, "2.licensing.decided") }},
		{"small", "", false, func(x *collected) { put(x.now[townA], 9, "2.fees.amount"); put(x.now[townA], 99, "2.penalty.decided") }},
		{"four fifths", "", false, func(x *collected) {
			put(x.now[townA], 80, "2.fees.amount")
			put(x.now[bureau], 20, "2.fees.amount")
		}},
		{"as last year", "", false, func(x *collected) {
			put(x.now[townA], 7000, "2.fees.amount", "2.penalty.decided")
			put(x.last[townA], 6000, "2.fees.amount", "2.penalty.decided")
		}},
	},
	"A-SCOPE": {
		{"a bureau's sum", "「沭阳县教育局」报来的本身是汇总", false, func(x *collected) { x.now[bureau].Scope = model.ScopeAggregate }},
		{"a town's", "「侯集镇人民政府」报来的", false, func(x *collected) { x.now[townA].Scope = model.ScopeAggregate }},
		{"a county's", "", false, func(x *collected) {
			x.unit(townA).Kind = model.KindCounty
			x.now[townA].Scope = model.ScopeAggregate
		}},
		{"own reports", "", false, func(*collected) {}},
	},
	"A-LATE": {
		{"one", "1 个单位报晚了：侯集镇人民政府（2026-01-31 应报，2026-02-03 收到）", true, func(x *collected) {
			x.after = review(townA, func(v *model.UnitReview) { v.Received = "2026-02-03T09:00:00+08:00" })
		}},
		{"on an earlier day of its own", "郭村镇人民政府（2026-01-10 应报，2026-01-20 收到）", true, func(x *collected) { x.unit(townB).Due = "2026-01-10" }},
		{"in time", "", false, func(*collected) {}},
		{"in time, and sent again after", "", false, func(x *collected) {
			x.after = review(townA, func(v *model.UnitReview) {
				v.First, v.Received = v.Received, "2026-02-03T09:00:00+08:00"
			})
		}},
		{"no day", "", false, func(x *collected) {
			x.unit(townA).Due = ""
			x.after = review(townA, func(v *model.UnitReview) { v.Received = "2026-02-03T09:00:00+08:00" })
		}},
	},
	"A-TEXT": {
		{"the county's, by its office", "和汇总数对不上：新收 150 件", true, tells("据县政府办公室统计，全县共收到政府信息公开申请 148 件。")},
		{"the county's own", "和沭阳县人民政府（本级）的报告对不上：新收 10 件", false, tells("全县共收到政府信息公开申请150件，其中县政府本级收到政府信息公开申请12件。")},
		{"a town's", "和侯集镇人民政府的报告对不上：新收 40 件，或新收加上年结转 43 件", false, tells("侯集镇收到政府信息公开申请41件。")},
		{"the county's", "", false, tells("全县共收到政府信息公开申请150件。")},
		{"the county's own, as it has it", "", false, tells("其中县政府本级收到政府信息公开申请10件。")},
		{"a town's, as it has it", "", false, tells("侯集镇收到政府信息公开申请43件。")},
		{"as filed elsewhere", "", false, tells("经备案，侯集镇收到政府信息公开申请41件。")},
	},
}

func tells(text string) func(*collected) {
	return func(x *collected) { x.text += text }
}

// double lists townA a second time, under another name.
func (x *collected) double(name string) {
	u := *x.unit(townA)
	u.Name, u.Aliases, u.Order = name, nil, 9
	x.units = append(x.units, u)
	r := x.now[townA].Clone()
	r.Unit = name
	x.now[name] = r
}

func TestSumRules(t *testing.T) {
	for id, cases := range sumCases {
		found, left := 0, 0
		for _, c := range cases {
			t.Run(id+", "+c.name, func(t *testing.T) {
				x := county()
				c.do(x)
				r, with, without := x.check()
				said := func(all []Finding) bool {
					return slices.ContainsFunc(find(all, id), func(f Finding) bool { return strings.Contains(f.Message, c.says) })
				}
				got := find(with, id)
				if c.says == "" {
					left++
					if len(got) > 0 {
						t.Errorf("false alarm: %v", got)
					}
					return
				}
				if found++; !said(with) {
					t.Errorf("says %v, want %q", got, c.says)
				}
				if c.alone && !said(without) {
					t.Errorf("without the reports: %v", find(without, id))
				}
				for _, f := range got {
					if f.Fix == "" || strings.ContainsAny(f.Message+f.Fix, "{}") {
						t.Errorf("not fully worded: %q %q", f.Message, f.Fix)
					}
					explainable(t, r, x, f)
				}
			})
		}
		if found < 2 || left < 2 {
			t.Errorf("%s: %d cases to find and %d to leave alone, want two of each", id, found, left)
		}
	}
}

// explainable makes sure that an explanation holds for a finding and is void when it is about
// another thing.
func explainable(t *testing.T, r *model.Report, x *collected, f Finding) {
	t.Helper()
	e, err := Explain(r, &f, "各单位的台账都查过，口径不同", "王芳", time.Date(2026, 2, 1, 9, 0, 0, 0, time.UTC))
	if firm := f.CanExplain(r.Form) != nil; firm {
		return
	}
	must(t, err)
	s := model.NewSession(r.Clone(), "a")
	must(t, s.Apply(e))
	of := NewSources(s.Report())
	for unit, one := range x.now {
		of.Add(unit, one, x.last[unit])
	}
	others := 0
	for _, g := range Sum(s.Report(), x.lastSum, of) {
		if g.Rule == f.Rule && g.Explained {
			others++
			if g.Message != f.Message {
				t.Errorf("%q is explained by what was said of %q", g.Message, f.Message)
			}
		}
	}
	if others != 1 {
		t.Errorf("%q: %d are explained", f.Message, others)
	}
}

// TestGoodSumIsClean: a sum that is whole has nothing to say, and what stands in the way of
// finishing is the same without the units' reports.
func TestGoodSumIsClean(t *testing.T) {
	_, with, without := county().check()
	for _, f := range append(with, without...) {
		if f.Rule[:2] == "A-" || f.Severity == model.Error {
			t.Errorf("false alarm: %s", said(f))
		}
	}
	for id, cases := range sumCases {
		for _, c := range cases {
			x := county()
			c.do(x)
			_, with, without := x.check()
			errors := func(all []Finding) (out []string) {
				for _, f := range all {
					if f.Severity == model.Error {
						out = append(out, f.Key())
					}
				}
				return out
			}
			if a, b := errors(with), errors(without); !reflect.DeepEqual(a, b) {
				t.Errorf("%s, %s: errors %v with the reports, %v without", id, c.name, a, b)
			}
		}
	}
}

// TestUnitsAreNamed: a relation of the sum that fails names the units by which it does, the
// cell where their reports leave no other, and what they say; nothing types over the sum.
func TestUnitsAreNamed(t *testing.T) {
	bal := func(x *collected) (Finding, *model.Report) {
		r, with, _ := x.check()
		got := find(with, "T3-BAL")
		if len(got) != 1 {
			t.Fatalf("%v", got)
		}
		return got[0], r
	}
	x := county()
	put(x.now[townB], 53, "3.received.natural_person")
	f, r := bal(x)
	if !strings.HasSuffix(f.Message, "差 3：郭村镇人民政府差 3（53 和 50）") || !strings.HasPrefix(f.Fix, "请郭村镇人民政府改正，再接收、再汇总") || !slices.Equal(f.Units, []string{townB}) {
		t.Errorf("%q %q %v", f.Message, f.Fix, f.Units)
	}
	for _, f := range Report(r, nil) {
		if f.Repair.ofFigures() {
			t.Errorf("%s would be put over the sum", said(f))
		}
	}

	put(x.now[townA], 41, "3.received.natural_person")
	put(x.now[bureau], 19, "3.received.natural_person") // two that cancel, beside the one
	if f, _ := bal(x); !strings.Contains(f.Message, "差 3：郭村镇人民政府差 3（53 和 50）；") || len(f.Units) != 3 {
		t.Errorf("%q", f.Message)
	}

	x = county()
	put(x.now[townB], 53, "3.received.natural_person")
	g := find(Report(x.now[townB], x.last[townB]), "T3-BAL")
	if len(g) != 1 {
		t.Fatalf("the unit's own: %v", g)
	}
	e := g[0].explanation()
	e.Text = "三件还在补正"
	x.now[townB].Explanations = []model.Explanation{e}
	if f, _ := bal(x); !strings.HasSuffix(f.Message, "郭村镇人民政府差 3（53 和 50），单位说明：三件还在补正") {
		t.Errorf("%q", f.Message)
	}

	x = county()
	put(x.now[townB], 7, "3.carried_in.business") // against last year's 4, and the balance
	if f, _ := bal(x); !strings.HasSuffix(f.Message, "郭村镇人民政府差 3（7 和 4），像是「上年结转/商业企业」写错") {
		t.Errorf("%q", f.Message)
	}

	x = county()
	x.after = apply(func(r *model.Report) model.Edit {
		return model.Adjust(r, model.Adjustment{Cell: "3.received.natural_person", Value: model.Count(-2), Reason: "两单位报了同一件", By: "王芳", At: time.Date(2026, 2, 1, 9, 0, 0, 0, time.UTC)})
	})
	if f, _ := bal(x); !strings.Contains(f.Message, "：调整差 -2") {
		t.Errorf("%q", f.Message)
	}
}

// TestSourcesOfAnotherSum: what is known of other revisions, or of not all, is not taken for what
// the sum has.
func TestSourcesOfAnotherSum(t *testing.T) {
	x := county()
	put(x.now[townA], 4000, "2.licensing.decided")
	r := x.addUp(x.now, 2025)
	of := NewSources(r)
	for unit, one := range x.now {
		if unit != townB {
			of.Add(unit, one, x.last[unit])
		}
	}
	if got := find(Sum(r, x.lastSum, of), "A-OUTLIER"); len(got) > 0 {
		t.Errorf("of some: %v", got)
	}
	newer := x.now[townB].Clone()
	newer.Revision = 2
	of.Add(townB, newer, nil)
	if got := find(Sum(r, x.lastSum, of), "A-OUTLIER"); len(got) > 0 {
		t.Errorf("of a newer revision: %v", got)
	}
}

// TestUnitsOfTheList: a collector's text may name its own units; a sum of figures that are not
// there yet is not asked for zeroes.
func TestUnitsOfTheList(t *testing.T) {
	x := county()
	x.text += "邻县的王楼镇没有申请。" + "沭阳县教育局全年共公开信息62条。"
	_, with, _ := x.check()
	for _, f := range find(with, "W-NAME") {
		t.Errorf("false alarm: %s", said(f))
	}
	clear(x.now)
	if _, with, _ := x.check(); len(find(with, "FILL-BLANK")) > 0 {
		t.Error("a sum that is not there is asked for zeroes")
	}
}
