// Package cli is the shell's side of the program: one command, one answer. It
// is given the same store and files as the screens.
package cli

import (
	"bufio"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"time"

	"github.com/spf13/pflag"

	"nianbao/model"
	"nianbao/ui/backend"
	"nianbao/ui/width"
)

// Env is what the commands are given.
type Env struct {
	Stdin          io.Reader
	Stdout, Stderr io.Writer
	Files          backend.Files
	Version        string
	User           string        // who explains findings
	SessionID      func() string // differs at each call
	Now            func() time.Time
	// Asked is the command line that somebody has sent over ssh where this program
	// is all that may be run; it counts where there are no arguments.
	Asked string
	Fence backend.Fence // round the files that people name
	Site  string        // what an administrator has laid down, a Chinese sentence, or ""
	// Folder is a folder for a store; "" is the default one.
	Folder func(dir string) backend.Folder
	// Limited says why the screens don't suit the terminal, a Chinese sentence;
	// "" where they do; able: they would work all the same.
	Limited func() (why string, able bool)
	// Terminal runs the screens on the store of a folder, which may not be to be
	// opened: then it is nil, and why says so.
	Terminal func(f backend.Folder, s backend.Store, why error, at Start) error
}

// Start is how the screens begin: at the list for Report "", else on a report,
// at a cell or, for "", where it was left.
type Start struct {
	Report string
	Cell   model.CellID
	Look   bool // nothing can be changed
	Probe  bool // ask the terminal how wide it draws ambiguous characters
}

// The exit statuses; see FORMAT.md.
const (
	statusDone     = 0
	statusFindings = 1 // the report has errors
	statusUsage    = 2 // wrong use or unreadable input
	statusStore    = 3 // the store is busy, damaged or full
	statusConflict = 4 // somebody else changed the same cell first
)

// command is one of the program's commands.
type command struct {
	name, args, says string
	more             string // further lines of help
	flags            func(*pflag.FlagSet, *options)
	run              func(*call) error
	least, most      int  // arguments; most -1 for any number
	bare             bool // needs no store
	paths            bool // its arguments may be files
	screens          bool // it works on the screens
}

// options are the values of all commands' flags.
type options struct {
	data, unit, level, from, reason, file, at, out  string
	into, conflicts                                 string
	only                                            []string
	against, format                                 string
	year, revision                                  int
	formats                                         []string
	json, dryRun, draft, plain, help, version, mend bool
	useCopy                                         bool
	look                                            bool
	noProbe                                         bool
	files                                           backend.FileOptions
}

// terminalFlags are those of everything that works on the terminal.
func terminalFlags(f *pflag.FlagSet, o *options) {
	f.BoolVar(&o.plain, "plain", false, "一问一答，不用全屏画面：给读屏软件和不能移动光标的终端")
	f.BoolVar(&o.noProbe, "no-probe", false, "启动时不问终端：「“」之类的字符画多宽")
}

// call is one command being run.
type call struct {
	*Env
	options
	in    *bufio.Scanner // standard input by lines
	args  []string
	flags *pflag.FlagSet
	store backend.Store
}

// told ends a command that is done: that its outcome could not be printed does
// not undo it, and the exit status must not say so.
func (c *call) told(err error) error {
	if err != nil {
		fmt.Fprintf(c.Stderr, "nianbao: 已经完成，但结果没有显示出来：%v\n", err)
	}
	return nil
}

// What ends a command that has said what is wrong already.
var (
	errFindings = errors.New("report has errors")
	errDamaged  = errors.New("the store is damaged")
	errUnread   = errors.New("some of the arguments could not be read")
)

