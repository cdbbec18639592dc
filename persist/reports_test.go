package persist

import (
	"bytes"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"nianbao/model"
	"nianbao/model/check"
)

func TestRoundTrip(t *testing.T) { each(t, testRoundTrip) }

func testRoundTrip(t *testing.T, on backend) {
	s := on.open(t, t.TempDir(), zhang)
	r := sample("侯集镇人民政府", 2025)
	r.Title, r.Date = r.FullTitle(), "2026-01-20" // a title of its own, which happens to be the form's
	r.Notes["2.rules.issued"] = "其中修订16件"
	r.Unread["2.fees.amount"] = "约三万"
	delete(r.Figures, "2.fees.amount")
	r.Unread["3.granted.business"] = model.NotRead
	delete(r.Figures, "3.granted.business")
	r.Stated["3.received.total"] = model.Count(9)
	r.Explanations = []model.Explanation{{Rule: "Y-STOCK", Cell: "2.normative.in_force", Text: "<清理> & 废止", By: "zhang", At: start.UTC()}}

	stored, err := s.Create(r, "读入 a.docx")
	if err != nil {
		t.Fatal(err)
	}
	want := r.Clone()
	want.ID, want.Revision = stored.ID, 1
	for name, load := range map[string]func() (*model.Report, error){
		"create": func() (*model.Report, error) { return stored, nil },
		"load":   func() (*model.Report, error) { return s.Load("侯集镇人民政府-2025") },
		"reload": func() (*model.Report, error) { return s.Reload(stored.ID) },
	} {
		got, err := load()
		if err != nil {
			t.Fatal(name, err)
		}
		if !reflect.DeepEqual(got, want) {
			t.Errorf("%s:\n got %+v\nwant %+v", name, got, want)
		}
	}
	if r.ID != "" || r.Revision != 0 {
		t.Error("Create changed the caller's report")
	}
}

func TestUnreadableReportIsRefused(t *testing.T) { each(t, testUnreadableReportIsRefused) }

func testUnreadableReportIsRefused(t *testing.T, on backend) {
	s := on.open(t, t.TempDir(), zhang)
	a := begin(t, s, sample("甲镇人民政府", 2025))
	bad := a.Report().Clone()
	bad.Year = 12
	if _, err := s.Save(bad, nil); err == nil {
		t.Error("saved a report that can't be loaded again")
	}
	if _, err := s.Create(bad, ""); err == nil {
		t.Error("created a report that can't be loaded again")
	}
	if r, err := s.Reload(a.ID()); err != nil || r.Revision != 1 {
		t.Error(r, err)
	}
}

func TestList(t *testing.T) { each(t, testList) }

func testList(t *testing.T, on backend) {
	s := on.open(t, t.TempDir(), zhang)
	if list, err := s.List(); err != nil || len(list) != 0 {
		t.Fatal("a new store has", list, err)
	}
	begin(t, s, sample("丙镇人民政府", 2024))
	begin(t, s, sample("乙镇人民政府", 2025))
	a := begin(t, s, sample("丙镇人民政府", 2025))
	a.Store = as(s, li)
	a.Set("3.received.business", 999).Save()

	list, err := s.List()
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, sum := range list {
		names = append(names, sum.Report)
	}
	if want := []string{"丙镇人民政府-2025", "乙镇人民政府-2025", "丙镇人民政府-2024"}; !slices.Equal(names, want) {
		t.Errorf("list %v, want %v", names, want)
	}
	want := check.Summarize(a.Report(), nil)
	want.ChangedBy, want.ChangedAt = "li", list[0].ChangedAt
	if list[0] != want || want.Errors == 0 || want.State != model.Draft || want.Revision != 2 {
		t.Errorf("summary %+v, want %+v", list[0], want)
	}
	if at := list[0].ChangedAt; at.Location() != time.UTC || at.Before(start) || at.After(start.Add(time.Hour)) {
		t.Error("changed at", at)
	}
}

