package check

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"nianbao/model"
)

// clauseOf is an invented clause of nine characters, another for each n.
func clauseOf(n int) string {
	const words = "天地玄黄宇洪荒月盈昃辰宿列张寒来暑往秋收冬藏闰余成岁律吕调阳云腾致雨露结为霜"
	rs := []rune(words)
	var b strings.Builder
	for range 9 {
		b.WriteRune(rs[n%len(rs)])
		n = n/len(rs)*7 + n%1009 + 13
	}
	return b.String() + string(rs[n%len(rs)])
}

// writtenBy is a town's report of which the first text has so many clauses from one on.
func writtenBy(unit string, from, n int) *model.Report {
	r := model.NewReport(model.Form2021, unit, model.Town, 2025)
	var b strings.Builder
	for i := range n {
		b.WriteString(clauseOf(from+i) + "，")
	}
	r.Text["1"] = b.String()
	return r
}

func alikeOf(reports ...*model.Report) [][]Likeness {
	var prints []Print
	for _, r := range reports {
		prints = append(prints, PrintOf(r))
	}
	return Alike(prints)
}

// TestAlike: what is told of two reports, each with how much of it is the other's.
func TestAlike(t *testing.T) {
	const a, b = "青山镇人民政府", "沭阳县蓝田镇人民政府"
	change := func(r *model.Report, old, new string) *model.Report {
		r.Text["1"] = strings.ReplaceAll(r.Text["1"], old, new)
		return r
	}
	add := func(r *model.Report, text string) *model.Report {
		r.Text["1"] += text
		return r
	}
	outline := model.Form2021.Section("1").Outline
	setPhrases := model.Form2021.RuleOfKind(model.KindAlike).Words
	var said strings.Builder
	for _, s := range outline {
		said.WriteString(strings.ReplaceAll(withoutFigures(s.Text), "0年", "2025年"))
	}
	for _, c := range []struct {
		name        string
		one, other  *model.Report
		first, then int // shares; 0 for not alike
	}{
		{"the same", writtenBy(a, 0, 40), writtenBy(b, 0, 40), 100, 100},
		{"four fifths", writtenBy(a, 0, 40), writtenBy(b, 8, 40), 80, 80},
		{"less", writtenBy(a, 0, 40), writtenBy(b, 9, 40), 0, 0},
		{"a part of a longer one", writtenBy(a, 0, 40), writtenBy(b, 0, 80), 100, 0},
		{"short", writtenBy(a, 0, 29), writtenBy(b, 0, 29), 0, 0},
		{"names and numbers aside", change(writtenBy(a, 0, 40), clauseOf(3), "2025年度，青山镇人民政府公开信息62条，我镇"+clauseOf(3)), change(writtenBy(b, 0, 40), clauseOf(3), "2025年，蓝田镇公开信息75条，全镇"+clauseOf(3)), 100, 100},
		{"one unit's years", writtenBy(a, 0, 40), writtenBy(a, 0, 40), 0, 0},
		{"what everybody writes", add(writtenBy(a, 0, 26), said.String()+strings.Join(setPhrases, "，")), add(writtenBy(b, 0, 26), said.String()+strings.Join(setPhrases, "，")), 0, 0},
		{"what everybody writes beside one's own", add(writtenBy(a, 0, 40), said.String()+strings.Join(setPhrases, "，")), add(writtenBy(b, 100, 40), said.String()+strings.Join(setPhrases, "，")), 0, 0},
		{"one sentence again and again", writtenBy(a, 0, 1), writtenBy(b, 0, 1), 0, 0},
	} {
		if c.name == "one unit's years" {
			c.other.Year = 2024
		}
		for i, want := range []int{c.first, c.then} {
			got := 0
			if likes := alikeOf(c.one, c.other)[i]; len(likes) > 0 {
				got = likes[0].Share
			}
			if got != want {
				t.Errorf("%s, report %d: %d %%, want %d", c.name, i, got, want)
			}
		}
	}
	other := writtenBy(b, 0, 40)
	other.Text["5"], other.Text["1"] = other.Text["1"], ""
	if got := alikeOf(writtenBy(a, 0, 40), other); got[0] != nil || got[1] != nil {
		t.Errorf("texts of two sections: %v", got)
	}
}

