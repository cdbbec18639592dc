package ui

import (
	"strings"
	"testing"

	tea "charm.land/bubbletea/v2"

	"nianbao/model"
)

// atTable opens a table of a new report at a cell.
func atTable(t *testing.T, cell model.CellID) *driver {
	t.Helper()
	d := drive(t, 80, 24)
	d.begin()
	d.app.goTo(place{Cell: cell})
	return d
}

// want fails unless the cells hold the figures: cell=figure, "" for a blank.
func (d *driver) want(figures ...string) {
	d.t.Helper()
	for _, f := range figures {
		cell, value, _ := strings.Cut(f, "=")
		if got := figure(d, model.CellID(cell)); got != value {
			d.t.Errorf("%s is %q, want %q", cell, got, value)
		}
	}
}

// rows writes a block of lines with blanks between the figures; . is an empty field.
func rows(lines ...string) tea.PasteMsg {
	for i, l := range lines {
		fields := strings.Fields(l)
		for k, f := range fields {
			fields[k] = strings.TrimPrefix(f, ".")
		}
		lines[i] = strings.Join(fields, "\t")
	}
	return tea.PasteMsg{Content: strings.Join(lines, "\r\n") + "\r\n"}
}

// TestPasteEmptyRowsAreRows: rows whose zeros are left blank stay rows, also where
// a group begins; every column would balance one line further up, too.
func TestPasteEmptyRowsAreRows(t *testing.T) {
	d := atTable(t, "3.granted.natural_person")
	lines := make([]string, 21)
	for i := range lines {
		lines[i] = ". ."
	}
	lines[0], lines[6], lines[11], lines[20] = "3 1", "2 .", ". 4", "1 1"
	d.send(rows(lines...))
	d.see("已粘贴 6 格")
	d.want("3.granted.natural_person=3", "3.denied_secret.natural_person=", "3.denied_internal.natural_person=2", "3.unavailable_to_create.business=4", "3.other.business=1")

	d = atTable(t, "2.rules.issued")
	d.send(rows("4 1 9", "5 0 7", ".", "6", ".", "1.25"))
	d.want("2.normative.issued=5", "2.licensing.decided=", "2.penalty.decided=6", "2.compulsion.decided=", "2.fees.amount=1.25")

	d = atTable(t, "4.reconsideration.upheld")
	d.send(rows("1 . . .", ". . . .", ". 2 . ."))
	d.want("4.reconsideration.upheld=1", "4.direct_suit.corrected=", "4.suit_after.corrected=2")
}

// TestPasteLinesOfGroups: where the number of rows proves that empty ones are the
// lines of groups' names, they are.
func TestPasteLinesOfGroups(t *testing.T) {
	d := atTable(t, "3.unavailable_unclear.natural_person")
	d.send(rows("1", ".", "2", "0", "0", "0", "3", ".", "0", "0", "4", "10", "5"))
	d.see("第 2 行是「（五）不予处理」这个组名的一行", "第 8 行是「（六）其他处理」", "最后一行是「四、结转下年度」")
	d.press("enter")
	d.want("3.unavailable_unclear.natural_person=1", "3.refused_petition.natural_person=2", "3.refused_confirm.natural_person=3", "3.other.natural_person=4", "3.carried_out.natural_person=5")
}

// TestPasteAsksWhatNothingProves: before anything is filled, and Enter is no answer.
func TestPasteAsksWhatNothingProves(t *testing.T) {
	block := func() tea.Msg { return rows("7 0", "0 0", "5 1", "0 2", ". .", "3 0", "0 0", "8 0") }
	for key, want := range map[string][]string{
		"a": {"3.received.business=7", "3.denied_secret.business=", "3.denied_law.business=3", "3.denied_third_party.business=8"},
		"b": {"3.received.business=7", "3.denied_secret.business=3", "3.denied_law.business=0", "3.denied_security.business=8", "3.denied_third_party.business="},
	} {
		d := atTable(t, "3.received.business")
		d.send(block())
		d.see("第 5 行是空的", "「1.属于国家秘密」，零留空", "「4.保护第三方权益」", "「（三）不予公开」这个组名的一行", "最后一行是「3.危及「三安全一稳")
		d.press("enter", "enter")
		d.want("3.received.business=")
		d.press(key)
		d.see("已粘贴 14 格")
		d.want(want...)
	}
	d := atTable(t, "2.rules.issued")
	d.send(rows("4", "5", ".", "6"))
	d.see("第 3 行是空的", "第 3 行是「第二十条第（五）项」这个组名的一行；最后一行是「行政许可」")
	d.press("esc")
	d.want("2.rules.issued=")
}

// TestPasteDashesAreZeroWithOneKey: 「-」「—」「无」 are no figures until somebody
// says that they are 0.
func TestPasteDashesAreZeroWithOneKey(t *testing.T) {
	d := atTable(t, "3.refused_repeat.research")
	d.send(rows("- — 3", "无 4 十", "/ 7件 -"))
	d.see("7 格不是能填的数，不填：", "原文「十」", "按 z", "「-」「—」「无」「/」都当作 0（5 格）")
	d.press("z")
	d.see("已粘贴 7 格，2 格不是能填的数，没有填")
	d.want("3.refused_repeat.research=0", "3.refused_repeat.welfare=0", "3.refused_publication.research=0", "3.refused_publication.legal_service=", "3.refused_excessive.research=0", "3.refused_excessive.welfare=")
	d.press("ctrl+z")
	d.want("3.refused_repeat.research=")
	d.send(rows("- — 3", "无 4 十"))
	d.press("enter")
	d.want("3.refused_repeat.research=", "3.refused_repeat.legal_service=3")
}

// TestPasteTellsWhatStays: blanks on figures are told apart, zeros are no other
// figures, and nothing is said of 0 rows of words.
func TestPasteTellsWhatStays(t *testing.T) {
	d := atTable(t, "3.received.natural_person")
	d.press("f4", "6", "enter")
	d.app.goTo(place{Cell: "3.received.natural_person"})
	d.send(rows(". 2 .", "3 . 0"))
	d.see("能填 3 格", "其中 2 格原来是 0", "2 格是空的", "1 格在块里是空的，表里却有数", "「表三 新收/自", "然人」6")
	d.lack("别的数")
	d.lack("前 0")
	d.press("esc")
	d.app.goTo(place{Cell: "3.carried_in.natural_person"})
	d.send(rows("3 0 1"))
	d.see("已粘贴 3 格，其中 2 格原来是 0")
	d.app.goTo(place{Cell: "3.granted.natural_person"})
	d.send(rows("甲县 3", "乙县 0"))
	d.see("前 1 列是文字")
	d.lack("前 0")
}
