package check

import (
	"slices"
	"strings"
	"testing"

	"nianbao/model"
)

// yearCases are sentences of a county's report for 2025, with the words of each year
// that is wrong.
var yearCases = []struct {
	section, text string
	wrong         []string
}{
	{"1", "聚焦重点领域，2024年全县通过门户网站公开信息4310条。", []string{"2024"}},
	{"1", "本年度共开展培训2次，2024年累计推送信息361篇；全年受理申请12件。", []string{"2024"}},
	{"1", "三是强化监督。2023年，组织培训2次，参训65人次。", []string{"2023"}},
	{"1", "公开更加及时；2024年，主动公开信息62条。", []string{"2024"}},
	{"1", "2024年，我县把政务公开纳入绩效考核，组织考核2次。", []string{"2024"}},
	{"1", "我县2024年共公开信息62条。", []string{"2024"}},
	{"1", "沭阳县人民政府2024年共公开信息62条。", []string{"2024"}},
	{"1", "截至2024年底，公开信息62条。", []string{"2024"}},
	{"1", "全年培训2次，截止2024年12月31日，公开62条。", []string{"2024"}},
	{"1", "2024年度，县政府办共收到申请32件。", []string{"2024"}},
	{"1", "现将我县2024年政府信息公开工作情况报告如下。", []string{"2024"}},
	{"1", "沭阳县人民政府2024年政府信息公开工作年度报告\n公开62条。", []string{"2024"}},
	{"1", "2024年，收到申请361件，同比增长5%。", []string{"2024"}},
	{"1", "2024年11月8日，召开推进会1次。", []string{"2024"}},
	{"1", "２０２４年，公开信息62条；二〇二四年，培训2次。", []string{"２０２４", "二〇二四"}},
	{"1", "（一）主动公开。在 2024 年，公开信息62条。", []string{"2024"}},
	{"1", "一是2024年公开信息62条，二是2024年培训2次。", []string{"2024", "2024"}},
	{"1", "2026年，公开信息62条。", []string{"2026"}},
	{"1", "2024年，制定制度3项，公开信息62条。", []string{"2024"}},
	{"5", "2024年，我县政务公开工作虽然取得一定成绩，但仍存在一些问题。", []string{"2024"}},
	{"5", "2025年我们将着重抓好培训。", []string{"2025"}},
	{"5", "2025年，我县将继续加强培训。", []string{"2025"}},

	{"1", "2024年受理申请680件，2025年受理749件。", nil},
	{"1", "2025年受理749件，2024年受理680件。", nil},
	{"1", "2025年受理749件，比2024年增加69件。", nil},
	{"1", "2025年较2024年增加69件，与2024年相比有所上升。", nil},
	{"1", "2024年收到申请361件，今年收到400件。", nil},
	{"1", "2024年收到申请361件。2025年收到申请400件，增长10.8%。", nil},
	{"1", "收到申请749件，2024年为680件。", nil},
	{"1", "从2023年的361件增加到2025年的749件。", nil},
	{"1", "2024年12月收到的2件申请，于2025年1月答复。", nil},
	{"1", "2024年结转的36件全部办结，2024年未办结的申请已答复36件。", nil},
	{"1", "完成2024年度政府信息公开工作年度报告的编制发布64件。", nil},
	{"1", "公开2024年部门决算64家，2024年度部门决算全部公开64家。", nil},
	{"1", "落实《沭阳县2024年政务公开工作要点》62条。", nil},
	{"1", "根据2024年度政务公开考核结果，通报2家。", nil},
	{"1", "2024年度考核中，我县获评优秀，公开信息62条。", nil},
	{"1", "在2024年全省政务公开第三方评估中，我县位居第一，得分98分。", nil},
	{"1", "按照省政府办公厅2024年印发的意见，公开62条。", nil},
	{"1", "自2024年5月1日起，公开栏每周更新1次。", nil},
	{"1", "2020年以来，累计公开1200条。", nil},
	{"1", "2019年，新修订的条例施行，工作有章可循。", nil},
	{"1", "2026年1月20日前，64家单位全部公布年度报告。", nil},
	{"1", "2024年因答复超期被通报1次，2025年未再出现。", nil},
	{"1", "2023年、2024年连续两年考核优秀，2021—2025年共公开62条。", nil},
	{"1", "清理2022年以前的过期信息126条。", nil},
	{"1", "2024年第三季度网站抽查发现的问题2个已改正。", nil},
	{"1", "2024年10月，省政府印发考核办法，我县全年开展培训2次。", nil},
	{"1", "2024年反馈的12个问题全部改正，对照2024年评估反馈，2024年公开的62条信息全部清理。", nil},
	{"1", "今年公开信息2300条，2024年公开2200条。", nil},
	{"1", "截至2024年12月31日，尚有2件未办结，已结转本年度办理。", nil},
	{"1", "公开信息62条（2024年60条），其中，2024年60条。", nil},
	{"1", "按照《2024年工作安排》，2024年发布的办法继续有效，培训2次。", nil},
	{"5", "2024年报告指出的更新不及时问题，已通过专栏解决。", nil},
	{"5", "2024年存在的解读形式单一的问题，通过开设专栏已经整改到位。", nil},
	{"5", "2026年，我县将继续加强培训，计划组织培训4次。", nil},
	{"5", "2025年，我县将政务公开纳入考核，整改问题2个。", nil},
	{"5", "2025年工作虽有成效，但解读不多，下一步将加强培训。", nil},
}

