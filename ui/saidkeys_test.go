package ui

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"nianbao/ui/keymap"
)

// literal is a string literal of the product.
type literal struct {
	file, text string // the file from the module's root
	line       int
	said       bool // it is looked through for the keys that it names
}

// literals are those of the product's packages that have sentences for people.
func literals(t *testing.T) []literal {
	t.Helper()
	var all []literal
	for _, root := range []string{"ui", "model", "persist"} {
		err := filepath.WalkDir(filepath.Join("..", root), func(path string, e fs.DirEntry, err error) error {
			if err != nil || e.IsDir() || !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") {
				return err
			}
			set := token.NewFileSet()
			f, err := parser.ParseFile(set, path, nil, 0)
			if err != nil {
				return err
			}
			file := strings.TrimPrefix(filepath.ToSlash(path), "../")
			said := map[ast.Expr]bool{}
			ast.Inspect(f, func(n ast.Node) bool {
				switch n := n.(type) {
				case *ast.CallExpr:
					if len(n.Args) > 0 && saying(n.Fun) {
						said[n.Args[0]] = true
					}
				case *ast.BasicLit:
					if n.Kind != token.STRING {
						break
					}
					text, err := strconv.Unquote(n.Value)
					if err != nil {
						t.Fatal(err)
					}
					all = append(all, literal{file, text, set.Position(n.Pos()).Line, said[n] || file == "ui/keymap/bindings.go"})
				}
				return true
			})
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	if len(all) < 5000 {
		t.Fatalf("only %d literals were found", len(all))
	}
	return all
}

// saying reports the functions that put keys into a sentence.
func saying(f ast.Expr) bool {
	switch f := f.(type) {
	case *ast.Ident:
		return f.Name == "say"
	case *ast.SelectorExpr:
		return f.Sel.Name == "Say"
	}
	return false
}

var tagged = regexp.MustCompile(`\{key:([^{}]*)\}?`)

// TestKeysInSentences: what a sentence names by {key:…} is in the table, and the
// sentence is one that is looked through for it.
func TestKeysInSentences(t *testing.T) {
	named := 0
	for _, l := range literals(t) {
		if strings.HasPrefix(l.file, "ui/keymap/") && !l.said {
			continue // there the notation is made out
		}
		for _, m := range tagged.FindAllStringSubmatch(l.text, -1) {
			named++
			if _, ok := keys.Key(m[1]); !ok {
				t.Errorf("%s:%d: no such key: %s", l.file, l.line, m[0])
			}
			if !l.said {
				t.Errorf("%s:%d: %q is shown as it stands: give it to say", l.file, l.line, l.text)
			}
		}
	}
	if named < 100 {
		t.Errorf("only %d keys are named", named)
	}
}

// keyWords is what looks like a key's name in a sentence.
var keyWords = regexp.MustCompile(`(?:Ctrl|Alt|Shift)[+ ]|\bF(?:[1-9]|1[0-2])\b|\b(?:Esc|Enter|Tab|PgUp|PgDn|Del|Home|End)\b|退格|按空格|空格键|[按上] ?[a-z]\b`)

// otherKeys are key names that the table has no say in: by file and words, why.
var otherKeys = []struct{ file, words, why string }{
	{"ui/block.go", "Ctrl+Shift+V", "the terminal's own way of pasting"},
	{"ui/text.go", "Ctrl+Shift+V", "the terminal's own way of pasting"},
	{"ui/text.go", "Shift 加方向键", "four lines of the table in three words"},
	{"ui/explain.go", "清空（Ctrl+U）", "the text input's own editing, which is bubbles'"},
	{"ui/palette.go", "按退格重写", "the text input's own editing, which is bubbles'"},
	{"ui/settings.go", "先按住 Shift", "the terminal's own way of selecting"},
	{"ui/cli/commands.go", "在 shell 里按 Tab", "the shell's key"},
	{"ui/cli/complete.go", "按 Tab 补全", "the shell's key"},
}

// TestKeysByTheirNames: no sentence of the product spells a key out; the table does.
func TestKeysByTheirNames(t *testing.T) {
	used := map[int]bool{}
	for _, l := range literals(t) {
		if strings.HasPrefix(l.file, "ui/keymap/") && !l.said {
			continue
		}
		text := tagged.ReplaceAllString(l.text, "")
		for i, o := range otherKeys {
			if o.file == l.file && strings.Contains(text, o.words) {
				used[i] = true
				text = strings.ReplaceAll(text, o.words, "")
			}
		}
		if m := keyWords.FindString(text); m != "" {
			t.Errorf("%s:%d: %q stands in %q", l.file, l.line, m, l.text)
		}
	}
	for i, o := range otherKeys {
		if !used[i] {
			t.Errorf("%s doesn't say %q any more (%s)", o.file, o.words, o.why)
		}
	}
}

// withKeys has the program work with other keys for a test.
func withKeys(t *testing.T, name string, to ...string) {
	t.Helper()
	was := keys
	t.Cleanup(func() { keys = was })
	keys = slices.Clone(was)
	where, do, _ := strings.Cut(name, ".")
	i := slices.IndexFunc(keys, func(b keymap.Binding) bool { return string(b.Where) == where && string(b.Do) == do })
	if i < 0 {
		t.Fatalf("no key is bound to %s", name)
	}
	keys[i].Keys = to
}

// TestOtherKeys: a key that is changed in the table is another in dispatch, footer,
// help, palette and messages.
func TestOtherKeys(t *testing.T) {
	t.Run("undo", func(t *testing.T) {
		withKeys(t, "report.undo", "ctrl+]")
		d := drive(t, 120, 40)
		d.begin()
		d.press("3", "1", "enter")
		d.see("Ctrl+] 撤销")
		d.press("f4")
		d.see("按 Ctrl+] 撤销")
		d.press("ctrl+]")
		d.see("已撤销")
		d.press("f1")
		d.see("填表")
		d.press("pgdown")
		d.see("Ctrl+]            撤销上一步")
		d.press("esc", "ctrl+p")
		d.see("Ctrl+] ")
		d.press("esc")
		d.lack("Ctrl+Z")
	})
	t.Run("a question's answers", func(t *testing.T) {
		withKeys(t, "confirm.first", "ctrl+w", "ctrl+y")
		d := drive(t, 80, 24)
		d.begin()
		d.press("3", "ctrl+end", "right", "7")
		d.see("按 Ctrl+W（或 Ctrl+Y）", "记作台账上的合计")
		d.press("f2")
		d.see("按 Ctrl+W 记作台账上的合计")
		d.press("ctrl+w", "enter")
		d.see("已记下台账上的合计")
	})
	t.Run("findings", func(t *testing.T) {
		withKeys(t, "table.fill-zero", "ctrl+w")
		d := drive(t, 80, 24)
		d.begin()
		d.press("f6")
		d.see("在表里按 Ctrl+W 一次")
	})
	t.Run("what the model refuses", func(t *testing.T) {
		d := finished(t)
		withKeys(t, "contents.finish", "ctrl+w")
		withKeys(t, "table.finish", "ctrl+w")
		d.press("3", "5")
		d.see("已定稿", "按 Ctrl+W 更正")
	})
}
