package check

import (
	"testing"

	"nianbao/model"
)

// TestMendsKeepToWitnesses: the one key is offered where all that a report says, and
// last year's, is on its side, and not where something speaks against it or nothing
// speaks at all.
func TestMendsKeepToWitnesses(t *testing.T) {
	say := func(r *model.Report, s string) { r.Text["1"] = "（二）依申请公开。" + s }
	for _, c := range []struct {
		name, rule string
		do         func(r, last *model.Report)
		repair     string // of the first finding; "" for none
	}{
		{"a total of section four, alone", "T4-SUM", func(r, _ *model.Report) { r.Stated["4.reconsideration.total"] = model.Count(60); say(r, "") }, ""},
		{"the prose has it", "T4-SUM", func(r, _ *model.Report) {
			r.Stated["4.reconsideration.total"] = model.Count(60)
			say(r, "全县办理因政府信息公开引起的行政复议60件。")
		}, ""},
		{"the prose has the sum", "T4-SUM", func(r, _ *model.Report) {
			r.Stated["4.reconsideration.total"] = model.Count(60)
			say(r, "全县办理因政府信息公开引起的行政复议61件。")
		}, "总计用加起来的 61"},
		{"suits together", "T4-SUM", func(r, _ *model.Report) {
			r.Stated["4.suit_after.total"] = model.Count(9)
			say(r, "全县办理政府信息公开行政诉讼12件。")
		}, ""},
		{"a total that is less, the columns in balance", "T3-ROW", func(r, _ *model.Report) { r.Stated["3.partial.total"] = model.Count(100) }, "总计用加起来的 101"},
		{"a total that is more: a column may be left out", "T3-ROW", func(r, _ *model.Report) { r.Stated["3.partial.total"] = model.Count(102) }, ""},
		{"figures in the wrong row", "T3-ROW", func(r, _ *model.Report) {
			put(r, 99, "3.granted.natural_person")
			put(r, 290, "3.partial.natural_person")
			r.Stated["3.granted.total"], r.Stated["3.partial.total"] = model.Count(294), model.Count(101)
		}, ""},
		{"a figure in the wrong column", "T3-CELL", func(r, _ *model.Report) {
			put(r, 0, "3.refused_repeat.business")
			put(r, 1, "3.refused_repeat.research")
			r.Stated["3.processed.business"], r.Stated["3.processed.research"] = model.Count(3), model.Zero
		}, ""},
		{"a column's total", "T3-RES", func(r, _ *model.Report) { r.Stated["3.processed.legal_service"] = model.Count(8) }, "总计用加起来的 5"},
		{"last year's has the total", "T3-ROW", func(r, _ *model.Report) {
			put(r, 30, "3.carried_in.natural_person")
			put(r, 25, "3.carried_out.natural_person")
			r.Stated["3.carried_in.total"] = model.Count(36)
		}, ""},
		{"a total over noughts", "T3-ROW", func(r, _ *model.Report) { town(r); r.Stated["3.received.total"] = model.Count(5) }, ""},

		{"carried in, balanced as it is", "Y-CARRY", func(r, last *model.Report) { put(last, 40, "3.carried_out.natural_person") }, ""},
		{"carried in, balanced with last year's", "T3-CELL", func(r, _ *model.Report) { put(r, 63, "3.carried_in.natural_person"); say(r, "") }, "改为 36"},
		{"carried in, and the total says so too", "T3-CELL", func(r, _ *model.Report) {
			put(r, 63, "3.carried_in.natural_person")
			r.Stated["3.carried_in.total"] = model.Count(63)
			say(r, "")
		}, ""},
		{"carried in, and out by the same", "Y-CARRY", func(r, _ *model.Report) {
			put(r, 37, "3.carried_in.natural_person")
			put(r, 32, "3.carried_out.natural_person")
		}, ""},

		{"a blank that the balance has no room for", "FILL-BLANK", func(r, _ *model.Report) { delete(r.Figures, "3.granted.business") }, ""},
		{"a blank that nothing speaks of", "FILL-BLANK", func(r, _ *model.Report) { delete(r.Figures, "2.penalty.decided") }, ""},
		{"a blank that last year's has a figure for", "FILL-BLANK", func(r, _ *model.Report) {
			delete(r.Figures, "3.carried_in.natural_person")
			put(r, 741, "3.received.natural_person")
		}, ""},
		{"a blank that a total has a figure for", "FILL-BLANK", func(r, _ *model.Report) {
			delete(r.Figures, "4.direct_suit.upheld")
			r.Stated["4.direct_suit.total"] = model.Count(3)
		}, ""},
		{"a blank that the prose has a figure for", "FILL-BLANK", func(r, last *model.Report) {
			for _, id := range []model.CellID{"3.received.", "3.carried_in.", "3.granted.", "3.partial.", "3.refused_repeat.", "3.other.", "3.carried_out."} {
				delete(r.Figures, id+"business")
			}
			say(r, "新收商业企业申请3件。")
		}, ""},
		{"blanks in balance", "FILL-BLANK", func(r, _ *model.Report) {
			delete(r.Figures, "3.granted.research")
			delete(r.Figures, "3.received.research")
		}, "2 格填 0"},
		{"a table all blank", "FILL-BLANK", func(r, last *model.Report) {
			for _, c := range model.Form2021.Cells() {
				if c.Section.Key == "3" {
					delete(r.Figures, c.ID)
					last.Figures[c.ID] = model.Zero
				}
			}
			say(r, "")
		}, "144 格填 0"},
		{"a table all blank, and the prose counts", "FILL-BLANK", func(r, last *model.Report) {
			for _, c := range model.Form2021.Cells() {
				if c.Section.Key == "4" {
					delete(r.Figures, c.ID)
				}
			}
		}, ""},
		{"a table all blank, with last year's figures", "FILL-BLANK", func(r, last *model.Report) {
			for _, c := range model.Form2021.Cells() {
				if c.Section.Key == "2" {
					delete(r.Figures, c.ID)
				}
			}
			say(r, "")
		}, ""},
		{"a blank among noughts", "FILL-BLANK", func(r, _ *model.Report) { town(r); delete(r.Figures, "4.direct_suit.other") }, "1 格填 0"},
		{"a blank among figures", "FILL-BLANK", func(r, _ *model.Report) {
			town(r)
			put(r, 1, "4.direct_suit.upheld")
			delete(r.Figures, "4.direct_suit.other")
		}, ""},

		{"rules of a town", "T2-REG", func(r, _ *model.Report) { put(r, 3, "2.rules.issued") }, ""},
		{"handled without any received", "T3-ZEROFWD", func(r, _ *model.Report) { town(r); put(r, 4, "3.granted.business") }, ""},
		{"a fee in another unit, by last year's", "T2-FEEUNIT", func(r, last *model.Report) { town(r); put(r, 125000, "2.fees.amount"); put(last, 11, "2.fees.amount") }, "把元换算成万元：12.5"},
		{"a fee that may be so large", "T2-FEEUNIT", func(r, last *model.Report) {
			town(r)
			put(r, 125000, "2.fees.amount")
			put(last, 110000, "2.fees.amount")
		}, ""},
	} {
		r, last := countyReport(), lastCountyReport()
		c.do(r, last)
		found := find(Report(r, last), c.rule)
		if len(found) == 0 {
			t.Errorf("%s: %s finds nothing", c.name, c.rule)
			continue
		}
		got := ""
		if found[0].Repair != nil {
			got = found[0].Repair.Label
		}
		if got != c.repair {
			t.Errorf("%s: the key does %q, want %q: %s", c.name, got, c.repair, said(found[0]))
		}
	}
}
