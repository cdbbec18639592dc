package cli

import (
	"io"
	"strings"

	"github.com/spf13/pflag"

	"nianbao/ui/width"
)

func (cmd command) usage() string {
	return strings.TrimSpace("nianbao " + cmd.name + " " + cmd.args + " [选项]")
}

// helpOn prints the commands, or the one of a name in full.
func (c *call) helpOn(name string) error {
	text := overview()
	if name != "" {
		cmd, ok := named(name)
		if !ok {
			return unknownCommand(name)
		}
		text = cmd.inFull()
	}
	_, err := io.WriteString(c.Stdout, text)
	return err
}

// help prints the commands, or the one that its first word names.
func (c *call) help() error {
	if len(c.args) == 0 {
		return c.helpOn("")
	}
	return c.helpOn(c.args[0])
}

// named is the command of a name.
func named(name string) (cmd command, ok bool) {
	for _, cmd := range commands() {
		if cmd.name == name {
			return cmd, true
		}
	}
	return command{}, false
}

// What holds for all commands.
const (
	helpBegin = "nianbao：填报政府信息公开工作年度报告\n\n不带命令运行：在终端里打开报告列表（加 --plain：一问一答，不用全屏画面）。\n"
	helpEnd   = "各命令都可以用：--data 文件夹（数据放在哪里），--json（输出 JSON）。nianbao --version 显示版本。\n" +
		"报告写「单位-年度」，或其中只对应一份报告的一部分。格写 3.received.natural_person，或中文「新收/自然人」。\n" +
		"退出状态：0 完成；1 报告有错误，或只完成了一部分；2 用法不对或读不了；3 数据文件被占用、损坏或已满；4 别人先改了同一格。\n"
)

// overview lists the commands.
func overview() string {
	var b strings.Builder
	b.WriteString(helpBegin + "\n命令：\n")
	for _, cmd := range commands() {
		b.WriteString("  " + width.Pad(cmd.name+" "+cmd.args, 26) + cmd.says + "\n")
	}
	b.WriteString("\n" + helpEnd)
	return b.String()
}

// inFull tells of a command with its options.
func (cmd command) inFull() string {
	text := "用法：" + cmd.usage() + "\n\n" + cmd.says + "\n"
	if cmd.more != "" {
		text += cmd.more + "\n"
	}
	return text + "\n选项：\n" + flagLines(cmd.flagSet())
}

// flagLines lists flags in aligned columns, which pflag can't for wide characters.
func flagLines(f *pflag.FlagSet) string {
	var names, says []string
	longest := 0
	f.VisitAll(func(x *pflag.Flag) {
		value, usage := pflag.UnquoteUsage(x)
		name := "      --" + x.Name
		if x.Shorthand != "" {
			name = "  -" + x.Shorthand + ", --" + x.Name
		}
		if x.Value.Type() != "bool" {
			name += " " + value
		}
		names, says = append(names, name), append(says, usage)
		longest = max(longest, width.Of(name))
	})
	var b strings.Builder
	for i := range names {
		b.WriteString(width.Pad(names[i], longest) + "  " + says[i] + "\n")
	}
	return b.String()
}
