package cli

import (
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode"

	"nianbao/ui/keymap"
	"nianbao/ui/width"
)

// plainScope is where a command of plain mode works.
type plainScope int

const (
	inList plainScope = 1 << iota
	inCell            // at a cell or a field of the cover
	inText
	inHistory
	inReport = inCell | inText
)

// plainCommand is a command of plain mode: the table is what finds it, what help says, and
// how sentences that name a key say it here.
type plainCommand struct {
	letter string
	word   string   // so that nobody has to remember letters
	also   []string // other words that people try
	args   string
	says   string
	where  plainScope
	often  bool     // in the short help
	number bool     // a number has to follow: in a text other words are the text's
	keys   []string // the actions of the screens that it stands for, as sentences name them
	do     func(p *plain, rest string) error
}

// plainCommands are the commands in the order of help.
func plainCommands() []plainCommand {
	return []plainCommand{
		{letter: "n", word: "新建", says: "新建一份报告：有上年的，带入结转的数", where: inList, keys: []string{"list.new"}, do: (*plain).begin},
		{letter: "v", word: "只看", args: "序号", says: "只看这份报告，不会改动", where: inList, do: (*plain).lookAt},
		{letter: "i", word: "读入", args: "文件", says: "读入已有的年报（Word、Excel、网页、PDF、OFD、文本），存为新报告", where: inList, keys: []string{"list.import"}, do: (*plain).importNew},
		{letter: "e", word: "导出", args: "序号 格式…", says: "导出这份报告", where: inList, do: (*plain).exportListed},
		{letter: "d", word: "删除", args: "序号", says: "删除这份报告（会再问一次，可以恢复）", where: inList, do: (*plain).remove},
		{letter: "u", word: "恢复", args: "序号", says: "恢复已删除的报告", where: inList, keys: []string{"list.undo"}, do: (*plain).undelete},
		{letter: "s", word: "找回", says: "找回没有保存的改动（救援文件）", where: inList, keys: []string{"rescue"}, do: (*plain).takeUp},

		{letter: "g", word: "找", args: "词", says: "到一格或一段，如 g 新收 自然人、g 五、g 封面", where: inReport, often: true, keys: []string{"find"}, do: (*plain).find},
		{letter: "b", word: "上一项", says: "回到上一项", where: inReport, do: (*plain).back},
		{letter: "o", word: "目录", says: "各部分填了多少、还有什么问题", where: inReport, do: (*plain).contents},
		{letter: "fm", word: "封面", says: "改单位、级别、年度、日期、标题", where: inReport, do: (*plain).cover},
		{letter: "k", word: "口径", says: "这一格、这一部分填什么", where: inReport, do: (*plain).meaning},
		{letter: "l", word: "上年", says: "上年的数，或上年的文字", where: inReport, do: (*plain).lastYear},
		{letter: "z", word: "填零", says: "本表没有填的格一次填 0", where: inCell, often: true, do: (*plain).zero},
		{letter: "za", word: "全填零", says: "三张表没有填的格一次填 0", where: inReport, do: (*plain).zeroAll},
		{letter: "fz", word: "附注", args: "内容", says: "写这一格的附注，也可以直接输入 22（其中修订16件）；附注 空 是去掉", where: inCell, do: (*plain).note},
		{letter: "d", word: "总计", says: "照纸上填本表的总计，填各格时随时核对", where: inCell, do: (*plain).totals},
		{letter: "r", word: "复核", says: "不看原来的数，把不是 0 的格照纸再录一遍", where: inReport, do: (*plain).recheck},
		{letter: "u", word: "撤销", says: "撤销上一步", where: inReport, often: true, keys: []string{"undo"}, do: (*plain).undo},
		{letter: "y", word: "重做", says: "重做撤销的一步", where: inReport, do: (*plain).redo},

		{letter: "t", word: "全文", says: "看这一部分现在的全文，一段一个编号", where: inText, do: (*plain).whole},
		{letter: "gd", word: "改段", args: "编号", says: "改写一段，空 是删去", where: inText, number: true, do: (*plain).rewrite},
		{letter: "th", word: "替换", args: "旧 新", says: "把几个字都换成别的：先列出各处，同意了才换", where: inText, do: (*plain).replace},
		{letter: "ln", word: "取用上年", says: "取用上年的文字，年份先改好，整段或全部", where: inText, do: (*plain).takeLast},
		{letter: "tg", word: "提纲", says: "插入提纲，再逐处问没有填的空", where: inText, do: (*plain).outline},
		{letter: "tk", word: "填空", says: "接着逐处填提纲里的空", where: inText, do: (*plain).fillBlanks},
		{letter: "f", word: "查找", args: "词", says: "在各部分的文字里找几个字", where: inReport, do: (*plain).search},

		{letter: "c", word: "核对", says: "核对：列出全部错误、警告、提示", where: inReport, often: true, keys: []string{"findings"}, do: (*plain).check},
		{letter: "j", word: "跳到", args: "编号", says: "到核对的第几条说的那一格、那一段", where: inReport, number: true, do: (*plain).jump},
		{letter: "m", word: "改正", args: "编号", says: "按建议改正核对的第几条", where: inReport, often: true, number: true, do: (*plain).mend},
		{letter: "ma", word: "一起改正", args: "编号", says: "同一条规则的各处，看过以后一次全部改正", where: inReport, number: true, do: (*plain).mendAll},
		{letter: "s", word: "说明", args: "编号 说明", says: "写明第几条为什么不改（至少 6 个字）；说明写 空 是去掉", where: inReport, often: true, number: true, do: (*plain).explain},
		{letter: "ty", word: "停用规则", args: "编号 原因", says: "本单位停用第几条的规则；已停用的再输入一次是恢复", where: inReport, number: true, do: (*plain).switchOff},

		{letter: "i", word: "读入", args: "文件", says: "读入文件，填进这份报告：没有填的格填上，不同的逐处问", where: inReport, do: (*plain).importInto},
		{letter: "v", word: "通读", says: "从头到尾念一遍：文字照念，表一行一行念", where: inReport, do: (*plain).preview},
		{letter: "e", word: "导出", args: "格式…", says: "导出正式文件，如 e docx pdf", where: inReport, often: true, keys: []string{"export"}, do: (*plain).export},
		{letter: "ed", word: "导出草稿", args: "格式…", says: "导出草稿：有错误也行，首页注明「草稿」", where: inReport, do: (*plain).exportDraft},
		{letter: "w", word: "定稿", says: "定稿：锁定报告，算出校验码；已定稿的是更正", where: inReport, often: true, keys: []string{"finish"}, do: (*plain).finish},
		{letter: "gz", word: "更正", args: "原因", says: "更正已定稿的报告：解除锁定", where: inReport, do: (*plain).reopen},
		{letter: "h", word: "修改记录", says: "谁改了什么；看、比较、恢复以前的稿", where: inReport, keys: []string{"history"}, do: (*plain).history},

		{letter: "b", word: "比较", args: "稿次", says: "看这一稿和现在有哪些不同", where: inHistory, number: true, do: (*plain).compare},
		{letter: "f", word: "恢复", args: "稿次", says: "恢复成这一稿的内容（会再问一次，可以撤销）", where: inHistory, number: true, do: (*plain).restore},

		{letter: "sz", word: "设置", says: "设置：一行一行问，还是一列一列问", where: inList | inReport, do: (*plain).set},
		{letter: "?", word: "帮助", also: []string{"help"}, says: "看全部命令", where: inList | inReport | inHistory, often: true, do: nil}, // the dispatcher's: help knows the table
		{letter: "q", word: "返回", also: []string{"退出", "quit", "exit"}, says: "返回报告列表；在列表里是退出", where: inList | inReport | inHistory, often: true, do: func(*plain, string) error { return errBack }},
	}
}

