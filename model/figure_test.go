package model

import (
	"math/rand/v2"
	"strings"
	"testing"
)

var (
	countColumn  = &Column{Unit: "件"}
	amountColumn = &Column{Unit: "万元", Places: 4}
)

func TestParseFigure(t *testing.T) {
	for _, c := range []struct {
		in, want string
		col      *Column
	}{
		{"", "", countColumn}, {"  ", "", countColumn}, {"0", "0", countColumn}, {"007", "7", countColumn},
		{"１２３", "123", countColumn}, {"＋５", "5", countColumn}, {" 12 ", "12", countColumn}, {"\u300012\u00a0", "12", countColumn},
		{"1,234", "1234", countColumn}, {"1，234，567", "1234567", countColumn}, {"1 234", "1234", countColumn}, {"5.00", "5", countColumn},
		{"3001\r\n", "3001", countColumn}, {"99999999999", "99999999999", countColumn}, {"5.", "5", countColumn},
		{"96171.6", "96171.6", amountColumn}, {"59,237.2449", "59237.2449", amountColumn}, {".5", "0.5", amountColumn},
		{"1．5", "1.5", amountColumn}, {"1。5", "1.5", amountColumn}, {"0.0001", "0.0001", amountColumn}, {"1.50000", "1.5", amountColumn},
	} {
		f, err := ParseFigure(c.in, c.col)
		if err != nil || f.String() != c.want {
			t.Errorf("ParseFigure(%q) = %q, %v; want %q", c.in, f, err, c.want)
		}
	}
}

func TestParseFigureRefuses(t *testing.T) {
	for _, c := range []struct {
		in, reason string
		col        *Column
	}{
		{"abc", "不是数字", countColumn}, {"-3", "负数", countColumn}, {"－3", "负数", countColumn}, {"1.5", "整数", countColumn},
		{"1.23456", "4 位", amountColumn}, {"1000000000000000", "太大", countColumn}, {"100000000000", "太大", countColumn},
		{strings.Repeat("9", 400), "太大", countColumn}, {"1e5", "科学计数法", countColumn}, {"1E5", "科学计数法", amountColumn},
		{"3万", "30000", countColumn}, {"1.2万", "12000", countColumn}, {"5万元", "已是万元", amountColumn}, {"5万", "已是万元", amountColumn},
		{"704元", "换算成万元", amountColumn}, {"12件", "不要带单位", countColumn}, {"/", "填 0", countColumn}, {"-", "填 0", countColumn},
		{"—", "填 0", countColumn}, {"无", "填 0", countColumn}, {"不适用", "填 0", countColumn}, {"三十", "阿拉伯数字", countColumn},
		{"12,34", "逗号", countColumn}, {"1 2", "空格", countColumn}, {"1,234,5", "逗号", countColumn}, {"12a", "不是数字", countColumn},
		{"1.2.3", "不是数字", amountColumn}, {".", "不是数字", amountColumn}, {"减3", "不能填负数", countColumn}, {"22（其中修订16件）", "不是数字", countColumn},
		{"-3", "没有发生填 0，有的填实际的数（单位：件）", countColumn}, {"减3件", "不能填负数", countColumn}, {"负2", "不能填负数", countColumn}, {"-0.5", "单位：万元", amountColumn},
		{"-3", "本年废止的填在「本年废止件数」", Form2021.Cell("2.normative.issued").Column}, {"-1", "没有发生填 0", Form2021.Cell("3.granted.business").Column}, {"-1", "没有发生填 0", Form2021.Cell("2.penalty.decided").Column},
		{"3亿", "写全：300000000", countColumn}, {"2亿元", "换算成万元再填：20000", amountColumn}, {"1.5亿", "换算成万元再填：15000", amountColumn}, {"5元", "不是金额", countColumn}, {"3万元", "不是金额", countColumn}, {"1,200万件", "写全：12000000", countColumn}, {"1,2万件", "请把数字写全", countColumn},
		{"5宗", "请填「5」", countColumn}, {"2案", "请填「2」", countColumn}, {"1,200份", "请填「1,200」", countColumn}, {"10%", "不要填百分比", countColumn}, {"33.5％", "不要填百分比", amountColumn},
		{"两件", "阿拉伯数字", countColumn}, {"三十宗", "阿拉伯数字", countColumn}, {"5千元", "把千元换算成万元再填：0.5", amountColumn}, {"4百万", "把百万元换算成万元再填：400", amountColumn},
		{"40682元", "把元换算成万元再填：4.0682", amountColumn}, {"40682.5元", "把元换算成万元再填", amountColumn}, {"3千件", "写全：3000", countColumn}, {"2千万元", "换算成万元再填：2000", amountColumn},
		{"12a", "单位：件", countColumn}, {"x", "单位：万元", amountColumn},
		{"0x10", "不是数字", countColumn}, {"99999999999万", "写全", countColumn}, {"\x1b[31m5", "不是数字", countColumn},
	} {
		f, err := ParseFigure(c.in, c.col)
		if err == nil {
			t.Errorf("ParseFigure(%q) = %q, want a refusal", c.in, f)
		} else if !strings.Contains(err.Error(), c.reason) {
			t.Errorf("ParseFigure(%q) refused with %q, want it to say %q", c.in, err, c.reason)
		} else if strings.ContainsAny(err.Error(), "\x1b\n") {
			t.Errorf("ParseFigure(%q): control characters in %q", c.in, err)
		}
	}
}

