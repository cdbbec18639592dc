package match

import (
	"strings"
	"testing"

	"nianbao/export/source"
	"nianbao/model"
)

// A name that the title's last line has in part is completed, and where nothing
// else says the same, that has to be looked at.
func TestWholeName(t *testing.T) {
	const year = "2024年政府信息公开工作年度报告"
	for name, c := range map[string]struct {
		lines                 []string // of the title
		signed, title, author string
		unit, says            string
	}{
		"one line":              {[]string{"某某县水利局" + year}, "某某县水利局", "", "", "某某县水利局", ""},
		"the name above":        {[]string{"某某县水利局", year}, "某某县水利局", "", "", "某某县水利局", ""},
		"broken, signed":        {[]string{"北河市南山区综合", "行政执法局" + year}, "北河市南山区综合行政执法局", "", "", "北河市南山区综合行政执法局", ""},
		"broken, in properties": {[]string{"北河市", "南山区综合行政执法局" + year}, "", "北河市南山区综合行政执法局" + year, "", "北河市南山区综合行政执法局", ""},
		"broken, by its author": {[]string{"东川县柳林乡人民", "政府" + year}, "", "", "东川县柳林乡人民政府", "东川县柳林乡人民政府", ""},
		"broken, nothing else":  {[]string{"东川县柳林乡人民", "政府" + year}, "", "", "", "东川县柳林乡人民政府", "标题分成几行"},
		"a place above":         {[]string{"北河市", "南山区综合行政执法局" + year}, "", "", "", "北河市南山区综合行政执法局", "标题分成几行"},
		"three lines":           {[]string{"北河市", "南山区人民政府", "办公室" + year}, "北河市南山区人民政府办公室", "", "", "北河市南山区人民政府办公室", "用了全的"},
		"another body above":    {[]string{"北河市统计年鉴编辑部", "南山区水利局" + year}, "", "", "", "南山区水利局", ""},
		"a site's line above":   {[]string{"首页 > 政务公开 > 年报", "南山区水利局" + year}, "", "", "", "南山区水利局", ""},
		"signed in full":        {[]string{"柳林镇" + year}, "柳林镇人民政府", "", "", "柳林镇人民政府", "落款是「柳林镇人民政府」"},
		"signed with its city":  {[]string{"南山区水利局" + year}, "北河市南山区水利局", "", "", "北河市南山区水利局", "标题里是「南山区水利局」"},
		"the author in full":    {[]string{"柳林镇" + year}, "", "", "柳林镇人民政府", "柳林镇人民政府", "作者是"},
		"the author is a man":   {[]string{"柳林镇" + year}, "", "", "张三", "柳林镇", ""},
		"nothing but a rump":    {[]string{"人民政府" + year}, "", "", "", "人民政府", "可能不全"},
	} {
		d := &source.Document{Title: c.title, Author: c.author}
		add := func(lines ...string) {
			for _, l := range lines {
				d.Blocks = append(d.Blocks, source.Block{Text: l})
			}
		}
		add(c.lines...)
		add("一、总体情况", "全年公开信息。", "二、主动公开政府信息情况", "三、收到和处理政府信息公开申请情况", "四、政府信息公开行政复议、行政诉讼情况", "五、存在的主要问题及改进情况", "没有。", "六、其他需要报告的事项", "没有。")
		if c.signed != "" {
			add(c.signed, "2025年1月10日")
		}
		x, err := Read(d, model.ReadOptions{})
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		if x.Report.Unit != c.unit || !strings.Contains(x.UnitHow, c.says) || (x.UnitHow == "") != (c.says == "") || x.Report.Year != 2024 {
			t.Errorf("%s: %s, %q instead of %s, %s", name, x.Report.Unit, x.UnitHow, c.unit, c.says)
		}
		if again, err := Read(d, model.ReadOptions{Unit: "某局"}); err != nil || again.Report.Unit != "某局" || again.UnitHow != "" {
			t.Errorf("%s: what is known already is asked again: %v, %v", name, again, err)
		}
	}
}
