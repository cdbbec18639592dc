package cli

import (
	"errors"

	"github.com/spf13/pflag"

	"nianbao/model"
	"nianbao/model/check"
	"nianbao/ui/backend"
)

// finish makes a report final, which locks it.
func (c *call) finish() error {
	return c.setState(func(r *model.Report) (model.Edit, error) {
		last, err := backend.LastYear(c.store, r)
		if err != nil {
			return model.Edit{}, err
		}
		e, err := check.Finish(r, check.Report(r, last)) // of a sum, too: see [check.Sum]
		if err != nil && !errors.Is(err, model.ErrFinal) {
			return e, backend.Usage("用 nianbao check "+r.Name()+" 看是哪些", "%v", err)
		}
		return e, err
	}, "已定稿，不能修改；导出的文件里有这个校验码。要改：nianbao reopen 报告 --reason 原因")
}

// reopenCall is reopen with its options.
type reopenCall struct {
	*call
	reason string
}

func (o *reopenCall) options(f *pflag.FlagSet) {
	f.StringVar(&o.reason, "reason", "", "`原因`，记入修改记录")
}

// run opens a final report again, to correct it.
func (c *reopenCall) run() error {
	return c.setState(func(r *model.Report) (model.Edit, error) { return model.Reopen(r, c.reason) },
		"已解除锁定，可以更正；改好后再 nianbao finish 定稿")
}

// setState makes an edit of a report's state, and says what has become of it.
func (c *call) setState(edit func(*model.Report) (model.Edit, error), says string) error {
	r, err := c.load(c.args[0])
	if err != nil {
		return err
	}
	r, err = c.save(r, edit)
	if backend.Code(err) == model.CodeConflict {
		return backend.Overtaken(err)
	}
	if err != nil {
		return err
	}
	if c.json {
		return c.told(writeJSON(c.Stdout, map[string]any{"report": r.Name(), "revision": r.Revision, "state": r.State, "seal": r.Seal()}))
	}
	return c.told(c.printf("%s %s。校验码 %s\n", r.Name(), says, r.Seal()))
}

// refused is an edit's error with what to do about it.
func refused(err error) error {
	hint := ""
	if backend.Code(err) != "" { // it says so itself
		return err
	}
	if errors.Is(err, model.ErrFinal) {
		hint = "要改请先更正：nianbao reopen 报告 --reason 原因"
	}
	return backend.Usage(hint, "%v", err)
}
