package check

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"nianbao/model"
)

// published are reports with the figures of real ones and sentences that say,
// in other words, what their prose says. Errors are those that a reviewer of
// the original would name.
var published = []struct {
	name     string
	report   func() *model.Report
	errors   []string
	warnings []string
}{
	{"沭阳县 2025", countyReport, nil, nil},
	{"侯集镇 2021", func() *model.Report {
		r := zeroReport()
		r.Unit, r.Year, r.Date = "侯集镇人民政府", 2021, "2021-12-31"
		r.Text["1"] = "集镇人民政府2021年政府信息公开工作年度报告\n2021年，侯集镇按照条例开展工作，现将有关情况总结如下：\n一、基本情况\n（一）加强组织保障，镇党委把政务公开列入议事日程。\n（二）规范信息发布，保障目录、指南准确。\n" +
			"二、主动公开政府信息情况\n截止2021年12月31日，通过门户网站公开信息62条。\n三、收到和处理政府信息公开申请情况\n截止2021年12月31日，我镇未收到过政府信息公开申请。\n四、复议和诉讼情况\n2021年度，我镇未发生政府信息公开工作被申请行政复议、提起行政诉讼的情况。"
		r.Text["6"] = "无"
		return r
	}, []string{"W-NEST"}, []string{"S6-MISS", "W-NAME", "W-ASPECT"}},
	{"洪泽区 2024", func() *model.Report {
		r := zeroReport()
		r.Unit, r.Level, r.Year, r.Date = "淮安市洪泽区人民政府", model.County, 2024, "2025-01-24"
		put(r, 95, "3.received.natural_person")
		put(r, 50, "3.granted.natural_person")
		put(r, 9, "3.partial.natural_person")
		put(r, 1, "3.denied_security.natural_person", "3.denied_process.natural_person", "3.denied_case_file.natural_person",
			"3.unavailable_to_create.natural_person", "3.refused_petition.natural_person")
		put(r, 31, "3.unavailable_not_held.natural_person")
		put(r, 1, "4.reconsideration.upheld", "4.reconsideration.corrected", "4.direct_suit.upheld", "4.suit_after.other")
		put(r, 2, "4.suit_after.upheld")
		put(r, 3, "2.normative.issued")
		put(r, 8, "2.normative.in_force")
		put(r, 9487, "2.licensing.decided")
		put(r, 2776, "2.penalty.decided")
		put(r, 84, "2.compulsion.decided")
		put(r, 7545, "2.fees.amount")
		r.Text["0"] = "本报告由区政府办公室编制，数据统计期限自 2024 年 1 月 1 日起至 2024 年 12 月 31 日止。"
		r.Text["1"] = "2024年，洪泽区人民政府推进政务公开。\n（一）主动公开情况。2024年，我区在政府网站主动发布各类信息2428条，公开常务会议7期，解读7条。\n" +
			"（二）依申请公开情况。2024年，区政府办代表区政府受理政府信息公开申请17件，均已在法定期限内予以答复。\n（三）政府信息管理情况。执行“分级审核、先审后发”，落实三审三校。\n" +
			"（四）政府信息公开平台建设情况。定期检查新媒体，关停用户关注度低的账号。\n（五）监督保障情况。政府网站信息公开纳入全区考核，未发生责任追究。"
		r.Text["5"] = "2024年，工作虽取得一定成绩，仍有不足：个别部门对复杂申请件的研判能力不足。2025年将加强业务培训，完善疑难申请会商。"
		r.Text["6"] = "2024年，全区各单位没有收取信息处理费。"
		return r
	}, nil, []string{"W-ASPECT"}}, // nothing of a review by the public
	{"某市 2025", func() *model.Report {
		r := zeroReport()
		r.Unit, r.Level, r.Date = "测试市人民政府", model.City, "2026-03-20"
		put(r, 3, "2.rules.issued")
		put(r, 5, "2.rules.repealed")
		put(r, 74, "2.rules.in_force")
		put(r, 564, "2.normative.issued")
		put(r, 984, "2.normative.repealed")
		put(r, 4185, "2.normative.in_force")
		r.Figures["2.fees.amount"] = model.Count(316441)
		for i, col := range []string{"natural_person", "business", "welfare", "legal_service", "other_org"} {
			put(r, []int64{13612, 252, 45, 128, 32}[i], model.CellID("3.received."+col))
			put(r, []int64{535, 6, 1, 18, 0}[i], model.CellID("3.carried_in."+col))
			put(r, []int64{13364, 252, 44, 121, 29}[i], model.CellID("3.granted."+col))
			put(r, []int64{783, 6, 2, 25, 3}[i], model.CellID("3.carried_out."+col))
		}
		r.Text["1"] = "2025年，全市各级行政机关推进政务公开，全市主动公开信息120.6万条。\n（一）主动公开。制发规章3件、行政规范性文件564件。\n（二）依申请公开。全市新收政府信息公开申请14069件，上年结转560件，办结13810件，结转下年度819件。\n" +
			"（三）政府信息管理。现行有效规章74件，现行有效行政规范性文件4185件。\n（四）政府信息公开平台建设。优化公开专区80个。\n（五）监督保障。开展考核评议，未发生责任追究。"
		r.Text["6"] = "2025年全市实际收取信息处理费共计400元。"
		return r
	}, nil, nil},
}

