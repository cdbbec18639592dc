package rollup

import (
	"fmt"
	"strings"

	"nianbao/model"
)

// Gap is by which units a sum differs from the list that it should be of.
type Gap struct {
	Expected  int      // how many units have to report
	Missing   []string // those of them that the sum doesn't have
	Strangers []string // units in the sum that have not to report, or are not on the list
}

// expects reports whether a unit has to report to a collector: it was there at the end of the
// year and nobody has excused it.
func expects(r *model.Report, u model.ListedUnit) bool {
	return Due(u, r.Year) && r.Reviews[u.Name].Word != model.WordExcused
}

// Expected is how many units have to report to a collector.
func Expected(r *model.Report) (n int) {
	for _, u := range r.Units {
		if expects(r, u) {
			n++
		}
	}
	return n
}

// GapOf compares a collector's sum with its list.
func GapOf(r *model.Report) Gap {
	g := Gap{Expected: Expected(r)}
	in := make(map[string]bool, len(r.Sources))
	for _, s := range r.Sources {
		in[s.Unit] = true
		if u, listed := r.Units[s.Unit]; !listed || !expects(r, u) {
			g.Strangers = append(g.Strangers, s.Unit)
		}
	}
	for _, u := range r.Units {
		if expects(r, u) && !in[u.Name] {
			g.Missing = append(g.Missing, u.Name)
		}
	}
	r.InOrder(g.Missing)
	return g
}

// mostMissing is how many units are named: a page of them helps nobody.
const mostMissing = 60

// String tells the gap in Chinese; "" for none.
func (g Gap) String() string {
	if len(g.Missing)+len(g.Strangers) == 0 {
		return ""
	}
	said := fmt.Sprintf("应报%d个，已报%d个", g.Expected, g.Expected-len(g.Missing))
	if g.Expected == len(g.Missing) { // nothing was added up: what has been sent is another matter
		said = fmt.Sprintf("应报%d个，还没有汇总", g.Expected)
	}
	if len(g.Missing) > 0 {
		said += "，还缺：" + Some(g.Missing, mostMissing)
	}
	if len(g.Strangers) > 0 {
		said += "；不在名单上、不用报的也加了：" + Some(g.Strangers, mostMissing)
	}
	return said
}

// Shortfall is what a draft of a collector's sum has to say of it; "" for a sum that is whole
// and current, and for any other report.
func Shortfall(r *model.Report) string {
	if !r.IsSum() {
		return ""
	}
	var said []string
	if gap := GapOf(r).String(); gap != "" {
		said = append(said, gap)
	}
	if old := OutdatedUnits(r); len(old) > 0 {
		said = append(said, "接收有变化、还没有再汇总的："+Some(old, mostMissing))
	}
	return strings.Join(said, "；")
}

// OutdatedUnits are the units of which the sum has another revision than the one accepted,
// beside those of the gap.
func OutdatedUnits(r *model.Report) (units []string) {
	for _, d := range Outdated(r) {
		if u, listed := r.Units[d.Unit]; d.Was > 0 && listed && expects(r, u) {
			units = append(units, d.Unit)
		}
	}
	return units
}

// Some names the first of many.
func Some(names []string, most int) string {
	if len(names) <= most {
		return strings.Join(names, "、")
	}
	return fmt.Sprintf("%s 等 %d 个", strings.Join(names[:most], "、"), len(names))
}
