package ledger

import (
	"fmt"
	"strings"
	"testing"

	"nianbao/model/ledger"
)

func TestParseDay(t *testing.T) {
	for _, c := range []struct {
		text        string
		year, month int
		want        string // a day, or what is wrong
	}{
		{"2025-01-08", 0, 0, "2025-01-08"}, {"2025/2/3", 0, 0, "2025-02-03"}, {"2025年3月5日", 0, 0, "2025-03-05"}, {"20250305", 0, 0, "2025-03-05"}, {"2025.3.5", 0, 0, "2025-03-05"}, {"45721", 0, 0, "2025-03-05"}, {"45721.5", 0, 0, "2025-03-05"},
		{"2025-1-8 09:30", 0, 0, "2025-01-08"}, {"2025-01-08T09:30:00", 0, 0, "2025-01-08"}, {"2025年3月5日上午", 0, 0, "2025-03-05"}, {"２０２５－０１－０８", 0, 0, "2025-01-08"}, {"二〇二五年三月五日", 0, 0, "2025-03-05"}, {"二〇二五年十二月二十一日", 0, 0, "2025-12-21"}, {"2025 年 3 月 5 日", 0, 0, "2025-03-05"},
		{"1月8日", 2025, 0, "2025-01-08"}, {"1.8", 2025, 0, "2025-01-08"}, {"1.10", 2025, 0, "2025-01-10"}, {"1.1", 2025, 0, "也可能是 10 日"}, {"8日", 2025, 3, "2025-03-08"}, {"十二月三十日", 2025, 0, "2025-12-30"},
		{"1月8日", 0, 0, "没有写年份"}, {"8日", 2025, 0, "没有写年份和月份"}, {"2025-02-30", 0, 0, "没有这一天"}, {"2025-13-01", 0, 0, "没有这一天"}, {"3月", 2025, 0, "不是日期"}, {"已答复", 2025, 0, "不是日期"}, {"2025-03-01、2025-03-10", 0, 0, "两个日期"}, {"2025-03-10补正", 0, 0, "别的字"},
		{"", 0, 0, ""}, {"—", 0, 0, ""}, {"无", 0, 0, ""}, {"12345678901234567890", 0, 0, "不是日期"},
	} {
		t.Run(c.text, func(t *testing.T) {
			day, why := parseDay(c.text, c.year, c.month)
			if got := string(day) + why; got != c.want && (c.want == "" || why == "" || !strings.Contains(why, c.want)) {
				t.Errorf("got %q, want %q", got, c.want)
			}
		})
	}
}

// page makes a sheet of lines, fields parted by bars.
func page(name, text string) Sheet {
	s := Sheet{Name: name}
	for i, line := range strings.Split(text, "\n") {
		s.Rows = append(s.Rows, Line{Where: fmt.Sprintf("%s%d", name, i+1), Fields: strings.Split(line, "|")})
	}
	return s
}

