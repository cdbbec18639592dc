package model

import (
	"encoding/json"
	"math/rand/v2"
	"reflect"
	"slices"
	"strings"
	"testing"
)

func TestFormIsValid(t *testing.T) {
	if err := Form2021.Validate(); err != nil {
		t.Fatal(err)
	}
	count := map[string]int{}
	computed := 0
	for _, c := range Form2021.Cells() {
		count[c.Section.Key]++
		if c.Computed() {
			computed++
		}
	}
	// 25 row totals and 6 more in （七）总计 in section 3, 3 in section 4.
	if want := map[string]int{"2": 10, "3": 175, "4": 15}; !reflect.DeepEqual(count, want) || computed != 34 {
		t.Errorf("cells %v, %d computed; want %v, 34", count, computed, want)
	}
}

// copied is the form written as JSON and read back.
func copied(t *testing.T, f *Form) *Form {
	t.Helper()
	data, err := json.Marshal(f)
	if err != nil {
		t.Fatal(err)
	}
	back := &Form{}
	if err := json.Unmarshal(data, back); err != nil {
		t.Fatal(err)
	}
	return back
}

func TestValidateFindsBrokenForms(t *testing.T) {
	for reason, spoil := range map[string]func(*Form){
		"names no cell": func(f *Form) { f.Rules = append(f.Rules, Rule{ID: "X", Kind: KindCount, Left: []string{"9.*"}}) },
		"depends on itself": func(f *Form) {
			f.Rules = append(f.Rules, Rule{ID: "X", Kind: KindTotal, Left: []string{"2.rules.issued"}, Right: []string{"2.rules.issued"}})
		},
		"occurs twice":   func(f *Form) { f.Sections = append(f.Sections, f.Sections[2]) },
		"lacks a name":   func(f *Form) { f.Sections[2].Table.Blocks[0].Rows[0].Help = "" },
		"carry 3.x.* to": func(f *Form) { f.Carries = []Carry{{"3.x.*", "3.y.*"}} },
		"no rule tells when": func(f *Form) {
			f.Rules = slices.DeleteFunc(f.Rules, func(r Rule) bool { return r.Kind == KindEdition })
		},
		"3.new.natural_person is no part of": func(f *Form) {
			b := &f.Sections[3].Table.Blocks[0]
			b.Rows = append(b.Rows, Row{Key: "new", Name: "新", Help: "新", Groups: []string{"三、本年度办理结果"}})
		},
		"不予公开小计 has all rows of a group but 3.new.total": func(f *Form) {
			b := &f.Sections[3].Table.Blocks[0]
			b.Rows = append(b.Rows, Row{Key: "new", Name: "新", Help: "新", Groups: b.Rows[4].Groups})
		},
		"names totals only": func(f *Form) {
			f.Rules = append(f.Rules, Rule{ID: "X", Kind: KindAtMost, Left: []string{"3.received.total"}})
		},
		"4.reconsideration.new is no part of": func(f *Form) {
			b := &f.Sections[4].Table.Blocks[0]
			b.Columns = append(b.Columns, Column{Key: "new", Label: "新", Unit: "件"})
		},
		"never hold together": func(f *Form) {
			f.Rules = append(f.Rules, Rule{ID: "X", Kind: KindRelation, Left: []string{"3.received.*"}, Right: []string{"4.*.upheld"}})
		},
	} {
		f := copied(t, Form2021)
		spoil(f)
		if err := f.Validate(); err == nil || !strings.Contains(err.Error(), reason) {
			t.Errorf("%s: a broken form is said to be wrong in this: %v", reason, err)
		}
	}
}

// TestTotalsBothWays: （七）总计 of the 总计 column is the same whether rows or
// columns are added first, and every total is the sum of the typed cells.
func TestTotalsBothWays(t *testing.T) {
	rng := rand.New(rand.NewPCG(3, 4))
	for range 200 {
		r := randomReport(rng)
		s := Evaluate(r)
		for _, c := range r.Form.Cells() {
			sum := Blank
			for _, leaf := range r.Form.Leaves(c.ID) {
				sum = sum.Add(r.Figures[leaf])
			}
			if got := s.At(c.ID); got != sum {
				t.Fatalf("%s = %s, want %s", c.ID, got, sum)
			}
		}
	}
}

