package ui

import (
	"strings"

	"nianbao/ui/theme"
	"nianbao/ui/width"
)

// action is something a key does.
type action int

const (
	actNone action = iota
	actHelp
	actQuit
	actSave
	actBack
	actUndo
	actRedo
	actFindings
	actExport
	actFillZero
	actOpen
	actNew
	actDelete
	actUp
	actDown
	actLeft
	actRight
	actPageUp
	actPageDown
	actHome
	actEnd
	actTop
	actBottom
	actEdit
	actClear
	actCommit
	actCancel
	actNext
	actPrevious
	actErase
	actEraseAhead
	actNewLine
	actCutLine
	actToggle
	actDraft
	actSubmit
	actInterrupt
	actSelectUp
	actSelectDown
	actSelectLeft
	actSelectRight
	actSelectAll
	actSelecting
	actCopy
	actCut
	actPaste
	actFillDown
	actFillRight
	actNextBlank
	actNextFinding
	actFind
	actAccept
	actOutline
	actLastYear
	actLastUp
	actLastDown
	actPalette
	actNote
	actMine
	actTheirs
	actSettings
	actRedraw
	actSelectHome
	actSelectEnd
	actFigures
	actPreview
	actMend
	actExplain
	actSwitchOff
	actOtherSide
	actImport
	actFinish
	actHistory
	actCompare
	actRestore
	actLook
	actRescue
	actRetry
	actUseCopy
)

// changing are the actions that a report which is final or only looked at refuses.
var changing = []action{actEdit, actClear, actFillZero, actCut, actPaste, actFillDown, actFillRight, actNote, actNewLine, actErase, actEraseAhead,
	actCutLine, actOutline, actFigures, actMend, actExplain, actSwitchOff, actImport, actRestore, actUndo, actRedo}

// scope is a place where keys mean the same.
type scope string

// The scopes, in the order of the help screen.
const (
	inChoose   scope = "读入文件"
	inReading  scope = "看读出的内容"
	inCorrect  scope = "改读出的数"
	inList     scope = "报告列表"
	inContents scope = "报告目录"
	inTable    scope = "填表"
	inCell     scope = "正在填一格"
	inText     scope = "写文字"
	inFindings scope = "核对结果"
	inExport   scope = "导出"
	inExplain  scope = "写说明"
	inPreview  scope = "预览"
	inForm     scope = "新建报告、改封面"
	inFind     scope = "找一格"
	inFigures  scope = "插入表里的数"
	inSeek     scope = "在文字里找"
	inNote     scope = "写附注"
	inHistory  scope = "修改记录"
	inRevision scope = "看以前的一稿"
	inReopen   scope = "写更正的原因"
	inPalette  scope = "找一件事做"
	inConfirm  scope = "问是否"
	inClash    scope = "两边改了同一处"
	inSettings scope = "设置"
	inTrash    scope = "已删除的报告"
	inTrouble  scope = "数据文件打不开时"
	inHelp     scope = "看帮助"
	inReport   scope = "报告里各处"
	anywhere   scope = "各处"
)

var scopes = []scope{inList, inContents, inTable, inCell, inText, inFindings, inExplain, inExport, inPreview, inChoose, inReading, inCorrect, inForm, inFind, inFigures, inSeek, inNote, inHistory, inRevision, inReopen, inTrash, inPalette, inConfirm, inClash, inSettings, inTrouble, inHelp, inReport, anywhere}

// binding is a line of the one table of keys: it gives the dispatch, the
// footer, the help screen and the README's table.
type binding struct {
	where scope
	do    action
	keys  []string // as Bubble Tea names them; the first is the footer's
	short string   // for the footer; "" keeps it out of there
	says  string   // for the help screen
}

