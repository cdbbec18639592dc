package model

import (
	"slices"
	"strings"
)

// UnitLevel is the kind of government body that reports; some rules depend on it.
type UnitLevel string

// The levels of the exchange file.
const (
	Town               UnitLevel = "town"
	Street             UnitLevel = "street"
	CountyDepartment   UnitLevel = "county-department"
	County             UnitLevel = "county"
	CityDepartment     UnitLevel = "city-department"
	City               UnitLevel = "city"
	ProvinceDepartment UnitLevel = "province-department"
	Province           UnitLevel = "province"
	Ministry           UnitLevel = "ministry"
)

// UnitLevels lists all levels from the lowest up, with their Chinese names.
var UnitLevels = []struct {
	Level UnitLevel
	Name  string
}{
	{Town, "乡镇"}, {Street, "街道"}, {CountyDepartment, "县级部门"}, {County, "县级政府"},
	{CityDepartment, "市级部门"}, {City, "市级政府"}, {ProvinceDepartment, "省级部门"},
	{Province, "省级政府"}, {Ministry, "国务院部门"},
}

// Name is the level in Chinese; the code itself where it is unknown.
func (l UnitLevel) Name() string {
	for _, u := range UnitLevels {
		if u.Level == l {
			return u.Name
		}
	}
	return string(l)
}

// Valid reports whether the level is one of UnitLevels.
func (l UnitLevel) Valid() bool {
	for _, u := range UnitLevels {
		if u.Level == l {
			return true
		}
	}
	return false
}

// ParseUnitLevel reads a level by its code or its Chinese name.
func ParseUnitLevel(s string) (UnitLevel, bool) {
	for _, u := range UnitLevels {
		if s == string(u.Level) || s == u.Name {
			return u.Level, true
		}
	}
	return "", false
}

// GuessUnitLevel proposes the level that a unit's name suggests; the operator
// may correct it. A department without a place in its name is taken for a
// county's, the commonest case.
func GuessUnitLevel(unit string) UnitLevel {
	unit = strings.TrimPrefix(strings.TrimSpace(unit), "中华人民共和国")
	if branch, ok := cutCentral(unit); ok {
		return branchLevel(branch)
	}
	if corps, ok := strings.CutPrefix(unit, "新疆生产建设兵团"); ok {
		return corpsLevel(corps)
	}
	base := unit
	for _, x := range []string{"办公厅", "办公室", "人民政府", "行政公署", "行署"} {
		base = strings.TrimSuffix(base, x)
	}
	office := base != unit // of a government, not one of its departments
	municipality := slices.Contains(municipalities, base)
	switch {
	case strings.Contains(base, "街道"):
		return Street
	case HasSuffix(base, "镇", "乡", "苏木"):
		return Town
	case municipality, office && HasSuffix(base, "省", "自治区"), HasSuffix(unit, "省", "自治区"):
		return Province
	case office && HasSuffix(base, "市", "自治州", "盟", "地区"), HasSuffix(unit, "市"):
		return City
	case office && HasSuffix(base, "县", "区", "旗"), HasSuffix(unit, "县", "区"):
		return County
	}
	return departmentLevel(unit)
}

// departmentLevel is that of a department, by the innermost place in its name.
func departmentLevel(unit string) UnitLevel {
	places := strings.NewReplacer("自治区", "省", "地区", "盟").Replace(unit)
	switch {
	case strings.ContainsAny(places, "县区旗"), strings.HasSuffix(unit, "分局"): // 莆田市公安局城厢分局 is the district's
		return CountyDepartment
	case slices.ContainsFunc(municipalities, func(m string) bool { return strings.HasPrefix(unit, m) }):
		return ProvinceDepartment
	case strings.ContainsAny(places, "市盟") || strings.Contains(places, "自治州"):
		return CityDepartment
	case strings.Contains(places, "省") || strings.HasSuffix(unit, "厅"):
		return ProvinceDepartment
	}
	return CountyDepartment
}

// municipalities are the cities of a province's rank.
var municipalities = []string{"北京市", "上海市", "天津市", "重庆市"}

// provinces are short names that branches of central organs bear.
var provinces = strings.Fields("北京 天津 河北 山西 内蒙古 辽宁 吉林 黑龙江 上海 江苏 浙江 安徽 福建 江西 山东 河南 湖北 湖南 广东 广西 海南 重庆 四川 贵州 云南 西藏 陕西 甘肃 青海 宁夏 新疆")

