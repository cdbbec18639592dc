package model

import "testing"

// TestClasses: every rule that can find something has one of the four classes, and a
// firm one is forced and no other.
func TestClasses(t *testing.T) {
	seen := map[Class]int{}
	for _, f := range Editions() {
		for i := range f.Rules {
			r := &f.Rules[i]
			c := r.Class()
			seen[c]++
			if (c == Forced) != r.Firm || (c == "") != (r.Severity == Info) {
				t.Errorf("%s, %s, firm %v: %q", r.ID, r.Severity, r.Firm, c)
			}
		}
	}
	for _, c := range Classes {
		if seen[c.Class] == 0 {
			t.Errorf("no rule is %s", c.Class)
		}
	}
	for id, want := range map[string]Class{"FILL-BLANK": Forced, "T3-BAL": Pressed, "Y-STOCK": ToVerify, "W-LEN": ToNotice, "S6-RATE": ""} {
		if got := Form2021.Rule(id).Class(); got != want {
			t.Errorf("%s is %q, not %q", id, got, want)
		}
	}
}
