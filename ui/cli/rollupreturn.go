package cli

import (
	"errors"
	"fmt"
	"path/filepath"
	"strings"

	"nianbao/model"
	"nianbao/model/check"
	"nianbao/model/rollup"
	"nianbao/ui/backend"
)

// returned is a unit's report that went back.
type returned struct {
	Unit     string       `json:"unit"`
	State    rollup.State `json:"state"`
	Round    int          `json:"round"`
	Revision int          `json:"revision"`
	File     string       `json:"file"` // the letter
}

// giveBack writes a letter to each unit with what was found in its report, and counts the
// round; a unit without faults gets none.
func (c *rollupCall) giveBack() error {
	x, err := c.collector()
	if err != nil {
		return err
	}
	units, err := c.named(x)
	if err != nil {
		return err
	}
	if len(c.args) == 2 { // all that have faults
		for _, l := range x.listed() {
			if l.State == rollup.Faulty {
				units = append(units, l.ListedUnit)
			}
		}
	}
	folder, err := outFolder(c.out)
	if err != nil {
		return err
	}
	if !folder {
		return backend.Usage("-o 后面写一个文件夹，没有的以 / 结尾，就会建好", "没有文件夹「%s」", c.out)
	}
	var reviews []model.UnitReview
	said, refused := []returned{}, []refusal{}
	for _, u := range units {
		v, file, why, err := c.letter(x, u)
		switch {
		case err != nil:
			return err
		case why != "":
			refused = append(refused, refusal{u.Name, why})
		default:
			reviews = append(reviews, v)
			said = append(said, returned{u.Name, rollup.Returned, v.Round, v.Revision, file})
		}
	}
	if len(reviews) > 0 {
		if _, err := c.save(x.Report, func(r *model.Report) (model.Edit, error) {
			return model.SetReviews(r, fmt.Sprintf("退回 %d 个单位的报告", len(reviews)), reviews...), nil
		}); err != nil {
			return err
		}
	}
	var failed error
	if len(refused) > 0 {
		failed = errFindings
	}
	if c.json {
		return errors.Join(c.told(writeJSON(c.Stdout, map[string]any{"units": said, "refused": refused})), failed)
	}
	var b strings.Builder
	for _, s := range said {
		fmt.Fprintf(&b, "%s：第 %d 次退回，意见写在 %s\n", s.Unit, s.Round, s.File)
	}
	for _, f := range refused {
		fmt.Fprintf(&b, "没有退回 %s：%s\n", f.Unit, f.Why)
	}
	if len(said)+len(refused) == 0 {
		b.WriteString("没有要退回的。\n")
	}
	return errors.Join(c.told(c.printf("%s", b.String())), failed)
}

// letter writes what was found in a unit's report, or says why there is none to write.
func (c *rollupCall) letter(x *collector, u model.ListedUnit) (v model.UnitReview, file, why string, err error) {
	_, s := x.standing(u.Name)
	if s.Report == "" {
		return v, "", "还没有报", nil
	}
	r, err := c.store.Load(s.Report)
	if err != nil {
		return v, "", "", err
	}
	of, err := c.call.beside(r)
	if err != nil {
		return v, "", "", err
	}
	open := false
	for _, f := range of.findings {
		open = open || !f.Explained && f.Severity.Compare(model.Warning) <= 0
	}
	if !open {
		return v, "", "没有错误和警告，不用退回", nil
	}
	written, err := c.Files.WriteReview(filepath.Join(c.out, c.Files.ReviewName(r, c.format)), c.format,
		check.Review{Report: r, Last: of.last, Findings: of.findings, Date: c.Now()}, false)
	if err != nil {
		return v, "", "", err
	}
	v = x.Reviews[u.Name]
	v.Unit, v.Word, v.Report, v.Revision, v.Checksum, v.Round, v.Reason = u.Name, model.WordReturned, r.Name(), r.Revision, r.Seal(), v.Round+1, c.reason
	return c.signed(v), written.Path, "", nil
}
