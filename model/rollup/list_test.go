package rollup

import (
	"fmt"
	"reflect"
	"slices"
	"strings"
	"testing"

	"nianbao/model"
)

func lines(text string) (rows []Row) {
	for i, l := range strings.Split(text, "\n") {
		rows = append(rows, Row{fmt.Sprintf("第%d行", i+1), strings.Split(l, "\t")})
	}
	return rows
}

func TestReadList(t *testing.T) {
	county := model.NewReport(model.Form2021, "某某县人民政府", model.County, 2026)
	for name, c := range map[string]struct {
		text  string
		units []string
		told  int
	}{
		"text of names": {"某某县2026年政务公开年报报送单位名单：\n一、县直部门（2个）\n1.某某县教育局\n2、某某县民政局\n二、乡镇、街道（3个）\n侯集镇人民政府\n城关街道办事处\n  石桥乡人民政府\n注：邮政、气象由上级汇总",
			[]string{"某某县教育局 department county-department", "某某县民政局 department county-department", "侯集镇人民政府 town town", "城关街道办事处 street street", "石桥乡人民政府 town town"}, 4},
		"table": {"某某县报送单位名单\n序号\t单位名称\t单位类别\t简称\t截止日期\t并入\t文号\n1\t某某县人民政府（本级）\t本级\t\t2027/1/20\n2\t某某县教育局\t部门\t教育局、县教育局\t2027年1月31日\n3\t某某县旅游局\t部门\t\t\t某某县文化局\t编发〔2026〕4号\n4\t某某县教育局\t部门\n\n5\t\t部门\n6\t金厂镇人民政府\t乡镇级\t\t快了",
			[]string{"某某县人民政府（本级） own county 2027-01-20", "某某县教育局 department county-department 2027-01-31 教育局/县教育局", "某某县旅游局 department county-department →某某县文化局 编发〔2026〕4号", "金厂镇人民政府 town town"}, 4},
		"numbers beside names":     {"1\t侯集镇人民政府\n2\t金厂镇人民政府", []string{"侯集镇人民政府 town town", "金厂镇人民政府 town town"}, 0},
		"names side by side":       {"侯集镇人民政府\t金厂镇人民政府", nil, 1},
		"no units":                 {"请于1月31日前报送，逾期通报。\n联系电话：0123", nil, 2},
		"head without other words": {"单位\n侯集镇\n特别管理区", []string{"侯集镇 town town", "特别管理区 county county"}, 0},
	} {
		units, told := ReadList(lines(c.text))
		units = Listing(county, units)
		var got []string
		for i, u := range units {
			s := u.Name + " " + string(u.Kind) + " " + string(u.Level)
			if u.Due != "" {
				s += " " + u.Due
			}
			if u.Aliases != nil {
				s += " " + strings.Join(u.Aliases, "/")
			}
			if u.Into != "" {
				s += " →" + u.Into + " " + u.Document
			}
			got = append(got, s)
			if u.Order != i+1 {
				t.Errorf("%s: %s is number %d", name, u.Name, u.Order)
			}
		}
		if !slices.Equal(got, c.units) || len(told) != c.told {
			t.Errorf("%s: %q; %v", name, got, told)
		}
	}
}

// TestListing: what is on the list stays where a second reading says nothing of it.
func TestListing(t *testing.T) {
	county := model.NewReport(model.Form2021, "某某县人民政府", model.County, 2026)
	first, _ := ReadList(lines("单位名称\t类别\t简称\t截止日期\n侯集镇人民政府\t其他\t侯集\t2027-01-20\n某某县教育局"))
	county.Units = map[string]model.ListedUnit{}
	for _, u := range Listing(county, first) {
		county.Units[u.Name] = u
	}
	second, _ := ReadList(lines("单位名称\t简称\t撤销\n侯集镇人民政府\t侯集镇\t2026-06-30\n金厂镇人民政府"))
	got := Listing(county, second)
	want := model.ListedUnit{Name: "侯集镇人民政府", Kind: model.KindOther, Level: model.Town, Aliases: []string{"侯集", "侯集镇"}, Due: "2027-01-20", Closed: "2026-06-30", Order: 1}
	if len(got) != 2 || !reflect.DeepEqual(got[0], want) || got[1].Order != 3 || got[1].Kind != model.KindTown {
		t.Errorf("%+v", got)
	}
}
