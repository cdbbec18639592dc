package cli

import (
	"fmt"
	"strings"

	"github.com/spf13/pflag"

	"nianbao/model"
	"nianbao/ui/backend"
)

func doctorFlags(f *pflag.FlagSet, o *options) {
	f.BoolVar(&o.mend, "mend", false, "数据文件坏了的，把能读的救到新的数据文件里；坏的那个改名留着")
}

// doctor says what state the store is in and, where it is damaged and that is
// asked for, makes a new one of what can be read. It opens no store: that may be
// what fails.
func (c *call) doctor() error {
	h, err := c.Examine(c.data)
	if err != nil {
		return err
	}
	if h.Well || !c.mend {
		if err := c.tellHealth(h); err != nil {
			return err
		}
		if h.Well {
			return nil
		}
		return errDamaged
	}
	m, err := c.Mend(c.data)
	if err != nil {
		return err
	}
	if c.json {
		return c.told(writeJSON(c.Stdout, m))
	}
	var b strings.Builder
	fmt.Fprintf(&b, "已经做了新的数据文件 %s；坏的那个原样留着，改名为 %s，不要删除。\n", h.Path, m.Kept)
	line := func(says string, names []string) {
		if len(names) > 0 {
			fmt.Fprintf(&b, "  %s %d 份：%s\n", says, len(names), strings.Join(names, "、"))
		}
	}
	line("完整救回", m.Whole)
	line("救回较早的一稿（请核对最近改过的地方）", m.Older)
	line("没有救回", m.Missing)
	if m.Short {
		b.WriteString("  数据文件的末尾不见了：上面没有提到的报告可能也在里面。请在别的备份里找。\n")
	}
	return c.told(c.printf("%s", b.String()))
}

func (c *call) tellHealth(h backend.Health) error {
	if c.json {
		return writeJSON(c.Stdout, h)
	}
	var b strings.Builder
	if c.Site != "" {
		b.WriteString(c.Site + "\n")
	}
	fmt.Fprintf(&b, "数据文件 %s（%d KB）", h.Path, (h.Size+1023)/1024)
	switch {
	case h.Well:
		fmt.Fprintf(&b, "完好，%d 份报告，每份的最后一稿和修改记录都能读。\n", len(h.Reports))
	case h.Problem != "":
		fmt.Fprintf(&b, "不能用：%s\n", h.Problem)
	default:
		b.WriteString("有损坏：\n")
	}
	for _, r := range h.Reports {
		if r.Wrong != "" {
			fmt.Fprintf(&b, "  %s（第 %d 稿）：%s\n", r.Report, r.Revision, r.Wrong)
		}
	}
	for _, k := range h.Copies {
		if k.Problem != "" {
			fmt.Fprintf(&b, "  每日备份 %s：读不出来\n", k.Path)
		} else {
			fmt.Fprintf(&b, "  每日备份 %s：完好，%d 份报告\n", k.Path, k.Reports)
		}
	}
	if !h.Well {
		b.WriteString("先退出全部 nianbao，再运行 nianbao doctor --mend：能读的报告救到新的数据文件里，坏的文件改名留着，什么都不删。\n")
	}
	return c.printf("%s", model.CleanText(b.String()))
}
