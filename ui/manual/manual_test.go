package manual

import (
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/extension"
	east "github.com/yuin/goldmark/extension/ast"
	gtext "github.com/yuin/goldmark/text"

	"nianbao/ui/width"
)

// TestPages: every file is a page, with a title of its own and a name that every system
// takes; the last page of the operators' tasks is not the first that is shown.
func TestPages(t *testing.T) {
	paths, err := filepath.Glob("*.md")
	if err != nil || len(paths) != len(names) {
		t.Errorf("there are %v, %v; and %v are shown", paths, err, names)
	}
	titles := map[string]bool{}
	for _, p := range Pages() {
		if !regexp.MustCompile(`^[a-z-]+$`).MatchString(p.Name) {
			t.Errorf("%q is no name for every system", p.Name)
		}
		if p.Title == "" || titles[p.Title] || !strings.HasPrefix(p.Text, "# "+p.Title+"\n") {
			t.Errorf("the title of %s is %q", p.Name, p.Title)
		}
		titles[p.Title] = true
		for _, word := range []string{p.Name, p.Name + ".md", strings.ToUpper(p.Name), p.Title} {
			if got, ok := Named(word); !ok || got.Name != p.Name {
				t.Errorf("%s is %s, %v", word, got.Name, ok)
			}
		}
		if strings.Contains(p.Text, "<!--") {
			t.Errorf("%s shows a mark", p.Name)
		}
	}
	if _, ok := Named("没有的"); ok {
		t.Error("a page that isn't there was found")
	}
}

// plainOf is what a node says, without what it looks like.
func plainOf(n ast.Node, source []byte) string {
	var b strings.Builder
	err := ast.Walk(n, func(n ast.Node, in bool) (ast.WalkStatus, error) {
		if leaf, ok := n.(*ast.Text); ok && in {
			text := leaf.Segment.Value(source)
			if _, code := leaf.Parent().(*ast.CodeSpan); !code {
				text = unescaped.ReplaceAll(text, []byte("$1"))
			}
			b.Write(text)
		}
		return ast.WalkContinue, nil
	})
	if err != nil {
		panic(err) // there is none
	}
	return dense(b.String())
}

var unescaped = regexp.MustCompile("\\\\([\\\\`*_{}\\[\\]<>()#+.!|~&-])")

// dense is a text without spaces: where they stand between lines is another matter.
func dense(s string) string { return strings.Join(strings.Fields(s), "") }

