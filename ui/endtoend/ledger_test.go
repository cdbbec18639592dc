//go:build unix

package endtoend

import (
	"encoding/json"
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"
)

// sixty are the applications of a ledger with three odd wordings, and what section three has of them,
// counted beside.
func sixty() (file string, figures map[string]int) {
	kinds := []struct{ word, key string }{{"公民", "natural_person"}, {"公民", "natural_person"}, {"自然人", "natural_person"}, {"企业", "business"}, {"村委会", "other_org"}, {"律师事务所", "legal_service"}, {"个体工商户", "business"}}
	outcomes := []struct{ word, key string }{{"予以公开", "granted"}, {"予以公开", "granted"}, {"部分公开", "partial"}, {"不予公开（第三方）", "denied_third_party"}, {"过程性信息", "denied_process"}, {"信息不存在", "unavailable_not_held"},
		{"信访", "refused_petition"}, {"申请人撤回", "other"}, {"重复申请", "refused_repeat"}, {"同意提供，已邮寄", "granted"}, {"请到窗口查询", "denied_inquiry"}}
	var b strings.Builder
	b.WriteString("某某县教育局2025年依申请公开台账\n序号,登记号,收到日期,申请人,申请人类型,申请内容,答复日期,答复结果,备注\n")
	figures = map[string]int{}
	begin, end := time.Date(2025, 1, 1, 0, 0, 0, 0, time.UTC), time.Date(2025, 12, 31, 0, 0, 0, 0, time.UTC)
	for i := range 60 {
		kind, outcome := kinds[i%len(kinds)], outcomes[i%len(outcomes)]
		received := time.Date(2024, 12, 15, 0, 0, 0, 0, time.UTC).AddDate(0, 0, i*6)
		answered := received.AddDate(0, 0, 18)
		day, word := answered.Format("2006-01-02"), outcome.word
		first, last := "received", outcome.key
		if received.Before(begin) {
			first = "carried_in"
		}
		if answered.After(end) {
			last, day, word = "carried_out", "", ""
		}
		figures["3."+first+"."+kind.key]++
		figures["3."+last+"."+kind.key]++
		fmt.Fprintf(&b, "%d,2025-%03d,%s,申请人,%s,某地块的批文,%s,%s,\n", i+1, i+1, received.Format("2006年1月2日"), kind.word, day, word)
	}
	return b.String(), figures
}

// byHand is how many keys it takes at least to type figures that somebody has counted: F4 for the
// blanks, then the way from each figure to the next, its digits, and Enter.
func byHand(figures map[string]int, cells []string) (keys int) {
	row, col, keys := 0, 0, 2
	for at, cell := range cells {
		if figures[cell] == 0 {
			continue
		}
		r, c := at/6, at%6
		keys += max(r-row, row-r) + max(c-col, col-c) + len(fmt.Sprint(figures[cell])) + 1
		row, col = r+1, c
	}
	return keys
}

// TestLedgerWalk: from a ledger of sixty rows with three odd wordings to a section three that balances,
// on the screen of the built program; the session that is killed on the way loses no answer.
func TestLedgerWalk(t *testing.T) {
	text, want := sixty()
	desk, store := t.TempDir(), t.TempDir()
	path := filepath.Join(desk, "台账.csv")
	write(t, path, []byte(text))
	if _, errs, status := shell(t, store, "new", "--unit", "某某县教育局", "--year", "2025"); status != 0 {
		t.Fatal(errs)
	}
	x := start(t, store, 80, 24)
	x.see("某某县教育局")
	x.press("Enter", "i")
	x.paste(path)
	x.press("Enter")
	x.see("台账 60 行", "待定 3")
	before := x.keys
	x.press("Down", "Space")
	x.see("待定 2")
	time.Sleep(time.Second) // it is kept beside the screen
	x.kill()
	y := start(t, store, 80, 24)
	y.keys = before + 2
	y.see("某某县教育局")
	y.press("Enter", "i")
	y.paste(path)
	y.press("Enter")
	y.see("待定 2")
	y.press("Enter")
	y.see("个体工商户")
	y.press("Down", "Enter") // 商业企业
	y.see("待定 1", "请到窗口查询")
	y.press("Enter")
	y.paste("行政查询")
	y.press("Enter")
	y.see("待定 0", "计入 60 件")
	y.press("Ctrl+S")
	y.see("60 件申请填进了")
	keys := y.keys - 4 // those of opening it a second time
	y.press("Ctrl+Q")

	var exchange struct{ Figures map[string]int }
	out, errs, status := shell(t, store, "show", "某某县教育局-2025", "--json")
	if status != 0 {
		t.Fatal(errs)
	}
	if err := json.Unmarshal([]byte(out), &exchange); err != nil {
		t.Fatal(err)
	}
	var cells []string
	for _, c := range finished("某某县教育局", 2025, 0).Form.Cells() {
		if c.Section.Key == "3" && !c.Computed() {
			cells = append(cells, string(c.ID))
			if exchange.Figures[string(c.ID)] != want[string(c.ID)] {
				t.Errorf("%s is %d, want %d", c.ID, exchange.Figures[string(c.ID)], want[string(c.ID)])
			}
		}
	}
	var checked struct {
		Reports []struct{ Findings []struct{ Rule string } }
	}
	out, _, _ = shell(t, store, "check", "某某县教育局-2025", "--json")
	if err := json.Unmarshal([]byte(out), &checked); err != nil {
		t.Fatal(err)
	}
	if slices.ContainsFunc(checked.Reports[0].Findings, func(f struct{ Rule string }) bool { return strings.HasPrefix(f.Rule, "T3-") }) {
		t.Errorf("section three does not balance: %s", out)
	}
	t.Logf("%d keys and three pastes; typing the figures that somebody has counted by hand takes %d keys at least", keys, byHand(want, cells))
}
