package check

import (
	"slices"
	"strings"
	"unicode/utf8"

	"nianbao/model"
)

// names finds what seems to be of another unit's report.
func (c *checker) names(r *model.Rule) {
	words := notOurs(c.report)
	c.eachText(func(t *written) {
		for _, w := range words {
			for i := range t.occurrences(w) {
				c.wording(r, t, Span{i, i + len(w)}, nil)
			}
		}
		c.places(r, t)
	})
}

// notOurs are the words by which the unit can't call itself.
func notOurs(r *model.Report) []string {
	lacks := func(part string) bool { return !strings.Contains(r.Unit, part) }
	var out []string
	add := func(word string, when bool) {
		if when {
			out = append(out, word)
		}
	}
	town := r.Level == model.Town
	department := r.Level == model.CountyDepartment || r.Level == model.CityDepartment || r.Level == model.ProvinceDepartment
	add("我镇", lacks("镇") && r.Level != model.Ministry)
	add("我乡", lacks("乡") && r.Level != model.Ministry)
	add("我街道", lacks("街道"))
	add("我局", lacks("局") && !department)
	add("我委", lacks("委") && !department)
	add("我县", r.Level == model.County && lacks("县") || r.Level == model.City)
	add("我市", r.Level == model.County && lacks("市") || r.Level == model.Province)
	add("我区", r.Level == model.County && lacks("区") || r.Level == model.City)
	add("向市政府及市政府办公室提出", town || r.Level == model.Street)
	add("向县政府及县政府办公室提出", town || r.Level == model.Street)
	return out
}

// governments are how the names of governments end.
var governments = []string{"人民政府", "街道办事处"}

// places finds governments of the unit's own kind, or of the kinds in its name,
// that are not in its name; and its own name with its front cut off.
func (c *checker) places(r *model.Rule, t *written) {
	for _, end := range governments {
		for i := range t.occurrences(end) {
			name := placeBefore(t.text[:i], end)
			if name == "" {
				continue
			}
			at := Span{i - len(name), i + len(end)}
			if end == "街道办事处" {
				name += "街道"
			}
			if foreign(c.report.Unit, name) || cut(c.report.Unit, t.text, at) {
				c.wording(r, t, at, nil)
			}
		}
	}
}

// placeBefore is the place at the end of a text: its last character says what
// kind it is, and up to two before that are its name. "" where there is no name.
func placeBefore(head, end string) string {
	kind, n := utf8.DecodeLastRuneInString(head)
	if end == "街道办事处" {
		n = 0
	} else if !strings.ContainsRune("县区市镇乡", kind) {
		return ""
	}
	at := len(head) - n
	for range 2 {
		x, size := utf8.DecodeLastRuneInString(head[:at])
		if x < '\u4e00' || x > '\u9fff' || strings.ContainsRune("的在向由和与及经是为对到从各我本该省市县区镇乡级、全", x) {
			break
		}
		at -= size
	}
	if at == len(head)-n {
		return ""
	}
	return head[at:]
}

// foreign reports whether a place is of a kind that the unit's name has, and
// not the one in it.
func foreign(unit, place string) bool {
	kind := place[len(place)-len("县"):]
	if strings.HasSuffix(place, "街道") {
		kind = "街道"
	}
	ofItsKind := strings.Contains(unit, kind) && len(place) > len(kind)+len("县")
	return ofItsKind && !strings.Contains(unit, place)
}

// cut reports whether a name at the front of a line is the unit's with its first
// character lost: 集镇人民政府 of 侯集镇人民政府.
func cut(unit, text string, at Span) bool {
	name := text[at.Start:at.End]
	lost, ok := strings.CutSuffix(unit, name)
	frontLost := ok && lost != "" && !model.HasSuffix(lost, "省", "市", "县", "区", "旗", "州", "盟")
	beginsLine := at.Start == 0 || text[at.Start-1] == '\n'
	return frontLost && beginsLine
}

// widerAreas are the areas that are wider than the unit's and not in its name.
func (c *checker) widerAreas() []string {
	areas := []string{"全省", "全市", "全县", "全区"}
	wider := map[model.UnitLevel]int{model.Town: 4, model.Street: 4, model.County: 2, model.CountyDepartment: 2, model.City: 1, model.CityDepartment: 1, model.ProvinceDepartment: 0, model.Province: 0, model.Ministry: 0}[c.report.Level]
	return slices.DeleteFunc(areas[:wider], func(area string) bool {
		return strings.Contains(c.report.Unit, strings.TrimPrefix(area, "全"))
	})
}

// wider finds counts of a wider area than the unit's.
func (c *checker) wider(r *model.Rule) {
	areas := c.widerAreas()
	c.eachText(func(t *written) {
		for _, area := range areas {
			for i := range t.occurrences(area) {
				if at := (Span{i, i + len(area)}); startsWith(t.text[at.End:], r.Words...) {
					c.wording(r, t, at, nil)
				}
			}
		}
	})
}

// area finds clauses that begin with a wider area than the unit's, as if it were the
// report's.
func (c *checker) area(r *model.Rule) {
	areas := c.widerAreas()
	c.eachText(func(t *written) {
		if !t.has(areas...) {
			return
		}
		p := c.read(t.section.Key)
		for i := range p.sentences {
			eachClause(&p.sentences[i], func(at int, clause string) {
				if !startsWith(clause, areas...) || containsAny(clause, r.Words...) {
					return
				}
				if span := (Span{at, at + len("全省")}); !c.namedAt(t, span) {
					c.wording(r, t, span, nil)
				}
			})
		}
	})
}
