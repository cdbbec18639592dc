package export

import (
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"nianbao/model"
	"nianbao/model/check"
)

// realReport reads one of the reports beside the project.
func realReport(t *testing.T, name string, o ReadOptions) *model.Reading {
	t.Helper()
	path := filepath.Join("..", "..", "shared", "reports", name)
	if _, err := os.Stat(path); err != nil {
		t.Skip("the reference reports of ../shared are not beside the project")
	}
	x, err := Read(path, o)
	if err != nil {
		t.Fatal(err)
	}
	return x
}

// typed are the figures of a report as somebody has typed them from the page:
// section two in form order, section three in lines of seven, section four in
// lines of five.
func typed(t *testing.T, two, three, four string) map[model.CellID]string {
	t.Helper()
	out := map[model.CellID]string{}
	for section, text := range map[string]string{"2": two, "3": three, "4": four} {
		words := strings.Fields(text)
		i := 0
		for _, c := range model.Form2021.Cells() {
			if c.Section.Key == section {
				if i < len(words) {
					out[c.ID] = words[i]
				}
				i++
			}
		}
		if i != len(words) {
			t.Fatalf("section %s: %d figures typed, the form has %d", section, len(words), i)
		}
	}
	return out
}

const (
	noRow = "0 0 0 0 0 0 0\n"
	noSix = "0 0 0 0 0 "
)

func zeroRows(n int) string { return strings.Repeat(noRow, n) }

// alone is a row of natural persons only.
func alone(n int) string {
	s := strconv.Itoa(n)
	return s + " " + noSix + s + "\n"
}

