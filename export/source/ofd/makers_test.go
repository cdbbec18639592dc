package ofd_test

import (
	"strings"
	"testing"

	"nianbao/export"
	"nianbao/model"
)

// makers are the files of five other makers, each with the same report, made by the
// standard (GB/T 33190-2016) and by what is known of their files.
var makers = []struct {
	name string
	make func(testing.TB) []byte
	said []string // what the reading has to say of what it didn't take
}{
	{"ofdrw", ofdrwFile, nil},
	{"WPS", wpsFile, nil},
	{"converter", converterFile, []string{"999", "888", "777", "666", "555", "444", "333", "侯集镇府", "没有注明编码"}},
	{"Suwell", suwellFile, []string{"签章", "批注", "应为2156", "收文〔2026〕118号", "请核对第三部分", "附件", "版本", "报送函"}},
	{"loose", looseFile, nil},
}

// TestMakers: a report by any maker comes in with every figure right or said to be
// doubtful and every character of its texts, and what isn't taken is said.
func TestMakers(t *testing.T) {
	for _, m := range makers {
		t.Run(m.name, func(t *testing.T) {
			x, err := export.ReadBytes(m.make(t), model.ReadOptions{})
			if err != nil {
				t.Fatal(err)
			}
			checkMaker(t, x)
			var said strings.Builder
			for _, l := range x.LeftOut {
				said.WriteString(l.Where + " " + l.What + " " + l.Why + "\n")
			}
			for _, c := range x.Read {
				if c.Confidence < 1 {
					said.WriteString(string(c.Cell) + " " + c.How + "\n")
				}
			}
			for _, want := range m.said {
				if !strings.Contains(said.String(), want) {
					t.Errorf("nothing says %s", want)
				}
			}
			t.Logf("said:\n%s", said.String())
		})
	}
}

func checkMaker(t *testing.T, x *model.Reading) {
	t.Helper()
	r := x.Report
	if r.Unit != makersUnit || r.Year != 2025 {
		t.Errorf("it is %s, %d", r.Unit, r.Year)
	}
	if r.Date != "2026-01-15" {
		t.Errorf("its date is %s", r.Date)
	}
	sheet, read := model.Evaluate(r), map[model.CellID]model.ReadCell{}
	for _, c := range x.Read {
		read[c.Cell] = c
	}
	truth := makersTruth()
	if len(truth) != 200 || len(r.Form.Cells()) != 200 {
		t.Fatalf("%d figures are known, %d cells are there", len(truth), len(r.Form.Cells()))
	}
	for _, c := range r.Form.Cells() {
		got, want := sheet.At(c.ID).String(), truth[string(c.ID)]
		seen := read[c.ID]
		if c.Computed() && got == "" { // it isn't computed while a part of it is in doubt
			got = seen.Value.String()
		}
		if got != want && seen.Confidence == 1 {
			t.Errorf("%s is %q, not %q, and nothing doubts it: %+v", c.ID, got, want, seen)
		} else if got != want {
			t.Logf("%s is %q, not %q; doubted: %s", c.ID, got, want, seen.How)
		}
	}
	for key, want := range makersTexts {
		if got := squeeze(r.Text[key]); got != squeeze(strings.Join(want, "\n")) {
			t.Errorf("text %s:\n%s\nwant\n%s", key, got, squeeze(strings.Join(want, "\n")))
		}
	}
}

// squeeze leaves out the blanks within paragraphs.
func squeeze(s string) string {
	lines := strings.Split(s, "\n")
	for i := range lines {
		lines[i] = strings.Join(strings.Fields(lines[i]), "")
	}
	return strings.Join(lines, "\n")
}
