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

// TestMoveYears: the years that a report tells of as its own go on; those of laws, papers,
// spans and older times stay, and each that goes is marked where it is shown.
func TestMoveYears(t *testing.T) {
	same := func(y string) string { return y }
	for text, want := range map[string]string{
		"2024年公开12条，比2023年多2条。2025年将改进。": "2025年公开12条，比2024年多2条。2026年将改进。",
		"《保守国家秘密法》2024年5月1日起施行。":         "《保守国家秘密法》2024年5月1日起施行。",
		"保密法（2024年修订）、《2024年工作要点》":       "保密法（2024年修订）、《2024年工作要点》",
		"2022—2024年三年行动，国办公开办函〔2021〕30号": "2022—2024年三年行动，国办公开办函〔2021〕30号",
		"2019年以来，共120240条，2024 年12月31日":  "2019年以来，共120240条，2025 年12月31日",
	} {
		if got, _ := MoveYears(text, 2024, 2025, same); got != want {
			t.Errorf("%s: %s", text, got)
		}
	}
	if got, n := MoveYears("2024年和2023年", 2024, 2025, func(y string) string { return "<" + y + ">" }); got != "<2025>年和<2024>年" || n != 2 {
		t.Errorf("%s, %d", got, n)
	}
}

// TestContradictingTotals: two figures for one total, neither of them the sum, are refused.
func TestContradictingTotals(t *testing.T) {
	_, err := Decode([]byte(`{"schema":"nianbao/1","form":"2021","unit":"甲镇","level":"town","year":2025,"figures":{"3.granted.business":1,"3.granted.total":99},"stated":{"3.granted.total":6}}`))
	if err == nil || !strings.Contains(err.Error(), "99") || !strings.Contains(err.Error(), "6") {
		t.Errorf("%v", err)
	}
}
