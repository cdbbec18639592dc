package model

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
)

func TestMergeText(t *testing.T) {
	for _, c := range []struct{ base, mine, theirs, keepMine, keepTheirs string }{
		{"一|二|三", "一改|二|三", "一|二|三改", "一改|二|三改", ""},
		{"一|二", "一改|二", "一|二改", "一改|二改", ""},       // neighbours don't meet
		{"一|二", "一改|二", "一乙|二改", "一改|二改", "一乙|二改"}, // the first does
		{"一|二|三", "一|三", "一|二|三|四", "一|三|四", ""},
		{"一|二|三", "一|三", "一|二改|三", "一|三", "一|二改|三"},
		{"一|二", "一|新|二", "一|二改", "一|新|二改", ""},
		{"一|二", "一|甲|二", "一|乙|二", "一|甲|二", "一|乙|二"},
		{"一|二", "一|甲|二", "一|甲|二", "一|甲|二", ""},
		{"", "甲", "乙", "甲", "乙"},
		{"一", "", "一|二", "二", ""},
		{"一|二|三|四", "一|合并|四", "一|二|三改|四", "一|合并|四", "一|二|三改|四"},
		{"一|二|三", "甲|二|丙", "乙|二|丁", "甲|二|丙", "乙|二|丁"},
	} {
		lines := func(s string) string { return strings.ReplaceAll(s, "|", "\n") }
		for keep, want := range map[bool]string{true: c.keepMine, false: c.keepTheirs} {
			asked := false
			got := mergeText(lines(c.base), lines(c.mine), lines(c.theirs), func(int, clashing) bool { asked = true; return keep })
			if c.keepTheirs == "" { // no clash
				want = c.keepMine
			}
			if got != lines(want) || asked != (c.keepTheirs != "") {
				t.Errorf("%v, mine %v: %q, asked %v; want %q", c, keep, got, asked, want)
			}
		}
	}
}

// TestMergeTextBreaks: where a paragraph breaks is nobody's words: breaks of two
// people, and the words of one with the breaks of the other, are joined; two who
// break, or write, at the same place are asked.
func TestMergeTextBreaks(t *testing.T) {
	for _, c := range []struct {
		base, mine, theirs, want string // "" where it is asked
	}{
		{"公开12件，答复3件，收费0元。", "公开12件，|答复3件，收费0元。", "公开12件，答复3件，|收费0元。", "公开12件，|答复3件，|收费0元。"},
		{"首|公开12件，答复3件。|尾", "首|公开12件，|答复3件。|尾", "首|公开13件，答复3件。|尾", "首|公开13件，|答复3件。|尾"},
		{"公开12件。|答复3件。", "公开12件。答复3件。", "公开12件。|答复4件。", "公开12件。答复4件。"},
		{"公开12件，答复3件。", "公开12件，|答复3件。", "公开12件，|答复3件。", "公开12件，|答复3件。"},
		{"公开12件，答复3件。", "公开12件，||答复3件。", "公开12件，|答复3件。", ""},
		{"公开12件，答复3件。", "公开12件，|答复3件。", "公开12件；答复3件。", "公开12件；|答复3件。"},
		{"公开12件，答复3件。", "公开13件，答复3件。", "公开12件，答复4件。", ""}, // the words of two, as ever
	} {
		lines := func(s string) string { return strings.ReplaceAll(s, "|", "\n") }
		for _, turned := range []bool{false, true} {
			mine, theirs := lines(c.mine), lines(c.theirs)
			if turned {
				mine, theirs = theirs, mine
			}
			asked := false
			got := mergeText(lines(c.base), mine, theirs, func(int, clashing) bool { asked = true; return true })
			if asked != (c.want == "") || !asked && got != lines(c.want) {
				t.Errorf("%v, turned %v: %q, asked %v", c, turned, got, asked)
			}
		}
	}
}

// TestMergeTextBreaksAtRandom: breaks put in or taken out by one change no word of
// the other's.
func TestMergeTextBreaksAtRandom(t *testing.T) {
	random := rand.New(rand.NewPCG(8, 8))
	change := func(text string, words bool) string {
		rs := []rune(text)
		for range random.IntN(4) {
			at := random.IntN(len(rs))
			switch {
			case rs[at] == '\n':
				rs = slices.Delete(rs, at, at+1)
			case words:
				rs[at] = []rune("甲乙丙丁")[random.IntN(4)]
			default:
				rs = slices.Insert(rs, at, '\n')
			}
		}
		return string(rs)
	}
	plain := func(s string) string { return strings.ReplaceAll(s, "\n", "") }
	joined := 0
	for range 3000 {
		base := "全年主动公开\n收到申请12件，\n都已答复。"
		words, breaks := change(base, true), change(base, false)
		asked := false
		got := mergeText(base, words, breaks, func(int, clashing) bool { asked = true; return true })
		if !asked {
			joined++
		}
		if !asked && plain(got) != plain(words) {
			t.Fatalf("%q and %q become %q", words, breaks, got)
		}
	}
	if joined < 2000 {
		t.Errorf("only %d joined", joined)
	}
}

