package ui

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"path/filepath"
	"strings"
	"testing"
	"unicode"

	"nianbao/model"
)

// TestSentencesNameNoRule: what people read says what is wrong, not what the program calls
// it. A rule's name may stand behind a sentence, for the telephone, and nowhere in it:
// neither in a string nor where one is put together.
func TestSentencesNameNoRule(t *testing.T) {
	ids := map[string]bool{}
	for _, f := range model.Editions() {
		for i := range f.Rules {
			ids[f.Rules[i].ID] = true
		}
	}
	seen := 0
	eachNode(t, []string{".."}, func(at token.Position, n ast.Node) {
		switch x := n.(type) {
		case *ast.BasicLit:
			if x.Kind == token.STRING && hasHan(x.Value) {
				seen++
				for id := range ids {
					if strings.Contains(x.Value, id) {
						t.Errorf("%v: %s stands in a sentence: %s", at, id, x.Value)
					}
				}
			}
		case *ast.BinaryExpr:
			if namesRule(x.X) && hasHan(stringsOf(x.Y)) && len([]rune(stringsOf(x.Y))) > len(`"）"`) {
				t.Errorf("%v: words stand behind a rule's name", at)
			}
		}
	})
	if seen < 1000 {
		t.Errorf("only %d sentences were looked at", seen)
	}
}

// eachNode visits what the product's source below some folders is made of.
func eachNode(t *testing.T, roots []string, visit func(at token.Position, n ast.Node)) {
	t.Helper()
	files := token.NewFileSet()
	for _, root := range roots {
		err := filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
			if err != nil || d.IsDir() || !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") {
				return err
			}
			file, err := parser.ParseFile(files, path, nil, parser.SkipObjectResolution)
			if err != nil {
				return err
			}
			ast.Inspect(file, func(n ast.Node) bool {
				if n != nil {
					visit(files.Position(n.Pos()), n)
				}
				return true
			})
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
	}
}

// namesRule reports whether an expression ends with some finding's Rule.
func namesRule(e ast.Expr) bool {
	switch x := e.(type) {
	case *ast.BinaryExpr:
		return namesRule(x.Y)
	case *ast.SelectorExpr:
		return x.Sel.Name == "Rule"
	}
	return false
}

// stringsOf are the strings of an expression.
func stringsOf(e ast.Expr) string {
	var b strings.Builder
	ast.Inspect(e, func(n ast.Node) bool {
		if x, ok := n.(*ast.BasicLit); ok && x.Kind == token.STRING {
			b.WriteString(x.Value)
		}
		return true
	})
	return b.String()
}

func hasHan(s string) bool {
	return strings.ContainsFunc(s, func(r rune) bool { return unicode.Is(unicode.Han, r) })
}