var bindings = []binding{
	{inList, actOpen, []string{"enter", "right"}, "打开", "打开这份报告，回到上次的位置"},
	{inList, actNew, []string{"n", "ctrl+n"}, "新建", "新建一份报告"},
	{inList, actImport, []string{"i", "ctrl+o"}, "读入", "读入已有的年报：Word、Excel、网页、PDF、文本"},
	{inList, actExport, []string{"f9", "ctrl+e"}, "导出", "导出这份报告"},
	{inList, actDelete, []string{"d", "delete"}, "删除", "删除这份报告（会再问一次，删后可撤销）"},
	{inList, actUndo, []string{"u", "ctrl+z"}, "撤销删除", "撤销刚才的删除；刚才没有删过的，列出以前删除的报告来找回"},
	{inList, actRescue, []string{"s", "f7"}, "收回改动", "收回上次没有存进去的改动（救援文件）"},
	{inList, actQuit, []string{"q"}, "退出", "退出程序"},
	{inList, actLook, []string{"v", "f2"}, "只看", "只看这份报告，不会改动"},
	{inList, actUp, []string{"up", "k"}, "", "上一份"},
	{inList, actDown, []string{"down", "j"}, "", "下一份"},
	{inList, actPageUp, []string{"pgup"}, "", "上一页"},
	{inList, actPageDown, []string{"pgdown"}, "", "下一页"},
	{inList, actTop, []string{"home"}, "", "第一份"},
	{inList, actBottom, []string{"end"}, "", "最后一份"},

	{inContents, actOpen, []string{"enter", "right"}, "打开", "打开这一部分；按 0 到 6 直接打开引言、一到六，按 c 打开封面"},
	{inContents, actFillZero, []string{"f4", "ctrl+t"}, "空格填0", "把三张表里所有空格一次填成 0"},
	{inContents, actImport, []string{"i", "ctrl+o"}, "读入", "读入文件，填进这份报告：空格填上，不同的逐格选"},
	{inContents, actFinish, []string{"g", "f3"}, "定稿", "定稿：锁住报告，算出校验码；已定稿的是更正：写明原因，重新打开"},
	{inContents, actHistory, []string{"h", "f2"}, "修改记录", "修改记录：谁改了什么；看、比较、恢复以前的稿"},
	{inContents, actFind, []string{"ctrl+g", "/"}, "", "按行名、列名里的字找一格"},
	{inContents, actUp, []string{"up", "k"}, "", "上一部分"},
	{inContents, actDown, []string{"down", "j"}, "", "下一部分"},
	{inContents, actTop, []string{"home"}, "", "第一部分"},
	{inContents, actBottom, []string{"end"}, "", "最后一部分"},

	{inTable, actCommit, []string{"enter"}, "下一行", "到下一行同一列；一路按 Tab 过来的，回到这一串的第一列（和 Excel 一样）；可以在设置里改为到右边一格"},
	{inTable, actNext, []string{"tab"}, "右一格", "到右边一格，行末到下一行"},
	{inTable, actPrevious, []string{"shift+tab"}, "", "到左边一格"},
	{inTable, actEdit, []string{"f2", "ctrl+u"}, "改", "在原数上改；直接按数字是重填"},
	{inTable, actClear, []string{"delete", "backspace"}, "", "清除这一格（成为空格，不是 0）"},
	{inTable, actFillZero, []string{"f4", "ctrl+t"}, "填0", "把本表所有空格一次填成 0"},
	{inTable, actFind, []string{"ctrl+g", "/"}, "找格", "按行名、列名里的字找一格"},
	{inTable, actNextBlank, []string{"f5", "ctrl+n"}, "", "到下一个空格"},
	{inTable, actNextFinding, []string{"f11", "ctrl+f"}, "", "到下一处问题，有关的格都标上 !"},
	{inTable, actSelectUp, []string{"shift+up"}, "", "往上选一块"},
	{inTable, actSelectDown, []string{"shift+down"}, "", "往下选一块"},
	{inTable, actSelectLeft, []string{"shift+left"}, "", "往左选一块"},
	{inTable, actSelectRight, []string{"shift+right"}, "", "往右选一块"},
	{inTable, actSelectHome, []string{"shift+home"}, "", "选到本行第一格"},
	{inTable, actSelectEnd, []string{"shift+end"}, "", "选到本行最后一格"},
	{inTable, actSelecting, []string{"f3", "ctrl+b"}, "", "开始选一块：再按方向键；再按一次结束"},
	{inTable, actSelectAll, []string{"ctrl+a"}, "", "选这一行；再按选这一列；再按选全表"},
	{inTable, actCopy, []string{"ctrl+c"}, "", "复制选中的格，可以粘贴到 Excel、WPS"},
	{inTable, actCut, []string{"ctrl+x"}, "", "剪切"},
	{inTable, actPaste, []string{"ctrl+v"}, "", "粘贴刚才复制的；从 Excel、WPS 复制的用终端自己的粘贴"},
	{inTable, actFillDown, []string{"ctrl+d"}, "", "把选中块的第一行往下填"},
	{inTable, actFillRight, []string{"ctrl+r"}, "", "把选中块的第一列往右填"},
	{inTable, actNote, []string{"f7", "ctrl+o"}, "", "写附注，也可以直接敲 22（其中修订16件）；有附注的格带 ^"},
	{inTable, actUp, []string{"up"}, "", "上一行"},
	{inTable, actDown, []string{"down"}, "", "下一行"},
	{inTable, actLeft, []string{"left"}, "", "左一格"},
	{inTable, actRight, []string{"right"}, "", "右一格"},
	{inTable, actPageUp, []string{"pgup"}, "", "上一页"},
	{inTable, actPageDown, []string{"pgdown"}, "", "下一页"},
	{inTable, actHome, []string{"home"}, "", "本行第一格"},
	{inTable, actEnd, []string{"end"}, "", "本行最后一格，合计除外"},
	{inTable, actTop, []string{"ctrl+home"}, "", "表的第一格"},
	{inTable, actBottom, []string{"ctrl+end"}, "", "表的最后一格，合计除外"},

	{inCell, actCommit, []string{"enter"}, "确定", "确定，到下一行（或右边一格，看设置）"},
	{inCell, actNext, []string{"tab"}, "确定并右移", "确定，到右边一格"},
	{inCell, actPrevious, []string{"shift+tab"}, "", "确定，到左边一格"},
	{inCell, actCancel, []string{"esc"}, "不改了", "恢复这一格原来的数"},
	{inCell, actUp, []string{"up"}, "", "确定，到上一行"},
	{inCell, actDown, []string{"down"}, "", "确定，到下一行"},
	{inCell, actLeft, []string{"left"}, "", "确定并左移；按 F2 后是在数里移动"},
	{inCell, actRight, []string{"right"}, "", "确定并右移；按 F2 后是在数里移动"},
	{inCell, actHome, []string{"home"}, "", "到数的开头"},
	{inCell, actEnd, []string{"end"}, "", "到数的末尾"},
	{inCell, actErase, []string{"backspace"}, "", "删去前一个字符"},
	{inCell, actEraseAhead, []string{"delete"}, "", "删去后一个字符"},
	{inCell, actEdit, []string{"f2", "ctrl+u"}, "", "改为在数里移动光标"},

	{inText, actNewLine, []string{"enter"}, "换段", "另起一段"},
	{inText, actErase, []string{"backspace"}, "", "删去前一个字"},
	{inText, actEraseAhead, []string{"delete"}, "", "删去后一个字"},
	{inText, actCutLine, []string{"ctrl+u"}, "", "删到段末"},
	{inText, actOutline, []string{"f5", "ctrl+r"}, "插入提纲", "插入这一部分的提纲：单位、年度和表里的数已经填好"},
	{inText, actFigures, []string{"f4", "ctrl+t"}, "插数", "插入表里的一个数：按行名、列名里的字找"},
	{inText, actNextFinding, []string{"f2", "ctrl+n"}, "下一处", "到下一处有问题的字，字下面有横线"},
	{inText, actFind, []string{"ctrl+f", "f11"}, "", "在这段文字里找几个字"},
	{inText, actLastYear, []string{"f7", "ctrl+o"}, "看上年", "把上年同一部分的文字放在旁边看；再按一次收起"},
	{inText, actLastUp, []string{"ctrl+up", "alt+up"}, "", "上年的文字往上翻"},
	{inText, actLastDown, []string{"ctrl+down", "alt+down"}, "", "上年的文字往下翻"},
	{inText, actSelectUp, []string{"shift+up"}, "", "往上选文字"},
	{inText, actSelectDown, []string{"shift+down"}, "", "往下选文字"},
	{inText, actSelectLeft, []string{"shift+left"}, "", "往左选文字"},
	{inText, actSelectRight, []string{"shift+right"}, "", "往右选文字"},
	{inText, actSelectHome, []string{"shift+home"}, "", "选到行首"},
	{inText, actSelectEnd, []string{"shift+end"}, "", "选到行末"},
	{inText, actSelecting, []string{"f3", "ctrl+b"}, "", "开始选文字：再移动光标；再按一次结束"},
	{inText, actSelectAll, []string{"ctrl+a"}, "", "全选"},
	{inText, actCopy, []string{"ctrl+c"}, "", "复制选中的文字"},
	{inText, actCut, []string{"ctrl+x"}, "", "剪切选中的文字"},
	{inText, actPaste, []string{"ctrl+v"}, "", "粘贴刚才复制的；从 Word、WPS 复制的用终端自己的粘贴"},
	{inText, actUp, []string{"up"}, "", "上一行"},
	{inText, actDown, []string{"down"}, "", "下一行"},
	{inText, actLeft, []string{"left"}, "", "左一字"},
	{inText, actRight, []string{"right"}, "", "右一字"},
	{inText, actPageUp, []string{"pgup"}, "", "上一页"},
	{inText, actPageDown, []string{"pgdown"}, "", "下一页"},
	{inText, actHome, []string{"home"}, "", "行首"},
	{inText, actEnd, []string{"end"}, "", "行末"},
	{inText, actTop, []string{"ctrl+home"}, "", "文字开头"},
	{inText, actBottom, []string{"ctrl+end"}, "", "文字末尾"},

	{inFindings, actOpen, []string{"enter", "right"}, "跳过去", "跳到这一格，或者文字里这几个字；有关的格标着 !"},
	{inFindings, actMend, []string{"x", "f4", "ctrl+t"}, "改正", "一键改正：按下面写的改；按 Ctrl+Z 撤销"},
	{inFindings, actExplain, []string{"e", "f2"}, "写说明", "写明为什么没有错：不再计数，数字一变就失效；清空是去掉说明"},
	{inFindings, actOtherSide, []string{"t", "f7", "ctrl+o"}, "看表", "正文和表对不上的，跳到表里的那一格；表里两边不等的，跳到另一边"},
	{inFindings, actToggle, []string{"tab", "g"}, "换分组", "按级别、按部分、按规则分组"},
	{inFindings, actSwitchOff, []string{"o", "f5"}, "不用这条", "本单位不用这条规则，写明原因；再按一次恢复"},
	{inFindings, actUp, []string{"up", "k"}, "", "上一条"},
	{inFindings, actDown, []string{"down", "j"}, "", "下一条"},
	{inFindings, actPageUp, []string{"pgup"}, "", "上一页"},
	{inFindings, actPageDown, []string{"pgdown"}, "", "下一页"},
	{inFindings, actTop, []string{"home"}, "", "第一条"},
	{inFindings, actBottom, []string{"end"}, "", "最后一条"},

	{inExplain, actCommit, []string{"enter"}, "确定", "确定；清空是去掉说明"},

	{inExport, actSubmit, []string{"enter"}, "导出", "导出打勾的格式"},
	{inExport, actToggle, []string{"space"}, "选/不选", "选或不选这种格式"},
	{inExport, actDraft, []string{"f8", "ctrl+d"}, "草稿", "切换正式文件和草稿（草稿首页注明「草稿」）"},
	{inExport, actPreview, []string{"f7", "ctrl+o"}, "预览", "先看一看成品的文字和表格"},
	{inExport, actFindings, []string{"f6", "ctrl+k"}, "核对", "看还有哪些错误"},
	{inExport, actUp, []string{"up", "shift+tab"}, "", "上一项"},
	{inExport, actDown, []string{"down", "tab"}, "下一项", "下一项"},

	{inPreview, actPageDown, []string{"pgdown", "space", "enter"}, "下一屏", "下一屏"},
	{inPreview, actPageUp, []string{"pgup", "b"}, "上一屏", "上一屏"},
	{inPreview, actUp, []string{"up", "k"}, "", "往上一行"},
	{inPreview, actDown, []string{"down", "j"}, "", "往下一行"},
	{inPreview, actLeft, []string{"left"}, "", "往左看"},
	{inPreview, actRight, []string{"right"}, "", "往右看"},
	{inPreview, actTop, []string{"home"}, "", "开头"},
	{inPreview, actBottom, []string{"end"}, "", "末尾"},

	{inChoose, actOpen, []string{"enter"}, "读", "读这个文件，打开这个文件夹"},
	{inChoose, actUp, []string{"up", "shift+tab"}, "", "上一个"},
	{inChoose, actDown, []string{"down", "tab"}, "", "下一个"},
	{inChoose, actPageUp, []string{"pgup"}, "", "上一页"},
	{inChoose, actPageDown, []string{"pgdown"}, "", "下一页"},
	{inChoose, actLeft, []string{"left"}, "", "没有写字时，到上一层文件夹"},
	{inChoose, actErase, []string{"backspace"}, "", "删去前一个字；没有写字时，到上一层文件夹"},

	{inReading, actSubmit, []string{"ctrl+s", "f9"}, "收下", "收下：存为新报告，或填进这份报告（一步，可以撤销）"},
	{inReading, actEdit, []string{"enter", "f2"}, "改", "改读出的数，直接按数字是重填；文字和没有读入的是看全部"},
	{inReading, actToggle, []string{"tab"}, "换着看", "看拿不准的、全部、和报告不同的、没有读入的"},
	{inReading, actAccept, []string{"space", "f4"}, "用哪个", "拿不准的：看过了，没有读错；和报告不同的：用文件里的，或留报告里的"},
	{inReading, actSwitchOff, []string{"o", "f5"}, "只收一部分", "只收光标所在的这一部分；再按一次各部分都收"},
	{inReading, actSelectAll, []string{"a", "ctrl+a"}, "", "不同的都用文件里的；再按一次都留报告里的"},
	{inReading, actUndo, []string{"ctrl+z", "ctrl+_"}, "撤销", "撤销刚才的改正"},
	{inReading, actUp, []string{"up", "k"}, "", "上一处"},
	{inReading, actDown, []string{"down", "j"}, "", "下一处"},
	{inReading, actPageUp, []string{"pgup"}, "", "上一页"},
	{inReading, actPageDown, []string{"pgdown"}, "", "下一页"},
	{inReading, actTop, []string{"home"}, "", "第一处"},
	{inReading, actBottom, []string{"end"}, "", "最后一处"},

	{inCorrect, actCommit, []string{"enter"}, "确定", "确定，到下一处；不改就按 Enter 是看过了，没有读错"},
	{inCorrect, actCancel, []string{"esc"}, "不改了", "恢复原来读出的"},

	{inForm, actSubmit, []string{"ctrl+s"}, "完成", "不再往下填，直接完成"},
	{inForm, actCommit, []string{"enter"}, "下一项", "下一项；在最后一项上是完成"},
	{inForm, actUp, []string{"up", "shift+tab"}, "", "上一项"},
	{inForm, actDown, []string{"down", "tab"}, "", "下一项"},

	{inPalette, actCommit, []string{"enter"}, "做", "做选中的事"},
	{inPalette, actUp, []string{"up"}, "", "上一件"},
	{inPalette, actDown, []string{"down"}, "", "下一件"},
	{inSeek, actCommit, []string{"enter"}, "下一处", "找下一处；到末尾再从头找；按 Esc 回去接着写"},
	{inHistory, actOpen, []string{"enter", "right"}, "看这一稿", "看这一稿，和印出来的一样"},
	{inHistory, actCompare, []string{"c", "f7"}, "和现在比", "看这一稿和现在有哪些不同"},
	{inHistory, actRestore, []string{"r", "f4"}, "恢复", "恢复成这一稿的内容（会再问一次，可以撤销）"},
	{inHistory, actUp, []string{"up", "k"}, "", "上一条，较新的"},
	{inHistory, actDown, []string{"down", "j"}, "", "下一条，较早的"},
	{inHistory, actPageUp, []string{"pgup"}, "", "上一页"},
	{inHistory, actPageDown, []string{"pgdown"}, "", "下一页"},
	{inHistory, actTop, []string{"home"}, "", "最新的一条"},
	{inHistory, actBottom, []string{"end"}, "", "最早的一条"},

	{inRevision, actCompare, []string{"c", "f7"}, "和现在比", "看这一稿和现在有哪些不同"},
	{inRevision, actRestore, []string{"r", "f4"}, "恢复", "恢复成这一稿的内容（会再问一次，可以撤销）"},

	{inReopen, actCommit, []string{"enter"}, "确定", "重新打开，可以更正"},
	{inNote, actCommit, []string{"enter"}, "确定", "确定；清空是去掉附注"},
	{inFigures, actCommit, []string{"enter"}, "插入", "插入选中的数，带单位，如 12件"},
	{inFigures, actNext, []string{"tab"}, "只要数", "插入选中的数，不带单位"},
	{inFigures, actUp, []string{"up"}, "", "上一个"},
	{inFigures, actDown, []string{"down"}, "", "下一个"},
	{inFind, actCommit, []string{"enter"}, "跳过去", "跳到选中的格"},
	{inFind, actUp, []string{"up"}, "", "上一个"},
	{inFind, actDown, []string{"down"}, "", "下一个"},

	{inConfirm, actAccept, []string{"enter"}, "", "照做（只在按 Ctrl+Z 能撤销的事上有用）"},

	{inClash, actMine, []string{"f2", "ctrl+o"}, "用我的", "用我填的"},
	{inClash, actTheirs, []string{"f3", "ctrl+t"}, "用对方的", "用对方填的"},

	{inTrash, actOpen, []string{"enter"}, "恢复", "把这份报告放回列表，和删除以前一样"},
	{inTrash, actUp, []string{"up", "k"}, "", "上一份，删得较晚的"},
	{inTrash, actDown, []string{"down", "j"}, "", "下一份，删得较早的"},
	{inTrash, actPageUp, []string{"pgup"}, "", "上一页"},
	{inTrash, actPageDown, []string{"pgdown"}, "", "下一页"},
	{inTrash, actTop, []string{"home"}, "", "最后删除的一份"},
	{inTrash, actBottom, []string{"end"}, "", "最早删除的一份"},

	{inSettings, actToggle, []string{"enter", "space", "left", "right"}, "换一种", "换一种；马上有效，以后也这样"},
	{inSettings, actUp, []string{"up", "k"}, "", "上一项"},
	{inSettings, actDown, []string{"down", "j"}, "", "下一项"},

	{inTrouble, actMend, []string{"m", "f4", "ctrl+t"}, "救出来", "把能读的报告救到新的数据文件里；坏的那个改名留着"},
	{inTrouble, actUseCopy, []string{"b", "f7", "ctrl+o"}, "用备份", "换成最近的每日备份（会再问一次）；坏的那个改名留着"},
	{inTrouble, actRetry, []string{"r", "f5", "ctrl+r"}, "再试", "再打开一次"},
	{inTrouble, actUp, []string{"up", "k"}, "", "往上"},
	{inTrouble, actDown, []string{"down", "j"}, "", "往下"},
	{inTrouble, actPageUp, []string{"pgup"}, "", "上一页"},
	{inTrouble, actPageDown, []string{"pgdown", "space"}, "", "下一页"},
	{inTrouble, actQuit, []string{"q"}, "退出", "退出程序，什么都不动"},

	{inHelp, actUp, []string{"up", "k"}, "", "往上"},
	{inHelp, actDown, []string{"down", "j"}, "", "往下"},
	{inHelp, actPageUp, []string{"pgup"}, "", "上一页"},
	{inHelp, actPageDown, []string{"pgdown", "space"}, "翻页", "下一页"},

	{inReport, actUndo, []string{"ctrl+z", "ctrl+_"}, "撤销", "撤销上一步"},
	{inReport, actRedo, []string{"ctrl+y", "f10"}, "", "重做撤销的一步"},
	{inReport, actFindings, []string{"f6", "ctrl+k"}, "核对", "看全部核对结果"},
	{inReport, actExport, []string{"f9", "ctrl+e"}, "导出", "导出成品文件"},
	{inReport, actSave, []string{"ctrl+s"}, "", "立即保存（平时会自动保存）"},

	{anywhere, actBack, []string{"esc"}, "返回", "返回上一层，什么都不会丢"},
	{anywhere, actHelp, []string{"f1", "?"}, "帮助", "看帮助（写字时用 F1）"},
	{anywhere, actQuit, []string{"ctrl+q", "f12"}, "", "保存并退出"},
	{anywhere, actPalette, []string{"ctrl+p"}, "", "列出这里能做的事，按字或拼音首字母找"},
	{anywhere, actSettings, []string{"f8", "ctrl+\\"}, "", "设置：填表时 Enter 的方向、鼠标"},
	{anywhere, actRedraw, []string{"ctrl+l"}, "", "重画屏幕：别的程序弄乱了画面时用"},
	{anywhere, actInterrupt, []string{"ctrl+c"}, "", "不退出，只提示怎样退出"},
}

