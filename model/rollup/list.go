package rollup

import (
	"cmp"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"

	"nianbao/model"
)

// Row is a row of a table, or a line of a text with one field; Where says where it stands, for
// people.
type Row struct {
	Where  string
	Fields []string
}

// column is one of a list of units; words begin its head, the first is its name.
type column struct {
	set   func(*model.ListedUnit, string) error
	value func(model.ListedUnit) string
	help  string
	words []string
}

// date takes a date as clerks type it.
func date(into *string, text string) error {
	tidy := model.TidyDate(text)
	if text == "" {
		*into = ""
		return nil
	}
	if model.CheckDate(tidy) != nil {
		return fmt.Errorf("「%s」不是日期", text)
	}
	*into = tidy
	return nil
}

// columns are those that a list may have. The longer words come first: 单位类别 is no 单位.
var columns = []column{
	{setAliases, func(u model.ListedUnit) string { return strings.Join(u.Aliases, "、") }, "报告里、文件名里的其他叫法，几个用、隔开", []string{"简称", "别名", "曾用名", "又名"}},
	{setKind, func(u model.ListedUnit) string { return u.Kind.Name() }, "本级、部门、乡镇、街道、县区、其他", []string{"类别", "单位类别", "单位类型", "单位性质", "类型", "性质"}},
	{setLevel, func(u model.ListedUnit) string { return u.Level.Name() }, "核对时按级别看有没有规章制定权等", []string{"级别", "单位级别", "层级"}},
	{func(u *model.ListedUnit, s string) error { u.Parent = s; return nil }, func(u model.ListedUnit) string { return u.Parent }, "属于名单上另一个单位的，写那个单位", []string{"上级", "主管", "隶属", "所属"}},
	{func(u *model.ListedUnit, s string) error { return date(&u.Due, s) }, func(u model.ListedUnit) string { return u.Due }, "应当报来的日期，如 2027-01-31", []string{"截止", "期限", "报送时间", "报送日期", "应报日期"}},
	{func(u *model.ListedUnit, s string) error { return date(&u.Opened, s) }, func(u model.ListedUnit) string { return u.Opened }, "设立的日期", []string{"设立", "成立", "启用"}},
	{func(u *model.ListedUnit, s string) error { return date(&u.Closed, s) }, func(u model.ListedUnit) string { return u.Closed }, "撤销的日期：年底已经撤销的，不用报", []string{"撤销", "撤并", "停用"}},
	{func(u *model.ListedUnit, s string) error { u.Into = s; return nil }, func(u model.ListedUnit) string { return u.Into }, "撤销以后由哪个单位接着报", []string{"并入", "合并到", "划入"}},
	{func(u *model.ListedUnit, s string) error { u.Document = s; return nil }, func(u model.ListedUnit) string { return u.Document }, "设立、撤销、合并的文号", []string{"文号", "依据", "文件"}},
	{func(u *model.ListedUnit, s string) error { u.Name = s; return nil }, func(u model.ListedUnit) string { return u.Name }, "", []string{"单位名称", "机关名称", "报送单位", "编制主体", "单位", "名称", "机构"}},
}

// Field is one of the things that a list has of a unit, beside its name.
type Field struct{ Name, Value, Help string }

// Fields are those of a unit.
func Fields(u model.ListedUnit) (all []Field) {
	for _, c := range columns[:len(columns)-1] {
		all = append(all, Field{c.words[0], c.value(u), c.help})
	}
	return all
}

// SetField gives a unit one of them, as people write it; "" for nothing.
func SetField(u *model.ListedUnit, name, value string) error {
	for _, c := range columns {
		if c.words[0] == name {
			return c.set(u, model.CleanLine(value))
		}
	}
	return fmt.Errorf("名单上没有「%s」这一项", name)
}

// totals stand below the units.
var totals = []string{"合计", "总计", "小计", "共计"}

// numbering columns say nothing.
var numbering = []string{"序号", "编号", "备注", "联系人", "电话", "联系方式"}

func names(s string) []string {
	return slices.DeleteFunc(strings.FieldsFunc(s, func(r rune) bool { return strings.ContainsRune("、，,；; /", r) }), func(s string) bool { return s == "" })
}

func setAliases(u *model.ListedUnit, s string) error {
	u.Aliases = names(s)
	return nil
}

func setKind(u *model.ListedUnit, s string) error {
	for _, k := range model.UnitKinds {
		if s == string(k.Kind) || strings.Contains(s, k.Name) {
			u.Kind = k.Kind
			return nil
		}
	}
	if strings.Contains(s, "办事处") {
		u.Kind = model.KindStreet
		return nil
	}
	return fmt.Errorf("没有「%s」这个类别", s)
}

