package ui

import (
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// TestArrows: who may import whom inside the module.
func TestArrows(t *testing.T) {
	out, err := exec.Command("go", "list", "-f", `{{.ImportPath}}:{{join .Imports " "}}`, "nianbao/...").CombinedOutput()
	if err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	may := map[string][]string{
		"nianbao":         {"nianbao/model", "nianbao/ui", "nianbao/persist", "nianbao/export"},
		"nianbao/model":   {"nianbao/model"},
		"nianbao/persist": {"nianbao/model", "nianbao/persist"},
		"nianbao/export":  {"nianbao/model", "nianbao/export"},
		"nianbao/ui":      {"nianbao/model", "nianbao/ui"},
	}
	may["nianbao/ui/wire"] = may["nianbao"]
	leaves := []string{"nianbao/ui/grid", "nianbao/ui/editor", "nianbao/ui/width", "nianbao/ui/theme", "nianbao/ui/display", "nianbao/ui/environ", "nianbao/ui/keymap", "nianbao/ui/manual"}
	for _, line := range strings.Split(strings.TrimSpace(string(out)), "\n") {
		pkg, imports, _ := strings.Cut(line, ":")
		root := strings.Join(strings.SplitN(pkg, "/", 3)[:min(2, strings.Count(pkg, "/")+1)], "/")
		for _, imp := range strings.Fields(imports) {
			if pkg == "nianbao/ui/desk" && (strings.HasPrefix(imp, "charm.land") || imp == "nianbao/ui") {
				t.Errorf("%s imports %s: it knows no screen", pkg, imp)
			}
			if !strings.HasPrefix(imp, "nianbao") {
				if root == "nianbao/model" && strings.Contains(strings.SplitN(imp, "/", 2)[0], ".") {
					t.Errorf("%s imports %s: the model takes the standard library only", pkg, imp)
				}
				if strings.HasPrefix(imp, "go.etcd.io/bbolt") && pkg != "nianbao/persist/boltfile" {
					t.Errorf("%s imports %s: what a store means knows no file", pkg, imp)
				}
				continue
			}
			if pkg == "nianbao/model" && imp == "nianbao/model/check" {
				t.Errorf("%s imports %s: a form is data, and knows not who checks it", pkg, imp)
			}
			reader := func(pkg string) bool {
				return strings.HasPrefix(pkg, "nianbao/export/source") || pkg == "nianbao/export/match" || pkg == "nianbao/export/ledger"
			}
			if writes := strings.HasPrefix(pkg, "nianbao/export/") && !reader(pkg) && !strings.HasSuffix(pkg, "test"); writes && reader(imp) {
				t.Errorf("%s imports %s: writers know no reader", pkg, imp)
			}
			ok := false
			allowed := may[root]
			if pkg == "nianbao/ui/wire" {
				allowed = may[pkg]
			}
			for _, m := range allowed {
				ok = ok || imp == m || strings.HasPrefix(imp, m+"/")
			}
			if !ok {
				t.Errorf("%s must not import %s", pkg, imp)
			}
			for _, leaf := range leaves {
				if pkg == leaf && !strings.HasPrefix(imp, "nianbao/ui/") {
					t.Errorf("%s knows no report, but imports %s", pkg, imp)
				}
			}
		}
	}
}

// TestAppRoutes: what a screen does stands with the screen, not in the App.
func TestAppRoutes(t *testing.T) {
	files, err := filepath.Glob("*.go")
	if err != nil {
		t.Fatal(err)
	}
	methods := 0
	for _, name := range files {
		source, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		methods += bytes.Count(source, []byte("\nfunc (a *App) "))
	}
	if methods == 0 || methods > 65 {
		t.Errorf("App has %d methods", methods)
	}
}