// outline is what goldmark makes of a page, a line a block; what is outside of the
// subset is an error.
func outline(t *testing.T, p Page) []string {
	source := []byte(p.Text)
	doc := goldmark.New(goldmark.WithExtensions(extension.Table, extension.Strikethrough, extension.TaskList)).Parser().Parse(gtext.NewReader(source))
	var lines []string
	add := func(format string, args ...any) { lines = append(lines, fmt.Sprintf(format, args...)) }
	outside := func(n ast.Node) {
		t.Errorf("%s has a %s, which is outside of what we draw, near %q", p.Name, n.Kind(), plainOf(n.Parent(), source))
	}
	err := ast.Walk(doc, func(n ast.Node, in bool) (ast.WalkStatus, error) {
		if !in {
			return ast.WalkContinue, nil
		}
		switch n := n.(type) {
		case *ast.Document, *ast.Text, *ast.CodeSpan, *east.TableCell:
		case *ast.Emphasis:
			if n.Level != 2 {
				outside(n)
			}
		case *ast.Link:
			if to := string(n.Destination); !slices.Contains(names, strings.TrimSuffix(to, ".md")) || !strings.HasSuffix(to, ".md") {
				t.Errorf("%s leads to %s, which is no page", p.Name, to)
			}
		case *ast.Heading:
			if n.Level > 2 {
				outside(n)
			}
			add("heading %d %s", n.Level, plainOf(n, source))
		case *ast.Paragraph:
			if n.Parent().Kind() == ast.KindDocument {
				add("paragraph %s", plainOf(n, source))
			}
		case *ast.TextBlock:
			if n.Parent().Kind() != ast.KindListItem {
				outside(n)
			}
		case *ast.List:
			number := n.Start
			for i := n.FirstChild(); i != nil; i = i.NextSibling() {
				mark := "-"
				if n.IsOrdered() {
					mark = fmt.Sprintf("%d.", number)
				}
				number++
				if i.ChildCount() != 1 || i.FirstChild().Kind() != ast.KindTextBlock && i.FirstChild().Kind() != ast.KindParagraph {
					outside(i)
				}
				add("item %s %s", mark, plainOf(i, source))
			}
		case *ast.ListItem:
		case *east.Table:
			add("table")
		case *east.TableHeader, *east.TableRow:
			var cells []string
			for c := n.FirstChild(); c != nil; c = c.NextSibling() {
				cells = append(cells, plainOf(c, source))
			}
			add("row %s", strings.Join(cells, "|"))
		case *ast.FencedCodeBlock:
			info := ""
			if n.Info != nil {
				info = string(n.Info.Segment.Value(source))
			}
			add("fence %s %s", info, dense(string(n.Lines().Value(source))))
		default:
			outside(n)
		}
		return ast.WalkContinue, nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return lines
}

// TestSubset: goldmark, which knows all of Markdown, finds nothing on the pages that we
// can't draw, and the same blocks with the same words as we do.
func TestSubset(t *testing.T) {
	for _, p := range append(Pages(), Page{Name: "odd", Text: oddPage}) {
		var ours []string
		add := func(format string, args ...any) { ours = append(ours, fmt.Sprintf(format, args...)) }
		for _, b := range parse(p.Text) {
			switch b.kind {
			case heading:
				add("heading %d %s", b.level, dense(b.text))
			case paragraph:
				add("paragraph %s", dense(b.text))
			case item:
				add("item %s %s", b.mark, dense(b.text))
			case table:
				add("table")
				for _, row := range b.rows {
					var cells []string
					for _, c := range row {
						cells = append(cells, dense(c))
					}
					add("row %s", strings.Join(cells, "|"))
				}
			case fence:
				add("fence %s %s", b.info, dense(b.text))
			}
		}
		theirs := outline(t, p)
		for i := range max(len(ours), len(theirs)) {
			a, b := "", ""
			if i < len(ours) {
				a = ours[i]
			}
			if i < len(theirs) {
				b = theirs[i]
			}
			if a != b {
				t.Errorf("%s: we read\n%s\nwhere goldmark reads\n%s", p.Name, a, b)
				break
			}
		}
	}
}

// oddPage has what the pages may have some day.
const oddPage = "# 题\n段一\n接着 word\nword\n- 一项\n  接着\n- **重** `a*b` [链](check.md)\n\n1. 甲\n2. 乙 \\*\n\n| 头 | 头二 |\n|---|:--|\n| `a \\| b` | \\<x |\n| 空 |  |\n\n```text\n# 不是题\n\n- 不是项\n```\n\n## 二题\n末段\n"

// TestDraw: no line of any page is wider than the screen, and nothing is lost.
func TestDraw(t *testing.T) {
	for _, p := range append(Pages(), Page{Name: "odd", Text: oddPage}) {
		for _, w := range []int{36, 40, 60, 80, 120} {
			drawn := map[rune]int{}
			for _, l := range p.Draw(w) {
				if width.Of(l.Text) > w {
					t.Errorf("%s at %d has a line of %d: %s", p.Name, w, width.Of(l.Text), l.Text)
				}
				for _, r := range dense(l.Text) {
					drawn[r]++
				}
			}
			for _, b := range parse(p.Text) {
				passages := b.passages()
				if b.kind == table {
					passages = passages[1:] // a narrow one has its heads elsewhere, or nowhere
				}
				for _, says := range passages {
					for _, r := range dense(width.Safe(says)) {
						drawn[r]--
					}
				}
			}
			for r, n := range drawn {
				if n < 0 && r != '　' { // what is added are marks, rules and heads of rows
					t.Errorf("%s at %d has lost %d of %q", p.Name, w, -n, r)
				}
			}
		}
	}
}

// TestLooks: how tables look, wide and narrow, beside what is written.
func TestLooks(t *testing.T) {
	page := Page{Text: "# 题\n\n- 一二三四五六七八九十一二三四五六七\n\n| 键 | 作用 |\n|---|---|\n| `F1` | 一二三四五六七八九十一二三四五六七八九十 |\n\n| 甲 | 乙 | 丙 |\n|---|---|---|\n| 一 | 一二三四五六七八九十 | 一二三四五六七八九十 |\n"}
	for w, want := range map[int]string{
		60: `题

- 一二三四五六七八九十一二三四五六七

键  作用
--------------------------------------------
F1  一二三四五六七八九十一二三四五六七八九十

甲  乙                    丙
----------------------------------------------
一  一二三四五六七八九十  一二三四五六七八九十`,
		30: `题

- 一二三四五六七八九十一二三四
  五六七

键  作用
------------------------------
F1  一二三四五六七八九十一二三
    四五六七八九十

一
  乙：一二三四五六七八九十
  丙：一二三四五六七八九十`,
		20: `题

- 一二三四五六七八九
  十一二三四五六七

- F1：一二三四五六七
  八九十一二三四五六
  七八九十

一
  乙：一二三四五六七
  八九十
  丙：一二三四五六七
  八九十`,
	} {
		var lines []string
		for _, l := range page.Draw(w) {
			lines = append(lines, l.Text)
		}
		if got := strings.Join(lines, "\n"); got != want {
			t.Errorf("at %d columns:\n%s\nnot\n%s", w, got, want)
		}
	}
}

// TestFind: words are found in the order of the manual, all of them in one passage,
// whatever their case.
func TestFind(t *testing.T) {
	found := Find("doctor MEND 无法读取")
	if found != nil {
		t.Errorf("words that stand in no passage together: %v", found)
	}
	found = Find("doctor --MEND")
	if len(found) < 2 || found[0].Page.Name != "backup" || found[0].Head != "数据文件坏了" {
		t.Errorf("found %v", found)
	}
	for _, words := range []string{"", "  ", "没有这样的字"} {
		if found := Find(words); found != nil {
			t.Errorf("%q is at %v", words, found)
		}
	}
}

// TestReadme: the README is short, and what it links to is there.
func TestReadme(t *testing.T) {
	data, err := os.ReadFile("../../README.md")
	if err != nil {
		t.Fatal(err)
	}
	if n := strings.Count(string(data), "\n"); n > 200 {
		t.Errorf("README.md has %d lines", n)
	}
	linked := map[string]bool{}
	for _, m := range regexp.MustCompile(`\]\(([^()]+)\)`).FindAllStringSubmatch(string(data), -1) {
		if _, err := os.Stat(filepath.Join("../..", m[1])); err != nil && !strings.Contains(m[1], "://") {
			t.Errorf("README.md leads to %s", m[1])
		}
		linked[m[1]] = true
	}
	for _, name := range names {
		if !linked["ui/manual/"+name+".md"] {
			t.Errorf("README.md doesn't lead to %s", name)
		}
	}
}
