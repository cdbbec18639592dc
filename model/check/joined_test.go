package check

import (
	"strings"
	"testing"

	"nianbao/model"
)

// TestJoinedLines: what lines become as sentences are read.
func TestJoinedLines(t *testing.T) {
	for text, want := range map[string]string{
		"全年收到政府信息公开申请1\n2件，办结11件。":                                                 "全年收到政府信息公开申请1\n2件，办结11件。", // two numbers or one: nobody knows
		"全年收到政府信息公开申请713\n件，上年结转36件。":                                              "全年收到政府信息公开申请713件，上年结转36件。",
		"截至2025\n年12月31日，公开信息20条，\n其中动态12条。":                                       "截至2025年12月31日，公开信息20条，其中动态12条。",
		"收到申请（含上年结转36件\n）749件、\n　　办结718件":                                          "收到申请（含上年结转36件）749件、办结718件",
		"（一）主动公开情况\n全年发布信息4511条，更新专栏。\n（二）依申请公开情况\n收到申请713件。":                      "（一）主动公开情况\n全年发布信息4511条，更新专栏。\n（二）依申请公开情况\n收到申请713件。",
		"通过政府网站公开信息300条，其中动态100条\n收到政府信息公开申请30件，已办结29件\n组织业务培训2次，参训120人":           "通过政府网站公开信息300条，其中动态100条\n收到政府信息公开申请30件，已办结29件\n组织业务培训2次，参训120人",
		"（二）依申请公开。今年以来共收到各类政府信息公开申\n请713件，均由专人登记、审核、研判和答复，在法定期\n限内办结。\n（三）政府信息管理。": "（二）依申请公开。今年以来共收到各类政府信息公开申请713件，均由专人登记、审核、研判和答复，在法定期限内办结。\n（三）政府信息管理。",
		"一是加强领导。\n二是规范办理":                                                          "一是加强领导。\n二是规范办理",
		"":                "",
		"收到\n713\n结转\n36": "收到\n713\n结转\n36",
	} {
		j := joinLines(text)
		if j.text != want {
			t.Errorf("%q is read as\n%q, not\n%q", text, j.text, want)
		}
		wantPlaces(t, text, &j)
	}
}

// wantPlaces holds every part of a joined text to the text itself: but for what was
// taken out they are the same.
func wantPlaces(t *testing.T, text string, j *joined) {
	t.Helper()
	const taken = "\n 　\t"
	bare := func(s string) string {
		return strings.Map(func(r rune) rune {
			if strings.ContainsRune(taken, r) {
				return -1
			}
			return r
		}, s)
	}
	for start := range j.text {
		for end := range j.text {
			if end <= start {
				continue
			}
			at := j.raw(Span{start, end})
			if got, want := bare(text[at.Start:at.End]), bare(j.text[start:end]); got != want {
				t.Fatalf("%q: %q is %q in the text", text, want, got)
			}
		}
	}
}

// wantFoundAt gives the report this overview and wants some words of it found wrong.
func wantFoundAt(t *testing.T, r *model.Report, text, wrong string) {
	t.Helper()
	r.Text["1"] = text
	for _, f := range Report(r, nil) {
		if strings.HasPrefix(f.Rule, "P-") && text[f.At.Start:f.At.End] == wrong {
			return
		}
	}
	t.Errorf("%q: nothing is found at %s: %v", text, wrong, proseFindings(r))
}

// TestPartedSentences: a sentence that the page's width has parted is heard as a whole
// one is, and the finding points into the text as it stands.
func TestPartedSentences(t *testing.T) {
	for _, c := range []struct{ text, wrong string }{
		{"（二）依申请公开。全县全年新收政府信息公开申\n请731件，均在法定期限内登记、审核并作了答\n复。", "731"},
		{"全县受理政府信息公开申请749件（含上年结转63\n件），均由专人办理。", "63"},
		{"依申请公开方面，全年共答复政府信息公开申请\n　　781件，其中予以公开294件。", "781"},
		{"全年办理政府信息公开申请749件，其中30件结\n转下年度继续办理，其余均已在法定期限内答复。", "30"},
	} {
		r := countyReport()
		wantFoundAt(t, r, c.text, c.wrong)
	}
}

// TestPartedRepair: what one key changes in joined lines changes the text and leaves its
// lines.
func TestPartedRepair(t *testing.T) {
	r := countyReport()
	r.Text["5"] = "存在的主要问题是，个别部门公开信息不够及时，审\n核把关不够严格，截止12月31日仍有个别栏目没有更\n新。下一步将加强加强督促。"
	s := model.NewSession(r, "parted")
	for _, rule := range []string{"W-JIEZHI", "W-DUP"} {
		f := find(Report(s.Report(), nil), rule)
		if len(f) != 1 {
			t.Fatalf("%s: %v", rule, f)
		}
		must(t, s.Apply(EditFor(s.Report(), &f[0])))
	}
	want := "存在的主要问题是，个别部门公开信息不够及时，审\n核把关不够严格，截至12月31日仍有个别栏目没有更\n新。下一步将加强督促。"
	if got := s.Report().Text["5"]; got != want {
		t.Errorf("%q, want %q", got, want)
	}
}

// TestHeadingsInOneParagraph: （一）（二） head what follows them wherever they stand.
func TestHeadingsInOneParagraph(t *testing.T) {
	for _, c := range []struct{ text, wrong string }{
		{"（一）主动公开。发布信息4511条。（二）依申请公开。受理731件，均已登记。（三）政府信息管理。修订目录1次。", "731"},
		{"（一）主动公开方面，发布信息4511条。（二）依申请公开方面，承办行政复议16件、行政诉讼13件。（三）平台方面，维护专栏3个。", "16"},
		{"一年来：（一）主动公开。公开文件6件。（二）依申请公开情况。全年收到731件。（三）监督保障。开展考核1次。", "731"},
		{"(一)主动公开。发布信息20条。(二)依申请公开。答复781件。(三)信息管理。规范流程。", "781"},
	} {
		r := countyReport()
		wantFoundAt(t, r, c.text, c.wrong)
		r.Text["1"] = strings.NewReplacer("受理731件", "发布731条", "收到731件", "发布731条", "16件", "61件", "答复781件", "发布781条").Replace(c.text)
		if found := proseFindings(r); len(found) > 0 {
			t.Errorf("false alarm in %q: %v", r.Text["1"], found)
		}
	}
}
