package cli

import (
	"slices"
	"strings"

	"github.com/spf13/pflag"

	"nianbao/model"
	"nianbao/ui/backend"
)

// RuleEntry is what the list of rules says of the rules of one name.
type RuleEntry struct {
	Rule    string         `json:"rule"`
	Level   model.Severity `json:"level"` // the most severe of them
	Says    string         `json:"says"`
	Formula string         `json:"formula"` // "" where no formula tells it
	Source  string         `json:"source"`

	Levels string `json:"-"` // in Chinese, all of them, each with what offices call it
}

// Rules lists the rules of a form in its order that are about reports of a year. Those that share a name are one
// entry with what each of them says.
func Rules(form *model.Form, year int) []RuleEntry {
	order := []model.Severity{model.Error, model.Warning, model.Hint, model.Info}
	var out []RuleEntry
	classes := map[string][]model.Class{}
	says, formulas, sources, levels := map[string][]string{}, map[string][]string{}, map[string][]string{}, map[string][]model.Severity{}
	for _, r := range ofSumsLast(form) {
		if !r.HoldsIn(year) {
			continue
		}
		if levels[r.ID] == nil {
			out = append(out, RuleEntry{Rule: r.ID})
		}
		levels[r.ID], classes[r.ID] = append(levels[r.ID], r.Severity), append(classes[r.ID], r.Class())
		says[r.ID], sources[r.ID] = appendNew(says[r.ID], r.Says), appendNew(sources[r.ID], r.Source)
		formulas[r.ID] = appendNew(formulas[r.ID], form.Formula(r))
	}
	for i := range out {
		e := &out[i]
		e.Says, e.Source = strings.Join(says[e.Rule], ""), strings.Join(sources[e.Rule], "；")
		e.Formula = strings.Join(formulas[e.Rule], "；")
		var names []string
		for _, s := range order {
			if slices.Contains(levels[e.Rule], s) {
				names = append(names, levelName(s, classes[e.Rule]))
				if e.Level == "" {
					e.Level = s
				}
			}
		}
		e.Levels = strings.Join(names, "、")
	}
	return out
}

// ofSumsLast are a form's rules, those that only collectors meet with behind the others.
func ofSumsLast(form *model.Form) (rules []*model.Rule) {
	for _, ofSums := range []bool{false, true} {
		for i := range form.Rules {
			if r := &form.Rules[i]; (r.Sums == model.OnlySums) == ofSums {
				rules = append(rules, r)
			}
		}
	}
	return rules
}

// levelName is a severity with those of the classes that are of it, where they have
// other names: 错误（强制、准强制）.
func levelName(s model.Severity, classes []model.Class) string {
	var names []string
	for _, c := range model.Classes {
		of := c.Class == model.ClassOf(s, true) || c.Class == model.ClassOf(s, false)
		if other := string(c.Class) != s.Name(); of && other && slices.Contains(classes, c.Class) {
			names = append(names, string(c.Class))
		}
	}
	if len(names) == 0 {
		return s.Name()
	}
	return s.Name() + "（" + strings.Join(names, "、") + "）"
}

// classesTold says what the classes ask.
func classesTold() string {
	var asks []string
	for _, c := range model.Classes {
		asks = append(asks, string(c.Class)+"的"+c.Asks)
	}
	return "级别后面括号里是审核常用的分类：" + strings.Join(asks, "；") + "。"
}

func appendNew(list []string, s string) []string {
	if s = strings.TrimSpace(s); s == "" || slices.Contains(list, s) {
		return list
	}
	return append(list, s)
}

// reportYear is the year that was named, 0 for none, else the one that reports are written
// for today: the last.
func (c *call) reportYear(named int) int {
	if named != 0 {
		return named
	}
	return c.Now().Year() - 1
}

// rulesCall is rules with its options.
type rulesCall struct {
	*call
	year int
}

func (o *rulesCall) options(f *pflag.FlagSet) {
	f.IntVar(&o.year, "year", 0, "报告`年度`：各年的表式和规则不同，不写是去年的")
}

// run prints what the program checks in reports of a year.
func (c *rulesCall) run() error {
	year := c.reportYear(c.year)
	if err := model.CheckYear(year); err != nil {
		return backend.Usage("", "%v", err)
	}
	rules := Rules(model.FormFor(year), year)
	if c.json {
		return writeJSON(c.Stdout, map[string]any{"rules": rules})
	}
	var b strings.Builder
	b.WriteString(classesTold() + "\n\n")
	for _, r := range rules {
		b.WriteString(r.Rule + "　" + r.Levels + "　" + r.Says)
		if r.Formula != "" {
			b.WriteString("\n    公式：" + r.Formula)
		}
		b.WriteString("\n    依据：" + r.Source + "\n")
	}
	return c.printf("%s", b.String())
}
