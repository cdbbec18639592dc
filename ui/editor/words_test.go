package editor

import (
	"slices"
	"testing"
)

// TestWords goes by words: to the next sign, or where figures and Chinese meet, and back
// the same way.
func TestWords(t *testing.T) {
	e := New("2025年，我镇（含3村）OK 公开\n完")
	e.Top()
	var on, back []int
	for last := -1; e.Offset() != last; {
		last = e.Offset()
		on = append(on, last)
		e.WordRight()
	}
	for last := -1; e.Offset() != last; {
		last = e.Offset()
		back = append(back, last)
		e.WordLeft()
	}
	slices.Reverse(back)
	if want := []int{0, 4, 5, 6, 8, 9, 10, 11, 12, 13, 16, 18, 19, 20}; !slices.Equal(on, want) {
		t.Errorf("to the right %v, want %v", on, want)
	}
	if want := []int{0, 4, 5, 6, 8, 9, 10, 11, 12, 13, 16, 18, 19, 20}; !slices.Equal(back, want) {
		t.Errorf("to the left %v, want %v", back, want)
	}
	if got := e.Places("公"); !slices.Equal(got, []int{16}) || len(e.Places("")) > 0 || len(e.Places("没有")) > 0 {
		t.Errorf("places %v", got)
	}
}
