package csv_test

import (
	"bytes"
	"errors"
	"reflect"
	"strings"
	"testing"

	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/encoding/unicode"

	writer "nianbao/export/csv"
	"nianbao/export/source/csv"
	"nianbao/export/source/sourcetest"
	"nianbao/model"
)

func sample() *model.Report {
	r := model.NewReport(model.Form2021, "侯集镇人民政府", model.Town, 2021)
	r.Date = "2021-12-31"
	r.Text["1"] = "=开头是等号\n第二行，“引号”\"直\"。"
	r.Text["5"] = "'=已有撇号"
	r.Text["6"] = "'普通的撇号"
	for i, c := range model.Form2021.Cells() {
		if !c.Computed() && i%5 != 3 {
			r.Figures[c.ID] = model.Count(int64(i*i%997 + 1))
		}
	}
	r.Notes["2.normative.issued"] = "-其中修订16件"
	return r
}

func written(t testing.TB, r *model.Report, draft bool) string {
	t.Helper()
	var b bytes.Buffer
	if err := writer.Write(&b, r, draft); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// What was written comes back, also after a spreadsheet has saved it its own way.
func TestRead(t *testing.T) {
	want := sample()
	plain := written(t, want, true)
	gb, err := simplifiedchinese.GB18030.NewEncoder().String(plain)
	if err != nil {
		t.Fatal(err)
	}
	tabs := &strings.Builder{}
	d, err := csv.Source([]byte(plain))
	if err != nil {
		t.Fatal(err)
	}
	g := d.Blocks[0].Table
	for r := range g.Rows {
		for k := range g.Cols {
			tabs.WriteString(`"` + strings.ReplaceAll(g.At(r, k).Text, `"`, `""`) + "\"\t")
		}
		tabs.WriteString("\r\n")
	}
	wide, err := unicode.UTF16(unicode.LittleEndian, unicode.UseBOM).NewEncoder().String(tabs.String())
	if err != nil {
		t.Fatal(err)
	}
	for name, data := range map[string]string{"as written": plain, "final": written(t, want, false), "mark": "\ufeff" + plain, "gb18030": gb, "sep": "sep=,\n" + plain, "tabs in utf-16": wide,
		"date and blank rows": strings.Replace(plain, "2021-12-31", "2021/12/31", 1) + "\n,,,,,\n"} {
		got, err := csv.Read([]byte(data))
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		if got.Unit != want.Unit || got.Year != want.Year || got.Level != want.Level || got.Date != want.Date || got.FullTitle() != want.FullTitle() ||
			!reflect.DeepEqual(got.Figures, want.Figures) || !reflect.DeepEqual(got.Notes, want.Notes) || len(got.Unread)+len(got.Stated) > 0 {
			t.Errorf("%s: got %+v", name, got)
		}
		for key, text := range want.Text {
			if got.Text[key] != text {
				t.Errorf("%s: text %s is %q, want %q", name, key, got.Text[key], text)
			}
		}
	}
}

// Figures as people type them are taken, words are kept, totals that differ too.
func TestReadTyped(t *testing.T) {
	data := written(t, sample(), false)
	change := func(name, to string) {
		lines := strings.Split(data, "\r\n")
		for i, l := range lines {
			if f := strings.Split(l, ","); f[0] == name {
				f[4] = to
				lines[i] = strings.Join(f, ",")
			}
		}
		data = strings.Join(lines, "\r\n")
	}
	change("2.rules.issued", `１２`)
	change("3.received.natural_person", `"1,234"`)
	change("3.granted.business", "若干")
	change("3.received.total", "7")
	r, err := csv.Read([]byte(data))
	if err != nil {
		t.Fatal(err)
	}
	if r.Figures["2.rules.issued"] != model.Count(12) || r.Figures["3.received.natural_person"] != model.Count(1234) || r.Unread["3.granted.business"] != "若干" || r.Stated["3.received.total"] != model.Count(7) {
		t.Errorf("got %v, %v, %v", r.Figures["2.rules.issued"], r.Unread, r.Stated)
	}
}

func TestReadRefuses(t *testing.T) {
	good := written(t, sample(), false)
	for name, c := range map[string]struct{ data, says string }{
		"nothing":   {"", "第一行"},
		"other csv": {"a,b,c\n1,2,3\n", "第一行"},
		"twice":     {good + "2.rules.issued,,,,1,\r\n", "出现了两次"},
		"unknown":   {good + "2.rules.x,,,,1,\r\n", "无法识别"},
		"year":      {strings.Replace(good, "年度,,2021", "年度,,二〇二一", 1), "四位数"},
		"no unit":   {strings.Replace(good, "侯集镇人民政府,\r\n", ",\r\n", 1), "单位"},
		"form":      {strings.Replace(good, "form,封面,表式,,2021", "form,封面,表式,,1999", 1), "1999"},
		"bad text":  {good + "\xff\xff\n", "无法识别"},
	} {
		_, err := csv.Read([]byte(c.data))
		if err == nil || !strings.Contains(err.Error(), c.says) {
			t.Errorf("%s: %v", name, err)
		}
		if foreign := name == "nothing" || name == "other csv"; errors.Is(err, csv.ErrForeign) != foreign {
			t.Errorf("%s: foreign is %v", name, !foreign)
		}
	}
}

func TestSource(t *testing.T) {
	for name, c := range map[string]struct{ data, want string }{
		"commas":     {"甲,\"乙\n丙\",\n1,\"2,3\"\n", "|甲|乙⏎丙||\n|1|2,3|\n"},
		"semicolons": {"甲;乙\r\n1,5;2\r\n", "|甲|乙|\n|1,5|2|\n"},
		"tabs":       {"甲\t乙\n1\t 2 \n", "|甲|乙|\n|1|2|\n"},
		"sep":        {"sep=;\n甲;乙,丙\n", "|甲|乙,丙|\n"},
		"blank line": {"甲,乙\n\n1,2\n", "|甲|乙|\n|1|2|\n"},
		"quotes":     {"甲\"乙,\"丙\n", "|甲\"乙|丙|\n"},
		"blank":      {",,\n,,\n", ""},
		"nothing":    {"", ""},
	} {
		d, err := csv.Source([]byte(c.data))
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		sourcetest.Check(t, d)
		if got := d.String(); got != c.want {
			t.Errorf("%s: %q, want %q", name, got, c.want)
		}
	}
	d, err := csv.Source([]byte("甲,乙\n\n1,2\n"))
	if err != nil {
		t.Fatal(err)
	}
	if c := d.Blocks[0].Table.At(2, 1); c == nil || d.Blocks[0].Table.PlaceOf(c) != "表格第3行第2列" {
		t.Errorf("the last cell is %+v", c)
	}
	if _, err := csv.Source([]byte(strings.Repeat(",", 10_000_000))); err == nil {
		t.Error("ten million fields are read")
	}
}

func FuzzSource(f *testing.F) {
	for _, s := range []string{"a,b\n\"c\nd\",e", "sep=\t\na\tb", "\"", "a;b;c\r\n1;2\r\n", written(f, sample(), true)} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		if d, err := csv.Source(data); err == nil {
			sourcetest.Check(t, d)
		}
		if _, err := csv.Read(data); err != nil && err.Error() == "" {
			t.Error("an error without words")
		}
	})
}

