package match_test

import (
	"fmt"
	"strings"
	"testing"

	"nianbao/model"
	"nianbao/model/check"
)

const oldTwo = `| 第二十条第（一）项 | | | |
|---|---|---|---|
| 信息内容 | 本年新制作数量 | 本年新公开数量 | 对外公开总数量 |
| 规章 | 0 | 0 | 0 |
| 规范性文件 | 2 | 2 | 17 |
| 第二十条第（五）项 | | | |
| 信息内容 | 上一年项目数量 | 本年增/减 | 处理决定数量 |
| 行政许可 | 30 | -8 | 410 |
| 其他对外管理服务事项 | 12 | +1 | 95 |
| 第二十条第（六）项 | | | |
| 信息内容 | 上一年项目数量 | 本年增/减 | 处理决定数量 |
| 行政处罚 | 50 | 0 | 7 |
| 行政强制 | 5 | 减3 | 1 |
| 第二十条第（八）项 | | | |
| 信息内容 | 上一年项目数量 | 本年增/减 | |
| 行政事业性收费 | 2 | 0 | |
| 第二十条第（九）项 | | | |
| 信息内容 | 采购项目数量 | 采购总金额 | |
| 政府集中采购 | 6 | 88.25 | |
`

// oldPage is the report on the form of 2019, with （六）其他处理 in one row.
func oldPage(year string) string {
	var three strings.Builder
	three.WriteString(headThree)
	for _, r := range rowsThree {
		switch {
		case r.two == "（六）其他处理":
			r.three, r.figures = "", "2 1 0 0 0 0 3"
		case strings.HasPrefix(r.three, "2.申请人"), r.three == "3.其他":
			continue
		}
		fmt.Fprintf(&three, "| %s | %s | %s | %s |\n", r.one, r.two, r.three, strings.Join(strings.Fields(r.figures), " | "))
	}
	page := strings.Replace(whole(), tableTwo, oldTwo, 1)
	page = strings.Replace(page, tableThree(), three.String(), 1)
	return strings.NewReplacer("2024年", year+"年", "2025年", "2021年").Replace(page)
}

func TestOldForm(t *testing.T) {
	x := read(t, oldPage("2020"))
	r := x.Report
	if r.Form != model.Form2019() || r.Year != 2020 {
		t.Fatalf("read as the form of %s, year %d", r.Form.Edition, r.Year)
	}
	for id, want := range map[model.CellID]string{"2.normative.public_total": "17", "2.licensing.items": "30", "2.licensing.change": "-8", "2.licensing.decided": "410", "2.services.change": "1",
		"2.services.decided": "95", "2.compulsion.decided": "1", "2.fees.items": "2", "2.procurement.projects": "6", "2.procurement.amount": "88.25",
		"3.other.natural_person": "2", "3.other.business": "1", "3.received.natural_person": "20", "4.direct_suit.other": "7"} {
		if got := r.Figures[id].String(); got != want {
			t.Errorf("%s reads %q, want %s", id, got, want)
		}
	}
	if r.Unread["2.compulsion.change"] != "减3" || len(r.Stated) > 0 {
		t.Errorf("unread %v, stated %v", r.Unread, r.Stated)
	}
	// 22 - 1 that is no figure, 161, 15.
	if n := len(r.Figures) + 23 + 6 + 3; n != 21+161+15 {
		t.Errorf("%d figures with the totals", n)
	}
	for _, f := range check.Report(r, nil) {
		if f.Severity == model.Error && f.Rule != "FILL-TEXT" && f.Rule != "FILL-BLANK" {
			t.Errorf("%s: %s", f.Rule, f.Message)
		}
	}
}

// A unit that goes on using the old form is told so.
func TestOldFormTooLate(t *testing.T) {
	x := read(t, oldPage("2022"))
	old := false
	for _, f := range check.Report(x.Report, nil) {
		old = old || f.Rule == "FILL-OLD"
	}
	if x.Report.Form != model.Form2019() || x.Report.Figures["2.licensing.decided"] != model.Count(410) || !old {
		t.Errorf("form %s, FILL-OLD found: %v", x.Report.Form.Edition, old)
	}
}