func TestRealReports(t *testing.T) {
	for name, c := range map[string]struct {
		unit, title, date   string
		year                int
		two, three, four    string
		guessed             int               // cells that the reader has to say it guessed
		begin, end          map[string]string // of each text
		leastText, mostText map[string]int    // characters
	}{
		"houji-2021.txt": {unit: "侯集镇", year: 2021, title: "侯集镇2021年政府信息公开工作年度报告",
			two: "0 0 0 0 0 0 0 0 0 0", three: zeroRows(25), four: "0 0 0 0 0 0 0 0 0 0 0 0 0 0 0",
			begin: map[string]string{"1": "集镇人民政府2021年政府信息公开", "5": "（一）存在问题", "6": "无"}, end: map[string]string{"1": "2021年12月31日", "5": "不断提高政务公开工作。", "6": "无"},
			leastText: map[string]int{"1": 1580, "5": 480}, mostText: map[string]int{"1": 1640, "5": 520}},
		"hangzhou-style-2025.html": {unit: "测试市", year: 2025, title: "测试市2025年政府信息公开工作年度报告",
			two: "3 5 74 564 984 4185 11398889 6937489 166105 316441",
			three: `13612 252 0 45 128 32 14069
				535 6 0 1 18 0 560
				5345 129 0 41 19 14 5548
				2120 39 0 1 6 2 2168 ` + alone(13) + alone(30) + alone(11) + `49 2 0 0 0 0 51
				103 1 0 0 0 0 104
				84 1 0 0 0 0 85
				282 4 0 0 0 0 286
				147 0 0 0 1 2 150
				3075 50 0 0 89 8 3222
				177 3 0 0 0 0 180 ` + alone(19) + `199 1 0 0 3 0 203
				147 1 0 0 0 0 148 ` + noRow + `100 1 0 0 0 0 101 ` + alone(5) + `315 3 0 0 0 0 318
				202 0 0 1 0 0 203
				941 17 0 1 3 3 965
				13364 252 0 44 121 29 13810
				783 6 0 2 25 3 819`,
			four:  "376 97 196 121 790 16 1 12 27 56 74 1 30 51 156",
			begin: map[string]string{"0": "根据《中华人民共和国政府信息公开条例》", "1": "2025年，全市各级", "5": "对照新要求", "6": "依据《政府信息公开信息处理费"}, end: map[string]string{"0": "12月31日。", "1": "规范办理程序。", "5": "进一步规范。", "6": "共计400元。"}},
		"shuyang-county-2025.txt": {unit: "沐阳县人民政府", year: 2025, date: "2026-01-23", guessed: 175, // the file has 数据1 to 数据6 for heads
			two: "0 0 0 6 1 32 517645 693957 2154 4068.208",
			three: `705 3 0 0 5 0 713 ` + alone(36) + `290 1 0 0 3 0 294
				99 0 0 0 2 0 101 ` + zeroRows(2) + alone(2) + alone(2) + alone(13) + alone(2) + alone(4) + alone(9) +
				alone(111) + alone(2) + noRow + alone(12) + `6 1 0 0 0 0 7 ` + zeroRows(3) + alone(9) + alone(7) +
				`142 1 0 0 0 0 143
				710 3 0 0 5 0 718 ` + alone(31),
			four:  "27 10 9 15 61 3 0 0 0 3 8 0 1 1 10",
			begin: map[string]string{"0": "依据《中华人民共和国政府信息公开条例》", "1": "2025年，我县坚持", "5": "2025 年，我县县政府", "6": "我县认真落实"}, end: map[string]string{"1": "[……省略……]", "5": "省略……]", "6": "收取380元。"}},
		"hongze-2024.pdf": {unit: "淮安市洪泽区人民政府", year: 2024,
			two: "0 0 0 3 0 8 9487 2776 84 7545",
			three: alone(95) + noRow + alone(50) + alone(9) + zeroRows(2) + alone(1) + zeroRows(2) + alone(1) + alone(1) + noRow +
				alone(31) + alone(1) + noRow + alone(1) + zeroRows(4) + zeroRows(3) + alone(95) + noRow,
			four:  "1 1 0 0 2 1 0 0 0 1 2 0 1 0 3",
			begin: map[string]string{"0": "本报告由淮安市洪泽区人民政府办公室", "1": "2024年，淮安市洪泽区", "5": "2024年，全区", "6": "2024年，区政府"}, end: map[string]string{"0": "0517-87290606）。", "1": "重大方针政策。", "5": "业务工作水平。", "6": "信息处理费0元。"},
			leastText: map[string]int{"1": 740, "5": 365}, mostText: map[string]int{"1": 752, "5": 376}},
	} {
		t.Run(name, func(t *testing.T) {
			x := realReport(t, name, ReadOptions{})
			r := x.Report
			if c.title == "" {
				c.title = c.unit + strconv.Itoa(c.year) + "年政府信息公开工作年度报告"
			}
			if r.Unit != c.unit || r.Year != c.year || r.FullTitle() != c.title || r.Date != c.date {
				t.Errorf("unit %q, year %d, title %q, date %q", r.Unit, r.Year, r.FullTitle(), r.Date)
			}
			right := 0
			got := map[model.CellID]string{}
			for _, cell := range x.Read {
				got[cell.Cell] = cell.Value.String()
			}
			for id, want := range typed(t, c.two, c.three, c.four) {
				if got[id] == want {
					right++
				} else {
					t.Errorf("%s reads %q, the page has %q", id, got[id], want)
				}
			}
			t.Logf("%d of 200 figures right, %d called a guess, %d left out", right, len(x.Guessed()), len(x.LeftOut))
			if n := len(x.Guessed()); n != c.guessed {
				t.Errorf("%d cells are called a guess, want %d", n, c.guessed)
			}
			for key, begin := range c.begin {
				if !strings.HasPrefix(r.Text[key], begin) {
					t.Errorf("text %s begins %.60q", key, r.Text[key])
				}
			}
			for key, end := range c.end {
				if !strings.HasSuffix(r.Text[key], end) {
					t.Errorf("text %s ends %q", key, r.Text[key][max(len(r.Text[key])-90, 0):])
				}
			}
			for key, least := range c.leastText {
				if n := model.CountCharacters(r.Text[key]); n < least || n > c.mostText[key] {
					t.Errorf("text %s has %d characters, want %d to %d", key, n, least, c.mostText[key])
				}
			}
		})
	}
}

