package html

import (
	"regexp"
	"slices"
	"strings"

	"nianbao/export/source"
)

// Style sheets are read as far as they hide, strike out, raise or colour text.

// rule is what a style sheet says of the elements that a selector names.
type rule struct {
	said
	gone  bool
	adds  string   // what is shown before or behind the text: content
	parts []string // of the element itself
	above []step   // what the element has to stand in, from inside to outside
}

// step is one element over another in a selector.
type step struct {
	parts []string // td, .old, #note: all of them
	right bool     // it holds the one before directly
}

// maxRules bounds a page's style sheets; maxSelector, one selector.
const (
	maxRules    = 2000
	maxSelector = 120
)

// unseen are the marks of what isn't there for whoever looks.
const unseen = invisible | clear | marks(source.Struck|source.Hidden|source.Tiny)

var (
	// What an element is while somebody does something, and what is put before or behind it.
	passing = regexp.MustCompile(`::|:(?:hover|focus|active|visited|target|checked|link|disabled|placeholder)`)
	around  = regexp.MustCompile(`::?(?:before|after)$`)
	// A figure that a style puts before or behind; icons have signs without meaning.
	adding = regexp.MustCompile(`(?:^|[;\s])content\s*:\s*("[^"\\]*\d[^"]*"|'[^'\\]*\d[^']*'|attr\([^)]*\)|counter\([^)]*\))`)
	// What a selector may ask for beside names: attributes, places among others.
	asking       = regexp.MustCompile(`\[[^\]]*\]|:[\w-]+(?:\([^)]*\))?|^.*[+~]`)
	sheetComment = regexp.MustCompile(`(?s)/\*.*?\*/`)
	plainStep    = regexp.MustCompile(`^(?:[a-z][a-z0-9]*)?(?:[.#][\w\p{Han}-]+)*$`)
	partOfStep   = regexp.MustCompile(`^[a-z][a-z0-9]*|[.#][\w\p{Han}-]+`)
)

// sheet takes the rules of a style sheet whose selectors name elements, classes and
// identifiers: td, .old, #note, span.old.x, and such in others: .list td, tr > .old. What is
// for paper or for small screens only doesn't count.
func (s *skeleton) sheet(text string) {
	text = strings.ToLower(strings.NewReplacer("<!--", "", "-->", "").Replace(text))
	text = sheetComment.ReplaceAllString(text, "")
	for text != "" {
		selectors, rest, ok := strings.Cut(text, "{")
		selectors = strings.TrimSpace(strings.TrimLeft(selectors, "} \t\r\n")) // of a group that ends
		if i := strings.LastIndexByte(selectors, ';'); i >= 0 {                // @charset
			selectors = strings.TrimSpace(selectors[i+1:])
		}
		if !ok {
			return
		}
		if at, found := strings.CutPrefix(selectors, "@"); found {
			grouped := strings.HasPrefix(at, "media") || strings.HasPrefix(at, "supports")
			elsewhere := strings.Contains(at, "print") || strings.Contains(at, "max-width")
			if text = rest; !grouped || elsewhere {
				text = behindGroup(rest)
			}
			continue
		}
		body, after, _ := strings.Cut(rest, "}")
		text = after
		var r rule
		if m := adding.FindStringSubmatch(body); m != nil {
			r.adds = strings.Trim(m[1], ` "'`)
		}
		if r.gone = r.style(strings.Join(strings.Fields(body), "")); !r.gone && r.said == (said{}) && r.adds == "" {
			continue
		}
		for one := range strings.SplitSeq(selectors, ",") {
			if s.count++; s.count > maxRules {
				return
			}
			s.addRule(one, r)
		}
	}
}

// behindGroup is what follows the closing brace of a group of rules.
func behindGroup(text string) string {
	open := 1
	for i := range len(text) {
		switch text[i] {
		case '{':
			open++
		case '}':
			if open--; open == 0 {
				return text[i+1:]
			}
		}
	}
	return ""
}

