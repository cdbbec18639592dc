package cli

import (
	"io"
	"strings"

	"github.com/spf13/pflag"

	"nianbao/ui/width"
)

func (cmd command) usage() string {
	return strings.Join(strings.Fields("nianbao "+cmd.name+" "+cmd.args+" [选项]"), " ")
}

// helpOn prints the commands, or the one of a name in full.
func (c *call) helpOn(name string, asJSON bool) error {
	text, list := overview(), commands()
	if name != "" {
		cmd, ok := named(name)
		if !ok {
			return unknownCommand(name)
		}
		text, list = cmd.inFull(c.Env), []command{cmd}
	}
	if asJSON {
		views := []commandView{}
		for _, cmd := range list {
			views = append(views, cmd.view(c.Env))
		}
		return writeJSON(c.Stdout, map[string]any{"commands": views})
	}
	_, err := io.WriteString(c.Stdout, text)
	return err
}

// commandView is a command as help --json prints it.
type commandView struct {
	Command string       `json:"command"`
	Args    string       `json:"args"`
	Says    string       `json:"says"`
	More    string       `json:"more"`
	Options []optionView `json:"options"`
}

type optionView struct {
	Option string `json:"option"`
	Short  string `json:"short"` // "" for none
	Value  string `json:"value"` // what follows it, "" for nothing
	Says   string `json:"says"`
}

func (cmd command) view(env *Env) commandView {
	v := commandView{Command: cmd.name, Args: cmd.args, Says: cmd.says, More: cmd.more, Options: []optionView{}}
	cmd.flagSet(env).VisitAll(func(x *pflag.Flag) {
		v.Options = append(v.Options, viewOf(x))
	})
	return v
}

func viewOf(x *pflag.Flag) optionView {
	value, says := pflag.UnquoteUsage(x)
	if x.NoOptDefVal != "" {
		value = ""
	}
	v := optionView{Option: "--" + x.Name, Value: value, Says: says}
	if x.Shorthand != "" {
		v.Short = "-" + x.Shorthand
	}
	return v
}

// help prints the commands, or the one that its first word names.
func (c *call) help() error {
	return c.helpOn(strings.Join(c.args[:min(1, len(c.args))], ""), c.json)
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
	helpBegin = "nianbao：填报政府信息公开工作年度报告\n\n不带命令运行：在终端里打开报告列表（加 --plain：一问一答，不用全屏界面）。\n"
	helpEnd   = "各命令都可以用：--data 文件夹（数据放在哪里），--json（输出 JSON）。nianbao --version 显示版本。操作手册：nianbao manual。\n" +
		"报告写「单位-年度」，或其中只对应一份报告的一部分。格写 3.received.natural_person，或中文「新收/自然人」。\n" +
		"退出状态：0 完成；1 报告有错误，或只完成了一部分；2 用法不对或无法读取；3 数据文件被占用、损坏或已满；4 其他人先改了同一格。\n"
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
func (cmd command) inFull(env *Env) string {
	return "用法：" + cmd.usage() + "\n\n" + cmd.inWords() + "\n选项：\n" + flagLines(cmd.flagSet(env))
}

// inWords is what a command does.
func (cmd command) inWords() string {
	return strings.TrimSuffix(cmd.says+"\n"+cmd.more, "\n") + "\n"
}

// flagLines lists flags in aligned columns, which pflag can't for wide characters.
func flagLines(f *pflag.FlagSet) string {
	var names, says []string
	longest := 0
	f.VisitAll(func(x *pflag.Flag) {
		v := viewOf(x)
		name := strings.TrimRight("      "+v.Option+" "+v.Value, " ")
		if v.Short != "" {
			name = strings.TrimRight("  "+v.Short+", "+v.Option+" "+v.Value, " ")
		}
		names, says = append(names, name), append(says, v.Says)
		longest = max(longest, width.Of(name))
	})
	var b strings.Builder
	for i := range names {
		b.WriteString(width.Pad(names[i], longest) + "  " + says[i] + "\n")
	}
	return b.String()
}