// TestLoadAll: what Load gives, in the order of the names, and an error where
// there is nothing.
func TestLoadAll(t *testing.T) { each(t, testLoadAll) }

func testLoadAll(t *testing.T, on backend) {
	s := on.open(t, t.TempDir(), zhang)
	names := []string{"没有-2025"}
	for year := 2015; year < 2026; year++ {
		a := begin(t, s, sample("甲镇人民政府", year))
		a.Set("2.rules.issued", int64(year)).Save()
		names = append(names, a.Report().Name())
	}
	reports, errs := s.LoadAll(names)
	wantKind(t, errs[0], ErrNotFound)
	for i, name := range names[1:] {
		want, err := s.Load(name)
		if err != nil || errs[i+1] != nil || !reflect.DeepEqual(reports[i+1], want) {
			t.Errorf("%s: %v %v %v", name, reports[i+1], errs[i+1], err)
		}
	}
}

func TestNotFound(t *testing.T) { each(t, testNotFound) }

func testNotFound(t *testing.T, on backend) {
	s := on.open(t, t.TempDir(), zhang)
	a := begin(t, s, sample("甲镇人民政府", 2025))
	second := func(_ any, err error) error { return err }
	for name, err := range map[string]error{
		"load":            second(s.Load("甲镇人民政府-2024")),
		"load part":       second(s.Load("甲镇人民政府")),
		"load nothing":    second(s.Load("")),
		"reload":          second(s.Reload("77")),
		"reload a name":   second(s.Reload("甲镇人民政府-2025")),
		"reload nothing":  second(s.Reload("")),
		"log":             second(s.Log("77")),
		"revision":        second(s.Revision(a.ID(), 2)),
		"revision below":  second(s.Revision(a.ID(), -1)),
		"revision of":     second(s.Revision("77", 1)),
		"save":            second(s.Save(sample("甲镇人民政府", 2025), nil)),
		"delete":          s.Delete("77"),
		"undelete":        undelete(s, "77"),
		"undelete listed": undelete(s, a.ID()),
		"export":          s.MarkExported("77", 1, "导出 docx", true, nil),
		"place":           s.SavePlace("77", "x"),
	} {
		t.Run(name, func(t *testing.T) { wantKind(t, err, ErrNotFound) })
	}
}

func TestConflict(t *testing.T) { each(t, testConflict) }

func testConflict(t *testing.T, on backend) {
	s := on.open(t, t.TempDir(), zhang)
	a := begin(t, s, sample("甲镇人民政府", 2025))
	theirs, err := s.Reload(a.ID())
	if err != nil {
		t.Fatal(err)
	}
	b := sit(t, as(s, li), theirs, "b")
	b.Set("2.rules.issued", 7).Save()

	err = a.Set("2.rules.repealed", 3).Try()
	wantKind(t, err, ErrConflict)
	if want := "报告「甲镇人民政府-2025」已被 li 在 " + logTime(b) + " 保存为第 2 稿"; err.Error() != want {
		t.Errorf("%q, want %q", err, want)
	}
	latest, err := s.Reload(a.ID())
	if err != nil {
		t.Fatal(err)
	}
	a.Rebase(latest, func(model.Clash) bool { return true })
	a.Save()
	got, err := s.Reload(a.ID())
	if err != nil {
		t.Fatal(err)
	}
	if got.Revision != 3 || got.Figures["2.rules.issued"] != model.Count(7) || got.Figures["2.rules.repealed"] != model.Count(3) {
		t.Error("after the merge", got.Revision, got.Figures["2.rules.issued"], got.Figures["2.rules.repealed"])
	}
}

func logTime(s sitting) string {
	log := s.Log()
	return log[len(log)-1].At.Local().Format("2006-01-02 15:04")
}

func TestRename(t *testing.T) { each(t, testRename) }