// initials are the actions that the palette offers, by the initials of what
// they are called in pinyin.
var initials = map[action]string{
	actOpen: "dk", actNew: "xj", actExport: "dc", actDelete: "sc", actUndo: "cx", actRedo: "cz", actFindings: "hd",
	actFillZero: "kgt0", actFind: "zg", actNextBlank: "xygkg", actNextFinding: "xycwt", actEdit: "gai", actClear: "qc",
	actCopy: "fz", actCut: "jq", actPaste: "zt", actFillDown: "wxt", actFillRight: "wyt", actNote: "xfz", actSelectAll: "qx",
	actSelecting: "xk", actOutline: "crtg", actLastYear: "ksn", actCutLine: "sddm", actSave: "bc", actHelp: "bz", actQuit: "tc", actBack: "fh",
	actFigures: "cs", actPreview: "yl", actSettings: "sz", actRedraw: "chpm",
	actMend: "yjgz", actExplain: "xsm", actSwitchOff: "bybd", actOtherSide: "tdb", actImport: "dr", actDraft: "cg", actTop: "kt", actBottom: "mw",
	actFinish: "dg", actHistory: "xgjl", actCompare: "hxzb", actRestore: "hf", actLook: "zk", actRescue: "shgd",
}

// initialsIn are those of actions that are called otherwise in a scope.
var initialsIn = map[scope]map[action]string{
	inReading: {actSubmit: "sx", actToggle: "hzk", actAccept: "yng", actSelectAll: "qb", actSwitchOff: "zsybf"},
	inChoose:  {actOpen: "dr"},
	inTrash:   {actOpen: "hf"},
}

