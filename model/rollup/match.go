package rollup

import (
	"slices"
	"strings"

	"nianbao/model"
)

// Match finds the unit on a list that names belong to: as a file has them in its signature,
// its title and its own name. certain is false where nobody may take the unit without being
// asked; candidates are those it may be, the likeliest first.
func Match(list []model.ListedUnit, names ...string) (candidates []string, certain bool) {
	for _, how := range []func(unit, name string) bool{
		func(unit, name string) bool { return unit == name },
		func(unit, name string) bool { return core(unit) == core(name) },
	} {
		for _, name := range names {
			if found := naming(list, squeeze(name), how); len(found) > 0 {
				return found, len(found) == 1
			}
		}
	}
	for _, name := range names {
		found := naming(list, core(squeeze(name)), func(unit, name string) bool {
			part := core(unit)
			return part != "" && (strings.Contains(name, part) || name != "" && strings.Contains(part, name))
		})
		for _, f := range found {
			if !slices.Contains(candidates, f) {
				candidates = append(candidates, f)
			}
		}
	}
	return candidates, false
}

// naming are the units one of whose names fits.
func naming(list []model.ListedUnit, name string, fits func(unit, name string) bool) (found []string) {
	if name == "" {
		return nil
	}
	for _, u := range list {
		if slices.ContainsFunc(append([]string{u.Name}, u.Aliases...), func(own string) bool { return fits(squeeze(own), name) }) {
			found = append(found, u.Name)
		}
	}
	return found
}

// squeeze is a name without white space, in full-width brackets.
func squeeze(s string) string { return brackets.Replace(Bare(s)) }

var brackets = strings.NewReplacer("(", "（", ")", "）")

// tails are what a name may have or lack without another unit being meant. A government's
// office is a unit of its own.
var tails = []string{"人民政府", "街道办事处", "办事处", "管理委员会", "管委会"}

// Core is what one unit's names have in common, however they are written.
func Core(name string) string { return core(squeeze(name)) }

// core is a name without its tail.
func core(name string) string {
	for _, t := range tails {
		if head, ok := strings.CutSuffix(name, t); ok && head != "" {
			if t == "街道办事处" {
				return head + "街道"
			}
			return head
		}
	}
	return name
}
