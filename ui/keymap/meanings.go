package keymap

import "slices"

// Meaning is what a key means, wherever it works: one key, one meaning. Only the boxes
// that ask have answers of their own.
type Meaning struct {
	Key  string
	Says string
	Do   []Action // all that falls under it
}

// meanings are those of the function keys, of Ctrl with a letter and of single
// characters: Excel's and WPS' where these have one.
var meanings = []Meaning{
	{"f1", "帮助", []Action{Help}},
	{"f2", "在原来的上面改：数、说明、封面", []Action{Edit, Explain, Cover}},
	{"f3", "插入表里的数", []Action{Figures}},
	{"f4", "由程序来做：填 0、插入提纲、照建议改正、全部换、救出来", []Action{FillZero, Outline, Repair, ReplaceAll, Mend}},
	{"f5", "到下一处空白", []Action{NextBlank}},
	{"f6", "核对", []Action{Findings}},
	{"f7", "拿来看，什么也不改：上年的文字、表、预览、和现在比、只看、指标", []Action{Look, LastYear, OtherSide, Preview, Compare}},
	{"f8", "选一块", []Action{Selecting}},
	{"f9", "导出", []Action{Export}},
	{"f10", "重做", []Action{Redo}},
	{"f11", "到下一处问题", []Action{NextFinding}},
	{"f12", "导出（WPS 的另存为）", []Action{Export}},
	{"ctrl+a", "全部", []Action{SelectAll, RepairAll}},
	{"ctrl+b", "选一块", []Action{Selecting}},
	{"ctrl+c", "复制；没有可复制的，提示怎样退出", []Action{Copy, Interrupt}},
	{"ctrl+d", "照抄：上面的、上年的、上年的名单", []Action{FillDown, TakeLast}},
	{"ctrl+e", "导出", []Action{Export}},
	{"ctrl+f", "查找", []Action{Find}},
	{"ctrl+g", "到下一处空白（定位）", []Action{NextBlank}},
	{"ctrl+k", "核对", []Action{Findings}},
	{"ctrl+l", "重画", []Action{Redraw}},
	{"ctrl+n", "新建", []Action{New}},
	{"ctrl+o", "打开别的来看：文件、上年的文字、表、预览、和现在比", []Action{Import, LastYear, OtherSide, Preview, Compare}},
	{"ctrl+p", "这里能做的全部操作", []Action{Palette}},
	{"ctrl+q", "退出", []Action{Quit}},
	{"ctrl+r", "取数：左边的、表里的", []Action{FillRight, Figures}},
	{"ctrl+s", "保存、存入、完成", []Action{Save, Submit}},
	{"ctrl+t", "由程序来做，同 F4", []Action{FillZero, Outline, Repair, ReplaceAll, Mend}},
	{"ctrl+u", "清去：一格、到段末", []Action{Clear, CutLine}},
	{"ctrl+v", "粘贴", []Action{Paste}},
	{"ctrl+w", "到下一处问题", []Action{NextFinding}},
	{"ctrl+x", "剪切", []Action{Cut}},
	{"ctrl+y", "重做", []Action{Redo}},
	{"ctrl+z", "撤销", []Action{Undo}},
	{"ctrl+_", "撤销", []Action{Undo}},
	{"ctrl+\\", "设置", []Action{Settings}},
	{"a", "全部", []Action{SelectAll, RepairAll}},
	{"b", "用备份", []Action{UseCopy}},
	{"c", "封面", []Action{Cover}},
	{"d", "删除", []Action{Delete}},
	{"e", "改、写说明", []Action{Edit, Explain}},
	{"f", "发回：退回单位的报告", []Action{Return}},
	{"g", "定稿、更正", []Action{Finish}},
	{"h", "修改记录", []Action{History}},
	{"i", "读入", []Action{Import}},
	{"j", "下一个", []Action{Down}},
	{"k", "上一个", []Action{Up}},
	{"l", "看例子", []Action{Example}},
	{"m", "救出来", []Action{Mend}},
	{"n", "新建", []Action{New}},
	{"o", "停：停用规则、不用报", []Action{SwitchOff, Excuse}},
	{"p", "只存一部分", []Action{OnlyPart}},
	{"q", "退出", []Action{Quit}},
	{"r", "再来一遍：复核、再打开", []Action{Recheck, Retry}},
	{"s", "找回改动", []Action{Rescue}},
	{"t", "看表", []Action{OtherSide}},
	{"u", "恢复：删除的报告、以前的稿", []Action{Undo, Restore}},
	{"v", "看，同 F7", []Action{Look, OtherSide, Preview, Compare}},
	{"w", "往外送：报送、催报", []Action{HandUp, Remind}},
	{"x", "改正", []Action{Repair}},
	{"y", "同意：存入、接收", []Action{Submit, Receive}},
	{"z", "汇总：各单位、加起来、从哪里来", []Action{Sum}},
	{"=", "纸上的总计", []Action{Totals}},
	{"!", "到下一处问题", []Action{NextFinding}},
	{"^", "附注", []Action{Note}},
	{"/", "查找", []Action{Find}},
	{"?", "帮助", []Action{Help}},
}

// Meanings are all of them.
func Meanings() []Meaning { return slices.Clone(meanings) }

// Answers reports that the keys of a scope answer a question, and mean nothing else there.
func (s Scope) Answers() bool { return s == InConfirm || s == InClash }
