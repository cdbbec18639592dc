package ui

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// manualSays is where the prose of the manual and the README names keys: each stands there with the key
// that the table has.
var manualSays = strings.Split(strings.TrimSpace(`
运行程序，按 §{key:list.new}§ 新建
打开报告，在目录里按 §{key:contents.import}§，选台账文件
列出四样，按 {key:tally.toggle} 换着看
按 {key:tally.open} 选怎么算，按{key:tally.accept}照建议。定过的记在本单位名下，明年同样的写法不再问；按 {key:tally.undo} 撤销。
台账里是几；按 {key:tally.open} 看是台账里的哪几行
待定的都定了，按 {key:tally.submit} 填入报告
填好以后，在表里按 §{key:table.sum}§ 看一格是台账里的哪几行
在报告列表里按 §{key:list.import}§ 选台账，只看没有答复的和期限
目录里按 §{key:contents.import}§，选台账：数进表三
在报告列表里按 §{key:list.sum}§：还没有汇总的新建，写机关的全称和年度；有的问打开哪一份，光标在汇总上的直接打开它的单位名单。
定稿以后在目录里按 §{key:contents.hand-up}§
按 §{key:units.import}§ 读名单，有了名单是收报：选一个文件，或者「这个文件夹里的全部」。
按 {key:units.open} 看一个单位的报告，按 {key:back} 回来；按 §{key:units.receive}§ 接收，§{key:units.return}§ 退回，§{key:units.remind}§ 催报，§{key:units.excuse}§ 注明不用报，§{key:units.sum}§ 加起来；按{key:units.mark}选几个一起做，按 {key:units.toggle} 只看一种状态的。
在汇总的表里，一格上按 §{key:table.sum}§ 看各单位有多少，再按 {key:parts.open} 看那个单位的这一格；直接输入 +2、-2 是调整，要写原因。
按 §{key:list.sum}§：列名单、收报、退回、接收、加起来
一路按 {key:form.commit}。
先按 §{key:list.import}§ [读入]
在目录里按 §{key:contents.fill-zero}§：没有发生的
直接输入数字，{key:table.commit} 到下一行
程序里按 {key:help} 看的
](ui/manual/zero-report.md)** 按 §{key:list.new}§ 新建
三个部分写字，按 {key:text.outline} 插入提纲；按 §{key:export}§，再按 {key:export.submit} 导出
直接输入数字，{key:undo} 撤销
已经定稿的，先按 {key:finish} 更正
** 列表里按 §{key:list.import}§，选文件
能一键改正的按 §{key:findings.repair}§；
没有错误，按 {key:export}，选格式。
没有错误，按 {key:export}，选格式（按{key:export.toggle}可以多选），按 {key:export.submit}。
写完按 {key:findings} 看[核对]
时，按 §{key:export}§，再按 {key:export.submit}：Word 文件
按 {key:export.preview} 可以先看一看，按{key:export.toggle}可以多选
报送前先按 §{key:finish}§ 定稿
写着「未读」，{key:contents.fill-zero}「空白填 0」
的，{key:contents.fill-zero} 以后会问
会先问：按 {key:confirm.first} 是记下台账上的合计
{key:undo} 一步一步撤销
按 {key:findings} 逐条看：{key:findings.open} 跳到那一格
§{key:findings.other-side}§ 跳到表里对不上的
§{key:findings.repair}§ 一键改正（下面
{key:findings.toggle} 换成按部分
一次改正的几处按 §{key:findings.repair-all}§ 列出来，看过以后按 §{key:together.repair}§ 全部改正
确实无误的按 §{key:findings.explain}§ 写一句说明
按 §{key:findings.switch-off}§ 整条停用
这些都能 {key:undo} 撤销
在「类型」上按{key:export.toggle}）
选一块，{key:table.copy} 复制出去
写文字时按 {key:text.outline} 插入提纲
按 {key:text.figures} 插入表里的一个数；按 {key:text.last-year} 把上年的
按 §{key:settings}§ 是设置**：{key:table.commit} 到下一行
按 {key:clash.mine} 用自己的，按 {key:clash.theirs} 用对方的
修改记录里，{key:undo} 换回来
按 {key:rescue} 找回，和其他人
在报告目录里按 {key:history} 看修改记录
{key:undo} 还能撤销上次做的
全部填好以后按 {key:finish} 定稿
要改再按 {key:finish} 更正
列表里按 {key:list.look} 是只看
回到列表按 {key:list.open} 打开
列表里按 §{key:list.undo}§，刚删的
选一份按 {key:trash.open}；名称
按 §{key:trouble.mend}§ 救到新的数据文件里
按 §{key:trouble.use-copy}§ 整个换成
找不到的按 §{key:trouble.use-copy}§（命令行
在报告列表里按 §{key:list.import}§，选文件
看一看读出来的，按 {key:reading.submit} 存入
把握多大。按 {key:reading.toggle} 切换
没错的按{key:reading.accept}，错了的
改，{key:reading.undo} 撤销改正
文字按 {key:reading.edit} 看全文
对的按{key:reading.accept}，不对的按 {key:reading.edit} 改
返回列表按 §{key:list.new}§：年度
在报告目录里按 §{key:contents.import}§。
里按{key:reading.accept}逐格选用哪一边的（§{key:reading.select-all}§ 全选）
文字不同的按 {key:reading.edit} 比一比
那张表的一格上按 §{key:reading.only-part}§
存入是一步，{key:undo} 全部撤销
{key:confirm.first}、{key:confirm.second}、{key:confirm.third} 是第一、二、三个答案
{key:confirm.first} 按一块填，{key:confirm.second} 是自己输入的
照样输入进去，{key:confirm.third} 都不要
一路按 {key:table.next} 过来的，{key:table.commit} 回到
复制出去（{key:table.copy}）用的是
打开列表按 §{key:rescue}§ 找回
空表里先按 §{key:table.totals}§ 填总计
在目录里按 §{key:recheck}§，不看
`), "\n")

