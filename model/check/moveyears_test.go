package check

import "testing"

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
