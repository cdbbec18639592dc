package ledger

import (
	"testing"

	"nianbao/model"
)

func TestOutcome(t *testing.T) {
	w := NewWords(model.Form2021)
	for _, c := range []struct {
		text, basis string
		key         string // certain, or "?" and the proposal
	}{
		{"予以公开", "", "granted"}, {"公开", "", "granted"}, {"（一）予以公开", "", "granted"}, {"已主动公开告知", "", "granted"}, {"部分公开", "", "partial"},
		{"不予公开（第三方）", "", "denied_third_party"}, {"不予公开-执法案卷", "", "denied_case_file"}, {"不予公开：涉及国家秘密", "", "denied_secret"}, {"7.属于行政执法案卷", "", "denied_case_file"},
		{"4.保护第三方合法权益", "", "denied_third_party"}, {"第三方/商业秘密", "", "denied_third_party"}, {"信息不存在", "", "unavailable_not_held"}, {"无法提供（需另行制作）", "", "unavailable_to_create"},
		{"信访、举报、投诉", "", "refused_petition"}, {"不予处理—重复申请", "", "refused_repeat"}, {"申请人撤回", "", "other"}, {"其他处理（逾期未缴费）", "", "other_unpaid"}, {"办理中", "", Open},
		{"条例第三十六条第（一）项", "", "granted"}, {"依据《政府信息公开条例》第36条第（七）项", "", "denied_inquiry"}, {"36（四）", "", "unavailable_not_held"}, {"不予公开", "第十五条", "denied_third_party"},
		{"不予公开（条例第十五条）", "", "denied_third_party"}, {"不予处理", "第三十九条第一款", "refused_petition"}, {"第三方", "第36条第（三）项", "denied_third_party"}, {"区分处理", "37", "partial"}, {"", "第三十八条", "unavailable_to_create"},
		// asked
		{"不予公开", "", "?"}, {"无法提供", "", "?"}, {"其他处理", "", "?"}, {"予以公开、不予公开", "", "?partial"}, {"公开了一部分材料", "", "?granted"}, {"答复书（三）", "", "?"}, {"已答复", "", "?"},
		{"予以公开", "第十五条", "?"}, {"不予公开", "第十四条", "?"}, {"第三十六条", "", "?"}, {"信访", "《信访工作条例》第十七条", "?refused_petition"}, {"同意，已当面提供给张三", "", "?granted"}, {"不予公开（第三方）（国家秘密）", "", "?"},
		{"申请内容不明确", "", "?"}, {"档案已移交", "第三十六条第五项", "?unavailable_not_held"}, {"已答复", "第十五条", "denied_third_party"}, {"答复书（三）", "36（四）", "unavailable_not_held"}, {"按第十五条办理", "", "?denied_third_party"}, {"已答复", "第十四条", "?"}, {"给了一部分，没给的是秘密", "第十五条", "?denied_third_party"}, {"三（四）", "", "?"},
	} {
		t.Run(c.text+"|"+c.basis, func(t *testing.T) {
			v := w.Outcome(c.text, c.basis)
			got := v.Key
			if !v.Sure {
				got = "?" + v.Key
			}
			if got != c.key {
				t.Errorf("got %s, want %s (%s)", got, c.key, v.Why)
			}
			if !v.Sure && v.Why == "" {
				t.Error("asked, and nothing says why")
			}
		})
	}
}

func TestApplicant(t *testing.T) {
	w := NewWords(model.Form2021)
	for _, c := range []struct{ text, name, key string }{
		{"公民", "", "natural_person"}, {"自然人", "张三", "natural_person"}, {"企业", "某某建筑有限公司", "business"}, {"法律服务机构", "某某律师事务所", "legal_service"}, {"法人或其他组织-商业企业", "", "business"},
		{"村委会", "", "other_org"}, {"高校", "", "research"}, {"其他", "", "other_org"},
		{"个体工商户", "", "?"}, {"法人", "", "?"}, {"单位", "某某商会", "?welfare"}, {"公民", "某某律师事务所", "?legal_service"}, {"", "某某物业服务公司", "?business"}, {"", "李四", "?natural_person"}, {"", "", "?"}, {"媒体", "某某报社", "?"},
	} {
		t.Run(c.text+"|"+c.name, func(t *testing.T) {
			v := w.Applicant(c.text, c.name)
			got := v.Key
			if !v.Sure {
				got = "?" + v.Key
			}
			if got != c.key {
				t.Errorf("got %s, want %s (%s)", got, c.key, v.Why)
			}
		})
	}
}

// Every key of the tables is one of the form's, and each outcome and kind has words.
func TestWordsAreTheForms(t *testing.T) {
	for _, form := range model.Editions() {
		w := NewWords(form)
		for _, set := range []struct {
			x    *lexicon
			keys []string
		}{{w.outcomes, w.Outcomes()}, {w.applicants, w.cols}} {
			used := map[string]bool{}
			for word, keys := range set.x.keys {
				for _, k := range keys {
					if used[k] = true; !has(set.keys, k) {
						t.Errorf("%s: %s means %s, which isn't there", form.Edition, word, k)
					}
				}
			}
			for _, k := range set.keys {
				if !used[k] {
					t.Errorf("%s: no word for %s", form.Edition, k)
				}
			}
		}
	}
}
