package model

import (
	"slices"
	"strings"
)

// DiffLines shows how one text becomes another, a paragraph a line: those of a
// alone begin with －, those of b alone with ＋; what both have is left out.
func DiffLines(a, b string) []string {
	x, y := paragraphs(a), paragraphs(b)
	kept, ok := inCommon(x, y)
	if !ok {
		return nil
	}
	var out []string
	i, j := 0, 0
	for _, k := range append(kept, [2]int{len(x), len(y)}) {
		for ; i < k[0]; i++ {
			out = append(out, "－ "+x[i])
		}
		for ; j < k[1]; j++ {
			out = append(out, "＋ "+y[j])
		}
		i, j = i+1, j+1
	}
	return out
}

// inCommon pairs the paragraphs that x and y have in common, in order, as many as
// can be: their places in x and in y. It gives up on some thousand paragraphs, not
// a text that anybody compares line by line.
func inCommon(x, y []string) (pairs [][2]int, ok bool) {
	if len(x)*len(y) > 4_000_000 {
		return nil, false
	}
	// common[i][j] is how many paragraphs x[i:] and y[j:] have in common.
	common := make([][]int, len(x)+1)
	for i := range common {
		common[i] = make([]int, len(y)+1)
	}
	for i, p := range slices.Backward(x) {
		for j, q := range slices.Backward(y) {
			if p == q {
				common[i][j] = common[i+1][j+1] + 1
			} else {
				common[i][j] = max(common[i+1][j], common[i][j+1])
			}
		}
	}
	for i, j := 0, 0; i < len(x) && j < len(y); {
		switch {
		case x[i] == y[j]:
			pairs = append(pairs, [2]int{i, j})
			i, j = i+1, j+1
		case common[i+1][j] >= common[i][j+1]:
			i++
		default:
			j++
		}
	}
	return pairs, true
}

func paragraphs(s string) []string {
	if s == "" {
		return nil
	}
	return strings.Split(s, "\n")
}