// fold makes what was typed plain: half-width, small letters, no spaces around.
func fold(s string) string {
	return strings.ToLower(strings.TrimSpace(strings.Map(halfWidth, s)))
}

func halfWidth(r rune) rune {
	switch {
	case r >= '！' && r <= '～':
		return r - '！' + '!'
	case unicode.IsSpace(r):
		return ' '
	}
	return r
}

// number is a positive number that was typed in digits of any width; 0 for anything else.
func number(s string) int {
	n, err := strconv.Atoi(fold(s))
	if err != nil || n < 0 {
		return 0
	}
	return n
}

// cutNumber takes the number off the front of some words.
func cutNumber(words string) (n int, rest string) {
	head, rest, _ := strings.Cut(strings.TrimSpace(strings.Map(halfWidth, words)), " ")
	if n = number(head); n == 0 {
		return 0, words
	}
	return n, strings.TrimSpace(rest)
}

// glued is a command with its number right behind it: m2, 说明２.
var glued = regexp.MustCompile(`^([a-z]+|\p{Han}+)([0-9]+)$`)

// commandIn is the command that a line is, and what follows it. In a text a line is the
// text's unless it is a command for certain.
func commandIn(where plainScope, line string) (cmd plainCommand, rest string, ok bool) {
	spaced := strings.TrimSpace(strings.Map(func(r rune) rune {
		if unicode.IsSpace(r) {
			return ' '
		}
		return r
	}, line))
	head, rest, _ := strings.Cut(spaced, " ")
	head, rest = fold(head), strings.TrimSpace(rest)
	if m := glued.FindStringSubmatch(head); m != nil {
		head, rest = m[1], strings.TrimSpace(m[2]+" "+rest)
	}
	for _, c := range plainCommands() {
		if c.where&where == 0 || head != c.letter && head != c.word && !slices.Contains(c.also, head) {
			continue
		}
		n, _ := cutNumber(rest)
		prose := where == inText && (c.args == "" && rest != "" || c.number && n == 0 && rest != "")
		if prose {
			return cmd, "", false
		}
		if c.do == nil {
			c.do = func(p *plain, _ string) error { return p.help(where) }
		}
		return c, rest, true
	}
	return cmd, "", false
}

