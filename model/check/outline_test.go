package check

import (
	"regexp"
	"strconv"
	"strings"
	"testing"

	"nianbao/model"
)

// The sentence on applications that the outline writes agrees with the tables, and any number of it
// that is changed is found.
func TestOutlineIsCompared(t *testing.T) {
	for _, form := range model.Editions() {
		t.Run(form.Edition, func(t *testing.T) {
			r := model.NewReport(form, "某某县教育局", model.CountyDepartment, max(form.Years[0], 2020))
			for i, c := range form.Cells() {
				if !c.Computed() && c.Section.Key == "3" {
					r.Figures[c.ID] = model.Count(int64(i*i%11 + 1))
				} else if !c.Computed() {
					r.Figures[c.ID] = model.Zero
				}
			}
			prose := func(text string) (ids []string) {
				r.Text["1"] = text
				for _, f := range Report(r, nil) {
					if strings.HasPrefix(f.Rule, "P-") {
						ids = append(ids, f.Rule+" "+f.Message)
					}
				}
				return ids
			}
			text := model.Outline(r, form.Section("1"))
			if found := prose(text); len(found) > 0 {
				t.Fatalf("findings about the program's own words: %v in %s", found, text)
			}
			begin := strings.Index(text, "新收政府信息公开申请")
			end := begin + strings.Index(text[begin:], "未发生因")
			for _, at := range regexp.MustCompile(`[0-9]+(\.[0-9])?`).FindAllStringIndex(text[begin:end], -1) {
				from, to := begin+at[0], begin+at[1]
				n, err := strconv.ParseFloat(text[from:to], 64)
				if err != nil {
					t.Fatal(err)
				}
				wrong := text[:from] + strconv.FormatFloat(n+1, 'f', -1, 64) + text[to:]
				if found := prose(wrong); len(found) == 0 {
					t.Errorf("%s made %g is not found: %s", text[from:to], n+1, wrong[begin:end+3])
				}
			}
		})
	}
}
