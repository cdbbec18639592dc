package cli

import (
	"fmt"
	"os"
	"path/filepath"

	"github.com/spf13/pflag"

	"nianbao/model"
	"nianbao/ui/backend"
)

// restoreCall is restore with its options.
type restoreCall struct {
	*call
	revision int
	reason   string
	dryRun   bool
}

func (o *restoreCall) options(f *pflag.FlagSet) {
	f.IntVar(&o.revision, "rev", 0, "恢复到第几稿，写`稿次`")
	f.StringVar(&o.reason, "reason", "", "`原因`，记入修改记录")
	f.BoolVar(&o.dryRun, "dry-run", false, "只看会改什么，不保存")
}

// run makes an old revision the present one again, as a new one.
func (c *restoreCall) run() error {
	if c.revision < 1 {
		return backend.Usage("写成 nianbao restore 报告 --rev 12；用 nianbao log 看有哪些稿次", "没有写恢复到第几稿")
	}
	reason, err := model.Reason(c.reason)
	if err != nil {
		return refused(err)
	}
	r, err := c.load(c.args[0])
	if err != nil {
		return err
	}
	if c.revision == r.Revision {
		return backend.Usage("用 nianbao log 看以前的稿次", "%s 现在就是第 %d 稿", r.Name(), r.Revision)
	}
	old, err := c.store.Revision(r.ID, c.revision)
	if err != nil {
		return err
	}
	if r.IsSum() {
		if err := c.Collectors.Check(); err != nil {
			return err
		}
	}
	edit := func(r *model.Report) (model.Edit, error) {
		e := model.Restore(r, old)
		e.Reason = reason
		return e, nil
	}
	e, _ := edit(r)
	after := r
	if !c.dryRun && !e.Empty() {
		if after, err = c.save(r, edit); err != nil {
			return err
		}
	}
	if c.json {
		return c.told(writeJSON(c.Stdout, map[string]any{"report": after.Name(), "revision": after.Revision, "changes": len(e.Changes)}))
	}
	text := ""
	for i, ch := range e.Changes {
		if i == 20 {
			text += fmt.Sprintf("  ……共 %d 处\n", len(e.Changes))
			break
		}
		text += fmt.Sprintf("  %s：%s → %s\n", r.TargetName(ch.Target), model.ShowValue(ch.Target, ch.Before), model.ShowValue(ch.Target, ch.After))
	}
	switch {
	case e.Empty():
		text += fmt.Sprintf("第 %d 稿和现在的内容相同，没有改动。\n", c.revision)
	case c.dryRun:
		text += "以上只是试看，没有保存。\n"
	default:
		text += fmt.Sprintf("%s 已恢复到第 %d 稿的内容，存为第 %d 稿。\n", after.Name(), c.revision, after.Revision)
	}
	return c.told(c.printf("%s", text))
}

// run copies the store while it may be in use.
func (c *backupCall) run() error {
	to := c.out
	if info, err := os.Stat(to); to == "" || err == nil && info.IsDir() {
		to = filepath.Join(to, "nianbao-备份-"+c.Now().Format("20060102-150405")+".db")
	}
	if err := c.store.Copy(to, c.overwrite); err != nil {
		return err
	}
	if c.json {
		return c.told(writeJSON(c.Stdout, map[string]string{"file": to}))
	}
	return c.told(c.printf("已备份到 %s\n要用这份备份：退出全部 nianbao，把它复制成 %s。\n", to, c.store.Path()))
}
