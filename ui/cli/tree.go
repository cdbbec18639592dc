package cli

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"nianbao/ui/backend"
)

// On Windows cobra refuses, in English, what was started by a double click.
func init() { cobra.MousetrapHelpText = "" }

const seeHelp = "用 nianbao help 看全部命令"

// dispatch finds the command, reads its flags and runs it.
func dispatch(env *Env, args []string) error {
	c := &call{Env: env}
	if isCompletion(args) {
		return c.complete(args)
	}
	name, args := splitCommand(c.Env, args)
	if name != "" {
		if _, ok := named(name); !ok {
			return unknownCommand(name)
		}
		args = append([]string{name}, args...)
	}
	return errors.Join(c.tree(args).Execute(), c.helped)
}

// tree is the program as cobra runs it. What cobra would print is silenced or our
// own: its words are English, and its columns count characters.
func (c *call) tree(args []string) *cobra.Command {
	root := &cobra.Command{
		Use:               "nianbao",
		SilenceErrors:     true,
		SilenceUsage:      true,
		CompletionOptions: cobra.CompletionOptions{DisableDefaultCmd: true},
		Args: func(_ *cobra.Command, args []string) error {
			if len(args) > 0 {
				return unknownCommand(args[0])
			}
			return nil
		},
	}
	list := &listCall{terminalCall: terminalCall{call: c}}
	c.commonFlags(root.Flags())
	list.options(root.Flags())
	command{name: "nianbao"}.completing(c, root)
	root.RunE = func(*cobra.Command, []string) error { return list.run() }
	root.SetUsageFunc(func(*cobra.Command) error { return nil })
	root.SetFlagErrorFunc(worded)
	root.SetHelpFunc(func(x *cobra.Command, _ []string) {
		name := x.Name()
		if !x.HasParent() {
			name = ""
		}
		asJSON, err := x.Flags().GetBool("json")
		c.helped = errors.Join(err, c.helpOn(name, asJSON))
	})
	for _, cmd := range commands() {
		x := cmd.under(c.Env)
		if cmd.name == "help" {
			root.SetHelpCommand(x)
		}
		root.AddCommand(x)
	}
	root.SetArgs(append([]string{}, args...)) // nil would be the process's
	root.SetOut(c.Stdout)
	root.SetErr(c.Stderr)
	return root
}

// under is the command for cobra.
func (cmd command) under(env *Env) *cobra.Command {
	c := &call{Env: env}
	r := cmd.made(c)
	x := &cobra.Command{
		Use:   strings.TrimSpace(cmd.name + " " + cmd.args),
		Short: cmd.says,
		Args:  func(_ *cobra.Command, args []string) error { return cmd.enough(args) },
		RunE: func(_ *cobra.Command, args []string) error {
			c.args = args
			return c.start(cmd, r)
		},
	}
	c.flags = x.Flags()
	c.commonFlags(c.flags)
	r.options(c.flags)
	cmd.completing(c, x)
	return x
}

// enough sees to it that a command has neither too few arguments nor too many.
func (cmd command) enough(args []string) error {
	usage := "用法：" + cmd.usage()
	if len(args) < cmd.least {
		return backend.Usage(usage, "%s 后面少写了参数", cmd.name)
	}
	if cmd.most >= 0 && len(args) > cmd.most {
		return backend.Usage(usage, "多出了「%s」", args[cmd.most])
	}
	return nil
}

// splitCommand takes the command out of the arguments: the first word that is
// neither an option nor an option's value; "" where there is none.
func splitCommand(env *Env, args []string) (name string, rest []string) {
	valued := valuedOptions(env)
	for i := 0; i < len(args); i++ {
		switch {
		case args[i] == "--":
			return "", args
		case valued[args[i]]:
			i++
		case !strings.HasPrefix(args[i], "-"):
			return args[i], append(append([]string{}, args[:i]...), args[i+1:]...)
		}
	}
	return "", args
}

// valuedOptions are the options of all commands that a value follows. No two
// commands have the same option with and without a value.
func valuedOptions(env *Env) map[string]bool {
	valued := map[string]bool{}
	for _, cmd := range commands() {
		cmd.flagSet(env).VisitAll(func(x *pflag.Flag) {
			if x.NoOptDefVal == "" {
				valued["--"+x.Name] = true
				valued["-"+x.Shorthand] = x.Shorthand != ""
			}
		})
	}
	return valued
}