func commands() []command {
	return []command{
		{name: "edit", args: "报告", says: "在终端里打开一份报告", least: 1, most: 1, run: (*call).edit, screens: true,
			flags: func(f *pflag.FlagSet, o *options) {
				f.StringVar(&o.at, "at", "", "光标放在这一`格`")
				f.BoolVar(&o.look, "look", false, "只看，不能改")
				terminalFlags(f, o)
			}},
		{name: "new", args: "", says: "新建一份报告", least: 0, most: 0, run: (*call).create, flags: newFlags,
			more: "级别：" + levelNames() + "。不写级别时按单位名称推断。"},
		{name: "list", args: "", says: "列出全部报告", least: 0, most: 0, run: (*call).list},
		{name: "show", args: "报告 [格…]", says: "显示报告，或其中几格", least: 1, most: -1, run: (*call).show},
		{name: "set", args: "报告 格=数…", says: "更正数字：全部成功才保存", least: 2, most: -1, run: (*call).set, flags: setFlags,
			more: "例：nianbao set 侯集镇-2021 3.received.natural_person=5 --reason 漏登一件 --export docx\n格也可以写中文：三.本年新收.自然人=5；「格=」后面不写数是清空。"},
		{name: "text", args: "报告 部分", says: "显示或替换一段文字（0 引言，1 总体情况，5 问题及改进，6 其他事项）", least: 2, most: 2, run: (*call).text,
			flags: func(f *pflag.FlagSet, o *options) {
				f.StringVar(&o.file, "file", "", "用这个`文件`的内容替换；- 是标准输入")
			}},
		{name: "check", args: "报告、文件或文件夹…", says: "核对：列出全部错误、警告、提示", least: 1, most: -1, run: (*call).check, flags: checkFlags, bare: true, paths: true,
			more: "文件可以是 docx、xlsx、html、pdf、md、txt、csv、json；超过 20 份只列汇总表。\n例：nianbao check 收到的年报/ -o 核对意见/ -f xlsx"},
		{name: "import", args: "文件…", says: "读入已有的年报：Word、Excel、网页、PDF、文本", least: 1, most: -1, run: (*call).importFiles, flags: importFlags, paths: true,
			more: "认得 docx、xlsx、html、pdf（有文字的）、md、txt、csv 和交换文件 json，按内容认，不看文件名；也可以写文件夹，有一个读不了就一份也不存。\n.doc、.wps、.xls、.et 请另存为 docx、xlsx；扫描件里没有文字，读不了。\n读完列出：读出了哪些格、哪些拿不准、哪些没有读入。先加 --dry-run 看一看。\n例：nianbao import 2024年年报.docx，接着 nianbao new --unit 某某镇人民政府 --year 2025 --from 某某镇-2024 带入上年的数\n    nianbao import 台账.xlsx --into 某某镇-2025 --only 三 --conflicts take"},
		{name: "diff", args: "甲 乙", says: "比较两份报告、两个文件，或两稿（报告@12）：逐格、逐段", least: 2, most: 2, run: (*call).diff, flags: readFlags, bare: true, paths: true},
		{name: "export", args: "报告…", says: "导出成品文件", least: 0, most: -1, run: (*call).export, flags: exportFlags,
			more: "有错误的报告不能导出正式文件；--draft 导出首页注明「草稿」的文件。\n--blank -f xlsx 导出空表，发给没有本程序的人填：不写报告；--unit、--year 可以先填上单位和年度。"},
		{name: "rules", args: "", says: "列出全部核对规则", least: 0, most: 0, run: (*call).rules, bare: true, flags: rulesFlags},
		{name: "log", args: "报告", says: "谁在什么时候、从哪里、为什么改了什么", least: 1, most: 1, run: (*call).log},
		{name: "restore", args: "报告", says: "恢复到以前的一稿，作为新的一稿", least: 1, most: 1, run: (*call).restore, flags: restoreFlags,
			more: "最近 50 稿都能恢复（接着写一段文字的，十分钟算一稿）；先用 nianbao log 看有哪些，用 nianbao diff 报告@12 报告 看差别。现在这一稿也留着，可以再恢复回来。"},
		{name: "undelete", args: "报告", says: "恢复已删除的报告", least: 1, most: 1, run: (*call).undelete,
			more: "写「单位-年度」，或其中只对应一份的一部分；写得不对时会列出能恢复的。名称一样的，恢复最后删除的那份。"},
		{name: "finish", args: "报告", says: "定稿：锁住报告，算出校验码", least: 1, most: 1, run: (*call).finish,
			more: "有错误的先改正或者说明。定稿以后谁都改不了，导出的文件末尾印有校验码；nianbao check 文件 会说文件和校验码是否相符。"},
		{name: "reopen", args: "报告", says: "更正：重新打开已定稿的报告，写明原因", least: 1, most: 1, run: (*call).reopen, flags: reopenFlags},
		{name: "doctor", args: "", says: "检查数据文件，坏了的救出能读的报告", least: 0, most: 0, run: (*call).doctor, bare: true, flags: doctorFlags},
		{name: "backup", args: "", says: "备份全部数据，正在使用也可以", least: 0, most: 0, run: (*call).backup,
			flags: func(f *pflag.FlagSet, o *options) {
				f.StringVarP(&o.out, "output", "o", "", "备份写成这个`文件`；不写时放在当前文件夹")
				f.BoolVar(&o.files.Overwrite, "overwrite", false, "覆盖已有的文件，即使它不是备份")
			}},
	}
}

