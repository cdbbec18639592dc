package check

import (
	"slices"
	"strings"
	"testing"

	"nianbao/model"
)

// nameCases are sentences of reports of several units, with the names in them that are
// not theirs.
var nameCases = []struct {
	unit  string
	text  string
	wrong []string
}{
	{"蓝田镇人民政府", "青山镇高度重视政务公开工作，公开信息62条。", []string{"青山镇"}},
	{"蓝田镇人民政府", "在县委的领导下，青山镇把政务公开列入重点任务。", []string{"青山镇"}},
	{"蓝田镇人民政府", "（一）主动公开。2025年青山镇通过县政府网站公开信息62条。", []string{"青山镇"}},
	{"蓝田镇人民政府", "下一步，石门坎乡将加强培训；河口乡人民政府未收到申请。", []string{"石门坎乡", "河口乡人民政府"}},
	{"蓝田镇人民政府", "青山镇2025年公开信息62条；县住建局2025年共受理申请12件。", []string{"青山镇", "县住建局"}},
	{"蓝田镇人民政府", "市经信委高度重视政务公开工作。", []string{"市经信委"}},
	{"蓝田镇人民政府", "田镇人民政府2025年公开信息62条。", []string{"田镇人民政府"}},
	{"蓝田镇人民政府", "蓝镇人民政府坚持依法公开。", []string{"蓝镇人民政府"}},
	{"文昌阁乡人民政府", "昌阁乡人民政府公开信息62条；文昌乡严格审核。", []string{"昌阁乡人民政府", "文昌乡"}},
	{"侯集镇人民政府", "集镇人民政府2025年公开信息62条。", []string{"集镇人民政府"}},
	{"侯集镇", "集镇人民政府2025年政府信息公开\n工作年度报告", []string{"集镇人民政府"}},
	{"侯集镇人民政府", "集镇党委高度重视政务公开。", []string{"集镇"}},
	{"沭阳县青山镇人民政府", "蓝田镇未收到申请。", []string{"蓝田镇"}},
	{"东风街道办事处", "西湖街道坚持便民，南苑街道办事处共公开信息62条。", []string{"西湖街道", "南苑街道办事处"}},
	{"临江市水务局", "市经信委认真落实条例，主动公开信息62条。", []string{"市经信委"}},
	{"临江市水务局", "临江市农业农村局共受理申请12件。", []string{"临江市农业农村局"}},
	{"临江市水务局", "江市水务局2025年公开信息62条。", []string{"江市水务局"}},
	{"白水县自然资源局", "白水县住建局收到政府信息公开申请70件。", []string{"白水县住建局"}},
	{"江北区市场监督管理局", "江东区市场监督管理局通过区政府网站主动公开信息1306条。", []string{"江东区市场监督管理局"}},
	{"青溪县人民政府", "2025年，白石县坚持以公开促落实。", []string{"白石县"}},
	{"青溪县人民政府", "白石县住建局收到政府信息公开申请70件。", []string{"白石县住建局"}},

	{"蓝田镇人民政府", "蓝田镇高度重视，镇人民政府坚持公开，蓝田镇人民政府2025年公开62条，我镇严格审核。", nil},
	{"蓝田镇人民政府", "与相邻的青山镇、河口镇共同举办交流会1次，学习青山镇村务公开经验。", nil},
	{"蓝田镇人民政府", "与青山镇共同举办交流会；青山镇将轮流承办。", nil},
	{"蓝田镇人民政府", "各镇高度重视，全镇坚持公开，乡镇通过公开栏公开信息62条，特色小镇建设有序。", nil},
	{"蓝田镇人民政府", "县司法局对我镇开展检查1次，县委办公室通报表扬，市政府办公室组织培训。", nil},
	{"蓝田镇人民政府", "镇党政办公室坚持每周检查，镇纪委严格监督，村委会认真公开。", nil},
	{"侯集镇", "现将侯集镇2025年度政务公开工作总结如下：四是加强镇政府信息公开管理人员的教育，规范镇政府公开栏，通过镇政府网站公开62条。", nil},
	{"白水县自然资源局", "依托县政务服务局主动公开62条，县政府办公室坚持每季度检查，经县住建局同意，配合县司法局认真落实。", nil},
	{"蓝田镇人民政府", "县政务服务局2025年对我镇开展检查1次，送法下乡共12次，主要街道通过宣传栏公开62条，千年古镇坚持保护为先，市县乡坚持联动。", nil},
	{"临江市水务局", "市司法局受理申请人不服我局答复的行政复议2件，市信访局2025年转来信访件12件。", nil},
	{"侯集镇人民政府", "集镇公开栏更新62次，集镇建设信息公开12条。", nil},
	{"东风街道办事处", "东风街道坚持便民，街道办事处2025年公开62条，东风街道办严格审核，各街道通过公开栏公开。", nil},
	{"海州市卫生健康委员会", "市卫健委高度重视，卫健委坚持公开，海州市卫生健康委认真落实，市卫生健康委员会2025年公开62条。", nil},
	{"白水县发展和改革局", "县发改局高度重视，白水县发改委坚持公开，发展改革局认真落实。", nil},
	{"白水县住房和城乡建设局", "县住建局坚持公开，白水县住房城乡建设局严格审核。", nil},
	{"江北区市场监督管理局", "区市场监管局高度重视，江北区市场监管局坚持公开。", nil},
	{"临江市水务局", "省水利厅高度重视政务公开，市司法局受理行政复议2件，市政务服务管理办公室对我局开展检查。", nil},
	{"淮安市洪泽区水务局", "淮安市水务局高度重视，市水利局坚持指导，区水务局认真落实。", nil},
	{"青溪县人民政府", "县公安局收到政府信息公开申请12件，青山镇高度重视，县住建局坚持公开，全县坚持公开，县城通过公示栏公开。", nil},
	{"云岭市人民政府", "修订市政府规章1部，制定市政府规章2部，云岭市坚持公开，青溪县高度重视，市财政局公开预算。", nil},
	{"云岭市人民政府", "超市坚持公示，门市严格落实，城市管理局共受理申请12件，社区坚持公开。", nil},
}

