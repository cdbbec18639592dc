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

// readBothWays decodes an exchange file in one go and by encoding/json: what the first
// takes, the second takes too, and reads as the same report. It reports whether the
// first took it.
func readBothWays(t *testing.T, data []byte) bool {
	t.Helper()
	plain, ok := plainExchange(data)
	if !ok {
		return false
	}
	any, err := anyExchange(data)
	if err != nil {
		t.Fatalf("taken, but not by encoding/json: %v\n%s", err, data)
	}
	a, errA := decodeExchange(plain)
	b, errB := decodeExchange(any)
	if (errA == nil) != (errB == nil) || !reflect.DeepEqual(a, b) {
		t.Fatalf("read as\n%+v %v, by encoding/json as\n%+v %v\n%s", a, errA, b, errB, data)
	}
	return true
}

// fullReport has something of everything that an exchange file has.
func fullReport(rng *rand.Rand) *Report {
	r := randomReport(rng)
	r.Date, r.Revision = "2026-01-20", 12
	r.Text["1"], r.Text["6"] = "“引号”\"\\/<尖括号> & 换行\n第二段😀", "无"
	r.Notes["2.rules.issued"] = "其中修订16件，<16>"
	r.Unread["3.granted.business"], r.Unread["3.granted.research"] = NotRead, "三|四"
	r.Explanations = []Explanation{{Rule: "Y-STOCK", Cell: "2.normative.in_force", Text: "清\n理", By: "张三", Figures: "8 / 8 7"}}
	return r
}

// fullSum is a collector's report that has something of everything, too.
func fullSum(rng *rand.Rand) *Report {
	r := fullReport(rng)
	r.Scope, r.Units, r.Reviews = ScopeAggregate, map[string]ListedUnit{}, map[string]UnitReview{}
	for i, name := range []string{"甲镇", "乙镇", "丙局"} {
		u := ListedUnit{Name: name, Aliases: []string{"甲", "乙"}[:i], Kind: KindTown, Level: Town, Order: i}
		v := UnitReview{Unit: name, Word: WordAccepted, Report: name + "-2025", Revision: 3 + i, Checksum: "AAAA", Round: i}
		if i == 1 {
			u.Parent, u.Due, u.Opened, u.Closed, u.Into, u.Document = "丙局", "2026-01-31", "2020-01-01", "2026-02-01", "甲镇", "某编发〔2025〕1号"
			v.Reason, v.File, v.Sent, v.Received, v.First, v.By, v.At = "都没\n读错", "a.docx", "BBBB", "2026-01-20T09:00:00Z", "2026-01-10T09:00:00Z", "王芳", "2026-01-21T09:00:00Z"
			v.Doubtful = []CellID{"3.received.business"}
		}
		r.Units[name], r.Reviews[name] = u, v
		r.Sources = append(r.Sources, Source{name, 2025, name + "-2025", 3 + i, "AAAA"})
	}
	r.Adjustments = []Adjustment{{Cell: "3.received.business", Value: Count(-1), Reason: "重了", By: "王芳", At: time.Date(2026, 1, 21, 9, 0, 0, 0, time.UTC)}}
	return r
}

// TestPlainExchange: our own files are read in one go, and as encoding/json would read
// them; so is what is left of one that was damaged or written by hand, or it isn't taken.
func TestPlainExchange(t *testing.T) {
	rng := rand.New(rand.NewPCG(18, 1))
	taken := 0
	for i := range 6 {
		r := fullReport(rng)
		if i >= 4 {
			r = fullSum(rng)
		}
		indented, err := EncodeRescue(r, &Rescue{})
		if err != nil {
			t.Fatal(err)
		}
		dense, err := EncodeDense(r)
		if err != nil {
			t.Fatal(err)
		}
		escaped, err := json.Marshal(json.RawMessage(dense))
		if err != nil {
			t.Fatal(err)
		}
		for _, data := range [][]byte{indented, dense, escaped} {
			if !readBothWays(t, data) {
				t.Fatalf("not taken:\n%s", data)
			}
			for range 150 {
				if bad := spoilt(rng, data); utf8.Valid(bad) && readBothWays(t, bad) {
					taken++
				}
			}
		}
	}
	if taken < 100 {
		t.Errorf("only %d of the spoilt files were taken", taken)
	}
}

