package match

import (
	"errors"
	"strings"

	"nianbao/model/ledger"
)

// ErrLedger says that the file is a ledger of applications, a row an application.
var ErrLedger = errors.New("这是依申请公开的台账（一件申请一行），不是年报")

// ledgerRows is how far down the heads are looked for: a title stands over them.
const ledgerRows = 8

// isLedger reports whether a line of the document's beginning has the heads of a
// ledger.
func isLedger(blocks []block) bool {
	lines := 0
	for i := range blocks {
		if g := blocks[i].Table; g != nil {
			for r := range min(g.Rows, ledgerRows) {
				var heads []string
				for _, c := range cellsOf(g, r) {
					heads = append(heads, oneLine(c.Text))
				}
				if ledger.IsLedger(heads) {
					return true
				}
			}
			continue
		}
		for line := range strings.Lines(blocks[i].Text) {
			if lines++; lines > ledgerRows {
				break
			}
			if ledger.IsLedger(strings.FieldsFunc(line, func(r rune) bool { return strings.ContainsRune(",，\t;；|", r) })) {
				return true
			}
		}
	}
	return false
}