// addRule keeps a rule by the innermost element of its selector. Of one that asks for more
// than names, what it would hide or strike out is uncertain.
func (s *skeleton) addRule(selector string, r rule) {
	if len(selector) > maxSelector {
		return
	}
	if at := around.FindStringIndex(selector); at != nil {
		if r.adds == "" {
			return
		}
		r = rule{adds: r.adds}
		selector = selector[:at[0]]
	} else if r.adds = ""; passing.MatchString(selector) {
		return
	}
	if plain := asking.ReplaceAllString(selector, ""); plain != selector {
		if !r.gone && r.on&unseen == 0 || r.adds != "" {
			return
		}
		r = rule{said: said{on: marks(source.Uncertain)}}
		selector = plain
	}
	steps := strings.Fields(strings.ReplaceAll(selector, ">", " > "))
	if len(steps) == 0 || !plainStep.MatchString(steps[len(steps)-1]) {
		return
	}
	right := false
	for _, one := range slices.Backward(steps[:len(steps)-1]) {
		switch {
		case one == ">":
			right = true
			continue
		case !plainStep.MatchString(one):
			return
		}
		r.above = append(r.above, step{partOfStep.FindAllString(one, -1), right})
		right = false
	}
	r.parts = partOfStep.FindAllString(steps[len(steps)-1], -1)
	key := r.parts[len(r.parts)-1]
	s.rules[key] = append(s.rules[key], r)
}

// opened is an element that is open, by its name, its classes and its identifier.
type opened []string

func openedOf(name, class, id string) opened {
	e := opened{name}
	for c := range strings.FieldsSeq(strings.ToLower(class)) {
		e = append(e, "."+c)
	}
	if id = strings.ToLower(id); id != "" {
		e = append(e, "#"+id)
	}
	return e
}

// has reports whether an element has all parts of a selector's step.
func (e opened) has(parts []string) bool {
	for _, p := range parts {
		if !slices.Contains(e, p) {
			return false
		}
	}
	return true
}

// ruled is what the style sheets say of an element in those that are open; a later rule
// undoes an earlier one.
func (s *skeleton) ruled(e opened) (out rule) {
	for _, selector := range e {
		for i := range s.rules[selector] {
			r := &s.rules[selector][i]
			if s.work++; len(r.above) > 0 {
				s.work += len(s.open)
			}
			if e.has(r.parts) && within(r.above, s.open) {
				out.on, out.off, out.gone = out.on&^r.off|r.on, out.off&^r.on|r.off, out.gone || r.gone
				if r.adds != "" {
					out.adds = r.adds
				}
			}
		}
	}
	return out
}

// within reports whether the open elements are such as a selector asks for, from inside to
// outside.
func within(above []step, open []opened) bool {
	for _, step := range above {
		for {
			if len(open) == 0 {
				return false
			}
			last := open[len(open)-1]
			open = open[:len(open)-1]
			if last.has(step.parts) {
				break
			}
			if step.right {
				return false
			}
		}
	}
	return true
}

// maxOpen bounds how deep selectors are followed; maxWork, how many elements are compared.
const (
	maxOpen = 200
	maxWork = 100_000_000
)

// enter and leave keep the open elements. Cells,
// rows and paragraphs end where the next begins.
func (s *skeleton) enter(e opened) {
	if len(s.open) >= maxOpen {
		return
	}
	switch name := e[0]; name {
	case "td", "th", "tr", "li", "p", "dd", "dt":
		for i := len(s.open) - 1; i >= 0 && !holds[s.open[i][0]]; i-- {
			if open := s.open[i][0]; open == name || isCell(open) && isCell(name) {
				s.open = s.open[:i]
				break
			}
		}
	}
	s.open = append(s.open, e)
}

func isCell(element string) bool { return element == "td" || element == "th" }

// holds are elements beyond which none ends by the beginning of another.
var holds = set("table ul ol dl div")

func (s *skeleton) leave(name string) {
	for i, e := range slices.Backward(s.open) {
		if e[0] == name {
			s.open = s.open[:i]
			return
		}
	}
}
