package export

import (
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"
	"golang.org/x/text/encoding/simplifiedchinese"

	"nianbao/export/xlsx/cellref"
	"nianbao/model"
	"nianbao/model/ledger"
)

// written is an office's ledger as it stands in testdata, with what it comes to, counted by hand before
// the ledger was written: cells that are not 0, what has to be asked and how a person answers, what last
// year's report carries over.
type written struct {
	figures map[model.CellID]int
	asked   map[string]string // 关于 写法: the answer as a person writes it, and why
	carried map[string]int
	sheets  []sheet
	struck  map[string]bool // 表名 行
	csv     string          // its encoding; "" for a workbook
}

func readWritten(t *testing.T, path string) *written {
	t.Helper()
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	w := &written{figures: map[model.CellID]int{}, asked: map[string]string{}, struck: map[string]bool{}}
	part := ""
	for _, line := range strings.Split(strings.TrimSuffix(string(data), "\n"), "\n") {
		switch word, rest, _ := strings.Cut(line, " "); {
		case word == "@truth":
			part = word
		case word == "@sheet":
			part, w.sheets = word, append(w.sheets, sheet{name: rest})
		case word == "@csv":
			part, w.csv, w.sheets = word, rest, append(w.sheets, sheet{})
		case word == "@strike":
			s := w.sheets[len(w.sheets)-1]
			w.struck[fmt.Sprint(s.name, len(s.rows)+1)] = true
		case part != "@truth":
			s := &w.sheets[len(w.sheets)-1]
			s.rows = append(s.rows, strings.Split(line, "|"))
		case word == "ask":
			about, rest, _ := strings.Cut(rest, " ")
			words, answer, _ := strings.Cut(rest, " = ")
			w.asked[about+" "+words] = answer
		default:
			name, n, _ := strings.Cut(line, "=")
			count, err := strconv.Atoi(n)
			if err != nil {
				t.Fatalf("%s: %q", path, line)
			}
			switch col, carried := strings.CutPrefix(name, "carried "); {
			case carried && w.carried == nil:
				w.carried = map[string]int{col: count}
			case carried:
				w.carried[col] = count
			case strings.HasPrefix(name, "4."):
				w.figures[model.CellID(name)] = count
			default:
				w.figures[model.CellID("3."+name)] = count
			}
		}
	}
	return w
}

// save writes the ledger as its office keeps it.
func (w *written) save(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	if w.csv != "" {
		var b strings.Builder
		for _, row := range w.sheets[0].rows {
			b.WriteString(strings.Join(row, ",") + "\r\n")
		}
		data, err := simplifiedchinese.GB18030.NewEncoder().String(b.String())
		if err != nil {
			t.Fatal(err)
		}
		path := filepath.Join(dir, "台账.csv")
		if err := os.WriteFile(path, []byte(data), 0o600); err != nil {
			t.Fatal(err)
		}
		return path
	}
	path := bookOfSheets(t, filepath.Join(dir, "台账.xlsx"), w.sheets)
	f, err := excelize.OpenFile(path)
	if err != nil {
		t.Fatal(err)
	}
	style, err := f.NewStyle(&excelize.Style{Font: &excelize.Font{Strike: true}})
	if err != nil {
		t.Fatal(err)
	}
	for _, s := range w.sheets {
		for r := range s.rows {
			if !w.struck[fmt.Sprint(s.name, r+1)] {
				continue
			}
			if err := f.SetCellStyle(s.name, cellref.At(r+1, 1).String(), cellref.At(r+1, len(s.rows[r])).String(), style); err != nil {
				t.Fatal(err)
			}
		}
	}
	if err := f.Save(); err != nil {
		t.Fatal(err)
	}
	if err := f.Close(); err != nil {
		t.Fatal(err)
	}
	return path
}

// TestWrittenLedgers: ledgers written by hand, each counted by hand before.
func TestWrittenLedgers(t *testing.T) {
	paths, err := filepath.Glob("testdata/ledgers/*.txt")
	if err != nil || len(paths) < 5 {
		t.Fatal(paths, err)
	}
	words := ledger.NewWords(model.Form2021)
	for _, path := range paths {
		t.Run(strings.TrimSuffix(filepath.Base(path), ".txt"), func(t *testing.T) {
			w := readWritten(t, path)
			b, err := Ledger(w.save(t))
			if err != nil {
				t.Fatal(err)
			}
			options := ledger.Options{Year: 2025, On: "2026-03-01", Carried: w.carried}
			c := words.Count(b, ledger.Mapping{}, options)
			var m ledger.Mapping
			for _, q := range c.Questions {
				key := string(q.About) + " " + q.Words
				answer, reason, _ := strings.Cut(w.asked[key], " ")
				if w.asked[key] == "" {
					t.Errorf("asked about %s: %s", key, q.Why)
					continue
				}
				to, err := words.ParseAnswer(q.About, w.asked[key])
				if err != nil {
					to, err = words.ParseAnswer(q.About, answer)
				}
				if err != nil {
					t.Fatal(err)
				}
				m.Set(q.Answer(2025, to, reason))
				delete(w.asked, key)
			}
			if len(w.asked) > 0 {
				t.Errorf("not asked: %v", w.asked)
			}
			c = words.Count(b, m, options)
			for _, cell := range model.Form2021.Cells() {
				if !cell.Computed() && c.Figures[cell.ID] != w.figures[cell.ID] {
					t.Errorf("%s is %d, want %d", cell.ID, c.Figures[cell.ID], w.figures[cell.ID])
				}
			}
			if c.Hanging() != "" {
				t.Errorf("%s: %+v", c.Hanging(), c.Questions)
			}
		})
	}
}

// TestSampleLedger: the sample, as csv and as a workbook, counts as its own note says.
func TestSampleLedger(t *testing.T) {
	for _, name := range []string{"台账.csv", "台账.xlsx"} {
		t.Run(name, func(t *testing.T) {
			path := filepath.Join("..", "..", "shared", "cases", "ledger", name)
			if _, err := os.Stat(path); err != nil {
				t.Skip("no shared cases here")
			}
			b, err := Ledger(path)
			if err != nil {
				t.Fatal(err)
			}
			words := ledger.NewWords(model.Form2021)
			options := ledger.Options{Year: 2025, On: "2026-01-10"}
			c := words.Count(b, ledger.Mapping{}, options)
			if len(c.Questions) != 1 || c.Questions[0].About != ledger.AboutCase || c.Questions[0].Proposal != ledger.Case("reconsideration", "upheld") {
				t.Fatalf("asked: %+v", c.Questions)
			}
			var m ledger.Mapping
			m.Set(c.Questions[0].Answer(2025, c.Questions[0].Proposal, ""))
			c = words.Count(b, m, options)
			want := map[model.CellID]int{"3.received.natural_person": 3, "3.received.business": 1, "3.received.legal_service": 1, "3.granted.natural_person": 1, "3.partial.natural_person": 1, "3.carried_out.natural_person": 1,
				"3.denied_third_party.business": 1, "3.denied_case_file.legal_service": 1, "4.reconsideration.upheld": 1}
			for _, cell := range model.Form2021.Cells() {
				if !cell.Computed() && c.Figures[cell.ID] != want[cell.ID] {
					t.Errorf("%s is %d, want %d", cell.ID, c.Figures[cell.ID], want[cell.ID])
				}
			}
		})
	}
}