// helpLine is a command in a line of help.
func (c *plainCommand) helpLine() string {
	return "  " + width.Pad(strings.TrimSpace(c.letter+" "+c.args), 14) + " " + width.Pad(c.word, 9) + " " + c.says + "\n"
}

const plainBasics = `输入数字填这一格；输入 空 清除这一格；直接回车不改，到下一项。
命令写字母或写词都行，全角、半角都行，如 z 或 填零。每填一格、每写一段就保存。
`

const plainTexts = `文字：一行一段，每段马上保存；单独一行 . 结束，单独一行 ! 不要刚才写的。段落里写 {新收 总计} 就换成表里的数。
`

// shortHelp is the most useful of what can be done in a report.
func shortHelp() string {
	var b strings.Builder
	b.WriteString(plainBasics)
	for _, c := range plainCommands() {
		if c.often {
			b.WriteString(c.helpLine())
		}
	}
	return b.String()
}

// fullHelp is everything that can be done in a scope.
func fullHelp(where plainScope) string {
	var b strings.Builder
	if where&inReport != 0 {
		b.WriteString(plainBasics + plainTexts)
	}
	for _, c := range plainCommands() {
		if c.where&where != 0 {
			b.WriteString(c.helpLine())
		}
	}
	return b.String()
}

// help tells all commands; in a report those of the other kind of item, too, and what
// belongs into the one that is asked for.
func (p *plain) help(where plainScope) error {
	if where&inReport == 0 {
		return p.printf("%s", fullHelp(where))
	}
	if err := p.printf("%s", fullHelp(inReport)); err != nil {
		return err
	}
	return p.meaning("")
}

// say is a sentence with the keys that it names said as plain mode's commands.
func say(format string, args ...any) string {
	if false {
		_ = fmt.Sprintf(format, args...) // has vet look at the arguments
	}
	return fmt.Sprintf(keymap.Worded(format, func(name string) string {
		for _, c := range plainCommands() {
			if slices.Contains(c.keys, name) {
				return "输入 " + c.letter
			}
		}
		return "{" + name + "}" // a test looks for these
	}), args...)
}
