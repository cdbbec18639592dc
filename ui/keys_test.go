package ui

import (
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"nianbao/model"
	"nianbao/ui/cli"
	"nianbao/ui/keymap"
)

// keyTable is the manual's table of keys, from the one table of bindings.
func keyTable() string {
	var b strings.Builder
	for _, where := range keymap.Scopes() {
		b.WriteString("\n## " + where.Title() + "\n\n| 按键 | 作用 |\n|---|---|\n")
		for _, x := range keys.Told(where) {
			b.WriteString("| `" + strings.Join(x.Names(), "` `") + "` | " + x.Says + " |\n")
		}
	}
	return b.String()
}

// meaningTable is the manual's table of what each key means, and where it works.
func meaningTable() string {
	var b strings.Builder
	b.WriteString("\n| 键 | 意思 | 界面 |\n|---|---|---|\n")
	for _, m := range keymap.Meanings() {
		var where []string
		for _, s := range keymap.Scopes() {
			if !s.Answers() && slices.Contains(m.Do, keys.Lookup([]keymap.Scope{s}, m.Key, false)) {
				where = append(where, s.Title())
			}
		}
		b.WriteString("| `" + keymap.Name(m.Key) + "` | " + m.Says + " | " + strings.Join(where, "、") + " |\n")
	}
	return b.String() + "\n"
}

// TestOneMeaning: a function key, Ctrl with a letter and a single character mean the same
// wherever they work.
func TestOneMeaning(t *testing.T) {
	means := map[string]keymap.Meaning{}
	used := map[string]bool{}
	for _, m := range keymap.Meanings() {
		if _, twice := means[m.Key]; twice {
			t.Errorf("%s has two meanings", m.Key)
		}
		means[m.Key] = m
	}
	moves := []string{"enter", "tab", "esc", "space", "up", "down", "left", "right", "home", "end", "pgup", "pgdown", "delete", "backspace"}
	for _, where := range keymap.Scopes() {
		for _, b := range keys.In(where) {
			for _, k := range b.Keys {
				modified := strings.HasPrefix(k, "alt+") || strings.HasPrefix(k, "shift+") || len(k) > len("ctrl+x")
				if where.Answers() || modified || slices.Contains(moves, k) {
					continue
				}
				if !slices.Contains(means[k].Do, b.Do) {
					t.Errorf("%s: %s does %s, which is not what it means: %s", where, k, b.Do, means[k].Says)
				}
				used[k+string(b.Do)] = true
			}
		}
	}
	for _, m := range means {
		for _, do := range m.Do {
			if !used[m.Key+string(do)] {
				t.Errorf("%s never does %s", m.Key, do)
			}
		}
	}
}

// ruleTable is the manual's table of rules.
func ruleTable() string {
	var b strings.Builder
	b.WriteString("\n| 规则 | 级别 | 内容 | 依据 |\n|---|---|---|---|\n")
	cell := strings.NewReplacer("|", "\\|", "\n", " ", "*", "\\*", "<", "\\<")
	for _, r := range cli.Rules(model.Editions()[0], 9999) {
		says := r.Says
		if r.Formula != "" {
			says += "（" + r.Formula + "）"
		}
		b.WriteString("| " + r.Rule + " | " + r.Levels + " | " + cell.Replace(says) + " | " + cell.Replace(r.Source) + " |\n")
	}
	return b.String() + "\n"
}

// TestMade: the manual's tables of keys and of rules and the README's picture of a
// screen are what the program has and draws.
func TestMade(t *testing.T) {
	for _, made := range []struct{ file, mark, content string }{
		{"manual/keys.md", "meanings", meaningTable()},
		{"manual/keys.md", "keys", keyTable() + "\n"},
		{"manual/rules.md", "rules", ruleTable()},
		{"../README.md", "screen", "```text\n" + readmeScreen(t) + "\n```\n"},
	} {
		data, err := os.ReadFile(made.file)
		if err != nil {
			t.Fatal(err)
		}
		head, rest, ok := strings.Cut(string(data), "<!-- "+made.mark+" -->\n")
		_, tail, ok2 := strings.Cut(rest, "<!-- /"+made.mark+" -->")
		if !ok || !ok2 {
			t.Fatalf("%s has lost the marks round its %s", made.file, made.mark)
		}
		want := head + "<!-- " + made.mark + " -->\n" + made.content + "<!-- /" + made.mark + " -->" + tail
		if *update {
			if err := os.WriteFile(made.file, []byte(want), 0o644); err != nil {
				t.Fatal(err)
			}
		} else if want != string(data) {
			t.Errorf("%s is out of date: go test ./ui -run Made -update", made.file)
		}
	}
}

// readmeScreen is section 3 of a report that is nearly done.
func readmeScreen(t *testing.T) string {
	d := drive(t, 80, 24)
	d.begin()
	d.press("3", "12", "enter", "1", "enter", "6", "enter", "2", "enter", "0", "enter", "0", "enter", "1", "enter", "0", "enter")
	d.app.goTo(place{Cell: "3.received.legal_service"})
	d.press("1", "enter", "0", "enter", "1", "enter")
	d.app.goTo(place{Cell: "3.denied_security.natural_person"})
	d.pass(time.Second)
	return d.screen()
}

// TestKeyTable: no key does two things in one place, and everything essential
// has two keys, one of which passes through ssh and tmux.
func TestKeyTable(t *testing.T) {
	essential := []keymap.Action{keymap.Help, keymap.Quit, keymap.Undo, keymap.Redo, keymap.Findings, keymap.Export, keymap.FillZero, keymap.New, keymap.Delete, keymap.Edit, keymap.Clear}
	doubtful := func(k string) bool {
		return k[0] == 'f' && len(k) > 1 || k == "shift+enter" || strings.HasPrefix(k, "alt+") || strings.HasPrefix(k, "ctrl+") && len(k) > len("ctrl+x")
	}
	for _, where := range keymap.Scopes() {
		taken := map[string]bool{}
		for _, b := range keys.Told(where) {
			if b.Says == "" {
				t.Errorf("%s: %v has no text", where, b.Keys)
			}
			sure := false
			for _, k := range b.Keys {
				if taken[k] {
					t.Errorf("%s: %s is bound twice", where, k)
				}
				taken[k] = true
				sure = sure || !doubtful(k)
			}
			alone := where == keymap.InCell && b.Do == keymap.Edit || b.Do == keymap.Quit && len(b.Keys[0]) == 1
			if slices.Contains(essential, b.Do) && !alone && (len(b.Keys) < 2 || !sure) {
				t.Errorf("%s: %s has only %v", where, b.Says, b.Keys)
			}
		}
	}
}

// TestFooterFits: at any width, with the way back and help in sight where they
// fit at all.
func TestFooterFits(t *testing.T) {
	all := func(b keymap.Binding) string { return b.Short }
	for w := minWidth; w <= 200; w += 7 {
		for _, where := range keymap.Scopes() {
			f := plain(footer([]keymap.Scope{where, keymap.InReport, keymap.Anywhere}, false, all, w))
			if !strings.Contains(f, "帮助") && !strings.Contains(f, "更多") {
				t.Errorf("%s at %d: %q", where, w, f)
			}
		}
	}
}