// central are the organs of the State Council.
var central = strings.Fields("外交部 国防部 国家发展和改革委员会 教育部 科学技术部 科技部 工业和信息化部 国家民族事务委员会 公安部 国家安全部 民政部 司法部 财政部 人力资源和社会保障部 自然资源部 生态环境部 " +
	"住房和城乡建设部 交通运输部 水利部 农业农村部 商务部 文化和旅游部 国家卫生健康委员会 退役军人事务部 应急管理部 中国人民银行 审计署 " +
	"国务院国有资产监督管理委员会 海关总署 国家税务总局 国家市场监督管理总局 国家金融监督管理总局 中国证券监督管理委员会 中国银行保险监督管理委员会 国家广播电视总局 国家体育总局 国家信访局 国家统计局 国家知识产权局 " +
	"国家国际发展合作署 国家医疗保障局 国务院参事室 国家机关事务管理局 国家粮食和物资储备局 国家能源局 国家数据局 国家国防科技工业局 国家烟草专卖局 国家移民管理局 国家林业和草原局 国家铁路局 中国民用航空局 国家邮政局 国家文物局 " +
	"国家中医药管理局 国家疾病预防控制局 国家矿山安全监察局 国家煤矿安全监察局 国家消防救援局 国家外汇管理局 国家药品监督管理局 国家版权局 国家新闻出版署 国家宗教事务局 国家语言文字工作委员会 国家互联网信息办公室 国务院办公厅 " +
	"国务院港澳事务办公室 国务院研究室 国务院侨务办公室 国务院台湾事务办公室 国务院发展研究中心 中国气象局 中国科学院 中国社会科学院 中国工程院 中央广播电视总台 国家自然科学基金委员会 国家公园管理局 国家海洋局 国家测绘地理信息局 国家粮食局")

// cutCentral takes the name of an organ of the State Council off a name; what is left
// is that of a branch, "" for the organ itself.
func cutCentral(unit string) (branch string, ok bool) {
	found := ""
	for _, organ := range central {
		if len(organ) > len(found) && strings.HasPrefix(unit, organ) {
			found = organ
		}
	}
	if found == "" && strings.HasPrefix(unit, "国家") && !strings.ContainsAny(unit, "省市县区旗州盟") {
		found = unit // one that has come since, or was before
	}
	return strings.TrimPrefix(unit, found), found != ""
}

// branchLevel is that of a branch of a central organ, by the place in its name.
func branchLevel(branch string) UnitLevel {
	isProvince := func(p string) bool { return strings.HasPrefix(strings.TrimPrefix(branch, "驻"), p) }
	whole := !HasSuffix(branch, "分局", "支局", "支行", "支队", "调查队")
	switch {
	case branch == "" || branch == "办公厅" || branch == "办公室":
		return Ministry
	case strings.ContainsAny(strings.NewReplacer("自治区", "", "地区", "").Replace(branch), "县区旗"):
		return CountyDepartment
	case slices.ContainsFunc(municipalities, isProvince):
		return ProvinceDepartment
	case strings.ContainsAny(branch, "市盟州") || strings.Contains(branch, "地区"):
		return CityDepartment
	case strings.Contains(branch, "省"), strings.Contains(branch, "自治区"), strings.HasPrefix(branch, "驻"), HasSuffix(branch, "总队"), whole && slices.ContainsFunc(provinces, isProvince):
		return ProvinceDepartment
	case HasSuffix(branch, "分局", "分行", "监管局", "支队"):
		return CityDepartment
	}
	return CountyDepartment
}

// corpsLevel is that of what belongs to the Xinjiang Production and Construction Corps,
// which has the rank of a province.
func corpsLevel(part string) UnitLevel {
	switch {
	case part == "" || part == "办公厅":
		return Province
	case !strings.HasPrefix(part, "第"):
		return ProvinceDepartment
	case HasSuffix(part, "团", "团场", "连"):
		return Town
	case HasSuffix(part, "师", "市"):
		return City
	}
	return CityDepartment
}

// HasSuffix reports whether a text ends with one of the suffixes.
func HasSuffix(s string, suffixes ...string) bool {
	for _, x := range suffixes {
		if strings.HasSuffix(s, x) {
			return true
		}
	}
	return false
}
