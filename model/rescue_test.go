package model

import "testing"

// TestRescue: what was not saved goes into a file and comes back on top of what
// others have saved since, asking only about what both have changed.
func TestRescue(t *testing.T) {
	r := zeroReport()
	r.ID, r.Revision = "17", 4
	s := NewSession(r.Clone(), "mine")
	set(t, s, "3.received.natural_person", 5)
	set(t, s, "4.direct_suit.other", 2)
	must(t, s.Continue(SetText(s.Report(), "1", "第一段\n第二段")))
	must(t, s.Continue(SetText(s.Report(), "1", "第一段，写完\n第二段")))
	data, err := EncodeRescue(s.Report(), &Rescue{Report: "17", Revision: 4, User: "李四", Edits: s.Unsaved(), Place: "somewhere"})
	must(t, err)
	if plain, err := Decode(data); err != nil {
		t.Error("it is an exchange file too:", err)
	} else {
		same(t, "read as an exchange file", plain, s.Report())
	}
	file, x, err := DecodeRescue(data)
	must(t, err)
	if file.Name() != r.Name() || x.Report != "17" || x.User != "李四" || x.Place != "somewhere" || len(x.Changes()) != 3 {
		t.Errorf("%+v", x)
	}
	other := NewSession(r.Clone(), "theirs")
	set(t, other, "3.received.natural_person", 9)
	set(t, other, "3.received.business", 1)
	latest := other.Report().Clone()
	latest.Revision = 60
	again, err := x.Resume(latest, "again")
	must(t, err)
	clashes := again.Clashes(latest)
	if len(clashes) != 1 || clashes[0].Mine != "5" || clashes[0].Theirs != "9" {
		t.Fatalf("clashes %v", clashes)
	}
	again.Rebase(latest, func(Clash) bool { return true })
	got := again.Report()
	if got.Figures["3.received.natural_person"] != Count(5) || got.Figures["3.received.business"] != Count(1) || got.Figures["4.direct_suit.other"] != Count(2) || got.Text["1"] != "第一段，写完\n第二段" {
		t.Errorf("%v %q", got.Figures, got.Text["1"])
	}
	plain, err := Encode(r)
	must(t, err)
	if _, _, err := DecodeRescue(plain); err == nil {
		t.Error("an exchange file is taken for a rescue file")
	}
	latest.State = Final
	if again, err = x.Resume(latest, "final"); err != nil || len(again.Unsaved()) == 0 {
		t.Error("of a finished report:", err)
	}
}
