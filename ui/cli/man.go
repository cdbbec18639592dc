package cli

import (
	"bytes"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"

	"github.com/spf13/pflag"

	"nianbao/ui/backend"
	"nianbao/ui/width"
)

// manCall is man with its options.
type manCall struct {
	*call
	overwrite bool
}

func (o *manCall) options(f *pflag.FlagSet) {
	f.BoolVar(&o.overwrite, "overwrite", false, "覆盖已有的、不一样的手册页")
}

// run prints the manual page, or writes it and one for each command into a folder.
func (c *manCall) run() error {
	if len(c.args) == 0 {
		_, err := io.WriteString(c.Stdout, wholePage(c.Env))
		return err
	}
	pages := map[string]string{"nianbao.1": wholePage(c.Env)}
	for _, cmd := range commands() {
		pages["nianbao-"+cmd.name+".1"] = cmd.page(c.Env)
	}
	for name, page := range pages { // all or nothing
		path := filepath.Join(c.args[0], name)
		if err := c.Fence.Check(path); err != nil {
			return err
		}
		is, err := os.ReadFile(path)
		if err == nil && !c.overwrite && !bytes.Equal(is, []byte(page)) {
			return backend.Usage("要换成这一版的，加 --overwrite", "「%s」已经有了，内容不一样，没有覆盖", path)
		}
	}
	for name, page := range pages {
		path := filepath.Join(c.args[0], name)
		if err := os.WriteFile(path, []byte(page), 0o644); err != nil {
			return backend.Usage("看看文件夹在不在，能不能写", "「%s」没有写成：%v", path, err)
		}
	}
	return c.told(c.printf("已写 %d 页手册到 %s。\n", len(pages), c.args[0]))
}

// roff is a manual page being written. Lines are broken here: who shows the page
// breaks between spaces, and Chinese has none.
type roff struct{ strings.Builder }

// manWidth is how wide lines are in columns; they stand seven to fourteen columns in.
const manWidth = 64

func newPage(name string) *roff {
	p := &roff{}
	fmt.Fprintf(p, ".TH %s 1 \"\" \"nianbao\" \"nianbao 手册\"\n.nh\n.ad l\n", plainRoff(strings.ToUpper(name)))
	return p
}

func (p *roff) head(s string) { p.WriteString(".SH " + plainRoff(s) + "\n") }

// lines writes a text line by line.
func (p *roff) lines(text string) {
	var out []string
	for _, line := range strings.Split(strings.TrimSuffix(text, "\n"), "\n") {
		rs, begin := []rune(line), 0
		for _, end := range width.Break(rs, manWidth) { // not Wrap, which changes quotation marks
			out = append(out, plainRoff(string(rs[begin:end])))
			begin = end
		}
	}
	p.WriteString(strings.Join(out, "\n.br\n") + "\n")
}

// item writes what something is called, and what it is below.
func (p *roff) item(name, value, says string) {
	p.WriteString(".TP\n\\fB" + plainRoff(name) + "\\fR")
	if value != "" {
		p.WriteString(" \\fI" + plainRoff(value) + "\\fR")
	}
	p.WriteString("\n")
	p.lines(says)
}

// plainRoff is a text that means nothing to roff.
func plainRoff(s string) string {
	s = strings.NewReplacer(`\`, `\e`, "-", `\-`).Replace(s)
	if strings.HasPrefix(s, ".") || strings.HasPrefix(s, "'") {
		return `\&` + s
	}
	return s
}

// wholePage is the page on the whole program.
func wholePage(env *Env) string {
	p := newPage("nianbao")
	p.head("名称")
	p.lines("nianbao - 填报政府信息公开工作年度报告")
	p.head("用法")
	p.lines("nianbao [--plain] [--no-probe]\nnianbao 命令 [选项]")
	p.head("说明")
	p.lines(helpBegin)
	p.head("命令")
	for _, cmd := range commands() {
		p.item(cmd.name, cmd.args, cmd.says)
	}
	p.head("各命令的选项")
	for _, cmd := range commands() {
		p.WriteString(".SS " + plainRoff(cmd.name) + "\n")
		p.lines(cmd.inWords())
		cmd.options(env, p)
	}
	p.head("其他")
	p.lines(helpEnd)
	return p.String()
}

// page is the page on one command.
func (cmd command) page(env *Env) string {
	p := newPage("nianbao-" + cmd.name)
	p.head("名称")
	p.lines("nianbao-" + cmd.name + " - " + cmd.says)
	p.head("用法")
	p.lines(cmd.usage())
	p.head("说明")
	p.lines(cmd.inWords())
	p.head("选项")
	cmd.options(env, p)
	p.head("其他")
	p.lines(helpEnd)
	return p.String()
}

func (cmd command) options(env *Env, p *roff) {
	for _, v := range cmd.view(env).Options {
		name := v.Option
		if v.Short != "" {
			name = v.Short + ", " + name
		}
		p.item(name, v.Value, v.Says)
	}
}