func FuzzParseFigure(f *testing.F) {
	for _, s := range []string{"", "12", "1,234.5", "－１", "3万", "1e9", "９９", ". .", ",", "1 000 000"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		for _, col := range []*Column{countColumn, amountColumn} {
			v, err := ParseFigure(s, col)
			if err != nil {
				continue
			}
			if v.Sign() < 0 || !v.Whole() && col.Places == 0 {
				t.Fatalf("ParseFigure(%q) let %s through", s, v)
			}
			again, err := ParseFigure(v.String(), col)
			if err != nil || again != v {
				t.Fatalf("%q gives %s, which gives %s, %v", s, v, again, err)
			}
		}
	})
}

func FuzzParseDecimal(f *testing.F) {
	for _, s := range []string{"", "0", "-1.5", "12.3456", "1e9", "--1", "99999999999.9999"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		v, err := ParseDecimal(s)
		if err != nil {
			return
		}
		if again, err := ParseDecimal(v.String()); err != nil || again != v {
			t.Fatalf("%q gives %q, which gives %q, %v", s, v, again, err)
		}
	})
}

func TestFigureArithmetic(t *testing.T) {
	if Blank.Filled() || Blank == Zero || Blank.Add(Blank).Filled() || !Blank.Add(Zero).IsZero() {
		t.Error("blank and zero are mixed up")
	}
	if got := Count(3).Sub(Count(5)).String(); got != "-2" {
		t.Errorf("3-5 = %s", got)
	}
	// Amounts are added without rounding: 0.1 ten times is 1.
	tenth, sum := mustDecimal(t, "0.1"), Blank
	for range 10 {
		sum = sum.Add(tenth)
	}
	if sum != Count(1) {
		t.Errorf("ten times 0.1 = %s", sum)
	}
	// The largest figures in every cell still add up.
	sum = Blank
	for range 200 {
		sum = sum.Add(Count(MaxWhole))
	}
	if sum.String() != "19999999999800" {
		t.Errorf("200 times the most = %s", sum)
	}
}

func mustDecimal(t testing.TB, s string) Figure {
	t.Helper()
	f, err := ParseDecimal(s)
	if err != nil {
		t.Fatal(err)
	}
	return f
}

// randomReport fills a report at random, blanks included.
func randomReport(rng *rand.Rand) *Report {
	r := NewReport(Form2021, "某某镇人民政府", Town, 2025)
	for _, c := range r.Form.Cells() {
		if !c.Computed() && rng.IntN(4) > 0 {
			r.Figures[c.ID] = Count(rng.Int64N(50))
		}
	}
	return r
}