func setLevel(u *model.ListedUnit, s string) error {
	level, ok := model.ParseUnitLevel(s)
	if !ok {
		return fmt.Errorf("没有「%s」这个级别", s)
	}
	u.Level = level
	return nil
}

var (
	number  = regexp.MustCompile(`^[（(]?[0-9０-９]{1,4}[）)]?[.．、\s]*`)
	heading = regexp.MustCompile(`^[一二三四五六七八九十]{1,3}、|[：:]$|^[（(][一二三四五六七八九十]{1,3}[）)]|[（(]\s*(?:共\s*)?[0-9]+\s*[个家]\s*[）)]$`)
	remark  = regexp.MustCompile(`^(?:注|说明|备注|附件|附|填报|联系)`)
	named   = regexp.MustCompile(`(?:政府|办公室|办事处|委员会|委|局|厅|中心|镇|乡|街道|县|区|市|院|处|队|所|站|办|会|社|大学|学校|公司|本级）)$`)
)

// ReadList finds the units in the rows of a table or the lines of a text, with what they
// say of each and no more; see [Listing]. What a row is that gives none is told, with the
// reason.
func ReadList(rows []Row) (units []model.ListedUnit, told []Told) {
	l := &lister{at: map[string]string{}}
	for _, row := range rows {
		l.row(row)
	}
	return l.units, l.told
}

// Listing makes units such as a collector's list can have: what is said of one that is on it
// takes the place of what is there, and the rest stays; a new one comes last, and its name
// says what nobody has.
func Listing(collector *model.Report, units []model.ListedUnit) []model.ListedUnit {
	last := 0
	for _, u := range collector.Units {
		last = max(last, u.Order)
	}
	out := make([]model.ListedUnit, 0, len(units))
	for _, u := range units {
		if had, ok := collector.Units[u.Name]; ok {
			out = append(out, joined(had, u))
			continue
		}
		last++
		u.Order = last
		if u.Level == "" {
			u.Level = model.GuessUnitLevel(u.Name)
		}
		if own := u.Name == OwnName(collector.Unit); own || u.Kind == "" {
			u.Kind = kindOf(u, own)
		}
		if u.Kind == model.KindOwn {
			u.Level = collector.Level
		}
		out = append(out, u)
	}
	return out
}

// ListAgain are the units of a list for another year, without the days by which they had to
// report; gone are those that are not there by its end, a Chinese line each.
func ListAgain(last *model.Report, year int) (units []model.ListedUnit, gone []string) {
	for _, u := range last.List() {
		if u.Due = ""; Due(u, year) {
			units = append(units, u)
		} else {
			gone = append(gone, fmt.Sprintf("%s，%d 年末没有这个单位（设立 %s，撤销 %s）", u.Name, year, cmp.Or(u.Opened, "不详"), cmp.Or(u.Closed, "没有")))
		}
	}
	return units, gone
}

// joined is a unit on the list with what is said of it now.
func joined(had, now model.ListedUnit) model.ListedUnit {
	for _, alias := range now.Aliases {
		if !slices.Contains(had.Aliases, alias) {
			had.Aliases = append(slices.Clone(had.Aliases), alias)
		}
	}
	had.Kind, had.Level = cmp.Or(now.Kind, had.Kind), cmp.Or(now.Level, had.Level)
	had.Parent, had.Into, had.Document = cmp.Or(now.Parent, had.Parent), cmp.Or(now.Into, had.Into), cmp.Or(now.Document, had.Document)
	had.Due, had.Opened, had.Closed = cmp.Or(now.Due, had.Due), cmp.Or(now.Opened, had.Opened), cmp.Or(now.Closed, had.Closed)
	return had
}

// Told is what there is to say of a row of a list.
type Told struct{ Where, What, Why string }

// lister reads a list, row by row.
type lister struct {
	columns []*column // by the field's index, once the head has come; nil for none
	kind    model.UnitKind
	units   []model.ListedUnit
	at      map[string]string // where a unit stands
	told    []Told
}

func (l *lister) tell(row Row, why string) {
	l.told = append(l.told, Told{row.Where, model.Cut(strings.Join(slices.DeleteFunc(slices.Clone(row.Fields), func(s string) bool { return s == "" }), " "), 40), why})
}