func testRename(t *testing.T, on backend) {
	s := on.open(t, t.TempDir(), zhang)
	a := begin(t, s, sample("甲镇人民政府", 2025))
	begin(t, s, sample("乙镇人民政府", 2025))
	if _, err := s.Create(sample("甲镇人民政府", 2025), ""); err == nil {
		t.Fatal("two reports of one name")
	} else {
		wantKind(t, err, ErrExists)
	}

	a.Field(model.FieldUnit, "丙镇人民政府").Save()
	if _, err := s.Load("甲镇人民政府-2025"); err == nil {
		t.Error("the old name still leads to a report")
	}
	if r, err := s.Load("丙镇人民政府-2025"); err != nil || r.ID != a.ID() || r.Revision != 2 {
		t.Error(r, err)
	}
	begin(t, s, sample("甲镇人民政府", 2025)) // the old name is free

	wantKind(t, a.Field(model.FieldUnit, "乙镇人民政府").Try(), ErrExists)
	if r, err := s.Reload(a.ID()); err != nil || r.Unit != "丙镇人民政府" || r.Revision != 2 {
		t.Error("a save that failed left", r, err)
	}
	a.Field(model.FieldYear, "2024").Save()
	if r, err := s.Load("乙镇人民政府-2024"); err != nil || r.ID != a.ID() {
		t.Error(r, err)
	}
}

// undelete is the error of Undelete.
func undelete(s *Store, id string) error {
	_, err := s.Undelete(id)
	return err
}

// TestUndeleteTakenName: where another report has the name by now, the deleted one
// comes back under a changed one, and neither is mistaken for the other.
func TestUndeleteTakenName(t *testing.T) { each(t, testUndeleteTakenName) }

func testUndeleteTakenName(t *testing.T, on backend) {
	long := strings.Repeat("甲", 60)
	for unit, want := range map[string][2]string{"甲镇人民政府": {"甲镇人民政府（恢复）", "甲镇人民政府（恢复2）"}, long: {long[:56*3] + "（恢复）", long[:55*3] + "（恢复2）"}} {
		s := on.open(t, t.TempDir(), zhang)
		var gone []sitting
		for i := range 2 {
			x := begin(t, s, sample(unit, 2025)).Set("2.rules.issued", int64(4+i)).Save()
			if err := s.Delete(x.ID()); err != nil {
				t.Fatal(err)
			}
			gone = append(gone, x)
		}
		now := begin(t, s, sample(unit, 2025)).Set("2.rules.issued", 9).Save()
		for i, x := range gone {
			name, err := s.Undelete(x.ID())
			if err != nil || name != model.ReportName(want[i], 2025) {
				t.Fatal(name, err)
			}
			r, err := s.Load(name)
			if err != nil || r.ID != x.ID() || r.Unit != want[i] || r.Figures["2.rules.issued"] != model.Count(int64(4+i)) {
				t.Error(r, err)
			}
			log := x.Log()
			if last := log[len(log)-1]; !strings.Contains(last.Label, "恢复") || len(last.Changes) != 1 || last.Changes[0].Before != unit {
				t.Errorf("the log says %v", last)
			}
		}
		if r, err := s.Load(model.ReportName(unit, 2025)); err != nil || r.ID != now.ID() || r.Figures["2.rules.issued"] != model.Count(9) {
			t.Error(r, err)
		}
		if list, err := s.Deleted(); err != nil || len(list) != 0 {
			t.Error(list, err)
		}
	}
}

func TestDelete(t *testing.T) { each(t, testDelete) }

