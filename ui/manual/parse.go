package manual

import (
	"regexp"
	"strings"
	"unicode/utf8"
)

type kind int

const (
	heading kind = iota
	paragraph
	item
	table
	fence
)

// block is what a page consists of. Its texts are plain, as they are shown.
type block struct {
	kind  kind
	level int        // of a heading
	mark  string     // of an item: "-", or its number with a dot
	info  string     // of a fence: what its lines are
	text  string     // of a heading, paragraph or item; a fence's lines
	rows  [][]string // of a table, the heads first
}

// passages are what is found one by one: a table's rows, any other block as a whole.
func (b block) passages() []string {
	if b.kind != table {
		return []string{b.text}
	}
	var all []string
	for _, row := range b.rows {
		all = append(all, strings.Join(row, "　"))
	}
	return all
}

const ticks = "```"

var (
	headed = regexp.MustCompile(`^(##?) (.*)`)
	listed = regexp.MustCompile(`^(-|\d+\.) +(.*)`)
	ruled  = regexp.MustCompile(`^\|[-|: ]+\|$`) // between a table's heads and the rest
)

// parse reads a page.
func parse(text string) []block {
	var all []block
	fenced, open := false, false // open: the next line may go on with the last block
	for _, line := range strings.Split(text, "\n") {
		last := len(all) - 1
		switch {
		case strings.HasPrefix(line, ticks):
			if fenced = !fenced; fenced {
				all = append(all, block{kind: fence, info: strings.TrimPrefix(line, ticks)})
			}
			open = false
		case fenced:
			all[last].text += line + "\n"
		case strings.TrimSpace(line) == "":
			open = false
		case strings.HasPrefix(line, "|"):
			if !open || all[last].kind != table {
				all = append(all, block{kind: table})
			}
			if !ruled.MatchString(line) {
				all[len(all)-1].rows = append(all[len(all)-1].rows, cells(line))
			}
			open = true
		default:
			next, goesOn := begin(line)
			if goesOn && open && all[last].kind != table {
				all[last].text = join(all[last].text, next.text)
				continue
			}
			all = append(all, next)
			open = next.kind != heading
		}
	}
	for i := range all {
		if all[i].kind != fence {
			all[i].text = plain(all[i].text)
		}
	}
	return all
}

// begin is the block that a line begins; goesOn: it may as well belong to the one before.
func begin(line string) (b block, goesOn bool) {
	if m := headed.FindStringSubmatch(line); m != nil {
		return block{kind: heading, level: len(m[1]), text: m[2]}, false
	}
	if m := listed.FindStringSubmatch(line); m != nil {
		return block{kind: item, mark: m[1], text: m[2]}, false
	}
	return block{kind: paragraph, text: strings.TrimSpace(line)}, true
}

// join puts two lines of a paragraph together: Chinese has no space where a line ends.
func join(a, b string) string {
	end, _ := utf8.DecodeLastRuneInString(a)
	start, _ := utf8.DecodeRuneInString(b)
	if end < utf8.RuneSelf && start < utf8.RuneSelf {
		return a + " " + b
	}
	return a + b
}

// cells are those of a table's line. A bar in a cell has a backslash before it.
func cells(line string) []string {
	const bar = "\x00"
	line = strings.ReplaceAll(strings.Trim(line, "|"), `\|`, bar)
	var all []string
	for _, c := range strings.Split(line, "|") {
		all = append(all, plain(strings.ReplaceAll(strings.TrimSpace(c), bar, "|")))
	}
	return all
}

var link = regexp.MustCompile(`^\[([^\[\]]+)\]\([^()]*\)`)

// plain is a text without the marks of code, weight and links.
func plain(s string) string {
	var b strings.Builder
	for s != "" {
		switch {
		case s[0] == '`':
			code, rest, closed := strings.Cut(s[1:], "`")
			if !closed {
				b.WriteByte('`')
				s = s[1:]
				continue
			}
			b.WriteString(code)
			s = rest
		case strings.HasPrefix(s, "**"):
			s = s[2:]
		case s[0] == '\\' && len(s) > 1 && strings.IndexByte("\\`*_{}[]<>()#+-.!|~&", s[1]) >= 0:
			b.WriteByte(s[1])
			s = s[2:]
		default:
			if m := link.FindStringSubmatch(s); m != nil {
				b.WriteString(plain(m[1]))
				s = s[len(m[0]):]
				continue
			}
			b.WriteByte(s[0])
			s = s[1:]
		}
	}
	return b.String()
}