// flagSet is the command's options for reading about them.
func (cmd command) flagSet(env *Env) *pflag.FlagSet {
	c := &call{Env: env}
	f := pflag.NewFlagSet(cmd.name, pflag.ContinueOnError)
	c.commonFlags(f)
	cmd.made(c).options(f)
	return f
}

// commonFlags are those that every command has.
func (c *call) commonFlags(f *pflag.FlagSet) {
	f.SortFlags = false
	f.StringVar(&c.data, "data", "", "数据`文件夹`，也可用环境变量 NIANBAO_DATA 指定")
	f.BoolVar(&c.json, "json", false, "输出 JSON，供程序读取")
	f.BoolP("help", "h", false, "显示帮助")
}

func unknownCommand(name string) error {
	var names []string
	for _, cmd := range commands() {
		names = append(names, cmd.name)
	}
	return backend.Usage(perhaps(name, names)+seeHelp, "没有「%s」这个命令", name)
}

// perhaps asks whether one of the names was meant that are most like a word, in a
// Chinese sentence with its end; "" where none is. Cobra knows what is like.
func perhaps(word string, names []string) string {
	if word == "" || slices.Contains(names, word) { // a command where none can be
		return ""
	}
	like := &cobra.Command{}
	for _, name := range names {
		like.AddCommand(&cobra.Command{Use: name, Run: func(*cobra.Command, []string) {}})
	}
	furthest := 2
	if len(strings.Trim(word, "-")) <= 3 {
		furthest = 1 // two letters of three make any word
	}
	for distance := range furthest + 1 {
		like.SuggestionsMinimumDistance = distance
		if found := like.SuggestionsFor(word); len(found) > 0 {
			return "是不是「" + strings.Join(found[:min(3, len(found))], "」「") + "」？"
		}
	}
	return ""
}

// run opens the list of reports.
func (c *listCall) run() error {
	if c.version {
		_, err := fmt.Fprintln(c.Stdout, c.Version)
		return err
	}
	if err := c.openStore(); err != nil {
		return c.cantOpen(err)
	}
	return c.open("", "")
}

// start runs a command whose flags and arguments have been read.
func (c *call) start(cmd command, r runner) error {
	if err := c.checkPaths(cmd); err != nil {
		return err
	}
	if cmd.bare {
		return r.run()
	}
	err := c.openStore()
	screens, ok := r.(onTerminal)
	switch {
	case err == nil && !ok:
		c.store = warned{c.store, c.Stderr}
		return r.run()
	case err == nil:
		return r.run()
	case ok:
		return screens.cantOpen(err)
	}
	return err
}

// checkPaths sees to it that every file and folder that is named may be used.
// What turns out to be a report's name is inside any fence.
func (c *call) checkPaths(cmd command) error {
	var paths []string
	c.flags.VisitAll(func(x *pflag.Flag) {
		if cmd.kindOf(x.Name).isPath(x.Value.String()) {
			paths = append(paths, x.Value.String())
		}
	})
	for i, arg := range c.args {
		if cmd.argument(i).isPath(arg) {
			paths = append(paths, arg)
		}
	}
	return c.Fence.CheckAll(paths...)
}

func (c *call) openStore() (err error) {
	c.store, err = c.Folder(c.data).Open()
	return err
}

// worded words pflag's errors in Chinese.
func worded(x *cobra.Command, err error) error {
	var unknown *pflag.NotExistError
	var missing *pflag.ValueRequiredError
	var invalid *pflag.InvalidValueError
	hint := "用 nianbao help 看用法"
	switch {
	case errors.As(err, &unknown):
		name := unknown.GetSpecifiedName()
		if len(name) > 1 {
			hint = perhaps("--"+name, optionNames(x.Flags())) + hint
		}
		return backend.Usage(hint, "没有「%s」这个选项", dashes(name))
	case errors.As(err, &missing):
		return backend.Usage(hint, "「%s」后面要写内容", dashes(missing.GetSpecifiedName()))
	case errors.As(err, &invalid):
		return backend.Usage(hint, "「--%s」后面的「%s」不对", invalid.GetFlag().Name, invalid.GetValue())
	}
	return backend.Usage(hint, "命令行不对：%v", err)
}

func optionNames(f *pflag.FlagSet) (names []string) {
	f.VisitAll(func(x *pflag.Flag) { names = append(names, "--"+x.Name) })
	return names
}

func dashes(name string) string {
	if len(name) == 1 {
		return "-" + name
	}
	return "--" + name
}
