package ui

import (
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// TestHooksAreSaid: a screen's method that has the name of a hook stands in that hook's
// list, where the compiler looks at it; nobody asks a screen for what hooks.go doesn't name.
func TestHooksAreSaid(t *testing.T) {
	set := token.NewFileSet()
	names, err := filepath.Glob("*.go")
	if err != nil {
		t.Fatal(err)
	}
	var files []*ast.File
	for _, name := range names {
		if strings.HasSuffix(name, "_test.go") {
			continue
		}
		f, err := parser.ParseFile(set, name, nil, 0)
		if err != nil {
			t.Fatal(err)
		}
		files = append(files, f)
	}
	listing, err := os.ReadFile("hooks.go")
	if err != nil {
		t.Fatal(err)
	}
	hooks := map[string]string{} // by method, the interface
	said := map[string]bool{}    // interface and type
	for _, line := range strings.Split(string(listing), "\n\t_ = []")[1:] {
		name, rest, _ := strings.Cut(line, "{")
		for _, one := range strings.Split(rest, "(*")[1:] {
			of, _, _ := strings.Cut(one, ")")
			said[name+" "+of] = true
		}
	}
	var methods []*ast.FuncDecl
	for _, f := range files {
		for _, d := range f.Decls {
			if m, ok := d.(*ast.FuncDecl); ok && m.Recv != nil {
				methods = append(methods, m)
			}
		}
		ast.Inspect(f, func(n ast.Node) bool {
			spec, named := n.(*ast.TypeSpec)
			if named {
				if i, ok := spec.Type.(*ast.InterfaceType); ok && strings.HasSuffix(set.Position(spec.Pos()).Filename, "hooks.go") {
					for _, m := range i.Methods.List {
						if len(m.Names) > 0 {
							hooks[m.Names[0].Name] = spec.Name.Name
						}
					}
				}
				return false
			}
			if i, ok := n.(*ast.InterfaceType); ok && len(i.Methods.List) > 0 {
				t.Errorf("%s asks for something that has no name", set.Position(i.Pos()))
			}
			return true
		})
	}
	if len(hooks) < 10 {
		t.Fatalf("%d hooks", len(hooks))
	}
	for _, m := range methods {
		star, ok := m.Recv.List[0].Type.(*ast.StarExpr)
		if !ok {
			continue
		}
		of := star.X.(*ast.Ident).Name
		hook := hooks[m.Name.Name]
		if isScreen := strings.HasSuffix(of, "Screen") || strings.HasSuffix(of, "rompt"); hook != "" && isScreen && of != "onScreen" && !said[hook+" "+of] && hook != "shower" {
			t.Errorf("%s: %s.%s is not in the list of %s", set.Position(m.Pos()), of, m.Name.Name, hook)
		}
	}
}