func testDelete(t *testing.T, on backend) {
	s := on.open(t, t.TempDir(), zhang)
	a := begin(t, s, sample("甲镇人民政府", 2025)).Set("2.rules.issued", 4).Save()
	if err := s.Delete(a.ID()); err != nil {
		t.Fatal(err)
	}
	if list, err := s.List(); err != nil || len(list) != 0 {
		t.Error("list", list, err)
	}
	if list, err := s.Deleted(); err != nil || len(list) != 1 || list[0].ID != a.ID() || list[0].Actor != zhang || !list[0].At.Equal(a.Log()[2].At) {
		t.Error("trash", list, err)
	}
	_, err := s.Reload(a.ID())
	wantKind(t, err, ErrNotFound)
	wantKind(t, a.Set("2.rules.issued", 5).Try(), ErrNotFound)
	wantKind(t, s.Delete(a.ID()), ErrNotFound)

	other := begin(t, s, sample("甲镇人民政府", 2025))
	if err := s.Delete(other.ID()); err != nil {
		t.Fatal(err)
	}
	if list, err := s.Deleted(); err != nil || len(list) != 2 || list[0].ID != other.ID() {
		t.Error("not the last one first:", list, err)
	}
	if err := undelete(s, a.ID()); err != nil {
		t.Fatal(err)
	}
	if r, err := s.Load("甲镇人民政府-2025"); err != nil || r.ID != a.ID() || r.Revision != 2 || r.Figures["2.rules.issued"] != model.Count(4) {
		t.Error("brought back", r, err)
	}
	a.Save() // what could not be saved meanwhile

	var labels []string
	for _, e := range a.Log() {
		labels = append(labels, e.Label)
	}
	want := []string{"新建报告", labels[1], "删除报告", "恢复已删除的报告", labels[4]}
	if !slices.Equal(labels, want) || len(a.Kept()) != 3 {
		t.Errorf("log %v, want %v; kept %v", labels, want, a.Kept())
	}
}

func TestExported(t *testing.T) { each(t, testExported) }

func testExported(t *testing.T, on backend) {
	s := on.open(t, t.TempDir(), zhang)
	a := begin(t, s, sample("甲镇人民政府", 2025))
	export := func(revision int) model.Summary {
		t.Helper()
		if err := s.MarkExported(a.ID(), revision, "导出 docx", true, nil); err != nil {
			t.Fatal(err)
		}
		return onlySummary(t, s)
	}
	if got := onlySummary(t, s); got.State != model.Ready || got.Errors != 0 {
		t.Fatalf("the sample is %+v", got)
	}
	if got := export(1); got.State != model.Exported {
		t.Error("exported and is", got.State)
	}
	if last := a.Log()[1]; last.Label != "导出 docx" || last.Revision != 1 || len(last.Changes) != 0 || last.Actor != zhang {
		t.Errorf("log %+v", last)
	}
	a.Set("3.received.business", 999).Save()
	if got := onlySummary(t, s); got.State != model.Draft {
		t.Error("changed since, and is", got.State)
	}
	if got := export(2); got.State != model.Draft {
		t.Error("a draft's export makes it", got.State)
	}
	a.Set("3.granted.business", 999).Save()
	if got := export(2); got.State != model.Ready {
		t.Error("an older revision's export makes it", got.State)
	}
}

func onlySummary(t *testing.T, s *Store) model.Summary {
	t.Helper()
	list, err := s.List()
	if err != nil || len(list) != 1 {
		t.Fatal(list, err)
	}
	return list[0]
}

func TestPlace(t *testing.T) { each(t, testPlace) }

func testPlace(t *testing.T, on backend) {
	s := on.open(t, t.TempDir(), zhang)
	a := begin(t, s, sample("甲镇人民政府", 2025))
	other := as(s, li)
	check := func(s *Store, want string) {
		t.Helper()
		if got, err := s.Place(a.ID()); err != nil || got != want {
			t.Errorf("place %q %v, want %q", got, err, want)
		}
	}
	check(s, "")
	for _, place := range []string{"3.received.business", "5:120"} {
		if err := s.SavePlace(a.ID(), place); err != nil {
			t.Fatal(err)
		}
		check(s, place)
		check(other, "")
	}
	if err := other.SavePlace(a.ID(), "1"); err != nil {
		t.Fatal(err)
	}
	check(s, "5:120")
	check(other, "1")
}

