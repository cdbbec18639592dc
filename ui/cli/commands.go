package cli

import (
	"bufio"

	"github.com/spf13/pflag"

	"nianbao/ui/backend"
)

// command is one of the program's commands.
type command struct {
	name, args, says string
	more             string // further lines of help
	made             func(*call) runner
	least, most      int    // arguments; most -1 for any number
	bare             bool   // needs no store
	kinds            []kind // of its arguments; the last one of all that follow
}

// runner is a command being run, with its own options.
type runner interface {
	options(*pflag.FlagSet)
	run() error
}

// simple is a command without options of its own.
type simple struct {
	*call
	do func(*call) error
}

func (simple) options(*pflag.FlagSet) {}
func (s simple) run() error           { return s.do(s.call) }

func plainly(do func(*call) error) func(*call) runner {
	return func(c *call) runner { return simple{c, do} }
}

// onTerminal is a command that works on the screens, which say why a store can't
// be opened.
type onTerminal interface{ cantOpen(why error) error }

// terminalCall is everything that works on the terminal, with its options.
type terminalCall struct {
	*call
	plain, noProbe, look bool
}

func (o *terminalCall) options(f *pflag.FlagSet) {
	f.BoolVar(&o.plain, "plain", false, "一问一答，不用全屏界面：给读屏软件和不能移动光标的终端")
	f.BoolVar(&o.noProbe, "no-probe", false, "启动时不问终端：「“」之类的字符画多宽")
}

// editCall is edit with its options.
type editCall struct {
	terminalCall
	at string
}

func (o *editCall) options(f *pflag.FlagSet) {
	f.StringVar(&o.at, "at", "", "光标放在这一`格`")
	f.BoolVar(&o.look, "look", false, "只看，不能改")
	o.terminalCall.options(f)
}

// listCall is the program without a command, with its options.
type listCall struct {
	terminalCall
	version bool
}

func (o *listCall) options(f *pflag.FlagSet) {
	f.BoolVar(&o.version, "version", false, "显示版本")
	o.terminalCall.options(f)
}

// textCall is text with its options.
type textCall struct {
	*call
	file string
}

func (o *textCall) options(f *pflag.FlagSet) {
	f.StringVar(&o.file, "file", "", "用这个`文件`的内容替换；- 是标准输入")
}

// diffCall is diff with its options.
type diffCall struct {
	*call
	readOptions
}

// backupCall is backup with its options.
type backupCall struct {
	*call
	out       string
	overwrite bool
}

func (o *backupCall) options(f *pflag.FlagSet) {
	f.StringVarP(&o.out, "output", "o", "", "备份写成这个`文件`；不写时放在当前文件夹")
	f.BoolVar(&o.overwrite, "overwrite", false, "覆盖已有的文件，即使它不是备份")
}

// call is one command being run.
type call struct {
	*Env
	data   string // where the store is, as named
	json   bool
	in     *bufio.Scanner // standard input by lines
	args   []string
	flags  *pflag.FlagSet
	store  backend.Store
	helped error // what printing the help came to, which cobra does not return
}

