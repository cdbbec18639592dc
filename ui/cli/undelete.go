package cli

import (
	"fmt"
	"slices"
	"strings"

	"nianbao/model"
	"nianbao/ui/backend"
)

// undelete brings a deleted report back into the list; of several of the same
// name the one that was deleted last.
func (c *call) undelete() error {
	deleted, err := c.store.Deleted()
	if err != nil {
		return err
	}
	var list []model.Summary
	for _, r := range deleted {
		if !slices.ContainsFunc(list, func(later model.Summary) bool { return later.Report == r.Report }) {
			list = append(list, r.Summary)
		}
	}
	s, err := backend.FindIn(list, c.args[0])
	if err != nil {
		return backend.Usage(inTrash(deleted), "已删除的报告里%v", err)
	}
	name, err := c.store.Undelete(s.ID)
	if err != nil {
		return err
	}
	r, err := c.store.Reload(s.ID)
	if err != nil {
		return err
	}
	if c.json {
		return c.told(writeJSON(c.Stdout, map[string]any{"report": name, "revision": r.Revision}))
	}
	if name != s.Report {
		return c.told(c.printf("已恢复为 %s：现在另有一份 %s。\n", name, s.Report))
	}
	return c.told(c.printf("已恢复 %s。\n", name))
}

// inTrash names what can be brought back, in a Chinese sentence.
func inTrash(deleted []model.Deleted) string {
	if len(deleted) == 0 {
		return "没有已删除的报告"
	}
	var names []string
	for i, r := range deleted {
		if i == 20 {
			names = append(names, fmt.Sprintf("……共 %d 份", len(deleted)))
			break
		}
		names = append(names, fmt.Sprintf("%s（%s %s删除）", r.Report, r.At.Local().Format("2006-01-02 15:04"), r.User))
	}
	return "能恢复的有：" + strings.Join(names, "、")
}
