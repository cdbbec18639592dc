package editor

import (
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/charmbracelet/x/ansi"

	"nianbao/ui/width"
)

func TestInsertAndDelete(t *testing.T) {
	e := New("一二")
	e.Insert("三\n四")
	if e.Value() != "一二三\n四" || e.Offset() != 5 {
		t.Fatalf("%q at %d", e.Value(), e.Offset())
	}
	e.Left()
	e.Backspace() // joins the lines
	if e.Value() != "一二三四" || e.Offset() != 3 {
		t.Fatalf("%q at %d", e.Value(), e.Offset())
	}
	e.Home()
	e.Delete()
	e.Insert("零")
	if e.Value() != "零二三四" {
		t.Fatalf("%q", e.Value())
	}
	e.DeleteLine()
	if e.Value() != "零" {
		t.Fatalf("%q", e.Value())
	}
	e.Insert("\n\n终")
	e.Top()
	e.End()
	e.DeleteLine()
	if e.Value() != "零\n终" {
		t.Fatalf("%q", e.Value())
	}
}

func TestUpAndDownKeepTheColumn(t *testing.T) {
	e := New("一二三四五\n六\n七八九十百")
	e.Resize(40, 5)
	e.Top()
	for range 4 {
		e.Right()
	}
	e.Down(1)
	e.Down(1)
	e.Insert("X")
	if e.Value() != "一二三四五\n六\n七八九十X百" {
		t.Errorf("%q", e.Value())
	}
}

// reference is a text, a cursor and the selection's other end (-1 for none)
// without any cleverness.
type reference struct {
	text       []rune
	at, anchor int
}

// drop deletes what is selected, and reports whether anything was.
func (r *reference) drop() bool {
	from, to := min(r.at, r.anchor), max(r.at, r.anchor)
	r.anchor = -1
	if from < 0 || from == to {
		return false
	}
	r.text, r.at = append(r.text[:from:from], r.text[to:]...), from
	return true
}

func (r *reference) selected() string {
	if r.anchor < 0 {
		return ""
	}
	return string(r.text[min(r.at, r.anchor):max(r.at, r.anchor)])
}

// TestAgainstReference compares random editing with the plain way, and checks
// each time that the picture fits and the cursor stands behind what precedes it.
func TestAgainstReference(t *testing.T) {
	for seed := range uint64(40) {
		rng := rand.New(rand.NewPCG(seed, 3))
		e, ref := New(""), reference{anchor: -1}
		for range 300 {
			switch rng.IntN(15) {
			case 12:
				e.Mark()
				if ref.anchor < 0 {
					ref.anchor = ref.at
				}
			case 13:
				if rng.IntN(3) == 0 {
					e.Unmark()
					ref.anchor = -1
				}
			case 14:
				if rng.IntN(8) == 0 {
					e.SelectAll()
					ref.anchor, ref.at = 0, len(ref.text)
				}
			case 0, 1, 2, 3:
				s := []string{"字", "，", "a1", "\n", "「引」", "政府信息公开工作年度报告。", "“x”\ny"}[rng.IntN(7)]
				e.Insert(s)
				ref.drop()
				ref.text = append(ref.text[:ref.at:ref.at], append([]rune(s), ref.text[ref.at:]...)...)
				ref.at += len([]rune(s))
			case 4:
				e.Backspace()
				if !ref.drop() && ref.at > 0 {
					ref.text = append(ref.text[:ref.at-1:ref.at-1], ref.text[ref.at:]...)
					ref.at--
				}
			case 5:
				e.Delete()
				if !ref.drop() && ref.at < len(ref.text) {
					ref.text = append(ref.text[:ref.at:ref.at], ref.text[ref.at+1:]...)
				}
			case 6:
				e.Left()
				ref.at = max(ref.at-1, 0)
			case 7:
				e.Right()
				ref.at = min(ref.at+1, len(ref.text))
			case 8:
				e.Resize(2+rng.IntN(30), 1+rng.IntN(6))
			default: // where these lead depends on the picture
				[]func(){func() { e.Up(1) }, func() { e.Down(2) }, e.Home, e.End, e.Top, e.Bottom}[rng.IntN(6)]()
				ref.at = e.Offset()
			}
			if e.Value() != string(ref.text) || e.Offset() != ref.at || e.Selected() != ref.selected() {
				t.Fatalf("seed %d: %q at %d, want %q at %d", seed, e.Value(), e.Offset(), string(ref.text), ref.at)
			}
			lines, x, y := e.View()
			for i := range lines {
				lines[i] = ansi.Strip(lines[i])
			}
			if y < 0 || y >= len(lines) || len(lines) > e.h || x < 0 || x > e.w {
				t.Fatalf("seed %d: cursor at %d,%d of %d lines in %d×%d", seed, x, y, len(lines), e.w, e.h)
			}
			for _, l := range lines {
				if width.Of(l) > e.w {
					t.Fatalf("seed %d: %q is wider than %d", seed, l, e.w)
				}
			}
			before := []rune(string(ref.text[:ref.at]))
			if n := len(before); n > 0 && before[n-1] != '\n' && x > 0 {
				if g, _ := width.Glyph(before[n-1]); !strings.HasSuffix(clip(lines[y], x), g) {
					t.Fatalf("seed %d: cursor at column %d of %q, not behind %q", seed, x, lines[y], g)
				}
			}
		}
	}
}

// clip is the part of a line before a column.
func clip(line string, x int) string {
	out := ""
	for _, r := range line {
		if width.Of(out+string(r)) > x {
			break
		}
		out += string(r)
	}
	return out
}

func TestSeek(t *testing.T) {
	e := New("公开信息。\n依申请公开，公开")
	e.Top()
	for _, want := range []int{2, 11, 14, 2} {
		if at, n := e.Seek("公开"); n != 3 || at < 1 || e.Offset() != want || e.Selected() != "公开" {
			t.Fatalf("found %d of %d at %d, want %d", at, n, e.Offset(), want)
		}
	}
	for _, words := range []string{"没有", ""} {
		if at, n := e.Seek(words); at+n > 0 || e.Selected() != "" {
			t.Errorf("found %q, which isn't there", words)
		}
	}
}

func TestSetOffset(t *testing.T) {
	e := New("一二\n三")
	for want := range 5 {
		if e.SetOffset(want); e.Offset() != want {
			t.Errorf("SetOffset(%d) gives %d", want, e.Offset())
		}
	}
	if e.SetOffset(99); e.Offset() != 4 {
		t.Errorf("beyond the end: %d", e.Offset())
	}
}