// TestNames: each name that isn't the unit's is found in its place, and no other.
func TestNames(t *testing.T) {
	for _, c := range nameCases {
		r := zeroed()
		r.Unit, r.Level, r.Year = c.unit, model.GuessUnitLevel(c.unit), 2025
		r.Text["1"] = c.text
		if got := namesIn(r, nil); !slices.Equal(got, c.wrong) {
			t.Errorf("%s: %q: %q, want %q", c.unit, c.text, got, c.wrong)
		}
	}
}

// namesIn are the words at which W-NAME stands, each place once, in the text's order.
func namesIn(r *model.Report, known *Units) (words []string) {
	var at []Span
	for _, f := range find(Among(r, nil, known, nil), "W-NAME") {
		if !slices.Contains(at, f.At) {
			at = append(at, f.At)
		}
	}
	slices.SortFunc(at, func(a, b Span) int { return a.Start - b.Start })
	for _, x := range at {
		words = append(words, r.Text["1"][x.Start:x.End])
	}
	return words
}

// TestKnownNames: what is known of a store or a folder needs no words that tell of a
// report, unless it is one of several or has something.
func TestKnownNames(t *testing.T) {
	known := UnitsOf([]string{"沭阳县青山镇人民政府", "蓝田镇人民政府", "沭阳县财政局", "沙河街道办事处", "沭阳县人民政府"})
	for text, want := range map[string][]string{
		"青山镇规范了公开栏，青山镇人民政府更新目录。":  {"青山镇", "青山镇人民政府"},
		"沙河街道更新目录3次。":             {"沙河街道"},
		"青山镇、河口镇更新目录，青山镇的做法值得借鉴。": nil,
		"蓝田镇规范了公开栏，镇人民政府更新目录。":    nil,
		"河口镇规范了公开栏。":              nil,
		"沭阳县财政局对我镇开展检查。":          nil,
	} {
		r := zeroed()
		r.Unit, r.Level, r.Year = "蓝田镇人民政府", model.Town, 2025
		r.Text["1"] = text
		if got := namesIn(r, known); !slices.Equal(got, want) {
			t.Errorf("%q: %q, want %q", text, got, want)
		}
		if got := namesIn(r, nil); len(got) > 0 && !strings.Contains(text, "青山镇人民政府") {
			t.Errorf("%q, nobody known: %q", text, got)
		}
	}
}

// TestTrueSentencesNameNobody: no sentence that is true by the other tables raises an
// alarm about years or names.
func TestTrueSentencesNameNobody(t *testing.T) {
	n := 0
	for _, c := range proseCases {
		for _, text := range c.leaves {
			n++
			r := countyReport()
			r.Text["1"] = text
			for _, f := range Report(r, nil) {
				if strings.HasPrefix(text, "2024年") { // alone, nothing says that last year is meant
					continue
				}
				if f.Kind == model.KindSubject || f.Kind == model.KindYear || f.Kind == model.KindPlanned {
					t.Errorf("%s: %s", text, said(f))
				}
			}
		}
	}
	if n < 100 {
		t.Errorf("%d sentences only", n)
	}
}

// TestWiderArea: 全省, 全市 as one's own scope is a hint; what the province or the city
// asks or finds is left alone.
func TestWiderArea(t *testing.T) {
	for text, finds := range map[string]bool{
		"2025年，全市政务公开工作取得新成效。":    true,
		"全省政府网站运行平稳，公开信息62条。":     true,
		"（一）主动公开。全县信息更新更加及时。":     true,
		"一是全市政府信息公开目录进一步完善。":      true,
		"落实全省政务公开工作会议精神。":         false,
		"全市政务公开考核中，我镇获评优秀。":       false,
		"全市政务公开工作要求明确，我镇公开信息62条。": false,
		"我镇信息被全市推广，全镇公开信息62条。":    false,
		"按照县里安排，服务全市大局，公开信息62条。":  false,
	} {
		r := zeroed()
		r.Unit, r.Level, r.Year = "蓝田镇人民政府", model.Town, 2025
		r.Text["1"] = text
		found := find(Report(r, nil), "W-NAME")
		if got := len(found) == 1 && found[0].Severity == model.Hint; got != finds || !finds && len(found) > 0 {
			t.Errorf("%q: %v", text, found)
		}
		r.Unit, r.Level = "蓝田市人民政府", model.City
		if found := find(Report(r, nil), "W-NAME"); strings.HasPrefix(text, "2025年，全市") && len(found) > 0 {
			t.Errorf("a city: %q: %v", text, found)
		}
	}
}