func BenchmarkSource(b *testing.B) {
	data := []byte(written(b, sample(), false))
	b.SetBytes(int64(len(data)))
	b.ReportAllocs()
	for b.Loop() {
		if _, err := csv.Source(data); err != nil {
			b.Fatal(err)
		}
	}
}

// TestReadWithoutForm: a file that has lost the row of its form is on that of its
// year, wherever the row of the year stands.
func TestReadWithoutForm(t *testing.T) {
	for _, x := range []struct {
		form, want *model.Form
		year       int
		last       bool // the year stands behind everything
	}{{model.Form2021, model.Form2021, 2024, false}, {model.Form2019(), model.Form2019(), 2020, false}, {model.Form2019(), model.Form2019(), 2019, true}, {model.Form2021, model.Form2021, 2025, true}} {
		r := model.NewReport(x.form, "侯集镇人民政府", model.Town, x.year)
		r.Figures["2.penalty.decided"] = model.Count(6)
		var rows []string
		year := ""
		for _, row := range strings.Split(strings.TrimSpace(written(t, r, false)), "\r\n") {
			switch {
			case strings.HasPrefix(row, "form,"):
			case x.last && strings.HasPrefix(row, "year,"):
				year = row
			default:
				rows = append(rows, row)
			}
		}
		got, err := csv.Read([]byte(strings.Join(append(rows, year), "\r\n")))
		if err != nil {
			t.Errorf("of %d: %v", x.year, err)
			continue
		}
		if got.Form != x.want || got.Figures["2.penalty.decided"] != model.Count(6) {
			t.Errorf("of %d: it is on the form of %s with %s", x.year, got.Form.Edition, got.Figures["2.penalty.decided"])
		}
	}
}
