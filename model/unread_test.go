package model

import (
	"slices"
	"strings"
	"testing"
)

// notRead makes cells of a report such as could not be read.
func notRead(r *Report, cells ...CellID) {
	for _, id := range cells {
		delete(r.Figures, id)
		r.Unread[id] = NotRead
	}
}

// partlyRead is a county's report of which a row, a word and an amount were not read.
func partlyRead() *Report {
	r := countyReport()
	row := r.Form.Leaves("3.granted.total")
	notRead(r, row...)
	notRead(r, "2.penalty.decided")
	r.Unread["2.penalty.decided"] = "减3"
	r.Unread["2.fees.amount"] = "4068.20801"
	r.Stated["3.granted.total"] = Count(294)
	return r
}

// TestUnreadIsNotBlank: what could not be read is not filled with 0, is no blank, and
// makes no sum wrong that it stands in.
func TestUnreadIsNotBlank(t *testing.T) {
	r := partlyRead()
	delete(r.Figures, "3.partial.research")
	if got := r.Blanks(""); !slices.Equal(got, []CellID{"3.partial.research"}) {
		t.Errorf("blanks %v", got)
	}
	if got := len(r.UnreadCells("3")); got != 6 {
		t.Errorf("%d cells of section three are unread", got)
	}
	if e := FillZero(r, ""); len(e.Changes) != 1 || e.Changes[0].Key != "3.partial.research" {
		t.Errorf("filling fills %v", e.Changes)
	}
	sheet := Evaluate(r)
	for _, id := range []CellID{"3.granted.total", "3.processed.natural_person", "3.processed.total"} {
		if v := sheet.At(id); v.Filled() || !sheet.Unknown(id) {
			t.Errorf("%s is %s although a part of it was not read", id, v)
		}
	}
	if v := sheet.At("3.received.total"); v != Count(713) || sheet.Unknown("3.received.total") {
		t.Errorf("3.received.total is %s", v)
	}
	for _, b := range sheet.Balances("T3-BAL") {
		if b.Difference().Filled() {
			t.Errorf("the balance of %s is told", b.Column)
		}
	}
}

// TestUnreadInTheExchangeFile: it is a list of cells there, comes back as it was, and
// a figure in the file is stronger. Older stores have the words where the list is.
func TestUnreadInTheExchangeFile(t *testing.T) {
	r := partlyRead()
	r.Unread["3.partial.total"] = "1O1" // a total of the paper's
	data, err := Encode(r)
	if err != nil {
		t.Fatal(err)
	}
	text := strings.Join(strings.Fields(string(data)), "")
	if want := `"unread":["2.penalty.decided","3.granted.natural_person","3.granted.business","3.granted.research","3.granted.welfare","3.granted.legal_service","3.granted.other_org","3.partial.total"],`; !strings.Contains(text, want) {
		t.Errorf("no %s in %s", want, text)
	}
	got, err := Decode(data)
	if err != nil {
		t.Fatal(err)
	}
	same(t, "read again", got, r)
	for list, want := range map[string]map[CellID]string{
		`["4.direct_suit.other"]`:                          {"4.direct_suit.other": NotRead},
		`{"4.direct_suit.other":"/","2.rules.issued":"1"}`: {"4.direct_suit.other": "/", "2.rules.issued": "1"},
		`["2.rules.issued"]`:                               {},
	} {
		r, err := Decode([]byte(`{"schema":"nianbao/1","form":"2021","unit":"甲镇","level":"town","year":2025,"figures":{"2.rules.issued":1},"unread":` + list + `}`))
		if err != nil {
			t.Errorf("%s: %v", list, err)
			continue
		}
		if len(r.Unread) != len(want) || r.Unread["4.direct_suit.other"] != want["4.direct_suit.other"] || r.IsUnread("2.rules.issued") {
			t.Errorf("%s: %v, want %v", list, r.Unread, want)
		}
	}
	for _, list := range []string{`["2.no.such"]`, `3`, `"2.rules.issued"`} {
		if _, err := Decode([]byte(`{"schema":"nianbao/1","form":"2021","unit":"甲镇","level":"town","year":2025,"unread":` + list + `}`)); err == nil || !strings.Contains(err.Error(), "unread") {
			t.Errorf("%s: %v", list, err)
		}
	}
}

