package ledger

import "testing"

func TestDue(t *testing.T) {
	added, err := ParseCalendar("date,kind\n2027-02-08,rest\n2027-02-13,work\n")
	if err != nil {
		t.Fatal(err)
	}
	for name, c := range map[string]struct {
		row  Row
		on   Day
		due  Day
		left int
		why  bool
	}{
		"plain":           {Row{Received: "2025-03-03"}, "2025-03-10", "2025-03-31", 15, false},
		"last day":        {Row{Received: "2025-03-03"}, "2025-03-31", "2025-03-31", 0, false},
		"overdue":         {Row{Received: "2025-03-03"}, "2025-04-02", "2025-03-31", -2, false},
		"spring festival": {Row{Received: "2025-01-20"}, "2025-01-20", "2025-02-21", 20, false},                             // 21–24, 26, 27 January, 5–8, 10–14, 17–21 February
		"national day":    {Row{Received: "2026-09-18"}, "2026-09-18", "2026-10-22", 20, false},                             // 20–24 | 28–30 | 8–10, 12–16, 19–22 October
		"extended":        {Row{Received: "2025-03-03", Extension: Mark{Word: "是"}}, "2025-03-10", "2025-04-28", 35, false}, // 4–7, 10–14, 17–21, 24–28, 31 March, 1–3, 7–11, 14–18, 21–25, 27, 28 April,
		"not extended":    {Row{Received: "2025-03-03", Extension: Mark{Word: "否"}}, "2025-03-10", "2025-03-31", 15, false},
		"extended to":     {Row{Received: "2025-03-03", Extension: Mark{Word: "是", Day: "2025-04-15"}}, "2025-04-14", "2025-04-15", 1, false},
		"extended beyond": {Row{Received: "2025-03-03", Extension: Mark{Day: "2025-06-30"}}, "2025-04-28", "2025-04-28", 0, true},
		"amended":         {Row{Received: "2025-03-03", Notice: "2025-03-05", Amendment: Mark{Word: "是", Day: "2025-03-17"}}, "2025-03-17", "2025-04-15", 20, false},
		"late notice":     {Row{Received: "2025-03-03", Notice: "2025-03-25", Amendment: Mark{Day: "2025-03-28"}}, "2025-03-28", "2025-04-27", 20, true},
		"waiting":         {Row{Received: "2025-03-03", Notice: "2025-03-05"}, "2025-03-17", "", 0, true},
		"amended, when":   {Row{Received: "2025-03-03", Amendment: Mark{Word: "是"}}, "2025-03-17", "", 0, true},
		"asked":           {Row{Received: "2025-03-03", Inquiry: Mark{Day: "2025-03-05"}, Inquired: "2025-03-12"}, "2025-03-12", "2025-04-08", 18, false},
		"being asked":     {Row{Received: "2025-03-03", Inquiry: Mark{Day: "2025-03-05"}}, "2025-03-12", "", 0, true},
		"asked, when":     {Row{Received: "2025-03-03", Inquiry: Mark{Word: "是"}}, "2025-03-12", "", 0, true},
		"no receipt":      {Row{}, "2025-03-12", "", 0, true},
		"administrator's": {Row{Received: "2027-02-05"}, "2027-02-05", "2027-03-05", 20, false}, // 9–13, 15–19, 22–26, 1–5 March
	} {
		t.Run(name, func(t *testing.T) {
			got := added.Due(&c.row, c.on)
			if got.Due != c.due || got.DaysLeft != c.left || (got.Why != "") != c.why {
				t.Errorf("got %+v, want %s, %d left", got, c.due, c.left)
			}
		})
	}
	var none *Calendar
	if !none.Known(2026) || none.Known(2027) || !added.Known(2027) {
		t.Error("what years are known")
	}
	for _, bad := range []string{"2027-13-01,rest", "2027-01-01,maybe", "1月1日,rest"} {
		if _, err := ParseCalendar(bad); err == nil {
			t.Errorf("%s is taken", bad)
		}
	}
}