// Run runs the command line and returns the exit status.
func Run(env *Env, args []string) int {
	var err error
	if len(args) == 0 && env.Asked != "" {
		if args, err = forced(env.Asked); err != nil {
			return Fail(env, args, err)
		}
	}
	err = dispatch(env, args)
	switch {
	case err == nil:
		return statusDone
	case errors.Is(err, errFindings):
		return statusFindings
	case errors.Is(err, errUnread):
		return statusUsage
	case errors.Is(err, errDamaged):
		return statusStore
	}
	return Fail(env, args, err)
}

// Fail says why a command was not run and returns the exit status.
func Fail(env *Env, args []string, err error) int {
	asJSON := slices.ContainsFunc(args, func(a string) bool { return a == "--json" || a == "--json=true" })
	report(env.Stderr, err, asJSON)
	return statusOf(err)
}

// statusOf is the exit status that an error ends the program with.
func statusOf(err error) int {
	switch backend.Code(err) {
	case backend.CodeBusy, backend.CodeDamaged, backend.CodeReadOnly, backend.CodeFull, backend.CodeUnusable, backend.CodeUnsure, backend.CodeNewer:
		return statusStore
	case backend.CodeConflict:
		return statusConflict
	}
	return statusUsage
}

// report writes an error for people or for programs.
func report(w io.Writer, err error, asJSON bool) {
	if !asJSON {
		fmt.Fprintln(w, "nianbao: "+backend.Message(err))
		return
	}
	writeJSON(w, map[string]failure{"error": failureOf(err)}) //nolint: standard error is the last resort
}

// failure is an error for programs.
type failure struct {
	Code    string `json:"code"`
	Message string `json:"message"`
	Hint    string `json:"hint"`
}

func failureOf(err error) failure {
	code := backend.Code(err)
	if code == "" {
		code = backend.CodeUsage
	}
	return failure{code, err.Error(), backend.Hint(err)}
}

func writeJSON(w io.Writer, v any) error {
	enc := json.NewEncoder(w)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "  ")
	return enc.Encode(v)
}

// dispatch finds the command, reads its flags and runs it.
func dispatch(env *Env, args []string) error {
	name, rest := splitCommand(args)
	if name == "help" {
		return help(env, rest)
	}
	if name == "" {
		return withoutCommand(env, rest)
	}
	for _, c := range commands() {
		if c.name == name {
			return runCommand(env, c, rest)
		}
	}
	return backend.Usage("用 nianbao help 看全部命令", "没有「%s」这个命令", name)
}

// splitCommand takes the first word that is no flag out of the arguments; the
// value of --data before it is no word.
func splitCommand(args []string) (name string, rest []string) {
	for i := 0; i < len(args); i++ {
		switch {
		case args[i] == "--":
			return "", args
		case args[i] == "--data":
			i++
		case !strings.HasPrefix(args[i], "-"):
			return args[i], append(append([]string{}, args[:i]...), args[i+1:]...)
		}
	}
	return "", args
}

// newFlagSet is a flag set with the flags that every command has.
func newFlagSet(name string, o *options) *pflag.FlagSet {
	f := pflag.NewFlagSet(name, pflag.ContinueOnError)
	f.SetOutput(io.Discard)
	f.Usage = func() {}
	f.SortFlags = false
	f.StringVar(&o.data, "data", "", "数据`文件夹`，也可用环境变量 NIANBAO_DATA 指定")
	f.BoolVar(&o.json, "json", false, "输出 JSON，供程序读取")
	f.BoolVarP(&o.help, "help", "h", false, "显示帮助")
	return f
}

func withoutCommand(env *Env, args []string) error {
	c := &call{Env: env}
	f := newFlagSet("nianbao", &c.options)
	f.BoolVar(&c.version, "version", false, "显示版本")
	terminalFlags(f, &c.options)
	if err := parse(f, args); err != nil {
		return err
	}
	switch {
	case c.help:
		return help(env, nil)
	case c.version:
		_, err := fmt.Fprintln(env.Stdout, env.Version)
		return err
	case f.NArg() > 0:
		return backend.Usage("用 nianbao help 看全部命令", "没有「%s」这个命令", f.Arg(0))
	}
	if err := c.openStore(); err != nil {
		return c.cantOpen(err)
	}
	return c.open("", "")
}

