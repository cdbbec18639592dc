package persist

import (
	"testing"

	"nianbao/model"
	"nianbao/model/check"
)

// listed is the list's line of a report; the test fails unless its counts are
// those of the report beside last year's.
func listed(t *testing.T, s *Store, name string, last *model.Report) model.Summary {
	t.Helper()
	list, err := s.List()
	if err != nil {
		t.Fatal(err)
	}
	for _, sum := range list {
		if sum.Report != name {
			continue
		}
		r, err := s.Load(name)
		if err != nil {
			t.Fatal(err)
		}
		if want := check.Summarize(r, last); sum.Errors != want.Errors || sum.Warnings != want.Warnings || sum.Hints != want.Hints {
			t.Errorf("%s: %d errors, %d warnings, %d hints; want %d, %d, %d", name, sum.Errors, sum.Warnings, sum.Hints, want.Errors, want.Warnings, want.Hints)
		}
		return sum
	}
	t.Fatal("not listed:", name)
	return model.Summary{}
}

// carrying is a report without errors of its own that hands n applications on.
func carrying(unit string, year int, n int64) *model.Report {
	r := sample(unit, year)
	r.Figures["3.received.natural_person"] = model.Count(n)
	r.Figures["3.granted.natural_person"] = model.Zero
	r.Figures["3.carried_out.natural_person"] = model.Count(n)
	return r
}

// TestListCountsWithLastYear: whatever becomes of last year's report, the line
// of this year's says what a check of both finds, and who changed it when stays.
func TestListCountsWithLastYear(t *testing.T) { each(t, testListCountsWithLastYear) }

func testListCountsWithLastYear(t *testing.T, on backend) {
	const unit = "甲镇人民政府"
	s := on.open(t, t.TempDir(), zhang)
	this := begin(t, s, sample(unit, 2025))
	before := listed(t, s, unit+"-2025", nil)
	if before.State != model.Ready {
		t.Fatal("the sample is", before)
	}
	expect := func(step string, last *model.Report, state model.State) {
		t.Helper()
		sum := listed(t, s, unit+"-2025", last)
		if sum.State != state || (sum.Errors > 0) != (state == model.Draft) {
			t.Errorf("%s: %s with %d errors, want %s", step, sum.State, sum.Errors, state)
		}
		if sum.Revision != before.Revision || !sum.ChangedAt.Equal(before.ChangedAt) || sum.ChangedBy != "zhang" {
			t.Errorf("%s: changed by %s at %s, revision %d", step, sum.ChangedBy, sum.ChangedAt, sum.Revision)
		}
	}
	other := as(s, li)
	last := begin(t, other, carrying(unit, 2024, 5))
	expect("last year's is created", last.Report(), model.Draft)
	last.Set("3.carried_out.natural_person", 0).Set("3.granted.natural_person", 5).Save()
	expect("it is saved", last.Report(), model.Ready)
	last.Set("3.carried_out.natural_person", 5).Set("3.granted.natural_person", 0).Save()
	expect("it is saved again", last.Report(), model.Draft)
	last.Field(model.FieldYear, "2023").Save()
	expect("it becomes an earlier year's", nil, model.Ready)
	last.Field(model.FieldYear, "2024").Save()
	expect("it is last year's again", last.Report(), model.Draft)
	if err := other.Delete(last.ID()); err != nil {
		t.Fatal(err)
	}
	expect("it is deleted", nil, model.Ready)
	if err := undelete(other, last.ID()); err != nil {
		t.Fatal(err)
	}
	expect("it is brought back", last.Report(), model.Draft)
	last.Field(model.FieldUnit, "乙镇人民政府").Save()
	expect("it becomes another unit's", nil, model.Ready)
	last.Field(model.FieldUnit, unit).Save()

	// What this year's own saves count with is what is stored now.
	this.Set("3.carried_in.natural_person", 5).Set("3.granted.business", 1).Save()
	if sum := listed(t, s, unit+"-2025", last.Report()); sum.Revision != 2 || sum.Errors == 0 {
		t.Errorf("after a save of its own: %+v", sum)
	}
	last.Set("3.carried_out.natural_person", 4).Set("3.granted.natural_person", 1).Save()
	this.Set("3.received.research", 1).Save()
	listed(t, s, unit+"-2025", last.Report())
	// While this year's was in the trash, last year's has gone.
	if err := s.Delete(this.ID()); err != nil {
		t.Fatal(err)
	}
	if err := other.Delete(last.ID()); err != nil {
		t.Fatal(err)
	}
	if err := undelete(s, this.ID()); err != nil {
		t.Fatal(err)
	}
	listed(t, s, unit+"-2025", nil)
}

// TestExportedStaysExported, unless last year's report makes it wrong.
func TestExportedStaysExported(t *testing.T) { each(t, testExportedStaysExported) }

func testExportedStaysExported(t *testing.T, on backend) {
	const unit = "甲镇人民政府"
	s := on.open(t, t.TempDir(), zhang)
	this := begin(t, s, sample(unit, 2025))
	if err := s.MarkExported(this.ID(), 1, "导出 docx", true, nil); err != nil {
		t.Fatal(err)
	}
	last := begin(t, s, sample(unit, 2024))
	if sum := listed(t, s, unit+"-2025", last.Report()); sum.State != model.Exported {
		t.Error("after a last year's report that fits it is", sum.State)
	}
	last.Set("3.carried_out.natural_person", 1).Save()
	if sum := listed(t, s, unit+"-2025", last.Report()); sum.State != model.Draft {
		t.Error("after one that doesn't it is", sum.State)
	}
	last.Set("3.carried_out.natural_person", 0).Save()
	if sum := listed(t, s, unit+"-2025", last.Report()); sum.State != model.Ready {
		t.Error("after one that fits again it is", sum.State)
	}
}
