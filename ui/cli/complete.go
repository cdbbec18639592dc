package cli

import (
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"nianbao/model"
	"nianbao/ui/backend"
	"nianbao/ui/manual"
)

// kind is what an argument or an option's value stands for: the shell completes
// it by its kind, and what may be a path goes through the fence.
type kind int

const (
	aWord kind = iota // of no list
	aReport
	aReportOrFile
	aFile     // "-" for standard input or output is one too
	aFileOnly // it may be called "-"
	aStoresFolder
	aDeletedReport
	aCell
	aFigure // CELL=VALUE
	aText
	aFormat
	aReviewFormat
	aLevel
	aConflict
	anEncoding
	aChecksumPlace
	aVerb // of rollup
	aCommand
	aShell
	aPage // of the manual
)

// isPath reports whether a value may name a file or folder that has to be inside
// the fence. Which folder the store is in is the administrator's to say elsewhere.
func (k kind) isPath(value string) bool {
	switch k {
	case aReportOrFile, aFileOnly:
		return true
	case aFile:
		return value != "-"
	}
	return false
}

// optionKinds are the kinds of the options' values, those of one command before
// those of all; see TestOptionKinds.
var optionKinds = map[string]kind{
	"data": aStoresFolder, "at": aCell, "from": aReport, "into": aReport, "against": aReportOrFile,
	"output": aFile, "file": aFile, "read": aFileOnly, "template": aFileOnly, "list": aFileOnly, "font": aFileOnly, "map": aFileOnly,
	"format": aFormat, "check format": aReviewFormat, "rollup format": aReviewFormat, "export": aFormat, "level": aLevel,
	"only": aText, "conflicts": aConflict, "encoding": anEncoding, "checksum": aChecksumPlace,
	"unit": aWord, "year": aWord, "due": aWord, "rev": aWord, "reason": aWord, "on": aWord, "name": aWord,
}

func (cmd command) kindOf(option string) kind {
	if k, ok := optionKinds[cmd.name+" "+option]; ok {
		return k
	}
	return optionKinds[option]
}

// argument is the kind of the argument at a place; the last one of the command's
// goes for all that follow.
func (cmd command) argument(i int) kind {
	if len(cmd.kinds) == 0 || cmd.most >= 0 && i >= cmd.most {
		return aWord
	}
	return cmd.kinds[min(i, len(cmd.kinds)-1)]
}

// completing has the shell complete the command's arguments and options.
func (cmd command) completing(c *call, x *cobra.Command) {
	x.ValidArgsFunction = func(_ *cobra.Command, args []string, word string) ([]string, cobra.ShellCompDirective) {
		return c.completions(cmd.argument(len(args)), args, word)
	}
	x.Flags().VisitAll(func(f *pflag.Flag) {
		if f.NoOptDefVal != "" {
			return
		}
		err := x.RegisterFlagCompletionFunc(f.Name, func(_ *cobra.Command, args []string, word string) ([]string, cobra.ShellCompDirective) {
			before := ""
			if f.Value.Type() == "stringSlice" {
				before = word[:strings.LastIndex(word, ",")+1]
			}
			found, directive := c.completions(cmd.kindOf(f.Name), args, word[len(before):])
			for i := range found {
				found[i] = before + found[i]
			}
			return found, directive
		})
		if err != nil { // the option is there, and new
			panic(err)
		}
	})
}

// completions are the words of a kind that begin with one, each with what it
// stands for behind a tab. What goes wrong has no words: nobody asked to be told.
func (c *call) completions(k kind, args []string, word string) ([]string, cobra.ShellCompDirective) {
	directive := cobra.ShellCompDirectiveNoFileComp
	switch k {
	case aReportOrFile, aFile, aFileOnly:
		directive = cobra.ShellCompDirectiveDefault
	case aStoresFolder:
		directive = cobra.ShellCompDirectiveFilterDirs
	case aFigure:
		directive |= cobra.ShellCompDirectiveNoSpace
	case aCell, aText:
		directive |= cobra.ShellCompDirectiveKeepOrder
	}
	return slices.DeleteFunc(c.wordsOf(k, args), func(w string) bool { return !strings.HasPrefix(w, word) }), directive
}

// wordsOf are all the words of a kind.
func (c *call) wordsOf(k kind, args []string) (words []string) {
	switch k {
	case aReport, aReportOrFile, aDeletedReport, aCell, aFigure:
		return c.wordsOfStore(k, args)
	case aText:
		for _, s := range model.Newest().Sections {
			if s.Table == nil {
				words = append(words, described(s.Key, s.Name))
			}
		}
	case aFormat:
		for _, f := range c.Files.Formats() {
			words = append(words, described(f.Name, f.Title))
		}
	case aReviewFormat:
		words = c.reviewFormats()
	case aLevel:
		for _, u := range model.UnitLevels {
			words = append(words, described(string(u.Level), u.Name))
		}
	case aConflict:
		words = []string{described("keep", "留报告里的"), described("take", "用文件里的")}
	case anEncoding:
		words = slices.Clone(model.Encodings)
	case aChecksumPlace:
		for _, p := range model.ChecksumPlaces {
			words = append(words, described(string(p.Place), p.Title))
		}
	case aVerb:
		for _, v := range verbs {
			words = append(words, described(v.name, v.says))
		}
	case aCommand:
		for _, cmd := range commands() {
			words = append(words, described(cmd.name, cmd.says))
		}
	case aShell:
		words = slices.Clone(shells)
	case aPage:
		for _, p := range manual.Pages() {
			words = append(words, described(p.Name, p.Title))
		}
	}
	return words
}