// TestLayoutsFillTheirGrids: of every edition each cell is printed, and no place is
// covered twice.
func TestLayoutsFillTheirGrids(t *testing.T) {
	for _, f := range Editions() {
		t.Run(f.Edition, func(t *testing.T) { layoutsFill(t, f) })
	}
}

func layoutsFill(t *testing.T, f *Form) {
	for i := range f.Sections {
		s := &f.Sections[i]
		p := s.Layout()
		if p == nil {
			continue
		}
		grid := make([][]int, p.Rows)
		for r := range grid {
			grid[r] = make([]int, len(p.Widths))
		}
		figures := map[CellID]bool{}
		for _, c := range p.Cells {
			for r := c.Row; r < c.Row+c.RowSpan; r++ {
				for k := c.Col; k < c.Col+c.ColSpan; k++ {
					grid[r][k]++
				}
			}
			if c.Kind == PrintedFigure {
				figures[c.Cell] = true
			}
		}
		for r := range grid {
			for k, n := range grid[r] {
				if n != 1 {
					t.Errorf("section %s: place %d,%d is covered %d times", s.Key, r, k, n)
				}
			}
		}
		for _, c := range f.Cells() {
			if c.Section == s && !figures[c.ID] {
				t.Errorf("section %s: %s is not printed", s.Key, c.ID)
			}
		}
	}
}

func TestFindCell(t *testing.T) {
	for query, want := range map[string]CellID{
		"3.received.natural_person": "3.received.natural_person", "3.Received.Natural_Person": "3.received.natural_person",
		"三.本年新收.自然人": "3.received.natural_person", "新收/自然人": "3.received.natural_person", "新收／自然人": "3.received.natural_person",
		"表三 新收/自然人": "3.received.natural_person", "三、新收/自然人": "3.received.natural_person", "表三 新收 自然人": "3.received.natural_person", "其他/其他": "3.other.other_org", "规章/制发": "2.rules.issued", "行政许可": "2.licensing.decided",
		"行政事业性收费": "2.fees.amount", "总计/自然人": "3.processed.natural_person", "不予公开/国家秘密/总计": "3.denied_secret.total",
		"直接起诉/维持": "4.direct_suit.upheld", "四/行政复议/尚未审结": "4.reconsideration.pending", "三安全一稳定/法律服务机构": "3.denied_security.legal_service",
		"3.危及“三安全一稳定” 自然人": "3.denied_security.natural_person", "结转下年度/科研": "3.carried_out.research",
	} {
		c, err := Form2021.FindCell(query)
		if err != nil || c.ID != want {
			t.Errorf("FindCell(%q) = %v, %v; want %s", query, c, err, want)
		}
	}
	for query, reason := range map[string]string{"新收": "对应 7 格", "国家秘密": "对应", "不存在的格": "没有叫", "": "没有叫", "5.x.y": "没有叫", "/": "没有叫"} {
		if c, err := Form2021.FindCell(query); err == nil || !strings.Contains(err.Error(), reason) {
			t.Errorf("FindCell(%q) = %v, %v; want an error saying %q", query, c, err, reason)
		}
	}
}

// TestEveryCellHasAName: what the program itself calls a cell finds it again.
func TestEveryCellHasAName(t *testing.T) {
	for _, f := range Editions() {
		for _, c := range f.Cells() {
			for _, name := range []string{string(c.ID), c.Brief(), c.Label()} {
				if got, err := f.FindCell(name); err != nil || got != c {
					t.Errorf("on the form of %s, FindCell(%q): %v; want %s", f.Edition, name, err, c.ID)
				}
			}
		}
	}
}