// TestYears: each wrong year is found in its place, and no other.
func TestYears(t *testing.T) {
	for _, c := range yearCases {
		r := countyReport()
		r.Text[c.section] = c.text
		var got []string
		for _, f := range find(Report(r, nil), "W-YEAR") {
			if f.Kind == model.KindTitleYear {
				continue
			}
			got = append(got, r.Text[f.Section][f.At.Start:f.At.End])
			if e := EditFor(r, &f); len(e.Changes) != 1 {
				t.Errorf("%q: the repair of %v is %v", c.text, f.At, e)
			}
		}
		if !slices.Equal(got, c.wrong) {
			t.Errorf("%q: %q, want %q", c.text, got, c.wrong)
		}
	}
}

// TestTitleYear: where every year of the texts is another than the title's, that is
// said once more, for the cover may be wrong.
func TestTitleYear(t *testing.T) {
	for _, c := range []struct {
		text  string
		finds bool
	}{
		{"2024年，我县公开信息62条。\n2024年，我县培训2次。", true},
		{"我县2023年公开信息62条，截至2023年底培训2次。", true},
		{"2024年，我县公开信息62条。\n2025年，我县培训2次。", false},
		{"2024年，我县公开信息62条。\n2023年，我县培训2次。", false},
		{"依据国办公开办函〔2025〕30号，2024年，我县公开信息62条。\n2024年，我县培训2次。", true},
		{"2024年，我县公开信息62条。", false},
		{"我县公开信息62条。", false},
	} {
		r := countyReport()
		for k := range r.Text {
			r.Text[k] = neutral
		}
		r.Text["1"], r.Text["5"] = c.text, "2025年，我们将继续加强培训。" // a plan of the report for 2024
		told := slices.ContainsFunc(Report(r, nil), func(f Finding) bool { return f.Kind == model.KindTitleYear })
		if told != c.finds {
			t.Errorf("%q: told %v", c.text, told)
		}
	}
}

// TestTogether: every place that a rule changes in the texts is one of those done as
// one, but for what is explained and what another covers.
func TestTogether(t *testing.T) {
	r := countyReport()
	r.Text["0"] = "统计期限自2024年1月1日起至2024年12月31日止。"
	r.Text["1"] = "2024年，我县公开信息62条；培训有序，2024年组织培训2次。"
	r.Text["5"] = "2025年，我县将继续加强培训，改进更新不及时的问题。"
	found := find(Report(r, nil), "W-YEAR")
	all := Together(r, found, &found[0])
	if len(all) != 4 {
		t.Fatalf("%d of %v", len(all), found)
	}
	s := model.NewSession(r, "years")
	must(t, s.Apply(EditForAll(r, all)))
	for key, want := range map[string]string{
		"0": "统计期限自2025年1月1日起至2025年12月31日止。",
		"1": "2025年，我县公开信息62条；培训有序，2025年组织培训2次。",
		"5": "2026年，我县将继续加强培训，改进更新不及时的问题。",
	} {
		if got := s.Report().Text[key]; got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
	if left := find(Report(s.Report(), nil), "W-YEAR"); len(left) > 0 {
		t.Errorf("left: %v", left)
	}
	if e := EditForAll(s.Report(), all); !e.Empty() {
		t.Errorf("done twice: %v", e)
	}
	if one := found[:1]; Together(r, one, &one[0]) != nil {
		t.Error("one alone is done together")
	}
	found[1].Explained = true
	if got := Together(r, found, &found[0]); len(got) != 3 {
		t.Errorf("%d beside an explained one", len(got))
	}
}

// TestCopiedSentence: where last year's report has the very sentence, counts included, the
// year is not all that is wrong, and no key makes the counts this year's.
func TestCopiedSentence(t *testing.T) {
	r, last := countyReport(), lastCountyReport()
	sentence := "2024年，通过政府网站公开信息812条。"
	r.Text["1"] += "\n" + sentence
	at := func() *Finding {
		for _, f := range find(Report(r, last), "W-YEAR") {
			if f.Kind == model.KindYear {
				return &f
			}
		}
		return nil
	}
	if f := at(); f == nil || f.Repair == nil {
		t.Errorf("not last year's words: %+v", f)
	}
	last.Text["1"] += "\n" + sentence
	if f := at(); f == nil || f.Repair != nil || !strings.Contains(f.Fix, "数也是上年的") {
		t.Errorf("last year's words: %+v", f)
	}
	r.Text["1"] = strings.Replace(r.Text["1"], "812", "900", 1)
	if f := at(); f == nil || f.Repair == nil {
		t.Errorf("with other counts: %+v", f)
	}
}
