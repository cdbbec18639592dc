package model

import (
	"maps"
	"strings"
	"testing"
)

// TestStatedGoesWithTheFile: the exchange file has totals as they were printed, and which
// of them are settled; one that somebody else wrote says only the former.
func TestStatedGoesWithTheFile(t *testing.T) {
	r := countyReport()
	sheet := Evaluate(r)
	r.Stated["3.received.total"] = sheet.At("3.received.total") // a control total that is met
	r.Stated["3.granted.total"] = Count(1)
	r.Printed["3.processed.total"] = Count(2)
	r.Printed["3.partial.total"] = sheet.At("3.partial.total")
	data, err := Encode(r)
	if err != nil {
		t.Fatal(err)
	}
	back, err := Decode(data)
	if err != nil {
		t.Fatal(err)
	}
	if !maps.Equal(back.Stated, r.Stated) || !maps.Equal(back.Printed, r.Printed) {
		t.Errorf("stated %v, printed %v", back.Stated, back.Printed)
	}
	text := string(data)
	from := strings.Index(text, `  "settled"`)
	text = text[:from] + text[from+strings.Index(text[from:], "],")+2:]
	if back, err = Decode([]byte(text)); err != nil {
		t.Fatal(err)
	}
	if len(back.Stated) != 2 || len(back.Printed) != 2 || back.Printed["3.received.total"] != r.Stated["3.received.total"] {
		t.Errorf("of others: stated %v, printed %v", back.Stated, back.Printed)
	}
	if data, err = Encode(countyReport()); err != nil || strings.Contains(string(data), "stated") {
		t.Errorf("nothing is stated, %v: %s", err, data)
	}
	if _, err = Decode([]byte(strings.Replace(text, `"3.granted.total": 1`, `"3.granted.business": 1`, 1))); err == nil {
		t.Error("a cell that is no total can be stated")
	}
}

// TestFinishSettles: what agreed when a report became final is no fault of its
// correction; what the paper said is known still.
func TestFinishSettles(t *testing.T) {
	r := countyReport()
	r.Stated["3.received.total"] = Evaluate(r).At("3.received.total")
	was := r.Stated["3.received.total"]
	s := NewSession(r, "x")
	e, err := Finish(r, 0)
	if err != nil {
		t.Fatal(err)
	}
	if err = s.Apply(e); err != nil {
		t.Fatal(err)
	}
	if len(s.Report().Stated) > 0 || s.Report().Printed["3.received.total"] != was || s.UndoLabel() != "" {
		t.Errorf("stated %v, printed %v, undo %v", s.Report().Stated, s.Report().Printed, s.UndoLabel())
	}
}

// TestAdoptTakesWitnesses: reading a file into a report brings its totals along, without
// a question where the report has one.
func TestAdoptTakesWitnesses(t *testing.T) {
	file := countyReport()
	for _, c := range file.Form.Cells() {
		if c.Computed() {
			file.Printed[c.ID] = Evaluate(file).Of(c)
		}
	}
	r := NewReport(Form2021, "甲镇人民政府", Town, 2025)
	r.Stated["3.received.total"] = Count(5)
	a := Adopt(r, &Reading{Report: file}, nil, func(Conflict) bool { return false })
	s := NewSession(r, "x")
	if err := s.Apply(a.Edit); err != nil {
		t.Fatal(err)
	}
	if n := len(s.Report().Printed); n != 33 || s.Report().Stated["3.received.total"] != Count(5) {
		t.Errorf("printed %d, stated %v", n, s.Report().Stated)
	}
}

// TestContradictingTotals: two figures for one total, neither of them the sum, are refused.
func TestContradictingTotals(t *testing.T) {
	_, err := Decode([]byte(`{"schema":"nianbao/1","form":"2021","unit":"甲镇","level":"town","year":2025,"figures":{"3.granted.business":1,"3.granted.total":99},"stated":{"3.granted.total":6}}`))
	if err == nil || !strings.Contains(err.Error(), "99") || !strings.Contains(err.Error(), "6") {
		t.Errorf("%v", err)
	}
}