func TestFind(t *testing.T) {
	const head = "登记号|收到日期|申请人类型|答复日期|答复结果"
	for name, c := range map[string]struct {
		sheets []Sheet
		file   string
		want   string // 编号 收到 类型 答复 结果 of each row
		says   string // of what is skipped, noted, totalled or unread
	}{
		"plain":               {[]Sheet{page("a", head+"\n1|2025-01-08|公民|2025-01-25|公开")}, "", "1 2025-01-08 公民 2025-01-25 公开", ""},
		"a title with a year": {[]Sheet{page("a", "某某局2025年台账||\n"+head+"\n1|1月8日|公民|1月25日|公开")}, "", "1 2025-01-08 公民 2025-01-25 公开", ""},
		"the sheet's year":    {[]Sheet{page("2025年1月", head+"\n1|8日|公民|25日|公开")}, "", "1 2025-01-08 公民 2025-01-25 公开", ""},
		"the file's year":     {[]Sheet{page("1月", head+"\n1|8日|公民|25日|公开")}, "2025年台账.xlsx", "1 2025-01-08 公民 2025-01-25 公开", ""},
		"no year":             {[]Sheet{page("1月", head+"\n1|8日|公民||")}, "台账.xlsx", "1  公民  ", "没有写年份"},
		"other columns first": {[]Sheet{page("a", "答复结果|办结日期|申请人性质|收件日期|收件号\n公开|2025-01-25|公民|2025-01-08|1")}, "", "1 2025-01-08 公民 2025-01-25 公开", ""},
		"two lines":           {[]Sheet{page("a", "登记号|收到日期|申请人情况||答复情况|\n||申请人|申请人类型|答复日期|答复结果\n1|2025-01-08|某人|公民|2025-01-25|公开")}, "", "1 2025-01-08 公民 2025-01-25 公开", ""},
		"a head again":        {[]Sheet{page("a", head+"\n1|2025-01-08|公民||\n"+head+"\n2|2025-01-09|公民||")}, "", "1 2025-01-08 公民  ;2 2025-01-09 公民  ", ""},
		"months, one head":    {[]Sheet{page("1月", head+"\n1|2025-01-08|公民||"), page("2月", "2|2025-02-08|公民||")}, "", "1 2025-01-08 公民  ;2 2025-02-08 公民  ", "按前一张表的栏目读"},
		"another kind":        {[]Sheet{page("台账", head+"\n1|2025-01-08|公民||"), page("说明", "填表说明\n一、每月报一次")}, "", "1 2025-01-08 公民  ", "没有表头，没有读"},
		"totals":              {[]Sheet{page("a", head+"\n1|2025-01-08|公民||\n本月合计|1件|||\n2|2025-02-08|公民||\n合计：共2件||||")}, "", "1 2025-01-08 公民  ;2 2025-02-08 公民  ", "合计行"},
		"numbers prepared":    {[]Sheet{page("a", "序号|"+head+"\n1|1|2025-01-08|公民||\n2|||||\n3|||||\n1.每月报送|||||")}, "", "1 2025-01-08 公民  ", "等 2 行只有序号"},
		"a cover before":      {[]Sheet{page("封面", "某某局\n2025年"), page("台账", head+"\n1|2025-01-08|公民||")}, "", "1 2025-01-08 公民  ", "没有表头，没有读"},
		"a subtotal of March": {[]Sheet{page("a", head+"\n1|2025-01-08|公民||\n3月小计|1件|||")}, "", "1 2025-01-08 公民  ", "合计行"},
		"only a name":         {[]Sheet{page("a", "登记号|收到日期|申请人|申请人类型|答复结果\n||某人||")}, "", "    ", ""},
		"a note below":        {[]Sheet{page("a", head+"\n1|2025-01-08|公民||\n注：公民含港澳居民||||\n制表人：某人||||")}, "", "1 2025-01-08 公民  ", "不是申请，是说明"},
		"breaks in heads":     {[]Sheet{page("a", "登 记 号|收到日期（年月日）|申请人\t类型|答复日期*|答复\r结果\n1|2025-01-08|公民||")}, "", "1 2025-01-08 公民  ", ""},
		"marks with days":     {[]Sheet{page("a", head+"|是否复议\n1|2025-01-08|公民|||是，2025年5月6日维持")}, "", "1 2025-01-08 公民  ", "是，维持 2025-05-06"},
		"two columns of one": {[]Sheet{page("a", head+"|办结日期|办理情况\n1|2025-01-08|公民||公开|2025-01-25|\n2|2025-01-08|公民|2025-01-25|公开|2025-01-25|\n3|2025-01-08|公民|2025-01-25|公开|2025-02-25|已办结")}, "",
			"1 2025-01-08 公民 2025-01-25 公开;2 2025-01-08 公民 2025-01-25 公开;3 2025-01-08 公民 2025-01-25 公开；已办结", "两列「答复日期」不一样"},
		"not a day": {[]Sheet{page("a", head+"\n1|2025-02-30|公民||")}, "", "1  公民  ", "没有这一天"},
	} {
		t.Run(name, func(t *testing.T) {
			b, err := Find(c.sheets, c.file)
			if err != nil {
				t.Fatal(err)
			}
			var rows []string
			said := fmt.Sprint(b.Skipped, b.Notes, b.Totals)
			for _, r := range b.Rows {
				rows = append(rows, strings.Join([]string{r.Number, string(r.Received), r.Applicant, string(r.Answered), r.Outcome}, " "))
				said += fmt.Sprint(r.Unread, r.Doubts) + r.Reconsideration.Word + " " + string(r.Reconsideration.Day)
			}
			if got := strings.Join(rows, ";"); got != c.want {
				t.Errorf("got %q, want %q", got, c.want)
			}
			if !strings.Contains(said, c.says) {
				t.Errorf("no %q in %s", c.says, said)
			}
		})
	}
	for _, none := range []string{"", "某某镇年报\n一、总体情况", "类别|自然人|企业|总计\n新收|1|2|3", "申请人|申请内容\n甲|乙"} {
		if _, err := Find([]Sheet{page("a", none)}, ""); err == nil {
			t.Errorf("%q is taken for a ledger", none)
		}
	}
}

// What is never read is in no row, and each line is a row, a head, blank, or skipped with why.
func FuzzFind(f *testing.F) {
	f.Add("登记号|收到日期|申请人类型|证件号|申请内容|联系电话|答复结果\n1|2025-01-08|公民|#1#|#2#|#3#|公开\n合计|1", "2025年1月")
	f.Add("序号|收件号|收件日期|申请人|办结日期|答复类型\n\n1|1|8日|甲||\n注：无", "8月")
	f.Fuzz(func(t *testing.T, text, name string) {
		b, err := Find([]Sheet{page(name, text)}, name)
		if err != nil {
			return
		}
		for _, r := range b.Rows {
			for _, secret := range []string{"#1#", "#2#", "#3#"} {
				if all := fmt.Sprint(r); strings.Contains(all, secret) && strings.Count(text, secret) == 1 && strings.Contains(text, "|证件号|申请内容|联系电话|") && strings.HasPrefix(text, "登记号|收到日期|申请人类型") {
					t.Errorf("%s is in %s", secret, all)
				}
			}
			if r.Received != "" {
				if _, err := ledger.ParseDay(string(r.Received)); err != nil {
					t.Error(err)
				}
			}
		}
		if len(b.Rows)+len(b.Skipped) > strings.Count(text, "\n")+1 {
			t.Error("more rows than lines")
		}
	})
}