// manualOwn are key names there that the table has no say in.
var manualOwn = []string{
	"Shift 加方向键",          // four lines of the table in three words
	"按 §z§", "按 §r§ 读入已有", // an answer's letter stands beside the answer
	"fish 里按 Tab 补全", // the shell's
}

// TestManualNamesKeys: what the prose of the manual and the README says of a key is what
// the table has, and it names no key of which that isn't looked up.
func TestManualNamesKeys(t *testing.T) {
	paths, err := filepath.Glob("manual/*.md")
	if err != nil || len(paths) == 0 {
		t.Fatal(paths, err)
	}
	prose := ""
	for _, path := range append(paths, "../README.md") {
		data, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		prose += string(data) + "\n"
	}
	for _, made := range []string{"screen", "meanings", "keys", "rules", "gestures", "commands"} { // tests compare these
		prose = regexp.MustCompile(`(?s)<!-- `+made+` -->.*?<!-- /`+made+` -->`).ReplaceAllString(prose, "")
	}
	ticks := func(s string) string { return strings.ReplaceAll(s, "§", "`") }
	seen := prose
	for _, phrase := range manualSays {
		says := phrase
		for _, m := range tagged.FindAllStringSubmatch(phrase, -1) {
			key, ok := keys.Key(m[1])
			if !ok {
				t.Errorf("no such key: %s", m[0])
			}
			says = strings.ReplaceAll(says, m[0], key)
		}
		if says = ticks(says); !strings.Contains(prose, says) {
			t.Errorf("the manual doesn't say %q", says)
		}
		seen = strings.ReplaceAll(seen, says, "")
	}
	for _, own := range manualOwn {
		if !strings.Contains(prose, ticks(own)) {
			t.Errorf("the manual doesn't say %q any more", ticks(own))
		}
		seen = strings.ReplaceAll(seen, ticks(own), "")
	}
	for _, line := range strings.Split(seen, "\n") {
		if m := keyWords.FindString(strings.ReplaceAll(line, "`", "")); m != "" {
			t.Errorf("the manual names %q, which nothing here compares with the table: %s", m, line)
		}
	}
}