// TestMergeTextAtRandom: with one side only nothing is asked and that side is the
// outcome; the two sides may change places; whatever does not clash is in it.
func TestMergeTextAtRandom(t *testing.T) {
	random := rand.New(rand.NewPCG(7, 7))
	word := func() string { return fmt.Sprintf("段%d", random.IntN(40)) }
	change := func(base []string) []string {
		out := slices.Clone(base)
		for range random.IntN(4) {
			at := random.IntN(len(out) + 1)
			switch {
			case random.IntN(3) == 0 || len(out) == 0:
				out = slices.Insert(out, at, word())
			case random.IntN(2) == 0:
				out = slices.Delete(out, at%len(out), at%len(out)+1)
			default:
				out[at%len(out)] = word()
			}
		}
		return out
	}
	for range 3000 {
		var base []string
		for range random.IntN(8) {
			base = append(base, word())
		}
		a, b := joined(change(base)), joined(change(base))
		from := joined(base)
		never := func(int, clashing) bool { t.Errorf("asked about %q, %q, %q", from, a, b); return true }
		if got := mergeText(from, a, from, never); got != a {
			t.Fatalf("alone %q becomes %q", a, got)
		}
		if got := mergeText(from, a, a, never); got != a {
			t.Fatalf("twice %q becomes %q", a, got)
		}
		mine := mergeText(from, a, b, func(int, clashing) bool { return true })
		turned := mergeText(from, b, a, func(int, clashing) bool { return false })
		if mine != turned {
			t.Fatalf("from %q by %q and %q: %q, turned round %q", from, a, b, mine, turned)
		}
	}
}

// TestTwoOnOneText: two people write in different paragraphs of a text; both stay,
// and undo takes back only what is one's own.
func TestTwoOnOneText(t *testing.T) {
	base := zeroReport()
	base.Text["1"] = "第一段。\n第二段。"
	s := NewSession(base.Clone(), "mine")
	must(t, s.Continue(SetText(s.Report(), "1", "第一段，我的。\n第二段。")))
	other := NewSession(base.Clone(), "theirs")
	must(t, other.Apply(SetText(other.Report(), "1", "第一段。\n第二段，对方的。\n第三段。")))
	latest := other.Report().Clone()
	latest.Revision++
	if c := s.Clashes(latest); len(c) != 0 {
		t.Fatalf("clashes %v", c)
	}
	s.Rebase(latest, nil)
	if got := s.Report().Text["1"]; got != "第一段，我的。\n第二段，对方的。\n第三段。" {
		t.Fatalf("merged to %q", got)
	}
	must(t, other.Apply(SetText(other.Report(), "1", "第一段。\n第二段，对方又改。\n第三段。")))
	latest = other.Report().Clone()
	s.Rebase(latest, nil)
	if _, err := s.Undo(); err != nil || s.Report().Text["1"] != latest.Text["1"] {
		t.Errorf("undo gives %q, %v", s.Report().Text["1"], err)
	}
	if _, err := s.Redo(); err != nil || s.Report().Text["1"] != "第一段，我的。\n第二段，对方又改。\n第三段。" {
		t.Errorf("redo gives %q, %v", s.Report().Text["1"], err)
	}
}

// TestLoserStaysInTheLog: what lost against the other side is among the edits to
// be saved, and one undo brings it back.
func TestLoserStaysInTheLog(t *testing.T) {
	base := zeroReport()
	s := NewSession(base.Clone(), "mine")
	set(t, s, "2.rules.issued", 7)
	other := NewSession(base.Clone(), "theirs")
	set(t, other, "2.rules.issued", 5)
	s.Rebase(other.Report(), func(Clash) bool { return false })
	_, edits := s.Take()
	if len(edits) != 2 || edits[0].Changes[0].After != "7" || edits[1].Changes[0].After != "5" {
		t.Fatalf("to be saved: %+v", edits)
	}
	if s.Report().Figures["2.rules.issued"] != Count(5) {
		t.Error("theirs is not in the report")
	}
	set(t, other, "2.rules.issued", 6) // before that could be saved
	if c := s.Clashes(other.Report()); len(c) != 0 {
		t.Errorf("asked again: %v", c)
	}
	s.Rebase(other.Report(), nil)
	if _, edits = s.Take(); len(edits) != 2 || s.Report().Figures["2.rules.issued"] != Count(6) {
		t.Errorf("then to be saved: %+v", edits)
	}
	if _, err := s.Undo(); err != nil || s.Report().Figures["2.rules.issued"] != Count(7) {
		t.Errorf("undo: %v, %v", s.Report().Figures["2.rules.issued"], err)
	}
}