// wordsOfStore are the store's words of a kind.
func (c *call) wordsOfStore(k kind, args []string) (words []string) {
	if err := c.openStore(); err != nil {
		return nil
	}
	switch k {
	case aCell, aFigure:
		if len(args) == 0 {
			return nil
		}
		if r, err := c.load(args[0]); err == nil {
			words = cellWords(r.Form, k == aFigure)
		}
	case aDeletedReport:
		list, _ := c.store.Deleted() // an error has none
		for _, r := range list {
			words = append(words, described(r.Report, r.At.Local().Format("2006-01-02 15:04")+"删除"))
		}
	default:
		list, _ := c.store.List() // an error has none
		for _, r := range list {
			words = append(words, described(r.Report, r.State.Name()))
		}
	}
	return words
}

// cellWords name a form's cells; to be set, only those that can be.
func cellWords(form *model.Form, toSet bool) (words []string) {
	for _, cell := range form.Cells() {
		switch {
		case !toSet:
			words = append(words, described(string(cell.ID), cell.Brief()))
		case !cell.Computed():
			words = append(words, described(string(cell.ID)+"=", cell.Brief()))
		}
	}
	return words
}

func described(word, says string) string { return word + "\t" + model.CleanLine(says) }

// isCompletion reports whether the arguments are a shell's that completes.
func isCompletion(args []string) bool {
	return len(args) > 1 && (args[0] == cobra.ShellCompRequestCmd || args[0] == cobra.ShellCompNoDescRequestCmd)
}

// complete answers a shell. What can't be understood has no completions: cobra
// would say so in English.
func (c *call) complete(args []string) error {
	request, typed, word := args[0], args[1:len(args)-1], args[len(args)-1]
	name, rest := splitCommand(c.Env, typed)
	f := pflag.NewFlagSet("nianbao", pflag.ContinueOnError)
	c.commonFlags(f)
	(&listCall{terminalCall: terminalCall{call: c}}).options(f)
	if name != "" {
		cmd, ok := named(name)
		if !ok {
			return c.noCompletions()
		}
		f = cmd.flagSet(c.Env)
		rest = append([]string{name}, rest...)
	}
	option, _, valued := strings.Cut(word, "=")
	if strings.HasPrefix(word, "--") && valued && f.Lookup(option[2:]) == nil {
		return c.noCompletions()
	}
	var missing *pflag.ValueRequiredError
	if err := f.Parse(rest); err != nil && !errors.As(err, &missing) {
		return c.noCompletions()
	}
	root := c.tree(slices.Concat([]string{request}, rest, []string{word}))
	root.TraverseChildren = true // commands are completed behind options, too
	root.SetErr(io.Discard)      // for who mends cobra
	var out strings.Builder
	root.SetOut(&out)
	if err := root.Execute(); err != nil {
		return err
	}
	for line := range strings.Lines(out.String()) {
		found, says, _ := strings.Cut(line, "\t")
		if says != "" { // an option's has marks round what its value is called
			found += "\t" + strings.ReplaceAll(says, "`", "")
		}
		if _, err := io.WriteString(c.Stdout, found); err != nil {
			return err
		}
	}
	return nil
}

func (c *call) noCompletions() error {
	_, err := fmt.Fprintf(c.Stdout, ":%d\n", cobra.ShellCompDirectiveNoFileComp)
	return err
}

// shells are those that complete.
var shells = []string{"bash", "zsh", "fish", "powershell"}

const completionHelp = `写进 shell 的配置，重新打开终端以后，按 Tab 补全命令、选项、报告和格：
bash（要装 bash-completion）：echo 'source <(nianbao completion bash)' >> ~/.bashrc
zsh：echo 'autoload -U compinit; compinit; source <(nianbao completion zsh)' >> ~/.zshrc
fish：nianbao completion fish > ~/.config/fish/completions/nianbao.fish
PowerShell：在 $PROFILE 里写两行
  [Console]::OutputEncoding = [Text.UTF8Encoding]::new()
  nianbao completion powershell | Out-String | Invoke-Expression`

// completion prints what a shell has to run to complete.
func (c *call) completion() error {
	root := c.tree(nil)
	switch c.args[0] {
	case "bash":
		return root.GenBashCompletionV2(c.Stdout, true)
	case "zsh":
		return root.GenZshCompletion(c.Stdout)
	case "fish":
		return root.GenFishCompletion(c.Stdout, true)
	case "powershell":
		return root.GenPowerShellCompletionWithDesc(c.Stdout)
	}
	return backend.Usage(perhaps(c.args[0], shells)+"可以写 "+strings.Join(shells, "、"), "没有给「%s」的补全", c.args[0])
}
