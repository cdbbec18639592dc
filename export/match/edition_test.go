package match_test

import (
	"slices"
	"strings"
	"testing"

	"nianbao/export/match"
	"nianbao/export/source/text"
	"nianbao/model"
)

// wider is an edition for 2027 that has all of 2021's, and two rows more.
func wider() *model.Form {
	return model.Derive(model.Form2021, func(f *model.Form) {
		f.Edition, f.Years = "2027", [2]int{2027, 0}
		b := &f.Section("2").Table.Blocks[1]
		b.Rows = append(b.Rows, model.Row{Key: "filing", Label: "行政备案", Short: "行政备案", Name: "行政备案", Help: "备案。"})
		c := &f.Section("2").Table.Blocks[2]
		c.Rows = append(c.Rows, model.Row{Key: "ruling", Label: "行政裁决", Short: "行政裁决", Name: "行政裁决", Help: "裁决。"})
	})
}

// without takes the lines out that have one of the words.
func without(page string, words ...string) string {
	lines := slices.DeleteFunc(strings.Split(page, "\n"), func(line string) bool {
		return slices.ContainsFunc(words, func(w string) bool { return strings.Contains(line, w) })
	})
	return strings.Join(lines, "\n")
}

// TestEditionByYear: a report is on the form of its year; on another one only where
// the labels say so clearly, or where that of the year has rows that it lacks and
// the other has none.
func TestEditionByYear(t *testing.T) {
	in := func(year, page string) string { return strings.ReplaceAll(page, "2024年", year+"年") }
	torn := without(whole(), "1.属于国家秘密", "行政强制", "2.重复申请")
	longer := strings.NewReplacer("| 行政许可 | 120 |", "| 行政许可 | 120 |\n| 行政备案 | 7 |", "| 行政强制 | 6 |", "| 行政强制 | 6 |\n| 行政裁决 | 1 |").Replace(whole())
	untitled := strings.Replace(whole(), "# 青石镇人民政府2024年政府信息公开工作年度报告\n\n", "", 1)
	only4 := "# 青石镇人民政府2024年政府信息公开工作年度报告\n\n## 一、总体情况\n\n全年公开信息80条。\n\n## 四、政府信息公开行政复议、行政诉讼情况\n\n" + tableFour + "\n## 五、存在的主要问题及改进情况\n\n已经改进。\n"
	links := "首页\n\n青石镇人民政府2019年政府信息公开工作年度报告\n\n" + torn
	for _, tried := range []bool{false, true} {
		t.Run(map[bool]string{false: "as it is", true: "with a wider form for 2027"}[tried], func(t *testing.T) {
			if tried {
				model.TryEdition(t, wider())
			}
			for _, x := range []struct {
				name, page string
				said       int // --year
				want       string
				needs      bool // the wider form
			}{
				{"the whole of 2024", whole(), 0, "2021", false},
				{"of 2024 with rows lost", torn, 0, "2021", false},
				{"of 2024, and 2027 is said", torn, 2027, "2027", true},
				{"of 2027 with rows lost", in("2027", torn), 0, "2027", true},
				{"of 2027, and 2024 is said", in("2027", torn), 2024, "2021", false},
				{"of 2027, whole, on the form before", in("2027", whole()), 0, "2021", false},
				{"of 2027 with the new rows", in("2027", longer), 0, "2027", true},
				{"of 2024 with one of the new rows", without(longer, "行政裁决"), 0, "2021", false},
				{"without a title, 2024 said", untitled, 2024, "2021", false},
				{"without a title, the period tells", strings.Replace(untitled, "本报告依据条例编制。", "统计期限为2027年1月1日至12月31日。", 1), 0, "2021", false},
				{"table four alone of 2020", in("2020", only4), 0, "2019", false},
				{"table four alone of 2024", only4, 0, "2021", false},
				{"table four alone of 2027", in("2027", only4), 0, "2027", true},
				{"under a link to another year's", links, 0, "2021", false},
				{"the old form of 2020", oldPage("2020"), 0, "2019", false},
				{"the old form in 2022", oldPage("2022"), 0, "2019", false},
			} {
				if x.needs && !tried {
					continue
				}
				t.Run(x.name, func(t *testing.T) {
					r, err := match.Read(text.Source(x.page), model.ReadOptions{Year: x.said})
					if err != nil {
						t.Fatal(err)
					}
					if got := r.Report.Form.Edition; got != x.want {
						t.Errorf("it is read as the form of %s, want %s", got, x.want)
					}
				})
			}
		})
	}
}

// TestEditionLeavesOut: a row that the year's form has not is named, not dropped.
func TestEditionLeavesOut(t *testing.T) {
	model.TryEdition(t, wider())
	x := read(t, strings.Replace(whole(), "| 行政许可 | 120 |", "| 行政许可 | 120 |\n| 行政备案 | 7 |", 1))
	same(t, x, nil)
	if !slices.ContainsFunc(x.LeftOut, func(l model.LeftOut) bool { return strings.Contains(l.What, "行政备案") }) {
		t.Errorf("the row of another form is not named: %v", x.LeftOut)
	}
}

// TestNamesOfAnEdition: a block that is pasted is named by the report's own form.
func TestNamesOfAnEdition(t *testing.T) {
	f := wider()
	model.TryEdition(t, f)
	block := [][]string{{"行政备案", "7"}}
	if n := match.Names(f, "2", block); n.Rows[0].Fields[1].Row != "filing" {
		t.Errorf("on the form of 2027 it is %+v", n.Rows[0])
	}
	if n := match.Names(model.Form2021, "2", block); n.Rows[0].Fields[1].Row != "" {
		t.Errorf("on the form of 2021 it is %+v", n.Rows[0])
	}
}
