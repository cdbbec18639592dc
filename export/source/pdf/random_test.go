package pdf

import (
	"fmt"
	"math/rand/v2"
	"os"
	"strconv"
	"strings"
	"testing"
	"time"
)

// TestSeenAtRandom puts something that nobody sees, or that is no part of a
// figure, beside figures of a table, in places and ways chosen at random: each
// cell is read as it is seen, or it says why not.
func TestSeenAtRandom(t *testing.T) {
	files := 400
	if os.Getenv("NIANBAO_LONG") != "" {
		files = 20_000
	}
	seed := uint64(time.Now().UnixNano())
	random := rand.New(rand.NewPCG(seed, 2))
	touched, doubtful := 0, 0
	for range files {
		const rows, cols = 5, 4
		var want [rows][cols]string
		var done [rows][cols]string
		var content strings.Builder
		content.WriteString(lattice([]float64{100, 180, 260, 340, 420}, []float64{700, 676, 652, 628, 604, 580}))
		for r := range rows {
			for c := range cols {
				x, y, size := 104+80*float64(c)+float64(random.IntN(8)), 683-24*float64(r)+random.Float64()*2, 8+random.Float64()*4
				want[r][c] = strconv.Itoa(random.IntN(1000))
				drawn, how := touch(random, x, y, size, want[r][c])
				done[r][c] = how
				content.WriteString(drawn)
			}
		}
		m := maker{pages: []string{content.String()}, catalog: "/OCProperties<</OCGs[20 0 R]/D<</OFF[20 0 R]>>>>", resources: "/Properties<</L 20 0 R>>/ExtGState<</T<</ca 0>>>>", objects: []string{"<</Type/OCG/Name(a)>>"}}
		d, err := Source(m.write())
		if err != nil {
			t.Fatal(err)
		}
		g := d.Blocks[0].Table
		if g == nil || g.Rows != rows || g.Cols != cols {
			t.Fatalf("seed %d: the table is\n%s", seed, d)
		}
		for r := range rows {
			for c := range cols {
				cell := g.At(r, c)
				if done[r][c] != "" {
					touched++
				}
				if len(cell.Doubts) > 0 {
					doubtful++
				}
				switch {
				case cell.Text != want[r][c] && len(cell.Doubts) == 0:
					t.Errorf("seed %d: %s: %q instead of %q, without a word", seed, done[r][c], cell.Text, want[r][c])
				case done[r][c] == "" && (len(cell.Doubts) > 0 || cell.Text != want[r][c]):
					t.Errorf("seed %d: a plain cell: %q, %v instead of %q", seed, cell.Text, cell.Doubts, want[r][c])
				}
			}
		}
	}
	t.Logf("%d files, %d figures touched, %d doubtful", files, touched, doubtful)
}

// touch draws a figure with something beside, over or under it, and says what.
func touch(random *rand.Rand, x, y, size float64, figure string) (content, how string) {
	other := strconv.Itoa(1 + random.IntN(99))
	width := size * 0.5 * float64(len(other)) // a digit's width is half its size
	at := func(x float64) string { return words(x, y, size, other) }
	plain := words(x, y, size, figure)
	behind := words(x+width, y, size, figure) // the figure when the other stands before it
	end := x + size*0.5*float64(len(figure))
	box := "re f 0 g\n"
	switch random.IntN(14) {
	case 0:
		return colored("1 g", at(x)) + behind, "white before"
	case 1:
		return plain + colored("1 1 1 rg", at(end)), "white behind"
	case 2:
		return colored("3 Tr", at(x)) + behind, "mode 3"
	case 3:
		return "/OC /L BDC " + at(x) + "EMC " + behind, "a layer off"
	case 4:
		return at(x) + fmt.Sprintf("1 g %g %g %g %g %s", x-1, y-3, width+2, size+3, box) + plain, "covered"
	case 5:
		return at(x) + fmt.Sprintf("%g %g m %g %g l S\n", x, y+0.3*size, x+width, y+0.3*size) + behind, "struck"
	case 6:
		return plain + words(end, y+0.35*size, 0.6*size, other), "raised"
	case 7:
		return plain + words(end, y-0.15*size, 0.6*size, other), "lowered"
	case 8:
		return colored("0.7 g", words(x+1.2, y-0.36*size, size, figure)) + plain, "a shadow"
	case 9:
		return words(x, y, 0.5, other) + behind, "tiny"
	case 10:
		return "q /T gs " + at(x) + "Q " + behind, "no opacity"
	case 11:
		return "q 0 0 9 9 re W n " + at(x) + "Q " + behind, "clipped"
	}
	return plain, ""
}