// TestAlikeIsAHint: it is told beside the other findings, can be explained, and what
// was explained holds for the same other report only.
func TestAlikeIsAHint(t *testing.T) {
	one := writtenBy("青山镇人民政府", 0, 40)
	likes := alikeOf(one, writtenBy("蓝田镇人民政府", 0, 40), writtenBy("河口镇人民政府", 2, 40))[0]
	before := Report(one, nil)
	told := find(WithAlike(one, before, likes), "W-ALIKE")
	if len(told) != 1 || told[0].Severity != model.Hint || len(WithAlike(one, before, likes)) != len(before)+1 {
		t.Fatalf("%v", told)
	}
	if m := told[0].Message; !strings.Contains(m, "100% 的文字和 蓝田镇人民政府-2025 相同，另有 1 份也这样") {
		t.Error(m)
	}
	s := model.NewSession(one, "alike")
	takes(t, s)(Explain(s.Report(), &told[0], "两镇合署办公，材料是同一人起草的", "李四", saidAt))
	if f := find(WithAlike(s.Report(), nil, likes), "W-ALIKE"); !f[0].Explained {
		t.Errorf("%+v", f)
	}
	likes[0].With = "河口镇人民政府-2025"
	if f := find(WithAlike(s.Report(), nil, likes), "W-ALIKE"); f[0].Explained {
		t.Errorf("%+v", f)
	}
}

// TestAlikeMissesNone: among reports that have clauses in common in all measures, the
// nearest of each is that of comparing every two.
func TestAlikeMissesNone(t *testing.T) {
	dice := rand.New(rand.NewPCG(1, 2))
	var prints []Print
	for i := range 150 {
		r := writtenBy(fmt.Sprintf("第%s镇人民政府", clauseOf(i)), 1000*i, 10)
		copied := 1000 * dice.IntN(20)
		for k := range 40 {
			if dice.IntN(100) < 80+i%20 {
				r.Text["1"] += clauseOf(copied+500+k) + "。"
			} else {
				r.Text["1"] += clauseOf(1000*i+500+k) + "。"
			}
		}
		for k := range 30 {
			r.Text["1"] += clauseOf(777000+k) + "。" // in all of them
		}
		prints = append(prints, PrintOf(r))
	}
	some := 0
	for i, likes := range Alike(prints) {
		best := 0
		for k := range prints {
			if k != i {
				best = max(best, prints[i].texts[0].shareIn(&prints[k].texts[0]))
			}
		}
		got := 0
		if len(likes) > 0 {
			got = likes[0].Share
			some++
		}
		if best < 80 {
			best = 0
		}
		if got != best {
			t.Errorf("report %d: %d %%, comparing every two %d %%", i, got, best)
		}
	}
	if some < 20 || some > 140 {
		t.Errorf("%d of 150 are alike: the test tells little", some)
	}
}

// BenchmarkAlike is 10,000 reports of 2,900 characters in two texts, a tenth of their
// clauses those of everybody, one report of ten another's but for a few.
func BenchmarkAlike(b *testing.B) {
	const n = 10000
	reports := make([]*model.Report, n)
	for i := range reports {
		from := 1000 * i
		if i%10 == 9 {
			from -= 990
		}
		r := writtenBy(fmt.Sprintf("第%d镇人民政府", i), from, 200)
		r.Text["5"] = writtenBy("", from+300, 60).Text["1"]
		r.Text["1"] += writtenBy("", 5, 30).Text["1"]
		reports[i] = r
	}
	prints := make([]Print, n)
	for b.Loop() {
		model.Parallel(n, func(i int) { prints[i] = PrintOf(reports[i]) })
	}
	b.ReportMetric(float64(b.Elapsed().Microseconds())/float64(b.N*n), "µs/print")
	size := 0
	for _, p := range prints {
		for _, t := range p.texts {
			size += 16 * len(t.clauses)
		}
	}
	b.ReportMetric(float64(size)/n, "bytes/print")
}

// BenchmarkAlikeSearch is the comparing of those.
func BenchmarkAlikeSearch(b *testing.B) {
	const n = 10000
	prints := make([]Print, n)
	for i := range prints {
		from := 1000 * i
		if i%10 == 9 {
			from -= 990
		}
		r := writtenBy(fmt.Sprintf("第%d镇人民政府", i), from, 200)
		r.Text["1"] += writtenBy("", 5, 30).Text["1"]
		r.Text["5"] = writtenBy("", from+300, 60).Text["1"]
		prints[i] = PrintOf(r)
	}
	search := func(b *testing.B) {
		found := 0
		for b.Loop() {
			found = 0
			for _, likes := range Alike(prints) {
				found += len(likes)
			}
		}
		b.ReportMetric(float64(found), "found")
	}
	b.Run("some", search)
	one := prints[0]
	for i := range prints {
		unit := prints[i].unit
		prints[i] = one
		prints[i].unit = unit
	}
	b.Run("all", search)
}
