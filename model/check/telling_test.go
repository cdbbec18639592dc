package check

import (
	"math/rand/v2"
	"reflect"
	"strings"
	"testing"
	"unicode/utf8"

	"nianbao/model"
)

// TestTelling: sentences are read as they are where no character is passed over, and
// where each is read by itself.
func TestTelling(t *testing.T) {
	rng := rand.New(rand.NewPCG(18, 3))
	parts := []string{"其中", "分别为", "上年", "上一年度", "上年结转", "去年", "今年", "本年度", "全年", "当年", "往年", "2024年", "二〇二五年", "三十二件", "两千余条", "一件", "每一件",
		"3,119件", "１２条", "1.5%", "12.3万元", "第5期", "〔2021〕30号", "未收到", "没有", "均", "较", "比", "与", "。", "！", "？", "，", "；", "：", "、", "（", "）", "(", ")", ",", ";", ":", "\n", " ",
		"（一）", "主动公开", "政府信息", "申请", "办结", "网站", "访问", "abc", "余", "多", "万", "亿", "以上", "百分点", "😀", "1234567890123"}
	for range 500 {
		var b strings.Builder
		for range rng.IntN(120) {
			b.WriteString(parts[rng.IntN(len(parts))])
		}
		wantSameProse(t, b.String())
	}
	for _, text := range longReport().Text {
		wantSameProse(t, text)
	}
}

func wantSameProse(t *testing.T, text string) {
	t.Helper()
	p := planOf(model.Form2021)
	every := &plan{openers: p.openers}
	for i := range every.telling {
		every.telling[i] = ^uint64(0)
	}
	got, want := readProse(text, 2025, p), readProse(text, 2025, every)
	if !reflect.DeepEqual(got, want) {
		t.Fatalf("%q is read as\n%+v, not\n%+v", text, got, want)
	}
	for i := range got.sentences {
		s, alone := &got.sentences[i], got.sentences[i]
		alone.quantities, alone.years, alone.openers = nil, nil, nil
		(&lexer{plan: every, year: 2025}).lex(&alone)
		if !reflect.DeepEqual(*s, alone) {
			t.Fatalf("%q alone is read as\n%+v, not\n%+v", s.text, *s, alone)
		}
	}
}

// TestTellingPassesOver: most characters of a text need not be looked at.
func TestTellingPassesOver(t *testing.T) {
	set, passed := &planOf(model.Form2021).telling, 0
	text := longReport().Text["1"]
	for _, r := range text {
		if !set.mayHave(r) {
			passed++
		}
	}
	if all := utf8.RuneCountInString(text); passed*2 < all {
		t.Errorf("%d of %d characters are passed over", passed, all)
	}
}