// TestUnreadThroughASitting: a figure takes a cell off the list, undo puts it back on,
// redo off; two sittings join, and an older revision brings it back.
func TestUnreadThroughASitting(t *testing.T) {
	was := partlyRead()
	s := NewSession(was.Clone(), "a")
	steps := []Edit{
		SetFigures(s.Report(), CellFigure{"3.granted.natural_person", Count(290)}),
		SetFigures(s.Report(), CellFigure{"2.fees.amount", Figure{40682081, true}}),
		SetFigures(s.Report(), CellFigure{"2.penalty.decided", Zero}),
	}
	for _, e := range steps {
		if err := s.Apply(e); err != nil {
			t.Fatal(err)
		}
	}
	if r := s.Report(); len(r.Unread) != 5 || r.IsUnread("3.granted.natural_person") || strings.Contains(steps[0].Label, "等") {
		t.Errorf("unread %v after %q", r.Unread, steps[0].Label)
	}
	typed := s.Report().Clone()
	for range steps {
		if _, err := s.Undo(); err != nil {
			t.Fatal(err)
		}
	}
	same(t, "after undo", s.Report(), was)
	for range steps {
		if _, err := s.Redo(); err != nil {
			t.Fatal(err)
		}
	}
	same(t, "after redo", s.Report(), typed)

	if err := s.Apply(Restore(s.Report(), was)); err != nil {
		t.Fatal(err)
	}
	same(t, "brought back", s.Report(), was)
	if _, err := s.Undo(); err != nil {
		t.Fatal(err)
	}
	same(t, "and undone", s.Report(), typed)

	mine, latest := NewSession(was.Clone(), "mine"), typed.Clone()
	latest.Revision++
	if err := mine.Apply(SetFigures(mine.Report(), CellFigure{"3.granted.business", Count(1)}, CellFigure{"3.granted.natural_person", Count(291)})); err != nil {
		t.Fatal(err)
	}
	if clashes := mine.Clashes(latest); len(clashes) != 1 || clashes[0].Key != "3.granted.natural_person" || clashes[0].Kind != TargetCell {
		t.Errorf("clashes %v", clashes)
	}
	mine.Rebase(latest, func(Clash) bool { return false })
	if r := mine.Report(); r.Figures["3.granted.business"] != Count(1) || r.Figures["3.granted.natural_person"] != Count(290) || len(r.Unread) != 4 {
		t.Errorf("joined: %v, %v", r.Figures["3.granted.natural_person"], r.Unread)
	}

	read := was.Clone() // somebody reads a file into it while a figure is typed
	blank := countyReport()
	delete(blank.Figures, "3.granted.business")
	typing := NewSession(blank.Clone(), "typing")
	if err := typing.Apply(SetFigures(typing.Report(), CellFigure{"3.granted.business", Count(1)})); err != nil {
		t.Fatal(err)
	}
	typing.Rebase(read, func(Clash) bool { return true })
	if r := typing.Report(); r.Figures["3.granted.business"] != Count(1) || r.Unread["3.granted.business"] != "" || !r.IsUnread("3.granted.research") {
		t.Errorf("typed meanwhile: %v", r.Unread)
	}
}

// TestAdoptTakesWhatWasNotRead: a file that could not be read in a cell leaves no
// blank there for the next key to fill, and nothing where the report has a figure.
func TestAdoptTakesWhatWasNotRead(t *testing.T) {
	r := countyReport()
	delete(r.Figures, "3.granted.research")
	delete(r.Figures, "2.penalty.decided")
	r.Unread["2.penalty.decided"] = "？"
	file := partlyRead()
	x := &Reading{File: "a.docx", Report: file, Read: []ReadCell{{Cell: "3.granted.business", Source: "/", Where: "第2个表"}}}
	a := Adopt(r, x, nil, func(Conflict) bool { return true })
	s := NewSession(r, "adopt")
	if err := s.Apply(a.Edit); err != nil {
		t.Fatal(err)
	}
	if r := s.Report(); !r.IsUnread("3.granted.research") || r.IsUnread("3.granted.business") || r.Unread["2.penalty.decided"] != "？" {
		t.Errorf("unread %v", r.Unread)
	}
	if len(a.LeftOut) != 5 { // the rest of the row
		t.Errorf("left out %v", a.LeftOut)
	}
	full := &Reading{File: "b.docx", Report: countyReport()}
	if err := s.Apply(Adopt(s.Report(), full, nil, func(Conflict) bool { return false }).Edit); err != nil {
		t.Fatal(err)
	}
	if r := s.Report(); len(r.UnreadCells("")) > 0 || r.Figures["2.penalty.decided"] != Count(693957) {
		t.Errorf("still unread %v", r.Unread)
	}
}