// levels are the rules of a severity that findings come from, each once.
func levels(findings []Finding, s model.Severity) (rules []string) {
	for _, f := range findings {
		if f.Severity == s && !slices.Contains(rules, f.Rule) {
			rules = append(rules, f.Rule)
		}
	}
	return rules
}

func TestPublishedReports(t *testing.T) {
	for _, p := range published {
		findings := Report(p.report(), nil)
		for _, c := range []struct {
			severity model.Severity
			want     []string
		}{{model.Error, p.errors}, {model.Warning, p.warnings}} {
			got := levels(findings, c.severity)
			slices.Sort(got)
			want := slices.Sorted(slices.Values(c.want))
			if !slices.Equal(got, want) {
				t.Errorf("%s: %ss %v, want %v: %v", p.name, c.severity, got, want, findings)
			}
		}
	}
}

// TestRealProse reads the texts of the real reports where they are at hand.
func TestRealProse(t *testing.T) {
	for i, file := range []string{"shuyang-county-2025.txt", "houji-2021.txt"} {
		data, err := os.ReadFile(filepath.Join("..", "..", "..", "shared", "reports", file))
		if err != nil {
			t.Skip("the real reports are not in ../shared: ", err)
		}
		r := published[i].report()
		text := strings.ReplaceAll(string(data), "## ", "")
		cut := func(from, to string) string {
			k := strings.LastIndex(text, from)
			if from == "一、总体情况" {
				k = strings.Index(text, from)
			}
			body := text[k+len(from):]
			if to != "" {
				body = body[:strings.LastIndex(body, to)]
			}
			return strings.TrimSpace(body)
		}
		r.Text["1"], r.Text["6"] = model.CleanText(cut("一、总体情况", "二、主动公开政府信息情况")), model.CleanText(cut("六、其他需要报告的事项", ""))
		want := [][]string{nil, {"W-NEST"}}[i]
		findings := Report(r, nil)
		if got := levels(findings, model.Error); !slices.Equal(got, want) {
			t.Errorf("%s: errors %v, want %v", file, got, want)
		}
		for _, f := range findings {
			t.Log(f.Severity, said(f))
			ofOthers := f.Kind == model.KindYear || f.Kind == model.KindPlanned || f.Kind == model.KindSubject || f.Kind == model.KindArea
			if ofOthers && !strings.HasPrefix(f.Quote, "集镇人民政府") {
				t.Errorf("%s: false alarm: %s", file, said(f))
			}
			if strings.HasPrefix(f.Rule, "P-") {
				t.Errorf("%s: false alarm: %s", file, said(f))
			}
		}
	}
}

// uncaught are the cells where one more makes no finding, and why.
var uncaught = map[model.CellID]string{
	"2.licensing.decided":  "a count that nothing else in the report goes with; a jump shows, not one more",
	"2.penalty.decided":    "the same",
	"2.compulsion.decided": "the same",
	"2.fees.amount":        "the same",
}

// TestMutations puts one more into each cell of a balanced report, typed ones
// and totals as another source would state them.
func TestMutations(t *testing.T) {
	last := lastCountyReport()
	before := map[string]bool{}
	for _, f := range Report(countyReport(), last) {
		before[f.Key()] = true
	}
	missed := 0
	for _, c := range model.Form2021.Cells() {
		r := countyReport()
		sheet := model.Evaluate(r)
		if more := sheet.At(c.ID).Add(model.Count(1)); c.Computed() {
			r.Stated[c.ID] = more
		} else {
			r.Figures[c.ID] = more
		}
		found := slices.ContainsFunc(Report(r, last), func(f Finding) bool { return !before[f.Key()] })
		why, known := uncaught[c.ID]
		switch {
		case !found && !known:
			t.Errorf("one more in %s is not noticed", c.ID)
		case found && known:
			t.Errorf("one more in %s is noticed after all (%s)", c.ID, why)
		case known:
			missed++
			t.Logf("%s can't be caught: %s", c.ID, why)
		}
	}
	t.Logf("%d of %d cells are caught", len(model.Form2021.Cells())-missed, len(model.Form2021.Cells()))
}

// longReport has a first section of about 5,000 characters.
func longReport() *model.Report {
	r := countyReport()
	var b strings.Builder
	for i := 0; len([]rune(b.String())) < 5000; i++ {
		b.WriteString(strings.Replace(r.Text["1"], "2025年，我县", "2025年，我县各部门", 1))
		b.WriteByte('\n')
	}
	r.Text["1"] = b.String()
	return r
}

// BenchmarkCheck is all rules on a county's report of some 600 characters, with
// last year's; BenchmarkCheckLong on one with 5,000 characters in section one.
func BenchmarkCheck(b *testing.B)     { benchmarkCheck(b, countyReport()) }
func BenchmarkCheckLong(b *testing.B) { benchmarkCheck(b, longReport()) }

func benchmarkCheck(b *testing.B, r *model.Report) {
	last := lastCountyReport()
	last.Text["1"] = strings.ReplaceAll(r.Text["1"], "我县", "全县")
	for b.Loop() {
		Sheet(r, model.Evaluate(r), last)
	}
	b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "reports/s")
}