// initialsOf are the initials by which the palette finds a binding; "" keeps it
// out of there.
func initialsOf(b binding) string {
	if word := initialsIn[b.where][b.do]; word != "" {
		return word
	}
	return initials[b.do]
}

// lookup finds what a key does in the first of the scopes that binds it. While
// text is being typed, printable keys do nothing but type.
func lookup(where []scope, key string, typing bool) action {
	if typing && (key == "space" || len([]rune(key)) == 1) {
		return actNone
	}
	for _, s := range where {
		for _, b := range bindings {
			if b.where != s {
				continue
			}
			for _, k := range b.keys {
				if k == key {
					return b.do
				}
			}
		}
	}
	return actNone
}

var keyNames = strings.NewReplacer("ctrl+", "Ctrl+", "shift+", "Shift+", "alt+", "Alt+", "enter", "Enter", "esc", "Esc", "tab", "Tab",
	"pgup", "PgUp", "pgdown", "PgDn", "home", "Home", "end", "End", "delete", "Del", "backspace", "退格",
	"space", "空格", "up", "↑", "down", "↓", "left", "←", "right", "→")

// keyName is a key as clerks know it: Ctrl+Z, F4, PgDn.
func keyName(key string) string {
	prefix, base := "", key
	if i := strings.LastIndex(key, "+"); i > 0 {
		prefix, base = keyNames.Replace(key[:i+1]), key[i+1:]
	}
	switch {
	case len(base) == 1 && prefix != "", len(base) > 1 && base[0] == 'f':
		return prefix + strings.ToUpper(base)
	case len(base) == 1:
		return base
	}
	return prefix + keyNames.Replace(base)
}

// footer is the line of keys that work in the scopes, as many as fit; the way
// back and help always do. Keys without a word are left out.
func footer(where []scope, typing bool, word func(binding) string, w int) string {
	var keys []string
	tail, seen, taken := "", map[action]bool{}, map[string]bool{}
	for _, s := range where {
		for _, b := range bindings {
			if b.where != s || b.short == "" || seen[b.do] || taken[b.keys[0]] || word(b) == "" {
				continue
			}
			key := b.keys[0]
			if typing && len(key) == 1 {
				key = b.keys[len(b.keys)-1]
			}
			seen[b.do], taken[b.keys[0]] = true, true
			item := keyName(key) + word(b)
			if b.do == actBack || b.do == actHelp || b.do == actCancel {
				tail += " " + item
			} else {
				keys = append(keys, item)
			}
		}
	}
	room := w - width.Of(tail) - 2
	line := ""
	for _, k := range keys {
		if width.Of(line)+1+width.Of(k) > room {
			break
		}
		line += " " + k
	}
	return theme.Key.Render(width.Spread(line, tail+" ", w))
}
