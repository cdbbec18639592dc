package export

import (
	"encoding/csv"
	"strings"
	"testing"

	"golang.org/x/text/encoding/simplifiedchinese"

	"nianbao/export/paper"
	"nianbao/model"
)

// TestCSVHoldsAll: a program reads every figure under its name, and every text
// as it was, in both encodings.
func TestCSVHoldsAll(t *testing.T) {
	for name, r := range threeReports() {
		plain, ok := strings.CutPrefix(write(t, "csv", r, Options{}), "\ufeff")
		if !ok {
			t.Errorf("%s: no byte order mark", name)
		}
		gb, err := simplifiedchinese.GB18030.NewDecoder().String(write(t, "csv", r, Options{Encoding: "gb18030"}))
		if err != nil || gb != plain {
			t.Errorf("%s: GB18030 reads otherwise, %v", name, err)
		}
		rows, err := csv.NewReader(strings.NewReader(plain)).ReadAll()
		if err != nil {
			t.Fatal(err)
		}
		content, notes := map[string]string{}, map[string]string{}
		for _, row := range rows[1:] {
			content[row[0]], notes[row[0]] = plainField(row[4]), plainField(row[5])
		}
		sheet := model.Evaluate(r)
		for _, c := range r.Form.Cells() {
			if content[string(c.ID)] != sheet.At(c.ID).String() || notes[string(c.ID)] != r.Notes[c.ID] {
				t.Errorf("%s: %s is %q（%q）", name, c.ID, content[string(c.ID)], notes[string(c.ID)])
			}
		}
		for _, s := range r.Form.Sections {
			if s.Table == nil && content[s.Key] != model.CleanText(r.Text[s.Key]) {
				t.Errorf("%s: text %s is %.60q", name, s.Key, content[s.Key])
			}
		}
	}
	_, err := Write(&strings.Builder{}, "csv", sample(), Options{Encoding: "big5"})
	checkError(t, err, model.CodeUsage)
}

// TestTextLinesUp: in a table of the text file every bar stands below the one
// above, and every figure is there.
func TestTextLinesUp(t *testing.T) {
	for name, r := range threeReports() {
		bars, tables := "", 0
		for _, line := range strings.Split(write(t, "txt", r, Options{}), "\n") {
			var at []string
			for i := range len(line) {
				if strings.HasPrefix(line[i:], " | ") || strings.HasPrefix(line[i:], "-+-") {
					at = append(at, string(rune('a'+paper.Halves(line[:i])%26)))
				}
			}
			switch places := strings.Join(at, ""); {
			case places == "":
				if !strings.HasPrefix(strings.TrimSpace(line), "（") && !strings.HasPrefix(strings.TrimSpace(line), "三、本") {
					bars = ""
				}
			case bars == "":
				bars = places
				tables++
			case bars != places:
				t.Errorf("%s: bars out of line: %s", name, line)
			}
		}
		if tables < 6 {
			t.Errorf("%s: %d tables", name, tables)
		}
		text := write(t, "txt", r, Options{})
		for _, f := range figures(r) {
			if !strings.Contains(text, " "+f) {
				t.Errorf("%s: %s is missing", name, f)
			}
		}
	}
}

// plainField is the text that a field of the csv file stands for: an apostrophe
// before what a spreadsheet would take for a formula is not part of it.
func plainField(s string) string {
	if rest := strings.TrimLeft(s, "'"); rest != s && rest != "" && strings.ContainsAny(rest[:1], "=+-@\t\r\n") {
		return s[1:]
	}
	return s
}