func commands() []command {
	return []command{
		{name: "edit", args: "报告", kinds: []kind{aReport}, says: "在终端里打开一份报告", least: 1, most: 1, made: func(c *call) runner { return &editCall{terminalCall: terminalCall{call: c}} }},
		{name: "new", args: "", says: "新建一份报告", least: 0, most: 0, made: func(c *call) runner { return &newCall{call: c} },
			more: "级别：" + levelNames() + "。不写级别时按单位名称推断。"},
		{name: "list", args: "", says: "列出全部报告", least: 0, most: 0, made: plainly((*call).list)},
		{name: "show", args: "报告 [格…]", kinds: []kind{aReport, aCell}, says: "显示报告，或其中几格", least: 1, most: -1, made: func(c *call) runner { return &showCall{call: c} }},
		{name: "set", args: "报告 格=数…", kinds: []kind{aReport, aFigure}, says: "修改数字：有一格不对，一格也不保存", least: 2, most: -1, made: func(c *call) runner { return &setCall{output: output{call: c}} },
			more: "例：nianbao set 侯集镇-2021 3.received.natural_person=5 --reason 漏登一件 --export docx\n格也可以写中文：三.本年新收.自然人=5；「格=」后面不写数是清空。"},
		{name: "text", args: "报告 部分", kinds: []kind{aReport, aText}, says: "显示或替换一段文字（0 引言，1 总体情况，5 问题及改进，6 其他事项）", least: 2, most: 2, made: func(c *call) runner { return &textCall{call: c} }},
		{name: "check", args: "报告、文件或文件夹…", kinds: []kind{aReportOrFile}, says: "核对：列出全部错误、警告、提示", least: 1, most: -1, made: func(c *call) runner { return &checkCall{call: c} }, bare: true,
			more: "文件可以是 docx、xlsx、html、pdf、ofd、md、txt、csv、json；超过 20 份只列汇总表。\n例：nianbao check 收到的年报/ -o 核对意见/ -f xlsx"},
		{name: "import", args: "文件…", kinds: []kind{aFileOnly}, says: "读入已有的年报：Word、Excel、网页、PDF、OFD、文本", least: 1, most: -1, made: func(c *call) runner { return &importCall{call: c} },
			more: "能读 docx、xlsx、html、pdf 和 ofd（有文字的）、md、txt、csv 和交换文件 json，按内容辨认，不看文件名；也可以写文件夹，有一个无法读取就一份也不存。\n.doc、.wps、.xls、.et 请另存为 docx、xlsx；扫描件里没有文字，无法读取。\n读完列出：读出了哪些格、哪些拿不准、哪些没有读入。先加 --dry-run 看一看。\n例：nianbao import 2024年年报.docx\n    nianbao new --unit 某某镇人民政府 --year 2025 --from 某某镇-2024（带入上年的数）\n    nianbao import 台账.xlsx --into 某某镇-2025 --only 三 --conflicts take"},
		{name: "diff", args: "甲 乙", kinds: []kind{aReportOrFile}, says: "比较两份报告、两个文件，或两稿（报告@12）：逐格、逐段", least: 2, most: 2, made: func(c *call) runner { return &diffCall{call: c} }, bare: true},
		{name: "export", args: "报告…", kinds: []kind{aReport}, says: "导出正式文件", least: 0, most: -1, made: func(c *call) runner { return &exportCall{output: output{call: c}} },
			more: "有错误的报告不能导出正式文件；--draft 导出首页注明「草稿」的文件。\n--blank -f xlsx 导出空表，发给没有本程序的人填：不写报告；--unit、--year 可以先填上单位和年度。"},
		{name: "rollup", args: "做什么 汇总 …", kinds: []kind{aVerb, aReport, aWord}, says: "汇总：单位名单、收报、把各单位的报告加起来", least: 1, most: -1, made: func(c *call) runner { return &rollupCall{call: c} },
			more: verbHelp() + "\n例：nianbao rollup units 某某县人民政府-2026 --read 名单.xlsx\n    nianbao rollup accept 某某县-2026 侯集镇\n    nianbao rollup sum 某某县-2026"},
		{name: "ledger", args: "[报告] 台账文件", kinds: []kind{aReportOrFile, aFileOnly}, says: "把依申请公开台账数进表三、表四；不写报告的看没答复的件和期限", least: 0, most: 2, made: func(c *call) runner { return &ledgerCall{call: c} }, bare: true,
			more: ledgerHelp},
		{name: "rules", args: "", says: "列出全部核对规则", least: 0, most: 0, made: func(c *call) runner { return &rulesCall{call: c} }, bare: true},
		{name: "log", args: "报告", kinds: []kind{aReport}, says: "修改记录：谁、何时、在哪台电脑、为什么改了什么", least: 1, most: 1, made: plainly((*call).log)},
		{name: "restore", args: "报告", kinds: []kind{aReport}, says: "恢复到以前的一稿，作为新的一稿", least: 1, most: 1, made: func(c *call) runner { return &restoreCall{call: c} },
			more: "最近 50 稿都能恢复（连续写同一段，每十分钟一稿）；先用 nianbao log 看有哪些，用 nianbao diff 报告@12 报告 看差别。现在这一稿也留着，可以再恢复回来。"},
		{name: "undelete", args: "报告", kinds: []kind{aDeletedReport}, says: "恢复已删除的报告", least: 1, most: 1, made: plainly((*call).undelete),
			more: "写「单位-年度」，或其中只对应一份的一部分；写得不对时会列出能恢复的。名称一样的，恢复最后删除的那份。"},
		{name: "finish", args: "报告", kinds: []kind{aReport}, says: "定稿：锁定报告，算出校验码", least: 1, most: 1, made: plainly((*call).finish),
			more: "有错误的先改正或者说明。定稿以后谁都改不了，导出的文件里有校验码；nianbao check 文件 会说文件和校验码是否相符。"},
		{name: "reopen", args: "报告", kinds: []kind{aReport}, says: "更正：解除已定稿报告的锁定，说明原因", least: 1, most: 1, made: func(c *call) runner { return &reopenCall{call: c} }},
		{name: "doctor", args: "", says: "检查数据文件，损坏的救出能读的报告", least: 0, most: 0, made: func(c *call) runner { return &doctorCall{call: c} }, bare: true},
		{name: "backup", args: "", says: "备份全部数据，正在使用也可以", least: 0, most: 0, made: func(c *call) runner { return &backupCall{call: c} }},
		{name: "completion", args: "shell", says: "显示补全用的脚本：在 shell 里按 Tab 补全命令、选项、报告和格", kinds: []kind{aShell}, least: 1, most: 1, made: plainly((*call).completion), bare: true,
			more: completionHelp},
		{name: "man", args: "[文件夹]", says: "显示手册页（man 用的 roff），或写到文件夹里", kinds: []kind{aFileOnly}, least: 0, most: 1, made: func(c *call) runner { return &manCall{call: c} }, bare: true,
			more: "例：nianbao man | man -l -；sudo nianbao man /usr/local/share/man/man1，以后 man nianbao"},
		{name: "manual", args: "[篇名或要找的字]", says: "操作手册：列出各篇，看一篇，或找几个字", least: 0, most: -1, made: plainly((*call).manual), bare: true, kinds: []kind{aPage},
			more: "在终端里按屏幕宽度排好，写到文件、管道里的是 Markdown。打开的界面里看帮助，看的也是它。\n例：nianbao manual import；nianbao manual 救援文件"},
		{name: "help", args: "[命令]", kinds: []kind{aCommand}, says: "显示帮助", least: 0, most: -1, made: plainly((*call).help), bare: true},
	}
}
