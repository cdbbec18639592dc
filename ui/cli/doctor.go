package cli

import (
	"errors"
	"fmt"
	"strconv"
	"strings"

	"github.com/spf13/pflag"

	"nianbao/model"
	"nianbao/ui/backend"
)

// doctorCall is doctor with its options.
type doctorCall struct {
	*call
	mend, useCopy bool
}

func (o *doctorCall) options(f *pflag.FlagSet) {
	f.BoolVar(&o.mend, "mend", false, "数据文件坏了的，把能读的救到新的数据文件里；坏的那个改名留着")
	f.BoolVar(&o.useCopy, "use-copy", false, "数据文件坏了的，换成最近的每日备份；坏的那个改名留着")
}

// run says what state the store is in and, where it is damaged and that is
// asked for, puts another in its place. It opens no store: that may be what fails.
func (c *doctorCall) run() error {
	if c.mend && c.useCopy {
		return backend.Usage("用 --mend 救出能读的，还是用 --use-copy 换成备份", "--mend 和 --use-copy 只能写一个")
	}
	folder := c.Folder(c.data)
	h, err := folder.Examine()
	if err != nil {
		return err
	}
	if h.Well || !c.mend && !c.useCopy {
		if err := c.tellHealth(h); err != nil {
			return err
		}
		if h.Well {
			return c.left()
		}
		return errDamaged
	}
	mend := folder.Mend
	if c.useCopy {
		mend = folder.UseCopy
	}
	m, err := mend()
	if err != nil {
		return err
	}
	var partly error
	if m.Copied == "" && len(m.Older)+len(m.Missing) > 0 || m.Short {
		partly = errFindings
	}
	if c.json {
		return errors.Join(partly, c.told(writeJSON(c.Stdout, m)))
	}
	if len(m.Relisted) > 0 {
		return c.told(c.printf("%s。\n", model.CleanText("列表里的 "+strconv.Itoa(len(m.Relisted))+" 行已按报告重建："+strings.Join(m.Relisted, "、"))))
	}
	done := fmt.Sprintf("已经做了新的数据文件 %s；坏的那个原样留着，改名为 %s，不要删除。", h.Path, m.Kept)
	if m.Kept == "" {
		done = fmt.Sprintf("已经做了新的数据文件 %s。", h.Path)
	}
	lines := []string{done, m.Count() + "。"}
	for _, l := range append(m.Reports(), m.Lost()) {
		if l != "" {
			lines = append(lines, "  "+l)
		}
	}
	return errors.Join(partly, c.told(c.printf("%s\n", model.CleanText(strings.Join(lines, "\n")))))
}

// left says of a sound store that nothing was put in its place.
func (c *doctorCall) left() error {
	switch {
	case c.json:
	case c.useCopy:
		return c.printf("数据文件完好，没有换成备份，什么都没有动。\n")
	case c.mend:
		return c.printf("数据文件完好，没有要救的，什么都没有动。\n")
	}
	return nil
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
	for _, n := range h.Notices {
		fmt.Fprintf(&b, "  注意：%s\n", n)
	}
	for _, r := range h.Reports {
		if r.Wrong != "" {
			fmt.Fprintf(&b, "  %s（第 %d 稿）：%s\n", r.Report, r.Revision, r.Wrong)
		}
	}
	for _, k := range h.Copies {
		if k.Problem != "" {
			fmt.Fprintf(&b, "  每日备份 %s：无法读取\n", k.Path)
		} else {
			fmt.Fprintf(&b, "  每日备份 %s：完好，%d 份报告\n", k.Path, k.Reports)
		}
	}
	where := ""
	if c.data != "" {
		where = ` --data "` + c.data + `"`
	}
	switch {
	case h.Gone:
		b.WriteString("可能被杀毒软件、同步软件拿走了：先到隔离区、回收站里找一找，放回原处。\n")
		if k := h.GoodCopy(); k != nil {
			fmt.Fprintf(&b, "找不到的，先请大家退出 nianbao，再运行 nianbao doctor --use-copy%s：换成 %s 的每日备份，那以后改的不在里面。\n", where, k.Made)
		}
	case h.Prospect != nil && len(h.Prospect.Relisted) > 0:
		fmt.Fprintf(&b, "报告本身都完好。运行 nianbao doctor --mend%s：按报告和修改记录重建列表。\n", where)
	case h.Prospect != nil:
		fmt.Fprintf(&b, "能救出来的：%s。\n", h.Prospect.Count())
		for _, l := range append(h.Prospect.Reports(), h.Prospect.Lost()) {
			if l != "" {
				b.WriteString("  " + l + "\n")
			}
		}
		if len(h.AtWork) > 0 {
			fmt.Fprintf(&b, "现在开着报告的：%s。\n", strings.Join(h.AtWork, "、"))
		}
		fmt.Fprintf(&b, "先请大家退出 nianbao，再运行 nianbao doctor --mend%s：能读的报告救到新的数据文件里，无法读取的从每日备份里补。\n", where)
		if k := h.GoodCopy(); k != nil {
			fmt.Fprintf(&b, "或者运行 nianbao doctor --use-copy%s：整个换成 %s 的每日备份。\n", where, k.Made)
		}
		b.WriteString("坏的文件都改名留着，什么都不删。\n")
	}
	return c.printf("%s", model.CleanText(b.String()))
}
