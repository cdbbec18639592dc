package persist

import (
	"slices"
	"strings"

	"nianbao/model"
	"nianbao/model/check"
)

// What the list says of a report, and the name by which it is found, are told twice:
// by the report and its log, and by a line and a name of their own. Here they are
// compared, and made anew.

// line is what the list should say of a report, by its last revision and its log.
// How many findings it has is not compared: that goes with the program's rules.
func (t *tx) line(r *model.Report) (model.Summary, error) {
	sum := check.Summarize(r, t.named(lastName(r)))
	for entry, err := range t.entries(parseID(r.ID)) {
		if err != nil {
			return sum, err
		}
		if entry.Revision < r.Revision {
			break
		}
		sum.ChangedAt, sum.ChangedBy = entry.At, entry.User // the first of that revision has saved it
	}
	return sum, nil
}

// examineLine names what a report's line in the list, or its name, has otherwise
// than the report; "" for nothing.
func (t *tx) examineLine(r *model.Report, has model.Summary) string {
	is, err := t.line(r)
	if err != nil {
		return "修改记录无法读取"
	}
	locked := func(s model.State) model.State {
		if s == model.Final || s == model.Correcting {
			return s
		}
		return ""
	}
	var differs []string
	for what, same := range map[string]bool{
		"单位": is.Unit == has.Unit && is.Report == has.Report, "年度": is.Year == has.Year, "级别": is.Level == has.Level, "稿次": is.Revision == has.Revision,
		"状态": locked(is.State) == locked(has.State), "谁改的": is.ChangedBy == has.ChangedBy, "什么时候改的": is.ChangedAt.Equal(has.ChangedAt),
		"名称": string(t.Get(bucketNames, []byte(is.Report))) == string(key(parseID(r.ID))),
	} {
		if !same {
			differs = append(differs, what)
		}
	}
	if len(differs) == 0 {
		return ""
	}
	slices.Sort(differs)
	return "列表里的一行和报告不一致：" + strings.Join(differs, "、")
}

// Relist makes every line of the list, and every name, anew, and returns the names of
// the reports whose line was wrong. Errors: ErrReadOnly, ErrFull, and the backend's.
func (s *Store) Relist() (wrong []string, err error) {
	err = s.update(func(t *tx) error {
		wrong = nil
		var reports []*model.Report
		for _, id := range t.listed() {
			r, err := t.current(id)
			if err != nil {
				return err
			}
			has, err := t.summary(id)
			if err != nil || t.examineLine(r, has) != "" {
				wrong = append(wrong, r.Name())
			}
			reports = append(reports, r)
		}
		return t.relist(reports)
	})
	return wrong, err
}

// listed are the reports in the list.
func (t *tx) listed() (ids []uint64) {
	for k := range t.Scan(bucketSummaries, nil) {
		ids = append(ids, idOf(k))
	}
	return ids
}

func (t *tx) relist(reports []*model.Report) error {
	if err := t.deleteAll(bucketNames, nil); err != nil {
		return err
	}
	var later []*model.Report // of a name that another has
	for _, r := range reports {
		if err := t.takeName(r.Name(), parseID(r.ID)); err != nil {
			later = append(later, r)
		}
	}
	for _, r := range reports {
		sum, err := t.line(r)
		if err != nil {
			return err
		}
		if was, err := t.summary(parseID(r.ID)); err == nil && was.State == model.Exported && sum.State == model.Ready {
			sum.State = model.Exported
		}
		if err := t.putSummary(parseID(r.ID), sum); err != nil {
			return err
		}
	}
	for _, r := range later {
		if _, err := t.undeleteAs(parseID(r.ID), t.freeUnit(check.Summarize(r, nil))); err != nil {
			return err
		}
	}
	return nil
}