func TestGuessUnitLevel(t *testing.T) {
	for unit, want := range map[string]UnitLevel{
		"侯集镇人民政府": Town, "某某乡": Town, "城关街道办事处": Street, "沭阳县人民政府": County, "淮安市洪泽区人民政府": County,
		"淮安市人民政府": City, "江苏省人民政府": Province, "沭阳县教育局": CountyDepartment, "淮安市教育局": CityDepartment,
		"江苏省教育厅": ProvinceDepartment, "教育部": Ministry, "发展和改革局": CountyDepartment, "沭阳县人民政府办公室": County,
		"海关总署": Ministry, "中华人民共和国海关总署": Ministry, "审计署": Ministry, "中国人民银行": Ministry, "中国气象局": Ministry, "中国证券监督管理委员会": Ministry, "国务院国有资产监督管理委员会": Ministry,
		"国家税务总局": Ministry, "中华人民共和国财政部": Ministry, "国家林业和草原局": Ministry, "国务院办公厅": Ministry, "国家空间局": Ministry,
		"国家税务总局沭阳县税务局": CountyDepartment, "国家统计局沭阳调查队": CountyDepartment, "国家金融监督管理总局淮安监管分局": CityDepartment, "国家税务总局淮安市税务局": CityDepartment,
		"国家税务总局江苏省税务局": ProvinceDepartment, "国家税务总局上海市税务局": ProvinceDepartment, "国家统计局江苏调查总队": ProvinceDepartment, "中国证券监督管理委员会江苏监管局": ProvinceDepartment, "审计署驻南京特派员办事处": ProvinceDepartment,
		"国家税务总局上海市静安区税务局": CountyDepartment, "中国人民银行甘肃省分行": ProvinceDepartment, "国家统计局江苏调查队": CountyDepartment, "国家税务总局广西壮族自治区税务局": ProvinceDepartment,
		"莆田市公安局城厢分局": CountyDepartment, "锡林郭勒盟行政公署": City, "大兴安岭地区行政公署": City, "锡林郭勒盟教育局": CityDepartment, "阿勒泰地区教育局": CityDepartment, "凉山彝族自治州财政局": CityDepartment,
		"新疆生产建设兵团": Province, "新疆生产建设兵团教育局": ProvinceDepartment, "新疆生产建设兵团第八师": City,
		"北京市人民政府": Province, "北京市教育委员会": ProvinceDepartment, "上海市公安局": ProvinceDepartment, "上海市公安局静安分局": CountyDepartment, "重庆市渝中区人民政府": County, "天津市和平区教育局": CountyDepartment,
		"广西壮族自治区教育厅": ProvinceDepartment, "广西壮族自治区人民政府办公厅": Province, "西藏自治区林芝市教育局": CityDepartment, "沭阳县委宣传部": CountyDepartment, "淮安市委宣传部": CityDepartment, "鄂温克族自治旗人民政府": County,
	} {
		if got := GuessUnitLevel(unit); got != want {
			t.Errorf("GuessUnitLevel(%s) = %s, want %s", unit, got, want)
		}
	}
}

func TestForm2019IsValid(t *testing.T) {
	if err := Form2019().Validate(); err != nil {
		t.Fatal(err)
	}
	count := map[string]int{}
	for _, c := range Form2019().Cells() {
		count[c.Section.Key]++
	}
	// 6 + 6 + 6 + 2 + 2 in section two, 23 rows of 7, 15 cases.
	if count["2"] != 22 || count["3"] != 161 || count["4"] != 15 {
		t.Errorf("cells %v", count)
	}
	for _, id := range []string{"T3-ROW", "T3-RES", "T3-BAL", "T4-SUM", "P-NEW", "W-HEAD", "FILL-BLANK", "T2-REG"} {
		if Form2019().Rule(id) == nil {
			t.Errorf("no rule %s", id)
		}
	}
	for _, id := range []string{"Y-STOCK", "T2-STOCK", "W-NOTICE", "P-NORM"} {
		if Form2019().Rule(id) != nil {
			t.Errorf("rule %s is about the form of 2021", id)
		}
	}
}

func TestFormula(t *testing.T) {
	for id, want := range map[string]string{
		"T3-BAL": "新收＋上年结转＝办理＋结转下年", "Y-CARRY": "上年结转＝上年的结转下年", "Y-STOCK": "现行有效件数＝上年的现行有效件数＋本年制发件数－本年废止件数",
		"T3-ROW": "总计＝自然人＋商业企业＋科研机构＋社会公益组织＋法律服务机构＋其他", "T2-STOCK": "现行有效件数≥本年制发件数－本年废止件数",
		"T4-POST": "复议后起诉总计＞0 时 行政复议总计＞0", "T4-PRIOR": "直接起诉总计＝0", "W-LEN": "",
	} {
		if got := Form2021.Formula(Form2021.Rule(id)); got != want {
			t.Errorf("%s: %s, want %s", id, got, want)
		}
	}
}
