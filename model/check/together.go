package check

import (
	"cmp"
	"slices"
	"strconv"

	"nianbao/model"
)

// Together are the findings of the same rule as f that put other words in texts, in the
// order of the texts, to be looked at and done as one; nil for fewer than two. What
// somebody has explained stays, and of two at the same words the second.
func Together(r *model.Report, findings []Finding, f *Finding) []Finding {
	var all []Finding
	for _, x := range findings {
		if words := x.Rule == f.Rule && x.Repair != nil && x.Repair.at.End > 0; words && !x.Explained {
			all = append(all, x)
		}
	}
	place := func(x Finding) int {
		return slices.IndexFunc(r.Form.Sections, func(s model.Section) bool { return s.Key == x.Section })
	}
	slices.SortStableFunc(all, func(a, b Finding) int {
		return cmp.Or(place(a)-place(b), a.Repair.at.Start-b.Repair.at.Start)
	})
	all = slices.CompactFunc(all, func(next, f Finding) bool {
		return f.Section == next.Section && next.Repair.at.Start < f.Repair.at.End
	})
	if len(all) < 2 {
		return nil
	}
	return all
}

// EditForAll is the one edit that the repairs of findings, as [Together] has them, make
// of the report; it is empty where the words of one have changed since.
func EditForAll(r *model.Report, all []Finding) model.Edit {
	marks := map[string][]mark{}
	var sections []string
	for i := range all {
		f := &all[i]
		if EditFor(r, f).Empty() {
			return model.Edit{}
		}
		if marks[f.Section] == nil {
			sections = append(sections, f.Section)
		}
		marks[f.Section] = append(marks[f.Section], mark{f.Repair.at, f.Repair.put})
	}
	var edits []model.Edit
	label := ""
	for _, key := range sections {
		edits = append(edits, model.SetText(r, key, remarked(r.Text[key], marks[key])))
		label = "一起改正 " + strconv.Itoa(len(all)) + " 处（" + all[0].Rule + "）"
	}
	return model.Join(label, edits...)
}
