package cli

import (
	"path/filepath"
	"slices"

	"nianbao/model"
	"nianbao/model/check"
	"nianbao/model/rollup"
	"nianbao/ui/backend"
)

// giveBack writes a letter to each unit with what was found in its report, and counts the
// round; a unit without faults gets none.
func (c *rollupCall) giveBack() error {
	x, units, err := c.named()
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
	return c.say(x, units, "退回", c.letter)
}

// letter returns a unit's report, and writes what was found in it.
func (c *rollupCall) letter(x *collector, u model.ListedUnit) (v model.UnitReview, file, why string, err error) {
	s, err := c.checked(x, u)
	if err != nil {
		return v, "", "", err
	}
	if s == nil {
		return v, "", notSent, nil
	}
	open := slices.ContainsFunc(s.findings, func(f check.Finding) bool { return !f.Explained && f.Severity.Compare(model.Warning) <= 0 })
	if !open {
		return v, "", "没有错误和警告，不用退回", nil
	}
	r := s.report
	written, err := c.Files.WriteReview(filepath.Join(c.out, c.Files.ReviewName(r, c.format)), c.format, s.review(c.Now()), false)
	if err != nil {
		return v, "", "", err
	}
	v = x.Reviews[u.Name]
	v.Word, v.Report, v.Revision, v.Checksum, v.Round, v.Reason = model.WordReturned, r.Name(), r.Revision, r.Seal(), v.Round+1, c.reason
	return v, written.Path, "", nil
}
