package check

import (
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"nianbao/model"
)

// TestWritten: a text is searched as strings.Index would search it, for the words that
// the rules look for and for pieces of the text itself.
func TestWritten(t *testing.T) {
	rng := rand.New(rand.NewPCG(18, 2))
	words := []string{model.Placeholder, "我镇", "X", "号", "全市", "", "\n"}
	for _, f := range model.Editions() {
		for i := range f.Rules {
			words = append(words, f.Rules[i].Words...)
		}
		for i := range f.Sections {
			for _, a := range f.Sections[i].Aspects {
				words = append(words, a.Words...)
			}
		}
	}
	const characters = "我镇局全市县年月日公开信息申请件条0123456789Xx_○●。，、\n第三方"
	runes := []rune(characters)
	for range 300 {
		var b strings.Builder
		for range rng.IntN(400) {
			if rng.IntN(20) == 0 {
				b.WriteString(words[rng.IntN(len(words))])
			}
			b.WriteRune(runes[rng.IntN(len(runes))])
		}
		r := model.NewReport(model.Form2021, "某某镇人民政府", model.Town, 2025)
		r.Text["1"] = "一" + b.String()
		w := writtenTexts(r)[0]
		from := rng.IntN(len(w.text))
		some := append(slices.Clone(words), w.text[from:min(from+1+rng.IntN(20), len(w.text))])
		for _, word := range some {
			if got, want := w.has(word), strings.Contains(w.text, word); got != want {
				t.Fatalf("%q in %q: %v, want %v", word, w.text, got, want)
			}
			if word == "" {
				continue
			}
			got, want := 0, strings.Count(w.text, word)
			for i := range w.occurrences(word) {
				if got++; !strings.HasPrefix(w.text[i:], word) {
					t.Fatalf("%q does not stand at %d of %q", word, i, w.text)
				}
			}
			if got != want {
				t.Fatalf("%q in %q: %d places, want %d", word, w.text, got, want)
			}
		}
		if w.has(some...) != containsAny(w.text, some...) || w.has() {
			t.Fatal("of several words")
		}
	}
}

// TestWrittenRulesOut: hardly a word that a long text doesn't have is looked for in it.
func TestWrittenRulesOut(t *testing.T) {
	w := writtenTexts(longReport())[0]
	asked, searched := 0, 0
	for i := range model.Form2021.Rules {
		for _, word := range model.Form2021.Rules[i].Words {
			if len(word) > gram && !strings.Contains(w.text, word) {
				if asked++; w.grams.mayHave(word) {
					searched++
				}
			}
		}
	}
	if asked < 50 || searched*10 > asked {
		t.Errorf("%d of %d words were looked for", searched, asked)
	}
}