// spoilt is a file with a few bytes otherwise, away, twice, or of JSON's own kind.
func spoilt(rng *rand.Rand, data []byte) []byte {
	at, n := rng.IntN(len(data)), 1+rng.IntN(30)
	head, part, tail := data[:at], data[at:min(at+n, len(data))], data[min(at+n, len(data)):]
	const marks = "{}[]\",:\\/u0123456789.-+eEnulltrfas \n\t\x00\x1f"
	switch rng.IntN(4) {
	case 0:
		return bytes.Join([][]byte{head, tail}, nil)
	case 1:
		return bytes.Join([][]byte{head, part, part, tail}, nil)
	case 2:
		return bytes.Join([][]byte{head, {marks[rng.IntN(len(marks))]}, part, tail}, nil)
	}
	out := bytes.Clone(data)
	out[at] = marks[rng.IntN(len(marks))]
	return out
}

// TestPlainExchangeByHand: what JSON allows and we don't write is read by encoding/json,
// and what it doesn't allow is not taken.
func TestPlainExchangeByHand(t *testing.T) {
	const head = `{"schema":"nianbao/1","form":"2021","unit":"某某镇","level":"town","year":2024`
	for tail, want := range map[string]bool{
		`}`:                                      true,
		` } ` + "\n":                             true,
		`,"text":{"1":"a\u4e2d\ud83d\ude00\n"}}`: true,
		`,"text":{"1":"a\ud83d"}}`:               true,
		`,"figures":{"3.received.natural_person":-1.50,"3.received.business":0}}`:          true,
		`,"figures":{"3.received.natural_person":"三","3.received.business":[1,{"a":[]}]}}`: true,
		`,"figures":{"3.received.natural_person":1,"3.received.natural_person":2}}`:        true,
		`,"figures":{"3.received.total":1,"3.received.total":"x"}}`:                        true,
		`,"text":{"1":"一","1":""}}`:                                                        true,
		`,"text":{"1":5}}`:                                                                 true,
		`,"unread":["3.received.business"]}`:                                               true,
		`,"unread":{"3.received.business":"三"}}`:                                           true,
		`,"unread":{"3.received.business":"三"},"unread_as":{"3.received.business":"四"}}`:   true,
		`,"explanations":[]}`:                                                              true,
		`,"figures":{"3.received.natural_person":null}}`:                                   true,
		`,"figures":{"3.received.natural_person":1e3}}`:                                    false,
		`,"figures":{"3.received.natural_person":01}}`:                                     false,
		`,"figures":{"3.received.natural_person":1.}}`:                                     false,
		`,"figures":{"3.received.natural_person":-}}`:                                      false,
		`,"figures":{"3.received.natural_person":1,}}`:                                     false,
		`,"text":{"1":null}}`:                                                              true,
		`,"explanations":[{"rule":"a","text":null}]}`:                                      true,
		`,"figures":{"3.received.natural_person":nul}}`:                                    false,
		`,"figures":{"3.received.natural_person":nullx}}`:                                  false,
		`,"figures":null}`:                                                                 false,
		`,"Figures":{"3.received.natural_person":1}}`:                                      false,
		`,"mine":1}`:                     false,
		`,"year":2024}`:                  false,
		`,"revision":1.0}`:               false,
		`,"text":{"1":"a\x"}}`:           false,
		`,"text":{"1":"a\u12g4"}}`:       false,
		`,"text":{"1":"a` + "\n" + `"}}`: false,
		`,"text":{"1":["a" "b"]}}`:       false,
		`,"explanations":{}}`:            false,
		`}{`:                             false,
		`,"unread":[` + strings.Repeat("[", 100) + strings.Repeat("]", 100) + `]}`: false,
	} {
		if got := readBothWays(t, []byte(head+tail)); got != want {
			t.Errorf("%s: taken %v, want %v", tail, got, want)
		}
	}
}
