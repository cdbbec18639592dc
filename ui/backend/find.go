package backend

import (
	"slices"
	"strconv"
	"strings"

	"nianbao/model"
)

// Find returns the report that the words name: 单位-年度, or any part of it that
// fits only one report; several words, separated by spaces, must all fit.
func Find(s Store, words string) (model.Summary, error) {
	list, err := s.List()
	if err != nil {
		return model.Summary{}, err
	}
	return FindIn(list, words)
}

// ListHint says how to see which reports there are, on the command line.
const ListHint = "用 nianbao list 看有哪些报告"

// FindIn is Find in a list of the store's reports.
func FindIn(list []model.Summary, words string) (model.Summary, error) {
	return IndexOf(list).Find(words)
}

// Index is a list of the store's reports in which many are to be found.
type Index struct {
	list   []model.Summary
	byName map[string]int
}

// IndexOf is the index of a list, which must not change.
func IndexOf(list []model.Summary) Index {
	x := Index{list, make(map[string]int, len(list))}
	for i, r := range list {
		if _, ok := x.byName[r.Report]; !ok {
			x.byName[r.Report] = i
		}
	}
	return x
}

// Named is the report of a whole name, if there is one.
func (x Index) Named(name string) (model.Summary, bool) {
	i, ok := x.byName[name]
	if !ok {
		return model.Summary{}, false
	}
	return x.list[i], true
}

// Find is Find in the list. A whole name is found at once; a part of it is looked for in
// all of them.
func (x Index) Find(words string) (model.Summary, error) {
	if r, ok := x.Named(strings.TrimSpace(words)); ok {
		return r, nil
	}
	fits := fitting(words)
	var found []model.Summary
	for _, r := range x.list {
		if fits(r) {
			found = append(found, r)
		}
	}
	switch len(found) {
	case 1:
		return found[0], nil
	case 0:
		return model.Summary{}, Usage(ListHint, "没有叫「%s」的报告", words)
	}
	var names []string
	for i, r := range found {
		if i == 4 {
			names = append(names, "…")
			break
		}
		names = append(names, r.Report)
	}
	return model.Summary{}, Usage("请写全单位和年度", "「%s」对应 %d 份报告：%s", words, len(found), strings.Join(names, "、"))
}

// Fits counts the reports that words may name.
func (x Index) Fits(words string) (n int) {
	fits := fitting(words)
	for _, r := range x.list {
		if fits(r) {
			n++
		}
	}
	return n
}

// fitting tells of reports whether all words are part of their names; 侯集镇-2021 may
// leave out the middle of 侯集镇人民政府-2021.
func fitting(words string) func(model.Summary) bool {
	all := func(parts []string, r model.Summary) bool {
		return len(parts) > 0 && !slices.ContainsFunc(parts, func(w string) bool { return !strings.Contains(r.Report, w) })
	}
	unit, year, ok := strings.Cut(words, "-")
	whole, ofUnit := strings.Fields(words), strings.Fields(unit)
	return func(r model.Summary) bool {
		return all(whole, r) || ok && year == strconv.Itoa(r.Year) && all(ofUnit, r)
	}
}
