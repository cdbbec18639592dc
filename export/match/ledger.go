package match

import (
	"errors"
	"slices"
	"strings"
)

// ErrLedger says that the file is a ledger of applications, a row an application.
var ErrLedger = errors.New("这是依申请公开的台账（一件申请一行），不是年报")

// ledgerHeads are the heads that ledgers have, one of each kind; read in real
// ledgers and systems.
var ledgerHeads = [][]string{
	{"申请人", "申请人姓名", "申请人名称", "申请人（单位）"},
	{"申请人类型", "申请人类别", "申请人性质", "申请主体"},
	{"收到日期", "申请日期", "受理日期", "收件日期", "登记日期", "收到时间", "申请时间"},
	{"登记号", "流水号", "收件号", "受理号", "登记编号", "申请编号", "编号"},
	{"申请方式", "申请渠道", "受理方式"},
	{"申请内容", "所需信息", "申请事项", "申请公开内容"},
	{"答复类型", "答复结果", "办理结果", "处理方式", "处理结果", "答复方式"},
	{"答复日期", "办结日期", "答复时间", "办结时间"},
	{"答复文号", "答复书文号"},
}

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
				if hasLedgerHeads(heads) {
					return true
				}
			}
			continue
		}
		for line := range strings.Lines(blocks[i].Text) {
			if lines++; lines > ledgerRows {
				break
			}
			if hasLedgerHeads(strings.FieldsFunc(line, func(r rune) bool { return strings.ContainsRune(",，\t;；|", r) })) {
				return true
			}
		}
	}
	return false
}

func hasLedgerHeads(heads []string) bool {
	const enough = 4
	found := 0
	for _, names := range ledgerHeads {
		if slices.ContainsFunc(heads, func(h string) bool { return slices.Contains(names, strings.Trim(h, " \"\n\u3000")) }) {
			found++
		}
	}
	return found >= enough
}