func runCommand(env *Env, cmd command, args []string) error {
	c := &call{Env: env}
	c.flags = newFlagSet(cmd.name, &c.options)
	if cmd.flags != nil {
		cmd.flags(c.flags, &c.options)
	}
	if err := parse(c.flags, args); err != nil {
		return err
	}
	if c.help {
		return help(env, []string{cmd.name})
	}
	c.args = c.flags.Args()
	usage := "用法：" + cmd.usage()
	if len(c.args) < cmd.least {
		return backend.Usage(usage, "%s 后面还缺少内容", cmd.name)
	}
	if cmd.most >= 0 && len(c.args) > cmd.most {
		return backend.Usage(usage, "多出了「%s」", c.args[cmd.most])
	}
	if err := c.checkPaths(cmd); err != nil {
		return err
	}
	if cmd.bare {
		return cmd.run(c)
	}
	err := c.openStore()
	switch {
	case err == nil && !cmd.screens:
		c.store = warned{c.store, c.Stderr}
		return cmd.run(c)
	case err == nil:
		return cmd.run(c)
	case cmd.screens:
		return c.cantOpen(err)
	}
	return err
}

// checkPaths sees to it that every file and folder that is named may be used.
// What turns out to be a report's name is inside any fence.
func (c *call) checkPaths(cmd command) error {
	paths := []string{c.against, c.files.Template, c.files.Font}
	for _, p := range []string{c.out, c.file} {
		if p != "-" {
			paths = append(paths, p)
		}
	}
	if cmd.paths {
		paths = append(paths, c.args...)
	}
	return c.Fence.CheckAll(paths...)
}

func (c *call) openStore() (err error) {
	c.store, err = c.Folder(c.data).Open()
	return err
}

// parse reads flags and words pflag's errors in Chinese.
func parse(f *pflag.FlagSet, args []string) error {
	err := f.Parse(args)
	var unknown *pflag.NotExistError
	var missing *pflag.ValueRequiredError
	var invalid *pflag.InvalidValueError
	hint := "用 nianbao help 看用法"
	switch {
	case err == nil:
		return nil
	case errors.As(err, &unknown):
		return backend.Usage(hint, "没有「%s」这个选项", dashes(unknown.GetSpecifiedName()))
	case errors.As(err, &missing):
		return backend.Usage(hint, "「%s」后面要写内容", dashes(missing.GetSpecifiedName()))
	case errors.As(err, &invalid):
		return backend.Usage(hint, "「--%s」后面的「%s」不对", invalid.GetFlag().Name, invalid.GetValue())
	}
	return backend.Usage(hint, "命令行不对：%v", err)
}

func dashes(name string) string {
	if len(name) == 1 {
		return "-" + name
	}
	return "--" + name
}

func (c command) usage() string {
	return strings.TrimSpace("nianbao " + c.name + " " + c.args + " [选项]")
}

// help prints the commands, or one of them in full.
func help(env *Env, args []string) error {
	if len(args) > 0 {
		for _, c := range commands() {
			if c.name == args[0] {
				return c.help(env.Stdout)
			}
		}
		return backend.Usage("用 nianbao help 看全部命令", "没有「%s」这个命令", args[0])
	}
	var b strings.Builder
	b.WriteString("nianbao：填报政府信息公开工作年度报告\n\n不带命令运行：在终端里打开报告列表（加 --plain：一问一答，不用全屏画面）。\n\n命令：\n")
	for _, c := range commands() {
		b.WriteString("  " + width.Pad(c.name+" "+c.args, 26) + c.says + "\n")
	}
	b.WriteString("  " + width.Pad("help [命令]", 26) + "显示帮助\n\n")
	b.WriteString("各命令都可以用：--data 文件夹（数据放在哪里），--json（输出 JSON）。nianbao --version 显示版本。\n")
	b.WriteString("报告写「单位-年度」，或其中只对应一份报告的一部分。格写 3.received.natural_person，或中文「新收/自然人」。\n")
	b.WriteString("退出状态：0 完成；1 报告有错误，或只完成了一部分；2 用法不对或读不了；3 数据文件被占用、损坏或已满；4 别人先改了同一格。\n")
	_, err := io.WriteString(env.Stdout, b.String())
	return err
}

func (c command) help(w io.Writer) error {
	var o options
	f := newFlagSet(c.name, &o)
	if c.flags != nil {
		c.flags(f, &o)
	}
	text := "用法：" + c.usage() + "\n\n" + c.says + "\n"
	if c.more != "" {
		text += c.more + "\n"
	}
	_, err := io.WriteString(w, text+"\n选项：\n"+flagLines(f))
	return err
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
