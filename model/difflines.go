package model

import (
	"slices"
	"strings"
)

// DiffLines shows how one text becomes another, a paragraph a line: those of a
// alone begin with －, those of b alone with ＋; what both have is left out.
func DiffLines(a, b string) []string {
	x, y := paragraphs(a), paragraphs(b)
	if len(x)*len(y) > 4_000_000 { // some thousand paragraphs: not a text that anybody compares line by line
		return nil
	}
	// common[i][j] is how many paragraphs x[i:] and y[j:] have in common, in order.
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
	var out []string
	for i, j := 0, 0; i < len(x) || j < len(y); {
		switch {
		case i < len(x) && j < len(y) && x[i] == y[j]:
			i, j = i+1, j+1
		case j == len(y) || i < len(x) && common[i+1][j] >= common[i][j+1]:
			out = append(out, "－ "+x[i])
			i++
		default:
			out = append(out, "＋ "+y[j])
			j++
		}
	}
	return out
}

func paragraphs(s string) []string {
	if s == "" {
		return nil
	}
	return strings.Split(s, "\n")
}