// TestSettings: each user has their own, and a store made before there were any
// has none.
func TestSettings(t *testing.T) { each(t, testSettings) }

func testSettings(t *testing.T, on backend) {
	s := on.open(t, t.TempDir(), zhang)
	other := as(s, li)
	if got, err := s.Settings(); err != nil || got != "" {
		t.Fatal(got, err)
	}
	for _, v := range []string{"a", "b"} {
		if err := s.SaveSettings(v); err != nil {
			t.Fatal(err)
		}
		if got, err := s.Settings(); err != nil || got != v {
			t.Error(got, err)
		}
	}
	if got, err := other.Settings(); err != nil || got != "" {
		t.Error(got, err)
	}
}

func TestStamp(t *testing.T) { each(t, testStamp) }

func testStamp(t *testing.T, on backend) {
	s := on.open(t, t.TempDir(), zhang)
	stamp := func() string {
		t.Helper()
		got, err := s.Stamp()
		if err != nil {
			t.Fatal(err)
		}
		return got
	}
	before := stamp()
	if _, err := s.List(); err != nil || stamp() != before {
		t.Error("reading changed the stamp", err)
	}
	time.Sleep(20 * time.Millisecond) // the file system's clock is coarser than ours
	a := begin(t, s, sample("甲镇人民政府", 2025))
	if stamp() == before {
		t.Error("writing did not change the stamp")
	}
	before = stamp()
	time.Sleep(20 * time.Millisecond)
	a.Set("2.rules.issued", 1).Save()
	if stamp() == before {
		t.Error("saving did not change the stamp")
	}
}

// TestFinalReport: its state is stored, shown in the list, and keeps it from being
// deleted.
func TestFinalReport(t *testing.T) { each(t, testFinalReport) }

func testFinalReport(t *testing.T, on backend) {
	s := on.open(t, t.TempDir(), zhang)
	a := begin(t, s, sample("甲镇人民政府", 2025))
	e, err := check.Finish(a.Report(), nil)
	if err == nil {
		err = a.Apply(e)
	}
	if err != nil {
		t.Fatal(err)
	}
	a.Save()
	if got := onlySummary(t, s); got.State != model.Final {
		t.Error("in the list it is", got.State)
	}
	if err := s.MarkExported(a.ID(), 2, "导出 docx", true, nil); err != nil || onlySummary(t, s).State != model.Final {
		t.Error("exported it is", onlySummary(t, s).State, err)
	}
	wantKind(t, s.Delete(a.ID()), ErrFinal)
	r, err := s.Load(a.Report().Name())
	if err != nil || r.State != model.Final {
		t.Fatal(r, err)
	}
	b := sit(t, s, r, "later")
	if e, err = model.Reopen(r, "漏登一件"); err == nil {
		err = b.Apply(e)
	}
	if err != nil {
		t.Fatal(err)
	}
	b.Set("2.rules.issued", 1).Save()
	if got := onlySummary(t, s); got.State != model.Correcting {
		t.Error("reopened it is", got.State)
	}
	if old, err := s.Revision(a.ID(), 2); err != nil || old.State != model.Final {
		t.Error("the final revision is", old, err)
	}
}

// TestUnknownContent is a report that a newer program wrote.
func TestUnknownContent(t *testing.T) { each(t, testUnknownContent) }

func testUnknownContent(t *testing.T, on backend) {
	s := on.open(t, t.TempDir(), zhang)
	a := begin(t, s, sample("甲镇人民政府", 2025))
	err := s.update(func(tx *tx) error {
		found, err := tx.newest(parseID(a.ID()), 1)
		if err != nil {
			return err
		}
		newer := bytes.Replace(found[0].body, []byte(`"form":"2021"`), []byte(`"form":"2031"`), 1)
		return tx.putSnapshot(parseID(a.ID()), snapshot{1, newer}, nil)
	})
	if err != nil {
		t.Fatal(err)
	}
	_, err = s.Reload(a.ID())
	wantKind(t, err, ErrNewer)
}
