package model

import "strings"

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
	unit = strings.TrimSpace(unit)
	base := strings.TrimSuffix(strings.TrimSuffix(unit, "办公室"), "人民政府")
	switch {
	case strings.Contains(base, "街道"):
		return Street
	case hasSuffix(base, "镇", "乡", "苏木"):
		return Town
	case base != unit && hasSuffix(base, "省", "自治区"), hasSuffix(unit, "省", "自治区"):
		return Province
	case base != unit && hasSuffix(base, "市", "自治州", "盟"), hasSuffix(unit, "市"):
		return City
	case base != unit && hasSuffix(base, "县", "区", "旗"), hasSuffix(unit, "县", "区"):
		return County
	case strings.HasPrefix(unit, "国家") || strings.HasSuffix(unit, "部"):
		return Ministry
	case strings.ContainsAny(unit, "县区旗"):
		return CountyDepartment
	case strings.Contains(unit, "省") || strings.HasSuffix(unit, "厅"):
		return ProvinceDepartment
	case strings.Contains(unit, "市"):
		return CityDepartment
	}
	return CountyDepartment
}

func hasSuffix(s string, suffixes ...string) bool {
	for _, x := range suffixes {
		if strings.HasSuffix(s, x) {
			return true
		}
	}
	return false
}
