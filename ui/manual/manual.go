// Package manual is the operators' manual that the program carries: Markdown files, one
// a task, and what draws them on a terminal.
//
// A page is written in a fixed subset of Markdown: headings of two levels, paragraphs,
// lists without lists in them, tables and fences; within a line `code`, **weight** and
// [links](page.md). A comment on a line of its own marks what tests compare or write, and
// nobody sees it. A fence of "sh" is run by a test on a store with a few reports; a fence
// of "text" right behind it is what that prints.
//
// How this subset is read, and drawn in any width, is all here: the libraries that draw
// Markdown on terminals know nothing of [width.Break] and take their time at every start.
package manual

import (
	"embed"
	"regexp"
	"strings"
)

//go:embed *.md
var files embed.FS

// Page is one page of the manual.
type Page struct {
	Name  string // of its file, without ending: ASCII, so that every shell and archive takes it
	Title string // its first heading
	Text  string // its Markdown, without the marks for tests
}

// names are the pages in the order that they are read in.
var names = []string{"zero-report", "correct", "together", "import", "check", "export", "ledger", "rollup", "backup", "plain", "install", "server", "keys", "commands", "rules"}

var marks = regexp.MustCompile(`(?m)^<!-- /?[a-z]+ -->\n`)

// Pages are all pages, in the order that they are read in.
func Pages() []Page {
	var all []Page
	for _, name := range names {
		data, err := files.ReadFile(name + ".md")
		if err != nil {
			panic(err) // what is embedded is there
		}
		text := marks.ReplaceAllString(string(data), "")
		first, _, _ := strings.Cut(text, "\n")
		all = append(all, Page{Name: name, Title: strings.TrimPrefix(first, "# "), Text: text})
	}
	return all
}

// Named is the page of a name, which may be its title or its file's.
func Named(word string) (Page, bool) {
	for _, p := range Pages() {
		if word == p.Title || strings.TrimSuffix(strings.ToLower(word), ".md") == p.Name {
			return p, true
		}
	}
	return Page{}, false
}

// Place is where words were found.
type Place struct {
	Page Page
	Head string // the heading that it stands under
	Says string
}

// Find are the passages that have all of some words, in the manual's order.
func Find(words string) []Place {
	var found []Place
	for _, p := range Pages() {
		head := p.Title
		for _, b := range parse(p.Text) {
			if b.kind == heading {
				head = b.text
			}
			for _, says := range b.passages() {
				if Has(says, words) {
					found = append(found, Place{p, head, says})
				}
			}
		}
	}
	return found
}

// Has reports whether a passage has all of some words, which spaces divide. Words of
// nothing are nowhere.
func Has(says, words string) bool {
	fields := strings.Fields(strings.ToLower(words))
	says = strings.ToLower(says)
	for _, f := range fields {
		if !strings.Contains(says, f) {
			return false
		}
	}
	return len(fields) > 0
}