func (l *lister) row(row Row) {
	fields := make([]string, len(row.Fields))
	filled := []string{}
	for i, f := range row.Fields {
		if fields[i] = model.CleanLine(f); fields[i] != "" {
			filled = append(filled, fields[i])
		}
	}
	row.Fields = fields
	switch {
	case len(filled) == 0:
	case l.head(fields):
	case len(filled) == 1 && heading.MatchString(filled[0]) && !named.MatchString(filled[0]):
		l.section(row, filled[0])
	case remark.MatchString(filled[0]) && len(filled) == 1:
		l.tell(row, "是说明，不是单位")
	case l.columns == nil:
		l.alone(row, filled)
	default:
		l.unit(row)
	}
}

// head takes a row for the head of the table: two of its fields are those of columns, one
// of them the name's.
func (l *lister) head(fields []string) bool {
	found, known, name := make([]*column, len(fields)), 0, false
	for i, f := range fields {
		if slices.ContainsFunc(numbering, func(w string) bool { return strings.HasPrefix(f, w) }) {
			known++
			continue
		}
		for k := range columns {
			c := &columns[k]
			if utf8.RuneCountInString(f) > 12 || !slices.ContainsFunc(c.words, func(w string) bool { return strings.HasPrefix(f, w) }) {
				continue
			}
			if isName := k == len(columns)-1; !isName || !name {
				found[i], known = c, known+1
				name = name || isName
			}
			break
		}
	}
	filled := 0
	for _, f := range fields {
		if f != "" {
			filled++
		}
	}
	if whole := known == filled && filled > 0; !name || !whole {
		return false
	}
	l.columns = found
	return true
}

// section takes a line over the units of one kind.
func (l *lister) section(row Row, text string) {
	l.kind = ""
	for _, k := range []struct {
		word string
		kind model.UnitKind
	}{{"街道", model.KindStreet}, {"乡镇", model.KindTown}, {"镇", model.KindTown}, {"部门", model.KindDepartment}, {"县直", model.KindDepartment}, {"区直", model.KindDepartment}, {"市直", model.KindDepartment},
		{"县区", model.KindCounty}, {"区县", model.KindCounty}, {"县（市、区）", model.KindCounty}} {
		if strings.Contains(text, k.word) {
			l.kind = k.kind
			break
		}
	}
	if strings.Contains(text, "街道") && strings.Contains(text, "镇") { // both: the names say which
		l.kind = ""
	}
	l.tell(row, "是小标题，不是单位")
}

// alone takes a row without a head above it: a number and a name, or a name.
func (l *lister) alone(row Row, filled []string) {
	name := ""
	for _, f := range filled {
		if f = strings.TrimSpace(number.ReplaceAllString(f, "")); named.MatchString(f) {
			if name != "" {
				l.tell(row, "有几个像单位名称的，不知道是哪一个：请加上表头（单位名称、类别……）")
				return
			}
			name = f
		}
	}
	if name == "" {
		l.tell(row, "不像单位名称")
		return
	}
	l.add(row, model.ListedUnit{Name: name})
}

// unit takes a row below a head.
func (l *lister) unit(row Row) {
	var u model.ListedUnit
	var wrong []string
	for i, f := range row.Fields {
		if i >= len(l.columns) || l.columns[i] == nil || f == "" {
			continue
		}
		if err := l.columns[i].set(&u, f); err != nil {
			wrong = append(wrong, err.Error())
		}
	}
	u.Name = strings.TrimSpace(number.ReplaceAllString(u.Name, ""))
	if u.Name == "" {
		l.tell(row, "这一行没有单位名称")
		return
	}
	if slices.Contains(totals, u.Name) {
		l.tell(row, "是合计，不是单位")
		return
	}
	if len(wrong) > 0 {
		l.tell(row, strings.Join(wrong, "；")+"；单位已列入，这一项请补")
	}
	l.add(row, u)
}

// add puts a unit on the list, with the kind that the line above says where the row doesn't.
func (l *lister) add(row Row, u model.ListedUnit) {
	if err := model.CheckUnit(u.Name); err != nil {
		l.tell(row, err.Error())
		return
	}
	if at, again := l.at[u.Name]; again {
		l.tell(row, "「"+u.Name+"」前面已经有了（"+at+"），只列一次")
		return
	}
	l.at[u.Name] = row.Where
	u.Kind = cmp.Or(u.Kind, l.kind)
	l.units = append(l.units, u)
}

// OwnName is how the report of a collector's own figures is named.
func OwnName(collector string) string { return collector + "（本级）" }

// kindOf is what a unit's level says of its kind.
func kindOf(u model.ListedUnit, own bool) model.UnitKind {
	switch {
	case own:
		return model.KindOwn
	case u.Level == model.Town:
		return model.KindTown
	case u.Level == model.Street:
		return model.KindStreet
	case u.Level == model.County || u.Level == model.City:
		return model.KindCounty
	}
	return model.KindDepartment
}
