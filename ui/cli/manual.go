package cli

import (
	"fmt"
	"io"
	"strings"

	"github.com/charmbracelet/x/term"

	"nianbao/ui/backend"
	"nianbao/ui/manual"
	"nianbao/ui/width"
)

// pageView is a page of the manual as --json prints it; placeView one place in it.
type pageView struct {
	Page  string `json:"page"`
	Title string `json:"title"`
	Text  string `json:"text,omitempty"` // Markdown
}

type placeView struct {
	Page  string `json:"page"`
	Title string `json:"title"`
	Head  string `json:"head"` // that the text stands under
	Text  string `json:"text"`
}

// manual shows the page of a name, the places that have some words, or the list of the
// pages.
func (c *call) manual() error {
	words := strings.Join(c.args, " ")
	page, named := manual.Named(words)
	switch {
	case words == "":
		return c.manualPages()
	case named && c.json:
		return writeJSON(c.Stdout, map[string]any{"pages": []pageView{{page.Name, page.Title, page.Text}}})
	case named:
		return c.manualPage(page)
	}
	return c.manualPlaces(words)
}

// manualPages lists the pages.
func (c *call) manualPages() error {
	if c.json {
		views := []pageView{}
		for _, p := range manual.Pages() {
			views = append(views, pageView{Page: p.Name, Title: p.Title})
		}
		return writeJSON(c.Stdout, map[string]any{"pages": views})
	}
	lines := []string{"手册有这些篇："}
	for _, p := range manual.Pages() {
		lines = append(lines, "  "+width.Pad(p.Name, 14)+p.Title)
	}
	lines = append(lines, "看一篇：nianbao manual zero-report，或 nianbao manual 零报告。找几个字：nianbao manual 救援文件。")
	return c.printf("%s\n", strings.Join(lines, "\n"))
}

// manualPage prints a page: drawn as wide as the terminal, or as it is written.
func (c *call) manualPage(p manual.Page) error {
	w := columns(c.Stdout)
	if w == 0 {
		_, err := io.WriteString(c.Stdout, p.Text)
		return err
	}
	var b strings.Builder
	for _, l := range p.Draw(w) {
		b.WriteString(l.Text + "\n")
		if l.Head && l.Says != "" {
			b.WriteString(width.Rule(width.Of(l.Text)) + "\n")
		}
	}
	_, err := io.WriteString(c.Stdout, b.String())
	return err
}

// manualPlaces prints where some words stand.
func (c *call) manualPlaces(words string) error {
	found := manual.Find(words)
	if len(found) == 0 {
		return backend.Usage("换个说法，少写几个字，或运行 nianbao manual 看有哪几篇", "手册里没有「%s」", words)
	}
	if c.json {
		views := []placeView{}
		for _, f := range found {
			views = append(views, placeView{f.Page.Name, f.Page.Title, f.Head, f.Says})
		}
		return writeJSON(c.Stdout, map[string]any{"places": views})
	}
	var b strings.Builder
	w, last := columns(c.Stdout), ""
	for _, f := range found {
		if head := f.Page.Title + " > " + f.Head; head != last {
			last = head
			fmt.Fprintf(&b, "%s（nianbao manual %s）\n", head, f.Page.Name)
		}
		lines := []string{strings.TrimSuffix(f.Says, "\n")}
		if w > 0 {
			lines = width.Wrap(lines[0], w-2)
		}
		b.WriteString("  " + strings.Join(lines, "\n  ") + "\n")
	}
	_, err := io.WriteString(c.Stdout, b.String())
	return err
}

// columns is how wide the terminal is that is written to; 0 for what is none.
func columns(w io.Writer) int {
	f, ok := w.(term.File)
	if !ok || !term.IsTerminal(f.Fd()) {
		return 0
	}
	n, _, err := term.GetSize(f.Fd())
	if err != nil || n <= 0 {
		return 80
	}
	return n
}