// The official form with nothing filled in: 200 blanks, and nothing else wrong
// than that.
func TestEmptyOfficialForm(t *testing.T) {
	x := realReport(t, "template-2021-official-tables.docx", ReadOptions{Unit: "侯集镇人民政府", Year: 2025})
	if len(x.Read) != 0 || len(x.Report.Figures)+len(x.Report.Text) != 0 {
		t.Errorf("read %d cells, %v", len(x.Read), x.Report.Text)
	}
	blank := 0
	for _, f := range check.Report(x.Report, nil) {
		switch f.Rule {
		case "FILL-BLANK":
			blank += len(f.Cells)
		case "FILL-SECTION":
		default:
			t.Errorf("finding %s: %s", f.Rule, f.Message)
		}
	}
	if blank != 166 { // 200 without the 34 that are computed
		t.Errorf("%d blanks are reported, want 166", blank)
	}
	if _, err := Read(filepath.Join("..", "..", "shared", "reports", "template-2021-official-tables.docx"), ReadOptions{}); err == nil || !strings.Contains(err.(*Error).Hint(), "--year") {
		t.Errorf("a file that does not say its year: %v", err)
	}
}

// TestRealReportsProse: what the rules about texts find in the reports beside the project.
// Each was looked at and is right; whatever else they find is a false alarm, or has to be
// looked at.
func TestRealReportsProse(t *testing.T) {
	for name, right := range map[string][]string{
		"hangzhou-style-2025.html": {
			"W-HEAD 标题「五、存在问题及改进情况」",            // 的主要 is missing
			"W-ASPECT 「一、总体情况」没有写到「政府信息公开平台建设」", // its first section is cut short
			"W-NOFACT 「一、总体情况」",                 // 若干
			"W-SEC5 「五、问题及改进」只写了问题",
		},
		"hongze-2024.pdf": {
			"W-ASPECT 「一、总体情况」没有写到「社会评议结果」、「责任追究结果」", // 考核 alone is told
			"P-SCOPE 「一、总体情况」写「区政府办代表区政府受理政府信息公开申请17件」",
		},
		"houji-2021.txt": {
			"W-NEST 「一、总体情况」", "S6-MISS 「六、其他事项」",
			"W-ASPECT 「一、总体情况」没有写到「社会评议结果」", "W-NAME 「一、总体情况」里说的是「集镇人民政府」", // its own fault
			"W-LEN 「一、总体情况」1585 字", "W-JIEZHI ", "W-JIEZHI ", "W-MARK 「一、总体情况」",
		},
		"shuyang-county-2025.txt": {
			"W-HEAD 标题「五、政府信息公开工作存在的主要问题及改进情况」", // of the form of 2019
			"W-ASPECT 「一、总体情况」没有写到「政府信息管理」、「工作考核结果」、「社会评议结果」、「责任追究结果」",
			"W-LEN 「一、总体情况」1471 字", "W-MARK 「引言」", "W-MARK 「一、总体情况」",
		},
	} {
		t.Run(name, func(t *testing.T) {
			x := realReport(t, name, ReadOptions{})
			left := slices.Clone(right)
			for _, f := range check.Report(x.Report, nil) {
				ofTexts := strings.HasPrefix(f.Rule, "P-") || strings.HasPrefix(f.Rule, "W-") || strings.HasPrefix(f.Rule, "S6-")
				if !ofTexts {
					continue
				}
				said := f.Rule + " " + f.Message
				t.Log(said)
				i := slices.IndexFunc(left, func(head string) bool { return strings.HasPrefix(said, head) })
				if i < 0 {
					t.Errorf("nobody has looked at this: %s", said)
					continue
				}
				left = slices.Delete(left, i, i+1)
			}
			if len(left) > 0 {
				t.Errorf("not found any more: %v", left)
			}
		})
	}
}
