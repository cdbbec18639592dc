package model

import (
	"bytes"
	"encoding/json"
	"math/rand/v2"
	"reflect"
	"strings"
	"testing"
	"time"
	"unicode/utf8"
)

func TestExchangeRoundTrip(t *testing.T) {
	rng := rand.New(rand.NewPCG(5, 6))
	for range 50 {
		r := randomReport(rng)
		r.Date, r.Revision = "2026-01-20", 12
		r.Text["1"], r.Text["6"] = "“引号”<尖括号> & 换行\n第二段😀", "无"
		r.Notes["2.rules.issued"] = "其中修订16件"
		r.Explanations = []Explanation{{Rule: "Y-STOCK", Cell: "2.normative.in_force", Text: "清理", By: "张三", At: time.Unix(0, 0).UTC(), Figures: "8 / 8 7"}}
		data, err := Encode(r)
		if err != nil {
			t.Fatal(err)
		}
		back, err := Decode(data)
		if err != nil {
			t.Fatal(err)
		}
		if !reflect.DeepEqual(back, r) {
			t.Fatalf("read back:\n%+v\nwant\n%+v", back, r)
		}
		again, err := Encode(back)
		if err != nil || !bytes.Equal(again, data) {
			t.Fatal("the same report gave other bytes")
		}
	}
}

func TestExchangeFileAsSpecified(t *testing.T) {
	r := NewReport(Form2021, "侯集镇人民政府", Town, 2021)
	r.Date = "2021-12-31"
	r.Figures["2.fees.amount"] = mustDecimal(t, "96171.6")
	r.Figures["3.received.natural_person"], r.Figures["3.received.business"] = Count(3001), Count(118)
	data, err := Encode(r)
	if err != nil {
		t.Fatal(err)
	}
	var got map[string]any
	if err := json.Unmarshal(data, &got); err != nil {
		t.Fatal(err)
	}
	for key, want := range map[string]any{"schema": "nianbao/1", "form": "2021", "unit": "侯集镇人民政府", "level": "town", "year": 2021.0,
		"title": "侯集镇人民政府2021年政府信息公开工作年度报告", "date": "2021-12-31", "revision": 0.0,
		"text":    map[string]any{"0": "", "1": "", "5": "", "6": ""},
		"figures": map[string]any{"2.fees.amount": 96171.6, "3.received.natural_person": 3001.0, "3.received.business": 118.0, "3.received.total": 3119.0},
		"notes":   map[string]any{}, "explanations": []any{}} {
		if !reflect.DeepEqual(got[key], want) {
			t.Errorf("%s = %v, want %v", key, got[key], want)
		}
	}
}

func TestDecodeKeepsWhatIsNoFigure(t *testing.T) {
	r, err := Decode([]byte(`{"schema":"nianbao/1","form":"2021","unit":"某某镇","level":"town","year":2024,"text":{"1":"一\u001b[31m红"},
		"figures":{"3.received.natural_person":3,"3.received.total":5,"2.penalty.decided":"减3","2.fees.amount":1.23456,"3.granted.research":-2,"4.direct_suit.other":1e3}}`))
	if err != nil {
		t.Fatal(err)
	}
	want := map[CellID]string{"2.penalty.decided": "减3", "2.fees.amount": "1.23456", "4.direct_suit.other": "1e3"}
	if !reflect.DeepEqual(r.Unread, want) || r.Stated["3.received.total"] != Count(5) || r.Figures["2.fees.amount"].String() != "1.2346" ||
		r.Figures["3.granted.research"] != Count(-2) || strings.Contains(r.Text["1"], "\x1b") {
		t.Errorf("read %+v", r)
	}
}

func FuzzDecode(f *testing.F) {
	good, err := Encode(zeroReport())
	if err != nil {
		f.Fatal(err)
	}
	f.Add(good)
	for _, s := range []string{"", "{", "[]", `{"schema":"other"}`, `{"schema":"nianbao/1","form":"1999"}`,
		`{"schema":"nianbao/1","form":"2021","unit":"x","level":"town","year":2024,"figures":{"9.x.y":1}}`,
		`{"schema":"nianbao/1","form":"2021","unit":"x","level":"king","year":2024}`} {
		if _, err := Decode([]byte(s)); err == nil {
			f.Errorf("%q was read as a report", s)
		}
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		if utf8.Valid(data) {
			readBothWays(t, data)
		}
		r, err := Decode(data)
		if err != nil {
			return
		}
		again, err := Encode(r)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := Decode(again); err != nil {
			t.Fatalf("what was written can't be read: %v", err)
		}
	})
}

func TestCleanText(t *testing.T) {
	if got := CleanText("一\r\n二\r三\t四\x1b[31m\u200b\u202e五\ufeff\xff\U000e0001\U000e0041\U000e007f六\u2028七\x00"); got != "一\n二\n三 四[31m五六\n七" {
		t.Errorf("CleanText gives %q", got)
	}
}

// BenchmarkDecode reads the exchange file of a county's report.
func BenchmarkDecode(b *testing.B) {
	data, err := Encode(countyReport())
	if err != nil {
		b.Fatal(err)
	}
	b.SetBytes(int64(len(data)))
	for b.Loop() {
		if _, err := Decode(data); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "reports/s")
}

// TestEncodeDense: the dense form is the exchange file without its white space.
func TestEncodeDense(t *testing.T) {
	r := NewReport(Form2021, "侯集镇人民政府", Town, 2021)
	r.Text["1"] = "5<6 && a|b\n“引号” \"x\""
	for i, c := range r.Form.Cells() {
		if !c.Computed() {
			r.Figures[c.ID] = Count(int64(i))
		}
	}
	data, err := Encode(r)
	if err != nil {
		t.Fatal(err)
	}
	dense, err := EncodeDense(r)
	if err != nil {
		t.Fatal(err)
	}
	var b bytes.Buffer
	if err := json.Compact(&b, data); err != nil || !bytes.Equal(b.Bytes(), dense) || len(dense) >= len(data) {
		t.Errorf("%d bytes of %d: %v", len(dense), len(data), err)
	}
}
