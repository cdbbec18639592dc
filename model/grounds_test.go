package model

import (
	"strings"
	"testing"
)

func TestCheckExplanation(t *testing.T) {
	for _, text := range []string{"核实无误", "已核实无误。", "经核实，情况属实。", "情况属实", "经我单位认真核对，数据准确无误！", "已经反复核实确认，均属实", "（经复核，无误）", "没有问题没有问题", "核对一致，确实如此",
		"数据真实准确", "核  实  无  误", "。。。。。。。", "哈哈哈哈哈哈", "1111111"} {
		if err := CheckExplanation(text); err == nil || !strings.Contains(err.Error(), "请写为什么没有错") {
			t.Errorf("%q is taken: %v", text, err)
		}
	}
	for _, text := range []string{"口径不同", "机构调整", "代管规章。", "是 转 来 的"} {
		if err := CheckExplanation(text); err == nil || !strings.Contains(err.Error(), "至少 6 字") {
			t.Errorf("%q is taken: %v", text, err)
		}
	}
	for _, text := range []string{"表是全县汇总数", "机构调整，口径不同", "经核实，3 件是上年转来的", "与台账核对一致", "已核实：2 件由县局代办", "法院 12 月 30 日判决维持", "确实没有新媒体账号", "见2024年第3号清理公告"} {
		if err := CheckExplanation(text); err != nil {
			t.Errorf("%q: %v", text, err)
		}
	}
}
