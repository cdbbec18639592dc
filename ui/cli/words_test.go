package cli_test

import (
	"encoding/json"
	"testing"

	"github.com/spf13/cobra"
)

// TestSuggests: a command or an option that is nearly right is asked about, in
// Chinese; what is like nothing, or right in a wrong place, isn't.
func TestSuggests(t *testing.T) {
	s := newShell(t)
	for word, want := range map[string]string{"exprot": "export", "st": "set", "Set": "set", "improt": "import", "undelet": "undelete", "shwo": "show"} {
		s.fails(2, "没有「"+word+"」这个命令。是不是「"+want+"」？用 nianbao help 看全部命令\n", word)
		s.fails(2, "是不是「"+want+"」？", "help", word)
	}
	for option, want := range map[string]string{"--fromat": "--format", "--overwrit": "--overwrite", "--Draft": "--draft"} {
		s.fails(2, "没有「"+option+"」这个选项。是不是「"+want+"」？", "export", option, "x")
	}
	for _, args := range [][]string{{"frobnicate"}, {"--", "list"}, {"导出"}, {"list", "--xyz"}, {"list", "-x"}, {"list", "--rev"}} {
		if got := s.run("", args...); got.status != 2 || got.out != "" || len(got.errs) > 100 {
			t.Errorf("%q ends with %+v", args, got)
		}
	}
	var fail struct {
		Error struct{ Code, Message, Hint string }
	}
	if err := json.Unmarshal([]byte(s.run("", "exprot", "--json").errs), &fail); err != nil || fail.Error.Code != "usage" {
		t.Errorf("%v: %s", err, s.errs)
	}
	s.says(fail.Error.Hint, "是不是「export」？")
}

// TestOptionsFirst: options stand before the command as well as behind it,
// whatever their values are called.
func TestOptionsFirst(t *testing.T) {
	s := newShell(t)
	s.must("--unit", "list", "--year=2025", "new")
	s.must("--json", "new", "--unit", "某某镇人民政府", "--year", "2025")
	s.says(s.out, `"report"`)
	s.must("--reason", "set", "set", "某某镇", "新收/自然人=5")
	s.says(s.must("log", "某某镇"), "原因：set")
	s.says(s.must("-f", "md", "--draft", "-o", "-", "export", "某某镇"), "# 某某镇人民政府2025年")
	s.fails(2, "没有「--reason」这个选项", "--reason", "x", "list")
	s.fails(2, "没有「某某镇」这个命令", "--draft", "某某镇", "export")
}

// TestHelpJSON: help for programs has every command with its own options and no others.
func TestHelpJSON(t *testing.T) {
	s := newShell(t)
	type help struct {
		Commands []struct {
			Command, Args, Says, More string
			Options                   []struct{ Option, Short, Value, Says string }
		}
	}
	read := func(args ...string) (h help) {
		t.Helper()
		if err := json.Unmarshal([]byte(s.must(args...)), &h); err != nil {
			t.Fatal(err)
		}
		return h
	}
	if all := read("help", "--json"); len(all.Commands) < 19 {
		t.Errorf("%d commands", len(all.Commands))
	}
	for _, args := range [][]string{{"help", "restore", "--json"}, {"--json", "help", "restore"}, {"restore", "--json", "-h"}} {
		h := read(args...)
		if len(h.Commands) != 1 || len(h.Commands[0].Options) != 6 || h.Commands[0].Options[3].Option != "--rev" || h.Commands[0].Options[3].Value != "稿次" {
			t.Errorf("%q gives %+v", args, h)
		}
	}
	for _, c := range read("help", "--json").Commands {
		s.says(s.must("help", c.Command), "用法：nianbao "+c.Command, c.Says, "选项：")
		for _, o := range c.Options {
			s.says(s.out, o.Option, o.Says)
		}
	}
	if cobra.MousetrapHelpText != "" {
		t.Error("a double click on Windows would be refused in English")
	}
}
